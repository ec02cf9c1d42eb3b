#include "i8_rows.h"

/// The smallest bfloat16 that is not below a number: scales are rounded up, so that no weight exceeds 127 of them.
INLINE bfloat16 bf16_above(float x) {
    const uint32_t bits = bits_of_float(x);
    return (bfloat16)((bits >> 16) + ((bits & 0xFFFF) != 0 && (bits & 0x7F800000) != 0x7F800000));
}

/// One row's share of a tile: its values are 64 bytes apart in fours, its scale is one of 16.
INLINE void pack_block(int8_t *out, bfloat16 *scale, const bfloat16 *weights) {
#pragma clang fp contract(off)
    const float rounder = 12582912.0f;  // 1.5 · 2^23: adding it leaves an integer in the low bits
    uint16_t largest_bits = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        const uint16_t bits = weights[i] & 0x7FFF;
        largest_bits = bits > largest_bits ? bits : largest_bits;
    }
    // As in i8_from_f32 a block of next to nothing is zero; infinity and NaN show in the scale.
    const float largest = float_of_bf16(largest_bits);
    const int vanishes = largest < 0x1p-100f;
    *scale = vanishes ? 0 : (bfloat16)(largest_bits >= 0x7F80 ? largest_bits : bf16_above(largest * (1.0f / 127.0f)));
    const float inverse = vanishes ? 0 : 1.0f / float_of_bf16(*scale);
    for (size_t i = 0; i < BLOCK / 2; i++) {
        const int8_t even = (int8_t)(bits_of_float(float_of_bf16(weights[2 * i]) * inverse + rounder) - bits_of_float(rounder));
        const int8_t odd = (int8_t)(bits_of_float(float_of_bf16(weights[2 * i + 1]) * inverse + rounder) - bits_of_float(rounder));
        out[i / 4 * 4 * TILE_ROWS + i % 4] = even;
        out[(4 + i / 4) * 4 * TILE_ROWS + i % 4] = odd;
    }
}

INLINE void pack(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    for (size_t row = 0; row < (rows + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS; row++) {
        const size_t group = row / TILE_ROWS * (columns / BLOCK), r = row % TILE_ROWS;
        for (size_t b = 0; b < columns / BLOCK; b++) {
            static const bfloat16 nothing[BLOCK];
            const bfloat16 *block = row < rows ? weight + row * columns + b * BLOCK : nothing;
            pack_block(out + (group + b) * TILE_BYTES + 4 * r, scales + (group + b) * TILE_ROWS + r, block);
        }
    }
}

void q8_from_bf16_portable(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    pack(out, scales, weight, rows, columns);
}

#if defined(__x86_64__)
AVX2 void q8_from_bf16_avx2(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    pack(out, scales, weight, rows, columns);
}

AVX512 void q8_from_bf16_avx512(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns) {
    pack(out, scales, weight, rows, columns);
}
#endif
