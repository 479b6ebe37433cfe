/*
 * Values, parameters, rows, cursors and bulks of db/, on both engines.
 */
#include "harness/db_harness.h"

#include <stdlib.h>
#include <string.h>

#include "db/driver.h"

enum { MANY_ROWS = 10000, PARENT = 7 };

static void add_child(DbHarness *h, int64_t child_id, int64_t amount_dong, DbValue note,
                      DbValue data) {
    ASSERT_OK(&h->ctx,
              db_exec(&h->ctx, h->db, SQL_CHILD_INSERT,
                      DB_PARAMS(DB_I(child_id), DB_I(PARENT), DB_I(amount_dong), note, data),
                      NULL));
}

static int64_t count_of(DbHarness *h, SqlId id) {
    int64_t count = -1;
    ASSERT_OK(&h->ctx, db_query_int64(&h->ctx, h->db, id, DB_NO_PARAMS, -1, &count));
    return count;
}

static void fill(DbHarness *h, int64_t first, int64_t last) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    int64_t count = 0;
    ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_CHILD_BULK, &bulk));
    for (int64_t i = first; i <= last; i++) {
        ASSERT_OK(&h->ctx,
                  db_bulk_add(&h->ctx, bulk,
                              DB_PARAMS(DB_I(i), DB_I(PARENT), DB_I(i * 100), DB_N, DB_N)));
    }
    ASSERT_OK(&h->ctx, db_bulk_finish(&h->ctx, &bulk, &count));
    assert_null(bulk);
    assert_int_equal(count, last - first + 1);
}

typedef struct Sample {
    int64_t number;
    DbValue note;
    DbValue data;
} Sample;

static void check_sample(DbHarness *h, int64_t child_id, const Sample *sample) {
    CLEANUP(db_cursor_close) DbCursor *row = NULL;
    ASSERT_OK(&h->ctx,
              db_query_one(&h->ctx, h->db, SQL_CHILD_BY_ID, DB_PARAMS(DB_I(child_id)), &row));
    assert_true(db_int64(row, 1) == sample->number);
    assert_int_equal(db_is_null(row, 2), sample->note.kind == DB_NULL);
    assert_int_equal(db_is_null(row, 3), sample->data.kind == DB_NULL);
    assert_true(str_equal(db_str(row, 2), sample->note.bytes));
    assert_true(str_equal(db_str(row, 3), sample->data.bytes));
    assert_true(db_is_null(row, 4)); /* beyond the last column */
    assert_true(db_int64(row, -1) == 0);
}

static void values_come_back_as_they_went_in(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    const Sample samples[] = {
        {INT64_MAX, DB_T(STR("Nguyễn Thị Ánh")), DB_B(STR("a\0b\377"))},
        {INT64_MIN, DB_T(STR("")), DB_B(STR(""))},
        {-1, DB_T(((Str){NULL, 0})), DB_B(((Str){NULL, 0}))},
        {0, DB_N, DB_N},
        {256, DB_T(STR("'; DROP TABLE child; --")), DB_N},
    };
    enum { SAMPLE_COUNT = sizeof samples / sizeof samples[0] };
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_CHILD_BULK, &bulk));
    for (int64_t i = 0; i < SAMPLE_COUNT; i++) {
        const Sample *s = &samples[i];
        add_child(h, i, s->number, s->note, s->data);
        ASSERT_OK(&h->ctx, db_bulk_add(&h->ctx, bulk,
                                       DB_PARAMS(DB_I(100 + i), DB_I(PARENT), DB_I(s->number),
                                                 s->note, s->data)));
    }
    ASSERT_OK(&h->ctx, db_bulk_finish(&h->ctx, &bulk, NULL));
    harness_commit(h);
    harness_begin(h);
    for (int64_t i = 0; i < SAMPLE_COUNT; i++) {
        check_sample(h, i, &samples[i]);
        check_sample(h, 100 + i, &samples[i]);
    }
    harness_rollback(h);
    harness_close(&h);
}
BOTH_ENGINES(values_come_back_as_they_went_in)

static void parameters_are_bound_by_name(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int64_t found = 0;
    harness_begin(h);
    ASSERT_OK(&h->ctx,
              db_query_int64(&h->ctx, h->db, SQL_PARENT_FIND,
                             DB_PARAMS(DB_I(PARENT), DB_T(STR("semi;colon -- no comment"))), -1,
                             &found));
    assert_int_equal(found, PARENT);
    harness_rollback(h);
    harness_close(&h);
}
BOTH_ENGINES(parameters_are_bound_by_name)

static void an_absent_parameter_filters_nothing(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int64_t count = 0;
    harness_begin(h);
    fill(h, 1, 3);
    ASSERT_OK(&h->ctx,
              db_query_int64(&h->ctx, h->db, SQL_CHILD_OPTIONAL, DB_PARAMS(DB_N), -1, &count));
    assert_int_equal(count, 3);
    ASSERT_OK(&h->ctx,
              db_query_int64(&h->ctx, h->db, SQL_CHILD_OPTIONAL, DB_PARAMS(DB_I(8)), -1, &count));
    assert_int_equal(count, 0);
    harness_rollback(h);
    harness_close(&h);
}
BOTH_ENGINES(an_absent_parameter_filters_nothing)

static void texts_are_ordered_by_their_bytes(DbEngine engine) {
    static const char *const ORDER[] = {"", "B", "a", "b", "semi;colon -- no comment", "Đ", "đ"};
    DbHarness *h = harness_open(engine);
    CLEANUP(db_cursor_close) DbCursor *rows = NULL;
    bool has_row = false;
    int i = 0;
    harness_begin(h);
    static const char *const NAMES[] = {"đ", "b", "Đ", "B", "", "a"};
    for (int64_t n = 0; n < 6; n++) {
        ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_PARENT_INSERT,
                                   DB_PARAMS(DB_I(100 + n), DB_T(str_of(NAMES[n]))), NULL));
    }
    ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, SQL_PARENT_LIST, DB_NO_PARAMS, &rows));
    for (;; i++) {
        ASSERT_OK(&h->ctx, db_next(&h->ctx, rows, &has_row));
        if (!has_row) {
            break;
        }
        ASSERT_STR(db_str(rows, 0), ORDER[i]);
    }
    assert_int_equal(i, 7);
    db_cursor_close(&rows);
    harness_commit(h);
    harness_close(&h);
}
BOTH_ENGINES(texts_are_ordered_by_their_bytes)

static void step(DbHarness *h, DbCursor *cursor, int64_t wanted) {
    bool has_row = false;
    ASSERT_OK(&h->ctx, db_next(&h->ctx, cursor, &has_row));
    assert_true(has_row);
    assert_true(db_int64(cursor, 0) == wanted && db_int64(cursor, 1) == wanted * 100);
}

static void cursors_statements_and_bulks_interleave(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    CLEANUP(db_cursor_close) DbCursor *whole = NULL;
    CLEANUP(db_cursor_close) DbCursor *half = NULL;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    bool has_row = true;
    harness_begin(h);
    fill(h, 1, MANY_ROWS);
    /* Two cursors of one statement, with different parameters. */
    ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, SQL_CHILD_LIST, DB_PARAMS(DB_I(1), DB_I(MANY_ROWS)),
                                &whole));
    ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, SQL_CHILD_LIST,
                                DB_PARAMS(DB_I(MANY_ROWS / 2 + 1), DB_I(MANY_ROWS)), &half));
    ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_COPY_BULK, &bulk));
    for (int64_t i = 1; i <= MANY_ROWS; i++) {
        step(h, whole, i);
        ASSERT_OK(&h->ctx, db_bulk_add(&h->ctx, bulk, DB_PARAMS(DB_I(i), DB_I(i))));
        if (i % 2 == 0) {
            step(h, half, MANY_ROWS / 2 + i / 2);
        }
        if (i % 1000 == 0) {
            int64_t sum = 0;
            ASSERT_OK(&h->ctx, db_query_int64(&h->ctx, h->db, SQL_CHILD_SUM,
                                              DB_PARAMS(DB_I(MANY_ROWS)), -1, &sum));
            assert_int_equal(sum, MANY_ROWS * 100);
            ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_PARENT_INSERT,
                                       DB_PARAMS(DB_I(100 + i),
                                                 DB_T(((Str){"0123456789", (size_t)(i / 1000)}))),
                                       NULL));
        }
    }
    ASSERT_OK(&h->ctx, db_next(&h->ctx, whole, &has_row));
    assert_false(has_row);
    ASSERT_OK(&h->ctx, db_next(&h->ctx, half, &has_row));
    assert_false(has_row);
    assert_true(db_is_null(half, 0));
    db_cursor_close(&whole);
    db_cursor_close(&half);
    ASSERT_OK(&h->ctx, db_bulk_finish(&h->ctx, &bulk, NULL));
    harness_commit(h);
    harness_begin(h);
    assert_int_equal(count_of(h, SQL_COPY_COUNT), MANY_ROWS);
    harness_rollback(h);
    harness_close(&h);
}
BOTH_ENGINES(cursors_statements_and_bulks_interleave)

/* Around the sizes of PostgreSQL's fetches: 4,096 rows. */
static void every_length_of_a_list_is_read_whole(DbEngine engine) {
    static const int64_t LENGTHS[] = {0, 1, 4095, 4096, 4097, 8192, 8193};
    DbHarness *h = harness_open(engine);
    harness_begin(h);
    fill(h, 1, 8193);
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        CLEANUP(db_cursor_close) DbCursor *rows = NULL;
        bool has_row = true;
        int64_t seen = 0;
        ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, SQL_CHILD_LIST,
                                    DB_PARAMS(DB_I(1), DB_I(LENGTHS[i])), &rows));
        for (;;) {
            ASSERT_OK(&h->ctx, db_next(&h->ctx, rows, &has_row));
            if (!has_row) {
                break;
            }
            seen++;
        }
        assert_int_equal(seen, LENGTHS[i]);
    }
    harness_rollback(h);
    harness_close(&h);
}
BOTH_ENGINES(every_length_of_a_list_is_read_whole)

static void rows_of_an_update_come_back(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    CLEANUP(db_cursor_close) DbCursor *rows = NULL;
    bool has_row = false;
    int64_t sum = 0;
    harness_begin(h);
    fill(h, 1, 3);
    ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, SQL_CHILD_RAISE, DB_PARAMS(DB_I(5)), &rows));
    for (int i = 0; i < 3; i++) {
        ASSERT_OK(&h->ctx, db_next(&h->ctx, rows, &has_row));
        assert_true(has_row);
        sum += db_int64(rows, 1);
    }
    assert_int_equal(sum, 615);
    db_cursor_close(&rows);
    harness_commit(h);
    harness_close(&h);
}
BOTH_ENGINES(rows_of_an_update_come_back)

static void a_changed_count_is_told(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int64_t changed = -1;
    harness_begin(h);
    fill(h, 1, 12);
    ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), &changed));
    assert_int_equal(changed, 12);
    ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_PARENT_RENAME,
                               DB_PARAMS(DB_I(1000), DB_T(STR("x"))), &changed));
    assert_int_equal(changed, 0);
    harness_rollback(h);
    harness_close(&h);
}
BOTH_ENGINES(a_changed_count_is_told)

static void a_missing_row_is_told_and_harms_nothing(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    CLEANUP(db_cursor_close) DbCursor *row = NULL;
    int64_t number = 0;
    harness_begin(h);
    ASSERT_STATUS(&h->ctx, E_DB_NO_ROW,
                  db_query_one(&h->ctx, h->db, SQL_CHILD_BY_ID, DB_PARAMS(DB_I(404)), &row));
    assert_null(row);
    ASSERT_OK(&h->ctx,
              db_query_int64(&h->ctx, h->db, SQL_CHILD_SUM, DB_PARAMS(DB_I(1)), -5, &number));
    assert_int_equal(number, -5); /* a sum of nothing is NULL */
    add_child(h, 1, 1, DB_N, DB_N);
    harness_commit(h);
    harness_close(&h);
}
BOTH_ENGINES(a_missing_row_is_told_and_harms_nothing)

static void wrong_use_is_a_bug(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    CLEANUP(db_cursor_close) DbCursor *row = NULL;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    ASSERT_STATUS(
        &h->ctx, E_BUG,
        db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), NULL)); /* no transaction */
    harness_begin(h);
    ASSERT_STATUS(&h->ctx, E_BUG, db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_NO_PARAMS, NULL));
    ASSERT_STATUS(&h->ctx, E_BUG, db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_N), NULL));
    ASSERT_STATUS(&h->ctx, E_BUG,
                  db_exec(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_T(STR("1"))), NULL));
    ASSERT_STATUS(&h->ctx, E_BUG, db_exec(&h->ctx, h->db, SQL_CHILD_COUNT, DB_NO_PARAMS, NULL));
    ASSERT_STATUS(&h->ctx, E_BUG,
                  db_query(&h->ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), &row));
    ASSERT_STATUS(&h->ctx, E_BUG, db_exec(&h->ctx, h->db, SQL_COUNT, DB_NO_PARAMS, NULL));
    ASSERT_STATUS(&h->ctx, E_BUG, db_bulk_open(&h->ctx, h->db, SQL_CHILD_INSERT, &bulk));
    ASSERT_STATUS(&h->ctx, E_BUG, db_begin(&h->ctx, h->db, DB_TX_WRITE));
    harness_commit(h); /* none of it reached the database */
    harness_close(&h);
}
BOTH_ENGINES(wrong_use_is_a_bug)

static void a_column_that_breaks_its_promise_is_a_bug(DbEngine engine) {
    static const SqlId WRONG[] = {SQL_WRONG_NULL, SQL_WRONG_TYPE};
    DbHarness *h = harness_open(engine);
    for (int i = 0; i < 2; i++) {
        CLEANUP(db_cursor_close) DbCursor *rows = NULL;
        bool has_row = false;
        harness_begin(h);
        add_child(h, 1, 1, DB_N, DB_N);
        ASSERT_OK(&h->ctx, db_query(&h->ctx, h->db, WRONG[i], DB_NO_PARAMS, &rows));
        ASSERT_STATUS(&h->ctx, E_BUG, db_next(&h->ctx, rows, &has_row));
        assert_false(has_row);
        assert_true(db_is_null(rows, 0));
        db_cursor_close(&rows);
        ASSERT_STATUS(&h->ctx, E_BUG, db_commit(&h->ctx, h->db));
        harness_rollback(h);
    }
    harness_close(&h);
}
BOTH_ENGINES(a_column_that_breaks_its_promise_is_a_bug)

/* Larger than PostgreSQL's chunk of 4 MB, and many that fill several chunks. */
static void large_rows_pass_through_a_bulk(DbEngine engine) {
    enum { LARGE = 5 << 20, MIDDLE = 300000, MIDDLE_ROWS = 40 };
    DbHarness *h = harness_open(engine);
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    CLEANUP(db_cursor_close) DbCursor *row = NULL;
    char *bytes = malloc(LARGE);
    assert_non_null(bytes);
    memset(bytes, 'x', LARGE);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_CHILD_BULK, &bulk));
    for (int64_t i = 1; i <= MIDDLE_ROWS; i++) {
        Str data = {bytes, i == 20 ? LARGE : MIDDLE};
        ASSERT_OK(&h->ctx,
                  db_bulk_add(&h->ctx, bulk,
                              DB_PARAMS(DB_I(i), DB_I(PARENT), DB_I(100), DB_N, DB_B(data))));
    }
    ASSERT_OK(&h->ctx, db_bulk_finish(&h->ctx, &bulk, NULL));
    assert_int_equal(count_of(h, SQL_CHILD_COUNT), MIDDLE_ROWS);
    ASSERT_OK(&h->ctx, db_query_one(&h->ctx, h->db, SQL_CHILD_BY_ID, DB_PARAMS(DB_I(20)), &row));
    assert_true(str_equal(db_str(row, 3), (Str){bytes, LARGE}));
    db_cursor_close(&row);
    harness_commit(h);
    free(bytes);
    harness_close(&h);
}
BOTH_ENGINES(large_rows_pass_through_a_bulk)

static void an_empty_bulk_writes_nothing(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    harness_begin(h);
    fill(h, 1, 0);
    assert_int_equal(count_of(h, SQL_CHILD_COUNT), 0);
    harness_commit(h);
    harness_close(&h);
}
BOTH_ENGINES(an_empty_bulk_writes_nothing)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(values_come_back_as_they_went_in),
        BOTH_TESTS(parameters_are_bound_by_name),
        BOTH_TESTS(an_absent_parameter_filters_nothing),
        BOTH_TESTS(texts_are_ordered_by_their_bytes),
        BOTH_TESTS(cursors_statements_and_bulks_interleave),
        BOTH_TESTS(every_length_of_a_list_is_read_whole),
        BOTH_TESTS(rows_of_an_update_come_back),
        BOTH_TESTS(a_changed_count_is_told),
        BOTH_TESTS(a_missing_row_is_told_and_harms_nothing),
        BOTH_TESTS(wrong_use_is_a_bug),
        BOTH_TESTS(a_column_that_breaks_its_promise_is_a_bug),
        BOTH_TESTS(large_rows_pass_through_a_bulk),
        BOTH_TESTS(an_empty_bulk_writes_nothing),
    };
    return HARNESS_RUN(tests);
}
