/*
 * job.h -- long work put aside: a request that nobody waits for, kept until it has been done once.
 *
 * Floor 4. A job is what was asked (route, numbers, body, the file that came with it), in whose
 * name, under which request key. A server takes it, moves its lease on while it works, and leaves
 * the reply. A server that dies leaves a lease that runs out: the next one takes the job again, and
 * the request key makes sure that what was committed is not done twice. Rights are asked for again
 * when it runs.
 *
 * Jobs are no changes of the register or the books, so they have no rows in the change log; what
 * they do has.
 */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "app/app.h"
#include "app/lists.h"
#include "app/table.h"
#include "sys/digest.h"

typedef enum JobState {
    JOB_QUEUED = 1,
    JOB_RUNNING = 2,
    JOB_DONE = 3,
    JOB_FAILED = 4,
    JOB_CANCELLED = 5
} JobState;

/* A job that killed its server this often is not taken again. */
enum { JOB_TRIES = 5 };

typedef struct JobAsk {
    Str operation;
    Str address;
    Str query;
    Str body;
    Str upload_path; /* below the folder of files; empty = none */
    uint8_t input_hash[DIGEST_BYTES];
} JobAsk;

/* Who runs jobs, and for how long without a sign of life. */
typedef struct JobOwner {
    Str name;
    int64_t lease_us;
} JobOwner;

typedef struct Job {
    int64_t job_id; /* 0 = there is none */
    int64_t user_id;
    Str request_key;
    Str operation;
    Str address;
    Str query;
    Str body;
    Str upload_path;
    Language language;
    JobState state;
    bool cancel_asked;
    Str stage;
    int64_t done_count;
    int64_t total_count;
    Str owner;
    int64_t try_count;
    int64_t http_status;
    Str reply;
} Job;

typedef struct JobStep {
    Str stage;
    int64_t done_count;
    int64_t total_count;
} JobStep;

typedef struct JobEnd {
    JobState state;
    int64_t http_status;
    Str reply;
    JobStep step;
} JobEnd;

/*
 * Under ctx->request_key and ctx->user_id. The same key and input give the job that is there
 * (*ret_is_new false: an upload that came again is the caller's to remove).
 *
 * OK  E_REQUEST_KEY_REUSED
 */
Status job_add(Ctx *ctx, App *app, const JobAsk *ask, int64_t *ret_job_id,
               bool *ret_is_new) MUST_CHECK;
/* One of one's own; with the right to read the log, anybody's. E_NOT_FOUND */
Status job_find(Ctx *ctx, App *app, int64_t job_id, Job *ret_job) MUST_CHECK;
/* Newest first, `after` goes down; job_id 0 = all that one may see. */
Status job_list(Ctx *ctx, App *app, const Page *page, int64_t job_id,
                const TableOut *out) MUST_CHECK;
/*
 * Queued: it will not run. Running: whoever runs it is told, at its next sign of life.
 * E_NOT_FOUND  E_JOB_ENDED
 */
Status job_cancel(Ctx *ctx, App *app, int64_t job_id) MUST_CHECK;

/* ---- for servers ---- */

/* Whether anything waits: reads only. */
Status job_is_waiting(Ctx *ctx, App *app, bool *ret_waiting) MUST_CHECK;
/* Takes the first that nobody holds; job_id 0 when there is none. */
Status job_take(Ctx *ctx, App *app, const JobOwner *owner, Job *ret_job) MUST_CHECK;
/* A sign of life. *ret_stop: it was taken by another, or somebody wants it cancelled. */
Status job_beat(Ctx *ctx, App *app, const JobOwner *owner, int64_t job_id, const JobStep *step,
                bool *ret_stop) MUST_CHECK;
/* Whether the work under that key has been committed: then it can only be finished. */
Status job_is_committed(Ctx *ctx, App *app, Str request_key, bool *ret_committed) MUST_CHECK;
/* Leaves the reply; without effect when another has taken it meanwhile. */
Status job_end(Ctx *ctx, App *app, const JobOwner *owner, int64_t job_id,
               const JobEnd *end) MUST_CHECK;
/* The server stops before it was done. */
Status job_give_back(Ctx *ctx, App *app, const JobOwner *owner, int64_t job_id) MUST_CHECK;
/* Only where one process alone can hold the database: leases of others end at once. */
Status job_forget_owners(Ctx *ctx, App *app, const JobOwner *owner) MUST_CHECK;
/* As any server sees it; job_id 0 when there is no such job. */
Status job_look(Ctx *ctx, App *app, int64_t job_id, Job *ret_job) MUST_CHECK;

const char *job_state_name(JobState state);

#endif
