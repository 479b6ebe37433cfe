/*
 * Release: from approved obligations to attempts, in one pass over an ordered stream.
 *
 *   1. what is no longer owed (death or stop learned since sealing) is ended and its budget freed
 *   2. the payroll's obligations beside earlier ones that are owed and free again, both in person
 *      order, and beside the gates (holds): one attempt per person, its allocations behind it
 *   3. per batch: digest, totals, event, and the posting in-transit / float by commune
 *
 * There is one open batch per provider and channel; a full one is closed and the next begun.
 * Numbers of lines are therefore gapless, and the same inputs give the same ids on both engines.
 */
#include "app/payment.h"

#include "app/release.h"

/* Where a person's money stops, read in person order. */
typedef struct Gates {
    DbCursor *cursor;
    bool has_row;
} Gates;

typedef struct Release {
    ReleaseOut *out;
    Gates gates;
    int64_t payroll_id;
    int64_t held_count;
    int64_t seen_count;
    DbBulk *held;
} Release;

static Status gates_step(Ctx *ctx, Gates *gates) {
    return db_next(ctx, gates->cursor, &gates->has_row);
}

/*
 * Moves the gates up to a person and gives the reason that stops all of the person's money, or an
 * empty one. A stop (last_period above zero) does not: what it ends was ended before.
 */
static Status gates_reason(Ctx *ctx, Gates *gates, int64_t person_id, Str *ret_reason) {
    *ret_reason = (Str){"", 0};
    while (gates->has_row && db_int64(gates->cursor, 0) < person_id) {
        TRY(gates_step(ctx, gates));
    }
    while (gates->has_row && db_int64(gates->cursor, 0) == person_id) {
        if (db_int64(gates->cursor, 2) == 0 && str_is_empty(*ret_reason)) {
            TRY(ctx_copy_str(ctx, db_str(gates->cursor, 1), ret_reason));
        }
        TRY(gates_step(ctx, gates));
    }
    return OK;
}

/* All that one person is paid in this release, before it becomes an attempt. */
typedef struct PersonDue {
    int64_t person_id;
    int64_t account_id;
    int64_t provider_id;
    int64_t channel;
    int64_t amount_dong;
    int64_t payroll_dong; /* of it, from the payroll itself */
    size_t count;
    ReleaseLine lines[RELEASE_LINE_MAX];
} PersonDue;

/* An ordered stream of obligations; column 7, if any, is the attempt number. */
typedef struct DueStream {
    DbCursor *cursor;
    bool has_row;
    bool is_reopened;
} DueStream;

static int64_t due_person(const DueStream *stream) {
    return stream->has_row ? db_int64(stream->cursor, 0) : INT64_MAX;
}

static void due_begin(PersonDue *due, const DbCursor *cursor) {
    due->person_id = db_int64(cursor, 0);
    due->account_id = db_int64(cursor, 4);
    due->provider_id = db_int64(cursor, 5);
    due->channel = db_int64(cursor, 6);
    due->amount_dong = 0;
    due->payroll_dong = 0;
    due->count = 0;
}

static Status due_add(Ctx *ctx, PersonDue *due, const DueStream *stream) {
    const DbCursor *cursor = stream->cursor;
    if (due->count == RELEASE_LINE_MAX) {
        return ctx_fail(ctx, E_BUG, "person %lld has more than %d obligations",
                        (long long)due->person_id, RELEASE_LINE_MAX);
    }
    int64_t attempt_no = stream->is_reopened ? db_int64(cursor, 7) : 1;
    due->lines[due->count++] =
        (ReleaseLine){db_int64(cursor, 1), db_int64(cursor, 2), db_int64(cursor, 3), attempt_no};
    due->amount_dong += db_int64(cursor, 2);
    due->payroll_dong += stream->is_reopened ? 0 : db_int64(cursor, 2);
    return OK;
}

/* What a hold keeps of the payroll is noted; what was owed before stays as it is. */
static Status due_hold(Ctx *ctx, Release *release, const PersonDue *due, Str reason) {
    if (due->payroll_dong == 0) {
        return OK;
    }
    release->held_count++;
    return db_bulk_add(ctx, release->held,
                       DB_PARAMS(DB_I(release->payroll_id), DB_I(due->person_id), DB_T(reason),
                                 DB_I(due->payroll_dong)));
}

static Status due_finish(Ctx *ctx, Release *release, const PersonDue *due) {
    ArenaMark mark = arena_mark(ctx->arena);
    Str reason;
    TRY(gates_reason(ctx, &release->gates, due->person_id, &reason));
    if (str_is_empty(reason) && due->account_id == 0) {
        reason = STR("NO_ACCOUNT");
    }
    if (!str_is_empty(reason)) {
        TRY(due_hold(ctx, release, due, reason));
        arena_rewind(ctx->arena, mark);
        return OK;
    }
    arena_rewind(ctx->arena, mark);
    ReleaseAttempt attempt = {due->person_id,   due->account_id, due->provider_id, due->channel,
                              due->amount_dong, due->lines,      due->count};
    return release_out_add(ctx, release->out, &attempt);
}

/* The lines that a stream has for a person, behind those taken before. */
static Status due_take(Ctx *ctx, Release *release, DueStream *stream, int64_t person_id,
                       PersonDue *due) {
    while (due_person(stream) == person_id) {
        if (due->count == 0) {
            due_begin(due, stream->cursor);
        }
        TRY(due_add(ctx, due, stream));
        if (++release->seen_count % 65536 == 0) {
            ctx_progress(ctx, "payment_release", release->seen_count, release->out->expected_count);
        }
        TRY(db_next(ctx, stream->cursor, &stream->has_row));
    }
    return OK;
}

/* One pass over both streams in person order: whatever one person is owed travels together. */
static Status release_streams(Ctx *ctx, Release *release, DueStream *payroll, DueStream *before) {
    PersonDue due;
    for (;;) { /* ends: both streams only move forward over sealed lists */
        int64_t person_id =
            due_person(payroll) < due_person(before) ? due_person(payroll) : due_person(before);
        if (person_id == INT64_MAX) {
            return OK;
        }
        due.count = 0;
        TRY(due_take(ctx, release, payroll, person_id, &due));
        TRY(due_take(ctx, release, before, person_id, &due));
        TRY(due_finish(ctx, release, &due));
    }
}

static Status release_lines(Ctx *ctx, App *app, Release *release, const ReleasePayroll *payroll) {
    CLEANUP(db_cursor_close) DbCursor *due_cursor = NULL;
    CLEANUP(db_cursor_close) DbCursor *before_cursor = NULL;
    CLEANUP(db_bulk_discard) DbBulk *held = NULL;
    bool has_due = false;
    bool has_before = false;
    TRY(db_bulk_open(ctx, app->db, SQL_RELEASE_HELD_INSERT, &held));
    release->held = held;
    TRY(db_query(ctx, app->db, SQL_RELEASE_LIST_GATES,
                 DB_PARAMS(DB_I(release->payroll_id), DB_I(payroll->made_seq)),
                 &release->gates.cursor));
    TRY(gates_step(ctx, &release->gates));
    TRY(db_query(ctx, app->db, SQL_RELEASE_LIST_DUE, DB_PARAMS(DB_I(release->payroll_id)),
                 &due_cursor));
    TRY(db_next(ctx, due_cursor, &has_due));
    TRY(db_query(ctx, app->db, SQL_RELEASE_LIST_REOPENED,
                 DB_PARAMS(DB_I(payroll->programme_id), DB_I(payroll->tree_from),
                           DB_I(payroll->tree_to), DB_I(payroll->payroll_id)),
                 &before_cursor));
    TRY(db_next(ctx, before_cursor, &has_before));
    DueStream due = {due_cursor, has_due, false};
    DueStream before = {before_cursor, has_before, true};
    TRY(release_streams(ctx, release, &due, &before));
    release->held = NULL;
    return db_bulk_finish(ctx, &held, NULL);
}

static Status release_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const int64_t *payroll_id = arg;
    ReleasePayroll payroll;
    TRY(release_take_payroll(ctx, app, *payroll_id, change_seq, &payroll));
    TRY(release_end_not_owed(ctx, app, &payroll, change_seq));

    CLEANUP(release_out_discard) ReleaseOut *out = NULL;
    TRY(release_out_open(ctx, app, &payroll, change_seq, &out));
    Release release = {.out = out, .payroll_id = *payroll_id};
    Status status = release_lines(ctx, app, &release, &payroll);
    db_cursor_close(&release.gates.cursor);
    TRY(status);
    TRY(release_out_finish(ctx, out));

    reply_add_int(reply, "payroll_id", *payroll_id);
    reply_add_int(reply, "batch_count", out->batch_count);
    reply_add_int(reply, "attempt_count", out->attempt_count);
    reply_add_int(reply, "allocation_count", out->allocation_count);
    reply_add_int(reply, "total_dong", out->total_dong);
    reply_add_int(reply, "held_count", release.held_count);
    return OK;
}

typedef struct PayrollArea {
    int64_t payroll_id;
    int64_t *area_id;
} PayrollArea;

static Status payroll_area_read(Ctx *ctx, App *app, const void *arg) {
    const PayrollArea *find = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_RELEASE_PAYROLL, DB_PARAMS(DB_I(find->payroll_id)),
                     &cursor));
    *find->area_id = db_int64(cursor, 1);
    return OK;
}

Status payment_payroll_area(Ctx *ctx, App *app, int64_t payroll_id, int64_t *ret_area_id) {
    int64_t area_id = 0;
    PayrollArea find = {payroll_id, &area_id};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, payroll_area_read, &find));
    *ret_area_id = area_id;
    return OK;
}

Status payment_release(Ctx *ctx, App *app, int64_t payroll_id, Reply *ret_reply) {
    int64_t area_id = 0;
    Str input;
    TRY(payment_payroll_area(ctx, app, payroll_id, &area_id));
    TRY(ctx_print(ctx, &input, "%lld", (long long)payroll_id));
    UseCase use_case = {"payment_release", RIGHT_PAYMENT_RELEASE, area_id, input};
    return app_write(ctx, app, &use_case, release_in_tx, &payroll_id, ret_reply);
}
