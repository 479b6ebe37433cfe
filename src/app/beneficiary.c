/* Finding and showing persons, and the issues of an intake. Numbers are shown masked. */
#include "app/register.h"

#include "app/register_values.h"
#include "app/setup.h"
#include "app/table_query.h"
#include "payment/end_to_end.h"
#include "registry/issue.h"
#include "text/name.h"

enum { WHOLE_TREE = INT32_MAX, PERSON_ID_DIGITS_MAX = 8 };

/* ---- find ---- */

typedef struct FindArg {
    const App *app;
    Str text;
    int64_t area_id;
    int64_t limit;
    const TableOut *out;
} FindArg;

static Status find_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"birth_date", "Ngày sinh", "Born", CELL_DATE},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"citizen_id_mask", "Số định danh", "Identity number", CELL_TEXT},
    };
    const FindArg *find = arg;
    Str fold;
    Str fold_end;
    uint8_t hash[KEYS_HASH_BYTES];
    int64_t person_id = 0;
    int64_t tree_from = 0;
    int64_t tree_to = WHOLE_TREE;
    TRY(name_fold(ctx, find->text, &fold));
    TRY(ctx_print(ctx, &fold_end, "%.*s\x7f", STR_ARG(fold)));
    keys_hash(app->keys, FIELD_CITIZEN_ID, find->text, hash);
    if (find->text.len > PERSON_ID_DIGITS_MAX || !str_to_int64(find->text, &person_id)) {
        person_id = 0;
    }
    if (find->area_id != 0) {
        CLEANUP(db_cursor_close) DbCursor *area = NULL;
        TRY(db_query_one(ctx, app->db, SQL_AREA_BY_ID, DB_PARAMS(DB_I(find->area_id)), &area));
        tree_from = db_int64(area, 3);
        tree_to = db_int64(area, 4);
    }
    DbValue params[] = {
        DB_T(fold),       DB_T(fold_end),  DB_B(((Str){(const char *)hash, sizeof hash})),
        DB_I(person_id),  DB_I(tree_from), DB_I(tree_to),
        DB_I(find->limit)};
    TableQuery query = {SQL_BENEFICIARY_FIND, params, sizeof params / sizeof params[0],
                        "beneficiaries", COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, find->out);
}

Status beneficiary_find(Ctx *ctx, App *app, Str text, int64_t area_id, int64_t limit,
                        const TableOut *out) {
    int64_t home_area_id = area_id;
    if (str_is_empty(text)) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx_say(ctx, "chưa nhập nội dung tìm", "nothing to look for"));
    }
    if (home_area_id == 0) {
        TRY(setup_home_area(ctx, app, &home_area_id));
    }
    FindArg find = {app, text, home_area_id, limit, out};
    return app_read(ctx, app, RIGHT_REGISTER_READ, home_area_id, find_read, &find);
}

/* ---- show ---- */

static const TableColumn PERSON_COLUMNS[] = {
    {"full_name", "Họ và tên", "Name", CELL_TEXT},
    {"sex", "Giới tính", "Sex", CELL_SEX},
    {"birth_date", "Ngày sinh", "Born", CELL_DATE},
    {"area_name", "Xã, phường", "Commune", CELL_TEXT},
    {"hamlet", "Thôn, bản", "Hamlet", CELL_TEXT},
    {"citizen_id_mask", "Số định danh", "Identity number", CELL_TEXT},
    {"phone_mask", "Điện thoại", "Telephone", CELL_TEXT},
    {"death_date", "Ngày mất", "Died", CELL_DATE},
};
static const TableColumn ENROLMENT_COLUMNS[] = {
    {"enrolment_id", "Số", "No", CELL_ID},
    {"category", "Loại đối tượng", "Category", CELL_TEXT},
    {"degree", "Mức độ", "Degree", CELL_DEGREE},
    {"decision_no", "Quyết định", "Decision", CELL_TEXT},
    {"decision_date", "Ngày", "Of", CELL_DATE},
    {"from_date", "Hưởng từ", "From", CELL_DATE},
    {"to_date", "Đến", "Until", CELL_DATE},
    {"end_reason", "Lý do thôi", "Why ended", CELL_TEXT},
};
static const TableColumn MANDATE_COLUMNS[] = {
    {"mandate_id", "Số", "No", CELL_ID},
    {"recipient_name", "Người nhận thay", "Recipient", CELL_TEXT},
    {"relation", "Quan hệ", "Relation", CELL_TEXT},
    {"certifier", "Nơi xác nhận", "Certified by", CELL_TEXT},
    {"valid_from", "Từ", "From", CELL_DATE},
    {"valid_to", "Đến", "Until", CELL_DATE},
    {"revoked_on", "Thu hồi", "Revoked", CELL_DATE},
};
static const TableColumn ACCOUNT_COLUMNS[] = {
    {"account_id", "Số", "No", CELL_ID},
    {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
    {"channel", "Kênh", "Channel", CELL_CHANNEL},
    {"number_mask", "Tài khoản", "Number", CELL_TEXT},
    {"holder_name", "Chủ tài khoản", "Holder", CELL_TEXT},
    {"valid_from", "Từ", "From", CELL_DATE},
    {"is_live", "Đang dùng", "In use", CELL_YES_NO},
};
static const TableColumn PAYMENT_COLUMNS[] = {
    {"period", "Kỳ", "Month", CELL_PERIOD},
    {"component", "Khoản", "Component", CELL_COMPONENT},
    {"clause_code", "Điều khoản", "Clause", CELL_TEXT},
    {"standard_dong", "Mức chuẩn", "Standard", CELL_DONG},
    {"coefficient_hundredths", "Hệ số x100", "Coefficient x100", CELL_INT},
    {"amount_dong", "Số tiền", "Amount", CELL_DONG},
    {"state", "Trạng thái", "State", CELL_STATE},
};
static const TableColumn SOURCE_COLUMNS[] = {
    {"intake_id", "Lần tiếp nhận", "Intake", CELL_ID},
    {"file_name", "Tệp danh sách", "List", CELL_TEXT},
    {"sheet_no", "Trang", "Sheet", CELL_ID},
    {"row_no", "Dòng", "Row", CELL_ID},
    {"outcome", "Kết quả", "Outcome", CELL_ROW_OUTCOME},
    {"stored_path", "Bản gốc lưu tại", "Original kept as", CELL_TEXT},
};
static const TableColumn TRAIL_COLUMNS[] = {
    {"period", "Kỳ", "Month", CELL_PERIOD},
    {"obligation_id", "Khoản phải trả", "Obligation", CELL_ID},
    {"payroll_id", "Danh sách", "Payroll", CELL_ID},
    {"attempt_no", "Lần", "Try", CELL_ID},
    {"end_to_end_id", "Mã lệnh chi", "End-to-end id", CELL_TEXT},
    {"sent_file", "Tệp gửi", "File sent", CELL_TEXT},
    {"line_no", "Dòng", "Line", CELL_ID},
    {"event", "Sự kiện", "Event", CELL_EVENT},
    {"state", "Trạng thái", "State", CELL_STATE},
    {"result_file", "Tệp kết quả", "Result file", CELL_TEXT},
    {"row_no", "Dòng", "Row", CELL_ID},
    {"txn_id", "Giao dịch sổ cái", "Entry", CELL_ID},
};

enum { TRAIL_COLUMN_COUNT = sizeof TRAIL_COLUMNS / sizeof TRAIL_COLUMNS[0] };

typedef struct ShowArg {
    int64_t person_id;
    const TableOut *out;
} ShowArg;

static TableCell number_cell(const DbCursor *cursor, int column) {
    return db_is_null(cursor, column) ? CELL_EMPTY : CELL_N(db_int64(cursor, column));
}

static TableCell text_cell(const DbCursor *cursor, int column) {
    return CELL_T(db_is_null(cursor, column) ? STR("") : db_str(cursor, column));
}

/* Each try and each piece of evidence; the id that the provider sees is computed, as at release. */
static Status trail_show(Ctx *ctx, Db *db, const ShowArg *show) {
    const TableOut *out = show->out;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_BENEFICIARY_TRAIL, DB_PARAMS(DB_I(show->person_id)), &cursor));
    TRY(out->begin(ctx, out->arg, "trail", TRAIL_COLUMNS, TRAIL_COLUMN_COUNT));
    for (;;) { /* ends: the cursor only moves forward */
        char id[END_TO_END_CHARS + 1] = "";
        TableCell line = CELL_EMPTY;
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        if (!db_is_null(cursor, 4)) {
            end_to_end_write(db_int64(cursor, 4), show->person_id, id);
            line = CELL_N(attempt_line_no(db_int64(cursor, 4)));
        }
        TableCell cells[TRAIL_COLUMN_COUNT] = {number_cell(cursor, 0),
                                               number_cell(cursor, 1),
                                               number_cell(cursor, 2),
                                               number_cell(cursor, 3),
                                               CELL_T(str_of(id)),
                                               text_cell(cursor, 5),
                                               line,
                                               number_cell(cursor, 6),
                                               number_cell(cursor, 7),
                                               text_cell(cursor, 8),
                                               number_cell(cursor, 9),
                                               number_cell(cursor, 10)};
        TRY(out->row(ctx, out->arg, cells, TRAIL_COLUMN_COUNT));
    }
}

static Status show_read(Ctx *ctx, App *app, const void *arg) {
    const ShowArg *show = arg;
    DbValue params[] = {DB_I(show->person_id)};
    const TableQuery queries[] = {
        {SQL_BENEFICIARY_PERSON, params, 1, "person", COLUMNS(PERSON_COLUMNS)},
        {SQL_BENEFICIARY_SOURCES, params, 1, "sources", COLUMNS(SOURCE_COLUMNS)},
        {SQL_BENEFICIARY_ENROLMENTS, params, 1, "enrolments", COLUMNS(ENROLMENT_COLUMNS)},
        {SQL_BENEFICIARY_MANDATES, params, 1, "mandates", COLUMNS(MANDATE_COLUMNS)},
        {SQL_BENEFICIARY_ACCOUNTS, params, 1, "accounts", COLUMNS(ACCOUNT_COLUMNS)},
        {SQL_BENEFICIARY_PAYMENTS, params, 1, "payments", COLUMNS(PAYMENT_COLUMNS)},
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        TRY(table_query_run(ctx, app->db, &queries[i], show->out));
    }
    return trail_show(ctx, app->db, show);
}

Status beneficiary_show(Ctx *ctx, App *app, int64_t person_id, const TableOut *out) {
    int64_t area_id = 0;
    ShowArg show = {person_id, out};
    TRY(register_person_area(ctx, app, person_id, &area_id));
    return app_read(ctx, app, RIGHT_REGISTER_READ, area_id, show_read, &show);
}

/* ---- issues of an intake ---- */

typedef struct IssuesArg {
    int64_t intake_id;
    const TableOut *out;
} IssuesArg;

static Status issues_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"sheet_no", "Trang", "Sheet", CELL_ID},
        {"row_no", "Dòng", "Row", CELL_ID},
        {"column_no", "Cột", "Column", CELL_ID},
        {"issue_code", "Mã", "Code", CELL_TEXT},
        {"severity", "Mức", "Severity", CELL_SEVERITY},
        {"found", "Thấy", "Found", CELL_TEXT},
        {"sentence", "Sai sót", "What is wrong", CELL_TEXT},
        {"remedy", "Cách sửa", "Remedy", CELL_TEXT},
    };
    const IssuesArg *issues = arg;
    const TableOut *out = issues->out;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_INTAKE_LIST_ISSUES, DB_PARAMS(DB_I(issues->intake_id)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "issues", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        IssueCode code = issue_of_name(db_str(cursor, 4));
        TableCell cells[] = {CELL_N(db_int64(cursor, 0)),
                             CELL_N(db_int64(cursor, 1)),
                             CELL_N(db_int64(cursor, 2)),
                             CELL_T(db_str(cursor, 4)),
                             CELL_N(db_int64(cursor, 3)),
                             CELL_T(db_str(cursor, 5)),
                             CELL_T(str_of(issue_sentence(code, ctx->language))),
                             CELL_T(str_of(issue_remedy(code, ctx->language)))};
        TRY(out->row(ctx, out->arg, cells, 8));
    }
}

typedef struct IntakeArea {
    int64_t intake_id;
    int64_t *area_id;
} IntakeArea;

static Status intake_area_read(Ctx *ctx, App *app, const void *arg) {
    const IntakeArea *find = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_INTAKE_AREA, DB_PARAMS(DB_I(find->intake_id)), &cursor));
    *find->area_id = db_int64(cursor, 0);
    return OK;
}

Status intake_list_issues(Ctx *ctx, App *app, int64_t intake_id, const TableOut *out) {
    int64_t area_id = 0;
    IntakeArea find = {intake_id, &area_id};
    IssuesArg issues = {intake_id, out};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, intake_area_read, &find));
    return app_read(ctx, app, RIGHT_REGISTER_READ, area_id, issues_read, &issues);
}
