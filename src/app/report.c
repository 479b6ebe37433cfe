/* Reports: one read each, streamed row by row to whoever shows them. */
#include "app/report.h"

#include "app/setup.h"
#include "app/table_query.h"

enum { WHOLE_TREE = 1000000 };

typedef struct AreaTree {
    int64_t area_id;
    int64_t tree_from;
    int64_t tree_to;
} AreaTree;

static Status area_tree_read(Ctx *ctx, App *app, const void *arg) {
    AreaTree *const *tree = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_AREA_BY_ID, DB_PARAMS(DB_I((*tree)->area_id)), &cursor));
    (*tree)->tree_from = db_int64(cursor, 3);
    (*tree)->tree_to = db_int64(cursor, 4);
    return OK;
}

Status report_accounts(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_code", "Mã xã", "Commune", CELL_TEXT},
        {"area_name", "Xã, phường", "Name", CELL_TEXT},
        {"beneficiary_count", "Đang hưởng", "Beneficiaries", CELL_INT},
        {"account_count", "Tài khoản", "Bank account", CELL_INT},
        {"wallet_count", "Ví điện tử", "Wallet", CELL_INT},
        {"recipient_count", "Qua người nhận thay", "Through a recipient", CELL_INT},
        {"cash_count", "Tiền mặt", "Cash", CELL_INT},
        {"none_count", "Chưa có", "None yet", CELL_INT},
    };
    AreaTree tree = {area_id, 0, WHOLE_TREE};
    AreaTree *tree_ptr = &tree;
    if (area_id != 0) {
        TRY(app_read(ctx, app, RIGHT_REPORT, area_id, area_tree_read, &tree_ptr));
    }
    DbValue params[] = {DB_I(tree.tree_from), DB_I(tree.tree_to), DB_I(ctx_today(ctx) / 100)};
    TableQuery query = {SQL_REPORT_ACCOUNTS, params, 3, "accounts", COLUMNS(COLUMNS_OF)};
    return table_query_show(ctx, app, RIGHT_REPORT, area_id, &query, out);
}

Status report_payments(Ctx *ctx, App *app, int64_t programme_id, int64_t period,
                       const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_code", "Mã xã", "Commune", CELL_TEXT},
        {"area_name", "Xã, phường", "Name", CELL_TEXT},
        {"channel", "Kênh", "Channel", CELL_CHANNEL},
        {"person_count", "Số người", "Persons", CELL_INT},
        {"owed_dong", "Chuyển chi (đ)", "Sent (đồng)", CELL_DONG},
        {"paid_dong", "Đã chi (đ)", "Paid (đồng)", CELL_DONG},
        {"open_dong", "Chờ chi lại (đ)", "To be paid again (đồng)", CELL_DONG},
        {"unknown_dong", "Chưa rõ (đ)", "Unknown (đồng)", CELL_DONG},
    };
    DbValue params[] = {DB_I(programme_id), DB_I(period)};
    TableQuery query = {SQL_REPORT_PAYMENTS, params, 2, "payments", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

Status report_pay_list(Ctx *ctx, App *app, int64_t payroll_id, const Page *page,
                       const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"birth_date", "Ngày sinh", "Born", CELL_DATE},
        {"hamlet", "Thôn, bản", "Hamlet", CELL_TEXT},
        {"category", "Loại đối tượng", "Category", CELL_TEXT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"recipient_name", "Người nhận thay", "Recipient", CELL_TEXT},
        {"channel", "Kênh", "Channel", CELL_CHANNEL},
        {"number_mask", "Tài khoản", "Account", CELL_TEXT},
    };
    DbValue params[] = {DB_I(payroll_id), DB_I(page->area_id), DB_I(page->after),
                        DB_I(page->row_count)};
    TableQuery query = {SQL_REPORT_PAY_LIST, params, 4, "pay_list", COLUMNS(COLUMNS_OF)};
    return table_query_show(ctx, app, RIGHT_REGISTER_READ, page->area_id, &query, out);
}

typedef struct HeadingArg {
    int64_t payroll_id;
    int64_t area_id;
    Str *text;
} HeadingArg;

static Status heading_read(Ctx *ctx, App *app, const void *arg) {
    const HeadingArg *in = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, app->db, SQL_REPORT_HEADING,
                 DB_PARAMS(DB_I(in->payroll_id), DB_I(in->area_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        *in->text = STR("");
        return OK;
    }
    int64_t period = db_int64(cursor, 0);
    return ctx_print(ctx, in->text, "%s %02d/%04d, %.*s", ctx_say(ctx, "Kỳ", "Month"),
                     (int)(period % 100), (int)(period / 100), STR_ARG(db_str(cursor, 1)));
}

Status report_heading(Ctx *ctx, App *app, int64_t payroll_id, int64_t area_id, Str *ret_text) {
    HeadingArg arg = {payroll_id, area_id, ret_text};
    return app_read(ctx, app, RIGHT_NONE, 0, heading_read,
                    &arg); /* a month and a name of a place */
}

Status report_defects(Ctx *ctx, App *app, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"issue_code", "Mã sai sót", "Defect", CELL_TEXT},
        {"severity", "Mức", "Severity", CELL_SEVERITY},
        {"issue_count", "Số ô", "Cells", CELL_INT},
        {"row_count", "Số dòng", "Rows", CELL_INT},
        {"file_count", "Số tệp", "Files", CELL_INT},
    };
    TableQuery query = {SQL_REPORT_DEFECTS, NULL, 0, "defects", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

Status report_movements(Ctx *ctx, App *app, int64_t period, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"kind", "Loại biến động", "Kind", CELL_MOVEMENT},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"person_count", "Số lượt", "Count", CELL_INT},
    };
    DbValue params[] = {DB_I(period)};
    TableQuery query = {SQL_REPORT_MOVEMENTS, params, 1, "movements", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}
