/*
 * A fenced negative: the provider's signed "never received and will be refused". The only word
 * besides a final reject that frees an UNKNOWN attempt (P2); entered by a person, with the paper as
 * evidence.
 */
#include "app/payment.h"
#include "app/source_file.h"

#include "app/result.h"
#include "app/setup.h"
#include "ledger/txn.h"
#include "payment/end_to_end.h"
#include "store/ledger_store.h"
#include "sys/file.h"
#include "sys/file_store.h"

typedef struct FencedArg {
    EndToEnd id;
    Str end_to_end_id;
    const StoredFile *stored;
    Str file_name;
} FencedArg;

/* The paper becomes a result file of one row, so that the event points to evidence like any other.
 */
static Status paper_store(Ctx *ctx, const ResultJob *job, const FencedArg *arg) {
    int64_t file_id = 0;
    Db *db = job->app->db;
    Str sha256 = {(const char *)arg->stored->sha256, DIGEST_BYTES};
    TRY(db_take_ids(ctx, db, STR("file"), 1, &file_id));
    TRY(db_exec(ctx, db, SQL_SOURCE_FILE_INSERT,
                DB_PARAMS(DB_I(file_id), DB_B(sha256), DB_T(arg->file_name),
                          DB_I(arg->stored->byte_count), DB_I(FILE_KIND_RESULT),
                          DB_T(arg->stored->stored_path), DB_I(job->change_seq)),
                NULL));
    return db_exec(ctx, db, SQL_RESULT_FILE_INSERT,
                   DB_PARAMS(DB_I(job->result_id), DB_I(job->provider_id), DB_T(arg->end_to_end_id),
                             DB_I(0), DB_I(file_id), DB_T(STR("paper")), DB_N, DB_I(1),
                             DB_I(job->applied_count), DB_I(job->repeated_count),
                             DB_I(job->suspended_count), DB_I(job->applied_dong),
                             DB_I(job->change_seq)),
                   NULL);
}

static Status fenced_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg_ptr,
                           Reply *reply) {
    const FencedArg *arg = arg_ptr;
    int64_t provider_id = 0;
    TRY(db_query_int64(ctx, app->db, SQL_BATCH_BY_ID,
                       DB_PARAMS(DB_I(attempt_batch_id(arg->id.attempt_id))), 0, &provider_id));
    if (provider_id == 0) {
        return ctx_fail(ctx, E_END_TO_END_ID, "%.*s", STR_ARG(arg->end_to_end_id));
    }
    ResultJob job = {.app = app,
                     .change_seq = change_seq,
                     .provider_id = provider_id,
                     .programme_id = 1,
                     .today = ctx_today(ctx)};
    posting_set_init(&job.postings);
    TRY(db_take_ids(ctx, app->db, STR("result"), 1, &job.result_id));
    TRY(ledger_take_txn_id(ctx, app->db, &job.txn_id));
    ChunkRow row = {.attempt_id = arg->id.attempt_id,
                    .shard = arg->id.shard,
                    .row_no = 1,
                    .amount_dong = RESULT_NOT_GIVEN,
                    .outcome = RESULT_NEVER_RECEIVED,
                    .entry_kind = RESULT_ENTRY_STATUS,
                    .reason = REASON_NEVER_RECEIVED,
                    .end_to_end_id = arg->end_to_end_id,
                    .text = STR("")};
    Status status = result_match_chunk(ctx, &job, &row, 1);
    result_bulks_discard(&job);
    TRY(status);
    if (job.applied_count != 1 || job.case_count != 0) {
        return ctx_fail(ctx, E_ATTEMPT_STATE, "%.*s", STR_ARG(arg->end_to_end_id));
    }
    int64_t fiscal_period = 0;
    TRY(ledger_open_period(ctx, app->db, job.programme_id, job.fiscal_base, &fiscal_period));
    LedgerTxn txn = {.kind = TXN_RESULT,
                     .programme_id = job.programme_id,
                     .fiscal_period = fiscal_period,
                     .result_id = job.result_id};
    TRY(ledger_post_as(ctx, app->db, job.txn_id, &txn, &job.postings, change_seq));
    TRY(paper_store(ctx, &job, arg));
    reply_add_int(reply, "attempt_id", arg->id.attempt_id);
    reply_add_int(reply, "result_id", job.result_id);
    return OK;
}

Status payment_fenced_negative(Ctx *ctx, App *app, const FencedNegative *negative,
                               Reply *ret_reply) {
    StoredFile stored;
    int64_t home_area_id = 0;
    FencedArg arg = {.end_to_end_id = negative->end_to_end_id,
                     .stored = &stored,
                     .file_name = file_base_name(negative->evidence_path)};
    TRY(end_to_end_read(ctx, negative->end_to_end_id, &arg.id));
    TRY(setup_home_area(ctx, app, &home_area_id));
    Str extension = file_extension(negative->evidence_path);
    TRY(file_store_put(ctx, app->files_dir, negative->evidence_path,
                       str_part(extension, 1, extension.len), &stored));
    UseCase use_case = {"payment_fenced_negative", RIGHT_RESULT_LOAD, home_area_id,
                        negative->end_to_end_id};
    return app_write(ctx, app, &use_case, fenced_in_tx, &arg, ret_reply);
}
