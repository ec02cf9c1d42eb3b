#include "i8_rows.h"

/// Blocks whose values are all smaller than this count as zero: 127 divided by them would not be finite.
#define SMALLEST_BLOCK 0x1p-100f

INLINE void to_i8(int8_t *out, const float *x, size_t count) {
    // Contracted to a fused multiply-add the rounding would differ between instruction sets.
#pragma clang fp contract(off)
    const float rounder = 12582912.0f;  // 1.5 · 2^23: adding it leaves an integer in the low bits
    float *scales = (float *)(void *)(out + count);
    int32_t *corrections = (int32_t *)(void *)(out + count + count / BLOCK * sizeof(float));
    for (size_t b = 0; b < count / BLOCK; b++) {
        const float *values = x + b * BLOCK;
        // Compared as integers, infinity is larger than numbers and NaN than all: the block's scale shows them.
        uint32_t largest_bits = 0;
        for (size_t i = 0; i < BLOCK; i++) {
            const uint32_t bits = bits_of_float(values[i]) & 0x7FFFFFFF;
            largest_bits = bits > largest_bits ? bits : largest_bits;
        }
        const float largest = float_of_bits(largest_bits);
        const int vanishes = largest < SMALLEST_BLOCK;
        const float inverse = vanishes ? 0 : 127.0f / largest;
        int32_t sum = 0;
        int8_t *even = out + b * BLOCK, *odd = even + BLOCK / 2;
        for (size_t i = 0; i < BLOCK / 2; i++) {
            const int8_t a = (int8_t)(bits_of_float(values[2 * i] * inverse + rounder) - bits_of_float(rounder));
            const int8_t c = (int8_t)(bits_of_float(values[2 * i + 1] * inverse + rounder) - bits_of_float(rounder));
            even[i] = a;
            odd[i] = c;
            sum += a + c;
        }
        scales[b] = vanishes ? 0 : largest * (1.0f / 127.0f);
        corrections[b] = -128 * sum;
    }
}

void i8_from_f32_portable(int8_t *out, const float *x, size_t count) { to_i8(out, x, count); }

#if defined(__x86_64__)
AVX2 void i8_from_f32_avx2(int8_t *out, const float *x, size_t count) { to_i8(out, x, count); }
AVX512 void i8_from_f32_avx512(int8_t *out, const float *x, size_t count) { to_i8(out, x, count); }
#endif
