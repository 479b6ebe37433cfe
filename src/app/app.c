/*
 * One writing use case, from right to change log, in one transaction:
 *   right -> known request key? answer it -> number of the change -> the work -> the change row,
 *   chained by hash to the one before -> the stored reply.
 */
#include "app/app.h"

#include "base/strbuf.h"
#include "sys/digest.h"

enum { REPLY_MAX = 65536 };

typedef struct WriteJob {
    App *app;
    const UseCase *use_case;
    AppWork work;
    const void *arg;
    Reply *reply; /* the only output: begun afresh at each run of the transaction */
} WriteJob;

static void input_hash(const UseCase *use_case, uint8_t ret_hash[DIGEST_BYTES]) {
    DigestState state;
    digest_init(&state);
    digest_add(&state, str_of(use_case->name));
    digest_add(&state, STR("\n"));
    digest_add(&state, use_case->input);
    digest_final(&state, ret_hash);
}

/* Looks for the request key; a known one with the same input fills the reply. */
static Status request_replay(Ctx *ctx, const WriteJob *job, Str hash, bool *ret_known) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, job->app->db, SQL_REQUEST_BY_KEY, DB_PARAMS(DB_T(ctx->request_key)),
                 &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        *ret_known = false;
        return OK;
    }
    if (!str_equal(db_str(cursor, 0), str_of(job->use_case->name)) ||
        !str_equal(db_str(cursor, 1), hash)) {
        return ctx_fail(ctx, E_REQUEST_KEY_REUSED, "key %.*s", STR_ARG(ctx->request_key));
    }
    TRY(reply_from_json(ctx, db_str(cursor, 2), job->reply));
    job->reply->replayed = true;
    *ret_known = true;
    return OK;
}

static Status change_append(Ctx *ctx, const WriteJob *job, int64_t change_seq, Str summary) {
    static const uint8_t ZERO[DIGEST_BYTES];
    Str previous = {(const char *)ZERO, DIGEST_BYTES};
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, job->app->db, SQL_CHANGE_LAST, DB_NO_PARAMS, &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        TRY(ctx_copy_str(ctx, db_str(cursor, 1), &previous));
    }
    int64_t at_us = ctx_now_us(ctx);
    int64_t area_id = job->use_case->area_id;
    DigestState state;
    uint8_t hash[DIGEST_BYTES];
    digest_init(&state);
    digest_add_int64(&state, change_seq);
    digest_add_int64(&state, at_us);
    digest_add_int64(&state, ctx->user_id);
    digest_add_text(&state, str_of(job->use_case->name));
    digest_add_int64(&state, area_id);
    digest_add_text(&state, summary);
    digest_add(&state, previous);
    digest_final(&state, hash);
    return db_exec(ctx, job->app->db, SQL_CHANGE_INSERT,
                   DB_PARAMS(DB_I(change_seq), DB_I(at_us), DB_I(ctx->user_id),
                             DB_T(str_of(job->use_case->name)),
                             db_int_or_null(area_id != 0, area_id), DB_T(summary), DB_B(previous),
                             DB_B(((Str){(char *)hash, sizeof hash}))),
                   NULL);
}

static Status app_write_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const WriteJob *job = arg;
    *job->reply = (Reply){.count = 0};
    TRY(right_require(ctx, db, job->use_case->right, job->use_case->area_id));

    uint8_t hash[DIGEST_BYTES];
    input_hash(job->use_case, hash);
    Str hash_str = {(const char *)hash, sizeof hash};
    if (!str_is_empty(ctx->request_key)) {
        bool known = false;
        TRY(request_replay(ctx, job, hash_str, &known));
        if (known) {
            return OK;
        }
    }
    int64_t change_seq = 0;
    TRY(db_take_ids(ctx, db, STR("change"), 1, &change_seq));
    TRY(job->work(ctx, job->app, change_seq, job->arg, job->reply));

    CLEANUP(strbuf_done) StrBuf json;
    strbuf_init(&json, REPLY_MAX);
    TRY(reply_to_json(ctx, job->reply, &json));
    TRY(change_append(ctx, job, change_seq, strbuf_str(&json)));
    if (str_is_empty(ctx->request_key)) {
        return OK;
    }
    return db_exec(ctx, db, SQL_REQUEST_INSERT,
                   DB_PARAMS(DB_T(ctx->request_key), DB_T(str_of(job->use_case->name)),
                             DB_B(hash_str), DB_T(strbuf_str(&json)), DB_I(change_seq)),
                   NULL);
}

Status app_write(Ctx *ctx, App *app, const UseCase *use_case, AppWork work, const void *arg,
                 Reply *ret_reply) {
    Reply reply = {.count = 0};
    WriteJob job = {app, use_case, work, arg, &reply};
    TRY(db_write(ctx, app->db, app_write_in_tx, &job));
    *ret_reply = reply;
    return OK;
}

typedef struct ReadJob {
    App *app;
    Right right;
    int64_t area_id;
    AppRead work;
    const void *arg;
} ReadJob;

static Status app_read_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const ReadJob *job = arg;
    TRY(right_require(ctx, db, job->right, job->area_id));
    return job->work(ctx, job->app, job->arg);
}

Status app_read(Ctx *ctx, App *app, Right right, int64_t area_id, AppRead work, const void *arg) {
    ReadJob job = {app, right, area_id, work, arg};
    return db_read(ctx, app->db, app_read_in_tx, &job);
}
