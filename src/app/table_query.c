#include "app/table_query.h"

Status table_query_run(Ctx *ctx, Db *db, const TableQuery *query, const TableOut *out) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    if (query->column_count > TABLE_QUERY_COLUMN_MAX) {
        return ctx_fail(ctx, E_BUG, "%s: %zu columns", query->name, query->column_count);
    }
    TRY(db_query(ctx, db, query->sql, query->params, query->param_count, &cursor));
    TRY(out->begin(ctx, out->arg, query->name, query->columns, query->column_count));
    for (;;) { /* ends: the cursor only moves forward */
        TableCell cells[TABLE_QUERY_COLUMN_MAX];
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        for (size_t i = 0; i < query->column_count; i++) {
            bool is_text = query->columns[i].kind == CELL_TEXT;
            cells[i] = db_is_null(cursor, (int)i) ? CELL_EMPTY
                       : is_text                  ? CELL_T(db_str(cursor, (int)i))
                                                  : CELL_N(db_int64(cursor, (int)i));
        }
        TRY(out->row(ctx, out->arg, cells, query->column_count));
    }
}
