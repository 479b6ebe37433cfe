/* The state machine: every cell against a second writing of the table, every road of six events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "payment/state.h"

/*
 * The 14 x 12 table written a second time, by hand, as a matrix: '.' known already, '!' stored with
 * a case, '*' conflict, else the number of the state that follows in base 36 (A = 10). Columns:
 * RELEASE CANCEL SEND_BEGIN SEND_ACKNOWLEDGED REPLY_LOST ACCEPT REJECT FENCED_NEGATIVE PAY
 *          UNCLAIMED RETURN_NOTICE MONEY_BACK
 */
static const char *const MATRIX[ATTEMPT_STATE_MAX + 1] = {
    NULL,           "2D!!!!!!!!!!", /* CREATED */
    ".D3!!!!!!!!!",                 /* RELEASED */
    ".!.465!!!!!!",                 /* SENDING */
    "!!..65BC97!!",                 /* SENT */
    "!!!...B!97!!",                 /* ACCEPTED */
    "!!!..5BC97!!",                 /* UNKNOWN */
    "!!!...!!9.!A",                 /* UNCLAIMED */
    "!!!...!!.!.A",                 /* RETURN_NOTICED */
    "!!!...!!.!8!",                 /* PAID */
    "!!!...!!*!..",                 /* RETURNED */
    "!!!..!..*!!!",                 /* REJECTED */
    "!!!..!..*!!!",                 /* NEVER_RECEIVED */
    "!.!!.!..*!!!",                 /* CANCELLED */
    "!!!...!!.!!!",                 /* CONFLICT */
};

static void every_cell_of_the_table_is_what_the_rules_say(void **state) {
    (void)state;
    for (int from = 1; from <= ATTEMPT_STATE_MAX; from++) {
        assert_int_equal(strlen(MATRIX[from]), ATTEMPT_EVENT_MAX);
        for (int event = 1; event <= ATTEMPT_EVENT_MAX; event++) {
            char cell = MATRIX[from][event - 1];
            AttemptState to = 0;
            PostingKind effect = POSTING_NONE;
            StepResult result = attempt_step((AttemptState)from, (AttemptEvent)event, &to, &effect);
            if (cell == '.' || cell == '!') {
                assert_int_equal(result, cell == '.' ? STEP_SAME : STEP_CASE);
                assert_int_equal(to, from);
                assert_int_equal(effect, POSTING_NONE);
            } else if (cell == '*') {
                assert_int_equal(result, STEP_CASE);
                assert_int_equal(to, ATTEMPT_CONFLICT);
                assert_int_equal(effect, POSTING_DOUBLE_FOUND);
            } else {
                assert_int_equal(result, STEP_TAKEN);
                assert_int_equal(to, cell <= '9' ? cell - '0' : cell - 'A' + 10);
            }
        }
    }
}

/* One đồng on its way: where each posting kind moves it. Written without the ledger's chart. */
typedef struct Purse {
    int floated, in_transit, expense, unclaimed, suspense, overpayment;
} Purse;

static void purse_move(Purse *purse, PostingKind kind) {
    static const struct {
        size_t debit, credit;
    } MOVES[] = {
        [POSTING_RELEASE] = {offsetof(Purse, in_transit), offsetof(Purse, floated)},
        [POSTING_VOID] = {offsetof(Purse, floated), offsetof(Purse, in_transit)},
        [POSTING_PAID] = {offsetof(Purse, expense), offsetof(Purse, in_transit)},
        [POSTING_UNCLAIMED] = {offsetof(Purse, unclaimed), offsetof(Purse, in_transit)},
        [POSTING_PAID_LATE] = {offsetof(Purse, expense), offsetof(Purse, unclaimed)},
        [POSTING_HAND_BACK] = {offsetof(Purse, floated), offsetof(Purse, unclaimed)},
        [POSTING_RETURN_NOTICE] = {offsetof(Purse, suspense), offsetof(Purse, expense)},
        [POSTING_MONEY_BACK] = {offsetof(Purse, floated), offsetof(Purse, suspense)},
        [POSTING_DOUBLE_FOUND] = {offsetof(Purse, overpayment), offsetof(Purse, floated)},
    };
    if (kind != POSTING_NONE) {
        (*(int *)(void *)((char *)purse + MOVES[kind].debit))++;
        (*(int *)(void *)((char *)purse + MOVES[kind].credit))--;
    }
}

/* The books say at every moment where the attempt is. */
static void purse_check(const Purse *purse, AttemptState at) {
    bool under_way = at == ATTEMPT_RELEASED || at == ATTEMPT_SENDING || at == ATTEMPT_SENT ||
                     at == ATTEMPT_ACCEPTED || at == ATTEMPT_UNKNOWN;
    assert_int_equal(purse->in_transit, under_way);
    assert_int_equal(purse->unclaimed, at == ATTEMPT_UNCLAIMED);
    assert_int_equal(purse->expense, at == ATTEMPT_PAID);
    assert_int_equal(purse->suspense, at == ATTEMPT_RETURN_NOTICED);
    assert_int_equal(purse->overpayment, at == ATTEMPT_CONFLICT);
    assert_int_equal(purse->floated, 1 - purse->in_transit - purse->unclaimed - purse->expense -
                                         purse->suspense - purse->overpayment);
}

static size_t roads;

static void step_check(AttemptState from, AttemptEvent event, StepResult result, AttemptState to) {
    if (from == ATTEMPT_UNKNOWN && to != ATTEMPT_UNKNOWN) { /* P2 */
        assert_true(event == EVENT_ACCEPT || event == EVENT_REJECT ||
                    event == EVENT_FENCED_NEGATIVE || event == EVENT_PAY ||
                    event == EVENT_UNCLAIMED);
    }
    if (from == ATTEMPT_PAID && to != from) { /* P1: paid is not free before the money is back */
        assert_int_equal(to, ATTEMPT_RETURN_NOTICED);
    }
    if (from == ATTEMPT_CONFLICT || result == STEP_SAME) {
        assert_int_equal(to, from);
    }
    if (attempt_state_is_freed(from) && to != from) {
        assert_int_equal(to, ATTEMPT_CONFLICT);
        assert_int_equal(event, EVENT_PAY);
        assert_int_equal(result, STEP_CASE);
    }
    assert_true(to != ATTEMPT_CREATED || from == ATTEMPT_CREATED);
}

static void walk(AttemptState from, Purse purse, int left, int paid_count) {
    roads++;
    purse_check(&purse, from);
    /* Never twice in expense without a conflict: a second PAY step needs a return between. */
    assert_true(paid_count <= 1);
    for (int event = 1; left > 0 && event <= ATTEMPT_EVENT_MAX; event++) {
        AttemptState to = 0;
        PostingKind effect = POSTING_NONE;
        StepResult result = attempt_step(from, (AttemptEvent)event, &to, &effect);
        step_check(from, (AttemptEvent)event, result, to);
        Purse next = purse;
        purse_move(&next, effect);
        walk(to, next, left - 1, paid_count + (to == ATTEMPT_PAID && from != ATTEMPT_PAID));
    }
}

static void no_road_of_six_events_pays_twice_or_loses_the_money(void **state) {
    (void)state;
    roads = 0;
    walk(ATTEMPT_CREATED, (Purse){.floated = 1}, 6, 0);
    assert_int_equal(roads, 3257437); /* 1 + 12 + ... + 12^6: all of them */
}

static void after_release_any_road_of_six_events_keeps_the_books(void **state) {
    (void)state;
    Purse purse = {.in_transit = 1};
    walk(ATTEMPT_SENT, purse, 6, 0);
}

static void transitions_for_the_schema_are_ordered_unique_and_complete(void **state) {
    (void)state;
    AttemptTransition before = {0};
    AttemptTransition one = {0};
    size_t count = 0;
    for (; attempt_transition_at(count, &one); count++) {
        assert_true(one.from > before.from ||
                    (one.from == before.from && one.event > before.event));
        AttemptState to = 0;
        PostingKind effect = POSTING_NONE;
        assert_int_not_equal(attempt_step(one.from, one.event, &to, &effect), STEP_SAME);
        assert_int_equal(one.to, to);
        before = one;
    }
    size_t expected = 0;
    for (int from = 1; from <= ATTEMPT_STATE_MAX; from++) {
        for (const char *cell = MATRIX[from]; *cell; cell++) {
            expected += *cell != '.';
        }
    }
    assert_int_equal(count, expected);
}

static void numbers_that_are_none_change_nothing(void **state) {
    (void)state;
    AttemptState to = 0;
    PostingKind effect = POSTING_PAID;
    assert_int_equal(attempt_step((AttemptState)0, EVENT_PAY, &to, &effect), STEP_SAME);
    assert_int_equal(effect, POSTING_NONE);
    assert_int_equal(attempt_step((AttemptState)15, EVENT_PAY, &to, &effect), STEP_SAME);
    assert_int_equal(attempt_step(ATTEMPT_SENT, (AttemptEvent)13, &to, &effect), STEP_SAME);
    assert_int_equal(to, ATTEMPT_SENT);
    assert_int_equal(attempt_event_bit((AttemptEvent)13), 0);
    assert_string_equal(attempt_state_name(99), "");
    assert_string_equal(attempt_event_name(-1), "");
    assert_string_equal(attempt_state_title(0, true), "");
    assert_false(attempt_state_is_freed((AttemptState)0));
}

static void names_titles_and_kinds_fit(void **state) {
    (void)state;
    size_t freed = 0;
    size_t live = 0;
    for (int at = 1; at <= ATTEMPT_STATE_MAX; at++) {
        assert_true(strlen(attempt_state_name(at)) > 0);
        assert_string_not_equal(attempt_state_title(at, true), attempt_state_title(at, false));
        freed += attempt_state_is_freed((AttemptState)at);
        live += attempt_state_is_live((AttemptState)at);
        for (int other = 1; other < at; other++) {
            assert_string_not_equal(attempt_state_title(at, true),
                                    attempt_state_title(other, true));
        }
    }
    assert_int_equal(freed, 4);
    assert_int_equal(live, 8);
    assert_false(attempt_state_is_freed(ATTEMPT_PAID));
    assert_false(attempt_state_is_freed(ATTEMPT_UNKNOWN));
    assert_true(attempt_state_is_work(ATTEMPT_UNKNOWN));
    assert_true(attempt_state_is_work(ATTEMPT_REJECTED));
    assert_false(attempt_state_is_work(ATTEMPT_PAID));
    assert_string_equal(attempt_state_name(ATTEMPT_UNKNOWN), "UNKNOWN");
    assert_string_equal(attempt_event_name(EVENT_MONEY_BACK), "MONEY_BACK");
    assert_int_equal(attempt_event_bit(EVENT_PAY), 1 << 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_of_the_table_is_what_the_rules_say),
        cmocka_unit_test(no_road_of_six_events_pays_twice_or_loses_the_money),
        cmocka_unit_test(after_release_any_road_of_six_events_keeps_the_books),
        cmocka_unit_test(transitions_for_the_schema_are_ordered_unique_and_complete),
        cmocka_unit_test(numbers_that_are_none_change_nothing),
        cmocka_unit_test(names_titles_and_kinds_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
