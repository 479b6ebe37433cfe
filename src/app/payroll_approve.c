/*
 * Approval: a second person approves a digest, recomputed from the rows (A1). The budget is
 * committed by commune: Dr committed, Cr available; nothing is approved that is not allotted. What
 * the list withholds takes down the claims, and a claim that is met is closed.
 */
#include "app/payroll.h"

#include <string.h>

#include "app/recovery.h"
#include "ledger/txn.h"
#include "payment/payroll_digest.h"
#include "store/ledger_store.h"

enum { PAYROLL_SEALED = 1 };

typedef struct ApproveHead {
    int64_t programme_id;
    int64_t area_id;
    int64_t period;
    int64_t state;
    int64_t made_by;
    uint8_t digest[DIGEST_BYTES];
} ApproveHead;

static Status head_read(Ctx *ctx, Db *db, int64_t payroll_id, ApproveHead *ret_head) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(payroll_id)), &cursor));
    Str digest = db_str(cursor, 5);
    if (digest.len != DIGEST_BYTES) {
        return ctx_fail(ctx, E_BUG, "payroll %lld: a digest of %zu bytes", (long long)payroll_id,
                        digest.len);
    }
    ret_head->programme_id = db_int64(cursor, 0);
    ret_head->area_id = db_int64(cursor, 1);
    ret_head->period = db_int64(cursor, 2);
    ret_head->state = db_int64(cursor, 4);
    ret_head->made_by = db_int64(cursor, 12);
    memcpy(ret_head->digest, digest.ptr, DIGEST_BYTES);
    return OK;
}

/* Once more over all rows: digest and, beside it, the sums by commune. */
typedef struct ApproveRows {
    PostingSet postings;
    uint8_t digest[DIGEST_BYTES];
    int64_t total_dong;
} ApproveRows;

static Status rows_read(Ctx *ctx, Db *db, int64_t payroll_id, int64_t programme_id,
                        ApproveRows *rows) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    PayrollDigest digest;
    payroll_digest_init(&digest);
    TRY(db_query(ctx, db, SQL_PAYROLL_LIST_LINES, DB_PARAMS(DB_I(payroll_id)), &cursor));
    for (;;) { /* ends: the cursor only moves forward over a sealed list */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        Obligation line = {db_int64(cursor, 1), db_int64(cursor, 0),  db_int64(cursor, 2),
                           db_int64(cursor, 3), db_int64(cursor, 4),  db_int64(cursor, 5),
                           db_int64(cursor, 6), db_int64(cursor, 7),  db_int64(cursor, 8),
                           db_int64(cursor, 9), db_int64(cursor, 10), db_int64(cursor, 11)};
        TRY(payroll_digest_add(ctx, &digest, &line));
        PostingPlace place = {.area_id = line.area_id, .programme_id = programme_id};
        TRY(posting_set_move(ctx, &rows->postings, MOVE_COMMIT, place, line.amount_dong));
        if (digest.line_count % 65536 == 0) {
            ctx_progress(ctx, "payroll_approve", digest.line_count, 0);
        }
    }
    payroll_digest_final(&digest, rows->digest);
    rows->total_dong = digest.total_dong;
    return OK;
}

static Status approve_check(Ctx *ctx, const ApproveHead *head, const PayrollApprove *approve) {
    uint8_t seen[DIGEST_BYTES];
    if (head->state != PAYROLL_SEALED) {
        return ctx_fail(ctx, E_PAYROLL_NOT_SEALED, "payroll %lld, state %lld",
                        (long long)approve->payroll_id, (long long)head->state);
    }
    if (head->made_by == ctx->user_id) {
        return ctx_fail(ctx, E_PAYROLL_SAME_PERSON, "user %lld", (long long)ctx->user_id);
    }
    if (!hex_read(approve->digest, seen, DIGEST_BYTES) ||
        memcmp(seen, head->digest, DIGEST_BYTES) != 0) {
        return ctx_fail(
            ctx, E_PAYROLL_DIGEST, "%s",
            ctx_say(ctx, "mã được đưa ra là mã khác", "the digest given is another one"));
    }
    return OK;
}

/* No province spends what another one was given. */
static Status funds_check(Ctx *ctx, Db *db, int64_t programme_id) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_LEDGER_LIST_OVERDRAWN,
                 DB_PARAMS(DB_I(ACCOUNT_AVAILABLE), DB_I(programme_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        return ctx_fail(ctx, E_PAYMENT_NO_FUNDS, "%s %lld đ", ctx_say(ctx, "thiếu", "lacking"),
                        (long long)-db_int64(cursor, 1));
    }
    return OK;
}

static Status approve_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const PayrollApprove *approve = arg;
    ApproveHead head = {.state = 0};
    ApproveRows rows = {.total_dong = 0};
    int64_t txn_id = 0;
    int64_t changed = 0;
    posting_set_init(&rows.postings);
    TRY(head_read(ctx, app->db, approve->payroll_id, &head));
    TRY(approve_check(ctx, &head, approve));
    TRY(rows_read(ctx, app->db, approve->payroll_id, head.programme_id, &rows));
    if (memcmp(rows.digest, head.digest, DIGEST_BYTES) != 0) {
        return ctx_fail(ctx, E_PAYROLL_DIGEST, "%s",
                        ctx_say(ctx, "các dòng không còn như khi chốt",
                                "the rows are not those that were sealed"));
    }
    ClaimSums withheld = {SQL_RECOVERY_SUM_OF_PAYROLL, approve->payroll_id, MOVE_CLAIM_WITHHELD};
    TRY(recovery_add_postings(ctx, app->db, &withheld, head.programme_id, &rows.postings));
    if (rows.total_dong > 0) {
        LedgerTxn txn = {.kind = TXN_APPROVAL,
                         .programme_id = head.programme_id,
                         .fiscal_period = head.period,
                         .payroll_id = approve->payroll_id};
        TRY(ledger_post(ctx, app->db, &txn, &rows.postings, change_seq, &txn_id));
        TRY(funds_check(ctx, app->db, head.programme_id));
    }
    TRY(db_exec(ctx, app->db, SQL_PAYROLL_MARK_APPROVED,
                DB_PARAMS(DB_I(approve->payroll_id), DB_I(ctx->user_id), DB_I(change_seq)),
                &changed));
    if (changed != 1) {
        return ctx_fail(ctx, E_PAYROLL_NOT_SEALED, "payroll %lld", (long long)approve->payroll_id);
    }
    TRY(db_exec(ctx, app->db, SQL_RECOVERY_CLOSE_FINISHED,
                DB_PARAMS(DB_I(approve->payroll_id), DB_I(change_seq)), NULL));
    reply_add_int(reply, "payroll_id", approve->payroll_id);
    reply_add_int(reply, "total_dong", rows.total_dong);
    reply_add_int(reply, "txn_id", txn_id);
    return OK;
}

typedef struct AreaOf {
    int64_t payroll_id;
    int64_t *area_id;
} AreaOf;

static Status area_read(Ctx *ctx, App *app, const void *arg) {
    const AreaOf *of = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(of->payroll_id)), &cursor));
    *of->area_id = db_int64(cursor, 1);
    return OK;
}

Status payroll_approve(Ctx *ctx, App *app, const PayrollApprove *approve, Reply *ret_reply) {
    int64_t area_id = 0;
    AreaOf of = {approve->payroll_id, &area_id};
    Str input;
    TRY(app_read(ctx, app, RIGHT_NONE, 0, area_read, &of));
    TRY(ctx_print(ctx, &input, "%lld %.*s", (long long)approve->payroll_id,
                  STR_ARG(approve->digest)));
    UseCase use_case = {"payroll_approve", RIGHT_PAYROLL_APPROVE, area_id, input};
    return app_write(ctx, app, &use_case, approve_in_tx, approve, ret_reply);
}
