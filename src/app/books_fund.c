/*
 * Money in: the allotment makes the budget, prefunding draws cash at the State Treasury for each
 * provider by commune, a hand-back returns what is left. All of it by moves of ledger/chart.def.
 */
#include "app/books.h"

#include "app/release.h"
#include "app/setup.h"
#include "ledger/txn.h"
#include "store/ledger_store.h"

/* ---- allotment ---- */

static Status allot_moves(Ctx *ctx, App *app, const Allotment *allotment, PostingSet *postings) {
    if (allotment->payroll_id == 0) {
        PostingPlace place = {.area_id = allotment->area_id,
                              .programme_id = allotment->programme_id};
        return posting_set_move(ctx, postings, MOVE_ALLOT, place, allotment->amount_dong);
    }
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_PAYROLL_LIST_NEEDS, DB_PARAMS(DB_I(allotment->payroll_id)),
                 &cursor));
    for (;;) { /* ends: one row per line of the list */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        PostingPlace place = {.area_id = db_int64(cursor, 0),
                              .programme_id = allotment->programme_id};
        TRY(posting_set_move(ctx, postings, MOVE_ALLOT, place, db_int64(cursor, 1)));
    }
}

static Status allot_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const Allotment *allotment = arg;
    PostingSet postings;
    int64_t txn_id = 0;
    int64_t made_count = 0;
    posting_set_init(&postings);
    if (allotment->payroll_id != 0) {
        TRY(db_query_int64(ctx, app->db, SQL_LEDGER_ALLOTTED_TO_PAYROLL,
                           DB_PARAMS(DB_I(allotment->payroll_id)), 0, &made_count));
    }
    if (made_count == 0) { /* what a payroll needs is allotted once, however often it is entered */
        TRY(allot_moves(ctx, app, allotment, &postings));
    }
    int64_t amount_dong = posting_set_sum(&postings, ACCOUNT_AVAILABLE);
    if (amount_dong > 0) {
        LedgerTxn txn = {.kind = TXN_ALLOTMENT,
                         .programme_id = allotment->programme_id,
                         .fiscal_period = allotment->period,
                         .payroll_id = allotment->payroll_id};
        TRY(ledger_post(ctx, app->db, &txn, &postings, change_seq, &txn_id));
    }
    reply_add_int(reply, "txn_id", txn_id);
    reply_add_int(reply, "amount_dong", amount_dong);
    reply_add_text(reply, "decision_no", allotment->decision_no);
    return OK;
}

Status books_allot(Ctx *ctx, App *app, const Allotment *allotment, Reply *ret_reply) {
    Str input;
    if (allotment->payroll_id == 0 && (allotment->amount_dong <= 0 || allotment->area_id == 0)) {
        return ctx_fail(ctx, E_ARGUMENT,
                        "an allotment without a payroll needs an area and an amount above zero");
    }
    TRY(ctx_print(ctx, &input, "%lld %lld %lld %lld %lld %.*s", (long long)allotment->programme_id,
                  (long long)allotment->area_id, (long long)allotment->period,
                  (long long)allotment->payroll_id, (long long)allotment->amount_dong,
                  STR_ARG(allotment->decision_no)));
    UseCase use_case = {"books_allot", RIGHT_LEDGER_POST, allotment->area_id, input};
    return app_write(ctx, app, &use_case, allot_in_tx, allotment, ret_reply);
}

/* ---- prefunding ---- */

typedef struct Need {
    int64_t programme_id;
    int64_t period;
} Need;

/* What lies at a provider for a commune already: a short list in order of (area, provider). */
static int64_t lying_dong(const AreaBalance *balances, size_t count, int64_t area_id,
                          int64_t provider_id) {
    size_t low = 0;
    size_t high = count;
    while (low < high) { /* ends: halves each time */
        size_t mid = low + (high - low) / 2;
        const AreaBalance *at = &balances[mid];
        if (at->area_id < area_id || (at->area_id == area_id && at->provider_id < provider_id)) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    bool here =
        low < count && balances[low].area_id == area_id && balances[low].provider_id == provider_id;
    return here ? balances[low].amount_dong : 0;
}

static Status prefund_moves(Ctx *ctx, App *app, int64_t payroll_id, int64_t programme_id,
                            PostingSet *postings) {
    const AreaBalance *balances = NULL;
    size_t count = 0;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(ledger_list_balances(ctx, app->db, ACCOUNT_FLOAT, programme_id, &balances, &count));
    TRY(db_query(ctx, app->db, SQL_PAYROLL_NEED_BY_PROVIDER,
                 DB_PARAMS(DB_I(payroll_id), DB_I(programme_id)), &cursor));
    for (;;) { /* ends: one row per provider and commune */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        PostingPlace place = {.area_id = db_int64(cursor, 1),
                              .programme_id = programme_id,
                              .provider_id = db_int64(cursor, 0)};
        int64_t lacking =
            db_int64(cursor, 2) - lying_dong(balances, count, place.area_id, place.provider_id);
        if (lacking > 0) {
            TRY(posting_set_move(ctx, postings, MOVE_PREFUND, place, lacking));
        }
    }
}

static Status prefund_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const int64_t *payroll_id = arg;
    PostingSet postings;
    int64_t txn_id = 0;
    posting_set_init(&postings);
    CLEANUP(db_cursor_close) DbCursor *head = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PAYROLL_HEAD, DB_PARAMS(DB_I(*payroll_id)), &head));
    Need need = {db_int64(head, 0), db_int64(head, 2)};
    int64_t state = db_int64(head, 4);
    db_cursor_close(&head);
    if (state != 2) {
        return ctx_fail(ctx, E_PAYROLL_NOT_APPROVED, "payroll %lld", (long long)*payroll_id);
    }
    TRY(prefund_moves(ctx, app, *payroll_id, need.programme_id, &postings));
    int64_t amount_dong = posting_set_sum(&postings, ACCOUNT_FLOAT);
    if (amount_dong > 0) {
        LedgerTxn txn = {.kind = TXN_PREFUND,
                         .programme_id = need.programme_id,
                         .fiscal_period = need.period,
                         .payroll_id = *payroll_id};
        TRY(ledger_post(ctx, app->db, &txn, &postings, change_seq, &txn_id));
    }
    reply_add_int(reply, "txn_count", txn_id != 0);
    reply_add_int(reply, "amount_dong", amount_dong);
    return OK;
}

Status books_prefund(Ctx *ctx, App *app, int64_t payroll_id, Reply *ret_reply) {
    int64_t area_id = 0;
    Str input;
    TRY(payment_payroll_area(ctx, app, payroll_id, &area_id));
    TRY(ctx_print(ctx, &input, "%lld", (long long)payroll_id));
    UseCase use_case = {"books_prefund", RIGHT_LEDGER_POST, area_id, input};
    return app_write(ctx, app, &use_case, prefund_in_tx, &payroll_id, ret_reply);
}

/* ---- hand-back ---- */

typedef struct HandBack {
    int64_t programme_id;
    int64_t period;
    Str provider_code;
} HandBack;

static Status hand_back_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                              Reply *reply) {
    const HandBack *hand_back = arg;
    const AreaBalance *balances = NULL;
    size_t count = 0;
    int64_t provider_id = 0;
    int64_t fiscal_period = 0;
    int64_t txn_id = 0;
    PostingSet postings;
    posting_set_init(&postings);
    TRY(db_query_int64(ctx, app->db, SQL_PROVIDER_BY_CODE,
                       DB_PARAMS(DB_T(hand_back->provider_code)), 0, &provider_id));
    if (provider_id == 0) {
        return ctx_fail(ctx, E_ACCOUNT_PROVIDER, "%.*s", STR_ARG(hand_back->provider_code));
    }
    TRY(ledger_list_balances(ctx, app->db, ACCOUNT_FLOAT, hand_back->programme_id, &balances,
                             &count));
    for (size_t i = 0; i < count; i++) {
        if (balances[i].provider_id == provider_id && balances[i].amount_dong > 0) {
            PostingPlace place = {.area_id = balances[i].area_id,
                                  .programme_id = hand_back->programme_id,
                                  .provider_id = provider_id};
            TRY(posting_set_move(ctx, &postings, MOVE_TO_TREASURY, place, balances[i].amount_dong));
        }
    }
    int64_t amount_dong = posting_set_sum(&postings, ACCOUNT_TREASURY);
    if (amount_dong > 0) {
        TRY(ledger_open_period(ctx, app->db, hand_back->programme_id, hand_back->period,
                               &fiscal_period));
        LedgerTxn txn = {.kind = TXN_HAND_BACK,
                         .programme_id = hand_back->programme_id,
                         .fiscal_period = fiscal_period};
        TRY(ledger_post(ctx, app->db, &txn, &postings, change_seq, &txn_id));
    }
    reply_add_int(reply, "txn_id", txn_id);
    reply_add_int(reply, "amount_dong", amount_dong);
    return OK;
}

Status books_hand_back(Ctx *ctx, App *app, int64_t programme_id, int64_t period, Str provider_code,
                       Reply *ret_reply) {
    int64_t home_area_id = 0;
    Str input;
    HandBack hand_back = {programme_id, period, provider_code};
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_print(ctx, &input, "%lld %lld %.*s", (long long)programme_id, (long long)period,
                  STR_ARG(provider_code)));
    UseCase use_case = {"books_hand_back", RIGHT_LEDGER_POST, home_area_id, input};
    return app_write(ctx, app, &use_case, hand_back_in_tx, &hand_back, ret_reply);
}
