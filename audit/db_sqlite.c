/*
 * SQLite, opened read-only. One read transaction holds one snapshot; a large page cache makes
 * look-ups beside an ordered scan cheap.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "db_engine.h"
#include "memory.h"
#include "sql.h"

static void sqlite_close(Db *db) {
    sqlite3_close(db->handle);
}

static Rows *sqlite_rows_open(Db *db, const char *sql, const int64_t *values, size_t count) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL) != SQLITE_OK) {
        db_fail(db, "SQLite", sqlite3_errmsg(db->handle));
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        char name[24];
        snprintf(name, sizeof(name), "$%zu", i + 1);
        /* To SQLite $1 is a name, numbered by first appearance: it must be looked up. */
        const int index = sqlite3_bind_parameter_index(statement, name);
        if (index > 0) {
            sqlite3_bind_int64(statement, index, values[i]);
        }
    }
    Rows *rows = memory_new(sizeof(*rows));
    rows->db = db;
    rows->statement = statement;
    return rows;
}

static bool sqlite_rows_next(Rows *rows) {
    const int code = sqlite3_step(rows->statement);
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        db_fail(rows->db, "SQLite", sqlite3_errmsg(rows->db->handle));
    }
    return false;
}

static int64_t sqlite_rows_number(const Rows *rows, int column) {
    return sqlite3_column_int64(rows->statement, column);
}

static bool sqlite_rows_is_null(const Rows *rows, int column) {
    return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

static Bytes sqlite_rows_bytes(const Rows *rows, int column) {
    const unsigned char *data = sqlite3_column_blob(rows->statement, column);
    return (Bytes){data, (size_t)sqlite3_column_bytes(rows->statement, column)};
}

static void sqlite_rows_end(Rows *rows) {
    sqlite3_finalize(rows->statement);
}

static const EngineOps SQLITE_OPS = {
    .close = sqlite_close,
    .open = sqlite_rows_open,
    .next = sqlite_rows_next,
    .number = sqlite_rows_number,
    .is_null = sqlite_rows_is_null,
    .bytes = sqlite_rows_bytes,
    .end = sqlite_rows_end,
};

bool sqlite_open(Db *db, const char *path) {
    sqlite3 *handle = NULL;

    const int code =
        sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    db->handle = handle;
    db->ops = &SQLITE_OPS;
    if (code != SQLITE_OK) {
        db_fail(db, path, handle ? sqlite3_errmsg(handle) : "out of memory");
        return false;
    }
    sqlite3_busy_timeout(handle, 10000);
    if (sqlite3_exec(handle, sql_text("session_begin", ENGINE_SQLITE), NULL, NULL, NULL) !=
        SQLITE_OK) {
        db_fail(db, path, sqlite3_errmsg(handle));
        return false;
    }
    return true;
}
