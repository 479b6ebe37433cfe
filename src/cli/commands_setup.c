/* ansinh init, area, user, provider, backup, version. */
#include "app/setup.h"
#include "cli/command.h"

static Status run_init(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    (void)arguments;
    TRY(setup_init(ctx, &session->app, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_area_load(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    TRY(setup_load_areas(ctx, &session->app, argument_text(arguments, "home"), &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_user_add(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    UserAdd user = {
        .login = arguments->positional,
        .full_name = argument_text(arguments, "name"),
        .role = role_parse(argument_text(arguments, "role")),
    };
    if (user.role == 0) {
        return ctx_fail(ctx, E_ARGUMENT, "--role %.*s", STR_ARG(argument_text(arguments, "role")));
    }
    TRY(argument_area(ctx, session, arguments, "area", &user.area_id));
    TRY(setup_add_user(ctx, &session->app, &user, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_provider_add(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    ProviderAdd provider = {
        .code = arguments->positional,
        .name = argument_text(arguments, "name"),
        .bin = argument_text(arguments, "bin"),
        .out_template = argument_text(arguments, "template"),
        .in_template = argument_text(arguments, "template"),
        .debtor_name = argument_text(arguments, "debtor-name"),
        .debtor_account = argument_text(arguments, "debtor-account"),
    };
    Str kind = argument_text(arguments, "kind");
    provider.kind = str_equal(kind, STR("bank"))     ? 1
                    : str_equal(kind, STR("wallet")) ? 2
                    : str_equal(kind, STR("post"))   ? 3
                                                     : 0;
    TRY(argument_int64(ctx, arguments, "chunk-rows", 10000, &provider.chunk_rows));
    TRY(argument_int64(ctx, arguments, "answer-days", 5, &provider.answer_days));
    TRY(setup_add_provider(ctx, &session->app, &provider, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_area_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t area_id = 0;
    TRY(argument_area(ctx, session, arguments, "area", &area_id));
    return setup_list_areas(ctx, &session->app, area_id, &session->out);
}

static Status run_user_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return setup_list_users(ctx, &session->app, &session->out);
}

static Status run_reason_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return setup_list_reasons(ctx, &session->app, &session->out);
}

static Status run_provider_list(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return setup_list_providers(ctx, &session->app, &session->out);
}

static Status run_backup(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply = {.count = 0};
    TRY(setup_backup(ctx, &session->app, arguments->positional, &reply));
    return session_show_reply(ctx, session, &reply);
}

static const Command COMMANDS[] = {
    {"init",
     "",
     NULL,
     "tạo hoặc nâng cấp cơ sở dữ liệu và tệp khóa",
     "make or upgrade the database and the key file",
     false,
     run_init,
     {{0}}},
    {"area",
     "load",
     NULL,
     "nạp đơn vị hành chính trước và sau 01/7/2025",
     "load the units before and after 2025-07-01",
     true,
     run_area_load,
     {{"home", "CODE", false, "tỉnh mà cơ sở dữ liệu này phục vụ (bỏ trống: cả nước)",
       "province that this database serves (none: the country)"},
      {0}}},
    {"area",
     "list",
     NULL,
     "mã của các tỉnh, hoặc các xã của một tỉnh",
     "codes of the provinces, or of the communes of one",
     false,
     run_area_list,
     {{"area", "CODE", false, "tỉnh (bỏ trống: liệt kê các tỉnh)",
       "province (none: list the provinces)"},
      {0}}},
    {"user",
     "list",
     NULL,
     "người dùng, vai trò, địa bàn",
     "users, their roles and areas",
     true,
     run_user_list,
     {{0}}},
    {"user",
     "add",
     "LOGIN",
     "thêm người dùng; người đầu tiên là quản trị",
     "add a user; the first one is an administrator",
     false,
     run_user_add,
     {{"name", "NAME", true, "họ tên", "full name"},
      {"role",
       "commune_officer|commune_chair|province_officer|accountant|provider|leader|auditor|"
       "administrator",
       true, "vai trò", "role"},
      {"area", "CODE", false, "địa bàn (bỏ trống: cả nước)", "area (none: the whole country)"},
      {0}}},
    {"provider",
     "add",
     "CODE",
     "thêm tổ chức dịch vụ chi trả",
     "add a payment provider",
     true,
     run_provider_add,
     {{"name", "NAME", true, "tên", "name"},
      {"kind", "bank|wallet|post", true, "loại", "kind"},
      {"bin", "BIN", false, "mã BIN NAPAS", "NAPAS BIN"},
      {"template", "pain001|bank_csv|wallet_xlsx|post_list_xlsx", true, "mẫu tệp", "file template"},
      {"debtor-name", "NAME", true, "tên tài khoản chuyên chi", "name of our account there"},
      {"debtor-account", "NUMBER", true, "số tài khoản chuyên chi", "number of our account there"},
      {"chunk-rows", "N", false, "số dòng tối đa mỗi tệp (10000)", "most rows in a file (10000)"},
      {"answer-days", "N", false, "số ngày phải trả lời (5)", "days within which it answers (5)"},
      {0}}},
    {"provider",
     "list",
     NULL,
     "các tổ chức chi trả",
     "the providers",
     true,
     run_provider_list,
     {{0}}},
    {"reason",
     "list",
     NULL,
     "các mã lý do và người phải xử lý",
     "codes of reasons, and who must act",
     false,
     run_reason_list,
     {{0}}},
    {"backup",
     "",
     "FILE",
     "sao lưu nhất quán cơ sở dữ liệu SQLite",
     "a consistent copy of a SQLite database",
     true,
     run_backup,
     {{0}}},
};

CommandList commands_setup(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
