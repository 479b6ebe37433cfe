/* Days as spreadsheets count them, and the formats that show them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "codec/sheet_date.h"

static void every_serial_and_its_day_agree_both_ways(void **state) {
    (void)state;
    int64_t before = 0;
    for (int32_t serial = 1; serial <= 2958465; serial++) {
        char text[16];
        int64_t day = 0;
        int32_t back = 0;
        int length = snprintf(text, sizeof text, "%d", serial);
        SerialKind kind = sheet_day_from_serial((Str){text, (size_t)length}, false, &day);
        if (serial == 60) {
            assert_int_equal(kind, SERIAL_LEAP_BUG);
            continue;
        }
        assert_int_equal(kind, SERIAL_DAY);
        assert_true(day > before);
        assert_true(sheet_serial_from_day(day, &back));
        assert_int_equal(back, serial);
        before = day;
    }
    assert_int_equal(before, 99991231);
}

static void serials_may_have_fractions_and_exponents(void **state) {
    (void)state;
    static const Str texts[] = {{"46204", 5},
                                {"46204.999999", 12},
                                {"4.6204E4", 8},
                                {"4620400e-2", 10},
                                {"0.46204E+5", 10},
                                {"46204.", 6},
                                {"46204.00000000000000000001", 26}};
    static const Str bad[] = {
        {"", 0},       {".", 1},      {"-5", 2},      {"0", 1},
        {"0.9", 3},    {"1e9999", 6}, {"1e99999", 7}, {"99999999999999999999", 20},
        {"1.2.3", 5},  {"4e", 2},     {"1e-9999", 7}, {"x", 1},
        {"2958466", 7}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t day = 0;
        assert_int_equal(sheet_day_from_serial(texts[i], false, &day), SERIAL_DAY);
        assert_int_equal(day, 20260701);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t day = 7;
        assert_int_equal(sheet_day_from_serial(bad[i], false, &day), SERIAL_NOT_A_DAY);
        assert_int_equal(day, 7);
    }
}

static void days_that_do_not_exist_have_no_serial(void **state) {
    (void)state;
    static const int64_t bad[] = {0,        18991231, 19000229,  20260230, 20260700,
                                  20261301, 20260001, 100000101, 2026};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t serial = 7;
        assert_false(sheet_serial_from_day(bad[i], &serial));
        assert_int_equal(serial, 7);
    }
}

static void iso_days_are_strict(void **state) {
    (void)state;
    int64_t day = 7;
    assert_true(sheet_day_from_iso(STR("2024-02-29"), &day));
    assert_int_equal(day, 20240229);
    assert_true(sheet_day_from_iso(STR("1950-01-05T10:00:00Z"), &day));
    assert_int_equal(day, 19500105);
    static const char *const bad[] = {"2023-02-29", "2024-2-29",   "2024-13-01", "2024-00-01",
                                      "0000-01-01", "2024-01-01x", "-024-01-01", ""};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(sheet_day_from_iso(str_of(bad[i]), &day));
    }
}

static void formats_show_days_or_they_do_not(void **state) {
    (void)state;
    static const char *const dates[] = {"dd/mm/yyyy",
                                        "[$-42A]d mmmm yyyy;@",
                                        "yyyy\\-mm\\-dd",
                                        "\"Ng\xC3\xA0y\" dd \"th\xC3\xA1ng\" mm",
                                        "mm/yy",
                                        "m",
                                        "D/M/Y h:mm:ss.00",
                                        "[$-F800]dddd\\, mmmm dd\\, yyyy",
                                        "yyyy",
                                        "[Red]dd"};
    static const char *const numbers[] = {"General",
                                          "0.00",
                                          "#,##0 \"VND\"",
                                          "#,##0\\ [$VND]",
                                          "0.00E+00",
                                          "@",
                                          "\"dd\"0",
                                          "h:mm",
                                          "[h]:mm:ss",
                                          "#,##0_d;[Red]-0",
                                          "0;dd/mm",
                                          "_(* #,##0_);yyyy",
                                          "",
                                          "\"",
                                          "\\"};
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        assert_true(sheet_format_is_date(str_of(dates[i])));
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (sheet_format_is_date(str_of(numbers[i]))) {
            fail_msg("%s", numbers[i]);
        }
    }
    assert_true(sheet_format_id_is_date(14));
    assert_true(sheet_format_id_is_date(58));
    assert_false(sheet_format_id_is_date(13));
    assert_false(sheet_format_id_is_date(49));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_serial_and_its_day_agree_both_ways),
        cmocka_unit_test(serials_may_have_fractions_and_exponents),
        cmocka_unit_test(days_that_do_not_exist_have_no_serial),
        cmocka_unit_test(iso_days_are_strict),
        cmocka_unit_test(formats_show_days_or_they_do_not),
    };
    return cmocka_run_group_tests_name("sheet_date", tests, NULL, NULL);
}
