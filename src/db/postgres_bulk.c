/*
 * Bulk insert as COPY in binary format. Rows gather in a buffer; a full one becomes a COPY of its
 * own, so that cursors and statements may run between (a COPY holds the connection while it lasts).
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/postgres.h"

enum { CHUNK_BYTES = 4 << 20, ROW_HEAD_BYTES = 2, FIELD_HEAD_BYTES = 4, COMMAND_MAX = 4096 };

/* Signature, flags, length of the extension: the head of every binary COPY. */
static const char COPY_HEAD[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0";
enum { COPY_HEAD_BYTES = sizeof COPY_HEAD - 1 };
static_assert(COPY_HEAD_BYTES == 19, "11 bytes of signature and two numbers of 4");

typedef struct PostgresBulk {
    DbBulk base;
    char *buffer;
    size_t len;
    size_t size;
    int64_t buffered_rows;
} PostgresBulk;

static void put(PostgresBulk *bulk, const void *bytes, size_t len) {
    memcpy(bulk->buffer + bulk->len, bytes, len);
    bulk->len += len;
}

static void put_number(PostgresBulk *bulk, uint32_t number, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        bulk->buffer[bulk->len++] = (char)(unsigned char)(number >> shift & 0xff);
    }
}

Status postgres_bulk_open(Ctx *ctx, Db *db, SqlId id, DbBulk **ret_bulk) {
    (void)db;
    PostgresBulk *bulk = calloc(1, sizeof *bulk);
    char *buffer = malloc(CHUNK_BYTES);
    if (bulk == NULL || buffer == NULL) {
        free(bulk);
        free(buffer);
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%s: no memory for a bulk", SQL_STATEMENTS[id].name);
    }
    bulk->buffer = buffer;
    bulk->size = CHUNK_BYTES;
    put(bulk, COPY_HEAD, COPY_HEAD_BYTES);
    *ret_bulk = &bulk->base;
    return OK;
}

/* Hands the buffer to the server and waits for its answer; the connection is free afterwards. */
static Status send_buffer(Ctx *ctx, const PostgresBulk *bulk, const char *command,
                          int64_t *ret_rows) {
    const PostgresDb *db = (const PostgresDb *)bulk->base.db;
    const char *name = SQL_STATEMENTS[bulk->base.id].name;
    PGresult *result = PQexec(db->conn, command);
    if (PQresultStatus(result) != PGRES_COPY_IN) {
        Status status = postgres_fail(ctx, db, result, name);
        PQclear(result);
        return status;
    }
    PQclear(result);
    if (PQputCopyData(db->conn, bulk->buffer, (int)bulk->len) != 1 ||
        PQputCopyEnd(db->conn, NULL) != 1) {
        return postgres_fail(ctx, db, NULL, name);
    }
    Status status = OK;
    int64_t rows = 0;
    while ((result = PQgetResult(db->conn)) != NULL) { /* ends: libpq gives NULL after the last */
        if (PQresultStatus(result) == PGRES_COMMAND_OK) {
            (void)str_to_int64(str_of(PQcmdTuples(result)), &rows);
        } else if (status == OK) {
            status = postgres_fail(ctx, db, result, name);
        }
        PQclear(result);
    }
    TRY(status);
    *ret_rows = rows;
    return OK;
}

static Status flush(Ctx *ctx, PostgresBulk *bulk) {
    const SqlStatement *s = &SQL_STATEMENTS[bulk->base.id];
    char command[COMMAND_MAX];
    int64_t rows = 0;
    if (bulk->buffered_rows == 0) {
        return OK;
    }
    int len = snprintf(command, sizeof command, "COPY %s (%s) FROM STDIN (FORMAT binary)",
                       s->bulk_table, s->bulk_columns);
    if (len < 0 || (size_t)len >= sizeof command) {
        return ctx_fail(ctx, E_BUG, "%s: too many columns for COPY", s->name);
    }
    put_number(bulk, 0xffff, 2); /* the end; room for it is always kept */
    TRY(send_buffer(ctx, bulk, command, &rows));
    if (rows != bulk->buffered_rows) {
        return ctx_fail(ctx, E_DB_FAULT, "%s: COPY took %lld rows of %lld", s->name,
                        (long long)rows, (long long)bulk->buffered_rows);
    }
    bulk->len = COPY_HEAD_BYTES;
    bulk->buffered_rows = 0;
    return OK;
}

/* Room for one row and the end mark, in a chunk of its own if need be. */
static Status make_room(Ctx *ctx, PostgresBulk *bulk, size_t row_bytes) {
    if (bulk->len + row_bytes + 2 <= bulk->size) {
        return OK;
    }
    TRY(flush(ctx, bulk));
    if (COPY_HEAD_BYTES + row_bytes + 2 > bulk->size) {
        size_t size = COPY_HEAD_BYTES + row_bytes + 2;
        char *bigger = size < INT32_MAX ? realloc(bulk->buffer, size) : NULL;
        if (bigger == NULL) {
            return ctx_fail(ctx, E_MEMORY_LIMIT, "%s: a row of %zu bytes",
                            SQL_STATEMENTS[bulk->base.id].name, row_bytes);
        }
        bulk->buffer = bigger;
        bulk->size = size;
    }
    return OK;
}

Status postgres_bulk_add(Ctx *ctx, DbBulk *base, const DbValue *params) {
    PostgresBulk *bulk = (PostgresBulk *)base;
    int count = SQL_STATEMENTS[base->id].in_count;
    size_t bytes = ROW_HEAD_BYTES;
    for (int i = 0; i < count; i++) {
        bytes += FIELD_HEAD_BYTES + (params[i].kind == DB_INT64  ? sizeof(int64_t)
                                     : params[i].kind == DB_NULL ? 0
                                                                 : params[i].bytes.len);
    }
    TRY(make_room(ctx, bulk, bytes));
    put_number(bulk, (uint32_t)count, ROW_HEAD_BYTES);
    for (int i = 0; i < count; i++) {
        const DbValue *value = &params[i];
        if (value->kind == DB_NULL) {
            put_number(bulk, UINT32_MAX, FIELD_HEAD_BYTES);
        } else if (value->kind == DB_INT64) {
            put_number(bulk, sizeof(int64_t), FIELD_HEAD_BYTES);
            postgres_put_int64(value->number, bulk->buffer + bulk->len);
            bulk->len += sizeof(int64_t);
        } else {
            put_number(bulk, (uint32_t)value->bytes.len, FIELD_HEAD_BYTES);
            if (value->bytes.len > 0) {
                put(bulk, value->bytes.ptr, value->bytes.len);
            }
        }
    }
    bulk->buffered_rows++;
    return OK;
}

Status postgres_bulk_finish(Ctx *ctx, DbBulk *bulk) {
    return flush(ctx, (PostgresBulk *)bulk);
}

void postgres_bulk_free(DbBulk *base) {
    PostgresBulk *bulk = (PostgresBulk *)base;
    free(bulk->buffer);
    free(bulk);
}
