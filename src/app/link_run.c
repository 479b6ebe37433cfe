/*
 * The parts of a linkage job go to threads one by one; each thread has a Ctx and an arena of its
 * own. Counts are added up, pairs are joined in the order of the parts: nothing depends on who was
 * faster.
 */
#include "app/link_run.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "sys/file.h"

enum { WORKER_ARENA_BYTES = 1 << 30, SPEC_BYTES_MAX = 1 << 20 };

/* data/linkage/person.yaml, in the program. */
extern const char data_linkage_person[];
extern const char data_linkage_person_end[];

typedef struct Pool Pool;

typedef struct Worker {
    Pool *pool;
    Arena *arena;
    Ctx ctx;
    Status status;
    pthread_t thread;
    uint64_t *rule_counts;
    uint64_t *once_counts;
} Worker;

struct Pool {
    const LinkJob *job;
    atomic_size_t next;
    size_t end;
    LinkPairs *results; /* by part; NULL: only counting */
    int64_t worker_count;
    Worker workers[LINK_THREADS_MAX];
};

static void *work(void *arg) {
    Worker *worker = arg;
    Pool *pool = worker->pool;
    for (;;) { /* ends: each part is taken once */
        size_t slice = atomic_fetch_add(&pool->next, 1);
        if (slice >= pool->end || worker->status != OK) {
            return NULL;
        }
        worker->status = pool->results ? link_job_score(&worker->ctx, pool->job, slice,
                                                        worker->once_counts, &pool->results[slice])
                                       : link_job_count(&worker->ctx, pool->job, slice,
                                                        worker->rule_counts, worker->once_counts);
    }
}

static void pool_done(Pool *pool) {
    for (int64_t i = 0; i < pool->worker_count; i++) {
        if (pool->workers[i].arena) {
            arena_free(&pool->workers[i].arena);
        }
    }
}

static Status pool_new(Ctx *ctx, const LinkJob *job, int64_t threads, Pool *ret_pool) {
    size_t bytes = job->model->pattern_count * sizeof(uint64_t);
    memset(ret_pool, 0, sizeof *ret_pool);
    ret_pool->job = job;
    ret_pool->worker_count = threads;
    for (int64_t i = 0; i < threads; i++) {
        Worker *worker = &ret_pool->workers[i];
        void *memory = NULL;
        worker->pool = ret_pool;
        worker->arena = arena_new(WORKER_ARENA_BYTES);
        if (worker->arena == NULL) {
            return ctx_fail(ctx, E_MEMORY_LIMIT, "a thread of its own");
        }
        worker->ctx = (Ctx){.arena = worker->arena, .language = ctx->language};
        TRY(ctx_alloc(ctx, 2 * bytes, &memory));
        worker->rule_counts = memory;
        worker->once_counts = worker->rule_counts + job->model->pattern_count;
    }
    return OK;
}

/* Parts [from, to) on all threads. */
static Status pool_run(Ctx *ctx, Pool *pool, size_t from, size_t to) {
    int64_t started = 0;
    atomic_store(&pool->next, from);
    pool->end = to;
    while (started < pool->worker_count && pthread_create(&pool->workers[started].thread, NULL,
                                                          work, &pool->workers[started]) == 0) {
        started++;
    }
    if (started == 0) {
        work(&pool->workers[0]); /* no thread to be had: then by ourselves */
    }
    for (int64_t i = 0; i < started; i++) {
        pthread_join(pool->workers[i].thread, NULL);
    }
    for (int64_t i = 0; i < pool->worker_count; i++) {
        const Worker *worker = &pool->workers[i];
        if (worker->status != OK) {
            return ctx_fail(ctx, worker->status, "%s", worker->ctx.failure.detail);
        }
    }
    return OK;
}

static void counts_gather(Pool *pool, uint64_t *rule_counts, uint64_t *once_counts) {
    uint32_t count = pool->job->model->pattern_count;
    for (int64_t i = 0; i < pool->worker_count; i++) {
        Worker *worker = &pool->workers[i];
        for (uint32_t pattern = 0; pattern < count; pattern++) {
            once_counts[pattern] += worker->once_counts[pattern];
            if (rule_counts) {
                rule_counts[pattern] += worker->rule_counts[pattern];
            }
        }
        memset(worker->rule_counts, 0, 2 * count * sizeof(uint64_t));
    }
}

static bool is_given(const LinkSpec *spec) {
    bool given = spec->prior > 0;
    for (int32_t i = 0; i < spec->comparison_count; i++) {
        given = given && spec->comparisons[i].has_m;
    }
    return given;
}

static Status train_rules(Ctx *ctx, LinkRun *run, Pool *pool) {
    const LinkSpec *spec = run->table->spec;
    uint64_t *rule_counts = NULL;
    size_t slice = 0;
    TRY(ctx_alloc_array(ctx, run->model.pattern_count, sizeof(uint64_t), &rule_counts));
    for (int32_t rule = 0; rule < spec->rule_count; rule++) {
        size_t end = slice;
        while (end < run->job.slice_count && run->job.slices[end].rule == rule) {
            end++;
        }
        ctx_progress(ctx, "link_train", rule, spec->rule_count);
        TRY(pool_run(ctx, pool, slice, end));
        counts_gather(pool, rule_counts, run->counts);
        if (spec->rules[rule].trains) {
            TRY(link_model_train(ctx, &run->model, &spec->rules[rule], rule_counts));
        }
        memset(rule_counts, 0, run->model.pattern_count * sizeof(uint64_t));
        slice = end;
    }
    return OK;
}

static Status with_pool(Ctx *ctx, LinkRun *run, Status (*does)(Ctx *, LinkRun *, Pool *)) {
    Pool *pool = NULL;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, sizeof *pool, &memory));
    pool = memory;
    Status status = pool_new(ctx, &run->job, run->threads, pool);
    if (status == OK) {
        status = does(ctx, run, pool);
    }
    pool_done(pool);
    return status;
}

Status link_run_spec(Ctx *ctx, Str path, const LinkSpec **ret_spec, Str *ret_bytes) {
    Str bytes = {data_linkage_person, (size_t)(data_linkage_person_end - data_linkage_person)};
    Str name = STR("person.yaml");
    if (!str_is_empty(path)) {
        TRY(file_read_all(ctx, path, SPEC_BYTES_MAX, &bytes));
        TRY(ctx_copy_str(ctx, path, &name));
    }
    TRY(link_spec_read(ctx, name.ptr, bytes, ret_spec));
    *ret_bytes = bytes;
    return OK;
}

Status link_run_train(Ctx *ctx, const LinkTable *table, int64_t threads, LinkRun *ret_run) {
    const LinkSpec *spec = table->spec;
    memset(ret_run, 0, sizeof *ret_run);
    ret_run->table = table;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    threads = threads > 0 ? threads : cores > 0 ? cores : 1;
    ret_run->threads = threads > LINK_THREADS_MAX ? LINK_THREADS_MAX : threads;
    ctx_progress(ctx, "link_compare", 0, 0);
    TRY(link_levels_new(ctx, table, ret_run->levels));
    for (int32_t rule = 0; rule < spec->rule_count; rule++) {
        ctx_progress(ctx, "link_block", rule, spec->rule_count);
        TRY(link_blocks_new(ctx, table, rule, &ret_run->blocks[rule]));
    }
    TRY(link_model_new(ctx, table, ret_run->levels, &ret_run->model));
    TRY(link_job_new(ctx, table, ret_run->levels, ret_run->blocks, &ret_run->job));
    ret_run->job.model = &ret_run->model;
    TRY(ctx_alloc_array(ctx, ret_run->model.pattern_count, sizeof(uint64_t), &ret_run->counts));
    if (!is_given(spec)) {
        TRY(with_pool(ctx, ret_run, train_rules));
    }
    return link_model_finish(ctx, &ret_run->model, ret_run->counts);
}

static Status join_results(Ctx *ctx, LinkRun *run, const LinkPairs *results) {
    size_t count = 0;
    for (size_t i = 0; i < run->job.slice_count; i++) {
        count += results[i].count;
    }
    run->pairs = (LinkPairs){.room = count};
    TRY(ctx_alloc_array(ctx, count, sizeof(LinkPair), &run->pairs.pairs));
    for (size_t i = 0; i < run->job.slice_count; i++) {
        if (results[i].count) {
            memcpy(run->pairs.pairs + run->pairs.count, results[i].pairs,
                   results[i].count * sizeof(LinkPair));
        }
        run->pairs.count += results[i].count;
        run->pairs.looked_at += results[i].looked_at;
    }
    return OK;
}

static Status score_all(Ctx *ctx, LinkRun *run, Pool *pool) {
    TRY(ctx_alloc_array(ctx, run->job.slice_count, sizeof(LinkPairs), &pool->results));
    ctx_progress(ctx, "link_score", 0, 0);
    TRY(pool_run(ctx, pool, 0, run->job.slice_count));
    memset(run->counts, 0, run->model.pattern_count * sizeof(uint64_t));
    counts_gather(pool, NULL, run->counts);
    return join_results(ctx, run, pool->results);
}

Status link_run_score(Ctx *ctx, LinkRun *run) {
    return with_pool(ctx, run, score_all);
}
