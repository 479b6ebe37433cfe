/* Who may act, who pays out, and which units there are. */
#include "app/setup.h"

#include "app/table_query.h"

Status setup_list_users(Ctx *ctx, App *app, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"login", "Tên đăng nhập", "Login", CELL_TEXT},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"role", "Vai trò", "Role", CELL_ROLE},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn (trống: cả nước)", "Area name (none: the country)", CELL_TEXT},
        {"valid_from", "Từ", "From", CELL_DATE},
        {"valid_to", "Đến", "Until", CELL_DATE},
        {"is_active", "Đang dùng", "Active", CELL_YES_NO},
    };
    int64_t home_area_id = 0;
    TableQuery query = {SQL_USER_LIST, NULL, 0, "users", COLUMNS(COLUMNS_OF)};
    TRY(setup_home_area(ctx, app, &home_area_id));
    return table_query_show(ctx, app, RIGHT_ADMINISTER, home_area_id, &query, out);
}

Status setup_list_providers(Ctx *ctx, App *app, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"provider_code", "Mã", "Code", CELL_TEXT},
        {"name", "Tổ chức chi trả", "Provider", CELL_TEXT},
        {"kind", "Loại", "Kind", CELL_PROVIDER_KIND},
        {"bin", "BIN", "BIN", CELL_TEXT},
        {"template", "Mẫu tệp", "Template", CELL_TEXT},
        {"chunk_rows", "Dòng mỗi tệp", "Rows a file", CELL_INT},
        {"answer_days", "Ngày trả lời", "Days to answer", CELL_INT},
    };
    TableQuery query = {SQL_PROVIDER_LIST_PUBLIC, NULL, 0, "providers", COLUMNS(COLUMNS_OF)};
    return table_query_show(ctx, app, RIGHT_NONE, 0, &query, out);
}

Status setup_list_areas(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_code", "Mã", "Code", CELL_TEXT},
        {"kind", "Loại", "Kind", CELL_TEXT},
        {"name", "Tên", "Name", CELL_TEXT},
    };
    enum { LEVEL_PROVINCE = 1, LEVEL_COMMUNE = 3 };
    DbValue params[] = {DB_I(area_id == 0 ? LEVEL_PROVINCE : LEVEL_COMMUNE), DB_I(ctx_today(ctx)),
                        DB_I(area_id)};
    TableQuery query = {SQL_AREA_LIST_TODAY, params, 3, "areas", COLUMNS(COLUMNS_OF)};
    return table_query_show(ctx, app, RIGHT_NONE, 0, &query, out);
}

Status reasons_show(Ctx *ctx, Db *db, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"reason_code", "Mã lý do", "Reason", CELL_TEXT},
        {"sentence", "Nội dung", "What it says", CELL_TEXT},
        {"who_acts", "Người xử lý", "Who acts", CELL_TEXT},
    };
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_REASON_LIST, DB_NO_PARAMS, &cursor));
    TRY(out->begin(ctx, out->arg, "reasons", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        TableCell cells[] = {CELL_T(db_str(cursor, 0)),
                             CELL_T(db_str(cursor, ctx->language == LANGUAGE_VI ? 1 : 2)),
                             CELL_T(db_str(cursor, 3))};
        TRY(out->row(ctx, out->arg, cells, 3));
    }
}

static Status reasons_read(Ctx *ctx, App *app, const void *arg) {
    return reasons_show(ctx, app->db, arg);
}

Status setup_list_reasons(Ctx *ctx, App *app, const TableOut *out) {
    return app_read(ctx, app, RIGHT_NONE, 0, reasons_read, out);
}
