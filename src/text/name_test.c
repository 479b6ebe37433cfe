/* Unit tests of names; all made up, or of the kinds that the lists of the highlands hold. */
#include "text/text_test.h"

#include "base/rng.h"
#include "text/name.h"

static void names_are_cleaned_and_kept_as_written(void **state) {
    static const char *const cases[][2] = {
        {"Nguyễn Văn A", "Nguyễn Văn A"},
        {"  NGUYỄN   VĂN  A ", "NGUYỄN VĂN A"},
        {"nguyễn văn a", "nguyễn văn a"},
        {"Nguye\xCC\x82\xCC\x83n Va\xCC\x86n A", "Nguyễn Văn A"},
        {"Ông Nguyễn Văn A", "Nguyễn Văn A"},
        {"Ông: Nguyễn Văn A", "Nguyễn Văn A"},
        {"Bà Lò Thị Ơn", "Lò Thị Ơn"},
        {"BÀ LÒ THỊ ƠN", "LÒ THỊ ƠN"},
        {"Cụ. Giàng A Páo", "Giàng A Páo"},
        {"Anh Vừ A Dơ", "Vừ A Dơ"},
        {"Ông Ích Khiêm", "Ông Ích Khiêm"},
        {"Ông Thị Hoa", "Ông Thị Hoa"},
        {"Bà Lê", "Bà Lê"}, /* two words: a name it may be */
        {"Anh", "Anh"},
        {"Nguyễn Văn A.", "Nguyễn Văn A"},
        {"Nguyễn Văn A,", "Nguyễn Văn A"},
        {"H'Hen Niê", "H'Hen Niê"},
        {"H\xE2\x80\x99Hen Niê", "H'Hen Niê"},
        {"H' Hen Niê Kđăm", "H' Hen Niê Kđăm"},
        {"Y Moan Êban", "Y Moan Êban"},
        {"Y Thịnh Mlô", "Y Thịnh Mlô"},
        {"Hơ̆ Ƀlang", "Hơ̆ Ƀlang"},
        {"Pờ Lóng Tơ", "Pờ Lóng Tơ"},
        {"Đinh", "Đinh"},
        {"Tôn Nữ Thị Ninh-Hà", "Tôn Nữ Thị Ninh-Hà"},
        {"\xC3\x90"
         "inh Văn B",
         "Đinh Văn B"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str name = {NULL, 0};
        ASSERT_CASE(name_clean(ctx, str_of(cases[i][0]), &name) == OK, cases[i][0]);
        ASSERT_TEXT(name, cases[i][1], cases[i][0]);
    }
}

static void what_is_no_name_is_refused(void **state) {
    static const char *const cases[] = {
        "",
        " ",
        "A",
        ".",
        "...",
        "1",
        "12345",
        "Nguyễn Văn 2",
        "014203000123",
        "Nguyễn/Trần",
        "Lò Thị Ơn (con)",
        "a@b",
        "?",
        "--",
        "' '",
        "Nguyễn; Văn",
        "<b>An</b>",
        "=1+2",
        "中文名字",
        "Иван",
        "☺☺",
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str name = STR("same");
        ASSERT_CASE(name_clean(ctx, str_of(cases[i]), &name) == E_NAME_SYNTAX, cases[i]);
        ASSERT_TEXT(name, "same", cases[i]);
    }
    char longest[NAME_BYTES_MAX + 2];
    Str name = STR("same");
    memset(longest, 'a', sizeof longest);
    assert_int_equal(name_clean(ctx, (Str){longest, NAME_BYTES_MAX}, &name), OK);
    assert_int_equal(name_clean(ctx, (Str){longest, NAME_BYTES_MAX + 1}, &name), E_NAME_SYNTAX);
    static const char spaces[NAME_BYTES_MAX * 8 + 1] = "An";
    assert_int_equal(name_clean(ctx, (Str){spaces, sizeof spaces}, &name), E_NAME_SYNTAX);
    assert_int_equal(name_clean(ctx, STR("Nguy\xE1\xBB"), &name), E_TEXT_ENCODING);
}

static void names_fold_for_search_and_for_banks(void **state) {
    static const char *const cases[][3] = {
        {"Nguyễn Thị Hoà", "nguyen thi hoa", "NGUYEN THI HOA"},
        {"NGUYỄN THỊ HÒA", "nguyen thi hoa", "NGUYEN THI HOA"},
        {"Đặng Đức Đạt", "dang duc dat", "DANG DUC DAT"},
        {"H'Hen Niê", "hhen nie", "HHEN NIE"},
        {"H' Hen Niê", "h hen nie", "H HEN NIE"},
        {"Y Moan Êban", "y moan eban", "Y MOAN EBAN"},
        {"Ninh-Hà", "ninh ha", "NINH HA"},
        {"Nguyễn V. A", "nguyen v a", "NGUYEN V A"},
        {"Hơ̆ Ƀlang", "ho blang", "HO BLANG"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str out = {NULL, 0};
        assert_int_equal(name_fold(ctx, str_of(cases[i][0]), &out), OK);
        ASSERT_TEXT(out, cases[i][1], cases[i][0]);
        assert_int_equal(name_to_bank(ctx, str_of(cases[i][0]), &out), OK);
        ASSERT_TEXT(out, cases[i][2], cases[i][0]);
    }
}

static void tones_move_to_the_old_place(void **state) {
    static const char *const cases[][2] = {
        {"Hoà", "Hòa"},
        {"Hòa", "Hòa"},
        {"HOÀ", "HÒA"},
        {"Thuý", "Thúy"},
        {"Huỷ", "Hủy"},
        {"Khoẻ", "Khỏe"},
        {"Quý", "Quý"},
        {"Qúy", "Quý"},
        {"Hòan", "Hoàn"},
        {"Hoàn", "Hoàn"},
        {"Thanh Hoá", "Thanh Hóa"},
        {"Nguyễn Thị Thuỳ", "Nguyễn Thị Thùy"},
        {"Gìa", "Già"},
        {"Tuyết", "Tuyết"},
        {"Niê Êban", "Niê Êban"},
        {"H'Hoà", "H'Hòa"},
        {"Loà-Thuý", "Lòa-Thúy"},
        {"Hoa", "Hoa"},
        {"Hoà123", "Hòa123"},
        {"", ""},
        {"Hoa\xCC\x80", "Hòa"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Str out = {NULL, 0};
        ASSERT_CASE(name_place_tones(ctx, str_of(cases[i][0]), &out) == OK, cases[i][0]);
        ASSERT_TEXT(out, cases[i][1], cases[i][0]);
    }
}

static Str key_of(Ctx *ctx, const char *name) {
    Str key = {NULL, 0};
    assert_int_equal(name_sort_key(ctx, str_of(name), &key), OK);
    return key;
}

static void lists_are_in_the_order_of_dictionaries(void **state) {
    static const char *const sorted[] = {
        "An",        "Lê An",        "Nguyễn An",    "Bùi Thị An",     "Lò Văn An",
        "Lò Vân An", "Trần Văn Ang", "Trần Văn Anh", "Nguyễn Văn Ảnh", "Nguyễn Văn Ánh",
        "Lê Ăn",     "Lê Ân",        "Lê Ấn",        "Lê Ba",          "Lê Bà",
        "Lê Bả",     "Lê Bã",        "Lê Bá",        "Lê Bạ",          "Lê Ban",
        "Lê Băng",   "Lê Bầu",       "Lê Cẩm",       "Lê Chi",         "Lê Công",
        "Lê Danh",   "Lê Dương",     "Lê Đạt",       "Lê Đức",         "Lê Em",
        "Lê Ên",     "Lê Fan",       "Lê Giang",     "Lê Hà",          "H'Hen",
        "Lê Hòa",    "Lê Hoàn",      "Lê Iêng",      "Lê Jun",         "Lê Kim",
        "Lê Lan",    "Lê Mai",       "Lê Nam",       "Lê Oanh",        "Lê Ổn",
        "Lê Ơn",     "Lê Phúc",      "Lê Quý",       "Lê Ràng",        "Lê Sơn",
        "Lê Thu",    "Lê Thư",       "Lê Ún",        "Lê Ưng",         "Lê Vân",
        "Lê Vy",     "Lê Wan",       "Lê Xuân",      "Lê Yến",         "Lê Zin",
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i + 1 < COUNT(sorted); i++) {
        Str a = key_of(ctx, sorted[i]);
        for (size_t j = i + 1; j < COUNT(sorted); j++) {
            Str b = key_of(ctx, sorted[j]);
            ASSERT_CASE(str_compare(a, b) < 0, sorted[j]);
        }
    }
}

static void a_sort_key_is_digits_and_capitals_and_blind_to_spelling(void **state) {
    static const char *const pairs[][2] = {
        {"Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA"},
        {"Nguyễn Thị Hoà", "Nguye\xCC\x82\xCC\x83n Thị Hòa"},
        {"H'Hen Niê", "HHen Niê"},
        {"Lê  An", "Lê An"},
        {" Lê An ", "Lê An"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        ASSERT_CASE(str_equal(key_of(ctx, pairs[i][0]), key_of(ctx, pairs[i][1])), pairs[i][0]);
    }
    Str key = key_of(ctx, "Nguyễn Thị Thuỳ Dương-Zoë 3");
    assert_true(key.len > 0);
    for (size_t i = 0; i < key.len; i++) {
        assert_true((key.ptr[i] >= '0' && key.ptr[i] <= '9') ||
                    (key.ptr[i] >= 'A' && key.ptr[i] <= 'Z'));
    }
    assert_int_equal(key_of(ctx, "").len, 0);
}

/* Whatever the bytes: no crash, and what passes is stable under a second pass. */
static void prop_cleaning_twice_changes_nothing(void **state) {
    Ctx *ctx = *state;
    for (uint64_t seed = 0; seed < 1000; seed++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Rng rng;
        char bytes[48];
        rng_seed(&rng, seed);
        static const char *const pieces[] = {
            "Ông ", "Bà: ", "Lê ", "hoà",       "\xCC\x80",     "\xCC\xA3", "'", ".",
            " ",    "Ê",    "đ",   "u\xCC\x9B", "\xE2\x80\x8B", "-",        "ơ̆"};
        size_t len = 0;
        while (len + 8 < sizeof bytes) {
            Str piece = str_of(pieces[rng_below(&rng, COUNT(pieces))]);
            memcpy(bytes + len, piece.ptr, piece.len);
            len += piece.len;
        }
        Str once = {NULL, 0};
        Str placed = {NULL, 0};
        Str again = {NULL, 0};
        if (name_clean(ctx, (Str){bytes, len}, &once) == OK) {
            assert_int_equal(name_place_tones(ctx, once, &placed), OK);
            assert_int_equal(name_place_tones(ctx, placed, &again), OK);
            if (!str_equal(placed, again)) {
                fail_msg("seed %llu", (unsigned long long)seed);
            }
            Str fold_once = {NULL, 0};
            Str fold_placed = {NULL, 0};
            assert_int_equal(name_fold(ctx, once, &fold_once), OK);
            assert_int_equal(name_fold(ctx, placed, &fold_placed), OK);
            if (!str_equal(fold_once, fold_placed)) {
                fail_msg("seed %llu", (unsigned long long)seed);
            }
        }
        arena_rewind(ctx->arena, mark);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_cleaned_and_kept_as_written),
        cmocka_unit_test(what_is_no_name_is_refused),
        cmocka_unit_test(names_fold_for_search_and_for_banks),
        cmocka_unit_test(tones_move_to_the_old_place),
        cmocka_unit_test(lists_are_in_the_order_of_dictionaries),
        cmocka_unit_test(a_sort_key_is_digits_and_capitals_and_blind_to_spelling),
        cmocka_unit_test(prop_cleaning_twice_changes_nothing),
    };
    return cmocka_run_group_tests(tests, setup_ctx, teardown_ctx);
}
