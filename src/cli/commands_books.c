/* ansinh allotment, provider prefund, period, settlement, ledger: the books. */
#include "app/books.h"
#include "app/payroll.h"
#include "cli/command.h"

enum { PROGRAMME_BTXH = 1 };

static Status payroll_of(Ctx *ctx, Session *session, const Arguments *arguments,
                         PayrollKey *ret_key, int64_t *ret_payroll_id) {
    PayrollKey key = {.programme_id = PROGRAMME_BTXH, .kind = 1};
    TRY(argument_home_area(ctx, session, arguments, "area", &key.area_id));
    TRY(argument_period(ctx, arguments, "period", &key.period));
    TRY(payroll_find(ctx, &session->app, &key, ret_payroll_id));
    *ret_key = key;
    return OK;
}

static Status run_allot(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    PayrollKey key = {.programme_id = PROGRAMME_BTXH};
    Allotment allotment = {.programme_id = PROGRAMME_BTXH,
                           .decision_no = argument_text(arguments, "decision")};
    TRY(argument_int64(ctx, arguments, "amount", 0, &allotment.amount_dong));
    if (allotment.amount_dong == 0) {
        TRY(payroll_of(ctx, session, arguments, &key, &allotment.payroll_id));
    }
    TRY(argument_home_area(ctx, session, arguments, "area", &allotment.area_id));
    TRY(argument_period(ctx, arguments, "period", &allotment.period));
    TRY(books_allot(ctx, &session->app, &allotment, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_prefund(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    PayrollKey key;
    int64_t payroll_id = 0;
    TRY(payroll_of(ctx, session, arguments, &key, &payroll_id));
    TRY(books_prefund(ctx, &session->app, payroll_id, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_hand_back(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    int64_t period = 0;
    TRY(argument_period(ctx, arguments, "period", &period));
    TRY(books_hand_back(ctx, &session->app, PROGRAMME_BTXH, period,
                        argument_text(arguments, "provider"), &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_close(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    int64_t period = 0;
    TRY(argument_period(ctx, arguments, "period", &period));
    TRY(period_close(ctx, &session->app, PROGRAMME_BTXH, period, argument_given(arguments, "hard"),
                     &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_settlement(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t period = 0;
    TRY(argument_period(ctx, arguments, "period", &period));
    return settlement_show(ctx, &session->app, PROGRAMME_BTXH, period,
                           argument_given(arguments, "communes"), &session->out);
}

static Status run_balance(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t period = 0;
    if (argument_given(arguments, "period")) {
        TRY(argument_period(ctx, arguments, "period", &period));
    }
    return books_trial_balance(ctx, &session->app, period, &session->out);
}

static Status run_digest(Ctx *ctx, Session *session, const Arguments *arguments) {
    Str hex;
    Reply reply = {.count = 0};
    (void)arguments;
    TRY(books_digest(ctx, &session->app, &hex));
    reply_add_text(&reply, "digest", hex);
    return session_show_reply(ctx, session, &reply);
}

static Status run_entry(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t txn_id = 0;
    TRY(argument_positional_int64(ctx, arguments, &txn_id));
    return books_show_entry(ctx, &session->app, txn_id, &session->out);
}

#define AREA_OPTION                                                                                \
    {"area", "CODE", false, "tỉnh (mặc định: nơi cơ sở dữ liệu phục vụ)",                          \
     "province (default: the one that the database serves)"}
#define PERIOD_OPTION {"period", "MONTH", true, "kỳ", "the month"}

static const Command COMMANDS[] = {
    {"allotment",
     "add",
     NULL,
     "ghi kinh phí được cấp (đúng bằng danh sách nếu không có --amount)",
     "enter an allotment (what the payroll needs, unless --amount)",
     true,
     run_allot,
     {AREA_OPTION,
      PERIOD_OPTION,
      {"amount", "DONG", false, "số tiền", "amount"},
      {"decision", "NUMBER", true, "số quyết định cấp", "number of the decision"},
      {0}}},
    {"provider",
     "prefund",
     NULL,
     "rút tại Kho bạc, chuyển cho tổ chức chi trả",
     "draw at the State Treasury, pay in at the providers",
     true,
     run_prefund,
     {AREA_OPTION, PERIOD_OPTION, {0}}},
    {"provider",
     "hand-back",
     NULL,
     "tổ chức chi trả nộp lại tiền",
     "a provider hands money back",
     true,
     run_hand_back,
     {PERIOD_OPTION, {"provider", "CODE", true, "tổ chức chi trả", "provider"}, {0}}},
    {"period",
     "close",
     NULL,
     "khóa kỳ: tạm khóa, hoặc --hard khóa sổ và quyết toán",
     "close a period: soft, or --hard with settlement",
     true,
     run_close,
     {PERIOD_OPTION, {"hard", NULL, false, "khóa sổ", "lock the books"}, {0}}},
    {"settlement",
     "show",
     NULL,
     "quyết toán theo tổ chức chi trả",
     "settlement by provider",
     true,
     run_settlement,
     {PERIOD_OPTION, {"communes", NULL, false, "theo từng xã", "by commune"}, {0}}},
    {"ledger",
     "balance",
     NULL,
     "bảng cân đối tài khoản",
     "trial balance",
     true,
     run_balance,
     {{"period", "MONTH", false, "đến hết kỳ", "up to a month"}, {0}}},
    {"ledger",
     "entry",
     "TXN_ID",
     "một giao dịch sổ cái và các bút toán",
     "one entry and its postings",
     true,
     run_entry,
     {{0}}},
    {"ledger",
     "digest",
     NULL,
     "mã tóm lược của sổ cái",
     "digest of the books",
     true,
     run_digest,
     {{0}}},
};

CommandList commands_books(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
