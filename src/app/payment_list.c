/* What came of a release: by state, by batch, and who has work. Also result files, suspense, cases.
 */
#include "app/payment.h"

#include "app/release.h"
#include "app/setup.h"
#include "app/table_query.h"
#include "payment/end_to_end.h"

/* One list: its statement, its head, and how a row of it is shown. */
typedef struct List {
    SqlId sql;
    const DbValue *params;
    size_t param_count;
    const char *name;
    const TableColumn *columns;
    size_t column_count;
    Status (*cells)(Ctx *ctx, const DbCursor *cursor, TableCell *ret_cells);
    const TableOut *out;
} List;

/* A row of a file in one number: its file above, its line in the bits below. */
enum { CELL_MAX = 12, ROW_NO_BITS = 26 };

static Status list_read(Ctx *ctx, App *app, const void *arg) {
    const List *list = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, list->sql, list->params, list->param_count, &cursor));
    TRY(list->out->begin(ctx, list->out->arg, list->name, list->columns, list->column_count));
    for (;;) { /* ends: the cursor only moves forward */
        TableCell cells[CELL_MAX];
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return list->out->end(ctx, list->out->arg);
        }
        TRY(list->cells(ctx, cursor, cells));
        TRY(list->out->row(ctx, list->out->arg, cells, list->column_count));
    }
}

/* ---- by provider and state ---- */

Status payment_show_status(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"channel", "Kênh", "Channel", CELL_CHANNEL},
        {"state", "Trạng thái", "State", CELL_STATE},
        {"line_count", "Số lệnh", "Attempts", CELL_INT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    int64_t area_id = 0;
    TRY(payment_payroll_area(ctx, app, payroll_id, &area_id));
    DbValue params[] = {DB_I(payroll_id)};
    TableQuery query = {SQL_PAYMENT_SUM_BY_STATE, params, 1, "payment_status", COLUMNS(COLUMNS_OF)};
    return table_query_show(ctx, app, RIGHT_REPORT, area_id, &query, out);
}

/* ---- batches ---- */

static Status batch_cells(Ctx *ctx, const DbCursor *cursor, TableCell *ret_cells) {
    (void)ctx;
    ret_cells[0] = CELL_N(db_int64(cursor, 0));
    ret_cells[1] = CELL_T(db_str(cursor, 3));
    ret_cells[2] = CELL_N(db_int64(cursor, 6));
    ret_cells[3] = CELL_N(db_int64(cursor, 7));
    ret_cells[4] = CELL_N(db_int64(cursor, 9));
    ret_cells[5] = CELL_N(db_int64(cursor, 8));
    ret_cells[6] = CELL_T(db_str(cursor, 11));
    ret_cells[7] = CELL_T(db_str(cursor, 12));
    return OK;
}

Status payment_list_batches(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"batch_id", "Lô", "Batch", CELL_ID},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"line_count", "Số lệnh", "Lines", CELL_INT},
        {"total_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"state", "Trạng thái", "State", CELL_STATE},
        {"not_after", "Không sau ngày", "Not after", CELL_DATE},
        {"file_name", "Tệp", "File", CELL_TEXT},
        {"stored_path", "Bản lưu", "Kept as", CELL_TEXT},
    };
    int64_t area_id = 0;
    TRY(payment_payroll_area(ctx, app, payroll_id, &area_id));
    DbValue params[] = {DB_I(payroll_id)};
    List list = {SQL_BATCH_LIST, params, 1, "batches", COLUMNS(COLUMNS_OF), batch_cells, out};
    return app_read(ctx, app, RIGHT_REPORT, area_id, list_read, &list);
}

/* ---- worklist ---- */

static Status work_cells(Ctx *ctx, const DbCursor *cursor, TableCell *ret_cells) {
    char id[END_TO_END_CHARS + 1];
    Str text;
    end_to_end_write(db_int64(cursor, 0), db_int64(cursor, 1), id);
    TRY(ctx_copy_str(ctx, str_of(id), &text));
    ret_cells[0] = CELL_N(db_int64(cursor, 0));
    ret_cells[1] = CELL_T(text);
    ret_cells[2] = CELL_N(db_int64(cursor, 1));
    ret_cells[3] = CELL_T(db_str(cursor, 2));
    ret_cells[4] = CELL_T(db_str(cursor, 3));
    ret_cells[5] = CELL_N(db_int64(cursor, 4));
    ret_cells[6] = CELL_N(db_int64(cursor, 5));
    ret_cells[7] = CELL_T(db_str(cursor, 6));
    return OK;
}

Status payment_list_work(Ctx *ctx, App *app, int64_t payroll_id, int64_t state, const Page *page,
                         const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"attempt_id", "Lệnh chi", "Attempt", CELL_ID},
        {"end_to_end_id", "Mã lệnh chi", "End-to-end id", CELL_TEXT},
        {"person_id", "Mã người", "Person", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"state", "Trạng thái", "State", CELL_STATE},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
    };
    int64_t area_id = 0;
    TRY(payment_payroll_area(ctx, app, payroll_id, &area_id));
    DbValue params[] = {DB_I(payroll_id), DB_I(state), DB_I(page->after), DB_I(page->row_count)};
    List list = {SQL_PAYMENT_LIST_IN_STATE, params,     4,  "work",
                 COLUMNS(COLUMNS_OF),       work_cells, out};
    return app_read(ctx, app, RIGHT_REGISTER_READ, area_id, list_read, &list);
}

/* ---- result files, suspense, cases ---- */

static Status list_read_home(Ctx *ctx, App *app, const List *list) {
    int64_t home_area_id = 0;
    TRY(setup_home_area(ctx, app, &home_area_id));
    return app_read(ctx, app, RIGHT_REPORT, home_area_id, list_read, list);
}

static Status file_cells(Ctx *ctx, const DbCursor *cursor, TableCell *ret_cells) {
    (void)ctx;
    ret_cells[0] = CELL_N(db_int64(cursor, 0));
    ret_cells[1] = CELL_T(db_str(cursor, 1));
    ret_cells[2] = CELL_T(db_str(cursor, 2));
    ret_cells[3] = CELL_N(db_int64(cursor, 3));
    ret_cells[4] = CELL_T(db_str(cursor, 4));
    for (int i = 5; i < 10; i++) {
        ret_cells[i] = CELL_N(db_int64(cursor, i));
    }
    return OK;
}

Status result_list_files(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"result_id", "Số", "No", CELL_ID},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"file_ref", "Số hiệu tệp", "Reference", CELL_TEXT},
        {"quarantine_no", "Tách riêng", "Quarantined", CELL_INT},
        {"format", "Định dạng", "Format", CELL_TEXT},
        {"row_count", "Số dòng", "Rows", CELL_INT},
        {"applied_count", "Ghi nhận", "Applied", CELL_INT},
        {"repeated_count", "Lặp lại", "Repeated", CELL_INT},
        {"suspended_count", "Chờ xử lý", "Suspended", CELL_INT},
        {"applied_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    DbValue params[] = {DB_I(page->after), DB_I(page->row_count)};
    List list = {SQL_RESULT_FILE_LIST, params,     2,  "result_files",
                 COLUMNS(COLUMNS_OF),  file_cells, out};
    return list_read_home(ctx, app, &list);
}

static Status suspense_cells(Ctx *ctx, const DbCursor *cursor, TableCell *ret_cells) {
    (void)ctx;
    ret_cells[0] = CELL_N(db_int64(cursor, 0) << ROW_NO_BITS | db_int64(cursor, 1));
    ret_cells[1] = CELL_N(db_int64(cursor, 0));
    ret_cells[2] = CELL_N(db_int64(cursor, 1));
    ret_cells[3] = CELL_T(db_str(cursor, 2));
    ret_cells[4] = CELL_T(db_str(cursor, 3));
    ret_cells[5] = CELL_N(db_int64(cursor, 4));
    ret_cells[6] = CELL_N(db_int64(cursor, 5));
    ret_cells[7] = CELL_T(db_str(cursor, 6));
    ret_cells[8] = CELL_T(db_str(cursor, 7));
    return OK;
}

Status result_list_suspense(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"key", "Khóa", "Key", CELL_ID},
        {"result_id", "Tệp", "File", CELL_ID},
        {"row_no", "Dòng", "Row", CELL_ID},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"end_to_end_id", "Mã trong tệp", "Id in the file", CELL_TEXT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"outcome", "Kết quả", "Outcome", CELL_RESULT_OUTCOME},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"owner", "Người xử lý", "Owner", CELL_TEXT},
    };
    DbValue params[] = {DB_I(page->after >> ROW_NO_BITS),
                        DB_I(page->after & ((1 << ROW_NO_BITS) - 1)), DB_I(page->row_count)};
    List list = {SQL_SUSPENSE_LIST_OPEN, params,         3,  "suspense",
                 COLUMNS(COLUMNS_OF),    suspense_cells, out};
    return list_read_home(ctx, app, &list);
}

static Status case_cells(Ctx *ctx, const DbCursor *cursor, TableCell *ret_cells) {
    (void)ctx;
    ret_cells[0] = CELL_N(db_int64(cursor, 0));
    ret_cells[1] = CELL_N(db_int64(cursor, 1));
    ret_cells[2] = CELL_N(db_int64(cursor, 2));
    ret_cells[3] = CELL_N(db_int64(cursor, 4));
    ret_cells[4] = CELL_T(db_str(cursor, 5));
    ret_cells[5] = CELL_T(db_str(cursor, 6));
    ret_cells[6] = CELL_N(db_int64(cursor, 7));
    return OK;
}

Status case_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"case_id", "Vụ việc", "Case", CELL_ID},
        {"person_id", "Mã người", "Person", CELL_ID},
        {"kind", "Loại", "Kind", CELL_CASE_KIND},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"owner", "Người xử lý", "Owner", CELL_TEXT},
        {"due_on", "Hạn", "Due", CELL_DATE},
    };
    DbValue params[] = {DB_I(page->after), DB_I(page->row_count)};
    List list = {SQL_PAYMENT_CASE_LIST_OPEN, params,     2,  "cases",
                 COLUMNS(COLUMNS_OF),        case_cells, out};
    return list_read_home(ctx, app, &list);
}
