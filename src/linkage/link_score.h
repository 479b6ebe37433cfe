/*
 * link_score.h -- going through the pairs: counting their patterns, and keeping those that may
 * match.
 *
 * Floor 2, linkage. Pure. The pairs of all rules are cut into parts of about equal work, the same
 * parts whatever the number of threads; each part is one call, with a Ctx and an arena of its own,
 * and parts may run at once. Whoever joins the parts in their order has the same result each time.
 */
#ifndef LINKAGE_LINK_SCORE_H
#define LINKAGE_LINK_SCORE_H

#include "linkage/link_block.h"
#include "linkage/link_model.h"

enum { LINK_KERNEL_SCALAR = 0, LINK_KERNEL_AVX2 = 1, LINK_KERNEL_AVX512 = 2 };

typedef struct LinkSlice {
    int32_t rule;
    uint32_t first_block; /* from 1 */
    uint32_t last_block;
} LinkSlice;

typedef struct LinkJob {
    const LinkTable *table;
    const LinkLevels *levels; /* by comparison */
    const LinkModel *model;
    const LinkBlocks *blocks; /* by rule */
    LinkSlice *slices;
    size_t slice_count;
    int kernel; /* the widest that this machine has, or what a test asks for */
} LinkJob;

/* A pair that may match. */
typedef struct LinkPair {
    uint32_t a; /* records; a < b */
    uint32_t b;
    uint32_t pattern;
    double bits; /* prior and rare values included */
} LinkPair;

typedef struct LinkPairs {
    LinkPair *pairs;
    size_t count;
    size_t room;
    uint64_t looked_at; /* each pair once */
} LinkPairs;

Status link_job_new(Ctx *ctx, const LinkTable *table, const LinkLevels *levels,
                    const LinkBlocks *blocks, LinkJob *ret_job) MUST_CHECK;
int link_kernel_widest(void);
/*
 * Patterns of one slice: of all its pairs in `rule_counts`, and in `once_counts` of those that no
 * earlier rule has. Either may be NULL. Counts are added to.
 */
Status link_job_count(Ctx *ctx, const LinkJob *job, size_t slice, uint64_t *rule_counts,
                      uint64_t *once_counts) MUST_CHECK;
/*
 * Pairs of one slice that are at least as likely as the spec keeps, in the order in which they
 * come; the patterns of all its pairs are added to `once_counts`, which may be NULL.
 */
Status link_job_score(Ctx *ctx, const LinkJob *job, size_t slice, uint64_t *once_counts,
                      LinkPairs *ret_pairs) MUST_CHECK;
/* The pattern of any two records. */
uint32_t link_pattern_of(const LinkJob *job, uint32_t a, uint32_t b);

#endif
