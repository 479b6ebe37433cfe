/* One request: session, token, right, step-up, what came in, the handler, the reply. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "http/jobs.h"
#include "http/kept.h"
#include "http/server_inside.h"
#include "sys/file.h"

enum { KEY_LEAST = 8, KEY_MOST = 64, TOUCH_WAIT_US = 0, WRITER_WAIT_US = 30000000 };

/* The writer is held through this, so that handlers can let go of it early. */
static Worker *worker_of(const Exchange *exchange) {
    return exchange->worker;
}

/* A job that is to stop does so between two statements: its transaction is rolled back. */
static Status stop_reached(void *arg, DbPoint point) {
    atomic_int *stop = arg;
    return point != DB_POINT_COMMITTED && atomic_load(stop) != 0 ? E_CANCELLED : OK;
}

Status server_take_writer(Ctx *ctx, Exchange *exchange) {
    Server *server = exchange->server;
    Worker *worker = worker_of(exchange);
    if (exchange->holds_writer) {
        return OK;
    }
    if (worker->writer == NULL && !server_lock_writer(server, WRITER_WAIT_US)) {
        return ctx_fail(ctx, E_OVERLOADED, "another change takes long");
    }
    exchange->holds_writer = true;
    exchange->app.db = worker->writer ? worker->writer : server->app.db;
    if (worker->stop != NULL) {
        db_set_probe(exchange->app.db, (DbProbe){stop_reached, worker->stop});
    }
    return OK;
}

void server_release_writer(Exchange *exchange) {
    Worker *worker = worker_of(exchange);
    if (!exchange->holds_writer) {
        return;
    }
    exchange->holds_writer = false;
    if (worker->stop != NULL) {
        db_set_probe(exchange->app.db, (DbProbe){NULL, NULL});
    }
    exchange->app.db = worker->reader;
    if (worker->writer == NULL) {
        server_unlock_writer(exchange->server);
    }
}

Str server_exchange_dir(const Exchange *exchange) {
    return exchange->server->options.exchange_dir;
}

Str server_db_address(const Exchange *exchange) {
    return exchange->server->options.db_address;
}

/* ---- how far a write is ---- */

static void progress_report(void *arg, const char *stage, int64_t done, int64_t total) {
    Worker *worker = arg;
    Server *server = worker->server;
    pthread_mutex_lock(&server->work_lock);
    WorkSlot *slot = &server->work[worker->no];
    snprintf(slot->stage, sizeof slot->stage, "%s", stage);
    slot->done = done;
    slot->total = total;
    pthread_mutex_unlock(&server->work_lock);
}

static void work_begin(Worker *worker, int64_t user_id, const char *key) {
    pthread_mutex_lock(&worker->server->work_lock);
    WorkSlot *slot = &worker->server->work[worker->no];
    *slot = (WorkSlot){.user_id = user_id};
    snprintf(slot->key, sizeof slot->key, "%s", key);
    pthread_mutex_unlock(&worker->server->work_lock);
}

/* How far it came stays there, for the job that keeps it. */
static void work_end(Worker *worker) {
    pthread_mutex_lock(&worker->server->work_lock);
    worker->server->work[worker->no].user_id = 0;
    pthread_mutex_unlock(&worker->server->work_lock);
}

Status server_show_progress(Ctx *ctx, Exchange *exchange) {
    Server *server = exchange->server;
    WorkSlot found = {.user_id = 0};
    Str key = exchange_text(exchange, "key");
    pthread_mutex_lock(&server->work_lock);
    for (size_t i = 0; i <= RUNNER_NO; i++) {
        const WorkSlot *slot = &server->work[i];
        if (slot->user_id == ctx->user_id && str_equal(str_of(slot->key), key)) {
            found = *slot;
        }
    }
    pthread_mutex_unlock(&server->work_lock);
    TRY(json_member_bool(ctx, &exchange->json, STR("running"), found.user_id != 0));
    TRY(json_member_text(ctx, &exchange->json, STR("stage"), str_of(found.stage)));
    TRY(json_member_int64(ctx, &exchange->json, STR("done"), found.done));
    return json_member_int64(ctx, &exchange->json, STR("total"), found.total);
}

/* ---- the gates ---- */

static Status right_read(Ctx *ctx, Db *db, const void *arg) {
    const Route *route = arg;
    return right_require_anywhere(ctx, db, route->right);
}

static Status session_gate(Ctx *ctx, Exchange *exchange, const Request *request) {
    const Route *route = exchange->route;
    if (request->is_foreign) {
        return ctx_fail(ctx, E_CSRF, "another origin");
    }
    if (route->flags & ROUTE_PUBLIC) {
        return OK;
    }
    if (request->token[0] == '\0') {
        return ctx_fail(ctx, E_SIGN_IN_NEEDED, "%s", "");
    }
    exchange->session_token = str_of(request->token);
    TRY(access_session(ctx, &exchange->app, exchange->session_token, &exchange->session));
    ctx->user_id = exchange->session.user_id;
    if (!request->is_get) {
        char csrf[ACCESS_CSRF_CHARS + 1];
        access_csrf(exchange->session_token, csrf);
        if (!secret_equal(str_of(csrf), str_of(request->csrf))) {
            return ctx_fail(ctx, E_CSRF, "%s", "");
        }
    }
    TRY(db_read(ctx, exchange->app.db, right_read, route));
    bool stale = ctx_now_us(ctx) - exchange->session.proven_us > ACCESS_PROVEN_US;
    if (stale && (route->flags & ROUTE_STEP_UP)) {
        return ctx_fail(ctx, E_STEP_UP_NEEDED, "%s", "");
    }
    return OK;
}

static Status key_gate(Ctx *ctx, const Route *route, const Request *request) {
    size_t len = strlen(request->key);
    if (!(route->flags & ROUTE_KEYED)) {
        return OK;
    }
    bool fits = len >= KEY_LEAST && len <= KEY_MOST;
    for (size_t i = 0; i < len; i++) {
        char c = request->key[i];
        fits = fits && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_');
    }
    if (!fits) {
        return ctx_fail(ctx, E_REQUEST_KEY_MISSING, "%s", "");
    }
    /* Nobody meets another one's key. */
    return ctx_print(ctx, &ctx->request_key, "u%lld:%s", (long long)ctx->user_id, request->key);
}

static Status input_take(Ctx *ctx, Exchange *exchange, const Request *request) {
    bool upload = (exchange->route->flags & ROUTE_UPLOAD) != 0;
    exchange_take_path(exchange, &request->match);
    TRY(exchange_take_query(ctx, exchange, str_of(request->query)));
    if (upload) {
        exchange->upload_path = str_of(request->upload_path);
        return request->is_full ? ctx_fail(ctx, E_FILE_WRITE, "the upload could not be kept") : OK;
    }
    if (request->body.len > 0 && !request->is_json) {
        return ctx_fail(ctx, E_HTTP_KIND, "%s", "");
    }
    return exchange_take_body(ctx, exchange, strbuf_str(&request->body));
}

/* ---- the handler ---- */

static Status handler_run(Ctx *ctx, Exchange *exchange, Request *request);

/* The reply is kept under what the database was before it was asked: a change meanwhile makes
 * another key, and the reply is never found again. */
static Status handler_run_kept(Ctx *ctx, Exchange *exchange, Request *request) {
    Kept *kept = exchange->server->kept;
    uint8_t key[DIGEST_BYTES];
    bool found = false;
    TRY(kept_key(ctx, exchange, str_of(request->url), str_of(request->query), key));
    TRY(kept_find(ctx, kept, key, &request->out, &found));
    if (found) {
        return OK;
    }
    TRY(handler_run(ctx, exchange, request));
    kept_put(kept, key, strbuf_str(&request->out));
    return OK;
}

static Status handler_run(Ctx *ctx, Exchange *exchange, Request *request) {
    const Route *route = exchange->route;
    if (route->flags & ROUTE_WRITES) {
        TRY(server_take_writer(ctx, exchange));
    }
    json_writer_init_buf(&exchange->json, &request->out);
    if (*route->reply == '\0') { /* a file, or a document of its own */
        return route->handle(ctx, exchange);
    }
    TRY(json_begin_object(ctx, &exchange->json));
    TRY(route->handle(ctx, exchange));
    TRY(json_end_object(ctx, &exchange->json));
    return json_writer_finish(ctx, &exchange->json);
}

/* What one may not see is told as what is not there. */
static Status hide(const Route *route, Status status) {
    bool hidden = status == E_RIGHT_MISSING || status == E_PERSON_UNKNOWN || status == E_DB_NO_ROW;
    return (route->flags & ROUTE_HIDES) && hidden ? E_NOT_FOUND : status;
}

static Status file_give(Ctx *ctx, Exchange *exchange, Request *request) {
    char path[FILE_PATH_MAX];
    if (str_is_empty(exchange->file.path)) {
        return OK;
    }
    TRY(file_path(ctx, exchange->file.path, path));
    request->file_fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (exchange->file.is_temporary) {
        TRY(file_remove(ctx, exchange->file.path));
    }
    if (request->file_fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%.*s", STR_ARG(exchange->file.name));
    }
    snprintf(request->out_name, sizeof request->out_name, "%.*s", STR_ARG(exchange->file.name));
    return OK;
}

static void session_touch(Ctx *ctx, Exchange *exchange) {
    App writer = exchange->server->app;
    bool due = exchange->session.user_id != 0 &&
               ctx_now_us(ctx) - exchange->session.seen_us > ACCESS_SEEN_EVERY_US;
    if (due && server_lock_writer(exchange->server, TOUCH_WAIT_US)) {
        Status status = access_touch(ctx, &writer, &exchange->session);
        server_unlock_writer(exchange->server);
        if (status != OK) { /* the session only ends a minute earlier */
            log_failure(exchange->server->log, ctx, "session_touch");
        }
    }
}

void request_fail(Ctx *ctx, Request *request, Exchange *exchange, Status status) {
    request->http_status = status_http(status);
    request->content_type = "application/problem+json";
    if (exchange_problem(ctx, exchange, status, str_of(request->id), &request->out) != OK) {
        strbuf_clear(&request->out); /* no memory even for that: the status says it */
    }
}

static void cookie_keep(Request *request, const Exchange *exchange) {
    if (exchange->cookie.ptr != NULL) {
        request->has_cookie = true;
        snprintf(request->cookie, sizeof request->cookie, "%.*s", STR_ARG(exchange->cookie));
    }
}

static Exchange exchange_of(Worker *worker, Request *request) {
    Exchange exchange = {.server = worker->server,
                         .worker = worker,
                         .route = request->match.route,
                         .app = worker->server->app,
                         .address = str_of(request->address),
                         .out = &request->out,
                         .file = {{NULL, 0}, {NULL, 0}, false},
                         .cookie = {NULL, 0}};
    exchange.app.db = worker->reader;
    return exchange;
}

static void success_tell(Request *request, const Exchange *exchange) {
    request->stream_id = exchange->stream_id;
    request->http_status = exchange->http_status ? exchange->http_status : 200;
    request->content_type = request->file_fd >= 0         ? "application/octet-stream"
                            : exchange->stream_id         ? "text/event-stream"
                            : request->http_status >= 400 ? "application/problem+json"
                                                          : "application/json";
    cookie_keep(request, exchange);
}

/* What came of it becomes the reply. */
static void finish(Ctx *ctx, Exchange *exchange, Request *request, Status status) {
    server_release_writer(exchange);
    exchange_done(exchange);
    if (status == OK) {
        status = file_give(ctx, exchange, request);
    }
    if (status == OK) {
        success_tell(request, exchange);
        return;
    }
    if (status_class(status) >= STATUS_FAULT) {
        log_failure(exchange->server->log, ctx, exchange->route->name);
    }
    request_fail(ctx, request, exchange, status);
}

static Status handler_watch(Ctx *ctx, Exchange *exchange, Request *request) {
    work_begin(exchange->worker, ctx->user_id, request->key);
    bool kept = (exchange->route->flags & ROUTE_KEPT) != 0;
    Status status = hide(exchange->route, kept ? handler_run_kept(ctx, exchange, request)
                                               : handler_run(ctx, exchange, request));
    work_end(exchange->worker);
    return status;
}

static void api_serve(Ctx *ctx, Worker *worker, Request *request) {
    Exchange exchange = exchange_of(worker, request);
    Status status = session_gate(ctx, &exchange, request);
    status = status == OK ? key_gate(ctx, exchange.route, request) : status;
    status = status == OK ? input_take(ctx, &exchange, request) : status;
    if (status == OK) {
        bool aside = request->wants_async && (exchange.route->flags & ROUTE_JOB) != 0;
        status = aside ? jobs_put_aside(ctx, &exchange, request)
                       : handler_watch(ctx, &exchange, request);
    }
    finish(ctx, &exchange, request, status);
    session_touch(ctx, &exchange);
}

void request_run_job(Ctx *ctx, Worker *worker, Request *request, Status *ret_status) {
    Exchange exchange = exchange_of(worker, request);
    Status status = db_read(ctx, exchange.app.db, right_read, exchange.route);
    status = status == OK ? input_take(ctx, &exchange, request) : status;
    status = status == OK ? handler_watch(ctx, &exchange, request) : status;
    finish(ctx, &exchange, request, status);
    *ret_status = status;
}

void request_serve(Worker *worker, Request *request) {
    ArenaMark mark = arena_mark(worker->arena);
    Ctx ctx = {.arena = worker->arena,
               .clock = worker->server->clock,
               .language = request->language,
               .progress = {progress_report, worker}};
    strbuf_init(&request->out, REPLY_MOST);
    if (request->kind == REQUEST_READY) {
        request_ready(&ctx, worker, request);
    } else if (request->kind == REQUEST_METRICS) {
        request_metrics(&ctx, worker, request);
    } else {
        api_serve(&ctx, worker, request);
    }
    const LogField fields[] = {
        LOG_T("request", str_of(request->id)),
        LOG_T("route", str_of(request->match.route ? request->match.route->name : "-")),
        LOG_I("status", request->http_status), LOG_I("user_id", ctx.user_id),
        LOG_I("us", ctx_now_us(&ctx) - request->begun_us)};
    log_write(worker->server->log, LOG_INFO, "request", fields, sizeof fields / sizeof fields[0]);
    arena_rewind(worker->arena, mark);
}
