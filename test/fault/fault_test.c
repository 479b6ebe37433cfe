/*
 * What if this very statement, row, allocation, or call to a file fails? Each of them, one after
 * the other, for each call of a month, on both engines.
 *
 * A call that fails says so in the right class and leaves the world as it was: the picture of all
 * rows is the same. (A call which commits in parts, sealing and sending, goes on when it is begun
 * again.) After hundreds of failures over one connection the same call passes, and the world is the
 * one of a life without failures: rows, files, the digest of the books, a clean audit.
 *
 * fault_test PROVIDER AUDIT [PATTERN]   the two programs, and which tests to run
 */
#include "month_fixture.h"
#include "wrap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum FaultKind {
    FAULT_STATEMENT,   /* the database fails at a statement */
    FAULT_ROW,         /* ... at a row */
    FAULT_CONFLICT,    /* another writer wins: the transaction is run again */
    FAULT_LOST_COMMIT, /* it is on the disk, and its acknowledgement is lost */
    FAULT_ARENA,       /* the cap on memory is reached */
    FAULT_HEAP,        /* the machine has no memory */
    FAULT_FILE,        /* a call to a file fails */
    FAULT_DISK_FULL,   /* from that call on nothing more can be written */
    FAULT_SHORT_WRITE, /* write() takes less than it was given */
    FAULT_KINDS
} FaultKind;

typedef struct Fault {
    FaultKind kind;
    StatusClass wanted; /* of the call that met it; STATUS_OK = it goes on as if nothing were */
    DbPoint point;
    Status status; /* what the database says */
    WrapKind wrap;
    long at_least; /* points that a month has */
    bool strides;  /* on PostgreSQL */
} Fault;

static const Fault FAULTS[FAULT_KINDS] = {
    [FAULT_STATEMENT] = {.kind = FAULT_STATEMENT,
                         .wanted = STATUS_FAULT,
                         .point = DB_POINT_STATEMENT,
                         .status = E_DB_FAULT,
                         .at_least = 500},
    [FAULT_ROW] = {.kind = FAULT_ROW,
                   .wanted = STATUS_FAULT,
                   .point = DB_POINT_ROW,
                   .status = E_DB_FAULT,
                   .at_least = 800,
                   .strides = true},
    [FAULT_CONFLICT] = {.kind = FAULT_CONFLICT,
                        .wanted = STATUS_OK,
                        .point = DB_POINT_STATEMENT,
                        .status = E_DB_CONFLICT,
                        .at_least = 500,
                        .strides = true},
    [FAULT_LOST_COMMIT] = {.kind = FAULT_LOST_COMMIT,
                           .wanted = STATUS_FAULT,
                           .point = DB_POINT_COMMITTED,
                           .status = E_DB_FAULT,
                           .at_least = 40},
    [FAULT_ARENA] = {.kind = FAULT_ARENA,
                     .wanted = STATUS_REFUSED,
                     .wrap = WRAP_ARENA,
                     .at_least = 1500,
                     .strides = true},
    [FAULT_HEAP] = {.kind = FAULT_HEAP,
                    .wanted = STATUS_REFUSED,
                    .wrap = WRAP_HEAP,
                    .at_least = 500},
    [FAULT_FILE] = {.kind = FAULT_FILE,
                    .wanted = STATUS_FAULT,
                    .wrap = WRAP_FILE,
                    .at_least = 400,
                    .strides = true},
    [FAULT_DISK_FULL] = {.kind = FAULT_DISK_FULL,
                         .wanted = STATUS_FAULT,
                         .wrap = WRAP_DISK_FULL,
                         .at_least = 250,
                         .strides = true},
    [FAULT_SHORT_WRITE] = {.kind = FAULT_SHORT_WRITE,
                           .wanted = STATUS_OK,
                           .wrap = WRAP_SHORT,
                           .at_least = 10},
};

enum {
    AGAIN_EVERY = 8, /* a world left as it was is also walked on from, at every so manyeth point */
    /*
     * On PostgreSQL a copy of the world takes a tenth of a second; where a fault leads to one each
     * time, or has nothing to do with the engine, only every so manyeth point is tried there.
     */
    POSTGRES_STRIDE = 7
};

typedef struct Probe {
    DbPoint point;
    long left;
    Status status;
} Probe;

typedef struct Life {
    Month *month;
    const Fault *fault;
    Probe probe;
    long points; /* met in all calls */
} Life;

/* Months are lived once per engine and returned to by each test. */
static Month *months[3];
static const char *provider_program;
static const char *audit_program;

static Month *month_of(DbEngine engine) {
    if (months[engine] == NULL) {
        months[engine] = calloc(1, sizeof(Month));
        assert_non_null(months[engine]);
        month_open(months[engine], engine, provider_program, audit_program);
    }
    return months[engine];
}

static int months_close(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++) {
        if (months[i]) {
            month_close(months[i]);
            free(months[i]);
        }
    }
    return 0;
}

/* ---- arming ---- */

static Status probe_reached(void *arg, DbPoint point) {
    Probe *probe = arg;
    if (point != probe->point || probe->left == 0) {
        return OK;
    }
    return --probe->left == 0 ? probe->status : OK;
}

static void arm(Life *life, long nth) {
    const Fault *fault = life->fault;
    if (fault->wrap != WRAP_NOTHING) {
        wrap_arm(fault->wrap, nth);
        return;
    }
    life->probe = (Probe){fault->point, nth, fault->status};
    db_set_probe(life->month->province.app.db, (DbProbe){probe_reached, &life->probe});
}

/* True when the n-th point was reached. */
static bool disarm(Life *life) {
    if (life->fault->wrap != WRAP_NOTHING) {
        return wrap_disarm();
    }
    db_set_probe(life->month->province.app.db, (DbProbe){.reached = NULL});
    return life->probe.left == 0;
}

/* ---- judging ---- */

/* Tells where, when something is not as it must be. */
static void must(bool holds, const Life *life, size_t i, long nth, const char *what) {
    if (!holds) {
        print_error("%s, point %ld: %s\n", life->month->calls[i].name, nth, what);
        fail();
    }
}

static void must_be_after(const Life *life, size_t i, long nth) {
    const Call *call = &life->month->calls[i];
    Picture seen;
    month_look(life->month, &seen);
    /* Begun again, a call of parts makes other changes with the same effect: by recovery. */
    must(picture_equal(&seen, &call->after, call->in_parts ? "change" : NULL), life, i, nth,
         "not the world of an undisturbed call");
}

/*
 * The world that a call made is given up for the one before it. A call that is one transaction has
 * put at most an original into the store, where the next try finds it.
 */
static void go_back(const Life *life, size_t i) {
    if (life->month->calls[i].in_parts) {
        month_check_files(life->month, i + 1);
        month_return_to(life->month, i);
    } else {
        month_return_database_to(life->month, i);
    }
}

/* The same call again, undisturbed, brings the world to where it should be. */
static void must_pass_again(const Life *life, size_t i, long nth) {
    Failure failure = {.status = OK};
    Status status = month_call(life->month, i, &failure);
    if (status != OK) {
        print_error("%s: %s (%s:%d)\n", status_name(status), failure.detail, failure.source_file,
                    failure.source_line);
    }
    must(status == OK, life, i, nth, "does not pass afterwards");
    must_be_after(life, i, nth);
    go_back(life, i);
}

static void must_say_so(const Life *life, size_t i, long nth, Status status,
                        const Failure *failure) {
    const Fault *fault = life->fault;
    bool right = status_class(status) == fault->wanted && status == failure->status;
    if (fault->wrap == WRAP_ARENA || fault->wrap == WRAP_HEAP) {
        right = right && status == E_MEMORY_LIMIT;
    } else if (fault->wrap == WRAP_NOTHING) {
        right = right && status == fault->status;
    }
    if (!right) {
        print_error("%s: %s (%s:%d)\n", status_name(status), failure->detail, failure->source_file,
                    failure->source_line);
    }
    must(right, life, i, nth, "ends in another way than it should");
}

/* A call met the fault. True when the world is still the one before it. */
static bool judge(const Life *life, size_t i, long nth, Status status, const Failure *failure,
                  const Picture *before) {
    const Call *call = &life->month->calls[i];
    FaultKind kind = life->fault->kind;
    Picture seen;
    if (status == OK) { /* what was lost was of no use, or was done again */
        must_be_after(life, i, nth);
        go_back(life, i);
        return false;
    }
    if (kind == FAULT_CONFLICT && status == E_DB_CONFLICT) {
        /* A reading transaction is not repeated by itself: try again. */
    } else {
        must_say_so(life, i, nth, status, failure);
    }
    month_look(life->month, &seen);
    if (picture_equal_quietly(&seen, before)) {
        return true;
    }
    /* What is on the disk and was not acknowledged is answered by its request key. */
    must(call->in_parts || kind == FAULT_LOST_COMMIT, life, i, nth, "something half done was left");
    must(call->in_parts || picture_equal(&seen, &call->after, NULL), life, i, nth,
         "a commit without acknowledgement is not whole");
    must_pass_again(life, i, nth);
    return false;
}

static void call_try(Life *life, size_t i) {
    Picture before;
    month_look(life->month, &before);
    long stride = life->fault->strides && life->month->province.h->engine == DB_POSTGRES
                      ? POSTGRES_STRIDE
                      : 1;
    for (long nth = 1;; nth += stride) { /* ends: a call has so many points */
        Ctx ctx = month_ctx(life->month, i);
        arm(life, nth);
        Status status = month_run(&ctx, life->month, &life->month->province.app, i);
        bool reached = disarm(life);
        Failure failure = ctx.failure;
        month_ctx_done(&ctx);
        if (!reached) {
            must(status == OK, life, i, nth, "fails without a fault");
            must_be_after(life, i, nth);
            month_check_files(life->month, i + 1);
            return;
        }
        life->points += stride;
        if (judge(life, i, nth, status, &failure, &before) && nth % (AGAIN_EVERY * stride) == 1) {
            must_pass_again(life, i, nth);
        }
    }
}

static void life_live(DbEngine engine, FaultKind kind) {
    Life life = {.month = month_of(engine), .fault = &FAULTS[kind]};
    month_return_to(life.month, 0);
    for (size_t i = 0; i < life.month->call_count; i++) {
        long before = life.points;
        if (life.month->calls[i].is_tried) {
            call_try(&life, i);
        } else {
            Failure failure;
            assert_int_equal(month_call(life.month, i, &failure), OK);
        }
        print_message("# %s: %ld points\n", life.month->calls[i].name, life.points - before);
    }
    month_check_end(life.month);
    print_message("# %ld points\n", life.points);
    assert_true(life.points >= life.fault->at_least);
}

static void no_statement_that_fails_leaves_anything_half_done(DbEngine engine) {
    life_live(engine, FAULT_STATEMENT);
}
BOTH_ENGINES(no_statement_that_fails_leaves_anything_half_done)

static void no_row_that_fails_leaves_anything_half_done(DbEngine engine) {
    life_live(engine, FAULT_ROW);
}
BOTH_ENGINES(no_row_that_fails_leaves_anything_half_done)

static void a_lost_race_at_any_statement_is_run_again(DbEngine engine) {
    life_live(engine, FAULT_CONFLICT);
}
BOTH_ENGINES(a_lost_race_at_any_statement_is_run_again)

static void a_commit_without_acknowledgement_is_answered_from_the_store(DbEngine engine) {
    life_live(engine, FAULT_LOST_COMMIT);
}
BOTH_ENGINES(a_commit_without_acknowledgement_is_answered_from_the_store)

static void memory_may_reach_its_cap_anywhere(DbEngine engine) {
    life_live(engine, FAULT_ARENA);
}
BOTH_ENGINES(memory_may_reach_its_cap_anywhere)

static void the_machine_may_run_out_of_memory_anywhere(DbEngine engine) {
    life_live(engine, FAULT_HEAP);
}
BOTH_ENGINES(the_machine_may_run_out_of_memory_anywhere)

static void any_call_to_a_file_may_fail(DbEngine engine) {
    life_live(engine, FAULT_FILE);
}
BOTH_ENGINES(any_call_to_a_file_may_fail)

static void the_disk_may_be_full_from_any_moment_on(DbEngine engine) {
    life_live(engine, FAULT_DISK_FULL);
}
BOTH_ENGINES(the_disk_may_be_full_from_any_moment_on)

static void a_short_write_goes_on(DbEngine engine) {
    life_live(engine, FAULT_SHORT_WRITE);
}
BOTH_ENGINES(a_short_write_goes_on)

/* The undisturbed lives, to which all others are compared. */
static void both_engines_live_the_same_month_postgres(void **state) {
    (void)state;
    assert_string_equal(month_of(DB_SQLITE)->books, month_of(DB_POSTGRES)->books);
    assert_int_equal(month_of(DB_SQLITE)->call_count, month_of(DB_POSTGRES)->call_count);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_engines_live_the_same_month_postgres),
        BOTH_TESTS(no_statement_that_fails_leaves_anything_half_done),
        BOTH_TESTS(no_row_that_fails_leaves_anything_half_done),
        BOTH_TESTS(a_lost_race_at_any_statement_is_run_again),
        BOTH_TESTS(a_commit_without_acknowledgement_is_answered_from_the_store),
        BOTH_TESTS(memory_may_reach_its_cap_anywhere),
        BOTH_TESTS(the_machine_may_run_out_of_memory_anywhere),
        BOTH_TESTS(any_call_to_a_file_may_fail),
        BOTH_TESTS(the_disk_may_be_full_from_any_moment_on),
        BOTH_TESTS(a_short_write_goes_on),
    };
    if (argc < 3) {
        fprintf(stderr, "fault_test PROVIDER AUDIT [PATTERN]\n");
        return 2;
    }
    provider_program = argv[1];
    audit_program = argv[2];
    if (argc > 3) {
        cmocka_set_test_filter(argv[3]);
    }
    harness_filter();
    return cmocka_run_group_tests(tests, NULL, months_close);
}
