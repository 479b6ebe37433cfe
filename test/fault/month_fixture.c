/*
 * Who is paid where: persons 1-8 by bank1 (pain.001, two files of at most 5 lines), 15-20 by post2
 * (XLSX), the others by post1 (CSV), as payroll_fixture.c made them. The simulator's faults are
 * many, so that each answer holds several outcomes.
 */
#include "month_fixture.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/digest.h"
#include "sys/file.h"

enum {
    BANK_FIRST = 1,
    BANK_LAST = 8,
    LIST_FIRST = 15,
    LIST_LAST = 20,
    DAY_OF_SENDING = 20260701,
    DAY_OF_SILENCE = 20260707,
    DAY_OF_CLOSING = 20260721,
    CALL_ARENA_BYTES = 64 << 20,
    ANSWER_FILES_MAX = 64
};

static const int64_t ANSWER_DAYS[] = {20260701, 20260702, 20260704, DAY_OF_SILENCE,
                                      20260711, 20260716, 20260720};
static const char *const PROVIDERS[] = {"bank1", "post1", "post2"};

static const char FAULTS[] = "timeout_paid = 8000\ntimeout_unpaid = 15000\nrejected = 15000\n"
                             "returned = 20000\nwrong_amount = 8000\nwrong_id = 8000\n"
                             "unclaimed = 30000\nrow_twice = 15000\nsettled_later = 30000\n";

/* ---- programs ---- */

int program_run(const char *const *argv, const char *output) {
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int status = 0;
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    assert_int_equal(
        posix_spawnp(&child, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static void output_show(const char *path) {
    char line[512];
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) { /* ends with the file */
        print_error("  %s", line);
    }
    if (file) {
        fclose(file);
    }
}

static void program_must(const Month *month, const char *const *argv) {
    char output[HARNESS_ADDRESS_MAX + 16];
    snprintf(output, sizeof output, "%s/output", month->province.h->folder);
    int code = program_run(argv, output);
    if (code != 0) {
        print_error("%s ended with %d\n", argv[0], code);
        output_show(output);
        fail();
    }
}

static void folder_path(const Month *month, const char *name, char ret_path[ANSWER_PATH_MAX]) {
    snprintf(ret_path, ANSWER_PATH_MAX, "%s/%s", month->province.h->folder, name);
}

/* ---- copies of the world ---- */

static void copy_name(size_t i, const char *what, char ret_name[32]) {
    snprintf(ret_name, 32, "copy-%zu%s", i, what);
}

static void folder_exchange(const Month *month, const char *from_name, const char *to_name) {
    char from[ANSWER_PATH_MAX];
    char to[ANSWER_PATH_MAX];
    folder_path(month, from_name, from);
    folder_path(month, to_name, to);
    const char *remove[] = {"rm", "-rf", "--", to, NULL};
    const char *copy[] = {"cp", "-a", "--", from, to, NULL};
    program_must(month, remove);
    program_must(month, copy);
}

static void ask_server(const char *command) {
    PGconn *conn = PQconnectdb(getenv("ANSINH_TEST_POSTGRES"));
    PGresult *result = PQexec(conn, command);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        print_error("%s: %s\n", command, PQerrorMessage(conn));
        fail();
    }
    PQclear(result);
    PQfinish(conn);
}

static void database_create(const char *name, const char *template) {
    char command[256];
    snprintf(command, sizeof command, "CREATE DATABASE %s TEMPLATE %s", name, template);
    ask_server(command);
}

static void database_drop(const char *name) {
    char command[256];
    snprintf(command, sizeof command, "DROP DATABASE %s WITH (FORCE)", name);
    ask_server(command);
}

static void copied_database(const Month *month, size_t i, char ret_name[96]) {
    snprintf(ret_name, 96, "%s_copy_%zu", month->province.h->database, i);
}

/* Nobody may look or write while a database is exchanged. */
static void database_leave(Month *month) {
    eye_close(&month->eye);
    db_close(&month->province.h->db);
}

static void database_enter(Month *month) {
    DbHarness *h = month->province.h;
    ASSERT_OK(&h->ctx, db_open(&h->ctx, str_of(h->address), (DbOptions){.create = false}, &h->db));
    month->province.app.db = h->db;
}

static void database_file_copy(const char *from, const char *to) {
    Ctx ctx = {.arena = arena_new(CALL_ARENA_BYTES)};
    ASSERT_OK(&ctx, file_copy(&ctx, str_of(from), str_of(to)));
    arena_free(&ctx.arena);
}

static void database_copy(Month *month, size_t i) {
    const DbHarness *h = month->province.h;
    char name[32];
    database_leave(month);
    if (h->engine == DB_SQLITE) {
        char path[ANSWER_PATH_MAX];
        copy_name(i, ".db", name);
        folder_path(month, name, path);
        database_file_copy(h->address, path);
    } else {
        char database[96];
        copied_database(month, i, database);
        database_create(database, h->database);
    }
    database_enter(month);
}

static bool is_copied(const Month *month, size_t i) {
    return i == month->call_count || month->calls[i].is_tried;
}

static void world_copy(Month *month, size_t i) {
    char name[32];
    if (is_copied(month, i)) {
        database_copy(month, i);
    }
    copy_name(i, ".files", name);
    folder_exchange(month, "files", name);
    copy_name(i, ".exchange", name);
    folder_exchange(month, "exchange", name);
}

void month_return_database_to(Month *month, size_t i) {
    const DbHarness *h = month->province.h;
    database_leave(month);
    if (h->engine == DB_SQLITE) {
        char name[32];
        char path[ANSWER_PATH_MAX];
        copy_name(i, ".db", name);
        folder_path(month, name, path);
        database_file_copy(path, h->address);
    } else {
        char database[96];
        copied_database(month, i, database);
        database_drop(h->database);
        database_create(h->database, database);
    }
    database_enter(month);
}

void month_return_to(Month *month, size_t i) {
    char name[32];
    month_return_database_to(month, i);
    copy_name(i, ".files", name);
    folder_exchange(month, name, "files");
    copy_name(i, ".exchange", name);
    folder_exchange(month, name, "exchange");
}

static void folder_compare(const Month *month, const char *seen_name, size_t i, const char *what) {
    char seen[ANSWER_PATH_MAX];
    char wanted[ANSWER_PATH_MAX];
    char name[32];
    copy_name(i, what, name);
    folder_path(month, seen_name, seen);
    folder_path(month, name, wanted);
    const char *compare[] = {"diff", "-rq", "--exclude=tmp", "--", seen, wanted, NULL};
    program_must(month, compare);
}

void month_check_files(const Month *month, size_t i) {
    folder_compare(month, "files", i, ".files");
    folder_compare(month, "exchange", i, ".exchange");
}

void month_look(Month *month, Picture *ret_picture) {
    eye_look(&month->eye, month->province.h, ret_picture);
}

/* ---- the calls ---- */

static Status run_compute(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)call;
    PayrollKey key = {PROGRAMME, month->province.area_id, JUNE, 1};
    return payroll_compute(ctx, app, &key, reply);
}

static Status run_allot(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)call;
    Allotment allotment = {.programme_id = PROGRAMME,
                           .area_id = month->province.area_id,
                           .period = JUNE,
                           .payroll_id = month->payroll_id,
                           .decision_no = STR("9/QĐ")};
    return books_allot(ctx, app, &allotment, reply);
}

static Status run_approve(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)call;
    PayrollApprove approve = {month->payroll_id, str_of(month->payroll_digest)};
    return payroll_approve(ctx, app, &approve, reply);
}

static Status run_prefund(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)call;
    return books_prefund(ctx, app, month->payroll_id, reply);
}

static Status run_release(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)call;
    return payment_release(ctx, app, month->payroll_id, reply);
}

static Status run_seal(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)call;
    return payment_seal(ctx, app, month->payroll_id, reply);
}

/* As the command does it: first what an interrupted sending left. */
static Status run_send(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    char path[ANSWER_PATH_MAX];
    (void)call;
    folder_path(month, "exchange", path);
    PaymentSend send = {month->payroll_id, str_of(path)};
    TRY(payment_recover(ctx, app, send.out_dir, reply));
    return payment_send(ctx, app, &send, reply);
}

static Status run_load(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)month;
    ResultLoad load = {str_of(call->provider), str_of(call->path)};
    return result_load(ctx, app, &load, reply);
}

static Status run_silent(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)month;
    (void)call;
    return payment_mark_silent(ctx, app, reply);
}

static Status run_hand_back(Ctx *ctx, App *app, const Month *month, const Call *call,
                            Reply *reply) {
    (void)month;
    return books_hand_back(ctx, app, PROGRAMME, JUNE, str_of(call->provider), reply);
}

static Status run_close_soft(Ctx *ctx, App *app, const Month *month, const Call *call,
                             Reply *reply) {
    (void)month;
    (void)call;
    return period_close(ctx, app, PROGRAMME, JUNE, false, reply);
}

static Status run_close_hard(Ctx *ctx, App *app, const Month *month, const Call *call,
                             Reply *reply) {
    (void)month;
    (void)call;
    return period_close(ctx, app, PROGRAMME, JUNE, true, reply);
}

Ctx month_ctx(Month *month, size_t i) {
    const Call *call = &month->calls[i];
    month->province.h->now_us = clock_at_day(call->day, 8);
    Ctx ctx = {.arena = arena_new(CALL_ARENA_BYTES),
               .clock = clock_manual(&month->province.h->now_us),
               .language = LANGUAGE_EN,
               .user_id = call->user_id,
               .request_key = call->in_parts ? STR("") : str_of(call->name)};
    assert_non_null(ctx.arena);
    return ctx;
}

Status month_run(Ctx *ctx, const Month *month, App *app, size_t i) {
    Reply reply;
    return month->calls[i].run(ctx, app, month, &month->calls[i], &reply);
}

void month_ctx_done(Ctx *ctx) {
    arena_free(&ctx->arena);
}

Status month_call(Month *month, size_t i, Failure *ret_failure) {
    Ctx ctx = month_ctx(month, i);
    Status status = month_run(&ctx, month, &month->province.app, i);
    *ret_failure = ctx.failure;
    month_ctx_done(&ctx);
    return status;
}

size_t month_find(const Month *month, const char *name) {
    for (size_t i = 0; i < month->call_count; i++) {
        if (strcmp(month->calls[i].name, name) == 0) {
            return i;
        }
    }
    print_error("the month has no call %s\n", name);
    fail();
    return 0;
}

/* ---- the undisturbed life ---- */

static Call *call_add(Month *month, Call call) {
    assert_true(month->call_count < CALL_MAX);
    month->calls[month->call_count] = call;
    return &month->calls[month->call_count++];
}

static void call_live(Month *month) {
    size_t i = month->call_count - 1;
    Failure failure = {.status = OK};
    world_copy(month, i);
    Status status = month_call(month, i, &failure);
    if (status != OK) {
        print_error("%s: %s: %s\n", month->calls[i].name, status_name(status), failure.detail);
        fail();
    }
    month_look(month, &month->calls[i].after);
}

static void live(Month *month, Call call) {
    call.is_tried = true;
    (void)call_add(month, call);
    call_live(month);
}

static void payroll_remember(Month *month) {
    Ctx *ctx = &month->province.h->ctx;
    DbCursor *cursor = NULL;
    PayrollKey key = {PROGRAMME, month->province.area_id, JUNE, 1};
    ctx->user_id = month->province.maker;
    ASSERT_OK(ctx, payroll_find(ctx, &month->province.app, &key, &month->payroll_id));
    harness_begin(month->province.h);
    ASSERT_OK(ctx, db_query_one(ctx, month->province.h->db, SQL_PAYROLL_HEAD,
                                DB_PARAMS(DB_I(month->payroll_id)), &cursor));
    assert_int_equal(db_str(cursor, 5).len, 32);
    hex_write((const uint8_t *)db_str(cursor, 5).ptr, 32, month->payroll_digest);
    db_cursor_close(&cursor);
    harness_rollback(month->province.h);
}

static void live_until_sent(Month *month) {
    int64_t maker = month->province.maker;
    int64_t checker = month->province.checker;
    int64_t day = DAY_OF_SENDING;
    live(month, (Call){.name = "compute", .run = run_compute, .user_id = maker, .day = day});
    payroll_remember(month);
    live(month, (Call){.name = "allot", .run = run_allot, .user_id = checker, .day = day});
    live(month, (Call){.name = "approve", .run = run_approve, .user_id = checker, .day = day});
    live(month, (Call){.name = "prefund", .run = run_prefund, .user_id = checker, .day = day});
    live(month, (Call){.name = "release", .run = run_release, .user_id = checker, .day = day});
    live(month,
         (Call){.name = "seal", .run = run_seal, .user_id = checker, .day = day, .in_parts = true});
    live(month,
         (Call){.name = "send", .run = run_send, .user_id = checker, .day = day, .in_parts = true});
}

static void provider_answer(Month *month, const char *provider, int64_t day) {
    char in[ANSWER_PATH_MAX];
    char out[ANSWER_PATH_MAX];
    char faults[ANSWER_PATH_MAX];
    char name[64];
    char day_text[24];
    snprintf(name, sizeof name, "exchange/%s", provider);
    folder_path(month, name, in);
    snprintf(name, sizeof name, "answers/%s", provider);
    folder_path(month, name, out);
    folder_path(month, "faults", faults);
    snprintf(day_text, sizeof day_text, "%lld", (long long)day);
    const char *make[] = {"mkdir", "-p", out, NULL};
    const char *answer[] = {month->provider_program,
                            "answer",
                            "--provider",
                            provider,
                            "--in",
                            in,
                            "--out",
                            out,
                            "--seed",
                            "4",
                            "--day",
                            day_text,
                            "--faults",
                            faults,
                            NULL};
    program_must(month, make);
    program_must(month, answer);
}

/* What a file is, by its first words: of each kind, the first two are disturbed. */
static const char *answer_kind(const char *path) {
    static const char *const KINDS[] = {"pain.002", "camt.054", "camt.053"};
    char head[600] = {0};
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(head, 1, sizeof head - 1, file);
    fclose(file);
    assert_true(len > 0);
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (strstr(head, KINDS[i])) {
            return KINDS[i];
        }
    }
    return strrchr(path, '.') + 1;
}

static bool answer_is_known(const Month *month, const char *path) {
    for (size_t i = 0; i < month->call_count; i++) {
        if (strcmp(month->calls[i].path, path) == 0) {
            return true;
        }
    }
    return false;
}

static void answer_live(Month *month, const char *provider, Str name, int64_t day) {
    Call call = {.run = run_load, .user_id = month->province.checker, .day = day, .is_tried = true};
    size_t before = 0;
    char file[256];
    snprintf(call.provider, sizeof call.provider, "%s", provider);
    snprintf(file, sizeof file, "answers/%s/%.*s", provider, STR_ARG(name));
    folder_path(month, file, call.path);
    if (answer_is_known(month, call.path)) {
        return;
    }
    const char *kind = answer_kind(call.path);
    for (size_t i = 0; i < month->call_count; i++) {
        before += strncmp(month->calls[i].name, kind, strlen(kind)) == 0;
    }
    call.is_tried = before == 0;
    snprintf(call.name, sizeof call.name, "%s-%zu", kind, before + 1);
    (void)call_add(month, call);
    call_live(month);
}

static void answers_live(Month *month, const char *provider, int64_t day) {
    static const char *const ENDINGS[] = {".xml", ".csv", ".xlsx"};
    Ctx *ctx = &month->province.h->ctx;
    char folder[ANSWER_PATH_MAX];
    char name[64];
    provider_answer(month, provider, day);
    snprintf(name, sizeof name, "answers/%s", provider);
    folder_path(month, name, folder);
    for (size_t e = 0; e < 3; e++) {
        Str *names = NULL;
        size_t count = 0;
        ASSERT_OK(ctx, file_list(ctx, str_of(folder), str_of(ENDINGS[e]), ANSWER_FILES_MAX, &names,
                                 &count));
        for (size_t i = 0; i < count; i++) {
            answer_live(month, provider, names[i], day);
        }
    }
}

static void live_until_closed(Month *month) {
    int64_t checker = month->province.checker;
    for (size_t d = 0; d < sizeof ANSWER_DAYS / sizeof ANSWER_DAYS[0]; d++) {
        if (ANSWER_DAYS[d] == DAY_OF_SILENCE) {
            live(month, (Call){.name = "silent",
                               .run = run_silent,
                               .user_id = checker,
                               .day = DAY_OF_SILENCE,
                               .in_parts = true});
        }
        for (size_t i = 0; i < 3; i++) {
            answers_live(month, PROVIDERS[i], ANSWER_DAYS[d]);
        }
    }
    int64_t day = DAY_OF_CLOSING;
    for (size_t i = 0; i < 3; i++) {
        Call call = {.run = run_hand_back, .user_id = checker, .day = day};
        snprintf(call.name, sizeof call.name, "hand-back-%s", PROVIDERS[i]);
        snprintf(call.provider, sizeof call.provider, "%s", PROVIDERS[i]);
        call.is_tried = i == 0;
        (void)call_add(month, call);
        call_live(month);
    }
    live(month, (Call){.name = "soft", .run = run_close_soft, .user_id = checker, .day = day});
    live(month, (Call){.name = "hard", .run = run_close_hard, .user_id = checker, .day = day});
}

/* ---- opening ---- */

static void provider_add(Month *month, const char *code, int64_t kind, const char *template) {
    Ctx *ctx = &month->province.h->ctx;
    Reply reply;
    ProviderAdd provider = {.code = str_of(code),
                            .name = STR("Ngân hàng Mẫu"),
                            .kind = kind,
                            .bin = kind == 1 ? STR("970901") : STR("970903"),
                            .out_template = str_of(template),
                            .in_template = str_of(template),
                            .chunk_rows = kind == 1 ? 5 : 1000,
                            .answer_days = 5,
                            .debtor_name = STR("KHO BAC"),
                            .debtor_account = STR("3713000000001")};
    ctx->user_id = 1;
    ASSERT_OK(ctx, setup_add_provider(ctx, &month->province.app, &provider, &reply));
}

static void accounts_set(Month *month) {
    Ctx *ctx = &month->province.h->ctx;
    Reply reply;
    provider_add(month, "bank1", 1, "pain001");
    provider_add(month, "post2", 3, "post_list_xlsx");
    ctx->user_id = month->province.maker;
    for (int64_t id = BANK_FIRST; id <= LIST_LAST; id++) {
        bool bank = id <= BANK_LAST;
        char number[16];
        snprintf(number, sizeof number, "%010lld", (long long)(1000200300 + id * 7));
        AccountSet set = {.person_id = id,
                          .provider_code = bank ? STR("bank1") : STR("post2"),
                          .channel = bank ? 1 : 3,
                          .number = bank ? str_of(number) : STR(""),
                          .holder_name = STR("LO THI THU")};
        if (bank || id >= LIST_FIRST) {
            ASSERT_OK(ctx, account_set(ctx, &month->province.app, &set, &reply));
        }
    }
}

static void books_remember(Month *month, char ret_hex[HEX_MAX]) {
    Ctx *ctx = &month->province.h->ctx;
    Str hex;
    ctx->user_id = month->province.checker;
    ASSERT_OK(ctx, books_digest(ctx, &month->province.app, &hex));
    assert_int_equal(hex.len, 64);
    snprintf(ret_hex, HEX_MAX, "%.*s", STR_ARG(hex));
}

void month_open(Month *month, DbEngine engine, const char *provider_program,
                const char *audit_program) {
    char path[ANSWER_PATH_MAX];
    memset(month, 0, sizeof *month);
    month->provider_program = provider_program;
    month->audit_program = audit_program;
    province_open(&month->province, engine);
    Ctx *ctx = &month->province.h->ctx;
    folder_path(month, "faults", path);
    ASSERT_OK(ctx, file_write_new(ctx, str_of(path), STR(FAULTS)));
    folder_path(month, "exchange", path);
    ASSERT_OK(ctx, file_make_folders(ctx, str_of(path)));
    accounts_set(month);
    live_until_sent(month);
    live_until_closed(month);
    world_copy(month, month->call_count);
    books_remember(month, month->books);
    month_audit(month);
}

void month_close(Month *month) {
    eye_close(&month->eye);
    for (size_t i = 0; i <= month->call_count; i++) {
        if (month->province.h->engine == DB_POSTGRES && is_copied(month, i)) {
            char database[96];
            copied_database(month, i, database);
            database_drop(database);
        }
    }
    province_close(&month->province);
}

void month_audit(Month *month) {
    char files[ANSWER_PATH_MAX];
    folder_path(month, "files", files);
    const char *audit[] = {month->audit_program,
                           "--db",
                           month->province.h->address,
                           "--files",
                           files,
                           "--quiet",
                           NULL};
    program_must(month, audit);
}

void month_check_end(Month *month) {
    char books[HEX_MAX];
    books_remember(month, books);
    assert_string_equal(books, month->books);
    month_audit(month);
}
