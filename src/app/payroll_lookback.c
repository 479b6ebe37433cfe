/*
 * Looking back: whoever something happened to since the last payroll (or everybody, when the law
 * files changed) has the months since the first payroll computed again with what is known now.
 *
 *   owed and never obligated    the allowance of that month (late decision, resumed pause)
 *   owed more than obligated    arrears: the difference (raised standard, corrected degree)
 *   obligated more than owed    a case, as far as it was paid or is under way: nothing is taken
 * back without a decision
 *
 * In a supplementary run, and for whoever moved in, the month of the run is looked at in the same
 * way: another payroll may have it already (P1).
 */
#include "app/payroll_run.h"

#include "payment/case.h"
#include "value/period.h"

enum { MONTH_MAX = 600, ARREARS_MAX = 32 };

/* Arrears say by their clause which right they belong to: they all are of one component. */
typedef struct Arrears {
    int64_t clause_id;
    int64_t dong;
} Arrears;

/* What stands in the books of one month of one person. */
typedef struct MonthLines {
    int64_t live_dong;
    int64_t component_dong[COMPONENT_MAX + 1]; /* of it, by component */
    Arrears arrears[ARREARS_MAX];
    size_t arrears_count;
    int64_t open_dong;                        /* of it, what nothing was paid of */
    int64_t last_revision[COMPONENT_MAX + 1]; /* highest revision by component */
    bool live[COMPONENT_MAX + 1];             /* one of that component is live */
} MonthLines;

/* Reads the lines of one month of one person from a stream ordered by person and period. */
static Status month_take(Ctx *ctx, Stream *lines, int64_t person_id, int64_t period,
                         MonthLines *ret_month) {
    *ret_month = (MonthLines){.live_dong = 0};
    while (lines->has_row && db_int64(lines->cursor, 0) == person_id &&
           db_int64(lines->cursor, 1) <= period) {
        int64_t component = db_int64(lines->cursor, 2);
        bool live = db_int64(lines->cursor, 5) == 0;
        if (db_int64(lines->cursor, 1) == period && component >= 1 && component <= COMPONENT_MAX) {
            ret_month->last_revision[component] = db_int64(lines->cursor, 3);
            ret_month->live[component] = live;
            ret_month->live_dong += live ? db_int64(lines->cursor, 4) : 0;
            ret_month->component_dong[component] += live ? db_int64(lines->cursor, 4) : 0;
            if (live && component == COMPONENT_ARREARS && ret_month->arrears_count < ARREARS_MAX) {
                ret_month->arrears[ret_month->arrears_count++] =
                    (Arrears){db_int64(lines->cursor, 7), db_int64(lines->cursor, 4)};
            }
            bool open = live && db_int64(lines->cursor, 6) != 0;
            ret_month->open_dong += open ? db_int64(lines->cursor, 4) : 0;
        }
        TRY(db_next(ctx, lines->cursor, &lines->has_row));
    }
    return OK;
}

/* What is missing of a month, and of which rights. */
typedef struct MonthRest {
    int64_t period;
    const MonthLines *month;
    const LawAnswer *answer;
    int64_t rest_dong;
} MonthRest;

/* How much of one right was not obligated: neither as itself nor as arrears before. */
static int64_t amount_short_dong(const MonthLines *month, const LawAmount *amount) {
    int64_t short_dong = amount->amount_dong - month->component_dong[amount->component];
    for (size_t i = 0; i < month->arrears_count; i++) {
        short_dong -= month->arrears[i].clause_id == amount->clause_id ? month->arrears[i].dong : 0;
    }
    return month->live[amount->component] && short_dong > 0 ? short_dong : 0;
}

/* Arrears for each right that is short; together they are the rest of the month. */
static Status month_add_arrears(Ctx *ctx, PayrollRun *run, RunPerson *person, MonthRest rest) {
    int64_t revision = rest.month->last_revision[COMPONENT_ARREARS];
    const LawAmount *amounts = rest.answer->amounts;
    size_t count = rest.answer->amount_count;
    for (size_t i = 0; i < count && rest.rest_dong > 0; i++) {
        int64_t short_dong = amount_short_dong(rest.month, &amounts[i]);
        int64_t dong = short_dong < rest.rest_dong ? short_dong : rest.rest_dong;
        bool is_last = i + 1 == count;
        dong = is_last ? rest.rest_dong : dong;
        if (dong > 0) {
            LineSpec spec = {&amounts[i], rest.period, COMPONENT_ARREARS, ++revision, dong, 0};
            TRY(run_add_line(ctx, run, person, spec));
            rest.rest_dong -= dong;
        }
    }
    return OK;
}

/* What is too much of each month, for the claim that comes of it. */
typedef struct Overpaid {
    int64_t sum_dong;
    size_t month_count;
    int64_t periods[MONTH_MAX];
    int64_t dong[MONTH_MAX];
} Overpaid;

static void overpaid_add(Overpaid *overpaid, int64_t period, int64_t dong) {
    if (dong > 0) {
        overpaid->sum_dong += dong;
        overpaid->periods[overpaid->month_count] = period;
        overpaid->dong[overpaid->month_count++] = dong;
    }
}

/* Lines for one month, or what is too much of it. */
static Status month_settle(Ctx *ctx, PayrollRun *run, RunPerson *person, int64_t period,
                           const MonthLines *month, Overpaid *overpaid) {
    LawAnswer answer;
    int64_t owed_dong = 0;
    int64_t new_dong = 0;
    run_set_pauses(person, period);
    Status status = run_amounts(ctx, run, person, period, &answer);
    if (status == E_ENROLMENT_CATEGORY) {
        return OK; /* undecided: the month itself holds it */
    }
    TRY(status);
    const LawAmount *amounts = answer.amounts;
    for (size_t i = 0; i < answer.amount_count; i++) {
        int64_t component = amounts[i].component;
        owed_dong += amounts[i].amount_dong;
        if (!month->live[component] &&
            month->live_dong + new_dong + amounts[i].amount_dong <= owed_dong) {
            LineSpec spec = {&amounts[i],
                             period,
                             component,
                             month->last_revision[component] + 1,
                             amounts[i].amount_dong,
                             0};
            TRY(run_add_line(ctx, run, person, spec));
            new_dong += amounts[i].amount_dong;
        }
    }
    int64_t rest_dong = owed_dong - month->live_dong - new_dong;
    if (rest_dong > 0) {
        return month_add_arrears(ctx, run, person, (MonthRest){period, month, &answer, rest_dong});
    }
    overpaid_add(overpaid, period, -rest_dong - month->open_dong);
    return OK;
}

/* A claim about to be opened, and what it is for. */
typedef struct Claim {
    int64_t case_id;
    int64_t dong;
    const Overpaid *overpaid;
} Claim;

/* Its months: each as far as no claim before has it, until they make up the claim. */
static Status claim_months_add(Ctx *ctx, PayrollRun *run, const RunPerson *person,
                               const Claim *claim) {
    const Overpaid *overpaid = claim->overpaid;
    int64_t rest_dong = claim->dong;
    for (size_t i = 0; i < overpaid->month_count && rest_dong > 0; i++) {
        int64_t known_dong = 0;
        TRY(db_query_int64(ctx, run->app->db, SQL_CLAIM_KNOWN_OF_MONTH,
                           DB_PARAMS(DB_I(person->person_id), DB_I(run->key->programme_id),
                                     DB_I(overpaid->periods[i])),
                           0, &known_dong));
        int64_t dong = overpaid->dong[i] - known_dong;
        dong = dong < rest_dong ? dong : rest_dong;
        if (dong > 0) {
            rest_dong -= dong;
            TRY(db_bulk_add(ctx, run->claim_months,
                            DB_PARAMS(DB_I(claim->case_id), DB_I(person->person_id),
                                      DB_I(run->key->programme_id), DB_I(overpaid->periods[i]),
                                      DB_I(dong))));
        }
    }
    return OK;
}

/* One case for what the person got too much, as far as no case says so already. */
static Status overpaid_open(Ctx *ctx, PayrollRun *run, const RunPerson *person,
                            const Overpaid *overpaid) {
    int64_t known_dong = 0;
    int64_t case_id = 0;
    TRY(db_query_int64(ctx, run->app->db, SQL_OVERPAID_OF_PERSON,
                       DB_PARAMS(DB_I(person->person_id)), 0, &known_dong));
    int64_t claim_dong = overpaid->sum_dong - known_dong;
    if (claim_dong <= 0) {
        return OK;
    }
    bool dead = person->law.death_date != 0;
    CaseKind kind = dead ? CASE_LATE_DEATH : CASE_OVERPAID;
    TRY(db_take_ids(ctx, run->app->db, STR("case"), 1, &case_id));
    TRY(claim_months_add(ctx, run, person, &(Claim){case_id, claim_dong, overpaid}));
    return db_bulk_add(
        ctx, run->cases,
        DB_PARAMS(DB_I(case_id), DB_I(person->person_id), DB_I(kind), DB_N, DB_N, DB_I(claim_dong),
                  DB_T(str_of(reason_code(dead ? REASON_LATE_DEATH : REASON_OVERPAID))),
                  DB_T(str_of(case_kind_owner(kind))),
                  DB_I(clock_day_plus(run->today, case_kind_days(kind))), DB_I(run->change_seq)));
}

/* The months [first, last] of a person, one after the other. */
static Status months_settle(Ctx *ctx, PayrollRun *run, RunPerson *person, Stream *lines,
                            Period first, Period last) {
    Overpaid overpaid;
    overpaid.sum_dong = 0;
    overpaid.month_count = 0; /* the rest is written before it is read */
    Period at = first;
    for (int i = 0; at.number <= last.number && i < MONTH_MAX; i++, at = period_next(at)) {
        MonthLines month;
        TRY(month_take(ctx, lines, person->person_id, at.number, &month));
        person->covered = at.number == run->key->period && month.live_dong > 0;
        TRY(month_settle(ctx, run, person, at.number, &month, &overpaid));
    }
    return overpaid.sum_dong > 0 ? overpaid_open(ctx, run, person, &overpaid) : OK;
}

Status run_look_back(Ctx *ctx, PayrollRun *run, RunPerson *person, bool whole) {
    bool here = false;
    Period this_month = {run->key->period};
    Period first = {run->first_period < run->key->period ? run->first_period : run->key->period};
    Period last = whole ? this_month : period_previous(this_month);
    if (run->earlier.cursor != NULL) {
        TRY(run_stream_reach(ctx, &run->earlier, person->person_id, &here));
        return months_settle(ctx, run, person, &run->earlier, first, last);
    }
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, run->app->db, SQL_OBLIGATION_LIST_OF_PERSON,
                 DB_PARAMS(DB_I(person->person_id), DB_I(run->key->programme_id),
                           DB_I(first.number), DB_I(last.number)),
                 &cursor));
    Stream lines = {.cursor = cursor};
    TRY(db_next(ctx, lines.cursor, &lines.has_row));
    return months_settle(ctx, run, person, &lines, first, last);
}
