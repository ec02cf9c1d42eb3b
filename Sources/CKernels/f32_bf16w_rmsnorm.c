#include "variants.h"

INLINE void rmsnorm(float *out, const float *x, const bfloat16 *weight, float epsilon, size_t count) {
#pragma clang fp reassociate(on)
    float squares = 0;
    for (size_t i = 0; i < count; i++) squares += x[i] * x[i];
    const float scale = 1.0f / __builtin_sqrtf(squares / (float)count + epsilon);
    for (size_t i = 0; i < count; i++) out[i] = x[i] * scale * float_of_bf16(weight[i]);
}

void f32_bf16w_rmsnorm_portable(float *out, const float *x, const bfloat16 *weight, float epsilon, size_t count) {
    rmsnorm(out, x, weight, epsilon, count);
}

#if defined(__x86_64__)
AVX2 void f32_bf16w_rmsnorm_avx2(float *out, const float *x, const bfloat16 *weight, float epsilon, size_t count) {
    rmsnorm(out, x, weight, epsilon, count);
}

AVX512 void f32_bf16w_rmsnorm_avx512(float *out, const float *x, const bfloat16 *weight, float epsilon, size_t count) {
    rmsnorm(out, x, weight, epsilon, count);
}
#endif
