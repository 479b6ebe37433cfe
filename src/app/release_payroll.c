/* Taking the payroll for release: its gates, and what is no longer owed. */
#include "app/release.h"

#include "app/recovery.h"
#include "ledger/txn.h"
#include "payment/payroll_digest.h"
#include "store/ledger_store.h"

enum { PAYROLL_APPROVED = 2, PAYROLL_RELEASED = 3, WHOLE_TREE = INT32_MAX, ENDED_CANCELLED = 1 };

/* A setting as text; empty when it is not there. */
static Status setting_read(Ctx *ctx, Db *db, Str name, Str *ret_value) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_SETTING_GET, DB_PARAMS(DB_T(name)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    *ret_value = (Str){"", 0};
    return has_row ? ctx_copy_str(ctx, db_str(cursor, 0), ret_value) : OK;
}

/* A restored database may pay again what was paid (the fence); a red audit stops releases. */
Status release_check_gates(Ctx *ctx, Db *db) {
    Str fence;
    Str audit;
    TRY(setting_read(ctx, db, STR("fence"), &fence));
    if (str_equal(fence, STR("up"))) {
        return ctx_fail(ctx, E_PAYMENT_FENCE, "setting fence is up");
    }
    TRY(setting_read(ctx, db, STR("audit_state"), &audit));
    if (str_equal(audit, STR("red"))) {
        return ctx_fail(ctx, E_PAYMENT_AUDIT_RED, "setting audit_state is red");
    }
    return OK;
}

/*
 * A1 once more: the rows that go out are those that were approved. A row changed by hand since then
 * must not become money.
 */
static Status rows_check(Ctx *ctx, Db *db, int64_t payroll_id) {
    CLEANUP(db_cursor_close) DbCursor *head = NULL;
    CLEANUP(db_cursor_close) DbCursor *lines = NULL;
    uint8_t found[DIGEST_BYTES];
    PayrollDigest digest;
    payroll_digest_init(&digest);
    TRY(db_query_one(ctx, db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(payroll_id)), &head));
    TRY(db_query(ctx, db, SQL_PAYROLL_LIST_LINES, DB_PARAMS(DB_I(payroll_id)), &lines));
    for (;;) { /* ends: the cursor only moves forward over a sealed list */
        bool has_row = false;
        TRY(db_next(ctx, lines, &has_row));
        if (!has_row) {
            break;
        }
        Obligation line = {db_int64(lines, 1), db_int64(lines, 0),  db_int64(lines, 2),
                           db_int64(lines, 3), db_int64(lines, 4),  db_int64(lines, 5),
                           db_int64(lines, 6), db_int64(lines, 7),  db_int64(lines, 8),
                           db_int64(lines, 9), db_int64(lines, 10), db_int64(lines, 11)};
        TRY(payroll_digest_add(ctx, &digest, &line));
    }
    payroll_digest_final(&digest, found);
    if (!str_equal(db_str(head, 5), (Str){(const char *)found, DIGEST_BYTES})) {
        return ctx_fail(ctx, E_PAYROLL_DIGEST, "the rows are not those that were approved");
    }
    return OK;
}

Status release_take_payroll(Ctx *ctx, App *app, int64_t payroll_id, int64_t change_seq,
                            ReleasePayroll *ret_payroll) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(release_check_gates(ctx, app->db));
    TRY(db_query_one(ctx, app->db, SQL_RELEASE_PAYROLL, DB_PARAMS(DB_I(payroll_id)), &cursor));
    int64_t state = db_int64(cursor, 3);
    if (state == PAYROLL_RELEASED) {
        return ctx_fail(ctx, E_PAYROLL_ALREADY_RELEASED, "payroll %lld", (long long)payroll_id);
    }
    if (state != PAYROLL_APPROVED) {
        return ctx_fail(ctx, E_PAYROLL_NOT_APPROVED, "payroll %lld", (long long)payroll_id);
    }
    bool country = db_is_null(cursor, 6);
    ReleasePayroll payroll = {
        .payroll_id = payroll_id,
        .programme_id = db_int64(cursor, 0),
        .area_id = db_int64(cursor, 1),
        .period = db_int64(cursor, 2),
        .made_seq = db_int64(cursor, 4),
        .line_count = db_int64(cursor, 5),
        .tree_from = country ? 0 : db_int64(cursor, 6),
        .tree_to = country ? WHOLE_TREE : db_int64(cursor, 7),
    };
    payroll.fiscal_period = payroll.period;
    TRY(rows_check(ctx, app->db, payroll_id));
    int64_t changed = 0;
    TRY(db_exec(ctx, app->db, SQL_RELEASE_MARK_PAYROLL,
                DB_PARAMS(DB_I(payroll_id), DB_I(change_seq)), &changed));
    if (changed != 1) {
        return ctx_fail(ctx, E_PAYROLL_ALREADY_RELEASED, "payroll %lld", (long long)payroll_id);
    }
    *ret_payroll = payroll;
    return OK;
}

static Status end_one(Ctx *ctx, DbBulk *ended, PostingSet *postings, const DbCursor *cursor,
                      int64_t txn_id, int64_t change_seq) {
    PostingPlace place = {.area_id = db_int64(cursor, 6), .programme_id = db_int64(cursor, 2)};
    TRY(posting_set_move(ctx, postings, MOVE_UNCOMMIT, place, db_int64(cursor, 7)));
    return db_bulk_add(
        ctx, ended,
        DB_PARAMS(DB_I(db_int64(cursor, 3)), DB_I(db_int64(cursor, 0)), DB_I(db_int64(cursor, 2)),
                  DB_I(db_int64(cursor, 4)), DB_I(db_int64(cursor, 5)), DB_I(db_int64(cursor, 1)),
                  DB_I(ENDED_CANCELLED), DB_T(db_str(cursor, 8)), DB_I(txn_id), DB_I(change_seq)));
}

/* Instalments of what is no longer owed were never withheld: their claims have a rest again. */
static Status withheld_back(Ctx *ctx, Db *db, int64_t txn_id, int64_t programme_id,
                            PostingSet *postings) {
    ClaimSums owed_again = {SQL_RECOVERY_SUM_OF_ENDED, txn_id, MOVE_CLAIM};
    TRY(db_exec(ctx, db, SQL_RECOVERY_REOPEN, DB_PARAMS(DB_I(txn_id)), NULL));
    return recovery_add_postings(ctx, db, &owed_again, programme_id, postings);
}

static Status end_all(Ctx *ctx, App *app, const ReleasePayroll *payroll, int64_t change_seq,
                      PostingSet *postings) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    CLEANUP(db_bulk_discard) DbBulk *ended = NULL;
    int64_t txn_id = 0;
    TRY(db_query(ctx, app->db, SQL_RELEASE_LIST_NOT_OWED,
                 DB_PARAMS(DB_I(payroll->payroll_id), DB_I(payroll->made_seq),
                           DB_I(payroll->programme_id), DB_I(payroll->tree_from),
                           DB_I(payroll->tree_to)),
                 &cursor));
    for (;;) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (txn_id == 0) {
            TRY(ledger_take_txn_id(ctx, app->db, &txn_id));
            TRY(db_bulk_open(ctx, app->db, SQL_OBLIGATION_ENDED_INSERT, &ended));
        }
        TRY(end_one(ctx, ended, postings, cursor, txn_id, change_seq));
    }
    if (txn_id == 0) {
        return OK;
    }
    TRY(db_bulk_finish(ctx, &ended, NULL));
    TRY(withheld_back(ctx, app->db, txn_id, payroll->programme_id, postings));
    LedgerTxn txn = {.kind = TXN_CANCEL,
                     .programme_id = payroll->programme_id,
                     .fiscal_period = payroll->fiscal_period,
                     .payroll_id = payroll->payroll_id};
    return ledger_post_as(ctx, app->db, txn_id, &txn, postings, change_seq);
}

Status release_end_not_owed(Ctx *ctx, App *app, const ReleasePayroll *payroll, int64_t change_seq) {
    PostingSet postings;
    posting_set_init(&postings);
    return end_all(ctx, app, payroll, change_seq, &postings);
}
