#include "variants.h"

INLINE void rope(float *heads, const float *cos, const float *sin, size_t head_count, size_t half) {
    for (size_t head = 0; head < head_count; head++) {
        float *a = heads + head * 2 * half, *b = a + half;
        for (size_t i = 0; i < half; i++) {
            const float first = a[i], second = b[i];
            a[i] = first * cos[i] - second * sin[i];
            b[i] = second * cos[i] + first * sin[i];
        }
    }
}

void f32_rope_portable(float *heads, const float *cos, const float *sin, size_t head_count, size_t half) {
    rope(heads, cos, sin, head_count, half);
}

#if defined(__x86_64__)
AVX2 void f32_rope_avx2(float *heads, const float *cos, const float *sin, size_t head_count, size_t half) {
    rope(heads, cos, sin, head_count, half);
}

AVX512 void f32_rope_avx512(float *heads, const float *cos, const float *sin, size_t head_count, size_t half) {
    rope(heads, cos, sin, head_count, half);
}
#endif
