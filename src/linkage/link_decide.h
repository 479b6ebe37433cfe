/*
 * link_decide.h -- from pairs that may match to persons.
 *
 * Floor 2, linkage. Pure and deterministic.
 *
 * Within one file: records that are joined by pairs fall into components, and each component is
 * taken apart again by average linkage on the bits of all its pairs, also of those that no rule
 * looked at: a chain of likely pairs joins nobody whose other pairs speak against it. Between two
 * files: each record keeps its best partner when that is likely enough, better than the second by a
 * margin, and has it as its own best; what is left over in conflict is for people.
 */
#ifndef LINKAGE_LINK_DECIDE_H
#define LINKAGE_LINK_DECIDE_H

#include "linkage/link_score.h"

typedef struct LinkClusters {
    uint32_t *of; /* by record: the first record of its cluster */
    uint32_t cluster_count;
    uint32_t largest;
    uint32_t taken_apart; /* components that were not one cluster */
    uint32_t tightened;   /* components too large to be compared all with all at the first bound */
} LinkClusters;

/* Joins what the spec calls a match. `pairs` in any order; it is left as it was. */
Status link_cluster(Ctx *ctx, const LinkJob *job, const LinkPairs *pairs,
                    LinkClusters *ret_clusters) MUST_CHECK;

/* Why a left record has its partner, or none. */
typedef enum LinkOutcome {
    LINK_NONE = 0, /* nobody likely enough */
    LINK_MATCHED = 1,
    LINK_NEAR_TIE = 2, /* the second is within the margin: for people */
    LINK_CONTESTED = 3 /* its best partner has a better one */
} LinkOutcome;

typedef struct LinkChoice {
    LinkOutcome outcome;
    size_t best; /* index of the pair; meaningless for LINK_NONE */
} LinkChoice;

/* By left record. */
Status link_choose(Ctx *ctx, const LinkJob *job, const LinkPairs *pairs,
                   LinkChoice **ret_choices) MUST_CHECK;

#endif
