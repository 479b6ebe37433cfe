/*
 * Every statement of the catalogue compiles on both engines, with the parameters and columns that
 * its header declares; `:plan indexed` ones do not scan.
 */
#include "harness/db_harness.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "db/driver.h"

static void every_statement_is_what_its_header_says(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    int wrong = 0;
    for (int id = 0; id < SQL_COUNT; id++) {
        harness_begin(h);
        if (h->db->driver->prepare(&h->ctx, h->db, (SqlId)id) != OK) {
            print_error("%s\n", h->ctx.failure.detail);
            wrong++;
        }
        harness_rollback(h);
    }
    assert_int_equal(wrong, 0);
    harness_close(&h);
}
BOTH_ENGINES(every_statement_is_what_its_header_says)

/* The lines of SQLite's plan that scan a table or sort what an index could have given. */
static int count_scans(sqlite3 *handle, const SqlStatement *s) {
    char text[8192];
    sqlite3_stmt *stmt = NULL;
    int scans = 0;
    int len = snprintf(text, sizeof text, "EXPLAIN QUERY PLAN %s", s->text[SQL_TEXT_SQLITE]);
    assert_true(len > 0 && (size_t)len < sizeof text);
    assert_int_equal(sqlite3_prepare_v2(handle, text, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(stmt, 3);
        if (strncmp(detail, "SCAN ", 5) == 0 && strcmp(detail, "SCAN CONSTANT ROW") != 0) {
            print_error("%s: %s\n", s->name, detail);
            scans++;
        }
    }
    sqlite3_finalize(stmt);
    return scans;
}

static void statements_of_indexed_plan_do_not_scan(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    sqlite3 *handle = NULL;
    int scans = 0;
    assert_int_equal(sqlite3_open_v2(h->address, &handle, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (int id = 0; id < SQL_COUNT; id++) {
        if (SQL_STATEMENTS[id].plan_indexed) {
            scans += count_scans(handle, &SQL_STATEMENTS[id]);
        }
    }
    assert_int_equal(scans, 0);
    sqlite3_close(handle);
    harness_close(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(every_statement_is_what_its_header_says),
        cmocka_unit_test(statements_of_indexed_plan_do_not_scan),
    };
    return HARNESS_RUN(tests);
}
