/// Tiles of 16 rows × 2 tokens with the dot product of ARMv8.2: `sdot` by lanes, four rows a register.
#ifndef I8_TILES_NEON_H
#define I8_TILES_NEON_H

#include "i8_rows.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#define NEON __attribute__((target("dotprod")))

NEON INLINE float32x4_t tile_scales_neon(const TileOperands *o, size_t block, size_t row) {
    if (o->scales) return vld1q_f32(o->scales + block * TILE_ROWS + row);
    return vreinterpretq_f32_u32(vshll_n_u16(vld1_u16(o->short_scales + block * TILE_ROWS + row), 16));
}

NEON INLINE void tile_neon(const size_t T, const TileOperands *o, size_t token, float *out, size_t out_stride) {
    const int8_t *x[2];
    float32x4_t sums[2][4];
    UNROLL for (size_t t = 0; t < T; t++) {
        x[t] = row_of(o, token + t);
        UNROLL for (size_t r = 0; r < 4; r++) sums[t][r] = vld1q_f32(out + (token + t) * out_stride + 4 * r);
    }
    for (size_t b = 0; b < o->count; b++) {
        int32x4_t block[2][4];
        UNROLL for (size_t t = 0; t < T; t++)
            UNROLL for (size_t r = 0; r < 4; r++) block[t][r] = vdupq_n_s32(0);
        UNROLL for (size_t half = 0; half < 2; half++) {
            int8x16_t values[2];
            UNROLL for (size_t t = 0; t < T; t++) values[t] = vld1q_s8(x[t] + (o->first + b) * BLOCK + 16 * half);
#define LANE(j)                                                                                                                      \
    UNROLL for (size_t r = 0; r < 4; r++) {                                                                                          \
        const int8x16_t w = vld1q_s8(o->weights + b * TILE_BYTES + (4 * half + j) * 64 + 16 * r);                                    \
        UNROLL for (size_t t = 0; t < T; t++) block[t][r] = vdotq_laneq_s32(block[t][r], w, values[t], j);                           \
    }
            LANE(0)
            LANE(1)
            LANE(2)
            LANE(3)
#undef LANE
        }
        UNROLL for (size_t t = 0; t < T; t++) {
            const float x_scale = scales_of(x[t], o->columns)[o->first + b];
            UNROLL for (size_t r = 0; r < 4; r++)
                sums[t][r] = vfmaq_f32(sums[t][r], vcvtq_f32_s32(block[t][r]), vmulq_n_f32(tile_scales_neon(o, b, 4 * r), x_scale));
        }
    }
    UNROLL for (size_t t = 0; t < T; t++)
        UNROLL for (size_t r = 0; r < 4; r++) vst1q_f32(out + (token + t) * out_stride + 4 * r, sums[t][r]);
}

NEON INLINE void cover_all_neon(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    size_t token = 0;
    for (; token + 2 <= tokens; token += 2) tile_neon(2, o, token, out, out_stride);
    if (token < tokens) tile_neon(1, o, token, out, out_stride);
}

#endif
#endif
