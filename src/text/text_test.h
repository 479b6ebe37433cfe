/* text_test.h -- what the unit tests of this folder share: cases, and an arena for their results.
 */
#ifndef TEXT_TEXT_TEST_H
#define TEXT_TEXT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/ctx.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Names the case of a table that does not hold; the first such case ends the test. */
#define ASSERT_CASE(condition, text)                                                               \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fail_msg("%s:%d: %s, case \"%s\"", __FILE__, __LINE__, #condition, (text));            \
        }                                                                                          \
    } while (0)

#define ASSERT_TEXT(got, expected, text)                                                           \
    do {                                                                                           \
        Str got_ = (got);                                                                          \
        if (!str_equal(got_, str_of(expected))) {                                                  \
            fail_msg("%s:%d: \"%.*s\" instead of \"%s\", case \"%s\"", __FILE__, __LINE__,         \
                     STR_ARG(got_), (expected), (text));                                           \
        }                                                                                          \
    } while (0)

static inline int setup_ctx(void **state) {
    static Ctx ctx;
    ctx = (Ctx){.arena = arena_new(1 << 24)};
    *state = &ctx;
    return ctx.arena == NULL;
}

static inline int teardown_ctx(void **state) {
    Ctx *ctx = *state;
    arena_free(&ctx->arena);
    return 0;
}

#endif
