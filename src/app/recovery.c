/* A claim, and the decisions about it. What they withhold is payroll_recovery.c. */
#include "app/recovery.h"

#include "app/setup.h"
#include "app/table_query.h"
#include "ledger/txn.h"
#include "payment/case.h"
#include "store/ledger_store.h"

typedef enum DecisionKind {
    DECISION_RECOVER = 1,
    DECISION_SUSPEND = 2,
    DECISION_CLOSE = 3
} DecisionKind;

enum { SHARE_MAX = 50 };

typedef struct ClaimState {
    int64_t person_id;
    int64_t kind;
    int64_t amount_dong;
    bool is_closed;
    int64_t person_area_id;
    int64_t programme_id; /* 0 = of before months were recorded */
    int64_t withheld_dong;
    int64_t listed_dong;
    /* of the last decision */
    int64_t decision_no; /* 0 = none */
    int64_t decision_kind;
    RecoveryDecide terms;
    int64_t area_id;
    int64_t booked_dong;
} ClaimState;

static Status claim_read(Ctx *ctx, Db *db, int64_t case_id, ClaimState *ret_claim) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    CLEANUP(db_cursor_close) DbCursor *last = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_CLAIM_BY_ID, DB_PARAMS(DB_I(case_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "%s %lld", ctx_say(ctx, "khoản thu hồi", "claim"),
                        (long long)case_id);
    }
    ClaimState claim = {.person_id = db_int64(cursor, 0),
                        .kind = db_int64(cursor, 1),
                        .amount_dong = db_int64(cursor, 2),
                        .is_closed = !db_is_null(cursor, 3),
                        .person_area_id = db_int64(cursor, 4),
                        .programme_id = db_int64(cursor, 5),
                        .withheld_dong = db_int64(cursor, 6),
                        .listed_dong = db_int64(cursor, 7)};
    claim.area_id = claim.person_area_id;
    TRY(db_query(ctx, db, SQL_RECOVERY_LAST_DECISION, DB_PARAMS(DB_I(case_id)), &last));
    TRY(db_next(ctx, last, &has_row));
    if (has_row) {
        claim.decision_no = db_int64(last, 0);
        claim.decision_kind = db_int64(last, 1);
        claim.terms = (RecoveryDecide){.case_id = case_id,
                                       .payer_id = db_int64(last, 2),
                                       .cap_dong = db_int64(last, 5),
                                       .share_percent = db_int64(last, 6),
                                       .first_period = db_int64(last, 7)};
        claim.programme_id = db_int64(last, 3);
        claim.area_id = db_int64(last, 4);
        claim.booked_dong = db_int64(last, 8);
    }
    *ret_claim = claim;
    return OK;
}

static Status claim_must_be_open(Ctx *ctx, const ClaimState *claim, int64_t case_id) {
    bool is_claim = claim->kind == CASE_OVERPAID || claim->kind == CASE_LATE_DEATH;
    return is_claim && !claim->is_closed && claim->programme_id != 0
               ? OK
               : ctx_fail(ctx, E_RECOVERY_NO_CLAIM, "%lld", (long long)case_id);
}

typedef struct Step {
    DecisionKind kind;
    RecoveryDecide terms;
    int64_t amount_dong;
    int64_t txn_id; /* 0 = none */
} Step;

/* The books of a step: the whole claim comes in, or what is left goes out. */
static Status step_post(Ctx *ctx, Db *db, const ClaimState *claim, Step *step, int64_t change_seq) {
    PostingSet postings;
    int64_t period = 0;
    Move move = step->kind == DECISION_CLOSE ? MOVE_CLAIM_WITHHELD : MOVE_CLAIM;
    PostingPlace place = {.area_id = claim->area_id, .programme_id = claim->programme_id};
    posting_set_init(&postings);
    TRY(posting_set_move(ctx, &postings, move, place, step->amount_dong));
    TRY(ledger_open_period(ctx, db, claim->programme_id, ctx_today(ctx) / 100, &period));
    Str reason = str_of(claim->kind == CASE_LATE_DEATH ? "LATE_DEATH" : "OVERPAID");
    LedgerTxn txn = {.kind = TXN_CASE,
                     .programme_id = claim->programme_id,
                     .fiscal_period = period,
                     .reason_code = reason};
    return ledger_post(ctx, db, &txn, &postings, change_seq, &step->txn_id);
}

static Status step_insert(Ctx *ctx, Db *db, const ClaimState *claim, const Step *step,
                          int64_t change_seq) {
    return db_exec(
        ctx, db, SQL_RECOVERY_DECISION_INSERT,
        DB_PARAMS(DB_I(step->terms.case_id), DB_I(claim->person_id), DB_I(claim->decision_no + 1),
                  DB_I(step->kind), DB_I(step->terms.payer_id), DB_I(claim->programme_id),
                  DB_I(claim->area_id), DB_I(step->terms.cap_dong), DB_I(step->terms.share_percent),
                  DB_I(step->terms.first_period), DB_I(step->amount_dong), DB_T(step->terms.paper),
                  db_int_or_null(step->txn_id != 0, step->txn_id), DB_I(change_seq)),
        NULL);
}

static Status terms_check(Ctx *ctx, App *app, const RecoveryDecide *terms) {
    bool fits = terms->share_percent >= 1 && terms->share_percent <= SHARE_MAX &&
                terms->cap_dong >= 0 && !str_is_empty(terms->paper);
    if (!fits) {
        return ctx_fail(ctx, E_RECOVERY_TERMS, "%lld %%, %lld đ", (long long)terms->share_percent,
                        (long long)terms->cap_dong);
    }
    if (terms->first_period < ctx_today(ctx) / 100) {
        return ctx_fail(ctx, E_RECOVERY_TERMS, "%lld", (long long)terms->first_period);
    }
    int64_t area_id = 0;
    TRY(db_query_int64(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(terms->payer_id)), 0,
                       &area_id));
    return area_id != 0 ? OK
                        : ctx_fail(ctx, E_NOT_FOUND, "%s %lld", ctx_say(ctx, "người", "person"),
                                   (long long)terms->payer_id);
}

static Status decide_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    Step step = {.kind = DECISION_RECOVER, .terms = *(const RecoveryDecide *)arg};
    ClaimState claim;
    TRY(claim_read(ctx, app->db, step.terms.case_id, &claim));
    TRY(claim_must_be_open(ctx, &claim, step.terms.case_id));
    if (claim.decision_no > 0 && claim.decision_kind == DECISION_RECOVER) {
        return ctx_fail(ctx, E_RECOVERY_DECIDED, "%lld", (long long)step.terms.case_id);
    }
    step.terms.payer_id = step.terms.payer_id != 0 ? step.terms.payer_id : claim.person_id;
    TRY(terms_check(ctx, app, &step.terms));
    if (claim.decision_no == 0) {
        step.amount_dong = claim.amount_dong;
        claim.booked_dong = claim.amount_dong;
        TRY(step_post(ctx, app->db, &claim, &step, change_seq));
    }
    TRY(step_insert(ctx, app->db, &claim, &step, change_seq));
    reply_add_int(reply, "case_id", step.terms.case_id);
    reply_add_int(reply, "decision_no", claim.decision_no + 1);
    reply_add_int(reply, "amount_dong", claim.amount_dong);
    reply_add_int(reply, "rest_dong", claim.booked_dong - claim.withheld_dong);
    reply_add_int(reply, "txn_id", step.txn_id);
    return OK;
}

static Status suspend_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const RecoveryDecide *in = arg;
    ClaimState claim;
    TRY(claim_read(ctx, app->db, in->case_id, &claim));
    TRY(claim_must_be_open(ctx, &claim, in->case_id));
    if (claim.decision_no == 0 || claim.decision_kind != DECISION_RECOVER) {
        return ctx_fail(ctx, E_RECOVERY_DECIDED, "%lld", (long long)in->case_id);
    }
    Step step = {.kind = DECISION_SUSPEND, .terms = claim.terms};
    step.terms.paper = in->paper;
    TRY(step_insert(ctx, app->db, &claim, &step, change_seq));
    reply_add_int(reply, "case_id", in->case_id);
    reply_add_int(reply, "decision_no", claim.decision_no + 1);
    reply_add_int(reply, "rest_dong", claim.booked_dong - claim.withheld_dong);
    return OK;
}

Status recovery_close_in_tx(Ctx *ctx, App *app, int64_t case_id, int64_t change_seq,
                            int64_t *ret_txn_id) {
    ClaimState claim;
    TRY(claim_read(ctx, app->db, case_id, &claim));
    if (claim.decision_no == 0) {
        return OK; /* it never came into the books */
    }
    if (claim.listed_dong > 0) {
        return ctx_fail(ctx, E_RECOVERY_LISTED, "%lld đ", (long long)claim.listed_dong);
    }
    Step step = {.kind = DECISION_CLOSE,
                 .terms = claim.terms,
                 .amount_dong = claim.booked_dong - claim.withheld_dong};
    step.terms.paper = STR("case_close");
    if (step.amount_dong > 0) {
        TRY(step_post(ctx, app->db, &claim, &step, change_seq));
        *ret_txn_id = step.txn_id;
    }
    return step_insert(ctx, app->db, &claim, &step, change_seq);
}

static Status recovery_write(Ctx *ctx, App *app, const char *name, AppWork work,
                             const RecoveryDecide *terms, Reply *ret_reply) {
    int64_t home_area_id = 0;
    Str input;
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_print(ctx, &input, "%lld %lld %lld %lld %lld %.*s", (long long)terms->case_id,
                  (long long)terms->payer_id, (long long)terms->cap_dong,
                  (long long)terms->share_percent, (long long)terms->first_period,
                  STR_ARG(terms->paper)));
    UseCase use_case = {name, RIGHT_LEDGER_POST, home_area_id, input};
    return app_write(ctx, app, &use_case, work, terms, ret_reply);
}

Status recovery_decide(Ctx *ctx, App *app, const RecoveryDecide *decide, Reply *ret_reply) {
    return recovery_write(ctx, app, "recovery_decide", decide_in_tx, decide, ret_reply);
}

Status recovery_suspend(Ctx *ctx, App *app, int64_t case_id, Str paper, Reply *ret_reply) {
    RecoveryDecide in = {.case_id = case_id, .paper = paper};
    if (str_is_empty(paper)) {
        return ctx_fail(ctx, E_RECOVERY_TERMS, "%s", ctx_say(ctx, "thiếu văn bản", "no paper"));
    }
    return recovery_write(ctx, app, "recovery_suspend", suspend_in_tx, &in, ret_reply);
}

Status recovery_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"case_id", "Vụ việc", "Case", CELL_ID},
        {"person_id", "Người hưởng", "Person", CELL_ID},
        {"reason_code", "Lý do", "Reason", CELL_TEXT},
        {"from_period", "Từ kỳ", "From month", CELL_PERIOD},
        {"to_period", "Đến kỳ", "To month", CELL_PERIOD},
        {"amount_dong", "Phải thu hồi (đ)", "Claim (đồng)", CELL_DONG},
        {"payer_id", "Khấu trừ từ", "Withheld from", CELL_ID},
        {"recovery_state", "Tình trạng", "State", CELL_RECOVERY_STATE},
        {"cap_dong", "Trần một kỳ (đ)", "Cap a month (đồng)", CELL_DONG},
        {"share_percent", "Tỷ lệ (%)", "Share (%)", CELL_INT},
        {"first_period", "Kỳ đầu", "First month", CELL_PERIOD},
        {"withheld_dong", "Đã khấu trừ (đ)", "Withheld (đồng)", CELL_DONG},
        {"rest_dong", "Còn lại (đ)", "Rest (đồng)", CELL_DONG},
    };
    DbValue params[] = {DB_I(page->after), DB_I(page->row_count)};
    TableQuery query = {SQL_RECOVERY_LIST, params, 2, "recoveries", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

Status recovery_add_postings(Ctx *ctx, Db *db, const ClaimSums *sums, int64_t programme_id,
                             PostingSet *postings) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, sums->sql, DB_PARAMS(DB_I(sums->of_id)), &cursor));
    for (;;) { /* ends: a row for each commune */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        PostingPlace place = {.area_id = db_int64(cursor, 0), .programme_id = programme_id};
        TRY(posting_set_move(ctx, postings, sums->move, place, db_int64(cursor, 1)));
    }
}
