/* Unit tests of personal numbers; every number here is made up. */
#include "value/value_test.h"

#include "value/citizen_id.h"

static void numbers_are_read_and_repaired(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *digits;
        int kind;
        int flags;
    } cases[] = {
        {"014203000123", "014203000123", 12, 0},
        {" 014203000123 ", "014203000123", 12, 0},
        {"'014203000123", "014203000123", 12, 0},
        {"014 203 000 123", "014203000123", 12, 0},
        {"014.203.000.123", "014203000123", 12, 0},
        {"0142-0300-0123", "014203000123", 12, 0},
        {"014\xC2\xA0"
         "203\xC2\xA0"
         "000123",
         "014203000123", 12, 0},
        {"14203000123", "014203000123", 12, CITIZEN_ID_ZERO_RESTORED},
        {"1150001234", "001150001234", 12, CITIZEN_ID_ZERO_RESTORED},
        {"050123456", "050123456", 9, 0},
        {"50123456", "050123456", 9, CITIZEN_ID_ZERO_RESTORED},
        {"123456780", "123456780", 9, 0},
        {"003150001234", "003150001234", 12, CITIZEN_ID_PROVINCE_UNKNOWN},
        {"184150001234", "184150001234", 12, CITIZEN_ID_PROVINCE_UNKNOWN},
        {"97150001234", "097150001234", 12, CITIZEN_ID_ZERO_RESTORED | CITIZEN_ID_PROVINCE_UNKNOWN},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CitizenId id = {0};
        ASSERT_CASE(citizen_id_parse(&ctx, str_of(cases[i].text), &id) == OK, cases[i].text);
        ASSERT_CASE(strcmp(id.digits, cases[i].digits) == 0, cases[i].text);
        ASSERT_CASE(id.kind == cases[i].kind, cases[i].text);
        ASSERT_CASE(id.flags == cases[i].flags, cases[i].text);
    }
}

static void what_is_no_number_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        " ",
        "'",
        "1.4203E+10",
        "14203000123.0",
        "14203000123.",
        "1420300012a",
        "O14203000123",
        "0142030001234",
        "01420300012", /* a zero that no spreadsheet would have left */
        "0142030001",
        "0912345678",
        "7903123456", /* ten digits of another kind */
        "1234567",
        "05012345",
        "000000000000",
        "111111111",
        "-50123456",
        "014203000123/050123456",
        "không có",
        "0142030001230142030001230142030001230142030001",
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CitizenId id = {.kind = -7};
        ASSERT_CASE(citizen_id_parse(&ctx, str_of(cases[i]), &id) == E_CITIZEN_ID_SYNTAX, cases[i]);
        ASSERT_CASE(id.kind == -7, cases[i]);
        ASSERT_CASE(strlen(cases[i]) < 5 || strstr(ctx.failure.detail, cases[i]) == NULL, cases[i]);
    }
}

static void what_does_not_agree_is_a_flag(void **state) {
    (void)state;
    static const struct {
        const char *digits;
        Sex sex;
        int64_t birth;
        int flags;
    } cases[] = {
        {"014046000123", SEX_MALE, 19460715, 0},
        {"014046000123", SEX_MALE, 19460000, 0},
        {"014146000123", SEX_FEMALE, 19460700, 0},
        {"014210000123", SEX_MALE, 20100101, 0},
        {"014310000123", SEX_FEMALE, 20100101, 0},
        {"014046000123", SEX_UNKNOWN, 0, 0},
        {"014046000123", SEX_FEMALE, 19460715, CITIZEN_ID_SEX_DIFFERS},
        {"014046000123", SEX_MALE, 19470715, CITIZEN_ID_YEAR_DIFFERS},
        {"014046000123", SEX_MALE, 20460715, CITIZEN_ID_CENTURY_DIFFERS},
        {"014310000123", SEX_MALE, 19110101,
         CITIZEN_ID_SEX_DIFFERS | CITIZEN_ID_YEAR_DIFFERS | CITIZEN_ID_CENTURY_DIFFERS},
        {"050123456", SEX_MALE, 19470715, 0},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        CitizenId id = {0};
        Date birth = {0};
        assert_int_equal(citizen_id_parse(&ctx, str_of(cases[i].digits), &id), OK);
        if (cases[i].birth) {
            assert_int_equal(date_from_number(&ctx, cases[i].birth, &birth), OK);
        }
        int flags = citizen_id_compare(&id, cases[i].sex, cases[i].birth ? &birth : NULL);
        ASSERT_CASE(flags == cases[i].flags, cases[i].digits);
    }
}

static void a_number_tells_its_province_and_hides_itself(void **state) {
    (void)state;
    Ctx ctx = {0};
    CitizenId id = {0};
    char mask[CITIZEN_ID_DIGITS + 1];
    assert_int_equal(citizen_id_parse(&ctx, STR("014203000123"), &id), OK);
    assert_string_equal(citizen_id_province(&id), "Sơn La");
    assert_int_equal(citizen_id_birth_year(&id), 2003);
    assert_int_equal(citizen_id_sex(&id), SEX_MALE);
    citizen_id_mask(&id, mask);
    assert_string_equal(mask, "********0123");
    assert_int_equal(citizen_id_parse(&ctx, STR("050123456"), &id), OK);
    assert_null(citizen_id_province(&id));
    assert_int_equal(citizen_id_birth_year(&id), 0);
    assert_int_equal(citizen_id_sex(&id), SEX_UNKNOWN);
    citizen_id_mask(&id, mask);
    assert_string_equal(mask, "*****3456");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_and_repaired),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(what_does_not_agree_is_a_flag),
        cmocka_unit_test(a_number_tells_its_province_and_hides_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
