/* The chart: stable numbers, unique names, moves between known accounts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ledger/chart.h"

static void accounts_are_ordered_and_named_once(void **state) {
    (void)state;
    AccountText a = {0};
    size_t count = 0;
    for (; ledger_account_at(count, &a); count++) {
        assert_true(strlen(a.name_vi) > 0 && strlen(a.name_en) > 0);
        assert_int_equal(ledger_account_class(a.account), a.class_);
        for (size_t j = 0; j < count; j++) {
            AccountText b = {0};
            assert_true(ledger_account_at(j, &b));
            assert_true(b.account < a.account);
            assert_string_not_equal(a.code, b.code);
            assert_string_not_equal(a.name_vi, b.name_vi);
            assert_string_not_equal(a.name_en, b.name_en);
        }
    }
    assert_int_equal(count, 15);
    assert_int_equal(ledger_account_class(99), ACCOUNT_CLASS_NONE);
    assert_int_equal(ledger_account_class(0), ACCOUNT_CLASS_NONE);
}

static void moves_debit_and_credit_what_the_books_say(void **state) {
    (void)state;
    static const int64_t EXPECTED[][3] = {
        {1, 40, 30},  {2, 30, 40},  {3, 50, 40},  {4, 61, 40},  {5, 50, 61},  {6, 30, 61},
        {7, 60, 50},  {8, 30, 60},  {9, 70, 30},  {20, 11, 10}, {21, 12, 11}, {22, 11, 12},
        {23, 30, 20}, {24, 20, 30}, {30, 30, 63}, {31, 63, 30}, {32, 30, 70}, {33, 73, 70},
        {34, 50, 70}, {35, 70, 73}, {36, 73, 70}};
    size_t known = 0;
    for (int64_t move = -1; move < 100; move++) {
        MoveRule rule = {0, 0};
        if (!ledger_move_rule(move, &rule)) {
            continue;
        }
        assert_int_equal(move, EXPECTED[known][0]);
        assert_int_equal(rule.debit, EXPECTED[known][1]);
        assert_int_equal(rule.credit, EXPECTED[known][2]);
        known++;
    }
    assert_int_equal(known, sizeof EXPECTED / sizeof EXPECTED[0]);
}

static void budget_balances_within_itself(void **state) {
    (void)state;
    for (int64_t move = 1; move < 100; move++) {
        MoveRule rule = {0, 0};
        if (ledger_move_rule(move, &rule)) {
            assert_int_equal(ledger_account_class(rule.debit) == ACCOUNT_CLASS_BUDGET,
                             ledger_account_class(rule.credit) == ACCOUNT_CLASS_BUDGET);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accounts_are_ordered_and_named_once),
        cmocka_unit_test(moves_debit_and_credit_what_the_books_say),
        cmocka_unit_test(budget_balances_within_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
