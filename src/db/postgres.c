/*
 * PostgreSQL 15 behind driver.h, through libpq. Writing transactions are SERIALIZABLE; a lost race
 * is E_DB_CONFLICT and db_write() runs again. Queries of many rows stand behind server-side
 * cursors.
 */
#include "db/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FETCH_ROWS = 4096, SERVER_VERSION_MIN = 150000, NAME_MAX_BYTES = 32 };

/* Type numbers of pg_type. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_VARCHAR = 1043
};

typedef struct PostgresCursor {
    DbCursor base;
    PGresult *result; /* the rows at hand */
    int row;          /* the current one; -1 before the first */
    int row_count;
    bool more;         /* the server may have further rows behind cursor_no */
    int64_t cursor_no; /* 0: all rows are at hand */
} PostgresCursor;

/* ---- failures ---- */

typedef struct StateRow {
    const char *prefix;
    Status status;
} StateRow;

/* SQLSTATE, the longer prefix first. */
static const StateRow STATES[] = {
    {"23505", E_DB_UNIQUE},    {"23503", E_DB_FOREIGN}, {"40001", E_DB_CONFLICT},
    {"40P01", E_DB_CONFLICT},  {"55P03", E_DB_BUSY},    {"53100", E_DB_FULL},
    {"53200", E_MEMORY_LIMIT}, {"53300", E_DB_BUSY},    {"57014", E_CANCELLED},
    {"25006", E_BUG},          {"23", E_DB_CHECK},      {"22", E_DB_CHECK},
    {"42", E_DB_SCHEMA},       {"28", E_DB_OPEN},       {"3D", E_DB_OPEN},
};

static Status status_of(const char *state) {
    for (size_t i = 0; state && i < sizeof STATES / sizeof STATES[0]; i++) {
        if (strncmp(state, STATES[i].prefix, strlen(STATES[i].prefix)) == 0) {
            return STATES[i].status;
        }
    }
    return E_DB_FAULT;
}

Status postgres_fail(Ctx *ctx, const PostgresDb *db, const PGresult *result, const char *what) {
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *message = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (message == NULL) {
        message = PQerrorMessage(db->conn);
    }
    return ctx_fail(ctx, status_of(state), "%s: %.*s (PostgreSQL %s)", what,
                    (int)strcspn(message, "\n"), message, state ? state : "connection");
}

/* Whether the result is what was wanted; if not, it is cleared. */
static Status check(Ctx *ctx, const PostgresDb *db, PGresult *result, ExecStatusType wanted,
                    const char *what) {
    if (PQresultStatus(result) == wanted) {
        return OK;
    }
    Status status = postgres_fail(ctx, db, result, what);
    PQclear(result);
    return status;
}

Status postgres_command(Ctx *ctx, const PostgresDb *db, const char *text, int64_t *ret_rows) {
    PGresult *result = PQexec(db->conn, text);
    TRY(check(ctx, db, result, PGRES_COMMAND_OK, text));
    if (ret_rows) {
        *ret_rows = 0;
        (void)str_to_int64(str_of(PQcmdTuples(result)), ret_rows);
    }
    PQclear(result);
    return OK;
}

/* ---- parameters ---- */

typedef struct Params {
    const char *values[SQL_COLUMN_MAX];
    int lengths[SQL_COLUMN_MAX];
    int formats[SQL_COLUMN_MAX];
    char numbers[SQL_COLUMN_MAX][8];
} Params;

void postgres_put_int64(int64_t number, char ret_bytes[8]) {
    uint64_t bits = (uint64_t)number;
    for (int i = 7; i >= 0; i--) {
        ret_bytes[i] = (char)(unsigned char)(bits & 0xff);
        bits >>= 8;
    }
}

static Status fill_params(Ctx *ctx, const SqlStatement *s, const DbValue *values, Params *params) {
    for (int i = 0; i < s->in_count; i++) {
        const DbValue *value = &values[i];
        params->formats[i] = 1;
        params->values[i] = NULL;
        params->lengths[i] = 0;
        if (value->kind == DB_INT64) {
            postgres_put_int64(value->number, params->numbers[i]);
            params->values[i] = params->numbers[i];
            params->lengths[i] = 8;
        } else if (value->kind != DB_NULL) {
            if (value->bytes.len > INT32_MAX) {
                return ctx_fail(ctx, E_DB_CHECK, "%s: parameter %s is too long", s->name,
                                s->in[i].name);
            }
            params->values[i] = value->bytes.ptr ? value->bytes.ptr : "";
            params->lengths[i] = (int)value->bytes.len;
        }
    }
    return OK;
}

static void param_types(const SqlStatement *s, Oid ret_types[SQL_COLUMN_MAX]) {
    for (int i = 0; i < s->in_count; i++) {
        ret_types[i] = s->in[i].kind == DB_INT64  ? OID_INT8
                       : s->in[i].kind == DB_TEXT ? OID_TEXT
                                                  : OID_BYTEA;
    }
}

/* ---- statements ---- */

static void statement_name(SqlId id, char ret_name[NAME_MAX_BYTES]) {
    snprintf(ret_name, NAME_MAX_BYTES, "s%d", (int)id);
}

static Status prepare_once(Ctx *ctx, PostgresDb *db, SqlId id) {
    const SqlStatement *s = &SQL_STATEMENTS[id];
    char name[NAME_MAX_BYTES];
    Oid types[SQL_COLUMN_MAX];
    if (db->prepared[id]) {
        return OK;
    }
    statement_name(id, name);
    param_types(s, types);
    PGresult *result = PQprepare(db->conn, name, s->text[SQL_TEXT_POSTGRES], s->in_count, types);
    TRY(check(ctx, db, result, PGRES_COMMAND_OK, s->name));
    PQclear(result);
    db->prepared[id] = true;
    return OK;
}

static Status execute(Ctx *ctx, PostgresDb *db, SqlId id, const DbValue *values,
                      PGresult **ret_result) {
    const SqlStatement *s = &SQL_STATEMENTS[id];
    char name[NAME_MAX_BYTES];
    Params params;
    TRY(prepare_once(ctx, db, id));
    TRY(fill_params(ctx, s, values, &params));
    statement_name(id, name);
    PGresult *result = PQexecPrepared(db->conn, name, s->in_count, params.values, params.lengths,
                                      params.formats, 1);
    TRY(check(ctx, db, result, s->out_count > 0 ? PGRES_TUPLES_OK : PGRES_COMMAND_OK, s->name));
    *ret_result = result;
    return OK;
}

static Status postgres_exec(Ctx *ctx, Db *base, SqlId id, const DbValue *params,
                            int64_t *ret_changed) {
    PGresult *result = NULL;
    TRY(execute(ctx, (PostgresDb *)base, id, params, &result));
    *ret_changed = 0;
    (void)str_to_int64(str_of(PQcmdTuples(result)),
                       ret_changed); /* "" of a statement without rows */
    PQclear(result);
    return OK;
}

/* ---- rows ---- */

static DbKind kind_of_oid(Oid oid) {
    switch (oid) {
    case OID_INT8:
    case OID_INT4:
    case OID_INT2:
    case OID_BOOL:
        return DB_INT64;
    case OID_TEXT:
    case OID_VARCHAR:
    case OID_NAME:
        return DB_TEXT;
    case OID_BYTEA:
        return DB_BYTES;
    default:
        return DB_NULL;
    }
}

/* The server's columns against the header: a SUM without CAST is numeric, and is found here. */
static Status check_columns(Ctx *ctx, const PGresult *result, const SqlStatement *s) {
    if (PQnfields(result) != s->out_count) {
        return ctx_fail(ctx, E_BUG, "%s: %d columns, not %d", s->name, PQnfields(result),
                        s->out_count);
    }
    for (int i = 0; i < s->out_count; i++) {
        if (kind_of_oid(PQftype(result, i)) != s->out[i].kind) {
            return ctx_fail(ctx, E_BUG, "%s: column %s has PostgreSQL's type %u; CAST it", s->name,
                            s->out[i].name, PQftype(result, i));
        }
    }
    return OK;
}

static Status postgres_prepare(Ctx *ctx, Db *base, SqlId id) {
    PostgresDb *db = (PostgresDb *)base;
    const SqlStatement *s = &SQL_STATEMENTS[id];
    char name[NAME_MAX_BYTES];
    TRY(prepare_once(ctx, db, id));
    statement_name(id, name);
    PGresult *result = PQdescribePrepared(db->conn, name);
    TRY(check(ctx, db, result, PGRES_COMMAND_OK, s->name));
    Status status = check_columns(ctx, result, s);
    PQclear(result);
    return status;
}

static Status declare_cursor(Ctx *ctx, PostgresDb *db, SqlId id, const DbValue *values,
                             int64_t cursor_no) {
    const SqlStatement *s = &SQL_STATEMENTS[id];
    Oid types[SQL_COLUMN_MAX];
    Params params;
    Str text = {NULL, 0};
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(fill_params(ctx, s, values, &params));
    param_types(s, types);
    TRY(ctx_print(ctx, &text, "DECLARE c%lld NO SCROLL CURSOR FOR %s", (long long)cursor_no,
                  s->text[SQL_TEXT_POSTGRES]));
    PGresult *result = PQexecParams(db->conn, text.ptr, s->in_count, types, params.values,
                                    params.lengths, params.formats, 1);
    arena_rewind(ctx->arena, mark);
    TRY(check(ctx, db, result, PGRES_COMMAND_OK, s->name));
    PQclear(result);
    return OK;
}

static Status fill_cursor(Ctx *ctx, PostgresDb *db, SqlId id, const DbValue *params,
                          PostgresCursor *cursor) {
    const SqlStatement *s = &SQL_STATEMENTS[id];
    cursor->row = -1;
    if (s->kind == SQL_KIND_MANY && s->streams) {
        TRY(declare_cursor(ctx, db, id, params, ++db->cursor_no));
        cursor->cursor_no = db->cursor_no;
        cursor->more = true;
        return OK;
    }
    TRY(execute(ctx, db, id, params, &cursor->result));
    cursor->row_count = PQntuples(cursor->result);
    return check_columns(ctx, cursor->result, s);
}

static Status postgres_query(Ctx *ctx, Db *base, SqlId id, const DbValue *params,
                             DbCursor **ret_cursor) {
    PostgresCursor *cursor = calloc(1, sizeof *cursor);
    if (cursor == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%s: no memory for a cursor", SQL_STATEMENTS[id].name);
    }
    Status status = fill_cursor(ctx, (PostgresDb *)base, id, params, cursor);
    if (status != OK) {
        PQclear(cursor->result);
        free(cursor);
        return status;
    }
    *ret_cursor = &cursor->base;
    return OK;
}

static Status fetch(Ctx *ctx, PostgresDb *db, PostgresCursor *cursor) {
    const SqlStatement *s = &SQL_STATEMENTS[cursor->base.id];
    char text[64];
    snprintf(text, sizeof text, "FETCH FORWARD %d FROM c%lld", FETCH_ROWS,
             (long long)cursor->cursor_no);
    PQclear(cursor->result);
    cursor->result = NULL;
    cursor->row_count = 0;
    PGresult *result = PQexecParams(db->conn, text, 0, NULL, NULL, NULL, NULL, 1);
    TRY(check(ctx, db, result, PGRES_TUPLES_OK, s->name));
    cursor->result = result;
    TRY(check_columns(ctx, result, s));
    cursor->row = 0;
    cursor->row_count = PQntuples(result);
    cursor->more = cursor->row_count == FETCH_ROWS;
    return OK;
}

static Status postgres_next(Ctx *ctx, DbCursor *base, bool *ret_has_row) {
    PostgresCursor *cursor = (PostgresCursor *)base;
    if (cursor->row + 1 < cursor->row_count) {
        cursor->row++;
    } else if (cursor->more) {
        TRY(fetch(ctx, (PostgresDb *)base->db, cursor));
    } else {
        cursor->row = cursor->row_count;
    }
    *ret_has_row = cursor->row < cursor->row_count;
    return OK;
}

static void postgres_cursor_close(DbCursor *base) {
    PostgresCursor *cursor = (PostgresCursor *)base;
    const PostgresDb *db = (const PostgresDb *)base->db;
    PQclear(cursor->result);
    /* In a failed transaction CLOSE would be refused, and the end closes all; so it does after. */
    if (cursor->cursor_no > 0 && base->tx_no == base->db->tx_no &&
        PQtransactionStatus(db->conn) == PQTRANS_INTRANS) {
        char text[64];
        snprintf(text, sizeof text, "CLOSE c%lld", (long long)cursor->cursor_no);
        PQclear(PQexec(db->conn, text));
    }
    free(cursor);
}

static DbKind postgres_kind(const DbCursor *base, int column) {
    const PostgresCursor *cursor = (const PostgresCursor *)base;
    return PQgetisnull(cursor->result, cursor->row, column)
               ? DB_NULL
               : kind_of_oid(PQftype(cursor->result, column));
}

/* int2, int4, int8 and bool: 1 to 8 bytes, big end first, with sign. */
static int64_t postgres_int64(const DbCursor *base, int column) {
    const PostgresCursor *cursor = (const PostgresCursor *)base;
    const char *value = PQgetvalue(cursor->result, cursor->row, column);
    int len = PQgetlength(cursor->result, cursor->row, column);
    if (len <= 0 || len > 8) {
        return 0;
    }
    uint64_t bits = (unsigned char)value[0] & 0x80 ? UINT64_MAX : 0;
    for (int i = 0; i < len; i++) {
        bits = bits << 8 | (unsigned char)value[i];
    }
    return (int64_t)bits;
}

static Str postgres_str(const DbCursor *base, int column) {
    const PostgresCursor *cursor = (const PostgresCursor *)base;
    return (Str){PQgetvalue(cursor->result, cursor->row, column),
                 (size_t)PQgetlength(cursor->result, cursor->row, column)};
}

/* ---- session and transactions ---- */

static void swallow_notice(void *arg, const PGresult *result) {
    (void)arg;
    (void)result; /* "relation exists, skipping" and the like */
}

static Status set_up(Ctx *ctx, PostgresDb *db) {
    memset(db->prepared, 0, sizeof db->prepared);
    (void)PQsetNoticeReceiver(db->conn, swallow_notice, NULL);
    if (PQserverVersion(db->conn) < SERVER_VERSION_MIN) {
        return ctx_fail(ctx, E_DB_OPEN, "the server is version %d; 15 is the oldest that serves",
                        PQserverVersion(db->conn) / 10000);
    }
    const char *encoding = PQparameterStatus(db->conn, "server_encoding");
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0) {
        return ctx_fail(ctx, E_DB_OPEN, "the database's encoding is %s, not UTF8",
                        encoding ? encoding : "unknown");
    }
    /* Cursors are read to their end, so plans are made for all rows, not for the first ones. */
    TRY(postgres_command(ctx, db,
                         "SET synchronous_commit = on; SET cursor_tuple_fraction = 1.0; "
                         "SET timezone = 'UTC'; SET standard_conforming_strings = on",
                         NULL));
    char text[80];
    snprintf(text, sizeof text, "SET idle_in_transaction_session_timeout = %lld",
             (long long)db->idle_ms);
    return postgres_command(ctx, db, text, NULL);
}

static Status postgres_begin(Ctx *ctx, Db *base, DbTx tx) {
    PostgresDb *db = (PostgresDb *)base;
    if (PQstatus(db->conn) != CONNECTION_OK) { /* lost since the last transaction: once more */
        PQreset(db->conn);
        if (PQstatus(db->conn) != CONNECTION_OK) {
            return postgres_fail(ctx, db, NULL, "connecting again");
        }
        TRY(set_up(ctx, db));
    }
    /* A reader sees one snapshot and never has to give way, so that it may write a report. */
    return postgres_command(ctx, db,
                            tx == DB_TX_WRITE ? "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
                                              : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                            NULL);
}

static Status postgres_commit(Ctx *ctx, Db *base) {
    PostgresDb *db = (PostgresDb *)base;
    PGresult *result = PQexec(db->conn, "COMMIT");
    TRY(check(ctx, db, result, PGRES_COMMAND_OK, "COMMIT"));
    bool committed = strcmp(PQcmdStatus(result), "COMMIT") == 0; /* of a failed one: "ROLLBACK" */
    PQclear(result);
    return committed ? OK : ctx_fail(ctx, E_BUG, "COMMIT of a failed transaction");
}

static void postgres_rollback(Db *base) {
    const PostgresDb *db = (const PostgresDb *)base;
    if (PQtransactionStatus(db->conn) != PQTRANS_IDLE) {
        PQclear(PQexec(db->conn, "ROLLBACK"));
    }
}

/* The lock keeps two programs from migrating at once; it goes with the transaction. */
static Status postgres_script(Ctx *ctx, Db *base, const char *text) {
    const PostgresDb *db = (const PostgresDb *)base;
    PGresult *result = PQexec(db->conn, "SELECT pg_advisory_xact_lock(7234986125)");
    TRY(check(ctx, db, result, PGRES_TUPLES_OK, "migration lock"));
    PQclear(result);
    result = PQexec(db->conn, text);
    TRY(check(ctx, db, result, PGRES_COMMAND_OK, "script"));
    PQclear(result);
    return OK;
}

static Status postgres_backup(Ctx *ctx, Db *db, Str path) {
    (void)db;
    return ctx_fail(ctx, E_ARGUMENT, "%.*s: PostgreSQL is copied with pg_basebackup or pg_dump",
                    STR_ARG(path));
}

static void postgres_close(Db *base) {
    PostgresDb *db = (PostgresDb *)base;
    PQfinish(db->conn);
    free(db);
}

static const DbDriver POSTGRES_DRIVER = {
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .rollback = postgres_rollback,
    .script = postgres_script,
    .prepare = postgres_prepare,
    .exec = postgres_exec,
    .query = postgres_query,
    .next = postgres_next,
    .cursor_close = postgres_cursor_close,
    .kind = postgres_kind,
    .int64 = postgres_int64,
    .str = postgres_str,
    .bulk_open = postgres_bulk_open,
    .bulk_add = postgres_bulk_add,
    .bulk_finish = postgres_bulk_finish,
    .bulk_free = postgres_bulk_free,
    .backup = postgres_backup,
};

static Status connect_to(Ctx *ctx, PostgresDb *db, const char *address) {
    const char *const names[] = {"dbname", "client_encoding", "fallback_application_name", NULL};
    const char *const values[] = {address, "UTF8", "ansinh", NULL};
    db->conn = PQconnectdbParams(names, values, 1);
    if (db->conn == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a connection");
    }
    if (PQstatus(db->conn) != CONNECTION_OK) {
        const char *message = PQerrorMessage(db->conn);
        return ctx_fail(ctx, E_DB_OPEN, "%.*s", (int)strcspn(message, "\n"), message);
    }
    return set_up(ctx, db);
}

Status postgres_open(Ctx *ctx, Str address, DbOptions options, Db **ret_db) {
    Str copy = {NULL, 0};
    TRY(ctx_copy_str(ctx, address, &copy));
    PostgresDb *db = calloc(1, sizeof *db);
    if (db == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a connection");
    }
    db->base.driver = &POSTGRES_DRIVER;
    db->base.engine = DB_POSTGRES;
    db->idle_ms = options.idle_ms; /* who may read or write is db.c's business */
    Status status = connect_to(ctx, db, copy.ptr);
    if (status != OK) {
        PQfinish(db->conn);
        free(db);
        return status;
    }
    *ret_db = &db->base;
    return OK;
}
