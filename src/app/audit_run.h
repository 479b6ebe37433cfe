/*
 * audit_run.h -- use cases of asking the independent auditor, and of what it said.
 *
 * Floor 4. The auditor is a program of its own that shares no code with ours and only reads; we run
 * it as a child, keep its report as it came, and count it check by check. What it finds changes
 * nothing by itself.
 */
#ifndef APP_AUDIT_RUN_H
#define APP_AUDIT_RUN_H

#include "app/app.h"
#include "app/lists.h"
#include "app/table.h"

typedef struct AuditAsk {
    Str db_address;
    int64_t period; /* 0 = all months */
    bool full;      /* the engine's own check of the database file, too */
} AuditAsk;

typedef struct AuditReport {
    int64_t exit_code; /* 0 clean, 1 something is broken, 2 could not run, or not all of it */
    int64_t begun_us;
    int64_t ended_us;
    Str json;
} AuditReport;

/*
 * Runs `ansinh-audit`, which lies beside our own program, over database and kept files. No
 * transaction is open meanwhile. A finding is no failure.
 *
 * OK  E_RIGHT_MISSING  E_FILE_OPEN (no such program)  E_FILE_READ  E_MEMORY_LIMIT
 */
Status audit_ask(Ctx *ctx, App *app, const AuditAsk *ask, AuditReport *ret_report) MUST_CHECK;
/* Keeps it: audit_id, exit_code, check_count, finding_count. */
Status audit_record(Ctx *ctx, App *app, const AuditAsk *ask, const AuditReport *report,
                    Reply *ret_reply) MUST_CHECK;

/* Newest first, `after` goes down. */
Status audit_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) MUST_CHECK;
/* The checks of one; 0 = of the last. */
Status audit_list_checks(Ctx *ctx, App *app, int64_t audit_id, const TableOut *out) MUST_CHECK;
/* The report as it came (JSON). E_NOT_FOUND */
Status audit_show_report(Ctx *ctx, App *app, int64_t audit_id, Str *ret_json) MUST_CHECK;

#endif
