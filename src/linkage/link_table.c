#include "linkage/link_table.h"

#include <string.h>

#include "linkage/compare.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { VALUES_LEAST = 256, RECORDS_MAX = INT32_MAX };

/* The arrays of a column, twice as long. The old ones stay in the arena: at most as much again. */
static Status values_grow(Ctx *ctx, LinkValues *values, LinkKind kind) {
    uint32_t room = values->room ? values->room * 2 : VALUES_LEAST;
    LinkValues old = *values;
    size_t used = (size_t)old.count + 1;
    TRY(ctx_alloc_array(ctx, room, sizeof(Str), &values->texts));
    TRY(ctx_alloc_array(ctx, room, sizeof(uint32_t), &values->frequency));
    if (kind != LINK_TEXT) {
        TRY(ctx_alloc_array(ctx, room, sizeof(uint64_t), &values->packed));
    }
    if (old.room != 0) {
        memcpy(values->texts, old.texts, used * sizeof(Str));
        memcpy(values->frequency, old.frequency, used * sizeof(uint32_t));
        if (kind != LINK_TEXT) {
            memcpy(values->packed, old.packed, used * sizeof(uint64_t));
        }
    }
    values->room = room;
    return OK;
}

Status link_table_new(Ctx *ctx, const LinkSpec *spec, size_t capacity, LinkTable **ret_table) {
    void *memory = NULL;
    if (capacity > RECORDS_MAX) {
        return ctx_fail(ctx, E_LINK_SIZE, "%zu records", capacity);
    }
    TRY(ctx_alloc(ctx, sizeof(LinkTable), &memory));
    LinkTable *table = memory;
    *table = (LinkTable){.spec = spec, .capacity = (uint32_t)capacity};
    TRY(ctx_alloc_array(ctx, capacity + 1, sizeof(Str), &table->ids));
    for (int32_t i = 0; i < spec->column_count; i++) {
        LinkValues *values = &table->columns[i];
        TRY(ctx_alloc_array(ctx, capacity + 1, sizeof(uint32_t), &values->codes));
        TRY(values_grow(ctx, values, spec->columns[i].kind));
        TRY(link_hash_new(ctx, VALUES_LEAST, &values->raw));
        TRY(link_hash_new(ctx, VALUES_LEAST, &values->clean));
    }
    *ret_table = table;
    return OK;
}

static Status squeeze(Ctx *ctx, Str folded, Str *ret_text) {
    void *memory = NULL;
    size_t len = 0;
    TRY(ctx_alloc(ctx, folded.len + 1, &memory));
    char *bytes = memory;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80) {
            bytes[len++] = c;
        }
    }
    *ret_text = (Str){bytes, len};
    return OK;
}

static Status clean(Ctx *ctx, LinkClean way, Str cell, Str *ret_text) {
    Str folded;
    switch (way) {
    case LINK_CLEAN_NONE:
        *ret_text = cell;
        return OK;
    case LINK_CLEAN_LOWER:
        return text_lower(ctx, cell, ret_text);
    case LINK_CLEAN_FOLD:
        return text_fold(ctx, cell, ret_text);
    case LINK_CLEAN_SQUEEZE:
        TRY(text_fold(ctx, cell, &folded));
        return squeeze(ctx, folded, ret_text);
    }
    return ctx_fail(ctx, E_BUG, "a way of cleaning that does not exist");
}

/* The part of a cell that a column is made of; empty when there is none. */
static Str word_of(LinkWord word, Str cell) {
    size_t first_end = 0;
    size_t last_start = cell.len;
    if (word == LINK_WORD_ALL) {
        return cell;
    }
    while (first_end < cell.len && cell.ptr[first_end] != ' ') { /* ends: first_end grows */
        first_end++;
    }
    while (last_start > 0 && cell.ptr[last_start - 1] != ' ') { /* ends: last_start falls */
        last_start--;
    }
    if (word == LINK_WORD_LAST) {
        return str_part(cell, last_start, cell.len);
    }
    if (last_start == 0) {
        return (Str){"", 0}; /* one word: the given name */
    }
    return word == LINK_WORD_FIRST ? str_part(cell, 0, first_end)
                                   : str_trim(str_part(cell, first_end, last_start - first_end));
}

static uint64_t pack(LinkKind kind, Str text) {
    return kind == LINK_DATE ? compare_date_read(text) : compare_digits_read(text);
}

/* The number of a cleaned value that is not known; 0 when its column cannot read it. */
static Status value_new(Ctx *ctx, LinkValues *values, LinkKind kind, Str text,
                        uint32_t *ret_number) {
    bool is_new = false;
    uint64_t packed = kind == LINK_TEXT ? 1 : pack(kind, text);
    Str kept;
    if (packed == 0) {
        *ret_number = 0;
        return OK;
    }
    TRY(ctx_copy_str(ctx, text, &kept));
    uint32_t number = values->count + 1;
    if (number == values->room) {
        TRY(values_grow(ctx, values, kind));
    }
    TRY(link_hash_take(ctx, values->clean, kept, number, ret_number, &is_new));
    values->count = number;
    values->texts[number] = kept;
    if (kind != LINK_TEXT) {
        values->packed[number] = packed;
    }
    return OK;
}

/* Cleaning would change nothing: small plain letters, digits and signs, ends trimmed. */
static bool is_clean(const LinkColumn *column, Str cell) {
    bool is_plain = true;
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.ptr[i];
        is_plain = is_plain && c >= ' ' && c < 0x7F && !(c >= 'A' && c <= 'Z');
    }
    return is_plain && column->word == LINK_WORD_ALL &&
           (column->clean == LINK_CLEAN_NONE || column->clean == LINK_CLEAN_LOWER);
}

/* Number + 1 of a raw cell, so that 1 says "known to be missing". */
static Status raw_take(Ctx *ctx, LinkValues *values, const LinkColumn *column, Str cell,
                       uint32_t *ret_number) {
    uint32_t known = link_hash_find(values->raw, cell);
    bool is_new = false;
    if (known != 0) {
        *ret_number = known - 1;
        return OK;
    }
    Str raw;
    Str text;
    uint32_t number = 0;
    TRY(ctx_copy_str(ctx, cell, &raw));
    TRY(utf8_check(ctx, raw));
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(clean(ctx, column->clean, word_of(column->word, raw), &text));
    text = str_trim(text);
    number = text.len ? link_hash_find(values->clean, text) : 0;
    if (number == 0 && text.len != 0) {
        TRY(value_new(ctx, values, column->kind, text, &number));
    } else {
        arena_rewind(ctx->arena, mark);
    }
    TRY(link_hash_take(ctx, values->raw, raw, number + 1, &known, &is_new));
    *ret_number = number;
    return OK;
}

Status link_table_add(Ctx *ctx, LinkTable *table, Str id, const Str *cells) {
    const LinkSpec *spec = table->spec;
    uint32_t record = table->record_count;
    if (record == table->capacity) {
        return ctx_fail(ctx, E_BUG, "more than %u records", table->capacity);
    }
    TRY(ctx_copy_str(ctx, id, &table->ids[record]));
    for (int32_t i = 0; i < spec->column_count; i++) {
        LinkValues *values = &table->columns[i];
        Str cell = str_trim(cells[i]);
        uint32_t number = 0;
        if (cell.len != 0 && is_clean(&spec->columns[i], cell)) {
            number = link_hash_find(values->clean, cell);
            if (number == 0) {
                TRY(value_new(ctx, values, spec->columns[i].kind, cell, &number));
            }
            values->unreadable += number == 0;
        } else if (cell.len != 0) {
            TRY(raw_take(ctx, values, &spec->columns[i], cell, &number));
            values->unreadable += number == 0;
        }
        values->codes[record] = number;
        values->frequency[number]++;
    }
    table->record_count = record + 1;
    table->left_count = table->record_count;
    return OK;
}
