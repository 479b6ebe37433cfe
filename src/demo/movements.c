/*
 * What happens to people between two months, drawn by seed and month: deaths, stops, suspensions
 * and resumptions, moves, new decisions known late, new accounts for those whose account was
 * refused. A movement that does not fit the person (already stopped, not suspended) is refused by
 * the use case and passed over, as a clerk would.
 */
#include "app/register.h"
#include "app/setup.h"
#include "base/rng.h"
#include "demo/demo.h"
#include "demo/workbook.h"
#include "sys/file.h"
#include "value/period.h"

enum { DAY_MOVEMENTS = 15, ACCOUNT_MAX = 4096, PROGRAMME_BTXH = 1 };

typedef struct Draw {
    Rng rng;
    int64_t person_count;
    int64_t on_date;
} Draw;

static Status count_read(Ctx *ctx, App *app, const void *arg) {
    int64_t *const *count = arg;
    return db_query_int64(ctx, app->db, SQL_DEMO_PERSON_COUNT, DB_NO_PARAMS, 0, *count);
}

/* A refusal is a movement that does not fit; everything else is a failure. */
static Status movement_done(Ctx *ctx, Status status, DemoMonth *month) {
    if (status == OK) {
        month->movement_count++;
        return OK;
    }
    if (status_class(status) == STATUS_REFUSED && status != E_RIGHT_MISSING) {
        ctx->failure = (Failure){.status = OK};
        return OK;
    }
    return status;
}

static int64_t person_draw(Draw *draw) {
    return 1 + (int64_t)rng_below(&draw->rng, (uint64_t)draw->person_count);
}

typedef Status (*Change)(Ctx *ctx, App *app, const EnrolmentChange *change, Reply *reply);

static Status changes_make(Ctx *ctx, Demo *demo, DemoMonth *month, Draw *draw) {
    static const struct {
        const char *step;
        Change change;
        const char *reason;
        int64_t per_thousand;
    } KINDS[] = {
        {"death", enrolment_stop, "DEATH", 3},
        {"stop", enrolment_stop, "CONDITION_ENDED", 2},
        {"suspend", enrolment_suspend, "ABSENT", 2},
        {"resume", enrolment_resume, "DECISION", 4},
    };
    for (size_t kind = 0; kind < sizeof KINDS / sizeof KINDS[0]; kind++) {
        int64_t count = 1 + draw->person_count * KINDS[kind].per_thousand / 1000;
        for (int64_t i = 0; i < count; i++) {
            ArenaMark mark = arena_mark(ctx->arena);
            Reply reply;
            bool pause = KINDS[kind].change != enrolment_stop;
            int64_t on_date = pause ? month->period * 100 + 1 : draw->on_date;
            EnrolmentChange change = {person_draw(draw), 0, on_date, str_of(KINDS[kind].reason)};
            TRY(demo_step(ctx, demo->officer_id, month->period, KINDS[kind].step, i));
            TRY(movement_done(ctx, KINDS[kind].change(ctx, demo->app, &change, &reply), month));
            arena_rewind(ctx->arena, mark);
        }
    }
    return OK;
}

static Status moves_make(Ctx *ctx, Demo *demo, DemoMonth *month, Draw *draw,
                         const DemoProvince *province) {
    int64_t count = 1 + draw->person_count / 1000;
    for (int64_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Reply reply;
        PersonMove move = {.person_id = person_draw(draw), .on_date = draw->on_date};
        size_t to = rng_below(&draw->rng, province->count);
        TRY(setup_find_area(ctx, demo->app, province->communes[to].code, draw->on_date,
                            &move.to_area_id));
        TRY(demo_step(ctx, demo->officer_id, month->period, "move", i));
        TRY(movement_done(ctx, person_move(ctx, demo->app, &move, &reply), month));
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

typedef struct AccountList {
    int64_t persons[ACCOUNT_MAX];
    Str names[ACCOUNT_MAX];
    Str reasons[ACCOUNT_MAX];
    size_t count;
} AccountList;

static Status accounts_read(Ctx *ctx, App *app, const void *arg) {
    AccountList *list = *(AccountList *const *)arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_DEMO_LIST_REFUSED_ACCOUNTS, DB_PARAMS(DB_I(ACCOUNT_MAX)),
                 &cursor));
    for (;;) { /* ends: a page at most */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || list->count == ACCOUNT_MAX) {
            return OK;
        }
        list->persons[list->count] = db_int64(cursor, 0);
        TRY(ctx_copy_str(ctx, db_str(cursor, 2), &list->reasons[list->count]));
        TRY(ctx_copy_str(ctx, db_str(cursor, 1), &list->names[list->count++]));
    }
}

/* Who was refused for the account asks for cash at the post until there is another one; who was
 * reported dead and is alive gets the hold lifted, by somebody else than the one whose file placed
 * it. */
static Status accounts_make(Ctx *ctx, Demo *demo, DemoMonth *month) {
    AccountList *list = NULL;
    TRY(ctx_alloc(ctx, sizeof *list, (void **)&list));
    TRY(app_read(ctx, demo->app, RIGHT_NONE, 0, accounts_read, &list));
    for (size_t i = 0; i < list->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Reply reply;
        Status status = OK;
        TRY(demo_step(ctx, demo->officer_id, month->period, list->reasons[i].ptr,
                      list->persons[i]));
        if (str_equal(list->reasons[i], STR("HOLDER_DEAD"))) {
            HoldSet set = {list->persons[i], list->reasons[i]};
            status = hold_lift(ctx, demo->app, &set, &reply);
        } else {
            AccountSet set = {.person_id = list->persons[i],
                              .provider_code = STR("post1"),
                              .channel = 3,
                              .holder_name = list->names[i]};
            status = account_set(ctx, demo->app, &set, &reply);
        }
        TRY(movement_done(ctx, status, month));
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

/* Decisions of the month before last that the commune sends now: they bring arrears. */
static Status late_decisions(Ctx *ctx, Demo *demo, DemoMonth *month, const DemoProvince *province) {
    const DemoNames *names = NULL;
    Reply reply;
    Str path;
    int64_t count = 1 + demo->options.scale / 400;
    int64_t decided = period_previous(period_previous((Period){month->period})).number;
    if (decided < DEMO_FIRST_PERIOD) {
        decided = DEMO_FIRST_PERIOD;
    }
    int64_t first =
        demo->options.scale + (month->period % 100 + month->period / 100 % 100 * 12) * 1000;
    TRY(demo_names_load(ctx, &names));
    TRY(ctx_print(ctx, &path, "%.*s/lists/moi-%lld.xlsx", STR_ARG(demo->options.dir),
                  (long long)month->period));
    TRY(demo_new_list_write(ctx, path, names, demo->options.seed, first, count, decided * 100 + 5));
    IntakeLoad load = {.path = path, .programme_id = PROGRAMME_BTXH};
    TRY(setup_find_area(ctx, demo->app, province->communes[0].code, decided * 100 + 5,
                        &load.area_id));
    TRY(demo_step(ctx, demo->officer_id, month->period, "late", 0));
    TRY(intake_load(ctx, demo->app, &load, &reply));
    month->movement_count += reply_int(&reply, "new_count");
    return OK;
}

Status demo_movements(Ctx *ctx, Demo *demo, DemoMonth *month) {
    DemoProvince *province = NULL;
    int64_t person_count = 0;
    int64_t *count = &person_count;
    Draw draw = {.on_date = period_previous((Period){month->period}).number * 100 + DAY_MOVEMENTS};
    demo_set_day(demo, draw.on_date);
    TRY(ctx_alloc(ctx, sizeof *province, (void **)&province));
    TRY(demo_province_plan(ctx, demo->options.province_code, demo->options.seed,
                           demo->options.scale, province));
    TRY(app_read(ctx, demo->app, RIGHT_NONE, 0, count_read, &count));
    draw.person_count =
        demo->options.scale * 9 / 10; /* the same however often the month is begun again */
    if (draw.person_count > person_count) {
        draw.person_count = person_count;
    }
    rng_seed(&draw.rng, demo->options.seed * 131 + (uint64_t)month->period);
    TRY(changes_make(ctx, demo, month, &draw));
    TRY(moves_make(ctx, demo, month, &draw, province));
    TRY(accounts_make(ctx, demo, month));
    return late_decisions(ctx, demo, month, province);
}
