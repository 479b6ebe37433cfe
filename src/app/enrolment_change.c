/*
 * Rights entered by hand: a decision, a stop, a suspension, a resumption. A stop is a new row of
 * the right with its last day; the row before it is closed (recorded time). Each leaves a movement,
 * so that the next payroll looks back at the person.
 */
#include "app/register.h"

#include <string.h>

#include "app/register_values.h"
#include "law/law.h"
#include "payment/case.h"
#include "payment/reason.h"
#include "registry/movement.h"

enum { LIVE_MAX = 16 };

/* ---- a decision ---- */

/* A row of a right, as it goes in. */
typedef struct RightRow {
    const EnrolmentAdd *value;
    int64_t enrolment_id;
    int64_t from_date;
    int64_t to_date; /* 0 = open */
    Str end_reason;
} RightRow;

static Status enrolment_store(Ctx *ctx, Db *db, const RightRow *row, int64_t change_seq) {
    const EnrolmentAdd *add = row->value;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, db, SQL_ENROLMENT_INSERT, &bulk));
    TRY(db_bulk_add(ctx, bulk,
                    DB_PARAMS(DB_I(add->person_id), DB_I(row->enrolment_id),
                              DB_I(add->programme_id), DB_T(add->category), DB_I(add->degree),
                              DB_I(add->child_count), DB_T(add->decision_no),
                              DB_I(add->decision_date), DB_I(row->from_date),
                              db_int_or_null(row->to_date != 0, row->to_date),
                              db_text_or_null(row->end_reason), DB_I(change_seq))));
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status add_from_date(Ctx *ctx, App *app, const EnrolmentAdd *add, int32_t category_no,
                            int64_t *ret_from_date) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    Period period;
    if (add->from_date != 0) {
        *ret_from_date = add->from_date;
        return OK;
    }
    TRY(db_query_one(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(add->person_id)), &cursor));
    LawStart start = {.category_no = category_no,
                      .decision_date = add->decision_date,
                      .birth_date = db_int64(cursor, 2)};
    TRY(law_start_period(ctx, app->law, &start, &period));
    *ret_from_date = period.number * 100 + 1;
    return OK;
}

/* A right found late for somebody who has died ends with the death; none begins after it. */
static Status add_last_date(Ctx *ctx, App *app, const EnrolmentAdd *add, int64_t from_date,
                            int64_t *ret_to_date) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(add->person_id)), &cursor));
    int64_t death_date = db_int64(cursor, 3);
    if (death_date != 0 && from_date > death_date) {
        return ctx_fail(ctx, E_ENROLMENT_DATES, "%s %lld",
                        ctx_say(ctx, "người hưởng đã mất ngày", "the person died on"),
                        (long long)death_date);
    }
    *ret_to_date = death_date;
    return OK;
}

static Status enrolment_add_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                                  Reply *reply) {
    const EnrolmentAdd *add = arg;
    int64_t enrolment_id = 0;
    int64_t from_date = 0;
    int64_t to_date = 0;
    int32_t category_no = law_category_no(app->law, add->category);
    if (category_no == 0) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "%.*s", STR_ARG(add->category));
    }
    TRY(add_from_date(ctx, app, add, category_no, &from_date));
    TRY(db_take_ids(ctx, app->db, STR("enrolment"), 1, &enrolment_id));
    TRY(add_last_date(ctx, app, add, from_date, &to_date));
    RightRow row = {add, enrolment_id, from_date, to_date, to_date != 0 ? STR("DEATH") : STR("")};
    TRY(enrolment_store(ctx, app->db, &row, change_seq));
    MovementEntry entry = {.person_id = add->person_id,
                           .kind = MOVEMENT_ADDED,
                           .reason_code = STR("DECISION"),
                           .effective_on = from_date,
                           .enrolment_id = enrolment_id};
    TRY(movement_add(ctx, app->db, &entry, change_seq));
    reply_add_int(reply, "person_id", add->person_id);
    reply_add_int(reply, "enrolment_id", enrolment_id);
    reply_add_int(reply, "from_date", from_date);
    return OK;
}

Status enrolment_add(Ctx *ctx, App *app, const EnrolmentAdd *add, Reply *ret_reply) {
    int64_t area_id = 0;
    Str input;
    if (str_is_empty(add->decision_no) || add->decision_date == 0) {
        return ctx_fail(
            ctx, E_ENROLMENT_DATES, "%s",
            ctx_say(ctx, "quyết định cần có số và ngày", "a decision has a number and a day"));
    }
    TRY(register_person_area(ctx, app, add->person_id, &area_id));
    TRY(ctx_print(ctx, &input, "%lld %.*s %.*s %lld %lld", (long long)add->person_id,
                  STR_ARG(add->category), STR_ARG(add->decision_no), (long long)add->decision_date,
                  (long long)add->from_date));
    UseCase use_case = {"enrolment_add", RIGHT_REGISTER_WRITE, area_id, input};
    return app_write(ctx, app, &use_case, enrolment_add_in_tx, add, ret_reply);
}

/* ---- stop, suspend, resume ---- */

typedef struct Live {
    int64_t enrolment_id;
    EnrolmentAdd value;
    int64_t from_date;
    int64_t to_date;
} Live;

/* The live rights that a change concerns; texts in the arena. */
static Status live_list(Ctx *ctx, Db *db, const EnrolmentChange *change, Live *ret_live,
                        size_t *ret_count) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    *ret_count = 0;
    TRY(db_query(ctx, db, SQL_ENROLMENT_LIST_LIVE, DB_PARAMS(DB_I(change->person_id)), &cursor));
    for (;;) { /* ends: a person has few rights */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || *ret_count == LIVE_MAX) {
            return OK;
        }
        bool ended = !db_is_null(cursor, 8) && db_int64(cursor, 8) <= change->on_date;
        if (ended || (change->enrolment_id != 0 && db_int64(cursor, 0) != change->enrolment_id)) {
            continue;
        }
        Live *live = &ret_live[(*ret_count)++];
        *live = (Live){.enrolment_id = db_int64(cursor, 0),
                       .value = {.person_id = change->person_id,
                                 .programme_id = db_int64(cursor, 1),
                                 .degree = db_int64(cursor, 3),
                                 .child_count = db_int64(cursor, 4),
                                 .decision_date = db_int64(cursor, 6)},
                       .from_date = db_int64(cursor, 7),
                       .to_date = db_int64(cursor, 8)};
        TRY(ctx_copy_str(ctx, db_str(cursor, 2), &live->value.category));
        TRY(ctx_copy_str(ctx, db_str(cursor, 5), &live->value.decision_no));
    }
}

static Status stop_one(Ctx *ctx, App *app, const EnrolmentChange *change, const Live *live,
                       int64_t change_seq) {
    int64_t enrolment_id = 0;
    bool dead = str_equal(change->reason_code, STR("DEATH"));
    if (change->on_date < live->from_date) {
        return ctx_fail(ctx, E_ENROLMENT_DATES, "%s %lld",
                        ctx_say(ctx, "quyền lợi bắt đầu sau ngày", "the right begins after"),
                        (long long)change->on_date);
    }
    TRY(db_exec(ctx, app->db, SQL_ENROLMENT_CLOSE,
                DB_PARAMS(DB_I(change->person_id), DB_I(live->enrolment_id), DB_I(change_seq)),
                NULL));
    TRY(db_take_ids(ctx, app->db, STR("enrolment"), 1, &enrolment_id));
    RightRow row = {&live->value, enrolment_id, live->from_date, change->on_date,
                    change->reason_code};
    TRY(enrolment_store(ctx, app->db, &row, change_seq));
    MovementEntry entry = {.person_id = change->person_id,
                           .kind = dead ? MOVEMENT_DIED : MOVEMENT_STOPPED,
                           .reason_code = change->reason_code,
                           .effective_on = change->on_date,
                           .enrolment_id = live->enrolment_id};
    return movement_add(ctx, app->db, &entry, change_seq);
}

/*
 * A death learned late: what was paid for months after it, or is on its way, becomes a question at
 * once; the next list must not be awaited. Looking back (payroll_lookback.c) adds what it does not
 * cover.
 */
static Status late_death_open(Ctx *ctx, App *app, const EnrolmentChange *change,
                              int64_t change_seq) {
    int64_t paid_dong = 0;
    int64_t known_dong = 0;
    int64_t case_id = 0;
    DbValue person = DB_I(change->person_id);
    TRY(db_query_int64(ctx, app->db, SQL_PAID_AFTER_PERIOD,
                       DB_PARAMS(person, DB_I(change->on_date / 100)), 0, &paid_dong));
    TRY(db_query_int64(ctx, app->db, SQL_OVERPAID_OF_PERSON, DB_PARAMS(person), 0, &known_dong));
    if (paid_dong <= known_dong) {
        return OK;
    }
    CLEANUP(db_bulk_discard) DbBulk *cases = NULL;
    int64_t due_on = clock_day_plus(ctx_today(ctx), case_kind_days(CASE_LATE_DEATH));
    TRY(db_take_ids(ctx, app->db, STR("case"), 1, &case_id));
    TRY(db_bulk_open(ctx, app->db, SQL_PAYMENT_CASE_INSERT, &cases));
    TRY(db_bulk_add(
        ctx, cases,
        DB_PARAMS(DB_I(case_id), person, DB_I(CASE_LATE_DEATH), DB_N, DB_N,
                  DB_I(paid_dong - known_dong), DB_T(str_of(reason_code(REASON_LATE_DEATH))),
                  DB_T(str_of(case_kind_owner(CASE_LATE_DEATH))), DB_I(due_on), DB_I(change_seq))));
    TRY(db_bulk_finish(ctx, &cases, NULL));
    return db_exec(ctx, app->db, SQL_CLAIM_MONTH_INSERT_AFTER,
                   DB_PARAMS(DB_I(case_id), person, DB_I(change->on_date / 100)), NULL);
}

static Status stop_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const EnrolmentChange *change = arg;
    Live live[LIVE_MAX];
    size_t count = 0;
    TRY(live_list(ctx, app->db, change, live, &count));
    if (count == 0) {
        return ctx_fail(
            ctx, E_MOVEMENT_INVALID, "%lld: %s", (long long)change->person_id,
            ctx_say(ctx, "không có quyền lợi nào đang hưởng", "no right that could end"));
    }
    for (size_t i = 0; i < count; i++) {
        TRY(stop_one(ctx, app, change, &live[i], change_seq));
    }
    if (str_equal(change->reason_code, STR("DEATH"))) {
        TRY(db_exec(ctx, app->db, SQL_PERSON_SET_DEATH,
                    DB_PARAMS(DB_I(change->person_id), DB_I(change->on_date)), NULL));
        TRY(late_death_open(ctx, app, change, change_seq));
    }
    reply_add_int(reply, "person_id", change->person_id);
    reply_add_int(reply, "stopped_count", (int64_t)count);
    return OK;
}

static Status pause_one(Ctx *ctx, App *app, const EnrolmentChange *change, const Live *live,
                        bool suspend, int64_t change_seq) {
    int64_t changed = 0;
    int64_t open_count = 0;
    TRY(db_query_int64(ctx, app->db, SQL_ENROLMENT_PAUSE_OPEN_COUNT,
                       DB_PARAMS(DB_I(change->person_id), DB_I(live->enrolment_id)), 0,
                       &open_count));
    if (suspend == (open_count > 0)) {
        return ctx_fail(ctx, E_MOVEMENT_INVALID, "%lld: %s", (long long)live->enrolment_id,
                        suspend ? ctx_say(ctx, "đang tạm dừng rồi", "suspended already")
                                : ctx_say(ctx, "không bị tạm dừng", "not suspended"));
    }
    if (suspend) {
        TRY(db_exec(ctx, app->db, SQL_ENROLMENT_PAUSE_INSERT,
                    DB_PARAMS(DB_I(change->person_id), DB_I(live->enrolment_id),
                              DB_I(change->on_date / 100), DB_T(change->reason_code),
                              DB_I(change_seq)),
                    NULL));
    } else {
        TRY(db_exec(ctx, app->db, SQL_ENROLMENT_PAUSE_ANNUL,
                    DB_PARAMS(DB_I(change->person_id), DB_I(live->enrolment_id), DB_I(change_seq)),
                    &changed));
    }
    MovementEntry entry = {.person_id = change->person_id,
                           .kind = suspend ? MOVEMENT_SUSPENDED : MOVEMENT_RESUMED,
                           .reason_code = change->reason_code,
                           .effective_on = change->on_date,
                           .enrolment_id = live->enrolment_id};
    return movement_add(ctx, app->db, &entry, change_seq);
}

static Status pause_in_tx(Ctx *ctx, App *app, const EnrolmentChange *change, bool suspend,
                          int64_t change_seq, Reply *reply) {
    Live live[LIVE_MAX];
    size_t count = 0;
    TRY(live_list(ctx, app->db, change, live, &count));
    if (count == 0) {
        return ctx_fail(ctx, E_MOVEMENT_INVALID, "%lld: %s", (long long)change->person_id,
                        ctx_say(ctx, "không có quyền lợi nào đang hưởng", "no live right"));
    }
    for (size_t i = 0; i < count; i++) {
        TRY(pause_one(ctx, app, change, &live[i], suspend, change_seq));
    }
    reply_add_int(reply, "person_id", change->person_id);
    reply_add_int(reply, "changed_count", (int64_t)count);
    return OK;
}

static Status suspend_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    return pause_in_tx(ctx, app, arg, true, change_seq, reply);
}

static Status resume_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    return pause_in_tx(ctx, app, arg, false, change_seq, reply);
}

static Status change_write(Ctx *ctx, App *app, const char *name, const EnrolmentChange *change,
                           AppWork work, Reply *ret_reply) {
    int64_t area_id = 0;
    Str input;
    if (str_is_empty(change->reason_code) || change->on_date == 0) {
        return ctx_fail(ctx, E_MOVEMENT_INVALID, "%s",
                        ctx_say(ctx, "cần có lý do và ngày", "a reason and a day are needed"));
    }
    TRY(register_check_reason(ctx, app, change->reason_code));
    TRY(register_person_area(ctx, app, change->person_id, &area_id));
    TRY(ctx_print(ctx, &input, "%lld %lld %lld %.*s", (long long)change->person_id,
                  (long long)change->enrolment_id, (long long)change->on_date,
                  STR_ARG(change->reason_code)));
    UseCase use_case = {name, RIGHT_REGISTER_WRITE, area_id, input};
    return app_write(ctx, app, &use_case, work, change, ret_reply);
}

Status enrolment_stop(Ctx *ctx, App *app, const EnrolmentChange *change, Reply *ret_reply) {
    return change_write(ctx, app, "enrolment_stop", change, stop_in_tx, ret_reply);
}

Status enrolment_suspend(Ctx *ctx, App *app, const EnrolmentChange *change, Reply *ret_reply) {
    return change_write(ctx, app, "enrolment_suspend", change, suspend_in_tx, ret_reply);
}

Status enrolment_resume(Ctx *ctx, App *app, const EnrolmentChange *change, Reply *ret_reply) {
    return change_write(ctx, app, "enrolment_resume", change, resume_in_tx, ret_reply);
}
