/*
 * exchange.h -- one request and its reply, as a handler sees them.
 *
 * Floor 6. What came in has been checked against the route's specs before the handler runs: a name
 * that it asks for is there, of its kind and within its bounds. The reply is written as it goes; a
 * failure throws away what was written and a problem (RFC 9457) takes its place.
 */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "app/access.h"
#include "app/app.h"
#include "app/lists.h"
#include "app/table.h"
#include "codec/json_writer.h"
#include "http/route.h"

enum {
    EXCHANGE_VALUE_MAX = 32,
    PAGE_ROWS_DEFAULT = 100,
    PAGE_ROWS_MOST = 500,
    PAGE_ROWS_WHOLE = 20000
};

typedef struct ExchangeValue {
    Str name;
    bool present;
    bool is_text;
    int64_t number;
    Str text;
} ExchangeValue;

/* A file that goes out instead of JSON; removed after it was opened when `is_temporary`. */
typedef struct ExchangeFile {
    Str path;
    Str name;
    bool is_temporary;
} ExchangeFile;

struct Server;
struct Worker;
struct TableFileWriter;

struct Exchange {
    struct Server *server;
    struct Worker *worker;
    bool holds_writer;
    struct TableFileWriter *export_writer; /* of an export that is not finished */
    const Route *route;
    App app; /* with the connection that fits the route */
    AccessSession session;
    Str session_token;
    Str address; /* of the peer */
    ExchangeValue values[EXCHANGE_VALUE_MAX];
    size_t value_count;
    Str upload_path;
    StrBuf *out;
    JsonWriter json;
    ExchangeFile file;
    int http_status;   /* of a stored reply; 0 = as usual */
    int64_t stream_id; /* of the job whose events go on after this reply */
    Str cookie;        /* a new value of the session cookie: "" = remove it; ptr NULL = leave it */
    char field[64];    /* the field that a failure speaks of */
    const TableColumn *columns; /* of the table that is being written */
    int64_t last_key;  /* first number of the last row written: where the next page begins */
    int64_t row_count; /* of the last table */
};

/* Values of path, query and body by name. Asking for what the route does not declare aborts. */
bool exchange_has(const Exchange *exchange, const char *name);
/* 0 and "" when it was not given. */
int64_t exchange_int(const Exchange *exchange, const char *name);
Str exchange_text(const Exchange *exchange, const char *name);

/* Checks what came in against the specs of the route and fills `values`. E_FIELD_INVALID */
Status exchange_take_query(Ctx *ctx, Exchange *exchange, Str query) MUST_CHECK;
Status exchange_take_body(Ctx *ctx, Exchange *exchange, Str body) MUST_CHECK;
void exchange_take_path(Exchange *exchange, const RouteMatch *match);

/* A table becomes a member: "name": [ {...}, ... ]. */
TableOut exchange_table(Exchange *exchange);
/* The reply of a use case becomes members. */
Status exchange_reply(Ctx *ctx, Exchange *exchange, const Reply *reply) MUST_CHECK;
/* limit, with its default; and after the rows "next": the key of the next page or null. */
int64_t exchange_limit(const Exchange *exchange);
Status exchange_next(Ctx *ctx, Exchange *exchange) MUST_CHECK;
/* A list that comes whole unless a limit is asked for (`PAGE_ROWS_WHOLE` at most), and its end. */
Page exchange_page(const Exchange *exchange);
Status exchange_page_end(Ctx *ctx, Exchange *exchange) MUST_CHECK;
/* A table goes into a .csv or .xlsx instead, which becomes the reply. */
Status exchange_table_to_file(Ctx *ctx, Exchange *exchange, Str name, Str format,
                              TableOut *ret_out) MUST_CHECK;

/* Gives back what an interrupted handler left. */
void exchange_done(Exchange *exchange);

/* The problem document of a failure. */
Status exchange_problem(Ctx *ctx, Exchange *exchange, Status status, Str request_id,
                        StrBuf *out) MUST_CHECK;

#endif
