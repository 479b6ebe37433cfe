/*
 * Stories of the offices: two persons for every đồng, nothing beyond the budget or the cash, closed
 * months stay closed, and nobody acts in another province (A1, A2, L2).
 */
#include <string.h>

#include "app/payment.h"
#include "check.h"
#include "letter.h"
#include "month.h"

static void who_made_a_list_does_not_approve_it(DbEngine engine) {
    World *w = world_open(engine);
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    REFUSED(w, E_RIGHT_MISSING, try_approve(w, w->officer, MARCH));
    REFUSED(w, E_RIGHT_MISSING, try_approve(w, w->second_officer, MARCH));
    /* Even with the other role on top, by an administrator who does not ask. */
    assert_true(insider_does(w,
                             "INSERT INTO user_grant (user_id, role, area_id, valid_from, valid_to,"
                             " recorded_seq) VALUES (%lld, 4, %lld, 20200101, NULL, 1)",
                             (long long)w->officer, (long long)w->province));
    REFUSED(w, E_PAYROLL_SAME_PERSON, try_approve(w, w->officer, MARCH));
    /* Nor does the database take it. */
    assert_false(insider_does(w, "UPDATE payroll SET approved_by = made_by, state = 2"));

    month_is_approved(w, MARCH);
    books_should_be(w, (Books){BUDGET(MONTHLY)});
    story_ends(&w);
}
BOTH_ENGINES(who_made_a_list_does_not_approve_it)

static void a_list_is_approved_as_it_was_shown_or_not_at_all(DbEngine engine) {
    World *w = world_open(engine);
    char digest[65];
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    memcpy(digest, w->digests[MARCH % 100], sizeof digest);
    digest[0] = digest[0] == '0' ? '1' : '0';
    REFUSED(w, E_PAYROLL_DIGEST, try_approve_digest(w, MARCH, digest));
    REFUSED(w, E_PAYROLL_DIGEST, try_approve_digest(w, MARCH, ""));
    assert_true(insider_does(w, "UPDATE obligation SET amount_dong = amount_dong * 10"));
    REFUSED(w, E_PAYROLL_DIGEST, try_approve(w, w->accountant, MARCH));
    assert_true(insider_does(w, "UPDATE obligation SET amount_dong = amount_dong / 10"));
    books_should_be(w, (Books){.allotment_received = -MONTHLY, .available = MONTHLY});

    month_is_approved(w, MARCH);
    REFUSED(w, E_PAYROLL_NOT_SEALED, try_approve(w, w->accountant, MARCH)); /* once */
    owed_should_be(w, lo, MARCH, MONTHLY);
    books_should_be(w, (Books){BUDGET(MONTHLY)});
    story_ends(&w);
}
BOTH_ENGINES(a_list_is_approved_as_it_was_shown_or_not_at_all)

static void nothing_is_approved_beyond_the_budget(DbEngine engine) {
    World *w = world_open(engine);
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    REFUSED(w, E_PAYMENT_NO_FUNDS, try_approve(w, w->accountant, MARCH));
    ASSERT_OK(w->ctx, try_allot(w, w->accountant, MARCH, MONTHLY - 1));
    REFUSED(w, E_PAYMENT_NO_FUNDS, try_approve(w, w->accountant, MARCH));
    books_should_be(w, (Books){.allotment_received = 1 - MONTHLY, .available = MONTHLY - 1});
    REFUSED(w, E_PAYROLL_NOT_APPROVED, try_fund(w, w->accountant, MARCH));
    REFUSED(w, E_PAYROLL_NOT_APPROVED, try_release(w, w->accountant, MARCH));
    ASSERT_OK(w->ctx, try_allot(w, w->accountant, MARCH, 1));
    month_is_approved(w, MARCH);
    books_should_be(w, (Books){BUDGET(MONTHLY)});
    story_ends(&w);
}
BOTH_ENGINES(nothing_is_approved_beyond_the_budget)

static void a_budget_entered_twice_counts_once(DbEngine engine) {
    World *w = world_open(engine);
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    reply_should_be(w, "amount_dong", MONTHLY);
    month_is_allotted(w, MARCH); /* the same decision, from another desk */
    reply_should_be(w, "amount_dong", 0);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_funded(w, MARCH); /* nor is cash drawn twice */
    reply_should_be(w, "amount_dong", 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_budget_entered_twice_counts_once)

static void nothing_is_released_without_cash(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    REFUSED(w, E_PAYMENT_NO_FUNDS, try_release(w, w->accountant, MARCH));
    orders_should_number(w, lo, 0); /* nothing of the release remains */
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM batch"), 0);
    books_should_be(w, (Books){BUDGET(MONTHLY)});

    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    month_is_sent(w, MARCH);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(nothing_is_released_without_cash)

static void a_month_is_closed_once_all_was_sent(DbEngine engine) {
    World *w = world_open(engine);
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    REFUSED(w, E_LEDGER_NOT_CLOSABLE, try_close(w, w->accountant, MARCH, true));
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    REFUSED(w, E_LEDGER_NOT_CLOSABLE, try_close(w, w->accountant, MARCH, true));
    month_is_sent(w, MARCH);
    month_is_closed(w, MARCH);
    reply_should_be(w, "listed_count", 1); /* sent and not answered: on the worklist */
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_month_is_closed_once_all_was_sent)

static void a_closed_month_takes_nothing_more(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    on_day(w, 20260305);
    given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK, .from = "03/2026"});
    ASSERT_OK(w->ctx, try_close(w, w->accountant, MARCH, false));
    REFUSED(w, E_PAYROLL_PERIOD_CLOSED, try_list(w, w->officer, MARCH, 2));
    month_is_closed(w, MARCH);
    Settled march = {.allotted = MONTHLY, .paid = MONTHLY};
    settlement_should_be(w, MARCH, march);

    REFUSED(w, E_PAYROLL_PERIOD_CLOSED, try_list(w, w->officer, MARCH, 2));
    REFUSED(w, E_LEDGER_PERIOD_LOCKED, try_allot(w, w->accountant, MARCH, 1000));
    REFUSED(w, E_LEDGER_PERIOD_LOCKED, try_close(w, w->accountant, MARCH, true));
    REFUSED(w, E_LEDGER_PERIOD_LOCKED, try_close(w, w->accountant, MARCH, false));
    provider_reports(w, BANK, MARCH,
                     return_noticed(lo, "MS03")); /* a truth of March, learned late */
    provider_reports(w, BANK, MARCH, money_back(lo, "MS03"));
    order_should_be(w, lo, MARCH, ATTEMPT_RETURNED);
    settlement_should_be(w, MARCH, march); /* is booked in the open month */
    settlement_should_be(w, APRIL, (Settled){.returned = MONTHLY, .closing = MONTHLY});
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});
    month_goes_out(w, APRIL); /* with March of the late one, and March again of the other */
    books_should_be(w, (Books){BUDGET(4 * MONTHLY), DRAWN(4 * MONTHLY), .in_transit = 4 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_closed_month_takes_nothing_more)

static void an_accountant_of_another_province_is_refused(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t stranger = w->other_accountant;
    REFUSED(w, E_RIGHT_MISSING, try_list(w, w->other_officer, MARCH, MAIN_RUN));
    month_is_listed(w, MARCH);
    REFUSED(w, E_RIGHT_MISSING, try_allot(w, stranger, MARCH, 5000000));
    month_is_allotted(w, MARCH);
    REFUSED(w, E_RIGHT_MISSING, try_approve(w, stranger, MARCH));
    month_is_approved(w, MARCH);
    REFUSED(w, E_RIGHT_MISSING, try_fund(w, stranger, MARCH));
    month_is_funded(w, MARCH);
    REFUSED(w, E_RIGHT_MISSING, try_release(w, stranger, MARCH));
    month_is_released(w, MARCH);
    ASSERT_OK(w->ctx, try_seal(w, MARCH));
    REFUSED(w, E_RIGHT_MISSING, try_send(w, stranger, MARCH));
    assert_int_equal(files_sent_to(w, BANK), 0);
    month_is_sent(w, MARCH);

    Str file = provider_writes(w, &(Letter){BANK, MARCH, NULL, {paid(lo)}});
    REFUSED(w, E_RIGHT_MISSING, try_load(w, stranger, BANK, file));
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    ASSERT_OK(w->ctx, try_load(w, w->accountant, BANK, file)); /* the refusal left nothing behind */
    reply_should_be(w, "repeated_file", 0);
    REFUSED(w, E_RIGHT_MISSING, try_close(w, stranger, MARCH, true));
    hold_is_placed(w, lo, "REVIEW");
    REFUSED(w, E_RIGHT_MISSING, try_lift_hold(w, w->other_officer, lo, "REVIEW"));
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM change WHERE user_id IN (%lld, %lld)",
                         (long long)stranger, (long long)w->other_officer),
                     0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(an_accountant_of_another_province_is_refused)

/* A restored database may have forgotten what was paid; a red audit says that something is wrong.
 */
static void nothing_goes_out_behind_the_fence(DbEngine engine) {
    World *w = world_open(engine);
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    assert_true(insider_does(w, "INSERT INTO setting (name, value) VALUES ('fence', 'up')"));
    REFUSED(w, E_PAYMENT_FENCE, try_release(w, w->accountant, MARCH));
    assert_true(insider_does(w, "UPDATE setting SET value = 'down' WHERE name = 'fence'"));
    month_is_released(w, MARCH);
    ASSERT_OK(w->ctx, try_seal(w, MARCH));
    assert_true(insider_does(w, "INSERT INTO setting (name, value) VALUES ('audit_state', 'red')"));
    REFUSED(w, E_PAYMENT_AUDIT_RED, try_send(w, w->accountant, MARCH));
    assert_int_equal(files_sent_to(w, BANK), 0);
    assert_true(insider_does(w, "UPDATE setting SET value = 'green' WHERE name = 'audit_state'"));
    month_is_sent(w, MARCH);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(nothing_goes_out_behind_the_fence)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(who_made_a_list_does_not_approve_it),
        BOTH_TESTS(a_list_is_approved_as_it_was_shown_or_not_at_all),
        BOTH_TESTS(nothing_is_approved_beyond_the_budget),
        BOTH_TESTS(a_budget_entered_twice_counts_once),
        BOTH_TESTS(nothing_is_released_without_cash),
        BOTH_TESTS(a_month_is_closed_once_all_was_sent),
        BOTH_TESTS(a_closed_month_takes_nothing_more),
        BOTH_TESTS(an_accountant_of_another_province_is_refused),
        BOTH_TESTS(nothing_goes_out_behind_the_fence),
    };
    return HARNESS_RUN(tests);
}
