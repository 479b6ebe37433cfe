/* What a law file may not say: each fault is found, with its file and line. */
#include "law/law_test.h"

#define HEAD                                                                                       \
    "law: t\ntitle: T\ndefaults: {pays_from: 2021-07-01, known_from: 2021-07-01, mark: v}\n"       \
    "programmes:\n  - {id: 1, code: p, text_vi: A, text_en: A}\n"                                  \
    "components:\n  - {id: 1, name: allowance, text_vi: A, text_en: A}\n"                          \
    "  - {id: 3, name: other, text_vi: A, text_en: A}\n"                                           \
    "facts:\n  - {name: poverty, words: [poor, rich], text_vi: A, text_en: A}\n"                   \
    "  - {name: percent, kind: number, text_vi: A, text_en: A}\n"                                  \
    "clauses:\n  - {id: 1, code: t/6, citation: C}\n"
#define STANDARD                                                                                   \
    "parameters:\n  - name: standard\n    unit: dong\n    text_vi: A\n    text_en: A\n"            \
    "    values:\n      - {value: 1000, article: A}\n"
#define CATEGORY_HEAD                                                                              \
    "categories:\n  - {code: t/5, programme: p, text_vi: A, text_en: A, article: A, age: {below: " \
    "16}"
#define CATEGORY CATEGORY_HEAD "}\n"
#define CATEGORY_B "  - {code: t/5b, programme: p, text_vi: A, text_en: A, article: A}\n"
#define ROW(which, rest)                                                                           \
    "  - {clause: t/6, categories: [" which "], article: A, of: standard, " rest "}\n"
#define ROW_YOUNG ROW("t/5", "times: \"2.5\", age: {below: 4}")
#define ROW_OLD ROW("t/5", "times: \"1.5\", age: {from: 4}")
#define ROW_B ROW("t/5b", "times: \"1\"")
#define ROWS "amounts:\n" ROW_YOUNG ROW_OLD ROW_B
#define START                                                                                      \
    "start_rules:\n  - {programmes: [p], decided_from: 2021-07-01, month: decision, article: A}\n"
#define STOP                                                                                       \
    "stop_rules:\n  - {programmes: [p], on: [death, decision, condition], last_paid: same_month, " \
    "article: A}\n"
#define RULES START STOP
#define BASE HEAD STANDARD CATEGORY CATEGORY_B
#define GOOD BASE ROWS RULES

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
    assert_true(str_equal(law_component_name(book, 3), STR("other")));
    assert_true(str_equal(law_programme_code(book, 1), STR("p")));
    assert_true(str_is_empty(law_programme_code(book, 9)));
}

typedef struct Fault {
    const char *text;
    Status expected;
    const char *told; /* part of the message */
} Fault;

static void faults_check(LawTest *test, const Fault *faults, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const LawBook *book = NULL;
        ArenaMark mark = arena_mark(test->arena);
        Status status = load(test, faults[i].text, &book);
        const char *detail = test->ctx.failure.detail;
        if (status != faults[i].expected || !strstr(detail, faults[i].told)) {
            fail_msg("case %zu: %s: %s", i, status_name(status), detail);
        }
        assert_null(book);
        arena_rewind(test->arena, mark);
    }
}

static void faults_of_writing_are_named_with_their_line(void **state) {
    static const Fault FAULTS[] = {
        {"law: t\n  bad indent: [", E_YAML_SYNTAX, "t.yaml:"},
        {"", E_YAML_SYNTAX, "empty"},
        {"law: t\nlaw: t\n", E_YAML_SYNTAX, "t.yaml:2"},
        {"law: &a t\ntitle: *a\n", E_YAML_SYNTAX, "t.yaml:1"},
        {"law: t\ntitle: T\nsurprise: 1\n", E_LAW_SYNTAX, "t.yaml:3: unknown key: surprise"},
        {"law: t\n", E_LAW_SYNTAX, "title is missing"},
        {"law: t\ntitle: T\ndefaults: {in_force: 2021-01-01}\n", E_LAW_SYNTAX,
         "unknown key: in_force"},
        {HEAD, E_LAW_SYNTAX, "are all needed"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1,5\"") RULES, E_LAW_SYNTAX, "digits with a point"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1.505\"") RULES, E_LAW_SYNTAX,
         "digits with a point"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1.-5\"") RULES, E_LAW_SYNTAX,
         "digits with a point"},
        {BASE "amounts:\n" ROW("t/5", "times: \"0\"") RULES, E_LAW_SYNTAX, "above zero"},
        {BASE "amounts:\n" ROW("t/9", "times: \"1\"") RULES, E_LAW_SYNTAX,
         "t.yaml:25: no category t/9"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", degrees: [mild]") RULES, E_LAW_SYNTAX,
         "none, severe or exceptional"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", pays_from: 2021-13-01") RULES, E_LAW_SYNTAX,
         "a day as yyyy-mm-dd"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", pays_from: 01/07/2021") RULES, E_LAW_SYNTAX,
         "a day as yyyy-mm-dd"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", mark: sure") RULES, E_LAW_SYNTAX,
         "v, v2 or r is expected"},
        {BASE "amounts:\n  - {clause: t/9, categories: [t/5], article: A, dong: 5}\n" RULES,
         E_LAW_SYNTAX, "no clause t/9"},
        {BASE
         "amounts:\n  - {clause: t/6, categories: [t/5], article: A, times: \"1\", of: x}\n" RULES,
         E_LAW_SYNTAX, "no parameter x"},
        {BASE "amounts:\n  - {clause: t/6, categories: [t/5], article: A, times: \"1\", dong: "
              "5}\n" RULES,
         E_LAW_SYNTAX, "one of times, dong, table"},
        {BASE "amounts:\n  - {clause: t/6, categories: [t/5], dong: 5}\n" RULES, E_LAW_SYNTAX,
         "key article is missing"},
        {BASE "amounts:\n  - {clause: t/6, categories: [t/5], article: A, dong: -5}\n" RULES,
         E_LAW_SYNTAX, "zero or more"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", conditions: [{fact: wealth, in: [poor]}]")
             RULES,
         E_LAW_SYNTAX, "no fact wealth"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", conditions: [{fact: poverty, in: [por]}]")
             RULES,
         E_LAW_SYNTAX, "fact poverty has no word por"},
        {BASE "amounts:\n" ROW("t/5", "times: \"1\", conditions: [{fact: poverty, below: 3}]")
             RULES,
         E_LAW_SYNTAX, "words need in or not_in"},
        {HEAD "parameters:\n  - {name: s, unit: dong, text_vi: A, text_en: A, values: [{value: 5, "
              "article: A, text: T, known_from: }]}\n",
         E_LAW_SYNTAX, "a day as yyyy-mm-dd"},
    };
    faults_check(*state, FAULTS, sizeof FAULTS / sizeof FAULTS[0]);
}

#define TOP(rest) BASE ROWS RULES rest
#define ONE_CATEGORY(rest)                                                                         \
    HEAD STANDARD "categories:\n  - {code: t/5, programme: p, text_vi: A, text_en: A, " rest "}\n"

static void faults_of_the_lesser_parts_are_named_too(void **state) {
    static const Fault FAULTS[] = {
        {"law: t\ntitle: T\nfacts: {}\n", E_LAW_SYNTAX, "a list is expected"},
        {HEAD "parameters:\n  - {name: s, unit: pounds, text_vi: A, text_en: A}\n", E_LAW_SYNTAX,
         "dong, months or hundredths"},
        {HEAD "parameters:\n  - {name: s, unit: dong, text_vi: A, text_en: A}\n", E_LAW_SYNTAX,
         "values are needed"},
        {HEAD "parameters:\n  - {adds_to: s, values: [{value: 1, article: A}]}\n", E_LAW_SYNTAX,
         "no parameter s"},
        {HEAD "parameters:\n  - {name: s, unit: dong, text_vi: A, text_en: A, values: [{value: 0, "
              "article: A}]}\n",
         E_LAW_SYNTAX, "value must be above zero"},
        {HEAD "parameters:\n  - {name: s, unit: dong, text_vi: A, text_en: A, values: [{article: "
              "A}]}\n",
         E_LAW_SYNTAX, "either value, or times and of"},
        {HEAD "tables:\n  - {name: w, key: poverty, values: []}\n", E_LAW_SYNTAX,
         "its key is no number"},
        {HEAD "tables:\n  - {name: w, key: percent, values: []}\n", E_LAW_SYNTAX, "or no values"},
        {HEAD "tables:\n  - {name: w, key: percent, values: [{article: A, first: 1, thousand_dong: "
              "[0]}]}\n",
         E_LAW_SYNTAX, "whole thousands above zero"},
        {HEAD "tables:\n  - {name: w, key: percent, values: [{article: A, bands: [{from: 5, to: 1, "
              "dong: 1}]}]}\n",
         E_LAW_SYNTAX, "an amount above zero is expected in a table"},
        {HEAD "tables:\n  - {name: w, key: percent, values: [{article: A, first: 1, bands: []}]}\n",
         E_LAW_SYNTAX, "either bands, or first"},
        {HEAD "  - {id: 0, code: t/0, citation: C}\n", E_LAW_SYNTAX, "no such clause id"},
        {"law: t\ntitle: T\ncomponents: [{id: 2, name: arrears, text_vi: A, text_en: A}]\n",
         E_LAW_SYNTAX, "2, which is arrears"},
        {"law: t\ntitle: T\nprogrammes: [{id: 32, code: p, text_vi: A, text_en: A}]\n",
         E_LAW_SYNTAX, "id must lie between 1 and 31"},
        {"law: t\ntitle: T\nfacts: [{name: a, kind: colour, text_vi: A, text_en: A}]\n",
         E_LAW_SYNTAX, "flag or number is expected"},
        {"law: t\ntitle: T\nfacts: [{name: degree, kind: flag, text_vi: A, text_en: A}]\n",
         E_LAW_SYNTAX, "fact came before"},
        {ONE_CATEGORY("article: A, age: {from: 5, below: 5}"), E_LAW_SYNTAX,
         "from must be below below"},
        {ONE_CATEGORY("article: A, basis: rumour"), E_LAW_SYNTAX, "decision, event or register"},
        {ONE_CATEGORY("article: A, basis: register"), E_LAW_SYNTAX, "on_day and paid_in"},
        {ONE_CATEGORY("article: A, on_day: 2022-01-01"), E_LAW_SYNTAX, "on_day and paid_in"},
        {ONE_CATEGORY("article: A, counts: poverty"), E_LAW_SYNTAX, "a number is needed to count"},
        {ONE_CATEGORY("article: A, conditions: {}"), E_LAW_SYNTAX, "a list of conditions"},
        {ONE_CATEGORY("article: A, conditions: [{in: [poor]}]"), E_LAW_SYNTAX, "fact, receives or"},
        {ONE_CATEGORY("article: A, conditions: [{receives: [t/5], fact: poverty}]"), E_LAW_SYNTAX,
         "one condition at a time"},
        {ONE_CATEGORY("article: A, conditions: [{receives: [t/9]}]"), E_LAW_SYNTAX,
         "no category t/9"},
        {ONE_CATEGORY("article: A, conditions: [{receives: [t/5, t/5]}]"), E_LAW_SYNTAX,
         "stands twice in the list"},
        {ONE_CATEGORY("article: A, conditions: [{fact: percent, at_least: 5, below: 5}]"),
         E_LAW_SYNTAX, "at_least, below or both"},
        {BASE "amounts:\n" ROW("t/5b", "times: \"1\", per: poverty"), E_LAW_SYNTAX,
         "a number is needed to count"},
        {BASE "amounts:\n" ROW("t/5b", "times: \"0.5\", per_step: half_year"), E_LAW_SYNTAX,
         "half_year goes with per"},
        {BASE "amounts:\n" ROW("t/5b", "times: \"0.35\", per: percent, per_step: half_year"),
         E_LAW_SYNTAX, "half_year goes with per"},
        {BASE "amounts:\n" ROW("t/5b", "times: \"1\", rounding: up"), E_LAW_SYNTAX,
         "half_up_thousand"},
        {BASE "amounts:\n  - {clause: t/6, categories: [t/5], article: A, times: \"1\"}\n",
         E_LAW_SYNTAX, "times needs of, or of_paid"},
        {BASE "amounts:\n  - {clause: t/6, categories: [t/5], article: A, table: w}\n",
         E_LAW_SYNTAX, "no table w"},
        {TOP("suspensions:\n  - {programmes: [p], uncollected_months: 0, article: A}\n"),
         E_LAW_SYNTAX, "must be above zero"},
        {TOP("suspensions:\n  - {programmes: [z], uncollected_months: 1, article: A}\n"),
         E_LAW_SYNTAX, "no programme z"},
        {TOP("suspensions:\n  - {programmes: [p], categories: [t/5], uncollected_months: 1, "
             "article: A}\n"),
         E_LAW_SYNTAX, "either categories or programmes"},
        {TOP("combinations:\n  - {kind: lowest, article: A}\n"), E_LAW_SYNTAX,
         "excludes, at_most or"},
        {TOP("combinations:\n  - {kind: at_most, count: 0, article: A}\n"), E_LAW_SYNTAX,
         "count must be above zero"},
        {TOP("combinations:\n  - {kind: highest, beside: [t/5], article: A}\n"), E_LAW_SYNTAX,
         "beside, with and component go together"},
        {TOP("combinations:\n  - {kind: highest, components: [allowance, allowance], article: "
             "A}\n"),
         E_LAW_SYNTAX, "stands twice in the list"},
        {TOP("ends:\n  - {categories: [t/5], last_day: 2024-06-30}\n"), E_LAW_SYNTAX,
         "article is missing"},
        {BASE ROWS STOP
         "start_rules:\n  - {programmes: [p], decided_from: 2021-07-01, month: moon, "
         "article: A}\n",
         E_LAW_SYNTAX, "decision, certificate, event or age"},
        {BASE ROWS STOP
         "start_rules:\n  - {programmes: [p], decided_from: 2021-07-02, month: decision, "
         "article: A}\n",
         E_LAW_SYNTAX, "begin and end with a month"},
        {BASE ROWS STOP "start_rules:\n  - {programmes: [p], decided_from: 2021-07-01, month: age, "
                        "article: A}\n",
         E_LAW_SYNTAX, "starts at an age"},
        {BASE ROWS START
         "stop_rules:\n  - {programmes: [p], on: [whim], last_paid: same_month, article: "
         "A}\n",
         E_LAW_SYNTAX, "death, decision or condition"},
        {BASE ROWS START
         "stop_rules:\n  - {programmes: [p], on: [death], last_paid: never, article: A}\n",
         E_LAW_SYNTAX, "same_month or month_before"},
        {"reform: r\ntitle: R\ncategories: []\n", E_LAW_SYNTAX, "unknown key: categories"},
    };
    faults_check(*state, FAULTS, sizeof FAULTS / sizeof FAULTS[0]);
}

#define VALUES(rest)                                                                               \
    HEAD "parameters:\n  - name: standard\n    unit: dong\n    text_vi: A\n    text_en: A\n"       \
         "    values:\n      - {value: 1000, article: A}\n" rest CATEGORY CATEGORY_B ROWS RULES

static void rows_that_do_not_fit_together_are_named(void **state) {
    static const Fault FAULTS[] = {
        {BASE "amounts:\n" ROW_OLD ROW_B RULES, E_LAW_CONFLICT,
         "t.yaml:22: no amount: t/5, degree 0, age 0"},
        {BASE "amounts:\n" ROW_YOUNG ROW_B RULES, E_LAW_CONFLICT,
         "no amount: t/5, degree 0, age 48"},
        {BASE "amounts:\n" ROW_YOUNG ROW_OLD RULES, E_LAW_CONFLICT, "t/5b has no amount"},
        {BASE ROWS ROW_OLD RULES, E_LAW_CONFLICT, "both hold"},
        {BASE ROWS ROW("t/5b", "times: \"2\", conditions: [{fact: poverty, in: [poor]}]") RULES,
         E_LAW_CONFLICT, "both hold"},
        {HEAD STANDARD CATEGORY CATEGORY_B CATEGORY_B ROWS RULES, E_LAW_CONFLICT, "came before"},
        {HEAD "  - {id: 1, code: t/7, citation: C}\n" STANDARD, E_LAW_CONFLICT, "clause 1"},
        {BASE ROWS STOP, E_LAW_CONFLICT, "no start rule of t/5 on 20210701"},
        {BASE ROWS RULES "start_rules:\n", E_YAML_SYNTAX, "same key twice"},
        {BASE ROWS STOP START
         "  - {programmes: [p], decided_from: 2022-01-01, month: decision, article: A}\n",
         E_LAW_CONFLICT, "a second start rule of t/5 on 20220101"},
        {BASE ROWS START, E_LAW_CONFLICT, "t/5 has no stop rule for death"},
        {VALUES("      - {value: 2000, article: A}\n"), E_LAW_CONFLICT,
         "two values of standard for one day"},
        {HEAD "parameters:\n  - {name: standard, unit: dong, text_vi: A, text_en: A, values: "
              "[{value: 1, "
              "article: A, pays_to: 2022-12-31}, {value: 2, article: A, pays_from: "
              "2023-02-01}]}\n" CATEGORY CATEGORY_B ROWS RULES,
         E_LAW_CONFLICT, "standard has no value on 20230101"},
        {VALUES("      - {value: 2000, article: A, pays_from: 2024-07-15}\n"), E_LAW_CONFLICT,
         "begins and ends with a month"},
        {VALUES("      - {value: 2000, article: A, pays_to: 2024-07-30}\n"), E_LAW_CONFLICT,
         "begins and ends with a month"},
        {HEAD
         "parameters:\n  - {name: standard, unit: dong, text_vi: A, text_en: A, values: [{times: "
         "\"2\", of: b, article: A}]}\n  - {name: b, unit: dong, text_vi: A, text_en: A, values: "
         "[{times: \"2\", of: standard, article: A}]}\n" CATEGORY CATEGORY_B ROWS RULES,
         E_LAW_CONFLICT, "is computed from itself"},
        {GOOD "combinations:\n  - {kind: excludes, winners: [t/5], losers: [t/5b], article: A}\n"
              "  - {kind: excludes, winners: [t/5b], losers: [t/5], article: A}\n",
         E_LAW_CONFLICT, "exclude each other"},
        {GOOD "tables:\n  - {name: w, key: percent, values: [{article: A, bands: [{from: 1, to: 5, "
              "dong: 1}, {from: 7, to: 9, dong: 2}]}]}\n",
         E_LAW_CONFLICT, "table w: 7 does not follow 5"},
        {GOOD "ends:\n  - {categories: [t/5], last_day: 2024-06-29, article: A}\n", E_LAW_SYNTAX,
         "the end of a month"},
    };
    faults_check(*state, FAULTS, sizeof FAULTS / sizeof FAULTS[0]);
}

/* The same rows are no conflict when a fact, or the day of knowledge, tells them apart. */
static void rows_told_apart_stand_side_by_side(void **state) {
    static const char *const TEXTS[] = {
        BASE "amounts:\n" ROW_YOUNG ROW_OLD ROW(
            "t/5b", "times: \"2\", conditions: [{fact: poverty, in: [poor]}]")
            ROW("t/5b", "times: \"1\", conditions: [{fact: poverty, not_in: [poor]}]") RULES,
        BASE "amounts:\n" ROW_YOUNG ROW_OLD ROW(
            "t/5b", "times: \"2\", conditions: [{fact: percent, below: 41}]")
            ROW("t/5b", "times: \"1\", conditions: [{fact: percent, at_least: 41}]") RULES,
        BASE ROWS ROW("t/5b", "times: \"3\", known_from: 2022-01-01") RULES,
        VALUES("      - {value: 2000, article: A, known_from: 2022-01-01}\n"),
        VALUES("      - {value: 2000, article: A, area: \"01\"}\n"),
    };
    LawTest *test = *state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const LawBook *book = NULL;
        ArenaMark mark = arena_mark(test->arena);
        if (load(test, TEXTS[i], &book) != OK) {
            fail_msg("case %zu: %s", i, test->ctx.failure.detail);
        }
        arena_rewind(test->arena, mark);
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
    static const struct {
        int64_t clause_id;
        const char *code;
    } STORED[] = {{1, "nd20/6.1.a"}, {2, "nd20/6.1.b"}, {3, "nd20/6.1.c"}, {4, "nd20/6.1.d"},
                  {5, "nd20/6.1.đ"}, {6, "nd20/6.1.e"}, {7, "nd20/6.1.g"}, {8, "nd20/20.2.c"}};
    assert_true(str_equal(law_book_hash(test->book), STR("hash")));
    for (size_t i = 0; i < sizeof STORED / sizeof STORED[0]; i++) {
        const LawClause *clause = law_clause_find(test->book, STORED[i].clause_id);
        assert_non_null(clause); /* ids are stored: never renumbered */
        assert_true(str_equal(clause->clause_code, str_of(STORED[i].code)));
    }
    int32_t elderly = law_category_no(test->book, STR("nd20/5.5.c"));
    assert_int_equal(law_category_last_day(test->book, elderly, LAW_ALL_KNOWN), 20250630);
    assert_int_equal(law_category_last_day(test->book, elderly, 20250630), 99991231);
    assert_int_equal(law_category_last_day(test->book, elderly, 20250701), 20250630);
    assert_true(law_known_rows(test->book, 20261004) < law_known_rows(test->book, 20261005));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(smallest_good_book_loads),
        cmocka_unit_test(faults_of_writing_are_named_with_their_line),
        cmocka_unit_test(faults_of_the_lesser_parts_are_named_too),
        cmocka_unit_test(rows_that_do_not_fit_together_are_named),
        cmocka_unit_test(rows_told_apart_stand_side_by_side),
        cmocka_unit_test(loading_stops_cleanly_when_memory_ends),
        cmocka_unit_test(book_of_the_program_is_whole),
    };
    return cmocka_run_group_tests(tests, law_test_begin, law_test_end);
}
