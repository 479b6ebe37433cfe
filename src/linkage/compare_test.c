/* Published values, and what must hold of any measure. */
#include "linkage/compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

static int thousandths(double x) {
    return (int)(x * 1000 + 0.5);
}

static void jaro_winkler_is_that_of_the_paper(void **state) {
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        int thousandths;
    } ROWS[] = {
        {"martha", "marhta", 961},
        {"dwayne", "duane", 840},
        {"dixon", "dicksonx", 813},
        {"abc", "abc", 1000},
        {"abc", "xyz", 0},
        {"", "abc", 0},
        {"", "", 1000},
        {"đặng", "đăng", 850},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        double there = compare_jaro_winkler(str_of(ROWS[i].a), str_of(ROWS[i].b));
        double back = compare_jaro_winkler(str_of(ROWS[i].b), str_of(ROWS[i].a));
        assert_int_equal(thousandths(there), ROWS[i].thousandths);
        assert_int_equal(thousandths(back), ROWS[i].thousandths);
    }
}

static void distances_count_letters(void **state) {
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        int levenshtein;
        int damerau;
    } ROWS[] = {
        {"kitten", "sitting", 3, 3},
        {"ca", "abc", 3, 2},
        {"hoa", "hao", 2, 1},
        {"", "abc", 3, 3},
        {"nguyễn", "nguyen", 1, 1},
        {"abc", "abc", 0, 0},
        {"abcdef", "badcfe", 4, 3},
        {"1234567890123456789012345678901234567890123456789012345678901234",
         "1234567890123456789012345678901234567890123456789012345678901235", 1, 1},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        Str a = str_of(ROWS[i].a);
        Str b = str_of(ROWS[i].b);
        assert_int_equal(compare_levenshtein(a, b), ROWS[i].levenshtein);
        assert_int_equal(compare_levenshtein(b, a), ROWS[i].levenshtein);
        assert_int_equal(compare_damerau(a, b), ROWS[i].damerau);
        assert_int_equal(compare_damerau(b, a), ROWS[i].damerau);
    }
}

static uint32_t date(const char *text) {
    return compare_date_read(str_of(text));
}

static void dates_are_read_as_people_write_them(void **state) {
    (void)state;
    uint32_t day = date("1957-03-02");
    assert_int_not_equal(day, 0);
    assert_int_equal(date("19570302"), day);
    assert_int_equal(date("02/03/1957"), day);
    assert_int_equal(date("2.3.1957"), day);
    assert_int_equal(date("1957-03-02T00:00:00"), day);
    assert_int_equal(date("1957"), date("1957-00-00"));
    assert_int_equal(date("03/1957"), date("1957-03"));
    static const char *const NO_DATES[] = {"",           "57",         "abc",        "32/01/1957",
                                           "02/13/1957", "1/2/3/1957", "99999999999"};
    for (size_t i = 0; i < sizeof NO_DATES / sizeof NO_DATES[0]; i++) {
        assert_int_equal(date(NO_DATES[i]), 0);
    }
}

static void dates_have_the_nearest_likeness(void **state) {
    (void)state;
    static const struct {
        const char *b;
        DateLikeness likeness;
    } ROWS[] = {
        {"1957-03-02", DATE_EQUAL},
        {"1957-02-03", DATE_SWAPPED},
        {"1957", DATE_YEAR_ONLY_EQUAL},
        {"1957-03-12", DATE_YEAR_MONTH},
        {"1957-04-02", DATE_YEAR_DAY},
        {"1967-03-02", DATE_MONTH_DAY},
        {"1957-11-30", DATE_YEAR},
        {"1958-11-30", DATE_NEXT_YEAR},
        {"1956", DATE_NEXT_YEAR},
        {"1980-01-01", DATE_OTHER},
        {"", DATE_MISSING},
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        assert_int_equal(compare_dates(date("1957-03-02"), date(ROWS[i].b)), ROWS[i].likeness);
        assert_int_equal(compare_dates(date(ROWS[i].b), date("1957-03-02")), ROWS[i].likeness);
    }
}

static void digits_have_the_nearest_likeness(void **state) {
    (void)state;
    static const struct {
        const char *b;
        DigitLikeness likeness;
    } ROWS[] = {
        {"014157000123", DIGITS_EQUAL},  {"0141 5700 0123", DIGITS_EQUAL},
        {"014157000124", DIGITS_ONE},    {"014157000132", DIGITS_SWAPPED},
        {"14157000123", DIGITS_SHIFTED}, {"01457000123", DIGITS_SHIFTED},
        {"014257000124", DIGITS_TWO},    {"999999000123", DIGITS_TAIL},
        {"999999999999", DIGITS_OTHER},  {"", DIGITS_MISSING},
        {"14157OOO123", DIGITS_MISSING},
    };
    uint64_t a = compare_digits_read(STR("014157000123"));
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        uint64_t b = compare_digits_read(str_of(ROWS[i].b));
        assert_int_equal(compare_digits(a, b), ROWS[i].likeness);
        assert_int_equal(compare_digits(b, a), ROWS[i].likeness);
    }
    /* Crossed, but not each other's digits. */
    assert_int_equal(compare_digits(compare_digits_read(STR("15")), compare_digits_read(STR("37"))),
                     DIGITS_TWO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jaro_winkler_is_that_of_the_paper),
        cmocka_unit_test(distances_count_letters),
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(dates_have_the_nearest_likeness),
        cmocka_unit_test(digits_have_the_nearest_likeness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
