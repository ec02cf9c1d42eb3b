#include "variants.h"

enum { PAGE = KV_PAGE_POSITIONS };

/// out[i · step] = x[i] in 8 bits; returns the scale. As in i8_from_f32 next to nothing is zero, and infinity and NaN show in the scale.
static float round_to_i8(int8_t *out, size_t step, const float *x, size_t count) {
#pragma clang fp contract(off)
    const float rounder = 12582912.0f;  // 1.5 · 2^23: adding it leaves an integer in the low bits
    uint32_t largest_bits = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t bits = bits_of_float(x[i]) & 0x7FFFFFFF;
        largest_bits = bits > largest_bits ? bits : largest_bits;
    }
    const float largest = float_of_bits(largest_bits);
    const int vanishes = largest < 0x1p-100f;
    const float inverse = vanishes ? 0 : 127.0f / largest;
    for (size_t i = 0; i < count; i++)
        out[i * step] = (int8_t)(bits_of_float(x[i] * inverse + rounder) - bits_of_float(rounder));
    return vanishes ? 0 : largest * (1.0f / 127.0f);
}

void i8_store_position_portable(int8_t *keys, int8_t *values, const float *key, const float *value, size_t slot, size_t head_dim) {
    float *key_scales = (float *)(void *)(keys + PAGE * head_dim), *value_scales = (float *)(void *)(values + PAGE * head_dim);
    key_scales[slot] = round_to_i8(keys + slot, PAGE, key, head_dim);
    value_scales[slot] = round_to_i8(values + slot * head_dim, 1, value, head_dim);
}
