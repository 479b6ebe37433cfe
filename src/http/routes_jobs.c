/* Long work that was put aside: how far it is, what came of it, and cancelling it. */
#include "app/lists.h"
#include "http/exchange.h"
#include "http/jobs.h"

static int64_t job_of(const Exchange *exchange) {
    return exchange_int(exchange, "job_id");
}

static Status list_all(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, exchange_int(exchange, "after"), exchange_limit(exchange)};
    TRY(job_list(ctx, &exchange->app, &page, 0, &out));
    return exchange_next(ctx, exchange);
}

static Status show(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    Page page = {0, 0, 1};
    Job job;
    TRY(job_find(ctx, &exchange->app, job_of(exchange), &job));
    jobs_step_now(exchange->server, &job);
    TRY(job_list(ctx, &exchange->app, &page, job.job_id, &out));
    TRY(json_member_text(ctx, &exchange->json, STR("stage"), job.stage));
    TRY(json_member_int64(ctx, &exchange->json, STR("done_count"), job.done_count));
    return json_member_int64(ctx, &exchange->json, STR("total_count"), job.total_count);
}

/* The reply that the request would have got, with its status. */
static Status reply(Ctx *ctx, Exchange *exchange) {
    Job job;
    TRY(job_find(ctx, &exchange->app, job_of(exchange), &job));
    if (job.state == JOB_CANCELLED) {
        return ctx_fail(ctx, E_CANCELLED, "job %lld", (long long)job.job_id);
    }
    if (job.state != JOB_DONE && job.state != JOB_FAILED) {
        return ctx_fail(ctx, E_JOB_NOT_ENDED, "job %lld", (long long)job.job_id);
    }
    strbuf_clear(exchange->out);
    exchange->http_status = (int)job.http_status;
    return strbuf_add(ctx, exchange->out, job.reply);
}

static Status events(Ctx *ctx, Exchange *exchange) {
    Job job;
    TRY(job_find(ctx, &exchange->app, job_of(exchange), &job));
    jobs_step_now(exchange->server, &job);
    strbuf_clear(exchange->out);
    exchange->stream_id = job.job_id;
    return events_text(ctx, &job, exchange->out);
}

static Status cancel(Ctx *ctx, Exchange *exchange) {
    TRY(jobs_cancel(ctx, exchange, job_of(exchange)));
    return json_member_int64(ctx, &exchange->json, STR("job_id"), job_of(exchange));
}

#define ONE API "/jobs/{job_id}"
#define JOB                                                                                        \
    "jobs[job_id:i login:s operation:s state:s cancel_asked:b stage:s done_count:i total_count:i " \
    "try_count:i http_status:i? made_us:i begun_us:i? ended_us:i?]"

static const Route ROUTES[] = {
    {"GET", API "/jobs", "list_jobs",
     "One's own jobs, newest first (who may read the log sees everybody's); after goes down",
     RIGHT_SIGNED_IN, 0, "after:i0-9007199254740991? limit:i1-500?", "", JOB " next:i?", list_all},
    {"GET", ONE, "show_job", "One of them, and how far it is at this moment", RIGHT_SIGNED_IN,
     ROUTE_HIDES, "", "", JOB " stage:s done_count:i total_count:i", show},
    {"GET", ONE "/reply", "show_job_reply",
     "What the request would have got, with its status; 409 JOB_NOT_ENDED before", RIGHT_SIGNED_IN,
     ROUTE_HIDES, "", "", "", reply},
    {"GET", ONE "/events", "follow_job",
     "Server-sent events: `progress` whenever it is further on, `end` once; the data of each is "
     "{job_id, state, stage, done_count, total_count, http_status}",
     RIGHT_SIGNED_IN, ROUTE_HIDES | ROUTE_EVENTS, "", "", "", events},
    {"POST", ONE "/cancel", "cancel_job",
     "A job that waits is not run; one that runs is rolled back between two statements, unless it "
     "is done before. What it had finished in steps (files sent) stays finished",
     RIGHT_SIGNED_IN, ROUTE_HIDES, "", "", "job_id:i", cancel},
};

RouteList routes_jobs(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
