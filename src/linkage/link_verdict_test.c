#include "linkage/link_verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { ARENA_BYTES = 1 << 20 };

static const LinkVerdicts *verdicts_of(Ctx *ctx, const LinkVerdict *list, size_t count) {
    LinkVerdicts *verdicts = NULL;
    assert_int_equal(link_verdicts_new(ctx, list, count, &verdicts), OK);
    return verdicts;
}

static void without_verdicts_nothing_is_said(void **state) {
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena};
    (void)state;
    const LinkVerdicts *verdicts = verdicts_of(&ctx, NULL, 0);
    assert_int_equal(link_verdicts_say(verdicts, 1, 2), LINK_SAID_NOTHING);
    arena_free(&arena);
}

static void same_is_handed_on_and_different_with_it(void **state) {
    static const LinkVerdict LIST[] = {
        {7, 3, true}, {9, 7, true}, {9, 20, false}, {20, 21, true}, {30, 31, true}};
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena};
    (void)state;
    const LinkVerdicts *verdicts = verdicts_of(&ctx, LIST, sizeof LIST / sizeof LIST[0]);
    assert_int_equal(link_verdicts_say(verdicts, 3, 9), LINK_SAID_SAME);
    assert_int_equal(link_verdicts_say(verdicts, 9, 3), LINK_SAID_SAME);
    assert_int_equal(link_verdicts_say(verdicts, 3, 21), LINK_SAID_DIFFERENT);
    assert_int_equal(link_verdicts_say(verdicts, 21, 7), LINK_SAID_DIFFERENT);
    assert_int_equal(link_verdicts_say(verdicts, 3, 30), LINK_SAID_NOTHING);
    assert_int_equal(link_verdicts_say(verdicts, 30, 31), LINK_SAID_SAME);
    assert_int_equal(link_verdicts_say(verdicts, 3, 4), LINK_SAID_NOTHING);
    arena_free(&arena);
}

/* 1 = 2 = 3, and 1 is not 3: nobody is joined on the word of who contradicts. */
static void a_contradiction_joins_nobody(void **state) {
    static const LinkVerdict LIST[] = {{1, 2, true}, {2, 3, true}, {1, 3, false}};
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena};
    (void)state;
    const LinkVerdicts *verdicts = verdicts_of(&ctx, LIST, 3);
    assert_int_equal(link_verdicts_say(verdicts, 1, 3), LINK_SAID_DIFFERENT);
    assert_int_equal(link_verdicts_say(verdicts, 1, 2), LINK_SAID_DIFFERENT);
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_verdicts_nothing_is_said),
        cmocka_unit_test(same_is_handed_on_and_different_with_it),
        cmocka_unit_test(a_contradiction_joins_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
