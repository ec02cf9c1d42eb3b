/// The tile in plain C, one row and token at a time.
#ifndef I8_TILES_PORTABLE_H
#define I8_TILES_PORTABLE_H

#include "i8_rows.h"

INLINE int32_t block_sum(const int8_t *weights, const int8_t *x, size_t row) {
    int32_t sum = 0;
    for (size_t j = 0; j < 8; j++)
        for (size_t c = 0; c < 4; c++) sum += weights[j * 64 + row * 4 + c] * x[4 * j + c];
    return sum;
}

INLINE void cover_all_portable(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    for (size_t t = 0; t < tokens; t++) {
        const int8_t *x = row_of(o, t);
        for (size_t b = 0; b < o->count; b++) {
            const float x_scale = scales_of(x, o->columns)[o->first + b];
            for (size_t r = 0; r < TILE_ROWS; r++) {
                const size_t i = b * TILE_ROWS + r;
                const float scale = o->scales ? o->scales[i] : float_of_bf16(o->short_scales[i]);
                const int32_t sum = block_sum(o->weights + b * TILE_BYTES, x + (o->first + b) * BLOCK, r);
                out[t * out_stride + r] += (float)sum * (scale * x_scale);
            }
        }
    }
}

#endif
