#include "i8_tiles_avx2.h"
#include "i8_tiles_avx512.h"
#include "i8_tiles_neon.h"
#include "i8_tiles_portable.h"

/// Bytes of a tile with half of each weight's bits.
enum { HALF_BYTES = TILE_BYTES / 2 };

void q4_from_q8_portable(uint8_t *out, const int8_t *tiles, size_t count) {
    for (size_t tile = 0; tile < count; tile++) {
        for (size_t i = 0; i < HALF_BYTES; i++) {
            const uint8_t even = (uint8_t)(tiles[i] ^ -128), odd = (uint8_t)(tiles[HALF_BYTES + i] ^ -128);
            out[i] = (uint8_t)(even >> 4 | (odd & 0xF0));
        }
        out += HALF_BYTES;
        tiles += TILE_BYTES;
    }
}

void i8_energies_portable(float *out, const int8_t *x, size_t columns) {
    const float *scales = scales_of(x, columns);
    for (size_t b = 0; b < columns / BLOCK; b++) {
        int32_t sum = 0;
        for (size_t i = 0; i < BLOCK; i++) sum += x[b * BLOCK + i] * x[b * BLOCK + i];
        out[b] = (float)sum * scales[b] * scales[b];
    }
}

/// Tiles whose weights have 8 or 7 for the bits that are not there, half of them each: nothing on average.
INLINE void unpack(int8_t *out, const uint8_t *halves, size_t count) {
    for (size_t tile = 0; tile < count; tile++) {
        UNROLL for (size_t i = 0; i < HALF_BYTES; i += 64) __builtin_prefetch(halves + 16 * HALF_BYTES + i);
        for (size_t i = 0; i < HALF_BYTES; i++) {
            out[i] = (int8_t)((uint8_t)(halves[i] << 4 | EVEN_FILL) ^ 0x80);
            out[HALF_BYTES + i] = (int8_t)(((halves[i] & 0xF0) | ODD_FILL) ^ 0x80);
        }
        out += TILE_BYTES;
        halves += HALF_BYTES;
    }
}

/// A number for each row of a tile.
typedef float Rows __attribute__((ext_vector_type(TILE_ROWS)));

/// margins = how far from their estimates a token's bounds are, of Σ scale² · energy of its blocks.
INLINE void measure(Rows *margins, const bfloat16 *scales, const float *energies, size_t blocks) {
    Rows sums = 0;
    for (size_t b = 0; b < blocks; b++) {
        Rows scale;
        UNROLL for (size_t r = 0; r < TILE_ROWS; r++) scale[r] = float_of_bf16(scales[b * TILE_ROWS + r]);
        sums += scale * scale * energies[b];
    }
    *margins = Q4_DEVIATIONS * __builtin_elementwise_sqrt(sums * Q4_VARIANCE);
}

INLINE void bound(const int unpacks, i8_cover_function *cover, float *lower, float *upper, size_t out_stride, const int8_t *x,
                  const float *energies, const uint8_t *weight, const bfloat16 *scales, size_t tokens, size_t rows, size_t columns) {
    _Alignas(64) int8_t tiles[CHUNK_BLOCKS * TILE_BYTES];
    const size_t blocks = columns / BLOCK, step = unpacks ? CHUNK_BLOCKS : blocks;
    for (size_t row = 0; row < rows; row += TILE_ROWS) {
        const uint8_t *halves = weight + row / TILE_ROWS * blocks * HALF_BYTES;
        const bfloat16 *group_scales = scales + row * blocks;
        Rows estimates[Q4_TOKENS];
        for (size_t t = 0; t < tokens; t++) estimates[t] = 0;
        for (size_t first = 0; first < blocks; first += step) {
            const size_t count = smaller(step, blocks - first);
            if (unpacks) unpack(tiles, halves + first * HALF_BYTES, count);
            const TileOperands o = {.x = x,
                                    .columns = columns,
                                    .first = first,
                                    .count = count,
                                    .weights = unpacks ? tiles : (const int8_t *)halves,
                                    .scales = NULL,
                                    .short_scales = group_scales + first * TILE_ROWS};
            cover(&o, tokens, (float *)estimates, TILE_ROWS);
        }
        for (size_t t = 0; t < tokens; t++) {
            Rows margins;
            measure(&margins, group_scales, energies + t * blocks, blocks);
            const Rows least = estimates[t] - margins, most = estimates[t] + margins;
            const size_t bytes = smaller(TILE_ROWS, rows - row) * sizeof(float);
            __builtin_memcpy(lower + t * out_stride + row, &least, bytes);
            __builtin_memcpy(upper + t * out_stride + row, &most, bytes);
        }
    }
}

#define PARAMETERS                                                                                                                   \
    float *lower, float *upper, size_t out_stride, const int8_t *x, const float *energies, const uint8_t *weight,                    \
        const bfloat16 *scales, size_t tokens, size_t rows, size_t columns
#define BOUND(unpacks, cover) bound(unpacks, cover, lower, upper, out_stride, x, energies, weight, scales, tokens, rows, columns)

void i8_q4w_bounds_portable(PARAMETERS) { BOUND(1, cover_all_portable); }

#if defined(__x86_64__)
AVX2 static void cover_avx2(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_avx2(0, o, tokens, out, out_stride);
}

AVXVNNI static void cover_avxvnni(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_avxvnni(0, o, tokens, out, out_stride);
}

AVX512 static void cover_avx512(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_from_avx512(HALVED, o, 0, tokens, out, out_stride);
}

AVX2 void i8_q4w_bounds_avx2(PARAMETERS) { BOUND(1, cover_avx2); }
AVXVNNI void i8_q4w_bounds_avxvnni(PARAMETERS) { BOUND(1, cover_avxvnni); }
AVX512 void i8_q4w_bounds_avx512(PARAMETERS) { BOUND(0, cover_avx512); }

void i8_q4w_bounds_amx(PARAMETERS) {
    i8_q4w_bounds_avx512(lower, upper, out_stride, x, energies, weight, scales, tokens, rows, columns);
}
#elif defined(__aarch64__)
NEON static void cover_neon(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_neon(o, tokens, out, out_stride);
}

NEON void i8_q4w_bounds_neon(PARAMETERS) { BOUND(1, cover_neon); }
#endif
