/*
 * payroll.h -- use cases of the list of a month: compute, compare, show, approve.
 *
 * Floor 4. P1, P3, P4 and A1 are made here.
 */
#ifndef APP_PAYROLL_H
#define APP_PAYROLL_H

#include "app/app.h"
#include "app/table.h"

typedef struct PayrollKey {
    int64_t programme_id;
    int64_t area_id; /* a province; 0 = the whole country */
    int64_t period;  /* yyyymm */
    int64_t kind;    /* 1 = the monthly run; 2.. = supplementary */
} PayrollKey;

/*
 * ansinh payroll compute: one obligation per person, programme, period and component, from the law;
 * holds with a reason; the difference to the month before with a reason for every person; sealed
 * under a digest. Months owed from before (late decision, resumed pause, raised standard) come in
 * as obligations of their own period.
 *
 * Instalments of claims are withheld from the month (recovery.h): the total is what is to be paid.
 *
 * Reply: payroll_id, eligible_count, obligated_count, held_count, line_count, total_dong,
 * withheld_dong,
 * previous_dong, difference_dong, digest (hex).
 * E_PAYROLL_EXISTS  E_PAYROLL_PERIOD_CLOSED  E_LAW_NO_STANDARD  E_RIGHT_MISSING
 */
Status payroll_compute(Ctx *ctx, App *app, const PayrollKey *key, Reply *ret_reply) MUST_CHECK;
/* The payroll of a key; E_NOT_FOUND. */
Status payroll_find(Ctx *ctx, App *app, const PayrollKey *key, int64_t *ret_payroll_id) MUST_CHECK;
/* By reason: count, before, now, difference; the last row is the sum and adds up exactly. */
Status payroll_show_difference(Ctx *ctx, App *app, int64_t payroll_id,
                               const TableOut *out) MUST_CHECK;
/* By person: reason, before, now. */
Status payroll_list_difference(Ctx *ctx, App *app, int64_t payroll_id,
                               const TableOut *out) MUST_CHECK;
/* The head of the payroll, and by commune: persons, amount, held. */
Status payroll_show(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) MUST_CHECK;
Status payroll_list_held(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) MUST_CHECK;

typedef struct PayrollApprove {
    int64_t payroll_id;
    Str digest; /* hex, as shown: what the approver saw */
} PayrollApprove;
/*
 * Recomputes the digest from the rows, compares it with what was shown, and commits the budget.
 * Reply: payroll_id, total_dong, txn_id.
 * E_PAYROLL_SAME_PERSON  E_PAYROLL_DIGEST  E_PAYROLL_NOT_SEALED  E_PAYMENT_NO_FUNDS
 */
Status payroll_approve(Ctx *ctx, App *app, const PayrollApprove *approve,
                       Reply *ret_reply) MUST_CHECK;

#endif
