/* Unit tests of account numbers; every number here is made up. */
#include "value/value_test.h"

#include "value/account_number.h"

static void numbers_and_nicknames_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *number;
    } cases[] = {
        {"0123456789012", "0123456789012"},
        {" 0123 4567 8901 2 ", "0123456789012"},
        {"'0123456789", "0123456789"},
        {"0123.456.789", "0123456789"},
        {"0123-456-789", "0123456789"},
        {"1234", "1234"},
        {"1234567890123456789", "1234567890123456789"},
        {"sonla99", "SONLA99"},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        AccountNumber number = {0};
        ASSERT_CASE(account_number_parse(&ctx, str_of(cases[i].text), &number) == OK,
                    cases[i].text);
        ASSERT_CASE(strcmp(number.text, cases[i].number) == 0, cases[i].text);
    }
}

static void what_is_no_account_number_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "123",
        "12345678901234567890",
        "1.23457E+14",
        "12345678.0",
        "12345678.00",
        "12345678.",
        "1234_5678",
        "tài khoản",
        "-12345",
        ".12345",
        "1234;5678",
        "'",
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        AccountNumber number = {.text = "same"};
        ASSERT_CASE(account_number_parse(&ctx, str_of(cases[i]), &number) ==
                        E_ACCOUNT_NUMBER_SYNTAX,
                    cases[i]);
        ASSERT_CASE(strcmp(number.text, "same") == 0, cases[i]);
    }
}

static void a_numeric_cell_of_more_than_fifteen_digits_is_refused(void **state) {
    (void)state;
    Ctx ctx = {0};
    AccountNumber number = {0};
    assert_int_equal(account_number_parse_numeric(&ctx, STR("123456789012345"), &number), OK);
    assert_string_equal(number.text, "123456789012345");
    static const char *const cases[] = {"1234567890123450", "1E15", "12345.0", "", "123"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        ASSERT_CASE(account_number_parse_numeric(&ctx, str_of(cases[i]), &number) ==
                        E_ACCOUNT_NUMBER_SYNTAX,
                    cases[i]);
    }
}

static void a_mask_shows_the_last_four(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"0123456789012", "*********9012"},
        {"12345678", "****5678"},
        {"1234567", "*****67"},
        {"1234", "**34"},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        AccountNumber number = {0};
        char mask[ACCOUNT_NUMBER_MAX + 1];
        assert_int_equal(account_number_parse(&ctx, str_of(cases[i][0]), &number), OK);
        account_number_mask(&number, mask);
        assert_string_equal(mask, cases[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_nicknames_are_read),
        cmocka_unit_test(what_is_no_account_number_is_refused),
        cmocka_unit_test(a_numeric_cell_of_more_than_fifteen_digits_is_refused),
        cmocka_unit_test(a_mask_shows_the_last_four),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
