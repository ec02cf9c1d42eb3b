/// Tiles of 8 rows × up to 4 tokens, twice for the 16 rows: 4 sums of a block and 4 of the row, of the 16 registers.
#ifndef I8_TILES_AVX2_H
#define I8_TILES_AVX2_H

#include "i8_rows.h"

#if defined(__x86_64__)

#define AVXVNNI __attribute__((target("avx2,fma,avxvnni")))

AVX2 INLINE __m256 tile_scales_avx2(const TileOperands *o, size_t block, size_t row) {
    if (o->scales) return _mm256_loadu_ps(o->scales + block * TILE_ROWS + row);
    const __m128i halves = _mm_loadu_si128((const __m128i *)(o->short_scales + block * TILE_ROWS + row));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(halves), 16));
}

AVX2 INLINE __m256i broadcast_avx2(const int8_t *four) {
    int32_t value;
    __builtin_memcpy(&value, four, sizeof value);
    return _mm256_set1_epi32(value);
}

/// The sums of a block of T tokens. `vpmaddubsw` adds pairs in 16 bits: it takes |w| and x with w's sign, and where weights are `narrow`
/// (at most 12) eight of its results are added before they are widened: 8 · 2 · 12 · 127 < 2^15.
AVX2 INLINE void block_avx2(const size_t T, const int narrow, __m256i *sums, const int8_t *weights, const int8_t *const *x, size_t x_offset,
                            size_t correction_offset) {
    (void)correction_offset;
    const __m256i ones = _mm256_set1_epi16(1);
    UNROLL for (size_t t = 0; t < T; t++) sums[t] = _mm256_setzero_si256();
    UNROLL for (size_t j = 0; j < 8; j++) {
        const __m256i w = _mm256_loadu_si256((const __m256i *)(weights + j * 64)), magnitude = _mm256_abs_epi8(w);
        UNROLL for (size_t t = 0; t < T; t++) {
            const __m256i pairs = _mm256_maddubs_epi16(magnitude, _mm256_sign_epi8(broadcast_avx2(x[t] + x_offset + 4 * j), w));
            sums[t] = narrow ? _mm256_add_epi16(sums[t], pairs) : _mm256_add_epi32(sums[t], _mm256_madd_epi16(pairs, ones));
        }
    }
    if (narrow) UNROLL for (size_t t = 0; t < T; t++) sums[t] = _mm256_madd_epi16(sums[t], ones);
}

/// The same with `vpdpbusd` of AVX-VNNI, on weights made unsigned by adding 128.
AVXVNNI INLINE void block_avxvnni(const size_t T, const int narrow, __m256i *sums, const int8_t *weights, const int8_t *const *x,
                                  size_t x_offset, size_t correction_offset) {
    (void)narrow;
    UNROLL for (size_t t = 0; t < T; t++) sums[t] = broadcast_avx2(x[t] + correction_offset);
    UNROLL for (size_t j = 0; j < 8; j++) {
        const __m256i w = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(weights + j * 64)), _mm256_set1_epi8(-128));
        UNROLL for (size_t t = 0; t < T; t++)
            sums[t] = _mm256_dpbusd_avx_epi32(sums[t], w, broadcast_avx2(x[t] + x_offset + 4 * j));
    }
}

#define TILE_AND_COVER(set, TARGET)                                                                                                  \
    TARGET INLINE void tile_##set(const size_t T, const int narrow, const TileOperands *o, size_t row, size_t token, float *out,     \
                                  size_t out_stride) {                                                                               \
        const size_t scales = o->columns + o->first * sizeof(float), corrections = scales + o->columns / BLOCK * sizeof(float);      \
        const int8_t *x[4];                                                                                                          \
        __m256 sums[4];                                                                                                              \
        UNROLL for (size_t t = 0; t < T; t++) {                                                                                      \
            x[t] = row_of(o, token + t);                                                                                             \
            sums[t] = _mm256_loadu_ps(out + (token + t) * out_stride + row);                                                         \
        }                                                                                                                            \
        for (size_t b = 0; b < o->count; b++) {                                                                                      \
            __m256i block[4];                                                                                                        \
            block_##set(T, narrow, block, o->weights + b * TILE_BYTES + 4 * row, x, (o->first + b) * BLOCK, corrections + 4 * b);    \
            const __m256 scale = tile_scales_avx2(o, b, row);                                                                        \
            UNROLL for (size_t t = 0; t < T; t++) {                                                                                  \
                const __m256 x_scale = _mm256_castsi256_ps(broadcast_avx2(x[t] + scales + b * sizeof(float)));                       \
                sums[t] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(block[t]), _mm256_mul_ps(scale, x_scale), sums[t]);                     \
            }                                                                                                                        \
        }                                                                                                                            \
        UNROLL for (size_t t = 0; t < T; t++) _mm256_storeu_ps(out + (token + t) * out_stride + row, sums[t]);                       \
    }                                                                                                                                \
                                                                                                                                     \
    TARGET INLINE void cover_all_##set(const int narrow, const TileOperands *o, size_t tokens, float *out, size_t out_stride) {      \
        for (size_t row = 0; row < TILE_ROWS; row += 8) {                                                                            \
            size_t token = 0;                                                                                                        \
            for (; token + 4 <= tokens; token += 4) tile_##set(4, narrow, o, row, token, out, out_stride);                           \
            switch (tokens - token) {                                                                                                \
            case 3: tile_##set(3, narrow, o, row, token, out, out_stride); break;                                                    \
            case 2: tile_##set(2, narrow, o, row, token, out, out_stride); break;                                                    \
            case 1: tile_##set(1, narrow, o, row, token, out, out_stride); break;                                                    \
            default: break;                                                                                                          \
            }                                                                                                                        \
        }                                                                                                                            \
    }

TILE_AND_COVER(avx2, AVX2)
TILE_AND_COVER(avxvnni, AVXVNNI)

#endif
#endif
