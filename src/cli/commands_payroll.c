/* ansinh payroll: compute, show, diff, held, approve. */
#include "app/payroll.h"
#include "cli/command.h"

enum { PROGRAMME_BTXH = 1, KIND_MONTHLY = 1 };

static Status payroll_key(Ctx *ctx, Session *session, const Arguments *arguments,
                          PayrollKey *ret_key) {
    PayrollKey key = {.programme_id = PROGRAMME_BTXH};
    TRY(argument_home_area(ctx, session, arguments, "area", &key.area_id));
    TRY(argument_period(ctx, arguments, "period", &key.period));
    TRY(argument_int64(ctx, arguments, "kind", KIND_MONTHLY, &key.kind));
    *ret_key = key;
    return OK;
}

static Status run_compute(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    PayrollKey key;
    TRY(payroll_key(ctx, session, arguments, &key));
    TRY(payroll_compute(ctx, &session->app, &key, &reply));
    return session_show_reply(ctx, session, &reply);
}

typedef Status (*PayrollTable)(Ctx *ctx, App *app, int64_t payroll_id, const TableOut *out);

static Status show_of(Ctx *ctx, Session *session, const Arguments *arguments, PayrollTable table) {
    PayrollKey key;
    int64_t payroll_id = 0;
    TRY(payroll_key(ctx, session, arguments, &key));
    TRY(payroll_find(ctx, &session->app, &key, &payroll_id));
    return table(ctx, &session->app, payroll_id, &session->out);
}

static Status run_show(Ctx *ctx, Session *session, const Arguments *arguments) {
    return show_of(ctx, session, arguments, payroll_show);
}

static Status run_diff(Ctx *ctx, Session *session, const Arguments *arguments) {
    return show_of(ctx, session, arguments,
                   argument_given(arguments, "persons") ? payroll_list_difference
                                                        : payroll_show_difference);
}

static Status run_held(Ctx *ctx, Session *session, const Arguments *arguments) {
    return show_of(ctx, session, arguments, payroll_list_held);
}

static Status run_approve(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    PayrollKey key;
    PayrollApprove approve = {.digest = argument_text(arguments, "digest")};
    TRY(payroll_key(ctx, session, arguments, &key));
    TRY(payroll_find(ctx, &session->app, &key, &approve.payroll_id));
    TRY(payroll_approve(ctx, &session->app, &approve, &reply));
    return session_show_reply(ctx, session, &reply);
}

#define AREA_OPTION                                                                                \
    {"area", "CODE", false, "tỉnh (mặc định: nơi cơ sở dữ liệu phục vụ)",                          \
     "province (default: the one that the database serves)"}
#define PERIOD_OPTION                                                                              \
    {"period", "MONTH", true, "kỳ chi trả, ví dụ 2026-07", "the month, e.g. 2026-07"}
#define KIND_OPTION                                                                                \
    {"kind", "N", false, "1 hằng tháng, từ 2 là bổ sung", "1 monthly, 2 and on supplementary"}

static const Command COMMANDS[] = {
    {"payroll",
     "compute",
     NULL,
     "tính và chốt danh sách chi trả của tháng",
     "compute and seal the payroll of a month",
     true,
     run_compute,
     {AREA_OPTION, PERIOD_OPTION, KIND_OPTION, {0}}},
    {"payroll",
     "show",
     NULL,
     "xem danh sách theo xã",
     "show it by commune",
     true,
     run_show,
     {AREA_OPTION, PERIOD_OPTION, KIND_OPTION, {0}}},
    {"payroll",
     "diff",
     NULL,
     "chênh lệch so với tháng trước và lý do",
     "difference to the month before, with reasons",
     true,
     run_diff,
     {AREA_OPTION,
      PERIOD_OPTION,
      KIND_OPTION,
      {"persons", NULL, false, "từng người", "person by person"},
      {0}}},
    {"payroll",
     "held",
     NULL,
     "người bị tạm giữ và lý do",
     "who is held, and why",
     true,
     run_held,
     {AREA_OPTION, PERIOD_OPTION, KIND_OPTION, {0}}},
    {"payroll",
     "approve",
     NULL,
     "duyệt mã tóm lược (người khác người lập)",
     "approve the digest (not by who made it)",
     true,
     run_approve,
     {AREA_OPTION,
      PERIOD_OPTION,
      KIND_OPTION,
      {"digest", "HEX", true, "mã tóm lược đã xem", "the digest that was shown"},
      {0}}},
};

CommandList commands_payroll(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
