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

/// `flip` makes signed weights unsigned by adding 128, and asks memory for those to come; without it they already are, and in the cache.
AVX512 INLINE void tile_avx512(const size_t T, const int flip, const TileOperands *o, size_t token, float *out, size_t out_stride) {
    const size_t scales = o->columns + o->first * sizeof(float), corrections = scales + o->columns / BLOCK * sizeof(float);
    const int8_t *x[8];
    __m512 sums[8];
    UNROLL for (size_t t = 0; t < T; t++) {
        x[t] = row_of(o, token + t);
        sums[t] = _mm512_loadu_ps(out + (token + t) * out_stride);
    }
    for (size_t b = 0; b < o->count; b++) {
        const int8_t *weights = o->weights + b * TILE_BYTES;
        if (flip && token == 0) UNROLL for (size_t j = 0; j < 8; j++) _mm_prefetch(weights + 8 * TILE_BYTES + j * 64, _MM_HINT_T0);
        __m512i block[8];
        UNROLL for (size_t t = 0; t < T; t++) block[t] = broadcast_avx512(x[t] + corrections + b * sizeof(int32_t));
        UNROLL for (size_t j = 0; j < 8; j++) {
            __m512i w = _mm512_loadu_si512(weights + j * 64);
            if (flip) w = _mm512_xor_si512(w, _mm512_set1_epi8(-128));
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

AVX512 INLINE void cover_from_avx512(const int flip, const TileOperands *o, size_t token, size_t tokens, float *out, size_t out_stride) {
    for (; token + 8 <= tokens; token += 8) tile_avx512(8, flip, o, token, out, out_stride);
    switch (tokens - token) {
    case 7: tile_avx512(7, flip, o, token, out, out_stride); break;
    case 6: tile_avx512(6, flip, o, token, out, out_stride); break;
    case 5: tile_avx512(5, flip, o, token, out, out_stride); break;
    case 4: tile_avx512(4, flip, o, token, out, out_stride); break;
    case 3: tile_avx512(3, flip, o, token, out, out_stride); break;
    case 2: tile_avx512(2, flip, o, token, out, out_stride); break;
    case 1: tile_avx512(1, flip, o, token, out, out_stride); break;
    default: break;
    }
}

#endif
#endif
