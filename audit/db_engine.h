/*
 * db_engine.h -- what the two engines fill in; only db.c, db_sqlite.c and db_postgres.c include it.
 */
#ifndef AUDIT_DB_ENGINE_H
#define AUDIT_DB_ENGINE_H

#include "db.h"

enum { DB_WHY_MAX = 512, DB_VALUE_MAX = 4 };

typedef struct EngineOps {
    void (*close)(Db *db);
    Rows *(*open)(Db *db, const char *sql, const int64_t *values, size_t count);
    bool (*next)(Rows *rows);
    int64_t (*number)(const Rows *rows, int column);
    bool (*is_null)(const Rows *rows, int column);
    Bytes (*bytes)(const Rows *rows, int column);
    void (*end)(Rows *rows);
} EngineOps;

struct Db {
    const EngineOps *ops;
    Engine engine;
    void *handle; /* sqlite3 * or PGconn * */
    int64_t cursor_no;
    int64_t row_count;
    RowsSeen *seen;
    void *seen_arg;
    char why[DB_WHY_MAX]; /* empty while all is well */
};

struct Rows {
    Db *db;
    void *statement; /* sqlite3_stmt * or PGresult * */
    int64_t cursor_no;
    int row;
    int row_count;
    bool last_page;
    bool ended;
};

bool sqlite_open(Db *db, const char *path);
bool postgres_open(Db *db, const char *url);
/* Keeps the first failure. */
void db_fail(Db *db, const char *where, const char *what);

#endif
