#include "store/ledger_store.h"

#include <assert.h>

#include "sys/digest.h"
#include "value/period.h"

enum { LEDGER_BATCH = 256 };

/* The two floors that do not know each other must mean the same by the same number. */
static_assert((int)POSTING_RELEASE == (int)MOVE_RELEASE, "release");
static_assert((int)POSTING_VOID == (int)MOVE_VOID, "void");
static_assert((int)POSTING_PAID == (int)MOVE_PAID, "paid");
static_assert((int)POSTING_UNCLAIMED == (int)MOVE_UNCLAIMED, "unclaimed");
static_assert((int)POSTING_PAID_LATE == (int)MOVE_PAID_LATE, "paid late");
static_assert((int)POSTING_HAND_BACK == (int)MOVE_HAND_BACK, "hand-back");
static_assert((int)POSTING_RETURN_NOTICE == (int)MOVE_RETURN_NOTICE, "return notice");
static_assert((int)POSTING_MONEY_BACK == (int)MOVE_MONEY_BACK, "money back");
static_assert((int)POSTING_DOUBLE_FOUND == (int)MOVE_DOUBLE_FOUND, "double found");

Status ledger_add_step(Ctx *ctx, PostingSet *set, PostingKind kind, PostingPlace place,
                       int64_t amount_dong) {
    return posting_set_move(ctx, set, (int64_t)kind, place, amount_dong);
}

Status ledger_period_state(Ctx *ctx, Db *db, int64_t programme_id, int64_t period,
                           PeriodState *ret_state) {
    int64_t state = 0;
    TRY(db_query_int64(ctx, db, SQL_FISCAL_PERIOD_STATE,
                       DB_PARAMS(DB_I(programme_id), DB_I(period)), 0, &state));
    *ret_state = state == 0 ? PERIOD_OPEN : (PeriodState)state;
    return OK;
}

Status ledger_open_period(Ctx *ctx, Db *db, int64_t programme_id, int64_t period,
                          int64_t *ret_period) {
    Period at = {0};
    TRY(period_from_number(ctx, period, &at));
    for (int months = 0; months < 1200; months++) {
        PeriodState state = PERIOD_OPEN;
        TRY(ledger_period_state(ctx, db, programme_id, at.number, &state));
        if (state != PERIOD_HARD_CLOSED) {
            *ret_period = at.number;
            return OK;
        }
        at = period_next(at);
    }
    return ctx_fail(ctx, E_LEDGER_PERIOD_LOCKED, "no open period after %lld", (long long)period);
}

Status ledger_take_txn_id(Ctx *ctx, Db *db, int64_t *ret_txn_id) {
    return db_take_ids(ctx, db, STR("ledger_txn"), 1, ret_txn_id);
}

static DbValue id_or_null(int64_t id) {
    return db_int_or_null(id != 0, id);
}

static Status postings_insert(Ctx *ctx, Db *db, int64_t txn_id, int64_t fiscal_period,
                              const PostingSet *set) {
    ArenaMark mark = arena_mark(ctx->arena);
    const Posting *postings = NULL;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(posting_set_list(ctx, set, &postings));
    TRY(db_bulk_open(ctx, db, SQL_POSTING_INSERT, &bulk));
    for (size_t i = 0; i < set->count; i++) {
        const Posting *posting = &postings[i];
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I(txn_id), DB_I((int64_t)i + 1), DB_I(posting->place.area_id),
                                  DB_I(posting->account), DB_I(posting->place.programme_id),
                                  DB_I(fiscal_period), DB_I(posting->place.provider_id),
                                  DB_I(posting->place.batch_id), DB_I(posting->amount_dong))));
    }
    TRY(db_bulk_finish(ctx, &bulk, NULL));
    arena_rewind(ctx->arena, mark);
    return OK;
}

/* L1 for the second time, from what the database now holds. */
static Status txn_check_stored(Ctx *ctx, Db *db, int64_t txn_id, size_t count) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, db, SQL_POSTING_SUM_OF_TXN, DB_PARAMS(DB_I(txn_id)), &cursor));
    if (db_int64(cursor, 0) != (int64_t)count || db_int64(cursor, 1) != 0) {
        return ctx_fail(ctx, E_LEDGER_UNBALANCED, "entry %lld: %lld postings sum to %lld",
                        (long long)txn_id, (long long)db_int64(cursor, 0),
                        (long long)db_int64(cursor, 1));
    }
    return OK;
}

Status ledger_post_as(Ctx *ctx, Db *db, int64_t txn_id, const LedgerTxn *txn, const PostingSet *set,
                      int64_t change_seq) {
    TRY(posting_set_check(ctx, set));
    PeriodState state = PERIOD_OPEN;
    TRY(ledger_period_state(ctx, db, txn->programme_id, txn->fiscal_period, &state));
    if (state == PERIOD_HARD_CLOSED) {
        return ctx_fail(ctx, E_LEDGER_PERIOD_LOCKED, "period %lld", (long long)txn->fiscal_period);
    }
    TRY(db_exec(ctx, db, SQL_LEDGER_TXN_INSERT,
                DB_PARAMS(DB_I(txn_id), DB_I((int64_t)txn->kind), DB_I(txn->fiscal_period),
                          id_or_null(txn->payroll_id), id_or_null(txn->batch_id),
                          id_or_null(txn->result_id), id_or_null(txn->reverses_txn_id),
                          db_text_or_null(txn->reason_code), DB_I(change_seq)),
                NULL));
    TRY(postings_insert(ctx, db, txn_id, txn->fiscal_period, set));
    return txn_check_stored(ctx, db, txn_id, set->count);
}

Status ledger_post(Ctx *ctx, Db *db, const LedgerTxn *txn, const PostingSet *set,
                   int64_t change_seq, int64_t *ret_txn_id) {
    int64_t txn_id = 0;
    TRY(posting_set_check(ctx, set));
    TRY(ledger_take_txn_id(ctx, db, &txn_id));
    TRY(ledger_post_as(ctx, db, txn_id, txn, set, change_seq));
    *ret_txn_id = txn_id;
    return OK;
}

Status ledger_balance(Ctx *ctx, Db *db, LedgerAccount account, PostingPlace place,
                      int64_t *ret_dong) {
    return db_query_int64(ctx, db, SQL_LEDGER_BALANCE,
                          DB_PARAMS(DB_I((int64_t)account), DB_I(place.programme_id),
                                    DB_I(place.area_id), DB_I(place.provider_id)),
                          0, ret_dong);
}

/* Makes room for one more element of `size` bytes in an array that grows by doubling in the arena.
 */
static Status array_grow(Ctx *ctx, void **array, size_t size, size_t count, size_t *room) {
    if (count < *room) {
        return OK;
    }
    size_t more = *room == 0 ? LEDGER_BATCH : 2 * *room;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, more * size, &memory));
    if (count > 0) {
        memcpy(memory, *array, count * size);
    }
    *array = memory;
    *room = more;
    return OK;
}

Status ledger_list_balances(Ctx *ctx, Db *db, LedgerAccount account, int64_t programme_id,
                            const AreaBalance **ret_balances, size_t *ret_count) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    void *array = NULL;
    size_t count = 0;
    size_t room = 0;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_LEDGER_LIST_BALANCES,
                 DB_PARAMS(DB_I((int64_t)account), DB_I(programme_id)), &cursor));
    for (;;) { /* ends: one row per area and provider */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        TRY(array_grow(ctx, &array, sizeof(AreaBalance), count, &room));
        ((AreaBalance *)array)[count++] =
            (AreaBalance){db_int64(cursor, 0), db_int64(cursor, 1), db_int64(cursor, 2)};
    }
    *ret_balances = array;
    *ret_count = count;
    return OK;
}

Status ledger_digest(Ctx *ctx, Db *db, int64_t programme_id, int64_t fiscal_period,
                     uint8_t ret_digest[32], int64_t *ret_posting_count) {
    enum { COLUMN_COUNT = 10 };
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    DigestState state;
    int64_t count = 0;
    bool has_row = false;
    digest_init(&state);
    TRY(db_query(ctx, db, SQL_LEDGER_LIST_ENTRIES,
                 DB_PARAMS(DB_I(programme_id), DB_I(fiscal_period)), &cursor));
    for (;;) { /* ends: the books are finite, the cursor moves forward */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        for (int column = 0; column < COLUMN_COUNT; column++) {
            digest_add_int64(&state, db_int64(cursor, column));
        }
        count++;
    }
    digest_add_int64(&state, count);
    digest_final(&state, ret_digest);
    *ret_posting_count = count;
    return OK;
}

/* Closes the line at hand: checks it and drops it when nothing happened there. */
static Status settlement_end_line(Ctx *ctx, const SettlementLine *lines, size_t *count) {
    if (*count == 0) {
        return OK;
    }
    const SettlementLine *last = &lines[*count - 1];
    TRY(settlement_check(ctx, &last->figures));
    if (settlement_is_empty(&last->figures)) {
        --*count;
    }
    return OK;
}

Status ledger_list_settlement(Ctx *ctx, Db *db, int64_t programme_id, int64_t period,
                              const SettlementLine **ret_lines, size_t *ret_count) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    void *array = NULL;
    size_t count = 0;
    size_t room = 0;
    int64_t area_id = 0;
    int64_t provider_id = 0;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_SETTLEMENT_LIST_SUMS, DB_PARAMS(DB_I(programme_id), DB_I(period)),
                 &cursor));
    for (;;) { /* ends: the cursor moves forward over sums */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (db_int64(cursor, 0) != area_id || db_int64(cursor, 1) != provider_id) {
            TRY(settlement_end_line(ctx, array, &count));
            TRY(array_grow(ctx, &array, sizeof(SettlementLine), count, &room));
            area_id = db_int64(cursor, 0);
            provider_id = db_int64(cursor, 1);
            ((SettlementLine *)array)[count++] = (SettlementLine){area_id, provider_id, {0}};
        }
        Settlement *figures = &((SettlementLine *)array)[count - 1].figures;
        LedgerAccount account = (LedgerAccount)db_int64(cursor, 4);
        if (db_int64(cursor, 2) == 1) {
            TRY(settlement_add_before(ctx, figures, account, db_int64(cursor, 5)));
        } else {
            TRY(settlement_add(ctx, figures, (TxnKind)db_int64(cursor, 3), account,
                               db_int64(cursor, 5)));
        }
    }
    TRY(settlement_end_line(ctx, array, &count));
    *ret_lines = array;
    *ret_count = count;
    return OK;
}
