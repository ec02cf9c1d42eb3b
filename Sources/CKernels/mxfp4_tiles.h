/// Unpacking MXFP4 rows to tiles of int8: twice the value of each element, so that the scale is 2^(scale − 128).
///
/// Four rows' bytes are transposed in fours, then a table look-up makes bytes of nibbles; the low ones are the even columns, which split order
/// has first.
#ifndef MXFP4_TILES_H
#define MXFP4_TILES_H

#include "i8_tiles_avx2.h"
#include "i8_tiles_avx512.h"
#include "i8_tiles_neon.h"
#include "mxfp4.h"

/// 16 rows of weights: row r's blocks begin at blocks[r], its scales at scales[r].
typedef struct {
    const uint8_t *blocks[TILE_ROWS];
    const uint8_t *scales[TILE_ROWS];
    /// Bytes from a row to the one 16 further on, whose blocks are prefetched.
    size_t ahead;
} PackedRows;

/// Rows `row` ..< `row` + 16; where they run out, the last one again.
INLINE PackedRows packed_rows(const uint8_t *blocks, const uint8_t *scales, size_t row, size_t rows, size_t row_blocks) {
    PackedRows packed = {.ahead = row + 2 * TILE_ROWS <= rows ? TILE_ROWS * row_blocks * BLOCK_BYTES : 0};
    for (size_t r = 0; r < TILE_ROWS; r++) {
        const size_t first = smaller(row + r, rows - 1) * row_blocks;
        packed.blocks[r] = blocks + first * BLOCK_BYTES;
        packed.scales[r] = scales + first;
    }
    return packed;
}

/// The scales of `count` blocks from `first` on: [count][16].
INLINE void unpack_scales(float *out, const PackedRows *rows, size_t first, size_t count) {
    for (size_t r = 0; r < TILE_ROWS; r++)
        for (size_t b = 0; b < count; b++) out[b * TILE_ROWS + r] = e8m0_values[rows->scales[r][first + b]] * 0.5f;
}

static const int8_t doubled_values[16] = {E2M1_DOUBLED(0)};

INLINE void unpack_portable(int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count) {
    unpack_scales(scales, rows, first, count);
    for (size_t b = 0; b < count; b++) {
        for (size_t r = 0; r < TILE_ROWS; r++) {
            const uint8_t *bytes = rows->blocks[r] + (first + b) * BLOCK_BYTES;
            for (size_t i = 0; i < BLOCK_BYTES; i++) {
                int8_t *place = out + b * TILE_BYTES + i / 4 * 64 + r * 4 + i % 4;
                place[0] = doubled_values[bytes[i] & 15];
                place[4 * 64] = doubled_values[bytes[i] >> 4];
            }
        }
    }
}

#if defined(__x86_64__)

AVX2 INLINE void unpack_avx2(int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count) {
    unpack_scales(scales, rows, first, count);
    const __m128i table = _mm_loadu_si128((const __m128i *)doubled_values), low = _mm_set1_epi8(15);
    for (size_t b = 0; b < count; b++) {
        UNROLL for (size_t r = 0; r < TILE_ROWS; r += 4) {
            __m128i row[4], dwords[4];
            UNROLL for (size_t i = 0; i < 4; i++) {
                const uint8_t *bytes = rows->blocks[r + i] + (first + b) * BLOCK_BYTES;
                row[i] = _mm_loadu_si128((const __m128i *)bytes);
                if (b % 4 == 0) _mm_prefetch(bytes + rows->ahead, _MM_HINT_T1);
            }
            const __m128i a = _mm_unpacklo_epi32(row[0], row[1]), c = _mm_unpacklo_epi32(row[2], row[3]);
            const __m128i d = _mm_unpackhi_epi32(row[0], row[1]), e = _mm_unpackhi_epi32(row[2], row[3]);
            dwords[0] = _mm_unpacklo_epi64(a, c);
            dwords[1] = _mm_unpackhi_epi64(a, c);
            dwords[2] = _mm_unpacklo_epi64(d, e);
            dwords[3] = _mm_unpackhi_epi64(d, e);
            UNROLL for (size_t i = 0; i < 4; i++) {
                __m128i *place = (__m128i *)(out + b * TILE_BYTES + i * 64 + r * 4);
                _mm_storeu_si128(place, _mm_shuffle_epi8(table, _mm_and_si128(dwords[i], low)));
                _mm_storeu_si128(place + 16, _mm_shuffle_epi8(table, _mm_and_si128(_mm_srli_epi16(dwords[i], 4), low)));
            }
        }
    }
}

/// 2^(scale − 128) of 16 scales in the low bytes.
AVX512 INLINE __m512 scale_values_avx512(__m512i scales) {
    __m512i bits = _mm512_slli_epi32(scales, 23);
    bits = _mm512_mask_mov_epi32(bits, _mm512_cmpeq_epi32_mask(scales, _mm512_setzero_si512()), _mm512_set1_epi32(0x00400000));
    bits = _mm512_mask_mov_epi32(bits, _mm512_cmpeq_epi32_mask(scales, _mm512_set1_epi32(255)), _mm512_set1_epi32(0x7FC00000));
    return _mm512_mul_ps(_mm512_castsi512_ps(bits), _mm512_set1_ps(0.5f));
}

/// Four blocks' scales are gathered at once; what is left of the last four is not read beyond its end.
AVX512 INLINE void unpack_scales_avx512(float *out, const PackedRows *rows, size_t first, size_t count) {
    for (size_t b = 0; b < count; b += 4) {
        uint32_t four[TILE_ROWS] = {0};
        UNROLL for (size_t r = 0; r < TILE_ROWS; r++) {
            if (b + 4 <= count) {
                __builtin_memcpy(&four[r], rows->scales[r] + first + b, 4);
            } else {
                for (size_t i = 0; i < count - b; i++) four[r] |= (uint32_t)rows->scales[r][first + b + i] << (8 * i);
            }
        }
        __m512i all = _mm512_loadu_si512(four);
        for (size_t i = 0; i < smaller(4, count - b); i++) {
            _mm512_storeu_ps(out + (b + i) * TILE_ROWS, scale_values_avx512(_mm512_and_si512(all, _mm512_set1_epi32(255))));
            all = _mm512_srli_epi32(all, 8);
        }
    }
}

/// A block of 16 rows: dwords[i] has bytes 4i ..< 4i + 4 of row r in lane r.
AVX512 INLINE void transpose_avx512(__m512i *dwords, const uint8_t *const *rows, size_t at) {
    // row[i]: rows i, 4 + i, 8 + i and 12 + i.
    __m512i row[4];
    UNROLL for (size_t i = 0; i < 4; i++) {
        row[i] = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)(rows[i] + at)));
        row[i] = _mm512_inserti32x4(row[i], _mm_loadu_si128((const __m128i *)(rows[4 + i] + at)), 1);
        row[i] = _mm512_inserti32x4(row[i], _mm_loadu_si128((const __m128i *)(rows[8 + i] + at)), 2);
        row[i] = _mm512_inserti32x4(row[i], _mm_loadu_si128((const __m128i *)(rows[12 + i] + at)), 3);
    }
    const __m512i a = _mm512_unpacklo_epi32(row[0], row[1]), c = _mm512_unpacklo_epi32(row[2], row[3]);
    const __m512i d = _mm512_unpackhi_epi32(row[0], row[1]), e = _mm512_unpackhi_epi32(row[2], row[3]);
    dwords[0] = _mm512_unpacklo_epi64(a, c);
    dwords[1] = _mm512_unpackhi_epi64(a, c);
    dwords[2] = _mm512_unpacklo_epi64(d, e);
    dwords[3] = _mm512_unpackhi_epi64(d, e);
}

/// `offset` is added to the values: 128 makes them unsigned.
AVX512 INLINE void unpack_avx512(const uint8_t offset, int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count) {
    unpack_scales_avx512(scales, rows, first, count);
    const __m128i values = _mm_add_epi8(_mm_loadu_si128((const __m128i *)doubled_values), _mm_set1_epi8((char)offset));
    const __m512i table = _mm512_broadcast_i32x4(values), low = _mm512_set1_epi8(15);
    for (size_t b = 0; b < count; b++) {
        __m512i dwords[4];
        if (b % 4 == 0)
            UNROLL for (size_t r = 0; r < TILE_ROWS; r++) _mm_prefetch(rows->blocks[r] + (first + b) * BLOCK_BYTES + rows->ahead, _MM_HINT_T1);
        transpose_avx512(dwords, rows->blocks, (first + b) * BLOCK_BYTES);
        UNROLL for (size_t i = 0; i < 4; i++) {
            int8_t *place = out + b * TILE_BYTES + i * 64;
            _mm512_storeu_si512(place, _mm512_shuffle_epi8(table, _mm512_and_si512(dwords[i], low)));
            _mm512_storeu_si512(place + 4 * 64, _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16(dwords[i], 4), low)));
        }
    }
}

#elif defined(__aarch64__)

NEON INLINE void unpack_neon(int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count) {
    unpack_scales(scales, rows, first, count);
    const int8x16_t table = vld1q_s8(doubled_values);
    for (size_t b = 0; b < count; b++) {
        UNROLL for (size_t r = 0; r < TILE_ROWS; r += 4) {
            uint32x4_t row[4];
            UNROLL for (size_t i = 0; i < 4; i++) row[i] = vreinterpretq_u32_u8(vld1q_u8(rows->blocks[r + i] + (first + b) * BLOCK_BYTES));
            const uint64x2_t a = vreinterpretq_u64_u32(vtrn1q_u32(row[0], row[1])), c = vreinterpretq_u64_u32(vtrn1q_u32(row[2], row[3]));
            const uint64x2_t d = vreinterpretq_u64_u32(vtrn2q_u32(row[0], row[1])), e = vreinterpretq_u64_u32(vtrn2q_u32(row[2], row[3]));
            const uint64x2_t dwords[4] = {vtrn1q_u64(a, c), vtrn1q_u64(d, e), vtrn2q_u64(a, c), vtrn2q_u64(d, e)};
            UNROLL for (size_t i = 0; i < 4; i++) {
                const uint8x16_t bytes = vreinterpretq_u8_u64(dwords[i]);
                int8_t *place = out + b * TILE_BYTES + i * 64 + r * 4;
                vst1q_s8(place, vqtbl1q_s8(table, vandq_u8(bytes, vdupq_n_u8(15))));
                vst1q_s8(place + 4 * 64, vqtbl1q_s8(table, vshrq_n_u8(bytes, 4)));
            }
        }
    }
}

#endif
#endif
