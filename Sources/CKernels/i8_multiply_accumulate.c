#include "i8_tiles_amx.h"

enum { CHAINS = 12 };

/// 16-bit products summed in 32 bits, which compilers make from whatever the instruction set has for int8.
uint64_t i8_multiply_accumulate_portable(uint64_t multiply_accumulates, float *sink) {
    int8_t a[64], b[64];
    int32_t sums[64] = {0};
    for (int i = 0; i < 64; i++) {
        a[i] = (int8_t)(i - 32 + (int)*sink);
        b[i] = (int8_t)(i * 3);
    }
    const uint64_t rounds = (multiply_accumulates + 63) / 64;
    for (uint64_t i = 0; i < rounds; i++) {
        for (int j = 0; j < 64; j++) sums[j] = (int32_t)((uint32_t)sums[j] + (uint32_t)(int16_t)(a[j] * b[j]));
        __asm__ volatile("" : : "r"(a), "r"(b) : "memory");  // the operands may have changed: multiply again
    }
    for (int i = 0; i < 64; i++) *sink += (float)sums[i];
    return rounds * 64;
}

#if defined(__x86_64__)
/// vpmaddubsw and vpmaddwd: 32 products, summed in fours.
AVX2 uint64_t i8_multiply_accumulate_avx2(uint64_t multiply_accumulates, float *sink) {
    __m256i a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(-2);
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i sums[CHAINS];
    UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = _mm256_set1_epi32((int)c);
    const uint64_t round = CHAINS * 32, rounds = (multiply_accumulates + round - 1) / round;
    for (uint64_t i = 0; i < rounds; i++) {
        UNROLL for (size_t c = 0; c < CHAINS; c++) {
            __asm__ volatile("" : "+x"(a), "+x"(b));  // opaque: every product is computed
            sums[c] = _mm256_add_epi32(sums[c], _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), ones));
        }
    }
    UNROLL for (size_t c = 0; c < CHAINS; c++) *sink += (float)_mm256_extract_epi32(sums[c], 0);
    return rounds * round;
}

/// vpdpbusd: 64 products, summed in fours.
AVX512 uint64_t i8_multiply_accumulate_avx512(uint64_t multiply_accumulates, float *sink) {
    const __m512i a = _mm512_set1_epi8(3), b = _mm512_set1_epi8(-2);
    __m512i sums[CHAINS];
    UNROLL for (size_t c = 0; c < CHAINS; c++) sums[c] = _mm512_set1_epi32((int)c);
    const uint64_t round = CHAINS * 64, rounds = (multiply_accumulates + round - 1) / round;
    for (uint64_t i = 0; i < rounds; i++) {
        UNROLL for (size_t c = 0; c < CHAINS; c++) {
            sums[c] = _mm512_dpbusd_epi32(sums[c], a, b);
            __asm__ volatile("" : "+v"(sums[c]));  // opaque: rounds are not folded into one
        }
    }
    UNROLL for (size_t c = 0; c < CHAINS; c++) *sink += (float)_mm512_cvtsi512_si32(sums[c]);
    return rounds * round;
}

/// tdpbssd: 16 × 16 sums of 64 products, in four registers.
AMX uint64_t i8_multiply_accumulate_amx(uint64_t multiply_accumulates, float *sink) {
    struct {
        uint8_t palette, start_row, reserved[14];
        uint16_t row_bytes[16];
        uint8_t rows[16];
    } configuration = {.palette = 1, .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
    int32_t sums[16 * 16];
    _tile_loadconfig(&configuration);
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    _tile_zero(4);
    _tile_zero(5);
    _tile_zero(6);
    _tile_zero(7);
    const uint64_t round = 4 * 16 * 16 * 64, rounds = (multiply_accumulates + round - 1) / round;
    for (uint64_t i = 0; i < rounds; i++) {
        _tile_dpbssd(0, 4, 6);
        _tile_dpbssd(1, 4, 7);
        _tile_dpbssd(2, 5, 6);
        _tile_dpbssd(3, 5, 7);
    }
    _tile_stored(0, sums, 64);
    _tile_release();
    *sink += (float)sums[0];
    return rounds * round;
}
#endif
