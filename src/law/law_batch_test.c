/* The table of a month says of everybody what law_answer() says; and what holds for all amounts. */
#include "law/law_population_test.h"
#include "law/law_test.h"

enum { PERSONS = 20000 };

static int64_t answer_sum(LawTest *test, const LawBook *book, const LawPerson *person,
                          Period period, int64_t known_at) {
    LawQuestion question = {.person = person, .period = period, .known_at = known_at};
    LawAnswer answer;
    int64_t sum = 0;
    assert_int_equal(law_answer(&test->ctx, book, &question, &answer), OK);
    for (size_t i = 0; i < answer.amount_count; i++) {
        sum += answer.amounts[i].amount_dong;
    }
    return sum;
}

static void prop_table_says_what_the_answer_says(void **state) {
    static const struct {
        int64_t period;
        int64_t known_at;
    } MONTHS[] = {{202107, 0},        {202201, 0},        {202406, 0},       {202407, 0},
                  {202506, 0},        {202507, 20250630}, {202507, 0},       {202607, 20261004},
                  {202607, 20261005}, {202612, 0},        {202701, 20200101}};
    LawTest *test = *state;
    Population population;
    int64_t *amounts = NULL;
    population_make(&population, test->book, PERSONS, 0, 20260101);
    amounts = population_take(population.columns.row_count, sizeof *amounts);
    for (size_t m = 0; m < sizeof MONTHS / sizeof MONTHS[0]; m++) {
        Period period = {MONTHS[m].period};
        const LawMonth *month = NULL;
        LawMonthSum sum;
        int64_t total = 0;
        ArenaMark mark = arena_mark(test->arena);
        assert_int_equal(
            law_month_compile(&test->ctx, test->book, period, MONTHS[m].known_at, NULL, &month),
            OK);
        assert_int_equal(law_month_run(&test->ctx, month, &population.columns,
                                       (LawSpan){0, PERSONS}, amounts, &sum),
                         OK);
        for (size_t i = 0; i < PERSONS; i++) {
            LawPerson person;
            int64_t found = 0;
            population_person(&population, i, &person);
            for (size_t row = population.columns.first_row[i];
                 row < population.columns.first_row[i + 1]; row++) {
                found += amounts[row];
            }
            int64_t expected = answer_sum(test, test->book, &person, period, MONTHS[m].known_at);
            if (found != expected) {
                fail_msg("month %zu, person %zu: %lld instead of %lld", m, i, (long long)found,
                         (long long)expected);
            }
            total += found;
        }
        assert_int_equal(total, sum.amount_dong);
        arena_rewind(test->arena, mark);
    }
    free(amounts);
    population_free(&population);
}

/* A month in parts is the month as a whole; parts below sixteen rows never take the wide loop. */
static void prop_parts_add_up_to_the_whole(void **state) {
    LawTest *test = *state;
    Population population;
    const LawMonth *month = NULL;
    LawMonthSum whole;
    LawMonthSum part;
    static const size_t STEPS[] = {777, 4};
    population_make(&population, test->book, PERSONS, 0, 7);
    int64_t *amounts = population_take(population.columns.row_count, sizeof *amounts);
    int64_t *by_part = population_take(population.columns.row_count, sizeof *by_part);
    assert_int_equal(law_month_compile(&test->ctx, test->book, (Period){202607}, 0, NULL, &month),
                     OK);
    assert_int_equal(law_month_run(&test->ctx, month, &population.columns, (LawSpan){0, PERSONS},
                                   amounts, &whole),
                     OK);
    for (size_t k = 0; k < sizeof STEPS / sizeof STEPS[0]; k++) {
        int64_t dong = 0;
        int64_t persons = 0;
        for (size_t first = 0; first < PERSONS; first += STEPS[k]) {
            size_t last = first + STEPS[k] < PERSONS ? first + STEPS[k] : PERSONS;
            assert_int_equal(law_month_run(&test->ctx, month, &population.columns,
                                           (LawSpan){first, last}, by_part, &part),
                             OK);
            dong += part.amount_dong;
            persons += part.person_count;
        }
        assert_int_equal(dong, whole.amount_dong);
        assert_int_equal(persons, whole.person_count);
        assert_memory_equal(by_part, amounts, population.columns.row_count * sizeof *amounts);
    }
    assert_true(whole.person_count > PERSONS / 2);
    free(by_part);
    free(amounts);
    population_free(&population);
}

static const LawBook *reform_book(LawTest *test, const char *reform) {
    LawFile files[LAW_FILE_MAX];
    const LawBook *book = NULL;
    size_t count = law_files_embedded(files);
    files[count++] = (LawFile){"reform.yaml", str_of(reform)};
    if (law_book_load(&test->ctx, files, count, STR(""), &book) != OK) {
        fail_msg("%s", test->ctx.failure.detail);
    }
    return book;
}

static void prop_a_higher_standard_lowers_nobody(void **state) {
    LawTest *test = *state;
    const LawBook *book = reform_book(
        test,
        "reform: r\ntitle: R\ndefaults: {pays_from: 2026-01-01, known_from: 2026-01-01, mark: r}\n"
        "parameters:\n  - adds_to: social_standard\n    values: [{value: 560000, article: A}]\n");
    Population population;
    int64_t raised = 0;
    population_make(&population, test->book, PERSONS, 0, 11);
    for (size_t i = 0; i < PERSONS; i++) {
        LawPerson person;
        population_person(&population, i, &person);
        int64_t before = answer_sum(test, test->book, &person, (Period){202607}, 0);
        int64_t after = answer_sum(test, book, &person, (Period){202607}, 0);
        assert_true(after >= before);
        raised += after > before;
    }
    assert_true(raised > PERSONS / 4);
    population_free(&population);
}

/* LW4: the steps called RESULT are the amounts, and the steps called AMOUNT multiply rightly. */
static void prop_explanation_adds_up_to_the_amount(void **state) {
    LawTest *test = *state;
    Population population;
    LawTrace *trace = NULL;
    assert_int_equal(ctx_alloc(&test->ctx, sizeof *trace, (void **)&trace), OK);
    population_make(&population, test->book, 2000, 0, 13);
    for (size_t i = 0; i < 2000; i++) {
        LawPerson person;
        LawAnswer answer;
        LawQuestion question = {.person = &person, .period = {202607}, .trace = trace};
        int64_t told = 0;
        population_person(&population, i, &person);
        int64_t silent = answer_sum(test, test->book, &person, (Period){202607}, 0);
        trace->count = 0;
        assert_int_equal(law_answer(&test->ctx, test->book, &question, &answer), OK);
        for (size_t k = 0; k < trace->count; k++) {
            const LawStep *step = &trace->steps[k];
            told += step->kind == LAW_STEP_RESULT ? step->numbers[0] : 0;
            if (step->kind == LAW_STEP_AMOUNT) {
                assert_int_equal(step->numbers[0] * step->numbers[1], step->numbers[2] * 100);
            }
        }
        assert_int_equal(told, silent);
        assert_false(trace->is_full);
    }
    population_free(&population);
}

static void a_province_that_pays_more_is_another_column_of_the_table(void **state) {
    LawTest *test = *state;
    const LawBook *book = reform_book(
        test,
        "reform: r\ntitle: R\ndefaults: {pays_from: 2026-01-01, known_from: 2026-01-01, mark: r}\n"
        "parameters:\n  - adds_to: social_standard\n    values: [{value: 650000, article: A, "
        "area: \"01\"}, {value: 400000, article: A, area: \"14\"}]\n");
    LawPlaces places = {.codes = {STR("01"), STR("14")}, .count = 2};
    static const int64_t EXPECTED[] = {750000, 975000, 750000}; /* never below the national one */
    const LawMonth *month = NULL;
    assert_int_equal(law_month_compile(&test->ctx, book, (Period){202602}, 0, &places, &month), OK);
    LawColumnsRight severe = {.category_no = law_category_no(book, STR("nd20/5.6")),
                              .degree = LAW_DEGREE_SEVERE,
                              .to_month = INT32_MAX};
    LawColumns columns;
    assert_int_equal(law_columns_begin(&test->ctx, 3, 3, &columns), OK);
    for (int32_t place = 0; place < 3; place++) {
        LawColumnsPerson person = {.birth_month = 1980 * 12,
                                   .death_month = INT32_MAX,
                                   .place = place,
                                   .rights = &severe,
                                   .right_count = 1};
        assert_int_equal(law_columns_add(&test->ctx, &columns, &person), OK);
    }
    int64_t amounts[3];
    LawMonthSum sum;
    assert_int_equal(law_month_run(&test->ctx, month, &columns, (LawSpan){0, 3}, amounts, &sum),
                     OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(amounts[i], EXPECTED[i]);
    }
    int64_t clause_id = 0;
    int32_t component = 0;
    assert_true(law_month_clause(month, &columns, 1, &clause_id, &component));
    assert_int_equal(clause_id, 6);
    assert_int_equal(component, LAW_COMPONENT_ALLOWANCE);
}

static void a_category_that_needs_facts_is_refused(void **state) {
    LawTest *test = *state;
    const LawMonth *month = NULL;
    LawColumnsRight right = {.category_no = law_category_no(test->book, STR("nd20/20.2.a")),
                             .degree = LAW_DEGREE_SEVERE,
                             .child_count = 1,
                             .to_month = INT32_MAX};
    LawColumnsPerson person = {
        .birth_month = 1990 * 12, .death_month = INT32_MAX, .rights = &right, .right_count = 1};
    LawColumns columns;
    assert_int_equal(law_columns_begin(&test->ctx, 1, 2, &columns), OK);
    assert_int_equal(law_columns_add(&test->ctx, &columns, &person), OK);
    assert_int_equal(law_columns_add(&test->ctx, &columns, &person), E_BUG); /* no room */
    int64_t amounts[1] = {-1};
    LawMonthSum sum = {.amount_dong = 77};
    assert_int_equal(law_month_compile(&test->ctx, test->book, (Period){202602}, 0, NULL, &month),
                     OK);
    assert_int_equal(law_month_run(&test->ctx, month, &columns, (LawSpan){0, 1}, amounts, &sum),
                     E_ARGUMENT);
    columns.kind[0] = UINT16_MAX; /* no such category */
    assert_int_equal(law_month_run(&test->ctx, month, &columns, (LawSpan){0, 1}, amounts, &sum),
                     E_ARGUMENT);
    assert_int_equal(sum.amount_dong, 77);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prop_table_says_what_the_answer_says),
        cmocka_unit_test(prop_parts_add_up_to_the_whole),
        cmocka_unit_test(prop_a_higher_standard_lowers_nobody),
        cmocka_unit_test(prop_explanation_adds_up_to_the_amount),
        cmocka_unit_test(a_province_that_pays_more_is_another_column_of_the_table),
        cmocka_unit_test(a_category_that_needs_facts_is_refused),
    };
    return cmocka_run_group_tests(tests, law_test_begin, law_test_end);
}
