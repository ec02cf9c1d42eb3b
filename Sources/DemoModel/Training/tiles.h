// What attention.cpp computes with: products of tiles of bfloat16 pairs, in AMX tiles where there are any and in AVX-512 BF16 elsewhere,
// and the rounding, rearranging and exponentials around them.
#pragma once
#include <immintrin.h>
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
