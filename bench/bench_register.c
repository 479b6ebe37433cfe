#include "bench.h"

#include <stdio.h>

#include "app/register_values.h"
#include "text/name.h"

enum { AREA_MAX = 20000, CATEGORY_COUNT = 4 };

static const char *const FAMILIES[] = {"Nguyễn", "Trần",  "Lê",    "Phạm",
                                       "Lò",     "Giàng", "Hoàng", "Vũ"};
static const char *const MIDDLES[] = {"Văn", "Thị", "Hữu", "Ngọc"};
static const char *const GIVENS[] = {"An",   "Bình", "Dũng", "Hoa", "Lan",
                                     "Minh", "Sơn",  "Xuân", "Yến", "Tùng"};

typedef struct Areas {
    int64_t ids[AREA_MAX];
    size_t count;
} Areas;

static Status areas_read(Ctx *ctx, Db *db, Areas *areas) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_AREA_LIST_COMMUNES_TODAY, DB_PARAMS(DB_I(ctx_today(ctx))), &cursor));
    for (;;) { /* ends: some thousand communes */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || areas->count == AREA_MAX) {
            return OK;
        }
        areas->ids[areas->count++] = db_int64(cursor, 0);
    }
}

typedef struct Fill {
    App *app;
    int64_t count;
    const Areas *areas;
} Fill;

static int64_t birth_of(int64_t i) {
    return (1930 + i % 66) * 10000 + (1 + i % 12) * 100 + (1 + i % 28);
}

static Status name_of(Ctx *ctx, int64_t i, Str *ret_name) {
    return ctx_print(ctx, ret_name, "%s %s %s", FAMILIES[i % 8], MIDDLES[i / 8 % 4],
                     GIVENS[i / 32 % 10]);
}

static Status persons_fill(Ctx *ctx, const Fill *fill, int64_t change_seq) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, fill->app->db, SQL_PERSON_INSERT, &bulk));
    for (int64_t i = 0; i < fill->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Str name;
        Str fold;
        int64_t area = i * (int64_t)fill->areas->count / fill->count;
        TRY(name_of(ctx, i, &name));
        TRY(name_fold(ctx, name, &fold));
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I(i + 1), DB_N, DB_I(fill->areas->ids[area]), DB_T(name),
                                  DB_T(fold), DB_T(fold), DB_I(1 + i % 2), DB_I(birth_of(i)),
                                  DB_I(3), DB_N, DB_T(STR("Thôn 1")), DB_I(0), DB_N, DB_N, DB_N,
                                  DB_N, DB_N, DB_N, DB_I(change_seq))));
        arena_rewind(ctx->arena, mark);
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status enrolments_fill(Ctx *ctx, const Fill *fill, int64_t change_seq) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, fill->app->db, SQL_ENROLMENT_INSERT, &bulk));
    for (int64_t i = 0; i < fill->count; i++) {
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I(i + 1), DB_I(i + 1), DB_I(1), DB_T(STR("nd20/5.6")),
                                  DB_I(1 + i % 5 / 4), DB_I(0), DB_T(STR("1/QĐ")), DB_I(20220101),
                                  DB_I(20220101), DB_N, DB_N, DB_I(change_seq))));
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

/* Half to a bank, a quarter each to a wallet and to the post. */
static Status accounts_fill(Ctx *ctx, const Fill *fill, int64_t change_seq) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, fill->app->db, SQL_ACCOUNT_INSERT, &bulk));
    for (int64_t i = 0; i < fill->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        int64_t provider_id = i % 4 < 2 ? 1 : i % 4;
        Account account = {.person_id = i + 1,
                           .account_id = i + 1,
                           .provider_id = provider_id,
                           .channel = provider_id == 1   ? CHANNEL_BANK
                                      : provider_id == 2 ? CHANNEL_WALLET
                                                         : CHANNEL_CASH_POINT,
                           .valid_from = 20220101};
        TRY(name_of(ctx, i, &account.holder_name));
        if (provider_id != 3) {
            snprintf(account.number, sizeof account.number, "%012lld",
                     (long long)(100000000000 + i));
        }
        TRY(account_add_bulk(ctx, fill->app->keys, bulk, &account, change_seq));
        arena_rewind(ctx->arena, mark);
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status fill_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const Fill *fill = arg;
    int64_t first = 0;
    TRY(persons_fill(ctx, fill, change_seq));
    TRY(enrolments_fill(ctx, fill, change_seq));
    TRY(accounts_fill(ctx, fill, change_seq));
    TRY(db_take_ids(ctx, app->db, STR("person"), fill->count, &first));
    TRY(db_take_ids(ctx, app->db, STR("enrolment"), fill->count, &first));
    TRY(db_take_ids(ctx, app->db, STR("account"), fill->count, &first));
    reply_add_int(reply, "person_count", fill->count);
    return OK;
}

static Status areas_in_read(Ctx *ctx, App *app, const void *arg) {
    Areas *const *areas = arg;
    return areas_read(ctx, app->db, *areas);
}

Status bench_fill_register(Ctx *ctx, App *app, int64_t count) {
    Areas *areas = NULL;
    Reply reply;
    TRY(ctx_alloc(ctx, sizeof *areas, (void **)&areas));
    TRY(app_read(ctx, app, RIGHT_NONE, 0, areas_in_read, &areas));
    Fill fill = {app, count, areas};
    UseCase use_case = {"bench_fill", RIGHT_NONE, 0, STR("bench")};
    return app_write(ctx, app, &use_case, fill_in_tx, &fill, &reply);
}
