/// Products of MXFP4 weights with few tokens in 8 bits: 16 rows' blocks are unpacked in registers and multiplied at once, so that memory is what takes
/// time. The numbers are those of tiles, to the bit.
#ifndef MXFP4_FEW_H
#define MXFP4_FEW_H

#include "i8_tiles_avx512.h"
#include "mxfp4_tiles.h"

#if defined(__x86_64__)

/// The most tokens; and the width that gpt-oss has, for which rows' places are known when this is compiled: 16 addresses are more than there are
/// registers for.
enum { FEW_TOKENS = 8, USUAL_COLUMNS = 2880 };

/// 2^(scale − 128) of the scales of four blocks, 16 rows each, which are bytes of lanes.
AVX512 INLINE void four_scales_avx512(__m512 *out, __m512i all) {
    const __m512i low = _mm512_set1_epi32(255);
    const __mmask64 special = _mm512_testn_epi8_mask(all, all) | _mm512_cmpeq_epi8_mask(all, _mm512_set1_epi8(-1));
    UNROLL for (unsigned i = 0; i < 4; i++) {
        const __m512i scales = _mm512_and_si512(_mm512_srli_epi32(all, 8 * i), low);
        out[i] = __builtin_expect(special != 0, 0)
                     ? scale_values_avx512(scales)
                     : _mm512_mul_ps(_mm512_castsi512_ps(_mm512_slli_epi32(scales, 23)), _mm512_set1_ps(0.5f));
    }
}

/// Four blocks' scales of each row, as bytes of its lane, or those of fewer blocks at a row's end.
AVX512 INLINE __m512i gather_scales_avx512(const PackedRows *rows, __m512i offsets, size_t block, size_t count) {
    if (block + 4 <= count) return _mm512_i32gather_epi32(offsets, rows->scales[0] + block, 1);
    uint32_t four[TILE_ROWS] = {0};
    for (size_t r = 0; r < TILE_ROWS; r++)
        for (size_t i = 0; i < count - block; i++) four[r] |= (uint32_t)rows->scales[r][block + i] << (8 * i);
    // Blocks that are not there: any scale that is no exception.
    for (size_t r = 0; r < TILE_ROWS; r++) four[r] |= 0x7F7F7F7Fu << (8 * (count - block));
    return _mm512_loadu_si512(four);
}

/// sums[t] += products of a block. whole: the 16 rows follow each other.
AVX512 INLINE void add_block_avx512(const size_t T, const int whole, __m512 *sums, const PackedRows *rows, size_t b, __m512 scale, const int8_t *x,
                                    size_t columns) {
    const __m128i values = _mm_add_epi8(_mm_loadu_si128((const __m128i *)doubled_values), _mm_set1_epi8((char)128));
    const __m512i table = _mm512_broadcast_i32x4(values), low = _mm512_set1_epi8(15);
    const size_t stride = i8_row_bytes(columns);
    const int8_t *scales = x + columns + b * sizeof(float), *corrections = scales + columns / BLOCK * sizeof(float);
    __m512i dwords[4], block[FEW_TOKENS];
    const uint8_t *places[TILE_ROWS];
    UNROLL for (size_t r = 0; r < TILE_ROWS; r++) places[r] = whole ? rows->blocks[0] + r * (columns / BLOCK * BLOCK_BYTES) : rows->blocks[r];
    transpose_avx512(dwords, places, b * BLOCK_BYTES);
    UNROLL for (size_t t = 0; t < T; t++) block[t] = broadcast_avx512(corrections + t * stride);
    UNROLL for (size_t i = 0; i < 4; i++) {
        const __m512i even = _mm512_shuffle_epi8(table, _mm512_and_si512(dwords[i], low));
        const __m512i odd = _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(dwords[i], 4), low));
        UNROLL for (size_t t = 0; t < T; t++) {
            const int8_t *four = x + t * stride + b * BLOCK + 4 * i;
            block[t] = _mm512_dpbusd_epi32(block[t], even, broadcast_avx512(four));
            block[t] = _mm512_dpbusd_epi32(block[t], odd, broadcast_avx512(four + BLOCK / 2));
        }
    }
    UNROLL for (size_t t = 0; t < T; t++) {
        const __m512 x_scale = _mm512_castsi512_ps(broadcast_avx512(scales + t * stride));
        sums[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(block[t]), _mm512_mul_ps(scale, x_scale), sums[t]);
    }
}

/// out[t][0 ..< 16] += products of T tokens. offsets: of the rows' scales from those of the first.
AVX512 INLINE void few_avx512(const size_t T, const int whole, const PackedRows *rows, __m512i offsets, const int8_t *x, size_t columns,
                              float *out, size_t out_stride) {
    const size_t count = columns / BLOCK;
    __m512 sums[FEW_TOKENS];
    UNROLL for (size_t t = 0; t < T; t++) sums[t] = _mm512_loadu_ps(out + t * out_stride);
    for (size_t b = 0; b < count; b += 4) {
        // The next 16 rows, in the order of memory: a kilobyte of them for each of these rows' four blocks.
        const uint8_t *next = rows->blocks[0] + rows->ahead + b / 4 * TILE_ROWS * 64;
        UNROLL for (size_t r = 0; r < TILE_ROWS; r++) _mm_prefetch(next + r * 64, _MM_HINT_T1);
        __m512 scales[4];
        four_scales_avx512(scales, gather_scales_avx512(rows, offsets, b, count));
        UNROLL for (size_t i = 0; i < 4; i++)
            if (b + i < count) add_block_avx512(T, whole, sums, rows, b + i, scales[i], x, columns);
    }
    UNROLL for (size_t t = 0; t < T; t++) _mm512_storeu_ps(out + t * out_stride, sums[t]);
}

AVX512 INLINE void few_rows_avx512(size_t tokens, const int whole, const PackedRows *rows, __m512i offsets, const int8_t *x, size_t columns,
                                   float *out, size_t out_stride) {
    switch (tokens) {
    case 8: few_avx512(8, whole, rows, offsets, x, columns, out, out_stride); break;
    case 7: few_avx512(7, whole, rows, offsets, x, columns, out, out_stride); break;
    case 6: few_avx512(6, whole, rows, offsets, x, columns, out, out_stride); break;
    case 5: few_avx512(5, whole, rows, offsets, x, columns, out, out_stride); break;
    case 4: few_avx512(4, whole, rows, offsets, x, columns, out, out_stride); break;
    case 3: few_avx512(3, whole, rows, offsets, x, columns, out, out_stride); break;
    case 2: few_avx512(2, whole, rows, offsets, x, columns, out, out_stride); break;
    default: few_avx512(1, whole, rows, offsets, x, columns, out, out_stride);
    }
}

/// Up to FEW_TOKENS tokens with any number of rows. out has been begun with the bias.
AVX512 INLINE void multiply_few_avx512(float *out, size_t out_stride, const int8_t *x, const uint8_t *blocks, const uint8_t *scales, size_t tokens,
                                       size_t rows, size_t columns) {
    const size_t row_blocks = columns / BLOCK;
    const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (size_t row = 0; row < rows; row += TILE_ROWS) {
        const size_t some = smaller(TILE_ROWS, rows - row);
        const PackedRows packed = packed_rows(blocks, scales, row, rows, row_blocks);
        const __m512i there = _mm512_min_epu32(lanes, _mm512_set1_epi32((int)some - 1));
        const __m512i offsets = _mm512_mullo_epi32(there, _mm512_set1_epi32((int)row_blocks));
        if (some == TILE_ROWS && columns == USUAL_COLUMNS) {
            few_rows_avx512(tokens, 1, &packed, offsets, x, USUAL_COLUMNS, out + row, out_stride);
            continue;
        }
        if (some == TILE_ROWS) {
            few_rows_avx512(tokens, 0, &packed, offsets, x, columns, out + row, out_stride);
            continue;
        }
        float copy[FEW_TOKENS * TILE_ROWS] = {0};
        for (size_t t = 0; t < tokens; t++) __builtin_memcpy(copy + t * TILE_ROWS, out + t * out_stride + row, some * sizeof(float));
        few_rows_avx512(tokens, 0, &packed, offsets, x, columns, copy, TILE_ROWS);
        for (size_t t = 0; t < tokens; t++) __builtin_memcpy(out + t * out_stride + row, copy + t * TILE_ROWS, some * sizeof(float));
    }
}

#endif
#endif
