#include "variants.h"

INLINE uint64_t read_words(const void *bytes, size_t byte_count) {
    // 32 sums of 8 bytes: four vectors of 64 bytes a round.
    typedef uint64_t u64x8 __attribute__((vector_size(64), aligned(1)));
    const u64x8 *words = bytes;
    u64x8 a = {0}, b = {0}, c = {0}, d = {0};
    for (size_t i = 0; i + 4 <= byte_count / sizeof(u64x8); i += 4) {
        a += words[i];
        b += words[i + 1];
        c += words[i + 2];
        d += words[i + 3];
    }
    a += b + c + d;
    uint64_t sum = 0;
    for (size_t i = 0; i < 8; i++) sum += a[i];
    return sum;
}

uint64_t u8_read_portable(const void *bytes, size_t byte_count) { return read_words(bytes, byte_count); }

#if defined(__x86_64__)
AVX2 uint64_t u8_read_avx2(const void *bytes, size_t byte_count) { return read_words(bytes, byte_count); }
AVX512 uint64_t u8_read_avx512(const void *bytes, size_t byte_count) { return read_words(bytes, byte_count); }
#endif
