/* One row of an answer against one attempt. */
#include "app/result.h"

#include "payment/case.h"
#include "payment/end_to_end.h"
#include "store/ledger_store.h"

Status result_bulks_open(Ctx *ctx, ResultJob *job) {
    TRY(db_bulk_open(ctx, job->app->db, SQL_ATTEMPT_EVENT_INSERT, &job->events));
    TRY(db_bulk_open(ctx, job->app->db, SQL_ALLOCATION_FREED_INSERT, &job->freed));
    TRY(db_bulk_open(ctx, job->app->db, SQL_SUSPENSE_INSERT, &job->suspense));
    return db_bulk_open(ctx, job->app->db, SQL_PAYMENT_CASE_INSERT, &job->cases);
}

Status result_bulks_finish(Ctx *ctx, ResultJob *job) {
    TRY(db_bulk_finish(ctx, &job->events, NULL));
    TRY(db_bulk_finish(ctx, &job->freed, NULL));
    TRY(db_bulk_finish(ctx, &job->suspense, NULL));
    return db_bulk_finish(ctx, &job->cases, NULL);
}

void result_bulks_discard(ResultJob *job) {
    db_bulk_discard(&job->events);
    db_bulk_discard(&job->freed);
    db_bulk_discard(&job->suspense);
    db_bulk_discard(&job->cases);
}

/* Money that came to our account and matches nothing is booked as unidentified until it is. */
static Status suspend_money(Ctx *ctx, ResultJob *job, const ChunkRow *row, bool *ret_booked) {
    *ret_booked = false;
    if (row->entry_kind != RESULT_ENTRY_CREDIT || row->amount_dong <= 0) {
        return OK;
    }
    PostingPlace place = {.area_id = job->home_area_id,
                          .programme_id = job->programme_id,
                          .provider_id = job->provider_id};
    TRY(posting_set_move(ctx, &job->postings, MOVE_UNIDENTIFIED_IN, place, row->amount_dong));
    *ret_booked = true;
    return OK;
}

Status result_suspend_row(Ctx *ctx, ResultJob *job, const ChunkRow *row, Reason reason) {
    bool booked = false;
    TRY(suspend_money(ctx, job, row, &booked));
    job->suspended_count++;
    int64_t amount_dong = row->amount_dong < 0 ? 0 : row->amount_dong;
    return db_bulk_add(ctx, job->suspense,
                       DB_PARAMS(DB_I(job->result_id), DB_I(row->row_no), DB_T(row->end_to_end_id),
                                 DB_I(amount_dong), DB_I(row->outcome),
                                 DB_T(str_of(reason_code(reason))), DB_T(row->text),
                                 db_int_or_null(booked, job->txn_id), DB_T(STR("finance"))));
}

typedef struct CaseOpen {
    CaseKind kind;
    Reason reason;
    int64_t obligation_id; /* 0 = of the whole attempt */
    int64_t amount_dong;
} CaseOpen;

static Status case_open(Ctx *ctx, ResultJob *job, const MatchedAttempt *attempt, CaseOpen open) {
    int64_t case_id = 0;
    int64_t due_on = clock_day_plus(job->today, case_kind_days(open.kind));
    TRY(db_take_ids(ctx, job->app->db, STR("case"), 1, &case_id));
    job->case_count++;
    return db_bulk_add(ctx, job->cases,
                       DB_PARAMS(DB_I(case_id), DB_I(attempt->person_id), DB_I(open.kind),
                                 DB_I(attempt->attempt_id),
                                 db_int_or_null(open.obligation_id != 0, open.obligation_id),
                                 DB_I(open.amount_dong), DB_T(str_of(reason_code(open.reason))),
                                 DB_T(str_of(case_kind_owner(open.kind))), DB_I(due_on),
                                 DB_I(job->change_seq)));
}

/* A conflict locks every obligation of the attempt until its case is closed. */
static Status cases_of_conflict(Ctx *ctx, ResultJob *job, const MatchedAttempt *attempt) {
    for (size_t i = 0; i < attempt->allocation_count; i++) {
        TRY(case_open(ctx, job, attempt,
                      (CaseOpen){CASE_DOUBLE_FOUND, REASON_DOUBLE_FOUND,
                                 attempt->allocations[i].obligation_id,
                                 attempt->allocations[i].amount_dong}));
    }
    return OK;
}

static Status effect_post(Ctx *ctx, ResultJob *job, const MatchedAttempt *attempt,
                          PostingKind effect) {
    for (size_t i = 0; i < attempt->allocation_count && effect != POSTING_NONE; i++) {
        const MatchedAllocation *allocation = &attempt->allocations[i];
        PostingPlace place = {.area_id = allocation->area_id,
                              .programme_id = allocation->programme_id,
                              .provider_id = job->provider_id,
                              .batch_id = attempt_batch_id(attempt->attempt_id)};
        job->programme_id = allocation->programme_id;
        TRY(ledger_add_step(ctx, &job->postings, effect, place, allocation->amount_dong));
    }
    return OK;
}

static Status allocations_free(Ctx *ctx, ResultJob *job, const MatchedAttempt *attempt) {
    for (size_t i = 0; i < attempt->allocation_count; i++) {
        TRY(db_bulk_add(ctx, job->freed,
                        DB_PARAMS(DB_I(attempt->allocations[i].obligation_id),
                                  DB_I(attempt->person_id),
                                  DB_I(attempt->allocations[i].attempt_no),
                                  DB_I(attempt->attempt_id), DB_I(attempt->event_no))));
    }
    return OK;
}

/*
 * An announced return may be read before the payment that it returns: what did not fit then is a
 * repeat only as long as the state is still the one in which it did not fit.
 */
void result_note_event(MatchedAttempt *attempt, AttemptEvent event, AttemptState from,
                       AttemptState to) {
    if (from == to) {
        attempt->untaken_events |= attempt_event_bit(event);
        return;
    }
    attempt->taken_events |= attempt_event_bit(event);
    attempt->untaken_events = 0;
    attempt->state = to;
}

/* What one event does to the attempt. */
typedef struct Step {
    AttemptEvent event;
    AttemptState to;
    PostingKind effect;
} Step;

static Status event_store(Ctx *ctx, ResultJob *job, MatchedAttempt *attempt, Step step,
                          const ChunkRow *row) {
    attempt->event_no++;
    TRY(db_bulk_add(
        ctx, job->events,
        DB_PARAMS(DB_I(attempt->attempt_id), DB_I(attempt->person_id), DB_I(attempt->event_no),
                  DB_I(step.event), DB_I(attempt->state), DB_I(step.to), DB_I(attempt->amount_dong),
                  db_text_or_null(str_of(reason_code(row->reason))), DB_I(job->result_id),
                  DB_I(row->row_no), db_int_or_null(step.effect != POSTING_NONE, job->txn_id),
                  DB_I(job->change_seq))));
    TRY(effect_post(ctx, job, attempt, step.effect));
    result_note_event(attempt, step.event, attempt->state, step.to);
    return attempt_state_is_freed(step.to) && step.effect != POSTING_NONE
               ? allocations_free(ctx, job, attempt)
               : OK;
}

static void count_outcome(ResultJob *job, const MatchedAttempt *attempt, AttemptEvent event) {
    if (event == EVENT_PAY) {
        job->paid_count++;
        job->paid_dong += attempt->amount_dong;
    } else if (event == EVENT_REJECT || event == EVENT_FENCED_NEGATIVE) {
        job->rejected_count++;
    } else if (event == EVENT_RETURN_NOTICE || event == EVENT_UNCLAIMED) {
        job->returned_count++;
    }
}

/* Takes one event; *ret_same when it says nothing new. */
static Status event_apply(Ctx *ctx, ResultJob *job, MatchedAttempt *attempt, AttemptEvent event,
                          const ChunkRow *row, bool *ret_same) {
    AttemptState to = attempt->state;
    PostingKind effect = POSTING_NONE;
    uint32_t seen = attempt->taken_events | attempt->untaken_events;
    *ret_same = (seen & attempt_event_bit(event)) != 0;
    if (*ret_same) {
        return OK;
    }
    StepResult step = attempt_step(attempt->state, event, &to, &effect);
    if (step == STEP_SAME) {
        *ret_same = true;
        return OK;
    }
    if (step == STEP_TAKEN) {
        count_outcome(job, attempt, event);
    }
    TRY(event_store(ctx, job, attempt, (Step){event, to, effect}, row));
    if (step == STEP_TAKEN) {
        return OK;
    }
    return to == ATTEMPT_CONFLICT
               ? cases_of_conflict(ctx, job, attempt)
               : case_open(ctx, job, attempt,
                           (CaseOpen){CASE_UNEXPECTED, REASON_UNEXPECTED, 0, attempt->amount_dong});
}

/* The event that a row stands for; false when a person must read it. */
static bool event_of_row(const ChunkRow *row, AttemptEvent *ret_event) {
    switch (row->outcome) {
    case RESULT_ACCEPTED:
        *ret_event = EVENT_ACCEPT;
        return true;
    case RESULT_PAID:
        *ret_event = EVENT_PAY;
        return true;
    case RESULT_REJECTED:
        /* "Duplicate" means that the first one may have been paid: never a reason to send again. A
         * technical fault is no final word (reason codes of the field: AM05, TECH). */
        *ret_event = row->reason == REASON_PROVIDER_FAULT ? EVENT_REPLY_LOST : EVENT_REJECT;
        return row->reason != REASON_DUPLICATE;
    case RESULT_NEVER_RECEIVED:
        *ret_event = EVENT_FENCED_NEGATIVE;
        return true;
    case RESULT_UNCLAIMED:
        *ret_event = EVENT_UNCLAIMED;
        return true;
    case RESULT_RETURN_NOTICE:
        *ret_event = EVENT_RETURN_NOTICE;
        return true;
    case RESULT_MONEY_BACK:
        *ret_event = EVENT_MONEY_BACK;
        return true;
    case RESULT_OTHER:
        /* The readers call a "reject" that is not final OTHER: a technical fault among them. */
        *ret_event = EVENT_REPLY_LOST;
        return row->reason == REASON_PROVIDER_FAULT && row->entry_kind == RESULT_ENTRY_STATUS;
    }
    return false;
}

/* Reasons that switch a destination off, or stop a person's money, until somebody has looked. */
static bool reason_holds(Reason reason) {
    return reason == REASON_ACCOUNT_WRONG || reason == REASON_ACCOUNT_CLOSED ||
           reason == REASON_ACCOUNT_BLOCKED || reason == REASON_ACCOUNT_INACTIVE ||
           reason == REASON_NOT_ALLOWED || reason == REASON_NAME_MISMATCH ||
           reason == REASON_HOLDER_DEAD;
}

static Status hold_for_reason(Ctx *ctx, ResultJob *job, const MatchedAttempt *attempt,
                              const ChunkRow *row) {
    int64_t hold_id = 0;
    if (!reason_holds(row->reason)) {
        return OK;
    }
    if (row->reason == REASON_HOLDER_DEAD) {
        TRY(case_open(ctx, job, attempt,
                      (CaseOpen){CASE_HOLDER_DEAD, REASON_HOLDER_DEAD, 0, attempt->amount_dong}));
    }
    TRY(db_take_ids(ctx, job->app->db, STR("hold"), 1, &hold_id));
    return db_exec(ctx, job->app->db, SQL_HOLD_PLACE_BY_RESULT,
                   DB_PARAMS(DB_I(attempt->person_id), DB_I(hold_id),
                             DB_T(str_of(reason_code(row->reason))), DB_I(job->change_seq)),
                   NULL);
}

static bool amount_fits(const MatchedAttempt *attempt, const ChunkRow *row) {
    if (row->amount_dong == RESULT_NOT_GIVEN) {
        return row->outcome == RESULT_ACCEPTED || row->outcome == RESULT_REJECTED ||
               row->outcome == RESULT_NEVER_RECEIVED || row->outcome == RESULT_OTHER;
    }
    return row->amount_dong == attempt->amount_dong;
}

static Status apply_events(Ctx *ctx, ResultJob *job, MatchedAttempt *attempt, AttemptEvent event,
                           const ChunkRow *row) {
    bool same = false;
    if (event == EVENT_MONEY_BACK && attempt->state == ATTEMPT_PAID) {
        TRY(event_apply(ctx, job, attempt, EVENT_RETURN_NOTICE, row, &same));
    }
    TRY(event_apply(ctx, job, attempt, event, row, &same));
    if (same) {
        job->repeated_count++;
        return OK;
    }
    job->applied_count++;
    job->applied_dong += attempt->amount_dong;
    return hold_for_reason(ctx, job, attempt, row);
}

Status result_apply_row(Ctx *ctx, ResultJob *job, const MatchedBatch *batch,
                        MatchedAttempt *attempt, const ChunkRow *row) {
    AttemptEvent event = EVENT_ACCEPT;
    if (row->shard != SHARD_ANY && row->shard != attempt->person_id % END_TO_END_SHARDS) {
        return result_suspend_row(ctx, job, row, REASON_NO_MATCH);
    }
    if (batch->provider_id != job->provider_id) {
        TRY(case_open(
            ctx, job, attempt,
            (CaseOpen){CASE_WRONG_PROVIDER, REASON_WRONG_PROVIDER, 0, attempt->amount_dong}));
        return result_suspend_row(ctx, job, row, REASON_WRONG_PROVIDER);
    }
    if (!event_of_row(row, &event)) {
        Reason reason = row->reason == REASON_NONE ? REASON_OTHER : row->reason;
        TRY(case_open(ctx, job, attempt,
                      (CaseOpen){CASE_UNKNOWN_REASON, reason, 0, attempt->amount_dong}));
        return result_suspend_row(ctx, job, row, reason);
    }
    if (!amount_fits(attempt, row)) {
        TRY(case_open(ctx, job, attempt,
                      (CaseOpen){CASE_WRONG_AMOUNT, REASON_WRONG_AMOUNT, 0,
                                 row->amount_dong < 0 ? 0 : row->amount_dong}));
        return result_suspend_row(ctx, job, row, REASON_WRONG_AMOUNT);
    }
    return apply_events(ctx, job, attempt, event, row);
}
