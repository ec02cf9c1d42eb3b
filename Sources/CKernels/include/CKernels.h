/// The kernels of the network: one operation a function, one table of functions an instruction set.
///
/// Names say types and shapes: `f32_mxfp4w_matmul` multiplies float32 activations by MXFP4 weights. All arrays are row-major and dense,
/// counts are elements, pointers are aligned to their element and do not overlap unless a kernel says so. No kernel allocates, locks or
/// writes anything but its output. Dot products accumulate in float32 lanes, so the instruction sets agree to rounding, not to the bit.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/// The upper half of a float32.
typedef uint16_t bfloat16;

/// Positions of one page of keys and values; pages are the unit in which a cache grows.
enum { KV_PAGE_POSITIONS = 64 };

/// out[i] = x[i].
typedef void f32_from_bf16_kernel(float *out, const bfloat16 *x, size_t count);

/// y[i] += scale · x[i].
typedef void f32_add_scaled_kernel(float *y, const float *x, float scale, size_t count);

/// out[i] = x[i] · weight[i] / sqrt(mean(x²) + epsilon). out may be x.
typedef void f32_bf16w_rmsnorm_kernel(float *out, const float *x, const bfloat16 *weight, float epsilon, size_t count);

/// out[token][row] = Σ x[token][column] · weight[row][column] + bias[row], out rows being out_stride apart.
/// x: `tokens` rows of `columns`; weight [rows, columns]; bias [rows] or null.
typedef void f32_bf16w_matmul_kernel(float *out, size_t out_stride, const float *_Nonnull const *_Nonnull x, const bfloat16 *weight,
                                     const bfloat16 *_Nullable bias, size_t tokens, size_t rows, size_t columns);

/// As f32_bf16w_matmul, with weights in MXFP4 (OCP Microscaling Formats 1.0): blocks [rows, columns/32, 16], scales [rows, columns/32].
/// Byte j of a block holds element 2j in its low nibble and 2j + 1 in its high one; value = E2M1 · 2^(scale − 127), NaN if the scale
/// is 255. x is in split order (f32_split); columns is a multiple of 32.
typedef void f32_mxfp4w_matmul_kernel(float *out, size_t out_stride, const float *_Nonnull const *_Nonnull x, const uint8_t *blocks,
                                      const uint8_t *scales, const bfloat16 *_Nullable bias, size_t tokens, size_t rows, size_t columns);

/// Columns of a block in 8 bits, and rows of weights whose blocks are interleaved.
enum { Q8_BLOCK = 32, Q8_ROWS = 16 };

/// Bytes of a row of activations in 8 bits: `columns` values, a float32 scale and an int32 correction for each block of 32 columns; whole lines of a
/// cache.
static inline size_t i8_row_bytes(size_t columns) { return (columns + columns / Q8_BLOCK * 8 + 63) / 64 * 64; }

/// out = x in 8 bits: i8_row_bytes(count) bytes, aligned to 4. Of each block of 32, in split order, value = scale · round(x / scale) with
/// scale = largest / 127; a correction is −128 · the sum of a block's integers. Every variant gives the same bits. A block with infinity or NaN has
/// that as its scale. count is a multiple of 32.
typedef void i8_from_f32_kernel(int8_t *out, const float *x, size_t count);

/// Weights in 8 bits, made of bfloat16 ones [rows, columns]: for 16 rows at a time (zeros where rows run out) and each block of 32 columns
/// a tile [8][16 rows][4] of int8, columns in split order, and [16 rows] scales in bfloat16. out has tiles
/// [⌈rows/16⌉, columns/32, 512], scales [⌈rows/16⌉, columns/32, 16]. columns is a multiple of 32.
typedef void q8_from_bf16_kernel(int8_t *out, bfloat16 *scales, const bfloat16 *weight, size_t rows, size_t columns);

/// As f32_bf16w_matmul, with activations x in 8 bits (i8_from_f32), rows i8_row_bytes(columns) apart, and weights from q8_from_bf16.
typedef void i8_q8w_matmul_kernel(float *out, size_t out_stride, const int8_t *x, const int8_t *weight, const bfloat16 *scales,
                                  const bfloat16 *_Nullable bias, size_t tokens, size_t rows, size_t columns);

/// Tokens of a call of i8_q4w_bounds at most.
enum { Q4_TOKENS = 8 };

/// The upper half of the bits of weights in `count` tiles from q8_from_bf16: of a tile [256], weight i of it, plus 128, in the low nibble of byte i,
/// and weight 256 + i in its high one.
typedef void q4_from_q8_kernel(uint8_t *out, const int8_t *tiles, size_t count);

/// out[b] = Σ x² of each block of 32 columns of one row in 8 bits (i8_from_f32).
typedef void i8_energies_kernel(float *out, const int8_t *x, size_t columns);

/// What the bits that q4_from_q8 drops are taken for differs from them by −8 … 7 or −7 … 8, in a block's scale: this is the mean of its square, if
/// all are as likely.
#define Q4_VARIANCE 21.5f
/// Standard deviations from an estimate to its bounds. A normal distribution leaves 1.2 · 10⁻¹⁵ beyond them.
#define Q4_DEVIATIONS 8.0f

/// Bounds of what i8_q8w_matmul gives, without bias, from half of the weights' bits: lower ≤ Σ x · weight ≤ upper, both [token][row], rows being
/// out_stride apart. The dropped bits count as independent of x. x as there; energies [tokens, columns/32] by i8_energies; weight by q4_from_q8,
/// with the scales of the weights that it was made of; tokens ≤ Q4_TOKENS. What is not finite gives NaN or infinity.
typedef void i8_q4w_bounds_kernel(float *lower, float *upper, size_t out_stride, const int8_t *x, const float *energies,
                                  const uint8_t *weight, const bfloat16 *scales, size_t tokens, size_t rows, size_t columns);

/// As f32_mxfp4w_matmul, with activations x in 8 bits (i8_from_f32), rows i8_row_bytes(columns) apart.
typedef void i8_mxfp4w_matmul_kernel(float *out, size_t out_stride, const int8_t *x, const uint8_t *blocks, const uint8_t *scales,
                                     const bfloat16 *_Nullable bias, size_t tokens, size_t rows, size_t columns);

/// Tokens whose rows in bfloat16 are interleaved.
enum { BF16_TOKENS = 16 };

/// out = x in bfloat16, as one row of 16 that are interleaved: block b of 32 columns begins at out[b · 512], and row t of the 16 at t · 32 further on.
/// Of each eight columns the order is 0 4 2 6 1 5 3 7. count is a multiple of 32.
typedef void bf16_from_f32_kernel(bfloat16 *out, const float *x, size_t count);

/// As i8_q8w_matmul, with activations x in bfloat16 (bf16_from_f32), 16 · columns of them for each 16 tokens, or fewer at the end: then what the
/// others' places hold does not matter. Products of weights rounded to bfloat16 are added up in float32.
typedef void bf16_q8w_matmul_kernel(float *out, size_t out_stride, const bfloat16 *x, const int8_t *weight, const bfloat16 *scales,
                                    const bfloat16 *_Nullable bias, size_t tokens, size_t rows, size_t columns);

/// As f32_mxfp4w_matmul, with activations x as bf16_q8w_matmul has them. Weights are exact, but that scales 0 and 1, of 2^−126 and less, count as
/// zero, and scales above 252, of 2^126 and more, as NaN.
typedef void bf16_mxfp4w_matmul_kernel(float *out, size_t out_stride, const bfloat16 *x, const uint8_t *blocks, const uint8_t *scales,
                                       const bfloat16 *_Nullable bias, size_t tokens, size_t rows, size_t columns);

/// Split order: of every 32 elements the 16 even ones, then the 16 odd ones, as the low and high nibbles of MXFP4 blocks want them.
/// count is a multiple of 32.
typedef void f32_split_kernel(float *out, const float *x, size_t count);

/// Rotates in place heads [heads, 2 · half] of one position by halves: (a, b) → (a·cos − b·sin, b·cos + a·sin), a and b being the i-th
/// elements of the first and second half; cos and sin [half].
typedef void f32_rope_kernel(float *heads, const float *cos, const float *sin, size_t head_count, size_t half);

/// Keys and values of one head in one layer. Page p holds positions from p · KV_PAGE_POSITIONS; those that no query sees hold any finite numbers.
typedef struct AttendedPages {
    const uint8_t *_Nonnull const *_Nonnull pages;
    /// Bytes from a page's begin to its keys [head_dim, KV_PAGE_POSITIONS] and to its values [KV_PAGE_POSITIONS, head_dim].
    size_t keys, values;
    /// They are float32; or else int8, each followed by float32 scales [KV_PAGE_POSITIONS] that they are to be multiplied by.
    int is_eight_bit;
} AttendedPages;

/// Queries of a call at most.
enum { ATTENTION_ROWS = 32 };

/// Attention of `rows` query positions that follow each other, at most ATTENTION_ROWS, for the query heads that share a key and value head.
/// out, q: [rows], `stride` apart, of [heads, head_dim]. The first sees positions before `end`, each next one more; of these the last `window`, or
/// all where that is 0. sinks [heads] join the softmax's denominator and have no value. A row's bits do not depend on what rows are beside it.
typedef void f32_attention_kernel(float *out, const float *q, size_t stride, const AttendedPages *pages, size_t rows, size_t end,
                                  size_t window, const bfloat16 *sinks, float scale, size_t heads, size_t head_dim);

/// Bytes that bf16_attention works in.
static inline size_t bf16_attention_bytes(size_t heads, size_t head_dim) {
    const size_t rows = (ATTENTION_ROWS * heads + 15) / 16 * 16;
    return 64 + rows * (head_dim * 6 + 8) + KV_PAGE_POSITIONS * (head_dim * 4 + 16 * 2);
}

/// The same with queries, keys, values and weights rounded to bfloat16; head_dim is a multiple of 32. scratch: bf16_attention_bytes.
typedef void bf16_attention_kernel(float *out, const float *q, size_t stride, const AttendedPages *pages, size_t rows, size_t end,
                                   size_t window, const bfloat16 *sinks, float scale, size_t heads, size_t head_dim, void *scratch);

/// Stores a key and a value [head_dim] at place `slot` of a page's keys and values in 8 bits, as AttendedPages has them: x = scale · round(x / scale)
/// with scale = largest / 127. Infinity or NaN is left as the scale.
typedef void i8_store_position_kernel(int8_t *keys, int8_t *values, const float *key, const float *value, size_t slot, size_t head_dim);

/// out[i] = g · sigmoid(1.702 · g) · (u + 1), g = min(gate_up[2i], limit), u = clamp(gate_up[2i + 1], −limit, limit).
typedef void f32_swiglu_kernel(float *out, const float *gate_up, float limit, size_t count);

/// The k largest of logits, largest first (the lower index of equals), and the softmax over those k alone. k ≤ count.
typedef void f32_topk_softmax_kernel(int32_t *indices, float *weights, const float *logits, size_t k, size_t count);

/// Reads every byte, as fast as memory gives them; the result depends on all of them. byte_count is a multiple of 256.
typedef uint64_t u8_read_kernel(const void *bytes, size_t byte_count);

/// Performs `multiply_accumulates` of the widest such instruction on registers, rounded up to whole unrolled rounds; returns how many.
/// sink keeps the compiler honest.
typedef uint64_t multiply_accumulate_kernel(uint64_t multiply_accumulates, float *sink);

/// The kernels of one instruction set.
typedef struct KernelTable {
    f32_from_bf16_kernel *f32_from_bf16;
    f32_add_scaled_kernel *f32_add_scaled;
    f32_bf16w_rmsnorm_kernel *f32_bf16w_rmsnorm;
    f32_bf16w_matmul_kernel *f32_bf16w_matmul;
    f32_mxfp4w_matmul_kernel *f32_mxfp4w_matmul;
    i8_from_f32_kernel *i8_from_f32;
    q8_from_bf16_kernel *q8_from_bf16;
    i8_q8w_matmul_kernel *i8_q8w_matmul;
    q4_from_q8_kernel *q4_from_q8;
    i8_energies_kernel *i8_energies;
    i8_q4w_bounds_kernel *i8_q4w_bounds;
    i8_mxfp4w_matmul_kernel *i8_mxfp4w_matmul;
    /// Products on the unit for matrices, for many tokens; null, all four, where there is none.
    bf16_from_f32_kernel *_Nullable bf16_from_f32;
    bf16_q8w_matmul_kernel *_Nullable bf16_q8w_matmul;
    bf16_mxfp4w_matmul_kernel *_Nullable bf16_mxfp4w_matmul;
    bf16_attention_kernel *_Nullable bf16_attention;
    f32_split_kernel *f32_split;
    f32_rope_kernel *f32_rope;
    f32_attention_kernel *f32_attention;
    i8_store_position_kernel *i8_store_position;
    f32_swiglu_kernel *f32_swiglu;
    f32_topk_softmax_kernel *f32_topk_softmax;
    u8_read_kernel *u8_read;
    multiply_accumulate_kernel *f32_multiply_accumulate;
    multiply_accumulate_kernel *i8_multiply_accumulate;
    /// The same on the unit for matrices; null where there is none.
    multiply_accumulate_kernel *_Nullable matrix_multiply_accumulate;
} KernelTable;

/// The tables, or null where this machine lacks the instructions. Portable is always there.
const KernelTable *kernels_portable(void);
const KernelTable *_Nullable kernels_neon(void);     // ARMv8.2 with dot products
const KernelTable *_Nullable kernels_avx2(void);     // AVX2 and FMA
const KernelTable *_Nullable kernels_avxvnni(void);  // those and AVX-VNNI
const KernelTable *_Nullable kernels_avx512(void);   // AVX-512 F, BW, DQ, VL and VNNI
/// Those, AVX-512 BF16 and AMX with int8 and bfloat16, for which the first call asks the system.
const KernelTable *_Nullable kernels_amx(void);

/// The same kernels, but that all give a token the same bits whatever number of tokens it is among; few tokens take longer.
KernelTable kernels_alike(const KernelTable *kernels);

/// Processors that the scheduler may give this process.
size_t usable_processors(void);

/// Keeps this thread on the n-th of the processors that it may use, counted round; without effect where the system cannot.
void pin_current_thread(size_t n);

/// At most 15 bytes on Linux.
void name_current_thread(const char *name);

/// Tells the processor that the thread waits in a loop.
static inline void spin_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

#pragma clang assume_nonnull end

#endif
