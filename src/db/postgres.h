/*
 * postgres.h -- what the halves of the PostgreSQL driver share: connection, values (postgres.c) and
 * bulk by COPY (postgres_bulk.c).
 *
 * Floor 2, inside db/. All values travel in PostgreSQL's binary formats: numbers as 8 bytes, big
 * end first, texts and bytes as they are.
 */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include <libpq-fe.h>

#include "db/driver.h"

typedef struct PostgresDb {
    Db base;
    PGconn *conn;
    int64_t idle_ms;   /* DbOptions */
    int64_t cursor_no; /* names of server-side cursors */
    bool prepared[SQL_COUNT];
} PostgresDb;

/* Why the server or the connection failed; never its DETAIL, which quotes values. */
Status postgres_fail(Ctx *ctx, const PostgresDb *db, const PGresult *result,
                     const char *what) MUST_CHECK;
/* A command without parameters and rows; *ret_rows (may be NULL) is the number in its tag. */
Status postgres_command(Ctx *ctx, const PostgresDb *db, const char *text,
                        int64_t *ret_rows) MUST_CHECK;
void postgres_put_int64(int64_t number, char ret_bytes[8]);

Status postgres_bulk_open(Ctx *ctx, Db *db, SqlId id, DbBulk **ret_bulk) MUST_CHECK;
Status postgres_bulk_add(Ctx *ctx, DbBulk *bulk, const DbValue *params) MUST_CHECK;
Status postgres_bulk_finish(Ctx *ctx, DbBulk *bulk) MUST_CHECK;
void postgres_bulk_free(DbBulk *bulk);

#endif
