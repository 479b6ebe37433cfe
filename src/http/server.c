#include "http/server.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "http/jobs.h"
#include "http/kept.h"
#include "http/server_inside.h"
#include "sys/file.h"

enum { WORKER_ARENA_BYTES = 1 << 30, MINUTE_US = 60000000, HASH_WAIT_SECONDS = 5 };

/* ---- the writing connection ---- */

static struct timespec soon(const Server *server, int64_t wait_us) {
    int64_t until_us = clock_now_us(&server->clock) + wait_us;
    return (struct timespec){.tv_sec = (time_t)(until_us / 1000000),
                             .tv_nsec = (long)(until_us % 1000000 * 1000)};
}

bool server_lock_writer(Server *server, int64_t wait_us) {
    if (wait_us == 0) {
        return pthread_mutex_trylock(&server->writer_lock) == 0;
    }
    struct timespec until = soon(server, wait_us);
    return pthread_mutex_timedlock(&server->writer_lock, &until) == 0;
}

void server_unlock_writer(Server *server) {
    pthread_mutex_unlock(&server->writer_lock);
}

/* ---- bounds on tries and on hashes at once ---- */

static uint64_t hash_of(Str login, Str address) {
    uint64_t hash = 14695981039346656037U; /* FNV-1a */
    for (size_t i = 0; i < login.len; i++) {
        hash = (hash ^ (unsigned char)login.ptr[i]) * 1099511628211U;
    }
    hash = (hash ^ 0xff) * 1099511628211U;
    for (size_t i = 0; i < address.len; i++) {
        hash = (hash ^ (unsigned char)address.ptr[i]) * 1099511628211U;
    }
    return hash ? hash : 1;
}

/* Counts a wrong try, or only looks (`add` 0); false when the minute's are used up. */
static bool tries_left(Ctx *ctx, Server *server, uint64_t who, int64_t add) {
    int64_t minute = ctx_now_us(ctx) / MINUTE_US;
    pthread_mutex_lock(&server->try_lock);
    TrySlot *slot = &server->tries[who % TRY_SLOTS];
    if (slot->who != who || slot->minute != minute) {
        bool busy = slot->who != who && slot->minute == minute && slot->count >= TRIES_A_MINUTE;
        if (!busy) { /* a slot that bars somebody is not given away within its minute */
            *slot = (TrySlot){.who = who, .minute = minute};
        }
    }
    slot->count += add;
    bool left = slot->count < TRIES_A_MINUTE;
    pthread_mutex_unlock(&server->try_lock);
    return left;
}

static bool hash_slot_take(Server *server) {
    struct timespec until = soon(server, (int64_t)HASH_WAIT_SECONDS * 1000000);
    bool taken = false;
    pthread_mutex_lock(&server->hash_lock);
    int rc = 0;
    while (server->hashes >= HASHES_AT_ONCE && rc == 0) { /* ends: a slot is free, or time is up */
        rc = pthread_cond_timedwait(&server->hash_free, &server->hash_lock, &until);
    }
    if (server->hashes < HASHES_AT_ONCE) {
        server->hashes++;
        taken = true;
    }
    pthread_mutex_unlock(&server->hash_lock);
    return taken;
}

static void hash_slot_give(Server *server) {
    pthread_mutex_lock(&server->hash_lock);
    server->hashes--;
    pthread_cond_signal(&server->hash_free);
    pthread_mutex_unlock(&server->hash_lock);
}

Status server_check_password(Ctx *ctx, Exchange *exchange, const SignIn *sign_in,
                             AccessProof *ret_proof) {
    Server *server = exchange->server;
    uint64_t who = hash_of(sign_in->login, exchange->address);
    if (!tries_left(ctx, server, who, 0)) {
        return ctx_fail(ctx, E_SIGN_IN_LOCKED, "%s", "");
    }
    if (!hash_slot_take(server)) {
        return ctx_fail(ctx, E_OVERLOADED, "many sign in at once");
    }
    Status status = access_check(ctx, &exchange->app, sign_in, ret_proof);
    hash_slot_give(server);
    if (status == OK && ret_proof->outcome == E_SIGN_IN_WRONG) {
        atomic_fetch_add(&server->sign_in_failed, 1);
        (void)tries_left(ctx, server, who, 1);
    }
    return status;
}

/* ---- the queue ---- */

bool server_enqueue(Server *server, Request *request) {
    bool taken = false;
    pthread_mutex_lock(&server->queue_lock);
    if (!server->stopping && server->queue_count < QUEUE_MOST) {
        server->queue[(server->queue_first + server->queue_count) % QUEUE_MOST] = request;
        server->queue_count++;
        server->at_work++;
        taken = true;
        pthread_cond_signal(&server->queue_ready);
    }
    pthread_mutex_unlock(&server->queue_lock);
    return taken;
}

/* Figures over a province take long when they are not kept. */
static bool is_heavy(const Request *request) {
    return request->kind == REQUEST_API && (request->match.route->flags & ROUTE_KEPT) != 0;
}

/* Half of the workers at most are at figures, so that small questions never wait behind them. */
static bool may_begin(const Server *server, const Request *request) {
    size_t most = (size_t)(server->options.worker_count + 1) / 2;
    return !is_heavy(request) || server->heavy_at_work < most;
}

/* The first that may begin; NULL when there is none. Under the lock. */
static Request *queue_pick(Server *server) {
    for (size_t i = 0; i < server->queue_count; i++) {
        Request *request = server->queue[(server->queue_first + i) % QUEUE_MOST];
        if (!may_begin(server, request)) {
            continue;
        }
        for (size_t j = i; j > 0; j--) { /* those before it keep their order */
            server->queue[(server->queue_first + j) % QUEUE_MOST] =
                server->queue[(server->queue_first + j - 1) % QUEUE_MOST];
        }
        server->queue_first = (server->queue_first + 1) % QUEUE_MOST;
        server->queue_count--;
        server->heavy_at_work += is_heavy(request) ? 1 : 0;
        return request;
    }
    return NULL;
}

/* NULL when the server stops and nothing waits. */
static Request *queue_take(Server *server) {
    pthread_mutex_lock(&server->queue_lock);
    Request *request = queue_pick(server);
    while (request == NULL && !(server->stopping && server->queue_count == 0)) {
        /* ends: work that may begin, or the end of it */
        pthread_cond_wait(&server->queue_ready, &server->queue_lock);
        request = queue_pick(server);
    }
    pthread_mutex_unlock(&server->queue_lock);
    return request;
}

static void *worker_run(void *arg) {
    Worker *worker = arg;
    Server *server = worker->server;
    Request *request = NULL;
    while ((request = queue_take(server)) != NULL) { /* ends: the server stops */
        bool heavy = is_heavy(request);
        request_serve(worker, request);
        daemon_resume(request);
        pthread_mutex_lock(&server->queue_lock);
        server->at_work--;
        server->heavy_at_work -= heavy ? 1 : 0;
        if (heavy) {
            pthread_cond_broadcast(&server->queue_ready);
        }
        pthread_mutex_unlock(&server->queue_lock);
    }
    return NULL;
}

/* ---- start and stop ---- */

static Status worker_open(Ctx *ctx, Server *server, size_t no, Worker *worker) {
    DbOptions options = {.read_only = true};
    worker->server = server;
    worker->no = no;
    worker->arena = arena_new(WORKER_ARENA_BYTES);
    if (worker->arena == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "worker %zu", no);
    }
    return db_open(ctx, server->options.db_address, options, &worker->reader);
}

static void workers_close(Worker *workers, size_t count) {
    for (size_t i = 0; i < count; i++) {
        db_close(&workers[i].reader);
        arena_free(&workers[i].arena);
    }
}

static Status workers_run(Ctx *ctx, Server *server, Worker *workers, size_t count) {
    size_t running = 0;
    Status status = OK;
    for (; running < count && status == OK; running++) {
        if (pthread_create(&workers[running].thread, NULL, worker_run, &workers[running]) != 0) {
            status = ctx_fail(ctx, E_MEMORY_LIMIT, "worker %zu does not start", running);
            break;
        }
    }
    if (status == OK) {
        status = jobs_open(ctx, server, &server->jobs);
    }
    if (status == OK) {
        status = daemon_run(ctx, server);
    }
    jobs_close(&server->jobs);
    pthread_mutex_lock(&server->queue_lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->queue_ready);
    pthread_mutex_unlock(&server->queue_lock);
    for (size_t i = 0; i < running; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    return status;
}

static void server_init(Server *server, const App *app, const ServerOptions *options,
                        const Log *log) {
    server->app = *app;
    server->options = *options;
    server->log = log;
    pthread_mutex_init(&server->writer_lock, NULL);
    pthread_mutex_init(&server->queue_lock, NULL);
    pthread_cond_init(&server->queue_ready, NULL);
    pthread_mutex_init(&server->hash_lock, NULL);
    pthread_cond_init(&server->hash_free, NULL);
    pthread_mutex_init(&server->try_lock, NULL);
    pthread_mutex_init(&server->work_lock, NULL);
    pthread_mutex_init(&server->deadline_lock, NULL);
    pthread_mutex_init(&server->streams_lock, NULL);
}

Status server_run(Ctx *ctx, const App *app, const ServerOptions *options, const Log *log) {
    Worker workers[WORKERS_MOST] = {{.server = NULL}};
    size_t count = (size_t)options->worker_count;
    Server *server = calloc(1, sizeof *server);
    if (server == NULL || count < 1 || count > WORKERS_MOST) {
        free(server);
        return ctx_fail(ctx, E_ARGUMENT, "1 to %d workers", WORKERS_MOST);
    }
    server_init(server, app, options, log);
    server->clock = ctx->clock;
    server->kept = kept_new();
    Status status = server->kept == NULL ? ctx_fail(ctx, E_MEMORY_LIMIT, "kept replies")
                                         : web_open(ctx, options->web_dir, &server->web);
    for (size_t i = 0; i < count && status == OK; i++) {
        status = worker_open(ctx, server, i, &workers[i]);
    }
    if (status == OK) {
        status = workers_run(ctx, server, workers, count);
    }
    workers_close(workers, count);
    web_close(&server->web);
    kept_free(&server->kept);
    free(server);
    return status;
}
