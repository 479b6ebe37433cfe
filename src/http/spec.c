#include "http/spec.h"

#include <assert.h>
#include <ctype.h>

#include "text/utf8.h"

enum { MONTH_LEAST = 190001, MONTH_MOST = 299912, DAY_LEAST = 18000000, DAY_MOST = 29991231 };

/* Where the ']' that closes an opened '[' stands. */
static size_t closing_of(Str s, size_t open) {
    size_t depth = 0;
    for (size_t i = open; i < s.len; i++) {
        depth += s.ptr[i] == '[';
        depth -= s.ptr[i] == ']';
        if (depth == 0) {
            return i;
        }
    }
    assert(depth == 0); /* a spec that is not closed is ours: the table is in the program */
    return s.len;
}

static void bounds_read(Str bounds, SpecField *field) {
    size_t dash = str_find(bounds, STR("-"), 0);
    field->has_bounds = true;
    bool low = str_to_int64(str_part(bounds, 0, dash), &field->least);
    bool high = str_to_int64(str_part(bounds, dash + 1, bounds.len), &field->most);
    assert(dash != SIZE_MAX && low && high);
}

bool spec_next(Str *rest, SpecField *ret_field) {
    SpecField field = {.optional = false};
    size_t at = 0;
    *rest = str_trim(*rest);
    if (rest->len == 0) {
        return false;
    }
    while (at < rest->len && rest->ptr[at] != ':' && rest->ptr[at] != '[') {
        at++;
    }
    assert(at > 0 && at < rest->len);
    field.name = str_part(*rest, 0, at);
    if (rest->ptr[at] == '[') {
        size_t close = closing_of(*rest, at);
        field.kind = SPEC_ROWS;
        field.inner = str_part(*rest, at + 1, close - at - 1);
        at = close + 1;
    } else {
        size_t end = str_find(*rest, STR(" "), at);
        Str word = str_part(*rest, at + 1, (end == SIZE_MAX ? rest->len : end) - at - 1);
        assert(word.len > 0);
        at = end == SIZE_MAX ? rest->len : end;
        field.kind = (SpecKind)word.ptr[0];
        field.optional = word.ptr[word.len - 1] == '?';
        Str bounds = str_part(word, 1, word.len - 1 - (field.optional ? 1 : 0));
        if (bounds.len > 0) {
            bounds_read(bounds, &field);
        }
    }
    *rest = str_part(*rest, at, rest->len);
    *ret_field = field;
    return true;
}

static Status write_type(Ctx *ctx, JsonWriter *writer, const char *type, bool nullable) {
    TRY(json_name(ctx, writer, STR("type")));
    if (!nullable) {
        return json_text(ctx, writer, str_of(type));
    }
    TRY(json_begin_array(ctx, writer));
    TRY(json_text(ctx, writer, str_of(type)));
    TRY(json_text(ctx, writer, STR("null")));
    return json_end_array(ctx, writer);
}

static Status write_bounds(Ctx *ctx, JsonWriter *writer, const SpecField *field) {
    bool text = field->kind == SPEC_TEXT;
    int64_t least = field->least;
    int64_t most = field->most;
    bool has = field->has_bounds;
    if (field->kind == SPEC_MONTH) {
        TRY(json_member_text(ctx, writer, STR("description"), STR("month, yyyymm")));
        least = MONTH_LEAST;
        most = MONTH_MOST;
        has = true;
    } else if (field->kind == SPEC_DAY) {
        TRY(json_member_text(ctx, writer, STR("description"),
                             STR("day, yyyymmdd; 00 where month or day is unknown")));
    } else if (field->kind == SPEC_DONG) {
        TRY(json_member_text(ctx, writer, STR("description"), STR("đồng")));
    }
    if (!has) {
        return OK;
    }
    TRY(json_member_int64(ctx, writer, text ? STR("minLength") : STR("minimum"), least));
    return json_member_int64(ctx, writer, text ? STR("maxLength") : STR("maximum"), most);
}

Status spec_write_field(Ctx *ctx, JsonWriter *writer, const SpecField *field, bool is_reply) {
    bool nullable = is_reply && field->optional;
    if (field->kind == SPEC_ROWS) {
        TRY(json_begin_object(ctx, writer));
        TRY(json_member_text(ctx, writer, STR("type"), STR("array")));
        TRY(json_name(ctx, writer, STR("items")));
        TRY(spec_write_schema(ctx, writer, field->inner, is_reply));
        return json_end_object(ctx, writer);
    }
    TRY(json_begin_object(ctx, writer));
    TRY(write_type(ctx, writer,
                   field->kind == SPEC_TEXT   ? "string"
                   : field->kind == SPEC_BOOL ? "boolean"
                                              : "integer",
                   nullable));
    TRY(write_bounds(ctx, writer, field));
    return json_end_object(ctx, writer);
}

Status spec_write_schema(Ctx *ctx, JsonWriter *writer, Str spec, bool is_reply) {
    SpecField field;
    Str rest = spec;
    TRY(json_begin_object(ctx, writer));
    TRY(json_member_text(ctx, writer, STR("type"), STR("object")));
    TRY(json_name(ctx, writer, STR("properties")));
    TRY(json_begin_object(ctx, writer));
    while (spec_next(&rest, &field)) {
        TRY(json_name(ctx, writer, field.name));
        TRY(spec_write_field(ctx, writer, &field, is_reply));
    }
    TRY(json_end_object(ctx, writer));
    TRY(json_name(ctx, writer, STR("required")));
    TRY(json_begin_array(ctx, writer));
    rest = spec;
    while (spec_next(&rest, &field)) {
        if (is_reply || !field.optional) {
            TRY(json_text(ctx, writer, field.name));
        }
    }
    TRY(json_end_array(ctx, writer));
    TRY(json_member_bool(ctx, writer, STR("additionalProperties"), false));
    return json_end_object(ctx, writer);
}

/* Letters of a text; SIZE_MAX when it is no UTF-8 or holds a control character. */
static size_t count_letters(Str text) {
    size_t letters = 0;
    if (!utf8_is_valid(text)) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == 0x7f) {
            return SIZE_MAX;
        }
        letters += (c & 0xC0) != 0x80;
    }
    return letters;
}

bool spec_takes_text(const SpecField *field, Str text) {
    size_t letters = count_letters(text);
    return field->kind == SPEC_TEXT && letters != SIZE_MAX &&
           (!field->has_bounds ||
            ((int64_t)letters >= field->least && (int64_t)letters <= field->most));
}

bool spec_takes_int(const SpecField *field, int64_t number) {
    switch (field->kind) {
    case SPEC_BOOL:
        return number == 0 || number == 1;
    case SPEC_MONTH:
        return number >= MONTH_LEAST && number <= MONTH_MOST && number % 100 >= 1 &&
               number % 100 <= 12;
    case SPEC_DAY:
        return number >= DAY_LEAST && number <= DAY_MOST && number % 10000 / 100 <= 12 &&
               number % 100 <= 31;
    case SPEC_INT:
    case SPEC_DONG:
        return !field->has_bounds || (number >= field->least && number <= field->most);
    case SPEC_TEXT:
    case SPEC_ROWS:
        return false;
    }
    return false;
}
