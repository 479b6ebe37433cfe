/* The merge join of the payroll: nine ordered streams, one person at a time. */
#include "app/payroll_run.h"

#include "registry/movement.h"
#include "value/period.h"

static Status stream_next(Ctx *ctx, Stream *stream) {
    return db_next(ctx, stream->cursor, &stream->has_row);
}

static int64_t stream_person(const Stream *stream) {
    return stream->has_row ? db_int64(stream->cursor, 0) : INT64_MAX;
}

Status run_stream_reach(Ctx *ctx, Stream *stream, int64_t person_id, bool *ret_here) {
    while (stream_person(stream) < person_id) {
        TRY(stream_next(ctx, stream));
    }
    *ret_here = stream_person(stream) == person_id;
    return OK;
}

static Status stream_open(Ctx *ctx, Db *db, SqlId sql, const DbValue *params, size_t count,
                          Stream *stream) {
    TRY(db_query(ctx, db, sql, params, count, &stream->cursor));
    return stream_next(ctx, stream);
}

Status run_streams_open(Ctx *ctx, PayrollRun *run) {
    Db *db = run->app->db;
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_ENROLLED,
                    DB_PARAMS(DB_I(run->key->programme_id), DB_I(run->tree_from),
                              DB_I(run->tree_to), DB_I(run->key->period)),
                    &run->enrolled));
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_PAUSES, DB_NO_PARAMS, &run->pauses));
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_PLACES, DB_NO_PARAMS, &run->places));
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_HOLDS, DB_NO_PARAMS, &run->holds));
    TRY(stream_open(ctx, db, SQL_RECOVERY_LIST_RUNNING,
                    DB_PARAMS(DB_I(run->key->programme_id), DB_I(run->key->period)),
                    &run->recoveries));
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_MOVEMENTS, DB_PARAMS(DB_I(run->previous_seq)),
                    &run->movements));
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_LINES, DB_PARAMS(DB_I(run->previous_payroll_id)),
                    &run->before));
    TRY(stream_open(ctx, db, SQL_PAYROLL_LIST_HELD_BEFORE,
                    DB_PARAMS(DB_I(run->previous_payroll_id)), &run->held_before));
    return run->law_changed
               ? stream_open(ctx, db, SQL_OBLIGATION_LIST_EARLIER,
                             DB_PARAMS(DB_I(run->key->programme_id), DB_I(run->first_period),
                                       DB_I(run->key->period)),
                             &run->earlier)
               : OK;
}

void run_streams_close(PayrollRun *run) {
    db_cursor_close(&run->enrolled.cursor);
    db_cursor_close(&run->pauses.cursor);
    db_cursor_close(&run->places.cursor);
    db_cursor_close(&run->holds.cursor);
    db_cursor_close(&run->movements.cursor);
    db_cursor_close(&run->before.cursor);
    db_cursor_close(&run->held_before.cursor);
    db_cursor_close(&run->earlier.cursor);
    db_cursor_close(&run->recoveries.cursor);
}

/* The month of a day as the law's Period. */
static Period month_of(int64_t day) {
    return (Period){day / 100};
}

static Status take_enrolment(Ctx *ctx, const PayrollRun *run, RunPerson *person,
                             const DbCursor *cursor) {
    if (person->law.enrolment_count == LAW_ENROLMENT_MAX) {
        return ctx_fail(ctx, E_BUG, "person %lld has more than %d rights",
                        (long long)person->person_id, LAW_ENROLMENT_MAX);
    }
    LawEnrolment *enrolment = &person->law.enrolments[person->law.enrolment_count++];
    *enrolment = (LawEnrolment){
        .enrolment_id = db_int64(cursor, 4),
        .category_no = law_category_no(run->app->law, db_str(cursor, 5)),
        .degree = (int32_t)db_int64(cursor, 6),
        .child_count = (int32_t)db_int64(cursor, 7),
        .from_period = month_of(db_int64(cursor, 8)),
        .to_period = db_is_null(cursor, 9) ? (Period){0} : month_of(db_int64(cursor, 9)),
    };
    return OK;
}

static Status take_enrolments(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    const DbCursor *cursor = run->enrolled.cursor;
    bool here = false;
    TRY(run_stream_reach(ctx, &run->enrolled, person->person_id, &here));
    while (here) {
        person->law.birth_date = db_int64(cursor, 1);
        person->law.death_date = db_int64(cursor, 2);
        person->area_id = db_int64(cursor, 3);
        for (int column = 0; column < 10; column++) {
            if (column != 5) {
                digest_add_int64(&run->inputs, db_int64(cursor, column));
            }
        }
        digest_add_text(&run->inputs, db_str(cursor, 5));
        TRY(take_enrolment(ctx, run, person, cursor));
        TRY(stream_next(ctx, &run->enrolled));
        here = stream_person(&run->enrolled) == person->person_id;
    }
    return OK;
}

static Status take_pauses(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool here = false;
    TRY(run_stream_reach(ctx, &run->pauses, person->person_id, &here));
    while (here) {
        if (person->pause_count == RUN_PAUSE_MAX) {
            return ctx_fail(ctx, E_BUG, "person %lld has too many pauses",
                            (long long)person->person_id);
        }
        const DbCursor *cursor = run->pauses.cursor;
        person->pauses[person->pause_count++] =
            (Pause){db_int64(cursor, 1), db_int64(cursor, 2), db_int64(cursor, 3)};
        TRY(stream_next(ctx, &run->pauses));
        here = stream_person(&run->pauses) == person->person_id;
    }
    return OK;
}

static Status take_place(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool here = false;
    TRY(run_stream_reach(ctx, &run->places, person->person_id, &here));
    if (!here) {
        return OK;
    }
    const DbCursor *cursor = run->places.cursor;
    int64_t first_day = run->key->period * 100 + 1;
    person->has_place = true;
    person->has_mandate = !db_is_null(cursor, 2);
    person->mandate_ended =
        person->has_mandate && ((!db_is_null(cursor, 4) && db_int64(cursor, 4) < first_day) ||
                                (!db_is_null(cursor, 5) && db_int64(cursor, 5) < first_day));
    person->cap_dong = db_int64(cursor, 6);
    return stream_next(ctx, &run->places);
}

static Status take_hold(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool here = false;
    TRY(run_stream_reach(ctx, &run->holds, person->person_id, &here));
    if (here) {
        person->hold = reason_of_code(db_str(run->holds.cursor, 1));
    }
    return OK;
}

static Status take_recoveries(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool here = false;
    person->recovery_count = 0;
    TRY(run_stream_reach(ctx, &run->recoveries, person->person_id, &here));
    while (here) {
        const DbCursor *cursor = run->recoveries.cursor;
        if (person->recovery_count < RUN_RECOVERY_MAX) { /* the rest waits for its turn */
            person->recoveries[person->recovery_count++] =
                (RunRecovery){.case_id = db_int64(cursor, 1),
                              .decision_no = db_int64(cursor, 2),
                              .share_percent = db_int64(cursor, 4),
                              .law = {db_int64(cursor, 5), db_int64(cursor, 3)}};
        }
        TRY(stream_next(ctx, &run->recoveries));
        here = stream_person(&run->recoveries) == person->person_id;
    }
    return OK;
}

static Status take_movements(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool here = false;
    TRY(run_stream_reach(ctx, &run->movements, person->person_id, &here));
    while (here) {
        int64_t kind = db_int64(run->movements.cursor, 1);
        person->changed = true;
        person->moved_in = person->moved_in || kind == MOVEMENT_MOVED_IN;
        person->resumed = person->resumed || kind == MOVEMENT_RESUMED;
        TRY(stream_next(ctx, &run->movements));
        here = stream_person(&run->movements) == person->person_id;
    }
    return OK;
}

static Status take_before(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    bool here = false;
    TRY(run_stream_reach(ctx, &run->before, person->person_id, &here));
    while (here) {
        if (person->before_count == RUN_LINE_MAX) {
            return ctx_fail(ctx, E_BUG, "person %lld has too many lines",
                            (long long)person->person_id);
        }
        const DbCursor *cursor = run->before.cursor;
        person->before[person->before_count++] = (Obligation){
            .person_id = person->person_id,
            .obligation_id = db_int64(cursor, 1),
            .period = db_int64(cursor, 2),
            .component = db_int64(cursor, 3),
            .revision = db_int64(cursor, 4),
            .enrolment_id = db_int64(cursor, 5),
            .area_id = db_int64(cursor, 6),
            .clause_id = db_int64(cursor, 7),
            .standard_dong = db_int64(cursor, 8),
            .coefficient_hundredths = db_int64(cursor, 9),
            .amount_dong = db_int64(cursor, 10),
            .withheld_dong = db_int64(cursor, 11),
        };
        TRY(stream_next(ctx, &run->before));
        here = stream_person(&run->before) == person->person_id;
    }
    TRY(run_stream_reach(ctx, &run->held_before, person->person_id, &here));
    person->undecided_before =
        here && reason_of_code(db_str(run->held_before.cursor, 1)) == REASON_LAW_UNDECIDED;
    return OK;
}

Status run_next_person(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    int64_t enrolled = stream_person(&run->enrolled);
    int64_t before = stream_person(&run->before);
    person->person_id = enrolled < before ? enrolled : before;
    if (person->person_id == INT64_MAX) {
        return OK;
    }
    person->area_id = 0;
    person->law.enrolment_count = 0;
    person->law.birth_date = 0;
    person->law.death_date = 0;
    person->pause_count = 0;
    person->has_place = person->has_mandate = person->mandate_ended = false;
    person->cap_dong = 0;
    person->hold = REASON_NONE;
    person->changed = person->moved_in = person->resumed = person->undecided_before = false;
    person->before_count = 0;
    TRY(take_enrolments(ctx, run, person));
    TRY(take_pauses(ctx, run, person));
    TRY(take_place(ctx, run, person));
    TRY(take_hold(ctx, run, person));
    TRY(take_recoveries(ctx, run, person));
    TRY(take_movements(ctx, run, person));
    return take_before(ctx, run, person);
}
