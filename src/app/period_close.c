/*
 * Closing a month. Soft: no new runs. Hard: everything sent, earlier months closed, suspense empty
 * or listed with an owner; then the checkpoint (a digest of the month's entries), the settlement
 * statement, and the lock. Later events post to the open period.
 */
#include "app/books.h"

#include "app/setup.h"
#include "store/ledger_store.h"
#include "sys/digest.h"

typedef struct Close {
    int64_t programme_id;
    int64_t period;
    bool hard;
} Close;

static Status close_check(Ctx *ctx, Db *db, const Close *close) {
    int64_t count = 0;
    const DbValue params[] = {DB_I(close->programme_id), DB_I(close->period)};
    TRY(db_query_int64(ctx, db, SQL_PERIOD_COUNT_NOT_CLOSED_BEFORE, params, 2, 0, &count));
    if (count > 0) {
        return ctx_fail(ctx, E_LEDGER_NOT_CLOSABLE, "%lld %s", (long long)count,
                        ctx_say(ctx, "tháng trước chưa khóa", "earlier months are open"));
    }
    TRY(db_query_int64(ctx, db, SQL_PERIOD_COUNT_UNRELEASED, params, 2, 0, &count));
    if (count > 0) {
        return ctx_fail(ctx, E_LEDGER_NOT_CLOSABLE, "%lld %s", (long long)count,
                        ctx_say(ctx, "danh sách chưa chuyển chi", "payrolls are not released"));
    }
    TRY(db_query_int64(ctx, db, SQL_PERIOD_COUNT_UNSENT, params, 2, 0, &count));
    if (count > 0) {
        return ctx_fail(ctx, E_LEDGER_NOT_CLOSABLE, "%lld %s", (long long)count,
                        ctx_say(ctx, "lô chưa gửi", "batches were not sent"));
    }
    return OK;
}

static Status settlement_store(Ctx *ctx, Db *db, const Close *close) {
    const SettlementLine *lines = NULL;
    size_t count = 0;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(ledger_list_settlement(ctx, db, close->programme_id, close->period, &lines, &count));
    TRY(db_bulk_open(ctx, db, SQL_SETTLEMENT_INSERT, &bulk));
    for (size_t i = 0; i < count; i++) {
        const Settlement *figures = &lines[i].figures;
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I(close->programme_id), DB_I(close->period),
                                  DB_I(lines[i].area_id), DB_I(lines[i].provider_id),
                                  DB_I(figures->opening_dong), DB_I(figures->allotted_dong),
                                  DB_I(figures->paid_dong), DB_I(figures->returned_dong),
                                  DB_I(figures->written_back_dong), DB_I(figures->closing_dong))));
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status close_hard(Ctx *ctx, App *app, const Close *close, int64_t change_seq, Reply *reply) {
    uint8_t checkpoint[DIGEST_BYTES];
    char hex[DIGEST_HEX_CHARS + 1];
    Str hex_str;
    int64_t posting_count = 0;
    int64_t listed_count = 0;
    TRY(close_check(ctx, app->db, close));
    TRY(db_query_int64(ctx, app->db, SQL_PERIOD_COUNT_LISTED,
                       DB_PARAMS(DB_I(close->programme_id), DB_I(close->period)), 0,
                       &listed_count));
    TRY(settlement_store(ctx, app->db, close));
    TRY(ledger_digest(ctx, app->db, close->programme_id, close->period, checkpoint,
                      &posting_count));
    TRY(db_exec(ctx, app->db, SQL_FISCAL_PERIOD_PUT,
                DB_PARAMS(DB_I(close->programme_id), DB_I(close->period), DB_I(PERIOD_HARD_CLOSED),
                          DB_B(((Str){(char *)checkpoint, sizeof checkpoint})), DB_I(posting_count),
                          DB_I(change_seq)),
                NULL));
    hex_write(checkpoint, DIGEST_BYTES, hex);
    TRY(ctx_copy_str(ctx, str_of(hex), &hex_str));
    reply_add_int(reply, "state", PERIOD_HARD_CLOSED);
    reply_add_int(reply, "posting_count", posting_count);
    reply_add_int(reply, "listed_count", listed_count);
    reply_add_text(reply, "checkpoint", hex_str);
    return OK;
}

static Status close_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const Close *close = arg;
    PeriodState state = PERIOD_OPEN;
    TRY(ledger_period_state(ctx, app->db, close->programme_id, close->period, &state));
    if (state == PERIOD_HARD_CLOSED) {
        return ctx_fail(ctx, E_LEDGER_PERIOD_LOCKED, "%lld", (long long)close->period);
    }
    if (close->hard) {
        return close_hard(ctx, app, close, change_seq, reply);
    }
    TRY(db_exec(ctx, app->db, SQL_FISCAL_PERIOD_PUT,
                DB_PARAMS(DB_I(close->programme_id), DB_I(close->period), DB_I(PERIOD_SOFT_CLOSED),
                          DB_N, DB_N, DB_I(change_seq)),
                NULL));
    reply_add_int(reply, "state", PERIOD_SOFT_CLOSED);
    return OK;
}

Status period_close(Ctx *ctx, App *app, int64_t programme_id, int64_t period, bool hard,
                    Reply *ret_reply) {
    int64_t home_area_id = 0;
    Str input;
    Close close = {programme_id, period, hard};
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_print(ctx, &input, "%lld %lld %d", (long long)programme_id, (long long)period, hard));
    UseCase use_case = {"period_close", RIGHT_LEDGER_POST, home_area_id, input};
    return app_write(ctx, app, &use_case, close_in_tx, &close, ret_reply);
}
