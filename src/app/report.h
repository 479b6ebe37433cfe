/*
 * report.h -- use cases that only look: reports for officers, leaders and accountants.
 *
 * Floor 4. Every ratio names its denominator.
 */
#ifndef APP_REPORT_H
#define APP_REPORT_H

#include "app/lists.h"

/* By commune: beneficiaries, with an account or wallet, paid through a recipient, in cash. */
Status report_accounts(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;
/* By commune and channel: owed, paid, open, unknown, returned of one period. */
Status report_payments(Ctx *ctx, App *app, int64_t programme_id, int64_t period,
                       const TableOut *out) MUST_CHECK;
/* The pay-list of a commune that people sign: person, category, amount, recipient, account mask.
 * By hamlet and name, after a person. */
Status report_pay_list(Ctx *ctx, App *app, int64_t payroll_id, const Page *page,
                       const TableOut *out) MUST_CHECK;
/* "Kỳ 01/2026, Tô Hiệu": what stands above a printed list of a payroll; area 0 = all of it. Empty
 * when there is no such payroll. */
Status report_heading(Ctx *ctx, App *app, int64_t payroll_id, int64_t area_id,
                      Str *ret_text) MUST_CHECK;
/* Defects found at intake, by code: count and communes. */
Status report_defects(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* Movements of a period by kind and reason. */
Status report_movements(Ctx *ctx, App *app, int64_t period, const TableOut *out) MUST_CHECK;

#endif
