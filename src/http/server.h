/*
 * server.h -- the server: connections, workers, the writing connection, sessions, files of the
 * page.
 *
 * Floor 6. libmicrohttpd takes requests in on its own threads, which never block: a request that is
 * complete is suspended and queued; a worker with its own reading connection runs the handler and
 * wakes it. One connection writes, for whoever holds it: order is that of the change log. A full
 * queue is 503. Nothing of libmicrohttpd is seen outside of http_daemon.c.
 *
 * Stops gracefully: no new requests, those at work are finished, then everything closes.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "app/access.h"
#include "app/app.h"
#include "http/exchange.h"
#include "sys/log.h"

typedef struct ServerOptions {
    Str db_address;
    Str listen;       /* ADDRESS:PORT; port 0 = any that is free */
    Str web_dir;      /* the built application; empty = a page that says there is none */
    Str exchange_dir; /* where files for providers go */
    Str port_file;    /* the port that was taken, for tests; may be empty */
    int64_t worker_count;
    int64_t upload_most; /* bytes */
    int64_t head_deadline_us;
    int64_t lease_us;  /* of jobs: how long a server may be silent before another takes its job */
    bool behind_proxy; /* the peer's address is the last of X-Forwarded-For */
} ServerOptions;

typedef struct Server Server;

/*
 * Listens until SIGTERM or SIGINT. `app` is the writing connection; the server opens readers.
 * E_ARGUMENT for an address that cannot be listened on.
 */
Status server_run(Ctx *ctx, const App *app, const ServerOptions *options,
                  const Log *log) MUST_CHECK;

/* ---- for handlers ---- */

/* Waits for the writing connection; E_OVERLOADED after a while. Held until released or the end. */
Status server_take_writer(Ctx *ctx, Exchange *exchange) MUST_CHECK;
void server_release_writer(Exchange *exchange);
/* access_check() under the bounds on tries and on hashes at once. E_SIGN_IN_LOCKED, E_OVERLOADED */
Status server_check_password(Ctx *ctx, Exchange *exchange, const SignIn *sign_in,
                             AccessProof *ret_proof) MUST_CHECK;
Str server_exchange_dir(const Exchange *exchange);
Str server_db_address(const Exchange *exchange);
/* Where a write with that key stands; only the user's own. */
Status server_show_progress(Ctx *ctx, Exchange *exchange) MUST_CHECK;

#endif
