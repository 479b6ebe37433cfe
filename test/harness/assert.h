/*
 * assert.h -- cmocka asserts that know a Status and say why it came.
 *
 * Tests only. Include after the headers that cmocka.h needs (this file does it).
 */
#ifndef HARNESS_ASSERT_H
#define HARNESS_ASSERT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ctx.h"

/* The call succeeds; otherwise the test fails with the failure's own words. */
#define ASSERT_OK(ctx, call) harness_assert_status((ctx), (call), OK, #call, __FILE__, __LINE__)
/* The call ends in exactly this status. */
#define ASSERT_STATUS(ctx, status, call)                                                           \
    harness_assert_status((ctx), (call), (status), #call, __FILE__, __LINE__)
/* A Str equals a literal. */
#define ASSERT_STR(str, literal) harness_assert_str((str), (literal), __FILE__, __LINE__)

void harness_assert_status(const Ctx *ctx, Status got, Status wanted, const char *call,
                           const char *file, int line);
void harness_assert_str(Str got, const char *wanted, const char *file, int line);

#endif
