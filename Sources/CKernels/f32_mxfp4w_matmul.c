#include "mxfp4.h"
#include "tiles.h"

/// A block's scale is multiplied into the table of the 16 E2M1 values, so that a look-up gives finished weights.
enum { BLOCK = 32, BLOCK_BYTES = BLOCK / 2 };

typedef struct {
    float *out;
    size_t out_stride;
    const float *const *x;
    const uint8_t *blocks;
    const uint8_t *scales;
    const bfloat16 *bias;
    size_t rows, row_blocks;
} Operands;

// Portable: one row, one token.

static float dot(const float *x, const uint8_t *blocks, const uint8_t *scales, size_t row_blocks) {
    float sum = 0;
    for (size_t b = 0; b < row_blocks; b++) {
        const float *even = x + b * BLOCK, *odd = even + BLOCK_BYTES;
        float lanes[BLOCK_BYTES];
        for (size_t j = 0; j < BLOCK_BYTES; j++) {
            const uint8_t byte = blocks[b * BLOCK_BYTES + j];
            lanes[j] = even[j] * e2m1_values[byte & 15] + odd[j] * e2m1_values[byte >> 4];
        }
        float block = 0;
        for (size_t j = 0; j < BLOCK_BYTES; j++) block += lanes[j];
        sum += block * e8m0_values[scales[b]];
    }
    return sum;
}

void f32_mxfp4w_matmul_portable(float *out, size_t out_stride, const float *const *x, const uint8_t *blocks, const uint8_t *scales,
                                const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, blocks, scales, bias, rows, columns / BLOCK};
    for (size_t row = 0; row < rows; row++) {
        const uint8_t *row_blocks = blocks + row * o.row_blocks * BLOCK_BYTES;
        for (size_t t = 0; t < tokens; t++)
            out[t * out_stride + row] = dot(x[t], row_blocks, scales + row * o.row_blocks, o.row_blocks) + bias_of(bias, row);
    }
}

#if defined(__x86_64__)

// AVX2: 2 rows × 4 tokens. A look-up knows 8 values, the magnitudes; the sign bit is moved to its place.

/// The values of 8 nibbles, in the low bits of each lane; higher bits are ignored.
AVX2 INLINE __m256 look_up_avx2(__m256 magnitudes, __m256i nibbles) {
    const __m256 sign = _mm256_castsi256_ps(_mm256_and_si256(_mm256_slli_epi32(nibbles, 28), _mm256_set1_epi32(INT32_MIN)));
    return _mm256_or_ps(_mm256_permutevar8x32_ps(magnitudes, nibbles), sign);
}

AVX2 INLINE __m256 magnitudes_avx2(uint8_t scale) {
    return _mm256_mul_ps(_mm256_loadu_ps(e2m1_values), _mm256_set1_ps(e8m0_values[scale]));
}

/// 8 even and 8 odd weights from 8 bytes of a block.
AVX2 INLINE void decode_avx2(__m256 *even, __m256 *odd, __m256 magnitudes, const uint8_t *bytes) {
    const __m256i nibbles = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)bytes));
    *even = look_up_avx2(magnitudes, nibbles);
    *odd = look_up_avx2(magnitudes, _mm256_srli_epi32(nibbles, 4));
}

AVX2 INLINE float dot_avx2(const float *x, const uint8_t *blocks, const uint8_t *scales, size_t row_blocks) {
    __m256 sums[2] = {_mm256_setzero_ps(), _mm256_setzero_ps()};
    for (size_t b = 0; b < row_blocks; b++) {
        const __m256 magnitudes = magnitudes_avx2(scales[b]);
        UNROLL for (size_t i = 0; i < 2; i++) {
            __m256 even, odd;
            decode_avx2(&even, &odd, magnitudes, blocks + b * BLOCK_BYTES + 8 * i);
            const float *even_x = x + b * BLOCK + 8 * i, *odd_x = even_x + BLOCK_BYTES;
            sums[i] = _mm256_fmadd_ps(odd, _mm256_loadu_ps(odd_x), _mm256_fmadd_ps(even, _mm256_loadu_ps(even_x), sums[i]));
        }
    }
    return sum_avx2(_mm256_add_ps(sums[0], sums[1]));
}

AVX2 INLINE void tile_avx2(const size_t T, const void *operands, size_t row, size_t token) {
    const Operands *o = operands;
    const float *const *x = o->x + token;
    const uint8_t *blocks[2], *scales[2];
    UNROLL for (size_t r = 0; r < 2; r++) {
        const size_t first = smaller(row + r, o->rows - 1) * o->row_blocks;
        blocks[r] = o->blocks + first * BLOCK_BYTES;
        scales[r] = o->scales + first;
    }
    __m256 sums[2][4];
    UNROLL for (size_t r = 0; r < 2; r++)
        UNROLL for (size_t t = 0; t < T; t++) sums[r][t] = _mm256_setzero_ps();
    for (size_t b = 0; b < o->row_blocks; b++) {
        if (b % 4 == 0) UNROLL for (size_t r = 0; r < 2; r++) _mm_prefetch(blocks[r] + (b + 8 * o->row_blocks) * BLOCK_BYTES, _MM_HINT_T1);
        UNROLL for (size_t half = 0; half < BLOCK_BYTES; half += 8) {
            __m256 even[2], odd[2];
            UNROLL for (size_t r = 0; r < 2; r++)
                decode_avx2(&even[r], &odd[r], magnitudes_avx2(scales[r][b]), blocks[r] + b * BLOCK_BYTES + half);
            UNROLL for (size_t t = 0; t < T; t++) {
                const __m256 x0 = _mm256_loadu_ps(x[t] + b * BLOCK + half), x1 = _mm256_loadu_ps(x[t] + b * BLOCK + 16 + half);
                UNROLL for (size_t r = 0; r < 2; r++)
                    sums[r][t] = _mm256_fmadd_ps(odd[r], x1, _mm256_fmadd_ps(even[r], x0, sums[r][t]));
            }
        }
    }
    for (size_t r = 0; r < smaller(2, o->rows - row); r++)
        for (size_t t = 0; t < T; t++) o->out[(token + t) * o->out_stride + row + r] = sum_avx2(sums[r][t]) + bias_of(o->bias, row + r);
}

AVX2 void f32_mxfp4w_matmul_alike_avx2(float *out, size_t out_stride, const float *const *x, const uint8_t *blocks, const uint8_t *scales,
                                      const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, blocks, scales, bias, rows, columns / BLOCK};
    cover_avx2(tile_avx2, &o, rows, tokens);
}

AVX2 void f32_mxfp4w_matmul_avx2(float *out, size_t out_stride, const float *const *x, const uint8_t *blocks, const uint8_t *scales,
                                 const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, blocks, scales, bias, rows, columns / BLOCK};
    if (tokens == 1) {
        for (size_t row = 0; row < rows; row++) {
            const size_t first = row * o.row_blocks;
            out[row] = dot_avx2(x[0], blocks + first * BLOCK_BYTES, scales + first, o.row_blocks) + bias_of(bias, row);
        }
        return;
    }
    cover_avx2(tile_avx2, &o, rows, tokens);
}

// AVX-512: 4 rows × 5 tokens and 8 weights at a time, or one row at a time for a single token, as in f32_bf16w_matmul. vpermps looks up 16 values by the low 4
// bits of each lane and ignores the bits above.

/// A block's 16 even and 16 odd weights.
AVX512 INLINE void decode_avx512(__m512 *even, __m512 *odd, __m512 values, const uint8_t *bytes, uint8_t scale) {
    const __m512 scaled = _mm512_mul_ps(values, _mm512_set1_ps(e8m0_values[scale]));
    const __m512i nibbles = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)bytes));
    *even = _mm512_permutexvar_ps(nibbles, scaled);
    *odd = _mm512_permutexvar_ps(_mm512_srli_epi32(nibbles, 4), scaled);
}

AVX512 INLINE void step_avx512(__m512 *sum, __m512 values, const float *x, const uint8_t *bytes, uint8_t scale) {
    __m512 even, odd;
    decode_avx512(&even, &odd, values, bytes, scale);
    *sum = _mm512_fmadd_ps(odd, _mm512_loadu_ps(x + 16), _mm512_fmadd_ps(even, _mm512_loadu_ps(x), *sum));
}

AVX512 INLINE float dot_avx512(const float *x, const uint8_t *blocks, const uint8_t *scales, size_t row_blocks) {
    enum { CHAINS = 5 };
    const __m512 values = _mm512_loadu_ps(e2m1_values);
    __m512 sums[CHAINS];
    UNROLL for (size_t i = 0; i < CHAINS; i++) sums[i] = _mm512_setzero_ps();
    size_t b = 0;
    for (; b + CHAINS <= row_blocks; b += CHAINS)
        UNROLL for (size_t i = 0; i < CHAINS; i++)
            step_avx512(&sums[i], values, x + (b + i) * BLOCK, blocks + (b + i) * BLOCK_BYTES, scales[b + i]);
    for (; b < row_blocks; b++) step_avx512(&sums[0], values, x + b * BLOCK, blocks + b * BLOCK_BYTES, scales[b]);
    UNROLL for (size_t i = 1; i < CHAINS; i++) sums[0] = _mm512_add_ps(sums[0], sums[i]);
    return _mm512_reduce_add_ps(sums[0]);
}

AVX512 INLINE void tile_avx512(const size_t T, const void *operands, size_t row, size_t token) {
    const Operands *o = operands;
    const float *const *x = o->x + token;
    const __m512 values = _mm512_loadu_ps(e2m1_values);
    const uint8_t *blocks[4], *scales[4];
    UNROLL for (size_t r = 0; r < 4; r++) {
        const size_t first = smaller(row + r, o->rows - 1) * o->row_blocks;
        blocks[r] = o->blocks + first * BLOCK_BYTES;
        scales[r] = o->scales + first;
    }
    __m512 sums[4][5];
    UNROLL for (size_t r = 0; r < 4; r++)
        UNROLL for (size_t t = 0; t < T; t++) sums[r][t] = _mm512_setzero_ps();
    for (size_t b = 0; b < o->row_blocks; b++) {
        if (b % 4 == 0) UNROLL for (size_t r = 0; r < 4; r++) _mm_prefetch(blocks[r] + (b + 8 * o->row_blocks) * BLOCK_BYTES, _MM_HINT_T1);
        __m512 even[4], odd[4];
        UNROLL for (size_t r = 0; r < 4; r++)
            decode_avx512(&even[r], &odd[r], values, blocks[r] + b * BLOCK_BYTES, scales[r][b]);
        UNROLL for (size_t t = 0; t < T; t++) {
            const __m512 x0 = _mm512_loadu_ps(x[t] + b * BLOCK), x1 = _mm512_loadu_ps(x[t] + b * BLOCK + 16);
            UNROLL for (size_t r = 0; r < 4; r++)
                sums[r][t] = _mm512_fmadd_ps(odd[r], x1, _mm512_fmadd_ps(even[r], x0, sums[r][t]));
        }
    }
    UNROLL for (size_t r = 0; r < 4; r++) {
        if (row + r >= o->rows) break;
        UNROLL for (size_t t = 0; t < T; t++)
            o->out[(token + t) * o->out_stride + row + r] = _mm512_reduce_add_ps(sums[r][t]) + bias_of(o->bias, row + r);
    }
}

AVX512 void f32_mxfp4w_matmul_alike_avx512(float *out, size_t out_stride, const float *const *x, const uint8_t *blocks, const uint8_t *scales,
                                          const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, blocks, scales, bias, rows, columns / BLOCK};
    cover_avx512(tile_avx512, 5, &o, rows, tokens);
}

AVX512 void f32_mxfp4w_matmul_avx512(float *out, size_t out_stride, const float *const *x, const uint8_t *blocks, const uint8_t *scales,
                                     const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, blocks, scales, bias, rows, columns / BLOCK};
    if (tokens == 1) {
        for (size_t row = 0; row < rows; row++) {
            const size_t first = row * o.row_blocks;
            out[row] = dot_avx512(x[0], blocks + first * BLOCK_BYTES, scales + first, o.row_blocks) + bias_of(bias, row);
        }
        return;
    }
    cover_avx512(tile_avx512, 5, &o, rows, tokens);
}

#endif
