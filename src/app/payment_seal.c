/*
 * Sealing: one file for each batch, in the provider's own format, kept by its hash.
 *
 * What if the machine dies here: a batch without a file is written again, with the same bytes,
 * since everything in it comes from stored rows and the batch's own moment. What if two do it at
 * once: the second finds the file_id set and changes nothing.
 */
#include "app/payment.h"
#include "app/source_file.h"

#include "app/release.h"
#include "codec/iso/out_file.h"
#include "payment/end_to_end.h"
#include "sys/file.h"
#include "sys/file_store.h"

enum { LINE_ARENA_MARK_ROWS = 1, BATCH_PAGE = 4096 };

typedef struct SealBatch {
    int64_t batch_id;
    int64_t payroll_id;
    int64_t provider_id;
    int64_t period;
    int64_t line_count;
    int64_t total_dong;
    int64_t released_us;
    Str provider_name;
    Str agent;
    Str template_name;
    Str debtor_name;
    Str debtor_account;
} SealBatch;

typedef struct SealList {
    int64_t payroll_id;
    SealBatch *batches;
    size_t *count;
} SealList;

static Status copy_column(Ctx *ctx, const DbCursor *cursor, int column, Str *ret_text) {
    return ctx_copy_str(ctx, db_str(cursor, column), ret_text);
}

static Status seal_list_read(Ctx *ctx, App *app, const void *arg) {
    const SealList *list = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_BATCH_LIST_UNSEALED, DB_PARAMS(DB_I(list->payroll_id)),
                 &cursor));
    *list->count = 0;
    for (bool has_row = true; *list->count < BATCH_PAGE;) { /* ends: a page is full or rows end */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        SealBatch *batch = &list->batches[(*list->count)++];
        batch->batch_id = db_int64(cursor, 0);
        batch->payroll_id = list->payroll_id;
        batch->provider_id = db_int64(cursor, 1);
        batch->period = db_int64(cursor, 2);
        batch->line_count = db_int64(cursor, 3);
        batch->total_dong = db_int64(cursor, 4);
        batch->released_us = db_int64(cursor, 5);
        TRY(copy_column(ctx, cursor, 6, &batch->provider_name));
        TRY(copy_column(ctx, cursor, 7, &batch->agent));
        TRY(copy_column(ctx, cursor, 8, &batch->template_name));
        TRY(copy_column(ctx, cursor, 9, &batch->debtor_name));
        TRY(copy_column(ctx, cursor, 10, &batch->debtor_account));
    }
    return OK;
}

typedef struct SealWrite {
    const SealBatch *batch;
    OutFile *file;
    Str remittance;
} SealWrite;

static Status seal_line(Ctx *ctx, const App *app, const SealWrite *write, const DbCursor *cursor) {
    char id[END_TO_END_CHARS + 1];
    int64_t attempt_id = db_int64(cursor, 0);
    int64_t person_id = db_int64(cursor, 1);
    end_to_end_write(attempt_id, person_id, id);
    Str number = {"", 0};
    if (!db_is_null(cursor, 5)) {
        Cell cell = {FIELD_ACCOUNT_NUMBER, "account", "number_cipher", db_int64(cursor, 3)};
        TRY(keys_open(ctx, app->keys, &cell, db_str(cursor, 5), &number));
    }
    OutLine line = {
        .line_no = attempt_line_no(attempt_id),
        .end_to_end_id = str_of(id),
        .amount_dong = db_int64(cursor, 2),
        .account_number = number,
        .holder_name = db_str(cursor, 4),
        .agent = write->batch->agent,
        .bank_name = write->batch->provider_name,
        .remittance = write->remittance,
        .person_name = db_str(cursor, 6),
        .citizen_id_mask = db_str(cursor, 7),
        .phone_mask = db_str(cursor, 8),
        .pay_point = db_str(cursor, 10),
        .hamlet = db_str(cursor, 9),
    };
    return out_file_add(ctx, write->file, &line);
}

static Status seal_lines_read(Ctx *ctx, App *app, const void *arg) {
    const SealWrite *write = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(db_query(ctx, app->db, SQL_BATCH_LIST_LINES,
                 DB_PARAMS(DB_I(attempt_id_of(write->batch->batch_id, 1)),
                           DB_I(attempt_id_of(write->batch->batch_id, write->batch->line_count))),
                 &cursor));
    for (;;) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        TRY(seal_line(ctx, app, write, cursor));
        arena_rewind(ctx->arena, mark); /* an opened number lives for one line */
    }
}

/* Our name of a file: the same at each try, unique per database. */
static Status batch_reference(Ctx *ctx, const SealBatch *batch, Str *ret_reference) {
    return ctx_print(ctx, ret_reference, "AS%06lldB%09lld", (long long)batch->period,
                     (long long)batch->batch_id);
}

static Status seal_write(Ctx *ctx, App *app, const SealBatch *batch, Str path, Str *ret_file_name) {
    const ProviderTemplate *template = NULL;
    Str reference;
    SealWrite write = {.batch = batch};
    TRY(provider_template_load(ctx, batch->template_name, &template));
    TRY(batch_reference(ctx, batch, &reference));
    TRY(ctx_print(ctx, ret_file_name, "%.*s%s", STR_ARG(reference), out_file_suffix(template)));
    TRY(ctx_print(ctx, &write.remittance, "Tro cap xa hoi T%02lld/%04lld",
                  (long long)(batch->period % 100), (long long)(batch->period / 100)));
    OutFileHeader header = {
        .batch_ref = reference,
        .period = batch->period,
        .count = batch->line_count,
        .sum_dong = batch->total_dong,
        .created_us = batch->released_us,
        .execution_day = clock_day(batch->released_us),
        .debtor_name = batch->debtor_name,
        .debtor_account = batch->debtor_account,
        .debtor_agent = batch->agent,
    };
    CLEANUP(out_file_close) OutFile *file = NULL;
    TRY(out_file_open(ctx, template, &header, path.ptr, &file));
    write.file = file;
    TRY(app_read(ctx, app, RIGHT_NONE, 0, seal_lines_read, &write));
    return out_file_finish(ctx, file);
}

typedef struct SealStore {
    const SealBatch *batch;
    const StoredFile *stored;
    Str file_name;
} SealStore;

static Status seal_store_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                               Reply *reply) {
    const SealStore *store = arg;
    int64_t file_id = 0;
    Str sha256 = {(const char *)store->stored->sha256, DIGEST_BYTES};
    TRY(db_query_int64(ctx, app->db, SQL_SOURCE_FILE_BY_SHA256, DB_PARAMS(DB_B(sha256)), 0,
                       &file_id));
    if (file_id == 0) {
        TRY(db_take_ids(ctx, app->db, STR("file"), 1, &file_id));
        TRY(db_exec(ctx, app->db, SQL_SOURCE_FILE_INSERT,
                    DB_PARAMS(DB_I(file_id), DB_B(sha256), DB_T(store->file_name),
                              DB_I(store->stored->byte_count), DB_I(FILE_KIND_OUT),
                              DB_T(store->stored->stored_path), DB_I(change_seq)),
                    NULL));
    }
    TRY(db_exec(ctx, app->db, SQL_BATCH_SET_FILE,
                DB_PARAMS(DB_I(store->batch->batch_id), DB_I(file_id)), NULL));
    reply_add_int(reply, "batch_id", store->batch->batch_id);
    reply_add_int(reply, "byte_count", store->stored->byte_count);
    return OK;
}

static Status seal_batch(Ctx *ctx, App *app, const SealBatch *batch, int64_t area_id,
                         int64_t *byte_count) {
    Str path;
    Str file_name;
    StoredFile stored;
    Str input;
    Reply reply;
    TRY(file_store_temporary(ctx, app->files_dir, STR("out"), &path));
    TRY(ctx_copy_str(ctx, path, &path)); /* NUL-terminated */
    TRY(seal_write(ctx, app, batch, path, &file_name));
    Str extension = file_extension(file_name);
    TRY(file_store_adopt(ctx, app->files_dir, path, str_part(extension, 1, extension.len),
                         &stored));
    SealStore store = {batch, &stored, file_name};
    TRY(ctx_print(ctx, &input, "%lld", (long long)batch->batch_id));
    UseCase use_case = {"payment_seal", RIGHT_PAYMENT_RELEASE, area_id, input};
    TRY(app_write(ctx, app, &use_case, seal_store_in_tx, &store, &reply));
    *byte_count += stored.byte_count;
    return OK;
}

Status payment_seal(Ctx *ctx, App *app, int64_t payroll_id, Reply *ret_reply) {
    int64_t area_id = 0;
    size_t count = 0;
    int64_t byte_count = 0;
    SealList list = {.payroll_id = payroll_id, .count = &count};
    TRY(payment_payroll_area(ctx, app, payroll_id, &area_id));
    TRY(ctx_alloc(ctx, BATCH_PAGE * sizeof(SealBatch), (void **)&list.batches));
    TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, area_id, seal_list_read, &list));
    for (size_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        ctx_progress(ctx, "payment_seal", (int64_t)i, (int64_t)count);
        TRY(seal_batch(ctx, app, &list.batches[i], area_id, &byte_count));
        arena_rewind(ctx->arena, mark);
    }
    ctx_progress(ctx, "payment_seal", (int64_t)count, (int64_t)count);
    Reply reply = {.count = 0};
    reply_add_int(&reply, "payroll_id", payroll_id);
    reply_add_int(&reply, "file_count", (int64_t)count);
    reply_add_int(&reply, "byte_count", byte_count);
    *ret_reply = reply;
    return OK;
}
