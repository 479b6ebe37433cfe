/* What a law file may not say: each fault is found, with its file and line. */
#include "law/law_test.h"

#define DATED                                                                                      \
    "    applies_from: 2021-07-01\n    in_force: 2021-07-01\n    mark: v\n    verified: true\n"
#define HEAD "law: t\ntitle: T\nclauses:\n  - {id: 1, code: t/6, citation: C}\n"
#define CATEGORY                                                                                   \
    "categories:\n  - code: t/5\n    text_vi: A\n    text_en: A\n    article: A\n    age_below: "  \
    "16\n" DATED
#define ROW_YOUNG                                                                                  \
    "  - clause: t/6\n    categories: [t/5]\n    age_below: 4\n    hundredths: 250\n" DATED
#define ROW_OLD                                                                                    \
    "  - clause: t/6\n    categories: [t/5]\n    age_from: 4\n    hundredths: 150\n" DATED
#define HIGHEST                                                                                    \
    "highest_only:\n    article: A\n    beside: [t/5]\n    component: 3\n    with: [t/5b]\n" DATED
#define CATEGORY_B "  - code: t/5b\n    text_vi: A\n    text_en: A\n    article: A\n" DATED
#define ROW_B "  - clause: t/6\n    categories: [t/5b]\n    hundredths: 100\n" DATED
#define START                                                                                      \
    "start_rules:\n  - categories: [t/5, t/5b]\n    month: decision\n    article: A\n"             \
    "    decided_from: 2021-07-01\n" DATED
#define STOP "stop_rules:\n  - events: [death]\n    last_paid: same_month\n    article: A\n" DATED
#define STANDARDS "standards:\n  - dong: 1000\n    text: T\n    article: A\n" DATED
#define ROWS "coefficients:\n" ROW_YOUNG ROW_OLD ROW_B
#define GOOD HEAD CATEGORY CATEGORY_B ROWS HIGHEST START STOP STANDARDS

static Status load(LawTest *test, const char *text, const LawBook **ret_book) {
    LawFile file = {"t.yaml", str_of(text)};
    return law_book_load(&test->ctx, &file, 1, STR(""), ret_book);
}

static void smallest_good_book_loads(void **state) {
    const LawBook *book = NULL;
    if (load(*state, GOOD, &book) != OK) {
        fail_msg("%s", ((LawTest *)*state)->ctx.failure.detail);
    }
    assert_int_equal(law_clause_count(book), 1);
    assert_int_equal(law_category_count(book), 2);
    assert_int_equal(law_category_no(book, STR("t/5b")), 2);
    assert_null(law_category_at(book, 0));
    assert_null(law_category_at(book, 3));
    assert_null(law_clause_at(book, 1));
    assert_null(law_clause_find(book, 2));
}

static void faults_are_named_with_their_line(void **state) {
    static const struct {
        const char *text;
        Status expected;
        const char *told; /* part of the message */
    } CASES[] = {
        {"law: t\n  bad indent: [", E_YAML_SYNTAX, "t.yaml:"},
        {"", E_YAML_SYNTAX, "empty"},
        {"law: t\nlaw: t\n", E_YAML_SYNTAX, "t.yaml:2"},
        {"law: &a t\ntitle: *a\n", E_YAML_SYNTAX, "t.yaml:1"},
        {"law: t\ntitle: T\nsurprise: 1\n", E_LAW_SYNTAX, "t.yaml:3: unknown key: surprise"},
        {"law: t\n", E_LAW_SYNTAX, "title is missing"},
        {HEAD CATEGORY CATEGORY_B ROWS HIGHEST START STOP, E_LAW_SYNTAX, "standards"},
        {HEAD CATEGORY CATEGORY_B ROWS START STOP STANDARDS, E_LAW_SYNTAX, "highest_only"},
        {HEAD CATEGORY CATEGORY_B ROWS HIGHEST START STANDARDS, E_LAW_SYNTAX, "stop_rules"},
        {HEAD CATEGORY CATEGORY_B "coefficients:\n" ROW_OLD ROW_B HIGHEST START STOP STANDARDS,
         E_LAW_CONFLICT, "t.yaml:6: no coefficient: t/5, degree 0, age 0"},
        {HEAD CATEGORY CATEGORY_B "coefficients:\n" ROW_YOUNG ROW_B HIGHEST START STOP STANDARDS,
         E_LAW_CONFLICT, "no coefficient: t/5, degree 0, age 4"},
        {HEAD CATEGORY CATEGORY_B ROWS ROW_OLD HIGHEST START STOP STANDARDS, E_LAW_CONFLICT,
         "both hold"},
        {HEAD CATEGORY CATEGORY ROWS HIGHEST START STOP STANDARDS, E_YAML_SYNTAX, "same key twice"},
        {HEAD CATEGORY CATEGORY_B CATEGORY_B ROWS HIGHEST START STOP STANDARDS, E_LAW_CONFLICT,
         "came before"},
        {HEAD CATEGORY CATEGORY_B ROWS HIGHEST STOP STANDARDS, E_LAW_CONFLICT,
         "no start rule of t/5 on 20210701"},
        {GOOD "  - dong: 2000\n    text: T\n    article: A\n    applies_from: 2024-07-01\n"
              "    in_force: 2024-07-01\n    mark: v\n    verified: true\n",
         E_LAW_CONFLICT, "does not follow"},
        {GOOD
         "  - dong: 2000\n    text: T\n    article: A\n    applies_from: 2024-07-01\n    mark: v\n"
         "    verified: true\n",
         E_LAW_SYNTAX, "applies_from and in_force are both needed"},
        {GOOD "  - dong: 2000\n    text: T\n    article: A\n    applies_from: 2024-07-01\n"
              "    in_force: 2024-07-01\n    mark: v2\n    verified: true\n",
         E_LAW_SYNTAX, "does not agree with the mark"},
        {GOOD "  - dong: 2000\n    text: T\n    article: A\n    applies_from: 01/07/2024\n"
              "    in_force: 2024-07-01\n    mark: v\n    verified: true\n",
         E_LAW_SYNTAX, "a day as yyyy-mm-dd"},
        {GOOD "  - dong: -5\n    text: T\n    article: A\n" DATED, E_LAW_SYNTAX, "zero or more"},
        {HEAD "  - {id: 1, code: t/7, citation: C}\n" CATEGORY CATEGORY_B ROWS HIGHEST START STOP
             STANDARDS,
         E_LAW_CONFLICT, "clause 1"},
        {HEAD CATEGORY CATEGORY_B ROWS
         "  - clause: t/9\n    categories: [t/5]\n    hundredths: 1\n" DATED,
         E_LAW_SYNTAX, "no clause t/9"},
        {HEAD CATEGORY CATEGORY_B ROWS
         "  - clause: t/6\n    categories: [t/9]\n    hundredths: 1\n" DATED,
         E_LAW_SYNTAX, "no category t/9"},
        {HEAD CATEGORY CATEGORY_B ROWS
         "  - clause: t/6\n    categories: [t/5]\n    hundredths: 0\n" DATED,
         E_LAW_SYNTAX, "hundredths must be above 0"},
        {HEAD CATEGORY CATEGORY_B ROWS
         "  - clause: t/6\n    categories: [t/5]\n    degrees: [3]\n    hundredths: 1\n" DATED,
         E_LAW_SYNTAX, "a degree is 0, 1 or 2"},
        {HEAD CATEGORY CATEGORY_B ROWS
         "  - clause: t/6\n    categories: [t/5]\n    hundredths: 1\n    applies_from: 2021-07-15\n"
         "    in_force: 2021-07-01\n    mark: v\n    verified: true\n" HIGHEST START STOP STANDARDS,
         E_LAW_CONFLICT, "must begin and end with a month"},
    };
    LawTest *test = *state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const LawBook *book = NULL;
        Status status = load(test, CASES[i].text, &book);
        const char *detail = test->ctx.failure.detail;
        if (status != CASES[i].expected || !strstr(detail, CASES[i].told)) {
            fail_msg("case %zu: %s: %s", i, status_name(status), detail);
        }
        assert_null(book);
    }
}

static void loading_stops_cleanly_when_memory_ends(void **state) {
    LawTest *test = *state;
    size_t failures = 0;
    for (size_t nth = 1; nth < 2000; nth++) { /* ends: a small book takes fewer allocations */
        const LawBook *book = NULL;
        ArenaMark mark = arena_mark(test->arena);
        arena_fail_nth(test->arena, nth);
        Status status = load(test, GOOD, &book);
        arena_fail_nth(test->arena, 0);
        arena_rewind(test->arena, mark);
        if (status == OK) {
            break;
        }
        assert_int_equal(status, E_MEMORY_LIMIT);
        assert_null(book);
        failures++;
    }
    assert_in_range(failures, 10, 1000);
}

static void book_of_the_program_is_whole(void **state) {
    LawTest *test = *state;
    assert_int_equal(law_clause_count(test->book), 8);
    assert_int_equal(law_category_count(test->book), 22);
    assert_true(str_equal(law_book_hash(test->book), STR("hash")));
    for (size_t i = 0; i < law_clause_count(test->book);
         i++) { /* ids are stored: never renumbered */
        assert_int_equal(law_clause_at(test->book, i)->clause_id, i + 1);
    }
    assert_true(str_equal(law_clause_find(test->book, 6)->clause_code, STR("nd20/6.1.e")));
    const LawCategory *elderly =
        law_category_at(test->book, law_category_no(test->book, STR("nd20/5.5.c")));
    assert_int_equal(elderly->applies_to, 20250630);
    assert_false(elderly->verified);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smallest_good_book_loads),
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(loading_stops_cleanly_when_memory_ends),
        cmocka_unit_test(book_of_the_program_is_whole),
    };
    return cmocka_run_group_tests(tests, law_test_begin, law_test_end);
}
