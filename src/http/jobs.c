#include "http/jobs.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sys/file.h"
#include "sys/file_store.h"

enum {
    LOOK_US = 1000000,
    FEED_US = 250000,
    BEATS_A_LEASE = 3,
    IDLE_LEASES = 4, /* a transaction of a server that hangs ends then, and its locks with it */
    WRITER_WAIT_US = 1000000,
    RUNNER_ARENA_BYTES = 1 << 30,
    WATCH_ARENA_BYTES = 16 << 20,
    OWNER_MOST = 64
};

typedef enum StopReason { STOP_NOT = 0, STOP_SERVER = 1, STOP_CANCEL = 2 } StopReason;

struct Jobs {
    Server *server;
    JobOwner owner;
    char owner_name[OWNER_MOST];
    Worker runner;   /* its writer is NULL on SQLite */
    Db *watch;       /* reads */
    Db *pulse;       /* writes signs of life; NULL on SQLite */
    Arena *arena;    /* of the watching thread */
    atomic_int stop; /* enum StopReason, of the job that runs */
    pthread_t runner_thread;
    pthread_t watch_thread;
    bool has_runner;
    bool has_watch;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    bool must_finish;   /* what runs is committed: nobody cancels it any more */
    int64_t running_id; /* 0 = none */
};

static void wait_us(Jobs *jobs, int64_t us) {
    int64_t until_us = clock_now_us(&jobs->server->clock) + us;
    struct timespec until = {(time_t)(until_us / 1000000), (long)(until_us % 1000000 * 1000)};
    pthread_mutex_lock(&jobs->lock);
    if (!jobs->stopping) {
        pthread_cond_timedwait(&jobs->wake, &jobs->lock, &until);
    }
    pthread_mutex_unlock(&jobs->lock);
}

static bool is_stopping(Jobs *jobs) {
    pthread_mutex_lock(&jobs->lock);
    bool stopping = jobs->stopping;
    pthread_mutex_unlock(&jobs->lock);
    return stopping;
}

/* The one that runs; stop is its own from here on. A server that stops begins nothing. */
static void running_set(Jobs *jobs, int64_t job_id) {
    pthread_mutex_lock(&jobs->lock);
    jobs->running_id = job_id;
    jobs->must_finish = false;
    atomic_store(&jobs->stop, jobs->stopping ? STOP_SERVER : STOP_NOT);
    pthread_mutex_unlock(&jobs->lock);
}

static void running_finish(Jobs *jobs) {
    pthread_mutex_lock(&jobs->lock);
    jobs->must_finish = true;
    atomic_store(&jobs->stop, jobs->stopping ? STOP_SERVER : STOP_NOT);
    pthread_mutex_unlock(&jobs->lock);
}

static bool running_cancel(Jobs *jobs, int64_t job_id) {
    pthread_mutex_lock(&jobs->lock);
    bool here = jobs->running_id == job_id;
    if (here && !jobs->must_finish) {
        int expected = STOP_NOT;
        atomic_compare_exchange_strong(&jobs->stop, &expected, STOP_CANCEL);
    }
    pthread_mutex_unlock(&jobs->lock);
    return here;
}

/* ---- putting aside ---- */

static Status input_hash(Ctx *ctx, const Request *request, JobAsk *ask) {
    DigestState state;
    uint8_t file[DIGEST_BYTES] = {0};
    if (request->upload_path[0] != '\0') {
        TRY(sha256_file(ctx, str_of(request->upload_path), file));
    }
    digest_init(&state);
    digest_add_text(&state, ask->operation);
    digest_add_text(&state, ask->address);
    digest_add_text(&state, ask->query);
    digest_add_text(&state, ask->body);
    digest_add(&state, (Str){(const char *)file, sizeof file});
    digest_final(&state, ask->input_hash);
    return OK;
}

/* FILES/jobs/<random>/<name>: outlives the request, and a death of the server. */
static Status upload_keep(Ctx *ctx, const App *app, const Request *request, Str *ret_path) {
    uint8_t bytes[8];
    char hex[2 * sizeof bytes + 1];
    Str folder;
    Str path;
    Str relative;
    random_fill(bytes, sizeof bytes);
    hex_write(bytes, sizeof bytes, hex);
    TRY(ctx_print(ctx, &relative, "jobs/%s", hex));
    TRY(file_join(ctx, app->files_dir, relative, &folder));
    TRY(file_make_folders(ctx, folder));
    TRY(file_join(ctx, folder, file_base_name(str_of(request->upload_path)), &path));
    TRY(file_publish(ctx, str_of(request->upload_path), path));
    return ctx_print(ctx, ret_path, "%.*s/%.*s", STR_ARG(relative), STR_ARG(file_base_name(path)));
}

static void upload_drop(Ctx *ctx, const App *app, Str upload_path) {
    Str path;
    char name[FILE_PATH_MAX];
    if (str_is_empty(upload_path) || file_join(ctx, app->files_dir, upload_path, &path) != OK ||
        file_path(ctx, path, name) != OK) {
        return;
    }
    unlink(name);
    char *slash = strrchr(name, '/');
    char annotated[FILE_PATH_MAX + 32];
    snprintf(annotated, sizeof annotated, "%s.annotated.xlsx", name);
    unlink(annotated);
    if (slash != NULL) {
        *slash = '\0';
        rmdir(name);
    }
}

static Status aside_tell(Ctx *ctx, Exchange *exchange, Request *request, int64_t job_id) {
    Str address;
    JsonWriter *json = &exchange->json;
    TRY(ctx_print(ctx, &address, API "/jobs/%lld", (long long)job_id));
    json_writer_init_buf(json, &request->out);
    TRY(json_begin_object(ctx, json));
    TRY(json_member_int64(ctx, json, STR("job_id"), job_id));
    TRY(json_member_text(ctx, json, STR("state"), str_of(job_state_name(JOB_QUEUED))));
    TRY(json_member_text(ctx, json, STR("address"), address));
    TRY(json_end_object(ctx, json));
    request->job_id = job_id;
    exchange->http_status = 202;
    return json_writer_finish(ctx, json);
}

Status jobs_put_aside(Ctx *ctx, Exchange *exchange, Request *request) {
    Jobs *jobs = exchange->server->jobs;
    int64_t job_id = 0;
    bool is_new = false;
    JobAsk ask = {.operation = str_of(exchange->route->name),
                  .address = str_of(request->url),
                  .query = str_of(request->query),
                  .body = strbuf_str(&request->body)};
    TRY(input_hash(ctx, request, &ask));
    if (request->upload_path[0] != '\0') {
        TRY(upload_keep(ctx, &exchange->app, request, &ask.upload_path));
    }
    Status status = server_take_writer(ctx, exchange);
    if (status == OK) {
        status = job_add(ctx, &exchange->app, &ask, &job_id, &is_new);
    }
    server_release_writer(exchange);
    if (!is_new) { /* the job that is there has its own; or none was made */
        upload_drop(ctx, &exchange->app, ask.upload_path);
    }
    TRY(status);
    pthread_mutex_lock(&jobs->lock);
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
    return aside_tell(ctx, exchange, request, job_id);
}

Status jobs_cancel(Ctx *ctx, Exchange *exchange, int64_t job_id) {
    Job job;
    TRY(job_find(ctx, &exchange->app, job_id, &job)); /* only what one may see */
    if (job.state == JOB_RUNNING && running_cancel(exchange->server->jobs, job_id)) {
        return OK; /* nothing to store: it holds the writer itself */
    }
    TRY(server_take_writer(ctx, exchange));
    Status status = job_cancel(ctx, &exchange->app, job_id);
    server_release_writer(exchange);
    return status;
}

/* ---- how far ---- */

static bool slot_read(Server *server, char stage[WORD_MOST], JobStep *ret_step) {
    pthread_mutex_lock(&server->work_lock);
    const WorkSlot *slot = &server->work[RUNNER_NO];
    bool at_work = slot->user_id != 0;
    snprintf(stage, WORD_MOST, "%s", slot->stage);
    *ret_step = (JobStep){str_of(stage), slot->done, slot->total};
    pthread_mutex_unlock(&server->work_lock);
    return at_work;
}

void jobs_step_now(Server *server, Job *job) {
    static _Thread_local char stage[WORD_MOST];
    JobStep step;
    pthread_mutex_lock(&server->jobs->lock);
    bool here = server->jobs->running_id == job->job_id;
    pthread_mutex_unlock(&server->jobs->lock);
    if (here && job->state == JOB_RUNNING && slot_read(server, stage, &step)) {
        job->stage = step.stage;
        job->done_count = step.done_count;
        job->total_count = step.total_count;
    }
}

/* ---- running ---- */

/* The use cases of jobs, with the connection that may write; false when it cannot be had now. */
static bool writer_take(Jobs *jobs, App *ret_app) {
    *ret_app = jobs->server->app;
    if (jobs->runner.writer != NULL) {
        ret_app->db = jobs->runner.writer;
        return true;
    }
    return server_lock_writer(jobs->server, WRITER_WAIT_US);
}

static void writer_give(Jobs *jobs) {
    if (jobs->runner.writer == NULL) {
        server_unlock_writer(jobs->server);
    }
}

static Status request_of_job(Ctx *ctx, const Jobs *jobs, const Job *job, Request *request) {
    Str key = job->request_key;
    size_t colon = str_find(key, STR(":"), 0);
    request->server = jobs->server;
    request->kind = REQUEST_API;
    request->is_json = true;
    request->language = job->language;
    request->file_fd = -1;
    request->upload_fd = -1;
    request->match = route_find(STR("POST"), job->address);
    if (request->match.route == NULL || !(request->match.route->flags & ROUTE_JOB)) {
        return ctx_fail(ctx, E_ROUTE_UNKNOWN, "%.*s", STR_ARG(job->operation));
    }
    snprintf(request->query, sizeof request->query, "%.*s", STR_ARG(job->query));
    snprintf(request->key, sizeof request->key, "%.*s",
             STR_ARG(str_part(key, colon == SIZE_MAX ? 0 : colon + 1, key.len)));
    if (!str_is_empty(job->upload_path)) {
        Str path;
        TRY(file_join(ctx, jobs->server->app.files_dir, job->upload_path, &path));
        snprintf(request->upload_path, sizeof request->upload_path, "%.*s", STR_ARG(path));
    }
    return strbuf_add(ctx, &request->body, job->body);
}

/* The reply that the request would have got. */
static Status job_do_once(Ctx *ctx, Jobs *jobs, const Job *job, Request *request) {
    Status status = OK;
    strbuf_done(&request->body);
    strbuf_done(&request->out);
    *request = (Request){.server = jobs->server};
    strbuf_init(&request->body, BODY_MOST);
    strbuf_init(&request->out, REPLY_MOST);
    snprintf(request->id, sizeof request->id, "job-%lld", (long long)job->job_id);
    if (job->try_count > JOB_TRIES) {
        status = ctx_fail(ctx, E_JOB_GIVEN_UP, "job %lld", (long long)job->job_id);
    }
    status = status == OK ? request_of_job(ctx, jobs, job, request) : status;
    if (status != OK) {
        request_fail(ctx, request, NULL, status);
        return status;
    }
    request_run_job(ctx, &jobs->runner, request, &status);
    return status;
}

/* A cancellation may come just after the commit: then the stored reply is fetched, and it stands.
 */
static Status job_do(Ctx *ctx, Jobs *jobs, const Job *job, Request *request) {
    App app = jobs->server->app;
    bool committed = false;
    Status status = job_do_once(ctx, jobs, job, request);
    if (status != E_CANCELLED || atomic_load(&jobs->stop) != STOP_CANCEL) {
        return status;
    }
    app.db = jobs->runner.reader;
    if (job_is_committed(ctx, &app, job->request_key, &committed) != OK || !committed) {
        return status;
    }
    running_finish(jobs);
    return job_do_once(ctx, jobs, job, request);
}

/* The database was away or busy: when the lease has run out it is tried again. */
static bool may_pass(const Job *job, Status status) {
    bool passing =
        status_class(status) == STATUS_RETRY || status == E_DB_FAULT || status == E_DB_OPEN;
    return passing && job->try_count < JOB_TRIES;
}

/* Stored, or given back; tried again until the writer is there. */
static void job_leave(Ctx *ctx, Jobs *jobs, const Job *job, const Request *request, Status status) {
    App app;
    char stage[WORD_MOST];
    int stop = atomic_load(&jobs->stop);
    bool stopped = status == E_CANCELLED && stop != STOP_NOT;
    if (may_pass(job, status)) {
        return;
    }
    JobEnd end = {.state = stopped        ? JOB_CANCELLED
                           : status == OK ? JOB_DONE
                                          : JOB_FAILED,
                  .http_status = request->http_status,
                  .reply = strbuf_str(&request->out)};
    (void)slot_read(jobs->server, stage, &end.step);
    ctx->failure.status = OK;
    for (int i = 0; i < 60; i++) { /* a minute: else its lease runs out, and it is taken again */
        if (!writer_take(jobs, &app)) {
            continue;
        }
        Status left = stopped && stop == STOP_SERVER
                          ? job_give_back(ctx, &app, &jobs->owner, job->job_id)
                          : job_end(ctx, &app, &jobs->owner, job->job_id, &end);
        writer_give(jobs);
        if (left != OK) {
            log_failure(jobs->server->log, ctx, "job_end");
            return;
        }
        if (!(stopped && stop == STOP_SERVER)) {
            upload_drop(ctx, &app, job->upload_path);
        }
        return;
    }
}

static void job_run(Jobs *jobs, const Job *job, Ctx *ctx) {
    Request *request = calloc(1, sizeof *request);
    Status status = E_CANCELLED;
    if (request == NULL) {
        return; /* its lease runs out */
    }
    int64_t begun_us = ctx_now_us(ctx);
    ctx->user_id = job->user_id;
    ctx->request_key = job->request_key;
    ctx->language = job->language;
    running_set(jobs, job->job_id);
    if (job->cancel_asked) {
        (void)running_cancel(jobs, job->job_id);
    } else {
        status = job_do(ctx, jobs, job, request);
    }
    job_leave(ctx, jobs, job, request, status);
    const LogField fields[] = {
        LOG_I("job_id", job->job_id),          LOG_T("route", job->operation),
        LOG_I("status", request->http_status), LOG_I("user_id", job->user_id),
        LOG_I("try", job->try_count),          LOG_I("us", ctx_now_us(ctx) - begun_us)};
    log_write(jobs->server->log, LOG_INFO, "job", fields, sizeof fields / sizeof fields[0]);
    running_set(jobs, 0);
    strbuf_done(&request->body);
    strbuf_done(&request->out);
    free(request);
}

/* Reports into the slot of the runner, like any worker. */
static void runner_report(void *arg, const char *stage, int64_t done, int64_t total) {
    const Jobs *jobs = arg;
    Server *server = jobs->server;
    pthread_mutex_lock(&server->work_lock);
    WorkSlot *slot = &server->work[RUNNER_NO];
    snprintf(slot->stage, sizeof slot->stage, "%s", stage);
    slot->done = done;
    slot->total = total;
    pthread_mutex_unlock(&server->work_lock);
}

/* True when something was done, so that one looks again at once. */
static bool runner_turn(Jobs *jobs) {
    Server *server = jobs->server;
    Arena *arena = jobs->runner.arena;
    ArenaMark mark = arena_mark(arena);
    Ctx ctx = {.arena = arena, .clock = server->clock, .progress = {runner_report, jobs}};
    App app = server->app;
    Job job = {.job_id = 0};
    bool waiting = false;
    app.db = jobs->runner.reader;
    Status status = job_is_waiting(&ctx, &app, &waiting);
    if (status == OK && waiting && writer_take(jobs, &app)) {
        status = job_take(&ctx, &app, &jobs->owner, &job);
        writer_give(jobs);
    }
    if (status != OK && status_class(status) != STATUS_RETRY) {
        log_failure(server->log, &ctx, "job_take");
    }
    if (status == OK && job.job_id != 0) {
        job_run(jobs, &job, &ctx);
    }
    arena_rewind(arena, mark);
    return job.job_id != 0;
}

static void *runner_run(void *arg) {
    Jobs *jobs = arg;
    while (!is_stopping(jobs)) { /* ends: the server stops */
        if (!runner_turn(jobs)) {
            wait_us(jobs, LOOK_US);
        }
    }
    return NULL;
}

/* ---- signs of life, and what streams are told ---- */

static void beat(Ctx *ctx, Jobs *jobs) {
    App app = jobs->server->app;
    char stage[WORD_MOST];
    JobStep step;
    bool stop = false;
    pthread_mutex_lock(&jobs->lock);
    int64_t job_id = jobs->running_id;
    pthread_mutex_unlock(&jobs->lock);
    if (job_id == 0) {
        return;
    }
    app.db = jobs->pulse;
    (void)slot_read(jobs->server, stage, &step);
    Status status = job_beat(ctx, &app, &jobs->owner, job_id, &step, &stop);
    if (status != OK) {
        log_failure(jobs->server->log, ctx, "job_beat");
    } else if (stop) {
        (void)running_cancel(jobs, job_id);
    }
}

static void *watch_run(void *arg) {
    Jobs *jobs = arg;
    Server *server = jobs->server;
    int64_t beaten_us = 0;
    while (!is_stopping(jobs)) { /* ends: the server stops */
        ArenaMark mark = arena_mark(jobs->arena);
        Ctx ctx = {.arena = jobs->arena, .clock = server->clock};
        App app = server->app;
        app.db = jobs->watch;
        int64_t now_us = ctx_now_us(&ctx);
        if (jobs->pulse != NULL && now_us - beaten_us > jobs->owner.lease_us / BEATS_A_LEASE) {
            beat(&ctx, jobs);
            beaten_us = now_us;
        }
        events_feed(&ctx, server, &app);
        arena_rewind(jobs->arena, mark);
        const struct timespec pause = {0, FEED_US * 1000L};
        nanosleep(&pause, NULL);
    }
    return NULL;
}

/* ---- open and close ---- */

static Status connections_open(Ctx *ctx, Jobs *jobs) {
    Server *server = jobs->server;
    Str address = server->options.db_address;
    DbOptions reading = {.read_only = true};
    DbOptions writing = {.idle_ms = IDLE_LEASES * server->options.lease_us / 1000};
    TRY(db_open(ctx, address, reading, &jobs->runner.reader));
    TRY(db_open(ctx, address, reading, &jobs->watch));
    if (db_engine(server->app.db) == DB_SQLITE) {
        return job_forget_owners(ctx, &server->app, &jobs->owner);
    }
    TRY(db_open(ctx, address, writing, &jobs->runner.writer));
    return db_open(ctx, address, writing, &jobs->pulse);
}

static Status threads_begin(Ctx *ctx, Jobs *jobs) {
    jobs->has_runner = pthread_create(&jobs->runner_thread, NULL, runner_run, jobs) == 0;
    jobs->has_watch = pthread_create(&jobs->watch_thread, NULL, watch_run, jobs) == 0;
    return jobs->has_runner && jobs->has_watch
               ? OK
               : ctx_fail(ctx, E_MEMORY_LIMIT, "the runner of jobs does not start");
}

Status jobs_open(Ctx *ctx, Server *server, Jobs **ret_jobs) {
    uint8_t bytes[8];
    char hex[2 * sizeof bytes + 1];
    Jobs *jobs = calloc(1, sizeof *jobs);
    if (jobs == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "jobs");
    }
    *ret_jobs = jobs; /* closed by the caller, whatever happens */
    random_fill(bytes, sizeof bytes);
    hex_write(bytes, sizeof bytes, hex);
    snprintf(jobs->owner_name, sizeof jobs->owner_name, "%d-%s", (int)getpid(), hex);
    jobs->server = server;
    jobs->owner = (JobOwner){str_of(jobs->owner_name), server->options.lease_us};
    pthread_mutex_init(&jobs->lock, NULL);
    pthread_cond_init(&jobs->wake, NULL);
    jobs->runner.server = server;
    jobs->runner.no = RUNNER_NO;
    jobs->runner.stop = &jobs->stop;
    jobs->runner.arena = arena_new(RUNNER_ARENA_BYTES);
    jobs->arena = arena_new(WATCH_ARENA_BYTES);
    if (jobs->runner.arena == NULL || jobs->arena == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "jobs");
    }
    TRY(connections_open(ctx, jobs));
    return threads_begin(ctx, jobs);
}

void jobs_stop(Jobs *jobs) {
    pthread_mutex_lock(&jobs->lock);
    jobs->stopping = true;
    int expected = STOP_NOT;
    atomic_compare_exchange_strong(&jobs->stop, &expected, STOP_SERVER);
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->lock);
}

void jobs_close(Jobs **jobs_ptr) {
    Jobs *jobs = *jobs_ptr;
    if (jobs == NULL) {
        return;
    }
    jobs_stop(jobs);
    if (jobs->has_runner) {
        pthread_join(jobs->runner_thread, NULL);
    }
    if (jobs->has_watch) {
        pthread_join(jobs->watch_thread, NULL);
    }
    db_close(&jobs->runner.reader);
    db_close(&jobs->runner.writer);
    db_close(&jobs->watch);
    db_close(&jobs->pulse);
    arena_free(&jobs->runner.arena);
    arena_free(&jobs->arena);
    free(jobs);
    *jobs_ptr = NULL;
}
