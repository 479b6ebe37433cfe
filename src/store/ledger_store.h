/*
 * ledger_store.h -- entries of the books in and out of the database.
 *
 * Floor 3. The one place that inserts into ledger_txn and posting.
 *
 *   L1  balanced: checked in C before writing and asked of the database inside the transaction
 *   append-only; a hard-closed period takes nothing more
 */
#ifndef STORE_LEDGER_STORE_H
#define STORE_LEDGER_STORE_H

#include "db/db.h"
#include "ledger/settlement.h"
#include "ledger/txn.h"
#include "payment/state.h"

typedef enum PeriodState {
    PERIOD_OPEN = 1,
    PERIOD_SOFT_CLOSED = 2,
    PERIOD_HARD_CLOSED = 3
} PeriodState;

/*
 * Writes one entry with its postings; `change_seq` is its recorded time.
 *
 * OK                      *ret_txn_id names it
 * E_LEDGER_UNBALANCED     the set does not sum to zero, or is empty
 * E_LEDGER_PERIOD_LOCKED  that fiscal period of the programme is hard closed
 */
Status ledger_post(Ctx *ctx, Db *db, const LedgerTxn *txn, const PostingSet *set,
                   int64_t change_seq, int64_t *ret_txn_id) MUST_CHECK;
/*
 * The same in two steps, for whoever needs the number before all of the moves are known (attempts
 * and events carry it): take it, write rows, then post under it.
 */
Status ledger_take_txn_id(Ctx *ctx, Db *db, int64_t *ret_txn_id) MUST_CHECK;
Status ledger_post_as(Ctx *ctx, Db *db, int64_t txn_id, const LedgerTxn *txn, const PostingSet *set,
                      int64_t change_seq) MUST_CHECK;

/* What a step of payment/state.h books: POSTING_NONE adds nothing. */
Status ledger_add_step(Ctx *ctx, PostingSet *set, PostingKind kind, PostingPlace place,
                       int64_t amount_dong) MUST_CHECK;

/* PERIOD_OPEN when nothing was said about it. A month before a hard-closed one is hard closed. */
Status ledger_period_state(Ctx *ctx, Db *db, int64_t programme_id, int64_t period,
                           PeriodState *ret_state) MUST_CHECK;
/* The period into which to post something of `period`: itself, or the first one still open after
 * it. */
Status ledger_open_period(Ctx *ctx, Db *db, int64_t programme_id, int64_t period,
                          int64_t *ret_period) MUST_CHECK;

/* Balance of one account of a programme; area 0 and provider -1 of `place` mean all. */
Status ledger_balance(Ctx *ctx, Db *db, LedgerAccount account, PostingPlace place,
                      int64_t *ret_dong) MUST_CHECK;

typedef struct AreaBalance {
    int64_t area_id;
    int64_t provider_id;
    int64_t amount_dong;
} AreaBalance;
/* All balances of one account that are not zero, by area and provider, in that order; in the arena.
 */
Status ledger_list_balances(Ctx *ctx, Db *db, LedgerAccount account, int64_t programme_id,
                            const AreaBalance **ret_balances, size_t *ret_count) MUST_CHECK;

/* BLAKE2b-256 of the entries and postings of a programme's period (0, 0 = all), and their number.
 */
Status ledger_digest(Ctx *ctx, Db *db, int64_t programme_id, int64_t fiscal_period,
                     uint8_t ret_digest[32], int64_t *ret_posting_count) MUST_CHECK;

typedef struct SettlementLine {
    int64_t area_id;
    int64_t provider_id;
    Settlement figures;
} SettlementLine;
/*
 * The statement of a period from the postings, by area and provider, each line checked (L2); lines
 * of which all figures are zero are left out. In the arena.
 */
Status ledger_list_settlement(Ctx *ctx, Db *db, int64_t programme_id, int64_t period,
                              const SettlementLine **ret_lines, size_t *ret_count) MUST_CHECK;

#endif
