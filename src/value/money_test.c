/* Unit tests of money: reading, printing, rounding, limits. */
#include "value/value_test.h"

#include "value/money.h"

static void amounts_are_read_as_people_write_them(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t dong;
    } cases[] = {
        {"0", 0},
        {"500000", 500000},
        {"1.500.000", 1500000},
        {"1,500,000", 1500000},
        {"1 500 000", 1500000},
        {"1\xC2\xA0"
         "500\xC2\xA0"
         "000",
         1500000},
        {"500000.00", 500000},
        {"500000.0", 500000},
        {"500000,00", 500000},
        {"500.000,00", 500000},
        {"1,500,000.00", 1500000},
        {"  540.000 đ ", 540000},
        {"540.000đ", 540000},
        {"540.000 đồng", 540000},
        {"540000 VND", 540000},
        {"540000VNĐ", 540000},
        {"540.000 ₫", 540000},
        {"-20.000", -20000},
        {"-1", -1},
        {"12.345", 12345},
        {"999", 999},
        {"0.00", 0},
        {"9223372036854775807", INT64_MAX},
        {"9.223.372.036.854.775.807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Money money = {-7};
        ASSERT_CASE(money_parse(&ctx, str_of(cases[i].text), &money) == OK, cases[i].text);
        ASSERT_CASE(money.dong == cases[i].dong, cases[i].text);
    }
}

static void what_is_no_amount_is_refused_and_leaves_the_result_alone(void **state) {
    (void)state;
    static const struct {
        const char *text;
        Status status;
    } cases[] = {
        {"", E_MONEY_SYNTAX},
        {" ", E_MONEY_SYNTAX},
        {"đ", E_MONEY_SYNTAX},
        {"-", E_MONEY_SYNTAX},
        {"--5", E_MONEY_SYNTAX},
        {"1.5", E_MONEY_SYNTAX},
        {"1,5", E_MONEY_SYNTAX},
        {"1.50.000", E_MONEY_SYNTAX},
        {"1500.000", E_MONEY_SYNTAX},
        {"1.500,000", E_MONEY_SYNTAX},
        {"1.500.00", E_MONEY_SYNTAX},
        {"0.500", E_MONEY_SYNTAX},
        {".500", E_MONEY_SYNTAX},
        {"500.", E_MONEY_SYNTAX},
        {"500..000", E_MONEY_SYNTAX},
        {"500000.50", E_MONEY_SYNTAX},
        {"500000.05", E_MONEY_SYNTAX},
        {"1.5E+6", E_MONEY_SYNTAX},
        {"500k", E_MONEY_SYNTAX},
        {"500-600", E_MONEY_SYNTAX},
        {"năm trăm", E_MONEY_SYNTAX},
        {"1.500.000.00,0", E_MONEY_SYNTAX},
        {"+500", E_MONEY_SYNTAX},
        {"9223372036854775808", E_MONEY_OVERFLOW},
        {"-9223372036854775809", E_MONEY_OVERFLOW},
        {"99999999999999999999999", E_MONEY_OVERFLOW},
        {"111111111111111111111111111111111", E_MONEY_SYNTAX},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Money money = {-7};
        Status status = money_parse(&ctx, str_of(cases[i].text), &money);
        ASSERT_CASE(status == cases[i].status, cases[i].text);
        ASSERT_CASE(money.dong == -7, cases[i].text);
    }
}

static void amounts_are_printed_with_dots(void **state) {
    (void)state;
    static const struct {
        int64_t dong;
        const char *text;
    } cases[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {1000, "1.000"},
        {540000, "540.000"},
        {1500000, "1.500.000"},
        {-20000, "-20.000"},
        {INT64_MAX, "9.223.372.036.854.775.807"},
        {INT64_MIN, "-9.223.372.036.854.775.808"},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(strbuf_done) StrBuf buf;
        strbuf_init(&buf, 40);
        assert_int_equal(money_print(&ctx, &buf, (Money){cases[i].dong}), OK);
        ASSERT_CASE(str_equal(strbuf_str(&buf), str_of(cases[i].text)), cases[i].text);
        Money again = {1};
        assert_int_equal(money_parse(&ctx, strbuf_str(&buf), &again), OK);
        assert_true(again.dong == cases[i].dong);
    }
}

static void sums_that_do_not_fit_are_refused(void **state) {
    (void)state;
    Ctx ctx = {0};
    Money r = {5};
    assert_int_equal(money_add(&ctx, (Money){INT64_MAX}, (Money){1}, &r), E_MONEY_OVERFLOW);
    assert_int_equal(money_sub(&ctx, (Money){INT64_MIN}, (Money){1}, &r), E_MONEY_OVERFLOW);
    assert_int_equal(money_mul_int(&ctx, (Money){INT64_MAX / 2}, 3, &r), E_MONEY_OVERFLOW);
    assert_int_equal(money_times_hundredths(&ctx, (Money){INT64_MAX}, 101, MONEY_ROUND_EXACT, &r),
                     E_MONEY_OVERFLOW);
    assert_int_equal(
        money_times_hundredths(&ctx, (Money){99}, INT64_MAX, MONEY_ROUND_DOWN_DONG, &r),
        E_MONEY_OVERFLOW);
    assert_int_equal(
        money_times_hundredths(&ctx, (Money){INT64_MAX}, 100, MONEY_ROUND_HALF_UP_THOUSAND, &r),
        E_MONEY_OVERFLOW);
    assert_int_equal(money_times_hundredths(&ctx, (Money){1}, -1, MONEY_ROUND_EXACT, &r),
                     E_ARGUMENT);
    assert_true(r.dong == 5);
    assert_int_equal(ctx.failure.status, E_ARGUMENT);
    assert_int_equal(money_add(&ctx, (Money){2}, (Money){-3}, &r), OK);
    assert_true(r.dong == -1);
    assert_int_equal(money_sub(&ctx, (Money){2}, (Money){-3}, &r), OK);
    assert_true(r.dong == 5);
    assert_int_equal(money_mul_int(&ctx, (Money){-500000}, 12, &r), OK);
    assert_true(r.dong == -6000000);
    assert_true(money_compare((Money){1}, (Money){2}) < 0);
    assert_true(money_compare((Money){2}, (Money){2}) == 0);
    assert_true(money_compare((Money){3}, (Money){2}) > 0);
}

static void each_coefficient_rounds_as_its_name_says(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t dong;
        int64_t hundredths;
        int64_t down;
        int64_t half_up;
        int64_t thousand;
    } cases[] = {
        {"standard x 1.5", 500000, 150, 750000, 750000, 750000},
        {"standard x 2.5", 540000, 250, 1350000, 1350000, 1350000},
        {"nothing", 0, 150, 0, 0, 0},
        {"x 0", 360000, 0, 0, 0, 0},
        {"half a dong", 1, 50, 0, 1, 0},
        {"just below half", 1, 49, 0, 0, 0},
        {"minus half a dong", -1, 50, 0, -1, 0},
        {"499.99", 49999, 1, 499, 500, 0},
        {"500", 50000, 1, 500, 500, 1000},
        {"1499 and a half", 2999, 50, 1499, 1500, 1000},
        {"minus 1500", -3000, 50, -1500, -1500, -2000},
        {"minus 1499.5", -2999, 50, -1499, -1500, -1000},
        {"largest", INT64_MAX, 100, INT64_MAX, INT64_MAX, 0},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Money r = {0};
        Money in = {cases[i].dong};
        int64_t by = cases[i].hundredths;
        ASSERT_CASE(money_times_hundredths(&ctx, in, by, MONEY_ROUND_DOWN_DONG, &r) == OK,
                    cases[i].text);
        ASSERT_CASE(r.dong == cases[i].down, cases[i].text);
        ASSERT_CASE(money_times_hundredths(&ctx, in, by, MONEY_ROUND_HALF_UP_DONG, &r) == OK,
                    cases[i].text);
        ASSERT_CASE(r.dong == cases[i].half_up, cases[i].text);
        if (cases[i].dong != INT64_MAX) {
            ASSERT_CASE(money_times_hundredths(&ctx, in, by, MONEY_ROUND_HALF_UP_THOUSAND, &r) ==
                            OK,
                        cases[i].text);
            ASSERT_CASE(r.dong == cases[i].thousand, cases[i].text);
        }
        Status exact = money_times_hundredths(&ctx, in, by, MONEY_ROUND_EXACT, &r);
        ASSERT_CASE(exact == (cases[i].dong % 100 * by % 100 == 0 ? OK : E_MONEY_SYNTAX),
                    cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_amount_is_refused_and_leaves_the_result_alone),
        cmocka_unit_test(amounts_are_printed_with_dots),
        cmocka_unit_test(sums_that_do_not_fit_are_refused),
        cmocka_unit_test(each_coefficient_rounds_as_its_name_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
