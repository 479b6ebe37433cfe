/* ansinh intake, beneficiary, enrolment, mandate, account, movement, hold: the register. */
#include "app/register.h"
#include "app/setup.h"
#include "cli/command.h"

enum { PROGRAMME_BTXH = 1, FIND_LIMIT = 50 };

static Status run_intake_load(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    IntakeLoad load = {
        .path = arguments->positional,
        .programme_id = PROGRAMME_BTXH,
        .annotated_path = argument_text(arguments, "annotated"),
    };
    TRY(argument_area(ctx, session, arguments, "area", &load.area_id));
    TRY(intake_load(ctx, &session->app, &load, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_intake_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return intake_list(ctx, &session->app, &session->out);
}

static Status run_intake_issues(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t intake_id = 0;
    TRY(argument_positional_int64(ctx, arguments, &intake_id));
    return intake_list_issues(ctx, &session->app, intake_id, &session->out);
}

static Status run_beneficiary_find(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t area_id = 0;
    TRY(argument_area(ctx, session, arguments, "area", &area_id));
    return beneficiary_find(ctx, &session->app, arguments->positional, area_id, FIND_LIMIT,
                            &session->out);
}

static Status run_beneficiary_show(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t person_id = 0;
    TRY(argument_positional_int64(ctx, arguments, &person_id));
    return beneficiary_show(ctx, &session->app, person_id, &session->out);
}

static Status run_enrolment_add(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    EnrolmentAdd add = {
        .programme_id = PROGRAMME_BTXH,
        .category = argument_text(arguments, "category"),
        .decision_no = argument_text(arguments, "decision"),
    };
    TRY(argument_positional_int64(ctx, arguments, &add.person_id));
    TRY(argument_int64(ctx, arguments, "degree", 0, &add.degree));
    TRY(argument_int64(ctx, arguments, "children", 0, &add.child_count));
    TRY(argument_day(ctx, arguments, "decision-date", 0, &add.decision_date));
    TRY(argument_day(ctx, arguments, "from", 0, &add.from_date));
    TRY(enrolment_add(ctx, &session->app, &add, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status enrolment_change(Ctx *ctx, Session *session, const Arguments *arguments,
                               Status (*change_fn)(Ctx *, App *, const EnrolmentChange *,
                                                   Reply *)) {
    Reply reply;
    EnrolmentChange change = {.reason_code = argument_text(arguments, "reason")};
    TRY(argument_positional_int64(ctx, arguments, &change.person_id));
    TRY(argument_int64(ctx, arguments, "enrolment", 0, &change.enrolment_id));
    TRY(argument_day(ctx, arguments, "on", ctx_today(ctx), &change.on_date));
    TRY(change_fn(ctx, &session->app, &change, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_enrolment_stop(Ctx *ctx, Session *session, const Arguments *arguments) {
    return enrolment_change(ctx, session, arguments, enrolment_stop);
}

static Status run_enrolment_suspend(Ctx *ctx, Session *session, const Arguments *arguments) {
    return enrolment_change(ctx, session, arguments, enrolment_suspend);
}

static Status run_enrolment_resume(Ctx *ctx, Session *session, const Arguments *arguments) {
    return enrolment_change(ctx, session, arguments, enrolment_resume);
}

static Status run_move(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    PersonMove move = {.person_id = 0};
    TRY(argument_positional_int64(ctx, arguments, &move.person_id));
    TRY(argument_area(ctx, session, arguments, "area", &move.to_area_id));
    TRY(argument_day(ctx, arguments, "on", ctx_today(ctx), &move.on_date));
    TRY(person_move(ctx, &session->app, &move, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_mandate_add(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    MandateAdd add = {
        .recipient_name = argument_text(arguments, "recipient"),
        .relation = argument_text(arguments, "relation"),
        .recipient_id = argument_text(arguments, "recipient-id"),
        .certifier = argument_text(arguments, "certifier"),
    };
    TRY(argument_positional_int64(ctx, arguments, &add.person_id));
    TRY(argument_int64(ctx, arguments, "kind", 1, &add.kind));
    TRY(argument_day(ctx, arguments, "certified-on", ctx_today(ctx), &add.certified_on));
    TRY(argument_day(ctx, arguments, "from", ctx_today(ctx), &add.valid_from));
    TRY(argument_day(ctx, arguments, "until", 0, &add.valid_to));
    TRY(argument_int64(ctx, arguments, "cap", 0, &add.cap_dong));
    TRY(mandate_add(ctx, &session->app, &add, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_mandate_revoke(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    int64_t person_id = 0;
    int64_t mandate_id = 0;
    int64_t on_date = 0;
    TRY(argument_positional_int64(ctx, arguments, &person_id));
    TRY(argument_int64(ctx, arguments, "mandate", 0, &mandate_id));
    TRY(argument_day(ctx, arguments, "on", ctx_today(ctx), &on_date));
    TRY(mandate_revoke(ctx, &session->app, person_id, mandate_id, on_date, &reply));
    return session_show_reply(ctx, session, &reply);
}

static int64_t channel_parse(Str channel) {
    const char *names[] = {"bank", "wallet", "cash_point", "cash_home"};
    for (int64_t i = 0; i < 4; i++) {
        if (str_equal(channel, str_of(names[i]))) {
            return i + 1;
        }
    }
    return 0;
}

static Status run_account_set(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    AccountSet set = {
        .provider_code = argument_text(arguments, "provider"),
        .channel = channel_parse(argument_text(arguments, "channel")),
        .number = argument_text(arguments, "number"),
        .holder_name = argument_text(arguments, "holder"),
    };
    TRY(argument_positional_int64(ctx, arguments, &set.person_id));
    TRY(argument_int64(ctx, arguments, "mandate", 0, &set.mandate_id));
    TRY(account_set(ctx, &session->app, &set, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_hold_place(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    HoldSet set = {.reason_code = argument_text(arguments, "reason")};
    TRY(argument_positional_int64(ctx, arguments, &set.person_id));
    TRY(hold_place(ctx, &session->app, &set, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_hold_lift(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    HoldSet set = {.reason_code = argument_text(arguments, "reason")};
    TRY(argument_positional_int64(ctx, arguments, &set.person_id));
    TRY(hold_lift(ctx, &session->app, &set, &reply));
    return session_show_reply(ctx, session, &reply);
}

#define REASON_OPTION                                                                              \
    {"reason", "CODE", true, "mã lý do (xem: reason list)", "reason code (see: reason list)"}
#define ON_OPTION {"on", "DAY", false, "ngày (mặc định hôm nay)", "day (default: today)"}
#define ENROLMENT_OPTIONS                                                                          \
    {{"enrolment", "ID", false, "quyết định hưởng (bỏ trống: tất cả)",                             \
      "enrolment (none: all live ones)"},                                                          \
     ON_OPTION,                                                                                    \
     REASON_OPTION,                                                                                \
     {0}}

static const Command COMMANDS[] = {
    {"intake",
     "load",
     "FILE",
     "nạp danh sách .xlsx hoặc .csv của xã, tỉnh",
     "take in a list (.xlsx, .csv) of a commune or province",
     true,
     run_intake_load,
     {{"area", "CODE", true, "mã xã hoặc tỉnh của danh sách",
       "code of the commune or province whose list it is"},
      {"annotated", "FILE.xlsx", false, "ghi lại tệp kèm lý do bên cạnh ô sai",
       "write the workbook back with the reason beside each bad cell"},
      {0}}},
    {"intake",
     "list",
     NULL,
     "các danh sách đã nạp và kết quả",
     "lists taken in, and what became of their rows",
     true,
     run_intake_list,
     {{0}}},
    {"intake",
     "issues",
     "INTAKE_ID",
     "liệt kê lỗi của một lần nạp (số: intake list)",
     "list the issues of an intake (its number: intake list)",
     true,
     run_intake_issues,
     {{0}}},
    {"beneficiary",
     "find",
     "TEXT",
     "tìm theo họ tên (không cần dấu), số định danh, mã",
     "find by name (without tones), identity number or id",
     true,
     run_beneficiary_find,
     {{"area", "CODE", false, "trong địa bàn", "within an area"}, {0}}},
    {"beneficiary",
     "show",
     "PERSON_ID",
     "hồ sơ người hưởng",
     "everything about one beneficiary",
     true,
     run_beneficiary_show,
     {{0}}},
    {"enrolment",
     "add",
     "PERSON_ID",
     "ghi quyết định hưởng",
     "enter a decision",
     true,
     run_enrolment_add,
     {{"category", "CODE", true, "loại đối tượng, ví dụ nd20/5.6", "category, e.g. nd20/5.6"},
      {"degree", "0|1|2", false, "mức độ khuyết tật: 1 nặng, 2 đặc biệt nặng",
       "disability: 1 severe, 2 exceptionally severe"},
      {"children", "N", false, "số con đang nuôi (khoản 4)", "children raised (clause 4)"},
      {"decision", "NUMBER", true, "số quyết định", "number of the decision"},
      {"decision-date", "DAY", true, "ngày quyết định", "day of the decision"},
      {"from", "DAY", false, "hưởng từ (bỏ trống: theo luật)", "from (none: as the law says)"},
      {0}}},
    {"enrolment", "stop", "PERSON_ID", "thôi hưởng, cắt chết", "stop a right; also on death", true,
     run_enrolment_stop, ENROLMENT_OPTIONS},
    {"enrolment", "suspend", "PERSON_ID", "tạm dừng", "suspend", true, run_enrolment_suspend,
     ENROLMENT_OPTIONS},
    {"enrolment", "resume", "PERSON_ID", "chi trả lại", "resume", true, run_enrolment_resume,
     ENROLMENT_OPTIONS},
    {"beneficiary",
     "move",
     "PERSON_ID",
     "chuyển địa bàn",
     "move to another area",
     true,
     run_move,
     {{"area", "CODE", true, "đến xã", "to the commune"}, ON_OPTION, {0}}},
    {"mandate",
     "add",
     "PERSON_ID",
     "ghi giấy ủy quyền, giám hộ",
     "enter a mandate",
     true,
     run_mandate_add,
     {{"recipient", "NAME", true, "người nhận", "recipient"},
      {"recipient-id", "NUMBER", false, "số định danh người nhận",
       "identity number of the recipient"},
      {"relation", "TEXT", false, "quan hệ", "relation"},
      {"kind", "1|2|3", false, "1 ủy quyền, 2 giám hộ, 3 đại diện theo pháp luật",
       "1 authorised, 2 guardian, 3 legal representative"},
      {"certifier", "NAME", true, "nơi chứng thực", "who certified it"},
      {"certified-on", "DAY", false, "ngày chứng thực", "day of certification"},
      {"from", "DAY", false, "từ ngày", "from"},
      {"until", "DAY", false, "đến ngày", "until"},
      {"cap", "DONG", false, "mức tối đa mỗi tháng", "most per month"},
      {0}}},
    {"mandate",
     "revoke",
     "PERSON_ID",
     "thu hồi ủy quyền",
     "revoke a mandate",
     true,
     run_mandate_revoke,
     {{"mandate", "ID", true, "giấy ủy quyền", "the mandate"}, ON_OPTION, {0}}},
    {"account",
     "set",
     "PERSON_ID",
     "đổi tài khoản nhận tiền",
     "set where the money goes",
     true,
     run_account_set,
     {{"provider", "CODE", true, "tổ chức chi trả", "provider"},
      {"channel", "bank|wallet|cash_point|cash_home", true, "kênh", "channel"},
      {"number", "NUMBER", false, "số tài khoản", "account number"},
      {"holder", "NAME", true, "chủ tài khoản", "holder"},
      {"mandate", "ID", false, "theo giấy ủy quyền", "under which mandate"},
      {0}}},
    {"hold",
     "place",
     "PERSON_ID",
     "tạm giữ chi trả",
     "hold a person's payments",
     true,
     run_hold_place,
     {REASON_OPTION, {0}}},
    {"hold",
     "lift",
     "PERSON_ID",
     "bỏ tạm giữ (người khác người đặt)",
     "lift a hold (not by who placed it)",
     true,
     run_hold_lift,
     {REASON_OPTION, {0}}},
};

CommandList commands_register(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
