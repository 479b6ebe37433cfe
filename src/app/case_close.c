/*
 * A case is answered by people. Of a double payment: recovered (the money came back), waived by
 * decision, or settled as paid (only one payment reached the person: the receivable is the
 * expense). Of a claim that was decided: what no instalment met leaves the books with it.
 */
#include "app/payment.h"

#include "app/recovery.h"
#include "app/setup.h"
#include "ledger/txn.h"
#include "payment/case.h"
#include "payment/end_to_end.h"
#include "store/ledger_store.h"

typedef struct CaseArg {
    int64_t case_id;
    int64_t closed_as;
} CaseArg;

typedef struct CaseRow {
    int64_t person_id;
    int64_t kind;
    int64_t attempt_id;
    int64_t obligation_id;
    int64_t amount_dong;
} CaseRow;

static Status case_take(Ctx *ctx, App *app, const CaseArg *arg, int64_t change_seq,
                        CaseRow *ret_row) {
    int64_t changed = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, app->db, SQL_PAYMENT_CASE_BY_ID, DB_PARAMS(DB_I(arg->case_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "%s %lld", ctx_say(ctx, "vụ việc", "case"),
                        (long long)arg->case_id);
    }
    CaseRow row = {db_int64(cursor, 0), db_int64(cursor, 1), db_int64(cursor, 2),
                   db_int64(cursor, 3), db_int64(cursor, 4)};
    TRY(db_exec(
        ctx, app->db, SQL_PAYMENT_CASE_CLOSE,
        DB_PARAMS(DB_I(arg->case_id), DB_I(row.person_id), DB_I(arg->closed_as), DB_I(change_seq)),
        &changed));
    if (changed != 1) {
        return ctx_fail(ctx, E_ATTEMPT_STATE, "%s %lld",
                        ctx_say(ctx, "đã kết thúc: vụ việc", "closed already: case"),
                        (long long)arg->case_id);
    }
    *ret_row = row;
    return OK;
}

static Move move_of_closing(int64_t closed_as) {
    if (closed_as == CASE_RECOVERED) {
        return MOVE_OVERPAYMENT_RECOVERED;
    }
    return closed_as == CASE_WAIVED ? MOVE_OVERPAYMENT_WAIVED : MOVE_OVERPAYMENT_IS_EXPENSE;
}

static Status double_post(Ctx *ctx, App *app, const CaseArg *arg, const CaseRow *row,
                          int64_t change_seq, int64_t *ret_txn_id) {
    PostingSet postings;
    posting_set_init(&postings);
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_CASE_PLACE,
                     DB_PARAMS(DB_I(row->obligation_id), DB_I(row->person_id)), &cursor));
    PostingPlace place = {.area_id = db_int64(cursor, 0), .programme_id = db_int64(cursor, 1)};
    int64_t batch_id = attempt_batch_id(row->attempt_id);
    TRY(db_query_int64(ctx, app->db, SQL_BATCH_BY_ID, DB_PARAMS(DB_I(batch_id)), 0,
                       &place.provider_id));
    place.batch_id = batch_id;
    TRY(posting_set_move(ctx, &postings, move_of_closing(arg->closed_as), place, row->amount_dong));
    int64_t fiscal_period = 0;
    TRY(ledger_open_period(ctx, app->db, place.programme_id, ctx_today(ctx) / 100, &fiscal_period));
    LedgerTxn txn = {.kind = TXN_CASE,
                     .programme_id = place.programme_id,
                     .fiscal_period = fiscal_period,
                     .batch_id = batch_id,
                     .reason_code = STR("DOUBLE_FOUND")};
    return ledger_post(ctx, app->db, &txn, &postings, change_seq, ret_txn_id);
}

static Status case_close_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg_ptr,
                               Reply *reply) {
    const CaseArg *arg = arg_ptr;
    CaseRow row = {.person_id = 0};
    int64_t txn_id = 0;
    TRY(case_take(ctx, app, arg, change_seq, &row));
    if (row.kind == CASE_DOUBLE_FOUND) {
        if (arg->closed_as == CASE_NOTHING_OWED) {
            return ctx_fail(ctx, E_ARGUMENT,
                            "a double payment is recovered, waived or settled as paid");
        }
        TRY(double_post(ctx, app, arg, &row, change_seq, &txn_id));
    }
    if (row.kind == CASE_OVERPAID || row.kind == CASE_LATE_DEATH) {
        TRY(recovery_close_in_tx(ctx, app, arg->case_id, change_seq, &txn_id));
    }
    reply_add_int(reply, "case_id", arg->case_id);
    reply_add_int(reply, "closed_as", arg->closed_as);
    reply_add_int(reply, "txn_id", txn_id);
    return OK;
}

Status case_close(Ctx *ctx, App *app, int64_t case_id, int64_t closed_as, Reply *ret_reply) {
    int64_t home_area_id = 0;
    Str input;
    CaseArg arg = {case_id, closed_as};
    if (closed_as < CASE_RECOVERED || closed_as > CASE_NOTHING_OWED) {
        return ctx_fail(ctx, E_ARGUMENT, "closed as %lld", (long long)closed_as);
    }
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_print(ctx, &input, "%lld %lld", (long long)case_id, (long long)closed_as));
    UseCase use_case = {"case_close", RIGHT_LEDGER_POST, home_area_id, input};
    return app_write(ctx, app, &use_case, case_close_in_tx, &arg, ret_reply);
}
