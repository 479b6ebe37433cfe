/*
 * libmicrohttpd 0.9.75 behind our own guard. That version takes two Content-Lengths, two Hosts and
 * Content-Length beside Transfer-Encoding (request smuggling), and never closes who sends a byte a
 * minute. So: strict mode; before anything else a look at the framing headers; no chunked bodies at
 * all; and a sweeper that cuts connections whose head or body is not there in time.
 */
#include "http/daemon.h"
#include "http/jobs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    KEEP_ALIVE_US = 60000000,
    BODY_BYTES_A_SECOND = 16384,
    SWEEP_US = 250000,
    HANDED_TIMEOUT_SECONDS = 30
};

/* ---- deadlines: when a connection is cut unless it has moved on ---- */

static int socket_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static void deadline_set(Server *server, struct MHD_Connection *connection, int64_t after_us) {
    int fd = socket_of(connection);
    if (fd >= 0 && fd < DESCRIPTORS_MOST) {
        pthread_mutex_lock(&server->deadline_lock);
        server->deadline_us[fd] = after_us ? clock_now_us(&server->clock) + after_us : 0;
        pthread_mutex_unlock(&server->deadline_lock);
    }
}

static void sweep(Server *server) {
    int64_t now_us = clock_now_us(&server->clock);
    pthread_mutex_lock(&server->deadline_lock);
    for (int fd = 0; fd < DESCRIPTORS_MOST; fd++) {
        if (server->deadline_us[fd] != 0 && server->deadline_us[fd] < now_us) {
            shutdown(fd, SHUT_RDWR);
            server->deadline_us[fd] = 0;
            atomic_fetch_add(&server->cut_connections, 1);
        }
    }
    pthread_mutex_unlock(&server->deadline_lock);
}

static void on_connection(void *arg, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    Server *server = arg;
    (void)socket_context;
    bool started = code == MHD_CONNECTION_NOTIFY_STARTED;
    atomic_fetch_add(&server->connections, started ? 1 : -1);
    deadline_set(server, connection, started ? server->options.head_deadline_us : 0);
}

/* ---- replies ---- */

static const char PAGE_POLICY[] =
    "default-src 'none'; script-src 'self' 'nonce-%s'; style-src 'self' 'nonce-%s'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

static void header_add(struct MHD_Response *response, const char *name, const char *value) {
    if (MHD_add_response_header(response, name, value) != MHD_YES) {
        return; /* no memory: the reply goes out without it rather than not at all */
    }
}

/* nonce NULL = no page: nothing may be loaded by it. */
static void headers_add(struct MHD_Response *response, const char *nonce, const char *cache) {
    char policy[512];
    snprintf(policy, sizeof policy, PAGE_POLICY, nonce ? nonce : "", nonce ? nonce : "");
    header_add(response, "Content-Security-Policy",
               nonce ? policy : "default-src 'none'; frame-ancestors 'none'");
    header_add(response, "X-Content-Type-Options", "nosniff");
    header_add(response, "Referrer-Policy", "no-referrer");
    header_add(response, "Cross-Origin-Opener-Policy", "same-origin");
    header_add(response, "Cross-Origin-Resource-Policy", "same-origin");
    header_add(response, "Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
    header_add(response, "Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    header_add(response, "Cache-Control", cache);
}

static void count_reply(Server *server, int http_status, int64_t us) {
    static const int64_t UPPER_US[LATENCY_BUCKETS] = {1000,   5000,   10000,  25000,   50000,
                                                      100000, 200000, 500000, 2000000, 10000000};
    int bucket = 0;
    while (bucket < LATENCY_BUCKETS && us > UPPER_US[bucket]) {
        bucket++;
    }
    atomic_fetch_add(&server->replies[http_status / 100 % 6], 1);
    atomic_fetch_add(&server->latency[bucket], 1);
    atomic_fetch_add(&server->latency_us, us);
}

static struct MHD_Response *response_of(Request *request) {
    struct stat info;
    if (request->file_fd >= 0 && fstat(request->file_fd, &info) == 0) {
        struct MHD_Response *response =
            MHD_create_response_from_fd64((uint64_t)info.st_size, request->file_fd);
        if (response != NULL) {
            request->file_fd = -1; /* the response closes it */
        }
        return response;
    }
    char *bytes = request->out.ptr;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        request->out.len, bytes, bytes ? MHD_RESPMEM_MUST_FREE : MHD_RESPMEM_PERSISTENT);
    if (response != NULL) {
        request->out = (StrBuf){.max = REPLY_MOST};
    }
    return response;
}

static void disposition_add(struct MHD_Response *response, const Request *request) {
    char value[4 * NAME_MOST];
    size_t len = (size_t)snprintf(value, sizeof value, "attachment; filename*=UTF-8''");
    for (const char *c = request->out_name; *c && len + 4 < sizeof value; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= '0' && *c <= '9') || *c == '.' || *c == '-' || *c == '_';
        len += (size_t)snprintf(value + len, sizeof value - len, plain ? "%c" : "%%%02X",
                                (unsigned char)*c);
    }
    header_add(response, "Content-Disposition", value);
}

static enum MHD_Result reply(Request *request) {
    struct MHD_Connection *connection = request->connection;
    bool is_file = request->file_fd >= 0;
    struct MHD_Response *response =
        request->stream_id ? events_response(request) : response_of(request);
    if (response == NULL) {
        return MHD_NO;
    }
    headers_add(response, NULL, "no-store");
    header_add(response, "Content-Type", request->content_type);
    header_add(response, "X-Request-Id", request->id);
    header_add(response, "Vary", "Accept-Language");
    if (is_file) {
        disposition_add(response, request);
    }
    if (request->stream_id) { /* nginx: pass each event on as it comes */
        header_add(response, "X-Accel-Buffering", "no");
    }
    if (request->job_id) {
        char address[64];
        snprintf(address, sizeof address, API "/jobs/%lld", (long long)request->job_id);
        header_add(response, "Location", address);
        header_add(response, "Preference-Applied", "respond-async");
    }
    if (request->http_status == 503) {
        header_add(response, "Retry-After", "5");
    }
    if (request->has_cookie) {
        char cookie[256];
        snprintf(cookie, sizeof cookie,
                 "__Host-ansinh=%s; Path=/; Secure; HttpOnly; SameSite=Strict%s", request->cookie,
                 request->cookie[0] ? "" : "; Max-Age=0");
        header_add(response, "Set-Cookie", cookie);
    }
    count_reply(request->server, request->http_status,
                clock_now_us(&request->server->clock) - request->begun_us);
    enum MHD_Result result =
        MHD_queue_response(connection, (unsigned)request->http_status, response);
    MHD_destroy_response(response);
    return result;
}

void daemon_resume(Request *request) {
    MHD_resume_connection(request->connection);
}

/* A failure found on an I/O thread: before the body, or instead of it. */
static void refuse(Request *request, Status status) {
    Arena *arena = arena_new(1 << 16);
    Ctx ctx = {.arena = arena,
               .clock = request->server->clock,
               .language = request->language,
               .failure = {.status = OK}};
    strbuf_init(&request->out, REPLY_MOST);
    request->kind = REQUEST_DONE;
    if (arena != NULL) {
        request_fail(&ctx, request, NULL, status);
    }
    arena_free(&arena);
}

/* ---- pages ---- */

static enum MHD_Result page_reply(Server *server, struct MHD_Connection *connection,
                                  const WebFile *file) {
    static const char PLACE[] = "__CSP_NONCE__";
    uint8_t bytes[16];
    char nonce[2 * sizeof bytes + 1];
    StrBuf out;
    Arena *arena = arena_new(1 << 12);
    Ctx ctx = {.arena = arena};
    random_fill(bytes, sizeof bytes);
    hex_write(bytes, sizeof bytes, nonce);
    strbuf_init(&out, 1 << 24);
    Status status = arena ? OK : E_MEMORY_LIMIT;
    size_t at = 0;
    while (status == OK && at < file->bytes.len) { /* ends: moves on behind each place */
        size_t place = str_find(file->bytes, str_of(PLACE), at);
        size_t end = place == SIZE_MAX ? file->bytes.len : place;
        status = strbuf_add(&ctx, &out, str_part(file->bytes, at, end - at));
        if (status == OK && place != SIZE_MAX) {
            status = strbuf_add(&ctx, &out, str_of(nonce));
        }
        at = place == SIZE_MAX ? end : end + sizeof PLACE - 1;
    }
    arena_free(&arena);
    struct MHD_Response *response =
        status == OK ? MHD_create_response_from_buffer(out.len, out.ptr, MHD_RESPMEM_MUST_FREE)
                     : NULL;
    if (response == NULL) {
        strbuf_done(&out);
        return MHD_NO;
    }
    headers_add(response, nonce, "no-store");
    header_add(response, "Content-Type", file->type.ptr);
    count_reply(server, 200, 0);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

static bool takes_gzip(struct MHD_Connection *connection) {
    const char *accepts =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
    return accepts != NULL && strstr(accepts, "gzip") != NULL;
}

static enum MHD_Result file_reply(Server *server, struct MHD_Connection *connection,
                                  const WebFile *file) {
    bool packed = !str_is_empty(file->gzip) && takes_gzip(connection);
    Str bytes = packed ? file->gzip : file->bytes;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        bytes.len, (void *)(uintptr_t)bytes.ptr, MHD_RESPMEM_PERSISTENT);
    if (response == NULL) {
        return MHD_NO;
    }
    headers_add(response, NULL,
                file->is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
    header_add(response, "Content-Type", file->type.ptr);
    header_add(response, "Vary", "Accept-Encoding");
    if (packed) {
        header_add(response, "Content-Encoding", "gzip");
    }
    count_reply(server, 200, 0);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

/* ---- a request ---- */

/* The request of a fresh connection context: routes it, or answers at once. */
static enum MHD_Result begin(Server *server, struct MHD_Connection *connection, const char *url,
                             const char *method, void **context) {
    Status status = OK;
    Request *request = request_new(server, connection);
    if (request == NULL) {
        return MHD_NO;
    }
    *context = request;
    status = request_take_head(request, connection, url, method);
    if (status == OK && request->kind == REQUEST_DONE) { /* no route of ours: a file of the page */
        const WebFile *file = web_find(server->web, str_of(url));
        if (strcmp(url, "/livez") == 0) {
            request->http_status = 200;
            request->content_type = "text/plain";
            return reply(request);
        }
        if (file != NULL) {
            return file->is_page ? page_reply(server, connection, file)
                                 : file_reply(server, connection, file);
        }
        status = E_ROUTE_UNKNOWN;
    }
    if (status != OK) {
        refuse(request, status);
        /* Who still sends would only see a broken connection: a body of bearable length is read
         * away before the answer. */
        bool bearable = status != E_HTTP_FRAMING && status != E_HTTP_LENGTH &&
                        request->length > 0 && request->length / 4 <= server->options.upload_most;
        if (!bearable) {
            return reply(request);
        }
    }
    int64_t body_us = request->length * 1000000 / BODY_BYTES_A_SECOND;
    deadline_set(server, connection, server->options.head_deadline_us + body_us);
    return MHD_YES;
}

static enum MHD_Result on_request(void *arg, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_size, void **context) {
    Server *server = arg;
    Request *request = *context;
    (void)version;
    if (request == NULL) {
        return begin(server, connection, url, method, context);
    }
    if (*data_size > 0) {
        request_take_body(request, data, *data_size);
        *data_size = 0;
        return MHD_YES;
    }
    if (request->http_status != 0) { /* a worker is done with it */
        return reply(request);
    }
    deadline_set(server, connection, 0);
    request_end_body(request);
    MHD_suspend_connection(connection);
    if (!server_enqueue(server, request)) {
        refuse(request, E_OVERLOADED);
        MHD_resume_connection(connection);
    }
    return MHD_YES;
}

static void on_completed(void *arg, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code) {
    Request *request = *context;
    (void)code;
    deadline_set(arg, connection, KEEP_ALIVE_US);
    if (request != NULL) {
        request_free(request);
        *context = NULL;
    }
}

/* ---- listening ---- */

/* ADDRESS:PORT, [ADDRESS]:PORT */
static Status address_parse(Ctx *ctx, Str listen, struct sockaddr_storage *ret_address) {
    char host[64];
    int64_t port = -1;
    size_t colon = SIZE_MAX;
    struct sockaddr_storage address = {.ss_family = AF_INET};
    for (size_t i = 0; i < listen.len; i++) {
        colon = listen.ptr[i] == ':' ? i : colon;
    }
    Str name = str_part(listen, 0, colon == SIZE_MAX ? 0 : colon);
    bool is_six = name.len > 2 && name.ptr[0] == '[';
    if (is_six) {
        name = str_part(name, 1, name.len - 2);
    }
    snprintf(host, sizeof host, "%.*s", STR_ARG(name));
    bool has_port = colon != SIZE_MAX &&
                    str_to_int64(str_part(listen, colon + 1, listen.len), &port) && port >= 0 &&
                    port <= 65535;
    struct sockaddr_in *four = (struct sockaddr_in *)&address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address;
    bool fits = false;
    if (is_six) {
        address.ss_family = AF_INET6;
        six->sin6_port = htons((uint16_t)port);
        fits = inet_pton(AF_INET6, host, &six->sin6_addr) == 1;
    } else {
        four->sin_port = htons((uint16_t)port);
        fits = inet_pton(AF_INET, host, &four->sin_addr) == 1;
    }
    if (!has_port || !fits) {
        return ctx_fail(ctx, E_ARGUMENT, "%.*s: ADDRESS:PORT", STR_ARG(listen));
    }
    *ret_address = address;
    return OK;
}

static struct MHD_Daemon *daemon_start(Server *server, struct sockaddr_storage *address) {
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (address->ss_family == AF_INET6) {
        flags |= MHD_USE_IPv6;
    }
    return MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)address,
        MHD_OPTION_THREAD_POOL_SIZE, 2U, MHD_OPTION_CONNECTION_LIMIT, 4096U,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, server->options.behind_proxy ? 0U : 1024U,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HANDED_TIMEOUT_SECONDS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_END);
}

static Status port_tell(Ctx *ctx, Server *server, struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    int64_t port = info ? info->port : 0;
    const LogField fields[] = {LOG_T("listen", server->options.listen), LOG_I("port", port)};
    log_write(server->log, LOG_INFO, "listening", fields, 2);
    if (str_is_empty(server->options.port_file)) {
        return OK;
    }
    Str text;
    TRY(ctx_print(ctx, &text, "%lld\n", (long long)port));
    return file_write_atomic(ctx, server->options.port_file, text);
}

static size_t at_work(Server *server) {
    pthread_mutex_lock(&server->queue_lock);
    size_t count = server->at_work;
    pthread_mutex_unlock(&server->queue_lock);
    return count;
}

/* Sweeps until a signal asks to stop. */
static void watch(Server *server, const sigset_t *signals) {
    const struct timespec pause = {0, SWEEP_US * 1000L};
    while (sigtimedwait(signals, NULL, &pause) < 0) { /* ends: by a signal */
        sweep(server);
    }
}

Status daemon_run(Ctx *ctx, Server *server) {
    struct sockaddr_storage address;
    sigset_t signals;
    TRY(address_parse(ctx, server->options.listen, &address));
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    struct MHD_Daemon *daemon = daemon_start(server, &address);
    if (daemon == NULL) {
        return ctx_fail(ctx, E_ARGUMENT, "%.*s: %s", STR_ARG(server->options.listen),
                        strerror(errno));
    }
    Status status = port_tell(ctx, server, daemon);
    if (status == OK) {
        watch(server, &signals);
    }
    /* No new connections, no new requests; those that a worker holds are finished and answered. */
    int listen_fd = MHD_quiesce_daemon(daemon);
    jobs_stop(server->jobs);
    pthread_mutex_lock(&server->queue_lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->queue_ready);
    pthread_mutex_unlock(&server->queue_lock);
    const struct timespec pause = {0, 10000000};
    while (at_work(server) > 0) { /* ends: nothing new is taken in */
        nanosleep(&pause, NULL);
    }
    events_end(server);
    nanosleep(&(struct timespec){0, 100000000}, NULL); /* replies on their way */
    MHD_stop_daemon(daemon);
    if (listen_fd >= 0) {
        close(listen_fd);
    }
    return status;
}
