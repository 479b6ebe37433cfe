#include "race.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { SIDE_ARENA_BYTES = 64 << 20, LOOK_EVERY_NS = 500000, WAIT_MAX_US = 300 };

/* A runner: one thread, one connection, one call. */
typedef struct Runner {
    const Month *month;
    const Side *side;
    Ctx ctx;
    App app;
    int64_t now_us;
    Status status;
} Runner;

typedef enum Mode {
    MODE_ONE_WITHIN_THE_OTHER, /* the second runs while the first stands at one of its points */
    MODE_BOTH_RUN              /* both run, each now and then held up for a moment */
} Mode;

/* What the two threads tell each other; `lock` guards it. */
typedef struct Meeting {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool second_may_run;
    bool second_is_done;
    Mode mode;
    long stop_at; /* the point at which the first stands */
    long seen;
    PGconn *watcher;
    uint64_t randoms[2];
    Runner runners[2];
} Meeting;

static uint64_t random_next(uint64_t *state) { /* xorshift64 */
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* ---- one side ---- */

static void runner_open(Runner *runner, const Race *race, int i) {
    const DbHarness *h = race->month->province.h;
    *runner = (Runner){.month = race->month, .side = &race->sides[i]};
    runner->now_us = clock_at_day(runner->side->call.day, 8);
    runner->ctx = (Ctx){.arena = arena_new(SIDE_ARENA_BYTES),
                        .clock = clock_manual(&runner->now_us),
                        .language = LANGUAGE_EN,
                        .user_id = runner->side->call.user_id,
                        .request_key = str_of(runner->side->request_key)};
    assert_non_null(runner->ctx.arena);
    runner->app = race->month->province.app;
    runner->app.db = NULL;
    ASSERT_OK(&runner->ctx, db_open(&runner->ctx, str_of(h->address), (DbOptions){.create = false},
                                    &runner->app.db));
}

static void runner_close(Runner *runner) {
    db_close(&runner->app.db);
    arena_free(&runner->ctx.arena);
}

static void runner_run(Runner *runner) {
    Reply reply;
    const Call *call = &runner->side->call;
    runner->status = call->run(&runner->ctx, &runner->app, runner->month, call, &reply);
}

/* ---- the meeting ---- */

/* Whether a connection waits for a row or a key that another one holds. */
static bool somebody_waits(PGconn *watcher) {
    PGresult *result =
        PQexec(watcher, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                        " AND wait_event_type = 'Lock'");
    bool waits = PQntuples(result) > 0;
    PQclear(result);
    return waits;
}

/* The first stands still until the second has ended, or waits for what the first holds. */
static void let_the_second_run(Meeting *meeting) {
    pthread_mutex_lock(&meeting->lock);
    meeting->second_may_run = true;
    pthread_cond_broadcast(&meeting->changed);
    while (!meeting->second_is_done && !somebody_waits(meeting->watcher)) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += LOOK_EVERY_NS;
        if (until.tv_nsec >= 1000000000) {
            until.tv_sec++;
            until.tv_nsec -= 1000000000;
        }
        pthread_cond_timedwait(&meeting->changed, &meeting->lock, &until);
    }
    pthread_mutex_unlock(&meeting->lock);
}

static Status first_reached(void *arg, DbPoint point) {
    Meeting *meeting = arg;
    (void)point;
    if (++meeting->seen == meeting->stop_at) {
        let_the_second_run(meeting);
    }
    return OK;
}

/* Holds a side up for a random moment, at one point of eight. */
static Status hold_up(void *arg, DbPoint point) {
    uint64_t *random = arg;
    (void)point;
    if (random_next(random) % 8 == 0) {
        struct timespec moment = {0, (long)(random_next(random) % WAIT_MAX_US) * 1000};
        nanosleep(&moment, NULL);
    }
    return OK;
}

static void *second_main(void *arg) {
    Meeting *meeting = arg;
    pthread_mutex_lock(&meeting->lock);
    while (!meeting->second_may_run) {
        pthread_cond_wait(&meeting->changed, &meeting->lock);
    }
    pthread_mutex_unlock(&meeting->lock);
    runner_run(&meeting->runners[1]);
    pthread_mutex_lock(&meeting->lock);
    meeting->second_is_done = true;
    pthread_cond_broadcast(&meeting->changed);
    pthread_mutex_unlock(&meeting->lock);
    return NULL;
}

static void probes_set(Meeting *meeting) {
    if (meeting->mode == MODE_ONE_WITHIN_THE_OTHER) {
        db_set_probe(meeting->runners[0].app.db, (DbProbe){first_reached, meeting});
        return;
    }
    for (int i = 0; i < 2; i++) {
        db_set_probe(meeting->runners[i].app.db, (DbProbe){hold_up, &meeting->randoms[i]});
    }
}

static void meet(Race *race, Status ret_status[2]) {
    Meeting meeting = {.mode = random_next(&race->random) % 4 == 0 ? MODE_BOTH_RUN
                                                                   : MODE_ONE_WITHIN_THE_OTHER};
    pthread_t second;
    pthread_mutex_init(&meeting.lock, NULL);
    pthread_cond_init(&meeting.changed, NULL);
    meeting.stop_at = 1 + (long)(random_next(&race->random) % (uint64_t)race->points);
    meeting.second_may_run = meeting.mode == MODE_BOTH_RUN;
    meeting.watcher = PQconnectdb(race->month->province.h->address);
    assert_int_equal(PQstatus(meeting.watcher), CONNECTION_OK);
    for (int i = 0; i < 2; i++) {
        meeting.randoms[i] = random_next(&race->random);
        runner_open(&meeting.runners[i], race, i);
    }
    probes_set(&meeting);
    assert_int_equal(pthread_create(&second, NULL, second_main, &meeting), 0);
    runner_run(&meeting.runners[0]);
    let_the_second_run(
        &meeting); /* if the first ended before its point: a repeated try is shorter */
    assert_int_equal(pthread_join(second, NULL), 0);
    for (int i = 0; i < 2; i++) {
        ret_status[i] = meeting.runners[i].status;
        runner_close(&meeting.runners[i]);
    }
    PQfinish(meeting.watcher);
    pthread_mutex_destroy(&meeting.lock);
    pthread_cond_destroy(&meeting.changed);
}

/* ---- the two orders ---- */

static Status count_point(void *arg, DbPoint point) {
    (void)point;
    ++*(long *)arg;
    return OK;
}

static void order_live(Race *race, int order) {
    month_return_to(race->month, race->moment);
    for (int turn = 0; turn < 2; turn++) {
        int i = turn ^ order;
        long points = 0;
        Runner runner;
        runner_open(&runner, race, i);
        db_set_probe(runner.app.db, (DbProbe){count_point, &points});
        runner_run(&runner);
        race->order_status[order][i] = runner.status;
        if (turn == 0) {
            assert_int_equal(runner.status, OK); /* alone, each of them passes */
        }
        if (i == 0 && turn == 0) {
            race->points = points;
        }
        runner_close(&runner);
    }
    month_look(race->month, &race->orders[order]);
}

static bool is_order(const Race *race, const Picture *seen, const Status status[2], int order) {
    return status[0] == race->order_status[order][0] && status[1] == race->order_status[order][1] &&
           picture_equal_quietly(seen, &race->orders[order]);
}

/* Whole, and once: what is left of parts when all is done again alone is nothing. */
static bool is_whole(const Race *race, const Status status[2]) {
    Runner runner;
    if (status[0] != OK && status[1] != OK) {
        return false;
    }
    runner_open(&runner, race, 0);
    runner_run(&runner);
    bool whole = runner.status == OK;
    runner_close(&runner);
    month_check_files(race->month, race->moment + 1);
    return whole;
}

void race_run(Race *race, int rounds, uint64_t seed) {
    order_live(race, 0);
    order_live(race, 1);
    assert_true(race->points > 5);
    for (int round = 0; round < rounds; round++) {
        Status status[2] = {OK, OK};
        Picture seen;
        race->random = (seed + (uint64_t)round) * UINT64_C(0x9E3779B97F4A7C15) + 1;
        month_return_to(race->month, race->moment);
        meet(race, status);
        month_look(race->month, &seen);
        bool holds = race->loosely
                         ? is_whole(race, status)
                         : is_order(race, &seen, status, 0) || is_order(race, &seen, status, 1);
        if (!holds) {
            print_error("%s and %s, seed %llu: %s and %s\n", race->sides[0].call.name,
                        race->sides[1].call.name, (unsigned long long)(seed + (uint64_t)round),
                        status_name(status[0]), status_name(status[1]));
            for (int order = 0; order < 2; order++) {
                print_error("one order ends with %s and %s; beside it:\n",
                            status_name(race->order_status[order][0]),
                            status_name(race->order_status[order][1]));
                (void)picture_equal(&seen, &race->orders[order], NULL);
            }
            fail();
        }
    }
    month_audit(race->month);
}
