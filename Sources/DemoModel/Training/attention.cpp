// Attention with sinks over packed trees, forward and backward, for CPUs with AVX-512 BF16 and, where there are, AMX tiles. attention.py
// builds and calls it.
//
// Tensors are as the projections leave them: query, output [rows, T, key_value_heads, GROUP, SIZE]; key, value
// [rows, T, key_value_heads, SIZE], all bfloat16. Who sees whom is `visible`: a bit for each key, [rows, T, T / 16] of 16 bits.
// Work goes by tiles of QUERIES = TOKENS tokens · GROUP heads, which share a key head, and blocks of 16 keys; a block that no
// token of the tile sees is not touched. Products are of bfloat16 pairs, accumulated in float32.
#include <immintrin.h>
#include <cmath>
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#ifndef GROUP
#define GROUP 4
#endif
#ifndef SIZE
#define SIZE 32
#endif
constexpr int TOKENS = 16 / GROUP, QUERIES = TOKENS * GROUP, LANES = 16, PAIRS = SIZE / 2, PARTS = SIZE / LANES;
static_assert(QUERIES == 16 && SIZE % LANES == 0);
using bf16 = uint16_t;

#ifdef __AMX_BF16__
#include <sys/syscall.h>
#include <unistd.h>
/// Tiles 0 and 1 hold sums, 16 x 16 float32; 2 and 3 left operands of 16 rows, 4 and 5 right ones. Operands 2 and 4 have 16 pairs to sum over, 3 and 5 have 8.
struct Tiles {
    Tiles() {
        struct alignas(64) { uint8_t palette, start, reserved[14]; uint16_t bytes[16]; uint8_t rows[16]; } shape = {};
        static_assert(sizeof shape == 64 && SIZE == 32 && LANES == 16);
        static const long allowed = syscall(SYS_arch_prctl, 0x1023 /* ARCH_REQ_XCOMP_PERM */, 18 /* tile data */);
        (void)allowed;
        shape.palette = 1;
        const uint16_t bytes[] = {64, 64, 64, 32, 64, 64};
        const uint8_t rows[] = {16, 16, 16, 16, 16, 8};
        for (int tile = 0; tile < 6; tile++) shape.bytes[tile] = bytes[tile], shape.rows[tile] = rows[tile];
        _tile_loadconfig(&shape);
    }
    ~Tiles() { _tile_release(); }
};
#else
struct Tiles {};
#endif

static inline __m512bh pairs(const void *p) { return (__m512bh)_mm512_loadu_si512(p); }
static inline __m512bh broadcast(uint32_t pair) { return (__m512bh)_mm512_set1_epi32((int)pair); }
/// Two rows of float32 as pairs of bfloat16: lane i holds (low[i], high[i]).
static inline __m512i paired(__m512 low, __m512 high) {
    const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8,
                                           23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(high, low));
}
static inline void storeRounded(bf16 *p, __m512 x) { _mm256_storeu_si256((__m256i *)p, (__m256i)_mm512_cvtneps_pbh(x)); }
static inline __m512 widened(const bf16 *p) {
    return (__m512)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)p)), 16);
}
/// e to the power of x <= 0, to about float32's precision over 2^-22; 0 for -infinity.
static inline __m512 exponential(__m512 x) {
    x = _mm512_max_ps(_mm512_mul_ps(x, _mm512_set1_ps(1.44269504f)), _mm512_set1_ps(-150.0f));
    const __m512 whole = _mm512_roundscale_ps(x, 0), f = _mm512_sub_ps(x, whole);
    __m512 p = _mm512_set1_ps(1.33336e-3f);
    for (float c : {9.61812e-3f, 5.550411e-2f, 2.4022651e-1f, 6.9314718e-1f, 1.0f}) p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(c));
    return _mm512_scalef_ps(p, whole);
}

/// The keys or values of one head in both arrangements: by pairs of dimensions, lanes are keys; by pairs of keys, lanes are dimensions.
struct Arranged {
    std::vector<uint32_t> byDimension, byKey;
    void fill(const bf16 *x, int64_t length, int64_t stride) {
        byDimension.resize(length * PAIRS);
        byKey.resize(length * PAIRS);
        for (int64_t j = 0; j < length; j++)
            for (int d = 0; d < PAIRS; d++)
                std::memcpy(&byDimension[(j / LANES * PAIRS + d) * LANES + j % LANES], x + j * stride + 2 * d, 4);
        for (int64_t j = 0; j < length; j += 2)
            for (int d = 0; d < SIZE; d++)
                byKey[j / 2 * SIZE + d] = x[j * stride + d] | (uint32_t)x[(j + 1) * stride + d] << 16;
    }
};

#ifdef __AMX_BF16__
/// left [QUERIES, SIZE] times 16 keys arranged by dimension.
static inline void products(__m512 *result, const bf16 *left, const uint32_t *keys) {
    _tile_zero(0);
    _tile_loadd(2, left, SIZE * sizeof(bf16));
    _tile_loadd(4, keys, LANES * sizeof(uint32_t));
    _tile_dpbf16ps(0, 2, 4);
    _tile_stored(0, result, sizeof(__m512));
}

/// The sum over blocks of weights [blocks][QUERIES][8 pairs of keys] times rows arranged by key, for each query: [QUERIES, SIZE].
static inline void weightedSum(float *result, const std::vector<int> &blocks, const uint32_t *weights, const uint32_t *rows) {
    _tile_zero(0);
    _tile_zero(1);
    for (size_t b = 0; b < blocks.size(); b++) {
        const uint32_t *row = rows + blocks[b] * (LANES / 2) * SIZE;
        _tile_loadd(3, weights + b * QUERIES * 8, 8 * sizeof(uint32_t));
        _tile_loadd(5, row, SIZE * sizeof(uint32_t));
        _tile_dpbf16ps(0, 3, 5);
        _tile_loadd(5, row + LANES, SIZE * sizeof(uint32_t));
        _tile_dpbf16ps(1, 3, 5);
    }
    _tile_stored(0, result, SIZE * sizeof(float));
    _tile_stored(1, result + LANES, SIZE * sizeof(float));
}

/// sums [SIZE, 16 keys] += rows [SIZE][8 pairs of queries] times weights [8 pairs of queries][16 keys].
static inline void scatter(float *sums, const uint32_t *weights, const uint32_t *rows) {
    _tile_loadd(5, weights, LANES * sizeof(uint32_t));
    _tile_loadd(0, sums, LANES * sizeof(float));
    _tile_loadd(3, rows, 8 * sizeof(uint32_t));
    _tile_dpbf16ps(0, 3, 5);
    _tile_stored(0, sums, LANES * sizeof(float));
    _tile_loadd(1, sums + LANES * LANES, LANES * sizeof(float));
    _tile_loadd(3, rows + LANES * 8, 8 * sizeof(uint32_t));
    _tile_dpbf16ps(1, 3, 5);
    _tile_stored(1, sums + LANES * LANES, LANES * sizeof(float));
}
#else
/// left [QUERIES, SIZE] times 16 keys arranged by dimension.
static inline void products(__m512 *result, const bf16 *left, const uint32_t *keys) {
    __m512 sums[QUERIES];
    for (int q = 0; q < QUERIES; q++) sums[q] = _mm512_setzero_ps();
    const uint32_t *broadcasts = (const uint32_t *)left;
    for (int d = 0; d < PAIRS; d++) {
        const __m512bh column = pairs(keys + d * LANES);
#pragma GCC unroll 16
        for (int q = 0; q < QUERIES; q++) sums[q] = _mm512_dpbf16_ps(sums[q], column, broadcast(broadcasts[q * PAIRS + d]));
    }
    for (int q = 0; q < QUERIES; q++) result[q] = sums[q];
}

/// The sum over blocks of weights [blocks][QUERIES][8 pairs of keys] times rows arranged by key, for each query: [QUERIES, SIZE].
static inline void weightedSum(float *result, const std::vector<int> &blocks, const uint32_t *weights, const uint32_t *rows) {
    for (int part = 0; part < PARTS; part++) {
        __m512 sums[QUERIES];
        for (int q = 0; q < QUERIES; q++) sums[q] = _mm512_setzero_ps();
        for (size_t b = 0; b < blocks.size(); b++)
            for (int pair = 0; pair < LANES / 2; pair++) {
                const __m512bh row = pairs(rows + (blocks[b] * (LANES / 2) + pair) * SIZE + part * LANES);
#pragma GCC unroll 16
                for (int q = 0; q < QUERIES; q++)
                    sums[q] = _mm512_dpbf16_ps(sums[q], row, broadcast(weights[(b * QUERIES + q) * 8 + pair]));
            }
        for (int q = 0; q < QUERIES; q++) _mm512_storeu_ps(result + q * SIZE + part * LANES, sums[q]);
    }
}

/// sums [SIZE, 16 keys] += rows [SIZE][8 pairs of queries] times weights [8 pairs of queries][16 keys].
static inline void scatter(float *sums, const uint32_t *weights, const uint32_t *rows) {
    __m512bh weight[QUERIES / 2];
    for (int q = 0; q < QUERIES / 2; q++) weight[q] = pairs(weights + q * LANES);
#pragma GCC unroll 8
    for (int d = 0; d < SIZE; d++) {
        __m512 sum = _mm512_loadu_ps(sums + d * LANES);
#pragma GCC unroll 8
        for (int q = 0; q < QUERIES / 2; q++) sum = _mm512_dpbf16_ps(sum, weight[q], broadcast(rows[d * 8 + q]));
        _mm512_storeu_ps(sums + d * LANES, sum);
    }
}
#endif

static void seenBlocks(std::vector<int> &blocks, const uint16_t *visible, int64_t width) {
    blocks.clear();
    for (int block = 0; block < width; block++) {
        uint16_t any = 0;
        for (int token = 0; token < TOKENS; token++) any |= visible[token * width + block];
        if (any) blocks.push_back(block);
    }
}

extern "C" void find_visible(uint16_t *full, uint16_t *sliding, const int16_t *positions, const int16_t *documents,
                             const int16_t *branches, int64_t rows, int64_t length, int64_t window) {
#pragma omp parallel for schedule(static)
    for (int64_t i = 0; i < rows * length; i++) {
        const int64_t row = i / length * length;
        for (int64_t block = 0; block < length / LANES; block++) {
            uint32_t all = 0, near = 0;
            for (int lane = 0; lane < LANES; lane++) {
                const int64_t j = row + block * LANES + lane;
                const int distance = positions[i] - positions[j];
                const uint32_t seen = documents[i] == documents[j] && (branches[j] == 0 || branches[j] == branches[i]) && distance >= 0;
                all |= seen << lane;
                near |= (seen && distance < window) << lane;
            }
            full[i * (length / LANES) + block] = all;
            sliding[i * (length / LANES) + block] = near;
        }
    }
}

/// `total` [rows, T, key_value_heads, GROUP] gets the logarithm of each softmax's denominator, the sink's column included.
extern "C" void attention_forward(bf16 *output, float *total, const bf16 *query, const bf16 *key, const bf16 *value, const float *sinks,
                                  const uint16_t *visible, int64_t rows, int64_t length, int64_t heads, float scale) {
    const int64_t width = length / LANES;
#pragma omp parallel
    {
        Tiles tiles;
        Arranged keys, values;
        std::vector<int> blocks;
        std::vector<__m512> scores(width * QUERIES);
        std::vector<uint32_t> weights(width * QUERIES * 8);
        alignas(64) float sums[QUERIES * SIZE];
        alignas(64) bf16 queries[QUERIES * SIZE];
#pragma omp for schedule(dynamic)
        for (int64_t task = 0; task < rows * heads; task++) {
            const int64_t row = task / heads, head = task % heads, first = (row * length * heads + head);
            keys.fill(key + first * SIZE, length, heads * SIZE);
            values.fill(value + first * SIZE, length, heads * SIZE);
            for (int64_t start = 0; start < length; start += TOKENS) {
                const uint16_t *seen = visible + (row * length + start) * width;
                const int64_t tile = first + start * heads;  // its first query's index by GROUP
                seenBlocks(blocks, seen, width);
                for (int token = 0; token < TOKENS; token++)
                    std::memcpy(queries + token * GROUP * SIZE, query + (tile + token * heads) * GROUP * SIZE, GROUP * SIZE * 2);
                __m512 largest[QUERIES];
                for (int q = 0; q < QUERIES; q++) largest[q] = _mm512_set1_ps(sinks[head * GROUP + q % GROUP]);
                for (size_t b = 0; b < blocks.size(); b++) {
                    __m512 *score = &scores[b * QUERIES];
                    products(score, queries, &keys.byDimension[blocks[b] * PAIRS * LANES]);
                    for (int q = 0; q < QUERIES; q++) {
                        score[q] = _mm512_mask_mul_ps(_mm512_set1_ps(-INFINITY), seen[q / GROUP * width + blocks[b]], score[q],
                                                      _mm512_set1_ps(scale));
                        largest[q] = _mm512_max_ps(largest[q], score[q]);
                    }
                }
                float inverse[QUERIES];
                for (int q = 0; q < QUERIES; q++) {
                    const float maximum = _mm512_reduce_max_ps(largest[q]);
                    __m512 sum = _mm512_setzero_ps();
                    for (size_t b = 0; b < blocks.size(); b++) {
                        const __m512 e = exponential(_mm512_sub_ps(scores[b * QUERIES + q], _mm512_set1_ps(maximum)));
                        sum = _mm512_add_ps(sum, e);
                        storeRounded((bf16 *)&weights[(b * QUERIES + q) * 8], e);
                    }
                    const float denominator = _mm512_reduce_add_ps(sum) + __builtin_expf(sinks[head * GROUP + q % GROUP] - maximum);
                    inverse[q] = 1 / denominator;
                    total[(tile + q / GROUP * heads) * GROUP + q % GROUP] = maximum + __builtin_logf(denominator);
                }
                weightedSum(sums, blocks, weights.data(), values.byKey.data());
                for (int q = 0; q < QUERIES; q++)
                    for (int part = 0; part < PARTS; part++)
                        storeRounded(output + ((tile + q / GROUP * heads) * GROUP + q % GROUP) * SIZE + part * LANES,
                                     _mm512_mul_ps(_mm512_load_ps(sums + q * SIZE + part * LANES), _mm512_set1_ps(inverse[q])));
            }
        }
    }
}

/// `inner` gets the sum of each query's output times its gradient, from which the caller has the gradient of the sinks.
extern "C" void attention_backward(bf16 *d_query, bf16 *d_key, bf16 *d_value, float *inner, const bf16 *gradient, const bf16 *output,
                                   const float *total, const bf16 *query, const bf16 *key, const bf16 *value,
                                   const uint16_t *visible, int64_t rows, int64_t length, int64_t heads, float scale) {
    const int64_t width = length / LANES;
#pragma omp parallel
    {
        Tiles tiles;
        Arranged keys, values;
        std::vector<int> blocks;
        std::vector<uint32_t> weights(width * QUERIES * 8);
        std::vector<float> keySums(length * SIZE), valueSums(length * SIZE);
        alignas(64) float sums[QUERIES * SIZE];
        alignas(64) bf16 queries[QUERIES * SIZE], gradients[QUERIES * SIZE];
        alignas(64) uint32_t queryPairs[8 * SIZE], gradientPairs[8 * SIZE], share[8 * LANES], slope[8 * LANES];
#pragma omp for schedule(dynamic)
        for (int64_t task = 0; task < rows * heads; task++) {
            const int64_t row = task / heads, head = task % heads, first = (row * length * heads + head);
            keys.fill(key + first * SIZE, length, heads * SIZE);
            values.fill(value + first * SIZE, length, heads * SIZE);
            std::fill(keySums.begin(), keySums.end(), 0.0f);
            std::fill(valueSums.begin(), valueSums.end(), 0.0f);
            for (int64_t start = 0; start < length; start += TOKENS) {
                const uint16_t *seen = visible + (row * length + start) * width;
                const int64_t tile = first + start * heads;
                seenBlocks(blocks, seen, width);
                float totals[QUERIES], inners[QUERIES];
                for (int q = 0; q < QUERIES; q++) {
                    const int64_t place = (tile + q / GROUP * heads) * GROUP + q % GROUP;
                    std::memcpy(queries + q * SIZE, query + place * SIZE, SIZE * 2);
                    std::memcpy(gradients + q * SIZE, gradient + place * SIZE, SIZE * 2);
                    __m512 sum = _mm512_setzero_ps();
                    for (int part = 0; part < PARTS; part++)
                        sum = _mm512_fmadd_ps(widened(output + place * SIZE + part * LANES), widened(gradient + place * SIZE + part * LANES), sum);
                    inner[place] = inners[q] = _mm512_reduce_add_ps(sum);
                    totals[q] = total[place];
                }
                for (int q = 0; q < QUERIES / 2; q++)
                    for (int d = 0; d < SIZE; d++) {
                        queryPairs[d * 8 + q] = queries[2 * q * SIZE + d] | (uint32_t)queries[(2 * q + 1) * SIZE + d] << 16;
                        gradientPairs[d * 8 + q] = gradients[2 * q * SIZE + d] | (uint32_t)gradients[(2 * q + 1) * SIZE + d] << 16;
                    }
                for (size_t b = 0; b < blocks.size(); b++) {
                    const int block = blocks[b];
                    __m512 probability[QUERIES], difference[QUERIES];
                    products(probability, queries, &keys.byDimension[block * PAIRS * LANES]);
                    products(difference, gradients, &values.byDimension[block * PAIRS * LANES]);
                    for (int q = 0; q < QUERIES; q++) {
                        const __m512 exponent = _mm512_fmsub_ps(probability[q], _mm512_set1_ps(scale), _mm512_set1_ps(totals[q]));
                        probability[q] = _mm512_maskz_mov_ps(seen[q / GROUP * width + block], exponential(exponent));
                        difference[q] = _mm512_mul_ps(_mm512_mul_ps(probability[q], _mm512_set1_ps(scale)),
                                                      _mm512_sub_ps(difference[q], _mm512_set1_ps(inners[q])));
                        storeRounded((bf16 *)&weights[(b * QUERIES + q) * 8], difference[q]);
                    }
                    for (int q = 0; q < QUERIES / 2; q++) {
                        _mm512_store_si512(share + q * LANES, paired(probability[2 * q], probability[2 * q + 1]));
                        _mm512_store_si512(slope + q * LANES, paired(difference[2 * q], difference[2 * q + 1]));
                    }
                    scatter(&valueSums[block * LANES * SIZE], share, gradientPairs);
                    scatter(&keySums[block * LANES * SIZE], slope, queryPairs);
                }
                weightedSum(sums, blocks, weights.data(), keys.byKey.data());
                for (int q = 0; q < QUERIES; q++)
                    for (int part = 0; part < PARTS; part++)
                        storeRounded(d_query + ((tile + q / GROUP * heads) * GROUP + q % GROUP) * SIZE + part * LANES,
                                     _mm512_load_ps(sums + q * SIZE + part * LANES));
            }
            for (int64_t j = 0; j < length; j++)
                for (int part = 0; part < PARTS; part++) {
                    const __m512i places = _mm512_mullo_epi32(_mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), _mm512_set1_epi32(LANES));
                    const int64_t place = (first + j * heads) * SIZE + part * LANES, from = (j / LANES * SIZE + part * LANES) * LANES + j % LANES;
                    storeRounded(d_key + place, _mm512_i32gather_ps(places, &keySums[from], 4));
                    storeRounded(d_value + place, _mm512_i32gather_ps(places, &valueSums[from], 4));
                }
        }
    }
}
