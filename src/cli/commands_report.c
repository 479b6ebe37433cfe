/* ansinh report: what officers, leaders and accountants look at. */
#include "app/payroll.h"
#include "app/report.h"
#include "cli/command.h"
#include "cli/show.h"

enum { PROGRAMME_BTXH = 1 };

static Status run_accounts(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t area_id = 0;
    TRY(argument_home_area(ctx, session, arguments, "area", &area_id));
    return report_accounts(ctx, &session->app, area_id, &session->out);
}

static Status run_payments(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t period = 0;
    TRY(argument_period(ctx, arguments, "period", &period));
    return report_payments(ctx, &session->app, PROGRAMME_BTXH, period, &session->out);
}

static Status run_pay_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    PayrollKey key = {.programme_id = PROGRAMME_BTXH, .kind = 1};
    int64_t payroll_id = 0;
    Page page = PAGE_WHOLE;
    Str heading;
    TRY(argument_home_area(ctx, session, arguments, "area", &key.area_id));
    TRY(argument_period(ctx, arguments, "period", &key.period));
    TRY(argument_area(ctx, session, arguments, "commune", &page.area_id));
    TRY(payroll_find(ctx, &session->app, &key, &payroll_id));
    TRY(report_heading(ctx, &session->app, payroll_id, page.area_id, &heading));
    show_file_heading(&session->out, heading);
    return report_pay_list(ctx, &session->app, payroll_id, &page, &session->out);
}

static Status run_defects(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return report_defects(ctx, &session->app, &session->out);
}

static Status run_movements(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t period = 0;
    TRY(argument_period(ctx, arguments, "period", &period));
    return report_movements(ctx, &session->app, period, &session->out);
}

#define AREA_OPTION                                                                                \
    {"area", "CODE", false, "địa bàn (mặc định: nơi cơ sở dữ liệu phục vụ)",                       \
     "area (default: the one that the database serves)"}
#define PERIOD_OPTION {"period", "MONTH", true, "kỳ", "the month"}

static const Command COMMANDS[] = {
    {"report",
     "accounts",
     NULL,
     "mở tài khoản và người nhận thay, theo xã",
     "accounts and recipients, by commune",
     true,
     run_accounts,
     {AREA_OPTION, {0}}},
    {"report",
     "payments",
     NULL,
     "chi trả theo xã và kênh",
     "payments by commune and channel",
     true,
     run_payments,
     {PERIOD_OPTION, {0}}},
    {"report",
     "pay-list",
     NULL,
     "danh sách ký nhận của một xã",
     "the list that people of a commune sign",
     true,
     run_pay_list,
     {AREA_OPTION, PERIOD_OPTION, {"commune", "CODE", true, "xã", "commune"}, {0}}},
    {"report",
     "defects",
     NULL,
     "sai sót phát hiện khi nạp, theo mã",
     "defects found at intake, by code",
     true,
     run_defects,
     {{0}}},
    {"report",
     "movements",
     NULL,
     "biến động của tháng",
     "movements of a month",
     true,
     run_movements,
     {PERIOD_OPTION, {0}}},
};

CommandList commands_report(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
