/* The ways in which text goes wrong, against examples from lists and from the tables of the
 * encodings. */
#include "gen_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void assert_text(const Text *text, const char *should) {
    char is[TEXT_MAX * 3 + 1];
    text_write(text, is, sizeof is);
    assert_string_equal(is, should);
}

static Text text_of(const char *utf8) {
    Text text;
    text_set(&text, utf8);
    return text;
}

static void each_letter_comes_back_from_its_parts(void **state) {
    (void)state;
    size_t ours = 0;
    for (uint32_t code = 'A'; code < 0x1F00; code++) {
        Letter letter = letter_of(code);
        if (letter.vowel >= 0 || letter.dd) {
            ours++;
            assert_int_equal(letter_make(letter), code);
        }
    }
    assert_int_equal(ours, 12 * 6 * 2 + 2);
}

static void encodings_read_wrongly_look_as_known(void **state) {
    (void)state;
    static const struct {
        Encoding encoding;
        const char *text;
        const char *looks;
    } CASES[] = {
        {ENCODING_TCVN3, "Nguyễn Văn A", "NguyÔn V¨n A"},
        {ENCODING_TCVN3, "Đặng", "®Æng"},
        {ENCODING_VNI, "Nguyễn Văn A", "Nguyeãn Vaên A"},
        {ENCODING_VNI, "ĐỖ THỊ BƯỞI", "ÑOÃ THÒ BÖÔÛI"},
        {ENCODING_VIQR, "Nguyễn Văn A", "Nguye^~n Va(n A"},
        {ENCODING_VIQR, "Đỗ Thị Bưởi", "DDo^~ Thi. Bu+o+?i"},
        {ENCODING_UTF8_AS_1252, "Nguyễn", "Nguyá»…n"},
        {ENCODING_DECOMPOSED, "Việt", "Vie\xCC\xA3\xCC\x82t"},
        {ENCODING_DECOMPOSED, "ờ", "o\xCC\x9B\xCC\x80"},
        {ENCODING_1258, "Nguyễn", "Nguyê\xCC\x83n"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Text text = text_of(CASES[i].text);
        text_misread(&text, CASES[i].encoding);
        assert_text(&text, CASES[i].looks);
    }
}

static void keys_are_those_of_telex_and_vni(void **state) {
    (void)state;
    Text text = text_of("Nguyễn Đăng Hưởng");
    text_keys(&text, true);
    assert_text(&text, "Nguyeenx Ddawng Huwowngr");
    text = text_of("Nguyễn Đăng");
    text_keys(&text, false);
    assert_text(&text, "Nguye6n4 D9a8ng");
}

static void bare_text_is_ascii(void **state) {
    (void)state;
    Text text = text_of("Đặng Thị Hường, Êñuôl");
    text_bare(&text);
    assert_text(&text, "Dang Thi Huong, Enuol");
}

static void case_changes_and_changes_back(void **state) {
    (void)state;
    Text text = text_of("h'hen niê đặng");
    text_upper(&text);
    assert_text(&text, "H'HEN NIÊ ĐẶNG");
    text_title(&text);
    assert_text(&text, "H'hen Niê Đặng");
    text_lower(&text);
    assert_text(&text, "h'hen niê đặng");
}

static void tones_move_to_the_last_vowel_where_the_new_spelling_has_them(void **state) {
    (void)state;
    Text text = text_of("Hòa THÚY Toàn Quý Loé Hoà");
    text_new_tone_place(&text);
    assert_text(&text, "Hoà THUÝ Toàn Quý Loé Hoà");
}

static void words_are_cut_at_spaces(void **state) {
    (void)state;
    Text text = text_of("Nguyễn Thị Hoa");
    Text words[3];
    assert_int_equal(text_word_count(&text), 3);
    for (size_t i = 0; i < 3; i++) {
        words[i] = text_word(&text, i);
    }
    assert_true(text_equals(&words[1], "Thị"));
    assert_false(text_equals(&words[1], "Thịt"));
    words[1].count = 0;
    text_from_words(&text, words, 3);
    assert_text(&text, "Nguyễn Hoa");
}

static void text_that_is_too_long_is_cut(void **state) {
    (void)state;
    Text text = {.count = 0};
    for (int i = 0; i < TEXT_MAX + 50; i++) {
        text_put(&text, 0x1EC5);
    }
    assert_int_equal(text.count, TEXT_MAX);
    text_misread(&text, ENCODING_UTF8_AS_1252);
    assert_int_equal(text.count, TEXT_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_letter_comes_back_from_its_parts),
        cmocka_unit_test(encodings_read_wrongly_look_as_known),
        cmocka_unit_test(keys_are_those_of_telex_and_vni),
        cmocka_unit_test(bare_text_is_ascii),
        cmocka_unit_test(case_changes_and_changes_back),
        cmocka_unit_test(tones_move_to_the_last_vowel_where_the_new_spelling_has_them),
        cmocka_unit_test(words_are_cut_at_spaces),
        cmocka_unit_test(text_that_is_too_long_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
