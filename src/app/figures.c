/* Figures of the first screen. Three reads, each one statement or a few; no person appears. */
#include "app/figures.h"

#include "app/table_query.h"

enum {
    ACCOUNT_IN_TRANSIT = 40,
    ACCOUNT_EXPENSE = 50,
    ACCOUNT_RETURNS = 60,
    ACCOUNT_UNCLAIMED = 61,
    FUNNEL_COUNTS = 6,
    MONEY_COUNTS = 4,
    MONTHS_OF_ALERTS = 6
};

typedef struct FigureArg {
    int64_t area_id;
    const TableOut *out;
} FigureArg;

/* ---- the funnel ---- */

static Status funnel_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_id", "Số địa bàn", "Area no", CELL_ID},
        {"area_code", "Mã xã", "Commune", CELL_TEXT},
        {"area_name", "Xã, phường", "Name", CELL_TEXT},
        {"beneficiary_count", "Đang hưởng", "Beneficiaries", CELL_INT},
        {"account_count", "Tài khoản", "Bank account", CELL_INT},
        {"wallet_count", "Ví điện tử", "Wallet", CELL_INT},
        {"recipient_count", "Qua người nhận thay", "Through a recipient", CELL_INT},
        {"cash_count", "Tiền mặt", "Cash", CELL_INT},
        {"none_count", "Chưa có", "None yet", CELL_INT},
    };
    const FigureArg *in = arg;
    const TableOut *out = in->out;
    AreaScope scope;
    int64_t sums[FUNNEL_COUNTS] = {0};
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(right_scope(ctx, app->db, RIGHT_REPORT, in->area_id, &scope));
    TRY(db_query(ctx, app->db, SQL_FIGURES_FUNNEL,
                 DB_PARAMS(DB_I(scope.tree_from), DB_I(scope.tree_to), DB_I(scope.area_from),
                           DB_I(scope.area_to), DB_I(ctx_today(ctx) / 100)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "funnel", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per commune */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        TableCell cells[3 + FUNNEL_COUNTS] = {CELL_N(db_int64(cursor, 0)),
                                              CELL_T(db_str(cursor, 1)), CELL_T(db_str(cursor, 2))};
        for (int i = 0; i < FUNNEL_COUNTS; i++) {
            cells[3 + i] = CELL_N(db_int64(cursor, 3 + i));
            sums[i] += cells[3 + i].number;
        }
        TRY(out->row(ctx, out->arg, cells, 3 + FUNNEL_COUNTS));
    }
    TableCell total[3 + FUNNEL_COUNTS] = {
        CELL_N(0), CELL_T(STR("")),
        CELL_T(ctx->language == LANGUAGE_VI ? STR("Cộng") : STR("Sum"))};
    for (int i = 0; i < FUNNEL_COUNTS; i++) {
        total[3 + i] = CELL_N(sums[i]);
    }
    TRY(out->row(ctx, out->arg, total, 3 + FUNNEL_COUNTS));
    return out->end(ctx, out->arg);
}

Status figures_funnel(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    FigureArg arg = {area_id, out};
    return app_read(ctx, app, RIGHT_NONE, 0, funnel_read, &arg); /* right_scope() is its right */
}

/* ---- months ---- */

/* One row of the table: a month and a channel. */
typedef struct MoneyRow {
    int64_t period;
    int64_t channel;
    int64_t dong[MONEY_COUNTS]; /* paid, in transit, returned, unclaimed */
} MoneyRow;

static Status money_flush(Ctx *ctx, const TableOut *out, const MoneyRow *row) {
    TableCell cells[2 + MONEY_COUNTS] = {CELL_N(row->period), CELL_N(row->channel)};
    if (row->period == 0) {
        return OK;
    }
    for (int i = 0; i < MONEY_COUNTS; i++) {
        cells[2 + i] = CELL_N(row->dong[i]);
    }
    return out->row(ctx, out->arg, cells, 2 + MONEY_COUNTS);
}

static Status money_show(Ctx *ctx, Db *db, const AreaScope *scope, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"channel", "Kênh", "Channel", CELL_CHANNEL},
        {"paid_dong", "Đã chi (đ)", "Paid (đồng)", CELL_DONG},
        {"in_transit_dong", "Đang chuyển (đ)", "Under way (đồng)", CELL_DONG},
        {"returned_dong", "Hoàn trả (đ)", "Returned (đồng)", CELL_DONG},
        {"unclaimed_dong", "Chưa lĩnh (đ)", "Uncollected (đồng)", CELL_DONG},
    };
    static const int64_t ACCOUNTS[MONEY_COUNTS] = {ACCOUNT_EXPENSE, ACCOUNT_IN_TRANSIT,
                                                   ACCOUNT_RETURNS, ACCOUNT_UNCLAIMED};
    MoneyRow row = {.period = 0};
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_FIGURES_PAID, DB_PARAMS(DB_I(scope->tree_from), DB_I(scope->tree_to)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "money", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: months times channels times accounts */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (db_int64(cursor, 0) != row.period || db_int64(cursor, 2) != row.channel) {
            TRY(money_flush(ctx, out, &row));
            row = (MoneyRow){.period = db_int64(cursor, 0), .channel = db_int64(cursor, 2)};
        }
        for (int i = 0; i < MONEY_COUNTS; i++) {
            row.dong[i] += db_int64(cursor, 1) == ACCOUNTS[i] ? db_int64(cursor, 3) : 0;
        }
    }
    TRY(money_flush(ctx, out, &row));
    return out->end(ctx, out->arg);
}

static Status months_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn PEOPLE_COLUMNS[] = {
        {"payroll_id", "Danh sách", "Payroll", CELL_ID},
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"kind", "Loại", "Kind", CELL_ID},
        {"eligible_count", "Đủ điều kiện", "Eligible", CELL_INT},
        {"obligated_count", "Được chi", "To be paid", CELL_INT},
        {"held_count", "Tạm giữ", "Held", CELL_INT},
        {"total_dong", "Tổng tiền (đ)", "Total (đồng)", CELL_DONG},
    };
    const FigureArg *in = arg;
    AreaScope scope;
    TRY(right_scope(ctx, app->db, RIGHT_REPORT, in->area_id, &scope));
    TRY(money_show(ctx, app->db, &scope, in->out));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to)};
    TableQuery people = {SQL_FIGURES_PEOPLE, params, 2, "people", COLUMNS(PEOPLE_COLUMNS)};
    return table_query_run(ctx, app->db, &people, in->out);
}

Status figures_months(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    FigureArg arg = {area_id, out};
    return app_read(ctx, app, RIGHT_NONE, 0, months_read, &arg); /* right_scope() is its right */
}

/* ---- alerts ---- */

/* The month `months` before the one of a day. */
static int64_t period_before(int64_t day, int64_t months) {
    int64_t count = day / 10000 * 12 + day / 100 % 100 - 1 - months;
    return count / 12 * 100 + count % 12 + 1;
}

static Status alerts_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn BATCH_COLUMNS[] = {
        {"state", "Trạng thái", "State", CELL_STATE},
        {"batch_count", "Số lô", "Batches", CELL_INT},
        {"line_count", "Số lệnh", "Attempts", CELL_INT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    static const TableColumn ATTEMPT_COLUMNS[] = {
        {"state", "Trạng thái", "State", CELL_STATE},
        {"line_count", "Số lệnh", "Attempts", CELL_INT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    static const TableColumn OPEN_COLUMNS[] = {
        {"case_count", "Vụ việc", "Cases", CELL_INT},
        {"late_case_count", "Vụ việc quá hạn", "Cases overdue", CELL_INT},
        {"suspense_count", "Dòng treo", "In suspense", CELL_INT},
        {"hold_count", "Đang tạm giữ", "Holds", CELL_INT},
        {"defect_count", "Dòng bị trả lại", "Rows sent back", CELL_INT},
        {"late_batch_count", "Tệp quá hạn trả lời", "Files overdue", CELL_INT},
    };
    const FigureArg *in = arg;
    AreaScope scope;
    int64_t today = ctx_today(ctx);
    TRY(right_scope(ctx, app->db, RIGHT_REPORT, in->area_id, &scope));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to)};
    DbValue since[] = {params[0], params[1], DB_I(period_before(today, MONTHS_OF_ALERTS))};
    DbValue now[] = {params[0], params[1], DB_I(today)};
    const TableQuery queries[] = {
        {SQL_FIGURES_BATCH_STATES, params, 2, "batches", COLUMNS(BATCH_COLUMNS)},
        {SQL_FIGURES_EVENTS, since, 3, "attempts", COLUMNS(ATTEMPT_COLUMNS)},
        {SQL_FIGURES_OPEN, now, 3, "open", COLUMNS(OPEN_COLUMNS)},
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        TRY(table_query_run(ctx, app->db, &queries[i], in->out));
    }
    return OK;
}

Status figures_alerts(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) {
    FigureArg arg = {area_id, out};
    return app_read(ctx, app, RIGHT_NONE, 0, alerts_read, &arg); /* right_scope() is its right */
}

/* ---- for the machine's watch ---- */

static Status open_read(Ctx *ctx, App *app, const void *arg) {
    FiguresOpen *const *open = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_FIGURES_WATCH, DB_NO_PARAMS, &cursor));
    **open = (FiguresOpen){db_int64(cursor, 0), db_int64(cursor, 1), db_int64(cursor, 2),
                           db_int64(cursor, 3), db_int64(cursor, 4)};
    return OK;
}

Status figures_open(Ctx *ctx, App *app, FiguresOpen *ret_open) {
    return app_read(ctx, app, RIGHT_NONE, 0, open_read, &ret_open);
}
