/* The queue of pairs, one pair in full, and the searches that found them. Numbers stay masked. */
#include "app/dedupe.h"

#include "app/table_query.h"

enum { RUNS_SHOWN = 100 };

static Status runs_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"run_id", "Lần", "Run", CELL_ID},
        {"at_us", "Lúc", "At", CELL_INT},
        {"area_name", "Địa bàn", "Area", CELL_TEXT},
        {"review_ppm", "Ngưỡng (phần triệu)", "Threshold (ppm)", CELL_INT},
        {"record_count", "Số hồ sơ", "Records", CELL_INT},
        {"pair_count", "Cặp đã xét", "Pairs looked at", CELL_INT},
        {"found_count", "Cặp nghi trùng", "Pairs found", CELL_INT},
        {"new_count", "Mới", "New", CELL_INT},
        {"implied_count", "Đã rõ từ kết luận khác", "Implied by verdicts", CELL_INT},
        {"gone_count", "Không còn", "Gone", CELL_INT},
        {"login", "Người chạy", "By", CELL_TEXT},
    };
    AreaScope scope;
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_READ, 0, &scope));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to), DB_I(RUNS_SHOWN)};
    TableQuery query = {SQL_DEDUPE_RUN_LIST, params, 3, "runs", COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, arg);
}

Status dedupe_list_runs(Ctx *ctx, App *app, const TableOut *out) {
    return app_read(ctx, app, RIGHT_NONE, 0, runs_read, out); /* right_scope() is its right */
}

typedef struct QueueArg {
    const Page *page;
    PairState state;
    const TableOut *out;
} QueueArg;

static Status queue_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"pair_id", "Cặp", "Pair", CELL_ID},
        {"probability_ppm", "Khả năng (phần triệu)", "Likelihood (ppm)", CELL_INT},
        {"state", "Trạng thái", "State", CELL_PAIR_STATE},
        {"person_id", "Mã 1", "Id 1", CELL_ID},
        {"full_name", "Họ và tên 1", "Name 1", CELL_TEXT},
        {"birth_date", "Ngày sinh 1", "Born 1", CELL_DATE},
        {"area_name", "Xã 1", "Commune 1", CELL_TEXT},
        {"citizen_id_mask", "Số định danh 1", "Number 1", CELL_TEXT},
        {"other_person_id", "Mã 2", "Id 2", CELL_ID},
        {"other_name", "Họ và tên 2", "Name 2", CELL_TEXT},
        {"other_birth_date", "Ngày sinh 2", "Born 2", CELL_DATE},
        {"other_area_name", "Xã 2", "Commune 2", CELL_TEXT},
        {"other_id_mask", "Số định danh 2", "Number 2", CELL_TEXT},
        {"held_person_id", "Tạm giữ", "Held", CELL_ID},
    };
    const QueueArg *in = arg;
    AreaScope scope;
    TRY(right_scope(ctx, app->db, RIGHT_REGISTER_READ, in->page->area_id, &scope));
    DbValue params[] = {DB_I(scope.tree_from), DB_I(scope.tree_to), DB_I(in->state),
                        DB_I(in->page->after), DB_I(in->page->row_count)};
    TableQuery query = {SQL_DEDUPE_QUEUE, params, sizeof params / sizeof params[0], "pairs",
                        COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status dedupe_queue(Ctx *ctx, App *app, const Page *page, PairState state, const TableOut *out) {
    QueueArg arg = {page, state, out};
    return app_read(ctx, app, RIGHT_NONE, 0, queue_read, &arg); /* right_scope() is its right */
}

typedef struct PairArg {
    int64_t pair_id;
    const TableOut *out;
} PairArg;

/* A line of `reasons` is name, level, bits, with tabs between. */
static Status reasons_show(Ctx *ctx, Str reasons, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"comparison", "So sánh", "Comparison", CELL_TEXT},
        {"level", "Mức", "Level", CELL_TEXT},
        {"bits", "Trọng số (bit)", "Weight (bits)", CELL_TEXT},
    };
    enum { CELL_COUNT = 3 };
    TRY(out->begin(ctx, out->arg, "reasons", COLUMNS(COLUMNS_OF)));
    for (size_t at = 0; at < reasons.len;) { /* ends: each line moves on */
        TableCell cells[CELL_COUNT];
        for (size_t i = 0; i < CELL_COUNT; i++) {
            size_t from = at;
            while (at < reasons.len && reasons.ptr[at] != '\t' && reasons.ptr[at] != '\n') {
                at++;
            }
            cells[i] = CELL_T(((Str){reasons.ptr + from, at - from}));
            at += at < reasons.len;
        }
        TRY(out->row(ctx, out->arg, cells, CELL_COUNT));
    }
    return out->end(ctx, out->arg);
}

/* Both persons must lie where the user may look; else it is as if the pair were not there. */
static Status pair_open(Ctx *ctx, Db *db, int64_t pair_id, Str *ret_reasons) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_DEDUPE_PAIR_BY_ID, DB_PARAMS(DB_I(pair_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "%lld", (long long)pair_id);
    }
    for (int column = 0; column < 2; column++) {
        int64_t area_id = 0;
        TRY(db_query_int64(ctx, db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(db_int64(cursor, column))), 0,
                           &area_id));
        TRY(right_require(ctx, db, RIGHT_REGISTER_READ, area_id));
    }
    return ctx_copy_str(ctx, db_str(cursor, 2), ret_reasons);
}

static Status pair_show(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn PERSON_COLUMNS[] = {
        {"person_id", "Mã", "Id", CELL_ID},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"sex", "Giới tính", "Sex", CELL_SEX},
        {"birth_date", "Ngày sinh", "Born", CELL_DATE},
        {"area_name", "Xã, phường", "Commune", CELL_TEXT},
        {"hamlet", "Thôn, bản", "Hamlet", CELL_TEXT},
        {"citizen_id_mask", "Số định danh", "Identity number", CELL_TEXT},
        {"category", "Loại đối tượng", "Category", CELL_TEXT},
        {"decision_no", "Quyết định", "Decision", CELL_TEXT},
        {"from_date", "Hưởng từ", "From", CELL_DATE},
        {"account_mask", "Tài khoản", "Account", CELL_TEXT},
        {"is_held", "Tạm giữ", "Held", CELL_YES_NO},
    };
    static const TableColumn VERDICT_COLUMNS[] = {
        {"verdict_no", "Lần", "No", CELL_ID},
        {"at_us", "Lúc", "At", CELL_INT},
        {"verdict", "Kết luận", "Verdict", CELL_PAIR_STATE},
        {"held_person_id", "Tạm giữ", "Held", CELL_ID},
        {"reason", "Căn cứ", "What it rests on", CELL_TEXT},
        {"login", "Người kết luận", "By", CELL_TEXT},
    };
    const PairArg *in = arg;
    Str reasons;
    DbValue params[] = {DB_I(in->pair_id)};
    TableQuery persons = {SQL_DEDUPE_PAIR_SHOW, params, 1, "persons", COLUMNS(PERSON_COLUMNS)};
    TableQuery verdicts = {SQL_DEDUPE_VERDICT_LIST, params, 1, "verdicts",
                           COLUMNS(VERDICT_COLUMNS)};
    TRY(pair_open(ctx, app->db, in->pair_id, &reasons));
    TRY(table_query_run(ctx, app->db, &persons, in->out));
    TRY(reasons_show(ctx, reasons, in->out));
    return table_query_run(ctx, app->db, &verdicts, in->out);
}

Status dedupe_show(Ctx *ctx, App *app, int64_t pair_id, const TableOut *out) {
    PairArg arg = {pair_id, out};
    return app_read(ctx, app, RIGHT_NONE, 0, pair_show, &arg); /* pair_open() asks for the right */
}
