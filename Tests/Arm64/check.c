/// The kernels of arm64 beside plain arithmetic in float64: what the Swift tests ask of every instruction set that the machine has, for
/// a machine that has none of these. See `run`.
#include "CKernels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = Q8_BLOCK, ROWS = Q8_ROWS };

static unsigned failures, comparisons;
static uint64_t state = 1;

/// splitmix64 (Steele, Lea and Flood 2014).
static uint64_t random_bits(void) {
    uint64_t z = state += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
}

/// −1 ..< 1
static float random_float(void) { return (float)(random_bits() >> 40) * 0x1p-23f - 1; }

static bfloat16 bf16_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return (bfloat16)(bits >> 16);
}

static double double_of(bfloat16 value) {
    const uint32_t bits = (uint32_t)value << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

static void *room(size_t bytes) {
    void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (!memory) exit(2);
    return memory;
}

/// Where column c of a block of 32 stands in split order.
static size_t split(size_t c) { return c / 2 + (c & 1) * (BLOCK / 2); }

typedef struct {
    size_t tokens, rows, columns;
} Shape;

/// Compares results [tokens, rows] with the sums and the magnitudes that they were made of.
static void expect(const char *name, Shape s, const float *out, const double *sums, const double *magnitudes) {
    for (size_t i = 0; i < s.tokens * s.rows; i++) {
        comparisons++;
        if (fabs(out[i] - sums[i]) <= 1e-6 * magnitudes[i] + 1e-30) continue;
        if (failures++ < 10)
            printf("%s, %zu tokens, %zu rows, %zu columns: %g at token %zu, row %zu; expected %g\n", name, s.tokens, s.rows, s.columns,
                   (double)out[i], i / s.rows, i % s.rows, sums[i]);
    }
}

static const KernelTable *kernels;
static const bfloat16 *bias;

/// The value of a weight.
typedef double weight_function(size_t row, size_t column);

/// One product of activations in 8 bits by `kernels`.
typedef void multiply_function(float *out, const int8_t *x, Shape s);

static void check(const char *name, Shape s, weight_function *weight, multiply_function *multiply) {
    const size_t stride = i8_row_bytes(s.columns);
    int8_t *x = room(s.tokens * stride);
    float *values = room(s.columns * sizeof(float)), *out = room(s.tokens * s.rows * sizeof(float));
    double *sums = room(s.tokens * s.rows * sizeof(double)), *magnitudes = room(s.tokens * s.rows * sizeof(double));
    for (size_t t = 0; t < s.tokens; t++) {
        for (size_t c = 0; c < s.columns; c++) values[c] = random_float() * exp2f((float)(random_bits() % 9) - 4);
        kernels->i8_from_f32(x + t * stride, values, s.columns);
    }
    for (size_t t = 0; t < s.tokens; t++) {
        const int8_t *row = x + t * stride;
        const float *scales = (const float *)(const void *)(row + s.columns);
        for (size_t r = 0; r < s.rows; r++) {
            double sum = double_of(bias[r]), magnitude = fabs(sum);
            for (size_t c = 0; c < s.columns; c++) {
                const size_t block = c / BLOCK;
                const double product = row[block * BLOCK + split(c % BLOCK)] * (double)scales[block] * weight(r, c);
                sum += product;
                magnitude += fabs(product);
            }
            sums[t * s.rows + r] = sum;
            magnitudes[t * s.rows + r] = magnitude;
        }
    }
    multiply(out, x, s);
    expect(name, s, out, sums, magnitudes);
    free(x), free(values), free(out), free(sums), free(magnitudes);
}

// Weights in MXFP4.

static uint8_t *blocks, *scales;
static size_t row_columns;

static double mxfp4_weight(size_t row, size_t column) {
    static const double e2m1[8] = {0, 0.5, 1, 1.5, 2, 3, 4, 6};
    const uint8_t byte = blocks[(row * row_columns + column) / 2], nibble = column & 1 ? byte >> 4 : byte & 15;
    return ldexp(nibble & 8 ? -e2m1[nibble & 7] : e2m1[nibble & 7], scales[(row * row_columns + column) / BLOCK] - 127);
}

static void mxfp4_multiply(float *out, const int8_t *x, Shape s) {
    kernels->i8_mxfp4w_matmul(out, s.rows, x, blocks, scales, bias, s.tokens, s.rows, s.columns);
}

static void check_mxfp4(Shape s) {
    row_columns = s.columns;
    blocks = room(s.rows * s.columns / 2);
    scales = room(s.rows * s.columns / BLOCK);
    for (size_t i = 0; i < s.rows * s.columns / 2; i++) blocks[i] = (uint8_t)random_bits();
    for (size_t i = 0; i < s.rows * s.columns / BLOCK; i++) scales[i] = (uint8_t)(110 + random_bits() % 20);
    check("i8_mxfp4w_matmul", s, mxfp4_weight, mxfp4_multiply);
    free(blocks), free(scales);
}

// Weights in 8 bits: tiles [⌈rows/16⌉, columns/32, [8][16 rows][4]] in split order.

static int8_t *tiles;
static bfloat16 *tile_scales;

static double q8_weight(size_t row, size_t column) {
    const size_t tile = row / ROWS * (row_columns / BLOCK) + column / BLOCK, place = split(column % BLOCK);
    return tiles[tile * ROWS * BLOCK + place / 4 * 64 + row % ROWS * 4 + place % 4] * double_of(tile_scales[tile * ROWS + row % ROWS]);
}

static void q8_multiply(float *out, const int8_t *x, Shape s) {
    kernels->i8_q8w_matmul(out, s.rows, x, tiles, tile_scales, bias, s.tokens, s.rows, s.columns);
}

/// The middle of the bounds is the product with what the upper bits stand for.

static uint8_t *halves;

static double q4_weight(size_t row, size_t column) {
    const size_t tile = row / ROWS * (row_columns / BLOCK) + column / BLOCK, place = split(column % BLOCK);
    const size_t i = tile * ROWS * BLOCK + place / 4 * 64 + row % ROWS * 4 + place % 4;
    const int estimate = (((tiles[i] + 128) & 0xF0) | (place < BLOCK / 2 ? 8 : 7)) - 128;
    return estimate * double_of(tile_scales[tile * ROWS + row % ROWS]);
}

static void q4_middle(float *out, const int8_t *x, Shape s) {
    float *lower = room(s.tokens * s.rows * sizeof(float)), *energies = room(s.tokens * s.columns / BLOCK * sizeof(float));
    for (size_t t = 0; t < s.tokens; t++) kernels->i8_energies(energies + t * s.columns / BLOCK, x + t * i8_row_bytes(s.columns), s.columns);
    kernels->i8_q4w_bounds(lower, out, s.rows, x, energies, halves, tile_scales, s.tokens, s.rows, s.columns);
    for (size_t i = 0; i < s.tokens * s.rows; i++) out[i] = (lower[i] + out[i]) / 2 + double_of(bias[i % s.rows]);
    free(lower), free(energies);
}

static void check_q4(Shape s, size_t count) {
    halves = room(count * ROWS * BLOCK / 2);
    kernels->q4_from_q8(halves, tiles, count);
    check("i8_q4w_bounds", s, q4_weight, q4_middle);
    free(halves);
}

static void check_q8(Shape s) {
    const size_t groups = (s.rows + ROWS - 1) / ROWS, count = groups * s.columns / BLOCK * ROWS;
    row_columns = s.columns;
    tiles = room(count * BLOCK);
    tile_scales = room(count * sizeof(bfloat16));
    bfloat16 *weight = room(s.rows * s.columns * sizeof(bfloat16));
    for (size_t i = 0; i < s.rows * s.columns; i++) weight[i] = bf16_of(random_float());
    kernels->q8_from_bf16(tiles, tile_scales, weight, s.rows, s.columns);
    for (size_t i = 0; i < s.rows * s.columns; i++) {
        const size_t row = i / s.columns, column = i % s.columns;
        double largest = 0;
        for (size_t c = 0; c < BLOCK; c++) largest = fmax(largest, fabs(double_of(weight[i / BLOCK * BLOCK + c])));
        comparisons++;
        if (fabs(q8_weight(row, column) - double_of(weight[i])) > largest * 0.51 / 127 + largest * 0x1p-8 && failures++ < 10)
            printf("q8_from_bf16: %g became %g\n", double_of(weight[i]), q8_weight(row, column));
    }
    check("i8_q8w_matmul", s, q8_weight, q8_multiply);
    if (s.tokens <= Q4_TOKENS) check_q4(s, count / ROWS);
    free(tiles), free(tile_scales), free(weight);
}

// Attention, of pages in float32 and in 8 bits.

enum { PAGE = KV_PAGE_POSITIONS };

static void check_attention(size_t heads, size_t head_dim, size_t rows, size_t end, size_t window, int eight) {
    const size_t count = end + rows - 1, pages = (count + PAGE - 1) / PAGE, block = PAGE * (eight ? head_dim + 4 : 4 * head_dim);
    const uint8_t *bases[8];
    double *keys = room(pages * PAGE * head_dim * sizeof(double)), *values = room(pages * PAGE * head_dim * sizeof(double));
    for (size_t j = 0; j < pages * PAGE; j++) {
        if (j % PAGE == 0) bases[j / PAGE] = room(2 * block);
        uint8_t *k = (uint8_t *)bases[j / PAGE], *v = k + block;
        float key[256], value[256];
        for (size_t d = 0; d < head_dim; d++) key[d] = 3 * random_float(), value[d] = random_float();
        if (eight) kernels->i8_store_position((int8_t *)k, (int8_t *)v, key, value, j % PAGE, head_dim);
        for (size_t d = 0; d < head_dim; d++) {
            if (!eight) ((float *)(void *)k)[d * PAGE + j % PAGE] = key[d], ((float *)(void *)v)[j % PAGE * head_dim + d] = value[d];
            const float *key_scales = (float *)(void *)(k + PAGE * head_dim), *value_scales = (float *)(void *)(v + PAGE * head_dim);
            keys[j * head_dim + d] = eight ? (double)key_scales[j % PAGE] * (int8_t)k[d * PAGE + j % PAGE] : (double)key[d];
            values[j * head_dim + d] = eight ? (double)value_scales[j % PAGE] * (int8_t)v[j % PAGE * head_dim + d] : (double)value[d];
        }
    }
    const size_t width = heads * head_dim;
    const Shape shape = {rows, width, count};
    float *q = room(rows * width * sizeof(float)), *out = room(rows * width * sizeof(float));
    double *expected = room(rows * width * sizeof(double)), *ones = room(rows * width * sizeof(double));
    for (size_t i = 0; i < rows * width; i++) q[i] = random_float();
    for (size_t r = 0; r < rows; r++)
        for (size_t h = 0; h < heads; h++) {
            double total = exp(double_of(bias[h])), *sums = expected + r * width + h * head_dim;
            for (size_t d = 0; d < head_dim; d++) sums[d] = 0, ones[r * width + h * head_dim + d] = 10;
            for (size_t j = window && end + r > window ? end + r - window : 0; j < end + r; j++) {
                double score = 0;
                for (size_t d = 0; d < head_dim; d++) score += q[r * width + h * head_dim + d] * keys[j * head_dim + d];
                const double weight = exp(score * 0.25);
                total += weight;
                for (size_t d = 0; d < head_dim; d++) sums[d] += weight * values[j * head_dim + d];
            }
            for (size_t d = 0; d < head_dim; d++) sums[d] /= total;
        }
    const AttendedPages attended = {bases, 0, block, eight};
    kernels->f32_attention(out, q, width, &attended, rows, end, window, bias, 0.25f, heads, head_dim);
    expect(eight ? "f32_attention, 8 bits" : "f32_attention", shape, out, expected, ones);
    for (size_t p = 0; p < pages; p++) free((void *)bases[p]);
    free(keys), free(values), free(q), free(out), free(expected), free(ones);
}

int main(void) {
    static const size_t token_counts[] = {1, 2, 3, 4, 5, 8, 9, 17}, row_counts[] = {1, 15, 16, 17, 33}, column_counts[] = {32, 96, 576, 2880};
    bfloat16 biases[64];
    for (size_t r = 0; r < 64; r++) biases[r] = bf16_of(random_float());
    bias = biases;
    kernels = kernels_neon();
    if (!kernels) {
        puts("this processor has no dot products");
        return 1;
    }
    for (size_t t = 0; t < sizeof token_counts / sizeof *token_counts; t++)
        for (size_t r = 0; r < sizeof row_counts / sizeof *row_counts; r++)
            for (size_t c = 0; c < sizeof column_counts / sizeof *column_counts; c++) {
                const Shape shape = {token_counts[t], row_counts[r], column_counts[c]};
                if (shape.columns == 2880 && shape.tokens * shape.rows > 300) continue;
                check_mxfp4(shape);
                check_q8(shape);
            }
    for (int eight = 0; eight < 2; eight++) {
        check_attention(8, 64, 1, 1, 0, eight);
        check_attention(8, 64, 32, 100, 128, eight);
        check_attention(3, 20, 5, 190, 0, eight);
        check_attention(8, 64, 7, 200, 72, eight);
    }
    printf("%u comparisons, %u failures\n", comparisons, failures);
    return failures > 0;
}
