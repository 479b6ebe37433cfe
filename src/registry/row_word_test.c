/* The words of officers. */
#include "registry/row_word.h"

#include "registry/registry_test.h"

static void categories_are_read_as_they_are_cited(void **state) {
    static const struct {
        const char *text;
        const char *category;
        int degree;
    } CASES[] = {
        {"nd20/5.1.a", "nd20/5.1.a", 0},
        {"5.1.a", "nd20/5.1.a", 0},
        {"5.5c", "nd20/5.5.c", 0},
        {"khoản 5 điểm c Điều 5", "nd20/5.5.c", 0},
        {"điểm c khoản 5", "nd20/5.5.c", 0},
        {"6", "nd20/5.6", 0},
        {"Người khuyết tật đặc biệt nặng", "nd20/5.6", 2},
        {"con mèo", "", 0},
        {"", "", 0},
    };
    RegistryTest *test = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        CategoryWord word;
        assert_int_equal(category_word_read(&test->ctx, str_of(CASES[i].text), &word), OK);
        if (!str_equal(word.category, str_of(CASES[i].category)) ||
            word.degree != CASES[i].degree) {
            fail_msg("%s: %.*s, degree %d", CASES[i].text, STR_ARG(word.category), word.degree);
        }
    }
}

static void sexes_and_degrees(void **state) {
    RegistryTest *test = *state;
    Sex sex = SEX_UNKNOWN;
    int64_t degree = 0;
    assert_true(sex_word_read(folded(test, "Nam"), &sex) && sex == SEX_MALE);
    assert_true(sex_word_read(folded(test, "NỮ"), &sex) && sex == SEX_FEMALE);
    assert_false(sex_word_read(folded(test, "khác lạ"), &sex));
    assert_int_equal(sex, SEX_FEMALE);
    assert_true(degree_word_read(folded(test, "Nặng"), &degree) && degree == 1);
    assert_true(degree_word_read(folded(test, "Đặc biệt nặng"), &degree) && degree == 2);
    assert_false(degree_word_read(folded(test, "vừa vừa"), &degree));
    assert_int_equal(degree, 2);
}

static void ways_of_payment_and_households(void **state) {
    RegistryTest *test = *state;
    Channel channel = 0;
    int poverty = 0;
    assert_true(channel_word_read(folded(test, "Tài khoản"), &channel) && channel == CHANNEL_BANK);
    assert_true(channel_word_read(folded(test, "Ví điện tử"), &channel) &&
                channel == CHANNEL_WALLET);
    assert_true(channel_word_read(folded(test, "Tiền mặt"), &channel) &&
                channel == CHANNEL_CASH_POINT);
    assert_false(channel_word_read(folded(test, "vàng miếng"), &channel));
    assert_true(poverty_word_read(folded(test, "Hộ nghèo"), &poverty) && poverty == 1);
    assert_true(poverty_word_read(folded(test, "Hộ cận nghèo"), &poverty) && poverty == 2);
    assert_false(poverty_word_read(folded(test, "hộ nào đó"), &poverty));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(categories_are_read_as_they_are_cited, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(sexes_and_degrees, registry_test_begin, registry_test_end),
        cmocka_unit_test_setup_teardown(ways_of_payment_and_households, registry_test_begin,
                                        registry_test_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
