/* The independent auditor: asking it, and what it said. */
#include "app/audit_run.h"
#include "http/exchange.h"
#include "http/server.h"

/* The writer is taken when there is something to keep, not while the auditor reads. */
static Status ask(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    AuditReport report;
    AuditAsk what = {server_db_address(exchange), exchange_int(exchange, "period"),
                     exchange_int(exchange, "full") == 1};
    TRY(audit_ask(ctx, &exchange->app, &what, &report));
    TRY(server_take_writer(ctx, exchange));
    TRY(audit_record(ctx, &exchange->app, &what, &report, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status list_all(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, exchange_int(exchange, "after"), exchange_limit(exchange)};
    TRY(audit_list(ctx, &exchange->app, &page, &out));
    return exchange_next(ctx, exchange);
}

static Status last(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, 0, 1};
    TRY(audit_list(ctx, &exchange->app, &page, &out));
    if (exchange->row_count == 0) {
        return ctx_fail(ctx, E_NOT_FOUND, "no audit has been run");
    }
    return audit_list_checks(ctx, &exchange->app, 0, &out);
}

static Status report(Ctx *ctx, Exchange *exchange) {
    Str json;
    TRY(audit_show_report(ctx, &exchange->app, exchange_int(exchange, "audit_id"), &json));
    strbuf_clear(exchange->out);
    return strbuf_add(ctx, exchange->out, json);
}

#define AUDIT                                                                                      \
    "audits[audit_id:i begun_us:i ended_us:i login:s? period:p? verdict:s check_count:i "          \
    "finding_count:i]"

static const Route ROUTES[] = {
    {"POST", API "/audits", "run_audit",
     "Run the independent auditor over the database and the kept files, and keep what it says. "
     "exit_code: 0 clean, 1 something is broken, 2 could not run",
     RIGHT_LOG_READ, ROUTE_KEYED | ROUTE_JOB, "", "period:p? full:b?",
     "audit_id:i exit_code:i check_count:i finding_count:i", ask},
    {"GET", API "/audits", "list_audits",
     "Audits, newest first; after goes down. verdict: clean, broken, could_not_run", RIGHT_REPORT,
     0, "after:i0-9007199254740991? limit:i1-500?", "", AUDIT " next:i?", list_all},
    {"GET", API "/audits/last", "show_last_audit", "The last one, check by check", RIGHT_REPORT,
     ROUTE_HIDES, "", "", AUDIT " checks[name:s verdict:s row_count:i finding_count:i]", last},
    {"GET", API "/audits/{audit_id}/report", "show_audit_report",
     "The report as the auditor wrote it, with its findings", RIGHT_LOG_READ, ROUTE_HIDES, "", "",
     "", report},
};

RouteList routes_audit(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
