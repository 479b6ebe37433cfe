/*
 * Instalments: what a month pays less, because its person, or whoever they answer for, was paid
 * too much before. Only the month of the run bears them, never arrears; whoever is held, or moved
 * in this month, bears none, and the claim waits.
 */
#include "app/payroll_run.h"

static int64_t amounts_sum(const LawAnswer *answer) {
    int64_t sum_dong = 0;
    for (size_t i = 0; i < answer->amount_count; i++) {
        sum_dong += answer->amounts[i].amount_dong;
    }
    return sum_dong;
}

/* Nobody is left with less than half of a line, whatever was decided: people live on it. */
static int64_t line_room(const LawAnswer *answer, const Cuts *cuts, size_t i) {
    return answer->amounts[i].amount_dong / 2 - cuts->line_dong[i];
}

static int64_t month_room(const LawAnswer *answer, const Cuts *cuts) {
    int64_t room_dong = 0;
    for (size_t i = 0; i < answer->amount_count; i++) {
        room_dong += line_room(answer, cuts, i);
    }
    return room_dong;
}

static void cut_spread(const LawAnswer *answer, Cuts *cuts, size_t claim, int64_t take_dong) {
    for (size_t i = 0; i < answer->amount_count && take_dong > 0; i++) {
        int64_t room_dong = line_room(answer, cuts, i);
        int64_t dong = take_dong < room_dong ? take_dong : room_dong;
        cuts->dong[claim][i] = dong;
        cuts->line_dong[i] += dong;
        take_dong -= dong;
    }
}

void run_plan_cuts(RunPerson *person, const LawAnswer *answer, Cuts *ret_cuts) {
    int64_t month_dong = amounts_sum(answer);
    for (size_t claim = 0; claim < person->recovery_count; claim++) {
        RunRecovery *recovery = &person->recoveries[claim];
        int64_t share_dong = month_dong * recovery->share_percent / 100;
        if (recovery->law.cap_dong == 0 || share_dong < recovery->law.cap_dong) {
            recovery->law.cap_dong = share_dong;
        }
        int64_t take_dong = law_recovery_take(&recovery->law, month_room(answer, ret_cuts));
        cut_spread(answer, ret_cuts, claim, take_dong);
    }
}

Status run_add_cuts(Ctx *ctx, PayrollRun *run, const RunPerson *person, const Cuts *cuts,
                    size_t i) {
    const Obligation *line = &run->lines[run->line_count - 1];
    for (size_t claim = 0; claim < person->recovery_count; claim++) {
        const RunRecovery *recovery = &person->recoveries[claim];
        if (cuts->dong[claim][i] == 0) {
            continue;
        }
        TRY(db_bulk_add(ctx, run->deductions,
                        DB_PARAMS(DB_I(line->obligation_id), DB_I(person->person_id),
                                  DB_I(recovery->case_id), DB_I(recovery->decision_no),
                                  DB_I(run->payroll_id), DB_I(line->period),
                                  DB_I(cuts->dong[claim][i]))));
        run->withheld_dong += cuts->dong[claim][i];
    }
    return OK;
}
