/* What is known of a person: facts from a day to a day, children, degree, place, age. */
#include "law/law_work.h"

enum { CHILD_YEARS = 16, STUDENT_YEARS = 22, SMALL_CHILD_MONTHS = 36 };

int32_t law_age_months(int64_t birth_date, int64_t day, bool exact) {
    int64_t month = birth_date / 100;
    Period birth = {month % 100 == 0 ? month + 1 : month}; /* a year alone counts as 1 January */
    int64_t months = period_months_between(birth, (Period){day / 100});
    if (exact && day % 100 < birth_date % 100) {
        months--;
    }
    return (int32_t)months;
}

/*
 * Children raised on a day: below 16, or below 22 and studying (nd20/5.4). The number goes down in
 * the month of the birthday, like every change of amount.
 */
static int64_t children_on(const LawPerson *person, int64_t day, int32_t below_months) {
    int64_t count = 0;
    for (size_t i = 0; i < person->child_count; i++) {
        const LawChild *child = &person->children[i];
        int32_t below =
            child->studying && below_months == CHILD_YEARS * 12 ? STUDENT_YEARS * 12 : below_months;
        bool born = child->birth_date <= day;
        bool alive = child->death_date == 0 || child->death_date >= day;
        count += born && alive && law_age_months(child->birth_date, day, false) < below;
    }
    return count;
}

/* Facts that are counted; false when there is nothing to count from. */
static bool fact_counted(const LawWork *work, const LawRight *right, int32_t fact, int64_t day,
                         int64_t *ret_number) {
    const LawBook *book = work->book;
    const LawPerson *person = work->person;
    if (fact == book->degree_fact && right->of->degree != LAW_BY_FACTS) {
        *ret_number = right->of->degree;
        return true;
    }
    if (fact == book->children_fact && right->of->child_count != LAW_BY_FACTS) {
        *ret_number = right->of->child_count;
        return true;
    }
    if (!person->children_listed ||
        (fact != book->children_fact && fact != book->small_children_fact)) {
        return false;
    }
    *ret_number = children_on(person, day,
                              fact == book->children_fact ? CHILD_YEARS * 12 : SMALL_CHILD_MONTHS);
    return true;
}

int64_t law_day_before(const LawRight *right) {
    return period_last_day(period_previous((Period){right->first_day / 100}));
}

static bool facts_have(const LawFacts *facts, int32_t fact) {
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->values[i].fact_no == fact) {
            return true;
        }
    }
    return false;
}

/* Those of the decision go before those of the person. */
static const LawFacts *facts_of(const LawWork *work, const LawRight *right, int32_t fact) {
    return facts_have(&right->of->facts, fact) ? &right->of->facts : &work->person->facts;
}

bool law_fact_number(const LawWork *work, const LawRight *right, int32_t fact, int64_t day,
                     int64_t *ret_number) {
    if (fact_counted(work, right, fact, day, ret_number)) {
        return true;
    }
    const LawFacts *facts = facts_of(work, right, fact);
    for (size_t i = 0; i < facts->count; i++) {
        const LawFactValue *value = &facts->values[i];
        if (value->fact_no == fact && value->from <= day && day <= value->to) {
            *ret_number = value->value;
            return true;
        }
    }
    return false;
}

static bool value_passes(const LawWork *work, const LawTest *test, int64_t value, int64_t day) {
    int64_t below = test->below;
    const LawValue *row = NULL;
    if (test->kind == LAW_TEST_WORDS) {
        return value >= 0 && value < 64 && (test->words >> value & 1U) != 0;
    }
    if (test->below_parameter >= 0 &&
        !law_value_find(work, test->below_parameter, day, false, &row, &below)) {
        return false;
    }
    return test->at_least <= value && value < below;
}

/* A flag said only where it is yes is no elsewhere; anything else is then not known. */
static LawOutcome outcome_of_silence(const LawWork *work, const LawTest *test,
                                     const LawFacts *facts) {
    if (work->book->facts[test->fact].kind != LAW_FACT_FLAG) {
        return LAW_BY_DECISION;
    }
    bool said = false;
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->values[i].fact_no == test->fact) {
            said = true;
            if (facts->values[i].value == 0) {
                return LAW_BY_DECISION;
            }
        }
    }
    if (!said) {
        return LAW_BY_DECISION;
    }
    return (test->words & 1U) != 0 ? LAW_MET : LAW_FAILED;
}

static LawOutcome fact_check(const LawWork *work, const LawRight *right, const LawTest *test,
                             int64_t from, int64_t to) {
    int64_t value = 0;
    if (fact_counted(work, right, test->fact, to, &value)) {
        bool passes =
            value_passes(work, test, value, to) ||
            (from < to && fact_counted(work, right, test->fact, law_day_before(right), &value) &&
             value_passes(work, test, value, from));
        return passes ? LAW_MET : LAW_FAILED;
    }
    const LawFacts *facts = facts_of(work, right, test->fact);
    bool said = false;
    for (size_t i = 0; i < facts->count; i++) {
        const LawFactValue *row = &facts->values[i];
        if (row->fact_no == test->fact && row->from <= to && row->to >= from) {
            said = true;
            if (value_passes(work, test, row->value, to)) {
                return LAW_MET;
            }
        }
    }
    return said ? LAW_FAILED : outcome_of_silence(work, test, facts);
}

/* Whether the person has a running right under one of the categories on a day. */
static LawOutcome receives_check(const LawWork *work, const LawRight *right, const LawTest *test,
                                 int64_t day) {
    LawWork other = *work;
    LawQuestion question = *work->question;
    Ctx quiet = {.arena = NULL}; /* law_right_find() takes no memory */
    bool receives = false;
    if (right->shallow) {
        return LAW_MET;
    }
    question.period = (Period){day / 100};
    other.question = &question;
    other.trace = NULL;
    for (size_t i = 0; i < work->person->enrolment_count && !receives; i++) {
        int32_t category_no = work->person->enrolments[i].category_no;
        LawRight found = {.shallow = true};
        LawReason reason = LAW_REASON_NO_CATEGORY;
        if ((int32_t)i != right->enrolment && law_category_at(work->book, category_no) &&
            law_set_has(&test->set, category_no) &&
            law_right_find(&quiet, &other, (int32_t)i, &found, &reason) == OK) {
            receives = reason == LAW_REASON_PAID;
        }
    }
    return receives != test->negate ? LAW_MET : LAW_FAILED;
}

LawOutcome law_test_check(const LawWork *work, const LawRight *right, const LawTest *test,
                          int64_t from, int64_t to) {
    if (test->on_day != 0) {
        from = test->on_day;
        to = test->on_day;
    }
    if (test->kind == LAW_TEST_RECEIVES) {
        return receives_check(work, right, test, to);
    }
    return fact_check(work, right, test, from, to);
}

static void test_trace(const LawWork *work, const LawRight *right, const LawTest *test,
                       LawOutcome outcome, int64_t day) {
    LawStep step = {.kind = LAW_STEP_CONDITION,
                    .enrolment = right->enrolment,
                    .outcome = (int32_t)outcome,
                    .verified = true};
    if (!work->trace || right->shallow) {
        return;
    }
    if (test->kind == LAW_TEST_RECEIVES) {
        step.text_vi = test->negate ? STR("Không đang hưởng chế độ được nêu")
                                    : STR("Đang hưởng chế độ được nêu");
        step.text_en = test->negate ? STR("Does not receive what the clause names")
                                    : STR("Receives what the clause names");
        step.numbers[3] = 1;
    } else {
        const LawFact *fact = &work->book->facts[test->fact];
        int64_t value = 0;
        step.text_vi = fact->text_vi;
        step.text_en = fact->text_en;
        step.code = fact->name;
        if (law_fact_number(work, right, test->fact, day, &value)) {
            step.numbers[0] = value;
            step.numbers[1] = 1;
            if (fact->kind == LAW_FACT_WORD && (size_t)value < fact->word_count) {
                step.article = fact->words[value];
            }
        }
        step.numbers[2] = (int64_t)fact->kind;
    }
    law_trace_add(work->trace, &step);
}

LawOutcome law_tests_check(const LawWork *work, const LawRight *right, LawTests tests, int64_t from,
                           int64_t to) {
    LawOutcome worst = LAW_MET;
    for (size_t i = tests.first; i < tests.first + tests.count; i++) {
        const LawTest *test = &work->book->tests[i];
        LawOutcome outcome = law_test_check(work, right, test, from, to);
        test_trace(work, right, test, outcome, to);
        if (outcome == LAW_FAILED || (outcome == LAW_BY_DECISION && worst == LAW_MET)) {
            worst = outcome;
        }
        if (worst == LAW_FAILED) {
            break;
        }
    }
    return worst;
}

bool law_lives_in(const LawPerson *person, Str area, int64_t day) {
    const LawPlaceOfLife *here = NULL;
    if (str_is_empty(area)) {
        return true;
    }
    for (size_t i = 0; i < person->place_count; i++) {
        /* Paid at the old place to the end of the month of its decision: no gap, no overlap. */
        if (person->places[i].from / 100 < day / 100) {
            here = &person->places[i];
        }
    }
    for (size_t i = 0; here && i < here->code_count; i++) {
        if (str_equal(here->codes[i], area)) {
            return true;
        }
    }
    return false;
}
