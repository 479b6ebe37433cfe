/* Lists of persons and of what happened to them. Numbers are shown masked. */
#include "app/lists.h"

#include "app/access.h"
#include "app/register_values.h"
#include "app/table_query.h"
#include "text/name.h"

enum { PERSON_ID_DIGITS_MOST = 15, NUMBER_DIGITS_LEAST = 9 };

/* ---- by commune and name ---- */

typedef struct ListArg {
    const Page *page;
    int64_t channel;
    Str text;
    const TableOut *out;
} ListArg;

static const TableColumn LIST_COLUMNS[] = {
    {"person_id", "Mã", "Id", CELL_ID},
    {"full_name", "Họ và tên", "Name", CELL_TEXT},
    {"sex", "Giới tính", "Sex", CELL_SEX},
    {"birth_date", "Ngày sinh", "Born", CELL_DATE},
    {"area_id", "Số địa bàn", "Area no", CELL_ID},
    {"area_code", "Mã xã", "Commune", CELL_TEXT},
    {"area_name", "Xã, phường", "Commune name", CELL_TEXT},
    {"hamlet", "Thôn, bản", "Hamlet", CELL_TEXT},
    {"citizen_id_mask", "Số định danh", "Identity number", CELL_TEXT},
    {"category", "Loại đối tượng", "Category", CELL_TEXT},
    {"from_date", "Hưởng từ", "From", CELL_DATE},
    {"to_date", "Đến", "Until", CELL_DATE},
    {"channel", "Kênh", "Channel", CELL_CHANNEL},
    {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
    {"number_mask", "Tài khoản", "Account", CELL_TEXT},
    {"recipient_name", "Người nhận thay", "Recipient", CELL_TEXT},
};

static Status list_read(Ctx *ctx, App *app, const void *arg) {
    const ListArg *in = arg;
    const Page *page = in->page;
    AreaScope scope;
    int64_t after_area_id = 0;
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_READ, page->area_id, &scope));
    if (page->after != 0) {
        TRY(db_query_int64(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(page->after)), 0,
                           &after_area_id));
    }
    /* A page never begins before where the one before it ended: the index gives the rest in order.
     */
    int64_t from = after_area_id > scope.area_from ? after_area_id : scope.area_from;
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to),  DB_I(from),
                        DB_I(scope.area_to),   DB_I(after_area_id),  DB_I(page->after),
                        DB_I(in->channel),     DB_I(page->row_count)};
    TableQuery query = {SQL_BENEFICIARY_PAGE, params, sizeof params / sizeof params[0],
                        "beneficiaries", COLUMNS(LIST_COLUMNS)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status beneficiary_list(Ctx *ctx, App *app, const Page *page, int64_t channel,
                        const TableOut *out) {
    ListArg arg = {.page = page, .channel = channel, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, list_read, &arg); /* right_scope() is its right */
}

/* ---- search ---- */

static const TableColumn FOUND_COLUMNS[] = {
    {"person_id", "Mã", "Id", CELL_ID},
    {"full_name", "Họ và tên", "Name", CELL_TEXT},
    {"sex", "Giới tính", "Sex", CELL_SEX},
    {"birth_date", "Ngày sinh", "Born", CELL_DATE},
    {"area_code", "Mã xã", "Commune", CELL_TEXT},
    {"area_name", "Xã, phường", "Commune name", CELL_TEXT},
    {"hamlet", "Thôn, bản", "Hamlet", CELL_TEXT},
    {"citizen_id_mask", "Số định danh", "Identity number", CELL_TEXT},
};

static bool is_digits(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > 0;
}

static Status search_number(Ctx *ctx, App *app, const ListArg *in, const AreaScope *scope) {
    uint8_t identity[KEYS_HASH_BYTES];
    uint8_t phone[KEYS_HASH_BYTES];
    int64_t person_id = 0;
    Str text = in->text;
    if (text.len > PERSON_ID_DIGITS_MOST || text.len >= NUMBER_DIGITS_LEAST ||
        !str_to_int64(text, &person_id)) {
        person_id = 0;
    }
    keys_hash(app->keys, FIELD_CITIZEN_ID, text, identity);
    keys_hash(app->keys, FIELD_PHONE, text, phone);
    DbValue params[] = {DB_B(((Str){(const char *)identity, sizeof identity})),
                        DB_B(((Str){(const char *)phone, sizeof phone})),
                        DB_I(person_id),
                        DB_I(scope->tree_from),
                        DB_I(scope->tree_to),
                        DB_I(in->page->row_count)};
    TableQuery query = {SQL_BENEFICIARY_SEARCH_NUMBER, params, sizeof params / sizeof params[0],
                        "beneficiaries", COLUMNS(FOUND_COLUMNS)};
    return table_query_run(ctx, app->db, &query, in->out);
}

static Status search_read(Ctx *ctx, App *app, const void *arg) {
    const ListArg *in = arg;
    AreaScope scope;
    Str from;
    Str to;
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_READ, in->page->area_id, &scope));
    if (is_digits(in->text)) {
        return search_number(ctx, app, in, &scope);
    }
    TRY(name_fold(ctx, in->text, &from));
    TRY(ctx_print(ctx, &to, "%.*s\x7f", STR_ARG(from)));
    DbValue params[] = {DB_T(from), DB_T(to), DB_I(scope.tree_from), DB_I(scope.tree_to),
                        DB_I(in->page->row_count)};
    TableQuery query = {SQL_BENEFICIARY_SEARCH_NAME, params, sizeof params / sizeof params[0],
                        "beneficiaries", COLUMNS(FOUND_COLUMNS)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status beneficiary_search(Ctx *ctx, App *app, Str text, const Page *page, const TableOut *out) {
    ListArg arg = {.page = page, .text = str_trim(text), .out = out};
    if (str_is_empty(arg.text)) {
        return ctx_fail(ctx, E_ARGUMENT, "nothing to look for");
    }
    return app_read(ctx, app, RIGHT_NONE, 0, search_read, &arg); /* right_scope() is its right */
}

/* ---- one person's history ---- */

typedef struct HistoryArg {
    int64_t person_id;
    const TableOut *out;
} HistoryArg;

static Status history_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn MOVEMENT_COLUMNS[] = {
        {"movement_id", "Số", "No", CELL_ID},
        {"at_us", "Ghi lúc", "Entered at", CELL_INT},
        {"kind", "Loại biến động", "Kind", CELL_MOVEMENT},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"effective_on", "Hiệu lực", "Effective", CELL_DATE},
        {"enrolment_id", "Quyết định hưởng", "Enrolment", CELL_ID},
        {"from_area", "Từ", "From", CELL_TEXT},
        {"to_area", "Đến", "To", CELL_TEXT},
        {"file_name", "Tệp", "File", CELL_TEXT},
        {"row_no", "Dòng", "Row", CELL_ID},
        {"login", "Người nhập", "Entered by", CELL_TEXT},
    };
    static const TableColumn HOLD_COLUMNS[] = {
        {"hold_id", "Số", "No", CELL_ID},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"placed_us", "Đặt lúc", "Placed at", CELL_INT},
        {"placed_by", "Người đặt", "Placed by", CELL_TEXT},
        {"lifted_us", "Gỡ lúc", "Lifted at", CELL_INT},
        {"lifted_by", "Người gỡ", "Lifted by", CELL_TEXT},
    };
    const HistoryArg *in = arg;
    DbValue params[] = {DB_I(in->person_id)};
    TableQuery movements = {SQL_MOVEMENT_LIST_OF_PERSON, params, 1, "movements",
                            COLUMNS(MOVEMENT_COLUMNS)};
    TableQuery holds = {SQL_HOLD_LIST_OF_PERSON, params, 1, "holds", COLUMNS(HOLD_COLUMNS)};
    TRY(table_query_run(ctx, app->db, &movements, in->out));
    return table_query_run(ctx, app->db, &holds, in->out);
}

Status beneficiary_history(Ctx *ctx, App *app, int64_t person_id, const TableOut *out) {
    int64_t area_id = 0;
    HistoryArg arg = {person_id, out};
    TRY(register_person_area(ctx, app, person_id, &area_id));
    TRY(app_read(ctx, app, RIGHT_REGISTER_READ, area_id, history_read, &arg));
    return person_list_reveals(ctx, app, person_id, out);
}

/* ---- what officers entered ---- */

static Status movement_list_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"recorded_seq", "Lần thay đổi", "Change", CELL_ID},
        {"at_us", "Ghi lúc", "Entered at", CELL_INT},
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"kind", "Loại biến động", "Kind", CELL_MOVEMENT},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"effective_on", "Hiệu lực", "Effective", CELL_DATE},
        {"login", "Người nhập", "Entered by", CELL_TEXT},
    };
    const ListArg *in = arg;
    AreaScope scope;
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_READ, in->page->area_id, &scope));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to), DB_I(in->page->after),
                        DB_I(in->page->row_count)};
    TableQuery query = {SQL_MOVEMENT_PAGE, params, 4, "movements", COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status movement_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    ListArg arg = {.page = page, .out = out};
    return app_read(ctx, app, RIGHT_NONE, 0, movement_list_read, &arg);
}
