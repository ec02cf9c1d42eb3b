#include "f32_exp.h"

/// 16 lanes in whatever vectors the instruction set has. Heads are taken in groups, as many as leave their accumulators in registers, so
/// that keys and values are read once for a group.
typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
enum { LANES = 16, PAGE = KV_PAGE_POSITIONS };
_Static_assert(PAGE % LANES == 0, "scores are computed for whole vectors of positions");

/// scores[head][j] = scale · q[head] · keys[.][j] for the H heads and all positions of a page.
INLINE void score_page(const size_t H, float *scores, size_t stride, const float *q, const float *keys, float scale, size_t head_dim) {
    for (size_t j = 0; j < PAGE; j += LANES) {
        f32x16 sums[8] = {0};
        for (size_t d = 0; d < head_dim; d++) {
            const f32x16 k = *(const f32x16 *)(keys + d * PAGE + j);
            UNROLL for (size_t h = 0; h < H; h++) sums[h] += k * q[h * head_dim + d];
        }
        UNROLL for (size_t h = 0; h < H; h++) *(f32x16 *)(scores + h * stride + j) = sums[h] * scale;
    }
}

/// Softmax of scores[first ..< end] and the sink, in place; the sink's share is dropped.
INLINE void softmax(float *scores, size_t first, size_t end, float sink) {
    float lanes[LANES];
    for (size_t i = 0; i < LANES; i++) lanes[i] = sink;
    size_t j = first;
    for (; j + LANES <= end; j += LANES)
        for (size_t i = 0; i < LANES; i++) lanes[i] = scores[j + i] > lanes[i] ? scores[j + i] : lanes[i];
    float largest = sink;
    for (; j < end; j++) largest = scores[j] > largest ? scores[j] : largest;
    for (size_t i = 0; i < LANES; i++) largest = lanes[i] > largest ? lanes[i] : largest;
    float sum = f32_exp(sink - largest);
    {
#pragma clang fp reassociate(on)
        for (j = first; j < end; j++) {
            scores[j] = f32_exp(scores[j] - largest);
            sum += scores[j];
        }
    }
    const float scale = 1.0f / sum;
    for (j = first; j < end; j++) scores[j] *= scale;
}

/// out[head][d ..< d + 16] += Σ weights[head][j] · values[j][d ..< d + 16] over positions first ..< end of a page.
INLINE void add_values(const size_t H, float *out, const float *weights, size_t stride, const float *values, size_t first, size_t end,
                       size_t d, size_t head_dim) {
    f32x16 sums[8];
    UNROLL for (size_t h = 0; h < H; h++) sums[h] = *(const f32x16 *)(out + h * head_dim + d);
    for (size_t j = first; j < end; j++) {
        const f32x16 v = *(const f32x16 *)(values + j * head_dim + d);
        UNROLL for (size_t h = 0; h < H; h++) sums[h] += v * weights[h * stride + j];
    }
    UNROLL for (size_t h = 0; h < H; h++) *(f32x16 *)(out + h * head_dim + d) = sums[h];
}

INLINE void attend(const size_t H, float *out, const float *q, const float *const *pages, size_t key_offset, size_t value_offset,
                   size_t first, size_t end, const bfloat16 *sinks, float scale, float *scores, size_t head_dim) {
    const size_t first_page = first / PAGE, end_page = (end + PAGE - 1) / PAGE, stride = (end_page - first_page) * PAGE;
    for (size_t p = first_page; p < end_page; p++)
        score_page(H, scores + (p - first_page) * PAGE, stride, q, pages[p] + key_offset, scale, head_dim);
    for (size_t h = 0; h < H; h++)
        softmax(scores + h * stride, first - first_page * PAGE, end - first_page * PAGE, float_of_bf16(sinks[h]));
    for (size_t i = 0; i < H * head_dim; i++) out[i] = 0;
    for (size_t p = first_page; p < end_page; p++) {
        const float *values = pages[p] + value_offset, *weights = scores + (p - first_page) * PAGE;
        const size_t from = p == first_page ? first % PAGE : 0, to = smaller(PAGE, end - p * PAGE);
        size_t d = 0;
        for (; d + LANES <= head_dim; d += LANES) add_values(H, out, weights, stride, values, from, to, d, head_dim);
        for (; d < head_dim; d++)
            for (size_t h = 0; h < H; h++)
                for (size_t j = from; j < to; j++) out[h * head_dim + d] += weights[h * stride + j] * values[j * head_dim + d];
    }
}

#define ATTENTION_PARAMETERS                                                                                                         \
    float *out, const float *q, const float *const *pages, size_t key_offset, size_t value_offset, size_t first, size_t end,         \
        const bfloat16 *sinks, float scale, float *scores, size_t heads, size_t head_dim
/// Attention of H heads from head h on; they share scratch with the groups before them.
#define ATTEND(H)                                                                                                                    \
    attend(H, out + h *head_dim, q + h *head_dim, pages, key_offset, value_offset, first, end, sinks + h, scale, scores, head_dim)

void f32_attention_portable(ATTENTION_PARAMETERS) {
    for (size_t h = 0; h < heads; h++) ATTEND(1);
}

#if defined(__x86_64__)
AVX2 void f32_attention_avx2(ATTENTION_PARAMETERS) {
    size_t h = 0;
    for (; h + 4 <= heads; h += 4) ATTEND(4);
    for (; h < heads; h++) ATTEND(1);
}

AVX512 void f32_attention_avx512(ATTENTION_PARAMETERS) {
    size_t h = 0;
    for (; h + 8 <= heads; h += 8) ATTEND(8);
    for (; h + 4 <= heads; h += 4) ATTEND(4);
    for (; h < heads; h++) ATTEND(1);
}
#endif
