/*
 * result.h -- inside of result_load: chunks of rows, the attempts they name, what they do.
 *
 * Floor 4, friends only.
 *
 *   result_load.c   the use case: identity of the file, counts, the one posting
 *   result_match.c  chunks of rows beside ordered streams of attempts, events and allocations
 *   result_apply.c  one row against one attempt: event, freed allocations, cases, holds, suspense
 */
#ifndef APP_RESULT_H
#define APP_RESULT_H

#include "app/app.h"
#include "codec/result_row.h"
#include "ledger/txn.h"
#include "payment/reason.h"
#include "payment/state.h"

enum { RESULT_CHUNK_ROWS = 65536, RESULT_ALLOCATION_MAX = 128, SHARD_ANY = -1 };

/* A row of the file, as much as is needed after it has passed by. Text lies in the chunk's own
 * arena. */
typedef struct ChunkRow {
    int64_t attempt_id; /* 0 = the id is not one of ours */
    int64_t shard;
    int64_t row_no;
    int64_t amount_dong;
    ResultOutcome outcome;
    ResultEntryKind entry_kind;
    Reason reason;
    Str end_to_end_id;
    Str text;
} ChunkRow;

typedef struct MatchedAllocation {
    int64_t obligation_id;
    int64_t attempt_no;
    int64_t amount_dong;
    int64_t area_id;
    int64_t programme_id;
} MatchedAllocation;

/* An attempt as the rows find it; moves on with each event applied. */
typedef struct MatchedAttempt {
    int64_t attempt_id;
    int64_t person_id;
    int64_t account_id;
    int64_t amount_dong;
    int64_t event_no; /* of the last event; 0 = none */
    AttemptState state;
    uint32_t taken_events;   /* attempt_event_bit() of those that moved it: a repeat for ever */
    uint32_t untaken_events; /* of those that did not fit its state: a repeat while it stays */
    size_t allocation_count;
    MatchedAllocation allocations[RESULT_ALLOCATION_MAX];
} MatchedAttempt;

/* The batch that rows speak of, read once for each run of rows. */
typedef struct MatchedBatch {
    int64_t batch_id;
    int64_t provider_id; /* 0 = there is no such batch */
    AttemptState state;
} MatchedBatch;

typedef struct ResultJob {
    App *app;
    int64_t change_seq;
    int64_t provider_id;
    int64_t result_id;
    int64_t txn_id;
    int64_t programme_id; /* of the first allocation met; the head of the posting */
    int64_t home_area_id;
    int64_t today;
    int64_t fiscal_base; /* latest period of the batches spoken of: postings follow their release */
    PostingSet postings;
    DbBulk *events;
    DbBulk *freed;
    DbBulk *suspense;
    DbBulk *cases;
    /* counts */
    int64_t row_count;
    int64_t applied_count;
    int64_t repeated_count;
    int64_t suspended_count;
    int64_t paid_count;
    int64_t paid_dong;
    int64_t rejected_count;
    int64_t returned_count;
    int64_t case_count;
    int64_t applied_dong;
} ResultJob;

/* Opens the bulks of a chunk, and writes and closes them: later chunks must see what this one
 * wrote. */
Status result_bulks_open(Ctx *ctx, ResultJob *job) MUST_CHECK;
Status result_bulks_finish(Ctx *ctx, ResultJob *job) MUST_CHECK;
void result_bulks_discard(ResultJob *job);

/* Notes an event that is stored and what it did; repeats are told by it. */
void result_note_event(MatchedAttempt *attempt, AttemptEvent event, AttemptState from,
                       AttemptState to);

/* Applies a chunk: sorts it by attempt, reads what it names in order, applies row by row. */
Status result_match_chunk(Ctx *ctx, ResultJob *job, ChunkRow *rows, size_t count) MUST_CHECK;

Status result_apply_row(Ctx *ctx, ResultJob *job, const MatchedBatch *batch,
                        MatchedAttempt *attempt, const ChunkRow *row) MUST_CHECK;
/* The row goes to suspense with a reason and an owner (R2); never away. */
Status result_suspend_row(Ctx *ctx, ResultJob *job, const ChunkRow *row, Reason reason) MUST_CHECK;

#endif
