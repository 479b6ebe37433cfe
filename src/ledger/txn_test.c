/* Entries of the books: balanced, summed, in one order whatever the order of the moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "ledger/txn.h"

static int setup(void **state) {
    static Ctx ctx;
    ctx = (Ctx){
        .arena = arena_new((size_t)64 << 20), .clock = clock_system(), .language = LANGUAGE_EN};
    *state = &ctx;
    return ctx.arena == NULL;
}

static int teardown(void **state) {
    Ctx *ctx = *state;
    arena_free(&ctx->arena);
    return 0;
}

static PostingPlace place(int64_t area_id, int64_t provider_id) {
    return (PostingPlace){.area_id = area_id, .programme_id = 1, .provider_id = provider_id};
}

static void moves_to_one_place_are_one_posting_a_side(void **state) {
    Ctx *ctx = *state;
    PostingSet set;
    const Posting *postings = NULL;
    posting_set_init(&set);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(posting_set_move(ctx, &set, MOVE_PAID, place(7, 2), 500000), OK);
    }
    assert_int_equal(posting_set_check(ctx, &set), OK);
    assert_int_equal(set.count, 2);
    assert_int_equal(posting_set_list(ctx, &set, &postings), OK);
    assert_int_equal(postings[0].account, ACCOUNT_IN_TRANSIT);
    assert_int_equal(postings[0].amount_dong, -500000000);
    assert_int_equal(postings[1].account, ACCOUNT_EXPENSE);
    assert_int_equal(postings[1].amount_dong, 500000000);
}

static void what_was_paid_and_what_came_back_stay_apart(void **state) {
    Ctx *ctx = *state;
    PostingSet set;
    const Posting *postings = NULL;
    posting_set_init(&set);
    assert_int_equal(posting_set_move(ctx, &set, MOVE_PAID, place(7, 2), 100), OK);
    assert_int_equal(posting_set_move(ctx, &set, MOVE_RETURN_NOTICE, place(7, 2), 100), OK);
    assert_int_equal(set.count, 4);
    assert_int_equal(posting_set_sum(&set, ACCOUNT_EXPENSE), 0);
    assert_int_equal(posting_set_list(ctx, &set, &postings), OK);
    assert_int_equal(postings[1].account, ACCOUNT_EXPENSE);
    assert_int_equal(postings[1].amount_dong, 100); /* debit first */
    assert_int_equal(postings[2].amount_dong, -100);
}

static void an_unbalanced_or_empty_set_is_refused(void **state) {
    Ctx *ctx = *state;
    PostingSet set;
    posting_set_init(&set);
    assert_int_equal(posting_set_check(ctx, &set), E_LEDGER_UNBALANCED);
    assert_int_equal(posting_set_add(ctx, &set, ACCOUNT_FLOAT, place(1, 1), 10), OK);
    assert_int_equal(posting_set_check(ctx, &set), E_LEDGER_UNBALANCED);
    assert_int_equal(posting_set_add(ctx, &set, ACCOUNT_TREASURY, place(1, 1), -9), OK);
    assert_int_equal(posting_set_check(ctx, &set), E_LEDGER_UNBALANCED);
    assert_int_equal(posting_set_add(ctx, &set, ACCOUNT_TREASURY, place(1, 1), -1), OK);
    assert_int_equal(posting_set_check(ctx, &set), OK);
}

static void zero_adds_nothing_and_strange_moves_are_refused(void **state) {
    Ctx *ctx = *state;
    PostingSet set;
    posting_set_init(&set);
    assert_int_equal(posting_set_move(ctx, &set, MOVE_PAID, place(1, 1), 0), OK);
    assert_int_equal(posting_set_move(ctx, &set, MOVE_NONE, place(1, 1), 5), OK);
    assert_int_equal(set.count, 0);
    assert_int_equal(posting_set_move(ctx, &set, MOVE_PAID, place(1, 1), -5), E_BUG);
    assert_int_equal(posting_set_move(ctx, &set, 19, place(1, 1), 5), E_BUG);
    assert_int_equal(posting_set_move(ctx, &set, 4000, place(1, 1), 5), E_BUG);
    assert_int_equal(set.count, 0);
}

static void sums_that_do_not_fit_are_refused(void **state) {
    Ctx *ctx = *state;
    PostingSet set;
    posting_set_init(&set);
    assert_int_equal(posting_set_add(ctx, &set, ACCOUNT_FLOAT, place(1, 1), INT64_MAX), OK);
    assert_int_equal(posting_set_add(ctx, &set, ACCOUNT_FLOAT, place(1, 1), 1), E_MONEY_OVERFLOW);
    assert_int_equal(posting_set_add(ctx, &set, ACCOUNT_TREASURY, place(1, 1), INT64_MAX), OK);
    assert_int_equal(posting_set_check(ctx, &set), E_LEDGER_UNBALANCED);
}

static void a_full_arena_is_a_refusal(void **state) {
    (void)state;
    Ctx small = {.arena = arena_new(20000), .clock = clock_system()};
    PostingSet set;
    posting_set_init(&set);
    Status status = OK;
    int64_t area_id = 1;
    for (; status == OK && area_id < 10000; area_id++) {
        status = posting_set_move(&small, &set, MOVE_PAID, place(area_id, 1), 1);
    }
    assert_int_equal(status, E_MEMORY_LIMIT);
    arena_free(&small.arena);
}

static void prop_any_order_of_moves_gives_the_same_postings(void **state) {
    Ctx *ctx = *state;
    static const int64_t MOVES[] = {1,  2,  3,  4,  5,  6,  7,  8,  9,  20, 21,
                                    22, 23, 24, 30, 31, 32, 33, 34, 35, 36};
    enum { MOVE_COUNT = 600 };
    Rng rng;
    rng_seed(&rng, 2026);
    for (int round = 0; round < 200; round++) {
        ArenaMark mark = arena_mark(ctx->arena);
        struct {
            int64_t move, amount;
            PostingPlace at;
        } list[MOVE_COUNT];
        PostingSet sets[2];
        const Posting *postings[2] = {NULL, NULL};
        for (int i = 0; i < MOVE_COUNT; i++) {
            list[i].move = MOVES[rng_below(&rng, sizeof MOVES / sizeof MOVES[0])];
            list[i].amount = 1 + (int64_t)rng_below(&rng, 10000000);
            list[i].at =
                (PostingPlace){1 + (int64_t)rng_below(&rng, 40), 1 + (int64_t)rng_below(&rng, 2),
                               (int64_t)rng_below(&rng, 3), (int64_t)rng_below(&rng, 4)};
        }
        for (int which = 0; which < 2; which++) {
            posting_set_init(&sets[which]);
            for (int i = 0; i < MOVE_COUNT; i++) {
                int at = which == 0 ? i : MOVE_COUNT - 1 - i;
                assert_int_equal(posting_set_move(ctx, &sets[which], list[at].move, list[at].at,
                                                  list[at].amount),
                                 OK);
            }
            assert_int_equal(posting_set_check(ctx, &sets[which]), OK);
            assert_int_equal(posting_set_list(ctx, &sets[which], &postings[which]), OK);
        }
        assert_int_equal(sets[0].count, sets[1].count);
        assert_memory_equal(postings[0], postings[1], sets[0].count * sizeof(Posting));
        arena_rewind(ctx->arena, mark);
    }
}

static void kinds_have_names(void **state) {
    (void)state;
    assert_string_equal(txn_kind_name(TXN_ALLOTMENT), "ALLOTMENT");
    assert_string_equal(txn_kind_name(TXN_CASE), "CASE");
    assert_string_equal(txn_kind_name(0), "");
    assert_string_equal(txn_kind_name(9), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves_to_one_place_are_one_posting_a_side),
        cmocka_unit_test(what_was_paid_and_what_came_back_stay_apart),
        cmocka_unit_test(an_unbalanced_or_empty_set_is_refused),
        cmocka_unit_test(zero_adds_nothing_and_strange_moves_are_refused),
        cmocka_unit_test(sums_that_do_not_fit_are_refused),
        cmocka_unit_test(a_full_arena_is_a_refusal),
        cmocka_unit_test(prop_any_order_of_moves_gives_the_same_postings),
        cmocka_unit_test(kinds_have_names),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
