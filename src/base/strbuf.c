#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void strbuf_init(StrBuf *buf, size_t max) {
    *buf = (StrBuf){NULL, 0, 0, max};
}

void strbuf_done(StrBuf *buf) {
    free(buf->ptr);
    *buf = (StrBuf){NULL, 0, 0, buf->max};
}

void strbuf_clear(StrBuf *buf) {
    buf->len = 0;
}

Str strbuf_str(const StrBuf *buf) {
    return (Str){buf->ptr ? buf->ptr : "", buf->len};
}

Status strbuf_reserve(Ctx *ctx, StrBuf *buf, size_t more) {
    if (more > buf->max - buf->len) {
        return ctx_fail(ctx, E_TEXT_TOO_LONG, "more than %zu bytes", buf->max);
    }
    size_t need = buf->len + more + 1; /* one for vsnprintf's NUL */
    if (need <= buf->size) {
        return OK;
    }
    size_t size = buf->size ? buf->size : 128;
    while (size < need) { /* ends: doubles, and need is bounded by max */
        size *= 2;
    }
    char *grown = realloc(buf->ptr, size);
    if (grown == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes", size);
    }
    buf->ptr = grown;
    buf->size = size;
    return OK;
}

Status strbuf_add(Ctx *ctx, StrBuf *buf, Str s) {
    if (s.len == 0) {
        return OK;
    }
    TRY(strbuf_reserve(ctx, buf, s.len));
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
    return OK;
}

Status strbuf_add_char(Ctx *ctx, StrBuf *buf, char c) {
    return strbuf_add(ctx, buf, (Str){&c, 1});
}

Status strbuf_add_int64(Ctx *ctx, StrBuf *buf, int64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (number < 0) {
        TRY(strbuf_add_char(ctx, buf, '-'));
    }
    return strbuf_add(ctx, buf, (Str){digits + at, sizeof digits - at});
}

Status strbuf_print(Ctx *ctx, StrBuf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    Status status = length < 0 ? ctx_fail(ctx, E_BUG, "format %s", format)
                               : strbuf_reserve(ctx, buf, (size_t)length);
    if (status == OK) {
        vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, again);
        buf->len += (size_t)length;
    }
    va_end(again);
    return status;
}
