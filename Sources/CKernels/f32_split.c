#include "variants.h"

INLINE void split(float *out, const float *x, size_t count) {
    for (size_t block = 0; block < count; block += 32) {
        for (size_t i = 0; i < 16; i++) {
            out[block + i] = x[block + 2 * i];
            out[block + 16 + i] = x[block + 2 * i + 1];
        }
    }
}

void f32_split_portable(float *out, const float *x, size_t count) { split(out, x, count); }

#if defined(__x86_64__)
AVX2 void f32_split_avx2(float *out, const float *x, size_t count) { split(out, x, count); }
AVX512 void f32_split_avx512(float *out, const float *x, size_t count) { split(out, x, count); }
#endif
