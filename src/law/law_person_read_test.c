/* Person files: what is read, and what is refused with its line; nothing is guessed. */
#include "law/law_person_read.h"
#include "law/law_test.h"

typedef struct Refusal {
    const char *text;
    Status expected;
    const char *told;
} Refusal;

#define HEAD "birth: 1980-01-01\n"

static const Refusal REFUSALS[] = {
    {"death: 2020-01-01\n", E_LAW_SYNTAX, "p.yaml:1: key birth is missing"},
    {HEAD "surprise: 1\n", E_LAW_SYNTAX, "p.yaml:2: unknown key: surprise"},
    {"birth: [1980]\n", E_LAW_SYNTAX, "a day, month or year that exists"},
    {"birth: 1980-13-01\n", E_LAW_SYNTAX, "a day, month or year that exists"},
    {HEAD "death: 1979-01-01\n", E_LAW_PERSON, "died before birth"},
    {HEAD "death: 2020\n", E_LAW_SYNTAX, "a day as yyyy-mm-dd"},
    {HEAD "facts: [poor]\n", E_LAW_SYNTAX, "facts are names with values"},
    {HEAD "facts: {wealth: poor}\n", E_LAW_SYNTAX, "no fact wealth"},
    {HEAD "facts: {poverty: rich}\n", E_LAW_SYNTAX, "fact poverty has no word rich"},
    {HEAD "facts: {hiv: maybe}\n", E_LAW_SYNTAX, "yes or no is expected"},
    {HEAD "facts: {pension_dong: \"1,5\"}\n", E_LAW_SYNTAX, "a whole number is expected"},
    {HEAD "facts: {pension_dong: -1}\n", E_LAW_SYNTAX, "a whole number is expected"},
    {HEAD "facts: {poverty: [{from: 2021-01-01}]}\n", E_LAW_SYNTAX, "key value is missing"},
    {HEAD "facts: {poverty: [{value: poor, since: 2021}]}\n", E_LAW_SYNTAX, "unknown key: since"},
    {HEAD "facts: {poverty: [{value: poor, from: 2022-01-01, to: 2021-01-01}]}\n", E_LAW_PERSON,
     "ends before it begins"},
    {HEAD "areas: here\n", E_LAW_SYNTAX, "a list is expected"},
    {HEAD "areas: [{codes: []}]\n", E_LAW_SYNTAX, "a list is expected"},
    {HEAD "areas: [{codes: [\"1\", \"2\", \"3\", \"4\", \"5\"]}]\n", E_LAW_SYNTAX,
     "too many codes"},
    {HEAD "areas: [{codes: [\"1\"], from: 2022-01-01}, {codes: [\"2\"], from: 2021-01-01}]\n",
     E_LAW_PERSON, "areas must stand in order of time"},
    {HEAD "children: [{studying: yes}]\n", E_LAW_SYNTAX, "key birth is missing"},
    {HEAD "children: [{birth: 2015-01-01, studying: often}]\n", E_LAW_SYNTAX, "yes or no"},
    {HEAD "decisions: [{date: 2022-01-01}]\n", E_LAW_SYNTAX, "key category is missing"},
    {HEAD "decisions: [{category: nd20/5.6}]\n", E_LAW_SYNTAX, "key date is missing"},
    {HEAD "decisions: [{category: nd20/9.9, date: 2022-01-01}]\n", E_LAW_SYNTAX,
     "no category nd20/9.9"},
    {HEAD "decisions: [{category: nd20/11.1.a, date: 2022-01-01}]\n", E_LAW_SYNTAX,
     "belongs under another key"},
    {HEAD "events: [{category: nd20/5.6, date: 2022-01-01}]\n", E_LAW_SYNTAX,
     "belongs under another key"},
    {HEAD "decisions: [{category: nd20/5.6, date: 2022-01-01, degree: mild}]\n", E_LAW_SYNTAX,
     "fact degree has no word mild"},
    {HEAD "decisions: [{category: nd20/5.4, date: 2022-01-01, children: 101}]\n", E_LAW_PERSON,
     "more than 100 children"},
    {HEAD "decisions: [{category: nd20/5.6, date: 2022-01-01, to: 2021-12-31}]\n", E_LAW_PERSON,
     "ends before its decision"},
    {HEAD "decisions: [{category: nd20/5.6, date: 1979-12-31}]\n", E_LAW_PERSON,
     "a decision or event before birth"},
    {HEAD "decisions: [{category: nd20/5.6, date: 2022-01-01, pauses: [{to: 2022-05}]}]\n",
     E_LAW_PERSON, "a pause has a first month"},
    {HEAD "decisions: [{category: nd20/5.6, date: 2022-01-01, pauses: [{from: 2022-06, to: "
          "2022-05}]}]\n",
     E_LAW_PERSON, "a pause has a first month"},
    {HEAD "decisions: [{category: nd20/5.6, date: 2022-01-01, pauses: [{from: 2022-6}]}]\n",
     E_LAW_SYNTAX, "a month as yyyy-mm"},
    {HEAD "uncollected: [{from: 2022-01}]\n", E_LAW_PERSON, "must follow each other"},
    {HEAD "uncollected: [{from: 2022-01, to: 2022-03, resumed: 2022-03}]\n", E_LAW_PERSON,
     "must follow each other"},
    {HEAD "paid: [{months: 2022-05..2022-01, amount: 1}]\n", E_PERIOD_SYNTAX, "2022-05..2022-01"},
    {HEAD "paid: [{months: 2022-05, amount: -1}]\n", E_LAW_SYNTAX, "zero or more"},
    {HEAD "paid: [{months: 2022-05, amount: 1, component: bonus}]\n", E_LAW_SYNTAX,
     "no component bonus"},
    {HEAD "recovery: {decided: 2022-05}\n", E_LAW_SYNTAX, "key cap_dong is missing"},
    {HEAD "recovery: {cap_dong: 5}\n", E_LAW_SYNTAX, "decided and cap_dong are both needed"},
    {"persons: []\n", E_LAW_SYNTAX, "1 to 10000 persons"},
    {"persons: [{birth: 1980-01-01}]\nbirth: 1980-01-01\n", E_LAW_SYNTAX, "unknown key: birth"},
    {"", E_YAML_SYNTAX, "empty"},
};

static void what_cannot_be_is_refused_with_its_line(void **state) {
    LawTest *test = *state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        const LawPersonFile *persons = NULL;
        size_t count = 77;
        Status status = law_persons_read(&test->ctx, test->book, "p.yaml", str_of(REFUSALS[i].text),
                                         &persons, &count);
        const char *detail = test->ctx.failure.detail;
        if (status != REFUSALS[i].expected || !strstr(detail, REFUSALS[i].told)) {
            fail_msg("case %zu: %s: %s", i, status_name(status), detail);
        }
        assert_null(persons);
        assert_int_equal(count, 77);
    }
}

static void a_whole_file_is_read_as_it_stands(void **state) {
    static const char TEXT[] =
        "persons:\n"
        "  - id: first\n    birth: 1950-03\n    death: 2026-07-02\n"
        "    areas: [{codes: [\"01\", \"00004\"]}, {codes: [\"79\"], from: 2026-02-10}]\n"
        "    facts: {pension_dong: 7, hiv: yes, poverty: [{value: near_poor, from: 2023-01-01}]}\n"
        "    children: [{birth: 2015-04-01, studying: yes, death: 2020-01-01}]\n"
        "    decisions:\n"
        "      - {category: nd20/5.6, date: 2021-08-05, certificate: 2021-07-20, degree: severe,\n"
        "         to: 2025-05-09, pauses: [{from: 2023-01, to: 2023-04, paid_back: yes}]}\n"
        "    events: [{category: nd20/11.1.b, date: 2022-01-05, event: 2022-01-04, children: 2}]\n"
        "    uncollected: [{from: 2023-06, to: 2023-09, resumed: 2023-12, arrears: yes}]\n"
        "    paid: [{months: 2026-01..2026-03, component: care, amount: 5}]\n"
        "    recovery: {decided: 2026-10, cap_dong: 200000}\n"
        "  - birth: 1990-01-01\n";
    LawTest *test = *state;
    const LawPersonFile *persons = NULL;
    size_t count = 0;
    if (law_persons_read(&test->ctx, test->book, "p.yaml", str_of(TEXT), &persons, &count) != OK) {
        fail_msg("%s", test->ctx.failure.detail);
    }
    assert_int_equal(count, 2);
    assert_true(str_equal(persons[0].name, STR("first")));
    assert_true(str_equal(persons[1].name, STR("2")));
    const LawPerson *person = &persons[0].person;
    assert_int_equal(person->birth_date, 19500300);
    assert_int_equal(person->death_date, 20260702);
    assert_int_equal(person->place_count, 2);
    assert_int_equal(person->places[0].code_count, 2);
    assert_int_equal(person->places[1].from, 20260210);
    assert_int_equal(person->facts.count, 3);
    assert_true(
        str_equal(law_fact_name(test->book, person->facts.values[2].fact_no), STR("poverty")));
    assert_int_equal(person->facts.values[2].value, 1);
    assert_true(person->children_listed && person->children[0].studying);
    assert_int_equal(person->enrolment_count, 2);
    const LawEnrolment *decision = &person->enrolments[0];
    assert_int_equal(decision->degree, LAW_DEGREE_SEVERE);
    assert_int_equal(decision->child_count, LAW_BY_FACTS);
    assert_int_equal(decision->to_period.number, 202505);
    assert_int_equal(decision->pause_count, 1);
    assert_true(decision->pauses[0].paid_back);
    assert_int_equal(person->enrolments[1].event_date, 20220104);
    assert_int_equal(person->enrolments[1].child_count, 2);
    assert_int_equal(person->uncollected[0].resumed_period, 202312);
    assert_int_equal(persons[0].paid[0].component, LAW_COMPONENT_CARE);
    assert_int_equal(persons[0].paid[0].to.number, 202603);
    assert_int_equal(persons[0].recovery_cap_dong, 200000);
    assert_false(persons[1].person.children_listed);
}

static void seventeen_rights_are_too_many(void **state) {
    LawTest *test = *state;
    StrBuf buf;
    const LawPersonFile *persons = NULL;
    size_t count = 0;
    strbuf_init(&buf, 1 << 16);
    assert_int_equal(strbuf_add(&test->ctx, &buf, STR(HEAD "decisions:\n")), OK);
    for (int i = 0; i <= LAW_ENROLMENT_MAX; i++) {
        assert_int_equal(
            strbuf_add(&test->ctx, &buf,
                       STR("  - {category: nd20/5.6, date: 2022-01-01, degree: severe}\n")),
            OK);
    }
    assert_int_equal(
        law_persons_read(&test->ctx, test->book, "p.yaml", strbuf_str(&buf), &persons, &count),
        E_LAW_PERSON);
    assert_non_null(strstr(test->ctx.failure.detail, "p.yaml:19: too many decisions"));
    strbuf_done(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_is_refused_with_its_line),
        cmocka_unit_test(a_whole_file_is_read_as_it_stands),
        cmocka_unit_test(seventeen_rights_are_too_many),
    };
    return cmocka_run_group_tests(tests, law_test_begin, law_test_end);
}
