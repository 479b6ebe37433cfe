#include "linkage/link_block.h"

#include <string.h>

enum { RADIX_BITS = 11, RADIX = 1 << RADIX_BITS, RADIX_PASSES = 6, YEAR_SHIFT = 9 };

typedef struct Keyed {
    uint64_t key; /* 0 = none */
    uint32_t record;
} Keyed;

static Str first_letters(Str text, int32_t count) {
    size_t at = 0;
    for (int32_t i = 0; i < count && at < text.len; i++) {
        do { /* ends: a letter has at most four bytes */
            at++;
        } while (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    }
    return str_part(text, 0, at);
}

static Str last_letters(Str text, int32_t count) {
    size_t at = text.len;
    for (int32_t i = 0; i < count && at > 0; i++) {
        do { /* ends: a letter has at most four bytes */
            at--;
        } while (at > 0 && ((unsigned char)text.ptr[at] & 0xC0) == 0x80);
    }
    return str_part(text, at, text.len - at);
}

/* What a value contributes to a key; 0 = the part is missing in it. */
static uint64_t part_of_value(const LinkValues *values, const LinkPart *part, uint32_t number) {
    uint64_t packed = values->packed ? values->packed[number] : 0;
    switch (part->kind) {
    case LINK_PART_WHOLE:
        return number;
    case LINK_PART_FIRST:
        return link_hash_bytes(first_letters(values->texts[number], part->count)) | 1;
    case LINK_PART_LAST:
        return link_hash_bytes(last_letters(values->texts[number], part->count)) | 1;
    case LINK_PART_YEAR:
        return packed >> YEAR_SHIFT;
    case LINK_PART_DAY:
        return packed & ((1 << YEAR_SHIFT) - 1);
    }
    return 0;
}

static Status keys_add_part(Ctx *ctx, const LinkTable *table, const LinkPart *part, Keyed *keyed) {
    const LinkValues *values = &table->columns[part->column];
    void *memory = NULL;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, ((size_t)values->count + 1) * sizeof(uint64_t), &memory));
    uint64_t *parts = memory;
    for (uint32_t number = 1; number <= values->count; number++) {
        parts[number] = part_of_value(values, part, number);
    }
    for (uint32_t i = 0; i < table->record_count; i++) {
        uint64_t of_record = parts[values->codes[i]];
        uint64_t key = link_mix(keyed[i].key * UINT64_C(0x9E3779B97F4A7C15) + of_record) | 1;
        keyed[i].key = of_record == 0 || keyed[i].key == 0 ? 0 : key;
    }
    arena_rewind(ctx->arena, mark);
    return OK;
}

/* By key, then by record: the sort is stable and records come in order. */
static void radix_sort(Keyed *from, Keyed *to, size_t count) {
    for (int pass = 0; pass < RADIX_PASSES; pass++) {
        size_t place[RADIX] = {0};
        int shift = pass * RADIX_BITS;
        for (size_t i = 0; i < count; i++) {
            place[from[i].key >> shift & (RADIX - 1)]++;
        }
        size_t sum = 0;
        for (int digit = 0; digit < RADIX; digit++) {
            size_t here = place[digit];
            place[digit] = sum;
            sum += here;
        }
        for (size_t i = 0; i < count; i++) {
            to[place[from[i].key >> shift & (RADIX - 1)]++] = from[i];
        }
        Keyed *other = from;
        from = to;
        to = other;
    }
}

static uint64_t pairs_of(const LinkTable *table, uint64_t size, uint64_t left) {
    return table->left_count == table->record_count ? size * (size - 1) / 2 : left * (size - left);
}

static void block_take(const LinkTable *table, const Keyed *run, uint32_t size,
                       LinkBlocks *blocks) {
    uint32_t left = 0;
    while (left < size && run[left].record < table->left_count) { /* ends: left grows */
        left++;
    }
    uint64_t pairs = pairs_of(table, size, left);
    if (pairs == 0) {
        return;
    }
    if (pairs > (uint64_t)table->spec->block_pairs_max) {
        blocks->left_out_blocks++;
        blocks->left_out_pairs += pairs;
        if (size > blocks->left_out_largest) {
            blocks->left_out_largest = size;
            blocks->left_out_record = run[0].record;
        }
        return;
    }
    uint32_t n = ++blocks->block_count;
    uint32_t start = blocks->starts[n - 1];
    for (uint32_t i = 0; i < size; i++) {
        blocks->records[start + i] = run[i].record;
        blocks->block_of[run[i].record] = n;
    }
    blocks->starts[n] = start + size;
    blocks->lefts[n] = left;
    blocks->pair_count += pairs;
    blocks->largest = size > blocks->largest ? size : blocks->largest;
}

Status link_blocks_new(Ctx *ctx, const LinkTable *table, int32_t rule, LinkBlocks *ret_blocks) {
    const LinkRule *of = &table->spec->rules[rule];
    size_t count = table->record_count;
    void *memory = NULL;
    *ret_blocks = (LinkBlocks){.rule = of};
    TRY(ctx_alloc_array(ctx, count + 1, sizeof(uint32_t), &ret_blocks->block_of));
    TRY(ctx_alloc_array(ctx, count + 1, sizeof(uint32_t), &ret_blocks->records));
    TRY(ctx_alloc_array(ctx, count / 2 + 2, sizeof(uint32_t), &ret_blocks->starts));
    TRY(ctx_alloc_array(ctx, count / 2 + 2, sizeof(uint32_t), &ret_blocks->lefts));
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, (2 * count + 1) * sizeof(Keyed), &memory));
    Keyed *keyed = memory;
    for (uint32_t i = 0; i < count; i++) {
        keyed[i] = (Keyed){1, i};
    }
    for (int32_t i = 0; i < of->part_count; i++) {
        TRY(keys_add_part(ctx, table, &of->parts[i], keyed));
    }
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (keyed[i].key != 0) {
            keyed[used++] = keyed[i];
        }
    }
    radix_sort(keyed, keyed + count, used);
    for (size_t i = 0; i < used;) { /* ends: i grows */
        size_t end = i + 1;
        while (end < used && keyed[end].key == keyed[i].key) {
            end++;
        }
        block_take(table, &keyed[i], (uint32_t)(end - i), ret_blocks);
        i = end;
    }
    arena_rewind(ctx->arena, mark);
    return OK;
}

uint64_t link_block_pairs(const LinkTable *table, const LinkBlocks *blocks, uint32_t n) {
    return pairs_of(table, blocks->starts[n] - blocks->starts[n - 1], blocks->lefts[n]);
}
