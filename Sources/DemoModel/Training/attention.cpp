// Attention with sinks over packed trees, forward and backward, for CPUs with AVX-512 BF16 and, where there are, AMX tiles. attention.py
// builds and calls it.
//
// Tensors are as the projections leave them: query, output [rows, T, key_value_heads, GROUP, SIZE]; key, value
// [rows, T, key_value_heads, SIZE], all bfloat16. Who sees whom is `visible`: a bit for each key, [rows, T, T / 16] of 16 bits.
// Work goes by tiles of QUERIES = TOKENS tokens · GROUP heads, which share a key head, and blocks of 16 keys; a block that no
// token of the tile sees is not touched. Products are of bfloat16 pairs, accumulated in float32.
#include "tiles.h"
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

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
