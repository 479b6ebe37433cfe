/*
 * reply.h -- what a writing use case answers: a short list of named numbers and texts.
 *
 * Floor 4. A reply is stored with its request key as JSON and given again when the same request
 * comes twice; nothing personal stands in it, since it also becomes the summary in the change log.
 */
#ifndef APP_REPLY_H
#define APP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/strbuf.h"

enum { REPLY_FIELD_MAX = 32 };

typedef struct ReplyField {
    const char *name; /* a literal, or in the arena */
    bool is_text;
    int64_t number;
    Str text; /* lives in the ctx arena */
} ReplyField;

typedef struct Reply {
    ReplyField fields[REPLY_FIELD_MAX];
    size_t count;
    bool replayed; /* the same request had been answered before */
} Reply;

void reply_add_int(Reply *reply, const char *name, int64_t number);
/* `text` must live as long as the reply (arena or literal). */
void reply_add_text(Reply *reply, const char *name, Str text);
/* 0 or the empty text when there is no such field. */
int64_t reply_int(const Reply *reply, const char *name);
Str reply_text(const Reply *reply, const char *name);
/* Canonical JSON: fields in the order in which they were added. */
Status reply_to_json(Ctx *ctx, const Reply *reply, StrBuf *out) MUST_CHECK;
Status reply_from_json(Ctx *ctx, Str json, Reply *ret_reply) MUST_CHECK;

#endif
