#include "tiles.h"

typedef struct {
    float *out;
    size_t out_stride;
    const float *const *x;
    const bfloat16 *weight;
    const bfloat16 *bias;
    size_t rows, columns;
} Operands;

// Portable: one row, one token, 16 lanes that a compiler can keep in whatever vectors there are.

static float dot(const float *x, const bfloat16 *w, size_t columns) {
    float lanes[16] = {0};
    size_t c = 0;
    for (; c + 16 <= columns; c += 16)
        for (size_t i = 0; i < 16; i++) lanes[i] += x[c + i] * float_of_bf16(w[c + i]);
    for (; c < columns; c++) lanes[c % 16] += x[c] * float_of_bf16(w[c]);
    float sum = 0;
    for (size_t i = 0; i < 16; i++) sum += lanes[i];
    return sum;
}

void f32_bf16w_matmul_portable(float *out, size_t out_stride, const float *const *x, const bfloat16 *weight, const bfloat16 *bias,
                               size_t tokens, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++)
        for (size_t t = 0; t < tokens; t++) out[t * out_stride + row] = dot(x[t], weight + row * columns, columns) + bias_of(bias, row);
}

#if defined(__x86_64__)

// AVX2: 2 rows × 4 tokens. A single token takes one row at a time: one stream through memory is what processors
// read fastest, and there is nothing to reuse.

AVX2 INLINE __m256 load_avx2(const bfloat16 *w) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)w)), 16));
}

AVX2 INLINE float dot_avx2(const float *x, const bfloat16 *w, size_t columns) {
    enum { CHAINS = 4 };
    __m256 sums[CHAINS];
    UNROLL for (size_t i = 0; i < CHAINS; i++) sums[i] = _mm256_setzero_ps();
    size_t c = 0;
    for (; c + CHAINS * 8 <= columns; c += CHAINS * 8)
        UNROLL for (size_t i = 0; i < CHAINS; i++)
            sums[i] = _mm256_fmadd_ps(load_avx2(w + c + i * 8), _mm256_loadu_ps(x + c + i * 8), sums[i]);
    UNROLL for (size_t i = 1; i < CHAINS; i++) sums[0] = _mm256_add_ps(sums[0], sums[i]);
    float sum = sum_avx2(sums[0]);
    for (; c < columns; c++) sum += x[c] * float_of_bf16(w[c]);
    return sum;
}

AVX2 INLINE void tile_avx2(const size_t T, const void *operands, size_t row, size_t token) {
    const Operands *o = operands;
    const float *const *x = o->x + token;
    const bfloat16 *w[2];
    UNROLL for (size_t r = 0; r < 2; r++) w[r] = o->weight + smaller(row + r, o->rows - 1) * o->columns;
    __m256 sums[2][4];
    UNROLL for (size_t r = 0; r < 2; r++)
        UNROLL for (size_t t = 0; t < T; t++) sums[r][t] = _mm256_setzero_ps();
    size_t c = 0;
    for (; c + 8 <= o->columns; c += 8) {
        if (c % 32 == 0) UNROLL for (size_t r = 0; r < 2; r++) _mm_prefetch(w[r] + c + 8 * o->columns, _MM_HINT_T1);
        __m256 weights[2];
        UNROLL for (size_t r = 0; r < 2; r++) weights[r] = load_avx2(w[r] + c);
        UNROLL for (size_t t = 0; t < T; t++) {
            const __m256 activations = _mm256_loadu_ps(x[t] + c);
            UNROLL for (size_t r = 0; r < 2; r++) sums[r][t] = _mm256_fmadd_ps(weights[r], activations, sums[r][t]);
        }
    }
    for (size_t r = 0; r < smaller(2, o->rows - row); r++) {
        for (size_t t = 0; t < T; t++) {
            float sum = sum_avx2(sums[r][t]) + bias_of(o->bias, row + r);
            for (size_t i = c; i < o->columns; i++) sum += x[t][i] * float_of_bf16(w[r][i]);
            o->out[(token + t) * o->out_stride + row + r] = sum;
        }
    }
}

AVX2 void f32_bf16w_matmul_alike_avx2(float *out, size_t out_stride, const float *const *x, const bfloat16 *weight, const bfloat16 *bias,
                                     size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, weight, bias, rows, columns};
    cover_avx2(tile_avx2, &o, rows, tokens);
}

AVX2 void f32_bf16w_matmul_avx2(float *out, size_t out_stride, const float *const *x, const bfloat16 *weight, const bfloat16 *bias,
                                size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, weight, bias, rows, columns};
    if (tokens == 1) {
        for (size_t row = 0; row < rows; row++) out[row] = dot_avx2(x[0], weight + row * columns, columns) + bias_of(bias, row);
        return;
    }
    cover_avx2(tile_avx2, &o, rows, tokens);
}

// AVX-512: 4 rows × 6 tokens, and again one row at a time for a single token.

AVX512 INLINE __m512 load_avx512(const bfloat16 *w, __mmask16 valid) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(valid, w)), 16));
}

AVX512 INLINE float dot_avx512(const float *x, const bfloat16 *w, size_t columns) {
    enum { CHAINS = 6, ALL = 0xFFFF };
    __m512 sums[CHAINS];
    UNROLL for (size_t i = 0; i < CHAINS; i++) sums[i] = _mm512_setzero_ps();
    size_t c = 0;
    for (; c + CHAINS * 16 <= columns; c += CHAINS * 16)
        UNROLL for (size_t i = 0; i < CHAINS; i++)
            sums[i] = _mm512_fmadd_ps(load_avx512(w + c + i * 16, ALL), _mm512_loadu_ps(x + c + i * 16), sums[i]);
    for (; c < columns; c += 16) {
        const __mmask16 valid = (__mmask16)((1u << smaller(16, columns - c)) - 1);
        sums[0] = _mm512_fmadd_ps(load_avx512(w + c, valid), _mm512_maskz_loadu_ps(valid, x + c), sums[0]);
    }
    UNROLL for (size_t i = 1; i < CHAINS; i++) sums[0] = _mm512_add_ps(sums[0], sums[i]);
    return _mm512_reduce_add_ps(sums[0]);
}

/// sums += weights · activations for the columns from c that `valid` has bits for.
AVX512 INLINE void step_avx512(const size_t T, __m512 sums[4][6], const float *const *x, const bfloat16 *const *w, size_t c,
                               __mmask16 valid) {
    __m512 weights[4];
    UNROLL for (size_t r = 0; r < 4; r++) weights[r] = load_avx512(w[r] + c, valid);
    UNROLL for (size_t t = 0; t < T; t++) {
        const __m512 activations = _mm512_maskz_loadu_ps(valid, x[t] + c);
        UNROLL for (size_t r = 0; r < 4; r++) sums[r][t] = _mm512_fmadd_ps(weights[r], activations, sums[r][t]);
    }
}

AVX512 INLINE void tile_avx512(const size_t T, const void *operands, size_t row, size_t token) {
    const Operands *o = operands;
    const float *const *x = o->x + token;
    const bfloat16 *w[4];
    UNROLL for (size_t r = 0; r < 4; r++) w[r] = o->weight + smaller(row + r, o->rows - 1) * o->columns;
    __m512 sums[4][6];
    UNROLL for (size_t r = 0; r < 4; r++)
        UNROLL for (size_t t = 0; t < T; t++) sums[r][t] = _mm512_setzero_ps();
    size_t c = 0;
    for (; c + 16 <= o->columns; c += 16) {
        if (c % 32 == 0) UNROLL for (size_t r = 0; r < 4; r++) _mm_prefetch(w[r] + c + 8 * o->columns, _MM_HINT_T1);
        step_avx512(T, sums, x, w, c, 0xFFFF);
    }
    if (c < o->columns) step_avx512(T, sums, x, w, c, (__mmask16)((1u << (o->columns - c)) - 1));
    UNROLL for (size_t r = 0; r < 4; r++) {
        if (row + r >= o->rows) break;
        UNROLL for (size_t t = 0; t < T; t++)
            o->out[(token + t) * o->out_stride + row + r] = _mm512_reduce_add_ps(sums[r][t]) + bias_of(o->bias, row + r);
    }
}

AVX512 void f32_bf16w_matmul_alike_avx512(float *out, size_t out_stride, const float *const *x, const bfloat16 *weight, const bfloat16 *bias,
                                         size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, weight, bias, rows, columns};
    cover_avx512(tile_avx512, 6, &o, rows, tokens);
}

AVX512 void f32_bf16w_matmul_avx512(float *out, size_t out_stride, const float *const *x, const bfloat16 *weight, const bfloat16 *bias,
                                    size_t tokens, size_t rows, size_t columns) {
    const Operands o = {out, out_stride, x, weight, bias, rows, columns};
    if (tokens == 1) {
        for (size_t row = 0; row < rows; row++) out[row] = dot_avx512(x[0], weight + row * columns, columns) + bias_of(bias, row);
        return;
    }
    cover_avx512(tile_avx512, 6, &o, rows, tokens);
}

#endif
