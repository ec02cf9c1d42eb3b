/// The values of MXFP4 (OCP Microscaling Formats 1.0).
#ifndef MXFP4_H
#define MXFP4_H

#include "variants.h"

/// §5.3.3: sign, two bits of exponent, one of mantissa.
static const float e2m1_values[16] = {0, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0.0f, -0.5f, -1, -1.5f, -2, -3, -4, -6};

/// Twice those: integers.
#define E2M1_DOUBLED(offset)                                                                                                         \
    (offset) + 0, (offset) + 1, (offset) + 2, (offset) + 3, (offset) + 4, (offset) + 6, (offset) + 8, (offset) + 12, (offset) - 0,   \
        (offset) - 1, (offset) - 2, (offset) - 3, (offset) - 4, (offset) - 6, (offset) - 8, (offset) - 12

/// 2^(scale − 127) for every scale, E8M0 of the same document, §5.4.1: 0 gives a subnormal float32, 255 is NaN.
#define BIT(s, n) ((s) & (n) ? 0x1p##n : 1.0)
#define E8M0(s) (float)(0x1p-127 * BIT(s, 1) * BIT(s, 2) * BIT(s, 4) * BIT(s, 8) * BIT(s, 16) * BIT(s, 32) * BIT(s, 64) * BIT(s, 128))
#define E8M0_4(s) E8M0(s), E8M0((s) + 1), E8M0((s) + 2), E8M0((s) + 3)
#define E8M0_16(s) E8M0_4(s), E8M0_4((s) + 4), E8M0_4((s) + 8), E8M0_4((s) + 12)
#define E8M0_64(s) E8M0_16(s), E8M0_16((s) + 16), E8M0_16((s) + 32), E8M0_16((s) + 48)
static const float e8m0_values[256] = {
    E8M0_64(0),   E8M0_64(64),  E8M0_64(128), E8M0_16(192), E8M0_16(208), E8M0_16(224),
    E8M0_4(240),  E8M0_4(244),  E8M0_4(248),  E8M0(252),    E8M0(253),    E8M0(254),    __builtin_nanf(""),
};

#endif
