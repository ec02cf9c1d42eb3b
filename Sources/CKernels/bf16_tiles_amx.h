/// Products in bfloat16 on the unit for matrices: 16 tokens × 16 rows × 32 columns an instruction, added up in float32 from the first column to the
/// last. The vector unit unpacks weights meanwhile, once for all tokens.
///
/// An unpacked tile of weights is 16 rows × one block of 32 columns, as [16 pairs of columns][16 rows][2], in the order of bf16_from_f32.
#ifndef BF16_TILES_AMX_H
#define BF16_TILES_AMX_H

#include "i8_rows.h"

#if defined(__x86_64__)

#define AMX_BF16                                                                                                                     \
    __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512bf16,amx-tile,amx-bf16"), min_vector_width(512)))

/// Numbers of an unpacked tile; how many of them are kept: few, so that the first-level cache does not let them go before they are multiplied; and
/// how long before that they are unpacked: what was stored a moment ago is slow to load.
enum { WIDE_TILE = TILE_ROWS * BLOCK, WIDE_RING = 8, WIDE_LEAD = 3, SIDE = BF16_TOKENS };
_Static_assert(SIDE == 16 && TILE_ROWS == 16, "a register holds 16 rows of 64 bytes");

/// Where the weights of 16 rows are. Rows that are not there are the last one again: their results are dropped.
typedef struct {
    const uint8_t *blocks[TILE_ROWS];
    /// Bytes from a row to the one 16 further on, whose blocks are prefetched.
    size_t ahead;
    /// MXFP4: what the scales of 16 blocks, from a multiple of 16 on, take off exponents. [16 blocks][16 rows]
    _Alignas(64) uint32_t exponents[16][TILE_ROWS];
    const uint8_t *scales[TILE_ROWS];
    const int8_t *tiles;
    const bfloat16 *short_scales;
    size_t count;
} WideSource;

/// Finds the rows from `row` on.
typedef void find_wide_function(WideSource *source, const void *weights, size_t row);
/// Unpacks a block of them; blocks come in order.
typedef void unpack_wide_function(bfloat16 *out, WideSource *source, size_t block);

typedef struct {
    float *out;
    size_t out_stride;
    const bfloat16 *x, *bias;
    size_t columns, tokens, rows;
} WideOperands;

/// Palette 1: all registers are 16 rows of 64 bytes. The first ones hold sums, 7 weights, 6 and 5 activations.
AMX_BF16 INLINE void configure_wide(void) {
    struct {
        uint8_t palette, start_row, reserved[14];
        uint16_t row_bytes[16];
        uint8_t rows[16];
    } configuration = {.palette = 1, .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
    _tile_loadconfig(&configuration);
}

/// Results at a matrix' edge, of which there are more than are wanted.
AMX_BF16 INLINE void store_edge(float *out, size_t stride, const float *edge, size_t tokens, size_t rows) {
    for (size_t t = 0; t < smaller(SIDE, tokens); t++)
        for (size_t r = 0; r < smaller(SIDE, rows); r++) out[t * stride + r] = edge[t * SIDE + r];
}

#define STORE_SUMS(t)                                                                                                                \
    do {                                                                                                                             \
        float *place = out + (t) * SIDE * o->out_stride;                                                                             \
        if (rows >= SIDE && tokens >= ((t) + 1) * SIDE) {                                                                            \
            _tile_stored(t, place, o->out_stride * sizeof(float));                                                                   \
        } else {                                                                                                                     \
            _tile_stored(t, edge, SIDE * sizeof(float));                                                                             \
            store_edge(place, o->out_stride, edge, tokens - (t) * SIDE, rows);                                                       \
        }                                                                                                                            \
    } while (0)
#define MULTIPLY_TOKENS(t, register)                                                                                                 \
    do {                                                                                                                             \
        _tile_loadd(register, x + (t) * SIDE * o->columns + b * WIDE_TILE, 64);                                                      \
        _tile_dpbf16ps(t, register, 7);                                                                                              \
    } while (0)

/// out = bias + the products of 16 · T tokens from `token` on with the 16 rows from `row` on, T being 1 to 6. Weights are unpacked while those some blocks
/// before them are multiplied.
AMX_BF16 INLINE void tile_wide(const size_t T, unpack_wide_function *unpack, WideSource *source, const WideOperands *o, size_t token,
                               size_t row) {
    _Alignas(4096) bfloat16 tiles[WIDE_RING * WIDE_TILE];
    _Alignas(64) float edge[SIDE * SIDE], bias[SIDE] = {0};
    const bfloat16 *x = o->x + token * o->columns;
    float *out = o->out + token * o->out_stride + row;
    const size_t tokens = o->tokens - token, rows = o->rows - row, count = o->columns / BLOCK;
    for (size_t r = 0; r < smaller(SIDE, rows); r++) bias[r] = bias_of(o->bias, row + r);
    // A row of biases for each token: they are 0 bytes apart.
    _tile_loadd(0, bias, 0);
    if (T > 1) _tile_loadd(1, bias, 0);
    if (T > 2) _tile_loadd(2, bias, 0);
    if (T > 3) _tile_loadd(3, bias, 0);
    if (T > 4) _tile_loadd(4, bias, 0);
    if (T > 5) _tile_loadd(5, bias, 0);
    for (size_t b = 0; b < smaller(WIDE_LEAD, count); b++) unpack(tiles + b * WIDE_TILE, source, b);
    for (size_t b = 0; b < count; b++) {
        if (b + WIDE_LEAD < count) unpack(tiles + (b + WIDE_LEAD) % WIDE_RING * WIDE_TILE, source, b + WIDE_LEAD);
        _tile_loadd(7, tiles + b % WIDE_RING * WIDE_TILE, 64);
        MULTIPLY_TOKENS(0, 6);
        if (T == 6) {
            MULTIPLY_TOKENS(1, 6);
            MULTIPLY_TOKENS(2, 6);
            MULTIPLY_TOKENS(3, 6);
            MULTIPLY_TOKENS(4, 6);
            MULTIPLY_TOKENS(5, 6);
        } else {
            if (T > 1) MULTIPLY_TOKENS(1, 5);
            if (T > 2) MULTIPLY_TOKENS(2, 6);
            if (T > 3) MULTIPLY_TOKENS(3, 5);
            if (T > 4) MULTIPLY_TOKENS(4, 6);
        }
    }
    STORE_SUMS(0);
    if (T > 1) STORE_SUMS(1);
    if (T > 2) STORE_SUMS(2);
    if (T > 3) STORE_SUMS(3);
    if (T > 4) STORE_SUMS(4);
    if (T > 5) STORE_SUMS(5);
}

/// Groups of up to 96 tokens, of about equal size, which stay in the second-level cache while all rows pass, 16 at a time.
AMX_BF16 INLINE void multiply_wide(find_wide_function *find, unpack_wide_function *unpack, const void *weights, const WideOperands *o) {
    WideSource source;
    const size_t tiles = (o->tokens + SIDE - 1) / SIDE, groups = (tiles + 5) / 6;
    for (size_t group = 0; group < groups; group++) {
        const size_t first = group * tiles / groups, count = (group + 1) * tiles / groups - first, token = first * SIDE;
        for (size_t row = 0; row < o->rows; row += TILE_ROWS) {
            find(&source, weights, row);
            switch (count) {
            case 6: tile_wide(6, unpack, &source, o, token, row); break;
            case 5: tile_wide(5, unpack, &source, o, token, row); break;
            case 4: tile_wide(4, unpack, &source, o, token, row); break;
            case 3: tile_wide(3, unpack, &source, o, token, row); break;
            case 2: tile_wide(2, unpack, &source, o, token, row); break;
            default: tile_wide(1, unpack, &source, o, token, row);
            }
        }
    }
}

#endif
#endif
