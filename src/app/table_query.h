/*
 * table_query.h -- one statement shown as one table, cell for cell.
 *
 * Floor 4. Texts go into CELL_TEXT columns, whole numbers into all others, NULL is an empty cell.
 */
#ifndef APP_TABLE_QUERY_H
#define APP_TABLE_QUERY_H

#include "app/table.h"
#include "db/db.h"

enum { TABLE_QUERY_COLUMN_MAX = 16 };

typedef struct TableQuery {
    SqlId sql;
    const DbValue *params;
    size_t param_count;
    const char *name; /* of the table */
    const TableColumn *columns;
    size_t column_count;
} TableQuery;

/* Inside a reading transaction. Begins the table, gives every row, ends it. */
Status table_query_run(Ctx *ctx, Db *db, const TableQuery *query, const TableOut *out) MUST_CHECK;

#endif
