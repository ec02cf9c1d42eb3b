#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "variants.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__linux__)
#include <unistd.h>
#endif
#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

/// `set` is the instruction set of all kernels, `dots` that of the products in 8 bits; then follows what needs a unit for matrices.
#define KERNEL_TABLE(set, dots, ...)                                                                                                         \
    {                                                                                                                                \
        .f32_from_bf16 = f32_from_bf16_##set,                                                                                        \
        .f32_add_scaled = f32_add_scaled_##set,                                                                                      \
        .f32_bf16w_rmsnorm = f32_bf16w_rmsnorm_##set,                                                                                \
        .f32_bf16w_matmul = f32_bf16w_matmul_##set,                                                                                  \
        .f32_mxfp4w_matmul = f32_mxfp4w_matmul_##set,                                                                                \
        .i8_from_f32 = i8_from_f32_##set,                                                                                            \
        .q8_from_bf16 = q8_from_bf16_##set,                                                                                          \
        .i8_q8w_matmul = i8_q8w_matmul_##dots,                                                                                       \
        .q4_from_q8 = q4_from_q8_portable,                                                                                           \
        .i8_energies = i8_energies_portable,                                                                                         \
        .i8_q4w_bounds = i8_q4w_bounds_##dots,                                                                                       \
        .i8_mxfp4w_matmul = i8_mxfp4w_matmul_##dots,                                                                                 \
        .f32_split = f32_split_##set,                                                                                                \
        .f32_rope = f32_rope_##set,                                                                                                  \
        .f32_attention = f32_attention_##set,                                                                                        \
        .i8_store_position = i8_store_position_portable,                                                                             \
        .f32_swiglu = f32_swiglu_##set,                                                                                              \
        .f32_topk_softmax = f32_topk_softmax_portable,                                                                               \
        .u8_read = u8_read_##set,                                                                                                    \
        .f32_multiply_accumulate = f32_multiply_accumulate_##set,                                                                    \
        .i8_multiply_accumulate = i8_multiply_accumulate_##set,                                                                      \
        __VA_ARGS__                                                                                                                  \
    }

const KernelTable *kernels_portable(void) {
    static const KernelTable table = KERNEL_TABLE(portable, portable);
    return &table;
}

#if defined(__x86_64__)
const KernelTable *kernels_avx2(void) {
    static const KernelTable table = KERNEL_TABLE(avx2, avx2);
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &table : NULL;
}

const KernelTable *kernels_avxvnni(void) {
    static const KernelTable table = KERNEL_TABLE(avx2, avxvnni);
    unsigned a = 0, b, c, d;
    const int supported = __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & 1u << 4);
    return supported && kernels_avx2() ? &table : NULL;
}

const KernelTable *kernels_avx512(void) {
    static const KernelTable table = KERNEL_TABLE(avx512, avx512);
    const int supported = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
                          && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni");
    return supported && kernels_avx2() ? &table : NULL;
}

/// Asks the system for the registers of AMX, for all threads of the process.
static int may_use_amx(void) {
#if defined(__linux__)
    enum { ARCH_PRCTL = 158, ARCH_REQ_XCOMP_PERM = 0x1023, TILE_DATA = 18 };
    return syscall(ARCH_PRCTL, ARCH_REQ_XCOMP_PERM, TILE_DATA) == 0;
#else
    return 0;
#endif
}

const KernelTable *kernels_amx(void) {
    static const KernelTable table = KERNEL_TABLE(avx512, amx, .bf16_from_f32 = bf16_from_f32_amx, .bf16_q8w_matmul = bf16_q8w_matmul_amx,
                                                  .bf16_mxfp4w_matmul = bf16_mxfp4w_matmul_amx, .bf16_attention = bf16_attention_amx,
                                                  .matrix_multiply_accumulate = i8_multiply_accumulate_amx);
    unsigned a, b, c, d = 0;
    const unsigned amx = 1u << 22 | 1u << 24 | 1u << 25;  // AMX-BF16, AMX-TILE, AMX-INT8
    const int has_amx = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & amx) == amx;
    const int has_bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & 1u << 5);  // AVX512_BF16
    return has_amx && has_bf16 && kernels_avx512() && may_use_amx() ? &table : NULL;
}
#else
const KernelTable *kernels_avx2(void) { return NULL; }
const KernelTable *kernels_avxvnni(void) { return NULL; }
const KernelTable *kernels_avx512(void) { return NULL; }
const KernelTable *kernels_amx(void) { return NULL; }
#endif

#if defined(__aarch64__)
const KernelTable *kernels_neon(void) {
    static const KernelTable table = KERNEL_TABLE(portable, neon);
#if defined(__linux__)
    enum { HAS_DOT_PRODUCT = 1 << 20 };  // HWCAP_ASIMDDP
    return getauxval(AT_HWCAP) & HAS_DOT_PRODUCT ? &table : NULL;
#else
    return &table;  // every processor of Apple's
#endif
}
#else
const KernelTable *kernels_neon(void) { return NULL; }
#endif

KernelTable kernels_alike(const KernelTable *kernels) {
    KernelTable alike = *kernels;
    alike.bf16_from_f32 = NULL;
    alike.bf16_q8w_matmul = NULL;
    alike.bf16_mxfp4w_matmul = NULL;
    alike.bf16_attention = NULL;
#if defined(__x86_64__)
#define REPLACE(name, set)                                                                                                           \
    if (alike.name == name##_##set) alike.name = name##_alike_##set
    REPLACE(f32_bf16w_matmul, avx2);
    REPLACE(f32_bf16w_matmul, avx512);
    REPLACE(f32_mxfp4w_matmul, avx2);
    REPLACE(f32_mxfp4w_matmul, avx512);
    REPLACE(i8_mxfp4w_matmul, avx2);
    REPLACE(i8_mxfp4w_matmul, avxvnni);
#endif
    return alike;
}
