/// What the matrix products share. A tile multiplies some rows of weights by some rows of activations: as many accumulators as the
/// registers hold, so that every weight is read and widened once for a group of tokens. Where rows run out a tile repeats the last one and
/// drops the results.
///
/// Tiles prefetch the rows eight further on, into the second-level cache: processors do not follow several streams at once by themselves,
/// and the first level has too few fill buffers.
#ifndef TILES_H
#define TILES_H

#include "variants.h"

/// The products of T tokens from `token` on with the rows from `row` on; T is a constant where a tile is inlined.
typedef void tile_function(size_t T, const void *operands, size_t row, size_t token);

/// Tokens are taken in blocks that stay in the second-level cache while all rows pass; whole tiles of 4, 5 and 6.
enum { TOKEN_BLOCK = 60 };

INLINE float bias_of(const bfloat16 *bias, size_t row) { return bias ? float_of_bf16(bias[row]) : 0; }

#if defined(__x86_64__)

AVX2 INLINE float sum_avx2(__m256 v) {
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}

/// 2 rows × 4 tokens: 8 of the 16 registers.
AVX2 INLINE void cover_avx2(tile_function *tile, const void *operands, size_t rows, size_t tokens) {
    for (size_t block = 0; block < tokens; block += TOKEN_BLOCK) {
        const size_t end = smaller(block + TOKEN_BLOCK, tokens);
        for (size_t row = 0; row < rows; row += 2) {
            for (size_t t = block; t < end; t += 4) {
                switch (smaller(4, end - t)) {
                case 4: tile(4, operands, row, t); break;
                case 3: tile(3, operands, row, t); break;
                case 2: tile(2, operands, row, t); break;
                default: tile(1, operands, row, t);
                }
            }
        }
    }
}

/// 4 rows × 5 or 6 tokens: 20 or 24 of the 32 registers.
AVX512 INLINE void cover_avx512(tile_function *tile, const size_t most, const void *operands, size_t rows, size_t tokens) {
    for (size_t block = 0; block < tokens; block += TOKEN_BLOCK) {
        const size_t end = smaller(block + TOKEN_BLOCK, tokens);
        for (size_t row = 0; row < rows; row += 4) {
            for (size_t t = block; t < end; t += most) {
                switch (smaller(most, end - t)) {
                case 6: tile(6, operands, row, t); break;
                case 5: tile(5, operands, row, t); break;
                case 4: tile(4, operands, row, t); break;
                case 3: tile(3, operands, row, t); break;
                case 2: tile(2, operands, row, t); break;
                default: tile(1, operands, row, t);
                }
            }
        }
    }
}

#endif
#endif
