/* Months, entries, the log, areas, and what codes mean. */
#include "app/lists.h"

#include "app/setup.h"
#include "app/table_query.h"
#include "sys/digest.h"

Status period_list(Ctx *ctx, App *app, int64_t programme_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"state", "Khóa: 1 mở, 2 tạm khóa, 3 khóa sổ", "1 open 2 soft 3 hard closed", CELL_INT},
        {"posting_count", "Số bút toán", "Postings", CELL_INT},
        {"closed_us", "Khóa lúc", "Closed at", CELL_INT},
        {"closed_by", "Người khóa", "Closed by", CELL_TEXT},
        {"paid_dong", "Đã chi (đ)", "Paid (đồng)", CELL_DONG},
    };
    DbValue params[] = {DB_I(programme_id)};
    TableQuery query = {SQL_PERIOD_LIST, params, 1, "periods", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

Status ledger_list_entries(Ctx *ctx, App *app, int64_t period, int64_t ledger_account,
                           const Page *page, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"txn_id", "Giao dịch", "Entry", CELL_ID},
        {"at_us", "Lúc", "At", CELL_INT},
        {"kind", "Loại", "Kind", CELL_TXN_KIND},
        {"payroll_id", "Danh sách", "Payroll", CELL_ID},
        {"batch_id", "Lô", "Batch", CELL_ID},
        {"use_case", "Nghiệp vụ", "Use case", CELL_TEXT},
        {"debit_dong", "Nợ (đ)", "Debit (đồng)", CELL_DONG},
        {"credit_dong", "Có (đ)", "Credit (đồng)", CELL_DONG},
    };
    DbValue params[] = {DB_I(period), DB_I(ledger_account), DB_I(page->after),
                        DB_I(page->row_count)};
    TableQuery query = {SQL_LEDGER_PAGE_ENTRIES, params, 4, "entries", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

/* ---- the log ---- */

typedef struct ChangesArg {
    Str login;
    Str use_case;
    const Page *page;
    const TableOut *out;
} ChangesArg;

static Status changes_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"change_seq", "Số", "No", CELL_ID},
        {"at_us", "Lúc", "At", CELL_INT},
        {"login", "Ai", "Who", CELL_TEXT},
        {"use_case", "Nghiệp vụ", "Use case", CELL_TEXT},
        {"area_name", "Địa bàn", "Area", CELL_TEXT},
        {"summary", "Nội dung", "What", CELL_TEXT},
        {"hash", "Mã chuỗi", "Hash in the chain", CELL_TEXT},
    };
    const ChangesArg *in = arg;
    const TableOut *out = in->out;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_CHANGE_PAGE,
                 DB_PARAMS(DB_I(in->page->after), DB_T(in->login), DB_T(in->use_case),
                           DB_I(in->page->row_count)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "changes", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: a page */
        char hex[DIGEST_HEX_CHARS + 1] = "";
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        if (db_str(cursor, 6).len == DIGEST_BYTES) {
            hex_write((const uint8_t *)db_str(cursor, 6).ptr, DIGEST_BYTES, hex);
        }
        TableCell cells[] = {CELL_N(db_int64(cursor, 0)),
                             CELL_N(db_int64(cursor, 1)),
                             db_is_null(cursor, 2) ? CELL_EMPTY : CELL_T(db_str(cursor, 2)),
                             CELL_T(db_str(cursor, 3)),
                             db_is_null(cursor, 4) ? CELL_EMPTY : CELL_T(db_str(cursor, 4)),
                             CELL_T(db_str(cursor, 5)),
                             CELL_T(str_of(hex))};
        TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    }
}

Status change_list(Ctx *ctx, App *app, Str login, Str use_case, const Page *page,
                   const TableOut *out) {
    int64_t home_area_id = 0;
    ChangesArg arg = {login, use_case, page, out};
    TRY(setup_home_area(ctx, app, &home_area_id));
    return app_read(ctx, app, RIGHT_LOG_READ, home_area_id, changes_read, &arg);
}

/* ---- areas, reasons, clauses ---- */

Status area_list_children(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_id", "Số", "No", CELL_ID},       {"level", "Cấp", "Level", CELL_INT},
        {"area_code", "Mã", "Code", CELL_TEXT}, {"kind", "Loại", "Kind", CELL_TEXT},
        {"name", "Tên", "Name", CELL_TEXT},
    };
    int64_t parent = area_id;
    if (parent == 0) {
        TRY(setup_home_area(ctx, app, &parent));
    }
    DbValue params[] = {DB_I(parent), DB_I(ctx_today(ctx))};
    TableQuery query = {SQL_AREA_LIST_CHILDREN, params, 2, "areas", COLUMNS(COLUMNS_OF)};
    return table_query_show(ctx, app, RIGHT_NONE, 0, &query, out);
}

static Status reference_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn CLAUSE_COLUMNS[] = {
        {"clause_id", "Số", "No", CELL_ID},
        {"clause_code", "Mã", "Code", CELL_TEXT},
        {"citation", "Trích dẫn", "Citation", CELL_TEXT},
    };
    TableQuery clauses = {SQL_CLAUSE_LIST, NULL, 0, "clauses", COLUMNS(CLAUSE_COLUMNS)};
    TRY(reasons_show(ctx, app->db, arg));
    return table_query_run(ctx, app->db, &clauses, arg);
}

Status reference_list(Ctx *ctx, App *app, const TableOut *out) {
    return app_read(ctx, app, RIGHT_NONE, 0, reference_read, out);
}
