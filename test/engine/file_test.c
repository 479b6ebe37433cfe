/*
 * The SQLite file: one holder, readers beside it, checkpoints, copies, and addresses that fail.
 */
#include "harness/db_harness.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/driver.h"

enum { PARENT = 7, PATH_BYTES = HARNESS_ADDRESS_MAX + 64 };

static void path_of(const DbHarness *h, const char *name, char ret_path[PATH_BYTES]) {
    snprintf(ret_path, PATH_BYTES, "%s/%s", h->folder, name);
}

static int64_t size_of(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 ? (int64_t)status.st_size : -1;
}

static int64_t child_count(Ctx *ctx, Db *db) {
    int64_t count = -1;
    ASSERT_OK(ctx, db_begin(ctx, db, DB_TX_READ));
    ASSERT_OK(ctx, db_query_int64(ctx, db, SQL_CHILD_COUNT, DB_NO_PARAMS, -1, &count));
    ASSERT_OK(ctx, db_commit(ctx, db));
    return count;
}

static void add_rows(DbHarness *h, int64_t first, int64_t count, size_t bytes) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    char *data = calloc(1, bytes + 1);
    assert_non_null(data);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_bulk_open(&h->ctx, h->db, SQL_CHILD_BULK, &bulk));
    for (int64_t i = first; i < first + count; i++) {
        ASSERT_OK(&h->ctx, db_bulk_add(&h->ctx, bulk,
                                       DB_PARAMS(DB_I(i), DB_I(PARENT), DB_I(1), DB_N,
                                                 DB_B(((Str){data, bytes})))));
    }
    ASSERT_OK(&h->ctx, db_bulk_finish(&h->ctx, &bulk, NULL));
    harness_commit(h);
    free(data);
}

static void a_held_database_is_not_opened_twice(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    Db *second = NULL;
    ASSERT_STATUS(&h->ctx, E_DB_LOCKED,
                  db_open(&h->ctx, str_of(h->address), (DbOptions){0}, &second));
    assert_null(second);
    pid_t child = fork();
    if (child == 0) {
        Status status = db_open(&h->ctx, str_of(h->address), (DbOptions){0}, &second);
        _exit(status == E_DB_LOCKED ? 0 : 1);
    }
    int code = -1;
    assert_true(child > 0 && waitpid(child, &code, 0) == child);
    assert_int_equal(code, 0);
    db_close(&h->db);
    ASSERT_OK(&h->ctx, db_open(&h->ctx, str_of(h->address), (DbOptions){0}, &h->db));
    harness_close(&h);
}

static Status write_something(Ctx *ctx, Db *db, const void *arg) {
    (void)arg;
    return db_exec(ctx, db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), NULL);
}

static void a_reader_sees_what_is_committed_and_writes_nothing(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    CLEANUP(db_close) Db *reader = NULL;
    add_rows(h, 1, 5, 10);
    ASSERT_OK(&h->ctx,
              db_open(&h->ctx, str_of(h->address), (DbOptions){.read_only = true}, &reader));
    assert_int_equal(child_count(&h->ctx, reader), 5);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_exec(&h->ctx, h->db, SQL_CHILD_INSERT,
                               DB_PARAMS(DB_I(100), DB_I(PARENT), DB_I(1), DB_N, DB_N), NULL));
    assert_int_equal(child_count(&h->ctx, reader), 5);
    harness_commit(h);
    assert_int_equal(child_count(&h->ctx, reader), 6);
    ASSERT_STATUS(&h->ctx, E_BUG, db_write(&h->ctx, reader, write_something, NULL));
    ASSERT_STATUS(&h->ctx, E_BUG, db_read(&h->ctx, reader, write_something, NULL));
    db_close(&h->db); /* a reader needs no writer */
    assert_int_equal(child_count(&h->ctx, reader), 6);
    db_close(&reader);
    harness_close(&h);
}

static void the_writer_keeps_the_log_short(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    char log[PATH_BYTES];
    path_of(h, "test.db-wal", log);
    for (int64_t i = 0; i < 10; i++) {
        add_rows(h, i * 1000, 1000, 10000); /* 10 MB each */
    }
    assert_true(size_of(h->address) > 80 << 20);
    assert_true(size_of(log) < 64 << 20);
    db_close(&h->db);
    assert_true(size_of(log) <= 0);
    harness_close(&h);
}

static void files_belong_to_their_owner_alone(void **state) {
    (void)state;
    static const char *const NAMES[] = {"test.db", "test.db-wal", "test.db.lock", "copy.db"};
    DbHarness *h = harness_open(DB_SQLITE);
    char path[PATH_BYTES];
    path_of(h, "copy.db", path);
    ASSERT_OK(&h->ctx, db_backup_to(&h->ctx, h->db, str_of(path)));
    for (int i = 0; i < 4; i++) {
        struct stat status;
        path_of(h, NAMES[i], path);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
    }
    harness_close(&h);
}

static void a_copy_is_a_whole_database(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    CLEANUP(db_close) Db *copy = NULL;
    char path[PATH_BYTES];
    path_of(h, "copy.db", path);
    add_rows(h, 1, 500, 100);
    ASSERT_OK(&h->ctx, db_backup_to(&h->ctx, h->db, str_of(path)));
    add_rows(h, 1000, 1, 100);
    ASSERT_OK(&h->ctx, db_open(&h->ctx, str_of(path), (DbOptions){0}, &copy));
    assert_int_equal(child_count(&h->ctx, copy), 500);
    /* What stands there is never written over. */
    ASSERT_STATUS(&h->ctx, E_ARGUMENT, db_backup_to(&h->ctx, h->db, str_of(path)));
    assert_int_equal(child_count(&h->ctx, copy), 500);
    ASSERT_STATUS(&h->ctx, E_FILE_WRITE,
                  db_backup_to(&h->ctx, h->db, STR("/nowhere/at/all/copy.db")));
    harness_begin(h);
    path_of(h, "other.db", path);
    ASSERT_STATUS(&h->ctx, E_BUG, db_backup_to(&h->ctx, h->db, str_of(path)));
    harness_rollback(h);
    assert_int_equal(size_of(path), -1);
    harness_close(&h);
}

static void postgres_is_not_copied_here(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_POSTGRES);
    ASSERT_STATUS(&h->ctx, E_ARGUMENT, db_backup_to(&h->ctx, h->db, STR("copy.db")));
    harness_close(&h);
}

static void an_address_that_fails_says_so(void **state) {
    (void)state;
    static const char *const ADDRESSES[] = {
        "",
        "/nowhere/at/all/x.db",
        "postgres://nobody@/none?host=/nowhere",
        "postgresql://[broken",
    };
    DbHarness *h = harness_plain();
    for (size_t i = 0; i < sizeof ADDRESSES / sizeof ADDRESSES[0]; i++) {
        ASSERT_STATUS(&h->ctx, E_DB_OPEN,
                      db_open(&h->ctx, str_of(ADDRESSES[i]), (DbOptions){.create = true}, &h->db));
        assert_null(h->db);
    }
    char path[PATH_BYTES];
    path_of(h, "absent.db", path);
    ASSERT_STATUS(&h->ctx, E_DB_OPEN, db_open(&h->ctx, str_of(path), (DbOptions){0}, &h->db));
    assert_int_equal(size_of(path), -1);
    path_of(h, "text.db", path);
    FILE *text = fopen(path, "w");
    assert_non_null(text);
    for (int i = 0; i < 1000; i++) {
        fputs("this is no database\n", text);
    }
    fclose(text);
    ASSERT_STATUS(&h->ctx, E_DB_OPEN, db_open(&h->ctx, str_of(path), (DbOptions){0}, &h->db));
    assert_int_equal(size_of(path), 20000);
    harness_close(&h);
}

/* Killed in the middle of a transaction: the next one finds the last commit, and the lock free. */
static void a_killed_writer_leaves_the_last_commit(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    db_close(&h->db);
    pid_t child = fork();
    if (child == 0) {
        Ctx *ctx = &h->ctx;
        if (db_open(ctx, str_of(h->address), (DbOptions){0}, &h->db) != OK) {
            _exit(1);
        }
        add_rows(h, 1, 100, 1000);
        harness_begin(h);
        if (db_exec(ctx, h->db, SQL_CHILD_MOVE, DB_PARAMS(DB_I(1)), NULL) == OK) {
            kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    int code = 0;
    assert_true(child > 0 && waitpid(child, &code, 0) == child);
    assert_true(WIFSIGNALED(code));
    ASSERT_OK(&h->ctx, db_open(&h->ctx, str_of(h->address), (DbOptions){0}, &h->db));
    int64_t sum = 0;
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_query_int64(&h->ctx, h->db, SQL_CHILD_SUM, DB_PARAMS(DB_I(0)), -1, &sum));
    assert_int_equal(sum, 100);
    harness_rollback(h);
    harness_close(&h);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_held_database_is_not_opened_twice),
        cmocka_unit_test(a_reader_sees_what_is_committed_and_writes_nothing),
        cmocka_unit_test(the_writer_keeps_the_log_short),
        cmocka_unit_test(files_belong_to_their_owner_alone),
        cmocka_unit_test(a_copy_is_a_whole_database),
        cmocka_unit_test(postgres_is_not_copied_here),
        cmocka_unit_test(an_address_that_fails_says_so),
        cmocka_unit_test(a_killed_writer_leaves_the_last_commit),
    };
    return HARNESS_RUN(tests);
}
