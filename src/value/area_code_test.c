/* Unit tests of area codes. */
#include "value/value_test.h"

#include "value/area_code.h"

static void codes_are_read_by_their_length(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *digits;
        AreaLevel level;
        bool restored;
    } cases[] = {
        {"14", "14", AREA_PROVINCE, false},      {" 01 ", "01", AREA_PROVINCE, false},
        {"1", "01", AREA_PROVINCE, true},        {"03646", "03646", AREA_COMMUNE, false},
        {"3646", "03646", AREA_COMMUNE, true},   {"'03646", "03646", AREA_COMMUNE, false},
        {"32248", "32248", AREA_COMMUNE, false},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        AreaCode code = {0};
        ASSERT_CASE(area_code_parse(&ctx, str_of(cases[i].text), &code) == OK, cases[i].text);
        ASSERT_CASE(strcmp(code.digits, cases[i].digits) == 0, cases[i].text);
        ASSERT_CASE(code.level == cases[i].level, cases[i].text);
        ASSERT_CASE(code.zero_restored == cases[i].restored, cases[i].text);
    }
}

static void a_known_level_restores_every_zero(void **state) {
    (void)state;
    static const struct {
        const char *text;
        AreaLevel level;
        const char *digits;
    } cases[] = {
        {"4", AREA_COMMUNE, "00004"}, {"13", AREA_COMMUNE, "00013"}, {"267", AREA_COMMUNE, "00267"},
        {"9", AREA_DISTRICT, "009"},  {"118", AREA_DISTRICT, "118"}, {"8", AREA_PROVINCE, "08"},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        AreaCode code = {0};
        ASSERT_CASE(area_code_parse_level(&ctx, str_of(cases[i].text), cases[i].level, &code) == OK,
                    cases[i].text);
        ASSERT_CASE(strcmp(code.digits, cases[i].digits) == 0, cases[i].text);
        ASSERT_CASE(code.zero_restored == (strlen(cases[i].text) < strlen(cases[i].digits)),
                    cases[i].text);
    }
}

static void what_is_no_code_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {"",     "'",  "0",      "00",     "00000", "118",
                                        "0364", "1a", "3646.0", "036460", "-4",    "xã"};
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        AreaCode code = {.level = AREA_DISTRICT};
        ASSERT_CASE(area_code_parse(&ctx, str_of(cases[i]), &code) == E_AREA_CODE_SYNTAX, cases[i]);
        ASSERT_CASE(code.level == AREA_DISTRICT, cases[i]);
    }
    AreaCode code = {0};
    assert_int_equal(area_code_parse_level(&ctx, STR("14"), AREA_COUNTRY, &code),
                     E_AREA_CODE_SYNTAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_read_by_their_length),
        cmocka_unit_test(a_known_level_restores_every_zero),
        cmocka_unit_test(what_is_no_code_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
