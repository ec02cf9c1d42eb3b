#include "i8_tiles_amx.h"
#include "i8_tiles_avx2.h"
#include "i8_tiles_neon.h"
#include "i8_tiles_portable.h"

/// Tokens that stay in the second-level cache while all rows pass.
enum { TOKEN_BLOCK = 64 };

INLINE void multiply(i8_cover_function *cover, float *out, size_t out_stride, const int8_t *x, const int8_t *weight,
                     const bfloat16 *scales, const bfloat16 *bias, size_t tokens, size_t rows, size_t columns) {
    const size_t blocks = columns / BLOCK;
    for (size_t token = 0; token < tokens; token += TOKEN_BLOCK) {
        const size_t count = smaller(TOKEN_BLOCK, tokens - token);
        for (size_t row = 0; row < rows; row += TILE_ROWS) {
            const size_t group = row / TILE_ROWS * blocks;
            const TileOperands o = {.x = x + token * i8_row_bytes(columns),
                                    .columns = columns,
                                    .first = 0,
                                    .count = blocks,
                                    .weights = weight + group * TILE_BYTES,
                                    .scales = NULL,
                                    .short_scales = scales + group * TILE_ROWS};
            float *tile = out + token * out_stride + row;
            begin_with_bias(tile, out_stride, bias ? bias + row : NULL, count, smaller(TILE_ROWS, rows - row));
            cover_rows(cover, o, count, rows - row, tile, out_stride);
        }
    }
}

#define PARAMETERS                                                                                                                   \
    float *out, size_t out_stride, const int8_t *x, const int8_t *weight, const bfloat16 *scales, const bfloat16 *bias,              \
        size_t tokens, size_t rows, size_t columns
#define MULTIPLY(cover) multiply(cover, out, out_stride, x, weight, scales, bias, tokens, rows, columns)

void i8_q8w_matmul_portable(PARAMETERS) { MULTIPLY(cover_all_portable); }

#if defined(__x86_64__)
AVX2 static void cover_avx2(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_avx2(0, o, tokens, out, out_stride);
}

AVXVNNI static void cover_avxvnni(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_avxvnni(0, o, tokens, out, out_stride);
}

AVX512 static void cover_avx512(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_from_avx512(SIGNED, o, 0, tokens, out, out_stride);
}

AMX static void cover_amx(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_amx(o, tokens, out, out_stride);
}

AVX2 void i8_q8w_matmul_avx2(PARAMETERS) { MULTIPLY(cover_avx2); }
AVXVNNI void i8_q8w_matmul_avxvnni(PARAMETERS) { MULTIPLY(cover_avxvnni); }
AVX512 void i8_q8w_matmul_avx512(PARAMETERS) { MULTIPLY(cover_avx512); }

AMX void i8_q8w_matmul_amx(PARAMETERS) {
    if (tokens < AMX_TOKENS) {
        MULTIPLY(cover_avx512);
        return;
    }
    configure_amx();
    MULTIPLY(cover_amx);
    _tile_release();
}
#elif defined(__aarch64__)
NEON static void cover_neon(const TileOperands *o, size_t tokens, float *out, size_t out_stride) {
    cover_all_neon(o, tokens, out, out_stride);
}

NEON void i8_q8w_matmul_neon(PARAMETERS) { MULTIPLY(cover_neon); }
#endif
