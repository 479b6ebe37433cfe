/*
 * The rules that keep the road to a distributed PostgreSQL open, checked on the catalogue of a real
 * database: the distribution column stands in every key, foreign keys stay within a distribution or
 * go to reference tables, nothing depends on triggers or sequences.
 */
#include "harness/db_harness.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/catalogue.h"

static const char *distribution_of(const char *table) {
    for (size_t i = 0; i < SQL_TABLE_COUNT; i++) {
        if (strcmp(SQL_TABLES[i].name, table) == 0) {
            return SQL_TABLES[i].distribution;
        }
    }
    print_error("%s: no `-- distribution:` is known\n", table);
    return NULL;
}

static bool is_reference(const char *table) {
    const char *distribution = distribution_of(table);
    return distribution && strcmp(distribution, "reference") == 0;
}

/* The number of rows of a query with at most two text parameters. */
static int count_rows(sqlite3 *handle, const char *text, const char *a, const char *b) {
    sqlite3_stmt *stmt = NULL;
    int rows = 0;
    assert_int_equal(sqlite3_prepare_v2(handle, text, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_bind_text(stmt, 1, a, -1, SQLITE_STATIC);
    if (b) {
        sqlite3_bind_text(stmt, 2, b, -1, SQLITE_STATIC);
    }
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        rows++;
    }
    sqlite3_finalize(stmt);
    return rows;
}

static sqlite3 *open_handle(const DbHarness *h) {
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open_v2(h->address, &handle, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    return handle;
}

static int keys_without(sqlite3 *handle, const SqlTable *table) {
    sqlite3_stmt *keys = NULL;
    int wrong = 0;
    assert_int_equal(sqlite3_prepare_v2(handle,
                                        "SELECT name FROM pragma_index_list(?1) WHERE \"unique\"",
                                        -1, &keys, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(keys, 1, table->name, -1, SQLITE_STATIC);
    while (sqlite3_step(keys) == SQLITE_ROW) {
        const char *key = (const char *)sqlite3_column_text(keys, 0);
        if (count_rows(handle, "SELECT 1 FROM pragma_index_info(?1) WHERE name = ?2", key,
                       table->distribution) == 0) {
            print_error("%s: key %s lacks %s\n", table->name, key, table->distribution);
            wrong++;
        }
    }
    sqlite3_finalize(keys);
    /* A primary key of one number has no index of its own in SQLite. */
    if (count_rows(handle, "SELECT 1 FROM pragma_table_info(?1) WHERE pk > 0", table->name, NULL) ==
        0) {
        print_error("%s: no primary key\n", table->name);
        wrong++;
    } else if (count_rows(handle, "SELECT 1 FROM pragma_table_info(?1) WHERE pk > 0 AND name = ?2",
                          table->name, table->distribution) == 0) {
        print_error("%s: its primary key lacks %s\n", table->name, table->distribution);
        wrong++;
    }
    return wrong;
}

static void every_key_holds_the_distribution_column(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    sqlite3 *handle = open_handle(h);
    int wrong = 0;
    int distributed = 0;
    for (size_t i = 0; i < SQL_TABLE_COUNT; i++) {
        if (!is_reference(SQL_TABLES[i].name)) {
            wrong += keys_without(handle, &SQL_TABLES[i]);
            distributed++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(distributed > 10);
    sqlite3_close(handle);
    harness_close(&h);
}

/* One foreign key of `table` to `other`: fine when other is a reference table, or both share a
 * column. */
static int foreign_key_wrong(sqlite3 *handle, const SqlTable *table, const char *other,
                             const char *key_no) {
    const char *there = distribution_of(other);
    if (there == NULL || is_reference(other)) {
        return there == NULL;
    }
    bool same = strcmp(there, table->distribution) == 0;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(handle,
                                        "SELECT 1 FROM pragma_foreign_key_list(?1) WHERE id = ?2 "
                                        "AND \"from\" = ?3 AND coalesce(\"to\", ?3) = ?3",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(stmt, 1, table->name, -1, SQLITE_STATIC);
    sqlite3_bind_int(stmt, 2, (int)strtol(key_no, NULL, 10));
    sqlite3_bind_text(stmt, 3, table->distribution, -1, SQLITE_STATIC);
    bool carries = sqlite3_step(stmt) == SQLITE_ROW;
    sqlite3_finalize(stmt);
    if (same && carries) {
        return 0;
    }
    print_error("%s (%s): foreign key to %s (%s) leaves its distribution\n", table->name,
                table->distribution, other, there);
    return 1;
}

static void foreign_keys_stay_in_their_distribution(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    sqlite3 *handle = open_handle(h);
    int wrong = 0;
    int seen = 0;
    for (size_t i = 0; i < SQL_TABLE_COUNT; i++) {
        sqlite3_stmt *keys = NULL;
        assert_int_equal(sqlite3_prepare_v2(handle,
                                            "SELECT DISTINCT \"table\", CAST(id AS TEXT) "
                                            "FROM pragma_foreign_key_list(?1)",
                                            -1, &keys, NULL),
                         SQLITE_OK);
        sqlite3_bind_text(keys, 1, SQL_TABLES[i].name, -1, SQLITE_STATIC);
        while (sqlite3_step(keys) == SQLITE_ROW) {
            wrong += foreign_key_wrong(handle, &SQL_TABLES[i],
                                       (const char *)sqlite3_column_text(keys, 0),
                                       (const char *)sqlite3_column_text(keys, 1));
            seen++;
        }
        sqlite3_finalize(keys);
    }
    assert_int_equal(wrong, 0);
    assert_true(seen > 20);
    sqlite3_close(handle);
    harness_close(&h);
}

static void every_table_says_how_it_is_distributed(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    sqlite3 *handle = open_handle(h);
    assert_int_equal(
        count_rows(handle, "SELECT 1 FROM sqlite_schema WHERE type = ?1", "table", NULL),
        SQL_TABLE_COUNT);
    assert_int_equal(
        count_rows(handle, "SELECT 1 FROM sqlite_schema WHERE type = ?1", "trigger", NULL), 0);
    /* Each is STRICT, so that a text never sits in a sum. */
    assert_int_equal(count_rows(handle,
                                "SELECT 1 FROM pragma_table_list WHERE \"strict\" = 0 AND "
                                "schema = ?1 AND type = 'table' AND name NOT LIKE 'sqlite%'",
                                "main", NULL),
                     0);
    sqlite3_close(handle);
    harness_close(&h);
}

static void postgres_has_no_triggers_sequences_or_foreign_orders(void **state) {
    (void)state;
    static const char *const NONE[] = {
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT relname FROM pg_class WHERE relkind = 'S'",
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = 'public' AND relkind IN ('v', 'm')",
        /* Texts compare by bytes, as SQLite's do. */
        "SELECT table_name || '.' || column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM "
        "'C'",
        "SELECT table_name || '.' || column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type NOT IN ('text', 'bigint', 'bytea')",
    };
    DbHarness *h = harness_open(DB_POSTGRES);
    PGconn *conn = PQconnectdb(h->address);
    int wrong = 0;
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        PGresult *result = PQexec(conn, NONE[i]);
        assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
        for (int row = 0; row < PQntuples(result); row++) {
            print_error("%s: %s\n", PQgetvalue(result, row, 0), NONE[i]);
            wrong++;
        }
        PQclear(result);
    }
    PQfinish(conn);
    assert_int_equal(wrong, 0);
    harness_close(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_says_how_it_is_distributed),
        cmocka_unit_test(every_key_holds_the_distribution_column),
        cmocka_unit_test(foreign_keys_stay_in_their_distribution),
        cmocka_unit_test(postgres_has_no_triggers_sequences_or_foreign_orders),
    };
    return HARNESS_RUN(tests);
}
