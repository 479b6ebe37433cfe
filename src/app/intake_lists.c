/* Which lists were taken in, and what became of their rows. */
#include "app/register.h"

#include "app/setup.h"
#include "app/table_query.h"

Status intake_list(Ctx *ctx, App *app, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"intake_id", "Lần tiếp nhận", "Intake", CELL_ID},
        {"file_name", "Tệp danh sách", "List", CELL_TEXT},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn", "Area name", CELL_TEXT},
        {"row_count", "Số dòng", "Rows", CELL_INT},
        {"accepted_count", "Được nhận", "Accepted", CELL_INT},
        {"refused_count", "Bị trả lại", "Sent back", CELL_INT},
        {"warned_count", "Có cảnh báo", "With warnings", CELL_INT},
    };
    TableQuery query = {SQL_INTAKE_LIST, NULL, 0, "intakes", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}
