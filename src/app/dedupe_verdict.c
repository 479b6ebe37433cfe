/* What a person says about a pair, and the payments that wait because of it. */
#include "app/dedupe.h"

#include "app/register_values.h"

enum { REASON_BYTES_LEAST = 5, REASON_BYTES_MOST = 1000 };

static const Str HOLD_REASON = {"DUPLICATE_CONFIRMED", sizeof "DUPLICATE_CONFIRMED" - 1};

typedef struct Pair {
    int64_t person_id; /* the smaller id */
    int64_t other_person_id;
    int64_t pair_id; /* 0 = not in the queue */
    int64_t held_person_id;
} Pair;

static Status pair_read(Ctx *ctx, Db *db, const DedupeVerdict *verdict, Pair *ret_pair) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    int64_t a = verdict->person_id;
    int64_t b = verdict->other_person_id;
    Pair pair = {.person_id = a < b ? a : b, .other_person_id = a < b ? b : a};
    TRY(db_query(ctx, db, SQL_DEDUPE_PAIR_BY_KEY,
                 DB_PARAMS(DB_I(pair.person_id), DB_I(pair.other_person_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        pair.pair_id = db_int64(cursor, 0);
        pair.held_person_id = db_int64(cursor, 2);
    }
    *ret_pair = pair;
    return OK;
}

/* Day of the right and day of the decision as one number; no live right comes last. */
static Status right_begins(Ctx *ctx, Db *db, int64_t person_id, int64_t *ret_when) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_ENROLMENT_FIRST, DB_PARAMS(DB_I(person_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    *ret_when = has_row ? db_int64(cursor, 0) * 100000000 + db_int64(cursor, 1) : INT64_MAX;
    return OK;
}

/* Who is held stays held; else the record with the later right, of two equal ones the later one. */
static Status held_choose(Ctx *ctx, Db *db, const Pair *pair, int64_t *ret_person_id) {
    int64_t first = 0;
    int64_t second = 0;
    if (pair->held_person_id != 0) {
        *ret_person_id = pair->held_person_id;
        return OK;
    }
    TRY(right_begins(ctx, db, pair->person_id, &first));
    TRY(right_begins(ctx, db, pair->other_person_id, &second));
    *ret_person_id = first > second ? pair->person_id : pair->other_person_id;
    return OK;
}

static Status hold_find(Ctx *ctx, Db *db, int64_t person_id, int64_t *ret_hold_id) {
    return db_query_int64(ctx, db, SQL_HOLD_OPEN, DB_PARAMS(DB_I(person_id), DB_T(HOLD_REASON)), 0,
                          ret_hold_id);
}

static Status hold_begin(Ctx *ctx, Db *db, int64_t person_id, int64_t change_seq,
                         bool *ret_placed) {
    int64_t hold_id = 0;
    TRY(hold_find(ctx, db, person_id, &hold_id));
    *ret_placed = hold_id == 0;
    if (hold_id != 0) {
        return OK; /* another verdict holds the same person */
    }
    TRY(db_take_ids(ctx, db, STR("hold"), 1, &hold_id));
    return db_exec(ctx, db, SQL_HOLD_INSERT,
                   DB_PARAMS(DB_I(person_id), DB_I(hold_id), DB_T(HOLD_REASON), DB_I(change_seq)),
                   NULL);
}

/* After the pair has let go of the person: lifted unless another one holds on. */
static Status hold_end(Ctx *ctx, Db *db, int64_t person_id, int64_t change_seq, bool *ret_lifted) {
    int64_t pair_count = 0;
    int64_t hold_id = 0;
    TRY(db_query_int64(ctx, db, SQL_DEDUPE_HELD_COUNT, DB_PARAMS(DB_I(person_id)), 0, &pair_count));
    TRY(hold_find(ctx, db, person_id, &hold_id));
    bool lifts = pair_count == 0 && hold_id != 0;
    *ret_lifted = lifts;
    if (!lifts) {
        return OK;
    }
    return db_exec(ctx, db, SQL_HOLD_SET_LIFTED,
                   DB_PARAMS(DB_I(person_id), DB_I(hold_id), DB_I(change_seq)), NULL);
}

/* The pair in its new state; one that no search has found is made here. */
static Status pair_write(Ctx *ctx, Db *db, Pair *pair, const DedupeVerdict *verdict,
                         int64_t change_seq) {
    DbValue held = db_int_or_null(pair->held_person_id != 0, pair->held_person_id);
    if (pair->pair_id != 0) {
        return db_exec(ctx, db, SQL_DEDUPE_PAIR_SET_STATE,
                       DB_PARAMS(DB_I(pair->person_id), DB_I(pair->other_person_id),
                                 DB_I(verdict->verdict), held),
                       NULL);
    }
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_take_ids(ctx, db, STR("dedupe_pair"), 1, &pair->pair_id));
    TRY(db_bulk_open(ctx, db, SQL_DEDUPE_PAIR_INSERT, &bulk));
    TRY(db_bulk_add(ctx, bulk,
                    DB_PARAMS(DB_I(pair->person_id), DB_I(pair->other_person_id),
                              DB_I(pair->pair_id), DB_N, DB_N, DB_T(STR("")),
                              DB_I(verdict->verdict), held, DB_I(change_seq))));
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status verdict_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const DedupeVerdict *verdict = arg;
    Pair pair;
    int64_t other_area_id = 0;
    int64_t verdict_no = 0;
    bool placed = false;
    bool lifted = false;
    TRY(db_query_int64(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(verdict->other_person_id)), 0,
                       &other_area_id));
    TRY(right_require(ctx, app->db, RIGHT_REGISTER_WRITE, other_area_id));
    TRY(pair_read(ctx, app->db, verdict, &pair));
    int64_t held_before = pair.held_person_id;
    if (verdict->verdict == PAIR_SAME) {
        TRY(held_choose(ctx, app->db, &pair, &pair.held_person_id));
    } else {
        pair.held_person_id = 0;
    }
    TRY(pair_write(ctx, app->db, &pair, verdict, change_seq));
    TRY(db_query_int64(ctx, app->db, SQL_DEDUPE_VERDICT_COUNT,
                       DB_PARAMS(DB_I(pair.person_id), DB_I(pair.other_person_id)), 0,
                       &verdict_no));
    verdict_no++;
    TRY(db_exec(ctx, app->db, SQL_DEDUPE_VERDICT_INSERT,
                DB_PARAMS(DB_I(pair.person_id), DB_I(pair.other_person_id), DB_I(verdict_no),
                          DB_I(verdict->verdict),
                          db_int_or_null(pair.held_person_id != 0, pair.held_person_id),
                          DB_T(str_trim(verdict->reason)), DB_I(change_seq)),
                NULL));
    reply_add_int(reply, "pair_id", pair.pair_id);
    reply_add_int(reply, "verdict_no", verdict_no);
    reply_add_int(reply, "held_person_id", pair.held_person_id);
    if (pair.held_person_id != 0) {
        TRY(hold_begin(ctx, app->db, pair.held_person_id, change_seq, &placed));
    } else if (held_before != 0) {
        TRY(hold_end(ctx, app->db, held_before, change_seq, &lifted));
    }
    reply_add_int(reply, "hold_placed", placed);
    reply_add_int(reply, "hold_lifted", lifted);
    return OK;
}

Status dedupe_verdict(Ctx *ctx, App *app, const DedupeVerdict *verdict, Reply *ret_reply) {
    Str input;
    Str reason = str_trim(verdict->reason);
    int64_t area_id = 0;
    int64_t other_area_id = 0;
    if (verdict->person_id == verdict->other_person_id) {
        return ctx_fail(ctx, E_DEDUPE_ONE_PERSON, "%lld", (long long)verdict->person_id);
    }
    if (reason.len < REASON_BYTES_LEAST || reason.len > REASON_BYTES_MOST) {
        return ctx_fail(ctx, E_DEDUPE_REASON, "%s", "");
    }
    if (verdict->verdict < PAIR_SAME || verdict->verdict > PAIR_UNDECIDED) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx_say(ctx, "kết luận: same, different hoặc undecided",
                                "a verdict is same, different or undecided"));
    }
    TRY(register_person_area(ctx, app, verdict->person_id, &area_id));
    TRY(register_person_area(ctx, app, verdict->other_person_id, &other_area_id));
    TRY(ctx_print(ctx, &input, "%lld %lld %d %.*s", (long long)verdict->person_id,
                  (long long)verdict->other_person_id, (int)verdict->verdict, STR_ARG(reason)));
    UseCase use_case = {"dedupe_verdict", RIGHT_REGISTER_WRITE, area_id, input};
    return app_write(ctx, app, &use_case, verdict_in_tx, verdict, ret_reply);
}
