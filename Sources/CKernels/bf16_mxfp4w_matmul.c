#include "bf16_tiles_amx.h"
#include "mxfp4_tiles.h"

#if defined(__x86_64__)

typedef struct {
    const uint8_t *blocks, *scales;
    size_t rows, row_blocks;
} Weights;

/// The largest scale whose values bfloat16 has, and the smallest whose values are normal numbers.
enum { LARGEST_SCALE = 252, SMALLEST_SCALE = 2, NOT_A_NUMBER = 0x7FC07FC0 };

/// The bits of E2M1 values times 2^(LARGEST_SCALE − 127), twice: a look-up takes five bits of which the last is anything. Both zeros are zero, so
/// that what is taken off the exponent leaves zero.
#define VALUE(exponent, half, sign) (bfloat16)((sign) << 15 | (LARGEST_SCALE + (exponent)) << 7 | (half) << 6)
#define HALF(sign)                                                                                                                   \
    0, VALUE(-1, 0, sign), VALUE(0, 0, sign), VALUE(0, 1, sign), VALUE(1, 0, sign), VALUE(1, 1, sign), VALUE(2, 0, sign), VALUE(2, 1, sign)
static const bfloat16 largest_values[32] = {HALF(0), HALF(1), HALF(0), HALF(1)};
#undef VALUE
#undef HALF

/// What 16 rows' scales take off the exponents, for both words of a lane; more than there is where values are next to nothing.
AMX_BF16 INLINE __m512i exponents_off(__m512i scales) {
    const __m512i off = _mm512_slli_epi32(_mm512_sub_epi32(_mm512_set1_epi32(LARGEST_SCALE), scales), 7);
    const __m512i both = _mm512_or_si512(off, _mm512_slli_epi32(off, 16));
    const __m512i small = _mm512_mask_mov_epi32(both, _mm512_cmplt_epi32_mask(scales, _mm512_set1_epi32(SMALLEST_SCALE)), _mm512_set1_epi32(-1));
    return _mm512_mask_mov_epi32(small, _mm512_cmpgt_epi32_mask(scales, _mm512_set1_epi32(LARGEST_SCALE)), _mm512_set1_epi32(NOT_A_NUMBER));
}

AMX_BF16 INLINE void find_mxfp4(WideSource *source, const void *weights, size_t row) {
    const Weights *w = weights;
    for (size_t r = 0; r < TILE_ROWS; r++) {
        const size_t begin = smaller(row + r, w->rows - 1) * w->row_blocks;
        source->blocks[r] = w->blocks + begin * BLOCK_BYTES;
        source->scales[r] = w->scales + begin;
    }
    source->ahead = TILE_ROWS * w->row_blocks * BLOCK_BYTES;
    source->count = w->row_blocks;
}

/// The scales of four blocks are gathered at once; what is left of the last four is not read beyond its end.
AMX_BF16 INLINE void find_exponents(WideSource *source, size_t block) {
    const size_t some = smaller(4, source->count - block);
    uint32_t four[TILE_ROWS] = {0};
    UNROLL for (size_t r = 0; r < TILE_ROWS; r++) {
        if (some == 4) {
            __builtin_memcpy(&four[r], source->scales[r] + block, 4);
        } else {
            for (size_t i = 0; i < some; i++) four[r] |= (uint32_t)source->scales[r][block + i] << (8 * i);
        }
    }
    const __m512i all = _mm512_loadu_si512(four), low = _mm512_set1_epi32(255);
    UNROLL for (unsigned i = 0; i < 4; i++)
        _mm512_store_si512(source->exponents[(block + i) % 16], exponents_off(_mm512_and_si512(_mm512_srli_epi32(all, 8 * i), low)));
}

/// Bytes 4i ..< 4i + 4 of all rows make rows 4i ..< 4i + 4 of the tile: of bytes 0 and 2, then 1 and 3, the low nibbles, then the high ones.
AMX_BF16 INLINE void unpack_mxfp4(bfloat16 *out, WideSource *source, size_t block) {
    const size_t at = block * BLOCK_BYTES;
    if (block % 4 == 0) find_exponents(source, block);
    __m512i dwords[4];
    if (block % 4 == 0)
        UNROLL for (size_t r = 0; r < TILE_ROWS; r++) _mm_prefetch(source->blocks[r] + at + source->ahead, _MM_HINT_T1);
    transpose_avx512(dwords, source->blocks, at);
    const __m512i table = _mm512_loadu_si512(largest_values), off = _mm512_load_si512(source->exponents[block % 16]);
    UNROLL for (size_t i = 0; i < 4; i++) {
        const __m512i nibbles[4] = {dwords[i], _mm512_srli_epi16(dwords[i], 8), _mm512_srli_epi16(dwords[i], 4), _mm512_srli_epi16(dwords[i], 12)};
        UNROLL for (size_t p = 0; p < 4; p++)
            _mm512_store_si512(out + (4 * i + p) * 2 * TILE_ROWS, _mm512_subs_epu16(_mm512_permutexvar_epi16(nibbles[p], table), off));
    }
    const __mmask16 beyond = _mm512_cmpeq_epi32_mask(off, _mm512_set1_epi32(NOT_A_NUMBER));
    if (__builtin_expect(beyond != 0, 0))
        for (size_t p = 0; p < 16; p++) _mm512_mask_store_epi32(out + p * 2 * TILE_ROWS, beyond, off);
}

AMX_BF16 void bf16_mxfp4w_matmul_amx(float *out, size_t out_stride, const bfloat16 *x, const uint8_t *blocks, const uint8_t *scales,
                                     const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Weights weights = {blocks, scales, rows, columns / BLOCK};
    const WideOperands o = {out, out_stride, x, bias, columns, tokens, rows};
    configure_wide();
    multiply_wide(find_mxfp4, unpack_mxfp4, &weights, &o);
    _tile_release();
}
#endif
