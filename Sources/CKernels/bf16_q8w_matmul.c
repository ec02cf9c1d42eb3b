#include "bf16_tiles_amx.h"

#if defined(__x86_64__)

typedef struct {
    const int8_t *tiles;
    const bfloat16 *scales;
    size_t row_blocks;
} Weights;

AMX_BF16 INLINE void find_q8(WideSource *source, const void *weights, size_t row) {
    const Weights *w = weights;
    const size_t begin = row / TILE_ROWS * w->row_blocks;
    source->tiles = w->tiles + begin * TILE_BYTES;
    source->short_scales = w->scales + begin * TILE_ROWS;
}

/// Byte `place` of each lane times the rows' scales, as bits to be cut off after the first sixteen.
#define SCALED(lanes, place, scale)                                                                                                  \
    _mm512_add_epi32(_mm512_castps_si512(_mm512_mul_ps(                                                                              \
                         _mm512_cvtepi32_ps(_mm512_srai_epi32(_mm512_slli_epi32(lanes, 24 - 8 * (place)), 24)), scale)),             \
                     _mm512_set1_epi32(0x8000))
#define PAIR(lanes, place, scale)                                                                                                    \
    _mm512_mask_blend_epi16(0xAAAAAAAA, _mm512_srli_epi32(SCALED(lanes, place, scale), 16), SCALED(lanes, (place) + 2, scale))

/// Lanes of four columns, the even ones of eight and then the odd ones, make two pairs each.
AMX_BF16 INLINE void unpack_q8(bfloat16 *out, WideSource *source, size_t block) {
    const __m256i halves = _mm256_loadu_si256((const __m256i *)(source->short_scales + block * TILE_ROWS));
    const __m512 scale = _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(halves), 16));
    UNROLL for (size_t j = 0; j < 8; j++) {
        const int8_t *from = source->tiles + block * TILE_BYTES + j * 64;
        _mm_prefetch(from + 8 * TILE_BYTES, _MM_HINT_T0);
        const __m512i lanes = _mm512_loadu_si512(from);
        bfloat16 *pairs = out + (j % 4 * 4 + j / 4 * 2) * 2 * TILE_ROWS;
        _mm512_store_si512(pairs, PAIR(lanes, 0, scale));
        _mm512_store_si512(pairs + 2 * TILE_ROWS, PAIR(lanes, 1, scale));
    }
}

AMX_BF16 void bf16_q8w_matmul_amx(float *out, size_t out_stride, const bfloat16 *x, const int8_t *weight, const bfloat16 *scales,
                                  const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Weights weights = {weight, scales, columns / BLOCK};
    const WideOperands o = {out, out_stride, x, bias, columns, tokens, rows};
    configure_wide();
    multiply_wide(find_q8, unpack_q8, &weights, &o);
    _tile_release();
}
#endif
