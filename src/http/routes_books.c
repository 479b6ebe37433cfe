/* The books: allotment, prefunding, settlement, balances, closing. */
#include "app/books.h"
#include "app/lists.h"
#include "app/payroll.h"
#include "app/setup.h"
#include "http/exchange.h"

enum { PROGRAMME_BTXH = 1 };

static Status allot(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    Allotment what = {.programme_id = PROGRAMME_BTXH,
                      .area_id = exchange_int(exchange, "area_id"),
                      .period = exchange_int(exchange, "period"),
                      .payroll_id = exchange_int(exchange, "payroll_id"),
                      .amount_dong = exchange_int(exchange, "amount_dong"),
                      .decision_no = exchange_text(exchange, "decision_no")};
    if (what.area_id == 0) {
        TRY(setup_home_area(ctx, &exchange->app, &what.area_id));
    }
    if ((what.payroll_id == 0) == (what.amount_dong == 0)) {
        snprintf(exchange->field, sizeof exchange->field, "amount_dong");
        return ctx_fail(ctx, E_FIELD_INVALID, "give payroll_id or amount_dong, not both");
    }
    TRY(books_allot(ctx, &exchange->app, &what, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status prefund(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(books_prefund(ctx, &exchange->app, exchange_int(exchange, "payroll_id"), &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status hand_back(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(books_hand_back(ctx, &exchange->app, PROGRAMME_BTXH, exchange_int(exchange, "period"),
                        exchange_text(exchange, "provider_code"), &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status periods(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return period_list(ctx, &exchange->app, PROGRAMME_BTXH, &out);
}

static Status close_period(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(period_close(ctx, &exchange->app, PROGRAMME_BTXH, exchange_int(exchange, "period"),
                     exchange_int(exchange, "hard") == 1, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status settlement(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return settlement_show(ctx, &exchange->app, PROGRAMME_BTXH, exchange_int(exchange, "period"),
                           exchange_int(exchange, "by_commune") == 1, &out);
}

static Status balance(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return books_trial_balance(ctx, &exchange->app, exchange_int(exchange, "period"), &out);
}

static Status entries(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, exchange_int(exchange, "after"), exchange_limit(exchange)};
    TRY(ledger_list_entries(ctx, &exchange->app, exchange_int(exchange, "period"),
                            exchange_int(exchange, "ledger_account"), &page, &out));
    return exchange_next(ctx, exchange);
}

static Status entry(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return books_show_entry(ctx, &exchange->app, exchange_int(exchange, "txn_id"), &out);
}

static Status digest(Ctx *ctx, Exchange *exchange) {
    Str hex;
    TRY(books_digest(ctx, &exchange->app, &hex));
    return json_member_text(ctx, &exchange->json, STR("digest"), hex);
}

#define POSTS RIGHT_LEDGER_POST, ROUTE_WRITES | ROUTE_KEYED

static const Route ROUTES[] = {
    {"POST", API "/allotments", "add_allotment",
     "Enter an allotment: exactly what a payroll needs, or an amount", POSTS, "",
     "period:p decision_no:s1-60 area_id:i1-999999999? payroll_id:i1-999999999? "
     "amount_dong:m1-9007199254740991?",
     "txn_id:i amount_dong:m decision_no:s", allot},
    {"POST", API "/payrolls/{payroll_id}/prefund", "prefund_payroll",
     "Draw at the State Treasury, pay in at the providers", RIGHT_LEDGER_POST,
     ROUTE_WRITES | ROUTE_KEYED | ROUTE_HIDES, "", "", "txn_count:i amount_dong:m", prefund},
    {"POST", API "/hand-backs", "add_hand_back", "A provider hands money back to the treasury",
     POSTS, "", "period:p provider_code:s1-20", "txn_id:i amount_dong:m", hand_back},
    {"GET", API "/periods", "list_periods", "Months, whether they are closed, and what was paid",
     RIGHT_REPORT, 0, "", "",
     "periods[period:p state:i? posting_count:i? closed_us:i? closed_by:s? paid_dong:m]", periods},
    {"POST", API "/periods/{period}/close", "close_period",
     "Soft: no new runs. Hard: lock, checkpoint, settlement", RIGHT_LEDGER_POST,
     ROUTE_WRITES | ROUTE_KEYED | ROUTE_STEP_UP | ROUTE_JOB, "", "hard:b",
     "state:i posting_count:i? checkpoint:s? listed_count:i?", close_period},
    {"GET", API "/settlements/{period}", "show_settlement",
     "opening + allotted - paid + returned - written back = closing, by provider and commune",
     RIGHT_REPORT, 0, "by_commune:b?", "",
     "settlement[area_name:s provider_code:s opening_dong:m allotted_dong:m paid_dong:m "
     "returned_dong:m written_back_dong:m closing_dong:m]",
     settlement},
    {"GET", API "/ledger/balance", "show_balance", "Trial balance, up to a month", RIGHT_REPORT, 0,
     "period:p?", "", "balance[ledger_account:i? name:s debit_dong:m credit_dong:m balance_dong:m]",
     balance},
    {"GET", API "/ledger/entries", "list_entries", "Entries of a month, of one account or all",
     RIGHT_REPORT, 0, "period:p ledger_account:i1-99? after:i0-9007199254740991? limit:i1-500?", "",
     "entries[txn_id:i at_us:i kind:s payroll_id:i? batch_id:i? use_case:s debit_dong:m "
     "credit_dong:m] next:i?",
     entries},
    {"GET", API "/ledger/entries/{txn_id}", "show_entry", "One entry and its postings",
     RIGHT_REPORT, 0, "", "",
     "entry[txn_id:i kind:s fiscal_period:p payroll_id:i? batch_id:i? file_name:s at:d use_case:s] "
     "postings[line_no:i ledger_account:i account_name:s area_code:s area_name:s provider_code:s "
     "batch_id:i? amount_dong:m]",
     entry},
    {"GET", API "/ledger/digest", "show_ledger_digest", "Digest of all postings in order",
     RIGHT_REPORT, 0, "", "", "digest:s", digest},
};

RouteList routes_books(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
