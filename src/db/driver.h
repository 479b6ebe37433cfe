/*
 * driver.h -- what an engine must do; db.c does the rest once for both.
 *
 * Floor 2, inside db/ (and the test harness, which begins transactions by hand). db.c has checked
 * before a driver is called: the statement's kind, the number and kinds of its parameters, that a
 * transaction is open and has not failed. A driver returns its failure through ctx_fail(); db.c
 * then dooms the transaction, on both engines alike: nothing more runs in it and it cannot commit.
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db/catalogue.h"
#include "db/db.h"

typedef enum DbTx { DB_TX_NONE = 0, DB_TX_READ = 1, DB_TX_WRITE = 2 } DbTx;

typedef struct DbDriver {
    void (*close)(Db *db);
    Status (*begin)(Ctx *ctx, Db *db, DbTx tx);
    Status (*commit)(Ctx *ctx, Db *db);
    void (*rollback)(Db *db);
    /* Several statements without parameters or rows: a migration. */
    Status (*script)(Ctx *ctx, Db *db, const char *text);
    /* Compiles a statement and compares parameters and columns with what its header declares. */
    Status (*prepare)(Ctx *ctx, Db *db, SqlId id);
    Status (*exec)(Ctx *ctx, Db *db, SqlId id, const DbValue *params, int64_t *ret_changed);
    /* A new cursor of the driver's own shape, its DbCursor part left to db.c. */
    Status (*query)(Ctx *ctx, Db *db, SqlId id, const DbValue *params, DbCursor **ret_cursor);
    Status (*next)(Ctx *ctx, DbCursor *cursor, bool *ret_has_row);
    void (*cursor_close)(DbCursor *cursor); /* frees it */
    DbKind (*kind)(const DbCursor *cursor, int column);
    int64_t (*int64)(const DbCursor *cursor, int column);
    Str (*str)(const DbCursor *cursor, int column);
    Status (*bulk_open)(Ctx *ctx, Db *db, SqlId id, DbBulk **ret_bulk);
    Status (*bulk_add)(Ctx *ctx, DbBulk *bulk, const DbValue *params);
    Status (*bulk_finish)(Ctx *ctx, DbBulk *bulk); /* writes the rest; does not free */
    void (*bulk_free)(DbBulk *bulk);
    Status (*backup)(Ctx *ctx, Db *db, Str path);
} DbDriver;

struct Db {
    const DbDriver *driver;
    DbEngine engine;
    bool read_only;
    DbTx tx;
    Status doomed;           /* why the open transaction cannot commit, or OK */
    int64_t tx_no;           /* tells a cursor that its transaction is over */
    int64_t open_count;      /* cursors and bulks that are not closed yet */
    int64_t statement_count; /* for db_fail_nth() */
    int64_t fail_at;         /* the statement_count that fails, or 0 */
    DbProbe probe;           /* of a test */
};

struct DbCursor {
    Db *db;
    SqlId id;
    int64_t tx_no;
    bool has_row;
};

struct DbBulk {
    Db *db;
    SqlId id;
    int64_t tx_no;
    int64_t row_count;
};

Status sqlite_open(Ctx *ctx, Str path, DbOptions options, Db **ret_db) MUST_CHECK;
Status postgres_open(Ctx *ctx, Str address, DbOptions options, Db **ret_db) MUST_CHECK;

/* One transaction by hand: for the migrations and for tests. Everything else uses db_write(). */
Status db_begin(Ctx *ctx, Db *db, DbTx tx) MUST_CHECK;
Status db_commit(Ctx *ctx, Db *db) MUST_CHECK;
void db_rollback(Db *db);

/* migrate.c: E_DB_SCHEMA unless exactly our migrations are there. */
Status db_check_schema(Ctx *ctx, Db *db) MUST_CHECK;
/* The same with other migrations than the compiled ones: for tests. */
Status db_migrate_with(Ctx *ctx, Db *db, const SqlMigration *migrations, size_t count,
                       int64_t *ret_applied_count) MUST_CHECK;
Status db_check_schema_with(Ctx *ctx, Db *db, const SqlMigration *migrations,
                            size_t count) MUST_CHECK;

#endif
