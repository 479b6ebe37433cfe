#include "linkage/link_level.h"

#include <string.h>

/* What is known of two words; worked out when a level asks. */
typedef struct Pair {
    Str a;
    Str b;
    double jaro_winkler; /* -1 = not yet */
    int levenshtein;
    int damerau;
} Pair;

static bool same_first(Str a, Str b, int32_t letters) {
    size_t at = 0;
    for (int32_t i = 0; i < letters; i++) {
        if (at >= a.len || at >= b.len) {
            return a.len == b.len;
        }
        do { /* ends: a letter has at most four bytes */
            if (a.ptr[at] != b.ptr[at]) {
                return false;
            }
            at++;
        } while (at < a.len && at < b.len && ((unsigned char)a.ptr[at] & 0xC0) == 0x80);
    }
    return true;
}

static bool level_fits(const LinkLevel *level, Pair *pair) {
    switch (level->measure) {
    case LINK_EXACT:
    case LINK_LIKENESS:
        return false; /* equal values have the same number: seen before */
    case LINK_JARO_WINKLER:
        if (pair->jaro_winkler < 0) {
            pair->jaro_winkler = compare_jaro_winkler(pair->a, pair->b);
        }
        return pair->jaro_winkler >= level->least;
    case LINK_LEVENSHTEIN:
        if (pair->levenshtein < 0) {
            pair->levenshtein = compare_levenshtein(pair->a, pair->b);
        }
        return pair->levenshtein <= level->most;
    case LINK_DAMERAU:
        if (pair->damerau < 0) {
            pair->damerau = compare_damerau(pair->a, pair->b);
        }
        return pair->damerau <= level->most;
    case LINK_FIRST:
        return same_first(pair->a, pair->b, level->most);
    }
    return false;
}

static uint8_t text_level(const LinkLevels *levels, uint32_t a, uint32_t b) {
    const LinkComparison *comparison = levels->comparison;
    Pair pair = {levels->values->texts[a], levels->values->texts[b], -1, -1, -1};
    for (int32_t i = 0; i < comparison->level_count; i++) {
        if (level_fits(&comparison->levels[i], &pair)) {
            return (uint8_t)(i + 1);
        }
    }
    return (uint8_t)(comparison->level_count + 1);
}

static uint8_t level_worked_out(const LinkLevels *levels, uint32_t a, uint32_t b) {
    if (a == 0 || b == 0) {
        return LINK_MISSING;
    }
    if (a == b) {
        return 1;
    }
    const uint64_t *packed = levels->values->packed;
    switch (levels->kind) {
    case LINK_DATE:
        return levels->of_likeness[compare_dates((uint32_t)packed[a], (uint32_t)packed[b])];
    case LINK_DIGITS:
        return levels->of_likeness[compare_digits(packed[a], packed[b])];
    case LINK_TEXT:
        return a < b ? text_level(levels, a, b) : text_level(levels, b, a);
    }
    return LINK_MISSING;
}

uint8_t link_level_of(const LinkLevels *levels, uint32_t a, uint32_t b) {
    if (levels->width == 0) {
        return level_worked_out(levels, a, b);
    }
    uint8_t *cell = &levels->table[(size_t)a * levels->width + b];
    uint8_t level = __atomic_load_n(cell, __ATOMIC_RELAXED);
    if (level == LEVEL_UNKNOWN) {
        level = level_worked_out(levels, a, b);
        __atomic_store_n(cell, level, __ATOMIC_RELAXED);
    }
    return level;
}

uint8_t link_level_of_records(const LinkTable *table, const LinkLevels *levels, uint32_t a,
                              uint32_t b) {
    const uint32_t *codes = table->columns[levels->comparison->column].codes;
    return link_level_of(levels, codes[a], codes[b]);
}

static void table_fill(LinkLevels *levels) {
    for (uint32_t a = 0; a < levels->width; a++) {
        for (uint32_t b = 0; b <= a; b++) {
            uint8_t level = level_worked_out(levels, a, b);
            levels->table[(size_t)a * levels->width + b] = level;
            levels->table[(size_t)b * levels->width + a] = level;
        }
    }
}

static Status levels_new_one(Ctx *ctx, const LinkTable *table, const LinkComparison *comparison,
                             LinkLevels *levels) {
    const LinkValues *values = &table->columns[comparison->column];
    *levels = (LinkLevels){.comparison = comparison,
                           .values = values,
                           .kind = table->spec->columns[comparison->column].kind};
    uint8_t other = (uint8_t)(comparison->level_count + 1);
    memset(levels->of_likeness, other, sizeof levels->of_likeness);
    levels->of_likeness[0] = LINK_MISSING;
    levels->of_likeness[1] = 1;
    for (int32_t i = comparison->level_count - 1; i >= 0; i--) {
        for (uint32_t likeness = 1; likeness < 16; likeness++) {
            if (comparison->levels[i].likenesses >> likeness & 1) {
                levels->of_likeness[likeness] = (uint8_t)(i + 1);
            }
        }
    }
    if (levels->kind != LINK_TEXT) {
        return OK;
    }
    if (values->count > LEVEL_TABLE_WHOLE_MAX) {
        levels->is_equality =
            comparison->level_count == 1 && comparison->levels[0].measure == LINK_EXACT;
        TRY(link_narrow_new(ctx, values, comparison, &levels->narrow));
    }
    if (levels->is_equality || levels->narrow || values->count >= LEVEL_TABLE_MAX) {
        return OK;
    }
    void *memory = NULL;
    levels->width = values->count + 1;
    size_t size = (size_t)levels->width * levels->width;
    TRY(ctx_alloc(ctx, size + sizeof(uint64_t), &memory)); /* room for a wide read at the end */
    levels->table = memory;
    levels->is_whole = values->count <= LEVEL_TABLE_WHOLE_MAX;
    if (levels->is_whole) {
        table_fill(levels);
    } else {
        memset(levels->table, LEVEL_UNKNOWN, size);
    }
    return OK;
}

Status link_levels_new(Ctx *ctx, const LinkTable *table, LinkLevels *ret_levels) {
    for (int32_t i = 0; i < table->spec->comparison_count; i++) {
        TRY(levels_new_one(ctx, table, &table->spec->comparisons[i], &ret_levels[i]));
    }
    return OK;
}
