#include "variants.h"

#define KERNEL_TABLE(set)                                                                                                            \
    {                                                                                                                                \
        .f32_from_bf16 = f32_from_bf16_##set,                                                                                        \
        .f32_add_scaled = f32_add_scaled_##set,                                                                                      \
        .f32_bf16w_rmsnorm = f32_bf16w_rmsnorm_##set,                                                                                \
        .f32_bf16w_matmul = f32_bf16w_matmul_##set,                                                                                  \
        .f32_mxfp4w_matmul = f32_mxfp4w_matmul_##set,                                                                                \
        .f32_split = f32_split_##set,                                                                                                \
        .f32_rope = f32_rope_##set,                                                                                                  \
        .f32_attention = f32_attention_##set,                                                                                        \
        .f32_swiglu = f32_swiglu_##set,                                                                                              \
        .f32_topk_softmax = f32_topk_softmax_portable,                                                                               \
        .u8_read = u8_read_##set,                                                                                                    \
        .f32_multiply_accumulate = f32_multiply_accumulate_##set,                                                                    \
        .i8_multiply_accumulate = i8_multiply_accumulate_##set,                                                                      \
    }

const KernelTable *kernels_portable(void) {
    static const KernelTable table = KERNEL_TABLE(portable);
    return &table;
}

#if defined(__x86_64__)
const KernelTable *kernels_avx2(void) {
    static const KernelTable table = KERNEL_TABLE(avx2);
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &table : NULL;
}

const KernelTable *kernels_avx512(void) {
    static const KernelTable table = KERNEL_TABLE(avx512);
    const int supported = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
                          && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
    return supported && kernels_avx2() ? &table : NULL;
}
#else
const KernelTable *kernels_avx2(void) { return NULL; }
const KernelTable *kernels_avx512(void) { return NULL; }
#endif
