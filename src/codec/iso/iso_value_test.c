#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codec/iso/iso_path.h"
#include "codec/iso/iso_value.h"

static int64_t amount_of(const char *s) {
    int64_t amount_dong = -77;
    assert_int_equal(iso_amount_parse(str_of(s), &amount_dong), OK);
    return amount_dong;
}

static void amount_refused(const char *s, Status expected) {
    int64_t amount_dong = -77;
    assert_int_equal(iso_amount_parse(str_of(s), &amount_dong), expected);
    assert_int_equal(amount_dong, -77); /* untouched */
}

static void amount_takes_whole_dong_however_written(void **state) {
    (void)state;
    assert_int_equal(amount_of("540000"), 540000);
    assert_int_equal(amount_of("540000.00"), 540000);
    assert_int_equal(amount_of("540000."), 540000);
    assert_int_equal(amount_of("+540000.0"), 540000);
    assert_int_equal(amount_of(" 0 "), 0);
    assert_int_equal(amount_of("000000000000000000000540000"), 540000);
    assert_int_equal(amount_of("999999999999999999"), 999999999999999999);
}

static void amount_refuses_fractions_signs_and_overflow(void **state) {
    (void)state;
    amount_refused("540000.5", E_MONEY_SYNTAX);
    amount_refused("540000.01", E_MONEY_SYNTAX);
    amount_refused("-1", E_MONEY_SYNTAX);
    amount_refused("", E_MONEY_SYNTAX);
    amount_refused(".", E_MONEY_SYNTAX);
    amount_refused("1e5", E_MONEY_SYNTAX);
    amount_refused("1 000", E_MONEY_SYNTAX);
    amount_refused("1000000000000000000", E_MONEY_OVERFLOW);
    amount_refused("99999999999999999999", E_MONEY_OVERFLOW);
}

static void day_is_that_of_vietnam(void **state) {
    (void)state;
    assert_int_equal(iso_day_parse(STR("2026-06-30")), 20260630);
    assert_int_equal(iso_day_parse(STR("2026-06-30T23:59:59")), 20260630);
    assert_int_equal(iso_day_parse(STR("2026-06-30T23:59:59+07:00")), 20260630);
    assert_int_equal(iso_day_parse(STR("2026-06-30T17:00:00Z")), 20260701);
    assert_int_equal(iso_day_parse(STR("2026-06-30T16:59:59Z")), 20260630);
    assert_int_equal(iso_day_parse(STR("2026-12-31T18:00:00.123Z")), 20270101);
    assert_int_equal(iso_day_parse(STR("2026-07-01T01:00:00+09:00")), 20260630);
    assert_int_equal(iso_day_parse(STR("2026-06-30T14:00:00-05:00")), 20260701);
    assert_int_equal(iso_day_parse(STR("30/06/2026")), 0);
    assert_int_equal(iso_day_parse(STR("2026-13-01")), 0);
    assert_int_equal(iso_day_parse(STR("")), 0);
}

static void only_a_final_reject_frees_the_obligation(void **state) {
    (void)state;
    Str none = {"", 0};
    assert_int_equal(iso_status_outcome(STR("RJCT"), STR("AC04")), RESULT_REJECTED);
    assert_int_equal(iso_status_outcome(STR("RJCT"), none), RESULT_REJECTED);
    assert_int_equal(iso_status_outcome(STR("RJCT"), STR("NOOR")), RESULT_NEVER_RECEIVED);
    assert_int_equal(iso_status_outcome(STR("RJCT"), STR("DUPL")), RESULT_OTHER);
    assert_int_equal(iso_status_outcome(STR("RJCT"), STR("AM05")), RESULT_OTHER);
    assert_int_equal(iso_status_outcome(STR("RJCT"), STR("TECH")), RESULT_OTHER);
    assert_int_equal(iso_status_outcome(STR("RJCT"), STR("AB05")), RESULT_OTHER);
}

static void status_words_keep_accepted_and_paid_apart(void **state) {
    (void)state;
    Str none = {"", 0};
    assert_int_equal(iso_status_outcome(STR("ACSC"), none), RESULT_PAID);
    assert_int_equal(iso_status_outcome(STR("ACCC"), none), RESULT_PAID);
    const char *const accepted[] = {"ACCP", "ACSP", "ACTC", "RCVD", "PDNG"};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(iso_status_outcome(str_of(accepted[i]), none), RESULT_ACCEPTED);
    }
    assert_int_equal(iso_status_outcome(STR("CANC"), none), RESULT_OTHER);
    assert_int_equal(iso_status_outcome(STR("acsc"), none), RESULT_OTHER);
    assert_int_equal(iso_status_outcome(none, none), RESULT_OTHER);
}

static void only_a_booked_credit_is_money_back(void **state) {
    (void)state;
    assert_int_equal(iso_entry_outcome(true, true, false, STR("BOOK")), RESULT_MONEY_BACK);
    assert_int_equal(iso_entry_outcome(true, false, true, STR("BOOK")), RESULT_MONEY_BACK);
    assert_int_equal(iso_entry_outcome(true, true, false, STR("PDNG")), RESULT_RETURN_NOTICE);
    assert_int_equal(iso_entry_outcome(true, true, false, STR("INFO")), RESULT_RETURN_NOTICE);
    assert_int_equal(iso_entry_outcome(true, false, false, STR("BOOK")), RESULT_OTHER);
    assert_int_equal(iso_entry_outcome(false, false, false, STR("BOOK")), RESULT_PAID);
    assert_int_equal(iso_entry_outcome(false, false, false, STR("PDNG")), RESULT_ACCEPTED);
    assert_int_equal(iso_entry_outcome(false, false, false, STR("INFO")), RESULT_OTHER);
    assert_int_equal(iso_entry_outcome(false, true, false, STR("BOOK")), RESULT_OTHER);
    assert_int_equal(iso_entry_outcome(false, false, true, STR("BOOK")), RESULT_OTHER);
}

static void every_path_hangs_on_an_earlier_one(void **state) {
    (void)state;
    const IsoMessage messages[] = {ISO_PAIN_002_10, ISO_PAIN_002_03, ISO_CAMT_053_08,
                                   ISO_CAMT_054_08};
    for (size_t m = 0; m < 4; m++) {
        size_t count = 0;
        const IsoPath *paths = iso_path_table(messages[m], &count);
        assert_in_range(count, 30, ISO_PATH_MAX);
        for (size_t i = 1; i < count; i++) {
            assert_true(paths[i].parent < i);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amount_takes_whole_dong_however_written),
        cmocka_unit_test(amount_refuses_fractions_signs_and_overflow),
        cmocka_unit_test(day_is_that_of_vietnam),
        cmocka_unit_test(only_a_final_reject_frees_the_obligation),
        cmocka_unit_test(status_words_keep_accepted_and_paid_apart),
        cmocka_unit_test(only_a_booked_credit_is_money_back),
        cmocka_unit_test(every_path_hangs_on_an_earlier_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
