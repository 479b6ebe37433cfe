#include "linkage/link_kernel.h"

#include "linkage/compare.h"
#include "linkage/link_score.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#define HAS_WIDE_KERNELS 1
/* gcc lays the wide locals of a function under ASan where they may not be aligned (GCC bug 110027):
 * these few are left out of it; their plain twin is checked. */
#define FOR_AVX2 __attribute__((target("avx2"), no_sanitize("address")))
#define FOR_AVX512 __attribute__((target("avx512f,avx512bw"), no_sanitize("address")))
#endif

/* ---- equal in each: what all others must give ---- */

static void table_plain(uint32_t *patterns, const uint32_t *codes, size_t count, const uint8_t *row,
                        uint32_t stride) {
    for (size_t i = 0; i < count; i++) {
        patterns[i] += stride * row[codes[i]];
    }
}

static void dates_plain(const KernelAdd *add, uint32_t *patterns, const uint32_t *dates,
                        size_t count, uint32_t date) {
    for (size_t i = 0; i < count; i++) {
        patterns[i] += add->stride * add->of_likeness[compare_dates(date, dates[i])];
    }
}

static inline __attribute__((always_inline)) void equal_plain(uint32_t *patterns,
                                                              const uint32_t *codes, size_t count,
                                                              uint32_t code, uint32_t stride) {
    for (size_t i = 0; i < count; i++) {
        patterns[i] += codes[i] == code ? stride : codes[i] == 0 ? 0 : 2 * stride;
    }
}

static inline __attribute__((always_inline)) void
levels_plain(uint32_t *patterns, const uint8_t *levels, size_t count, uint32_t stride) {
    for (size_t i = 0; i < count; i++) {
        patterns[i] += stride * levels[i];
    }
}

static bool look_up_plain(uint8_t *levels, const uint32_t *codes, size_t count,
                          const uint8_t *row) {
    uint8_t most = 0;
    for (size_t i = 0; i < count; i++) {
        levels[i] = row[codes[i]];
        most = levels[i] > most ? levels[i] : most;
    }
    return most == UINT8_MAX;
}

#ifdef HAS_WIDE_KERNELS

FOR_AVX2 static void equal_avx2(uint32_t *patterns, const uint32_t *codes, size_t count,
                                uint32_t code, uint32_t stride) {
    equal_plain(patterns, codes, count, code, stride);
}

FOR_AVX512 static void equal_avx512(uint32_t *patterns, const uint32_t *codes, size_t count,
                                    uint32_t code, uint32_t stride) {
    equal_plain(patterns, codes, count, code, stride);
}

FOR_AVX2 static void levels_avx2(uint32_t *patterns, const uint8_t *levels, size_t count,
                                 uint32_t stride) {
    levels_plain(patterns, levels, count, stride);
}

FOR_AVX512 static void levels_avx512(uint32_t *patterns, const uint8_t *levels, size_t count,
                                     uint32_t stride) {
    levels_plain(patterns, levels, count, stride);
}

FOR_AVX512 static bool look_up_avx512(uint8_t *levels, const uint32_t *codes, size_t count,
                                      const uint8_t *row) {
    const __m512i low = _mm512_set1_epi32(0xFF);
    __mmask16 unknown = 0;
    for (size_t i = 0; i < count; i += 16) {
        size_t left = count - i;
        __mmask16 mask = (__mmask16)(left >= 16 ? 0xFFFFu : (1u << left) - 1);
        __m512i code = _mm512_maskz_loadu_epi32(mask, codes + i);
        __m512i level = _mm512_and_si512(
            _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mask, code, row, 1), low);
        unknown = (__mmask16)(unknown | _mm512_cmpeq_epi32_mask(level, low));
        _mm512_mask_cvtepi32_storeu_epi8(levels + i, mask, level);
    }
    return unknown != 0;
}

FOR_AVX2 static void table_avx2(uint32_t *patterns, const uint32_t *codes, size_t count,
                                const uint8_t *row, uint32_t stride) {
    const __m256i low = _mm256_set1_epi32(0xFF);
    const __m256i by = _mm256_set1_epi32((int)stride);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256i code = _mm256_loadu_si256((const __m256i *)(const void *)(codes + i));
        __m256i level =
            _mm256_and_si256(_mm256_i32gather_epi32((const int *)(const void *)row, code, 1), low);
        __m256i *to = (__m256i *)(void *)(patterns + i);
        _mm256_storeu_si256(
            to, _mm256_add_epi32(_mm256_loadu_si256(to), _mm256_mullo_epi32(level, by)));
    }
    table_plain(patterns + i, codes + i, count - i, row, stride);
}

FOR_AVX512 static void table_avx512(uint32_t *patterns, const uint32_t *codes, size_t count,
                                    const uint8_t *row, uint32_t stride) {
    const __m512i low = _mm512_set1_epi32(0xFF);
    const __m512i by = _mm512_set1_epi32((int)stride);
    for (size_t i = 0; i < count; i += 16) {
        size_t left = count - i;
        __mmask16 mask = (__mmask16)(left >= 16 ? 0xFFFFu : (1u << left) - 1);
        __m512i code = _mm512_maskz_loadu_epi32(mask, codes + i);
        __m512i level = _mm512_and_si512(
            _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), mask, code, row, 1), low);
        __m512i sum = _mm512_maskz_loadu_epi32(mask, patterns + i);
        sum = _mm512_add_epi32(sum, _mm512_mullo_epi32(level, by));
        _mm512_mask_storeu_epi32(patterns + i, mask, sum);
    }
}

/* compare_dates() for 16 dates at once: each answer in turn overwrites the weaker ones. */
FOR_AVX512 static __m512i likeness_avx512(__m512i a, __m512i b) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i month_mask = _mm512_set1_epi32(15);
    const __m512i day_mask = _mm512_set1_epi32(31);
    const __m512i one = _mm512_set1_epi32(1);
    __m512i a_year = _mm512_srli_epi32(a, 9);
    __m512i b_year = _mm512_srli_epi32(b, 9);
    __m512i a_month = _mm512_and_si512(_mm512_srli_epi32(a, 5), month_mask);
    __m512i b_month = _mm512_and_si512(_mm512_srli_epi32(b, 5), month_mask);
    __m512i a_day = _mm512_and_si512(a, day_mask);
    __m512i b_day = _mm512_and_si512(b, day_mask);
    __mmask16 year = _mm512_cmpeq_epi32_mask(a_year, b_year);
    __mmask16 month = _mm512_cmpeq_epi32_mask(a_month, b_month);
    __mmask16 day = _mm512_cmpeq_epi32_mask(a_day, b_day);
    __mmask16 month_known = _mm512_cmpneq_epi32_mask(a_month, zero);
    __mmask16 months_known = (__mmask16)(month_known & _mm512_cmpneq_epi32_mask(b_month, zero));
    __mmask16 swapped = (__mmask16)(_mm512_cmpeq_epi32_mask(a_month, b_day) &
                                    _mm512_cmpeq_epi32_mask(a_day, b_month));
    __mmask16 next = (__mmask16)(_mm512_cmpeq_epi32_mask(_mm512_add_epi32(a_year, one), b_year) |
                                 _mm512_cmpeq_epi32_mask(_mm512_add_epi32(b_year, one), a_year));
    __mmask16 known =
        (__mmask16)(_mm512_cmpneq_epi32_mask(a, zero) & _mm512_cmpneq_epi32_mask(b, zero));
    __m512i out = _mm512_set1_epi32(DATE_OTHER);
    out = _mm512_mask_mov_epi32(out, next, _mm512_set1_epi32(DATE_NEXT_YEAR));
    out = _mm512_mask_mov_epi32(out, (__mmask16)(month & day & month_known),
                                _mm512_set1_epi32(DATE_MONTH_DAY));
    out = _mm512_mask_mov_epi32(out, year, _mm512_set1_epi32(DATE_YEAR));
    out = _mm512_mask_mov_epi32(out, (__mmask16)(year & day), _mm512_set1_epi32(DATE_YEAR_DAY));
    out = _mm512_mask_mov_epi32(out, (__mmask16)(year & month), _mm512_set1_epi32(DATE_YEAR_MONTH));
    out = _mm512_mask_mov_epi32(out, (__mmask16)(year & swapped), _mm512_set1_epi32(DATE_SWAPPED));
    out = _mm512_mask_mov_epi32(out, (__mmask16)(year & ~months_known),
                                _mm512_set1_epi32(DATE_YEAR_ONLY_EQUAL));
    out = _mm512_mask_mov_epi32(out, _mm512_cmpeq_epi32_mask(a, b), _mm512_set1_epi32(DATE_EQUAL));
    return _mm512_maskz_mov_epi32(known, out);
}

FOR_AVX512 static void dates_avx512(const KernelAdd *add, uint32_t *patterns, const uint32_t *dates,
                                    size_t count, uint32_t date) {
    uint32_t values[16];
    for (int i = 0; i < 16; i++) {
        values[i] = add->stride * add->of_likeness[i];
    }
    const __m512i table = _mm512_loadu_si512(values);
    const __m512i a = _mm512_set1_epi32((int)date);
    for (size_t i = 0; i < count; i += 16) {
        size_t left = count - i;
        __mmask16 mask = (__mmask16)(left >= 16 ? 0xFFFFu : (1u << left) - 1);
        __m512i b = _mm512_maskz_loadu_epi32(mask, dates + i);
        __m512i sum = _mm512_maskz_loadu_epi32(mask, patterns + i);
        sum = _mm512_add_epi32(sum, _mm512_permutexvar_epi32(likeness_avx512(a, b), table));
        _mm512_mask_storeu_epi32(patterns + i, mask, sum);
    }
}

#endif

void kernel_table(const KernelAdd *add, uint32_t *patterns, const uint32_t *codes, size_t count,
                  const uint8_t *row) {
#ifdef HAS_WIDE_KERNELS
    if (add->kernel == LINK_KERNEL_AVX512) {
        table_avx512(patterns, codes, count, row, add->stride);
        return;
    }
    if (add->kernel == LINK_KERNEL_AVX2) {
        table_avx2(patterns, codes, count, row, add->stride);
        return;
    }
#endif
    table_plain(patterns, codes, count, row, add->stride);
}

void kernel_dates(const KernelAdd *add, uint32_t *patterns, const uint32_t *dates, size_t count,
                  uint32_t date) {
#ifdef HAS_WIDE_KERNELS
    if (add->kernel == LINK_KERNEL_AVX512) {
        dates_avx512(add, patterns, dates, count, date);
        return;
    }
#endif
    dates_plain(add, patterns, dates, count, date);
}

void kernel_digits(const KernelAdd *add, uint32_t *patterns, const uint64_t *digits, size_t count,
                   uint64_t number) {
    for (size_t i = 0; i < count; i++) {
        patterns[i] += add->stride * add->of_likeness[compare_digits(number, digits[i])];
    }
}

void kernel_equal(const KernelAdd *add, uint32_t *patterns, const uint32_t *codes, size_t count,
                  uint32_t code) {
#ifdef HAS_WIDE_KERNELS
    if (add->kernel == LINK_KERNEL_AVX512) {
        equal_avx512(patterns, codes, count, code, add->stride);
        return;
    }
    if (add->kernel == LINK_KERNEL_AVX2) {
        equal_avx2(patterns, codes, count, code, add->stride);
        return;
    }
#endif
    equal_plain(patterns, codes, count, code, add->stride);
}

void kernel_levels(const KernelAdd *add, uint32_t *patterns, const uint8_t *levels, size_t count) {
#ifdef HAS_WIDE_KERNELS
    if (add->kernel == LINK_KERNEL_AVX512) {
        levels_avx512(patterns, levels, count, add->stride);
        return;
    }
    if (add->kernel == LINK_KERNEL_AVX2) {
        levels_avx2(patterns, levels, count, add->stride);
        return;
    }
#endif
    levels_plain(patterns, levels, count, add->stride);
}

bool kernel_look_up(const KernelAdd *add, uint8_t *levels, const uint32_t *codes, size_t count,
                    const uint8_t *row) {
#ifdef HAS_WIDE_KERNELS
    if (add->kernel == LINK_KERNEL_AVX512) {
        return look_up_avx512(levels, codes, count, row);
    }
#endif
    (void)add;
    return look_up_plain(levels, codes, count, row);
}

void kernel_seen(uint8_t *seen, const uint32_t *blocks, size_t count, uint32_t block) {
    for (size_t i = 0; i < count; i++) {
        seen[i] |= (uint8_t)(blocks[i] == block);
    }
}

int link_kernel_widest(void) {
#ifdef HAS_WIDE_KERNELS
    bool has_bits = __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    if (has_bits && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
        return LINK_KERNEL_AVX512;
    }
    if (has_bits && __builtin_cpu_supports("avx2")) {
        return LINK_KERNEL_AVX2;
    }
#endif
    return LINK_KERNEL_SCALAR;
}
