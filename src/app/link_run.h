/*
 * link_run.h -- a table of records through the whole of linkage/, on several threads.
 *
 * Floor 4, friends only: link_files.c fills the table from files; whoever has records fills one
 * likewise.
 */
#ifndef APP_LINK_RUN_H
#define APP_LINK_RUN_H

#include "linkage/link_decide.h"

enum { LINK_THREADS_MAX = 64 };

typedef struct LinkRun {
    const LinkTable *table;
    int64_t threads;
    LinkLevels levels[LINK_COMPARISON_MAX];
    LinkBlocks blocks[LINK_RULE_MAX];
    LinkModel model;
    LinkJob job;
    uint64_t *counts; /* by pattern: each pair once */
    LinkPairs pairs;  /* those that are kept, in an order that no thread decides */
} LinkRun;

/* The spec of that file, and its bytes; empty: people in Vietnam (data/linkage/person.yaml). */
Status link_run_spec(Ctx *ctx, Str path, const LinkSpec **ret_spec, Str *ret_bytes) MUST_CHECK;
/* The model only: u, m, prior, weights. Enough to explain a pair. */
Status link_run_train(Ctx *ctx, const LinkTable *table, int64_t threads,
                      LinkRun *ret_run) MUST_CHECK;
/* Behind it: all pairs scored. */
Status link_run_score(Ctx *ctx, LinkRun *run) MUST_CHECK;

#endif
