/*
 * A provider's answer, taken whole or not at all, in one pass and one transaction.
 *
 * What if it comes twice: the bytes are known by SHA-256 and nothing changes; the same reference
 * with other bytes is quarantined (R2). A damaged or short file is refused before anything is kept
 * in the database, so that the good one of the same reference may follow.
 */
#include "app/payment.h"
#include "app/source_file.h"

#include <stdlib.h>

#include "app/result.h"
#include "app/setup.h"
#include "codec/iso/result_reader.h"
#include "ledger/txn.h"
#include "payment/end_to_end.h"
#include "store/ledger_store.h"
#include "sys/file.h"
#include "sys/file_store.h"

enum { TEXT_KEPT = 200, CHUNK_TEXT_MAX = 64 << 20 };

typedef struct LoadArg {
    const ResultLoad *load;
    const StoredFile *stored;
    Str file_name;
    int64_t home_area_id;
} LoadArg;

static Status reason_of_row(Ctx *ctx, const ResultRow *row, Reason *ret_reason) {
    (void)ctx;
    *ret_reason = str_is_empty(row->reason_code) ? REASON_NONE : reason_of_iso(row->reason_code);
    if (*ret_reason == REASON_OTHER) {
        Reason own = reason_of_code(row->reason_code); /* providers with our own words */
        *ret_reason = own == REASON_NONE ? REASON_OTHER : own;
    }
    return OK;
}

static Status chunk_take(Ctx *ctx, const ResultRow *row, ChunkRow *chunk_row) {
    EndToEnd id = {0, 0};
    ArenaMark mark = arena_mark(ctx->arena);
    Failure before = ctx->failure;
    if (end_to_end_read(ctx, row->end_to_end_id, &id) != OK) {
        arena_rewind(ctx->arena, mark);
        ctx->failure = before; /* not a failure of ours: the row goes to suspense */
        id = (EndToEnd){0, 0};
    }
    *chunk_row = (ChunkRow){.attempt_id = id.attempt_id,
                            .shard = id.shard,
                            .row_no = row->row_no,
                            .amount_dong = row->amount_dong,
                            .outcome = row->problem == OK ? row->outcome : RESULT_OTHER,
                            .entry_kind = row->entry_kind};
    TRY(reason_of_row(ctx, row, &chunk_row->reason));
    TRY(ctx_copy_str(ctx, row->end_to_end_id, &chunk_row->end_to_end_id));
    return ctx_copy_str(ctx, str_part(row->text, 0, TEXT_KEPT), &chunk_row->text);
}

/* Fills a chunk; its texts lie in an arena of their own, since the postings grow in the other one.
 */
static Status chunk_fill(Ctx *ctx, Arena *texts, ResultReader *reader, ChunkRow *rows,
                         size_t *ret_count) {
    Ctx text_ctx = *ctx;
    size_t count = 0;
    text_ctx.arena = texts;
    while (count < RESULT_CHUNK_ROWS) {
        const ResultRow *row = NULL;
        TRY(result_reader_next(ctx, reader, &row));
        if (row == NULL) {
            break;
        }
        Status status = chunk_take(&text_ctx, row, &rows[count++]);
        if (status != OK) {
            ctx->failure = text_ctx.failure;
            return status;
        }
    }
    *ret_count = count;
    return OK;
}

static Status rows_apply(Ctx *ctx, ResultJob *job, ResultReader *reader, ChunkRow *rows) {
    CLEANUP(arena_free) Arena *texts = arena_new(CHUNK_TEXT_MAX);
    if (texts == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%d bytes", CHUNK_TEXT_MAX);
    }
    for (size_t count = RESULT_CHUNK_ROWS;
         count == RESULT_CHUNK_ROWS;) { /* ends: the last one is short */
        ArenaMark mark = arena_mark(texts);
        TRY(chunk_fill(ctx, texts, reader, rows, &count));
        job->row_count += (int64_t)count;
        TRY(result_match_chunk(ctx, job, rows, count));
        arena_rewind(texts, mark);
        ctx_progress(ctx, "result_load", job->row_count, 0);
    }
    const ResultTotals *totals = result_reader_totals(reader);
    if (!totals->as_declared) {
        return ctx_fail(ctx, E_RESULT_FORMAT, "%.*s", STR_ARG(totals->disagreement));
    }
    return OK;
}

/* "AS202607B000000012" -> 12; 0 when it is not a file of ours. */
static int64_t batch_of_reference(Str reference) {
    size_t at = str_find(reference, STR("B"), 0);
    int64_t batch_id = 0;
    if (!str_starts_with(reference, STR("AS")) || at == SIZE_MAX ||
        !str_to_int64(str_part(reference, at + 1, reference.len), &batch_id)) {
        return 0;
    }
    return batch_id;
}

/* A whole file refused in its head, without rows: every line is refused. */
static Status group_apply(Ctx *ctx, ResultJob *job, const ResultHeader *header, ChunkRow *rows) {
    int64_t batch_id = batch_of_reference(header->original_ref);
    int64_t line_count = 0;
    if (header->group_outcome != RESULT_REJECTED || job->row_count > 0 || batch_id == 0) {
        return OK;
    }
    TRY(db_query_int64(ctx, job->app->db, SQL_BATCH_LINE_COUNT, DB_PARAMS(DB_I(batch_id)), 0,
                       &line_count));
    for (int64_t line = 1; line <= line_count;) {
        size_t count = 0;
        while (count < RESULT_CHUNK_ROWS && line <= line_count) {
            rows[count++] = (ChunkRow){.attempt_id = attempt_id_of(batch_id, line),
                                       .shard = SHARD_ANY,
                                       .row_no = line,
                                       .amount_dong = RESULT_NOT_GIVEN,
                                       .outcome = RESULT_REJECTED,
                                       .entry_kind = RESULT_ENTRY_STATUS,
                                       .reason = reason_of_iso(header->group_reason_code),
                                       .end_to_end_id = STR(""),
                                       .text = STR("")};
            line++;
        }
        job->row_count += (int64_t)count;
        TRY(result_match_chunk(ctx, job, rows, count));
    }
    return OK;
}

static Status result_file_store(Ctx *ctx, const ResultJob *job, const ResultHeader *header,
                                const LoadArg *arg, int64_t quarantine_no) {
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
                   DB_PARAMS(DB_I(job->result_id), DB_I(job->provider_id), DB_T(header->file_ref),
                             DB_I(quarantine_no), DB_I(file_id),
                             DB_T(str_of(result_file_kind_name(header->kind))),
                             db_int_or_null(header->statement_day != 0, header->statement_day),
                             DB_I(job->row_count), DB_I(job->applied_count),
                             DB_I(job->repeated_count), DB_I(job->suspended_count),
                             DB_I(job->applied_dong), DB_I(job->change_seq)),
                   NULL);
}

static Status result_post(Ctx *ctx, ResultJob *job) {
    int64_t fiscal_period = 0;
    if (job->postings.count == 0) {
        return OK;
    }
    if (job->fiscal_base == 0) {
        job->fiscal_base = job->today / 100; /* nothing matched: only unidentified money */
    }
    TRY(ledger_open_period(ctx, job->app->db, job->programme_id, job->fiscal_base, &fiscal_period));
    LedgerTxn txn = {.kind = TXN_RESULT,
                     .programme_id = job->programme_id,
                     .fiscal_period = fiscal_period,
                     .result_id = job->result_id};
    return ledger_post_as(ctx, job->app->db, job->txn_id, &txn, &job->postings, job->change_seq);
}

static void reply_fill(Reply *reply, const ResultJob *job) {
    reply_add_int(reply, "result_id", job->result_id);
    reply_add_int(reply, "row_count", job->row_count);
    reply_add_int(reply, "applied_count", job->applied_count);
    reply_add_int(reply, "repeated_count", job->repeated_count);
    reply_add_int(reply, "suspended_count", job->suspended_count);
    reply_add_int(reply, "paid_count", job->paid_count);
    reply_add_int(reply, "paid_dong", job->paid_dong);
    reply_add_int(reply, "rejected_count", job->rejected_count);
    reply_add_int(reply, "returned_count", job->returned_count);
    reply_add_int(reply, "case_count", job->case_count);
    reply_add_int(reply, "repeated_file", 0);
    reply_add_int(reply, "quarantined", 0);
}

static Status job_run(Ctx *ctx, ResultJob *job, ResultReader *reader, const LoadArg *arg,
                      ChunkRow *rows) {
    Db *db = job->app->db;
    const ResultHeader *header = result_reader_header(reader);
    int64_t same_ref = 0;
    Str file_ref = str_is_empty(header->file_ref) ? arg->file_name : header->file_ref;
    ResultHeader named = *header;
    named.file_ref = file_ref; /* a table without a reference is known by its file name */
    TRY(db_query_int64(ctx, db, SQL_RESULT_FILE_BY_REF,
                       DB_PARAMS(DB_I(job->provider_id), DB_T(file_ref)), 0, &same_ref));
    TRY(db_take_ids(ctx, db, STR("result"), 1, &job->result_id));
    if (same_ref > 0) {
        TRY(result_file_store(ctx, job, &named, arg, same_ref));
        return ctx_fail(ctx, E_RESULT_QUARANTINED, "%.*s", STR_ARG(file_ref));
    }
    TRY(ledger_take_txn_id(ctx, db, &job->txn_id));
    TRY(rows_apply(ctx, job, reader, rows));
    TRY(group_apply(ctx, job, &named, rows));
    TRY(result_post(ctx, job));
    return result_file_store(ctx, job, &named, arg, 0);
}

static Status load_new_file(Ctx *ctx, ResultJob *job, const LoadArg *arg, Str template_name) {
    const ProviderTemplate *template = NULL;
    CLEANUP(result_reader_close) ResultReader *reader = NULL;
    ChunkRow *rows = NULL;
    Str path;
    TRY(provider_template_load(ctx, template_name, &template));
    TRY(ctx_copy_str(ctx, arg->load->path, &path));
    TRY(ctx_alloc(ctx, RESULT_CHUNK_ROWS * sizeof *rows, (void **)&rows));
    TRY(result_reader_open(ctx, path.ptr, template, &reader));
    return job_run(ctx, job, reader, arg, rows);
}

static Status load_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg_ptr,
                         Reply *reply) {
    const LoadArg *arg = arg_ptr;
    int64_t file_id = 0;
    Str sha256 = {(const char *)arg->stored->sha256, DIGEST_BYTES};
    Str template_name;
    ArenaMark mark = arena_mark(ctx->arena);
    CLEANUP(db_cursor_close) DbCursor *provider = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PROVIDER_BY_CODE, DB_PARAMS(DB_T(arg->load->provider_code)),
                     &provider));
    ResultJob job = {.app = app,
                     .change_seq = change_seq,
                     .provider_id = db_int64(provider, 0),
                     .programme_id = 1,
                     .home_area_id = arg->home_area_id,
                     .today = ctx_today(ctx)};
    TRY(ctx_copy_str(ctx, db_str(provider, 2), &template_name));
    db_cursor_close(&provider);
    TRY(source_file_find(ctx, app->db, sha256, FILE_KIND_RESULT, &file_id));
    if (file_id != 0) {
        reply_fill(reply, &job);
        reply->fields[reply->count - 2].number = 1; /* repeated_file */
        return OK;
    }
    posting_set_init(&job.postings);
    Status status = load_new_file(ctx, &job, arg, template_name);
    result_bulks_discard(&job);
    arena_rewind(ctx->arena, mark);
    reply_fill(reply, &job);
    if (status == E_RESULT_QUARANTINED) {
        reply->fields[reply->count - 1].number = 1; /* kept: the transaction commits */
        return OK;
    }
    return status;
}

static Status load_with_right(Ctx *ctx, App *app, const ResultLoad *load, Right right,
                              Reply *ret_reply) {
    StoredFile stored;
    Reply reply;
    Str input;
    char hex[DIGEST_HEX_CHARS + 1];
    LoadArg arg = {.load = load, .stored = &stored, .file_name = file_base_name(load->path)};
    Str extension = file_extension(load->path);
    TRY(setup_home_area(ctx, app, &arg.home_area_id));
    TRY(file_store_put(ctx, app->files_dir, load->path, str_part(extension, 1, extension.len),
                       &stored));
    hex_write(stored.sha256, DIGEST_BYTES, hex);
    TRY(ctx_print(ctx, &input, "%.*s\n%s", STR_ARG(load->provider_code), hex));
    UseCase use_case = {"result_load", right, arg.home_area_id, input};
    TRY(app_write(ctx, app, &use_case, load_in_tx, &arg, &reply));
    if (reply_int(&reply, "quarantined") == 1) {
        return ctx_fail(ctx, E_RESULT_QUARANTINED, "%.*s", STR_ARG(arg.file_name));
    }
    *ret_reply = reply;
    return OK;
}

Status result_load(Ctx *ctx, App *app, const ResultLoad *load, Reply *ret_reply) {
    return load_with_right(ctx, app, load, RIGHT_RESULT_LOAD, ret_reply);
}

Status result_load_by_provider(Ctx *ctx, App *app, const ResultLoad *load, Reply *ret_reply) {
    return load_with_right(ctx, app, load, RIGHT_PROVIDER_FILES, ret_reply);
}
