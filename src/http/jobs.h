/*
 * jobs.h -- long work: put aside at once, run by one thread of the server, watched by many.
 *
 * Floor 6, friends only. The runner holds the writing connection while a job writes, like any other
 * change; on PostgreSQL it has one of its own. A second thread gives the signs of life and feeds
 * the open streams of events: neither a worker nor an I/O thread ever waits for a job.
 *
 * On SQLite one process alone holds the database, by the lock of its file: that lock is the lease.
 * Whoever opens the database knows that nobody else is at work, and takes over what lies there.
 */
#ifndef HTTP_JOBS_H
#define HTTP_JOBS_H

#include "app/job.h"
#include "http/server_inside.h"

typedef struct Jobs Jobs;

Status jobs_open(Ctx *ctx, Server *server, Jobs **ret_jobs) MUST_CHECK;
/* Begins no more; what runs is rolled back and given back for the next server. Does not wait. */
void jobs_stop(Jobs *jobs);
/* Waits for both threads; accepts NULL inside. */
void jobs_close(Jobs **jobs);

/* The request becomes a job, its reply 202 with the job's address. E_REQUEST_KEY_REUSED */
Status jobs_put_aside(Ctx *ctx, Exchange *exchange, Request *request) MUST_CHECK;
/* Cancels one: at once when it waits, between two statements when it runs here. */
Status jobs_cancel(Ctx *ctx, Exchange *exchange, int64_t job_id) MUST_CHECK;
/* How far it is now, when it runs here; else as it was stored. */
void jobs_step_now(Server *server, Job *job);

/* ---- events.c ---- */

struct MHD_Response;

/* What a stream says of a job at this moment: an event, its end ("end" instead of "progress"). */
Status events_text(Ctx *ctx, const Job *job, StrBuf *out) MUST_CHECK;
/* On an I/O thread: `request->out` is the first event. NULL when there is no memory. */
struct MHD_Response *events_response(Request *request);
/* Looks at the jobs of all open streams and wakes those that have something new to say. */
void events_feed(Ctx *ctx, Server *server, App *reader);
/* Ends all of them; none can be opened any more. */
void events_end(Server *server);

#endif
