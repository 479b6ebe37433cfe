/* The settlement statement, the trial balance, and the digest of the books. */
#include "app/books.h"

#include "app/setup.h"
#include "store/ledger_store.h"
#include "sys/digest.h"

enum { PROVIDER_MAX = 256 };

typedef struct ShowBooks {
    int64_t programme_id;
    int64_t period;
    bool by_commune;
    const TableOut *out;
} ShowBooks;

typedef struct ProviderSum {
    int64_t provider_id;
    Settlement figures;
} ProviderSum;

static Status settlement_row(Ctx *ctx, Db *db, const TableOut *out, int64_t area_id,
                             int64_t provider_id, const Settlement *figures) {
    CLEANUP(db_cursor_close) DbCursor *area = NULL;
    CLEANUP(db_cursor_close) DbCursor *provider = NULL;
    Str area_name = ctx->language == LANGUAGE_VI ? STR("Toàn bộ") : STR("All");
    Str provider_code = ctx->language == LANGUAGE_VI ? STR("Cộng") : STR("Sum");
    if (area_id != 0) {
        TRY(db_query_one(ctx, db, SQL_AREA_BY_ID, DB_PARAMS(DB_I(area_id)), &area));
        area_name = db_str(area, 2);
    }
    if (provider_id != 0) {
        TRY(db_query_one(ctx, db, SQL_PROVIDER_NAME, DB_PARAMS(DB_I(provider_id)), &provider));
        provider_code = db_str(provider, 0);
    }
    TableCell cells[] = {CELL_T(area_name),
                         CELL_T(provider_code),
                         CELL_N(figures->opening_dong),
                         CELL_N(figures->allotted_dong),
                         CELL_N(figures->paid_dong),
                         CELL_N(figures->returned_dong),
                         CELL_N(figures->written_back_dong),
                         CELL_N(figures->closing_dong)};
    return out->row(ctx, out->arg, cells, 8);
}

static Status provider_add(Ctx *ctx, ProviderSum *sums, size_t *count, const SettlementLine *line) {
    size_t i = 0;
    while (i < *count && sums[i].provider_id != line->provider_id) {
        i++;
    }
    if (i == *count) {
        if (i == PROVIDER_MAX) {
            return ctx_fail(ctx, E_BUG, "more than %d providers", PROVIDER_MAX);
        }
        sums[(*count)++] = (ProviderSum){line->provider_id, {0}};
    }
    return settlement_sum(ctx, &sums[i].figures, &line->figures);
}

static Status settlement_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_name", "Địa bàn", "Area", CELL_TEXT},
        {"provider_code", "Tổ chức", "Provider", CELL_TEXT},
        {"opening_dong", "Đầu kỳ", "Opening", CELL_DONG},
        {"allotted_dong", "Cấp trong kỳ", "Allotted", CELL_DONG},
        {"paid_dong", "Đã chi", "Paid", CELL_DONG},
        {"returned_dong", "Hoàn trả", "Returned", CELL_DONG},
        {"written_back_dong", "Nộp lại", "Written back", CELL_DONG},
        {"closing_dong", "Cuối kỳ", "Closing", CELL_DONG},
    };
    const ShowBooks *show = arg;
    const SettlementLine *lines = NULL;
    size_t count = 0;
    ProviderSum sums[PROVIDER_MAX];
    size_t sum_count = 0;
    Settlement all = {0};
    TRY(ledger_list_settlement(ctx, app->db, show->programme_id, show->period, &lines, &count));
    TRY(show->out->begin(ctx, show->out->arg, "settlement", COLUMNS(COLUMNS_OF)));
    for (size_t i = 0; i < count; i++) {
        TRY(provider_add(ctx, sums, &sum_count, &lines[i]));
        TRY(settlement_sum(ctx, &all, &lines[i].figures));
        if (show->by_commune) {
            TRY(settlement_row(ctx, app->db, show->out, lines[i].area_id, lines[i].provider_id,
                               &lines[i].figures));
        }
    }
    for (size_t i = 0; i < sum_count; i++) {
        TRY(settlement_row(ctx, app->db, show->out, 0, sums[i].provider_id, &sums[i].figures));
    }
    TRY(settlement_check(ctx, &all));
    TRY(settlement_row(ctx, app->db, show->out, 0, 0, &all));
    return show->out->end(ctx, show->out->arg);
}

static Status balance_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"ledger_account", "Số hiệu", "Account", CELL_ID},
        {"name", "Tài khoản", "Name", CELL_TEXT},
        {"debit_dong", "Nợ (đ)", "Debit (đồng)", CELL_DONG},
        {"credit_dong", "Có (đ)", "Credit (đồng)", CELL_DONG},
        {"balance_dong", "Số dư (đ)", "Balance (đồng)", CELL_DONG},
    };
    const ShowBooks *show = arg;
    int64_t debit_dong = 0;
    int64_t credit_dong = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_LEDGER_TRIAL_BALANCE, DB_PARAMS(DB_I(show->period)), &cursor));
    TRY(show->out->begin(ctx, show->out->arg, "balance", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per account */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        int64_t debit = db_int64(cursor, 4);
        int64_t credit = db_int64(cursor, 5);
        debit_dong += debit;
        credit_dong += credit;
        int64_t balance = credit > 0 ? debit - credit : debit + credit;
        TableCell cells[] = {CELL_N(db_int64(cursor, 0)),
                             CELL_T(db_str(cursor, ctx->language == LANGUAGE_VI ? 2 : 3)),
                             CELL_N(debit), CELL_N(credit), CELL_N(balance)};
        TRY(show->out->row(ctx, show->out->arg, cells, 5));
    }
    TableCell total[] = {
        CELL_EMPTY, CELL_T(ctx->language == LANGUAGE_VI ? STR("Cộng") : STR("Sum")),
        CELL_N(debit_dong), CELL_N(credit_dong),
        CELL_N(credit_dong > 0 ? debit_dong - credit_dong : debit_dong + credit_dong)};
    TRY(show->out->row(ctx, show->out->arg, total, 5));
    return show->out->end(ctx, show->out->arg);
}

static Status digest_read(Ctx *ctx, App *app, const void *arg) {
    Str *const *hex = arg;
    uint8_t digest[DIGEST_BYTES];
    char text[DIGEST_HEX_CHARS + 1];
    int64_t posting_count = 0;
    TRY(ledger_digest(ctx, app->db, 0, 0, digest, &posting_count));
    hex_write(digest, DIGEST_BYTES, text);
    return ctx_copy_str(ctx, str_of(text), *hex);
}

static Status show_home(Ctx *ctx, App *app, AppRead read, const void *arg) {
    int64_t home_area_id = 0;
    TRY(setup_home_area(ctx, app, &home_area_id));
    return app_read(ctx, app, RIGHT_REPORT, home_area_id, read, arg);
}

Status settlement_show(Ctx *ctx, App *app, int64_t programme_id, int64_t period, bool by_commune,
                       const TableOut *out) {
    ShowBooks show = {programme_id, period, by_commune, out};
    return show_home(ctx, app, settlement_read, &show);
}

Status books_trial_balance(Ctx *ctx, App *app, int64_t period, const TableOut *out) {
    ShowBooks show = {0, period, false, out};
    return show_home(ctx, app, balance_read, &show);
}

Status books_digest(Ctx *ctx, App *app, Str *ret_hex) {
    Str hex = {"", 0};
    Str *hex_ptr = &hex;
    TRY(show_home(ctx, app, digest_read, &hex_ptr));
    *ret_hex = hex;
    return OK;
}
