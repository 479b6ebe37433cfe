/*
 * books.h -- use cases of the ledger: allotment, prefunding, closing, settlement.
 *
 * Floor 4. L1 and L2 are made here.
 */
#ifndef APP_BOOKS_H
#define APP_BOOKS_H

#include "app/app.h"
#include "app/table.h"

typedef struct Allotment {
    int64_t programme_id;
    int64_t area_id; /* the province; spread over its communes as the payroll needs */
    int64_t period;
    int64_t payroll_id; /* allots exactly what this payroll needs by commune, once; 0 = amount_dong
                           to area_id */
    int64_t amount_dong;
    Str decision_no;
} Allotment;
/* Dr available, Cr allotment received. Reply: txn_id, amount_dong. */
Status books_allot(Ctx *ctx, App *app, const Allotment *allotment, Reply *ret_reply) MUST_CHECK;
/*
 * Draws at the State Treasury and pays in at each provider what the approved payroll, and what is
 * open from before, needs less what lies there: Dr float, Cr treasury, by commune.
 * Reply: txn_count, amount_dong.
 */
Status books_prefund(Ctx *ctx, App *app, int64_t payroll_id, Reply *ret_reply) MUST_CHECK;
/* Money a provider hands back to the treasury at the end of a period: Dr treasury, Cr float. */
Status books_hand_back(Ctx *ctx, App *app, int64_t programme_id, int64_t period, Str provider_code,
                       Reply *ret_reply) MUST_CHECK;

/*
 * ansinh period close: soft (no new runs) or hard (nothing in transit unexplained: what is UNKNOWN,
 * in suspense or returned is listed with owner; lock, checkpoint, settlement statement). Reply:
 * state, posting_count, checkpoint (hex), listed_count. E_LEDGER_NOT_CLOSABLE
 */
Status period_close(Ctx *ctx, App *app, int64_t programme_id, int64_t period, bool hard,
                    Reply *ret_reply) MUST_CHECK;
/* opening + allotted - paid + returned - written back = closing, by commune and provider, and sums.
 */
Status settlement_show(Ctx *ctx, App *app, int64_t programme_id, int64_t period, bool by_commune,
                       const TableOut *out) MUST_CHECK;
/* Balance of each account of the chart: must sum to zero. */
Status books_trial_balance(Ctx *ctx, App *app, int64_t period, const TableOut *out) MUST_CHECK;
/* One entry: what it came from, and its postings. E_NOT_FOUND */
Status books_show_entry(Ctx *ctx, App *app, int64_t txn_id, const TableOut *out) MUST_CHECK;
/* BLAKE2b-256 (hex) over all transactions and postings in order: equal on both engines. */
Status books_digest(Ctx *ctx, App *app, Str *ret_hex) MUST_CHECK;

#endif
