#include "harness/db_harness.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/driver.h"

enum { DAY_OF_TESTS = 20260701, HOUR_OF_TESTS = 8, PATHS_OPEN_MAX = 16 };

static const char *server_url(void) {
    const char *url = getenv("ANSINH_TEST_POSTGRES");
    return url && url[0] ? url : NULL;
}

/* One command to the server itself, in its default database. */
static void ask_server(const char *command) {
    PGconn *conn = PQconnectdb(server_url());
    PGresult *result = PQexec(conn, command);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        print_error("%s: %s\n", command, PQerrorMessage(conn));
        fail();
    }
    PQclear(result);
    PQfinish(conn);
}

/* postgres://user@host/postgres?options with the name of the database exchanged. */
static void address_of_database(DbHarness *h) {
    const char *url = server_url();
    const char *after_scheme = strstr(url, "://");
    const char *slash = after_scheme ? strchr(after_scheme + 3, '/') : NULL;
    assert_non_null(slash);
    const char *options = strchr(slash, '?');
    int len = snprintf(h->address, sizeof h->address, "%.*s/%s%s", (int)(slash - url), url,
                       h->database, options ? options : "");
    assert_true(len > 0 && (size_t)len < sizeof h->address);
}

static void make_database(DbHarness *h) {
    static atomic_int made;
    char command[128];
    snprintf(h->database, sizeof h->database, "ansinh_test_%ld_%d", (long)getpid(),
             atomic_fetch_add(&made, 1));
    snprintf(command, sizeof command, "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'",
             h->database);
    ask_server(command);
    address_of_database(h);
}

DbHarness *harness_plain(void) {
    DbHarness *h = calloc(1, sizeof *h);
    assert_non_null(h);
    const char *base = getenv("TMPDIR");
    snprintf(h->folder, sizeof h->folder, "%s/ansinh-test.XXXXXX", base && *base ? base : "/tmp");
    assert_non_null(mkdtemp(h->folder));
    h->now_us = clock_at_day(DAY_OF_TESTS, HOUR_OF_TESTS);
    h->ctx.arena = arena_new(HARNESS_ARENA_BYTES);
    assert_non_null(h->ctx.arena);
    h->ctx.clock = clock_manual(&h->now_us);
    h->ctx.language = LANGUAGE_EN;
    h->ctx.user_id = 1;
    return h;
}

void harness_filter(void) {
    if (server_url() == NULL) {
        print_message("# ANSINH_TEST_POSTGRES is not set (test/harness/postgres.sh): without "
                      "PostgreSQL\n");
        cmocka_set_skip_filter("*postgres*");
    }
}

DbHarness *harness_open_empty(DbEngine engine) {
    assert_true(engine != DB_POSTGRES || server_url() != NULL);
    DbHarness *h = harness_plain();
    h->engine = engine;
    if (engine == DB_POSTGRES) {
        make_database(h);
    } else {
        snprintf(h->address, sizeof h->address, "%.*s/test.db", HARNESS_ADDRESS_MAX - 16,
                 h->folder);
    }
    DbOptions options = {.create = true, .no_schema_check = true};
    ASSERT_OK(&h->ctx, db_open(&h->ctx, str_of(h->address), options, &h->db));
    return h;
}

DbHarness *harness_open(DbEngine engine) {
    DbHarness *h = harness_open_empty(engine);
    int64_t applied = 0;
    ASSERT_OK(&h->ctx, db_migrate(&h->ctx, h->db, &applied));
    assert_true(applied > 0);
    return h;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where) {
    (void)status;
    (void)kind;
    (void)where;
    return remove(path);
}

void harness_close(DbHarness **harness) {
    DbHarness *h = *harness;
    db_close(&h->db);
    if (h->database[0]) {
        char command[128];
        snprintf(command, sizeof command, "DROP DATABASE %s WITH (FORCE)", h->database);
        ask_server(command);
    }
    (void)nftw(h->folder, remove_entry, PATHS_OPEN_MAX, FTW_DEPTH | FTW_PHYS);
    arena_free(&h->ctx.arena);
    free(h);
    *harness = NULL;
}

void harness_begin(DbHarness *h) {
    ASSERT_OK(&h->ctx, db_begin(&h->ctx, h->db, DB_TX_WRITE));
}

void harness_commit(DbHarness *h) {
    ASSERT_OK(&h->ctx, db_commit(&h->ctx, h->db));
}

void harness_rollback(DbHarness *h) {
    db_rollback(h->db);
}
