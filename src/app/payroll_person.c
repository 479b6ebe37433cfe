/* One person of a payroll: rights of the month, amounts, holds, and why the sum differs. */
#include "app/payroll_run.h"

enum { ID_BLOCK = 16384 };

static bool pause_covers(const Pause *pause, int64_t enrolment_id, int64_t period) {
    return pause->enrolment_id == enrolment_id && pause->from_period <= period &&
           (pause->to_period == 0 || period <= pause->to_period);
}

void run_set_pauses(RunPerson *person, int64_t period) {
    for (size_t i = 0; i < person->law.enrolment_count; i++) {
        LawEnrolment *enrolment = &person->law.enrolments[i];
        enrolment->paused = false;
        for (size_t j = 0; j < person->pause_count; j++) {
            enrolment->paused = enrolment->paused ||
                                pause_covers(&person->pauses[j], enrolment->enrolment_id, period);
        }
    }
}

/* In force in the month: begun, not ended before, person alive in the month. */
static bool right_reaches(const RunPerson *person, const LawEnrolment *enrolment, int64_t period) {
    bool begun = enrolment->from_period.number <= period;
    bool lasts = enrolment->to_period.number == 0 || enrolment->to_period.number >= period;
    bool alive = person->law.death_date == 0 || person->law.death_date / 100 >= period;
    return begun && lasts && alive;
}

static bool person_is_paused(const RunPerson *person, int64_t period) {
    for (size_t i = 0; i < person->pause_count; i++) {
        if (pause_covers(&person->pauses[i], person->pauses[i].enrolment_id, period)) {
            return true;
        }
    }
    return false;
}

static bool person_is_eligible(const RunPerson *person, int64_t period) {
    for (size_t i = 0; i < person->law.enrolment_count; i++) {
        const LawEnrolment *enrolment = &person->law.enrolments[i];
        if (right_reaches(person, enrolment, period) && !enrolment->paused) {
            return true;
        }
    }
    return false;
}

static Status next_obligation_id(Ctx *ctx, PayrollRun *run, int64_t *ret_id) {
    if (run->next_obligation_id == run->last_obligation_id) {
        TRY(db_take_ids(ctx, run->app->db, STR("obligation"), ID_BLOCK, &run->next_obligation_id));
        run->last_obligation_id = run->next_obligation_id + ID_BLOCK;
    }
    *ret_id = run->next_obligation_id++;
    return OK;
}

Status run_add_line(Ctx *ctx, PayrollRun *run, const RunPerson *person, LineSpec spec) {
    if (run->line_count == RUN_LINE_MAX) {
        return ctx_fail(ctx, E_BUG, "person %lld has more than %d lines",
                        (long long)person->person_id, RUN_LINE_MAX);
    }
    Obligation *line = &run->lines[run->line_count];
    *line = (Obligation){
        .person_id = person->person_id,
        .period = spec.period,
        .component = spec.component,
        .revision = spec.revision,
        .enrolment_id = spec.amount->enrolment_id,
        .area_id = person->area_id,
        .clause_id = spec.amount->clause_id,
        .standard_dong = spec.amount->standard_dong,
        .coefficient_hundredths = spec.amount->coefficient_hundredths,
        .amount_dong = spec.amount_dong,
        .withheld_dong = spec.withheld_dong,
    };
    TRY(next_obligation_id(ctx, run, &line->obligation_id));
    bool follows = spec.component != COMPONENT_ARREARS && spec.revision > 1;
    TRY(db_bulk_add(ctx, run->obligations,
                    DB_PARAMS(DB_I(line->obligation_id), DB_I(line->person_id),
                              DB_I(run->payroll_id), DB_I(run->key->programme_id),
                              DB_I(line->period), DB_I(line->component), DB_I(line->revision),
                              db_int_or_null(follows, spec.revision - 1), DB_I(line->enrolment_id),
                              DB_I(line->area_id), DB_I(line->clause_id), DB_I(line->standard_dong),
                              DB_I(line->coefficient_hundredths), DB_I(line->amount_dong),
                              DB_I(line->withheld_dong))));
    TRY(payroll_digest_add(ctx, &run->digest, line));
    run->line_count++;
    return OK;
}

Status run_amounts(Ctx *ctx, const PayrollRun *run, const RunPerson *person, int64_t period,
                   LawAnswer *ret_answer) {
    LawQuestion question = {.person = &person->law, .period = {period}, .known_at = run->today};
    return law_answer(ctx, run->app->law, &question, ret_answer);
}

/* A mandate's cap is for a month: arrears of three months are not one month's sum. */
static Reason person_hold(const RunPerson *person, bool decided, int64_t month_dong) {
    if (!decided) {
        return REASON_LAW_UNDECIDED;
    }
    if (person->hold != REASON_NONE) {
        return person->hold;
    }
    if (!person->has_place) {
        return REASON_NO_ACCOUNT;
    }
    if (person->mandate_ended) {
        return REASON_MANDATE_EXPIRED;
    }
    return person->has_mandate && person->cap_dong > 0 && month_dong > person->cap_dong
               ? REASON_MANDATE_CAP
               : REASON_NONE;
}

/* The month itself, for whom no other payroll can have it. */
static Status person_month(Ctx *ctx, PayrollRun *run, RunPerson *person, bool *ret_decided) {
    LawAnswer answer;
    Cuts cuts = {.line_dong = {0}};
    Status status = run_amounts(ctx, run, person, run->key->period, &answer);
    if (status == E_ENROLMENT_CATEGORY) {
        answer.amount_count = 0; /* held with a reason: LAW_UNDECIDED */
    } else {
        TRY(status);
    }
    bool bears = run->key->kind == 1 && person_hold(person, true, 0) == REASON_NONE;
    person->recovery_count = bears ? person->recovery_count : 0;
    if (person->recovery_count > 0) {
        run_plan_cuts(person, &answer, &cuts);
    }
    for (size_t i = 0; i < answer.amount_count; i++) {
        LineSpec spec = {&answer.amounts[i],
                         run->key->period,
                         answer.amounts[i].component,
                         1,
                         answer.amounts[i].amount_dong - cuts.line_dong[i],
                         cuts.line_dong[i]};
        TRY(run_add_line(ctx, run, person, spec));
        if (cuts.line_dong[i] > 0) {
            TRY(run_add_cuts(ctx, run, person, &cuts, i));
        }
    }
    *ret_decided = answer.amount_count > 0;
    return OK;
}

static Status person_difference(Ctx *ctx, PayrollRun *run, const RunPerson *person,
                                bool undecided) {
    PersonLines before = {person->before, person->before_count, run->key->period};
    PersonLines now = {run->lines, run->line_count, run->key->period};
    int64_t period_before =
        run->key->period % 100 == 1 ? run->key->period - 89 : run->key->period - 1;
    before.period = period_before;
    DifferenceFacts facts = {
        .dead = person->law.death_date != 0,
        .in_area = person->area_id != 0,
        .moved_in = person->moved_in,
        .paused = person_is_paused(person, run->key->period),
        .paused_before = person->resumed || person_is_paused(person, period_before),
        .undecided = undecided,
        .undecided_before = person->undecided_before,
    };
    Reason reason = difference_reason(&facts, before, now);
    if (reason == REASON_NONE) {
        return OK;
    }
    return db_bulk_add(ctx, run->differences,
                       DB_PARAMS(DB_I(run->payroll_id), DB_I(person->person_id),
                                 DB_T(str_of(reason_code(reason))), DB_I(person_lines_sum(before)),
                                 DB_I(person_lines_sum(now))));
}

/* What the lines at hand say of the month of the run, without what is owed from before. */
static int64_t month_sum(const PayrollRun *run) {
    int64_t sum_dong = 0;
    for (size_t i = 0; i < run->line_count; i++) {
        sum_dong += run->lines[i].period == run->key->period ? run->lines[i].amount_dong : 0;
    }
    return sum_dong;
}

/* Lines for the person at hand; whether the month is the person's here, and could be decided. */
static Status person_lines(Ctx *ctx, PayrollRun *run, RunPerson *person, bool *ret_eligible,
                           bool *ret_decided) {
    bool supplementary = run->key->kind > 1;
    bool whole = supplementary || person->moved_in;
    bool decided = true;
    bool before = (person->changed || run->law_changed) && run->first_period < run->key->period;
    run->line_count = 0;
    person->covered = false;
    if ((whole || before) && person->area_id != 0) {
        TRY(run_look_back(ctx, run, person, whole));
    }
    run_set_pauses(person, run->key->period);
    bool eligible = person_is_eligible(person, run->key->period) && !person->covered;
    if (whole) {
        decided = month_sum(run) > 0;
        eligible = eligible && (decided || !supplementary);
    } else if (eligible) {
        TRY(person_month(ctx, run, person, &decided));
    }
    *ret_eligible = eligible;
    *ret_decided = decided;
    return OK;
}

/*
 * P3 counts those with a right in the month: each is obligated, or held with a reason. Whoever is
 * only owed from before is neither; the release looks at holds and accounts once more for
 * everybody.
 */
Status run_person(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool eligible = false;
    bool decided = true;
    TRY(person_lines(ctx, run, person, &eligible, &decided));
    Reason hold = eligible ? person_hold(person, decided, month_sum(run)) : REASON_NONE;
    run->eligible_count += eligible;
    if (hold != REASON_NONE) {
        PersonLines lines = {run->lines, run->line_count, run->key->period};
        run->held_count++;
        TRY(db_bulk_add(ctx, run->held,
                        DB_PARAMS(DB_I(run->payroll_id), DB_I(person->person_id),
                                  DB_T(str_of(reason_code(hold))), DB_I(person_lines_sum(lines)),
                                  DB_I(person->area_id))));
    }
    return person_difference(ctx, run, person, eligible && !decided);
}
