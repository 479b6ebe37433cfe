/*
 * Sending: the file is staged in the provider's exchange folder under a name that no provider
 * takes, then the intent is stored and committed, then the file gets its real name in one step,
 * then the acknowledgement is stored. No transaction is open while a byte moves.
 *
 * What if the machine dies between: the batch stands SENDING. At the next start payment_recover()
 * looks where the bytes are. Under the real name: it was sent. Still staged: it never left, and is
 * sent now, for the first time. Neither: the provider may have taken it, nobody knows, and it is
 * UNKNOWN.
 */
#include "app/payment.h"

#include <string.h>

#include "app/release.h"
#include "app/setup.h"
#include "payment/state.h"
#include "sys/digest.h"
#include "sys/file.h"

enum { BATCH_PAGE = 4096 };

typedef struct SendBatch {
    int64_t batch_id;
    int64_t event_no;
    AttemptState state;
    Str provider_code;
    Str file_name;
    Str stored_path;
    uint8_t sha256[DIGEST_BYTES];
} SendBatch;

typedef struct SendList {
    int64_t payroll_id; /* 0 = all */
    AttemptState state;
    SendBatch *batches;
    size_t *count;
} SendList;

static Status send_list_read(Ctx *ctx, App *app, const void *arg) {
    const SendList *list = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_BATCH_LIST,
                 DB_PARAMS(db_int_or_null(list->payroll_id != 0, list->payroll_id)), &cursor));
    *list->count = 0;
    for (bool has_row = true; *list->count < BATCH_PAGE;) { /* ends: a page is full or rows end */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (db_int64(cursor, 9) != (int64_t)list->state || db_is_null(cursor, 10)) {
            continue;
        }
        SendBatch *batch = &list->batches[(*list->count)++];
        batch->batch_id = db_int64(cursor, 0);
        batch->event_no = db_int64(cursor, 14);
        batch->state = list->state;
        TRY(ctx_copy_str(ctx, db_str(cursor, 3), &batch->provider_code));
        TRY(ctx_copy_str(ctx, db_str(cursor, 11), &batch->file_name));
        TRY(ctx_copy_str(ctx, db_str(cursor, 12), &batch->stored_path));
        Str sha256 = db_str(cursor, 13);
        if (sha256.len != DIGEST_BYTES) {
            return ctx_fail(ctx, E_BUG, "batch %lld: a hash of %zu bytes",
                            (long long)batch->batch_id, sha256.len);
        }
        memcpy(batch->sha256, sha256.ptr, DIGEST_BYTES);
    }
    return OK;
}

static Status batch_step_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                               Reply *reply) {
    const BatchStep *step = arg;
    AttemptState to = step->from;
    PostingKind effect = POSTING_NONE;
    int64_t changed = 0;
    if (attempt_step(step->from, step->event, &to, &effect) != STEP_TAKEN ||
        effect != POSTING_NONE) {
        return ctx_fail(ctx, E_BATCH_STATE, "%s %lld: %s", ctx_say(ctx, "lô", "batch"),
                        (long long)step->batch_id, attempt_state_name(step->from));
    }
    TRY(db_exec(ctx, app->db, SQL_BATCH_SET_STATE,
                DB_PARAMS(DB_I(step->batch_id), DB_I(step->from), DB_I(to)), &changed));
    if (changed != 1) {
        return ctx_fail(ctx, E_BATCH_STATE, "%s %lld: %s %s", ctx_say(ctx, "lô", "batch"),
                        (long long)step->batch_id, ctx_say(ctx, "không còn là", "no longer"),
                        attempt_state_name(step->from));
    }
    TRY(db_exec(ctx, app->db, SQL_BATCH_EVENT_INSERT,
                DB_PARAMS(DB_I(step->batch_id), DB_I(step->event_no), DB_I(step->event),
                          DB_I(step->from), DB_I(to), DB_N, DB_I(change_seq)),
                NULL));
    reply_add_int(reply, "batch_id", step->batch_id);
    reply_add_text(reply, "state", str_of(attempt_state_name(to)));
    return OK;
}

Status payment_step_batch(Ctx *ctx, App *app, int64_t area_id, BatchStep step) {
    Reply reply;
    Str input;
    Str outer_key = ctx->request_key;
    TRY(ctx_print(ctx, &input, "%lld %lld %d", (long long)step.batch_id, (long long)step.event_no,
                  (int)step.event));
    UseCase use_case = {"payment_step_batch", RIGHT_PAYMENT_RELEASE, area_id, input};
    ctx->request_key = STR(""); /* the key belongs to the whole command; the step guards itself */
    Status status = app_write(ctx, app, &use_case, batch_step_in_tx, &step, &reply);
    ctx->request_key = outer_key;
    return status;
}

/* Where the file of a batch lies on its way out. */
typedef struct Exchange {
    Str folder;
    Str staged; /* no provider looks for names with this ending */
    Str path;
} Exchange;

static Status exchange_of(Ctx *ctx, Str out_dir, const SendBatch *batch, Exchange *ret_exchange) {
    Exchange exchange;
    TRY(file_join(ctx, out_dir, batch->provider_code, &exchange.folder));
    TRY(file_join(ctx, exchange.folder, batch->file_name, &exchange.path));
    TRY(ctx_print(ctx, &exchange.staged, "%.*s.staged", STR_ARG(exchange.path)));
    *ret_exchange = exchange;
    return OK;
}

static Status has_our_bytes(Ctx *ctx, const SendBatch *batch, Str path, bool *ret_has) {
    uint8_t sha256[DIGEST_BYTES];
    bool has = file_exists(path);
    if (has) {
        TRY(sha256_file(ctx, path, sha256));
        has = memcmp(sha256, batch->sha256, DIGEST_BYTES) == 0;
    }
    *ret_has = has;
    return OK;
}

static Status send_one(Ctx *ctx, App *app, const SendBatch *batch, Str out_dir, int64_t area_id) {
    Exchange exchange;
    Str from;
    bool is_sealed = false;
    TRY(exchange_of(ctx, out_dir, batch, &exchange));
    TRY(file_join(ctx, app->files_dir, batch->stored_path, &from));
    TRY(file_make_folders(ctx, exchange.folder));
    TRY(file_copy(ctx, from, exchange.staged));
    TRY(has_our_bytes(ctx, batch, exchange.staged, &is_sealed));
    /* What was sealed is what is sent, or nothing. (None there: somebody else is sending it.) */
    if (!is_sealed && file_exists(exchange.staged)) {
        TRY(file_remove(ctx, exchange.staged));
        return ctx_fail(ctx, E_FILE_DAMAGED, "batch %lld", (long long)batch->batch_id);
    }
    TRY(payment_step_batch(
        ctx, app, area_id,
        (BatchStep){batch->batch_id, batch->event_no + 1, ATTEMPT_RELEASED, EVENT_SEND_BEGIN}));
    TRY(file_publish(ctx, exchange.staged, exchange.path));
    return payment_step_batch(ctx, app, area_id,
                              (BatchStep){batch->batch_id, batch->event_no + 2, ATTEMPT_SENDING,
                                          EVENT_SEND_ACKNOWLEDGED});
}

/*
 * One sender at a time in an exchange folder. A second one could stage a file again that the first
 * has published and the provider has taken: whoever recovers after a death would take it for one
 * that never left, and send it twice. The lock dies with its process.
 */
static Status sending_lock(Ctx *ctx, Str out_dir, int *ret_fd) {
    Str path;
    TRY(file_make_folders(ctx, out_dir));
    TRY(file_join(ctx, out_dir, STR(".sending"), &path));
    return file_lock(ctx, path, ret_fd);
}

/* A gate at sending too: nothing leaves while the fence is up or the last audit is red. */
static Status send_gates_read(Ctx *ctx, App *app, const void *arg) {
    (void)arg;
    return release_check_gates(ctx, app->db);
}

Status payment_send(Ctx *ctx, App *app, const PaymentSend *send, Reply *ret_reply) {
    int64_t area_id = 0;
    size_t count = 0;
    CLEANUP(file_close) int lock = -1;
    SendList list = {.payroll_id = send->payroll_id, .state = ATTEMPT_RELEASED, .count = &count};
    TRY(payment_payroll_area(ctx, app, send->payroll_id, &area_id));
    TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, area_id, send_gates_read, NULL));
    TRY(ctx_alloc(ctx, BATCH_PAGE * sizeof(SendBatch), (void **)&list.batches));
    TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, area_id, send_list_read, &list));
    if (count > 0) {
        TRY(sending_lock(ctx, send->out_dir, &lock));
        TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, area_id, send_list_read, &list));
    }
    for (size_t i = 0; i < count; i++) {
        ctx_progress(ctx, "payment_send", (int64_t)i, (int64_t)count);
        TRY(send_one(ctx, app, &list.batches[i], send->out_dir, area_id));
    }
    ctx_progress(ctx, "payment_send", (int64_t)count, (int64_t)count);
    Reply reply = {.count = 0};
    reply_add_int(&reply, "payroll_id", send->payroll_id);
    reply_add_int(&reply, "sent_count", (int64_t)count);
    *ret_reply = reply;
    return OK;
}

static Status recover_one(Ctx *ctx, App *app, const SendBatch *batch, Str out_dir, int64_t area_id,
                          bool *ret_sent) {
    Exchange exchange;
    bool is_staged = false;
    TRY(exchange_of(ctx, out_dir, batch, &exchange));
    TRY(has_our_bytes(ctx, batch, exchange.path, ret_sent));
    TRY(has_our_bytes(ctx, batch, exchange.staged, &is_staged));
    if (!*ret_sent && is_staged) {
        TRY(file_publish(ctx, exchange.staged, exchange.path));
        *ret_sent = true;
    }
    return payment_step_batch(ctx, app, area_id,
                              (BatchStep){batch->batch_id, batch->event_no + 1, ATTEMPT_SENDING,
                                          *ret_sent ? EVENT_SEND_ACKNOWLEDGED : EVENT_REPLY_LOST});
}

Status payment_recover(Ctx *ctx, App *app, Str out_dir, Reply *ret_reply) {
    size_t count = 0;
    int64_t sent_count = 0;
    int64_t home_area_id = 0;
    CLEANUP(file_close) int lock = -1;
    SendList list = {.payroll_id = 0, .state = ATTEMPT_SENDING, .count = &count};
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_alloc(ctx, BATCH_PAGE * sizeof(SendBatch), (void **)&list.batches));
    TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, home_area_id, send_list_read, &list));
    if (count > 0) { /* whoever is still sending is not to be recovered */
        TRY(sending_lock(ctx, out_dir, &lock));
        TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, home_area_id, send_list_read, &list));
    }
    for (size_t i = 0; i < count; i++) {
        bool sent = false;
        TRY(recover_one(ctx, app, &list.batches[i], out_dir, home_area_id, &sent));
        sent_count += sent;
    }
    Reply reply = {.count = 0};
    reply_add_int(&reply, "sending_count", (int64_t)count);
    reply_add_int(&reply, "sent_count", sent_count);
    reply_add_int(&reply, "unknown_count", (int64_t)count - sent_count);
    *ret_reply = reply;
    return OK;
}

typedef struct SilentList {
    int64_t now_us;
    SendBatch *batches;
    size_t *count;
} SilentList;

static Status silent_list_read(Ctx *ctx, App *app, const void *arg) {
    const SilentList *list = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_BATCH_LIST_SILENT, DB_PARAMS(DB_I(list->now_us)), &cursor));
    *list->count = 0;
    for (bool has_row = true; *list->count < BATCH_PAGE;) { /* ends: a page is full or rows end */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        list->batches[(*list->count)++] = (SendBatch){.batch_id = db_int64(cursor, 0),
                                                      .event_no = db_int64(cursor, 2),
                                                      .state = ATTEMPT_SENT};
    }
    return OK;
}

Status payment_mark_silent(Ctx *ctx, App *app, Reply *ret_reply) {
    size_t count = 0;
    int64_t home_area_id = 0;
    SilentList list = {.now_us = ctx_now_us(ctx), .count = &count};
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_alloc(ctx, BATCH_PAGE * sizeof(SendBatch), (void **)&list.batches));
    TRY(app_read(ctx, app, RIGHT_PAYMENT_RELEASE, home_area_id, silent_list_read, &list));
    for (size_t i = 0; i < count; i++) {
        TRY(payment_step_batch(ctx, app, home_area_id,
                               (BatchStep){list.batches[i].batch_id, list.batches[i].event_no + 1,
                                           ATTEMPT_SENT, EVENT_REPLY_LOST}));
    }
    Reply reply = {.count = 0};
    reply_add_int(&reply, "unknown_batch_count", (int64_t)count);
    *ret_reply = reply;
    return OK;
}
