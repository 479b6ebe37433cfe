/* Unit tests of dates: spellings, calendar, spreadsheet serials, ages. */
#include "value/value_test.h"

#include "value/date.h"

static void days_are_read_in_every_spelling(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
        DatePrecision precision;
    } cases[] = {
        {"5/3/1950", 19500305, DATE_PRECISION_DAY},
        {"05/03/1950", 19500305, DATE_PRECISION_DAY},
        {" 05-03-1950 ", 19500305, DATE_PRECISION_DAY},
        {"05.03.1950", 19500305, DATE_PRECISION_DAY},
        {"05 / 03 / 1950", 19500305, DATE_PRECISION_DAY},
        {"1950-03-05", 19500305, DATE_PRECISION_DAY},
        {"1950/3/5", 19500305, DATE_PRECISION_DAY},
        {"1950-03-05T00:00:00", 19500305, DATE_PRECISION_DAY},
        {"1950-03-05 00:00:00", 19500305, DATE_PRECISION_DAY},
        {"05/03/1950 0:00", 19500305, DATE_PRECISION_DAY},
        {"19500305", 19500305, DATE_PRECISION_DAY},
        {"05031950", 19500305, DATE_PRECISION_DAY},
        {"20112010", 20101120, DATE_PRECISION_DAY},
        {"19032001", 20010319, DATE_PRECISION_DAY},
        {"ngày 5 tháng 3 năm 1950", 19500305, DATE_PRECISION_DAY},
        {"Ngày 05 tháng 03 năm 1950", 19500305, DATE_PRECISION_DAY},
        {"NGÀY 05 THÁNG 03 NĂM 1950", 19500305, DATE_PRECISION_DAY},
        {"ngay 5 thang 3 nam 1950", 19500305, DATE_PRECISION_DAY},
        {"ngày 5 tháng 3/1950", 19500305, DATE_PRECISION_DAY},
        {"ngày5tháng3năm1950", 19500305, DATE_PRECISION_DAY},
        {"29/02/2000", 20000229, DATE_PRECISION_DAY},
        {"29/02/1944", 19440229, DATE_PRECISION_DAY},
        {"01/01/1900", 19000101, DATE_PRECISION_DAY},
        {"31/12/2100", 21001231, DATE_PRECISION_DAY},
        {"03/1950", 19500300, DATE_PRECISION_MONTH},
        {"3/1950", 19500300, DATE_PRECISION_MONTH},
        {"1950-03", 19500300, DATE_PRECISION_MONTH},
        {"tháng 3 năm 1950", 19500300, DATE_PRECISION_MONTH},
        {"tháng 3/1950", 19500300, DATE_PRECISION_MONTH},
        {"00/03/1950", 19500300, DATE_PRECISION_MONTH},
        {"1950", 19500000, DATE_PRECISION_YEAR},
        {"năm 1950", 19500000, DATE_PRECISION_YEAR},
        {"00/00/1950", 19500000, DATE_PRECISION_YEAR},
        {"0/0/1950", 19500000, DATE_PRECISION_YEAR},
        {"19500000", 19500000, DATE_PRECISION_YEAR},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Date date = {0};
        ASSERT_CASE(date_parse(&ctx, str_of(cases[i].text), &date) == OK, cases[i].text);
        ASSERT_CASE(date.number == cases[i].number, cases[i].text);
        ASSERT_CASE(date.precision == cases[i].precision, cases[i].text);
    }
}

static void what_is_no_day_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        Status status;
    } cases[] = {
        {"", E_DATE_SYNTAX},
        {"/", E_DATE_SYNTAX},
        {"5/3/50", E_DATE_SYNTAX}, /* the century would be a guess */
        {"50", E_DATE_SYNTAX},
        {"195", E_DATE_SYNTAX},
        {"18327", E_DATE_SYNTAX}, /* a serial: date_parse_serial() */
        {"5/3", E_DATE_SYNTAX},
        {"5/3/1950/2", E_DATE_SYNTAX},
        {"5/3-1950", E_DATE_SYNTAX},
        {"5/3/", E_DATE_SYNTAX},
        {"5//1950", E_DATE_SYNTAX},
        {"5,3,1950", E_DATE_SYNTAX},
        {"-5/3/1950", E_DATE_SYNTAX},
        {"1950-03-05 10:30:00", E_DATE_SYNTAX},
        {"ngày 5 năm 1950", E_DATE_SYNTAX},
        {"tháng 3", E_DATE_SYNTAX},
        {"tháng ba năm 1950", E_DATE_SYNTAX},
        {"ngày tháng năm", E_DATE_SYNTAX},
        {"năm 50", E_DATE_SYNTAX},
        {"ngày 005 tháng 3 năm 1950", E_DATE_SYNTAX},
        {"không rõ", E_DATE_SYNTAX},
        {"123456789012", E_DATE_SYNTAX},
        {"005/03/1950", E_DATE_SYNTAX},
        {"31/02/1950", E_DATE_RANGE},
        {"29/02/1950", E_DATE_RANGE},
        {"29/02/1900", E_DATE_RANGE},
        {"31/04/1950", E_DATE_RANGE},
        {"32/01/1950", E_DATE_RANGE},
        {"12/25/1950", E_DATE_RANGE}, /* month first is not ours */
        {"13/1950", E_DATE_RANGE},
        {"05/00/1950", E_DATE_RANGE},
        {"31/12/1899", E_DATE_RANGE},
        {"01/01/2101", E_DATE_RANGE},
        {"1899", E_DATE_RANGE},
        {"2101", E_DATE_RANGE},
        {"0000", E_DATE_RANGE},
        {"99999999", E_DATE_RANGE},
        {"ngày 31 tháng 2 năm 1950", E_DATE_RANGE},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Date date = {-7, DATE_PRECISION_DAY};
        Status status = date_parse(&ctx, str_of(cases[i].text), &date);
        ASSERT_CASE(status == cases[i].status, cases[i].text);
        ASSERT_CASE(date.number == -7, cases[i].text);
    }
}

static void spreadsheet_serials_keep_their_phantom_day(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t serial;
        DateSystem counting;
        int64_t number;
    } cases[] = {
        {"first", 1, DATE_SYSTEM_1900, 19000101},
        {"59", 59, DATE_SYSTEM_1900, 19000228},
        {"61", 61, DATE_SYSTEM_1900, 19000301},
        {"18327", 18327, DATE_SYSTEM_1900, 19500305},
        {"25569", 25569, DATE_SYSTEM_1900, 19700101},
        {"45658", 45658, DATE_SYSTEM_1900, 20250101},
        {"0 of 1904", 0, DATE_SYSTEM_1904, 19040101},
        {"44196 of 1904", 44196, DATE_SYSTEM_1904, 20250101},
        {"60 of 1904", 60, DATE_SYSTEM_1904, 19040301},
    };
    Ctx ctx = {0};
    Date date = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        ASSERT_CASE(date_from_serial(&ctx, cases[i].serial, cases[i].counting, &date) == OK,
                    cases[i].text);
        ASSERT_CASE(date.number == cases[i].number, cases[i].text);
    }
    static const int64_t none[] = {-1, 0, 60, 100001, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < COUNT(none); i++) {
        assert_int_equal(date_from_serial(&ctx, none[i], DATE_SYSTEM_1900, &date), E_DATE_RANGE);
    }
    assert_int_equal(date_from_serial(&ctx, 90000, DATE_SYSTEM_1900, &date), E_DATE_RANGE);
}

static void a_numeric_cell_is_a_serial_or_a_year(void **state) {
    (void)state;
    Ctx ctx = {0};
    Date date = {0};
    assert_int_equal(date_parse_serial(&ctx, STR("18327"), DATE_SYSTEM_1900, &date), OK);
    assert_true(date.number == 19500305);
    assert_int_equal(date_parse_serial(&ctx, STR("18327.75"), DATE_SYSTEM_1900, &date), OK);
    assert_true(date.number == 19500305);
    assert_int_equal(date_parse_serial(&ctx, STR("1950"), DATE_SYSTEM_1900, &date), OK);
    assert_true(date.number == 19500000);
    assert_int_equal(date_parse_serial(&ctx, STR("2100"), DATE_SYSTEM_1904, &date), OK);
    assert_true(date.number == 21000000);
    static const char *const none[] = {
        "", ".5", "1.8E+4", "-5", "18327.x", "1 8327", "99999999999999999999"};
    for (size_t i = 0; i < COUNT(none); i++) {
        ASSERT_CASE(date_parse_serial(&ctx, str_of(none[i]), DATE_SYSTEM_1900, &date) ==
                        E_DATE_SYNTAX,
                    none[i]);
    }
}

static void every_day_of_two_centuries_counts_one(void **state) {
    (void)state;
    Ctx ctx = {0};
    Date first = {0};
    Date date = {0};
    assert_int_equal(date_from_number(&ctx, 19000101, &first), OK);
    int64_t count = 0;
    for (int year = 1900; year <= 2100; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= date_days_in_month(year, month); day++, count++) {
                Date expected = {(int64_t)year * 10000 + month * 100 + day, DATE_PRECISION_DAY};
                int64_t between = -1;
                assert_int_equal(date_add_days(&ctx, first, count, &date), OK);
                assert_true(date.number == expected.number);
                assert_int_equal(date_days_between(&ctx, first, expected, &between), OK);
                assert_true(between == count);
            }
        }
    }
    assert_int_equal(date_add_days(&ctx, first, count, &date), E_DATE_RANGE);
    assert_int_equal(date_add_days(&ctx, first, -1, &date), E_DATE_RANGE);
    assert_int_equal(date_add_days(&ctx, first, INT64_MAX, &date), E_DATE_RANGE);
    Date year_only = {19500000, DATE_PRECISION_YEAR};
    assert_int_equal(date_add_days(&ctx, year_only, 1, &date), E_ARGUMENT);
    assert_int_equal(date_days_between(&ctx, first, year_only, &count), E_ARGUMENT);
    assert_int_equal(date_days_in_month(1900, 2), 28);
    assert_int_equal(date_days_in_month(2000, 2), 29);
    assert_int_equal(date_days_in_month(2000, 13), 0);
    assert_int_equal(date_from_number(&ctx, 19500230, &date), E_DATE_RANGE);
    assert_int_equal(date_from_number(&ctx, -1, &date), E_DATE_RANGE);
    assert_int_equal(date_from_number(&ctx, 19500005, &date), E_DATE_RANGE);
}

static void an_age_is_reached_in_a_month(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t birth;
        int years;
        int64_t period;
    } cases[] = {
        {"day", 19460715, 80, 202607},
        {"last of the month", 19460731, 80, 202607},
        {"month", 19460700, 80, 202607},
        {"year", 19460000, 80, 202601},
        {"leap to leap", 19440229, 80, 202402},
        {"leap to common", 19480229, 75, 202302},
        {"child of four", 20220301, 4, 202603},
        {"new year", 19510101, 75, 202601},
        {"new year's eve", 19501231, 75, 202512},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Date birth = {0};
        Period period = {0};
        assert_int_equal(date_from_number(&ctx, cases[i].birth, &birth), OK);
        ASSERT_CASE(date_age_period(&ctx, birth, cases[i].years, &period) == OK, cases[i].text);
        ASSERT_CASE(period.number == cases[i].period, cases[i].text);
    }
    Date birth = {20500101, DATE_PRECISION_DAY};
    Period period = {0};
    assert_int_equal(date_age_period(&ctx, birth, 80, &period), E_DATE_RANGE);
    assert_int_equal(date_age_period(&ctx, birth, INT32_MAX, &period), E_DATE_RANGE);
    Date reached = {0};
    Date leap = {19480229, DATE_PRECISION_DAY};
    assert_int_equal(date_add_years(&ctx, leap, 75, &reached), OK);
    assert_true(reached.number == 20230228);
}

static void full_years_of_age_are_counted(void **state) {
    (void)state;
    static const struct {
        int64_t birth;
        int64_t on;
        int age;
    } cases[] = {
        {19460715, 20260714, 79}, {19460715, 20260715, 80}, {19480229, 20230227, 74},
        {19480229, 20230228, 75}, {19480229, 20240228, 75}, {19480229, 20240229, 76},
        {19460000, 20260101, 80}, {19460000, 20251231, 79}, {20260101, 20250101, 0},
        {19460700, 20260701, 80}, {19460700, 20260630, 79},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Ctx ctx = {0};
        Date birth = {0};
        Date on = {0};
        assert_int_equal(date_from_number(&ctx, cases[i].birth, &birth), OK);
        assert_int_equal(date_from_number(&ctx, cases[i].on, &on), OK);
        assert_int_equal(date_age_at(birth, on), cases[i].age);
    }
}

static void dates_print_as_far_as_they_are_known(void **state) {
    (void)state;
    static const struct {
        int64_t number;
        const char *text;
        int64_t earliest;
        int64_t latest;
    } cases[] = {
        {19500305, "05/03/1950", 19500305, 19500305},
        {19480200, "02/1948", 19480201, 19480229},
        {19500000, "1950", 19500101, 19501231},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CLEANUP(strbuf_done) StrBuf buf;
        Date date = {0};
        Date again = {0};
        strbuf_init(&buf, 20);
        assert_int_equal(date_from_number(&ctx, cases[i].number, &date), OK);
        assert_int_equal(date_print(&ctx, &buf, date), OK);
        ASSERT_CASE(str_equal(strbuf_str(&buf), str_of(cases[i].text)), cases[i].text);
        assert_int_equal(date_parse(&ctx, strbuf_str(&buf), &again), OK);
        assert_true(again.number == date.number && again.precision == date.precision);
        assert_true(date_earliest(date).number == cases[i].earliest);
        assert_true(date_latest(date).number == cases[i].latest);
    }
}

static void dates_are_ordered_by_their_earliest_day(void **state) {
    (void)state;
    static const Date sorted[] = {
        {19491231, DATE_PRECISION_DAY},   {19500000, DATE_PRECISION_YEAR},
        {19500100, DATE_PRECISION_MONTH}, {19500101, DATE_PRECISION_DAY},
        {19500102, DATE_PRECISION_DAY},   {19500200, DATE_PRECISION_MONTH},
    };
    for (size_t i = 0; i < COUNT(sorted); i++) {
        for (size_t j = 0; j < COUNT(sorted); j++) {
            int order = date_compare(sorted[i], sorted[j]);
            assert_true((order < 0) == (i < j) && (order > 0) == (i > j));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_in_every_spelling),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(spreadsheet_serials_keep_their_phantom_day),
        cmocka_unit_test(a_numeric_cell_is_a_serial_or_a_year),
        cmocka_unit_test(every_day_of_two_centuries_counts_one),
        cmocka_unit_test(an_age_is_reached_in_a_month),
        cmocka_unit_test(full_years_of_age_are_counted),
        cmocka_unit_test(dates_print_as_far_as_they_are_known),
        cmocka_unit_test(dates_are_ordered_by_their_earliest_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
