/* Which area a database serves: a province, or the country. */
#include "app/setup.h"

typedef struct HomeRead {
    int64_t *area_id;
} HomeRead;

static Status home_read(Ctx *ctx, Db *db, const void *arg) {
    const HomeRead *home = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_SETTING_GET, DB_PARAMS(DB_T(STR("home_area"))), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    *home->area_id = 0;
    if (has_row && !str_to_int64(db_str(cursor, 0), home->area_id)) {
        return ctx_fail(ctx, E_DB_SCHEMA, "setting home_area: %.*s", STR_ARG(db_str(cursor, 0)));
    }
    return OK;
}

Status setup_home_area(Ctx *ctx, App *app, int64_t *ret_area_id) {
    int64_t area_id = 0;
    HomeRead home = {&area_id};
    TRY(db_read(ctx, app->db, home_read, &home));
    *ret_area_id = area_id;
    return OK;
}
