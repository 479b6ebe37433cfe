/*
 * spec.h -- what goes in and out of a route, in one line of text: read to check and to document.
 *
 * Floor 6. A spec is words with one blank between:
 *
 *     login:s1-64 password:s8-256 totp:s6-6?        a body or a query
 *     user_id:i rights[name:s area_id:i?]           a reply; name[...] is an array of objects
 *
 * Kinds: s text, i whole number, m đồng, d day yyyymmdd, p month yyyymm, b boolean. Bounds are
 * letters of a text or values of a number. A final ? is "may be absent" going in, "may be null"
 * coming out.
 */
#ifndef HTTP_SPEC_H
#define HTTP_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "codec/json_writer.h"

typedef enum SpecKind {
    SPEC_TEXT = 's',
    SPEC_INT = 'i',
    SPEC_DONG = 'm',
    SPEC_DAY = 'd',
    SPEC_MONTH = 'p',
    SPEC_BOOL = 'b',
    SPEC_ROWS = '['
} SpecKind;

typedef struct SpecField {
    Str name;
    SpecKind kind;
    bool optional;
    bool has_bounds;
    int64_t least;
    int64_t most;
    Str inner; /* of SPEC_ROWS: the fields of a row */
} SpecField;

/* Takes the first field off; false at the end of the spec. A spec that is no spec aborts: ours. */
bool spec_next(Str *rest, SpecField *ret_field);
/* The JSON schema (2020-12) of an object of that spec. `is_reply` decides what ? means. */
Status spec_write_schema(Ctx *ctx, JsonWriter *writer, Str spec, bool is_reply) MUST_CHECK;
/* The schema of one field. */
Status spec_write_field(Ctx *ctx, JsonWriter *writer, const SpecField *field,
                        bool is_reply) MUST_CHECK;

/* Within its kind and bounds? Text is valid UTF-8 without control characters. */
bool spec_takes_text(const SpecField *field, Str text);
bool spec_takes_int(const SpecField *field, int64_t number);

#endif
