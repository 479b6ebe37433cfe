/* Payrolls as screens show them: heads, persons by page, what an approver should look at. */
#include "app/lists.h"

#include "app/table_query.h"
#include "sys/digest.h"

enum { ANOMALY_ROWS = 100, SHARED_LEAST = 4, HEAD_COLUMN_COUNT = 19, DIGEST_COLUMN = 13 };

static const TableColumn HEAD_COLUMNS[HEAD_COLUMN_COUNT] = {
    {"payroll_id", "Danh sách", "Payroll", CELL_ID},
    {"period", "Kỳ", "Month", CELL_PERIOD},
    {"kind", "Loại", "Kind", CELL_ID},
    {"area_id", "Số địa bàn", "Area no", CELL_ID},
    {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
    {"area_name", "Địa bàn", "Area name", CELL_TEXT},
    {"state", "Trạng thái", "State", CELL_PAYROLL_STATE},
    {"eligible_count", "Đủ điều kiện", "Eligible", CELL_INT},
    {"obligated_count", "Được chi", "To be paid", CELL_INT},
    {"held_count", "Tạm giữ", "Held", CELL_INT},
    {"line_count", "Số khoản", "Obligations", CELL_INT},
    {"total_dong", "Tổng tiền (đ)", "Total (đồng)", CELL_DONG},
    {"previous_dong", "Tháng trước (đ)", "Month before (đồng)", CELL_DONG},
    {"digest", "Mã tóm lược", "Digest", CELL_TEXT},
    {"made_by", "Người lập", "Made by", CELL_TEXT},
    {"made_us", "Lập lúc", "Made at", CELL_INT},
    {"approved_by", "Người duyệt", "Approved by", CELL_TEXT},
    {"approved_us", "Duyệt lúc", "Approved at", CELL_INT},
    {"released_us", "Chuyển chi lúc", "Released at", CELL_INT},
};

typedef struct HeadsArg {
    int64_t area_id;
    int64_t payroll_id; /* 0 = all */
    const TableOut *out;
} HeadsArg;

/* A digest is bytes in the database and hexadecimal to people, so these rows are written by hand.
 */
static Status heads_show(Ctx *ctx, Db *db, const DbValue *params, const TableOut *out,
                         int64_t *ret_count) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_PAYROLL_PAGE, params, 3, &cursor));
    TRY(out->begin(ctx, out->arg, "payrolls", COLUMNS(HEAD_COLUMNS)));
    for (int64_t count = 0;; count++) { /* ends: a month or two each */
        TableCell cells[HEAD_COLUMN_COUNT];
        char hex[DIGEST_HEX_CHARS + 1] = "";
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            *ret_count = count;
            return out->end(ctx, out->arg);
        }
        for (int i = 0; i < HEAD_COLUMN_COUNT; i++) {
            cells[i] = db_is_null(cursor, i)               ? CELL_EMPTY
                       : HEAD_COLUMNS[i].kind == CELL_TEXT ? CELL_T(db_str(cursor, i))
                                                           : CELL_N(db_int64(cursor, i));
        }
        if (cells[DIGEST_COLUMN].text.len == DIGEST_BYTES) {
            hex_write((const uint8_t *)cells[DIGEST_COLUMN].text.ptr, DIGEST_BYTES, hex);
        }
        cells[DIGEST_COLUMN] = CELL_T(str_of(hex));
        TRY(out->row(ctx, out->arg, cells, HEAD_COLUMN_COUNT));
    }
}

static Status heads_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn AROUND_COLUMNS[] = {
        {"payroll_id", "Danh sách", "Payroll", CELL_ID},
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"kind", "Loại", "Kind", CELL_ID},
        {"area_id", "Số địa bàn", "Area no", CELL_ID},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn", "Area name", CELL_TEXT},
        {"state", "Trạng thái", "State", CELL_PAYROLL_STATE},
    };
    const HeadsArg *in = arg;
    AreaScope scope;
    int64_t count = 0;
    TRY(right_scope(ctx, app->db, RIGHT_REPORT, in->area_id, &scope));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to), DB_I(in->payroll_id)};
    TRY(heads_show(ctx, app->db, params, in->out, &count));
    if (in->payroll_id != 0) {
        return count ? OK : ctx_fail(ctx, E_NOT_FOUND, "payroll %lld", (long long)in->payroll_id);
    }
    DbValue around[] = {DB_I(scope.tree_from)};
    TableQuery query = {SQL_PAYROLL_PAGE_AROUND, around, 1, "around", COLUMNS(AROUND_COLUMNS)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status payroll_list(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    HeadsArg arg = {area_id, 0, out};
    return app_read(ctx, app, RIGHT_NONE, 0, heads_read, &arg); /* right_scope() is its right */
}

Status payroll_head(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    HeadsArg arg = {0, payroll_id, out};
    return app_read(ctx, app, RIGHT_NONE, 0, heads_read, &arg); /* right_scope() is its right */
}

/* ---- of one payroll ---- */

typedef struct PayrollArg {
    int64_t payroll_id;
    Str reason_code;
    const Page *page;
    const TableOut *out;
} PayrollArg;

static Status payroll_area_require(Ctx *ctx, Db *db, int64_t payroll_id) {
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(payroll_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "payroll %lld", (long long)payroll_id);
    }
    return right_require(ctx, db, RIGHT_REGISTER_READ, db_int64(cursor, 1));
}

static Status difference_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"reason_code", "Mã lý do", "Reason", CELL_TEXT},
        {"previous_dong", "Tháng trước (đ)", "Month before (đồng)", CELL_DONG},
        {"amount_dong", "Tháng này (đ)", "This month (đồng)", CELL_DONG},
    };
    const PayrollArg *in = arg;
    TRY(payroll_area_require(ctx, app->db, in->payroll_id));
    DbValue params[] = {DB_I(in->payroll_id), DB_T(in->reason_code), DB_I(in->page->after),
                        DB_I(in->page->row_count)};
    TableQuery query = {SQL_PAYROLL_PAGE_DIFFERENCE, params, 4, "difference_persons",
                        COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status payroll_page_difference(Ctx *ctx, App *app, int64_t payroll_id, Str reason_code,
                               const Page *page, const TableOut *out) {
    PayrollArg arg = {payroll_id, reason_code, page, out};
    return app_read(ctx, app, RIGHT_NONE, 0, difference_read, &arg);
}

static Status held_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"reason_code", "Mã lý do", "Code", CELL_TEXT},
        {"sentence", "Lý do", "Reason", CELL_TEXT},
        {"who_acts", "Ai xử lý", "Who acts", CELL_TEXT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    const PayrollArg *in = arg;
    const TableOut *out = in->out;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(payroll_area_require(ctx, app->db, in->payroll_id));
    TRY(db_query(ctx, app->db, SQL_PAYROLL_PAGE_HELD,
                 DB_PARAMS(DB_I(in->payroll_id), DB_I(in->page->after), DB_I(in->page->row_count)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "held", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: a page */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        TableCell cells[] = {CELL_N(db_int64(cursor, 0)),
                             CELL_T(db_str(cursor, 1)),
                             CELL_T(db_str(cursor, 2)),
                             CELL_T(db_str(cursor, 3)),
                             CELL_T(db_str(cursor, ctx->language == LANGUAGE_VI ? 4 : 5)),
                             CELL_T(db_str(cursor, 6)),
                             CELL_N(db_int64(cursor, 7))};
        TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    }
}

Status payroll_page_held(Ctx *ctx, App *app, int64_t payroll_id, const Page *page,
                         const TableOut *out) {
    PayrollArg arg = {payroll_id, STR(""), page, out};
    return app_read(ctx, app, RIGHT_NONE, 0, held_read, &arg);
}

static Status anomalies_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn SHARED_COLUMNS[] = {
        {"number_mask", "Tài khoản", "Account", CELL_TEXT},
        {"holder_name", "Chủ tài khoản", "Holder", CELL_TEXT},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"person_count", "Số người", "Persons", CELL_INT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    static const TableColumn CHANGED_COLUMNS[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"number_mask", "Tài khoản", "Account", CELL_TEXT},
        {"holder_name", "Chủ tài khoản", "Holder", CELL_TEXT},
        {"changed_us", "Đổi lúc", "Changed at", CELL_INT},
        {"changed_by", "Người đổi", "Changed by", CELL_TEXT},
        {"use_case", "Nghiệp vụ", "Use case", CELL_TEXT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    static const TableColumn JUMP_COLUMNS[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"reason_code", "Mã lý do", "Reason", CELL_TEXT},
        {"previous_dong", "Tháng trước (đ)", "Month before (đồng)", CELL_DONG},
        {"amount_dong", "Tháng này (đ)", "This month (đồng)", CELL_DONG},
    };
    const PayrollArg *in = arg;
    DbValue shared[] = {DB_I(in->payroll_id), DB_I(SHARED_LEAST), DB_I(ANOMALY_ROWS)};
    DbValue params[] = {DB_I(in->payroll_id), DB_I(ANOMALY_ROWS)};
    const TableQuery queries[] = {
        {SQL_ANOMALY_SHARED_ACCOUNTS, shared, 3, "shared_accounts", COLUMNS(SHARED_COLUMNS)},
        {SQL_ANOMALY_NEW_ACCOUNTS, params, 2, "changed_accounts", COLUMNS(CHANGED_COLUMNS)},
        {SQL_ANOMALY_JUMPS, params, 2, "jumps", COLUMNS(JUMP_COLUMNS)},
    };
    TRY(payroll_area_require(ctx, app->db, in->payroll_id));
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        TRY(table_query_run(ctx, app->db, &queries[i], in->out));
    }
    return OK;
}

Status payroll_show_anomalies(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    PayrollArg arg = {payroll_id, STR(""), NULL, out};
    return app_read(ctx, app, RIGHT_NONE, 0, anomalies_read, &arg);
}
