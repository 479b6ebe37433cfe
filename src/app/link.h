/*
 * link.h -- use cases of the linkage on files: who is in this list twice, who of this list is in
 * that one.
 *
 * Floor 4. No database and no right: files in, files out. The register's own search for duplicates
 * stands on link_run.h as well.
 */
#ifndef APP_LINK_H
#define APP_LINK_H

#include "app/app.h"
#include "app/table.h"

typedef struct LinkRequest {
    Str left_path;
    Str right_path; /* empty: within the left file */
    Str spec_path;  /* empty: people in Vietnam (data/linkage/person.yaml) */
    Str out_dir;
    int64_t threads;      /* 0: as many as the machine has */
    int64_t memory_bytes; /* at most, for all */
} LinkRequest;

/*
 * ansinh link dedupe, ansinh link match. Writes pairs.csv, clusters.csv or links.csv, patterns.tsv
 * and report.md into out_dir; the same bytes whatever the threads and the machine. Reply:
 * record_count, pair_count (looked at), kept_count, cluster_count or link_count, review_count.
 * E_LINK_SPEC  E_LINK_DATA  E_LINK_SIZE  E_MEMORY_LIMIT  E_CSV_SYNTAX
 */
Status link_files(Ctx *ctx, const LinkRequest *request, Reply *ret_reply) MUST_CHECK;

typedef struct LinkQuestion {
    Str left_id;
    Str right_id;
} LinkQuestion;
/* ansinh link explain: weight by weight. E_NOT_FOUND names the id. */
Status link_explain(Ctx *ctx, const LinkRequest *request, const LinkQuestion *question,
                    const TableOut *out) MUST_CHECK;

#endif
