/*
 * dedupe.h -- use cases about persons who may stand in the register twice: search, queue, verdict.
 *
 * Floor 4. The engine proposes, people decide. A verdict outranks the engine and survives every
 * later search; the last one about a pair counts, all are kept. "Same" holds the payments of the
 * later record under DUPLICATE_CONFIRMED and deletes nobody; any other verdict lets them go on,
 * unless another verdict holds the same person.
 */
#ifndef APP_DEDUPE_H
#define APP_DEDUPE_H

#include "app/app.h"
#include "app/lists.h"
#include "app/table.h"

typedef enum PairState {
    PAIR_WAITING = 0,
    PAIR_SAME = 1, /* these three are the last verdict */
    PAIR_DIFFERENT = 2,
    PAIR_UNDECIDED = 3,
    PAIR_GONE = 4, /* waited, and the last search did not find it any more */
    PAIR_ANY = 9   /* of lists only */
} PairState;

typedef struct DedupeRun {
    int64_t area_id;
    Str spec_path;        /* empty: data/linkage/person.yaml */
    int64_t review_ppm;   /* least probability of what is queued, in millionths */
    int64_t threads;      /* 0: as many as the machine has */
    int64_t memory_bytes; /* at most, for the records and their pairs */
} DedupeRun;

/*
 * ansinh dedupe run: everybody of the area against everybody. Records are read under one snapshot,
 * compared outside of any transaction, and the pairs go in with one. Numbers of the register are
 * opened in memory only. Over the same records, threshold and spec nothing is added.
 *
 * Reply: run_id, record_count, pair_count (looked at), found_count, new_count, implied_count
 * (decided by what was said of others), gone_count, repeated (1: nothing had changed).
 * E_RIGHT_MISSING  E_LINK_SPEC  E_LINK_DATA  E_LINK_SIZE  E_MEMORY_LIMIT
 */
Status dedupe_run(Ctx *ctx, App *app, const DedupeRun *run, Reply *ret_reply) MUST_CHECK;

typedef struct DedupeVerdict {
    int64_t person_id;
    int64_t other_person_id; /* in either order; the engine need not have found them */
    PairState verdict;       /* PAIR_SAME, PAIR_DIFFERENT or PAIR_UNDECIDED */
    Str reason;              /* what it rests on */
} DedupeVerdict;

/*
 * ansinh dedupe verdict. Needs the right to write where either lives. Of two records the one with
 * the later right is held; one without a live right counts as later.
 *
 * Reply: pair_id, verdict_no, held_person_id, hold_placed, hold_lifted.
 * E_DEDUPE_ONE_PERSON  E_DEDUPE_REASON  E_PERSON_UNKNOWN  E_RIGHT_MISSING
 */
Status dedupe_verdict(Ctx *ctx, App *app, const DedupeVerdict *verdict,
                      Reply *ret_reply) MUST_CHECK;

/* Searches, newest first, with their figures. */
Status dedupe_list_runs(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* Pairs in a state; a page begins after a pair_id. Pairs that reach out of the area are left out.
 */
Status dedupe_queue(Ctx *ctx, App *app, const Page *page, PairState state,
                    const TableOut *out) MUST_CHECK;
/* Three tables: the two records, what speaks for and against, the verdicts. E_NOT_FOUND */
Status dedupe_show(Ctx *ctx, App *app, int64_t pair_id, const TableOut *out) MUST_CHECK;

#endif
