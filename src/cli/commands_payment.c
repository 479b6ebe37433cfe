/* ansinh payment, result, case: release, seal, send, answers, questions. */
#include "app/payment.h"
#include "app/payroll.h"
#include "cli/command.h"

enum { PROGRAMME_BTXH = 1, KIND_MONTHLY = 1 };

static Status payroll_of(Ctx *ctx, Session *session, const Arguments *arguments,
                         int64_t *ret_payroll_id) {
    PayrollKey key = {.programme_id = PROGRAMME_BTXH};
    TRY(argument_home_area(ctx, session, arguments, "area", &key.area_id));
    TRY(argument_period(ctx, arguments, "period", &key.period));
    TRY(argument_int64(ctx, arguments, "kind", KIND_MONTHLY, &key.kind));
    return payroll_find(ctx, &session->app, &key, ret_payroll_id);
}

static Status run_release(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply released;
    Reply sealed;
    int64_t payroll_id = 0;
    TRY(payroll_of(ctx, session, arguments, &payroll_id));
    TRY(payment_release(ctx, &session->app, payroll_id, &released));
    TRY(session_show_reply(ctx, session, &released));
    ctx->request_key = STR("");
    TRY(payment_seal(ctx, &session->app, payroll_id, &sealed));
    return session_show_reply(ctx, session, &sealed);
}

static Status run_seal(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    int64_t payroll_id = 0;
    TRY(payroll_of(ctx, session, arguments, &payroll_id));
    TRY(payment_seal(ctx, &session->app, payroll_id, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_send(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    PaymentSend send = {.out_dir = argument_text(arguments, "out")};
    TRY(payroll_of(ctx, session, arguments, &send.payroll_id));
    TRY(payment_recover(ctx, &session->app, send.out_dir, &reply));
    TRY(payment_send(ctx, &session->app, &send, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_status(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t payroll_id = 0;
    TRY(payroll_of(ctx, session, arguments, &payroll_id));
    if (argument_given(arguments, "batches")) {
        return payment_list_batches(ctx, &session->app, payroll_id, &session->out);
    }
    return payment_show_status(ctx, &session->app, payroll_id, &session->out);
}

static Status run_work(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t payroll_id = 0;
    TRY(payroll_of(ctx, session, arguments, &payroll_id));
    return payment_list_work(ctx, &session->app, payroll_id, 0, &PAGE_WHOLE, &session->out);
}

static Status run_silent(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    (void)arguments;
    TRY(payment_mark_silent(ctx, &session->app, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_fenced(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    FencedNegative negative = {arguments->positional, argument_text(arguments, "evidence")};
    TRY(payment_fenced_negative(ctx, &session->app, &negative, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_result_load(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    ResultLoad load = {argument_text(arguments, "provider"), arguments->positional};
    TRY(result_load(ctx, &session->app, &load, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_result_files(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return result_list_files(ctx, &session->app, &PAGE_WHOLE, &session->out);
}

static Status run_result_suspense(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return result_list_suspense(ctx, &session->app, &PAGE_WHOLE, &session->out);
}

static Status run_case_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return case_list(ctx, &session->app, &PAGE_WHOLE, &session->out);
}

static Status run_case_close(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    int64_t case_id = 0;
    int64_t closed_as = 0;
    TRY(argument_positional_int64(ctx, arguments, &case_id));
    TRY(argument_int64(ctx, arguments, "outcome", 0, &closed_as));
    TRY(case_close(ctx, &session->app, case_id, closed_as, &reply));
    return session_show_reply(ctx, session, &reply);
}

#define AREA_OPTION                                                                                \
    {"area", "CODE", false, "tỉnh (mặc định: nơi cơ sở dữ liệu phục vụ)",                          \
     "province (default: the one that the database serves)"}
#define PERIOD_OPTION {"period", "MONTH", true, "kỳ chi trả", "the month"}
#define KIND_OPTION                                                                                \
    {"kind", "N", false, "1 hằng tháng, từ 2 là bổ sung", "1 monthly, 2 and on supplementary"}

static const Command COMMANDS[] = {
    {"payment",
     "release",
     NULL,
     "chuyển chi: tạo lệnh và niêm phong tệp",
     "release: make attempts and seal their files",
     true,
     run_release,
     {AREA_OPTION, PERIOD_OPTION, KIND_OPTION, {0}}},
    {"payment",
     "seal",
     NULL,
     "niêm phong tiếp các tệp còn thiếu",
     "go on sealing files",
     true,
     run_seal,
     {AREA_OPTION, PERIOD_OPTION, KIND_OPTION, {0}}},
    {"payment",
     "send",
     NULL,
     "gửi tệp cho tổ chức chi trả",
     "send the files to the providers",
     true,
     run_send,
     {AREA_OPTION,
      PERIOD_OPTION,
      KIND_OPTION,
      {"out", "DIR", true, "thư mục giao nhận", "exchange folder"},
      {0}}},
    {"payment",
     "status",
     NULL,
     "tình trạng theo tổ chức và trạng thái",
     "by provider and state",
     true,
     run_status,
     {AREA_OPTION,
      PERIOD_OPTION,
      KIND_OPTION,
      {"batches", NULL, false, "từng lô", "batch by batch"},
      {0}}},
    {"payment",
     "work",
     NULL,
     "việc cần xử lý: chưa rõ, từ chối, trả lại",
     "what needs somebody: unknown, rejected, returned",
     true,
     run_work,
     {AREA_OPTION, PERIOD_OPTION, KIND_OPTION, {0}}},
    {"payment",
     "silent",
     NULL,
     "đánh dấu CHƯA RÕ khi quá hạn trả lời",
     "mark UNKNOWN what stayed unanswered too long",
     true,
     run_silent,
     {{0}}},
    {"payment",
     "never-received",
     "END_TO_END_ID",
     "ghi xác nhận: chưa nhận và sẽ từ chối",
     "enter a signed: never received and will be refused",
     true,
     run_fenced,
     {{"evidence", "FILE", true, "văn bản của tổ chức chi trả", "the provider's paper"}, {0}}},
    {"result",
     "load",
     "FILE",
     "nạp tệp kết quả (pain.002, camt.053/054, CSV, XLSX)",
     "take in a result file (pain.002, camt.053/054, CSV, XLSX)",
     true,
     run_result_load,
     {{"provider", "CODE", true, "tổ chức chi trả", "provider"}, {0}}},
    {"result",
     "files",
     NULL,
     "các tệp kết quả đã nạp",
     "result files taken in",
     true,
     run_result_files,
     {{0}}},
    {"result",
     "suspense",
     NULL,
     "dòng chưa khớp",
     "rows that matched nothing",
     true,
     run_result_suspense,
     {{0}}},
    {"case", "list", NULL, "vụ việc đang mở", "open cases", true, run_case_list, {{0}}},
    {"case",
     "close",
     "CASE_ID",
     "kết thúc vụ việc",
     "close a case",
     true,
     run_case_close,
     {{"outcome", "1|2|3|4", true, "1 thu hồi, 2 miễn, 3 coi như đã chi, 4 không nợ",
       "1 recovered 2 waived 3 settled as paid 4 nothing owed"},
      {0}}},
};

CommandList commands_payment(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
