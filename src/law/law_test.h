/* law_test.h -- what the unit tests of this folder share: a Ctx and the book of the program. */
#ifndef LAW_LAW_TEST_H
#define LAW_LAW_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "law/law.h"

typedef struct LawTest {
    Arena *arena;
    Ctx ctx;
    const LawBook *book;
} LawTest;

static int law_test_begin(void **state) {
    static LawTest test;
    LawFile files[LAW_FILE_MAX];
    test = (LawTest){.arena = arena_new(64U << 20U)};
    test.ctx = (Ctx){.arena = test.arena, .clock = clock_system()};
    size_t count = law_files_embedded(files);
    if (law_book_load(&test.ctx, files, count, STR("hash"), &test.book) != OK) {
        print_error("%s\n", test.ctx.failure.detail);
        return -1;
    }
    *state = &test;
    return 0;
}

static int law_test_end(void **state) {
    LawTest *test = *state;
    arena_free(&test->arena);
    return 0;
}

#endif
