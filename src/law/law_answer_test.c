/* Worked amounts of Decree 20/2021/NĐ-CP under the three standards, and both sides of each border.
 */
#include "law/law_test.h"

/* One enrolment of a case; `category` NULL ends the list. */
typedef struct CaseEnrolment {
    const char *category;
    int32_t degree;
    int32_t child_count;
} CaseEnrolment;

typedef struct AmountCase {
    const char *name;
    int64_t birth_date;
    int64_t period;
    CaseEnrolment enrolments[4];
    int64_t allowance_dong;
    int64_t single_parent_dong;
    int64_t care_dong;
} AmountCase;

enum { FROM_EARLY = 201501 };

static LawPerson person_of(const LawTest *test, int64_t birth_date,
                           const CaseEnrolment *enrolments) {
    LawPerson person = {.birth_date = birth_date};
    for (size_t i = 0; i < 4 && enrolments[i].category; i++) {
        int32_t category_no = law_category_no(test->book, str_of(enrolments[i].category));
        assert_int_not_equal(category_no, 0);
        person.enrolments[person.enrolment_count++] = (LawEnrolment){
            .enrolment_id = (int64_t)i + 1,
            .category_no = category_no,
            .degree = enrolments[i].degree,
            .child_count = enrolments[i].child_count,
            .from_period = {FROM_EARLY},
        };
    }
    return person;
}

static int64_t component_sum(const LawAmount *amounts, size_t count, int32_t component) {
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += amounts[i].component == component ? amounts[i].amount_dong : 0;
    }
    return sum;
}

static void case_run(LawTest *test, const AmountCase *one) {
    LawPerson person = person_of(test, one->birth_date, one->enrolments);
    LawAmount amounts[LAW_AMOUNT_MAX];
    size_t count = 0;
    Status status =
        law_amounts(&test->ctx, test->book, &person, (Period){one->period}, amounts, &count);
    if (status != OK) {
        fail_msg("%s: %s", one->name, test->ctx.failure.detail);
    }
    int64_t allowance = component_sum(amounts, count, LAW_COMPONENT_ALLOWANCE);
    int64_t single = component_sum(amounts, count, LAW_COMPONENT_SINGLE_PARENT);
    int64_t care = component_sum(amounts, count, LAW_COMPONENT_CARE);
    if (allowance != one->allowance_dong || single != one->single_parent_dong ||
        care != one->care_dong) {
        fail_msg("%s, %lld: %lld + %lld + %lld", one->name, (long long)one->period,
                 (long long)allowance, (long long)single, (long long)care);
    }
    for (size_t i = 0; i < count; i++) { /* LW2 */
        assert_int_equal(amounts[i].amount_dong * 100,
                         amounts[i].standard_dong * amounts[i].coefficient_hundredths);
        assert_non_null(law_clause_find(test->book, amounts[i].clause_id));
    }
    int expected = (one->allowance_dong > 0) + (one->single_parent_dong > 0) + (one->care_dong > 0);
    assert_int_equal(count, expected);
}

#define ORPHAN {{"nd20/5.1.b", 0, 0}}
#define SEVERE {{"nd20/5.6", 1, 0}}
#define EXCEPTIONAL {{"nd20/5.6", 2, 0}}

static void worked_amounts_of_the_three_standards(void **state) {
    static const AmountCase CASES[] = {
        {"orphan of 3", 20180815, 202107, ORPHAN, 900000, 0, 0},
        {"orphan, month of the 4th birthday", 20180815, 202208, ORPHAN, 540000, 0, 0},
        {"orphan of 3", 20220515, 202505, ORPHAN, 1250000, 0, 0},
        {"orphan, month of the 4th birthday", 20220515, 202605, ORPHAN, 750000, 0, 0},
        {"orphan of 3", 20230515, 202607, ORPHAN, 1350000, 0, 0},
        {"orphan of 4", 20220515, 202607, ORPHAN, 810000, 0, 0},
        {"exceptionally severe, elderly", 19500101, 202112, EXCEPTIONAL, 900000, 0, 0},
        {"exceptionally severe, elderly", 19500101, 202407, EXCEPTIONAL, 1250000, 0, 0},
        {"exceptionally severe, elderly", 19500101, 202607, EXCEPTIONAL, 1350000, 0, 0},
        {"severe adult", 19620320, 202202, SEVERE, 540000, 0, 0},
        {"severe, month turning 60", 19620320, 202203, SEVERE, 720000, 0, 0},
        {"severe adult", 19650320, 202502, SEVERE, 750000, 0, 0},
        {"severe, month turning 60", 19650320, 202503, SEVERE, 1000000, 0, 0},
        {"severe adult", 19661220, 202611, SEVERE, 810000, 0, 0},
        {"severe, month turning 60", 19661220, 202612, SEVERE, 1080000, 0, 0},
        {"80 without pension", 19400101, 202106 + 1, {{"nd20/5.5.c", 0, 0}}, 360000, 0, 0},
        {"80 without pension", 19400101, 202407, {{"nd20/5.5.c", 0, 0}}, 500000, 0, 0},
        {"80 without pension, last month", 19400101, 202506, {{"nd20/5.5.c", 0, 0}}, 500000, 0, 0},
        {"80 without pension, social pension since",
         19400101,
         202507,
         {{"nd20/5.5.c", 0, 0}},
         0,
         0,
         0},
        {"80 without pension, 2026", 19400101, 202607, {{"nd20/5.5.c", 0, 0}}, 0, 0, 0},
        {"single parent of 2, severe",
         19900101,
         202107,
         {{"nd20/5.4", 0, 2}, {"nd20/5.6", 1, 0}},
         540000,
         720000,
         0},
        {"single parent of 2, severe",
         19900101,
         202501,
         {{"nd20/5.4", 0, 2}, {"nd20/5.6", 1, 0}},
         750000,
         1000000,
         0},
        {"single parent of 2, severe",
         19900101,
         202608,
         {{"nd20/5.4", 0, 2}, {"nd20/5.6", 1, 0}},
         810000,
         1080000,
         0},
        {"5.c and severe, elderly",
         19380101,
         202205,
         {{"nd20/5.5.c", 0, 0}, {"nd20/5.6", 1, 0}},
         720000,
         0,
         0},
        {"5.c and severe, elderly",
         19380101,
         202501,
         {{"nd20/5.5.c", 0, 0}, {"nd20/5.6", 1, 0}},
         1000000,
         0,
         0},
        {"5.c and severe, elderly",
         19380101,
         202607,
         {{"nd20/5.5.c", 0, 0}, {"nd20/5.6", 1, 0}},
         1080000,
         0,
         0},
        {"care", 19900101, 202201, {{"nd20/5.6", 2, 0}, {"nd20/20.2.c", 2, 0}}, 720000, 0, 360000},
        {"care", 19900101, 202501, {{"nd20/5.6", 2, 0}, {"nd20/20.2.c", 2, 0}}, 1000000, 0, 500000},
        {"care", 19900101, 202609, {{"nd20/5.6", 2, 0}, {"nd20/20.2.c", 2, 0}}, 1080000, 0, 540000},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        case_run(*state, &CASES[i]);
    }
}

static void every_category_has_its_coefficient(void **state) {
    static const AmountCase CASES[] = {
        {"abandoned", 20200101, 202107, {{"nd20/5.1.a", 0, 0}}, 900000, 0, 0},
        {"one dead, one in prison", 20100101, 202107, {{"nd20/5.1.đ", 0, 0}}, 540000, 0, 0},
        {"in facility and prison", 20100101, 202107, {{"nd20/5.1.l", 0, 0}}, 540000, 0, 0},
        {"student of 18", 20030101, 202107, {{"nd20/5.2", 0, 0}}, 540000, 0, 0},
        {"HIV child of 3", 20180801, 202107, {{"nd20/5.3", 0, 0}}, 900000, 0, 0},
        {"HIV child of 4", 20170101, 202107, {{"nd20/5.3", 0, 0}}, 720000, 0, 0},
        {"single parent of 3", 19900101, 202107, {{"nd20/5.4", 0, 3}}, 1080000, 0, 0},
        {"single parent without a child", 19900101, 202107, {{"nd20/5.4", 0, 0}}, 0, 0, 0},
        {"poor elderly", 19600101, 202107, {{"nd20/5.5.a", 0, 0}}, 540000, 0, 0},
        {"poor elderly of 80", 19400101, 202107, {{"nd20/5.5.a", 0, 0}}, 720000, 0, 0},
        {"75 in a difficult commune", 19450101, 202107, {{"nd20/5.5.b", 0, 0}}, 360000, 0, 0},
        {"75, ended with June 2025", 19500101, 202507, {{"nd20/5.5.b", 0, 0}}, 0, 0, 0},
        {"taken in by the community", 19500101, 202507, {{"nd20/5.5.d", 0, 0}}, 1500000, 0, 0},
        {"exceptional child", 20150101, 202107, EXCEPTIONAL, 900000, 0, 0},
        {"exceptional adult", 19900101, 202107, EXCEPTIONAL, 720000, 0, 0},
        {"severe child", 20150101, 202107, SEVERE, 720000, 0, 0},
        {"severe elderly", 19500101, 202107, SEVERE, 720000, 0, 0},
        {"child under 3 in a difficult commune",
         20200101,
         202107,
         {{"nd20/5.7", 0, 0}},
         540000,
         0,
         0},
        {"poor with HIV", 19900101, 202107, {{"nd20/5.8", 0, 0}}, 540000, 0, 0},
        {"disabled without a degree: no row", 19900101, 202107, {{"nd20/5.6", 0, 0}}, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        case_run(*state, &CASES[i]);
    }
}

/* Months before, of and after a birthday; the day within the month never matters. */
static void age_counts_from_the_month_of_the_birthday(void **state) {
    static const AmountCase CASES[] = {
        {"4: before", 20180801, 202207, ORPHAN, 900000, 0, 0},
        {"4: first of the month", 20180801, 202208, ORPHAN, 540000, 0, 0},
        {"4: last of the month", 20180831, 202208, ORPHAN, 540000, 0, 0},
        {"4: after", 20180831, 202209, ORPHAN, 540000, 0, 0},
        {"16: before, orphan", 20060915, 202208, ORPHAN, 540000, 0, 0},
        {"16: month is still paid", 20060915, 202209, ORPHAN, 540000, 0, 0},
        {"16: ended after it", 20060915, 202210, ORPHAN, 0, 0, 0},
        {"16: severe child", 20060915, 202208, SEVERE, 720000, 0, 0},
        {"16: severe adult from the month", 20060915, 202209, SEVERE, 540000, 0, 0},
        {"22: before", 20001110, 202210, {{"nd20/5.2", 0, 0}}, 540000, 0, 0},
        {"22: month is still paid", 20001110, 202211, {{"nd20/5.2", 0, 0}}, 540000, 0, 0},
        {"22: ended after it", 20001110, 202212, {{"nd20/5.2", 0, 0}}, 0, 0, 0},
        {"16: student not yet", 20060915, 202208, {{"nd20/5.2", 0, 0}}, 0, 0, 0},
        {"16: student in the month, once only",
         20060915,
         202209,
         {{"nd20/5.1.b", 0, 0}, {"nd20/5.2", 0, 0}},
         540000,
         0,
         0},
        {"3: before", 20191201, 202211, {{"nd20/5.7", 0, 0}}, 540000, 0, 0},
        {"3: month is still paid", 20191201, 202212, {{"nd20/5.7", 0, 0}}, 540000, 0, 0},
        {"3: ended after it", 20191201, 202301, {{"nd20/5.7", 0, 0}}, 0, 0, 0},
        {"60: before", 19621031, 202209, {{"nd20/5.5.a", 0, 0}}, 0, 0, 0},
        {"60: in the month", 19621031, 202210, {{"nd20/5.5.a", 0, 0}}, 540000, 0, 0},
        {"60: exceptional adult before", 19621031, 202209, EXCEPTIONAL, 720000, 0, 0},
        {"60: exceptional elderly in the month", 19621031, 202210, EXCEPTIONAL, 900000, 0, 0},
        {"75: before", 19470502, 202204, {{"nd20/5.5.b", 0, 0}}, 0, 0, 0},
        {"75: in the month", 19470502, 202205, {{"nd20/5.5.b", 0, 0}}, 360000, 0, 0},
        {"80: 5.b still in the month", 19420502, 202205, {{"nd20/5.5.b", 0, 0}}, 360000, 0, 0},
        {"80: 5.b ended after it", 19420502, 202206, {{"nd20/5.5.b", 0, 0}}, 0, 0, 0},
        {"80: 5.c before", 19420502, 202204, {{"nd20/5.5.c", 0, 0}}, 0, 0, 0},
        {"80: 5.c in the month", 19420502, 202205, {{"nd20/5.5.c", 0, 0}}, 360000, 0, 0},
        {"80: 5.a before", 19420502, 202204, {{"nd20/5.5.a", 0, 0}}, 540000, 0, 0},
        {"80: 5.a in the month", 19420502, 202205, {{"nd20/5.5.a", 0, 0}}, 720000, 0, 0},
        {"29 February, 4 in a leap year", 20200229, 202402, ORPHAN, 540000, 0, 0},
        {"29 February, month before", 20200229, 202401, ORPHAN, 900000, 0, 0},
        {"29 February, 16 in February", 20080229, 202402, SEVERE, 540000, 0, 0},
        {"29 February, 60 in a leap year", 19640229, 202402, SEVERE, 720000, 0, 0},
        {"29 February, 75 in a common year",
         19480229,
         202302,
         {{"nd20/5.5.b", 0, 0}},
         360000,
         0,
         0},
        {"29 February, not in January", 19480229, 202301, {{"nd20/5.5.b", 0, 0}}, 0, 0, 0},
        {"month of birth itself", 20220515, 202205, ORPHAN, 900000, 0, 0},
        {"month before birth", 20220515, 202204, ORPHAN, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        case_run(*state, &CASES[i]);
    }
}

static void highest_only_and_its_exception(void **state) {
    static const AmountCase CASES[] = {
        {"orphan and severe child: 2.0 wins",
         20150101,
         202107,
         {{"nd20/5.1.b", 0, 0}, {"nd20/5.6", 1, 0}},
         720000,
         0,
         0},
        {"order does not matter",
         20150101,
         202107,
         {{"nd20/5.6", 1, 0}, {"nd20/5.1.b", 0, 0}},
         720000,
         0,
         0},
        {"parent of 1 with HIV: both",
         19900101,
         202107,
         {{"nd20/5.4", 0, 1}, {"nd20/5.8", 0, 0}},
         540000,
         360000,
         0},
        {"elderly parent: both",
         19600101,
         202107,
         {{"nd20/5.5.a", 0, 0}, {"nd20/5.4", 0, 1}},
         540000,
         360000,
         0},
        {"parent with 6 and 8: the highest of them",
         19900101,
         202107,
         {{"nd20/5.4", 0, 1}, {"nd20/5.8", 0, 0}, {"nd20/5.6", 2, 0}},
         720000,
         360000,
         0},
        {"student parent: one, the higher",
         20010101,
         202107,
         {{"nd20/5.2", 0, 0}, {"nd20/5.4", 0, 1}},
         540000,
         0,
         0},
        {"student parent of 2: one, the higher",
         20010101,
         202107,
         {{"nd20/5.2", 0, 0}, {"nd20/5.4", 0, 2}},
         720000,
         0,
         0},
        {"care beside the exception",
         19900101,
         202107,
         {{"nd20/5.4", 0, 1}, {"nd20/5.6", 2, 0}, {"nd20/20.2.c", 2, 0}},
         720000,
         360000,
         360000},
        {"5.c and single parent: exception goes first",
         19400101,
         202107,
         {{"nd20/5.5.c", 0, 0}, {"nd20/5.4", 0, 1}},
         360000,
         360000,
         0},
        {"two decisions of one category: once",
         19900101,
         202107,
         {{"nd20/5.6", 1, 0}, {"nd20/5.6", 1, 0}},
         540000,
         0,
         0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        case_run(*state, &CASES[i]);
    }
}

static size_t count_at(LawTest *test, const LawPerson *person, int64_t period) {
    LawAmount amounts[LAW_AMOUNT_MAX];
    size_t count = 99;
    assert_int_equal(law_amounts(&test->ctx, test->book, person, (Period){period}, amounts, &count),
                     OK);
    return count;
}

static void month_of_death_is_the_last_one_paid(void **state) {
    LawTest *test = *state;
    static const CaseEnrolment ENROLMENTS[4] = {{"nd20/5.6", 1, 0}};
    LawPerson person = person_of(test, 19500101, ENROLMENTS);
    person.death_date = 20260701;
    assert_int_equal(count_at(test, &person, 202606), 1);
    assert_int_equal(count_at(test, &person, 202607), 1);
    assert_int_equal(count_at(test, &person, 202608), 0);
    person.death_date = 20260731;
    assert_int_equal(count_at(test, &person, 202607), 1);
    assert_int_equal(count_at(test, &person, 202608), 0);
}

static void right_has_a_first_a_last_and_paused_months(void **state) {
    LawTest *test = *state;
    static const CaseEnrolment ENROLMENTS[4] = {{"nd20/5.6", 1, 0}};
    LawPerson person = person_of(test, 19900101, ENROLMENTS);
    person.enrolments[0].from_period = (Period){202203};
    person.enrolments[0].to_period = (Period){202205};
    assert_int_equal(count_at(test, &person, 202202), 0);
    assert_int_equal(count_at(test, &person, 202203), 1);
    assert_int_equal(count_at(test, &person, 202205), 1);
    assert_int_equal(count_at(test, &person, 202206), 0);
    person.enrolments[0].paused = true;
    assert_int_equal(count_at(test, &person, 202204), 0);
}

static void year_only_birth_counts_as_january_and_says_so(void **state) {
    LawTest *test = *state;
    static const CaseEnrolment ENROLMENTS[4] = {{"nd20/5.6", 1, 0}};
    LawPerson person = person_of(test, 19620000, ENROLMENTS);
    LawAmount amounts[LAW_AMOUNT_MAX];
    size_t count = 0;
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202112}, amounts, &count), OK);
    assert_int_equal(amounts[0].amount_dong, 540000);
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202201}, amounts, &count), OK);
    assert_int_equal(amounts[0].amount_dong, 720000);
    assert_false(amounts[0].verified);
    person.birth_date = 19620100; /* month known: exact */
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202201}, amounts, &count), OK);
    assert_true(amounts[0].verified);
    /* The standard of 2026 is known from second-hand sources only. */
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202607}, amounts, &count), OK);
    assert_false(amounts[0].verified);
}

static void retroactive_raise_is_the_difference_of_standards(void **state) {
    LawTest *test = *state;
    int64_t before = 0;
    int64_t after = 0;
    assert_int_equal(law_standard(&test->ctx, test->book, (Period){202606}, &before), OK);
    assert_int_equal(law_standard(&test->ctx, test->book, (Period){202607}, &after), OK);
    assert_int_equal((after - before) * 3, 120000);
    assert_true(law_standard_is_verified(test->book, (Period){202606}));
    assert_false(law_standard_is_verified(test->book, (Period){202607}));
}

static void no_standard_before_july_2021(void **state) {
    LawTest *test = *state;
    int64_t dong = -1;
    assert_int_equal(law_standard(&test->ctx, test->book, (Period){202106}, &dong),
                     E_LAW_NO_STANDARD);
    assert_int_equal(dong, -1);
}

static void category_outside_the_book_is_refused(void **state) {
    LawTest *test = *state;
    LawPerson person = {.birth_date = 19900101, .enrolment_count = 1};
    LawAmount amounts[LAW_AMOUNT_MAX];
    size_t count = 77;
    person.enrolments[0].category_no = (int32_t)law_category_count(test->book) + 1;
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202607}, amounts, &count),
        E_ENROLMENT_CATEGORY);
    person.enrolments[0].category_no = 0;
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202607}, amounts, &count),
        E_ENROLMENT_CATEGORY);
    person.enrolment_count = LAW_ENROLMENT_MAX + 1;
    assert_int_equal(
        law_amounts(&test->ctx, test->book, &person, (Period){202607}, amounts, &count),
        E_ARGUMENT);
    assert_int_equal(count, 77);
}

static void start_follows_the_rule_of_the_decision_day(void **state) {
    LawTest *test = *state;
    static const struct {
        const char *category;
        int64_t decision_date;
        int64_t birth_date;
        int64_t certificate_date;
        int64_t expected;
    } CASES[] = {
        {"nd20/5.5.c", 20250630, 19450310, 0, 202503}, /* month of reaching 80 */
        {"nd20/5.5.c", 20250701, 19450310, 0, 202507}, /* month of the signature */
        {"nd20/5.5.b", 20240115, 19481105, 0, 202311},
        {"nd20/5.5.c", 20250630, 19450000, 0, 202501},
        {"nd20/5.5.c", 20250630, 0, 0, 202506}, /* birth not known */
        {"nd20/5.6", 20250630, 19900101, 20250420, 202504},
        {"nd20/5.6", 20250701, 19900101, 20250420, 202507},
        {"nd20/5.6", 20250630, 19900101, 0, 202506},
        {"nd20/5.1.b", 20250630, 20200101, 20250101, 202506},
        {"nd20/20.2.c", 20250630, 19900101, 20250420, 202506}, /* no certificate month for care */
        {"nd20/5.5.a", 20220101, 19400101, 0, 202201},
        {"nd20/5.6", 20190301, 19900101, 20190101,
         201901}, /* older than the decree: its first rule */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        LawStart start = {law_category_no(test->book, str_of(CASES[i].category)),
                          CASES[i].decision_date, CASES[i].birth_date, CASES[i].certificate_date,
                          0};
        Period period = {0};
        assert_int_equal(law_start_period(&test->ctx, test->book, &start, &period), OK);
        if (period.number != CASES[i].expected) {
            fail_msg("case %zu: %lld", i, (long long)period.number);
        }
    }
    LawStart unknown = {9999, 20250101, 0, 0, 0};
    Period untouched = {1};
    assert_int_equal(law_start_period(&test->ctx, test->book, &unknown, &untouched),
                     E_ENROLMENT_CATEGORY);
    assert_int_equal(untouched.number, 1);
    assert_int_equal(law_last_period(20260731).number, 202607);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_amounts_of_the_three_standards),
        cmocka_unit_test(every_category_has_its_coefficient),
        cmocka_unit_test(age_counts_from_the_month_of_the_birthday),
        cmocka_unit_test(highest_only_and_its_exception),
        cmocka_unit_test(month_of_death_is_the_last_one_paid),
        cmocka_unit_test(right_has_a_first_a_last_and_paused_months),
        cmocka_unit_test(year_only_birth_counts_as_january_and_says_so),
        cmocka_unit_test(retroactive_raise_is_the_difference_of_standards),
        cmocka_unit_test(no_standard_before_july_2021),
        cmocka_unit_test(category_outside_the_book_is_refused),
        cmocka_unit_test(start_follows_the_rule_of_the_decision_day),
    };
    return cmocka_run_group_tests(tests, law_test_begin, law_test_end);
}
