/*
 * Migrations: each once, in order, whole or not at all; what was applied is what we know.
 */
#include "harness/db_harness.h"

#include <string.h>

#include "db/driver.h"

enum { KNOWN = 3 };

/* The compiled two, and one more that a later program brings. */
static void known_migrations(SqlMigration ret_known[KNOWN]) {
    assert_int_equal(SQL_MIGRATION_COUNT, 2);
    ret_known[0] = SQL_MIGRATIONS[0];
    ret_known[1] = SQL_MIGRATIONS[1];
    ret_known[2] = (SqlMigration){2,
                                  "0002-later",
                                  {"CREATE TABLE later (n INTEGER) STRICT; INSERT INTO later "
                                   "VALUES (1);",
                                   "CREATE TABLE later (n BIGINT); INSERT INTO later VALUES (1);"}};
}

static void migrations_run_once(DbEngine engine) {
    DbHarness *h = harness_open_empty(engine);
    int64_t applied = -1;
    ASSERT_OK(&h->ctx, db_migrate(&h->ctx, h->db, &applied));
    assert_int_equal(applied, 1);
    ASSERT_OK(&h->ctx, db_migrate(&h->ctx, h->db, &applied));
    assert_int_equal(applied, 0);
    ASSERT_OK(&h->ctx, db_check_schema(&h->ctx, h->db));
    harness_close(&h);
}
BOTH_ENGINES(migrations_run_once)

static void a_database_without_schema_is_not_opened(DbEngine engine) {
    DbHarness *h = harness_open_empty(engine);
    db_close(&h->db);
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA,
                  db_open(&h->ctx, str_of(h->address), (DbOptions){0}, &h->db));
    assert_null(h->db);
    assert_non_null(strstr(h->ctx.failure.detail, "run ansinh init"));
    harness_close(&h);
}
BOTH_ENGINES(a_database_without_schema_is_not_opened)

static void an_older_schema_is_brought_up_to_date(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    SqlMigration known[KNOWN];
    int64_t applied = 0;
    known_migrations(known);
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA, db_check_schema_with(&h->ctx, h->db, known, KNOWN));
    assert_non_null(strstr(h->ctx.failure.detail, "0002-later"));
    assert_non_null(strstr(h->ctx.failure.detail, "run ansinh init"));
    ASSERT_OK(&h->ctx, db_migrate_with(&h->ctx, h->db, known, KNOWN, &applied));
    assert_int_equal(applied, 1);
    ASSERT_OK(&h->ctx, db_check_schema_with(&h->ctx, h->db, known, KNOWN));
    harness_close(&h);
}
BOTH_ENGINES(an_older_schema_is_brought_up_to_date)

static void a_newer_schema_is_refused(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    SqlMigration known[KNOWN];
    int64_t applied = 0;
    known_migrations(known);
    ASSERT_OK(&h->ctx, db_migrate_with(&h->ctx, h->db, known, KNOWN, &applied));
    db_close(&h->db);
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA,
                  db_open(&h->ctx, str_of(h->address), (DbOptions){0}, &h->db));
    assert_non_null(strstr(h->ctx.failure.detail, "newer program"));
    ASSERT_OK(&h->ctx,
              db_open(&h->ctx, str_of(h->address), (DbOptions){.no_schema_check = true}, &h->db));
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA, db_migrate(&h->ctx, h->db, &applied));
    harness_close(&h);
}
BOTH_ENGINES(a_newer_schema_is_refused)

static void a_changed_migration_is_refused(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    SqlMigration known[KNOWN];
    int64_t applied = 0;
    known_migrations(known);
    known[1].text[0] = known[2].text[0]; /* one engine's text is enough */
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA, db_check_schema_with(&h->ctx, h->db, known, 2));
    assert_non_null(strstr(h->ctx.failure.detail, "0001-engine was applied with another text"));
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA, db_migrate_with(&h->ctx, h->db, known, KNOWN, &applied));
    ASSERT_OK(&h->ctx, db_check_schema(&h->ctx, h->db));
    harness_close(&h);
}
BOTH_ENGINES(a_changed_migration_is_refused)

static void a_migration_that_fails_leaves_nothing(DbEngine engine) {
    DbHarness *h = harness_open(engine);
    SqlMigration known[KNOWN];
    int64_t applied = 0;
    known_migrations(known);
    const char *broken = "CREATE TABLE half (n BIGINT); INSERT INTO nowhere VALUES (1);";
    known[2].text[0] = broken;
    known[2].text[1] = broken;
    ASSERT_STATUS(&h->ctx, E_DB_SCHEMA, db_migrate_with(&h->ctx, h->db, known, KNOWN, &applied));
    const char *table = "CREATE TABLE half (n BIGINT); DROP TABLE half;"; /* it is not there */
    known[2].text[0] = table;
    known[2].text[1] = table;
    ASSERT_OK(&h->ctx, db_migrate_with(&h->ctx, h->db, known, KNOWN, &applied));
    assert_int_equal(applied, 1);
    harness_close(&h);
}
BOTH_ENGINES(a_migration_that_fails_leaves_nothing)

static void a_fault_in_a_migration_leaves_nothing(DbEngine engine) {
    for (int64_t nth = 1;; nth++) { /* ends when the fault lies behind the last statement */
        DbHarness *h = harness_open_empty(engine);
        int64_t applied = 0;
        db_fail_nth(h->db, nth);
        Status status = db_migrate(&h->ctx, h->db, &applied);
        db_fail_nth(h->db, 0);
        if (status == OK) {
            assert_int_equal(nth, db_statement_count(h->db) + 1);
            harness_close(&h);
            return;
        }
        assert_int_equal(status, E_DB_FAULT);
        ASSERT_OK(&h->ctx, db_migrate(&h->ctx, h->db, &applied));
        ASSERT_OK(&h->ctx, db_check_schema(&h->ctx, h->db));
        harness_close(&h);
    }
}
BOTH_ENGINES(a_fault_in_a_migration_leaves_nothing)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(migrations_run_once),
        BOTH_TESTS(a_database_without_schema_is_not_opened),
        BOTH_TESTS(an_older_schema_is_brought_up_to_date),
        BOTH_TESTS(a_newer_schema_is_refused),
        BOTH_TESTS(a_changed_migration_is_refused),
        BOTH_TESTS(a_migration_that_fails_leaves_nothing),
        BOTH_TESTS(a_fault_in_a_migration_leaves_nothing),
    };
    return HARNESS_RUN(tests);
}
