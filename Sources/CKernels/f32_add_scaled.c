#include "variants.h"

INLINE void add_scaled(float *y, const float *x, float scale, size_t count) {
    for (size_t i = 0; i < count; i++) y[i] += scale * x[i];
}

void f32_add_scaled_portable(float *y, const float *x, float scale, size_t count) { add_scaled(y, x, scale, count); }

#if defined(__x86_64__)
AVX2 void f32_add_scaled_avx2(float *y, const float *x, float scale, size_t count) { add_scaled(y, x, scale, count); }
AVX512 void f32_add_scaled_avx512(float *y, const float *x, float scale, size_t count) { add_scaled(y, x, scale, count); }
#endif
