#include "bf16_tiles_amx.h"

#if defined(__x86_64__)
AMX_BF16 void bf16_from_f32_amx(bfloat16 *out, const float *x, size_t count) {
    const __m512i order = _mm512_setr_epi32(0, 4, 2, 6, 1, 5, 3, 7, 8, 12, 10, 14, 9, 13, 11, 15);
    for (size_t i = 0; i < count; i += BLOCK) {
        const __m512 a = _mm512_permutexvar_ps(order, _mm512_loadu_ps(x + i)), b = _mm512_permutexvar_ps(order, _mm512_loadu_ps(x + i + 16));
        _mm512_storeu_si512(out + i * BF16_TOKENS, (__m512i)_mm512_cvtne2ps_pbh(b, a));
    }
}
#endif
