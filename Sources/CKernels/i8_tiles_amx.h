/// Tiles of 16 rows × 16 tokens with `tdpbssd`, a block at a time: its sums go through memory to the vector unit, which multiplies them by
/// both scales and adds them up while the next block is computed.
#ifndef I8_TILES_AMX_H
#define I8_TILES_AMX_H

#include "i8_tiles_avx512.h"

#if defined(__x86_64__)

#define AMX                                                                                                                          \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,amx-tile,amx-int8"), min_vector_width(512)))

enum { AMX_TOKENS = 16 };

/// Palette 1: registers 0 and 1 hold sums of 16 tokens, 2 and 3 their activations, 4 and 5 weights.
AMX INLINE void configure_amx(void) {
    struct {
        uint8_t palette, start_row, reserved[14];
        uint16_t row_bytes[16];
        uint8_t rows[16];
    } configuration = {.palette = 1, .row_bytes = {64, 64, BLOCK, BLOCK, 64, 64}, .rows = {16, 16, AMX_TOKENS, AMX_TOKENS, 8, 8}};
    _Static_assert(sizeof configuration == 64, "LDTILECFG reads 64 bytes");
    _tile_loadconfig(&configuration);
}

/// blocks[b % 4] [16 tokens][16 rows] = the sums of block b, in registers of their own for even and odd blocks.
#define BLOCK_AMX(c, a, w, b)                                                                                                        \
    do {                                                                                                                             \
        _tile_zero(c);                                                                                                               \
        _tile_loadd(a, x + (b) * BLOCK, stride);                                                                                     \
        _tile_loadd(w, o->weights + (b) * TILE_BYTES, 64);                                                                           \
        _tile_dpbssd(c, a, w);                                                                                                       \
        _tile_stored(c, blocks[(b) % 4], 64);                                                                                        \
    } while (0)
#define EVEN_BLOCK_AMX(b) BLOCK_AMX(0, 2, 4, b)
#define ODD_BLOCK_AMX(b) BLOCK_AMX(1, 3, 5, b)

AMX INLINE void add_block_amx(__m512 *sums, const int32_t *block, __m512 scale, const int8_t *x_scales, size_t x_stride) {
    UNROLL for (size_t t = 0; t < AMX_TOKENS; t++) {
        const __m512 x_scale = _mm512_castsi512_ps(broadcast_avx512(x_scales + t * x_stride));
        const __m512 products = _mm512_cvtepi32_ps(_mm512_load_si512(block + t * TILE_ROWS));
        sums[t] = _mm512_fmadd_ps(products, _mm512_mul_ps(scale, x_scale), sums[t]);
    }
}

/// Two blocks are on their way while one is added: what a tile register stores is in the cache by the time it is read.
AMX INLINE void tile_amx(const TileOperands *o, size_t token, float *out, size_t out_stride) {
    _Alignas(64) int32_t blocks[4][AMX_TOKENS * TILE_ROWS];
    const size_t stride = i8_row_bytes(o->columns);
    const int8_t *x = row_of(o, token) + o->first * BLOCK, *scales = row_of(o, token) + o->columns + o->first * sizeof(float);
    __m512 sums[AMX_TOKENS];
    UNROLL for (size_t t = 0; t < AMX_TOKENS; t++) sums[t] = _mm512_loadu_ps(out + (token + t) * out_stride);
    EVEN_BLOCK_AMX(0);
    if (o->count > 1) ODD_BLOCK_AMX(1);
    for (size_t b = 0; b < o->count; b += 2) {
        if (b + 2 < o->count) EVEN_BLOCK_AMX(b + 2);
        add_block_amx(sums, blocks[b % 4], tile_scales_avx512(o, b), scales + b * sizeof(float), stride);
        if (b + 1 == o->count) break;
        if (b + 3 < o->count) ODD_BLOCK_AMX(b + 3);
        add_block_amx(sums, blocks[(b + 1) % 4], tile_scales_avx512(o, b + 1), scales + (b + 1) * sizeof(float), stride);
    }
    UNROLL for (size_t t = 0; t < AMX_TOKENS; t++) _mm512_storeu_ps(out + (token + t) * out_stride, sums[t]);
}

/// Tokens that do not fill a tile are left to `vpdpbusd`.
AMX INLINE void cover_all_amx(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    size_t token = 0;
    for (; token + AMX_TOKENS <= tokens; token += AMX_TOKENS) tile_amx(o, token, out, out_stride);
    cover_from_avx512(1, o, token, tokens, out, out_stride);
}

#endif
#endif
