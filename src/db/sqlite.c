/*
 * SQLite 3.40.1 behind driver.h. That version has the WAL-reset bug (3.7.0 to 3.51.2: a checkpoint
 * racing a writer of another connection can lose pages), so one process holds the file, its one
 * writing connection alone checkpoints, and readers never do.
 */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/driver.h"

enum {
    BUSY_TIMEOUT_MS = 5000,
    CHECKPOINT_PAGES = 4096,   /* 16 MB of log: then the writer moves it into the file */
    LOG_KEEP_BYTES = 64 << 20, /* a longer log file is cut when it begins anew */
    WRITER_CACHE_KIB = 256 << 10,
    READER_CACHE_KIB = 64 << 10
};

/* A compiled statement, on the idle list of its SqlId or in the hands of one user. */
typedef struct Prepared {
    struct Prepared *next;
    sqlite3_stmt *stmt;
    int bind_at[SQL_COLUMN_MAX]; /* "$1" is a name to SQLite: where parameter i really is */
} Prepared;

typedef struct SqliteDb {
    Db base;
    sqlite3 *handle;
    int lock_fd; /* -1 for a reader */
    int log_pages;
    Prepared *idle[SQL_COUNT];
} SqliteDb;

typedef struct SqliteCursor {
    DbCursor base;
    Prepared *prepared;
} SqliteCursor;

typedef struct SqliteBulk {
    DbBulk base;
    Prepared *prepared;
} SqliteBulk;

/* ---- failures ---- */

static Status status_of(int extended) {
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return E_DB_UNIQUE;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return E_DB_FOREIGN;
    case SQLITE_BUSY_SNAPSHOT: /* what was read is no longer the newest: begin again */
        return E_DB_CONFLICT;
    default:
        break;
    }
    switch (extended & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return E_DB_CHECK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return E_DB_BUSY;
    case SQLITE_FULL:
        return E_DB_FULL;
    case SQLITE_NOMEM:
        return E_MEMORY_LIMIT;
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return E_DB_OPEN;
    case SQLITE_INTERRUPT:
        return E_CANCELLED;
    case SQLITE_ERROR: /* text that does not compile, schema without the table */
        return E_DB_SCHEMA;
    default:
        return E_DB_FAULT;
    }
}

/* SQLite's messages name tables and columns, never values. */
static Status fail(Ctx *ctx, const SqliteDb *db, const char *what) {
    int code = sqlite3_extended_errcode(db->handle);
    return ctx_fail(ctx, status_of(code), "%s: %s (SQLite %d)", what, sqlite3_errmsg(db->handle),
                    code);
}

static Status run(Ctx *ctx, SqliteDb *db, const char *text) {
    return sqlite3_exec(db->handle, text, NULL, NULL, NULL) == SQLITE_OK ? OK : fail(ctx, db, text);
}

/* ---- statements ---- */

static void prepared_free(Prepared *prepared) {
    if (prepared) {
        sqlite3_finalize(prepared->stmt);
        free(prepared);
    }
}

static Status prepare_new(Ctx *ctx, SqliteDb *db, SqlId id, Prepared **ret_prepared) {
    const SqlStatement *s = &SQL_STATEMENTS[id];
    Prepared *prepared = calloc(1, sizeof *prepared);
    if (prepared == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%s: no memory to prepare it", s->name);
    }
    Status status = OK;
    if (sqlite3_prepare_v3(db->handle, s->text[SQL_TEXT_SQLITE], -1, SQLITE_PREPARE_PERSISTENT,
                           &prepared->stmt, NULL) != SQLITE_OK) {
        status = fail(ctx, db, s->name);
    } else if (sqlite3_column_count(prepared->stmt) != s->out_count ||
               sqlite3_bind_parameter_count(prepared->stmt) != s->in_count) {
        status = ctx_fail(ctx, E_BUG, "%s: %d columns and %d parameters, not as its header says",
                          s->name, sqlite3_column_count(prepared->stmt),
                          sqlite3_bind_parameter_count(prepared->stmt));
    }
    for (int i = 0; status == OK && i < s->in_count; i++) {
        char name[16];
        snprintf(name, sizeof name, "$%d", i + 1);
        prepared->bind_at[i] = sqlite3_bind_parameter_index(prepared->stmt, name);
        if (prepared->bind_at[i] == 0) {
            status = ctx_fail(ctx, E_BUG, "%s: %s is not in it", s->name, name);
        }
    }
    if (status != OK) {
        prepared_free(prepared);
        return status;
    }
    *ret_prepared = prepared;
    return OK;
}

static void give_back(SqliteDb *db, SqlId id, Prepared *prepared) {
    sqlite3_reset(prepared->stmt);
    sqlite3_clear_bindings(prepared->stmt);
    prepared->next = db->idle[id];
    db->idle[id] = prepared;
}

static Status take(Ctx *ctx, SqliteDb *db, SqlId id, Prepared **ret_prepared) {
    Prepared *prepared = db->idle[id];
    if (prepared) {
        db->idle[id] = prepared->next;
    } else {
        TRY(prepare_new(ctx, db, id, &prepared));
    }
    if (db->base.tx == DB_TX_READ && !sqlite3_stmt_readonly(prepared->stmt)) {
        give_back(db, id, prepared);
        return ctx_fail(ctx, E_BUG, "%s writes, in a reading transaction", SQL_STATEMENTS[id].name);
    }
    *ret_prepared = prepared;
    return OK;
}

/* `lives` tells whether the bytes outlive the statement's run; if not, SQLite copies them. */
static Status bind(Ctx *ctx, SqliteDb *db, SqlId id, const Prepared *prepared,
                   const DbValue *params, bool lives) {
    sqlite3_destructor_type keep = lives ? SQLITE_STATIC : SQLITE_TRANSIENT;
    sqlite3_stmt *stmt = prepared->stmt;
    int in_count = SQL_STATEMENTS[id].in_count;
    for (int i = 0; i < in_count; i++) {
        const DbValue *value = &params[i];
        const char *ptr = value->bytes.ptr ? value->bytes.ptr : ""; /* a NULL pointer binds NULL */
        int at = prepared->bind_at[i];
        int code = SQLITE_OK;
        switch (value->kind) {
        case DB_NULL:
            code = sqlite3_bind_null(stmt, at);
            break;
        case DB_INT64:
            code = sqlite3_bind_int64(stmt, at, value->number);
            break;
        case DB_TEXT:
            code = sqlite3_bind_text64(stmt, at, ptr, value->bytes.len, keep, SQLITE_UTF8);
            break;
        case DB_BYTES:
            code = sqlite3_bind_blob64(stmt, at, ptr, value->bytes.len, keep);
            break;
        }
        if (code != SQLITE_OK) {
            return fail(ctx, db, SQL_STATEMENTS[id].name);
        }
    }
    return OK;
}

static Status sqlite_prepare(Ctx *ctx, Db *base, SqlId id) {
    SqliteDb *db = (SqliteDb *)base;
    Prepared *prepared = NULL;
    TRY(take(ctx, db, id, &prepared));
    give_back(db, id, prepared);
    return OK;
}

static Status sqlite_exec(Ctx *ctx, Db *base, SqlId id, const DbValue *params,
                          int64_t *ret_changed) {
    SqliteDb *db = (SqliteDb *)base;
    Prepared *prepared = NULL;
    TRY(take(ctx, db, id, &prepared));
    Status status = bind(ctx, db, id, prepared, params, true);
    if (status == OK && sqlite3_step(prepared->stmt) != SQLITE_DONE) {
        status = fail(ctx, db, SQL_STATEMENTS[id].name);
    }
    if (status == OK) {
        *ret_changed = sqlite3_changes64(db->handle);
    }
    give_back(db, id, prepared);
    return status;
}

/* ---- rows ---- */

static Status sqlite_query(Ctx *ctx, Db *base, SqlId id, const DbValue *params,
                           DbCursor **ret_cursor) {
    SqliteDb *db = (SqliteDb *)base;
    SqliteCursor *cursor = calloc(1, sizeof *cursor);
    if (cursor == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%s: no memory for a cursor", SQL_STATEMENTS[id].name);
    }
    Status status = take(ctx, db, id, &cursor->prepared);
    if (status == OK) {
        status = bind(ctx, db, id, cursor->prepared, params, false);
        if (status != OK) {
            give_back(db, id, cursor->prepared);
        }
    }
    if (status != OK) {
        free(cursor);
        return status;
    }
    *ret_cursor = &cursor->base;
    return OK;
}

static Status sqlite_next(Ctx *ctx, DbCursor *base, bool *ret_has_row) {
    const SqliteCursor *cursor = (const SqliteCursor *)base;
    int code = sqlite3_step(cursor->prepared->stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        return fail(ctx, (const SqliteDb *)base->db, SQL_STATEMENTS[base->id].name);
    }
    *ret_has_row = code == SQLITE_ROW;
    return OK;
}

static void sqlite_cursor_close(DbCursor *base) {
    SqliteCursor *cursor = (SqliteCursor *)base;
    give_back((SqliteDb *)base->db, base->id, cursor->prepared);
    free(cursor);
}

static DbKind sqlite_kind(const DbCursor *base, int column) {
    switch (sqlite3_column_type(((const SqliteCursor *)base)->prepared->stmt, column)) {
    case SQLITE_INTEGER:
        return DB_INT64;
    case SQLITE_TEXT:
        return DB_TEXT;
    case SQLITE_BLOB:
        return DB_BYTES;
    case SQLITE_NULL:
        return DB_NULL;
    default:
        return (DbKind)-1; /* a REAL is nothing that we declare */
    }
}

static int64_t sqlite_number(const DbCursor *base, int column) {
    return sqlite3_column_int64(((const SqliteCursor *)base)->prepared->stmt, column);
}

static Str sqlite_str(const DbCursor *base, int column) {
    sqlite3_stmt *stmt = ((const SqliteCursor *)base)->prepared->stmt;
    const char *ptr = sqlite3_column_blob(stmt, column); /* of a text: its bytes, as they are */
    int len = sqlite3_column_bytes(stmt, column);
    return ptr ? (Str){ptr, (size_t)len} : STR("");
}

/* ---- bulk ---- */

static Status sqlite_bulk_open(Ctx *ctx, Db *base, SqlId id, DbBulk **ret_bulk) {
    SqliteBulk *bulk = calloc(1, sizeof *bulk);
    if (bulk == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%s: no memory for a bulk", SQL_STATEMENTS[id].name);
    }
    Status status = take(ctx, (SqliteDb *)base, id, &bulk->prepared);
    if (status != OK) {
        free(bulk);
        return status;
    }
    *ret_bulk = &bulk->base;
    return OK;
}

static Status sqlite_bulk_add(Ctx *ctx, DbBulk *base, const DbValue *params) {
    SqliteDb *db = (SqliteDb *)base->db;
    const SqliteBulk *bulk = (const SqliteBulk *)base;
    TRY(bind(ctx, db, base->id, bulk->prepared, params, true));
    if (sqlite3_step(bulk->prepared->stmt) != SQLITE_DONE) {
        Status status = fail(ctx, db, SQL_STATEMENTS[base->id].name);
        sqlite3_reset(bulk->prepared->stmt);
        return status;
    }
    sqlite3_reset(bulk->prepared->stmt);
    return OK;
}

static Status sqlite_bulk_finish(Ctx *ctx, DbBulk *bulk) {
    (void)ctx;
    (void)bulk; /* every row is written already */
    return OK;
}

static void sqlite_bulk_free(DbBulk *base) {
    SqliteBulk *bulk = (SqliteBulk *)base;
    give_back((SqliteDb *)base->db, base->id, bulk->prepared);
    free(bulk);
}

/* ---- transactions ---- */

static Status sqlite_begin(Ctx *ctx, Db *base, DbTx tx) {
    return run(ctx, (SqliteDb *)base, tx == DB_TX_WRITE ? "BEGIN IMMEDIATE" : "BEGIN");
}

static Status sqlite_commit(Ctx *ctx, Db *base) {
    SqliteDb *db = (SqliteDb *)base;
    TRY(run(ctx, db, "COMMIT"));
    if (db->lock_fd >= 0 && db->log_pages >= CHECKPOINT_PAGES) {
        int left = 0;
        int moved = 0;
        /* The commit stands whatever becomes of this; a reader in the way delays it to the next. */
        int code =
            sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &left, &moved);
        db->log_pages = code == SQLITE_OK && left == moved ? 0 : db->log_pages;
    }
    return OK;
}

static void sqlite_rollback(Db *base) {
    const SqliteDb *db = (const SqliteDb *)base;
    if (!sqlite3_get_autocommit(db->handle)) { /* some faults roll back by themselves */
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}

static int remember_log_pages(void *arg, sqlite3 *handle, const char *schema, int pages) {
    SqliteDb *db = arg;
    (void)handle;
    (void)schema;
    db->log_pages = pages;
    return SQLITE_OK;
}

static Status sqlite_script(Ctx *ctx, Db *base, const char *text) {
    SqliteDb *db = (SqliteDb *)base;
    return sqlite3_exec(db->handle, text, NULL, NULL, NULL) == SQLITE_OK ? OK
                                                                         : fail(ctx, db, "script");
}

/* ---- backup ---- */

static Status sync_path(Ctx *ctx, const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        Status status = ctx_fail(ctx, E_FILE_WRITE, "%s: %s", path, strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return status;
    }
    close(fd);
    return OK;
}

static Status vacuum_into(Ctx *ctx, SqliteDb *db, Str path) {
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db->handle, "VACUUM INTO ?1", -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_bind_text64(stmt, 1, path.ptr, path.len, SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_DONE) {
        Status status = fail(ctx, db, "VACUUM INTO");
        sqlite3_finalize(stmt);
        return status;
    }
    sqlite3_finalize(stmt);
    return OK;
}

static Status sqlite_backup(Ctx *ctx, Db *base, Str path) {
    Str copy = {NULL, 0};
    Str folder = {NULL, 0};
    TRY(ctx_copy_str(ctx, path, &copy));
    /* The file is made here, for the owner only; SQLite fills an empty one. */
    int fd = open(copy.ptr, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        return ctx_fail(ctx, errno == EEXIST ? E_ARGUMENT : E_FILE_WRITE, "%s: %s", copy.ptr,
                        strerror(errno));
    }
    close(fd);
    Status status = vacuum_into(ctx, (SqliteDb *)base, path);
    if (status != OK) {
        unlink(copy.ptr);
        return status;
    }
    const char *slash = strrchr(copy.ptr, '/');
    TRY(ctx_copy_str(ctx, slash ? (Str){copy.ptr, (size_t)(slash - copy.ptr) + 1} : STR("."),
                     &folder));
    TRY(sync_path(ctx, copy.ptr, O_RDWR));
    return sync_path(ctx, folder.ptr, O_RDONLY | O_DIRECTORY);
}

/* ---- opening and closing ---- */

static void sqlite_close(Db *base) {
    SqliteDb *db = (SqliteDb *)base;
    for (int i = 0; i < SQL_COUNT; i++) {
        while (db->idle[i]) {
            Prepared *prepared = db->idle[i];
            db->idle[i] = prepared->next;
            prepared_free(prepared);
        }
    }
    if (db->handle) {
        if (db->lock_fd >= 0) {
            (void)sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                            NULL);
        }
        sqlite3_close_v2(db->handle);
    }
    if (db->lock_fd >= 0) {
        close(db->lock_fd); /* the lock goes with it; the file stays, it means nothing */
    }
    free(db);
}

static const DbDriver SQLITE_DRIVER = {
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .script = sqlite_script,
    .prepare = sqlite_prepare,
    .exec = sqlite_exec,
    .query = sqlite_query,
    .next = sqlite_next,
    .cursor_close = sqlite_cursor_close,
    .kind = sqlite_kind,
    .int64 = sqlite_number,
    .str = sqlite_str,
    .bulk_open = sqlite_bulk_open,
    .bulk_add = sqlite_bulk_add,
    .bulk_finish = sqlite_bulk_finish,
    .bulk_free = sqlite_bulk_free,
    .backup = sqlite_backup,
};

static Status take_lock(Ctx *ctx, SqliteDb *db, const char *path) {
    Str name = {NULL, 0};
    TRY(ctx_print(ctx, &name, "%s.lock", path));
    db->lock_fd = open(name.ptr, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (db->lock_fd < 0) {
        return ctx_fail(ctx, E_DB_OPEN, "%s: %s", name.ptr, strerror(errno));
    }
    /* A lock of the open file, not of the process: a second connection of ours is refused too. */
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(db->lock_fd, F_OFD_SETLK, &whole) != 0) {
        bool held = errno == EAGAIN || errno == EACCES;
        return ctx_fail(ctx, held ? E_DB_LOCKED : E_DB_OPEN, "%s: %s", name.ptr, strerror(errno));
    }
    return OK;
}

/* The database holds personal data: its files are for the owner only (the log takes the mode). */
static Status make_file(Ctx *ctx, const char *path) {
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0) {
        return ctx_fail(ctx, E_DB_OPEN, "%s: %s", path, strerror(errno));
    }
    close(fd);
    return OK;
}

static Status set_up(Ctx *ctx, SqliteDb *db, bool read_only) {
    char pragma[160];
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_TIMEOUT_MS);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, read_only ? 1 : 0, NULL);
    if (!read_only) {
        TRY(run(ctx, db, "PRAGMA journal_mode = WAL"));
    }
    snprintf(pragma, sizeof pragma,
             "PRAGMA cache_size = -%d; PRAGMA journal_size_limit = %d; PRAGMA mmap_size = 0",
             read_only ? READER_CACHE_KIB : WRITER_CACHE_KIB, LOG_KEEP_BYTES);
    TRY(run(ctx, db, pragma));
    TRY(run(ctx, db, "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL"));
    TRY(run(ctx, db, "PRAGMA wal_autocheckpoint = 0; PRAGMA cell_size_check = ON"));
    sqlite3_wal_hook(db->handle, remember_log_pages, db);
    return read_only ? run(ctx, db, "PRAGMA query_only = ON") : OK;
}

static Status open_file(Ctx *ctx, SqliteDb *db, const char *path, DbOptions options) {
    struct stat there;
    if (stat(path, &there) != 0 && !(options.create && errno == ENOENT)) {
        return ctx_fail(ctx, E_DB_OPEN, "%s: %s", path, strerror(errno));
    }
    if (!options.read_only) {
        TRY(take_lock(ctx, db, path));
        TRY(make_file(ctx, path));
    }
    int flags = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (sqlite3_open_v2(path, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                        NULL) != SQLITE_OK) {
        return db->handle ? fail(ctx, db, path)
                          : ctx_fail(ctx, E_MEMORY_LIMIT, "%s: no memory to open it", path);
    }
    return set_up(ctx, db, options.read_only);
}

Status sqlite_open(Ctx *ctx, Str path, DbOptions options, Db **ret_db) {
    Str copy = {NULL, 0};
    TRY(ctx_copy_str(ctx, path, &copy));
    if (path.len == 0 || memchr(path.ptr, 0, path.len)) {
        return ctx_fail(ctx, E_DB_OPEN, "the path is empty or holds a NUL");
    }
    SqliteDb *db = calloc(1, sizeof *db);
    if (db == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a connection");
    }
    db->base.driver = &SQLITE_DRIVER;
    db->base.engine = DB_SQLITE;
    db->lock_fd = -1;
    Status status = open_file(ctx, db, copy.ptr, options);
    if (status != OK) {
        sqlite_close(&db->base);
        return status;
    }
    *ret_db = &db->base;
    return OK;
}
