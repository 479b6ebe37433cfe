/*
 * json.h -- reads a small flat JSON object: names with text, whole numbers or booleans.
 *
 * Floor 1, codec. For replies of providers and our own stored replies. Nested values, reals, nulls,
 * a name twice, text that is not UTF-8 and more than JSON_FLAT_BYTES_MAX are refused
 * (E_JSON_SYNTAX).
 */
#ifndef CODEC_JSON_H
#define CODEC_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum { JSON_FLAT_BYTES_MAX = 1 << 20 };

typedef struct JsonMember {
    Str name;
    Str text;       /* when it is text */
    int64_t number; /* when it is a number; 1 or 0 for a boolean */
    bool is_number;
} JsonMember;

/* Members in the order of the file; all memory is the arena's. */
typedef struct JsonFlat {
    const JsonMember *members;
    size_t member_count;
} JsonFlat;

Status json_parse_flat(Ctx *ctx, Str json, JsonFlat *ret_flat) MUST_CHECK;
/* False when there is no such member of that kind. */
bool json_flat_text(const JsonFlat *flat, Str name, Str *ret_text);
bool json_flat_int64(const JsonFlat *flat, Str name, int64_t *ret_number);

#endif
