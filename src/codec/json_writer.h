/*
 * json_writer.h -- writes JSON as it goes, into a StrBuf or an open FILE.
 *
 * Floor 1, codec. The writer keeps commas, quotes and nesting; nothing is built in memory. Text
 * that is not UTF-8 comes out with U+FFFD in place of each bad byte, so that the output is always
 * JSON. Numbers are whole (int64): there are no reals in this house.
 *
 * Misuse (a value without a name inside an object, an end without its begin) is E_BUG.
 */
#ifndef CODEC_JSON_WRITER_H
#define CODEC_JSON_WRITER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/ctx.h"
#include "base/strbuf.h"

enum { JSON_DEPTH_MAX = 32 };

typedef struct JsonWriter {
    StrBuf *buf; /* either this */
    FILE *file;  /* or this */
    int depth;
    bool is_object[JSON_DEPTH_MAX];
    bool has_value[JSON_DEPTH_MAX];
    bool has_name; /* a name was written and waits for its value */
} JsonWriter;

void json_writer_init_buf(JsonWriter *writer, StrBuf *buf);
void json_writer_init_file(JsonWriter *writer, FILE *file);

Status json_begin_object(Ctx *ctx, JsonWriter *writer) MUST_CHECK;
Status json_end_object(Ctx *ctx, JsonWriter *writer) MUST_CHECK;
Status json_begin_array(Ctx *ctx, JsonWriter *writer) MUST_CHECK;
Status json_end_array(Ctx *ctx, JsonWriter *writer) MUST_CHECK;
/* The name of the next value; only inside an object. */
Status json_name(Ctx *ctx, JsonWriter *writer, Str name) MUST_CHECK;
Status json_text(Ctx *ctx, JsonWriter *writer, Str text) MUST_CHECK;
Status json_int64(Ctx *ctx, JsonWriter *writer, int64_t number) MUST_CHECK;
Status json_bool(Ctx *ctx, JsonWriter *writer, bool flag) MUST_CHECK;
Status json_null(Ctx *ctx, JsonWriter *writer) MUST_CHECK;
/* Name and value in one. */
Status json_member_text(Ctx *ctx, JsonWriter *writer, Str name, Str text) MUST_CHECK;
Status json_member_int64(Ctx *ctx, JsonWriter *writer, Str name, int64_t number) MUST_CHECK;
Status json_member_bool(Ctx *ctx, JsonWriter *writer, Str name, bool flag) MUST_CHECK;
/* A line feed between values of a stream of JSON lines; only outside of everything. */
Status json_end_line(Ctx *ctx, JsonWriter *writer) MUST_CHECK;
/* E_BUG when something is still open; E_FILE_WRITE when the file took less than was written. */
Status json_writer_finish(Ctx *ctx, JsonWriter *writer) MUST_CHECK;

#endif
