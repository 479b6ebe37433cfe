/* ansinh recovery: claims of too much paid, and what is decided about them. */
#include "app/recovery.h"
#include "cli/command.h"

enum { SHARE_ABSENT = 50 };

static Status run_recovery_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return recovery_list(ctx, &session->app, &PAGE_WHOLE, &session->out);
}

static Status run_recovery_decide(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    RecoveryDecide decide = {.paper = argument_text(arguments, "decision")};
    TRY(argument_positional_int64(ctx, arguments, &decide.case_id));
    TRY(argument_int64(ctx, arguments, "from-person", 0, &decide.payer_id));
    TRY(argument_int64(ctx, arguments, "cap", 0, &decide.cap_dong));
    TRY(argument_int64(ctx, arguments, "share", SHARE_ABSENT, &decide.share_percent));
    TRY(argument_period(ctx, arguments, "first", &decide.first_period));
    TRY(recovery_decide(ctx, &session->app, &decide, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_recovery_suspend(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    int64_t case_id = 0;
    TRY(argument_positional_int64(ctx, arguments, &case_id));
    TRY(recovery_suspend(ctx, &session->app, case_id, argument_text(arguments, "decision"),
                         &reply));
    return session_show_reply(ctx, session, &reply);
}

#define DECISION_OPTION                                                                            \
    {"decision", "TEXT", true, "số, ngày quyết định", "number and day of the decision"}

static const Command COMMANDS[] = {
    {"recovery",
     "list",
     NULL,
     "các khoản thu hồi: quyết định, đã khấu trừ, còn lại",
     "claims: decided, withheld, left",
     true,
     run_recovery_list,
     {{0}}},
    {"recovery",
     "decide",
     "CASE_ID",
     "quyết định thu hồi, khấu trừ dần vào các kỳ sau",
     "decide: withhold instalments from later months",
     true,
     run_recovery_decide,
     {{"first", "MONTH", true, "kỳ khấu trừ đầu tiên", "first month"},
      {"cap", "DONG", false, "trần khấu trừ một kỳ, đồng", "most of one month, in đồng"},
      {"share", "PERCENT", false, "tỷ lệ tối đa của kỳ, 1 đến 50 (mặc định 50)",
       "most of what a month pays, 1 to 50 (50 when not given)"},
      {"from-person", "N", false, "khấu trừ từ người khác (người thừa kế)",
       "withhold from somebody else (an heir)"},
      DECISION_OPTION,
      {0}}},
    {"recovery",
     "suspend",
     "CASE_ID",
     "tạm dừng khấu trừ",
     "suspend the withholding",
     true,
     run_recovery_suspend,
     {DECISION_OPTION, {0}}},
};

CommandList commands_recovery(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
