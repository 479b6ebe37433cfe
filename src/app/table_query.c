#include "app/table_query.h"

#include "app/setup.h"

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

typedef struct ShowArg {
    const TableQuery *query;
    const TableOut *out;
} ShowArg;

static Status show_read(Ctx *ctx, App *app, const void *arg) {
    const ShowArg *show = arg;
    return table_query_run(ctx, app->db, show->query, show->out);
}

Status table_query_show(Ctx *ctx, App *app, Right right, int64_t area_id, const TableQuery *query,
                        const TableOut *out) {
    ShowArg show = {query, out};
    return app_read(ctx, app, right, area_id, show_read, &show);
}

Status table_query_show_home(Ctx *ctx, App *app, Right right, const TableQuery *query,
                             const TableOut *out) {
    int64_t home_area_id = 0;
    TRY(setup_home_area(ctx, app, &home_area_id));
    return table_query_show(ctx, app, right, home_area_id, query, out);
}
