#include "variants.h"

/// Independent chains, enough to cover the latency of a fused multiply-add on two ports.
enum { CHAINS = 12 };

uint64_t f32_multiply_accumulate_portable(uint64_t multiply_accumulates, float *sink) {
    typedef float f32x4 __attribute__((vector_size(16)));
    const f32x4 factor = {0.5f, 0.5f, 0.5f, 0.5f};
    f32x4 sums[CHAINS] = {0};
    const uint64_t round = CHAINS * 4, rounds = (multiply_accumulates + round - 1) / round;
    for (uint64_t i = 0; i < rounds; i++) UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = sums[c] * factor + factor;
    UNROLL for (size_t c = 0; c < CHAINS; c++) *sink += sums[c][0];
    return rounds * round;
}

#if defined(__x86_64__)
AVX2 uint64_t f32_multiply_accumulate_avx2(uint64_t multiply_accumulates, float *sink) {
    const __m256 factor = _mm256_set1_ps(0.5f);
    __m256 sums[CHAINS];
    UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = factor;
    const uint64_t round = CHAINS * 8, rounds = (multiply_accumulates + round - 1) / round;
    for (uint64_t i = 0; i < rounds; i++) UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = _mm256_fmadd_ps(sums[c], factor, factor);
    UNROLL for (size_t c = 0; c < CHAINS; c++) *sink += _mm256_cvtss_f32(sums[c]);
    return rounds * round;
}

AVX512 uint64_t f32_multiply_accumulate_avx512(uint64_t multiply_accumulates, float *sink) {
    const __m512 factor = _mm512_set1_ps(0.5f);
    __m512 sums[CHAINS];
    UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = factor;
    const uint64_t round = CHAINS * 16, rounds = (multiply_accumulates + round - 1) / round;
    for (uint64_t i = 0; i < rounds; i++) UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = _mm512_fmadd_ps(sums[c], factor, factor);
    UNROLL for (size_t c = 0; c < CHAINS; c++) *sink += _mm512_cvtss_f32(sums[c]);
    return rounds * round;
}
#endif
