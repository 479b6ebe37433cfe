/* Unit tests of UTF-8, letters, cleaning, folding and cases. */
#include "text/text_test.h"

#include <utf8proc.h>

#include "text/clean.h"
#include "text/fold.h"
#include "text/letter.h"
#include "text/utf8.h"

static void every_code_point_survives_utf8(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[UTF8_BYTES_MAX];
        uint32_t again = 0;
        Str s = {bytes, utf8_encode(c, bytes)};
        assert_true(utf8_is_valid(s));
        assert_true(utf8_next(&s, &again));
        assert_int_equal(s.len, 0);
        assert_true(again == (c >= 0xD800 && c <= 0xDFFF ? UTF8_REPLACEMENT : c));
    }
    char bytes[UTF8_BYTES_MAX];
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
    assert_int_equal(utf8_count(STR("Nguyễn")), 6);
}

static void bytes_that_are_not_utf8_are_refused_and_stepped_over(void **state) {
    Ctx *ctx = *state;
    static const char *const cases[] = {
        "\x80",
        "a\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xED\xA0\x80",
        "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xE1\xBB",
        "\xC3",
        ("\xE1\xBB"
         "a"),
        "\xFF",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str s = str_of(cases[i]);
        uint32_t c = 0;
        size_t count = 0;
        bool replaced = false;
        assert_false(utf8_is_valid(s));
        assert_int_equal(utf8_check(ctx, s), E_TEXT_ENCODING);
        while (utf8_next(&s, &c)) {
            replaced = replaced || c == UTF8_REPLACEMENT;
            count++;
        }
        assert_true(replaced && count <= strlen(cases[i]));
    }
}

/* The table agrees with Unicode's own data on every letter up to the end of the block. */
static void letters_agree_with_unicode(void **state) {
    (void)state;
    static const uint32_t tones[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
    static const uint32_t marks[] = {0, 0x306, 0x302, 0x31B};
    size_t beyond_plain = 0;
    for (uint32_t c = 0; c < 0x2000; c++) {
        Letter letter;
        if (!letter_split(c, &letter)) {
            continue;
        }
        assert_true(letter_join(letter) == c);
        beyond_plain += c >= 0x80;
        if (letter.mark == MARK_BAR) {
            assert_true(c == 0x110 || c == 0x111);
            continue;
        }
        utf8proc_int32_t parts[8];
        int boundary = 0;
        utf8proc_ssize_t count =
            utf8proc_decompose_char((utf8proc_int32_t)c, parts, 8, UTF8PROC_DECOMPOSE, &boundary);
        bool has_mark = letter.mark == MARK_NONE;
        bool has_tone = letter.tone == TONE_LEVEL;
        assert_int_equal(count, 1 + !has_mark + !has_tone);
        assert_int_equal(utf8proc_tolower(parts[0]), letter.base);
        assert_int_equal(parts[0] != utf8proc_tolower(parts[0]), letter.is_upper);
        for (utf8proc_ssize_t i = 1; i < count; i++) {
            has_mark = has_mark || (uint32_t)parts[i] == marks[letter.mark];
            has_tone = has_tone || (uint32_t)parts[i] == tones[letter.tone];
        }
        assert_true(has_mark && has_tone);
    }
    assert_int_equal(beyond_plain, 134);
    assert_int_equal(letter_join((Letter){'b', MARK_NONE, TONE_ACUTE, false}), 0);
    assert_int_equal(letter_join((Letter){'i', MARK_HORN, TONE_LEVEL, false}), 0);
}

static void text_is_cleaned(void **state) {
    static const char *const cases[][2] = {
        {"", ""},
        {"   ", ""},
        {"Nguyễn Văn A", "Nguyễn Văn A"},
        {"  Nguyễn \t Văn\r\n A ", "Nguyễn Văn A"},
        {"Nguyễn\xC2\xA0Văn\xE2\x80\x83"
         "A",
         "Nguyễn Văn A"},
        {"Nguye\xCC\x82\xCC\x83n Va\xCC\x86n A", "Nguyễn Văn A"}, /* NFD */
        {"Nguyê\xCC\x83n", "Nguyễn"},                             /* half composed */
        {"La\xCC\xA3\xCC\x82"
         "c",
         "Lậc"},                              /* marks in the other order */
        {"Tha\xE2\x80\x8B\xCC\x81i", "Thái"}, /* hidden between the two */
        {"\xEF\xBB\xBF"
         "Lò\xE2\x80\x8D Thị\xC2\xAD",
         "Lò Thị"},
        {"\xC3\x90"
         "ặng \xC3\xB0ức",
         "Đặng đức"},
        {"\xC6\x89"
         "ỗ",
         "Đỗ"},
        {"H\xE2\x80\x99Hen Ni\xC3\xAA", "H'Hen Niê"},
        {"H\xCA\xBCHen", "H'Hen"},
        {"H`Hen", "H'Hen"},
        {"H\xC2\xB4Hen", "H'Hen"},
        {"H\xE2\x80\x98M\xC3\xB4ng", "H'Mông"},
        {"a\x01"
         "b",
         "a b"},
        {"a\x7F"
         "b",
         "a b"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str clean = {NULL, 0};
        ASSERT_CASE(text_clean(ctx, str_of(cases[i][0]), &clean) == OK, cases[i][0]);
        ASSERT_TEXT(clean, cases[i][1], cases[i][0]);
    }
    Str untouched = STR("same");
    assert_int_equal(text_clean(ctx, STR("\xE1\xBB"), &untouched), E_TEXT_ENCODING);
    assert_int_equal(text_nfc(ctx, STR("\xE1\xBB"), &untouched), E_TEXT_ENCODING);
    assert_true(str_equal(untouched, STR("same")));
}

static void composed_text_is_not_copied(void **state) {
    Ctx *ctx = *state;
    Str in = STR("Nguyễn Thị Hoà");
    Str out = {NULL, 0};
    assert_int_equal(text_nfc(ctx, in, &out), OK);
    assert_ptr_equal(out.ptr, in.ptr);
}

static void both_places_of_tone_fold_alike(void **state) {
    static const char *const cases[][2] = {
        {"Nguyễn Thị Hoà", "nguyen thi hoa"},
        {"NGUYỄN THỊ HÒA", "nguyen thi hoa"},
        {"Thuý", "thuy"},
        {"Thúy", "thuy"},
        {"Đặng Đức", "dang duc"},
        {"đ", "d"},
        {"Ê-đê", "e-de"},
        {"H'Hen Niê", "h'hen nie"},
        {"Mlô Kbuôr", "mlo kbuor"},
        {"Hơ̆", "ho"},
        {"ƀlang", "blang"},
        {"Čil", "cil"},
        {"café 123", "cafe 123"},
        {"Straße", "strasse"},
        {"ð Ø ł ı", "d o l i"},
        {"", ""},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str folded = {NULL, 0};
        ASSERT_CASE(text_fold(ctx, str_of(cases[i][0]), &folded) == OK, cases[i][0]);
        ASSERT_TEXT(folded, cases[i][1], cases[i][0]);
    }
    for (uint32_t c = 0x80; c < 0x2000; c++) { /* every Vietnamese letter folds to one of a-z */
        Letter letter;
        char bytes[UTF8_BYTES_MAX];
        Str folded = {NULL, 0};
        if (letter_split(c, &letter)) {
            assert_int_equal(text_fold(ctx, (Str){bytes, utf8_encode(c, bytes)}, &folded), OK);
            assert_int_equal(folded.len, 1);
            assert_int_equal(folded.ptr[0], letter.base);
        }
    }
}

static void cases_change_with_all_letters(void **state) {
    static const char *const cases[][4] = {
        {"nguyễn văn đức", "nguyễn văn đức", "NGUYỄN VĂN ĐỨC", "Nguyễn Văn Đức"},
        {"NGUYỄN VĂN ĐỨC", "nguyễn văn đức", "NGUYỄN VĂN ĐỨC", "Nguyễn Văn Đức"},
        {"h'hen niê", "h'hen niê", "H'HEN NIÊ", "H'Hen Niê"},
        {"Y MOAN ÊBAN", "y moan êban", "Y MOAN ÊBAN", "Y Moan Êban"},
        {"ê-đê", "ê-đê", "Ê-ĐÊ", "Ê-Đê"},
        {"ươ ắ ỵ", "ươ ắ ỵ", "ƯƠ Ắ Ỵ", "Ươ Ắ Ỵ"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str out = {NULL, 0};
        assert_int_equal(text_lower(ctx, str_of(cases[i][0]), &out), OK);
        ASSERT_TEXT(out, cases[i][1], cases[i][0]);
        assert_int_equal(text_upper(ctx, str_of(cases[i][0]), &out), OK);
        ASSERT_TEXT(out, cases[i][2], cases[i][0]);
        assert_int_equal(text_title(ctx, str_of(cases[i][0]), &out), OK);
        ASSERT_TEXT(out, cases[i][3], cases[i][0]);
    }
}

static void a_full_arena_is_a_refusal(void **state) {
    (void)state;
    Ctx ctx = {.arena = arena_new(1 << 16)};
    Str out = STR("same");
    for (size_t nth = 1; nth <= 2; nth++) {
        arena_fail_nth(ctx.arena, nth);
        assert_int_equal(text_clean(&ctx, STR("Nguye\xCC\x82\xCC\x83n"), &out), E_MEMORY_LIMIT);
    }
    arena_fail_nth(ctx.arena, 1);
    assert_int_equal(text_fold(&ctx, STR("Nguyễn"), &out), E_MEMORY_LIMIT);
    arena_fail_nth(ctx.arena, 1);
    assert_int_equal(text_upper(&ctx, STR("Nguyễn"), &out), E_MEMORY_LIMIT);
    assert_true(str_equal(out, STR("same")));
    arena_free(&ctx.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives_utf8),
        cmocka_unit_test(bytes_that_are_not_utf8_are_refused_and_stepped_over),
        cmocka_unit_test(letters_agree_with_unicode),
        cmocka_unit_test(text_is_cleaned),
        cmocka_unit_test(composed_text_is_not_copied),
        cmocka_unit_test(both_places_of_tone_fold_alike),
        cmocka_unit_test(cases_change_with_all_letters),
        cmocka_unit_test(a_full_arena_is_a_refusal),
    };
    return cmocka_run_group_tests(tests, setup_ctx, teardown_ctx);
}
