#include "db/db.h"

#include <string.h>
#include <time.h>

#include "db/driver.h"

enum { TRY_MAX = 10, BULK_ROWS_PER_STATEMENT = 4096 };

DbValue db_int_or_null(bool present, int64_t number) {
    return present ? DB_I(number) : DB_N;
}

DbValue db_text_or_null(Str text) {
    return text.len ? DB_T(text) : DB_N;
}

DbValue db_bytes_or_null(Str bytes) {
    return bytes.len ? DB_B(bytes) : DB_N;
}

Status db_open(Ctx *ctx, Str address, DbOptions options, Db **ret_db) {
    CLEANUP(db_close) Db *db = NULL;
    bool postgres = str_starts_with(address, STR("postgres://")) ||
                    str_starts_with(address, STR("postgresql://"));
    TRY(postgres ? postgres_open(ctx, address, options, &db)
                 : sqlite_open(ctx, address, options, &db));
    db->read_only = options.read_only;
    if (!options.no_schema_check) {
        TRY(db_check_schema(ctx, db));
    }
    *ret_db = db;
    db = NULL;
    return OK;
}

void db_close(Db **db) {
    if (*db) {
        db_rollback(*db);
        (*db)->driver->close(*db);
        *db = NULL;
    }
}

DbEngine db_engine(const Db *db) {
    return db->engine;
}

/* ---- one statement's checks, the same on both engines ---- */

/* A failure inside a transaction dooms it: PostgreSQL does so, and SQLite must not differ. */
static Status db_doom(Db *db, Status status) {
    if (status != OK && db->tx != DB_TX_NONE && db->doomed == OK) {
        db->doomed = status;
    }
    return status;
}

static Status ask_probe(Ctx *ctx, const Db *db, DbPoint point, const char *what) {
    Status status = db->probe.reached ? db->probe.reached(db->probe.arg, point) : OK;
    return status == OK ? OK : ctx_fail(ctx, status, "%s: stopped on demand", what);
}

static Status count_statement(Ctx *ctx, Db *db, const char *what) {
    db->statement_count++;
    if (db->statement_count == db->fail_at) {
        db->fail_at = 0;
        return db_doom(db, ctx_fail(ctx, E_DB_FAULT, "%s: failed on a test's demand", what));
    }
    return db_doom(db, ask_probe(ctx, db, DB_POINT_STATEMENT, what));
}

static Status check_usable(Ctx *ctx, const Db *db, const char *what) {
    if (db->tx == DB_TX_NONE) {
        return ctx_fail(ctx, E_BUG, "%s: no transaction is open", what);
    }
    if (db->doomed != OK) {
        return ctx_fail(ctx, db->doomed, "%s: the transaction has failed before", what);
    }
    return OK;
}

static Status check_params(Ctx *ctx, const SqlStatement *s, const DbValue *params, size_t count) {
    if (count != (size_t)s->in_count) {
        return ctx_fail(ctx, E_BUG, "%s takes %d parameters, not %zu", s->name, s->in_count, count);
    }
    for (int i = 0; i < s->in_count; i++) {
        if (params[i].kind == DB_NULL ? !s->in[i].nullable : params[i].kind != s->in[i].kind) {
            return ctx_fail(ctx, E_BUG, "%s: parameter %s is %s", s->name, s->in[i].name,
                            params[i].kind == DB_NULL ? "NULL" : "of another type");
        }
    }
    return OK;
}

static Status start_statement(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                              bool gives_rows) {
    if ((unsigned)id >= SQL_COUNT) {
        return ctx_fail(ctx, E_BUG, "no statement has the number %d", (int)id);
    }
    const SqlStatement *s = &SQL_STATEMENTS[id];
    if ((s->out_count > 0) != gives_rows) {
        return ctx_fail(ctx, E_BUG, "%s %s rows", s->name, gives_rows ? "gives no" : "gives");
    }
    TRY(check_usable(ctx, db, s->name));
    TRY(check_params(ctx, s, params, count));
    return count_statement(ctx, db, s->name);
}

Status db_exec(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
               int64_t *ret_changed) {
    int64_t changed = 0;
    TRY(start_statement(ctx, db, id, params, count, false));
    TRY(db_doom(db, db->driver->exec(ctx, db, id, params, &changed)));
    if (ret_changed) {
        *ret_changed = changed;
    }
    return OK;
}

/* ---- rows ---- */

Status db_query(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                DbCursor **ret_cursor) {
    DbCursor *cursor = NULL;
    TRY(start_statement(ctx, db, id, params, count, true));
    TRY(db_doom(db, db->driver->query(ctx, db, id, params, &cursor)));
    cursor->db = db;
    cursor->id = id;
    cursor->tx_no = db->tx_no;
    cursor->has_row = false;
    db->open_count++;
    *ret_cursor = cursor;
    return OK;
}

/* Each value must be what the statement's header promises: a NULL never reads as money. */
static Status check_row(Ctx *ctx, const DbCursor *cursor) {
    const SqlStatement *s = &SQL_STATEMENTS[cursor->id];
    for (int i = 0; i < s->out_count; i++) {
        DbKind kind = cursor->db->driver->kind(cursor, i);
        if (kind == DB_NULL ? !s->out[i].nullable : kind != s->out[i].kind) {
            return ctx_fail(ctx, E_BUG, "%s: column %s is %s", s->name, s->out[i].name,
                            kind == DB_NULL ? "NULL" : "of another type");
        }
    }
    return OK;
}

Status db_next(Ctx *ctx, DbCursor *cursor, bool *ret_has_row) {
    Db *db = cursor->db;
    const char *name = SQL_STATEMENTS[cursor->id].name;
    bool has_row = false;
    if (cursor->tx_no != db->tx_no) {
        return ctx_fail(ctx, E_BUG, "%s: its transaction is over", name);
    }
    cursor->has_row = false;
    TRY(check_usable(ctx, db, name));
    TRY(db_doom(db, ask_probe(ctx, db, DB_POINT_ROW, name)));
    TRY(db_doom(db, db->driver->next(ctx, cursor, &has_row)));
    if (has_row) {
        TRY(db_doom(db, check_row(ctx, cursor)));
    }
    cursor->has_row = has_row;
    *ret_has_row = has_row;
    return OK;
}

void db_cursor_close(DbCursor **cursor) {
    if (*cursor) {
        (*cursor)->db->open_count--;
        (*cursor)->db->driver->cursor_close(*cursor);
        *cursor = NULL;
    }
}

/* Whether there is a value to read: beyond the last row and the last column there is NULL. */
static bool readable(const DbCursor *cursor, int column) {
    return cursor->has_row && column >= 0 && column < SQL_STATEMENTS[cursor->id].out_count;
}

bool db_is_null(const DbCursor *cursor, int column) {
    return !readable(cursor, column) || cursor->db->driver->kind(cursor, column) == DB_NULL;
}

int64_t db_int64(const DbCursor *cursor, int column) {
    return readable(cursor, column) ? cursor->db->driver->int64(cursor, column) : 0;
}

Str db_str(const DbCursor *cursor, int column) {
    return readable(cursor, column) ? cursor->db->driver->str(cursor, column) : STR("");
}

Status db_query_one(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                    DbCursor **ret_cursor) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, id, params, count, &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_DB_NO_ROW, "%s", SQL_STATEMENTS[id].name);
    }
    *ret_cursor = cursor;
    cursor = NULL;
    return OK;
}

Status db_query_int64(Ctx *ctx, Db *db, SqlId id, const DbValue *params, size_t count,
                      int64_t absent, int64_t *ret_number) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, id, params, count, &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    *ret_number = has_row && !db_is_null(cursor, 0) ? db_int64(cursor, 0) : absent;
    return OK;
}

/* ---- bulk ---- */

Status db_bulk_open(Ctx *ctx, Db *db, SqlId id, DbBulk **ret_bulk) {
    DbBulk *bulk = NULL;
    if ((unsigned)id >= SQL_COUNT || SQL_STATEMENTS[id].kind != SQL_KIND_BULK) {
        return ctx_fail(ctx, E_BUG, "statement %d is not a :bulk one", (int)id);
    }
    TRY(check_usable(ctx, db, SQL_STATEMENTS[id].name));
    TRY(db_doom(db, ask_probe(ctx, db, DB_POINT_STATEMENT, SQL_STATEMENTS[id].name)));
    TRY(db_doom(db, db->driver->bulk_open(ctx, db, id, &bulk)));
    bulk->db = db;
    bulk->id = id;
    bulk->tx_no = db->tx_no;
    bulk->row_count = 0;
    db->open_count++;
    *ret_bulk = bulk;
    return OK;
}

static Status check_bulk(Ctx *ctx, const DbBulk *bulk) {
    const char *name = SQL_STATEMENTS[bulk->id].name;
    if (bulk->tx_no != bulk->db->tx_no) {
        return ctx_fail(ctx, E_BUG, "%s: its transaction is over", name);
    }
    return check_usable(ctx, bulk->db, name);
}

Status db_bulk_add(Ctx *ctx, DbBulk *bulk, const DbValue *params, size_t count) {
    const SqlStatement *s = &SQL_STATEMENTS[bulk->id];
    TRY(check_bulk(ctx, bulk));
    TRY(check_params(ctx, s, params, count));
    TRY(db_doom(bulk->db, ask_probe(ctx, bulk->db, DB_POINT_ROW, s->name)));
    TRY(db_doom(bulk->db, bulk->db->driver->bulk_add(ctx, bulk, params)));
    bulk->row_count++;
    return bulk->row_count % BULK_ROWS_PER_STATEMENT ? OK : count_statement(ctx, bulk->db, s->name);
}

Status db_bulk_finish(Ctx *ctx, DbBulk **bulk, int64_t *ret_count) {
    DbBulk *done = *bulk;
    TRY(check_bulk(ctx, done));
    TRY(count_statement(ctx, done->db, SQL_STATEMENTS[done->id].name));
    TRY(db_doom(done->db, done->db->driver->bulk_finish(ctx, done)));
    if (ret_count) {
        *ret_count = done->row_count;
    }
    db_bulk_discard(bulk);
    return OK;
}

void db_bulk_discard(DbBulk **bulk) {
    if (*bulk) {
        (*bulk)->db->open_count--;
        (*bulk)->db->driver->bulk_free(*bulk);
        *bulk = NULL;
    }
}

/* ---- transactions ---- */

Status db_begin(Ctx *ctx, Db *db, DbTx tx) {
    if (db->tx != DB_TX_NONE) {
        return ctx_fail(ctx, E_BUG, "a transaction is open already");
    }
    if (tx == DB_TX_WRITE && db->read_only) {
        return ctx_fail(ctx, E_BUG, "the database was opened for reading only");
    }
    TRY(count_statement(ctx, db, "begin"));
    TRY(db->driver->begin(ctx, db, tx));
    db->tx = tx;
    db->tx_no++;
    db->doomed = OK;
    return OK;
}

void db_rollback(Db *db) {
    if (db->tx != DB_TX_NONE) {
        db->driver->rollback(db);
        db->tx = DB_TX_NONE;
        db->tx_no++;
        db->doomed = OK;
    }
}

Status db_commit(Ctx *ctx, Db *db) {
    TRY(check_usable(ctx, db, "commit"));
    if (db->open_count > 0) {
        /* An unfinished bulk would lose rows; a cursor would read a world that is gone. */
        return db_doom(db, ctx_fail(ctx, E_BUG, "%lld cursors or bulks are still open at the end",
                                    (long long)db->open_count));
    }
    TRY(count_statement(ctx, db, "commit"));
    TRY(db_doom(db, db->driver->commit(ctx, db)));
    db->tx = DB_TX_NONE;
    db->tx_no++;
    return ask_probe(ctx, db, DB_POINT_COMMITTED, "commit");
}

/* Waits before the next try: 1 ms, 2 ms, ... 256 ms, spread by the connection's address. */
static void back_off(const Db *db, int tries) {
    int64_t wait_us = 1000LL << (tries > 8 ? 8 : tries);
    wait_us += (int64_t)(((uintptr_t)db >> 6) % (uintptr_t)wait_us);
    struct timespec wait = {wait_us / 1000000, (wait_us % 1000000) * 1000};
    nanosleep(&wait, NULL);
}

static Status run_once(Ctx *ctx, Db *db, DbTx tx, DbWork work, const void *arg) {
    TRY(db_begin(ctx, db, tx));
    Status status = work(ctx, db, arg);
    if (status == OK) {
        status = db_commit(ctx, db);
    }
    if (db->doomed == E_DB_CONFLICT) {
        status = E_DB_CONFLICT; /* whatever the work made of it */
    }
    db_rollback(db);
    return status;
}

Status db_write(Ctx *ctx, Db *db, DbWork work, const void *arg) {
    ArenaMark mark = arena_mark(ctx->arena);
    for (int tries = 0;; tries++) { /* ends: at most TRY_MAX times */
        Status status = run_once(ctx, db, DB_TX_WRITE, work, arg);
        if (status != E_DB_CONFLICT || tries + 1 == TRY_MAX) {
            return status;
        }
        arena_rewind(ctx->arena, mark);
        back_off(db, tries);
    }
}

Status db_read(Ctx *ctx, Db *db, DbWork work, const void *arg) {
    return run_once(ctx, db, DB_TX_READ, work, arg);
}

/* ---- the rest ---- */

Status db_take_ids(Ctx *ctx, Db *db, Str kind, int64_t count, int64_t *ret_first) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    if (count <= 0) {
        return ctx_fail(ctx, E_BUG, "%lld ids of %.*s", (long long)count, STR_ARG(kind));
    }
    TRY(db_query_one(ctx, db, SQL_ID_BLOCK_TAKE, DB_PARAMS(DB_T(kind), DB_I(count)), &cursor));
    *ret_first = db_int64(cursor, 0) - count;
    return OK;
}

Status db_backup_to(Ctx *ctx, Db *db, Str path) {
    if (db->tx != DB_TX_NONE) {
        return ctx_fail(ctx, E_BUG, "a backup inside a transaction");
    }
    TRY(count_statement(ctx, db, "backup"));
    return db->driver->backup(ctx, db, path);
}

void db_set_probe(Db *db, DbProbe probe) {
    db->probe = probe;
}

void db_fail_nth(Db *db, int64_t nth) {
    db->fail_at = nth > 0 ? db->statement_count + nth : 0;
}

int64_t db_statement_count(const Db *db) {
    return db->statement_count;
}
