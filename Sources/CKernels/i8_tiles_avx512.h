/// Tiles of 16 rows × up to 8 tokens with `vpdpbusd`: 8 sums of a block and 8 of the row, of the 32 registers.
#ifndef I8_TILES_AVX512_H
#define I8_TILES_AVX512_H

#include "i8_rows.h"

#if defined(__x86_64__)

AVX512 INLINE __m512 tile_scales_avx512(const TileOperands *o, size_t block) {
    if (o->scales) return _mm512_loadu_ps(o->scales + block * TILE_ROWS);
    const __m256i halves = _mm256_loadu_si256((const __m256i *)(o->short_scales + block * TILE_ROWS));
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
}

AVX512 INLINE __m512i broadcast_avx512(const int8_t *four) {
    int32_t value;
    __builtin_memcpy(&value, four, sizeof value);
    return _mm512_set1_epi32(value);
}

/// How weights lie: as they are multiplied, made unsigned by adding 128, and in the cache; signed, in memory; or the upper half of their bits
/// (q4_from_q8), in memory.
typedef enum { UNSIGNED, SIGNED, HALVED } WeightForm;

/// Vector j of a tile's eight, unsigned.
AVX512 INLINE __m512i weights_avx512(const WeightForm form, const int8_t *tile, size_t j) {
    if (form != HALVED) {
        const __m512i w = _mm512_loadu_si512(tile + j * 64);
        return form == SIGNED ? _mm512_xor_si512(w, _mm512_set1_epi8(-128)) : w;
    }
    enum { A_AND_B_OR_C = 0xEA };
    const __m512i pair = _mm512_loadu_si512(tile + j % 4 * 64), upper = _mm512_set1_epi8((char)0xF0);
    return j < 4 ? _mm512_ternarylogic_epi32(_mm512_slli_epi16(pair, 4), upper, _mm512_set1_epi8(EVEN_FILL), A_AND_B_OR_C)
                 : _mm512_ternarylogic_epi32(pair, upper, _mm512_set1_epi8(ODD_FILL), A_AND_B_OR_C);
}

AVX512 INLINE void tile_avx512(const size_t T, const WeightForm form, const TileOperands *o, size_t token, float *out, size_t out_stride) {
    const size_t tile_bytes = form == HALVED ? TILE_BYTES / 2 : TILE_BYTES;
    const size_t scales = o->columns + o->first * sizeof(float), corrections = scales + o->columns / BLOCK * sizeof(float);
    const int8_t *x[8];
    __m512 sums[8];
    UNROLL for (size_t t = 0; t < T; t++) {
        x[t] = row_of(o, token + t);
        sums[t] = _mm512_loadu_ps(out + (token + t) * out_stride);
    }
    for (size_t b = 0; b < o->count; b++) {
        const int8_t *weights = o->weights + b * tile_bytes;
        if (form != UNSIGNED && token == 0)
            UNROLL for (size_t j = 0; j < tile_bytes / 64; j++) _mm_prefetch(weights + 8 * TILE_BYTES + j * 64, _MM_HINT_T0);
        __m512i block[8];
        UNROLL for (size_t t = 0; t < T; t++) block[t] = broadcast_avx512(x[t] + corrections + b * sizeof(int32_t));
        UNROLL for (size_t j = 0; j < 8; j++) {
            const __m512i w = weights_avx512(form, weights, j);
            UNROLL for (size_t t = 0; t < T; t++)
                block[t] = _mm512_dpbusd_epi32(block[t], w, broadcast_avx512(x[t] + (o->first + b) * BLOCK + 4 * j));
        }
        const __m512 scale = tile_scales_avx512(o, b);
        UNROLL for (size_t t = 0; t < T; t++) {
            const __m512 x_scale = _mm512_castsi512_ps(broadcast_avx512(x[t] + scales + b * sizeof(float)));
            sums[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(block[t]), _mm512_mul_ps(scale, x_scale), sums[t]);
        }
    }
    UNROLL for (size_t t = 0; t < T; t++) _mm512_storeu_ps(out + (token + t) * out_stride, sums[t]);
}

AVX512 INLINE void cover_from_avx512(const WeightForm form, const TileOperands *o, size_t token, size_t tokens, float *out, size_t out_stride) {
    for (; token + 8 <= tokens; token += 8) tile_avx512(8, form, o, token, out, out_stride);
    switch (tokens - token) {
    case 7: tile_avx512(7, form, o, token, out, out_stride); break;
    case 6: tile_avx512(6, form, o, token, out, out_stride); break;
    case 5: tile_avx512(5, form, o, token, out, out_stride); break;
    case 4: tile_avx512(4, form, o, token, out, out_stride); break;
    case 3: tile_avx512(3, form, o, token, out, out_stride); break;
    case 2: tile_avx512(2, form, o, token, out, out_stride); break;
    case 1: tile_avx512(1, form, o, token, out, out_stride); break;
    default: break;
    }
}

#endif
#endif
