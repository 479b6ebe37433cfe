/*
 * db.h -- the one door to SQL: SQLite and PostgreSQL behind one header.
 *
 * Floor 2. Knows nothing of the domain: it moves typed rows. A statement is named by its SqlId (a
 * row of the catalogue compiled from sql/query/ by tools/embed_sql.c); no SQL text passes through
 * here, so hand-built SQL does not compile.
 *
 * One Db is one connection and belongs to one thread. On SQLite one process holds the database (an
 * OS lock on FILE.lock; a second one gets E_DB_LOCKED), the writer owns the checkpoints,
 * synchronous=FULL. On PostgreSQL transactions are SERIALIZABLE.
 *
 * Failures: E_DB_OPEN, E_DB_LOCKED, E_DB_BUSY, E_DB_CONFLICT (retry), E_DB_UNIQUE, E_DB_FOREIGN,
 * E_DB_CHECK (the row is refused), E_DB_FULL, E_DB_FAULT, E_DB_SCHEMA, E_DB_NO_ROW.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/sql_id.h" /* generated: enum SqlId { SQL_<NAME>, ... SQL_COUNT } */

typedef struct Db Db;
typedef struct DbCursor DbCursor;
typedef struct DbBulk DbBulk;

typedef enum DbEngine { DB_SQLITE = 1, DB_POSTGRES = 2 } DbEngine;

typedef enum DbKind { DB_NULL = 0, DB_INT64 = 1, DB_TEXT = 2, DB_BYTES = 3 } DbKind;

/* One parameter. Text and bytes are views that must live until the call returns. */
typedef struct DbValue {
    DbKind kind;
    int64_t number;
    Str bytes; /* of DB_TEXT and DB_BYTES */
} DbValue;

#define DB_I(n) ((DbValue){DB_INT64, (n), {0, 0}})
#define DB_T(s) ((DbValue){DB_TEXT, 0, (s)})
#define DB_B(s) ((DbValue){DB_BYTES, 0, (s)})
#define DB_N ((DbValue){DB_NULL, 0, {0, 0}})
/* An optional number or text: NULL when absent. */
DbValue db_int_or_null(bool present, int64_t number);
DbValue db_text_or_null(Str text); /* the empty text is NULL */
DbValue db_bytes_or_null(Str bytes);

/* Parameters in the order $1, $2, ...: DB_PARAMS(DB_I(1), DB_T(name)) */
#define DB_PARAMS(...)                                                                             \
    ((const DbValue[]){__VA_ARGS__}), (sizeof((const DbValue[]){__VA_ARGS__}) / sizeof(DbValue))
#define DB_NO_PARAMS ((const DbValue *)0), ((size_t)0)

typedef struct DbOptions {
    bool create;          /* SQLite: make the file when it is not there */
    bool read_only;       /* a reader: takes no lock, never checkpoints */
    bool no_schema_check; /* for migration itself */
    int64_t idle_ms; /* PostgreSQL: a transaction in which nothing is asked for so long is rolled
                        back by the server, so that who hangs holds nobody up; 0 = no limit */
} DbOptions;

/* `address` is a file path (SQLite) or postgres://... Checks the schema unless told otherwise. */
Status db_open(Ctx *ctx, Str address, DbOptions options, Db **ret_db) MUST_CHECK;
/* Rolls back what is open. Accepts NULL inside; sets it to NULL. Fit for CLEANUP. */
void db_close(Db **db);
DbEngine db_engine(const Db *db);
/* Applies all migrations that are not there yet, each in one transaction; checks the rest. */
Status db_migrate(Ctx *ctx, Db *db, int64_t *ret_applied_count) MUST_CHECK;

/*
 * Transactions. Every statement needs one. The callback of db_write() may run again after a
 * conflict (at most 10 times), so its argument is const and it touches nothing but the transaction:
 * no network, no files. db_read() sees one snapshot, runs once and refuses statements that write.
 * Failure rolls back; a statement that failed dooms the whole, even if the callback returns OK.
 * Only app/ begins transactions.
 */
typedef Status (*DbWork)(Ctx *ctx, Db *db, const void *arg);
Status db_write(Ctx *ctx, Db *db, DbWork work, const void *arg) MUST_CHECK;
Status db_read(Ctx *ctx, Db *db, DbWork work, const void *arg) MUST_CHECK;

/* Runs a statement; *ret_changed (may be NULL) is the number of rows written. */
Status db_exec(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
               int64_t *ret_changed) MUST_CHECK;

/*
 * Runs a query and streams its rows in constant memory (PostgreSQL: a server-side cursor). Several
 * cursors may be open at once and statements and bulks may run between their steps.
 */
Status db_query(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                DbCursor **ret_cursor) MUST_CHECK;
/* Steps to the next row; *ret_has_row false at the end. */
Status db_next(Ctx *ctx, DbCursor *cursor, bool *ret_has_row) MUST_CHECK;
/* Closes early or at the end; accepts NULL inside. Fit for CLEANUP. */
void db_cursor_close(DbCursor **cursor);
/* Columns of the current row, by position from 0. NULL reads as 0 or the empty Str. */
bool db_is_null(const DbCursor *cursor, int column);
int64_t db_int64(const DbCursor *cursor, int column);
/* Text or bytes; valid until the next db_next() or close. */
Str db_str(const DbCursor *cursor, int column);

/* Runs a query that gives one row and leaves the cursor on it; E_DB_NO_ROW when there is none. */
Status db_query_one(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                    DbCursor **ret_cursor) MUST_CHECK;
/* First column of the first row as a number; `absent` when there is no row or it is NULL. */
Status db_query_int64(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                      int64_t absent, int64_t *ret_number) MUST_CHECK;

/*
 * Bulk insert by a `:bulk` statement (an INSERT ... VALUES ($1, ..., $n)): prepared inserts on
 * SQLite, COPY in chunks on PostgreSQL. Errors may surface at a later row or at finish; the
 * transaction is lost then, as always. db_bulk_finish() writes what is buffered and frees.
 */
Status db_bulk_open(Ctx *ctx, Db *db, SqlId id, DbBulk **ret_bulk) MUST_CHECK;
Status db_bulk_add(Ctx *ctx, DbBulk *bulk, const DbValue *params, size_t count) MUST_CHECK;
Status db_bulk_finish(Ctx *ctx, DbBulk **bulk, int64_t *ret_count) MUST_CHECK;
/* Frees without writing; for CLEANUP on the failure road. */
void db_bulk_discard(DbBulk **bulk);

/* Takes `count` ids of a kind ("person", ...): *ret_first .. *ret_first + count - 1. */
Status db_take_ids(Ctx *ctx, Db *db, Str kind, int64_t count, int64_t *ret_first) MUST_CHECK;

/* SQLite: a consistent copy made by this process (VACUUM INTO). E_ARGUMENT on PostgreSQL. */
Status db_backup_to(Ctx *ctx, Db *db, Str path) MUST_CHECK;

/*
 * For tests, and for whoever may stop long work: `reached` is asked at each point, and what it says
 * other than OK is what happens there. A statement is begun (begin, exec, query, bulk, commit); a
 * row is stepped to or added to a bulk; a transaction is on the disk, and only its acknowledgement
 * may still be lost.
 */
typedef enum DbPoint { DB_POINT_STATEMENT = 1, DB_POINT_ROW = 2, DB_POINT_COMMITTED = 3 } DbPoint;
typedef struct DbProbe {
    Status (*reached)(void *arg, DbPoint point); /* NULL = nobody asks */
    void *arg;
} DbProbe;
void db_set_probe(Db *db, DbProbe probe);

/* For tests: the n-th statement from now fails with E_DB_FAULT (1 = next); 0 switches it off. */
void db_fail_nth(Db *db, int64_t nth);
/* Statements run since the connection was opened: the bound for such a test. */
int64_t db_statement_count(const Db *db);

#endif
