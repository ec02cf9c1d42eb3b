#include "i8_tiles_amx.h"
#include "i8_tiles_portable.h"
#include "mxfp4_dots.h"
#include "mxfp4_few.h"
#include "mxfp4_tiles.h"

typedef void unpack_function(int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count);

/// Unpacks a chunk of 16 rows at a time, and runs all tokens over it.
INLINE void multiply(unpack_function *unpack, i8_cover_function *cover, float *out, size_t out_stride, const int8_t *x,
                     const uint8_t *blocks, const uint8_t *scales, const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    _Alignas(64) int8_t weights[CHUNK_BLOCKS * TILE_BYTES];
    _Alignas(64) float weight_scales[CHUNK_BLOCKS * TILE_ROWS];
    const size_t row_blocks = columns / BLOCK;
    begin_with_bias(out, out_stride, bias, tokens, rows);
    for (size_t first = 0; first < row_blocks; first += CHUNK_BLOCKS) {
        const size_t count = smaller(CHUNK_BLOCKS, row_blocks - first);
        for (size_t row = 0; row < rows; row += TILE_ROWS) {
            const PackedRows packed = packed_rows(blocks, scales, row, rows, row_blocks);
            unpack(weights, weight_scales, &packed, first, count);
            const TileOperands o = {.x = x,
                                    .columns = columns,
                                    .first = first,
                                    .count = count,
                                    .weights = weights,
                                    .scales = weight_scales,
                                    .short_scales = NULL};
            cover_rows(cover, o, tokens, rows - row, out + row, out_stride);
        }
    }
}

#define PARAMETERS                                                                                                                   \
    float *out, size_t out_stride, const int8_t *x, const uint8_t *blocks, const uint8_t *scales, const bfloat16 *bias,              \
        size_t tokens, size_t rows, size_t columns
#define MULTIPLY(unpack, cover) multiply(unpack, cover, out, out_stride, x, blocks, scales, bias, tokens, rows, columns)

void i8_mxfp4w_matmul_portable(PARAMETERS) { MULTIPLY(unpack_portable, cover_all_portable); }

#if defined(__x86_64__)
/// Up to this many tokens go row by row with vectors of 256 bits: unpacking would cost more than it saves.
enum { DOT_TOKENS = 3 };

#define DOTS_OF(set, T) dots_##set(T, out + row, out_stride, x, blocks + first * BLOCK_BYTES, scales + first, columns)
#define DOTS(set)                                                                                                                    \
    for (size_t row = 0; row < rows; row++) {                                                                                        \
        const size_t first = row * (columns / BLOCK);                                                                                \
        switch (tokens) {                                                                                                            \
        case 3: DOTS_OF(set, 3); break;                                                                                              \
        case 2: DOTS_OF(set, 2); break;                                                                                              \
        case 1: DOTS_OF(set, 1); break;                                                                                              \
        default: break;                                                                                                              \
        }                                                                                                                            \
        for (size_t t = 0; t < tokens; t++) out[t * out_stride + row] += bias_of(bias, row);                                         \
    }

AVX2 static void cover_avx2(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_avx2(1, o, tokens, out, out_stride);
}

AVXVNNI static void cover_avxvnni(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_avxvnni(1, o, tokens, out, out_stride);
}

AVX512 static void cover_avx512(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_from_avx512(UNSIGNED, o, 0, tokens, out, out_stride);
}

AMX static void cover_amx(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_amx(o, tokens, out, out_stride);
}

AVX512 static void unpack_unsigned_avx512(int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count) {
    unpack_avx512(128, out, scales, rows, first, count);
}

AVX512 static void unpack_signed_avx512(int8_t *out, float *scales, const PackedRows *rows, size_t first, size_t count) {
    unpack_avx512(0, out, scales, rows, first, count);
}

AVX2 void i8_mxfp4w_matmul_alike_avx2(PARAMETERS) { MULTIPLY(unpack_avx2, cover_avx2); }
AVXVNNI void i8_mxfp4w_matmul_alike_avxvnni(PARAMETERS) { MULTIPLY(unpack_avx2, cover_avxvnni); }

AVX2 void i8_mxfp4w_matmul_avx2(PARAMETERS) {
    if (tokens <= DOT_TOKENS) {
        DOTS(avx2);
    } else {
        MULTIPLY(unpack_avx2, cover_avx2);
    }
}

AVXVNNI void i8_mxfp4w_matmul_avxvnni(PARAMETERS) {
    if (tokens <= DOT_TOKENS) {
        DOTS(avxvnni);
    } else {
        MULTIPLY(unpack_avx2, cover_avxvnni);
    }
}

// These give a token the same bits whatever number of tokens it is among.
AVX512 void i8_mxfp4w_matmul_avx512(PARAMETERS) {
    if (tokens <= FEW_TOKENS) {
        begin_with_bias(out, out_stride, bias, tokens, rows);
        multiply_few_avx512(out, out_stride, x, blocks, scales, tokens, rows, columns);
    } else {
        MULTIPLY(unpack_unsigned_avx512, cover_avx512);
    }
}

AMX void i8_mxfp4w_matmul_amx(PARAMETERS) {
    if (tokens < AMX_TOKENS) {
        i8_mxfp4w_matmul_avx512(out, out_stride, x, blocks, scales, bias, tokens, rows, columns);
        return;
    }
    configure_amx();
    MULTIPLY(unpack_signed_avx512, cover_amx);
    _tile_release();
}
#elif defined(__aarch64__)
NEON static void cover_neon(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_neon(o, tokens, out, out_stride);
}

NEON void i8_mxfp4w_matmul_neon(PARAMETERS) { MULTIPLY(unpack_neon, cover_neon); }
#endif
