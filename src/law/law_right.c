/* Whether a decision reaches into a month: begun, not ended, not suspended, of age, conditions
 * held. */
#include "law/law_work.h"

const LawEnrolment *law_work_enrolment(const LawWork *work, int32_t i) {
    size_t at = (size_t)i;
    return at < work->person->enrolment_count
               ? &work->person->enrolments[at]
               : &work->registers[at - work->person->enrolment_count];
}

static bool is_known(const LawWork *work, int64_t day) {
    return work->known_at == LAW_ALL_KNOWN || day <= work->known_at;
}

static void trace_start(const LawWork *work, const LawRight *right, int64_t first) {
    const LawStartRule *rule =
        law_start_rule(work->book, right->category->category_no, right->of->decision_date);
    LawStep step = {.kind = LAW_STEP_START, .enrolment = right->enrolment, .verified = true};
    if (!work->trace || right->shallow) {
        return;
    }
    if (rule && right->of->from_period.number == 0) {
        step.article = rule->source.article;
        step.verified = rule->source.verified;
    }
    step.numbers[0] = first;
    law_trace_add(work->trace, &step);
}

/* First month of the right; number 0 when nothing says it. */
static Status first_month(Ctx *ctx, const LawWork *work, const LawRight *right,
                          int64_t *ret_first) {
    const LawEnrolment *of = right->of;
    LawStart start = {right->category->category_no, of->decision_date, work->person->birth_date,
                      of->certificate_date, of->event_date};
    Period period = of->from_period;
    if (period.number == 0 && of->decision_date != 0) {
        TRY(law_start_period(ctx, work->book, &start, &period));
    }
    *ret_first = period.number;
    return OK;
}

static bool pause_covers(const LawEnrolment *of, int64_t month) {
    for (size_t i = 0; i < of->pause_count; i++) {
        const LawPause *pause = &of->pauses[i];
        if (!pause->paid_back && pause->from_period <= month &&
            (pause->to_period == 0 || month <= pause->to_period)) {
            return true;
        }
    }
    return false;
}

/* Suspended from the month after so many uncollected months in a row until the decision to resume;
 * paid after all where that decision says so ("nếu có", Circular 02/2021 Article 6.1.b). */
static bool uncollected_covers(const LawWork *work, int32_t category_no, int64_t month) {
    const LawSuspension *rule = law_suspension_rule(work->book, category_no, work->known_at);
    for (size_t i = 0; rule && i < work->person->uncollected_count; i++) {
        const LawUncollected *gap = &work->person->uncollected[i];
        Period first = period_add_months((Period){gap->from_period}, rule->months);
        int64_t months =
            period_months_between((Period){gap->from_period}, (Period){gap->to_period}) + 1;
        if (months >= rule->months && !gap->arrears && first.number <= month &&
            (gap->resumed_period == 0 || month < gap->resumed_period)) {
            return true;
        }
    }
    return false;
}

static LawReason months_check(const LawWork *work, const LawRight *right, int64_t first) {
    const LawEnrolment *of = right->of;
    int64_t month = work->question->period.number;
    int32_t category_no = right->category->category_no;
    int64_t day = period_first_day((Period){month});
    if (first == 0 || month < first || day < right->category->pays_from) {
        return LAW_REASON_NOT_STARTED;
    }
    if (day > law_category_last_day(work->book, category_no, work->known_at) ||
        (of->to_period.number != 0 && month > of->to_period.number)) {
        return LAW_REASON_ENDED;
    }
    if (right->who->lasts_months > 0 &&
        period_months_between((Period){first}, (Period){month}) >= right->who->lasts_months) {
        return LAW_REASON_ENDED;
    }
    if (of->paused || pause_covers(of, month) || uncollected_covers(work, category_no, month)) {
        return LAW_REASON_SUSPENDED;
    }
    return LAW_REASON_PAID;
}

static bool is_dead(const LawWork *work, const LawRight *right) {
    int64_t death = work->person->death_date;
    if (death == 0 || !is_known(work, death)) {
        return false;
    }
    const LawStopRule *rule =
        law_stop_rule(work->book, right->category->category_no, LAW_STOP_DEATH);
    int64_t last = death / 100;
    if (rule && rule->month_before) {
        last = period_previous((Period){last}).number;
    }
    return work->question->period.number > last;
}

/* The days whose facts count, and the day whose standard counts. */
static LawReason days_find(Ctx *ctx, const LawWork *work, LawRight *right, Status *ret_status) {
    int64_t month = work->question->period.number;
    int64_t first = 0;
    *ret_status = OK;
    if (right->category->basis != LAW_BASIS_DECISION) {
        bool is_event = right->category->basis == LAW_BASIS_EVENT;
        int64_t day = is_event ? right->of->decision_date : right->who->on_day;
        int64_t paid_in = is_event ? day / 100 : right->who->paid_in;
        right->first_day = right->last_day = right->value_day = day;
        if (month != paid_in) {
            return month < paid_in ? LAW_REASON_NOT_STARTED : LAW_REASON_ENDED;
        }
        bool lasts =
            day >= right->category->pays_from &&
            day <= law_category_last_day(work->book, right->category->category_no, work->known_at);
        bool was_alive =
            is_event || work->person->death_date == 0 || work->person->death_date >= day;
        return !lasts ? LAW_REASON_ENDED : was_alive ? LAW_REASON_PAID : LAW_REASON_DEAD;
    }
    const LawStopRule *rule =
        law_stop_rule(work->book, right->category->category_no, LAW_STOP_CONDITION);
    right->value_day = period_first_day((Period){month});
    right->last_day = period_last_day((Period){month});
    right->first_day = rule && rule->month_before ? right->last_day : right->value_day;
    *ret_status = first_month(ctx, work, right, &first);
    if (*ret_status != OK) {
        return LAW_REASON_NOT_STARTED;
    }
    trace_start(work, right, first);
    if (is_dead(work, right)) {
        return LAW_REASON_DEAD;
    }
    return months_check(work, right, first);
}

/*
 * The age that picks the amount. The month in which the upper age is reached is still paid where
 * losing a condition ends the right after that month, at the amount of before.
 */
static bool age_find(const LawWork *work, LawRight *right) {
    const LawAges *ages = &right->who->ages;
    bool monthly = right->category->basis == LAW_BASIS_DECISION;
    int32_t age = law_age_months(work->person->birth_date, right->last_day, !monthly);
    right->age_matters = ages->from_months > 0 || ages->below_months < LAW_AGE_OPEN;
    if (age < ages->from_months || age < 0) { /* nobody has a right before birth */
        return false;
    }
    bool month_of_loss = monthly && age == ages->below_months && right->first_day < right->last_day;
    right->age_months = month_of_loss ? age - 1 : age;
    return age < ages->below_months || month_of_loss;
}

/* False: the degree is not known but matters. */
static LawOutcome degree_find(const LawWork *work, LawRight *right) {
    int32_t fact = work->book->degree_fact;
    uint32_t known = right->category->degrees;
    int64_t degree = 0;
    if (!law_fact_number(work, right, fact, right->last_day, &degree)) {
        right->degree = LAW_DEGREE_NONE;
        return known == 7U ? LAW_MET : LAW_BY_DECISION;
    }
    bool fits = degree >= 0 && degree <= LAW_DEGREE_EXCEPTIONAL && (known >> degree & 1U) != 0;
    if (!fits) { /* lost in this month: the amount of before */
        if (!law_fact_number(work, right, fact, right->first_day, &degree) || degree < 0 ||
            degree > LAW_DEGREE_EXCEPTIONAL || (known >> degree & 1U) == 0) {
            return LAW_FAILED;
        }
    }
    right->degree = (uint32_t)degree;
    return LAW_MET;
}

static LawReason conditions_check(const LawWork *work, LawRight *right) {
    LawOutcome degree = LAW_MET;
    if (!law_lives_in(work->person, right->who->source.area, right->last_day)) {
        return LAW_REASON_CONDITION;
    }
    if (!age_find(work, right)) {
        return LAW_REASON_AGE;
    }
    degree = degree_find(work, right);
    if (degree != LAW_MET) {
        return degree == LAW_FAILED ? LAW_REASON_CONDITION : LAW_REASON_FACT_MISSING;
    }
    LawOutcome outcome =
        law_tests_check(work, right, right->who->tests, right->first_day, right->last_day);
    if (outcome == LAW_FAILED) {
        return LAW_REASON_CONDITION;
    }
    bool decided = right->category->basis == LAW_BASIS_DECISION;
    return outcome == LAW_BY_DECISION && !decided ? LAW_REASON_FACT_MISSING : LAW_REASON_PAID;
}

static void trace_decision(const LawWork *work, const LawRight *right) {
    LawStep step = {
        .kind = LAW_STEP_DECISION,
        .enrolment = right->enrolment,
        .outcome = (int32_t)right->category->basis,
        .verified = right->category->verified,
        .code = right->category->category_code,
        .text_vi = right->category->text_vi,
        .text_en = right->category->text_en,
        .numbers = {right->of->decision_date},
    };
    if (!right->shallow) {
        law_trace_add(work->trace, &step);
    }
}

Status law_right_find(Ctx *ctx, const LawWork *work, int32_t enrolment, LawRight *ret_right,
                      LawReason *ret_reason) {
    const LawEnrolment *of = law_work_enrolment(work, enrolment);
    const LawCategory *category = law_category_at(work->book, of->category_no);
    Status status = OK;
    if (!category) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "category number %d", (int)of->category_no);
    }
    LawRight right = {
        .enrolment = enrolment,
        .of = of,
        .category = category,
        .who = &work->book->who[of->category_no - 1],
        .shallow = ret_right->shallow,
    };
    trace_decision(work, &right);
    LawReason reason = LAW_REASON_NOT_KNOWN;
    if (is_known(work, of->decision_date) && is_known(work, category->known_from)) {
        reason = days_find(ctx, work, &right, &status);
        TRY(status);
    }
    if (reason == LAW_REASON_PAID) {
        reason = conditions_check(work, &right);
    }
    *ret_right = right;
    *ret_reason = reason;
    return OK;
}
