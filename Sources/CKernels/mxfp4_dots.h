/// Products of one row of MXFP4 weights with few tokens in 8 bits: rows are read once, where they lie.
///
/// Nibbles become unsigned bytes, twice the value + 12; −12 · the sum of the activations makes up for it.
#ifndef MXFP4_DOTS_H
#define MXFP4_DOTS_H

#include "i8_tiles_avx2.h"
#include "i8_tiles_avx512.h"
#include "mxfp4.h"

#if defined(__x86_64__)

/// Rows follow each other: what is prefetched is some rows on, for the time that memory takes.
enum { AHEAD = 4096 };

static const uint8_t shifted_values[16] = {E2M1_DOUBLED(12)};

AVX2 INLINE __m256i dot_block_avx2(__m256i sums, __m256i w, __m256i x) {
    return _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_maddubs_epi16(w, x), _mm256_set1_epi16(1)));
}

AVXVNNI INLINE __m256i dot_block_avxvnni(__m256i sums, __m256i w, __m256i x) { return _mm256_dpbusd_avx_epi32(sums, w, x); }

#define DOT(set, TARGET)                                                                                                             \
    TARGET INLINE float dot_##set(const int8_t *x, const uint8_t *blocks, const uint8_t *scales, size_t columns) {                   \
        const __m256i table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)shifted_values));                         \
        const float *x_scales = scales_of(x, columns);                                                                               \
        const int32_t *corrections = corrections_of(x, columns);                                                                     \
        __m256 sums[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};                                                                 \
        const size_t count = columns / BLOCK;                                                                                        \
        for (size_t b = 0; b < count; b += 2) {                                                                                      \
            _mm_prefetch(blocks + b * BLOCK_BYTES + AHEAD, _MM_HINT_T0);                                                             \
            UNROLL for (size_t i = 0; i < 2; i++) {                                                                                  \
                if (b + i == count) break;                                                                                           \
                const __m128i bytes = _mm_loadu_si128((const __m128i *)(blocks + (b + i) * BLOCK_BYTES));                            \
                const __m256i nibbles = _mm256_and_si256(_mm256_set_m128i(_mm_srli_epi16(bytes, 4), bytes), _mm256_set1_epi8(15));   \
                const __m256i begin = _mm256_zextsi128_si256(_mm_cvtsi32_si128(corrections[b + i] / 32 * 3));                        \
                const __m256i values = _mm256_loadu_si256((const __m256i *)(x + (b + i) * BLOCK));                                   \
                const __m256i block = dot_block_##set(begin, _mm256_shuffle_epi8(table, nibbles), values);                           \
                const float scale = e8m0_values[scales[b + i]] * 0.5f * x_scales[b + i];                                             \
                sums[i] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(block), _mm256_set1_ps(scale), sums[i]);                                \
            }                                                                                                                        \
        }                                                                                                                            \
        const __m256 sum = _mm256_add_ps(sums[0], sums[1]);                                                                          \
        __m128 s = _mm_add_ps(_mm256_castps256_ps128(sum), _mm256_extractf128_ps(sum, 1));                                           \
        s = _mm_add_ps(s, _mm_movehl_ps(s, s));                                                                                      \
        return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));                                                                     \
    }                                                                                                                                \
                                                                                                                                     \
    TARGET INLINE void dots_##set(const size_t T, float *out, size_t out_stride, const int8_t *x, const uint8_t *blocks,             \
                                  const uint8_t *scales, size_t columns) {                                                           \
        for (size_t t = 0; t < T; t++) out[t * out_stride] = dot_##set(x + t * i8_row_bytes(columns), blocks, scales, columns);      \
    }

DOT(avx2, AVX2)
DOT(avxvnni, AVXVNNI)

/// 2^(scale − 128), as scale_values_avx512 of mxfp4_tiles.h.
AVX512 INLINE __m512 halved_scales_avx512(__m128i scales) {
    const __m512i wide = _mm512_cvtepu8_epi32(scales);
    __m512i bits = _mm512_slli_epi32(wide, 23);
    bits = _mm512_mask_mov_epi32(bits, _mm512_testn_epi32_mask(wide, wide), _mm512_set1_epi32(0x00400000));
    bits = _mm512_mask_mov_epi32(bits, _mm512_cmpeq_epi32_mask(wide, _mm512_set1_epi32(255)), _mm512_set1_epi32(0x7FC00000));
    return _mm512_mul_ps(_mm512_castsi512_ps(bits), _mm512_set1_ps(0.5f));
}

/// The bytes of two blocks, from the 32 (or 16, for the first alone) that hold them.
AVX512 INLINE __m512i decode_pair_avx512(__m512i table, const uint8_t *bytes, int both) {
    const __m256i packed =
        both ? _mm256_loadu_si256((const __m256i *)bytes) : _mm256_zextsi128_si256(_mm_loadu_si128((const __m128i *)bytes));
    const __m512i twice = _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 1, 0, 1, 2, 3, 2, 3), _mm512_castsi256_si512(packed));
    const __m512i nibbles = _mm512_srlv_epi64(twice, _mm512_setr_epi64(0, 0, 4, 4, 0, 0, 4, 4));
    return _mm512_shuffle_epi8(table, _mm512_and_si512(nibbles, _mm512_set1_epi8(15)));
}

/// sum += the products of two blocks, in lanes 0 to 7 and 8 to 15.
AVX512 INLINE __m512 add_pair_avx512(__m512 sum, __m512i weights, const int8_t *x, int both, size_t pair, __m512 scales) {
    const __m512i first = _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    const __m512i lanes = _mm512_add_epi32(first, _mm512_set1_epi32(2 * (int)pair));
    const __m512i values = both ? _mm512_loadu_si512(x) : _mm512_zextsi256_si512(_mm256_loadu_si256((const __m256i *)x));
    const __m512i blocks = _mm512_dpbusd_epi32(_mm512_setzero_si512(), weights, values);
    return _mm512_fmadd_ps(_mm512_cvtepi32_ps(blocks), _mm512_permutexvar_ps(lanes, scales), sum);
}

/// T tokens with one row: its nibbles are looked up once. The corrections of 16 blocks are added together.
AVX512 INLINE void dots_avx512(const size_t T, float *out, size_t out_stride, const int8_t *x, const uint8_t *blocks, const uint8_t *scales,
                               size_t columns) {
    const __m512i table = _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)shifted_values));
    const size_t count = columns / BLOCK, stride = i8_row_bytes(columns);
    __m512 sums[3][2];
    UNROLL for (size_t t = 0; t < T; t++) sums[t][0] = sums[t][1] = _mm512_setzero_ps();
    for (size_t b = 0; b < count; b += 16) {
        const size_t some = smaller(16, count - b);
        const __mmask16 there = (__mmask16)((1u << some) - 1);
        const __m512 weight_scales = halved_scales_avx512(_mm_maskz_loadu_epi8(there, scales + b));
        __m512 scale[3];
        UNROLL for (size_t t = 0; t < T; t++) {
            const int8_t *row = x + t * stride;
            scale[t] = _mm512_mul_ps(weight_scales, _mm512_maskz_loadu_ps(there, scales_of(row, columns) + b));
            // −12 · sum of −128 · sum.
            const __m512i correction = _mm512_srai_epi32(_mm512_maskz_loadu_epi32(there, corrections_of(row, columns) + b), 5);
            const __m512 thrice = _mm512_cvtepi32_ps(_mm512_add_epi32(correction, _mm512_slli_epi32(correction, 1)));
            sums[t][0] = _mm512_mask3_fmadd_ps(thrice, scale[t], sums[t][0], there);
        }
        const uint8_t *bytes = blocks + b * BLOCK_BYTES;
        UNROLL for (size_t i = 0; i < 4; i++) _mm_prefetch(bytes + AHEAD + 64 * i, _MM_HINT_T0);
        const int8_t *values = x + b * BLOCK;
        if (some == 16) {
            UNROLL for (size_t i = 0; i < 8; i++) {
                const __m512i weights = decode_pair_avx512(table, bytes + i * 32, 1);
                UNROLL for (size_t t = 0; t < T; t++)
                    sums[t][i % 2] = add_pair_avx512(sums[t][i % 2], weights, values + t * stride + i * 64, 1, i, scale[t]);
            }
        } else {
            for (size_t i = 0; 2 * i < some; i++) {
                const int both = 2 * i + 1 < some;
                const __m512i weights = decode_pair_avx512(table, bytes + i * 32, both);
                UNROLL for (size_t t = 0; t < T; t++)
                    sums[t][0] = add_pair_avx512(sums[t][0], weights, values + t * stride + i * 64, both, i, scale[t]);
            }
        }
    }
    UNROLL for (size_t t = 0; t < T; t++) out[t * out_stride] = _mm512_reduce_add_ps(_mm512_add_ps(sums[t][0], sums[t][1]));
}

#endif
#endif
