/* Paying: release, seal, send; answers; what needs somebody's work; and what a provider sees. */
#include "app/lists.h"
#include "app/payment.h"
#include "http/exchange.h"
#include "http/server.h"

static int64_t payroll_of(const Exchange *exchange) {
    return exchange_int(exchange, "payroll_id");
}

static Status release(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(payment_release(ctx, &exchange->app, payroll_of(exchange), &reply));
    return exchange_reply(ctx, exchange, &reply);
}

/* Sealing and sending guard every step by themselves and go on where they were: no key is stored.
 */
static Status seal(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    ctx->request_key = STR("");
    TRY(payment_seal(ctx, &exchange->app, payroll_of(exchange), &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status send_files(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    PaymentSend what = {payroll_of(exchange), server_exchange_dir(exchange)};
    ctx->request_key = STR("");
    TRY(payment_recover(ctx, &exchange->app, what.out_dir, &reply));
    TRY(payment_send(ctx, &exchange->app, &what, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status status_by_state(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return payment_show_status(ctx, &exchange->app, payroll_of(exchange), &out);
}

static Status batches(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(batch_list_of_payroll(ctx, &exchange->app, payroll_of(exchange), &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status work(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(payment_list_work(ctx, &exchange->app, payroll_of(exchange),
                          exchange_int(exchange, "state"), &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status batch_file(Ctx *ctx, Exchange *exchange) {
    OriginalFile file;
    TRY(batch_original(ctx, &exchange->app, exchange_int(exchange, "batch_id"),
                       exchange->route->right, &file));
    exchange->file = (ExchangeFile){file.path, file.name, false};
    return OK;
}

static Status mark_silent(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(payment_mark_silent(ctx, &exchange->app, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status load_result(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    ResultLoad load = {.provider_code = exchange_text(exchange, "provider_code"),
                       .path = exchange->upload_path};
    TRY(result_load(ctx, &exchange->app, &load, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status load_provider_result(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    ResultLoad load = {.provider_code = exchange_text(exchange, "provider_code"),
                       .path = exchange->upload_path};
    TRY(provider_require(ctx, &exchange->app, load.provider_code));
    TRY(result_load_by_provider(ctx, &exchange->app, &load, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status results(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(result_list_files(ctx, &exchange->app, &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status suspense(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(result_list_suspense(ctx, &exchange->app, &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status cases(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(case_list(ctx, &exchange->app, &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status close_case(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(case_close(ctx, &exchange->app, exchange_int(exchange, "case_id"),
                   exchange_int(exchange, "closed_as"), &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status provider_batches(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(provider_list_batches(ctx, &exchange->app, &page, &out));
    return exchange_page_end(ctx, exchange);
}

static Status provider_results(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = exchange_page(exchange);
    TRY(provider_list_results(ctx, &exchange->app, &page, &out));
    return exchange_page_end(ctx, exchange);
}

#define ONE API "/payrolls/{payroll_id}"
#define RELEASES RIGHT_PAYMENT_RELEASE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_HIDES | ROUTE_JOB
#define RESULT                                                                                     \
    "result_id:i? row_count:i? applied_count:i? repeated_count:i? suspended_count:i? "             \
    "paid_count:i? paid_dong:m? rejected_count:i? returned_count:i? case_count:i? "                \
    "repeated_file:i?"
#define PAGE_QUERY "after:i0-9007199254740991? limit:i1-500?"
#define LOADS ROUTE_WRITES | ROUTE_KEYED | ROUTE_UPLOAD | ROUTE_JOB

static const Route ROUTES[] = {
    {"POST", ONE "/release", "release_payroll", "Make attempts and batches; money may go",
     RIGHT_PAYMENT_RELEASE, ROUTE_WRITES | ROUTE_KEYED | ROUTE_STEP_UP | ROUTE_HIDES | ROUTE_JOB,
     "", "",
     "payroll_id:i batch_count:i attempt_count:i allocation_count:i total_dong:m held_count:i",
     release},
    {"POST", ONE "/seal", "seal_payroll",
     "Write the file of each batch that has none; goes on where it was", RELEASES, "", "",
     "payroll_id:i file_count:i byte_count:i", seal},
    {"POST", ONE "/send", "send_payroll",
     "Put the files into the exchange folders; goes on where it was", RELEASES, "", "",
     "payroll_id:i sent_count:i", send_files},
    {"GET", ONE "/status", "show_payment_status", "By provider, channel and state", RIGHT_REPORT,
     ROUTE_HIDES | ROUTE_KEPT, "", "",
     "payment_status[provider_code:s channel:s state:s line_count:i amount_dong:m]",
     status_by_state},
    {"GET", ONE "/batches", "list_batches", "The files, with their hashes", RIGHT_REPORT,
     ROUTE_HIDES, PAGE_QUERY, "",
     "batches[batch_id:i provider_code:s channel:s line_count:i total_dong:m state:s not_after:d "
     "file_name:s? byte_count:i? sha256:s?] next:i?",
     batches},
    {"GET", ONE "/work", "list_work",
     "Attempts that need somebody. state: 6 UNKNOWN 7 UNCLAIMED 8 RETURN_NOTICED 10 RETURNED 11 "
     "REJECTED 12 NEVER_RECEIVED 14 CONFLICT; none = all of these",
     RIGHT_REGISTER_READ, ROUTE_HIDES | ROUTE_KEPT, "state:i1-14? " PAGE_QUERY, "",
     "work[attempt_id:i end_to_end_id:s person_id:i full_name:s provider_code:s state:s "
     "amount_dong:m reason_code:s] next:i?",
     work},
    {"GET", API "/batches/{batch_id}/file", "download_batch", "The sealed file",
     RIGHT_PAYMENT_RELEASE, ROUTE_HIDES | ROUTE_DOWNLOAD, "", "", "", batch_file},
    {"POST", API "/payments/mark-silent", "mark_silent",
     "What stayed unanswered too long becomes UNKNOWN", RIGHT_PAYMENT_RELEASE,
     ROUTE_WRITES | ROUTE_KEYED, "", "", "unknown_batch_count:i", mark_silent},
    {"POST", API "/results", "load_result",
     "Take in a provider's answer (pain.002, camt.053, camt.054, CSV, XLSX)", RIGHT_RESULT_LOAD,
     LOADS, "provider_code:s1-20", "", RESULT, load_result},
    {"GET", API "/results", "list_results", "Result files taken in", RIGHT_REPORT, 0, PAGE_QUERY,
     "",
     "result_files[result_id:i provider_code:s file_ref:s quarantine_no:i format:s row_count:i "
     "applied_count:i repeated_count:i suspended_count:i applied_dong:m] next:i?",
     results},
    {"GET", API "/suspense", "list_suspense", "Rows of results that matched nothing", RIGHT_REPORT,
     0, PAGE_QUERY, "",
     "suspense[key:i result_id:i row_no:i provider_code:s end_to_end_id:s amount_dong:m outcome:s "
     "reason_code:s owner:s] next:i?",
     suspense},
    {"GET", API "/cases", "list_cases", "Open questions about money", RIGHT_REGISTER_READ, 0,
     PAGE_QUERY, "",
     "cases[case_id:i person_id:i kind:s amount_dong:m reason_code:s owner:s due_on:d] next:i?",
     cases},
    {"POST", API "/cases/{case_id}/close", "close_case",
     "closed_as: 1 recovered 2 waived 3 settled as paid 4 nothing owed", RIGHT_LEDGER_POST,
     ROUTE_WRITES | ROUTE_KEYED | ROUTE_STEP_UP, "", "closed_as:i1-4",
     "case_id:i closed_as:i txn_id:i?", close_case},
    {"GET", API "/provider/batches", "list_provider_batches", "A provider's own files",
     RIGHT_PROVIDER_FILES, 0, PAGE_QUERY, "",
     "batches[batch_id:i provider_code:s period:p channel:s line_count:i total_dong:m not_after:d "
     "state:s file_name:s byte_count:i sha256:s] next:i?",
     provider_batches},
    {"GET", API "/provider/batches/{batch_id}/file", "download_provider_batch", "One of them",
     RIGHT_PROVIDER_FILES, ROUTE_HIDES | ROUTE_DOWNLOAD, "", "", "", batch_file},
    {"GET", API "/provider/results", "list_provider_results", "What became of one's own answers",
     RIGHT_PROVIDER_FILES, 0, PAGE_QUERY, "",
     "results[result_id:i at_us:i provider_code:s file_ref:s file_name:s quarantine_no:i format:s "
     "row_count:i applied_count:i repeated_count:i suspended_count:i applied_dong:m] next:i?",
     provider_results},
    {"POST", API "/provider/results", "load_provider_result",
     "Hand in an answer for one's own provider", RIGHT_PROVIDER_FILES, LOADS | ROUTE_HIDES,
     "provider_code:s1-20", "", RESULT, load_provider_result},
};

RouteList routes_payment(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
