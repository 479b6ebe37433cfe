/*
 * Transactions of db/: refusals and what they doom, conflicts and their repetition, faults at every
 * statement, ids.
 */
#include "harness/db_harness.h"

#include "db/driver.h"

enum { PARENT = 7 };

static int64_t child_count(DbHarness *h) {
    int64_t count = -1;
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_query_int64(&h->ctx, h->db, SQL_CHILD_COUNT, DB_NO_PARAMS, -1, &count));
    harness_rollback(h);
    return count;
}

typedef struct Refusal {
    Status status;
    SqlId id;
    DbValue params[5];
    size_t count;
} Refusal;

static void a_refused_row_is_named_and_dooms_the_transaction(DbEngine engine) {
    const Refusal refusals[] = {
        {E_DB_UNIQUE, SQL_CHILD_INSERT, {DB_I(1), DB_I(PARENT), DB_I(1), DB_N, DB_N}, 5},
        {E_DB_UNIQUE, SQL_PARENT_INSERT, {DB_I(8), DB_T(STR("semi;colon -- no comment"))}, 2},
        {E_DB_FOREIGN, SQL_CHILD_INSERT, {DB_I(2), DB_I(99), DB_I(1), DB_N, DB_N}, 5},
        {E_DB_CHECK, SQL_CHILD_INSERT, {DB_I(2), DB_I(PARENT), DB_I(13), DB_N, DB_N}, 5},
    };
    DbHarness *h = harness_open(engine);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        const Refusal *r = &refusals[i];
        harness_begin(h);
        ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_CHILD_INSERT,
                                   DB_PARAMS(DB_I(1), DB_I(PARENT), DB_I(1), DB_N, DB_N), NULL));
        ASSERT_STATUS(&h->ctx, r->status,
                      db_exec(&h->ctx, h->db, r->id, r->params, r->count, NULL));
        /* Neither another statement nor the commit may pass now. */
        ASSERT_STATUS(&h->ctx, r->status,
                      db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), NULL));
        ASSERT_STATUS(&h->ctx, r->status, db_commit(&h->ctx, h->db));
        harness_rollback(h);
        assert_int_equal(child_count(h), 0);
    }
    harness_close(&h);
}
BOTH_ENGINES(a_refused_row_is_named_and_dooms_the_transaction)

static void a_bulk_is_refused_like_a_statement(DbEngine engine) {
    static const struct {
        Status status;
        int64_t child_id, parent_id, amount_dong;
    } ROWS[] = {{E_DB_UNIQUE, 1, PARENT, 1}, {E_DB_FOREIGN, 2, 99, 1}, {E_DB_CHECK, 2, PARENT, 13}};
    DbHarness *h = harness_open(engine);
    for (int i = 0; i < 3; i++) {
        CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
        harness_begin(h);
        ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_CHILD_BULK, &bulk));
        ASSERT_OK(&h->ctx, db_bulk_add(&h->ctx, bulk,
                                       DB_PARAMS(DB_I(1), DB_I(PARENT), DB_I(1), DB_N, DB_N)));
        Status status = db_bulk_add(&h->ctx, bulk,
                                    DB_PARAMS(DB_I(ROWS[i].child_id), DB_I(ROWS[i].parent_id),
                                              DB_I(ROWS[i].amount_dong), DB_N, DB_N));
        if (status == OK) { /* PostgreSQL sees it when the chunk arrives */
            status = db_bulk_finish(&h->ctx, &bulk, NULL);
        }
        assert_int_equal(status, ROWS[i].status);
        ASSERT_STATUS(&h->ctx, ROWS[i].status, db_bulk_finish(&h->ctx, &bulk, NULL));
        db_bulk_discard(&bulk);
        ASSERT_STATUS(&h->ctx, ROWS[i].status, db_commit(&h->ctx, h->db));
        harness_rollback(h);
        assert_int_equal(child_count(h), 0);
    }
    harness_close(&h);
}
BOTH_ENGINES(a_bulk_is_refused_like_a_statement)

static void what_is_left_open_stops_the_commit(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    CLEANUP(db_cursor_close) DbCursor *rows = NULL;
    bool has_row = false;
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_CHILD_BULK, &bulk));
    ASSERT_OK(&h->ctx,
              db_bulk_add(&h->ctx, bulk, DB_PARAMS(DB_I(1), DB_I(PARENT), DB_I(1), DB_N, DB_N)));
    ASSERT_STATUS(&h->ctx, E_BUG, db_commit(&h->ctx, h->db));
    harness_rollback(h);
    ASSERT_STATUS(&h->ctx, E_BUG, db_bulk_finish(&h->ctx, &bulk, NULL));
    db_bulk_discard(&bulk);
    assert_int_equal(child_count(h), 0);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, SQL_PARENT_LIST, DB_NO_PARAMS, &rows));
    ASSERT_STATUS(&h->ctx, E_BUG, db_commit(&h->ctx, h->db));
    harness_rollback(h);
    ASSERT_STATUS(&h->ctx, E_BUG, db_next(&h->ctx, rows, &has_row));
    db_cursor_close(&rows);
    harness_begin(h);
    harness_commit(h);
    harness_close(&h);
}
BOTH_ENGINES(what_is_left_open_stops_the_commit)

static Status write_one(Ctx *ctx, Db *db, const void *arg) {
    (void)arg;
    return db_exec(ctx, db, SQL_CHILD_INSERT, DB_PARAMS(DB_I(1), DB_I(PARENT), DB_I(1), DB_N, DB_N),
                   NULL);
}

static Status write_and_refuse(Ctx *ctx, Db *db, const void *arg) {
    TRY(write_one(ctx, db, arg));
    return ctx_fail(ctx, E_ARGUMENT, "on purpose");
}

static Status write_and_hide_a_failure(Ctx *ctx, Db *db, const void *arg) {
    TRY(write_one(ctx, db, arg));
    Status ignored = write_one(ctx, db, arg);
    (void)ignored;
    return OK;
}

static void work_commits_or_leaves_nothing(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    ASSERT_STATUS(&h->ctx, E_ARGUMENT, db_write(&h->ctx, h->db, write_and_refuse, NULL));
    assert_int_equal(child_count(h), 0);
    ASSERT_STATUS(&h->ctx, E_DB_UNIQUE, db_write(&h->ctx, h->db, write_and_hide_a_failure, NULL));
    assert_int_equal(child_count(h), 0);
    ASSERT_STATUS(&h->ctx, E_BUG, db_read(&h->ctx, h->db, write_one, NULL));
    assert_int_equal(child_count(h), 0);
    ASSERT_OK(&h->ctx, db_write(&h->ctx, h->db, write_one, NULL));
    assert_int_equal(child_count(h), 1);
    harness_close(&h);
}
BOTH_ENGINES(work_commits_or_leaves_nothing)

static Status work_in_work(Ctx *ctx, Db *db, const void *arg) {
    return db_write(ctx, db, write_one, arg);
}

static void a_transaction_holds_no_other(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    ASSERT_STATUS(&h->ctx, E_BUG, db_write(&h->ctx, h->db, work_in_work, NULL));
    assert_int_equal(child_count(h), 0);
    harness_close(&h);
}
BOTH_ENGINES(a_transaction_holds_no_other)

/* ---- conflicts ---- */

typedef struct Race {
    DbHarness *other; /* a second connection, or NULL */
    int *runs;
    int lost; /* how many runs end in a conflict */
} Race;

static Status always_lose(Ctx *ctx, Db *db, const void *arg) {
    const Race *race = arg;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, 1 << 20, &memory)); /* given back before the next try */
    TRY(write_one(ctx, db, NULL));
    (*race->runs)++;
    return *race->runs <= race->lost ? ctx_fail(ctx, E_DB_CONFLICT, "on purpose") : OK;
}

static void a_lost_race_runs_again_but_ten_times_at_most(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int runs = 0;
    Race race = {NULL, &runs, 100};
    size_t used = arena_used(h->ctx.arena);
    ASSERT_STATUS(&h->ctx, E_DB_CONFLICT, db_write(&h->ctx, h->db, always_lose, &race));
    assert_int_equal(runs, 10);
    assert_int_equal(child_count(h), 0);
    assert_true(arena_used(h->ctx.arena) < used + (2 << 20));
    runs = 0;
    race.lost = 9;
    ASSERT_OK(&h->ctx, db_write(&h->ctx, h->db, always_lose, &race));
    assert_int_equal(runs, 10);
    assert_int_equal(child_count(h), 1);
    harness_close(&h);
}
BOTH_ENGINES(a_lost_race_runs_again_but_ten_times_at_most)

/* Reads all children, lets the other connection write one, writes one: a write skew. */
static Status read_then_write(Ctx *ctx, Db *db, const void *arg) {
    const Race *race = arg;
    int64_t count = 0;
    TRY(db_query_int64(ctx, db, SQL_CHILD_COUNT, DB_NO_PARAMS, -1, &count));
    if ((*race->runs)++ == 0) {
        int64_t seen = 0;
        harness_begin(race->other);
        ASSERT_OK(&race->other->ctx, db_query_int64(&race->other->ctx, race->other->db,
                                                    SQL_CHILD_COUNT, DB_NO_PARAMS, -1, &seen));
        ASSERT_OK(&race->other->ctx,
                  db_exec(&race->other->ctx, race->other->db, SQL_CHILD_INSERT,
                          DB_PARAMS(DB_I(100), DB_I(PARENT), DB_I(seen), DB_N, DB_N), NULL));
        harness_commit(race->other);
    }
    return db_exec(ctx, db, SQL_CHILD_INSERT,
                   DB_PARAMS(DB_I(200), DB_I(PARENT), DB_I(count), DB_N, DB_N), NULL);
}

static void postgres_serialises_and_the_loser_runs_again(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_POSTGRES);
    DbHarness *other = harness_plain();
    int runs = 0;
    Race race = {other, &runs, 0};
    CLEANUP(db_cursor_close) DbCursor *row = NULL;
    ASSERT_OK(&other->ctx, db_open(&other->ctx, str_of(h->address), (DbOptions){0}, &other->db));
    ASSERT_OK(&h->ctx, db_write(&h->ctx, h->db, read_then_write, &race));
    assert_int_equal(runs, 2);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_query_one(&h->ctx, h->db, SQL_CHILD_BY_ID, DB_PARAMS(DB_I(200)), &row));
    assert_int_equal(db_int64(row, 1), 1); /* it saw the other's row when it ran again */
    db_cursor_close(&row);
    harness_rollback(h);
    harness_close(&other);
    harness_close(&h);
}

static void a_lost_postgres_connection_is_made_again(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_POSTGRES);
    DbHarness *other = harness_plain();
    int64_t pid = 0;
    int64_t done = 0;
    ASSERT_OK(&other->ctx, db_open(&other->ctx, str_of(h->address), (DbOptions){0}, &other->db));
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_query_int64(&h->ctx, h->db, SQL_BACKEND, DB_NO_PARAMS, 0, &pid));
    ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_CHILD_INSERT,
                               DB_PARAMS(DB_I(5), DB_I(PARENT), DB_I(1), DB_N, DB_N), NULL));
    harness_begin(other);
    ASSERT_OK(&other->ctx, db_query_int64(&other->ctx, other->db, SQL_BACKEND_END,
                                          DB_PARAMS(DB_I(pid)), 0, &done));
    harness_rollback(other);
    Status status = db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), NULL);
    assert_int_equal(status, E_DB_FAULT);
    ASSERT_STATUS(&h->ctx, E_DB_FAULT, db_commit(&h->ctx, h->db));
    harness_rollback(h);
    assert_int_equal(child_count(h), 0); /* connects again by itself */
    ASSERT_OK(&h->ctx, db_write(&h->ctx, h->db, write_one, NULL));
    harness_close(&other);
    harness_close(&h);
}

/* ---- faults at every statement ---- */

static Status a_little_of_everything(Ctx *ctx, Db *db, const void *arg) {
    CLEANUP(db_cursor_close) DbCursor *rows = NULL;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    int64_t first = 0;
    bool has_row = true;
    (void)arg;
    TRY(db_take_ids(ctx, db, STR("child"), 5000, &first));
    TRY(db_bulk_open(ctx, db, SQL_CHILD_BULK, &bulk));
    for (int64_t i = 0; i < 5000; i++) {
        TRY(db_bulk_add(ctx, bulk, DB_PARAMS(DB_I(first + i), DB_I(PARENT), DB_I(1), DB_N, DB_N)));
    }
    TRY(db_bulk_finish(ctx, &bulk, NULL));
    TRY(db_query(ctx, db, SQL_CHILD_LIST, DB_PARAMS(DB_I(1), DB_I(10)), &rows));
    while (has_row) {
        TRY(db_next(ctx, rows, &has_row));
    }
    db_cursor_close(&rows);
    return db_exec(ctx, db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), NULL);
}

static void a_fault_at_any_statement_leaves_nothing(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int64_t before = db_statement_count(h->db);
    harness_begin(h);
    ASSERT_OK(&h->ctx, a_little_of_everything(&h->ctx, h->db, NULL));
    harness_rollback(h);
    int64_t total = db_statement_count(h->db) - before + 1; /* and the commit */
    assert_int_equal(total, 7); /* begin, ids, full chunk, finish, query, exec, commit */
    for (int64_t nth = 1; nth <= total; nth++) {
        db_fail_nth(h->db, nth);
        ASSERT_STATUS(&h->ctx, E_DB_FAULT, db_write(&h->ctx, h->db, a_little_of_everything, NULL));
        db_fail_nth(h->db, 0);
        assert_int_equal(child_count(h), 0);
    }
    db_fail_nth(h->db, total + 1);
    ASSERT_OK(&h->ctx, db_write(&h->ctx, h->db, a_little_of_everything, NULL));
    db_fail_nth(h->db, 0);
    assert_int_equal(child_count(h), 5000);
    harness_close(&h);
}
BOTH_ENGINES(a_fault_at_any_statement_leaves_nothing)

/* ---- ids ---- */

static void ids_come_in_blocks_from_one(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int64_t first = 0;
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 10, &first));
    assert_int_equal(first, 1);
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 1, &first));
    assert_int_equal(first, 11);
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("batch"), 1, &first));
    assert_int_equal(first, 1);
    harness_commit(h);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 4000000, &first));
    assert_int_equal(first, 12);
    harness_rollback(h);
    harness_begin(h); /* what was rolled back comes again: numbers have no gaps */
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 1, &first));
    assert_int_equal(first, 12);
    ASSERT_STATUS(&h->ctx, E_BUG, db_take_ids(&h->ctx, h->db, STR("person"), 0, &first));
    harness_commit(h);
    harness_close(&h);
}
BOTH_ENGINES(ids_come_in_blocks_from_one)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(a_refused_row_is_named_and_dooms_the_transaction),
        BOTH_TESTS(a_bulk_is_refused_like_a_statement),
        BOTH_TESTS(what_is_left_open_stops_the_commit),
        BOTH_TESTS(work_commits_or_leaves_nothing),
        BOTH_TESTS(a_transaction_holds_no_other),
        BOTH_TESTS(a_lost_race_runs_again_but_ten_times_at_most),
        cmocka_unit_test(postgres_serialises_and_the_loser_runs_again),
        cmocka_unit_test(a_lost_postgres_connection_is_made_again),
        BOTH_TESTS(a_fault_at_any_statement_leaves_nothing),
        BOTH_TESTS(ids_come_in_blocks_from_one),
    };
    return HARNESS_RUN(tests);
}
