/* Many at once must give what one by one gives, on every machine. */
#include "linkage/link_narrow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "linkage/link_level.h"
#include "linkage/link_score.h"

enum { VALUES = 2 * LEVEL_TABLE_WHOLE_MAX, ROWS = 41 };

static const char SPEC[] = "id: id\ncomparisons:\n"
                           "  - {column: card, levels: [exact, {jaro_winkler: 0.95},"
                           " {jaro_winkler: 0.85}, {jaro_winkler: 0.6}]}\n"
                           "blocks:\n  - [card first 1]\n";

typedef struct Test {
    Ctx ctx;
    const LinkSpec *spec;
    LinkTable *table;
    LinkLevels levels[LINK_COMPARISON_MAX];
} Test;

static int setup(void **state) {
    static Test test;
    memset(&test, 0, sizeof test);
    test.ctx.arena = arena_new((size_t)256 << 20);
    *state = &test;
    return test.ctx.arena ? 0 : -1;
}

static int teardown(void **state) {
    arena_free(&((Test *)*state)->ctx.arena);
    return 0;
}

static void must(Test *test, Status status) {
    if (status != OK) {
        fail_msg("%s: %s", status_name(status), test->ctx.failure.detail);
    }
}

/* Numbers of `length` places over `kinds` letters, near each other; some shorter, some missing. */
static void cards(Test *test, int length, int kinds) {
    static const char LETTERS[] = "0123456789-/.abcdefgh";
    Rng rng;
    rng_seed(&rng, (uint64_t)(length * 100 + kinds));
    must(test, link_spec_read(&test->ctx, "t.yaml", str_of(SPEC), &test->spec));
    must(test, link_table_new(&test->ctx, test->spec, VALUES, &test->table));
    for (int i = 0; i < VALUES; i++) {
        char id[16];
        char card[32] = "";
        int own = rng_below(&rng, 12) == 0 ? length - 1 : length;
        int fixed = (int)rng_below(&rng, (uint64_t)length / 2 + 1); /* of its first letters */
        snprintf(id, sizeof id, "r%d", i);
        for (int k = 0; k < own; k++) {
            card[k] = k < fixed ? LETTERS[k % 3] : LETTERS[rng_below(&rng, (uint64_t)kinds)];
        }
        if (rng_below(&rng, 30) == 0) {
            card[0] = '\0';
        }
        Str cell = str_of(card);
        must(test, link_table_add(&test->ctx, test->table, str_of(id), &cell));
    }
    must(test, link_levels_new(&test->ctx, test->table, test->levels));
}

static void block_is(Test *test, const LinkNarrow *narrow, NarrowBlock *block, size_t count) {
    size_t room = count + NARROW_PAD;
    Ctx *ctx = &test->ctx;
    must(test, ctx_alloc_array(ctx, room, sizeof(uint32_t), &block->codes));
    must(test, ctx_alloc_array(ctx, room, sizeof(uint64_t), &block->letters));
    must(test, ctx_alloc_array(ctx, room, sizeof(uint8_t), &block->unlike));
    must(test, ctx_alloc_array(ctx, room, sizeof(uint8_t), &block->levels));
    for (int i = 0; i < NARROW_LETTERS; i++) {
        must(test, ctx_alloc_array(ctx, room, sizeof(uint8_t), &block->at[i]));
    }
    for (size_t k = 0; k < count; k++) {
        narrow_block_put(narrow, block, k, test->table->columns[0].codes[k]);
    }
}

/* One record beside all others; how many of the levels were told at once. */
static uint32_t row_is_exact(Test *test, int kernel, const NarrowBlock *block, size_t i,
                             size_t count) {
    const LinkLevels *levels = &test->levels[0];
    const uint8_t *found = block->levels;
    uint32_t told = 0;
    if (!narrow_levels(levels->narrow, kernel, block, i, i + 1, count)) {
        assert_true(block->unlike[i] || kernel == LINK_KERNEL_SCALAR);
        return 0;
    }
    for (size_t k = i + 1; k < count; k++) {
        if (found[k] == LEVEL_UNKNOWN) {
            assert_true(block->unlike[k]);
            continue;
        }
        assert_int_equal(found[k], link_level_of(levels, block->codes[i], block->codes[k]));
        assert_int_equal(found[k], link_level_of(levels, block->codes[k], block->codes[i]));
        told |= 1u << found[k];
    }
    return told;
}

static void many_at_once_give_what_one_by_one_gives(void **state) {
    Test *test = *state;
    static const int LENGTHS[] = {4, 5, 10, 12, 15, 16};
    for (size_t n = 0; n < sizeof LENGTHS / sizeof LENGTHS[0]; n++) {
        NarrowBlock block;
        cards(test, LENGTHS[n], LENGTHS[n] < 6 ? 16 : 10);
        const LinkNarrow *narrow = test->levels[0].narrow;
        assert_non_null(narrow);
        assert_int_equal(narrow->length, LENGTHS[n]);
        block_is(test, narrow, &block, VALUES);
        for (int kernel = 0; kernel <= link_kernel_widest(); kernel++) {
            uint32_t told = 0;
            for (size_t i = 0; i < ROWS; i++) {
                told |= row_is_exact(test, kernel, &block, i, VALUES - i);
            }
            /* The test would say nothing if all pairs were strangers. */
            assert_true(kernel == LINK_KERNEL_SCALAR || (told & 1u << 5 && told & 1u << 4));
        }
    }
}

static void the_end_of_a_block_is_not_overstepped(void **state) {
    Test *test = *state;
    NarrowBlock block;
    cards(test, 12, 10);
    block_is(test, test->levels[0].narrow, &block, 70);
    for (int kernel = 1; kernel <= link_kernel_widest(); kernel++) {
        for (size_t count = 2; count <= 70; count++) {
            (void)row_is_exact(test, kernel, &block, 0, count);
            (void)row_is_exact(test, kernel, &block, count - 2, count);
        }
    }
}

static void long_values_and_many_letters_go_the_common_way(void **state) {
    Test *test = *state;
    cards(test, 17, 10);
    assert_null(test->levels[0].narrow);
    cards(test, 8, 17);
    assert_null(test->levels[0].narrow);
    cards(test, 8, 16);
    assert_non_null(test->levels[0].narrow);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_at_once_give_what_one_by_one_gives, setup, teardown),
        cmocka_unit_test_setup_teardown(the_end_of_a_block_is_not_overstepped, setup, teardown),
        cmocka_unit_test_setup_teardown(long_values_and_many_letters_go_the_common_way, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
