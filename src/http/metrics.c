/* /readyz: can it commit? /metrics: Prometheus text, money first. */
#include "app/figures.h"
#include "http/server_inside.h"

static Status nothing_write(Ctx *ctx, Db *db, const void *arg) {
    (void)arg;
    int64_t seq = 0;
    return db_query_int64(ctx, db, SQL_CHANGE_LAST_SEQ, DB_NO_PARAMS, 0, &seq);
}

void request_ready(Ctx *ctx, Worker *worker, Request *request) {
    enum { WAIT_US = 2000000 };
    Status status = E_DB_BUSY;
    if (server_lock_writer(worker->server, WAIT_US)) {
        status = db_write(ctx, worker->server->app.db, nothing_write, NULL);
        server_unlock_writer(worker->server);
    }
    request->content_type = "text/plain; charset=utf-8";
    request->http_status = status == OK ? 200 : 503;
    if (strbuf_add(ctx, &request->out, status == OK ? STR("ready\n") : str_of("not ready\n")) !=
        OK) {
        request->http_status = 503;
    }
}

static Status counter(Ctx *ctx, StrBuf *out, const char *name, const char *type, const char *help,
                      int64_t value) {
    return strbuf_print(ctx, out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, type,
                        name, (long long)value);
}

static Status replies(Ctx *ctx, StrBuf *out, Server *server) {
    static const char *const UPPER[LATENCY_BUCKETS] = {"0.001", "0.005", "0.01", "0.025", "0.05",
                                                       "0.1",   "0.2",   "0.5",  "2",     "10"};
    int64_t sum = 0;
    TRY(strbuf_print(ctx, out,
                     "# HELP ansinh_http_replies_total Replies by class of status.\n"
                     "# TYPE ansinh_http_replies_total counter\n"));
    for (int i = 2; i < 6; i++) {
        TRY(strbuf_print(ctx, out, "ansinh_http_replies_total{class=\"%dxx\"} %lld\n", i,
                         (long long)atomic_load(&server->replies[i])));
    }
    TRY(strbuf_print(ctx, out,
                     "# HELP ansinh_http_seconds Time from the complete request to its reply.\n"
                     "# TYPE ansinh_http_seconds histogram\n"));
    for (int i = 0; i <= LATENCY_BUCKETS; i++) {
        sum += atomic_load(&server->latency[i]);
        TRY(strbuf_print(ctx, out, "ansinh_http_seconds_bucket{le=\"%s\"} %lld\n",
                         i < LATENCY_BUCKETS ? UPPER[i] : "+Inf", (long long)sum));
    }
    int64_t us = atomic_load(&server->latency_us);
    return strbuf_print(ctx, out,
                        "ansinh_http_seconds_sum %lld.%06lld\nansinh_http_seconds_count %lld\n",
                        (long long)(us / 1000000), (long long)(us % 1000000), (long long)sum);
}

static Status metrics_write(Ctx *ctx, Worker *worker, StrBuf *out) {
    Server *server = worker->server;
    App app = server->app;
    FiguresOpen open;
    app.db = worker->reader;
    TRY(figures_open(ctx, &app, &open));
    TRY(counter(ctx, out, "ansinh_unknown_batches", "gauge", "Files without a known outcome.",
                open.unknown_batch_count));
    TRY(counter(ctx, out, "ansinh_in_transit_dong", "gauge", "Released and not yet answered.",
                open.in_transit_dong));
    TRY(counter(ctx, out, "ansinh_suspense_rows", "gauge", "Rows of results that match nothing.",
                open.suspense_count));
    TRY(counter(ctx, out, "ansinh_open_cases", "gauge", "Open questions about money.",
                open.case_count));
    TRY(counter(ctx, out, "ansinh_holds", "gauge", "Persons whose payments are held.",
                open.hold_count));
    TRY(counter(ctx, out, "ansinh_sign_in_failed_total", "counter", "Wrong passwords or codes.",
                atomic_load(&server->sign_in_failed)));
    TRY(counter(ctx, out, "ansinh_connections", "gauge", "Open connections.",
                atomic_load(&server->connections)));
    TRY(counter(ctx, out, "ansinh_connections_cut_total", "counter",
                "Connections cut for taking too long.", atomic_load(&server->cut_connections)));
    return replies(ctx, out, server);
}

void request_metrics(Ctx *ctx, Worker *worker, Request *request) {
    request->content_type = "text/plain; version=0.0.4; charset=utf-8";
    request->http_status = 200;
    Status status = metrics_write(ctx, worker, &request->out);
    if (status != OK) {
        log_failure(worker->server->log, ctx, "metrics");
        request_fail(ctx, request, NULL, status);
    }
}
