#include "f32_exp.h"

INLINE void swiglu(float *out, const float *gate_up, float limit, size_t count) {
    for (size_t i = 0; i < count; i++) {
        float gate = gate_up[2 * i], up = gate_up[2 * i + 1];
        gate = gate > limit ? limit : gate;
        up = up > limit ? limit : up;
        up = up < -limit ? -limit : up;
        out[i] = gate / (1.0f + f32_exp(-1.702f * gate)) * (up + 1.0f);
    }
}

void f32_swiglu_portable(float *out, const float *gate_up, float limit, size_t count) { swiglu(out, gate_up, limit, count); }

#if defined(__x86_64__)
AVX2 void f32_swiglu_avx2(float *out, const float *gate_up, float limit, size_t count) { swiglu(out, gate_up, limit, count); }
AVX512 void f32_swiglu_avx512(float *out, const float *gate_up, float limit, size_t count) { swiglu(out, gate_up, limit, count); }
#endif
