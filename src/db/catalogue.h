/*
 * catalogue.h -- the shape of what tools/embed_sql.c compiles from sql/: statements, migrations,
 * tables.
 *
 * Floor 2, inside db/ and its tests; the other floors know statements by SqlId alone. Everything is
 * constant; a table is indexed by SqlId, texts by SQL_TEXT_SQLITE or SQL_TEXT_POSTGRES.
 */
#ifndef DB_CATALOGUE_H
#define DB_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "db/db.h"

enum { SQL_TEXT_SQLITE = 0, SQL_TEXT_POSTGRES = 1, SQL_COLUMN_MAX = 64 };

typedef enum SqlKind { SQL_KIND_ONE, SQL_KIND_MANY, SQL_KIND_EXEC, SQL_KIND_BULK } SqlKind;

typedef struct SqlColumn {
    const char *name;
    DbKind kind;
    bool nullable;
} SqlColumn;

typedef struct SqlStatement {
    const char *name;
    SqlKind kind;
    bool streams;      /* a SELECT: PostgreSQL runs it behind a cursor when it is :many */
    bool plan_indexed; /* its plan may not scan a table (tested) */
    const char *text[2];
    const SqlColumn *in;
    int in_count;
    const SqlColumn *out;
    int out_count;
    const char *bulk_table;   /* of :bulk, for COPY */
    const char *bulk_columns; /* "a, b, c" */
} SqlStatement;

typedef struct SqlMigration {
    int number;
    const char *name;
    const char *text[2];
} SqlMigration;

/* How a distributed PostgreSQL would keep a table: by which column, or "reference". */
typedef struct SqlTable {
    const char *name;
    const char *distribution;
} SqlTable;

extern const SqlStatement SQL_STATEMENTS[SQL_COUNT];
extern const SqlMigration SQL_MIGRATIONS[]; /* by number, from 0 */
extern const size_t SQL_MIGRATION_COUNT;
extern const SqlTable SQL_TABLES[];
extern const size_t SQL_TABLE_COUNT;

#endif
