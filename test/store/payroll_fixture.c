/*
 * Thirty persons, all severely disabled adults (nd20/5.6: 1.5) unless said otherwise:
 *
 *    1-20  cash at the post office, nothing special
 *   21     no account                            22  collects under a mandate that ended in May
 *   23     mandate with a cap of 500,000         24  held by a person: REVIEW
 *   25     an adult under a clause for children: the law gives nothing
 *   26     a child of four (2.0)                 27  turns 60 in July 2026 (1.5, then 2.0)
 *   28     the right ended in April              29  the right begins in July
 *   30     exceptionally severe (2.0)
 */
#include "payroll_fixture.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>

#include "law/law.h"
#include "sys/digest.h"
#include "sys/file.h"

enum { FIRST_PERSONS = 30, POST = 1 };

static void law_open(Province *province) {
    Ctx *ctx = &province->h->ctx;
    LawFile files[LAW_FILE_MAX];
    size_t count = law_files_embedded(files);
    DigestState state;
    uint8_t *hash = NULL;
    ASSERT_OK(ctx, ctx_alloc(ctx, DIGEST_BYTES, (void **)&hash));
    digest_init(&state);
    for (size_t i = 0; i < count; i++) {
        digest_add_text(&state, files[i].bytes);
    }
    digest_final(&state, hash);
    const LawBook *law = NULL;
    ASSERT_OK(ctx, law_book_load(ctx, files, count, (Str){(const char *)hash, DIGEST_BYTES}, &law));
    province->app.law = law;
}

typedef struct Entry {
    int64_t person_id;
    int64_t area_id;
    int64_t birth_date;
    const char *category;
    int64_t degree;
    int64_t from_date;
    int64_t to_date;
    bool has_account;
    int64_t mandate_to;  /* 0 = the person's own account, else the last day of the mandate */
    int64_t mandate_cap; /* 0 = none */
} Entry;

static Entry entry_of(const Province *province, int64_t person_id) {
    Entry entry = {.person_id = person_id,
                   .area_id = province->communes[person_id % 2],
                   .birth_date = 19800315,
                   .category = "nd20/5.6",
                   .degree = 1,
                   .from_date = 20220101,
                   .has_account = person_id != 21};
    entry.mandate_to = person_id == 22 ? 20260531 : person_id == 23 ? 20991231 : 0;
    entry.mandate_cap = person_id == 23 ? 500000 : 0;
    entry.category = person_id == 25 ? "nd20/5.1.a" : "nd20/5.6";
    entry.birth_date = person_id == 26 ? 20220620 : person_id == 27 ? 19660710 : entry.birth_date;
    entry.to_date = person_id == 28 ? 20260430 : 0;
    entry.from_date = person_id == 29 ? 20260701 : entry.from_date;
    entry.degree = person_id == 30 ? 2 : entry.degree;
    return entry;
}

static Status one_row(Ctx *ctx, Db *db, SqlId sql, const DbValue *params, size_t count) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, db, sql, &bulk));
    TRY(db_bulk_add(ctx, bulk, params, count));
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status entry_insert(Ctx *ctx, Db *db, const Entry *e, int64_t change_seq) {
    Str name = STR("Lò Thị Thử");
    DbValue id = DB_I(e->person_id);
    DbValue mandate = db_int_or_null(e->mandate_to != 0, e->person_id);
    TRY(one_row(ctx, db, SQL_PERSON_INSERT,
                DB_PARAMS(id, DB_N, DB_I(e->area_id), DB_T(name), DB_T(STR("lo thi thu")),
                          DB_T(STR("thu lo thi")), DB_I(2), DB_I(e->birth_date), DB_I(3), DB_N,
                          DB_N, DB_I(0), DB_N, DB_N, DB_N, DB_N, DB_N, DB_N, DB_I(change_seq))));
    TRY(one_row(ctx, db, SQL_ENROLMENT_INSERT,
                DB_PARAMS(id, id, DB_I(PROGRAMME), DB_T(str_of(e->category)), DB_I(e->degree),
                          DB_I(0), DB_T(STR("1/QĐ")), DB_I(e->from_date), DB_I(e->from_date),
                          db_int_or_null(e->to_date != 0, e->to_date), DB_N, DB_I(change_seq))));
    if (e->mandate_to != 0) {
        TRY(one_row(
            ctx, db, SQL_MANDATE_INSERT,
            DB_PARAMS(id, id, DB_I(1), DB_T(STR("Lò Văn Nhận")), DB_N, DB_N, DB_N, DB_N,
                      DB_T(STR("UBND xã")), DB_I(20250101), DB_I(20250101), DB_I(e->mandate_to),
                      db_int_or_null(e->mandate_cap != 0, e->mandate_cap), DB_I(change_seq))));
    }
    if (e->has_account) {
        TRY(one_row(ctx, db, SQL_ACCOUNT_INSERT,
                    DB_PARAMS(id, id, DB_I(POST), DB_I(3), DB_T(name), DB_N, DB_N, DB_N, mandate,
                              DB_I(20220101), DB_I(change_seq))));
    }
    return one_row(ctx, db, SQL_MOVEMENT_INSERT,
                   DB_PARAMS(id, id, DB_I(1), DB_T(STR("DECISION")), DB_I(e->from_date), id, DB_N,
                             DB_I(e->area_id), DB_N, DB_N, DB_I(change_seq)));
}

static Status fill_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const Province *province = arg;
    int64_t first = 0;
    for (int64_t person_id = 1; person_id <= FIRST_PERSONS; person_id++) {
        Entry entry = entry_of(province, person_id);
        TRY(entry_insert(ctx, app->db, &entry, change_seq));
    }
    /* Whatever the use cases number later comes after these. */
    TRY(db_take_ids(ctx, app->db, STR("person"), 100, &first));
    TRY(db_take_ids(ctx, app->db, STR("enrolment"), 100, &first));
    TRY(db_take_ids(ctx, app->db, STR("movement"), 100, &first));
    TRY(db_take_ids(ctx, app->db, STR("account"), 100, &first));
    TRY(db_take_ids(ctx, app->db, STR("mandate"), 100, &first));
    reply_add_int(reply, "person_count", FIRST_PERSONS);
    return OK;
}

static int64_t user_add(Province *province, const char *login, Role role) {
    Reply reply;
    UserAdd user = {str_of(login), str_of(login), role, 0};
    ASSERT_OK(&province->h->ctx, setup_add_user(&province->h->ctx, &province->app, &user, &reply));
    return reply_int(&reply, "user_id");
}

static void communes_find(Province *province) {
    Ctx *ctx = &province->h->ctx;
    App *app = &province->app;
    ASSERT_OK(ctx, setup_find_area(ctx, app, STR("14"), 20260701, &province->area_id));
    ASSERT_OK(ctx, setup_find_area(ctx, app, STR("15"), 20260701, &province->other_area_id));
    const int64_t provinces[] = {province->area_id, province->area_id, province->other_area_id};
    int64_t *communes[] = {&province->communes[0], &province->communes[1],
                           &province->other_commune};
    harness_begin(province->h);
    for (int i = 0; i < 3; i++) {
        DbCursor *cursor = NULL;
        bool has_row = true;
        ASSERT_OK(ctx, db_query(ctx, app->db, SQL_AREA_LIST_BELOW, DB_PARAMS(DB_I(provinces[i])),
                                &cursor));
        for (int skip = 0; skip < 2 + i % 2; skip++) { /* the province itself comes first */
            ASSERT_OK(ctx, db_next(ctx, cursor, &has_row));
        }
        assert_true(has_row);
        *communes[i] = db_int64(cursor, 0);
        db_cursor_close(&cursor);
    }
    harness_rollback(province->h);
}

static void setup(Province *province) {
    Ctx *ctx = &province->h->ctx;
    App *app = &province->app;
    Reply reply;
    Str keys_path;
    ASSERT_OK(ctx, ctx_print(ctx, &keys_path, "%s/keys", province->h->folder));
    ASSERT_OK(ctx, ctx_print(ctx, &app->files_dir, "%s/files", province->h->folder));
    ASSERT_OK(ctx, file_make_folders(ctx, app->files_dir));
    ASSERT_OK(ctx, keys_create(ctx, keys_path, &app->keys));
    law_open(province);
    ASSERT_OK(ctx, setup_init(ctx, app, &reply));
    ctx->user_id = 0;
    ctx->user_id = user_add(province, "admin", ROLE_ADMINISTRATOR);
    province->maker = user_add(province, "maker", ROLE_PROVINCE_OFFICER);
    province->checker = user_add(province, "checker", ROLE_ACCOUNTANT);
    ASSERT_OK(ctx, setup_load_areas(ctx, app, STR(""), &reply));
    ProviderAdd post = {.code = STR("post1"),
                        .name = STR("Bưu điện"),
                        .kind = 3,
                        .out_template = STR("bank_csv"),
                        .in_template = STR("bank_csv"),
                        .chunk_rows = 1000,
                        .answer_days = 5,
                        .debtor_name = STR("KHO BAC"),
                        .debtor_account = STR("100200300")};
    ASSERT_OK(ctx, setup_add_provider(ctx, app, &post, &reply));
    assert_int_equal(reply_int(&reply, "provider_id"), POST);
}

void province_open(Province *province, DbEngine engine) {
    Reply reply;
    *province = (Province){.h = harness_open(engine)};
    province->app.db = province->h->db;
    /* Late enough that the standard of July 2026 is known: it came into force on 5 October. */
    province->h->now_us = clock_at_day(20261010, 8);
    setup(province);
    communes_find(province);
    UseCase use_case = {"test_fill", RIGHT_NONE, 0, STR("fill")};
    ASSERT_OK(&province->h->ctx, app_write(&province->h->ctx, &province->app, &use_case, fill_in_tx,
                                           province, &reply));
    HoldSet hold = {24, STR("REVIEW")};
    province->h->ctx.user_id = province->maker;
    ASSERT_OK(&province->h->ctx, hold_place(&province->h->ctx, &province->app, &hold, &reply));
}

void province_close(Province *province) {
    keys_free(&province->app.keys);
    harness_close(&province->h);
}

static Status add_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    reply_add_int(reply, "change_seq", change_seq);
    return entry_insert(ctx, app->db, arg, change_seq);
}

void province_add_person(Province *province, int64_t person_id, int64_t from_date) {
    Reply reply;
    Entry entry = entry_of(province, person_id);
    entry.from_date = from_date;
    UseCase use_case = {"test_add", RIGHT_NONE, 0, STR("add")};
    ASSERT_OK(&province->h->ctx,
              app_write(&province->h->ctx, &province->app, &use_case, add_in_tx, &entry, &reply));
}

Status province_compute(Province *province, int64_t period, int64_t kind, Reply *ret_reply) {
    PayrollKey key = {PROGRAMME, province->area_id, period, kind};
    province->h->ctx.user_id = province->maker;
    return payroll_compute(&province->h->ctx, &province->app, &key, ret_reply);
}

void province_allot(Province *province, int64_t payroll_id, int64_t period) {
    Reply reply;
    Allotment allotment = {.programme_id = PROGRAMME,
                           .area_id = province->area_id,
                           .period = period,
                           .payroll_id = payroll_id,
                           .decision_no = STR("9/QĐ")};
    province->h->ctx.user_id = province->checker;
    ASSERT_OK(&province->h->ctx,
              books_allot(&province->h->ctx, &province->app, &allotment, &reply));
}

void province_tamper(Province *province, const char *sql) {
    if (province->h->engine == DB_SQLITE) {
        sqlite3 *handle = NULL;
        assert_int_equal(sqlite3_open(province->h->address, &handle), SQLITE_OK);
        assert_int_equal(sqlite3_exec(handle, sql, NULL, NULL, NULL), SQLITE_OK);
        assert_true(sqlite3_changes(handle) > 0);
        sqlite3_close(handle);
        return;
    }
    PGconn *conn = PQconnectdb(province->h->address);
    PGresult *result = PQexec(conn, sql);
    assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
    assert_string_not_equal(PQcmdTuples(result), "0");
    PQclear(result);
    PQfinish(conn);
}
