/*
 * settlement.h -- the settlement statement (quyết toán): where our money at a provider came from
 * and where it went in one period.
 *
 * Floor 2, domain. Pure.
 *
 *   opening    what lay at the provider when the period began, in whatever account of class HELD
 *   allotted   paid in by prefunding
 *   paid       left us: expense, and what was found paid twice
 *   returned   came back to us: returns, recoveries, money not yet identified
 *   written back   handed back to the treasury
 *   closing    what lies there now
 *
 * L2: opening + allotted - paid + returned - written back = closing, per programme, area, provider
 * and period.
 */
#ifndef LEDGER_SETTLEMENT_H
#define LEDGER_SETTLEMENT_H

#include "base/ctx.h"
#include "ledger/txn.h"

typedef struct Settlement {
    int64_t opening_dong;
    int64_t allotted_dong;
    int64_t paid_dong;
    int64_t returned_dong;
    int64_t written_back_dong;
    int64_t closing_dong;
} Settlement;

/* A posting (or the sum of several of one sign) of an earlier period. */
Status settlement_add_before(Ctx *ctx, Settlement *settlement, LedgerAccount account,
                             int64_t amount_dong) MUST_CHECK;
/*
 * A posting of the period, or the sum of several with the same txn kind, account and sign.
 * Budget and treasury postings change nothing.
 *
 * OK  E_MONEY_OVERFLOW
 */
Status settlement_add(Ctx *ctx, Settlement *settlement, TxnKind kind, LedgerAccount account,
                      int64_t amount_dong) MUST_CHECK;
/* Adds `part` to `sum`, figure by figure. E_MONEY_OVERFLOW */
Status settlement_sum(Ctx *ctx, Settlement *sum, const Settlement *part) MUST_CHECK;
/* L2: E_LEDGER_UNBALANCED when the equation does not hold. */
Status settlement_check(Ctx *ctx, const Settlement *settlement) MUST_CHECK;
/* All six figures are zero: no line in the statement. */
bool settlement_is_empty(const Settlement *settlement);

#endif
