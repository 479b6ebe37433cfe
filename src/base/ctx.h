/*
 * ctx.h -- what a call carries: memory, time, language, who acts, and why it failed.
 *
 * Floor 0. First argument of everything that can fail, never global. Whoever owns the process makes
 * one Ctx per request, job or command; a test replaces any of its parts.
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/status.h"
#include "base/str.h"

enum { CTX_DETAIL_MAX = 512 };

/* The latest failure: its code, what exactly was met, and where in our code. */
typedef struct Failure {
    Status status;
    char detail[CTX_DETAIL_MAX]; /* NUL-terminated, UTF-8, nothing personal */
    const char *source_file;
    int source_line;
} Failure;

/* Work over a second reports itself: done of total (0 = not known) under a short English key. */
typedef struct Progress {
    void (*report)(void *arg, const char *stage, int64_t done, int64_t total);
    void *arg;
} Progress;

typedef struct Ctx {
    Arena *arena;
    Clock clock;
    Language language;
    int64_t user_id;   /* who acts; 0 before sign-in */
    Str request_key;   /* idempotency key of the write, or empty */
    Progress progress; /* report may be NULL */
    Failure failure;
} Ctx;

/*
 * Keeps the reason of a failure and returns `status`, so that one can write
 *     return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", path, strerror(errno));
 * The text is for a person: what was found, never a personal number.
 */
#define ctx_fail(ctx, status, ...) ctx_fail_at((ctx), (status), __FILE__, __LINE__, __VA_ARGS__)
Status ctx_fail_at(Ctx *ctx, Status status, const char *source_file, int source_line,
                   const char *format, ...) PRINTF_LIKE(5, 6);

/* Memory of the call's arena; fails with E_MEMORY_LIMIT. Zeroed. */
Status ctx_alloc(Ctx *ctx, size_t size, void **ret_memory) MUST_CHECK;
/* An array of `count`; `ret_array` is the address of a pointer of any kind. */
Status ctx_alloc_array(Ctx *ctx, size_t count, size_t size, void *ret_array) MUST_CHECK;
/* A copy in the arena, followed by a NUL that does not count. */
Status ctx_copy_str(Ctx *ctx, Str s, Str *ret_copy) MUST_CHECK;
/* printf into the arena. */
Status ctx_print(Ctx *ctx, Str *ret_text, const char *format, ...) PRINTF_LIKE(3, 4) MUST_CHECK;

/* The Vietnamese or the English words, by the language of whoever is told: for details of failures.
 */
const char *ctx_say(const Ctx *ctx, const char *vi, const char *en);
void ctx_progress(const Ctx *ctx, const char *stage, int64_t done, int64_t total);
int64_t ctx_now_us(const Ctx *ctx);
/* Today in Vietnam, yyyymmdd. */
int64_t ctx_today(const Ctx *ctx);

#endif
