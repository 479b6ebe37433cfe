/* From the bytes of a head to a Request: framing guard, route, headers; and where its body goes. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/daemon.h"
#include "sys/file_store.h"

Request *request_new(Server *server, struct MHD_Connection *connection) {
    Request *request = calloc(1, sizeof *request);
    if (request == NULL) {
        return NULL;
    }
    request->server = server;
    request->connection = connection;
    request->upload_fd = -1;
    request->file_fd = -1;
    request->begun_us = clock_now_us(&server->clock);
    request->content_type = "application/json";
    strbuf_init(&request->body, BODY_MOST);
    strbuf_init(&request->out, REPLY_MOST);
    snprintf(request->id, sizeof request->id, "%llx-%llx", (unsigned long long)request->begun_us,
             (unsigned long long)atomic_fetch_add(&server->request_no, 1));
    return request;
}

static void upload_remove(Request *request) {
    char path[PATH_MOST + 32];
    char *slash = strrchr(request->upload_path, '/');
    if (slash == NULL) {
        return;
    }
    unlink(request->upload_path);
    snprintf(path, sizeof path, "%s.annotated.xlsx", request->upload_path);
    unlink(path); /* when the work on it was interrupted */
    *slash = '\0';
    rmdir(request->upload_path);
}

void request_free(Request *request) {
    file_close(&request->upload_fd);
    file_close(&request->file_fd);
    upload_remove(request);
    strbuf_done(&request->body);
    strbuf_done(&request->out);
    free(request);
}

/* ---- framing ---- */

typedef struct Framing {
    int lengths;
    int codings;
    int hosts;
} Framing;

static enum MHD_Result framing_count(void *arg, enum MHD_ValueKind kind, const char *key,
                                     const char *value) {
    Framing *framing = arg;
    (void)kind;
    (void)value;
    framing->lengths += strcasecmp(key, "Content-Length") == 0;
    framing->codings += strcasecmp(key, "Transfer-Encoding") == 0;
    framing->hosts += strcasecmp(key, "Host") == 0;
    return MHD_YES;
}

static Status framing_check(Request *request, struct MHD_Connection *connection) {
    Framing framing = {0, 0, 0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, framing_count, &framing);
    if (framing.hosts != 1 || framing.lengths > 1 || (framing.codings > 0 && framing.lengths > 0)) {
        return E_HTTP_FRAMING;
    }
    if (framing.codings > 0) {
        return E_HTTP_LENGTH;
    }
    if (framing.lengths == 1) {
        const char *length =
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
        bool plain = length != NULL && *length != '\0' && strlen(length) <= 18 &&
                     strspn(length, "0123456789") == strlen(length);
        if (!plain || !str_to_int64(str_of(length), &request->length)) {
            return E_HTTP_FRAMING;
        }
    }
    return OK;
}

/* ---- headers ---- */

static const char *header(struct MHD_Connection *connection, const char *name) {
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? value : "";
}

/* Longer than there is room for: as good as none. */
static void take(char *room, size_t size, const char *value) {
    room[0] = '\0';
    if (strlen(value) < size) {
        snprintf(room, size, "%s", value);
    }
}

/* A page of another site must not act with the cookie of ours; SameSite is the first wall. */
static bool is_foreign(struct MHD_Connection *connection) {
    const char *origin = header(connection, "Origin");
    const char *site = header(connection, "Sec-Fetch-Site");
    const char *scheme_end = strstr(origin, "://");
    bool other_origin =
        *origin != '\0' &&
        (scheme_end == NULL || strcasecmp(scheme_end + 3, header(connection, "Host")) != 0);
    bool other_site =
        *site != '\0' && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
    return other_origin || other_site;
}

static void address_take(Request *request, struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const char *forwarded = header(connection, "X-Forwarded-For");
    const char *comma = strrchr(forwarded, ',');
    if (request->server->options.behind_proxy && *forwarded != '\0') {
        const char *last = comma ? comma + 1 : forwarded;
        take(request->address, sizeof request->address, last + strspn(last, " "));
        return;
    }
    const struct sockaddr *peer = info ? info->client_addr : NULL;
    const void *bytes =
        peer == NULL ? NULL
        : peer->sa_family == AF_INET6
            ? (const void *)&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr
            : (const void *)&((const struct sockaddr_in *)(const void *)peer)->sin_addr;
    if (bytes == NULL ||
        inet_ntop(peer->sa_family, bytes, request->address, sizeof request->address) == NULL) {
        request->address[0] = '\0';
    }
}

static void headers_take(Request *request, struct MHD_Connection *connection) {
    const char *token = MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, "__Host-ansinh");
    const char *type = header(connection, "Content-Type");
    const char *language = header(connection, "Accept-Language");
    take(request->token, sizeof request->token, token ? token : "");
    take(request->csrf, sizeof request->csrf, header(connection, "X-CSRF-Token"));
    take(request->key, sizeof request->key, header(connection, "Idempotency-Key"));
    request->wants_async = strcasestr(header(connection, "Prefer"), "respond-async") != NULL;
    request->is_json = strncasecmp(type, "application/json", 16) == 0;
    request->is_file = strncasecmp(type, "application/octet-stream", 24) == 0;
    request->language = strncasecmp(language, "en", 2) == 0 ? LANGUAGE_EN : LANGUAGE_VI;
    request->is_foreign = !request->is_get && is_foreign(connection);
    address_take(request, connection);
}

/* The query as it was sent: libmicrohttpd has split and decoded it, so it is put together again. */
typedef struct QueryText {
    char *text;
    size_t len;
    bool fits;
} QueryText;

static void query_add(QueryText *query, const char *part) {
    for (const char *c = part; *c; c++) {
        bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                     (*c >= '0' && *c <= '9') || *c == '-' || *c == '_' || *c == '.';
        if (query->len + 4 >= QUERY_MOST) {
            query->fits = false;
            return;
        }
        query->len += (size_t)snprintf(query->text + query->len, QUERY_MOST - query->len,
                                       plain ? "%c" : "%%%02X", (unsigned char)*c);
    }
}

static enum MHD_Result query_take(void *arg, enum MHD_ValueKind kind, const char *key,
                                  const char *value) {
    QueryText *query = arg;
    (void)kind;
    if (query->len > 0 && query->len + 2 < QUERY_MOST) {
        query->text[query->len++] = '&';
    }
    query_add(query, key);
    if (value != NULL && query->len + 2 < QUERY_MOST) {
        query->text[query->len++] = '=';
        query_add(query, value);
    }
    query->text[query->len] = '\0';
    return query->fits ? MHD_YES : MHD_NO;
}

/* ---- the file of an upload ---- */

/* Letters of any script, digits, and - _ . ( ) blank; everything else becomes _. */
static void name_take(char room[NAME_MOST], const char *encoded) {
    size_t len = 0;
    for (size_t i = 0; encoded[i] != '\0' && len + 1 < 200; i++) {
        uint8_t byte = (uint8_t)encoded[i];
        if (byte == '%' && hex_read(str_part(str_of(encoded), i + 1, 2), &byte, 1)) {
            i += 2;
        }
        bool plain = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                     (byte >= 'A' && byte <= 'Z') ||
                     (byte != '\0' && strchr("-_.() ", byte) != NULL);
        room[len++] = plain ? (char)byte : '_';
    }
    room[len] = '\0';
    if (room[0] == '.') {
        room[0] = '_';
    }
}

static bool extension_fits(const char *name) {
    static const char *const ENDINGS[] = {".xlsx", ".csv", ".xml"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        if (strcasecmp(dot, ENDINGS[i]) == 0) {
            return true;
        }
    }
    return false;
}

static Status upload_open(Request *request) {
    uint8_t bytes[8];
    char hex[2 * sizeof bytes + 1];
    char folder[PATH_MOST];
    Arena *arena = arena_new(1 << 16);
    Ctx ctx = {.arena = arena};
    Str dir = request->server->app.files_dir;
    random_fill(bytes, sizeof bytes);
    hex_write(bytes, sizeof bytes, hex);
    int len = snprintf(folder, sizeof folder, "%.*s/tmp/%s", STR_ARG(dir), hex);
    Status status = E_FILE_WRITE;
    if (arena != NULL && len > 0 && (size_t)len + NAME_MOST < sizeof folder) {
        status = file_make_folders(&ctx, str_of(folder));
    }
    arena_free(&arena);
    if (status != OK) {
        return E_FILE_WRITE;
    }
    len = snprintf(request->upload_path, sizeof request->upload_path, "%s/%.200s", folder,
                   request->file_name);
    if (len < 0 || (size_t)len >= sizeof request->upload_path) {
        return E_FILE_WRITE;
    }
    request->upload_fd =
        open(request->upload_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return request->upload_fd >= 0 ? OK : E_FILE_WRITE;
}

/* ---- the head as a whole ---- */

static Status route_take(Request *request, const char *url, const char *method) {
    if (strlen(url) >= PATH_MOST) {
        return E_ROUTE_UNKNOWN;
    }
    if (strcmp(url, "/readyz") == 0 || strcmp(url, "/metrics") == 0) {
        request->kind = url[1] == 'r' ? REQUEST_READY : REQUEST_METRICS;
        return request->is_get ? OK : E_METHOD_UNKNOWN;
    }
    if (strncmp(url, "/api/", 5) != 0) {
        request->kind = REQUEST_DONE;
        return request->is_get ? OK : E_METHOD_UNKNOWN;
    }
    request->kind = REQUEST_API;
    take(request->url, sizeof request->url, url);
    request->match = route_find(str_of(method), str_of(url));
    return request->match.route        ? OK
           : request->match.path_known ? E_METHOD_UNKNOWN
                                       : E_ROUTE_UNKNOWN;
}

/* Figures of the whole are for the machine's own watch, not for the net. */
static bool is_local(const Request *request) {
    return strcmp(request->address, "127.0.0.1") == 0 || strcmp(request->address, "::1") == 0;
}

Status request_take_head(Request *request, struct MHD_Connection *connection, const char *url,
                         const char *method) {
    QueryText query = {request->query, 0, true};
    request->is_get = strcmp(method, "GET") == 0;
    request->language = LANGUAGE_VI;
    TRY(framing_check(request, connection));
    headers_take(request, connection);
    TRY(route_take(request, url, method));
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, query_take, &query);
    if (!query.fits || (request->kind == REQUEST_METRICS && !is_local(request))) {
        return E_ROUTE_UNKNOWN;
    }
    const Route *route = request->match.route;
    bool upload = route != NULL && (route->flags & ROUTE_UPLOAD) != 0;
    if (request->length > (upload ? request->server->options.upload_most : (int64_t)BODY_MOST)) {
        return E_HTTP_TOO_LARGE;
    }
    if (!upload) {
        return OK;
    }
    name_take(request->file_name, header(connection, "X-File-Name"));
    if (!request->is_file || request->length == 0) {
        return E_HTTP_KIND;
    }
    if (!extension_fits(request->file_name)) {
        return E_FILE_KIND;
    }
    return request->token[0] ? upload_open(request) : E_SIGN_IN_NEEDED; /* nobody fills the disk */
}

/* ---- the body ---- */

void request_take_body(Request *request, const char *bytes, size_t size) {
    Ctx ctx = {.arena = NULL};
    request->received += (int64_t)size;
    if (request->kind == REQUEST_DONE || request->is_full || request->received > request->length) {
        request->is_full = true;
        return;
    }
    if (request->upload_fd < 0) {
        request->is_full =
            strbuf_add(&ctx, &request->body, (Str){bytes, size}) != OK; /* bounded by BODY_MOST */
        return;
    }
    while (size > 0) { /* ends: each turn writes something, or the disk refuses */
        ssize_t wrote = write(request->upload_fd, bytes, size);
        if (wrote <= 0 && errno != EINTR) {
            request->is_full = true;
            return;
        }
        if (wrote > 0) {
            bytes += wrote;
            size -= (size_t)wrote;
        }
    }
}

void request_end_body(Request *request) {
    file_close(&request->upload_fd);
    request->is_full = request->is_full || request->received != request->length;
}
