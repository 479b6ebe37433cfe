#include "world.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/register.h"
#include "app/setup.h"
#include "law/law.h"
#include "sys/digest.h"
#include "sys/file.h"

enum { FIRST_DAY = 20260220, MORNING = 8, SQL_MAX = 2048, TEXT_ROOM = 512 };

static const struct {
    const char *code;
    const char *name;
    int64_t kind;
    const char *template;
} PAYERS[] = {
    [NOWHERE] = {"", "", 0, ""},
    [BANK] = {"nganhang1", "Ngân hàng Thử Một", 1, "pain001"},
    [LIST_BANK] = {"nganhang2", "Ngân hàng Thử Hai", 1, "bank_csv"},
    [WALLET] = {"vi1", "Ví Thử", 2, "wallet_xlsx"},
    [POST] = {"buudien1", "Bưu điện Thử", 3, "post_list_xlsx"},
};

const char *payer_code(Payer payer) {
    return PAYERS[payer].code;
}

/* ---- opening ---- */

static void law_open(World *w) {
    LawFile files[LAW_FILE_MAX];
    size_t count = law_files_embedded(files);
    DigestState state;
    uint8_t *hash = NULL;
    ASSERT_OK(w->ctx, ctx_alloc(w->ctx, DIGEST_BYTES, (void **)&hash));
    digest_init(&state);
    for (size_t i = 0; i < count; i++) {
        digest_add_text(&state, files[i].bytes);
    }
    digest_final(&state, hash);
    ASSERT_OK(w->ctx, law_book_load(w->ctx, files, count, (Str){(const char *)hash, DIGEST_BYTES},
                                    &w->app.law));
}

static void folders_make(World *w) {
    Str keys_path;
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &keys_path, "%s/keys", w->h->folder));
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &w->app.files_dir, "%s/files", w->h->folder));
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &w->exchange, "%s/exchange", w->h->folder));
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &w->letters, "%s/letters", w->h->folder));
    ASSERT_OK(w->ctx, file_make_folders(w->ctx, w->app.files_dir));
    ASSERT_OK(w->ctx, file_make_folders(w->ctx, w->letters));
    ASSERT_OK(w->ctx, keys_create(w->ctx, keys_path, &w->app.keys));
}

static int64_t user_add(World *w, const char *login, Role role, int64_t area_id) {
    UserAdd user = {str_of(login), str_of(login), role, area_id};
    ASSERT_OK(w->ctx, setup_add_user(w->ctx, &w->app, &user, &w->reply));
    return reply_int(&w->reply, "user_id");
}

static void payers_add(World *w) {
    for (Payer payer = BANK; payer <= POST; payer++) {
        char bin[16];
        snprintf(bin, sizeof bin, "97090%d", (int)payer);
        ProviderAdd provider = {.code = str_of(PAYERS[payer].code),
                                .name = str_of(PAYERS[payer].name),
                                .kind = PAYERS[payer].kind,
                                .bin = str_of(bin),
                                .out_template = str_of(PAYERS[payer].template),
                                .in_template = str_of(PAYERS[payer].template),
                                .chunk_rows = 1000,
                                .answer_days = 8,
                                .debtor_name = STR("So Y te tinh Thu"),
                                .debtor_account = STR("3713000000001")};
        ASSERT_OK(w->ctx, setup_add_provider(w->ctx, &w->app, &provider, &w->reply));
        assert_int_equal(reply_int(&w->reply, "provider_id"), payer);
    }
}

/* The n-th commune of a province on the map of today. */
static int64_t commune_of(World *w, int64_t province, int n) {
    return ask(w,
               "SELECT c.area_id FROM area AS c JOIN area AS p ON p.area_id = %lld "
               "WHERE c.level = 3 AND c.tree_from > p.tree_from AND c.tree_to <= p.tree_to "
               "AND c.valid_from <= %d AND c.valid_to >= %d ORDER BY c.area_code LIMIT 1 OFFSET %d",
               (long long)province, FIRST_DAY, FIRST_DAY, n);
}

static void offices_open(World *w) {
    App *app = &w->app;
    ASSERT_OK(w->ctx, setup_find_area(w->ctx, app, STR("14"), FIRST_DAY, &w->province));
    ASSERT_OK(w->ctx, setup_find_area(w->ctx, app, STR("15"), FIRST_DAY, &w->other_province));
    w->communes[0] = commune_of(w, w->province, 0);
    w->communes[1] = commune_of(w, w->province, 1);
    w->other_commune = commune_of(w, w->other_province, 0);
    assert_true(w->communes[0] != 0 && w->communes[1] != 0 && w->other_commune != 0);
    w->officer = user_add(w, "canbo1", ROLE_PROVINCE_OFFICER, w->province);
    w->second_officer = user_add(w, "canbo2", ROLE_PROVINCE_OFFICER, w->province);
    w->accountant = user_add(w, "ketoan1", ROLE_ACCOUNTANT, w->province);
    w->other_officer = user_add(w, "canbo9", ROLE_PROVINCE_OFFICER, w->other_province);
    w->other_accountant = user_add(w, "ketoan9", ROLE_ACCOUNTANT, w->other_province);
}

World *world_open(DbEngine engine) {
    World *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->h = harness_open(engine);
    w->ctx = &w->h->ctx;
    w->app.db = w->h->db;
    w->h->now_us = clock_at_day(FIRST_DAY, MORNING);
    folders_make(w);
    law_open(w);
    ASSERT_OK(w->ctx, setup_init(w->ctx, &w->app, &w->reply));
    w->ctx->user_id = 0;
    w->ctx->user_id = user_add(w, "quantri", ROLE_ADMINISTRATOR, 0);
    ASSERT_OK(w->ctx, setup_load_areas(w->ctx, &w->app, STR("14"), &w->reply));
    payers_add(w);
    offices_open(w);
    return w;
}

void world_close(World **w) {
    keys_free(&(*w)->app.keys);
    harness_close(&(*w)->h);
    free(*w);
    *w = NULL;
}

/* ---- time and questions ---- */

void on_day(World *w, int64_t day) {
    int64_t at_us = clock_at_day(day, MORNING);
    if (at_us > w->h->now_us) {
        w->h->now_us = at_us;
    }
}

void days_pass(World *w, int64_t days) {
    on_day(w, clock_day_plus(ctx_today(w->ctx), days));
}

/* The first cell of the first row as text, empty when there is none. */
static void ask_sqlite(World *w, const char *sql, char text[TEXT_ROOM]) {
    sqlite3 *handle = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open_v2(w->h->address, &handle, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sqlite3_errmsg(handle), sql);
    }
    text[0] = '\0';
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const unsigned char *cell = sqlite3_column_text(statement, 0);
        snprintf(text, TEXT_ROOM, "%s", cell ? (const char *)cell : "");
    }
    sqlite3_finalize(statement);
    sqlite3_close(handle);
}

static void ask_postgres(World *w, const char *sql, char text[TEXT_ROOM]) {
    PGconn *conn = PQconnectdb(w->h->address);
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        fail_msg("%s: %s", PQerrorMessage(conn), sql);
    }
    snprintf(text, TEXT_ROOM, "%s", PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "");
    PQclear(result);
    PQfinish(conn);
}

static void ask_engine(World *w, const char *sql, char text[TEXT_ROOM]) {
    if (w->h->engine == DB_SQLITE) {
        ask_sqlite(w, sql, text);
    } else {
        ask_postgres(w, sql, text);
    }
}

int64_t ask(World *w, const char *format, ...) {
    char sql[SQL_MAX];
    char text[TEXT_ROOM];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(sql, sizeof sql, format, arguments);
    va_end(arguments);
    assert_true(len > 0 && len < SQL_MAX);
    ask_engine(w, sql, text);
    return strtoll(text, NULL, 10);
}

Str ask_text(World *w, const char *sql) {
    char text[TEXT_ROOM];
    Str copy;
    ask_engine(w, sql, text);
    ASSERT_OK(w->ctx, ctx_copy_str(w->ctx, str_of(text), &copy));
    return copy;
}

static bool does_sqlite(World *w, const char *sql) {
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open(w->h->address, &handle), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
    bool done = sqlite3_exec(handle, sql, NULL, NULL, NULL) == SQLITE_OK;
    assert_true(!done || sqlite3_changes(handle) > 0);
    sqlite3_close(handle);
    return done;
}

static bool does_postgres(World *w, const char *sql) {
    PGconn *conn = PQconnectdb(w->h->address);
    PGresult *result = PQexec(conn, sql);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    assert_true(!done || strcmp(PQcmdTuples(result), "0") != 0);
    PQclear(result);
    PQfinish(conn);
    return done;
}

bool insider_does(World *w, const char *format, ...) {
    char sql[SQL_MAX];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(sql, sizeof sql, format, arguments);
    va_end(arguments);
    assert_true(len > 0 && len < SQL_MAX);
    return w->h->engine == DB_SQLITE ? does_sqlite(w, sql) : does_postgres(w, sql);
}

/* ---- the register ---- */

static const char *text_or(const char *text, const char *otherwise) {
    return text ? text : otherwise;
}

/* The list of a commune: a header and one row, in the columns of the field. */
static void list_print(World *w, FILE *out, const char *name, const Given *given) {
    static const char *const CHANNELS[] = {"", "Tài khoản", "Tài khoản", "Ví điện tử", "Tiền mặt"};
    char own[16] = "";
    if (given->payer != NOWHERE && given->payer != POST) {
        snprintf(own, sizeof own, "09%08lld", (long long)w->number);
    }
    fputs("Họ và tên,Ngày sinh,Giới tính,Số CCCD,Mã đối tượng,Mức độ khuyết tật,Số quyết định,"
          "Ngày quyết định,Hưởng từ,Người nhận thay,Quan hệ,Ngày ủy quyền,Ủy quyền đến ngày,"
          "Nơi xác nhận,Hình thức chi trả,Ngân hàng,Số tài khoản,Chủ tài khoản\n",
          out);
    fprintf(out, "%s,15/03/1980,Nam,014080%06lld,5.6,%s,%lld/QĐ-UBND,10/01/2022,%s,", name,
            (long long)w->number, text_or(given->degree, "Nặng"), (long long)w->number,
            text_or(given->from, "01/2022"));
    fprintf(out, "%s,%s,%s,%s,%s,", text_or(given->recipient, ""), given->recipient ? "Con" : "",
            given->recipient ? "05/01/2025" : "", text_or(given->mandate_to, ""),
            given->recipient ? "UBND xã" : "");
    fprintf(out, "%s,%s,%s,%s\n", CHANNELS[given->payer], payer_code(given->payer),
            text_or(given->number, own), text_or(given->recipient, name));
}

int64_t given_person(World *w, const char *name, const Given *given) {
    ArenaMark mark = arena_mark(w->ctx->arena);
    Str path;
    w->number++;
    ASSERT_OK(w->ctx,
              ctx_print(w->ctx, &path, "%s/list-%lld.csv", w->h->folder, (long long)w->number));
    FILE *out = fopen(path.ptr, "w");
    assert_non_null(out);
    list_print(w, out, name, given);
    assert_int_equal(fclose(out), 0);
    IntakeLoad load = {path, w->communes[given->commune], PROGRAMME, {"", 0}};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, intake_load(w->ctx, &w->app, &load, &w->reply));
    assert_int_equal(reply_int(&w->reply, "new_count"), 1);
    assert_int_equal(reply_int(&w->reply, "warned_count"), 0);
    arena_rewind(w->ctx->arena, mark);
    return ask(w, "SELECT MAX(person_id) FROM person");
}

void person_dies(World *w, int64_t person_id, int64_t on_day) {
    EnrolmentChange death = {person_id, 0, on_day, STR("DEATH")};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, enrolment_stop(w->ctx, &w->app, &death, &w->reply));
}

void right_is_stopped(World *w, int64_t person_id, int64_t on_day) {
    EnrolmentChange stop = {person_id, 0, on_day, STR("CONDITION_ENDED")};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, enrolment_stop(w->ctx, &w->app, &stop, &w->reply));
}

void right_is_suspended(World *w, int64_t person_id, int64_t on_day) {
    EnrolmentChange pause = {person_id, 0, on_day, STR("ABSENT")};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, enrolment_suspend(w->ctx, &w->app, &pause, &w->reply));
}

void right_is_resumed(World *w, int64_t person_id, int64_t on_day) {
    EnrolmentChange resume = {person_id, 0, on_day, STR("DECISION")};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, enrolment_resume(w->ctx, &w->app, &resume, &w->reply));
}

void person_moves(World *w, int64_t person_id, int64_t to_area_id, int64_t on_day) {
    PersonMove move = {person_id, to_area_id, on_day};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, person_move(w->ctx, &w->app, &move, &w->reply));
}

void mandate_is_revoked(World *w, int64_t person_id, int64_t on_day) {
    int64_t mandate_id =
        ask(w, "SELECT mandate_id FROM mandate WHERE person_id = %lld", (long long)person_id);
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, mandate_revoke(w->ctx, &w->app, person_id, mandate_id, on_day, &w->reply));
}

void account_is_changed(World *w, int64_t person_id, Payer payer, const char *number) {
    static const int64_t CHANNELS[] = {0, 1, 1, 2, 3};
    AccountSet set = {person_id,      str_of(payer_code(payer)), CHANNELS[payer],
                      str_of(number), STR("Chủ Tài Khoản"),      0};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, account_set(w->ctx, &w->app, &set, &w->reply));
}

void hold_is_placed(World *w, int64_t person_id, const char *reason) {
    HoldSet hold = {person_id, str_of(reason)};
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, hold_place(w->ctx, &w->app, &hold, &w->reply));
}

Status try_lift_hold(World *w, int64_t user_id, int64_t person_id, const char *reason) {
    HoldSet hold = {person_id, str_of(reason)};
    w->ctx->user_id = user_id;
    return hold_lift(w->ctx, &w->app, &hold, &w->reply);
}
