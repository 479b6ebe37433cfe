/* One entry of the books: where it comes from, and its postings. */
#include "app/books.h"

#include "app/setup.h"
#include "app/table_query.h"

typedef struct EntryArg {
    int64_t txn_id;
    const TableOut *out;
} EntryArg;

static Status head_show(Ctx *ctx, Db *db, const EntryArg *entry) {
    static const TableColumn COLUMNS_OF[] = {
        {"txn_id", "Giao dịch sổ cái", "Entry", CELL_ID},
        {"kind", "Loại", "Kind", CELL_TXN_KIND},
        {"fiscal_period", "Kỳ", "Month", CELL_PERIOD},
        {"payroll_id", "Danh sách chi trả", "Payroll", CELL_ID},
        {"batch_id", "Lô", "Batch", CELL_ID},
        {"file_name", "Tệp kết quả", "Result file", CELL_TEXT},
        {"at", "Ghi ngày", "Entered on", CELL_DATE},
        {"use_case", "Nghiệp vụ", "Use case", CELL_TEXT},
    };
    const TableOut *out = entry->out;
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_LEDGER_ENTRY_HEAD, DB_PARAMS(DB_I(entry->txn_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "txn_id %lld", (long long)entry->txn_id);
    }
    TableCell cells[] = {
        CELL_N(db_int64(cursor, 0)),
        CELL_N(db_int64(cursor, 1)),
        CELL_N(db_int64(cursor, 2)),
        db_is_null(cursor, 3) ? CELL_EMPTY : CELL_N(db_int64(cursor, 3)),
        db_is_null(cursor, 4) ? CELL_EMPTY : CELL_N(db_int64(cursor, 4)),
        CELL_T(db_is_null(cursor, 5) ? STR("") : db_str(cursor, 5)),
        CELL_N(clock_day(db_int64(cursor, 6))),
        CELL_T(db_str(cursor, 7)),
    };
    TRY(out->begin(ctx, out->arg, "entry", COLUMNS(COLUMNS_OF)));
    TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    return out->end(ctx, out->arg);
}

static Status postings_show(Ctx *ctx, Db *db, const EntryArg *entry) {
    static const TableColumn COLUMNS_OF[] = {
        {"line_no", "Dòng", "Line", CELL_ID},
        {"ledger_account", "Số hiệu", "Account", CELL_ID},
        {"account_name", "Tài khoản", "Name", CELL_TEXT},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn", "Area name", CELL_TEXT},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"batch_id", "Lô", "Batch", CELL_ID},
        {"amount_dong", "Nợ (+), Có (-) (đ)", "Debit (+), credit (-) (đồng)", CELL_DONG},
    };
    const TableOut *out = entry->out;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_LEDGER_ENTRY_POSTINGS, DB_PARAMS(DB_I(entry->txn_id)), &cursor));
    TRY(out->begin(ctx, out->arg, "postings", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: an entry has few postings */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return out->end(ctx, out->arg);
        }
        int64_t batch_id = db_int64(cursor, 7);
        TableCell cells[] = {
            CELL_N(db_int64(cursor, 0)),
            CELL_N(db_int64(cursor, 1)),
            CELL_T(db_str(cursor, ctx->language == LANGUAGE_VI ? 2 : 3)),
            CELL_T(db_str(cursor, 4)),
            CELL_T(db_str(cursor, 5)),
            CELL_T(db_is_null(cursor, 6) ? STR("") : db_str(cursor, 6)),
            batch_id ? CELL_N(batch_id) : CELL_EMPTY,
            CELL_N(db_int64(cursor, 8)),
        };
        TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    }
}

static Status entry_read(Ctx *ctx, App *app, const void *arg) {
    TRY(head_show(ctx, app->db, arg));
    return postings_show(ctx, app->db, arg);
}

Status books_show_entry(Ctx *ctx, App *app, int64_t txn_id, const TableOut *out) {
    int64_t home_area_id = 0;
    EntryArg entry = {txn_id, out};
    TRY(setup_home_area(ctx, app, &home_area_id));
    return app_read(ctx, app, RIGHT_REPORT, home_area_id, entry_read, &entry);
}
