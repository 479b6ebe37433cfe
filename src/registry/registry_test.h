/*
 * registry_test.h -- lists as people type them, for the tests of this folder.
 *
 * Floor 2, tests only. A row is text with | between its cells; an empty cell is left out, as a
 * spreadsheet leaves it out.
 */
#ifndef REGISTRY_REGISTRY_TEST_H
#define REGISTRY_REGISTRY_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "registry/header_map.h"
#include "text/fold.h"

enum { TEST_CELL_MAX = 40 };

typedef struct RegistryTest {
    Ctx ctx;
    RowCell cells[TEST_CELL_MAX];
    size_t cell_count;
} RegistryTest;

static inline int registry_test_begin(void **state) {
    static RegistryTest test;
    memset(&test, 0, sizeof test);
    test.ctx.arena = arena_new((size_t)64 << 20);
    *state = &test;
    return test.ctx.arena ? 0 : -1;
}

static inline int registry_test_end(void **state) {
    arena_free(&((RegistryTest *)*state)->ctx.arena);
    return 0;
}

/* Cells of a row, in the test's arena. */
static inline size_t row_cells(RegistryTest *test, const char *row, RowCell **ret_cells) {
    void *memory = NULL;
    Str rest = str_of(row);
    Str text;
    size_t count = 0;
    assert_int_equal(ctx_alloc(&test->ctx, TEST_CELL_MAX * sizeof(RowCell), &memory), OK);
    RowCell *cells = memory;
    for (int32_t column = 1; str_split_next(&rest, '|', &text); column++) { /* ends: rest falls */
        if (text.len != 0) {
            cells[count++] = (RowCell){.column = column, .kind = SHEET_TEXT, .text = text};
        }
    }
    *ret_cells = cells;
    return count;
}

static inline Str folded(RegistryTest *test, const char *text) {
    Str result;
    assert_int_equal(text_fold(&test->ctx, str_of(text), &result), OK);
    return result;
}

#endif
