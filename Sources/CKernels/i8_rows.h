/// What the 8-bit kernels share: the layout of activations in 8 bits, and the tile of weights that all of them multiply with.
///
/// A tile is 16 rows × one block of 32 columns in int8, as [8][16 rows][4 columns], in split order: the layout of `vpdpbusd`, of a dot-product
/// instruction by lanes, and of AMX's second operand. Sums of a block are exact integers in every variant; each block is then multiplied by
/// the product of both scales and added in float32, blocks in order.
#ifndef I8_ROWS_H
#define I8_ROWS_H

#include "variants.h"

/// What stands for the lower bits of weights that have the upper half alone: 7½ on average, since columns of a block are as often even as odd.
enum { EVEN_FILL = 8, ODD_FILL = 7 };

enum { BLOCK = Q8_BLOCK, BLOCK_BYTES = BLOCK / 2, TILE_ROWS = Q8_ROWS, TILE_BYTES = TILE_ROWS * BLOCK };
_Static_assert(TILE_BYTES == 512 && BLOCK == 32, "a tile is eight vectors of 64 bytes");

/// Blocks that are multiplied in one go: their unpacked tiles stay in the first-level cache.
enum { CHUNK_BLOCKS = 32 };

/// A row's scales [columns/32], after its values.
INLINE const float *scales_of(const int8_t *row, size_t columns) { return (const float *)(const void *)(row + columns); }

/// A row's corrections [columns/32]: −128 · the sum of each block, for weights that are made unsigned by adding 128.
INLINE const int32_t *corrections_of(const int8_t *row, size_t columns) {
    return (const int32_t *)(const void *)(row + columns + columns / BLOCK * sizeof(float));
}

INLINE float bias_of(const bfloat16 *bias, size_t row) { return bias ? float_of_bf16(bias[row]) : 0; }

/// What a tile function multiplies: `count` blocks from `first` on, of tokens x [tokens] and 16 rows of weights.
typedef struct {
    const int8_t *x;
    size_t columns, first, count;
    /// [count][8][16][4]
    const int8_t *weights;
    /// [count][16], as float32, or as bfloat16 where `scales` is null.
    const float *scales;
    const bfloat16 *short_scales;
} TileOperands;

INLINE const int8_t *row_of(const TileOperands *o, size_t token) { return o->x + token * i8_row_bytes(o->columns); }

/// out[token][0 ..< 16] += products of tokens `token` ..< `token` + T; out rows are out_stride apart.
typedef void i8_tile_function(size_t T, const TileOperands *operands, size_t token, float *out, size_t out_stride);

/// Covers the tokens with whole tiles and one for the rest, for all or, at the end of a matrix, fewer than 16 rows of results.
typedef void i8_cover_function(const TileOperands *operands, size_t tokens, float *out, size_t out_stride);

/// Runs `cover` for rows ..< 16 of the results: where there are fewer than 16 the tile works on a copy.
INLINE void cover_rows(i8_cover_function *cover, TileOperands o, size_t tokens, size_t rows, float *out, size_t out_stride) {
    if (rows >= TILE_ROWS) {
        cover(&o, tokens, out, out_stride);
        return;
    }
    enum { COPIED_TOKENS = 16 };
    for (size_t token = 0; token < tokens; token += COPIED_TOKENS) {
        const size_t count = smaller(COPIED_TOKENS, tokens - token);
        float copy[COPIED_TOKENS * TILE_ROWS] = {0};
        for (size_t t = 0; t < count; t++)
            for (size_t r = 0; r < rows; r++) copy[t * TILE_ROWS + r] = out[(token + t) * out_stride + r];
        o.x += (token ? COPIED_TOKENS : 0) * i8_row_bytes(o.columns);
        cover(&o, count, copy, TILE_ROWS);
        for (size_t t = 0; t < count; t++)
            for (size_t r = 0; r < rows; r++) out[(token + t) * out_stride + r] = copy[t * TILE_ROWS + r];
    }
}

INLINE void begin_with_bias(float *out, size_t out_stride, const bfloat16 *bias, size_t tokens, size_t rows) {
    for (size_t r = 0; r < rows; r++) out[r] = bias_of(bias, r);
    for (size_t t = 1; t < tokens; t++) __builtin_memcpy(out + t * out_stride, out, rows * sizeof(float));
}

#endif
