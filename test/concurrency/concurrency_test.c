/*
 * Two at once: approvers, releases, loads of one file, runs, a run while the register changes, a
 * closing while an answer comes. Exactly one wins; the other is told, or changes nothing.
 *
 * concurrency_test PROVIDER AUDIT ANSINH [PATTERN]
 */
#include "race.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/driver.h"

enum { PROCESSES = 4, EXIT_STATUS_BASE = 64 };

static const char *provider_program;
static const char *audit_program;
static const char *ansinh_program;
static int rounds;
static uint64_t seed;
static Month *shared; /* lived once; each race returns to its moment */

static Month *month_get(void) {
    if (shared == NULL) {
        shared = calloc(1, sizeof *shared);
        assert_non_null(shared);
        month_open(shared, DB_POSTGRES, provider_program, audit_program);
    }
    return shared;
}

static int month_drop(void **state) {
    (void)state;
    if (shared) {
        month_close(shared);
        free(shared);
    }
    return 0;
}

static Side side_of(const Month *month, const char *name, const char *request_key) {
    return (Side){month->calls[month_find(month, name)], request_key};
}

/* The same call twice: by two persons, each under a key of their own. */
static void race_twice(const char *name, bool loosely) {
    Month *month = month_get();
    Race race = {.month = month, .moment = month_find(month, name), .loosely = loosely};
    race.sides[0] = side_of(month, name, loosely ? "" : "first");
    race.sides[1] = side_of(month, name, loosely ? "" : "second");
    race_run(&race, rounds, seed);
}

static void two_runs_of_a_month_make_one_postgres(void **state) {
    (void)state;
    race_twice("compute", false);
}

static void two_approvals_make_one_postgres(void **state) {
    (void)state;
    race_twice("approve", false);
}

static void two_drawings_of_funds_draw_once_postgres(void **state) {
    (void)state;
    race_twice("prefund", false);
}

static void two_releases_make_one_postgres(void **state) {
    (void)state;
    race_twice("release", false);
}

static void two_sealings_make_the_same_files_once_postgres(void **state) {
    (void)state;
    race_twice("seal", true);
}

static void two_sendings_send_once_postgres(void **state) {
    (void)state;
    race_twice("send", true);
}

static void a_result_file_loaded_twice_at_once_applies_once_postgres(void **state) {
    (void)state;
    race_twice("pain.002-1", false);
}

static void two_closings_make_one_postgres(void **state) {
    (void)state;
    race_twice("hard", false);
}

/* A double click: one key, one effect, the same answer. */
static void one_request_sent_twice_at_once_has_one_effect_postgres(void **state) {
    (void)state;
    Month *month = month_get();
    Race race = {.month = month, .moment = month_find(month, "allot")};
    race.sides[0] = side_of(month, "allot", "one key");
    race.sides[1] = side_of(month, "allot", "one key");
    race_run(&race, rounds, seed);
    assert_true(picture_equal(&race.orders[0], &race.orders[1], NULL));
    assert_int_equal(race.order_status[0][1], OK);
}

static void race_two(const char *moment, Side first, Side second) {
    Month *month = month_get();
    Race race = {.month = month, .moment = month_find(month, moment), .sides = {first, second}};
    race_run(&race, rounds, seed);
    /* They do not stand in each other's way for good: late or not, each is done. */
    assert_int_equal(race.order_status[0][0], OK);
    assert_int_equal(race.order_status[1][1], OK);
}

static Status run_death(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)month;
    (void)call;
    EnrolmentChange death = {5, 0, 20260510, STR("DEATH")};
    return enrolment_stop(ctx, app, &death, reply);
}

static Status run_hold(Ctx *ctx, App *app, const Month *month, const Call *call, Reply *reply) {
    (void)month;
    (void)call;
    HoldSet hold = {6, STR("REVIEW")};
    return hold_place(ctx, app, &hold, reply);
}

static Side register_side(const char *name,
                          Status (*run)(Ctx *, App *, const Month *, const Call *, Reply *)) {
    const Month *month = month_get();
    Side side = {.call = {.run = run, .user_id = month->province.maker, .day = 20260701},
                 .request_key = "register"};
    snprintf(side.call.name, sizeof side.call.name, "%s", name);
    return side;
}

static void a_run_sees_a_death_entered_meanwhile_or_does_not_postgres(void **state) {
    (void)state;
    race_two("compute", side_of(month_get(), "compute", "run"), register_side("death", run_death));
}

static void a_hold_placed_during_the_release_stops_the_money_or_comes_late_postgres(void **state) {
    (void)state;
    race_two("release", side_of(month_get(), "release", "release"),
             register_side("hold", run_hold));
}

static void two_answers_at_once_are_both_taken_in_postgres(void **state) {
    (void)state;
    const Month *month = month_get();
    race_two("pain.002-1", side_of(month, "pain.002-1", "first"),
             side_of(month, "csv-1", "second"));
}

/* Before the lock it is booked in June, after it in July. */
static void an_answer_during_the_closing_is_booked_before_or_after_it_postgres(void **state) {
    (void)state;
    const Month *month = month_get();
    race_two("camt.054-1", side_of(month, "hard", "close"), side_of(month, "camt.054-1", "answer"));
}

/* ---- processes ---- */

/* A process of its own: its connection, its call; its exit code tells the class of the outcome. */
static pid_t process_start(const Month *month, const Call *call, int number) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0) {
        return child;
    }
    char key[32];
    int64_t now_us = clock_at_day(call->day, 8);
    App app = month->province.app;
    Reply reply;
    snprintf(key, sizeof key, "process %d", number);
    Ctx ctx = {.arena = arena_new(HARNESS_ARENA_BYTES),
               .clock = clock_manual(&now_us),
               .user_id = call->user_id,
               .request_key = str_of(key)};
    Status status =
        db_open(&ctx, str_of(month->province.h->address), (DbOptions){.create = false}, &app.db);
    if (status == OK) {
        status = call->run(&ctx, &app, month, call, &reply);
        db_close(&app.db);
    }
    _exit(EXIT_STATUS_BASE + status_exit_code(status));
}

static void processes_race(const char *name, int wanted_done) {
    Month *month = month_get();
    size_t i = month_find(month, name);
    pid_t children[PROCESSES];
    Picture seen;
    int done = 0;
    month_return_to(month, i);
    for (int n = 0; n < PROCESSES; n++) {
        children[n] = process_start(month, &month->calls[i], n);
    }
    for (int n = 0; n < PROCESSES; n++) {
        int status = 0;
        assert_int_equal(waitpid(children[n], &status, 0), children[n]);
        assert_true(WIFEXITED(status));
        int code = WEXITSTATUS(status) - EXIT_STATUS_BASE;
        assert_in_range(code, 0, 1); /* done or refused; no conflict comes through, no fault */
        done += code == 0;
    }
    assert_int_equal(done, wanted_done);
    month_look(month, &seen);
    if (wanted_done == 1) { /* the effect of one; only its key is another one */
        assert_true(picture_equal(&seen, &month->calls[i].after, "request"));
    }
    month_audit(month);
}

static void of_four_processes_one_makes_the_list_postgres(void **state) {
    (void)state;
    processes_race("compute", 1);
}

static void of_four_processes_one_approves_postgres(void **state) {
    (void)state;
    processes_race("approve", 1);
}

static void of_four_processes_one_releases_postgres(void **state) {
    (void)state;
    processes_race("release", 1);
}

static void of_four_processes_that_load_a_file_one_applies_it_postgres(void **state) {
    (void)state;
    processes_race("csv-1", PROCESSES); /* the others answer that the file came before */
}

/* ---- SQLite: one process holds the database ---- */

static void a_second_program_is_refused_with_a_clear_word_sqlite(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    char output[HARNESS_ADDRESS_MAX + 16];
    char text[1024] = {0};
    snprintf(output, sizeof output, "%s/output", h->folder);
    const char *argv[] = {ansinh_program, "payroll", "compute", "--db", h->address,
                          "--as",         "maker",   "--area",  "14",   "--period",
                          "2026-06",      "--lang",  "en",      NULL};
    assert_int_equal(program_run(argv, output), status_exit_code(E_DB_LOCKED));
    FILE *file = fopen(output, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    assert_non_null(strstr(text, status_sentence(E_DB_LOCKED, LANGUAGE_EN)));
    harness_close(&h);
}

static void a_second_connection_of_the_same_process_is_refused_sqlite(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    Db *second = NULL;
    ASSERT_STATUS(&h->ctx, E_DB_LOCKED,
                  db_open(&h->ctx, str_of(h->address), (DbOptions){.create = false}, &second));
    assert_null(second);
    harness_begin(h); /* the first one is none the worse for it */
    int64_t first = 0;
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 1, &first));
    harness_commit(h);
    harness_close(&h);
}

/* The auditor reads the last commit while a transaction is open; it waits for nobody. */
static void a_reader_is_served_while_a_write_is_under_way_sqlite(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    Db *reader = NULL;
    int64_t first = 0;
    int64_t again = 0;
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 1, &first));
    ASSERT_OK(&h->ctx,
              db_open(&h->ctx, str_of(h->address), (DbOptions){.read_only = true}, &reader));
    Eye eye = {.sqlite = NULL};
    Picture before;
    Picture after;
    eye_look(&eye, h, &before);
    harness_commit(h);
    eye_look(&eye, h, &after);
    assert_false(picture_equal_quietly(&before, &after));
    eye_close(&eye);
    db_close(&reader);
    harness_begin(h);
    ASSERT_OK(&h->ctx, db_take_ids(&h->ctx, h->db, STR("person"), 1, &again));
    assert_int_equal(again, first + 1);
    harness_commit(h);
    harness_close(&h);
}

/* The lock dies with its process, and what was not committed with it. */
static void a_killed_holder_leaves_the_database_free_sqlite(void **state) {
    (void)state;
    DbHarness *h = harness_open(DB_SQLITE);
    int ready[2];
    char byte = 0;
    Picture before;
    Picture after;
    Eye eye = {.sqlite = NULL};
    eye_look(&eye, h, &before);
    eye_close(&eye);
    db_close(&h->db);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int64_t first = 0;
        Status status = db_open(&h->ctx, str_of(h->address), (DbOptions){.create = false}, &h->db);
        if (status == OK && db_begin(&h->ctx, h->db, DB_TX_WRITE) == OK &&
            db_take_ids(&h->ctx, h->db, STR("person"), 7, &first) == OK) {
            status = write(ready[1], "x", 1) == 1 ? OK : E_BUG;
        }
        for (;;) { /* ends: it is killed */
            pause();
        }
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    ASSERT_STATUS(&h->ctx, E_DB_LOCKED,
                  db_open(&h->ctx, str_of(h->address), (DbOptions){.create = false}, &h->db));
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    ASSERT_OK(&h->ctx, db_open(&h->ctx, str_of(h->address), (DbOptions){.create = false}, &h->db));
    eye_look(&eye, h, &after);
    assert_true(picture_equal(&before, &after, NULL));
    eye_close(&eye);
    close(ready[0]);
    close(ready[1]);
    harness_close(&h);
}

static int64_t number_of(const char *variable, int64_t otherwise) {
    int64_t number = otherwise;
    const char *text = getenv(variable);
    if (text) {
        (void)str_to_int64(str_of(text), &number);
    }
    return number;
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_program_is_refused_with_a_clear_word_sqlite),
        cmocka_unit_test(a_second_connection_of_the_same_process_is_refused_sqlite),
        cmocka_unit_test(a_reader_is_served_while_a_write_is_under_way_sqlite),
        cmocka_unit_test(a_killed_holder_leaves_the_database_free_sqlite),
        cmocka_unit_test(two_runs_of_a_month_make_one_postgres),
        cmocka_unit_test(two_approvals_make_one_postgres),
        cmocka_unit_test(two_drawings_of_funds_draw_once_postgres),
        cmocka_unit_test(two_releases_make_one_postgres),
        cmocka_unit_test(two_sealings_make_the_same_files_once_postgres),
        cmocka_unit_test(two_sendings_send_once_postgres),
        cmocka_unit_test(a_result_file_loaded_twice_at_once_applies_once_postgres),
        cmocka_unit_test(two_closings_make_one_postgres),
        cmocka_unit_test(one_request_sent_twice_at_once_has_one_effect_postgres),
        cmocka_unit_test(a_run_sees_a_death_entered_meanwhile_or_does_not_postgres),
        cmocka_unit_test(a_hold_placed_during_the_release_stops_the_money_or_comes_late_postgres),
        cmocka_unit_test(two_answers_at_once_are_both_taken_in_postgres),
        cmocka_unit_test(an_answer_during_the_closing_is_booked_before_or_after_it_postgres),
        cmocka_unit_test(of_four_processes_one_makes_the_list_postgres),
        cmocka_unit_test(of_four_processes_one_approves_postgres),
        cmocka_unit_test(of_four_processes_one_releases_postgres),
        cmocka_unit_test(of_four_processes_that_load_a_file_one_applies_it_postgres),
    };
    if (argc < 4) {
        fprintf(stderr, "concurrency_test PROVIDER AUDIT ANSINH [PATTERN]\n");
        return 2;
    }
    provider_program = argv[1];
    audit_program = argv[2];
    ansinh_program = argv[3];
    rounds = (int)number_of("ANSINH_RACE_ROUNDS", 8);
    seed = (uint64_t)number_of("ANSINH_RACE_SEED", 1);
    print_message("# %d rounds of each race from seed %llu\n", rounds, (unsigned long long)seed);
    if (argc > 4) {
        cmocka_set_test_filter(argv[4]);
    }
    harness_filter();
    return cmocka_run_group_tests(tests, NULL, month_drop);
}
