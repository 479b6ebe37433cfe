/*
 * txn.h -- one balanced entry of the books, built up from any number of moves.
 *
 * Floor 2, domain. Pure; memory from the ctx arena.
 *
 * Moves are summed as they come: one posting per account, programme, area, provider, batch and
 * side. Debits and credits stay apart, so that what was paid and what came back can both be read
 * from the books. A country's month is a few thousand postings; its lines are the events behind
 * them.
 *
 * Invariants:
 *   L1  the postings of a set sum to zero, and none is zero (posting_set_check)
 *   equal moves in any order give the same postings in the same order
 */
#ifndef LEDGER_TXN_H
#define LEDGER_TXN_H

#include "base/ctx.h"
#include "ledger/chart.h"

/* Stored in ledger_txn.kind. */
typedef enum TxnKind {
    TXN_ALLOTMENT = 1,
    TXN_APPROVAL = 2,
    TXN_PREFUND = 3,
    TXN_RELEASE = 4,
    TXN_RESULT = 5,
    TXN_CANCEL = 6,
    TXN_HAND_BACK = 7,
    TXN_CASE = 8
} TxnKind;

/* "ALLOTMENT" and so on; "" when there is no such number. */
const char *txn_kind_name(int64_t kind);

typedef struct LedgerTxn {
    TxnKind kind;
    int64_t programme_id;  /* whose period must be open */
    int64_t fiscal_period; /* yyyymm, the open period into which it is posted */
    int64_t payroll_id;    /* 0 = none, as the next three */
    int64_t batch_id;
    int64_t result_id;
    int64_t reverses_txn_id;
    Str reason_code; /* may be empty */
} LedgerTxn;

/* Where an amount belongs. provider_id and batch_id are 0 where none is concerned. */
typedef struct PostingPlace {
    int64_t area_id;
    int64_t programme_id;
    int64_t provider_id;
    int64_t batch_id;
} PostingPlace;

typedef struct Posting {
    int64_t account; /* enum LedgerAccount */
    PostingPlace place;
    int64_t amount_dong; /* debit positive, credit negative */
} Posting;

typedef struct PostingSet {
    Posting *slots; /* hash table, open addressing; account 0 = free */
    size_t slot_count;
    size_t count;
} PostingSet;

/* Starts empty; nothing is allocated before the first move. */
void posting_set_init(PostingSet *set);
/*
 * Adds one side. Zero adds nothing.
 *
 * OK  E_MONEY_OVERFLOW  E_MEMORY_LIMIT
 */
Status posting_set_add(Ctx *ctx, PostingSet *set, LedgerAccount account, PostingPlace place,
                       int64_t amount_dong) MUST_CHECK;
/*
 * Debits and credits `amount_dong` (above zero) as chart.def says for the move. MOVE_NONE adds
 * nothing: a step that books nothing can be handed on as it is.
 *
 * OK  E_MONEY_OVERFLOW  E_MEMORY_LIMIT  E_BUG (no such move, or an amount below zero)
 */
Status posting_set_move(Ctx *ctx, PostingSet *set, int64_t move, PostingPlace place,
                        int64_t amount_dong) MUST_CHECK;
/* L1: E_LEDGER_UNBALANCED unless the postings sum to zero; E_LEDGER_UNBALANCED also when empty. */
Status posting_set_check(Ctx *ctx, const PostingSet *set) MUST_CHECK;
/* The postings in the order of area, account, provider, batch, programme, debit first. */
Status posting_set_list(Ctx *ctx, const PostingSet *set, const Posting **ret_postings) MUST_CHECK;
/* Sum of one account over all places. */
int64_t posting_set_sum(const PostingSet *set, LedgerAccount account);

#endif
