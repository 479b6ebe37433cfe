#include "base/ctx.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/checked.h"

Status ctx_fail_at(Ctx *ctx, Status status, const char *source_file, int source_line,
                   const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(ctx->failure.detail, sizeof ctx->failure.detail, format, args);
    va_end(args);
    ctx->failure.status = status;
    ctx->failure.source_file = source_file;
    ctx->failure.source_line = source_line;
    return status;
}

Status ctx_alloc(Ctx *ctx, size_t size, void **ret_memory) {
    void *memory = arena_try(ctx->arena, size);
    if (memory == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes more than the %zu in use", size,
                        arena_used(ctx->arena));
    }
    *ret_memory = memory;
    return OK;
}

Status ctx_alloc_array(Ctx *ctx, size_t count, size_t size, void *ret_array) {
    void *memory = NULL;
    size_t bytes = 0;
    if (ckd_mul(&bytes, count, size)) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu times %zu bytes", count, size);
    }
    TRY(ctx_alloc(ctx, bytes ? bytes : 1, &memory));
    memcpy(ret_array, &memory, sizeof memory);
    return OK;
}

Status ctx_copy_str(Ctx *ctx, Str s, Str *ret_copy) {
    void *memory = NULL;
    TRY(ctx_alloc(ctx, s.len + 1, &memory));
    if (s.len) {
        memcpy(memory, s.ptr, s.len);
    }
    *ret_copy = (Str){memory, s.len};
    return OK;
}

Status ctx_print(Ctx *ctx, Str *ret_text, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    void *memory = NULL;
    Status status = length < 0 ? ctx_fail(ctx, E_BUG, "format %s", format)
                               : ctx_alloc(ctx, (size_t)length + 1, &memory);
    if (status == OK) {
        vsnprintf(memory, (size_t)length + 1, format, again);
        *ret_text = (Str){memory, (size_t)length};
    }
    va_end(again);
    return status;
}

const char *ctx_say(const Ctx *ctx, const char *vi, const char *en) {
    return ctx->language == LANGUAGE_VI ? vi : en;
}

void ctx_progress(const Ctx *ctx, const char *stage, int64_t done, int64_t total) {
    if (ctx->progress.report) {
        ctx->progress.report(ctx->progress.arg, stage, done, total);
    }
}

int64_t ctx_now_us(const Ctx *ctx) {
    return clock_now_us(&ctx->clock);
}

int64_t ctx_today(const Ctx *ctx) {
    return clock_day(ctx_now_us(ctx));
}
