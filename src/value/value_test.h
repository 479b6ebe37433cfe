/* value_test.h -- what the unit tests of this folder share. */
#ifndef VALUE_VALUE_TEST_H
#define VALUE_VALUE_TEST_H

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

#endif
