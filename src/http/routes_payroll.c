/* The list of the month: compute, look, compare, approve, and the list that people sign. */
#include "app/lists.h"
#include "app/payroll.h"
#include "app/report.h"
#include "app/setup.h"
#include "http/exchange.h"

enum { PROGRAMME_BTXH = 1, KIND_MONTHLY = 1 };

static int64_t payroll_of(const Exchange *exchange) {
    return exchange_int(exchange, "payroll_id");
}

static Status list_all(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return payroll_list(ctx, &exchange->app, exchange_int(exchange, "area_id"), &out);
}

static Status compute(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    PayrollKey key = {.programme_id = PROGRAMME_BTXH,
                      .area_id = exchange_int(exchange, "area_id"),
                      .period = exchange_int(exchange, "period"),
                      .kind = exchange_has(exchange, "kind") ? exchange_int(exchange, "kind")
                                                             : KIND_MONTHLY};
    if (key.area_id == 0) {
        TRY(setup_home_area(ctx, &exchange->app, &key.area_id));
    }
    TRY(payroll_compute(ctx, &exchange->app, &key, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status show(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return payroll_head(ctx, &exchange->app, payroll_of(exchange), &out);
}

static Status by_area(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return payroll_show(ctx, &exchange->app, payroll_of(exchange), &out);
}

static Status difference(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return payroll_show_difference(ctx, &exchange->app, payroll_of(exchange), &out);
}

static Page page_of(const Exchange *exchange) {
    return (Page){0, exchange_int(exchange, "after"), exchange_limit(exchange)};
}

static Status difference_persons(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = page_of(exchange);
    TRY(payroll_page_difference(ctx, &exchange->app, payroll_of(exchange),
                                exchange_text(exchange, "reason_code"), &page, &out));
    return exchange_next(ctx, exchange);
}

static Status held(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = page_of(exchange);
    TRY(payroll_page_held(ctx, &exchange->app, payroll_of(exchange), &page, &out));
    return exchange_next(ctx, exchange);
}

static Status anomalies(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return payroll_show_anomalies(ctx, &exchange->app, payroll_of(exchange), &out);
}

static Status pay_list(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    page.area_id = exchange_int(exchange, "area_id");
    TRY(report_pay_list(ctx, &exchange->app, payroll_of(exchange), &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status approve(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    PayrollApprove what = {payroll_of(exchange), exchange_text(exchange, "digest")};
    TRY(payroll_approve(ctx, &exchange->app, &what, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

#define ONE API "/payrolls/{payroll_id}"
#define PAGE_QUERY "after:i0-9007199254740991? limit:i1-500?"
#define HEAD                                                                                       \
    "payrolls[payroll_id:i period:p kind:i area_id:i area_code:s area_name:s state:s "             \
    "eligible_count:i obligated_count:i held_count:i line_count:i total_dong:m previous_dong:m "   \
    "digest:s made_by:s? made_us:i approved_by:s? approved_us:i? released_us:i?]"

static const Route ROUTES[] = {
    {"GET", API "/payrolls", "list_payrolls",
     "Payrolls within an area, newest first; and those of areas around it, where one finds one's "
     "pay-list",
     RIGHT_REPORT, 0, "area_id:i1-999999999?", "",
     HEAD " around[payroll_id:i period:p kind:i area_id:i area_code:s area_name:s state:s]",
     list_all},
    {"POST", API "/payrolls", "compute_payroll",
     "Compute and seal the payroll of a month. kind: 1 monthly, 2 and on supplementary",
     RIGHT_PAYROLL_MAKE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_JOB, "",
     "period:p area_id:i1-999999999? kind:i1-99?",
     "payroll_id:i eligible_count:i obligated_count:i held_count:i line_count:i total_dong:m "
     "withheld_dong:m previous_dong:m difference_dong:m digest:s",
     compute},
    {"GET", ONE, "show_payroll", "Its head: whose, how much, the digest to approve, who did what",
     RIGHT_REPORT, ROUTE_HIDES, "", "", HEAD, show},
    {"GET", ONE "/areas", "show_payroll_areas", "By commune; the sum last", RIGHT_REPORT,
     ROUTE_HIDES | ROUTE_KEPT, "", "",
     "payroll[area_code:s area_name:s person_count:i line_count:i amount_dong:m] "
     "payroll_head[payroll_id:i period:p state:s eligible_count:i obligated_count:i held_count:i "
     "total_dong:m digest:s]",
     by_area},
    {"GET", ONE "/difference", "show_difference",
     "Difference to the month before, by reason; the sum last", RIGHT_REPORT, ROUTE_HIDES, "", "",
     "difference[reason_code:s reason:s person_count:i previous_dong:m amount_dong:m "
     "difference_dong:m]",
     difference},
    {"GET", ONE "/difference/persons", "list_difference", "The same, person by person",
     RIGHT_REGISTER_READ, ROUTE_HIDES, "reason_code:s2-40? " PAGE_QUERY, "",
     "difference_persons[person_id:i full_name:s area_name:s reason_code:s previous_dong:m "
     "amount_dong:m] next:i?",
     difference_persons},
    {"GET", ONE "/held", "list_held", "Who is held, and why", RIGHT_REGISTER_READ, ROUTE_HIDES,
     PAGE_QUERY, "",
     "held[person_id:i full_name:s area_name:s reason_code:s sentence:s who_acts:s amount_dong:m] "
     "next:i?",
     held},
    {"GET", ONE "/anomalies", "show_anomalies",
     "What an approver should look at: many beneficiaries on one account, changed accounts, jumps",
     RIGHT_REGISTER_READ, ROUTE_HIDES | ROUTE_KEPT, "", "",
     "shared_accounts[number_mask:s holder_name:s provider_code:s person_count:i amount_dong:m] "
     "changed_accounts[person_id:i full_name:s area_name:s provider_code:s number_mask:s? "
     "holder_name:s changed_us:i changed_by:s? use_case:s amount_dong:m] "
     "jumps[person_id:i full_name:s area_name:s reason_code:s previous_dong:m amount_dong:m]",
     anomalies},
    {"GET", ONE "/pay-list", "show_pay_list", "The list of a commune that people sign",
     RIGHT_REGISTER_READ, ROUTE_HIDES, "area_id:i1-999999999 " PAGE_QUERY, "",
     "pay_list[person_id:i full_name:s birth_date:d hamlet:s? category:s amount_dong:m "
     "recipient_name:s? channel:s? number_mask:s?] next:i?",
     pay_list},
    {"POST", ONE "/approve", "approve_payroll",
     "Approve exactly the rows of this digest; not by who made it", RIGHT_PAYROLL_APPROVE,
     ROUTE_WRITES | ROUTE_KEYED | ROUTE_STEP_UP | ROUTE_HIDES | ROUTE_JOB, "", "digest:s64-64",
     "payroll_id:i total_dong:m txn_id:i", approve},
};

RouteList routes_payroll(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
