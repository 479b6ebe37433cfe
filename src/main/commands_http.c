/* ansinh serve, ansinh api describe, ansinh user password: where the two faces meet. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "app/access.h"
#include "app/lists.h"
#include "app/setup.h"
#include "cli/command.h"
#include "http/server.h"
#include "sys/file.h"

enum {
    WORKERS = 4,
    UPLOAD_MEGABYTES = 200,
    HEAD_SECONDS = 10,
    LEASE_SECONDS = 30,
    SECOND_US = 1000000
};

static Str text_or(const Arguments *arguments, const char *name, const char *absent) {
    return argument_given(arguments, name) ? argument_text(arguments, name) : str_of(absent);
}

/* Beside the files of the database, when it was not said where. */
static Status exchange_dir_of(Ctx *ctx, const Session *session, const Arguments *arguments,
                              Str *ret_dir) {
    if (argument_given(arguments, "out")) {
        *ret_dir = argument_text(arguments, "out");
        return OK;
    }
    return ctx_print(ctx, ret_dir, "%.*s.out", STR_ARG(session->app.files_dir));
}

static Status run_serve(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t megabytes = 0;
    int64_t head_seconds = 0;
    int64_t lease_seconds = 0;
    ServerOptions options = {.db_address = session->options.db_address,
                             .listen = text_or(arguments, "listen", "127.0.0.1:8080"),
                             .web_dir = text_or(arguments, "web", ""),
                             .port_file = text_or(arguments, "port-file", ""),
                             .behind_proxy = argument_given(arguments, "behind-proxy")};
    Log log = {STDERR_FILENO, LOG_INFO, ctx->clock, "ansinh"};
    sigset_t signals;
    TRY(exchange_dir_of(ctx, session, arguments, &options.exchange_dir));
    TRY(argument_int64(ctx, arguments, "workers", WORKERS, &options.worker_count));
    TRY(argument_int64(ctx, arguments, "upload-mb", UPLOAD_MEGABYTES, &megabytes));
    TRY(argument_int64(ctx, arguments, "head-seconds", HEAD_SECONDS, &head_seconds));
    TRY(argument_int64(ctx, arguments, "lease-seconds", LEASE_SECONDS, &lease_seconds));
    if (megabytes < 1 || megabytes > 1 << 20 || head_seconds < 1 || head_seconds > 600 ||
        lease_seconds < 1 || lease_seconds > 600) {
        return ctx_fail(ctx, E_ARGUMENT,
                        "--upload-mb 1 to 1048576, --head-seconds and --lease-seconds 1 to 600");
    }
    options.lease_us = lease_seconds * SECOND_US;
    options.head_deadline_us = head_seconds * SECOND_US;
    options.upload_most = megabytes << 20;
    TRY(file_make_folders(ctx, session->app.files_dir));
    TRY(file_make_folders(ctx, options.exchange_dir));
    /* Blocked before any thread begins: the main thread alone waits for them. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    if (pthread_sigmask(SIG_BLOCK, &signals, NULL) != 0) {
        return ctx_fail(ctx, E_ARGUMENT, "signals cannot be held back");
    }
    ctx->progress = (Progress){NULL, NULL};
    return server_run(ctx, &session->app, &options, &log);
}

static Status run_describe(Ctx *ctx, Session *session, const Arguments *arguments) {
    enum { DOCUMENT_MOST = 1 << 22 };
    CLEANUP(strbuf_done) StrBuf out;
    (void)session;
    (void)arguments;
    strbuf_init(&out, DOCUMENT_MOST);
    TRY(route_describe(ctx, &out));
    printf("%.*s\n", STR_ARG(strbuf_str(&out)));
    return OK;
}

/* One line of standard input: a password on the command line would stand in the list of processes.
 */
static Status run_password(Ctx *ctx, Session *session, const Arguments *arguments) {
    char line[4 * PASSWORD_LETTERS_MOST + 2] = "";
    int64_t user_id = 0;
    Reply reply;
    if (fgets(line, sizeof line, stdin) == NULL) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx->language == LANGUAGE_VI ? "mật khẩu đọc từ đầu vào chuẩn"
                                                     : "the password is read from standard input");
    }
    Str password = str_of(line);
    while (password.len > 0 &&
           (password.ptr[password.len - 1] == '\n' || password.ptr[password.len - 1] == '\r')) {
        password.len--;
    }
    TRY(setup_find_user(ctx, &session->app, arguments->positional, &user_id));
    TRY(access_set_password(ctx, &session->app, user_id, password, &reply));
    return session_show_reply(ctx, session, &reply);
}

/* The role of a provider's user comes with the provider that they speak for. */
static Status run_speak(Ctx *ctx, Session *session, const Arguments *arguments) {
    UserGrant grant = {.role = ROLE_PROVIDER};
    Reply reply;
    TRY(setup_find_user(ctx, &session->app, arguments->positional, &grant.user_id));
    TRY(setup_find_provider(ctx, &session->app, argument_text(arguments, "provider"),
                            &grant.provider_id));
    TRY(argument_home_area(ctx, session, arguments, "area", &grant.area_id));
    TRY(access_grant(ctx, &session->app, &grant, false, &reply));
    return session_show_reply(ctx, session, &reply);
}

/* ---- accounts of the demo: a login for each role, with passwords that everybody may know ---- */

typedef struct DemoAccount {
    const char *login;
    const char *full_name;
    Role role;
    bool in_commune;
} DemoAccount;

static const DemoAccount ACCOUNTS[] = {
    {"admin", "Quản trị hệ thống", ROLE_ADMINISTRATOR, false},
    {"canbo1", "Cán bộ tỉnh Một", ROLE_PROVINCE_OFFICER, false},
    {"ketoan1", "Kế toán Một", ROLE_ACCOUNTANT, false},
    {"lanhdao1", "Lãnh đạo Một", ROLE_LEADER, false},
    {"kiemtoan1", "Kiểm toán Một", ROLE_AUDITOR, false},
    {"xa1", "Cán bộ xã Một", ROLE_COMMUNE_OFFICER, true},
    {"chutich1", "Chủ tịch xã Một", ROLE_COMMUNE_CHAIR, true},
    {"nganhang1", "Nhân viên ngân hàng Một", ROLE_PROVIDER, false},
};

static Status first_begin(Ctx *ctx, void *arg, const char *table_name, const TableColumn *columns,
                          size_t count) {
    (void)ctx;
    (void)arg;
    (void)table_name;
    (void)columns;
    (void)count;
    return OK;
}

static Status first_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    int64_t *area_id = arg;
    (void)ctx;
    (void)count;
    *area_id = *area_id ? *area_id : cells[0].number;
    return OK;
}

static Status first_end(Ctx *ctx, void *arg) {
    (void)ctx;
    (void)arg;
    return OK;
}

static Status account_ensure(Ctx *ctx, App *app, const DemoAccount *account, int64_t area_id,
                             int64_t *ret_user_id) {
    UserAdd add = {str_of(account->login), str_of(account->full_name), account->role, area_id};
    UserGrant grant = {.role = account->role, .area_id = area_id};
    Reply reply;
    Failure before = ctx->failure;
    Status status = setup_find_user(ctx, app, add.login, ret_user_id);
    if (status != E_USER_UNKNOWN) {
        return status;
    }
    ctx->failure = before;
    TRY(setup_add_user(ctx, app, &add, &reply));
    *ret_user_id = reply_int(&reply, "user_id");
    if (account->role != ROLE_PROVIDER) {
        return OK;
    }
    grant.user_id = *ret_user_id;
    TRY(setup_find_provider(ctx, app, STR("bank1"), &grant.provider_id));
    return access_grant(ctx, app, &grant, false, &reply);
}

/* Only beside the truth that a demo leaves: no real database gets passwords that everybody knows.
 */
static Status demo_require(Ctx *ctx, Str db_address) {
    Str folder = str_part(db_address, 0, db_address.len - file_base_name(db_address).len);
    Str truth;
    TRY(ctx_print(ctx, &truth, "%.*struth.csv", STR_ARG(folder)));
    if (str_starts_with(db_address, STR("postgres")) || !file_exists(truth)) {
        return ctx_fail(ctx, E_ARGUMENT, "%.*s: %s", STR_ARG(db_address),
                        ctx->language == LANGUAGE_VI ? "không phải cơ sở dữ liệu của ansinh demo"
                                                     : "not the database of ansinh demo");
    }
    return OK;
}

static Status run_demo_accounts(Ctx *ctx, Session *session, const Arguments *arguments) {
    App *app = &session->app;
    int64_t home_area_id = 0;
    int64_t commune_id = 0;
    TableOut first = {&commune_id, first_begin, first_row, first_end};
    (void)arguments;
    TRY(demo_require(ctx, session->options.db_address));
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(area_list_children(ctx, app, home_area_id, &first));
    for (size_t i = 0; i < sizeof ACCOUNTS / sizeof ACCOUNTS[0]; i++) {
        const DemoAccount *account = &ACCOUNTS[i];
        int64_t user_id = 0;
        Str password;
        Reply reply;
        TRY(account_ensure(ctx, app, account, account->in_commune ? commune_id : home_area_id,
                           &user_id));
        TRY(ctx_print(ctx, &password, "demo-%s-2026", account->login));
        TRY(access_set_password(ctx, app, user_id, password, &reply));
        printf("%-18s %-12s %.*s\n", role_name(account->role), account->login, STR_ARG(password));
    }
    return OK;
}

static const Command COMMANDS[] = {
    {"serve",
     "",
     NULL,
     "chạy máy chủ web",
     "run the web server",
     false,
     run_serve,
     {{"listen", "ADDRESS:PORT", false, "nơi lắng nghe (mặc định 127.0.0.1:8080)",
       "where to listen (default 127.0.0.1:8080)"},
      {"web", "DIR", false, "ứng dụng web đã dựng (web/dist)", "the built application (web/dist)"},
      {"out", "DIR", false, "thư mục giao nhận với tổ chức chi trả",
       "exchange folder for providers"},
      {"workers", "N", false, "số luồng xử lý (mặc định 4)", "workers (default 4)"},
      {"upload-mb", "N", false, "tệp tải lên tối đa (MB, mặc định 200)",
       "largest upload (MB, default 200)"},
      {"head-seconds", "N", false, "thời hạn nhận phần đầu yêu cầu (giây, mặc định 10)",
       "seconds for the head of a request (default 10)"},
      {"lease-seconds", "N", false,
       "máy chủ im lặng bao lâu thì máy khác nhận công việc của nó (giây, mặc định 30)",
       "silence after which another server takes a job (seconds, default 30)"},
      {"behind-proxy", NULL, false, "đứng sau nginx: tin X-Forwarded-For",
       "behind nginx: trust X-Forwarded-For"},
      {"port-file", "FILE", false, "ghi cổng đã mở vào tệp", "write the port that was taken"},
      {0}}},
    {"api",
     "describe",
     NULL,
     "in tài liệu OpenAPI 3.1",
     "print the OpenAPI 3.1 document",
     false,
     run_describe,
     {{0}}},
    {"user",
     "password",
     "LOGIN",
     "đặt mật khẩu (đọc một dòng từ đầu vào chuẩn)",
     "set a password (one line of standard input)",
     true,
     run_password,
     {{0}}},
    {"user",
     "demo",
     NULL,
     "tài khoản cho mọi vai trò trên cơ sở dữ liệu của ansinh demo",
     "an account for each role, on the database of ansinh demo",
     true,
     run_demo_accounts,
     {{0}}},
    {"user",
     "speak",
     "LOGIN",
     "người dùng này đại diện cho tổ chức chi trả",
     "this user speaks for a provider",
     true,
     run_speak,
     {{"provider", "CODE", true, "tổ chức chi trả", "provider"},
      {"area", "CODE", false, "địa bàn (mặc định: nơi cơ sở dữ liệu phục vụ)",
       "area (default: the one that the database serves)"},
      {0}}},
};

CommandList commands_of_other_faces(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
