/* Rows of a list: whole, or with the issues that say why not. */
#include "registry/row_read.h"

#include "registry/registry_test.h"

/* STR() is no constant to a strict compiler. */
#define TEXT(literal) {(literal), sizeof(literal) - 1}

static const CategoryRule CATEGORIES[] = {
    {TEXT("nd20/5.6"), -1, -1, 6, false, 20210701, 99991231},
    {TEXT("nd20/5.1.a"), -1, 16, 1, false, 20210701, 99991231},
};
static const RowArea AREAS[] = {{71, TEXT("03646"), TEXT("to hieu")}};
static const RowProvider PROVIDERS[] = {
    {1, 1, TEXT("bank1"), TEXT("ngan hang mau"), TEXT("970499")},
    {2, 3, TEXT("post1"), TEXT("buu dien mau"), TEXT("")},
};
static const RowRules RULES = {.today = 20251220,
                               .area_id = 71,
                               .areas = AREAS,
                               .area_count = 1,
                               .categories = CATEGORIES,
                               .category_count = 2,
                               .providers = PROVIDERS,
                               .provider_count = 2};

static const char HEADER[] =
    "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|Mã đối tượng|Mức độ khuyết tật|"
    "Số quyết định|Ngày quyết định|Hưởng từ|Hình thức chi trả|Ngân hàng|"
    "Số tài khoản|Chủ tài khoản|Số điện thoại";

static void read_row(RegistryTest *test, const char *text, RegisterRow *ret_row,
                     IssueList *ret_issues) {
    HeaderMap map;
    RowCell *cells = NULL;
    HeadRow head = {.number = 1};
    head.cell_count = row_cells(test, HEADER, &cells);
    head.cells = cells;
    assert_int_equal(header_map_find(&test->ctx, &head, 1, NULL, 0, &map), OK);
    size_t count = row_cells(test, text, &cells);
    memset(ret_row, 0, sizeof *ret_row);
    memset(ret_issues, 0, sizeof *ret_issues);
    assert_int_equal(row_read(&test->ctx, &map, cells, count, &RULES, ret_row, ret_issues), OK);
}

static bool has_issue(const IssueList *issues, IssueCode code) {
    for (size_t i = 0; i < issues->count; i++) {
        if (issues->issues[i].code == code) {
            return true;
        }
    }
    return false;
}

static void a_good_row_becomes_values(void **state) {
    RegisterRow row;
    IssueList issues;
    read_row(
        *state,
        "1|Lò Văn An|05/03/1980|Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022|02/2022|Tài khoản|bank1|"
        "100200300|Lò Văn An|0912345678",
        &row, &issues);
    assert_false(issues.refused);
    assert_true(str_equal(row.person.full_name, STR("Lò Văn An")));
    assert_true(str_equal(row.person.name_fold, STR("lo van an")));
    assert_int_equal(row.person.birth.number, 19800305);
    assert_int_equal(row.person.sex, SEX_MALE);
    assert_string_equal(row.person.citizen_id, "014080000123");
    assert_int_equal(row.person.area_id, 71);
    assert_true(str_equal(row.enrolment.category, STR("nd20/5.6")));
    assert_int_equal(row.enrolment.degree, 1);
    assert_int_equal(row.enrolment.decision_date, 20220201);
    assert_true(row.has_account);
    assert_int_equal(row.account.provider_id, 1);
    assert_string_equal(row.account.number, "100200300");
}

static void lost_zeros_come_back_with_a_warning(void **state) {
    RegisterRow row;
    IssueList issues;
    read_row(*state, "1|Lò Văn An|05/03/1980|Nam|14080000123|5.6|Nặng|12/QĐ|01/02/2022", &row,
             &issues);
    assert_false(issues.refused);
    assert_string_equal(row.person.citizen_id, "014080000123");
    assert_true(has_issue(&issues, ISSUE_CITIZEN_ID_ZERO_RESTORED));
}

static void what_is_wrong_is_named(void **state) {
    static const struct {
        const char *row;
        IssueCode code;
    } CASES[] = {
        {"1||05/03/1980|Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_NAME_MISSING},
        {"1|Lò 9|05/03/1980|Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_NAME_SYNTAX},
        {"1|Lò Văn An||Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_BIRTH_MISSING},
        {"1|Lò Văn An|31/02/1980|Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_DATE_RANGE},
        {"1|Lò Văn An|hôm qua|Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_DATE_SYNTAX},
        {"1|Lò Văn An|05/03/2080|Nam|014080000123|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_DATE_FUTURE},
        {"1|Lò Văn An|05/03/1980|Nam|ABC|5.6|Nặng|12/QĐ|01/02/2022", ISSUE_CITIZEN_ID_SYNTAX},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        RegisterRow row;
        IssueList issues;
        read_row(*state, CASES[i].row, &row, &issues);
        if (!issues.refused || !has_issue(&issues, CASES[i].code)) {
            fail_msg("%s: not %s", CASES[i].row, issue_name(CASES[i].code));
        }
    }
}

static void nothing_personal_stands_in_an_issue(void **state) {
    RegisterRow row;
    IssueList issues;
    read_row(*state, "1|Lò Văn An|05/03/1980|Nam|0140800001239|5.6|Nặng|12/QĐ|01/02/2022", &row,
             &issues);
    assert_true(has_issue(&issues, ISSUE_CITIZEN_ID_SYNTAX));
    for (size_t i = 0; i < issues.count; i++) {
        assert_int_equal(str_find(issues.issues[i].found, STR("01408000"), 0), SIZE_MAX);
    }
}

static void ages_fit_their_category(void **state) {
    (void)state;
    Date child = {20200101, DATE_PRECISION_DAY};
    Date old = {19500101, DATE_PRECISION_DAY};
    assert_int_equal(category_age_fit(&CATEGORIES[1], child, 20220101, 20251220), AGE_FITS);
    assert_int_equal(category_age_fit(&CATEGORIES[1], old, 20220101, 20251220),
                     AGE_TOO_EARLY_OR_LATE);
    assert_int_equal(category_age_fit(&CATEGORIES[0], old, 20220101, 20251220), AGE_FITS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_row_becomes_values, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(lost_zeros_come_back_with_a_warning, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_named, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(nothing_personal_stands_in_an_issue, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(ages_fit_their_category, registry_test_begin,
                                        registry_test_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
