/*
 * The list of a month in one pass: seven streams in person order, read side by side (a merge join
 * in C), so that four million persons need the memory of one.
 *
 * P1 the key of the run and of each obligation stands in the schema. P3 everybody with a right in
 * the month is counted, and is either obligated or held with a reason. P4 each person whose sum
 * differs from the month before has one reason.
 */
#include "app/payroll_run.h"

#include "app/setup.h"
#include "store/ledger_store.h"

enum { WHOLE_TREE = INT32_MAX, KIND_MONTHLY = 1 };

static Status run_find_area(Ctx *ctx, PayrollRun *run) {
    run->tree_from = 0;
    run->tree_to = WHOLE_TREE;
    if (run->key->area_id == 0) {
        return OK;
    }
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, run->app->db, SQL_AREA_BY_ID, DB_PARAMS(DB_I(run->key->area_id)),
                     &cursor));
    run->tree_from = db_int64(cursor, 3);
    run->tree_to = db_int64(cursor, 4);
    return OK;
}

/*
 * Pins the rules (P4): the law files, and how many of their rows are known today. A decree that
 * comes into force between two runs changes the law for the second, and what it pays back is
 * found by looking back.
 */
static void run_pin_law(PayrollRun *run) {
    DigestState state;
    digest_init(&state);
    digest_add_text(&state, law_book_hash(run->app->law));
    digest_add_int64(&state, law_known_rows(run->app->law, run->today));
    digest_final(&state, run->law_hash);
}

static Str run_law_hash(const PayrollRun *run) {
    return (Str){(const char *)run->law_hash, DIGEST_BYTES};
}

static Status run_find_previous(Ctx *ctx, PayrollRun *run) {
    Db *db = run->app->db;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query_int64(ctx, db, SQL_PAYROLL_FIRST_PERIOD,
                       DB_PARAMS(DB_I(run->key->programme_id), DB_I(run->key->area_id)), 0,
                       &run->first_period));
    if (run->first_period == 0) {
        run->first_period = run->key->period;
    }
    if (run->key->kind != KIND_MONTHLY) {
        return OK; /* a supplement stands beside the month's run; it has no month before it */
    }
    TRY(db_query(
        ctx, db, SQL_PAYROLL_PREVIOUS,
        DB_PARAMS(DB_I(run->key->programme_id), DB_I(run->key->area_id), DB_I(run->key->period)),
        &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (has_row) {
        run->previous_payroll_id = db_int64(cursor, 0);
        run->previous_seq = db_int64(cursor, 1);
        run->law_changed = !str_equal(db_str(cursor, 2), run_law_hash(run));
        run->previous_dong = db_int64(cursor, 3);
    }
    return OK;
}

static Status run_begin(Ctx *ctx, PayrollRun *run) {
    Db *db = run->app->db;
    const PayrollKey *key = run->key;
    int64_t there = 0;
    PeriodState state = PERIOD_OPEN;
    TRY(db_query_int64(
        ctx, db, SQL_PAYROLL_BY_KEY,
        DB_PARAMS(DB_I(key->programme_id), DB_I(key->area_id), DB_I(key->period), DB_I(key->kind)),
        0, &there));
    if (there != 0) {
        return ctx_fail(ctx, E_PAYROLL_EXISTS, "payroll %lld", (long long)there);
    }
    TRY(ledger_period_state(ctx, db, key->programme_id, key->period, &state));
    if (state != PERIOD_OPEN) {
        return ctx_fail(ctx, E_PAYROLL_PERIOD_CLOSED, "%lld", (long long)key->period);
    }
    TRY(run_find_area(ctx, run));
    TRY(run_find_previous(ctx, run));
    TRY(db_take_ids(ctx, db, STR("payroll"), 1, &run->payroll_id));
    TRY(db_exec(ctx, db, SQL_PAYROLL_INSERT,
                DB_PARAMS(DB_I(run->payroll_id), DB_I(key->programme_id), DB_I(key->area_id),
                          DB_I(key->period), DB_I(key->kind), DB_B(run_law_hash(run)),
                          DB_I(run->previous_dong),
                          db_int_or_null(run->previous_payroll_id != 0, run->previous_payroll_id),
                          DB_I(ctx->user_id), DB_I(run->change_seq)),
                NULL));
    TRY(db_bulk_open(ctx, db, SQL_OBLIGATION_INSERT, &run->obligations));
    TRY(db_bulk_open(ctx, db, SQL_PAYROLL_DIFFERENCE_INSERT, &run->differences));
    TRY(db_bulk_open(ctx, db, SQL_PAYROLL_HELD_INSERT, &run->held));
    TRY(db_bulk_open(ctx, db, SQL_PAYMENT_CASE_INSERT, &run->cases));
    TRY(db_bulk_open(ctx, db, SQL_CLAIM_MONTH_INSERT, &run->claim_months));
    TRY(db_bulk_open(ctx, db, SQL_RECOVERY_DEDUCTION_INSERT, &run->deductions));
    payroll_digest_init(&run->digest);
    digest_init(&run->inputs);
    return run_streams_open(ctx, run);
}

static Status run_persons(Ctx *ctx, PayrollRun *run, RunPerson *person) {
    int64_t seen = 0;
    for (;;) { /* ends: every stream only moves forward */
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(run_next_person(ctx, run, person));
        if (person->person_id == INT64_MAX) {
            return OK;
        }
        TRY(run_person(ctx, run, person));
        arena_rewind(ctx->arena, mark);
        if (++seen % 65536 == 0) {
            ctx_progress(ctx, "payroll_compute", seen, 0);
        }
    }
}

static Status run_seal(Ctx *ctx, PayrollRun *run, Reply *reply) {
    Db *db = run->app->db;
    uint8_t digest[DIGEST_BYTES];
    uint8_t inputs[DIGEST_BYTES];
    char hex[DIGEST_HEX_CHARS + 1];
    Str hex_str;
    TRY(db_bulk_finish(ctx, &run->obligations, NULL));
    TRY(db_bulk_finish(ctx, &run->differences, NULL));
    TRY(db_bulk_finish(ctx, &run->held, NULL));
    TRY(db_bulk_finish(ctx, &run->cases, NULL));
    TRY(db_bulk_finish(ctx, &run->claim_months, NULL));
    TRY(db_bulk_finish(ctx, &run->deductions, NULL));
    payroll_digest_final(&run->digest, digest);
    digest_final(&run->inputs, inputs);
    hex_write(digest, DIGEST_BYTES, hex);
    TRY(ctx_copy_str(ctx, str_of(hex), &hex_str));
    int64_t obligated_count = run->eligible_count - run->held_count;
    TRY(db_exec(ctx, db, SQL_PAYROLL_SEAL,
                DB_PARAMS(DB_I(run->payroll_id), DB_B(((Str){(char *)inputs, DIGEST_BYTES})),
                          DB_B(((Str){(char *)digest, DIGEST_BYTES})), DB_I(run->eligible_count),
                          DB_I(obligated_count), DB_I(run->held_count),
                          DB_I(run->digest.line_count), DB_I(run->digest.total_dong)),
                NULL));
    reply_add_int(reply, "payroll_id", run->payroll_id);
    reply_add_int(reply, "eligible_count", run->eligible_count);
    reply_add_int(reply, "obligated_count", obligated_count);
    reply_add_int(reply, "held_count", run->held_count);
    reply_add_int(reply, "line_count", run->digest.line_count);
    reply_add_int(reply, "total_dong", run->digest.total_dong);
    reply_add_int(reply, "withheld_dong", run->withheld_dong);
    reply_add_int(reply, "previous_dong", run->previous_dong);
    reply_add_int(reply, "difference_dong", run->digest.total_dong - run->previous_dong);
    reply_add_text(reply, "digest", hex_str);
    return OK;
}

static void run_discard(PayrollRun *run) {
    run_streams_close(run);
    db_bulk_discard(&run->obligations);
    db_bulk_discard(&run->differences);
    db_bulk_discard(&run->held);
    db_bulk_discard(&run->cases);
    db_bulk_discard(&run->claim_months);
    db_bulk_discard(&run->deductions);
}

static Status compute_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    PayrollRun *run = NULL;
    RunPerson *person = NULL;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, sizeof *run, (void **)&run));
    TRY(ctx_alloc(ctx, sizeof *person, (void **)&person));
    run->app = app;
    run->key = arg;
    run->change_seq = change_seq;
    run->today = ctx_today(ctx);
    run_pin_law(run);
    Status status = run_begin(ctx, run);
    if (status == OK) {
        status = run_persons(ctx, run, person);
    }
    run_streams_close(run);
    if (status == OK) {
        status = run_seal(ctx, run, reply);
    }
    run_discard(run);
    if (status != OK) {
        arena_rewind(ctx->arena, mark);
    }
    return status;
}

Status payroll_compute(Ctx *ctx, App *app, const PayrollKey *key, Reply *ret_reply) {
    Str input;
    if (key->kind < KIND_MONTHLY) {
        return ctx_fail(ctx, E_ARGUMENT, "kind %lld", (long long)key->kind);
    }
    TRY(ctx_print(ctx, &input, "%lld %lld %lld %lld", (long long)key->programme_id,
                  (long long)key->area_id, (long long)key->period, (long long)key->kind));
    UseCase use_case = {"payroll_compute", RIGHT_PAYROLL_MAKE, key->area_id, input};
    return app_write(ctx, app, &use_case, compute_in_tx, key, ret_reply);
}
