/// What every kernel file shares: the instruction sets, and the variants that each operation has.
#ifndef VARIANTS_H
#define VARIANTS_H

#include "CKernels.h"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,fma")))
#define AVX512 __attribute__((target("avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni"), min_vector_width(512)))
#endif

// Plain C that is written once and compiled for each instruction set: inlined into the variants, the compiler vectorises it for them.
_Static_assert(sizeof(float) == 4 && sizeof(bfloat16) == 2, "checkpoints hold IEEE float32 and bfloat16");

INLINE float float_of_bits(uint32_t bits) {
    float value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

INLINE uint32_t bits_of_float(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

INLINE float float_of_bf16(bfloat16 value) { return float_of_bits((uint32_t)value << 16); }

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

#define DECLARE_VARIANTS(name) name##_kernel name##_portable, name##_avx2, name##_avx512
DECLARE_VARIANTS(f32_from_bf16);
DECLARE_VARIANTS(f32_add_scaled);
DECLARE_VARIANTS(f32_bf16w_rmsnorm);
DECLARE_VARIANTS(f32_bf16w_matmul);
DECLARE_VARIANTS(f32_mxfp4w_matmul);
DECLARE_VARIANTS(i8_from_f32);
DECLARE_VARIANTS(q8_from_bf16);
DECLARE_VARIANTS(i8_q8w_matmul);
DECLARE_VARIANTS(i8_q4w_bounds);
DECLARE_VARIANTS(i8_mxfp4w_matmul);
i8_q8w_matmul_kernel i8_q8w_matmul_neon, i8_q8w_matmul_avxvnni, i8_q8w_matmul_amx;
i8_q4w_bounds_kernel i8_q4w_bounds_neon, i8_q4w_bounds_avxvnni, i8_q4w_bounds_amx;
i8_mxfp4w_matmul_kernel i8_mxfp4w_matmul_neon, i8_mxfp4w_matmul_avxvnni, i8_mxfp4w_matmul_amx;
bf16_from_f32_kernel bf16_from_f32_amx;
bf16_q8w_matmul_kernel bf16_q8w_matmul_amx;
bf16_mxfp4w_matmul_kernel bf16_mxfp4w_matmul_amx;
bf16_attention_kernel bf16_attention_amx;
// One way for any number of tokens, so that each token's results are the same to the bit beside any others.
f32_bf16w_matmul_kernel f32_bf16w_matmul_alike_avx2, f32_bf16w_matmul_alike_avx512;
f32_mxfp4w_matmul_kernel f32_mxfp4w_matmul_alike_avx2, f32_mxfp4w_matmul_alike_avx512;
i8_mxfp4w_matmul_kernel i8_mxfp4w_matmul_alike_avx2, i8_mxfp4w_matmul_alike_avxvnni;
DECLARE_VARIANTS(f32_split);
DECLARE_VARIANTS(f32_rope);
DECLARE_VARIANTS(f32_attention);
DECLARE_VARIANTS(f32_swiglu);
DECLARE_VARIANTS(u8_read);
q4_from_q8_kernel q4_from_q8_portable;
i8_energies_kernel i8_energies_portable;
i8_store_position_kernel i8_store_position_portable;
f32_topk_softmax_kernel f32_topk_softmax_portable;
multiply_accumulate_kernel f32_multiply_accumulate_portable, f32_multiply_accumulate_avx2, f32_multiply_accumulate_avx512;
multiply_accumulate_kernel i8_multiply_accumulate_amx, i8_multiply_accumulate_portable, i8_multiply_accumulate_avx2, i8_multiply_accumulate_avx512;

#endif
