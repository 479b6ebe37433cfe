/* Unit tests of the ground floor: no I/O, milliseconds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/ctx.h"
#include "base/rng.h"
#include "base/status.h"
#include "base/str.h"
#include "base/strbuf.h"

static void error_numbers_names_and_sentences_are_unique_and_ordered(void **state) {
    (void)state;
    for (size_t i = 0; status_at(i) != OK; i++) {
        Status a = status_at(i);
        assert_true(i == 0 || status_at(i - 1) < a);
        assert_true(status_class(a) >= STATUS_REFUSED);
        for (int language = 0; language < 2; language++) {
            assert_true(strlen(status_sentence(a, (Language)language)) > 0);
            assert_true(strlen(status_remedy(a, (Language)language)) > 0);
        }
        for (size_t j = 0; j < i; j++) {
            Status b = status_at(j);
            assert_string_not_equal(status_name(a), status_name(b));
            assert_string_not_equal(status_sentence(a, LANGUAGE_VI),
                                    status_sentence(b, LANGUAGE_VI));
            assert_string_not_equal(status_sentence(a, LANGUAGE_EN),
                                    status_sentence(b, LANGUAGE_EN));
        }
    }
}

static void exit_code_is_the_class(void **state) {
    (void)state;
    assert_int_equal(status_exit_code(OK), 0);
    assert_int_equal(status_exit_code(E_ARGUMENT), 1);
    assert_int_equal(status_exit_code(E_DB_BUSY), 2);
    assert_int_equal(status_exit_code(E_DB_FAULT), 3);
    assert_int_equal(status_exit_code(E_LEDGER_UNBALANCED), 4);
}

static void arena_gives_up_to_its_cap_and_rewinds(void **state) {
    (void)state;
    Arena *arena = arena_new(10000);
    ArenaMark mark = arena_mark(arena);
    assert_non_null(arena_try(arena, 9000));
    assert_null(arena_try(arena, 2000));
    arena_rewind(arena, mark);
    assert_int_equal(arena_used(arena), 0);
    char *again = arena_try(arena, 9984);
    assert_non_null(again);
    assert_int_equal(again[9983], 0);
    arena_free(&arena);
    assert_null(arena);
    arena_free(&arena);
}

static void rewinding_frees_blocks_begun_after_the_mark(void **state) {
    (void)state;
    Arena *arena = arena_new(1 << 24);
    assert_non_null(arena_try(arena, 100));
    ArenaMark mark = arena_mark(arena);
    for (int round = 0; round < 50; round++) {
        for (int i = 0; i < 100; i++) {
            char *memory = arena_try(arena, 5000);
            assert_non_null(memory);
            memset(memory, 1, 5000);
        }
        arena_rewind(arena, mark);
        assert_int_equal(arena_used(arena), mark.total);
    }
    arena_free(&arena);
}

static void the_nth_allocation_can_be_made_to_fail(void **state) {
    (void)state;
    Arena *arena = arena_new(1 << 20);
    arena_fail_nth(arena, 2);
    assert_non_null(arena_try(arena, 8));
    assert_null(arena_try(arena, 8));
    assert_non_null(arena_try(arena, 8));
    arena_free(&arena);
}

static void text_is_compared_split_and_searched(void **state) {
    (void)state;
    assert_true(str_equal(str_trim(STR("  x y\t\n")), STR("x y")));
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_int_equal(str_find(STR("hello"), STR("lo"), 0), 3);
    assert_true(str_find(STR("hello"), STR("lo"), 4) == SIZE_MAX);
    Str rest = STR("a;;b");
    Str part;
    size_t lengths[] = {1, 0, 1};
    for (size_t i = 0; i < 3; i++) {
        assert_true(str_split_next(&rest, ';', &part));
        assert_int_equal(part.len, lengths[i]);
    }
    assert_false(str_split_next(&rest, ';', &part));
    assert_true(str_equal_ignoring_case(STR("CCcd"), STR("ccCD")));
}

static void numbers_are_read_whole_or_not_at_all(void **state) {
    (void)state;
    int64_t n = 7;
    assert_true(str_to_int64(STR("-9223372036854775808"), &n) && n == INT64_MIN);
    assert_true(str_to_int64(STR("9223372036854775807"), &n) && n == INT64_MAX);
    assert_false(str_to_int64(STR("9223372036854775808"), &n));
    assert_false(str_to_int64(STR("12a"), &n));
    assert_false(str_to_int64(STR(""), &n));
    assert_false(str_to_int64(STR("-"), &n));
    assert_true(n == INT64_MAX);
}

static void a_text_buffer_stops_at_its_maximum(void **state) {
    (void)state;
    Ctx ctx = {.arena = NULL};
    CLEANUP(strbuf_done) StrBuf buf;
    strbuf_init(&buf, 10);
    assert_int_equal(strbuf_print(&ctx, &buf, "%s", "12345678"), OK);
    assert_int_equal(strbuf_add(&ctx, &buf, STR("9012")), E_TEXT_TOO_LONG);
    assert_int_equal(strbuf_add_int64(&ctx, &buf, -1), OK);
    assert_true(str_equal(strbuf_str(&buf), STR("12345678-1")));
    assert_int_equal(ctx.failure.status, E_TEXT_TOO_LONG);
}

static void days_and_instants_agree_in_vietnam(void **state) {
    (void)state;
    assert_int_equal(clock_day(0), 19700101);
    assert_int_equal(clock_day(17LL * 3600 * 1000000), 19700102); /* 17:00 UTC is midnight there */
    int64_t days[] = {19000228, 19000301, 20240229, 20261125, 21000301};
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        assert_int_equal(clock_day(clock_at_day(days[i], 0)), days[i]);
        assert_int_equal(clock_day(clock_at_day(days[i], 23)), days[i]);
    }
}

static void days_are_added_across_months_and_leap_years(void **state) {
    (void)state;
    assert_int_equal(clock_day_plus(20240228, 2), 20240301);
    assert_int_equal(clock_day_plus(20260101, -1), 20251231);
    assert_int_equal(clock_day_plus(20260630, 0), 20260630);
}

static void the_same_seed_gives_the_same_numbers(void **state) {
    (void)state;
    Rng a;
    Rng b;
    rng_seed(&a, 42);
    rng_seed(&b, 42);
    for (int i = 0; i < 1000; i++) {
        uint64_t below = 1 + (uint64_t)i;
        uint64_t x = rng_below(&a, below);
        assert_true(x < below);
        assert_true(x == rng_below(&b, below));
    }
    assert_true(rng_below(&a, 0) == 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_numbers_names_and_sentences_are_unique_and_ordered),
        cmocka_unit_test(exit_code_is_the_class),
        cmocka_unit_test(arena_gives_up_to_its_cap_and_rewinds),
        cmocka_unit_test(rewinding_frees_blocks_begun_after_the_mark),
        cmocka_unit_test(the_nth_allocation_can_be_made_to_fail),
        cmocka_unit_test(text_is_compared_split_and_searched),
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(a_text_buffer_stops_at_its_maximum),
        cmocka_unit_test(days_and_instants_agree_in_vietnam),
        cmocka_unit_test(days_are_added_across_months_and_leap_years),
        cmocka_unit_test(the_same_seed_gives_the_same_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
