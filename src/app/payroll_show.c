/* Looking at a payroll: its head by commune, the difference to the month before, who is held. */
#include "app/payroll.h"

#include "sys/digest.h"

typedef struct Find {
    const PayrollKey *key;
    int64_t *payroll_id;
} Find;

static Status find_read(Ctx *ctx, App *app, const void *arg) {
    const Find *find = arg;
    return db_query_int64(ctx, app->db, SQL_PAYROLL_BY_KEY,
                          DB_PARAMS(DB_I(find->key->programme_id), DB_I(find->key->area_id),
                                    DB_I(find->key->period), DB_I(find->key->kind)),
                          0, find->payroll_id);
}

Status payroll_find(Ctx *ctx, App *app, const PayrollKey *key, int64_t *ret_payroll_id) {
    int64_t payroll_id = 0;
    Find find = {key, &payroll_id};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, find_read, &find));
    if (payroll_id == 0) {
        return ctx_fail(ctx, E_NOT_FOUND, "%s %02d/%04d",
                        ctx_say(ctx, "danh sách chi trả kỳ", "payroll of"),
                        (int)(key->period % 100), (int)(key->period / 100));
    }
    *ret_payroll_id = payroll_id;
    return OK;
}

typedef struct Show {
    int64_t payroll_id;
    const TableOut *out;
} Show;

static Status show_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"area_code", "Mã xã", "Commune", CELL_TEXT},
        {"area_name", "Xã, phường", "Name", CELL_TEXT},
        {"person_count", "Số người", "Persons", CELL_INT},
        {"line_count", "Số khoản", "Obligations", CELL_INT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    const Show *show = arg;
    const TableOut *out = show->out;
    int64_t sums[3] = {0, 0, 0};
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_PAYROLL_SUM_BY_AREA, DB_PARAMS(DB_I(show->payroll_id)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "payroll", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per commune */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        TableCell cells[] = {CELL_T(db_str(cursor, 1)), CELL_T(db_str(cursor, 2)),
                             CELL_N(db_int64(cursor, 3)), CELL_N(db_int64(cursor, 4)),
                             CELL_N(db_int64(cursor, 5))};
        for (int i = 0; i < 3; i++) {
            sums[i] += cells[i + 2].number;
        }
        TRY(out->row(ctx, out->arg, cells, 5));
    }
    TableCell total[] = {CELL_T(STR("")),
                         CELL_T(ctx->language == LANGUAGE_VI ? STR("Cộng") : STR("Sum")),
                         CELL_N(sums[0]), CELL_N(sums[1]), CELL_N(sums[2])};
    TRY(out->row(ctx, out->arg, total, 5));
    return out->end(ctx, out->arg);
}

/* What an approver needs: whose it is, what it sums to, and the digest to approve. */
static Status head_show(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"payroll_id", "Danh sách", "Payroll", CELL_ID},
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"state", "Trạng thái", "State", CELL_PAYROLL_STATE},
        {"eligible_count", "Đủ điều kiện", "Eligible", CELL_INT},
        {"obligated_count", "Được chi", "To be paid", CELL_INT},
        {"held_count", "Tạm giữ", "Held", CELL_INT},
        {"total_dong", "Tổng tiền (đ)", "Total (đồng)", CELL_DONG},
        {"digest", "Mã tóm lược", "Digest", CELL_TEXT},
    };
    char hex[DIGEST_HEX_CHARS + 1] = "";
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(payroll_id)), &cursor));
    Str digest = db_str(cursor, 5);
    if (digest.len != DIGEST_BYTES) {
        return ctx_fail(ctx, E_BUG, "payroll %lld: a digest of %zu bytes", (long long)payroll_id,
                        digest.len);
    }
    hex_write((const uint8_t *)digest.ptr, DIGEST_BYTES, hex);
    TableCell cells[] = {CELL_N(payroll_id),           CELL_N(db_int64(cursor, 2)),
                         CELL_N(db_int64(cursor, 4)),  CELL_N(db_int64(cursor, 6)),
                         CELL_N(db_int64(cursor, 7)),  CELL_N(db_int64(cursor, 8)),
                         CELL_N(db_int64(cursor, 10)), CELL_T(str_of(hex))};
    TRY(out->begin(ctx, out->arg, "payroll_head", COLUMNS(COLUMNS_OF)));
    TRY(out->row(ctx, out->arg, cells, sizeof cells / sizeof cells[0]));
    return out->end(ctx, out->arg);
}

static Status show_both_read(Ctx *ctx, App *app, const void *arg) {
    const Show *show = arg;
    TRY(show_read(ctx, app, arg));
    return head_show(ctx, app, show->payroll_id, show->out);
}

static Status sum_difference_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"reason_code", "Mã lý do", "Code", CELL_TEXT},
        {"reason", "Lý do", "Reason", CELL_TEXT},
        {"person_count", "Số người", "Persons", CELL_INT},
        {"previous_dong", "Tháng trước (đ)", "Month before (đồng)", CELL_DONG},
        {"amount_dong", "Tháng này (đ)", "This month (đồng)", CELL_DONG},
        {"difference_dong", "Chênh lệch (đ)", "Difference (đồng)", CELL_DONG},
    };
    const Show *show = arg;
    const TableOut *out = show->out;
    int64_t sums[3] = {0, 0, 0};
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_PAYROLL_SUM_DIFFERENCE, DB_PARAMS(DB_I(show->payroll_id)),
                 &cursor));
    TRY(out->begin(ctx, out->arg, "difference", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per reason */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        int64_t before = db_int64(cursor, 4);
        int64_t now = db_int64(cursor, 5);
        Str sentence = db_str(cursor, ctx->language == LANGUAGE_VI ? 1 : 2);
        TableCell cells[] = {CELL_T(db_str(cursor, 0)),
                             CELL_T(sentence),
                             CELL_N(db_int64(cursor, 3)),
                             CELL_N(before),
                             CELL_N(now),
                             CELL_N(now - before)};
        sums[0] += cells[2].number;
        sums[1] += before;
        sums[2] += now;
        TRY(out->row(ctx, out->arg, cells, 6));
    }
    TableCell total[] = {
        CELL_T(STR("")), CELL_T(ctx->language == LANGUAGE_VI ? STR("Cộng") : STR("Sum")),
        CELL_N(sums[0]), CELL_N(sums[1]),
        CELL_N(sums[2]), CELL_N(sums[2] - sums[1])};
    TRY(out->row(ctx, out->arg, total, 6));
    return out->end(ctx, out->arg);
}

static Status list_difference_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"reason_code", "Mã lý do", "Reason", CELL_TEXT},
        {"previous_dong", "Tháng trước (đ)", "Month before (đồng)", CELL_DONG},
        {"amount_dong", "Tháng này (đ)", "This month (đồng)", CELL_DONG},
    };
    const Show *show = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_PAYROLL_LIST_DIFFERENCE, DB_PARAMS(DB_I(show->payroll_id)),
                 &cursor));
    TRY(show->out->begin(ctx, show->out->arg, "difference_persons", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per person that differs */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return show->out->end(ctx, show->out->arg);
        }
        TableCell cells[] = {CELL_N(db_int64(cursor, 0)), CELL_T(db_str(cursor, 1)),
                             CELL_T(db_str(cursor, 2)), CELL_N(db_int64(cursor, 3)),
                             CELL_N(db_int64(cursor, 4))};
        TRY(show->out->row(ctx, show->out->arg, cells, 5));
    }
}

static Status list_held_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"area_code", "Mã xã", "Commune", CELL_TEXT},
        {"reason_code", "Mã lý do", "Reason", CELL_TEXT},
        {"amount_dong", "Số tiền (đ)", "Amount (đồng)", CELL_DONG},
    };
    const Show *show = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_PAYROLL_LIST_HELD, DB_PARAMS(DB_I(show->payroll_id)), &cursor));
    TRY(show->out->begin(ctx, show->out->arg, "held", COLUMNS(COLUMNS_OF)));
    for (;;) { /* ends: one row per person held */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return show->out->end(ctx, show->out->arg);
        }
        TableCell cells[] = {CELL_N(db_int64(cursor, 0)), CELL_T(db_str(cursor, 1)),
                             CELL_T(db_str(cursor, 2)), CELL_T(db_str(cursor, 3)),
                             CELL_N(db_int64(cursor, 4))};
        TRY(show->out->row(ctx, show->out->arg, cells, 5));
    }
}

typedef struct AreaOf {
    int64_t payroll_id;
    int64_t *area_id;
} AreaOf;

static Status area_read(Ctx *ctx, App *app, const void *arg) {
    const AreaOf *of = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(of->payroll_id)), &cursor));
    *of->area_id = db_int64(cursor, 1);
    return OK;
}

static Status show_with(Ctx *ctx, App *app, Right right, int64_t payroll_id, AppRead read,
                        const TableOut *out) {
    int64_t area_id = 0;
    AreaOf of = {payroll_id, &area_id};
    Show show = {payroll_id, out};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, area_read, &of));
    return app_read(ctx, app, right, area_id, read, &show);
}

Status payroll_show(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    return show_with(ctx, app, RIGHT_REPORT, payroll_id, show_both_read, out);
}

Status payroll_show_difference(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    return show_with(ctx, app, RIGHT_REPORT, payroll_id, sum_difference_read, out);
}

Status payroll_list_difference(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    return show_with(ctx, app, RIGHT_REGISTER_READ, payroll_id, list_difference_read, out);
}

Status payroll_list_held(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out) {
    return show_with(ctx, app, RIGHT_REGISTER_READ, payroll_id, list_held_read, out);
}
