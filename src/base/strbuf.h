/*
 * strbuf.h -- a growing text with a maximum given at creation.
 *
 * Floor 0. Owns heap memory: strbuf_done() (or CLEANUP(strbuf_done)) gives it back. Going past the
 * maximum is E_TEXT_TOO_LONG and leaves what was there. strbuf_str() is a view until the next
 * change.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include "base/ctx.h"

typedef struct StrBuf {
    char *ptr;
    size_t len;
    size_t size;
    size_t max;
} StrBuf;

/* Nothing is allocated before the first byte. */
void strbuf_init(StrBuf *buf, size_t max);
void strbuf_done(StrBuf *buf);
/* Forgets the text, keeps the memory. */
void strbuf_clear(StrBuf *buf);
Str strbuf_str(const StrBuf *buf);
Status strbuf_add(Ctx *ctx, StrBuf *buf, Str s) MUST_CHECK;
Status strbuf_add_char(Ctx *ctx, StrBuf *buf, char c) MUST_CHECK;
Status strbuf_add_int64(Ctx *ctx, StrBuf *buf, int64_t number) MUST_CHECK;
Status strbuf_print(Ctx *ctx, StrBuf *buf, const char *format, ...) PRINTF_LIKE(3, 4) MUST_CHECK;
/* Room for `more` bytes at the end; the caller writes there and then adds to buf->len. */
Status strbuf_reserve(Ctx *ctx, StrBuf *buf, size_t more) MUST_CHECK;

#endif
