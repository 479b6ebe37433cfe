#include "app/job.h"

#include "app/table_query.h"

/* What one call is about; only the pointers behind it are written to. */
typedef struct JobArg {
    App *app;
    const JobAsk *ask;
    const JobOwner *owner;
    const JobStep *step;
    const JobEnd *end;
    int64_t job_id;
    int64_t *ret_number;
    bool *ret_flag;
    Job *ret_job;
} JobArg;

const char *job_state_name(JobState state) {
    static const char *const NAMES[] = {"", "queued", "running", "done", "failed", "cancelled"};
    return state >= JOB_QUEUED && state <= JOB_CANCELLED ? NAMES[state] : "";
}

/* ---- asking ---- */

static Status add_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    const JobAsk *ask = in->ask;
    Str hash = {(const char *)ask->input_hash, DIGEST_BYTES};
    bool has_row = false;
    {
        CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
        TRY(db_query(ctx, db, SQL_JOB_BY_KEY, DB_PARAMS(DB_T(ctx->request_key)), &cursor));
        TRY(db_next(ctx, cursor, &has_row));
        if (has_row && !str_equal(db_str(cursor, 1), hash)) {
            return ctx_fail(ctx, E_REQUEST_KEY_REUSED, "key %.*s", STR_ARG(ctx->request_key));
        }
        if (has_row) {
            *in->ret_number = db_int64(cursor, 0);
            *in->ret_flag = false;
            return OK;
        }
    }
    int64_t job_id = 0;
    TRY(db_take_ids(ctx, db, STR("job"), 1, &job_id));
    TRY(db_exec(ctx, db, SQL_JOB_INSERT,
                DB_PARAMS(DB_I(job_id), DB_I(ctx->user_id), DB_T(ctx->request_key),
                          DB_T(ask->operation), DB_T(ask->address), DB_T(ask->query),
                          DB_T(ask->body), db_text_or_null(ask->upload_path), DB_B(hash),
                          DB_I((int64_t)ctx->language), DB_I(ctx_now_us(ctx))),
                NULL));
    *in->ret_number = job_id;
    *in->ret_flag = true;
    return OK;
}

Status job_add(Ctx *ctx, App *app, const JobAsk *ask, int64_t *ret_job_id, bool *ret_is_new) {
    JobArg arg = {.ask = ask, .ret_number = ret_job_id, .ret_flag = ret_is_new};
    return db_write(ctx, app->db, add_in_tx, &arg);
}

/* ---- looking ---- */

static Status job_read(Ctx *ctx, Db *db, int64_t job_id, Job *ret_job) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    Job job = {.job_id = job_id};
    TRY(db_query(ctx, db, SQL_JOB_BY_ID, DB_PARAMS(DB_I(job_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        *ret_job = (Job){.job_id = 0};
        return OK;
    }
    job.user_id = db_int64(cursor, 0);
    TRY(ctx_copy_str(ctx, db_str(cursor, 1), &job.request_key));
    TRY(ctx_copy_str(ctx, db_str(cursor, 2), &job.operation));
    TRY(ctx_copy_str(ctx, db_str(cursor, 3), &job.address));
    TRY(ctx_copy_str(ctx, db_str(cursor, 4), &job.query));
    TRY(ctx_copy_str(ctx, db_str(cursor, 5), &job.body));
    TRY(ctx_copy_str(ctx, db_str(cursor, 6), &job.upload_path));
    job.language = (Language)db_int64(cursor, 7);
    job.state = (JobState)db_int64(cursor, 8);
    job.cancel_asked = db_int64(cursor, 9) != 0;
    TRY(ctx_copy_str(ctx, db_str(cursor, 10), &job.stage));
    job.done_count = db_int64(cursor, 11);
    job.total_count = db_int64(cursor, 12);
    TRY(ctx_copy_str(ctx, db_str(cursor, 13), &job.owner));
    job.try_count = db_int64(cursor, 14);
    job.http_status = db_int64(cursor, 15);
    TRY(ctx_copy_str(ctx, db_str(cursor, 16), &job.reply));
    *ret_job = job;
    return OK;
}

static Status look_read(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    return job_read(ctx, db, in->job_id, in->ret_job);
}

Status job_look(Ctx *ctx, App *app, int64_t job_id, Job *ret_job) {
    JobArg arg = {.job_id = job_id, .ret_job = ret_job};
    return db_read(ctx, app->db, look_read, &arg);
}

/* Whose jobs the user may see: 0 = everybody's. */
static Status seen_user(Ctx *ctx, Db *db, int64_t *ret_user_id) {
    unsigned rights = 0;
    TRY(right_list(ctx, db, &rights));
    *ret_user_id = rights >> RIGHT_LOG_READ & 1U ? 0 : ctx->user_id;
    return OK;
}

static Status find_read(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    int64_t user_id = 0;
    Job job;
    TRY(seen_user(ctx, db, &user_id));
    TRY(job_read(ctx, db, in->job_id, &job));
    if (job.job_id == 0 || (user_id != 0 && job.user_id != user_id)) {
        return ctx_fail(ctx, E_NOT_FOUND, "job %lld", (long long)in->job_id);
    }
    *in->ret_job = job;
    return OK;
}

Status job_find(Ctx *ctx, App *app, int64_t job_id, Job *ret_job) {
    JobArg arg = {.job_id = job_id, .ret_job = ret_job};
    return db_read(ctx, app->db, find_read, &arg);
}

typedef struct ListArg {
    const Page *page;
    int64_t job_id;
    const TableOut *out;
} ListArg;

static Status list_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"job_id", "Công việc", "Job", CELL_ID},
        {"login", "Người giao", "By", CELL_TEXT},
        {"operation", "Việc", "What", CELL_TEXT},
        {"state", "Trạng thái", "State", CELL_JOB_STATE},
        {"cancel_asked", "Xin hủy", "To be cancelled", CELL_YES_NO},
        {"stage", "Đang làm", "Stage", CELL_TEXT},
        {"done_count", "Đã làm", "Done", CELL_INT},
        {"total_count", "Tổng số", "Of", CELL_INT},
        {"try_count", "Số lần chạy", "Tries", CELL_INT},
        {"http_status", "Mã trả lời", "Status", CELL_ID},
        {"made_us", "Giao lúc", "Made at", CELL_INT},
        {"begun_us", "Bắt đầu", "Begun at", CELL_INT},
        {"ended_us", "Kết thúc", "Ended at", CELL_INT},
    };
    const ListArg *in = arg;
    int64_t user_id = 0;
    TRY(seen_user(ctx, app->db, &user_id));
    DbValue params[] = {DB_I(user_id), DB_I(in->page->after), DB_I(in->job_id),
                        DB_I(in->page->row_count)};
    TableQuery query = {SQL_JOB_PAGE, params, 4, "jobs", COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status job_list(Ctx *ctx, App *app, const Page *page, int64_t job_id, const TableOut *out) {
    ListArg arg = {page, job_id, out};
    return app_read(ctx, app, RIGHT_NONE, 0, list_read, &arg); /* seen_user() is its right */
}

/* ---- cancelling ---- */

static Status cancel_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    Job job;
    JobArg find = {.job_id = in->job_id, .ret_job = &job};
    TRY(find_read(ctx, db, &find));
    if (job.state != JOB_QUEUED && job.state != JOB_RUNNING) {
        return ctx_fail(ctx, E_JOB_ENDED, "job %lld", (long long)in->job_id);
    }
    if (job.state == JOB_RUNNING) {
        return db_exec(ctx, db, SQL_JOB_ASK_CANCEL, DB_PARAMS(DB_I(in->job_id)), NULL);
    }
    return db_exec(ctx, db, SQL_JOB_CANCEL_QUEUED,
                   DB_PARAMS(DB_I(in->job_id), DB_I(ctx_now_us(ctx))), NULL);
}

Status job_cancel(Ctx *ctx, App *app, int64_t job_id) {
    JobArg arg = {.job_id = job_id};
    return db_write(ctx, app->db, cancel_in_tx, &arg);
}

/* ---- running ---- */

static Status waiting_read(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    return db_query_int64(ctx, db, SQL_JOB_WAITING, DB_PARAMS(DB_I(ctx_now_us(ctx))), 0,
                          in->ret_number);
}

Status job_is_waiting(Ctx *ctx, App *app, bool *ret_waiting) {
    int64_t job_id = 0;
    JobArg arg = {.ret_number = &job_id};
    TRY(db_read(ctx, app->db, waiting_read, &arg));
    *ret_waiting = job_id != 0;
    return OK;
}

static Status take_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    int64_t job_id = 0;
    int64_t changed = 0;
    int64_t now_us = ctx_now_us(ctx);
    *in->ret_job = (Job){.job_id = 0};
    TRY(db_query_int64(ctx, db, SQL_JOB_WAITING, DB_PARAMS(DB_I(now_us)), 0, &job_id));
    if (job_id == 0) {
        return OK;
    }
    TRY(db_exec(ctx, db, SQL_JOB_TAKE,
                DB_PARAMS(DB_I(job_id), DB_T(in->owner->name), DB_I(now_us + in->owner->lease_us),
                          DB_I(now_us)),
                &changed));
    return changed == 0 ? OK : job_read(ctx, db, job_id, in->ret_job);
}

Status job_take(Ctx *ctx, App *app, const JobOwner *owner, Job *ret_job) {
    JobArg arg = {.owner = owner, .ret_job = ret_job};
    return db_write(ctx, app->db, take_in_tx, &arg);
}

static Status beat_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    int64_t changed = 0;
    Job job;
    TRY(db_exec(ctx, db, SQL_JOB_BEAT,
                DB_PARAMS(DB_I(in->job_id), DB_T(in->owner->name),
                          DB_I(ctx_now_us(ctx) + in->owner->lease_us), DB_T(in->step->stage),
                          DB_I(in->step->done_count), DB_I(in->step->total_count)),
                &changed));
    TRY(job_read(ctx, db, in->job_id, &job));
    *in->ret_flag = changed == 0 || job.cancel_asked;
    return OK;
}

Status job_beat(Ctx *ctx, App *app, const JobOwner *owner, int64_t job_id, const JobStep *step,
                bool *ret_stop) {
    JobArg arg = {.owner = owner, .job_id = job_id, .step = step, .ret_flag = ret_stop};
    return db_write(ctx, app->db, beat_in_tx, &arg);
}

typedef struct CommittedArg {
    Str request_key;
    bool *committed;
} CommittedArg;

static Status committed_read(Ctx *ctx, Db *db, const void *arg) {
    const CommittedArg *in = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_REQUEST_BY_KEY, DB_PARAMS(DB_T(in->request_key)), &cursor));
    return db_next(ctx, cursor, in->committed);
}

Status job_is_committed(Ctx *ctx, App *app, Str request_key, bool *ret_committed) {
    bool committed = false;
    CommittedArg arg = {request_key, &committed};
    TRY(db_read(ctx, app->db, committed_read, &arg));
    *ret_committed = committed;
    return OK;
}

static Status end_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    const JobEnd *end = in->end;
    bool replied = end->state != JOB_CANCELLED;
    return db_exec(ctx, db, SQL_JOB_END,
                   DB_PARAMS(DB_I(in->job_id), DB_T(in->owner->name), DB_I((int64_t)end->state),
                             db_int_or_null(replied, end->http_status),
                             replied ? DB_T(end->reply) : DB_N, DB_T(end->step.stage),
                             DB_I(end->step.done_count), DB_I(end->step.total_count),
                             DB_I(ctx_now_us(ctx))),
                   NULL);
}

Status job_end(Ctx *ctx, App *app, const JobOwner *owner, int64_t job_id, const JobEnd *end) {
    JobArg arg = {.owner = owner, .job_id = job_id, .end = end};
    return db_write(ctx, app->db, end_in_tx, &arg);
}

static Status give_back_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    return db_exec(ctx, db, SQL_JOB_GIVE_BACK, DB_PARAMS(DB_I(in->job_id), DB_T(in->owner->name)),
                   NULL);
}

Status job_give_back(Ctx *ctx, App *app, const JobOwner *owner, int64_t job_id) {
    JobArg arg = {.owner = owner, .job_id = job_id};
    return db_write(ctx, app->db, give_back_in_tx, &arg);
}

static Status forget_in_tx(Ctx *ctx, Db *db, const void *arg) {
    const JobArg *in = arg;
    return db_exec(ctx, db, SQL_JOB_FORGET_OWNERS, DB_PARAMS(DB_T(in->owner->name)), NULL);
}

Status job_forget_owners(Ctx *ctx, App *app, const JobOwner *owner) {
    JobArg arg = {.owner = owner};
    return db_write(ctx, app->db, forget_in_tx, &arg);
}
