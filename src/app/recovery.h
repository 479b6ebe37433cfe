/*
 * recovery.h -- use cases of money paid too much: the claim, the decision, its instalments.
 *
 * Floor 4. A claim is a case of kind 4 or 5 with its months (claim_month). It is found by looking
 * back or by a death; nothing is taken before somebody decides, by a paper, from whose months, how
 * much at most, and since when. The list of the month withholds the instalments.
 *
 * Invariants: an instalment has a claim and a decision that ran; no month gives more than the cap,
 * the share, or half of any line; instalments of a claim never sum to more than it, and end exactly
 * on it. Books: decided, Dr overpayment / Cr prior adjustment; each approved instalment and what is
 * left at the closing the other way round.
 */
#ifndef APP_RECOVERY_H
#define APP_RECOVERY_H

#include "app/app.h"
#include "app/lists.h"
#include "app/table.h"
#include "ledger/txn.h"

typedef struct RecoveryDecide {
    int64_t case_id;
    int64_t payer_id;      /* 0 = who was paid too much; else whoever answers for them */
    int64_t cap_dong;      /* of one month; 0 = the share alone */
    int64_t share_percent; /* of what the month pays, 1 to 50 */
    int64_t first_period;
    Str paper; /* number and day of the decision */
} RecoveryDecide;

/*
 * ansinh recovery decide: from first_period on, instalments are withheld. Reply: case_id,
 * decision_no, amount_dong, rest_dong, txn_id (0 when the claim is in the books already).
 * E_NOT_FOUND  E_RECOVERY_NO_CLAIM  E_RECOVERY_DECIDED (it runs already; two at once: one is told)
 * E_RECOVERY_TERMS
 */
Status recovery_decide(Ctx *ctx, App *app, const RecoveryDecide *decide,
                       Reply *ret_reply) MUST_CHECK;
/*
 * Nothing more is withheld until it is decided anew; what a list holds already stays withheld.
 * Reply: case_id, decision_no, rest_dong. E_RECOVERY_NO_CLAIM  E_RECOVERY_DECIDED  E_RECOVERY_TERMS
 */
Status recovery_suspend(Ctx *ctx, App *app, int64_t case_id, Str paper,
                        Reply *ret_reply) MUST_CHECK;
/* Every claim that is open or was decided: months, terms, withheld, rest. */
Status recovery_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;

/* Sums of claims by commune: a statement that gives area and amount for one number, and the move.
 */
typedef struct ClaimSums {
    SqlId sql;
    int64_t of_id;
    Move move;
} ClaimSums;
/* Part of approval and of release: what claims gain or lose, where each stands in the books. */
Status recovery_add_postings(Ctx *ctx, Db *db, const ClaimSums *sums, int64_t programme_id,
                             PostingSet *postings) MUST_CHECK;
/*
 * Part of case_close: takes what is left of a decided claim out of the books. E_RECOVERY_LISTED
 */
Status recovery_close_in_tx(Ctx *ctx, App *app, int64_t case_id, int64_t change_seq,
                            int64_t *ret_txn_id) MUST_CHECK;

#endif
