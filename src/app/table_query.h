/*
 * table_query.h -- one statement shown as one table, cell for cell.
 *
 * Floor 4. Texts go into CELL_TEXT columns, whole numbers into all others, NULL is an empty cell.
 */
#ifndef APP_TABLE_QUERY_H
#define APP_TABLE_QUERY_H

#include "app/app.h"
#include "app/table.h"

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
/* The same as a use case of its own: asks for the right, reads in a transaction. */
Status table_query_show(Ctx *ctx, App *app, Right right, int64_t area_id, const TableQuery *query,
                        const TableOut *out) MUST_CHECK;
/* Where the right must reach all that the database serves. */
Status table_query_show_home(Ctx *ctx, App *app, Right right, const TableQuery *query,
                             const TableOut *out) MUST_CHECK;

#endif
