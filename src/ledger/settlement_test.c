/* The settlement statement: one month by hand, and the equation for any sequence of moves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "ledger/settlement.h"

static int setup(void **state) {
    static Ctx ctx;
    ctx = (Ctx){
        .arena = arena_new((size_t)1 << 20), .clock = clock_system(), .language = LANGUAGE_EN};
    *state = &ctx;
    return ctx.arena == NULL;
}

static int teardown(void **state) {
    Ctx *ctx = *state;
    arena_free(&ctx->arena);
    return 0;
}

static void book(Ctx *ctx, Settlement *settlement, TxnKind kind, Move move, int64_t amount_dong) {
    MoveRule rule = {0, 0};
    assert_true(ledger_move_rule(move, &rule));
    assert_int_equal(settlement_add(ctx, settlement, kind, rule.debit, amount_dong), OK);
    assert_int_equal(settlement_add(ctx, settlement, kind, rule.credit, -amount_dong), OK);
}

static void a_month_reads_as_it_happened(void **state) {
    Ctx *ctx = *state;
    Settlement month = {0};
    assert_int_equal(settlement_add_before(ctx, &month, ACCOUNT_FLOAT, 40), OK);
    assert_int_equal(settlement_add_before(ctx, &month, ACCOUNT_EXPENSE, 999), OK);
    assert_int_equal(settlement_add_before(ctx, &month, ACCOUNT_IN_TRANSIT, 10), OK);
    book(ctx, &month, TXN_ALLOTMENT, MOVE_ALLOT, 5000);
    book(ctx, &month, TXN_APPROVAL, MOVE_COMMIT, 1000);
    book(ctx, &month, TXN_PREFUND, MOVE_PREFUND, 950);
    book(ctx, &month, TXN_RELEASE, MOVE_RELEASE, 990);
    book(ctx, &month, TXN_RESULT, MOVE_PAID, 900);
    book(ctx, &month, TXN_RESULT, MOVE_VOID, 30);
    book(ctx, &month, TXN_RESULT, MOVE_UNCLAIMED, 20);
    book(ctx, &month, TXN_RESULT, MOVE_RETURN_NOTICE, 50);
    book(ctx, &month, TXN_RESULT, MOVE_MONEY_BACK, 50);
    book(ctx, &month, TXN_RESULT, MOVE_DOUBLE_FOUND, 7);
    book(ctx, &month, TXN_HAND_BACK, MOVE_TO_TREASURY, 60);
    assert_int_equal(month.opening_dong, 50);
    assert_int_equal(month.allotted_dong, 950);
    assert_int_equal(month.paid_dong, 907);
    assert_int_equal(month.returned_dong, 50);
    assert_int_equal(month.written_back_dong, 60);
    assert_int_equal(month.closing_dong, 83);
    assert_int_equal(settlement_check(ctx, &month), OK);
}

static void settling_a_case_as_paid_changes_no_figure(void **state) {
    Ctx *ctx = *state;
    Settlement month = {0};
    book(ctx, &month, TXN_CASE, MOVE_OVERPAYMENT_IS_EXPENSE, 500);
    assert_true(settlement_is_empty(&month));
    book(ctx, &month, TXN_CASE, MOVE_OVERPAYMENT_RECOVERED, 500);
    assert_int_equal(month.returned_dong, 500);
    assert_int_equal(month.closing_dong, 500);
    assert_int_equal(settlement_check(ctx, &month), OK);
}

static void a_statement_that_does_not_add_up_is_refused(void **state) {
    Ctx *ctx = *state;
    Settlement month = {.opening_dong = 1, .closing_dong = 2};
    assert_int_equal(settlement_check(ctx, &month), E_LEDGER_UNBALANCED);
    month.allotted_dong = 1;
    assert_int_equal(settlement_check(ctx, &month), OK);
}

static void figures_that_do_not_fit_are_refused(void **state) {
    Ctx *ctx = *state;
    Settlement month = {.closing_dong = INT64_MAX};
    assert_int_equal(settlement_add(ctx, &month, TXN_PREFUND, ACCOUNT_FLOAT, 1), E_MONEY_OVERFLOW);
    Settlement sum = {.opening_dong = INT64_MAX};
    Settlement part = {.opening_dong = 1};
    assert_int_equal(settlement_sum(ctx, &sum, &part), E_MONEY_OVERFLOW);
}

static void prop_the_equation_holds_for_any_moves(void **state) {
    Ctx *ctx = *state;
    /* Each kind of transaction with the moves that it may hold. */
    static const struct {
        TxnKind kind;
        Move move;
    } POSSIBLE[] = {{TXN_ALLOTMENT, MOVE_ALLOT},
                    {TXN_APPROVAL, MOVE_COMMIT},
                    {TXN_CANCEL, MOVE_UNCOMMIT},
                    {TXN_CANCEL, MOVE_VOID},
                    {TXN_PREFUND, MOVE_PREFUND},
                    {TXN_RELEASE, MOVE_RELEASE},
                    {TXN_RESULT, MOVE_VOID},
                    {TXN_RESULT, MOVE_PAID},
                    {TXN_RESULT, MOVE_UNCLAIMED},
                    {TXN_RESULT, MOVE_PAID_LATE},
                    {TXN_RESULT, MOVE_HAND_BACK},
                    {TXN_RESULT, MOVE_RETURN_NOTICE},
                    {TXN_RESULT, MOVE_MONEY_BACK},
                    {TXN_RESULT, MOVE_DOUBLE_FOUND},
                    {TXN_RESULT, MOVE_UNIDENTIFIED_IN},
                    {TXN_CASE, MOVE_IDENTIFIED},
                    {TXN_CASE, MOVE_OVERPAYMENT_RECOVERED},
                    {TXN_CASE, MOVE_OVERPAYMENT_WAIVED},
                    {TXN_CASE, MOVE_OVERPAYMENT_IS_EXPENSE},
                    {TXN_HAND_BACK, MOVE_TO_TREASURY}};
    Rng rng;
    rng_seed(&rng, 131);
    for (int round = 0; round < 1000; round++) {
        Settlement month = {0};
        Settlement sum = {0};
        int64_t opening = (int64_t)rng_below(&rng, 1000);
        assert_int_equal(settlement_add_before(ctx, &month, ACCOUNT_FLOAT, opening), OK);
        for (int i = 0; i < 50; i++) {
            size_t which = (size_t)rng_below(&rng, sizeof POSSIBLE / sizeof POSSIBLE[0]);
            book(ctx, &month, POSSIBLE[which].kind, POSSIBLE[which].move,
                 (int64_t)rng_below(&rng, 100000));
            assert_int_equal(settlement_check(ctx, &month), OK);
        }
        assert_int_equal(settlement_sum(ctx, &sum, &month), OK);
        assert_int_equal(settlement_sum(ctx, &sum, &month), OK);
        assert_int_equal(sum.closing_dong, 2 * month.closing_dong);
        assert_int_equal(settlement_check(ctx, &sum), OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_month_reads_as_it_happened),
        cmocka_unit_test(settling_a_case_as_paid_changes_no_figure),
        cmocka_unit_test(a_statement_that_does_not_add_up_is_refused),
        cmocka_unit_test(figures_that_do_not_fit_are_refused),
        cmocka_unit_test(prop_the_equation_holds_for_any_moves),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
