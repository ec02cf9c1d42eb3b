#include "variants.h"

INLINE void from_bf16(float *out, const bfloat16 *x, size_t count) {
    for (size_t i = 0; i < count; i++) out[i] = float_of_bf16(x[i]);
}

void f32_from_bf16_portable(float *out, const bfloat16 *x, size_t count) { from_bf16(out, x, count); }

#if defined(__x86_64__)
AVX2 void f32_from_bf16_avx2(float *out, const bfloat16 *x, size_t count) { from_bf16(out, x, count); }
AVX512 void f32_from_bf16_avx512(float *out, const bfloat16 *x, size_t count) { from_bf16(out, x, count); }
#endif
