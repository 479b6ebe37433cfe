#include "linkage/link_narrow.h"

#include <string.h>

#include "linkage/compare.h"
#include "linkage/link_score.h"

#if defined(__x86_64__)
#include <x86intrin.h>
#define HAS_WIDE_KERNELS 1
/* Not under ASan: link_kernel.c says why. */
#define FOR_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt"), no_sanitize("address")))
#define FOR_AVX512                                                                                 \
    __attribute__((target("avx512f,avx512bw,bmi,bmi2,popcnt"), no_sanitize("address")))
#endif

enum { LETTER_BITS = 4, NO_NUMBER = 0xFF, TRIED_MAX = 256 };

/* ---- is the column of that kind, and which level is what ---- */

static bool only_jaro_winkler(const LinkComparison *comparison) {
    bool any = false;
    for (int32_t i = 0; i < comparison->level_count; i++) {
        const LinkLevel *level = &comparison->levels[i];
        bool is_one = level->measure == LINK_JARO_WINKLER && level->least > 0;
        if (level->measure != LINK_EXACT && !is_one) {
            return false;
        }
        any = any || is_one;
    }
    return any;
}

/* Numbers of the letters that occur; false when they are too many, or a value is too long. */
static bool letters_number(const LinkValues *values, uint8_t number_of[TRIED_MAX],
                           uint32_t *ret_length) {
    uint32_t lengths[NARROW_LETTERS + 1] = {0};
    uint8_t kinds = 0;
    memset(number_of, NO_NUMBER, TRIED_MAX);
    for (uint32_t value = 1; value <= values->count; value++) {
        Str text = values->texts[value];
        if (text.len > NARROW_LETTERS) {
            return false;
        }
        lengths[text.len]++;
        for (size_t i = 0; i < text.len; i++) {
            unsigned char letter = (unsigned char)text.ptr[i];
            if (number_of[letter] != NO_NUMBER) {
                continue;
            }
            if (letter >= 0x80 || kinds == NARROW_LETTERS) {
                return false;
            }
            number_of[letter] = kinds++;
        }
    }
    *ret_length = 0;
    for (uint32_t length = 1; length <= NARROW_LETTERS; length++) {
        *ret_length = lengths[length] > lengths[*ret_length] ? length : *ret_length;
    }
    return *ret_length >= 4;
}

/* The first level that a likeness reaches. */
static uint8_t level_reached(const LinkComparison *comparison, double likeness) {
    for (int32_t i = 0; i < comparison->level_count; i++) {
        const LinkLevel *level = &comparison->levels[i];
        if (level->measure == LINK_JARO_WINKLER && likeness >= level->least) {
            return (uint8_t)(i + 1);
        }
    }
    return (uint8_t)(comparison->level_count + 1);
}

static void levels_fill(LinkNarrow *narrow, const LinkComparison *comparison) {
    int length = (int)narrow->length;
    narrow->else_level = (uint8_t)(comparison->level_count + 1);
    memset(narrow->level, narrow->else_level, sizeof narrow->level);
    for (int prefix = 0; prefix <= NARROW_PREFIX_MAX; prefix++) {
        narrow->least[prefix] = NARROW_LETTERS + 1;
        for (int matched = length; matched >= 1; matched--) {
            for (int crossed = 0; crossed <= matched / 2; crossed++) {
                narrow->level[matched][crossed][prefix] = level_reached(
                    comparison, compare_jaro_winkler_of(matched, crossed, length, length, prefix));
            }
            if (narrow->level[matched][0][prefix] != narrow->else_level) {
                narrow->least[prefix] = (uint8_t)matched;
            }
        }
    }
}

Status link_narrow_new(Ctx *ctx, const LinkValues *values, const LinkComparison *comparison,
                       const LinkNarrow **ret_narrow) {
    uint8_t number_of[TRIED_MAX];
    uint32_t length = 0;
    void *memory = NULL;
    *ret_narrow = NULL;
    if (!only_jaro_winkler(comparison) || !letters_number(values, number_of, &length)) {
        return OK;
    }
    TRY(ctx_alloc(ctx, sizeof(LinkNarrow), &memory));
    LinkNarrow *narrow = memory;
    narrow->length = length;
    TRY(ctx_alloc_array(ctx, (size_t)values->count + 1, sizeof(uint64_t), &narrow->letters));
    TRY(ctx_alloc_array(ctx, (size_t)values->count + 1, sizeof(bool), &narrow->unlike));
    narrow->unlike[0] = true;
    for (uint32_t value = 1; value <= values->count; value++) {
        Str text = values->texts[value];
        narrow->unlike[value] = text.len != length;
        for (size_t i = 0; i < text.len; i++) {
            uint64_t number = number_of[(unsigned char)text.ptr[i]];
            narrow->letters[value] |= number << (LETTER_BITS * i);
        }
    }
    levels_fill(narrow, comparison);
    *ret_narrow = narrow;
    return OK;
}

void narrow_block_put(const LinkNarrow *narrow, NarrowBlock *block, size_t k, uint32_t code) {
    uint64_t letters = narrow->letters[code];
    bool unlike = narrow->unlike[code];
    block->codes[k] = code;
    block->letters[k] = letters;
    block->unlike[k] = unlike;
    for (uint32_t i = 0; i < narrow->length; i++) {
        block->at[i][k] = (uint8_t)(letters >> (LETTER_BITS * i) & 15);
        if (unlike) {
            block->at[i][k] = NARROW_NO_LETTER;
        }
    }
}

/* ---- one with many ---- */

#ifdef HAS_WIDE_KERNELS

/*
 * The letter of each record at each place takes the first letter of ours that is the same, within
 * reach and still free. Since places and reach only move forward, the letters taken are the same
 * whichever of the two begins: the level does not depend on the order.
 */
typedef struct Ours {
    uint64_t letters;
    uint16_t places[2 * NARROW_LETTERS]; /* where each letter stands; none from 16 on */
    uint16_t window[NARROW_LETTERS];     /* places within reach, by place of theirs */
} Ours;

static void ours_begin(const LinkNarrow *narrow, uint64_t letters, Ours *ret_ours) {
    int length = (int)narrow->length;
    int reach = length / 2 > 0 ? length / 2 - 1 : 0;
    *ret_ours = (Ours){.letters = letters};
    for (int i = 0; i < length; i++) {
        uint64_t letter = letters >> (LETTER_BITS * i) & 15;
        ret_ours->places[letter] = (uint16_t)(ret_ours->places[letter] | 1u << i);
        for (int k = i > reach ? i - reach : 0; k <= i + reach && k < length; k++) {
            ret_ours->window[i] = (uint16_t)(ret_ours->window[i] | 1u << k);
        }
    }
}

/* The letters whose places are in `used`, side by side. */
FOR_AVX2 static inline uint64_t letters_taken(uint64_t letters, uint64_t used) {
    return _pext_u64(letters, _pdep_u64(used, UINT64_C(0x1111111111111111)) * 15);
}

/* Of a pair with enough letters in common: count those out of order. */
FOR_AVX2 static inline uint8_t level_counted(const LinkNarrow *narrow, uint64_t a, uint64_t b,
                                             uint64_t used_a, uint64_t used_b) {
    uint64_t crossed = letters_taken(a, used_a) ^ letters_taken(b, used_b);
    crossed |= crossed >> 1;
    crossed |= crossed >> 2;
    int order = __builtin_popcountll(crossed & UINT64_C(0x1111111111111111)) / 2;
    int prefix = __builtin_ctzll(a ^ b) / LETTER_BITS;
    prefix = prefix > NARROW_PREFIX_MAX ? NARROW_PREFIX_MAX : prefix;
    return narrow->level[__builtin_popcountll(used_a)][order][prefix];
}

/* What the lanes of one step found. */
typedef struct Lanes {
    uint16_t used_a[32]; /* places of ours that are taken, by record */
    uint16_t used_b[32]; /* places of theirs */
} Lanes;

typedef struct Row {
    const LinkNarrow *narrow;
    const NarrowBlock *block;
    const Ours *ours;
    uint32_t code;
    size_t to;
} Row;

/* Those of the records from k on that are `asked`, one by one. */
FOR_AVX2 static inline void lanes_finish(const Row *row, size_t k, uint64_t asked,
                                         const Lanes *lanes) {
    for (; asked != 0; asked &= asked - 1) { /* ends: bits fall */
        size_t lane = (size_t)__builtin_ctzll(asked);
        size_t at = k + lane;
        if (at >= row->to) {
            return;
        }
        if (row->block->unlike[at]) {
            row->block->levels[at] = UINT8_MAX;
        } else if (row->block->codes[at] == row->code) {
            row->block->levels[at] = 1;
        } else {
            row->block->levels[at] =
                level_counted(row->narrow, row->ours->letters, row->block->letters[at],
                              lanes->used_a[lane], lanes->used_b[lane]);
        }
    }
}

FOR_AVX512 static void row_avx512(const Row *row, size_t from) {
    const NarrowBlock *block = row->block;
    const __m512i zero = _mm512_setzero_si512();
    const __m512i places = _mm512_loadu_si512(row->ours->places);
    const __m512i least = _mm512_set1_epi16(row->narrow->least[0]);
    const __m256i else_level = _mm256_set1_epi8((char)row->narrow->else_level);
    Lanes lanes;
    for (size_t k = from; k < row->to; k += 32) {
        __m512i used_a = zero;
        __m512i used_b = zero;
        __m512i matched = zero;
        __m512i same = _mm512_set1_epi16(-1);
        __m512i gain = zero;
        for (uint32_t i = 0; i < row->narrow->length; i++) {
            const void *letters = block->at[i] + k;
            __m512i letter = _mm512_cvtepu8_epi16(_mm256_loadu_si256(letters));
            __m512i found = _mm512_permutexvar_epi16(letter, places);
            __m512i open = _mm512_and_si512(found, _mm512_set1_epi16((short)row->ours->window[i]));
            open = _mm512_andnot_si512(used_a, open);
            open = _mm512_and_si512(open, _mm512_sub_epi16(zero, open));
            __mmask32 has = _mm512_test_epi16_mask(open, open);
            used_a = _mm512_or_si512(used_a, open);
            used_b =
                _mm512_mask_add_epi16(used_b, has, used_b, _mm512_set1_epi16((short)(1u << i)));
            matched = _mm512_mask_add_epi16(matched, has, matched, _mm512_set1_epi16(1));
            if (i < NARROW_PREFIX_MAX) {
                __mmask32 equal =
                    _mm512_test_epi16_mask(found, _mm512_set1_epi16((short)(1u << i)));
                same = _mm512_maskz_mov_epi16(equal, same);
                short worth = (short)(row->narrow->least[i] - row->narrow->least[i + 1]);
                gain = _mm512_add_epi16(gain, _mm512_and_si512(same, _mm512_set1_epi16(worth)));
            }
        }
        __mmask32 asked = _mm512_cmpge_epi16_mask(_mm512_add_epi16(matched, gain), least);
        __m256i unlike = _mm256_loadu_si256((const void *)(block->unlike + k));
        asked |= (__mmask32)_mm256_movemask_epi8(_mm256_cmpgt_epi8(unlike, _mm256_setzero_si256()));
        _mm512_storeu_si512(lanes.used_a, used_a);
        _mm512_storeu_si512(lanes.used_b, used_b);
        _mm256_storeu_si256((void *)(row->block->levels + k), else_level);
        lanes_finish(row, k, asked, &lanes);
    }
}

/* 16 records; places in two halves, since bytes are what this machine looks up. */
FOR_AVX2 static void row_avx2(const Row *row, size_t from) {
    const NarrowBlock *block = row->block;
    const __m256i zero = _mm256_setzero_si256();
    const __m256i one = _mm256_set1_epi16(1);
    const __m256i least = _mm256_set1_epi16((short)(row->narrow->least[0] - 1));
    const __m128i else_level = _mm_set1_epi8((char)row->narrow->else_level);
    uint8_t low[NARROW_LETTERS];
    uint8_t high[NARROW_LETTERS];
    Lanes lanes;
    for (int i = 0; i < NARROW_LETTERS; i++) {
        low[i] = (uint8_t)row->ours->places[i];
        high[i] = (uint8_t)(row->ours->places[i] >> 8);
    }
    const __m128i places_low = _mm_loadu_si128((const void *)low);
    const __m128i places_high = _mm_loadu_si128((const void *)high);
    for (size_t k = from; k < row->to; k += 16) {
        __m256i used_a = zero;
        __m256i used_b = zero;
        __m256i matched = zero;
        __m256i same = _mm256_set1_epi16(-1);
        __m256i gain = zero;
        for (uint32_t i = 0; i < row->narrow->length; i++) {
            __m128i letter = _mm_loadu_si128((const void *)(block->at[i] + k));
            __m256i found = _mm256_or_si256(
                _mm256_cvtepu8_epi16(_mm_shuffle_epi8(places_low, letter)),
                _mm256_slli_epi16(_mm256_cvtepu8_epi16(_mm_shuffle_epi8(places_high, letter)), 8));
            const __m256i here = _mm256_set1_epi16((short)(1u << i));
            __m256i open = _mm256_and_si256(found, _mm256_set1_epi16((short)row->ours->window[i]));
            open = _mm256_andnot_si256(used_a, open);
            open = _mm256_and_si256(open, _mm256_sub_epi16(zero, open));
            __m256i none = _mm256_cmpeq_epi16(open, zero);
            used_a = _mm256_or_si256(used_a, open);
            used_b = _mm256_or_si256(used_b, _mm256_andnot_si256(none, here));
            matched = _mm256_add_epi16(matched, _mm256_andnot_si256(none, one));
            if (i < NARROW_PREFIX_MAX) {
                __m256i equal = _mm256_cmpeq_epi16(_mm256_and_si256(found, here), here);
                same = _mm256_and_si256(same, equal);
                short worth = (short)(row->narrow->least[i] - row->narrow->least[i + 1]);
                gain = _mm256_add_epi16(gain, _mm256_and_si256(same, _mm256_set1_epi16(worth)));
            }
        }
        __m256i enough = _mm256_cmpgt_epi16(_mm256_add_epi16(matched, gain), least);
        __m128i narrow =
            _mm_packs_epi16(_mm256_castsi256_si128(enough), _mm256_extracti128_si256(enough, 1));
        __m128i unlike =
            _mm_cmpgt_epi8(_mm_loadu_si128((const void *)(block->unlike + k)), _mm_setzero_si128());
        uint64_t asked = (uint32_t)_mm_movemask_epi8(_mm_or_si128(narrow, unlike));
        _mm256_storeu_si256((void *)lanes.used_a, used_a);
        _mm256_storeu_si256((void *)lanes.used_b, used_b);
        _mm_storeu_si128((void *)(row->block->levels + k), else_level);
        lanes_finish(row, k, asked, &lanes);
    }
}

#endif

bool narrow_levels(const LinkNarrow *narrow, int kernel, const NarrowBlock *block, size_t i,
                   size_t from, size_t to) {
#ifdef HAS_WIDE_KERNELS
    if (kernel == LINK_KERNEL_SCALAR || block->unlike[i]) {
        return false;
    }
    Ours ours;
    const Row row = {narrow, block, &ours, block->codes[i], to};
    ours_begin(narrow, block->letters[i], &ours);
    if (kernel == LINK_KERNEL_AVX512) {
        row_avx512(&row, from);
    } else {
        row_avx2(&row, from);
    }
    return true;
#else
    (void)narrow, (void)kernel, (void)block, (void)i, (void)from, (void)to;
    return false;
#endif
}
