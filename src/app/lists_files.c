/* Files that came and went: intakes and their issues, batches, results; and who may take them away.
 */
#include "app/lists.h"

#include "app/table_query.h"
#include "registry/issue.h"
#include "sys/digest.h"
#include "sys/file.h"

/* A key of an issue in one number: sheet, row, number within the row. */
enum { ISSUE_NO_BITS = 6, ROW_NO_BITS = 26 };

typedef struct ListArg {
    const Page *page;
    int64_t id;
    int64_t severity;
    const TableOut *out;
} ListArg;

/* ---- intakes ---- */

static Status intakes_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"intake_id", "Lần tiếp nhận", "Intake", CELL_ID},
        {"at_us", "Lúc", "At", CELL_INT},
        {"login", "Người nạp", "By", CELL_TEXT},
        {"area_id", "Số địa bàn", "Area no", CELL_ID},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn", "Area name", CELL_TEXT},
        {"file_name", "Tệp", "File", CELL_TEXT},
        {"byte_count", "Dung lượng", "Bytes", CELL_INT},
        {"row_count", "Số dòng", "Rows", CELL_INT},
        {"accepted_count", "Nhận", "Accepted", CELL_INT},
        {"refused_count", "Trả lại", "Sent back", CELL_INT},
        {"warned_count", "Cảnh báo", "Warned", CELL_INT},
        {"encoding", "Bảng mã từng cột", "Encoding by column", CELL_TEXT},
    };
    const ListArg *in = arg;
    AreaScope scope;
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_READ, in->page->area_id, &scope));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to), DB_I(in->page->after),
                        DB_I(in->id), DB_I(in->page->row_count)};
    TableQuery query = {SQL_INTAKE_PAGE, params, 5, "intakes", COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status intake_page(Ctx *ctx, App *app, const Page *page, int64_t intake_id, const TableOut *out) {
    ListArg arg = {.page = page, .id = intake_id, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, intakes_read, &arg); /* right_scope() is its right */
}

static Status intake_require(Ctx *ctx, Db *db, int64_t intake_id) {
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_INTAKE_AREA, DB_PARAMS(DB_I(intake_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "intake %lld", (long long)intake_id);
    }
    return right_require(ctx, db, RIGHT_REGISTER_READ, db_int64(cursor, 0));
}

static Status issue_sums_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"issue_code", "Mã sai sót", "Defect", CELL_TEXT},
        {"severity", "Mức", "Severity", CELL_SEVERITY},
        {"issue_count", "Số ô", "Cells", CELL_INT},
        {"sentence", "Sai sót", "What is wrong", CELL_TEXT},
        {"remedy", "Cách sửa", "Remedy", CELL_TEXT},
    };
    const ListArg *in = arg;
    const TableOut *out = in->out;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(intake_require(ctx, app->db, in->id));
    TRY(db_query(ctx, app->db, SQL_INTAKE_SUM_ISSUES, DB_PARAMS(DB_I(in->id)), &cursor));
    TRY(out->begin(ctx, out->arg, "issue_sums", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per code */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        IssueCode code = issue_of_name(db_str(cursor, 0));
        TableCell cells[] = {CELL_T(db_str(cursor, 0)), CELL_N(db_int64(cursor, 1)),
                             CELL_N(db_int64(cursor, 2)),
                             CELL_T(str_of(issue_sentence(code, ctx->language))),
                             CELL_T(str_of(issue_remedy(code, ctx->language)))};
        TRY(out->row(ctx, out->arg, cells, 5));
    }
}

Status intake_show_issues(Ctx *ctx, App *app, int64_t intake_id, const TableOut *out) {
    ListArg arg = {.id = intake_id, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, issue_sums_read, &arg);
}

static int64_t issue_key(int64_t sheet_no, int64_t row_no, int64_t issue_no) {
    return (sheet_no << (ROW_NO_BITS + ISSUE_NO_BITS)) | (row_no << ISSUE_NO_BITS) | issue_no;
}

static Status issues_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"key", "Khóa", "Key", CELL_ID},
        {"sheet_no", "Trang", "Sheet", CELL_ID},
        {"row_no", "Dòng", "Row", CELL_ID},
        {"column_no", "Cột", "Column", CELL_ID},
        {"issue_code", "Mã", "Code", CELL_TEXT},
        {"severity", "Mức", "Severity", CELL_SEVERITY},
        {"found", "Thấy", "Found", CELL_TEXT},
        {"sentence", "Sai sót", "What is wrong", CELL_TEXT},
        {"remedy", "Cách sửa", "Remedy", CELL_TEXT},
    };
    const ListArg *in = arg;
    const TableOut *out = in->out;
    int64_t after = in->page->after;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(intake_require(ctx, app->db, in->id));
    TRY(db_query(ctx, app->db, SQL_INTAKE_PAGE_ISSUES,
                 DB_PARAMS(DB_I(in->id), DB_I(after >> (ROW_NO_BITS + ISSUE_NO_BITS)),
                           DB_I(after >> ISSUE_NO_BITS & ((1 << ROW_NO_BITS) - 1)),
                           DB_I(after & ((1 << ISSUE_NO_BITS) - 1)), DB_I(in->severity),
                           DB_I(in->page->row_count)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "issues", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: a page */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        IssueCode code = issue_of_name(db_str(cursor, 5));
        TableCell cells[] = {
            CELL_N(issue_key(db_int64(cursor, 0), db_int64(cursor, 1), db_int64(cursor, 2))),
            CELL_N(db_int64(cursor, 0)),
            CELL_N(db_int64(cursor, 1)),
            CELL_N(db_int64(cursor, 3)),
            CELL_T(db_str(cursor, 5)),
            CELL_N(db_int64(cursor, 4)),
            CELL_T(db_str(cursor, 6)),
            CELL_T(str_of(issue_sentence(code, ctx->language))),
            CELL_T(str_of(issue_remedy(code, ctx->language)))};
        TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    }
}

Status intake_page_issues(Ctx *ctx, App *app, int64_t intake_id, int64_t severity, const Page *page,
                          const TableOut *out) {
    ListArg arg = {page, intake_id, severity, out};
    return app_read(ctx, app, RIGHT_NONE, 0, issues_read, &arg);
}

/* ---- originals ---- */

typedef struct OriginalArg {
    int64_t id;
    Right right;
    OriginalFile *file;
} OriginalArg;

static Status original_take(Ctx *ctx, App *app, const DbCursor *cursor, OriginalFile *file) {
    Str stored;
    if (db_is_null(cursor, 1)) {
        return ctx_fail(ctx, E_NOT_FOUND, "there is no file yet");
    }
    TRY(ctx_copy_str(ctx, db_str(cursor, 0), &file->name));
    TRY(ctx_copy_str(ctx, db_str(cursor, 1), &stored));
    return file_join(ctx, app->files_dir, stored, &file->path);
}

static Status intake_original_read(Ctx *ctx, App *app, const void *arg) {
    const OriginalArg *in = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(intake_require(ctx, app->db, in->id));
    TRY(db_query_one(ctx, app->db, SQL_INTAKE_ORIGINAL, DB_PARAMS(DB_I(in->id)), &cursor));
    return original_take(ctx, app, cursor, in->file);
}

Status intake_original(Ctx *ctx, App *app, int64_t intake_id, OriginalFile *ret_file) {
    OriginalFile file = {{NULL, 0}, {NULL, 0}};
    OriginalArg arg = {intake_id, RIGHT_REGISTER_READ, &file};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, intake_original_read, &arg));
    *ret_file = file;
    return OK;
}

static Status batch_original_read(Ctx *ctx, App *app, const void *arg) {
    const OriginalArg *in = arg;
    enum { STATE_RELEASED = 2 };
    bool has_row = false;
    int64_t speaks_for = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_BATCH_ORIGINAL, DB_PARAMS(DB_I(in->id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "batch %lld", (long long)in->id);
    }
    if (in->right != RIGHT_PROVIDER_FILES) {
        TRY(right_require(ctx, app->db, in->right, db_int64(cursor, 4)));
        return original_take(ctx, app, cursor, in->file);
    }
    TRY(right_require_anywhere(ctx, app->db, in->right));
    TRY(db_query_int64(ctx, app->db, SQL_USER_PROVIDER_HAS,
                       DB_PARAMS(DB_I(ctx->user_id), DB_I(db_int64(cursor, 3))), 0, &speaks_for));
    if (speaks_for == 0 || db_int64(cursor, 5) == STATE_RELEASED) { /* not sent: not theirs yet */
        return ctx_fail(ctx, E_RIGHT_MISSING, "batch %lld", (long long)in->id);
    }
    return original_take(ctx, app, cursor, in->file);
}

Status batch_original(Ctx *ctx, App *app, int64_t batch_id, Right right, OriginalFile *ret_file) {
    OriginalFile file = {{NULL, 0}, {NULL, 0}};
    OriginalArg arg = {batch_id, right, &file};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, batch_original_read, &arg));
    *ret_file = file;
    return OK;
}

/* ---- batches and results ---- */

/* A statement whose last column is a SHA-256: shown in hexadecimal. */
static Status hashed_show(Ctx *ctx, Db *db, const TableQuery *query, const TableOut *out) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    size_t last = query->column_count - 1;
    TRY(db_query(ctx, db, query->sql, query->params, query->param_count, &cursor));
    TRY(out->begin(ctx, out->arg, query->name, query->columns, query->column_count));
    for (;;) { /* ends: one row per file */
        TableCell cells[TABLE_QUERY_COLUMN_MAX];
        char hex[DIGEST_HEX_CHARS + 1] = "";
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        for (size_t i = 0; i <= last; i++) {
            cells[i] = db_is_null(cursor, (int)i)            ? CELL_EMPTY
                       : query->columns[i].kind == CELL_TEXT ? CELL_T(db_str(cursor, (int)i))
                                                             : CELL_N(db_int64(cursor, (int)i));
        }
        if (cells[last].text.len == DIGEST_BYTES) {
            hex_write((const uint8_t *)cells[last].text.ptr, DIGEST_BYTES, hex);
            cells[last] = CELL_T(str_of(hex));
        }
        TRY(out->row(ctx, out->arg, cells, query->column_count));
    }
}

static Status batches_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"batch_id", "Lô", "Batch", CELL_ID},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"channel", "Kênh", "Channel", CELL_CHANNEL},
        {"line_count", "Số lệnh", "Lines", CELL_INT},
        {"total_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"state", "Trạng thái", "State", CELL_STATE},
        {"not_after", "Không sau ngày", "Not after", CELL_DATE},
        {"file_name", "Tệp", "File", CELL_TEXT},
        {"byte_count", "Dung lượng", "Bytes", CELL_INT},
        {"sha256", "SHA-256", "SHA-256", CELL_TEXT},
    };
    const ListArg *in = arg;
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *head = NULL;
    TRY(db_query(ctx, app->db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(in->id)), &head));
    TRY(db_next(ctx, head, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "payroll %lld", (long long)in->id);
    }
    TRY(right_require(ctx, app->db, RIGHT_REPORT, db_int64(head, 1)));
    DbValue params[] = {DB_I(in->id), DB_I(in->page->after), DB_I(in->page->row_count)};
    TableQuery query = {SQL_BATCH_PAGE_OF_PAYROLL, params, 3, "batches", COLUMNS(COLUMNS_OF)};
    return hashed_show(ctx, app->db, &query, in->out);
}

Status batch_list_of_payroll(Ctx *ctx, App *app, int64_t payroll_id, const Page *page,
                             const TableOut *out) {
    ListArg arg = {.page = page, .id = payroll_id, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, batches_read, &arg);
}

static Status provider_batches_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"batch_id", "Lô", "Batch", CELL_ID},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"channel", "Kênh", "Channel", CELL_CHANNEL},
        {"line_count", "Số lệnh", "Lines", CELL_INT},
        {"total_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
        {"not_after", "Không sau ngày", "Not after", CELL_DATE},
        {"state", "Trạng thái", "State", CELL_STATE},
        {"file_name", "Tệp", "File", CELL_TEXT},
        {"byte_count", "Dung lượng", "Bytes", CELL_INT},
        {"sha256", "SHA-256", "SHA-256", CELL_TEXT},
    };
    const ListArg *in = arg;
    DbValue params[] = {DB_I(ctx->user_id), DB_I(in->page->after), DB_I(in->page->row_count)};
    TableQuery query = {SQL_BATCH_PAGE, params, 3, "batches", COLUMNS(COLUMNS_OF)};
    TRY(right_require_anywhere(ctx, app->db, RIGHT_PROVIDER_FILES));
    return hashed_show(ctx, app->db, &query, in->out);
}

Status provider_list_batches(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    ListArg arg = {.page = page, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, provider_batches_read, &arg);
}

static Status provider_results_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"result_id", "Số", "No", CELL_ID},
        {"at_us", "Lúc", "At", CELL_INT},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"file_ref", "Số hiệu tệp", "Reference", CELL_TEXT},
        {"file_name", "Tệp", "File", CELL_TEXT},
        {"quarantine_no", "Tách riêng", "Quarantined", CELL_INT},
        {"format", "Định dạng", "Format", CELL_TEXT},
        {"row_count", "Số dòng", "Rows", CELL_INT},
        {"applied_count", "Ghi nhận", "Applied", CELL_INT},
        {"repeated_count", "Lặp lại", "Repeated", CELL_INT},
        {"suspended_count", "Chờ xử lý", "Suspended", CELL_INT},
        {"applied_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    const ListArg *in = arg;
    DbValue params[] = {DB_I(ctx->user_id), DB_I(in->page->after), DB_I(in->page->row_count)};
    TableQuery query = {SQL_RESULT_PAGE_OF_USER, params, 3, "results", COLUMNS(COLUMNS_OF)};
    TRY(right_require_anywhere(ctx, app->db, RIGHT_PROVIDER_FILES));
    return table_query_run(ctx, app->db, &query, in->out);
}

Status provider_list_results(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    ListArg arg = {.page = page, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, provider_results_read, &arg);
}

static Status provider_require_read(Ctx *ctx, App *app, const void *arg) {
    const Str *code = arg;
    int64_t provider_id = 0;
    int64_t speaks_for = 0;
    TRY(right_require_anywhere(ctx, app->db, RIGHT_PROVIDER_FILES));
    TRY(db_query_int64(ctx, app->db, SQL_PROVIDER_BY_CODE, DB_PARAMS(DB_T(*code)), 0,
                       &provider_id));
    TRY(db_query_int64(ctx, app->db, SQL_USER_PROVIDER_HAS,
                       DB_PARAMS(DB_I(ctx->user_id), DB_I(provider_id)), 0, &speaks_for));
    return speaks_for ? OK : ctx_fail(ctx, E_RIGHT_MISSING, "provider %.*s", STR_ARG(*code));
}

Status provider_require(Ctx *ctx, App *app, Str provider_code) {
    return app_read(ctx, app, RIGHT_NONE, 0, provider_require_read, &provider_code);
}
