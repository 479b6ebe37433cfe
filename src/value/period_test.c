/* Unit tests of months. */
#include "value/value_test.h"

#include "value/period.h"

static void months_are_read_in_every_spelling(void **state) {
    (void)state;
    static const char *const cases[] = {
        "2026-07",          "2026/7",           "07/2026",          "7/2026",
        "07-2026",          "7.2026",           "202607",           "T7/2026",
        "t07/2026",         "T 7/2026",         "tháng 7/2026",     "Tháng 07-2026",
        "THÁNG 7 NĂM 2026", "tháng 7 năm 2026", "thang 7 nam 2026", " 07 / 2026 ",
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Period period = {0};
        ASSERT_CASE(period_parse(&ctx, str_of(cases[i]), &period) == OK, cases[i]);
        ASSERT_CASE(period.number == 202607, cases[i]);
    }
}

static void what_is_no_month_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",        "T",       "7",        "2026",       "13/2026", "0/2026",  "07/26",
        "07/1899", "2101-01", "20260701", "2026-07-01", "T7",      "T2026/7", "tháng bảy",
        "-7/2026", "7/-026",  "07//2026", "007/2026",   "202613",  "T202607", "7/2026x",
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Period period = {-7};
        ASSERT_CASE(period_parse(&ctx, str_of(cases[i]), &period) == E_PERIOD_SYNTAX, cases[i]);
        ASSERT_CASE(period.number == -7, cases[i]);
    }
}

static void months_follow_each_other(void **state) {
    (void)state;
    Period december = {202512};
    Period january = {202601};
    assert_true(period_next(december).number == 202601);
    assert_true(period_previous(january).number == 202512);
    assert_true(period_add_months(january, -13).number == 202412);
    assert_true(period_add_months(january, 23).number == 202712);
    assert_true(period_months_between(december, january) == 1);
    assert_true(period_months_between(january, december) == -1);
    assert_true(period_months_between((Period){202001}, (Period){202607}) == 78);
    assert_true(period_compare(december, january) < 0);
    assert_true(period_compare(january, december) > 0);
    assert_true(period_compare(january, january) == 0);
    assert_int_equal(period_year(december), 2025);
    assert_int_equal(period_month(december), 12);
}

static void a_month_has_its_days(void **state) {
    (void)state;
    Ctx ctx = {0};
    Period period = {0};
    assert_int_equal(period_from_day(&ctx, 20240215, &period), OK);
    assert_true(period.number == 202402);
    assert_true(period_first_day(period) == 20240201);
    assert_true(period_last_day(period) == 20240229);
    assert_true(period_last_day((Period){202602}) == 20260228);
    assert_true(period_has_day(period, 20240229));
    assert_false(period_has_day(period, 20240301));
    assert_false(period_has_day(period, 20240131));
    assert_int_equal(period_from_day(&ctx, 20241301, &period), E_PERIOD_SYNTAX);
    assert_int_equal(period_from_number(&ctx, -202601, &period), E_PERIOD_SYNTAX);
    CLEANUP(strbuf_done) StrBuf buf;
    strbuf_init(&buf, 10);
    assert_int_equal(period_print(&ctx, &buf, period), OK);
    assert_true(str_equal(strbuf_str(&buf), STR("02/2024")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_are_read_in_every_spelling),
        cmocka_unit_test(what_is_no_month_is_refused),
        cmocka_unit_test(months_follow_each_other),
        cmocka_unit_test(a_month_has_its_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
