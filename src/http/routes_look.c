/* Figures, areas, codes, the log: what only looks. And exports of lists into files. */
#include "app/books.h"
#include "app/figures.h"
#include "app/lists.h"
#include "app/payment.h"
#include "app/report.h"
#include "app/setup.h"
#include "http/exchange.h"
#include "http/server.h"

enum { PROGRAMME_BTXH = 1, EXPORT_ROWS_MOST = 1000000 };

static Status funnel(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return figures_funnel(ctx, &exchange->app, exchange_int(exchange, "area_id"), &out);
}

static Status months(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return figures_months(ctx, &exchange->app, exchange_int(exchange, "area_id"), &out);
}

static Status alerts(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return figures_alerts(ctx, &exchange->app, exchange_int(exchange, "area_id"), &out);
}

static Status areas(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return area_list_children(ctx, &exchange->app, exchange_int(exchange, "parent_area_id"), &out);
}

static Status reference(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return reference_list(ctx, &exchange->app, &out);
}

static Status providers(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return setup_list_providers(ctx, &exchange->app, &out);
}

static Status defects(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return report_defects(ctx, &exchange->app, &out);
}

static Status changes(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, exchange_int(exchange, "after"), exchange_limit(exchange)};
    TRY(change_list(ctx, &exchange->app, exchange_text(exchange, "login"),
                    exchange_text(exchange, "use_case"), &page, &out));
    return exchange_next(ctx, exchange);
}

static Status progress(Ctx *ctx, Exchange *exchange) {
    return server_show_progress(ctx, exchange);
}

static Status describe(Ctx *ctx, Exchange *exchange) {
    strbuf_clear(exchange->out);
    return route_describe(ctx, exchange->out);
}

/* ---- exports: the purpose stands in the log before the first row leaves ---- */

static Status export_list(Ctx *ctx, Exchange *exchange, Str list, const TableOut *out) {
    App *app = &exchange->app;
    int64_t area_id = exchange_int(exchange, "area_id");
    int64_t payroll_id = exchange_int(exchange, "payroll_id");
    Page page = {area_id, 0, EXPORT_ROWS_MOST};
    if (str_equal(list, STR("beneficiaries"))) {
        return beneficiary_list(ctx, app, &page, exchange_int(exchange, "channel"), out);
    }
    if (str_equal(list, STR("funnel"))) {
        return figures_funnel(ctx, app, area_id, out);
    }
    if (str_equal(list, STR("pay_list"))) {
        return report_pay_list(ctx, app, payroll_id, &page, out);
    }
    if (str_equal(list, STR("difference"))) {
        return payroll_page_difference(ctx, app, payroll_id, STR(""), &page, out);
    }
    if (str_equal(list, STR("held"))) {
        return payroll_page_held(ctx, app, payroll_id, &page, out);
    }
    if (str_equal(list, STR("work"))) {
        return payment_list_work(ctx, app, payroll_id, 0, &page, out);
    }
    if (str_equal(list, STR("issues"))) {
        return intake_page_issues(ctx, app, exchange_int(exchange, "intake_id"), 0, &page, out);
    }
    if (str_equal(list, STR("settlement"))) {
        return settlement_show(ctx, app, PROGRAMME_BTXH, exchange_int(exchange, "period"), true,
                               out);
    }
    if (str_equal(list, STR("balance"))) {
        return books_trial_balance(ctx, app, exchange_int(exchange, "period"), out);
    }
    snprintf(exchange->field, sizeof exchange->field, "list");
    return ctx_fail(ctx, E_FIELD_INVALID, "list: no such list");
}

static Status export_file(Ctx *ctx, Exchange *exchange) {
    TableOut out;
    Reply reply;
    Str list = exchange_text(exchange, "list");
    ExportNote note = {list, exchange_text(exchange, "purpose"), exchange_int(exchange, "area_id")};
    TRY(export_note(ctx, &exchange->app, &note, &reply));
    server_release_writer(exchange);
    TRY(exchange_table_to_file(ctx, exchange, list, exchange_text(exchange, "format"), &out));
    return export_list(ctx, exchange, list, &out);
}

#define AREA_QUERY "area_id:i1-999999999?"
#define PAGE_QUERY "after:i0-9007199254740991? limit:i1-500?"

static const Route ROUTES[] = {
    {"GET", API "/overview/funnel", "overview_funnel",
     "By commune: beneficiaries, with account, wallet, recipient, cash, none; the sum last",
     RIGHT_REPORT, ROUTE_KEPT, AREA_QUERY, "",
     "funnel[area_id:i area_code:s area_name:s beneficiary_count:i account_count:i wallet_count:i "
     "recipient_count:i cash_count:i none_count:i]",
     funnel},
    {"GET", API "/overview/months", "overview_months",
     "By month and channel: paid, under way, returned, uncollected; and people by month",
     RIGHT_REPORT, ROUTE_KEPT, AREA_QUERY, "",
     "money[period:p channel:s paid_dong:m in_transit_dong:m returned_dong:m unclaimed_dong:m] "
     "people[payroll_id:i period:p kind:i eligible_count:i obligated_count:i held_count:i "
     "total_dong:m]",
     months},
    {"GET", API "/overview/alerts", "overview_alerts",
     "What waits for somebody: files by state, attempts gone wrong, cases, holds, defects",
     RIGHT_REPORT, ROUTE_KEPT, AREA_QUERY, "",
     "batches[state:s batch_count:i line_count:i amount_dong:m] "
     "attempts[state:s line_count:i amount_dong:m] "
     "open[case_count:i late_case_count:i suspense_count:i hold_count:i defect_count:i "
     "late_batch_count:i]",
     alerts},
    {"GET", API "/areas", "list_areas",
     "Areas right below one; without it, the province that is served, or all provinces",
     RIGHT_SIGNED_IN, 0, "parent_area_id:i1-999999999?", "",
     "areas[area_id:i level:i area_code:s kind:s name:s]", areas},
    {"GET", API "/reference", "list_reference", "What codes of reasons and clauses mean",
     RIGHT_SIGNED_IN, 0, "", "",
     "reasons[reason_code:s sentence:s who_acts:s] "
     "clauses[clause_id:i clause_code:s citation:s]",
     reference},
    {"GET", API "/providers", "list_providers", "Banks, wallets and post", RIGHT_SIGNED_IN, 0, "",
     "", "providers[provider_code:s name:s kind:s bin:s? template:s chunk_rows:i answer_days:i]",
     providers},
    {"GET", API "/defects", "list_defects", "Defects found in all lists taken in, by code",
     RIGHT_REPORT, ROUTE_KEPT, "", "",
     "defects[issue_code:s severity:s issue_count:i row_count:i file_count:i]", defects},
    {"GET", API "/changes", "list_changes", "The log of changes, newest first; after goes down",
     RIGHT_LOG_READ, 0, "login:s1-64? use_case:s1-64? " PAGE_QUERY, "",
     "changes[change_seq:i at_us:i login:s? use_case:s area_name:s? summary:s hash:s] next:i?",
     changes},
    {"GET", API "/progress", "show_progress",
     "Where a write of one's own stands, by its Idempotency-Key", RIGHT_SIGNED_IN, 0, "key:s8-64",
     "", "running:b stage:s done:i total:i", progress},
    {"POST", API "/exports", "export_list",
     "A whole list as a file; its purpose goes into the log. list: beneficiaries, funnel, "
     "pay_list, "
     "difference, held, work, issues, settlement, balance; format: xlsx, csv or pdf",
     RIGHT_SIGNED_IN, ROUTE_WRITES | ROUTE_DOWNLOAD | ROUTE_HIDES, "",
     "list:s1-32 format:s3-4 purpose:s5-200 area_id:i1-999999999? payroll_id:i1-999999999? "
     "intake_id:i1-999999999? period:p? channel:i1-9?",
     "", export_file},
    {"GET", API "/openapi.json", "describe_api", "This document", RIGHT_NONE, ROUTE_PUBLIC, "", "",
     "", describe},
};

RouteList routes_look(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
