/* Unit tests of telephone numbers; every number here is made up. */
#include "value/value_test.h"

#include "value/phone.h"

static void numbers_come_to_their_national_form(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *digits;
        PhoneKind kind;
        int flags;
    } cases[] = {
        {"0912345678", "0912345678", PHONE_MOBILE, 0},
        {"0912 345 678", "0912345678", PHONE_MOBILE, 0},
        {"0912.345.678", "0912345678", PHONE_MOBILE, 0},
        {"09.12.34.56.78", "0912345678", PHONE_MOBILE, 0},
        {"0912-345-678", "0912345678", PHONE_MOBILE, 0},
        {"'0912345678", "0912345678", PHONE_MOBILE, 0},
        {"+84912345678", "0912345678", PHONE_MOBILE, 0},
        {"+84 912 345 678", "0912345678", PHONE_MOBILE, 0},
        {"+84 (0) 912 345 678", "0912345678", PHONE_MOBILE, 0},
        {"(+84) 912345678", "0912345678", PHONE_MOBILE, 0},
        {"84912345678", "0912345678", PHONE_MOBILE, 0},
        {"0084912345678", "0912345678", PHONE_MOBILE, 0},
        {"912345678", "0912345678", PHONE_MOBILE, PHONE_ZERO_RESTORED},
        {"845123456", "0845123456", PHONE_MOBILE, PHONE_ZERO_RESTORED},
        {"0321234567", "0321234567", PHONE_MOBILE, 0},
        {"0561234567", "0561234567", PHONE_MOBILE, 0},
        {"0701234567", "0701234567", PHONE_MOBILE, 0},
        {"01681234567", "0381234567", PHONE_MOBILE, PHONE_PREFIX_MOVED},
        {"1681234567", "0381234567", PHONE_MOBILE, PHONE_PREFIX_MOVED | PHONE_ZERO_RESTORED},
        {"+841681234567", "0381234567", PHONE_MOBILE, PHONE_PREFIX_MOVED},
        {"01201234567", "0701234567", PHONE_MOBILE, PHONE_PREFIX_MOVED},
        {"01291234567", "0821234567", PHONE_MOBILE, PHONE_PREFIX_MOVED},
        {"01991234567", "0591234567", PHONE_MOBILE, PHONE_PREFIX_MOVED},
        {"02438251234", "02438251234", PHONE_LANDLINE, 0},
        {"(024) 3825 1234", "02438251234", PHONE_LANDLINE, 0},
        {"0212 385 123", "0212385123", PHONE_LANDLINE, 0},
        {"2123851234", "02123851234", PHONE_LANDLINE, PHONE_ZERO_RESTORED},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Phone phone = {0};
        ASSERT_CASE(phone_parse(&ctx, str_of(cases[i].text), &phone) == OK, cases[i].text);
        ASSERT_CASE(strcmp(phone.digits, cases[i].digits) == 0, cases[i].text);
        ASSERT_CASE(phone.kind == cases[i].kind, cases[i].text);
        ASSERT_CASE(phone.flags == cases[i].flags, cases[i].text);
    }
}

static void every_old_prefix_has_its_new_one(void **state) {
    (void)state;
    static const char *const moves[][2] = {
        {"0120", "070"}, {"0121", "079"}, {"0122", "077"}, {"0126", "076"}, {"0128", "078"},
        {"0123", "083"}, {"0124", "084"}, {"0125", "085"}, {"0127", "081"}, {"0129", "082"},
        {"0162", "032"}, {"0163", "033"}, {"0164", "034"}, {"0165", "035"}, {"0166", "036"},
        {"0167", "037"}, {"0168", "038"}, {"0169", "039"}, {"0186", "056"}, {"0188", "058"},
        {"0199", "059"},
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(moves); i++) {
        char old_number[16];
        char new_number[16];
        Phone phone = {0};
        snprintf(old_number, sizeof old_number, "%s1234567", moves[i][0]);
        snprintf(new_number, sizeof new_number, "%s1234567", moves[i][1]);
        ASSERT_CASE(phone_parse(&ctx, str_of(old_number), &phone) == OK, old_number);
        ASSERT_CASE(strcmp(phone.digits, new_number) == 0, old_number);
    }
}

static void what_is_no_number_is_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "+",
        "+84",
        "0",
        "091234567",
        "09123456789",
        "9.12E+8",
        "912345678.0",
        "0912345678x",
        "0912345678/0987654321",
        "0912345678 0987654321",
        "01301234567",
        "0112345678",
        "0412345678",
        "0612345678",
        "+85512345678",
        "+0912345678",
        "113",
        "0000000000",
        "12345678",
        "02012345",
        "+84912345678901234567890",
        "gọi anh Nam",
        "0912345678                                          ;",
    };
    Ctx ctx = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        Phone phone = {.flags = -7};
        ASSERT_CASE(phone_parse(&ctx, str_of(cases[i]), &phone) == E_PHONE_SYNTAX, cases[i]);
        ASSERT_CASE(phone.flags == -7, cases[i]);
    }
}

static void a_mask_shows_three_digits(void **state) {
    (void)state;
    Ctx ctx = {0};
    Phone phone = {0};
    char mask[PHONE_DIGITS_MAX + 1];
    assert_int_equal(phone_parse(&ctx, STR("0912345678"), &phone), OK);
    phone_mask(&phone, mask);
    assert_string_equal(mask, "*******678");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_to_their_national_form),
        cmocka_unit_test(every_old_prefix_has_its_new_one),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_mask_shows_three_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
