/*
 * Two months of a small province, worked by hand (standard 500,000 in June 2026, 540,000 in July),
 * on both engines: who is in, what is owed and why it changed, who may approve, and that the books
 * close.
 */
#include "payroll_fixture.h"

#include <stdio.h>
#include <string.h>

enum { PERSON_MAX = 64 };

/* What a table of a payroll says, person by person. */
typedef struct Said {
    char reason[PERSON_MAX][24];
    int64_t before[PERSON_MAX];
    int64_t now[PERSON_MAX];
    int64_t sum_before;
    int64_t sum_now;
    size_t count;
} Said;

static Status said_begin(Ctx *ctx, void *arg, const char *name, const TableColumn *columns,
                         size_t count) {
    (void)ctx;
    (void)name;
    (void)columns;
    (void)count;
    memset(arg, 0, sizeof(Said));
    return OK;
}

static Status said_end(Ctx *ctx, void *arg) {
    (void)ctx;
    (void)arg;
    return OK;
}

static void said_put(Said *said, int64_t person_id, Str reason, int64_t before, int64_t now) {
    assert_true(person_id > 0 && person_id < PERSON_MAX);
    assert_true(reason.len < sizeof said->reason[0]);
    assert_int_equal(said->reason[person_id][0], 0); /* one reason for each person */
    memcpy(said->reason[person_id], reason.ptr, reason.len);
    said->before[person_id] = before;
    said->now[person_id] = now;
    said->sum_before += before;
    said->sum_now += now;
    said->count++;
}

static Status difference_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    (void)ctx;
    assert_int_equal(count, 5);
    said_put(arg, cells[0].number, cells[2].text, cells[3].number, cells[4].number);
    return OK;
}

static Status held_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    (void)ctx;
    assert_int_equal(count, 5);
    said_put(arg, cells[0].number, cells[3].text, 0, cells[4].number);
    return OK;
}

static Said differences(Province *p, int64_t payroll_id) {
    Said said;
    TableOut out = {&said, said_begin, difference_row, said_end};
    ASSERT_OK(&p->h->ctx, payroll_list_difference(&p->h->ctx, &p->app, payroll_id, &out));
    return said;
}

static Said held(Province *p, int64_t payroll_id) {
    Said said;
    TableOut out = {&said, said_begin, held_row, said_end};
    ASSERT_OK(&p->h->ctx, payroll_list_held(&p->h->ctx, &p->app, payroll_id, &out));
    return said;
}

static int64_t open_cases(Province *p, int64_t person_id, int64_t *ret_dong) {
    int64_t count = 0;
    bool has_row = false;
    DbCursor *cursor = NULL;
    *ret_dong = 0;
    harness_begin(p->h);
    ASSERT_OK(&p->h->ctx, db_query(&p->h->ctx, p->app.db, SQL_PAYMENT_CASE_LIST_OPEN,
                                   DB_PARAMS(DB_I(0), DB_I(1000)), &cursor));
    for (;;) {
        ASSERT_OK(&p->h->ctx, db_next(&p->h->ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (db_int64(cursor, 1) == person_id) {
            count++;
            *ret_dong += db_int64(cursor, 4);
        }
    }
    db_cursor_close(&cursor);
    harness_rollback(p->h);
    return count;
}

static void june(Province *p, Reply *ret_reply) {
    ASSERT_OK(&p->h->ctx, province_compute(p, JUNE, 1, ret_reply));
}

static void june_lists_everybody_with_a_right(DbEngine engine) {
    Province p;
    Reply reply;
    province_open(&p, engine);
    june(&p, &reply);
    int64_t payroll_id = reply_int(&reply, "payroll_id");
    assert_int_equal(reply_int(&reply, "eligible_count"), 28);
    assert_int_equal(reply_int(&reply, "held_count"), 5);
    assert_int_equal(reply_int(&reply, "obligated_count"), 23);
    assert_int_equal(reply_int(&reply, "line_count"), 27);
    assert_int_equal(reply_int(&reply, "total_dong"), 20750000);
    assert_int_equal(reply_int(&reply, "previous_dong"), 0);
    Said reasons = held(&p, payroll_id);
    assert_int_equal(reasons.count, 5);
    assert_string_equal(reasons.reason[21], "NO_ACCOUNT");
    assert_string_equal(reasons.reason[22], "MANDATE_EXPIRED");
    assert_string_equal(reasons.reason[23], "MANDATE_CAP");
    assert_string_equal(reasons.reason[24], "REVIEW");
    assert_string_equal(reasons.reason[25], "LAW_UNDECIDED");
    assert_int_equal(reasons.now[21], 750000); /* owed, though held */
    assert_int_equal(reasons.now[25], 0);
    Said said = differences(&p, payroll_id);
    assert_int_equal(said.count, 27);
    assert_int_equal(said.sum_now, 20750000);
    assert_string_equal(said.reason[1], "NEW");
    province_close(&p);
}
BOTH_ENGINES(june_lists_everybody_with_a_right)

static void july_changes(Province *p) {
    Ctx *ctx = &p->h->ctx;
    Reply reply;
    ctx->user_id = p->maker;
    EnrolmentChange death = {1, 0, 20260610, STR("DEATH")};
    ASSERT_OK(ctx, enrolment_stop(ctx, &p->app, &death, &reply));
    EnrolmentChange late_stop = {2, 0, 20260515, STR("CONDITION_ENDED")};
    ASSERT_OK(ctx, enrolment_stop(ctx, &p->app, &late_stop, &reply));
    EnrolmentChange pause = {3, 3, 20260701, STR("ABSENT")};
    ASSERT_OK(ctx, enrolment_suspend(ctx, &p->app, &pause, &reply));
    PersonMove move = {4, p->other_commune, 20260620};
    ASSERT_OK(ctx, person_move(ctx, &p->app, &move, &reply));
    province_add_person(p, 31, 20260601);
}

static void july_explains_every_difference(DbEngine engine) {
    Province p;
    Reply reply;
    int64_t dong = 0;
    province_open(&p, engine);
    june(&p, &reply);
    july_changes(&p);
    ASSERT_OK(&p.h->ctx, province_compute(&p, JULY, 1, &reply));
    assert_int_equal(reply_int(&reply, "eligible_count"), 26);
    assert_int_equal(reply_int(&reply, "held_count"), 5);
    assert_int_equal(reply_int(&reply, "total_dong"), 21810000);
    assert_int_equal(reply_int(&reply, "previous_dong"), 20750000);
    assert_int_equal(reply_int(&reply, "difference_dong"), 1060000);
    Said said = differences(&p, reply_int(&reply, "payroll_id"));
    static const struct {
        int64_t person_id;
        const char *reason;
        int64_t before, now;
    } EXPECTED[] = {
        {1, "STOPPED_DEATH", 750000, 0},
        {2, "STOPPED", 750000, 0},
        {3, "SUSPENDED", 750000, 0},
        {4, "MOVED_OUT", 750000, 0},
        {5, "STANDARD_RAISED", 750000, 810000},
        {21, "STANDARD_RAISED", 750000, 810000},
        {26, "STANDARD_RAISED", 1000000, 1080000},
        {27, "AGE_CHANGE", 750000, 1080000},
        {29, "NEW", 0, 810000},
        {30, "STANDARD_RAISED", 1000000, 1080000},
        {31, "NEW", 0, 1560000}, /* June, decided late, and July */
    };
    for (size_t i = 0; i < sizeof EXPECTED / sizeof EXPECTED[0]; i++) {
        int64_t id = EXPECTED[i].person_id;
        assert_string_equal(said.reason[id], EXPECTED[i].reason);
        assert_int_equal(said.before[id], EXPECTED[i].before);
        assert_int_equal(said.now[id], EXPECTED[i].now);
    }
    assert_string_equal(said.reason[25], ""); /* undecided in both months: no difference */
    assert_int_equal(said.sum_now - said.sum_before, 1060000);
    /* June went to person 2 after the right had ended: a case, no negative amount. */
    assert_int_equal(open_cases(&p, 2, &dong), 1);
    assert_int_equal(dong, 750000);
    assert_int_equal(open_cases(&p, 1, &dong), 0); /* the month of death is owed */
    province_close(&p);
}
BOTH_ENGINES(july_explains_every_difference)

static void a_resumed_right_pays_the_paused_month_too(DbEngine engine) {
    Province p;
    Reply reply;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    ctx->user_id = p.maker;
    EnrolmentChange change = {3, 3, 20260601, STR("ABSENT")};
    ASSERT_OK(ctx, enrolment_suspend(ctx, &p.app, &change, &reply));
    june(&p, &reply);
    assert_int_equal(reply_int(&reply, "eligible_count"), 27);
    change = (EnrolmentChange){3, 3, 20260701, STR("DECISION")};
    ctx->user_id = p.maker;
    ASSERT_OK(ctx, enrolment_resume(ctx, &p.app, &change, &reply));
    ASSERT_OK(ctx, province_compute(&p, JULY, 1, &reply));
    Said said = differences(&p, reply_int(&reply, "payroll_id"));
    assert_string_equal(said.reason[3], "RESUMED");
    assert_int_equal(said.now[3], 750000 + 810000);
    province_close(&p);
}
BOTH_ENGINES(a_resumed_right_pays_the_paused_month_too)

static void a_run_is_made_once_and_a_supplement_adds_only_who_is_missing(DbEngine engine) {
    Province p;
    Reply reply;
    int64_t dong = 0;
    province_open(&p, engine);
    june(&p, &reply);
    july_changes(&p);
    ASSERT_OK(&p.h->ctx, province_compute(&p, JULY, 1, &reply));
    ASSERT_STATUS(&p.h->ctx, E_PAYROLL_EXISTS, province_compute(&p, JULY, 1, &reply));
    province_add_person(&p, 32, 20260701);
    ASSERT_OK(&p.h->ctx, province_compute(&p, JULY, 2, &reply));
    assert_int_equal(reply_int(&reply, "eligible_count"), 1);
    assert_int_equal(reply_int(&reply, "line_count"), 1);
    assert_int_equal(reply_int(&reply, "total_dong"), 810000);
    assert_int_equal(reply_int(&reply, "difference_dong"), 810000);
    Said said = differences(&p, reply_int(&reply, "payroll_id"));
    assert_int_equal(said.count, 1);
    assert_string_equal(said.reason[32], "NEW");
    assert_int_equal(open_cases(&p, 2, &dong), 1); /* known already: no second case */
    province_close(&p);
}
BOTH_ENGINES(a_run_is_made_once_and_a_supplement_adds_only_who_is_missing)

static void who_moves_between_two_runs_of_a_month_is_paid_once(DbEngine engine) {
    Province p;
    Reply reply;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    june(&p, &reply);
    PersonMove move = {5, p.other_commune, 20260625};
    ctx->user_id = p.maker;
    ASSERT_OK(ctx, person_move(ctx, &p.app, &move, &reply));
    PayrollKey key = {PROGRAMME, p.other_area_id, JUNE, 1};
    ASSERT_OK(ctx, payroll_compute(ctx, &p.app, &key, &reply)); /* June was owed in the old home */
    assert_int_equal(reply_int(&reply, "line_count"), 0);
    assert_int_equal(reply_int(&reply, "eligible_count"), 0);
    key.period = JULY;
    ASSERT_OK(ctx, payroll_compute(ctx, &p.app, &key, &reply));
    assert_int_equal(reply_int(&reply, "line_count"), 1);
    assert_int_equal(reply_int(&reply, "total_dong"), 810000);
    province_close(&p);
}
BOTH_ENGINES(who_moves_between_two_runs_of_a_month_is_paid_once)

static void only_another_person_approves_the_very_rows_that_are_funded(DbEngine engine) {
    Province p;
    Reply reply;
    Reply done;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    june(&p, &reply);
    int64_t payroll_id = reply_int(&reply, "payroll_id");
    PayrollApprove approve = {payroll_id, reply_text(&reply, "digest")};
    ctx->user_id = p.maker; /* an officer may not, whoever made it */
    ASSERT_STATUS(ctx, E_RIGHT_MISSING, payroll_approve(ctx, &p.app, &approve, &done));
    ctx->user_id = p.checker;
    ASSERT_STATUS(ctx, E_PAYMENT_NO_FUNDS, payroll_approve(ctx, &p.app, &approve, &done));
    province_allot(&p, payroll_id, JUNE);
    PayrollApprove other = {payroll_id, STR("00000000000000000000000000000000"
                                            "00000000000000000000000000000000")};
    ASSERT_STATUS(ctx, E_PAYROLL_DIGEST, payroll_approve(ctx, &p.app, &other, &done));
    province_tamper(&p, "UPDATE obligation SET area_id = area_id + 1 WHERE person_id = 7");
    ASSERT_STATUS(ctx, E_PAYROLL_DIGEST, payroll_approve(ctx, &p.app, &approve, &done));
    province_tamper(&p, "UPDATE obligation SET area_id = area_id - 1 WHERE person_id = 7");
    province_tamper(&p, "UPDATE payroll SET made_by = 3");
    ASSERT_STATUS(ctx, E_PAYROLL_SAME_PERSON, payroll_approve(ctx, &p.app, &approve, &done));
    province_tamper(&p, "UPDATE payroll SET made_by = 2");
    ASSERT_OK(ctx, payroll_approve(ctx, &p.app, &approve, &done));
    assert_int_equal(reply_int(&done, "total_dong"), 20750000);
    ASSERT_STATUS(ctx, E_PAYROLL_NOT_SEALED, payroll_approve(ctx, &p.app, &approve, &done));
    province_close(&p);
}
BOTH_ENGINES(only_another_person_approves_the_very_rows_that_are_funded)

static void no_province_spends_what_another_one_was_given(DbEngine engine) {
    Province p;
    Reply reply;
    Reply done;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    june(&p, &reply);
    PayrollApprove approve = {reply_int(&reply, "payroll_id"), reply_text(&reply, "digest")};
    Allotment rich = {PROGRAMME, p.other_area_id, JUNE, 0, 900000000, STR("8/QĐ")};
    ctx->user_id = p.checker;
    ASSERT_OK(ctx, books_allot(ctx, &p.app, &rich, &done));
    ASSERT_STATUS(ctx, E_PAYMENT_NO_FUNDS, payroll_approve(ctx, &p.app, &approve, &done));
    Allotment short_by_one = {PROGRAMME, p.area_id, JUNE, 0, 20749999, STR("9/QĐ")};
    ASSERT_OK(ctx, books_allot(ctx, &p.app, &short_by_one, &done));
    ASSERT_STATUS(ctx, E_PAYMENT_NO_FUNDS, payroll_approve(ctx, &p.app, &approve, &done));
    Allotment last = {PROGRAMME, p.area_id, JUNE, 0, 1, STR("10/QĐ")};
    ASSERT_OK(ctx, books_allot(ctx, &p.app, &last, &done));
    ASSERT_OK(ctx, payroll_approve(ctx, &p.app, &approve, &done));
    province_close(&p);
}
BOTH_ENGINES(no_province_spends_what_another_one_was_given)

typedef struct Balance {
    int64_t account[100];
    int64_t sum;
} Balance;

static Status balance_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    Balance *balance = arg;
    (void)ctx;
    assert_int_equal(count, 5);
    if (cells[0].number > 0 && cells[0].number < 100) {
        balance->account[cells[0].number] = cells[4].number;
        balance->sum += cells[4].number;
    } else {
        assert_int_equal(cells[4].number, 0); /* the last line: everything sums to zero */
    }
    return OK;
}

static Status begin_nothing(Ctx *ctx, void *arg, const char *name, const TableColumn *columns,
                            size_t count) {
    (void)ctx;
    (void)arg;
    (void)name;
    (void)columns;
    (void)count;
    return OK;
}

static Balance trial_balance(Province *p) {
    Balance balance = {.sum = 0};
    TableOut out = {&balance, begin_nothing, balance_row, said_end};
    ASSERT_OK(&p->h->ctx, books_trial_balance(&p->h->ctx, &p->app, 0, &out));
    assert_int_equal(balance.sum, 0);
    return balance;
}

static Status settlement_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    (void)ctx;
    assert_int_equal(count, 8);
    for (int i = 0; i < 6; i++) {
        ((int64_t *)arg)[i] = cells[2 + i].number; /* the last row is the sum */
    }
    return OK;
}

static void a_month_is_funded_sent_closed_and_locked(DbEngine engine) {
    Province p;
    Reply reply;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    june(&p, &reply);
    int64_t payroll_id = reply_int(&reply, "payroll_id");
    PayrollApprove approve = {payroll_id, reply_text(&reply, "digest")};
    province_allot(&p, payroll_id, JUNE);
    ASSERT_STATUS(ctx, E_PAYROLL_NOT_APPROVED, books_prefund(ctx, &p.app, payroll_id, &reply));
    ASSERT_OK(ctx, payroll_approve(ctx, &p.app, &approve, &reply));
    Balance balance = trial_balance(&p);
    assert_int_equal(balance.account[10], -20750000);
    assert_int_equal(balance.account[11], 0);
    assert_int_equal(balance.account[12], 20750000);
    /* Nothing is drawn for 21 (no account) and 24 (on hold). */
    ASSERT_OK(ctx, books_prefund(ctx, &p.app, payroll_id, &reply));
    assert_int_equal(reply_int(&reply, "amount_dong"), 19250000);
    ASSERT_STATUS(ctx, E_LEDGER_NOT_CLOSABLE,
                  period_close(ctx, &p.app, PROGRAMME, JUNE, true, &reply));
    ASSERT_OK(ctx, payment_release(ctx, &p.app, payroll_id, &reply));
    assert_int_equal(reply_int(&reply, "total_dong"), 17750000); /* less 21 to 24 */
    ASSERT_STATUS(ctx, E_LEDGER_NOT_CLOSABLE,
                  period_close(ctx, &p.app, PROGRAMME, JUNE, true, &reply));
    ASSERT_OK(ctx, payment_seal(ctx, &p.app, payroll_id, &reply));
    PaymentSend send = {payroll_id, str_of(p.h->folder)};
    ASSERT_OK(ctx, payment_send(ctx, &p.app, &send, &reply));
    balance = trial_balance(&p);
    assert_int_equal(balance.account[20], -19250000);
    assert_int_equal(balance.account[30], 1500000);
    assert_int_equal(balance.account[40], 17750000);
    ASSERT_OK(ctx, books_hand_back(ctx, &p.app, PROGRAMME, JUNE, STR("post1"), &reply));
    assert_int_equal(reply_int(&reply, "amount_dong"), 1500000);
    ASSERT_OK(ctx, period_close(ctx, &p.app, PROGRAMME, JUNE, false, &reply));
    ASSERT_STATUS(ctx, E_PAYROLL_PERIOD_CLOSED, province_compute(&p, JUNE, 2, &reply));
    ctx->user_id = p.checker;
    ASSERT_OK(ctx, period_close(ctx, &p.app, PROGRAMME, JUNE, true, &reply));
    assert_int_equal(reply_int(&reply, "listed_count"), 23); /* sent, not answered */
    int64_t figures[6] = {0};
    TableOut out = {figures, begin_nothing, settlement_row, said_end};
    ASSERT_OK(ctx, settlement_show(ctx, &p.app, PROGRAMME, JUNE, true, &out));
    static const int64_t FIGURES[6] = {0, 19250000, 0, 0, 1500000, 17750000};
    assert_memory_equal(figures, FIGURES, sizeof FIGURES);
    Allotment late = {PROGRAMME, p.area_id, JUNE, 0, 1000, STR("9/QĐ")};
    ASSERT_STATUS(ctx, E_LEDGER_PERIOD_LOCKED, books_allot(ctx, &p.app, &late, &reply));
    ASSERT_STATUS(ctx, E_LEDGER_PERIOD_LOCKED,
                  period_close(ctx, &p.app, PROGRAMME, JUNE, true, &reply));
    province_close(&p);
}
BOTH_ENGINES(a_month_is_funded_sent_closed_and_locked)

/* Fingerprints of the list and of the books after June and July, by engine. */
static void fingerprints(DbEngine engine, char ret_hex[3][65]) {
    Province p;
    Reply reply;
    Reply done;
    Str books;
    province_open(&p, engine);
    for (int i = 0; i < 2; i++) {
        if (i == 1) {
            july_changes(&p);
        }
        ASSERT_OK(&p.h->ctx, province_compute(&p, i == 0 ? JUNE : JULY, 1, &reply));
        snprintf(ret_hex[i], 65, "%.*s", STR_ARG(reply_text(&reply, "digest")));
        province_allot(&p, reply_int(&reply, "payroll_id"), i == 0 ? JUNE : JULY);
        PayrollApprove approve = {reply_int(&reply, "payroll_id"), reply_text(&reply, "digest")};
        ASSERT_OK(&p.h->ctx, payroll_approve(&p.h->ctx, &p.app, &approve, &done));
    }
    ASSERT_OK(&p.h->ctx, books_digest(&p.h->ctx, &p.app, &books));
    snprintf(ret_hex[2], 65, "%.*s", STR_ARG(books));
    province_close(&p);
}

static void sqlite_and_postgres_make_the_same_list_and_the_same_books(void **state) {
    (void)state;
    char sqlite_hex[3][65];
    char postgres_hex[3][65];
    fingerprints(DB_SQLITE, sqlite_hex);
    fingerprints(DB_POSTGRES, postgres_hex);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(strlen(sqlite_hex[i]), 64);
        assert_string_equal(sqlite_hex[i], postgres_hex[i]);
    }
    assert_string_not_equal(sqlite_hex[0], sqlite_hex[1]);
}

/* Every n-th statement of a run fails in turn: nothing of it may remain. */
static void a_run_that_fails_anywhere_leaves_nothing(DbEngine engine) {
    Province p;
    Reply reply;
    int64_t there = 1;
    Status status = E_DB_FAULT;
    int64_t nth = 0;
    province_open(&p, engine);
    Ctx *ctx = &p.h->ctx;
    while (status != OK) { /* ends: one run has some hundred statements */
        ArenaMark mark = arena_mark(ctx->arena);
        db_fail_nth(p.app.db, ++nth);
        status = province_compute(&p, JUNE, 1, &reply);
        db_fail_nth(p.app.db, 0);
        if (status == OK) {
            break;
        }
        assert_int_equal(status, E_DB_FAULT);
        harness_begin(p.h);
        ASSERT_OK(ctx, db_query_int64(ctx, p.app.db, SQL_PAYROLL_FIRST_PERIOD,
                                      DB_PARAMS(DB_I(PROGRAMME), DB_I(p.area_id)), 0, &there));
        assert_int_equal(there, 0);
        harness_rollback(p.h);
        arena_rewind(ctx->arena, mark);
    }
    assert_true(nth > 20);
    assert_int_equal(reply_int(&reply, "total_dong"), 20750000);
    province_close(&p);
}
BOTH_ENGINES(a_run_that_fails_anywhere_leaves_nothing)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(june_lists_everybody_with_a_right),
        BOTH_TESTS(july_explains_every_difference),
        BOTH_TESTS(a_resumed_right_pays_the_paused_month_too),
        BOTH_TESTS(a_run_is_made_once_and_a_supplement_adds_only_who_is_missing),
        BOTH_TESTS(who_moves_between_two_runs_of_a_month_is_paid_once),
        BOTH_TESTS(only_another_person_approves_the_very_rows_that_are_funded),
        BOTH_TESTS(no_province_spends_what_another_one_was_given),
        BOTH_TESTS(a_month_is_funded_sent_closed_and_locked),
        cmocka_unit_test(sqlite_and_postgres_make_the_same_list_and_the_same_books),
        BOTH_TESTS(a_run_that_fails_anywhere_leaves_nothing),
    };
    return HARNESS_RUN(tests);
}
