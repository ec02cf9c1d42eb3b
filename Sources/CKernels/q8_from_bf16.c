#include "i8_rows.h"

/// The smallest bfloat16 that is not below a number: scales are rounded up, so that no weight exceeds 127 of them.
INLINE bfloat16 bf16_above(float x) {
    const uint32_t bits = bits_of_float(x);
    return (bfloat16)((bits >> 16) + ((bits & 0xFFFF) != 0 && (bits & 0x7F800000) != 0x7F800000));
}

/// One row's share of a tile: its values are 64 bytes apart in fours, its scale is one of 16.
typedef void pack_block_function(int8_t *out, bfloat16 *scale, const bfloat16 *weights);

/// Sets the scale of a block with this largest magnitude; returns what its values are to be multiplied by.
INLINE float scale_of(bfloat16 *scale, uint16_t largest_bits) {
    // As in i8_from_f32 a block of next to nothing is zero; infinity and NaN show in the scale.
    const float largest = float_of_bf16(largest_bits);
    const int vanishes = largest < 0x1p-100f;
    *scale = vanishes ? 0 : (bfloat16)(largest_bits >= 0x7F80 ? largest_bits : bf16_above(largest * (1.0f / 127.0f)));
    return vanishes ? 0 : 1.0f / float_of_bf16(*scale);
}

INLINE void pack_block(int8_t *out, bfloat16 *scale, const bfloat16 *weights) {
#pragma clang fp contract(off)
    const float rounder = 12582912.0f;  // 1.5 · 2^23: adding it leaves an integer in the low bits
    uint16_t largest_bits = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        const uint16_t bits = weights[i] & 0x7FFF;
        largest_bits = bits > largest_bits ? bits : largest_bits;
    }
    const float inverse = scale_of(scale, largest_bits);
    for (size_t i = 0; i < BLOCK / 2; i++) {
        const int8_t even = (int8_t)(bits_of_float(float_of_bf16(weights[2 * i]) * inverse + rounder) - bits_of_float(rounder));
        const int8_t odd = (int8_t)(bits_of_float(float_of_bf16(weights[2 * i + 1]) * inverse + rounder) - bits_of_float(rounder));
        out[i / 4 * 4 * TILE_ROWS + i % 4] = even;
        out[(4 + i / 4) * 4 * TILE_ROWS + i % 4] = odd;
    }
}

INLINE void pack(pack_block_function *pack_block, int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows,
                 size_t columns) {
    static const bfloat16 nothing[BLOCK];
    for (size_t first = 0; first < rows; first += TILE_ROWS) {
        for (size_t b = 0; b < columns / BLOCK; b++) {
            const size_t tile = first / TILE_ROWS * (columns / BLOCK) + b;
            for (size_t r = 0; r < TILE_ROWS; r++) {
                const bfloat16 *block = first + r < rows ? weight + (first + r) * columns + b * BLOCK : nothing;
                pack_block(out + tile * TILE_BYTES + 4 * r, scales + tile * TILE_ROWS + r, block);
            }
        }
    }
}

void q8_from_bf16_portable(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    pack(pack_block, out, scales, weight, rows, columns);
}

#if defined(__x86_64__)
AVX2 void q8_from_bf16_avx2(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    pack(pack_block, out, scales, weight, rows, columns);
}

/// The values in a vector's even or odd places, as float32, times `inverse`, rounded: 16 bytes.
AVX512 INLINE __m128i round_avx512(__m512i values, __m512 inverse) {
#pragma clang fp contract(off)
    const __m512 rounder = _mm512_set1_ps(12582912.0f);
    const __m512i rounded = _mm512_castps_si512(_mm512_add_ps(_mm512_mul_ps(_mm512_castsi512_ps(values), inverse), rounder));
    return _mm512_cvtepi32_epi8(_mm512_sub_epi32(rounded, _mm512_castps_si512(rounder)));
}

/// Four bytes from each of four lanes go to where the row's columns are: vectors of 64 bytes apart.
AVX512 INLINE void scatter_avx512(int8_t *out, __m128i bytes) {
    UNROLL for (size_t k = 0; k < 4; k++) {
        const int32_t lane = ((const int32_t *)&bytes)[k];
        __builtin_memcpy(out + k * 4 * TILE_ROWS, &lane, sizeof lane);
    }
}

/// As pack_block, to the bit.
AVX512 INLINE void pack_block_avx512(int8_t *out, bfloat16 *scale, const bfloat16 *weights) {
    const __m512i values = _mm512_loadu_si512(weights), magnitudes = _mm512_and_si512(values, _mm512_set1_epi16(0x7FFF));
    __m256i most = _mm256_max_epu16(_mm512_castsi512_si256(magnitudes), _mm512_extracti64x4_epi64(magnitudes, 1));
    const __m128i eight = _mm_max_epu16(_mm256_castsi256_si128(most), _mm256_extracti128_si256(most, 1));
    // The instruction for the least of eight finds the largest of their complements.
    const uint16_t largest_bits = (uint16_t)~_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_xor_si128(eight, _mm_set1_epi16(-1))));
    const __m512 inverse = _mm512_set1_ps(scale_of(scale, largest_bits));
    scatter_avx512(out, round_avx512(_mm512_slli_epi32(values, 16), inverse));
    scatter_avx512(out + 16 * TILE_ROWS, round_avx512(_mm512_and_si512(values, _mm512_set1_epi32((int)0xFFFF0000)), inverse));
}

AVX512 void q8_from_bf16_avx512(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    pack(pack_block_avx512, out, scales, weight, rows, columns);
}
#endif
