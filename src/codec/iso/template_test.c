#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "codec/iso/label.h"
#include "codec/iso/template.h"

enum { ARENA_CAP = 8 * 1024 * 1024 };

static Ctx ctx;

static int set_up(void **state) {
    (void)state;
    ctx = (Ctx){.arena = arena_new(ARENA_CAP)};
    return ctx.arena ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&ctx.arena);
    return 0;
}

static void every_built_in_template_parses(void **state) {
    (void)state;
    size_t count = 0;
    for (; !str_is_empty(provider_template_name(count)); count++) {
        const ProviderTemplate *template = NULL;
        assert_int_equal(provider_template_load(&ctx, provider_template_name(count), &template),
                         OK);
        assert_true(str_equal(template->name, provider_template_name(count)));
    }
    assert_int_equal(count, 4);
    const ProviderTemplate *none = NULL;
    assert_int_equal(provider_template_load(&ctx, STR("fax"), &none), E_NOT_FOUND);
    assert_null(none);
}

static void status_words_of_the_pay_list_mean_what_the_field_means(void **state) {
    (void)state;
    const ProviderTemplate *template = NULL;
    assert_int_equal(provider_template_load(&ctx, STR("post_list_xlsx"), &template), OK);
    const TemplateWords *words = &template->in_statuses;
    assert_int_equal(template_word_meaning(words, STR("Đã trả")), RESULT_PAID);
    assert_int_equal(template_word_meaning(words, STR(" ĐÃ  TRẢ ")), RESULT_PAID);
    assert_int_equal(template_word_meaning(words, STR("da tra")), RESULT_PAID);
    assert_int_equal(template_word_meaning(words, STR("Chưa trả")), RESULT_UNCLAIMED);
    assert_int_equal(template_word_meaning(words, STR("Chưa trả và dừng chi trả")),
                     RESULT_UNCLAIMED);
    assert_int_equal(template_word_meaning(words, STR("Chưa")), -1);
    assert_int_equal(template_word_meaning(words, STR("")), -1);
    assert_true(str_equal(template_word_of(words, RESULT_PAID), STR("Đã trả")));
    assert_true(str_is_empty(template_word_of(words, RESULT_OTHER)));
}

static void refused(const char *yaml, const char *reason_part) {
    const ProviderTemplate *template = NULL;
    assert_int_equal(provider_template_parse(&ctx, "t.yaml", str_of(yaml), &template),
                     E_TEMPLATE_SYNTAX);
    if (!strstr(ctx.failure.detail, reason_part)) {
        print_message("detail was: %s\n", ctx.failure.detail);
    }
    assert_non_null(strstr(ctx.failure.detail, reason_part));
    assert_null(template);
}

#define GOOD_OUT                                                                                   \
    "out:\n  columns:\n    - {title: A, field: end_to_end_id}\n    - {title: B, field: amount}\n"
#define GOOD_IN "in:\n  columns:\n    end_to_end_id: [A]\n    status: [C]\n"

static void slip_of_the_pen_is_refused_with_its_line(void **state) {
    (void)state;
    const ProviderTemplate *template = NULL;
    assert_int_equal(provider_template_parse(
                         &ctx, "t.yaml", STR("name: t\nkind: csv\n" GOOD_OUT GOOD_IN), &template),
                     OK);
    refused("name: t\nkind: fax\n" GOOD_OUT GOOD_IN, "\"fax\"");
    refused("name: t\nkind: csv\ncolour: red\n" GOOD_OUT GOOD_IN, "t.yaml:3: the key \"colour\"");
    refused("kind: csv\n" GOOD_OUT GOOD_IN, "name is missing");
    refused("name: t\nkind: csv\n" GOOD_OUT, "both out and in");
    refused("name: t\nkind: pain001\n" GOOD_OUT GOOD_IN, "pain001 neither");
    refused(
        "name: t\nkind: csv\nout:\n  columns:\n    - {title: A, field: end_to_end_id}\n" GOOD_IN,
        "amount are needed");
    refused("name: t\nkind: csv\n" GOOD_OUT "in:\n  columns:\n    status: [C]\n", "are needed");
    refused("name: t\nkind: csv\nout:\n  columns:\n    - {title: A, field: iban}\n" GOOD_IN,
            "\"iban\"");
    refused("name: t\nkind: csv\nout:\n  columns:\n    - {title: A, field: amount, format: "
            "red}\n" GOOD_IN,
            "\"red\"");
    refused("name: t\nkind: csv\nout:\n  columns:\n    - {title: A, field: hamlet, format: "
            "dotted}\n" GOOD_IN,
            "dots in amounts only");
    refused("name: t\nkind: csv\nout:\n  separator: ab\n  columns:\n    - {title: A, field: "
            "amount}\n" GOOD_IN,
            "separator");
    refused("name: t\nkind: csv\n" GOOD_OUT GOOD_IN
            "  statuses:\n    PAID: [Đã trả]\n    REJECTED: [da tra]\n",
            "twice");
    refused("name: t\nkind: csv\n" GOOD_OUT GOOD_IN "  statuses:\n    LOST: [x]\n", "\"LOST\"");
}

static void folding_drops_marks_case_and_spacing(void **state) {
    (void)state;
    char room[LABEL_MAX];
    assert_true(str_equal(label_fold(STR("  Số  TIỀN (VND)"), room), STR("so tien vnd")));
    assert_true(str_equal(label_fold(STR("Ngày: hạch\u00A0toán"), room), STR("ngay hach toan")));
    /* decomposed: o + circumflex + acute */
    assert_true(str_equal(label_fold(STR("So\u0302\u0301"), room), STR("so")));
    assert_true(str_equal(label_fold(STR("ƯỠỰ ỶỸ Đđ ẴẮ ỆỀ ỊĨ"), room), STR("uou yy dd aa ee ii")));
    assert_true(str_equal(label_fold(STR("\xFF\xFE"), room), STR("")));
    char long_text[400];
    memset(long_text, 'x', sizeof long_text);
    assert_true(label_fold((Str){long_text, sizeof long_text}, room).len < LABEL_MAX);
}

static void upper_folding_keeps_what_a_bank_takes(void **state) {
    (void)state;
    char room[64];
    assert_true(
        str_equal(ascii_upper_fold(STR("Giàng A Chư"), room, sizeof room), STR("GIANG A CHU")));
    assert_true(str_equal(ascii_upper_fold(STR("Sở Y tế, 06/2026"), room, sizeof room),
                          STR("SO Y TE, 06/2026")));
    assert_true(str_equal(ascii_upper_fold(STR("中\xFFz"), room, sizeof room), STR("..Z")));
    assert_true(str_equal(ascii_upper_fold(STR("abcdef"), room, 3), STR("ABC")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_built_in_template_parses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(status_words_of_the_pay_list_mean_what_the_field_means,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(slip_of_the_pen_is_refused_with_its_line, set_up,
                                        tear_down),
        cmocka_unit_test(folding_drops_marks_case_and_spacing),
        cmocka_unit_test(upper_folding_keeps_what_a_bank_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
