/*
 * PostgreSQL: one REPEATABLE READ, READ ONLY transaction; each stream is a server cursor fetched in
 * pages, so that several streams can be merged on one connection in flat memory.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_engine.h"
#include "memory.h"
#include "sql.h"

enum { PAGE_ROWS = 8192, INT8_OID = 20, SQL_EXTRA = 64 };

static void pg_close(Db *db) {
    PQfinish(db->handle);
}

static bool pg_do(Db *db, const char *sql) {
    PGresult *result = PQexec(db->handle, sql);
    const ExecStatusType status = PQresultStatus(result);
    const bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!done) {
        db_fail(db, "PostgreSQL", PQerrorMessage(db->handle));
    }
    PQclear(result);
    return done;
}

static Rows *pg_rows_open(Db *db, const char *sql, const int64_t *values, size_t count) {
    char digits[DB_VALUE_MAX][24];
    const char *texts[DB_VALUE_MAX] = {0};
    Oid types[DB_VALUE_MAX] = {0};
    for (size_t i = 0; i < count; i++) {
        snprintf(digits[i], sizeof(digits[i]), "%lld", (long long)values[i]);
        texts[i] = digits[i];
        types[i] = INT8_OID;
    }
    const size_t size = strlen(sql) + SQL_EXTRA;
    char *declare = memory_new(size);
    const int64_t cursor_no = ++db->cursor_no;
    snprintf(declare, size, "DECLARE c%lld NO SCROLL CURSOR FOR %s", (long long)cursor_no, sql);
    PGresult *result = PQexecParams(db->handle, declare, (int)count, types, texts, NULL, NULL, 1);
    const bool declared = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!declared) {
        db_fail(db, "PostgreSQL", PQerrorMessage(db->handle));
    }
    PQclear(result);
    free(declare);
    if (!declared) {
        return NULL;
    }
    Rows *rows = memory_new(sizeof(*rows));
    rows->db = db;
    rows->cursor_no = cursor_no;
    rows->row = -1;
    return rows;
}

static bool pg_fetch(Rows *rows) {
    char fetch[SQL_EXTRA];
    PQclear(rows->statement);
    snprintf(fetch, sizeof(fetch), "FETCH %d FROM c%lld", (int)PAGE_ROWS,
             (long long)rows->cursor_no);
    PGresult *result = PQexecParams(rows->db->handle, fetch, 0, NULL, NULL, NULL, NULL, 1);
    rows->statement = result;
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        db_fail(rows->db, "PostgreSQL", PQerrorMessage(rows->db->handle));
        return false;
    }
    rows->row = 0;
    rows->row_count = PQntuples(result);
    rows->last_page = rows->row_count < PAGE_ROWS;
    return rows->row_count > 0;
}

static bool pg_rows_next(Rows *rows) {
    if (rows->statement && rows->row + 1 < rows->row_count) {
        rows->row++;
        return true;
    }
    return !rows->last_page && pg_fetch(rows);
}

static int64_t pg_rows_number(const Rows *rows, int column) {
    const PGresult *result = rows->statement;
    if (PQgetisnull(result, rows->row, column)) {
        return 0;
    }
    const unsigned char *value = (const unsigned char *)PQgetvalue(result, rows->row, column);
    const int size = PQgetlength(result, rows->row, column);
    uint64_t number = size > 0 && (value[0] & 0x80) ? UINT64_MAX : 0;
    for (int i = 0; i < size && i < 8; i++) {
        number = (number << 8) | value[i];
    }
    return (int64_t)number;
}

static bool pg_rows_is_null(const Rows *rows, int column) {
    return PQgetisnull(rows->statement, rows->row, column) != 0;
}

static Bytes pg_rows_bytes(const Rows *rows, int column) {
    const PGresult *result = rows->statement;
    return (Bytes){(const unsigned char *)PQgetvalue(result, rows->row, column),
                   (size_t)PQgetlength(result, rows->row, column)};
}

static void pg_rows_end(Rows *rows) {
    PQclear(rows->statement);
    if (rows->cursor_no && !rows->db->why[0]) {
        char close[SQL_EXTRA];
        snprintf(close, sizeof(close), "CLOSE c%lld", (long long)rows->cursor_no);
        pg_do(rows->db, close);
    }
}

static const EngineOps POSTGRES_OPS = {
    .close = pg_close,
    .open = pg_rows_open,
    .next = pg_rows_next,
    .number = pg_rows_number,
    .is_null = pg_rows_is_null,
    .bytes = pg_rows_bytes,
    .end = pg_rows_end,
};

bool postgres_open(Db *db, const char *url) {
    db->ops = &POSTGRES_OPS;
    db->handle = PQconnectdb(url);
    if (PQstatus(db->handle) != CONNECTION_OK) {
        db_fail(db, "PostgreSQL", PQerrorMessage(db->handle));
        return false;
    }
    return pg_do(db, sql_text("session_begin", ENGINE_POSTGRES));
}
