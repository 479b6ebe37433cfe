/*
 * server_inside.h -- what the parts of the server share.
 *
 * Floor 6, friends only.
 *
 *   server.c   start and stop, workers, the queue, the writing connection, bounds on tries
 *   serve.c    one request from session to reply
 *   daemon.c   libmicrohttpd: framing guard, deadlines, bodies in, replies out
 *   web.c      the files of the page, in memory
 *   metrics.c  /readyz and /metrics
 *   jobs.c     what was put aside: taken, run, kept alive, given back
 *   events.c   open streams of what becomes of a job
 *
 * A Request belongs to the I/O thread until it is queued, to a worker until it is done, and to the
 * I/O thread again: never to two at once.
 */
#ifndef HTTP_SERVER_INSIDE_H
#define HTTP_SERVER_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/server.h"

enum {
    WORKERS_MOST = 32,
    QUEUE_MOST = 512,
    PATH_MOST = 512,
    QUERY_MOST = 1024,
    WORD_MOST = 80,
    NAME_MOST = 256,
    BODY_MOST = 65536,
    REPLY_MOST = 64 << 20,
    RUNNER_NO = WORKERS_MOST, /* of the worker that runs jobs */
    TRY_SLOTS = 1024,
    TRIES_A_MINUTE = 5,
    HASHES_AT_ONCE = 2,
    LATENCY_BUCKETS = 10,
    DESCRIPTORS_MOST = 65536
};

typedef enum RequestKind {
    REQUEST_API = 1,
    REQUEST_READY = 2,
    REQUEST_METRICS = 3,
    REQUEST_DONE = 4 /* answered already; only the body is still to be read away */
} RequestKind;

typedef struct Request {
    Server *server;
    void *connection; /* struct MHD_Connection */
    RequestKind kind;
    RouteMatch match;
    int64_t begun_us;
    bool is_get;
    bool wants_async; /* Prefer: respond-async */
    bool is_foreign;  /* Origin or Sec-Fetch-Site says another site */
    bool is_json;
    bool is_file;
    Language language;
    char url[PATH_MOST];
    char query[QUERY_MOST];
    char token[WORD_MOST];
    char csrf[WORD_MOST];
    char key[WORD_MOST];
    char file_name[NAME_MOST];
    char address[WORD_MOST];
    char id[WORD_MOST]; /* of the request, for the log and the problem */
    /* what came in */
    StrBuf body;
    int upload_fd;
    char upload_path[PATH_MOST];
    int64_t length;
    int64_t received;
    bool is_full; /* more came than may, or the disk took less */
    /* what goes out */
    int http_status;
    StrBuf out;
    const char *content_type;
    int file_fd;
    char out_name[NAME_MOST];
    bool has_cookie;
    char cookie[WORD_MOST];
    int64_t job_id;    /* 202: put aside as this job */
    int64_t stream_id; /* the reply goes on: events of this job */
} Request;

typedef struct TrySlot {
    uint64_t who; /* hash of login and address; 0 = free */
    int64_t minute;
    int64_t count;
} TrySlot;

/* What a worker is writing, for whoever asks how far it is. */
typedef struct WorkSlot {
    int64_t user_id;
    char key[WORD_MOST];
    char stage[WORD_MOST];
    int64_t done;
    int64_t total;
} WorkSlot;

typedef struct WebFiles WebFiles;

struct Server {
    ServerOptions options;
    const Log *log;
    App app; /* with the writing connection */
    Clock clock;
    WebFiles *web;

    pthread_mutex_t writer_lock;
    pthread_mutex_t queue_lock;
    pthread_cond_t queue_ready;
    Request *queue[QUEUE_MOST];
    size_t queue_first;
    size_t queue_count;
    bool stopping;
    size_t heavy_at_work; /* figures in the hands of workers */
    size_t at_work;       /* queued or in the hands of a worker */

    pthread_mutex_t hash_lock;
    pthread_cond_t hash_free;
    int hashes;
    pthread_mutex_t try_lock;
    TrySlot tries[TRY_SLOTS];

    pthread_mutex_t work_lock;
    WorkSlot work[WORKERS_MOST + 1];

    struct Kept *kept;
    struct Jobs *jobs;
    pthread_mutex_t streams_lock;
    struct EventStream *streams;
    int64_t stream_count;
    bool streams_end;

    pthread_mutex_t deadline_lock;
    int64_t deadline_us[DESCRIPTORS_MOST]; /* when a connection is cut; 0 = not */

    atomic_llong replies[6]; /* by the first digit of the status */
    atomic_llong latency[LATENCY_BUCKETS + 1];
    atomic_llong latency_us;
    atomic_llong sign_in_failed;
    atomic_llong connections;
    atomic_llong cut_connections;
    atomic_llong request_no;
};

typedef struct Worker {
    Server *server;
    size_t no;
    Db *reader;
    Db *writer;       /* of its own; NULL = the one that all share */
    atomic_int *stop; /* NULL = never; not 0 = the next statement is refused */
    Arena *arena;
    pthread_t thread;
} Worker;

/* One request: fills in the reply, whatever happens. */
void request_serve(Worker *worker, Request *request);
/* The same for what was put aside: ctx says in whose name and under which key. */
void request_run_job(Ctx *ctx, Worker *worker, Request *request, Status *ret_status);
/* The reply of a failure. */
void request_fail(Ctx *ctx, Request *request, Exchange *exchange, Status status);
void request_ready(Ctx *ctx, Worker *worker, Request *request);
void request_metrics(Ctx *ctx, Worker *worker, Request *request);

/* False when the queue is full or the server stops. */
bool server_enqueue(Server *server, Request *request);
bool server_lock_writer(Server *server, int64_t wait_us);
void server_unlock_writer(Server *server);

/* Wakes the connection of a request that is done. */
void daemon_resume(Request *request);
/* Listens; runs until stop is asked for by a signal; then finishes what is at work. */
Status daemon_run(Ctx *ctx, Server *server) MUST_CHECK;

typedef struct WebFile {
    Str path; /* as in the address */
    Str type;
    Str bytes;
    Str gzip;       /* empty = there is none */
    bool is_page;   /* holds a place for the nonce */
    bool is_hashed; /* its name changes with its bytes: may be kept for ever */
} WebFile;

/* Reads the built application, at most 64 MiB; an empty folder name gives the page without. */
Status web_open(Ctx *ctx, Str folder, WebFiles **ret_web) MUST_CHECK;
void web_close(WebFiles **web);
/* NULL when there is none; a path without a dot is a place within the application: its page. */
const WebFile *web_find(const WebFiles *web, Str path);

#endif
