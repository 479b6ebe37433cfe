/*
 * daemon.h -- a request as libmicrohttpd gives it: head, body, and the end of both.
 *
 * Floor 6, friends only: daemon.c and request.c, the two files that see libmicrohttpd.
 */
#ifndef HTTP_DAEMON_H
#define HTTP_DAEMON_H

#include <microhttpd.h>

#include "http/server_inside.h"
#include "sys/digest.h"
#include "sys/file.h"

/* NULL when there is no memory. */
Request *request_new(Server *server, struct MHD_Connection *connection);
/* Gives back everything, and removes what was uploaded. */
void request_free(Request *request);
/*
 * The framing guard, then the route and the headers that we look at. Kind REQUEST_DONE: no route of
 * ours. E_HTTP_FRAMING  E_HTTP_LENGTH  E_HTTP_TOO_LARGE  E_HTTP_KIND  E_ROUTE_UNKNOWN
 * E_METHOD_UNKNOWN
 */
Status request_take_head(Request *request, struct MHD_Connection *connection, const char *url,
                         const char *method) MUST_CHECK;
/* Into memory, or into a file of its own; what does not fit is not kept. */
void request_take_body(Request *request, const char *bytes, size_t size);
void request_end_body(Request *request);

#endif
