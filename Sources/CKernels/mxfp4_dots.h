/// Products of one row of MXFP4 weights with few tokens in 8 bits: rows are read once, where they lie.
///
/// Nibbles become unsigned bytes, twice the value + 12; −12 · the sum of the activations makes up for it.
#ifndef MXFP4_DOTS_H
#define MXFP4_DOTS_H

#include "i8_tiles_avx2.h"
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

#endif
#endif
