/*
 * route.h -- the static table of everything that can be asked of the server.
 *
 * Floor 6. What the table does not grant is denied: an address that is not in it is not found, a
 * user without the route's right is refused before its handler runs, and the use case behind it
 * checks the right again where it must reach (A2). From the same rows come dispatch, the check of
 * what comes in, and `ansinh api describe`.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "app/right.h"
#include "base/ctx.h"
#include "base/strbuf.h"
#include "http/spec.h"

#define API "/api/v1"

typedef struct Exchange Exchange;
/* Writes the members of the reply's object, which is open. */
typedef Status (*RouteHandler)(Ctx *ctx, Exchange *exchange);

typedef enum RouteFlag {
    ROUTE_PUBLIC = 1,    /* before sign-in; no CSRF token can be there yet */
    ROUTE_WRITES = 2,    /* gets the writing connection */
    ROUTE_KEYED = 4,     /* needs Idempotency-Key: the same key and input get the stored reply */
    ROUTE_STEP_UP = 8,   /* needs the password again, given within the last five minutes */
    ROUTE_UPLOAD = 16,   /* the body is a file, its name in X-File-Name */
    ROUTE_DOWNLOAD = 32, /* the reply is a file */
    ROUTE_EXPORT = 64,   /* with format=xlsx, csv or pdf the reply is a file of all rows */
    ROUTE_HIDES = 128,   /* what lies outside of one's area is not found, rather than forbidden */
    ROUTE_JOB = 256,     /* may take long: with Prefer: respond-async it is put aside as a job */
    ROUTE_KEPT = 1024,   /* figures: the reply is kept as long as nothing changes (kept.h) */
    ROUTE_EVENTS = 512   /* the reply is a stream of events (text/event-stream) */
} RouteFlag;

typedef struct Route {
    const char *method;
    const char *path; /* {name} stands for a whole number above zero */
    const char *name; /* operationId */
    const char *summary;
    Right right;
    unsigned flags;
    const char *query;
    const char *body;
    const char *reply;
    RouteHandler handle;
} Route;

typedef struct RouteList {
    const Route *routes;
    size_t count;
} RouteList;

RouteList routes_session(void);
RouteList routes_look(void);
RouteList routes_register(void);
RouteList routes_intake(void);
RouteList routes_payroll(void);
RouteList routes_payment(void);
RouteList routes_books(void);
RouteList routes_admin(void);
RouteList routes_jobs(void);
RouteList routes_audit(void);
RouteList routes_linkage(void);

/* The i-th route of all; NULL past the end. */
const Route *route_at(size_t i);

enum { ROUTE_PATH_VALUES = 3 };

typedef struct RouteMatch {
    const Route *route; /* NULL when there is none */
    bool path_known;    /* the path is there, with another method */
    int64_t values[ROUTE_PATH_VALUES];
} RouteMatch;

RouteMatch route_find(Str method, Str path);

/* The OpenAPI 3.1 document of the table, as JSON. */
Status route_describe(Ctx *ctx, StrBuf *out) MUST_CHECK;

#endif
