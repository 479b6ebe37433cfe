/*
 * Stories of trying again: what was rejected, returned or not collected is owed again and goes out
 * with the next release, in one order with the new month; what was paid after all is a conflict
 * that people settle.
 */
#include "check.h"
#include "letter.h"
#include "month.h"

static void a_rejected_order_goes_to_the_new_account(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(lo, "AC01"));
    order_should_be(w, lo, MARCH, ATTEMPT_REJECTED);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});
    on_day(w, 20260310);
    account_is_changed(w, lo, LIST_BANK, "0711000555");

    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    assert_int_equal(files_sent_to(w, LIST_BANK), 1);
    provider_reports(w, LIST_BANK, APRIL, paid(lo));
    money_is_handed_back(w, APRIL, BANK);

    order_should_be(w, lo, APRIL, ATTEMPT_PAID);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .closing = MONTHLY});
    settlement_should_be(w, APRIL,
                         (Settled){.opening = MONTHLY,
                                   .allotted = 2 * MONTHLY,
                                   .paid = 2 * MONTHLY,
                                   .written_back = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_rejected_order_goes_to_the_new_account)

static void a_wrong_account_is_not_tried_again(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {rejected(lo, "AC04"), paid(mua)}});
    month_goes_out(w, APRIL);
    held_should_be(w, lo, APRIL, "ACCOUNT_CLOSED");
    orders_should_number(w, lo, 1);
    owed_should_be(w, lo, MARCH, MONTHLY);
    owed_should_be(w, lo, APRIL, MONTHLY);

    on_day(w, 20260410);
    account_is_changed(w, lo, POST, "");
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, 3 * MONTHLY, 3);
    provider_reports(w, POST, MAY, paid(lo));
    books_should_be(w, (Books){BUDGET(6 * MONTHLY), DRAWN(6 * MONTHLY), .at_provider = 0,
                               .in_transit = 2 * MONTHLY, .expense = 4 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_wrong_account_is_not_tried_again)

static void a_returned_payment_is_paid_again(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    provider_reports(w, BANK, MARCH, return_noticed(lo, "AC06"));
    order_should_be(w, lo, MARCH, ATTEMPT_RETURN_NOTICED);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .returns_suspense = MONTHLY});
    auditor_should_be_clean(w);
    provider_reports(w, BANK, MARCH, money_back(lo, "AC06"));
    order_should_be(w, lo, MARCH, ATTEMPT_RETURNED);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});

    account_is_changed(w, lo, BANK, "0711000777");
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    provider_reports(w, BANK, APRIL, paid(lo));
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(
        w, MARCH,
        (Settled){.allotted = MONTHLY, .paid = MONTHLY, .returned = MONTHLY, .closing = MONTHLY});
    settlement_should_be(w, APRIL,
                         (Settled){.opening = MONTHLY, .allotted = MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_returned_payment_is_paid_again)

/* Until the money lies on the statement, nothing is owed again. */
static void an_announced_return_is_not_paid_again(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    provider_reports(w, BANK, MARCH, return_noticed(lo, "MS03"));
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, MONTHLY, 1);
    provider_reports(w, BANK, MARCH, money_back(lo, "MS03"));
    provider_reports(w, BANK, APRIL, paid(lo));
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, 2 * MONTHLY, 2);
    books_should_be(w, (Books){BUDGET(3 * MONTHLY), DRAWN(3 * MONTHLY), .in_transit = 2 * MONTHLY,
                               .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(an_announced_return_is_not_paid_again)

/* The statement alone, without a notice before it, says both. */
static void money_back_without_a_notice_is_both(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = LIST_BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, LIST_BANK, MARCH, paid(lo));
    provider_reports(w, LIST_BANK, MARCH, money_back(lo, "MS03"));
    order_should_be(w, lo, MARCH, ATTEMPT_RETURNED);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});
    settlement_should_be(
        w, MARCH,
        (Settled){.allotted = MONTHLY, .paid = MONTHLY, .returned = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(money_back_without_a_notice_is_both)

static void cash_that_nobody_collected_is_offered_again(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = POST});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = POST});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){POST, MARCH, NULL, {accepted(lo), accepted(mua)}});
    order_should_be(w, lo, MARCH, ATTEMPT_ACCEPTED);
    provider_answers(w, &(Letter){POST, MARCH, NULL, {unclaimed(lo), unclaimed(mua)}});
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .unclaimed = 2 * MONTHLY});
    auditor_should_be_clean(w);
    provider_reports(w, POST, MARCH, paid(mua)); /* she came a day late */
    provider_reports(w, POST, MARCH, money_back(lo, NULL));
    order_should_be(w, mua, MARCH, ATTEMPT_PAID);
    order_should_be(w, lo, MARCH, ATTEMPT_RETURNED);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .at_provider = MONTHLY,
                               .expense = MONTHLY});

    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    order_should_pay(w, mua, APRIL, MONTHLY, 1);
    provider_answers(w, &(Letter){POST, APRIL, NULL, {paid(lo), paid(mua)}});
    books_should_be(w, (Books){BUDGET(4 * MONTHLY), DRAWN(4 * MONTHLY), .expense = 4 * MONTHLY});
    settlement_should_be(w, MARCH,
                         (Settled){.allotted = 2 * MONTHLY, .paid = MONTHLY, .closing = MONTHLY});
    settlement_should_be(
        w, APRIL, (Settled){.opening = MONTHLY, .allotted = 2 * MONTHLY, .paid = 3 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(cash_that_nobody_collected_is_offered_again)

/* The bank says that the holder has died: nothing more goes out until the commune has answered. */
static void a_holder_said_to_be_dead_is_held_until_the_commune_answers(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {rejected(lo, "MD07"), paid(mua)}});
    int64_t question = case_should_be_open(w, lo, CASE_HOLDER_DEAD, MONTHLY);
    month_goes_out(w, APRIL);
    held_should_be(w, lo, APRIL, "HOLDER_DEAD");
    orders_should_number(w, lo, 1);

    ASSERT_OK(w->ctx, try_lift_hold(w, w->officer, lo, "HOLDER_DEAD")); /* he is alive */
    case_is_closed(w, question, CASE_NOTHING_OWED);
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, 3 * MONTHLY, 3);
    books_should_be(w, (Books){BUDGET(6 * MONTHLY), DRAWN(6 * MONTHLY), .in_transit = 5 * MONTHLY,
                               .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_holder_said_to_be_dead_is_held_until_the_commune_answers)

/* ---- paid after all ---- */

static int64_t paid_after_rejected(World *w, int64_t person_id) {
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(person_id, "AM04"));
    provider_reports(w, BANK, MARCH, paid(person_id));
    order_should_be(w, person_id, MARCH, ATTEMPT_CONFLICT);
    open_cases_should_number(w, 1);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .overpayment = MONTHLY});
    auditor_should_be_clean(w);
    return case_should_be_open(w, person_id, CASE_DOUBLE_FOUND, MONTHLY);
}

static void paid_after_rejected_is_locked_until_people_settle_it(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t conflict = paid_after_rejected(w, lo);
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, MONTHLY, 1);        /* March is locked */
    case_is_closed(w, conflict, CASE_SETTLED_AS_PAID); /* one payment reached the person */
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, MONTHLY, 1);
    books_should_be(w, (Books){BUDGET(3 * MONTHLY), DRAWN(3 * MONTHLY), .in_transit = 2 * MONTHLY,
                               .expense = MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(paid_after_rejected_is_locked_until_people_settle_it)

static void a_conflict_that_was_recovered_is_owed_again(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t conflict = paid_after_rejected(w, lo);
    case_is_closed(w, conflict, CASE_RECOVERED); /* the bank took it back from a stranger */
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    provider_reports(w, BANK, APRIL, paid(lo));
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_conflict_that_was_recovered_is_owed_again)

static void a_month_paid_twice_after_re_issue_is_recovered_once(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(lo, "AM04"));
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    provider_reports(w, BANK, APRIL, paid(lo));
    provider_reports(w, BANK, MARCH, paid(lo)); /* the bank was wrong in February */
    order_should_be(w, lo, MARCH, ATTEMPT_CONFLICT);
    order_should_be(w, lo, APRIL, ATTEMPT_PAID);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .at_provider = -MONTHLY,
                               .expense = 2 * MONTHLY, .overpayment = MONTHLY});
    auditor_should_be_clean(w);

    case_is_closed(w, case_should_be_open(w, lo, CASE_DOUBLE_FOUND, MONTHLY), CASE_RECOVERED);
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, MONTHLY, 1);
    orders_should_number(w, lo, 3);
    books_should_be(w, (Books){BUDGET(3 * MONTHLY), DRAWN(3 * MONTHLY), .in_transit = MONTHLY,
                               .expense = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_month_paid_twice_after_re_issue_is_recovered_once)

static void a_double_payment_may_be_waived_by_decision(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t conflict = paid_after_rejected(w, lo);
    case_is_closed(w, conflict, CASE_WAIVED);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .prior_adjustment = MONTHLY});
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, MONTHLY, 1);
    story_ends(&w);
}
BOTH_ENGINES(a_double_payment_may_be_waived_by_decision)

/* A conflict over two months is two questions, and each has an answer of its own. */
static void a_conflict_over_two_months_is_settled_month_by_month(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(lo, "AM04"));
    month_goes_out(w, APRIL);
    provider_reports(w, BANK, APRIL, rejected(lo, "AM04"));
    provider_reports(w, BANK, APRIL, paid(lo));
    open_cases_should_number(w, 2);
    books_should_be(w,
                    (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .overpayment = 2 * MONTHLY});
    int64_t first = ask(w, "SELECT MIN(case_id) FROM payment_case");
    case_is_closed(w, first, CASE_SETTLED_AS_PAID);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .overpayment = MONTHLY,
                               .expense = MONTHLY});
    auditor_should_be_clean(w);
    case_is_closed(w, first + 1, CASE_RECOVERED);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .at_provider = MONTHLY,
                               .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_conflict_over_two_months_is_settled_month_by_month)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(a_rejected_order_goes_to_the_new_account),
        BOTH_TESTS(a_wrong_account_is_not_tried_again),
        BOTH_TESTS(a_returned_payment_is_paid_again),
        BOTH_TESTS(an_announced_return_is_not_paid_again),
        BOTH_TESTS(money_back_without_a_notice_is_both),
        BOTH_TESTS(cash_that_nobody_collected_is_offered_again),
        BOTH_TESTS(a_holder_said_to_be_dead_is_held_until_the_commune_answers),
        BOTH_TESTS(paid_after_rejected_is_locked_until_people_settle_it),
        BOTH_TESTS(a_conflict_that_was_recovered_is_owed_again),
        BOTH_TESTS(a_month_paid_twice_after_re_issue_is_recovered_once),
        BOTH_TESTS(a_double_payment_may_be_waived_by_decision),
        BOTH_TESTS(a_conflict_over_two_months_is_settled_month_by_month),
    };
    return HARNESS_RUN(tests);
}
