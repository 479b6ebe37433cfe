/*
 * world.h -- the small tables, held in memory while the large ones stream by.
 */
#ifndef AUDIT_WORLD_H
#define AUDIT_WORLD_H

#include "db.h"

enum { DIGEST_SIZE = 32, CLAUSE_CODE_MAX = 48, NULL_ID = -1 };

typedef struct Change {
    int64_t change_seq;
    int64_t user_id;
    int64_t at_us;
} Change;

typedef struct Area {
    int64_t area_id;
    int64_t level;
    int64_t parent_area_id;
    int64_t tree_from;
    int64_t tree_to;
} Area;

typedef struct Payroll {
    int64_t payroll_id, programme_id, area_id, period, kind, state;
    unsigned char digest[DIGEST_SIZE];
    size_t digest_size;
    int64_t eligible_count, obligated_count, held_count, line_count, total_dong, previous_dong;
    int64_t previous_payroll_id; /* NULL_ID where there is none; so for the next ones */
    int64_t made_by, made_seq, approved_by, approved_seq, released_seq;
    int64_t commit_txn_id;
    int64_t difference_count; /* rows of payroll_difference */
} Payroll;

typedef struct Batch {
    int64_t batch_id, payroll_id, provider_id, channel, period, line_count, total_dong;
    unsigned char digest[DIGEST_SIZE];
    size_t digest_size;
    int64_t state;
    int64_t file_id; /* NULL_ID while unsealed */
    int64_t txn_id, recorded_seq;
    unsigned reached;     /* bit n: the batch has been in state n */
    int64_t to_state;     /* of its last step; 0 = no step */
    int64_t transit_dong; /* gathered from its attempts */
    bool in_scope;
} Batch;

typedef struct Clause {
    int64_t clause_id;
    char code[CLAUSE_CODE_MAX];
} Clause;

typedef struct Grant {
    int64_t user_id, area_id, valid_from, valid_to, recorded_seq, role;
} Grant;

typedef struct ResultFile {
    int64_t result_id, provider_id, quarantine_no, row_count, applied_count, repeated_count;
    int64_t suspended_count, applied_dong;
    int64_t event_count, event_dong; /* gathered from the events */
} ResultFile;

typedef struct ClosedPeriod {
    int64_t programme_id, period, state, posting_count, closed_seq;
    bool has_checkpoint;
    int64_t counted; /* postings found */
} ClosedPeriod;

#define TABLE(Type)                                                                                \
    struct {                                                                                       \
        Type *items;                                                                               \
        size_t count;                                                                              \
        size_t capacity;                                                                           \
    }

typedef struct World {
    TABLE(Change) changes;
    TABLE(Area) areas;
    TABLE(Payroll) payrolls; /* by period, programme, payroll_id */
    TABLE(Batch) batches;
    TABLE(Clause) clauses;
    TABLE(Grant) grants;
    TABLE(ResultFile) results;
    TABLE(ClosedPeriod) periods;
    bool legal[16][16][16]; /* from_state, event, to_state of attempt_transition */
} World;

/* Each table sorted by its id; a failure of the database shows in db_why(). */
void world_load(World *world, Db *db);
void world_done(World *world);

const Change *world_change(const World *world, int64_t change_seq);
const Area *world_area(const World *world, int64_t area_id);
Payroll *world_payroll(const World *world, int64_t payroll_id);
Batch *world_batch(const World *world, int64_t batch_id);
const Clause *world_clause(const World *world, int64_t clause_id);
ResultFile *world_result(const World *world, int64_t result_id);
ClosedPeriod *world_period(const World *world, int64_t programme_id, int64_t period);
/* The province of an area, on its own map; the area itself above that level. */
int64_t world_province(const World *world, int64_t area_id);
/* 0 and level 0 cover everything. */
bool world_area_covers(const World *world, int64_t area_id, int64_t inner_area_id);
/* Day (yyyymmdd) of an instant in Vietnam, UTC+7 without summer time. */
int64_t day_of_us(int64_t at_us);

#endif
