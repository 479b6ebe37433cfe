/*
 * Stories of people while the month goes its way: they move, die, come back, lose the one who
 * collects for them. Nobody falls into a gap, nobody is paid twice, and what was paid too much is a
 * question with an owner (P1, P3, P4).
 */
#include "app/payroll.h"
#include "check.h"
#include "letter.h"
#include "month.h"

/* The list is approved; only funding, release and sending are left. */
static void month_is_listed_and_approved(World *w, int64_t month) {
    month_is_listed(w, month);
    month_is_allotted(w, month);
    month_is_approved(w, month);
}

static void month_is_funded_and_sent(World *w, int64_t month) {
    month_is_funded(w, month);
    month_is_released(w, month);
    month_is_sent(w, month);
}

static void a_mandate_revoked_after_the_list_stops_the_money(DbEngine engine) {
    World *w = world_open(engine);
    int64_t cha =
        given_person(w, "Lò Văn Cha", &(Given){.payer = BANK, .recipient = "Lò Văn Nhận"});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_is_listed_and_approved(w, MARCH);
    on_day(w, 20260222);
    mandate_is_revoked(w, cha, 20260222);
    month_is_funded_and_sent(w, MARCH);
    orders_should_number(w, cha, 0);
    held_should_be(w, cha, MARCH, "NO_ACCOUNT");
    owed_should_be(w, cha, MARCH, MONTHLY); /* it waits for the person */
    order_should_be(w, mua, MARCH, ATTEMPT_SENT);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    auditor_should_be_clean(w);

    on_day(w, 20260310);
    account_is_changed(w, cha, BANK, "0711000123");
    month_goes_out(w, APRIL);
    order_should_pay(w, cha, APRIL, 2 * MONTHLY, 2);
    provider_answers(w, &(Letter){BANK, APRIL, NULL, {paid(cha), paid(mua)}});
    books_should_be(w, (Books){BUDGET(4 * MONTHLY), DRAWN(4 * MONTHLY), .in_transit = MONTHLY,
                               .expense = 3 * MONTHLY});
    settlement_should_be(
        w, APRIL,
        (Settled){
            .opening = MONTHLY, .allotted = 3 * MONTHLY, .paid = 3 * MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_mandate_revoked_after_the_list_stops_the_money)

/* A list beside the main one must not forget what the main one held. */
static void an_ended_mandate_stays_ended_in_a_supplement(DbEngine engine) {
    World *w = world_open(engine);
    int64_t cha = given_person(
        w, "Lò Văn Cha",
        &(Given){.payer = BANK, .recipient = "Lò Văn Nhận", .mandate_to = "25/02/2026"});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    held_should_be(w, cha, MARCH, "MANDATE_EXPIRED");
    on_day(w, 20260303);
    int64_t hang = given_person(w, "Hàng Văn Ba", &(Given){.payer = BANK});
    supplement_goes_out(w, MARCH, 2);
    orders_should_number(w, hang, 1);
    orders_should_number(w, cha, 0);
    orders_should_number(w, mua, 1);
    month_goes_out(w, APRIL);
    held_should_be(w, cha, APRIL, "MANDATE_EXPIRED");
    orders_should_number(w, cha, 0);

    on_day(w, 20260410);
    account_is_changed(w, cha, BANK, "0711000123");
    month_goes_out(w, MAY);
    order_should_pay(w, cha, MAY, 3 * MONTHLY, 3);
    story_ends(&w);
}
BOTH_ENGINES(an_ended_mandate_stays_ended_in_a_supplement)

static int64_t area_that_owes(World *w, int64_t person_id, int64_t month) {
    return ask(w, "SELECT area_id FROM obligation WHERE person_id = %lld AND period = %lld",
               (long long)person_id, (long long)month);
}

static void who_moves_to_another_commune_is_paid_once_a_month(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK, .commune = 1});
    month_is_listed_and_approved(w, MARCH);
    on_day(w, 20260222);
    person_moves(w, lo, w->communes[1], 20260222); /* after the list: March is the old home's */
    month_is_funded_and_sent(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    month_goes_out(w, APRIL);
    provider_answers(w, &(Letter){BANK, APRIL, NULL, {paid(lo), paid(mua)}});

    assert_int_equal(area_that_owes(w, lo, MARCH), w->communes[0]);
    assert_int_equal(area_that_owes(w, lo, APRIL), w->communes[1]);
    owed_should_be(w, lo, MARCH, MONTHLY); /* neither a gap nor an overlap */
    owed_should_be(w, lo, APRIL, MONTHLY);
    orders_should_number(w, lo, 2);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(4 * MONTHLY), DRAWN(4 * MONTHLY), .expense = 4 * MONTHLY});
    settlement_should_be(w, APRIL, (Settled){.allotted = 2 * MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(who_moves_to_another_commune_is_paid_once_a_month)

/* The list of the other province, which its own officer makes. */
static void other_province_lists(World *w, int64_t month, int64_t line_count) {
    PayrollKey key = {PROGRAMME, w->other_province, month, MAIN_RUN};
    w->ctx->user_id = w->other_officer;
    ASSERT_OK(w->ctx, payroll_compute(w->ctx, &w->app, &key, &w->reply));
    reply_should_be(w, "line_count", line_count);
}

static void who_moves_to_another_province_is_in_one_list_each_month(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    on_day(w, 20260305);
    person_moves(w, lo, w->other_commune, 20260305);
    other_province_lists(w, MARCH, 0); /* March was owed in the old home */
    month_goes_out(w, APRIL);
    other_province_lists(w, APRIL, 1);

    owed_should_be(w, lo, MARCH, MONTHLY);
    owed_should_be(w, lo, APRIL, MONTHLY);
    assert_int_equal(area_that_owes(w, lo, MARCH), w->communes[0]);
    assert_int_equal(area_that_owes(w, lo, APRIL), w->other_commune);
    orders_should_number(w, lo, 1); /* the other province has not approved yet */
    orders_should_number(w, mua, 2);
    open_cases_should_number(w, 0);
    story_ends(&w);
}
BOTH_ENGINES(who_moves_to_another_province_is_in_one_list_each_month)

/* ---- deaths ---- */

static void a_death_learned_before_the_release_is_not_paid(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_is_listed_and_approved(w, MARCH);
    on_day(w, 20260222);
    person_dies(w, lo, 20260210);
    month_is_funded_and_sent(w, MARCH);

    orders_should_number(w, lo, 0);
    owed_should_be(w, lo, MARCH, 0);
    order_should_be(w, mua, MARCH, ATTEMPT_SENT);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){.allotment_received = -2 * MONTHLY,
                               .available = MONTHLY,
                               .committed = MONTHLY,
                               DRAWN(2 * MONTHLY),
                               .at_provider = MONTHLY,
                               .in_transit = MONTHLY});
    provider_reports(w, BANK, MARCH, paid(mua));
    money_is_handed_back(w, MARCH, BANK);
    settlement_should_be(
        w, MARCH, (Settled){.allotted = 2 * MONTHLY, .paid = MONTHLY, .written_back = MONTHLY});
    month_goes_out(w, APRIL);
    owed_should_be(w, lo, APRIL, 0);
    story_ends(&w);
}
BOTH_ENGINES(a_death_learned_before_the_release_is_not_paid)

/* The month of the death is still owed (nd20/8). */
static void the_month_of_a_death_is_paid(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = POST});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = POST});
    month_goes_out(w, MARCH);
    on_day(w, 20260304);
    person_dies(w, lo, 20260302);
    provider_answers(w, &(Letter){POST, MARCH, NULL, {paid(lo), paid(mua)}});
    month_goes_out(w, APRIL);
    owed_should_be(w, lo, MARCH, MONTHLY);
    owed_should_be(w, lo, APRIL, 0);
    orders_should_number(w, lo, 1);
    open_cases_should_number(w, 0);
    story_ends(&w);
}
BOTH_ENGINES(the_month_of_a_death_is_paid)

/* Once released, a line cannot be taken out of its batch: the file goes out, and the case waits. */
static void a_death_between_release_and_sending_is_a_case_at_once(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed_and_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    person_dies(w, lo, 20260210);
    int64_t late = case_should_be_open(w, lo, CASE_LATE_DEATH, MONTHLY);
    month_is_sent(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(lo, "MD07")); /* the bank knew */
    order_should_be(w, lo, MARCH, ATTEMPT_REJECTED);
    auditor_should_be_clean(w);
    case_is_closed(w, late, CASE_NOTHING_OWED);
    case_is_closed(w, case_should_be_open(w, lo, CASE_HOLDER_DEAD, MONTHLY), CASE_NOTHING_OWED);

    month_goes_out(w, APRIL); /* nobody is left; March is ended, its budget free */
    orders_should_number(w, lo, 1);
    owed_should_be(w, lo, MARCH, 0);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){.allotment_received = -MONTHLY,
                               .available = MONTHLY,
                               DRAWN(MONTHLY),
                               .at_provider = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_death_between_release_and_sending_is_a_case_at_once)

static void money_paid_after_a_death_learned_late_is_recovered(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    on_day(w, 20260305);
    person_dies(w, lo, 20260210);
    int64_t late = case_should_be_open(w, lo, CASE_LATE_DEATH, MONTHLY);
    auditor_should_be_clean(w);
    month_is_listed(w, APRIL);
    owed_should_be(w, lo, APRIL, 0);
    open_cases_should_number(w, 1); /* looking back finds nothing that the case does not say */

    provider_reports(w, BANK, MARCH, money_back(lo, "MD07"));
    order_should_be(w, lo, MARCH, ATTEMPT_RETURNED);
    case_is_closed(w, late, CASE_RECOVERED);
    month_is_approved_and_sent(w, APRIL);
    orders_should_number(w, lo, 1); /* what came back is not paid again */
    owed_should_be(w, lo, MARCH, 0);
    provider_reports(w, BANK, APRIL, paid(mua));
    books_should_be(w, (Books){.allotment_received = -3 * MONTHLY,
                               .available = MONTHLY,
                               .committed = 2 * MONTHLY,
                               DRAWN(2 * MONTHLY),
                               .expense = 2 * MONTHLY});
    settlement_should_be(
        w, MARCH,
        (Settled){
            .allotted = 2 * MONTHLY, .paid = 2 * MONTHLY, .returned = MONTHLY, .closing = MONTHLY});
    settlement_should_be(w, APRIL, (Settled){.opening = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(money_paid_after_a_death_learned_late_is_recovered)

/* Two months went out before anybody said so: one claim for both. */
static void a_death_learned_two_months_late_is_one_claim(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    month_goes_out(w, APRIL);
    provider_answers(w, &(Letter){BANK, APRIL, NULL, {paid(lo), paid(mua)}});
    on_day(w, 20260403);
    person_dies(w, lo, 20260210);
    case_should_be_open(w, lo, CASE_LATE_DEATH, 2 * MONTHLY);
    month_goes_out(w, MAY);
    owed_should_be(w, lo, MAY, 0);
    open_cases_should_number(w, 1);
    books_should_be(w, (Books){BUDGET(5 * MONTHLY), DRAWN(5 * MONTHLY), .in_transit = MONTHLY,
                               .expense = 4 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_death_learned_two_months_late_is_one_claim)

/* What the dead were owed and never got is neither paid again nor claimed from anybody. */
static void a_rejected_order_of_the_dead_is_ended(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {rejected(lo, "AM04"), paid(mua)}});
    on_day(w, 20260305);
    person_dies(w, lo, 20260210);
    open_cases_should_number(w, 0);
    month_goes_out(w, APRIL);

    orders_should_number(w, lo, 1);
    owed_should_be(w, lo, MARCH, 0);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){.allotment_received = -3 * MONTHLY,
                               .available = MONTHLY,
                               .committed = 2 * MONTHLY,
                               DRAWN(3 * MONTHLY),
                               .at_provider = MONTHLY,
                               .in_transit = MONTHLY,
                               .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_rejected_order_of_the_dead_is_ended)

static void a_right_that_had_ended_is_a_question_not_a_minus(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    on_day(w, 20260305);
    right_is_stopped(w, lo, 20260215); /* learned after March was paid */
    month_is_listed(w, APRIL);
    int64_t question = case_should_be_open(w, lo, CASE_OVERPAID, MONTHLY);
    owed_should_be(w, lo, APRIL, 0);
    month_is_approved_and_sent(w, APRIL);
    orders_should_number(w, lo, 1);
    case_is_closed(w, question, CASE_WAIVED);
    month_is_listed(w, MAY);
    open_cases_should_number(w, 0); /* answered once and for all */
    story_ends(&w);
}
BOTH_ENGINES(a_right_that_had_ended_is_a_question_not_a_minus)

/* ---- late rights, pauses, holds ---- */

/*
 * Decree 335/2026 raises the standard to 540,000 from July, and became known after lists had gone
 * out at 500,000. Whenever the office learned of it: in the end each month was owed in full.
 */
static void a_raise_learned_late_is_paid_back(DbEngine engine) {
    enum { AUGUST = 202608, SEPTEMBER, OCTOBER, NOVEMBER, RAISED = 810000 };
    World *w = world_open(engine);
    on_day(w, 20260718);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, AUGUST);
    order_should_pay(w, lo, AUGUST, MONTHLY, 1);
    for (int64_t month = SEPTEMBER; month <= NOVEMBER; month++) {
        month_goes_out(w, month);
    }
    for (int64_t month = AUGUST; month <= NOVEMBER; month++) {
        owed_should_be(w, lo, month, RAISED);
        provider_reports(w, BANK, month, paid(lo));
    }
    orders_should_number(w, lo, 4);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(4 * RAISED), DRAWN(4 * RAISED), .expense = 4 * RAISED});
    story_ends(&w);
}
BOTH_ENGINES(a_raise_learned_late_is_paid_back)

static void a_resumed_right_is_paid_with_the_months_of_the_pause(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    right_is_suspended(w, lo, 20260301);
    month_goes_out(w, MARCH);
    owed_should_be(w, lo, MARCH, 0);
    orders_should_number(w, lo, 0);
    on_day(w, 20260310);
    right_is_resumed(w, lo, 20260401);
    month_goes_out(w, APRIL);

    owed_should_be(w, lo, MARCH, MONTHLY);
    owed_should_be(w, lo, APRIL, MONTHLY);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    provider_answers(w, &(Letter){BANK, APRIL, NULL, {paid(lo), paid(mua)}});
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(4 * MONTHLY), DRAWN(4 * MONTHLY), .in_transit = MONTHLY,
                               .expense = 3 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_resumed_right_is_paid_with_the_months_of_the_pause)

static void a_late_decision_is_paid_from_its_first_month(DbEngine engine) {
    World *w = world_open(engine);
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    on_day(w, 20260305);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK, .from = "03/2026"});
    int64_t hang = given_person(
        w, "Hàng Văn Ba", &(Given){.payer = BANK, .from = "04/2026", .degree = "Đặc biệt nặng"});
    month_goes_out(w, APRIL);

    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    order_should_pay(w, hang, APRIL, 1000000, 1); /* 2.0 x 500,000 */
    order_should_pay(w, mua, APRIL, MONTHLY, 1);
    owed_should_be(w, lo, MARCH, MONTHLY);
    books_should_be(w, (Books){BUDGET(4 * MONTHLY + 1000000), DRAWN(4 * MONTHLY + 1000000),
                               .in_transit = 4 * MONTHLY + 1000000});
    settlement_should_be(w, APRIL,
                         (Settled){.opening = MONTHLY,
                                   .allotted = 3 * MONTHLY + 1000000,
                                   .closing = 4 * MONTHLY + 1000000});
    story_ends(&w);
}
BOTH_ENGINES(a_late_decision_is_paid_from_its_first_month)

static void a_hold_is_lifted_by_another_person(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    hold_is_placed(w, lo, "REVIEW");
    month_goes_out(w, MARCH);
    held_should_be(w, lo, MARCH, "REVIEW");
    held_should_be(w, mua, MARCH, NULL);
    owed_should_be(w, lo, MARCH, MONTHLY); /* held, not lost */
    orders_should_number(w, lo, 0);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    REFUSED(w, E_PAYROLL_SAME_PERSON, try_lift_hold(w, w->officer, lo, "REVIEW"));
    REFUSED(w, E_NOT_FOUND, try_lift_hold(w, w->second_officer, lo, "COMPLAINT"));
    ASSERT_OK(w->ctx, try_lift_hold(w, w->second_officer, lo, "REVIEW"));

    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    story_ends(&w);
}
BOTH_ENGINES(a_hold_is_lifted_by_another_person)

static void a_hold_after_the_list_stops_the_release(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_is_listed_and_approved(w, MARCH);
    on_day(w, 20260222);
    hold_is_placed(w, lo, "COMPLAINT");
    month_is_funded_and_sent(w, MARCH);
    held_should_be(w, lo, MARCH, "COMPLAINT");
    orders_should_number(w, lo, 0);
    orders_should_number(w, mua, 1);
    month_goes_out(w, APRIL); /* still held */
    orders_should_number(w, lo, 0);
    ASSERT_OK(w->ctx, try_lift_hold(w, w->second_officer, lo, "COMPLAINT"));
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, 3 * MONTHLY, 3);
    order_should_pay(w, mua, MAY, MONTHLY, 1);
    books_should_be(w, (Books){BUDGET(6 * MONTHLY), DRAWN(6 * MONTHLY), .in_transit = 6 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_hold_after_the_list_stops_the_release)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(a_mandate_revoked_after_the_list_stops_the_money),
        BOTH_TESTS(an_ended_mandate_stays_ended_in_a_supplement),
        BOTH_TESTS(who_moves_to_another_commune_is_paid_once_a_month),
        BOTH_TESTS(who_moves_to_another_province_is_in_one_list_each_month),
        BOTH_TESTS(a_death_learned_before_the_release_is_not_paid),
        BOTH_TESTS(the_month_of_a_death_is_paid),
        BOTH_TESTS(a_death_between_release_and_sending_is_a_case_at_once),
        BOTH_TESTS(money_paid_after_a_death_learned_late_is_recovered),
        BOTH_TESTS(a_death_learned_two_months_late_is_one_claim),
        BOTH_TESTS(a_rejected_order_of_the_dead_is_ended),
        BOTH_TESTS(a_right_that_had_ended_is_a_question_not_a_minus),
        BOTH_TESTS(a_raise_learned_late_is_paid_back),
        BOTH_TESTS(a_resumed_right_is_paid_with_the_months_of_the_pause),
        BOTH_TESTS(a_late_decision_is_paid_from_its_first_month),
        BOTH_TESTS(a_hold_is_lifted_by_another_person),
        BOTH_TESTS(a_hold_after_the_list_stops_the_release),
    };
    return HARNESS_RUN(tests);
}
