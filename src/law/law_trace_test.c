/* The explanation as people read it, in both languages; instalments; questions that end in nothing.
 */
#include "law/law_recovery.h"
#include "law/law_test.h"

static const char IN_VIETNAMESE[] =
    "nd20/5.6: Người khuyết tật nặng, người khuyết tật đặc biệt nặng (quyết định ngày 05/08/2021)\n"
    "  hưởng từ tháng 07/2021 (8.1.đ)\n"
    "  áp dụng nd20/6.1.e (Nghị định 20/2021/NĐ-CP, Điều 6 khoản 1 điểm e): hệ số 2,5; tuổi 72\n"
    "  Mức chuẩn trợ giúp xã hội = 360.000 đ (Nghị định 20/2021/NĐ-CP, Điều/khoản 4.2; trả từ "
    "01/07/2021, "
    "hiệu lực 01/07/2021)\n"
    "  360.000 đ x 2,5 = 900.000 đ\n"
    "nd20/5.5.c: Người từ đủ 80 tuổi không thuộc điểm a, không có lương hưu, trợ cấp bảo hiểm xã "
    "hội, trợ "
    "cấp xã hội hằng tháng (quyết định ngày 05/08/2021)\n"
    "  hưởng từ tháng 03/2030 (8.1.đ)\n"
    "  => 0 đ: chưa đến tháng hưởng (NOT_STARTED)\n"
    "nd20/5.5.a: Người cao tuổi thuộc hộ nghèo không có người có nghĩa vụ và quyền phụng dưỡng, "
    "hoặc người "
    "đó đang hưởng trợ cấp xã hội hằng tháng (quyết định ngày 05/08/2021)\n"
    "  hưởng từ tháng 08/2021 (8.1.đ)\n"
    "  điều kiện: Hộ nghèo, cận nghèo = poor -> đạt\n"
    "  điều kiện: Người có nghĩa vụ phụng dưỡng -> theo quyết định\n"
    "  áp dụng nd20/6.1.đ (Nghị định 20/2021/NĐ-CP, Điều 6 khoản 1 điểm đ): hệ số 1,5; tuổi 72\n"
    "  Mức chuẩn trợ giúp xã hội = 360.000 đ (Nghị định 20/2021/NĐ-CP, Điều/khoản 4.2; trả từ "
    "01/07/2021, "
    "hiệu lực 01/07/2021)\n"
    "  360.000 đ x 1,5 = 540.000 đ\n"
    "nd20/5.5.a: 540.000 đ -> không hưởng, chỉ hưởng mức cao hơn: nd20/5.6 900.000 đ (6.2)\n"
    "=> allowance (nd20/6.1.e): 900.000 đ\n";

static LawPerson explained_person(const LawTest *test) {
    static LawFactValue facts[] = {{.to = 99991231}};
    int32_t poverty = 0;
    while (!str_equal(law_fact_name(test->book, poverty), STR("poverty"))) {
        poverty++;
    }
    facts[0].fact_no = poverty;
    LawPerson person = {.birth_date = 19500315, .facts = {facts, 1}, .enrolment_count = 3};
    static const char *const CATEGORIES[] = {"nd20/5.6", "nd20/5.5.c", "nd20/5.5.a"};
    for (size_t i = 0; i < 3; i++) {
        person.enrolments[i] = (LawEnrolment){
            .enrolment_id = (int64_t)i + 1,
            .category_no = law_category_no(test->book, str_of(CATEGORIES[i])),
            .degree = i == 0 ? LAW_DEGREE_EXCEPTIONAL : LAW_DEGREE_NONE,
            .decision_date = 20210805,
            .certificate_date = 20210720,
        };
    }
    return person;
}

static Str explain(LawTest *test, Language language, StrBuf *buf) {
    LawTrace *trace = NULL;
    LawAnswer answer;
    LawPerson person = explained_person(test);
    assert_int_equal(ctx_alloc(&test->ctx, sizeof *trace, (void **)&trace), OK);
    LawQuestion question = {.person = &person, .period = {202205}, .trace = trace};
    assert_int_equal(law_answer(&test->ctx, test->book, &question, &answer), OK);
    test->ctx.language = language;
    strbuf_clear(buf);
    assert_int_equal(law_trace_print(&test->ctx, trace, buf), OK);
    return strbuf_str(buf);
}

static void explanation_reads_as_an_official_would_write_it(void **state) {
    LawTest *test = *state;
    StrBuf buf;
    strbuf_init(&buf, 1 << 16);
    Str text = explain(test, LANGUAGE_VI, &buf);
    if (!str_equal(text, str_of(IN_VIETNAMESE))) {
        fail_msg("%.*s", STR_ARG(text));
    }
    text = explain(test, LANGUAGE_EN, &buf);
    assert_true(str_find(text, STR("360.000 đ x 2.5 = 900.000 đ"), 0) != SIZE_MAX);
    assert_true(str_find(text, STR("condition: Who is obliged to support -> by decision"), 0) !=
                SIZE_MAX);
    assert_true(str_find(text, STR("540.000 đ -> not paid, the higher only: nd20/5.6"), 0) !=
                SIZE_MAX);
    strbuf_done(&buf);
}

static void a_full_trace_says_so_and_never_grows(void **state) {
    LawTrace *trace = NULL;
    LawTest *test = *state;
    LawStep step = {.kind = LAW_STEP_RESULT};
    StrBuf buf;
    assert_int_equal(ctx_alloc(&test->ctx, sizeof *trace, (void **)&trace), OK);
    for (int i = 0; i < LAW_STEP_MAX + 3; i++) {
        law_trace_add(trace, &step);
    }
    assert_int_equal(trace->count, LAW_STEP_MAX);
    assert_true(trace->is_full);
    law_trace_add(NULL, &step); /* nobody asked: nothing happens */
    strbuf_init(&buf, 1 << 20);
    test->ctx.language = LANGUAGE_EN;
    assert_int_equal(law_trace_print(&test->ctx, trace, &buf), OK);
    assert_true(str_ends_with(strbuf_str(&buf), STR("(more steps)\n")));
    strbuf_done(&buf);
}

static void instalments_take_no_more_than_cap_rest_and_month(void **state) {
    (void)state;
    LawRecovery recovery = {.rest_dong = 500000, .cap_dong = 200000};
    assert_int_equal(law_recovery_take(&recovery, 750000), 200000);
    assert_int_equal(law_recovery_take(&recovery, 150000), 150000); /* a small month */
    assert_int_equal(law_recovery_take(&recovery, 0), 0);           /* a month that pays nothing */
    assert_int_equal(law_recovery_take(&recovery, -1), 0);
    assert_int_equal(law_recovery_take(&recovery, 750000), 150000); /* the rest */
    assert_int_equal(law_recovery_take(&recovery, 750000), 0);
    assert_int_equal(recovery.rest_dong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(explanation_reads_as_an_official_would_write_it),
        cmocka_unit_test(a_full_trace_says_so_and_never_grows),
        cmocka_unit_test(instalments_take_no_more_than_cap_rest_and_month),
    };
    return cmocka_run_group_tests(tests, law_test_begin, law_test_end);
}
