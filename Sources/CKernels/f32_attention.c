#include "attention.h"

/// 16 lanes in whatever vectors the instruction set has. Heads are taken in groups, as many as leave their accumulators in registers, so
/// that keys and values are read once for a group; a page stays in the first-level cache while all queries that see it pass.
typedef float f32x16 __attribute__((vector_size(64), aligned(4)));
typedef int8_t i8x16 __attribute__((vector_size(16), aligned(1)));
enum { LANES = 16, GROUP = 8 };
_Static_assert(PAGE % (2 * LANES) == 0, "scores are computed for two vectors of positions at a time");

/// Where the keys or values of a page are, in whichever form.
typedef struct {
    const float *floats;
    const int8_t *bytes;
    /// [PAGE], of those in 8 bits.
    const float *scales;
} Block;

INLINE Block block_at(const AttendedPages *pages, size_t page, size_t offset, size_t head_dim) {
    const void *base = pages->pages[page] + offset;
    return (Block){.floats = base, .bytes = base, .scales = (const float *)((const int8_t *)base + PAGE * head_dim)};
}

#define LOAD(b, i)                                                                                                                   \
    (eight ? __builtin_convertvector(*(const i8x16 *)((b).bytes + (i)), f32x16) : *(const f32x16 *)((b).floats + (i)))

INLINE float load_one(const int eight, Block b, size_t i) { return eight ? (float)b.bytes[i] : b.floats[i]; }

/// scores[head][j] = scale · q[head] · keys[.][j] for the H heads and positions first ..< end of a page, W vectors of them at a time.
INLINE void score_page(const size_t H, const size_t W, const int eight, float *scores, const float *q, Block keys, size_t first,
                       size_t end, float scale, size_t head_dim) {
    for (size_t j = first; j < end; j += W * LANES) {
        f32x16 sums[GROUP][2] = {0};
        for (size_t d = 0; d < head_dim; d++) {
            UNROLL for (size_t w = 0; w < W; w++) {
                const f32x16 k = LOAD(keys, d * PAGE + j + w * LANES);
                UNROLL for (size_t h = 0; h < H; h++) sums[h][w] += k * q[h * head_dim + d];
            }
        }
        UNROLL for (size_t w = 0; w < W; w++) {
            const f32x16 s = eight ? *(const f32x16 *)(keys.scales + j + w * LANES) * scale : (f32x16){0} + scale;
            UNROLL for (size_t h = 0; h < H; h++) *(f32x16 *)(scores + h * PAGE + j + w * LANES) = sums[h][w] * s;
        }
    }
}

/// One step of the softmax as pages pass: scores[first ..< end], whole vectors, become weights beside the largest score so far, `total` their sum
/// so far. Returns what the weights before shrink by.
INLINE float weigh(float *scores, size_t first, size_t end, float *largest, float *total) {
    float lanes[LANES], sums[LANES] = {0};
    for (size_t i = 0; i < LANES; i++) lanes[i] = *largest;
    for (size_t j = first; j < end; j += LANES)
        for (size_t i = 0; i < LANES; i++) lanes[i] = scores[j + i] > lanes[i] ? scores[j + i] : lanes[i];
    float most = *largest, sum = 0;
    for (size_t i = 0; i < LANES; i++) most = lanes[i] > most ? lanes[i] : most;
    for (size_t j = first; j < end; j += LANES) {
        for (size_t i = 0; i < LANES; i++) {
            scores[j + i] = f32_exp(scores[j + i] - most);
            sums[i] += scores[j + i];
        }
    }
    for (size_t i = 0; i < LANES; i++) sum += sums[i];
    const float factor = most > *largest ? f32_exp(*largest - most) : 1;
    *largest = most;
    *total = *total * factor + sum;
    return factor;
}

/// out[head][d ..< d + 16 · W] = factors[head] · out + Σ weights[head][j] · values[j][d ..< d + 16 · W] over positions first ..< end of a page.
INLINE void add_values(const size_t H, const size_t W, const int eight, float *out, const float *factors, const float *weights,
                       Block values, size_t first, size_t end, size_t d, size_t head_dim) {
    f32x16 sums[GROUP][2];
    UNROLL for (size_t h = 0; h < H; h++)
        UNROLL for (size_t w = 0; w < W; w++) sums[h][w] = *(const f32x16 *)(out + h * head_dim + d + w * LANES) * factors[h];
    for (size_t j = first; j < end; j++) {
        UNROLL for (size_t w = 0; w < W; w++) {
            const f32x16 v = LOAD(values, j * head_dim + d + w * LANES);
            UNROLL for (size_t h = 0; h < H; h++) sums[h][w] += v * weights[h * PAGE + j];
        }
    }
    UNROLL for (size_t h = 0; h < H; h++)
        UNROLL for (size_t w = 0; w < W; w++) *(f32x16 *)(out + h * head_dim + d + w * LANES) = sums[h][w];
}

/// A page for one query of H heads, of which it sees the positions first ..< end.
INLINE void attend_page(const size_t H, const size_t W, const int eight, float *out, const float *q, Block keys, Block values,
                        size_t first, size_t end, float scale, float *largest, float *totals, size_t head_dim) {
    float scores[GROUP * PAGE], factors[GROUP];
    // Whole vectors; what is not seen becomes next to nothing.
    const size_t vector = W * LANES, begin = first / vector * vector, stop = (end + vector - 1) / vector * vector;
    score_page(H, W, eight, scores, q, keys, begin, stop, scale, head_dim);
    for (size_t h = 0; h < H; h++) {
        for (size_t j = begin; j < first; j++) scores[h * PAGE + j] = -__builtin_inff();
        for (size_t j = end; j < stop; j++) scores[h * PAGE + j] = -__builtin_inff();
        factors[h] = weigh(scores + h * PAGE, begin, stop, largest + h, totals + h);
        if (eight)
            for (size_t j = first; j < end; j++) scores[h * PAGE + j] *= values.scales[j];
    }
    size_t d = 0;
    for (; d + W * LANES <= head_dim; d += W * LANES) add_values(H, W, eight, out, factors, scores, values, first, end, d, head_dim);
    for (; d + LANES <= head_dim; d += LANES) add_values(H, 1, eight, out, factors, scores, values, first, end, d, head_dim);
    for (; d < head_dim; d++) {
        for (size_t h = 0; h < H; h++) {
            float sum = out[h * head_dim + d] * factors[h];
            for (size_t j = first; j < end; j++) sum += scores[h * PAGE + j] * load_one(eight, values, j * head_dim + d);
            out[h * head_dim + d] = sum;
        }
    }
}

/// All queries for H heads. Every query goes through the pages in the same way, however many are beside it.
INLINE void attend(const size_t H, const size_t W, const int eight, float *out, const float *q, size_t stride,
                   const AttendedPages *pages, size_t rows, size_t end, size_t window, const bfloat16 *sinks, float scale,
                   size_t head_dim) {
    float largest[ATTENTION_ROWS][GROUP], totals[ATTENTION_ROWS][GROUP];
    for (size_t r = 0; r < rows; r++) {
        for (size_t h = 0; h < H; h++) {
            largest[r][h] = float_of_bf16(sinks[h]);
            totals[r][h] = 1;
        }
        for (size_t i = 0; i < H * head_dim; i++) out[r * stride + i] = 0;
    }
    for (size_t p = first_visible(end, window) / PAGE; p * PAGE < end + rows - 1; p++) {
        const Block keys = block_at(pages, p, pages->keys, head_dim), values = block_at(pages, p, pages->values, head_dim);
        for (size_t r = 0; r < rows; r++) {
            const size_t first = visible_of_page(first_visible(end + r, window), p), last = visible_of_page(end + r, p);
            if (first >= last) continue;
            attend_page(H, W, eight, out + r * stride, q + r * stride, keys, values, first, last, scale, largest[r], totals[r],
                        head_dim);
        }
    }
    for (size_t r = 0; r < rows; r++) {
        for (size_t h = 0; h < H; h++) {
            const float share = 1.0f / totals[r][h];
            for (size_t d = 0; d < head_dim; d++) out[r * stride + h * head_dim + d] *= share;
        }
    }
}

#define ATTENTION_PARAMETERS                                                                                                         \
    float *out, const float *q, size_t stride, const AttendedPages *pages, size_t rows, size_t end, size_t window,                   \
        const bfloat16 *sinks, float scale, size_t heads, size_t head_dim
/// Attention of H heads from head h on.
#define ATTEND_AS(H, W, eight)                                                                                                       \
    attend(H, W, eight, out + h *head_dim, q + h *head_dim, stride, pages, rows, end, window, sinks + h, scale, head_dim)
#define ATTEND(H, W)                                                                                                                 \
    do {                                                                                                                             \
        if (pages->is_eight_bit)                                                                                                     \
            ATTEND_AS(H, W, 1);                                                                                                      \
        else                                                                                                                         \
            ATTEND_AS(H, W, 0);                                                                                                      \
    } while (0)

void f32_attention_portable(ATTENTION_PARAMETERS) {
    for (size_t h = 0; h < heads; h++) ATTEND(1, 1);
}

#if defined(__x86_64__)
AVX2 void f32_attention_avx2(ATTENTION_PARAMETERS) {
    size_t h = 0;
    for (; h + 4 <= heads; h += 4) ATTEND(4, 1);
    for (; h < heads; h++) ATTEND(1, 1);
}

AVX512 void f32_attention_avx512(ATTENTION_PARAMETERS) {
    size_t h = 0;
    for (; h + 8 <= heads; h += 8) ATTEND(8, 2);
    for (; h + 4 <= heads; h += 4) ATTEND(4, 2);
    for (; h < heads; h++) ATTEND(1, 2);
}
#endif
