/*
 * Rows of a file come mostly in the order of our lines. A chunk is sorted by attempt (and by row
 * within one), cut into runs of one batch, and each run is read beside three ordered streams:
 * attempts, their events, their allocations. A run that is thin within its span is read attempt by
 * attempt instead.
 */
#include "app/result.h"

#include <stdlib.h>

#include "payment/end_to_end.h"

enum { THIN_SPAN = 64 };

static int row_compare(const void *a, const void *b) {
    const ChunkRow *x = a;
    const ChunkRow *y = b;
    if (x->attempt_id != y->attempt_id) {
        return x->attempt_id < y->attempt_id ? -1 : 1;
    }
    return (x->row_no > y->row_no) - (x->row_no < y->row_no);
}

typedef struct Streams {
    DbCursor *attempts;
    DbCursor *events;
    DbCursor *allocations;
    bool has_attempt;
    bool has_event;
    bool has_allocation;
} Streams;

static void streams_close(Streams *streams) {
    db_cursor_close(&streams->attempts);
    db_cursor_close(&streams->events);
    db_cursor_close(&streams->allocations);
}

static Status streams_open(Ctx *ctx, Db *db, int64_t first, int64_t last, Streams *streams) {
    TRY(db_query(ctx, db, SQL_RESULT_LIST_ATTEMPTS, DB_PARAMS(DB_I(first), DB_I(last)),
                 &streams->attempts));
    TRY(db_query(ctx, db, SQL_RESULT_LIST_EVENTS, DB_PARAMS(DB_I(first), DB_I(last)),
                 &streams->events));
    TRY(db_query(ctx, db, SQL_RESULT_LIST_ALLOCATIONS, DB_PARAMS(DB_I(first), DB_I(last)),
                 &streams->allocations));
    TRY(db_next(ctx, streams->attempts, &streams->has_attempt));
    TRY(db_next(ctx, streams->events, &streams->has_event));
    return db_next(ctx, streams->allocations, &streams->has_allocation);
}

static Status streams_take_events(Ctx *ctx, Streams *streams, MatchedAttempt *attempt) {
    while (streams->has_event && db_int64(streams->events, 0) <= attempt->attempt_id) {
        if (db_int64(streams->events, 0) == attempt->attempt_id) {
            attempt->event_no = db_int64(streams->events, 1);
            result_note_event(attempt, (AttemptEvent)db_int64(streams->events, 2),
                              (AttemptState)db_int64(streams->events, 4),
                              (AttemptState)db_int64(streams->events, 3));
        }
        TRY(db_next(ctx, streams->events, &streams->has_event));
    }
    return OK;
}

static Status streams_take_allocations(Ctx *ctx, Streams *streams, MatchedAttempt *attempt) {
    while (streams->has_allocation && db_int64(streams->allocations, 0) <= attempt->attempt_id) {
        if (db_int64(streams->allocations, 0) == attempt->attempt_id) {
            if (attempt->allocation_count == RESULT_ALLOCATION_MAX) {
                return ctx_fail(ctx, E_BUG, "attempt %lld has too many allocations",
                                (long long)attempt->attempt_id);
            }
            attempt->allocations[attempt->allocation_count++] = (MatchedAllocation){
                db_int64(streams->allocations, 1), db_int64(streams->allocations, 2),
                db_int64(streams->allocations, 3), db_int64(streams->allocations, 4),
                db_int64(streams->allocations, 5)};
        }
        TRY(db_next(ctx, streams->allocations, &streams->has_allocation));
    }
    return OK;
}

/* Moves the streams up to an attempt; false when there is none of that number. */
static Status streams_take(Ctx *ctx, Streams *streams, const MatchedBatch *batch,
                           int64_t attempt_id, MatchedAttempt *attempt, bool *ret_found) {
    while (streams->has_attempt && db_int64(streams->attempts, 0) < attempt_id) {
        TRY(db_next(ctx, streams->attempts, &streams->has_attempt));
    }
    *ret_found = streams->has_attempt && db_int64(streams->attempts, 0) == attempt_id;
    if (!*ret_found) {
        return OK;
    }
    attempt->attempt_id = attempt_id;
    attempt->person_id = db_int64(streams->attempts, 1);
    attempt->account_id = db_int64(streams->attempts, 2);
    attempt->amount_dong = db_int64(streams->attempts, 3);
    attempt->event_no = 0;
    attempt->state = batch->state;
    attempt->taken_events = 0;
    attempt->untaken_events = 0;
    attempt->allocation_count = 0;
    TRY(streams_take_events(ctx, streams, attempt));
    return streams_take_allocations(ctx, streams, attempt);
}

static Status match_span(Ctx *ctx, ResultJob *job, const MatchedBatch *batch, const ChunkRow *rows,
                         size_t count) {
    Streams streams = {.attempts = NULL};
    MatchedAttempt attempt = {.attempt_id = 0};
    bool found = false;
    Status status =
        streams_open(ctx, job->app->db, rows[0].attempt_id, rows[count - 1].attempt_id, &streams);
    for (size_t i = 0; i < count && status == OK; i++) {
        if (rows[i].attempt_id != attempt.attempt_id || !found) {
            status = streams_take(ctx, &streams, batch, rows[i].attempt_id, &attempt, &found);
        }
        if (status == OK && found) {
            status = result_apply_row(ctx, job, batch, &attempt, &rows[i]);
        } else if (status == OK) {
            status = result_suspend_row(ctx, job, &rows[i], REASON_NO_MATCH);
        }
    }
    streams_close(&streams);
    return status;
}

static Status batch_read(Ctx *ctx, ResultJob *job, int64_t batch_id, MatchedBatch *ret_batch) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    *ret_batch = (MatchedBatch){.batch_id = batch_id};
    TRY(db_query(ctx, job->app->db, SQL_BATCH_BY_ID, DB_PARAMS(DB_I(batch_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        ret_batch->provider_id = db_int64(cursor, 0);
        ret_batch->state = (AttemptState)db_int64(cursor, 1);
        if (db_int64(cursor, 2) > job->fiscal_base) {
            job->fiscal_base = db_int64(cursor, 2);
        }
    }
    return OK;
}

/* An answer proves that the file arrived, though we may not have stored that we sent it (a crash).
 */
static Status batch_confirm_sent(Ctx *ctx, ResultJob *job, MatchedBatch *batch) {
    int64_t event_no = 0;
    if (batch->state != ATTEMPT_SENDING) {
        return OK;
    }
    TRY(db_query_int64(ctx, job->app->db, SQL_BATCH_LAST_EVENT_NO, DB_PARAMS(DB_I(batch->batch_id)),
                       0, &event_no));
    TRY(db_exec(ctx, job->app->db, SQL_BATCH_EVENT_INSERT,
                DB_PARAMS(DB_I(batch->batch_id), DB_I(event_no + 1), DB_I(EVENT_SEND_ACKNOWLEDGED),
                          DB_I(ATTEMPT_SENDING), DB_I(ATTEMPT_SENT), DB_N, DB_I(job->change_seq)),
                NULL));
    TRY(db_exec(ctx, job->app->db, SQL_BATCH_SET_STATE,
                DB_PARAMS(DB_I(batch->batch_id), DB_I(ATTEMPT_SENDING), DB_I(ATTEMPT_SENT)), NULL));
    batch->state = ATTEMPT_SENT;
    return OK;
}

/* Rows of one batch. */
static Status match_run(Ctx *ctx, ResultJob *job, const ChunkRow *rows, size_t count) {
    MatchedBatch batch;
    TRY(batch_read(ctx, job, attempt_batch_id(rows[0].attempt_id), &batch));
    if (batch.provider_id == 0) {
        for (size_t i = 0; i < count; i++) {
            TRY(result_suspend_row(ctx, job, &rows[i], REASON_NO_MATCH));
        }
        return OK;
    }
    if (batch.provider_id == job->provider_id) {
        TRY(batch_confirm_sent(ctx, job, &batch));
    }
    int64_t span = rows[count - 1].attempt_id - rows[0].attempt_id + 1;
    if (span <= THIN_SPAN * (int64_t)count) {
        return match_span(ctx, job, &batch, rows, count);
    }
    for (size_t i = 0; i < count;) {
        size_t same = 1;
        while (i + same < count && rows[i + same].attempt_id == rows[i].attempt_id) {
            same++;
        }
        TRY(match_span(ctx, job, &batch, rows + i, same));
        i += same;
    }
    return OK;
}

Status result_match_chunk(Ctx *ctx, ResultJob *job, ChunkRow *rows, size_t count) {
    qsort(rows, count, sizeof *rows, row_compare);
    TRY(result_bulks_open(ctx, job));
    for (size_t i = 0; i < count;) {
        size_t run = 1;
        if (rows[i].attempt_id == 0) {
            TRY(result_suspend_row(ctx, job, &rows[i], REASON_NO_MATCH));
        } else {
            int64_t batch_id = attempt_batch_id(rows[i].attempt_id);
            while (i + run < count && attempt_batch_id(rows[i + run].attempt_id) == batch_id) {
                run++;
            }
            TRY(match_run(ctx, job, rows + i, run));
        }
        i += run;
    }
    return result_bulks_finish(ctx, job);
}
