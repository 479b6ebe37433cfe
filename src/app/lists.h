/*
 * lists.h -- use cases that give screens their lists, a page at a time.
 *
 * Floor 4. Every list is cut by right_scope(): `area_id` 0 is the widest area that the user may
 * see. A page begins after a key and holds at most `row_count` rows; the first column is that key
 * where the list is paged.
 */
#ifndef APP_LISTS_H
#define APP_LISTS_H

#include "app/app.h"
#include "app/table.h"

/* From where a page begins, and how long it is. */
typedef struct Page {
    int64_t area_id;
    int64_t after;
    int64_t row_count;
} Page;
/* For who shows a list as a whole: files, the command line. */
#define PAGE_WHOLE ((Page){0, 0, INT64_MAX})

/* Persons by commune and name. channel: 0 all, 1 to 4, 9 none yet. */
Status beneficiary_list(Ctx *ctx, App *app, const Page *page, int64_t channel,
                        const TableOut *out) MUST_CHECK;
/* By beginning of the name without tones, or an identity number, telephone or id. Not paged. */
Status beneficiary_search(Ctx *ctx, App *app, Str text, const Page *page,
                          const TableOut *out) MUST_CHECK;
/* Movements and holds of a person, and who saw a number in clear. */
Status beneficiary_history(Ctx *ctx, App *app, int64_t person_id, const TableOut *out) MUST_CHECK;
/* What officers entered by hand, newest first. */
Status movement_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;

/* Payrolls within the area, with figures; and those of the areas around it, without. */
Status payroll_list(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;
/* One of them. E_NOT_FOUND */
Status payroll_head(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) MUST_CHECK;
Status payroll_page_difference(Ctx *ctx, App *app, int64_t payroll_id, Str reason_code,
                               const Page *page, const TableOut *out) MUST_CHECK;
Status payroll_page_held(Ctx *ctx, App *app, int64_t payroll_id, const Page *page,
                         const TableOut *out) MUST_CHECK;
/* What an approver should look at: shared accounts, changed accounts, jumps. */
Status payroll_show_anomalies(Ctx *ctx, App *app, int64_t payroll_id,
                              const TableOut *out) MUST_CHECK;

/* Intakes, newest first; `after` goes down. With intake_id only that one. */
Status intake_page(Ctx *ctx, App *app, const Page *page, int64_t intake_id,
                   const TableOut *out) MUST_CHECK;
/* By code: how many. Then the issues after a key made of sheet, row and number. */
Status intake_show_issues(Ctx *ctx, App *app, int64_t intake_id, const TableOut *out) MUST_CHECK;
Status intake_page_issues(Ctx *ctx, App *app, int64_t intake_id, int64_t severity, const Page *page,
                          const TableOut *out) MUST_CHECK;

/* A kept original that somebody may take away. */
typedef struct OriginalFile {
    Str name;
    Str path; /* absolute or from the working folder */
} OriginalFile;
Status intake_original(Ctx *ctx, App *app, int64_t intake_id, OriginalFile *ret_file) MUST_CHECK;
/* For who releases, or for the provider that it is addressed to. */
Status batch_original(Ctx *ctx, App *app, int64_t batch_id, Right right,
                      OriginalFile *ret_file) MUST_CHECK;
Status batch_list_of_payroll(Ctx *ctx, App *app, int64_t payroll_id, const Page *page,
                             const TableOut *out) MUST_CHECK;
/* Files of the providers that the user speaks for, and the results that came from them: newest
 * first, `after` goes down. */
Status provider_list_batches(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;
Status provider_list_results(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;
/* E_RIGHT_MISSING unless the user speaks for that provider. */
Status provider_require(Ctx *ctx, App *app, Str provider_code) MUST_CHECK;

Status period_list(Ctx *ctx, App *app, int64_t programme_id, const TableOut *out) MUST_CHECK;
Status ledger_list_entries(Ctx *ctx, App *app, int64_t period, int64_t ledger_account,
                           const Page *page, const TableOut *out) MUST_CHECK;
/* The change log, newest first. */
Status change_list(Ctx *ctx, App *app, Str login, Str use_case, const Page *page,
                   const TableOut *out) MUST_CHECK;

/* Areas right below another one today; 0 = the area that the database serves. */
Status area_list_children(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;
/* Reasons and clauses: what codes mean. */
Status reference_list(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;

#endif
