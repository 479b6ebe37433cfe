/*
 * db_harness.h -- a fresh, migrated database of either engine for one test, and a Ctx with it.
 *
 * Tests only. SQLite: a file in a folder of its own. PostgreSQL: a database of its own in the
 * server named by ANSINH_TEST_POSTGRES (test/harness/postgres.sh run -- ...); without that variable
 * HARNESS_RUN leaves out the tests with `postgres` in their names, and says so. The clock stands at
 * 2026-07-01 08:00 in Vietnam until the test moves it.
 *
 *     static void something(DbEngine engine) {
 *         DbHarness *h = harness_open(engine);
 *         harness_begin(h);
 *         ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_X, DB_PARAMS(DB_I(1)), NULL));
 *         harness_commit(h);
 *         harness_close(&h);
 *     }
 *     BOTH_ENGINES(something)   -- defines something_sqlite and something_postgres
 *     ... BOTH_TESTS(something) -- two rows of the test table
 *     return HARNESS_RUN(tests);
 */
#ifndef HARNESS_DB_HARNESS_H
#define HARNESS_DB_HARNESS_H

#include "harness/assert.h"

#include "db/db.h"

enum { HARNESS_ADDRESS_MAX = 512, HARNESS_ARENA_BYTES = 64 << 20 };

typedef struct DbHarness {
    Ctx ctx; /* arena, manual clock, English, user 1 */
    int64_t now_us;
    Db *db;
    DbEngine engine;
    char address[HARNESS_ADDRESS_MAX]; /* to open a second connection */
    char folder[HARNESS_ADDRESS_MAX];  /* of this test, for any files; removed at the end */
    char database[64];                 /* PostgreSQL's name of it */
} DbHarness;

#define BOTH_ENGINES(name)                                                                         \
    static void name##_sqlite(void **state) {                                                      \
        (void)state;                                                                               \
        name(DB_SQLITE);                                                                           \
    }                                                                                              \
    static void name##_postgres(void **state) {                                                    \
        (void)state;                                                                               \
        name(DB_POSTGRES);                                                                         \
    }
#define BOTH_TESTS(name) cmocka_unit_test(name##_sqlite), cmocka_unit_test(name##_postgres)

#define HARNESS_RUN(tests) (harness_filter(), cmocka_run_group_tests(tests, NULL, NULL))

/* Without a server, leaves its tests out (cmocka's skip() reads as a failure in TAP). */
void harness_filter(void);
/* Opens and migrates. */
DbHarness *harness_open(DbEngine engine);
/* The same without migrations. */
DbHarness *harness_open_empty(DbEngine engine);
/* Closes the database, drops it and removes the folder. */
void harness_close(DbHarness **h);
/* Only a Ctx, an arena and a folder; `db` is NULL. */
DbHarness *harness_plain(void);

/* A transaction by hand, asserted; a test that checks db_write() itself does not use these. */
void harness_begin(DbHarness *h);
void harness_commit(DbHarness *h);
void harness_rollback(DbHarness *h);

#endif
