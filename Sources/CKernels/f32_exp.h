#ifndef F32_EXP_H
#define F32_EXP_H

#include "variants.h"

/// e^x to within 2 units in the last place, without branches, so that loops over it vectorise. Below −87.3 it gives e^−87.3 (1.2e−38).
/// Cody and Waite's reduction x = n·ln 2 + r, |r| ≤ ln 2 / 2; the polynomial of Cephes' expf for e^r.
INLINE float f32_exp(float x) {
    x = x > 88.0f ? 88.0f : x;
    x = x < -87.3f ? -87.3f : x;
    const float rounder = 12582912.0f;  // 1.5 · 2^23: adding it leaves an integer in the low bits
    float shifted = x * 1.44269504f + rounder;
    float n = shifted - rounder;
    float r = x - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    // 2^n · p: the exponent field of `shifted` minus `rounder` is n.
    return float_of_bits(bits_of_float(p) + ((bits_of_float(shifted) - bits_of_float(rounder)) << 23));
}

#endif
