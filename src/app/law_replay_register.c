/* Replay over the register: for each person all months, against what stands in the books. */
#include "app/law_register.h"

#include "app/setup.h"

enum { MONTHS_MAX = 1200 };

typedef enum ReplayReason {
    REPLAY_ARREARS_UNPAID = 0, /* owed, and nothing was obligated */
    REPLAY_ARREARS_RAISED = 1, /* owed more than was obligated */
    REPLAY_OVERPAID = 2,       /* obligated more than owed */
    REPLAY_NOT_OWED = 3,       /* obligated, and nothing is owed */
    REPLAY_REASON_COUNT = 4
} ReplayReason;

static const char *const REASONS[] = {"ARREARS_UNPAID", "ARREARS_RAISED", "OVERPAID", "NOT_OWED"};

typedef struct ReplaySum {
    int64_t count;
    int64_t dong;
} ReplaySum;

typedef struct Replay {
    App *app;
    const LawReplay *ask;
    const TableOut *out;
    RegisterReader reader;
    DbCursor *obligated;
    bool has_obligated;
    int64_t months;
    ReplaySum sums[MONTHS_MAX][REPLAY_REASON_COUNT];
} Replay;

static const TableColumn PERSON_COLUMNS[] = {
    {"person_id", "Mã người hưởng", "Person", CELL_ID},
    {"period", "Tháng", "Month", CELL_PERIOD},
    {"owed_dong", "Được hưởng", "Owed", CELL_DONG},
    {"obligated_dong", "Đã tính chi", "Obligated", CELL_DONG},
    {"difference_dong", "Chênh lệch", "Difference", CELL_DONG},
    {"reason", "Lý do", "Reason", CELL_TEXT},
};

static const TableColumn SUM_COLUMNS[] = {
    {"period", "Tháng", "Month", CELL_PERIOD},
    {"reason", "Lý do", "Reason", CELL_TEXT},
    {"person_count", "Số người", "Persons", CELL_INT},
    {"difference_dong", "Chênh lệch", "Difference", CELL_DONG},
};

/* What was obligated for a month; the cursor moves in order of person and month. */
static Status obligated_take(Ctx *ctx, Replay *replay, int64_t person_id, int64_t period,
                             int64_t *ret_dong) {
    int64_t dong = 0;
    while (replay->has_obligated && (db_int64(replay->obligated, 0) < person_id ||
                                     (db_int64(replay->obligated, 0) == person_id &&
                                      db_int64(replay->obligated, 1) <= period))) {
        if (db_int64(replay->obligated, 0) == person_id &&
            db_int64(replay->obligated, 1) == period) {
            dong = db_int64(replay->obligated, 2);
        }
        TRY(db_next(ctx, replay->obligated, &replay->has_obligated));
    }
    *ret_dong = dong;
    return OK;
}

static ReplayReason reason_of(int64_t owed_dong, int64_t obligated_dong) {
    if (owed_dong > obligated_dong) {
        return obligated_dong == 0 ? REPLAY_ARREARS_UNPAID : REPLAY_ARREARS_RAISED;
    }
    return owed_dong == 0 ? REPLAY_NOT_OWED : REPLAY_OVERPAID;
}

static Status replay_month(Ctx *ctx, Replay *replay, const RegisterPerson *person, Period month,
                           ReplaySum *sums) {
    LawQuestion question = {
        .person = &person->law, .period = month, .known_at = replay->ask->known_at};
    LawAnswer answer;
    int64_t owed_dong = 0;
    int64_t obligated_dong = 0;
    Status status = law_answer(ctx, replay->app->law, &question, &answer);
    if (status == E_ENROLMENT_CATEGORY) {
        answer.amount_count = 0; /* held as undecided: nothing is owed yet */
    } else {
        TRY(status);
    }
    TRY(obligated_take(ctx, replay, person->person_id, month.number, &obligated_dong));
    for (size_t i = 0; i < answer.amount_count; i++) {
        owed_dong += answer.amounts[i].amount_dong;
    }
    if (owed_dong == obligated_dong) {
        return OK;
    }
    ReplayReason reason = reason_of(owed_dong, obligated_dong);
    sums[reason].count++;
    sums[reason].dong += owed_dong - obligated_dong;
    if (!replay->ask->persons) {
        return OK;
    }
    TableCell cells[] = {CELL_N(person->person_id),
                         CELL_N(month.number),
                         CELL_N(owed_dong),
                         CELL_N(obligated_dong),
                         CELL_N(owed_dong - obligated_dong),
                         CELL_T(str_of(REASONS[reason]))};
    return replay->out->row(ctx, replay->out->arg, cells, sizeof cells / sizeof cells[0]);
}

static Status replay_persons(Ctx *ctx, Replay *replay, RegisterPerson *person) {
    int64_t seen = 0;
    for (;;) { /* ends: the cursors only move forward */
        TRY(register_reader_next(ctx, replay->app->law, &replay->reader, person));
        if (person->person_id == INT64_MAX) {
            return OK;
        }
        Period month = replay->ask->from;
        for (int64_t i = 0; i < replay->months; i++, month = period_next(month)) {
            TRY(replay_month(ctx, replay, person, month, replay->sums[i]));
        }
        if (++seen % 65536 == 0) {
            ctx_progress(ctx, "law_replay", seen, 0);
        }
    }
}

static Status replay_sums(Ctx *ctx, const Replay *replay) {
    Period month = replay->ask->from;
    for (int64_t i = 0; i < replay->months; i++, month = period_next(month)) {
        for (int reason = 0; reason < REPLAY_REASON_COUNT; reason++) {
            const ReplaySum *sum = &replay->sums[i][reason];
            TableCell cells[] = {CELL_N(month.number), CELL_T(str_of(REASONS[reason])),
                                 CELL_N(sum->count), CELL_N(sum->dong)};
            if (sum->count > 0) {
                TRY(replay->out->row(ctx, replay->out->arg, cells, sizeof cells / sizeof cells[0]));
            }
        }
    }
    return OK;
}

static Status replay_run(Ctx *ctx, Replay *replay) {
    const TableOut *out = replay->out;
    RegisterPerson *person = NULL;
    const LawReplay *ask = replay->ask;
    TRY(ctx_alloc(ctx, sizeof *person, (void **)&person));
    TRY(register_reader_open(ctx, replay->app, ask->area_id, &replay->reader));
    TRY(db_query(ctx, replay->app->db, SQL_LAW_LIST_OBLIGATED,
                 DB_PARAMS(DB_I(ask->from.number), DB_I(ask->to.number)), &replay->obligated));
    TRY(db_next(ctx, replay->obligated, &replay->has_obligated));
    if (ask->persons) {
        TRY(out->begin(ctx, out->arg, "law_replay", PERSON_COLUMNS,
                       sizeof PERSON_COLUMNS / sizeof PERSON_COLUMNS[0]));
        TRY(replay_persons(ctx, replay, person));
    } else {
        TRY(replay_persons(ctx, replay, person));
        TRY(out->begin(ctx, out->arg, "law_replay", SUM_COLUMNS,
                       sizeof SUM_COLUMNS / sizeof SUM_COLUMNS[0]));
        TRY(replay_sums(ctx, replay));
    }
    return out->end(ctx, out->arg);
}

typedef struct ReplayArg {
    Replay *replay;
} ReplayArg;

static Status replay_in_read(Ctx *ctx, App *app, const void *arg) {
    Replay *replay = ((const ReplayArg *)arg)->replay;
    replay->app = app;
    Status status = replay_run(ctx, replay);
    register_reader_close(&replay->reader);
    db_cursor_close(&replay->obligated);
    return status;
}

Status law_replay_register(Ctx *ctx, App *app, const LawReplay *ask, const TableOut *out) {
    Replay *replay = NULL;
    TRY(ctx_alloc(ctx, sizeof *replay, (void **)&replay));
    replay->ask = ask;
    replay->out = out;
    replay->months = period_months_between(ask->from, ask->to) + 1;
    if (replay->months < 1 || replay->months > MONTHS_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "%lld months", (long long)replay->months);
    }
    ReplayArg arg = {replay};
    return app_read(ctx, app, RIGHT_REGISTER_READ, ask->area_id, replay_in_read, &arg);
}
