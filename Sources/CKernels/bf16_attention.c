#include "attention.h"
#include "bf16_tiles_amx.h"

#if defined(__x86_64__)

/// Rows of queries, one for each position and head, 16 to a tile.
typedef struct {
    /// [rows][head_dim], times the scale
    bfloat16 *q;
    /// What the weights have made of the values so far: [rows][head_dim]
    float *sums;
    /// [rows]
    float *largest, *totals;
    /// A page's keys and values as [pairs][columns][2], the layout of the second operand: [head_dim / 2][PAGE][2], [PAGE / 2][head_dim][2]
    bfloat16 *keys, *values;
    size_t rows, tiles, heads, head_dim;
} Queries;

/// What is needed of a page beside its numbers in bfloat16.
typedef struct {
    size_t first_position;
    /// [PAGE]; null where all are one.
    const float *key_scales, *value_scales;
} PageScales;

/// e^x for x ≤ 0 to within 5e−6 of itself, but never less than 2^−126: numbers below that take processors long. NaN stays.
AMX_BF16 INLINE __m512 exp_below_one(__m512 x) {
    const __m512 t = _mm512_max_ps(_mm512_set1_ps(-126), _mm512_mul_ps(x, _mm512_set1_ps(1.44269504f)));
    const __m512 n = _mm512_roundscale_ps(t, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), f = _mm512_sub_ps(t, n);
    // Of 2^f, |f| ≤ 1/2, the powers to the fifth.
    __m512 p = _mm512_set1_ps(1.3333558e-3f);
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(9.6181291e-3f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(5.5504109e-2f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0.24022651f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(0.69314718f));
    p = _mm512_fmadd_ps(p, f, _mm512_set1_ps(1));
    return _mm512_scalef_ps(p, n);
}

AMX_BF16 INLINE void store_bf16(bfloat16 *out, __m512 low, __m512 high) {
    _mm512_storeu_si512(out, (__m512i)_mm512_cvtne2ps_pbh(high, low));
}

AMX_BF16 INLINE __m512 load_16(const int eight, const void *row, size_t i) {
    if (!eight) return _mm512_loadu_ps((const float *)row + i);
    return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)((const int8_t *)row + i))));
}

/// out [rows / 2][columns][2] = x [rows][columns]; columns is a multiple of 16.
AMX_BF16 INLINE void pair_rows(const int eight, bfloat16 *out, const uint8_t *x, size_t rows, size_t columns) {
    static const uint16_t order[32] = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                                       8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
    const __m512i turns = _mm512_loadu_si512(order);
    const size_t row_bytes = columns * (eight ? sizeof(int8_t) : sizeof(float));
    for (size_t r = 0; r < rows; r += 2) {
        for (size_t c = 0; c < columns; c += 16) {
            const __m512 a = load_16(eight, x + r * row_bytes, c), b = load_16(eight, x + (r + 1) * row_bytes, c);
            _mm512_storeu_si512(out + r * columns + 2 * c, _mm512_permutexvar_epi16(turns, (__m512i)_mm512_cvtne2ps_pbh(b, a)));
        }
    }
}

/// scores [16][PAGE] = q · keys for a tile.
AMX_BF16 INLINE void score_tile(float *scores, const Queries *o, size_t tile) {
    const bfloat16 *q = o->q + tile * SIDE * o->head_dim;
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (size_t d = 0; d < o->head_dim; d += BLOCK) {
        const bfloat16 *keys = o->keys + d * PAGE;
        _tile_loadd(4, q + d, o->head_dim * sizeof(bfloat16));
        _tile_loadd(5, keys, PAGE * 4);
        _tile_dpbf16ps(0, 4, 5);
        _tile_loadd(6, keys + 2 * SIDE, PAGE * 4);
        _tile_dpbf16ps(1, 4, 6);
        _tile_loadd(7, keys + 4 * SIDE, PAGE * 4);
        _tile_dpbf16ps(2, 4, 7);
        _tile_loadd(5, keys + 6 * SIDE, PAGE * 4);
        _tile_dpbf16ps(3, 4, 5);
    }
    _tile_stored(0, scores, PAGE * sizeof(float));
    _tile_stored(1, scores + SIDE, PAGE * sizeof(float));
    _tile_stored(2, scores + 2 * SIDE, PAGE * sizeof(float));
    _tile_stored(3, scores + 3 * SIDE, PAGE * sizeof(float));
}

/// sums += weights [16][PAGE] · values for a tile.
AMX_BF16 INLINE void add_tile(const Queries *o, size_t tile, const bfloat16 *weights) {
    float *sums = o->sums + tile * SIDE * o->head_dim;
    const size_t row_bytes = o->head_dim * 4;
    const bfloat16 *second = o->values + BLOCK * o->head_dim;
    _tile_loadd(4, weights, PAGE * sizeof(bfloat16));
    _tile_loadd(5, weights + BLOCK, PAGE * sizeof(bfloat16));
    for (size_t d = 0; d < o->head_dim; d += 2 * SIDE) {
        _tile_loadd(0, sums + d, row_bytes);
        _tile_loadd(1, sums + d + SIDE, row_bytes);
        _tile_loadd(6, o->values + 2 * d, row_bytes);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(7, o->values + 2 * d + 2 * SIDE, row_bytes);
        _tile_dpbf16ps(1, 4, 7);
        _tile_loadd(6, second + 2 * d, row_bytes);
        _tile_dpbf16ps(0, 5, 6);
        _tile_loadd(7, second + 2 * d + 2 * SIDE, row_bytes);
        _tile_dpbf16ps(1, 5, 7);
        _tile_stored(0, sums + d, row_bytes);
        _tile_stored(1, sums + d + SIDE, row_bytes);
    }
}

/// A row's step of the softmax as pages pass: weights beside the largest score so far, of positions first ..< end of the page.
AMX_BF16 INLINE void weigh_row(const Queries *o, size_t row, bfloat16 *weights, const float *scores, const PageScales *page, size_t first,
                               size_t end) {
    __m512 s[4];
    UNROLL for (size_t i = 0; i < 4; i++) s[i] = _mm512_load_ps(scores + i * 16);
    if (page->key_scales) UNROLL
        for (size_t i = 0; i < 4; i++) s[i] = _mm512_mul_ps(s[i], _mm512_loadu_ps(page->key_scales + i * 16));
    const uint64_t visible = ~0ull >> (PAGE - end) & ~0ull << first;
    if (~visible) {
        UNROLL for (size_t i = 0; i < 4; i++)
            s[i] = _mm512_mask_blend_ps((__mmask16)(visible >> 16 * i), _mm512_set1_ps(-__builtin_inff()), s[i]);
    }
    const float most = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_max_ps(s[0], s[1]), _mm512_max_ps(s[2], s[3])));
    const float before = o->largest[row];
    if (most > before) {
        const __m512 factor = exp_below_one(_mm512_set1_ps(before - most));
        for (size_t d = 0; d < o->head_dim; d += 16) {
            float *sums = o->sums + row * o->head_dim + d;
            _mm512_storeu_ps(sums, _mm512_mul_ps(_mm512_loadu_ps(sums), factor));
        }
        o->totals[row] *= _mm512_cvtss_f32(factor);
        o->largest[row] = most;
    }
    const __m512 largest = _mm512_set1_ps(o->largest[row]);
    UNROLL for (size_t i = 0; i < 4; i++)
        s[i] = _mm512_maskz_mov_ps((__mmask16)(visible >> 16 * i), exp_below_one(_mm512_sub_ps(s[i], largest)));
    o->totals[row] += _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(s[0], s[1]), _mm512_add_ps(s[2], s[3])));
    if (page->value_scales) UNROLL
        for (size_t i = 0; i < 4; i++) s[i] = _mm512_mul_ps(s[i], _mm512_loadu_ps(page->value_scales + i * 16));
    store_bf16(weights, s[0], s[1]);
    store_bf16(weights + 32, s[2], s[3]);
}

/// A page for all queries that see it. Scores of the next tile are on their way while those of one are weighed.
AMX_BF16 INLINE void attend_page_amx(const Queries *o, const PageScales *page, size_t end, size_t window) {
    _Alignas(64) float scores[2][SIDE * PAGE];
    _Alignas(64) bfloat16 weights[SIDE * PAGE];
    const size_t p = page->first_position / PAGE;
    // The last row of a tile sees most; the first queries may not see this page yet, nor the last ones any more.
    size_t tile = 0, tiles = o->tiles;
    while (tile < tiles && visible_of_page(end + smaller(o->rows - 1, tile * SIDE + SIDE - 1) / o->heads, p) == 0) tile++;
    while (tiles > tile && visible_of_page(first_visible(end + (tiles - 1) * SIDE / o->heads, window), p) == PAGE) tiles--;
    if (tile < tiles) score_tile(scores[tile % 2], o, tile);
    for (; tile < tiles; tile++) {
        if (tile + 1 < tiles) score_tile(scores[(tile + 1) % 2], o, tile + 1);
        for (size_t i = 0; i < SIDE; i++) {
            const size_t row = tile * SIDE + i, query_end = end + row / o->heads;
            const size_t first = visible_of_page(first_visible(query_end, window), p), last = visible_of_page(query_end, p);
            if (row < o->rows && first < last)
                weigh_row(o, row, weights + i * PAGE, scores[tile % 2] + i * PAGE, page, first, last);
            else
                __builtin_memset(weights + i * PAGE, 0, PAGE * sizeof(bfloat16));
        }
        add_tile(o, tile, weights);
    }
}

AMX_BF16 INLINE Queries make_queries(void *scratch, const float *q, size_t stride, size_t rows, const bfloat16 *sinks, float scale,
                                     size_t heads, size_t head_dim) {
    Queries o = {.rows = rows * heads, .tiles = (rows * heads + SIDE - 1) / SIDE, .heads = heads, .head_dim = head_dim};
    const size_t places = o.tiles * SIDE;
    o.sums = (float *)(((uintptr_t)scratch + 63) / 64 * 64);
    o.keys = (bfloat16 *)(o.sums + places * head_dim);
    o.values = o.keys + PAGE * head_dim;
    o.q = o.values + PAGE * head_dim;
    o.largest = (float *)(o.q + places * head_dim);
    o.totals = o.largest + places;
    __builtin_memset(o.sums, 0, places * head_dim * sizeof(float));
    __builtin_memset(o.q + o.rows * head_dim, 0, (places - o.rows) * head_dim * sizeof(bfloat16));
    const __m512 scales = _mm512_set1_ps(scale);
    for (size_t row = 0; row < o.rows; row++) {
        const float *from = q + row / heads * stride + row % heads * head_dim;
        for (size_t d = 0; d < head_dim; d += BLOCK)
            store_bf16(o.q + row * head_dim + d, _mm512_mul_ps(_mm512_loadu_ps(from + d), scales),
                       _mm512_mul_ps(_mm512_loadu_ps(from + d + 16), scales));
        o.largest[row] = float_of_bf16(sinks[row % heads]);
        o.totals[row] = 1;
    }
    return o;
}

AMX_BF16 void bf16_attention_amx(float *out, const float *q, size_t stride, const AttendedPages *pages, size_t rows, size_t end,
                                 size_t window, const bfloat16 *sinks, float scale, size_t heads, size_t head_dim, void *scratch) {
    const Queries o = make_queries(scratch, q, stride, rows, sinks, scale, heads, head_dim);
    configure_wide();
    for (size_t p = first_visible(end, window) / PAGE; p * PAGE < end + rows - 1; p++) {
        const uint8_t *keys = pages->pages[p] + pages->keys, *values = pages->pages[p] + pages->values;
        PageScales page = {.first_position = p * PAGE};
        if (pages->is_eight_bit) {
            page.key_scales = (const float *)(const void *)(keys + PAGE * head_dim);
            page.value_scales = (const float *)(const void *)(values + PAGE * head_dim);
            pair_rows(1, o.keys, keys, head_dim, PAGE);
            pair_rows(1, o.values, values, PAGE, head_dim);
        } else {
            pair_rows(0, o.keys, keys, head_dim, PAGE);
            pair_rows(0, o.values, values, PAGE, head_dim);
        }
        attend_page_amx(&o, &page, end, window);
    }
    _tile_release();
    for (size_t row = 0; row < o.rows; row++) {
        const __m512 share = _mm512_set1_ps(1.0f / o.totals[row]);
        float *to = out + row / heads * stride + row % heads * head_dim;
        for (size_t d = 0; d < head_dim; d += 16)
            _mm512_storeu_ps(to + d, _mm512_mul_ps(_mm512_loadu_ps(o.sums + row * head_dim + d), share));
    }
}
#endif
