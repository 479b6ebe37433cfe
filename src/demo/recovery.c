/*
 * Too much paid, and given back: each month the council's word about some severely disabled persons
 * comes two months late and says a lower degree. The list finds what was too much; the month after,
 * the accountant enters the decision, and the months from then on bear the instalments.
 */
#include "app/recovery.h"
#include "app/register.h"
#include "demo/demo.h"
#include "demo/person.h"
#include "value/period.h"

enum {
    PROGRAMME_BTXH = 1,
    DEGREE_SEVERE = 1,
    MONTHS_LATE = 2,
    ONE_IN = 97,
    CAP_DONG = 200000,
    SHARE_PERCENT = 30,
    NUMBER_MAX = 4096
};

typedef struct Numbers {
    SqlId sql;
    DbValue params[3];
    size_t param_count;
    int64_t numbers[NUMBER_MAX];
    size_t count;
} Numbers;

static Status numbers_read(Ctx *ctx, App *app, const void *arg) {
    Numbers *list = *(Numbers *const *)arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    list->count = 0;
    TRY(db_query(ctx, app->db, list->sql, list->params, list->param_count, &cursor));
    for (;;) { /* ends: a page at most */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || list->count == NUMBER_MAX) {
            return OK;
        }
        list->numbers[list->count++] = db_int64(cursor, 0);
    }
}

/* Whoever died, moved away or stopped has no right that could be lowered: passed over. */
static Status refused_is_passed_over(Ctx *ctx, Status status, bool *ret_done) {
    *ret_done = status == OK;
    if (status != OK && status_class(status) == STATUS_REFUSED && status != E_RIGHT_MISSING) {
        ctx->failure = (Failure){.status = OK};
        return OK;
    }
    return status;
}

static Status degree_lower(Ctx *ctx, Demo *demo, DemoMonth *month, int64_t person_id,
                           int64_t since) {
    Reply reply;
    bool done = false;
    int64_t last_day = period_last_day(period_previous((Period){since}));
    EnrolmentChange stop = {person_id, 0, last_day, STR("DECISION")};
    TRY(demo_step(ctx, demo->officer_id, month->period, "lower-stop", person_id));
    TRY(refused_is_passed_over(ctx, enrolment_stop(ctx, demo->app, &stop, &reply), &done));
    if (!done) {
        return OK;
    }
    EnrolmentAdd add = {.person_id = person_id,
                        .programme_id = PROGRAMME_BTXH,
                        .category = STR("nd20/5.6"),
                        .degree = DEGREE_SEVERE,
                        .decision_no = STR("QĐ xác định lại mức độ"),
                        .decision_date = since * 100 + 1,
                        .from_date = since * 100 + 1};
    TRY(demo_step(ctx, demo->officer_id, month->period, "lower-add", person_id));
    TRY(refused_is_passed_over(ctx, enrolment_add(ctx, demo->app, &add, &reply), &done));
    month->movement_count += done;
    return OK;
}

static Status degrees_lower(Ctx *ctx, Demo *demo, DemoMonth *month, Numbers *list) {
    Period since = {month->period};
    for (int i = 0; i < MONTHS_LATE; i++) {
        since = period_previous(since);
    }
    *list = (Numbers){.sql = SQL_DEMO_LIST_REGRADED, .param_count = 3};
    list->params[0] = DB_I(ONE_IN);
    list->params[1] = DB_I(month->period % ONE_IN);
    list->params[2] = DB_I(since.number * 100);
    TRY(app_read(ctx, demo->app, RIGHT_NONE, 0, numbers_read, &list));
    for (size_t i = 0; i < list->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(degree_lower(ctx, demo, month, list->numbers[i], since.number));
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

static Status recoveries_decide(Ctx *ctx, Demo *demo, DemoMonth *month, Numbers *list) {
    *list = (Numbers){.sql = SQL_DEMO_LIST_UNDECIDED, .param_count = 1};
    list->params[0] = DB_I(month->period);
    TRY(app_read(ctx, demo->app, RIGHT_NONE, 0, numbers_read, &list));
    for (size_t i = 0; i < list->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Reply reply;
        bool done = false;
        RecoveryDecide decide = {.case_id = list->numbers[i],
                                 .cap_dong = CAP_DONG,
                                 .share_percent = SHARE_PERCENT,
                                 .first_period = month->period,
                                 .paper = STR("QĐ thu hồi")};
        TRY(demo_step(ctx, demo->accountant_id, month->period, "recover", decide.case_id));
        TRY(refused_is_passed_over(ctx, recovery_decide(ctx, demo->app, &decide, &reply), &done));
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

Status demo_recoveries(Ctx *ctx, Demo *demo, DemoMonth *month) {
    Numbers *list = NULL;
    Period first_late = {DEMO_FIRST_PERIOD};
    for (int i = 0; i < MONTHS_LATE; i++) {
        first_late = period_next(first_late);
    }
    TRY(ctx_alloc(ctx, sizeof *list, (void **)&list));
    if (month->period >= first_late.number) {
        TRY(degrees_lower(ctx, demo, month, list));
    }
    return recoveries_decide(ctx, demo, month, list);
}
