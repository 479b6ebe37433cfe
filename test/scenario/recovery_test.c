/*
 * Stories of money paid too much: the claim is found, somebody decides, the months after give it
 * back in instalments, and it ends on the đồng. Nothing is taken without a decision, nobody is left
 * with less than half.
 */
#include "app/recovery.h"
#include "app/register.h"

#include "check.h"
#include "letter.h"
#include "month.h"

enum { JUNE = 202606, JULY = 202607, AUGUST = 202608 };
enum { HIGHER = 1000000, TOO_MUCH = HIGHER - MONTHLY };

/* The council finds that the right is that of a severe degree, since that day. */
static void degree_is_lowered(World *w, int64_t person_id, int64_t last_day, int64_t from_day) {
    EnrolmentAdd add = {.person_id = person_id,
                        .programme_id = PROGRAMME,
                        .category = STR("nd20/5.6"),
                        .degree = 1,
                        .decision_no = STR("77/QĐ"),
                        .decision_date = from_day,
                        .from_date = from_day};
    right_is_stopped(w, person_id, last_day);
    w->ctx->user_id = w->officer;
    ASSERT_OK(w->ctx, enrolment_add(w->ctx, &w->app, &add, &w->reply));
}

static Status try_decide(World *w, int64_t user_id, RecoveryDecide decide) {
    w->ctx->user_id = user_id;
    if (str_is_empty(decide.paper)) {
        decide.paper = STR("12/QĐ-UBND");
    }
    return recovery_decide(w->ctx, &w->app, &decide, &w->reply);
}

static void recovery_is_decided(World *w, RecoveryDecide decide) {
    ASSERT_OK(w->ctx, try_decide(w, w->accountant, decide));
}

static void recovery_is_suspended(World *w, int64_t case_id) {
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, recovery_suspend(w->ctx, &w->app, case_id, STR("13/QĐ-UBND"), &w->reply));
}

static void withheld_should_be(World *w, int64_t person_id, int64_t month, int64_t dong) {
    assert_int_equal(ask(w,
                         "SELECT CAST(COALESCE(SUM(withheld_dong), 0) AS BIGINT) FROM obligation "
                         "WHERE person_id = %lld AND period = %lld",
                         (long long)person_id, (long long)month),
                     dong);
}

static void differs_because(World *w, int64_t person_id, int64_t month, const char *reason) {
    assert_int_equal(ask(w,
                         "SELECT COUNT(*) FROM payroll_difference AS d "
                         "JOIN payroll AS p ON p.payroll_id = d.payroll_id "
                         "WHERE d.person_id = %lld AND p.period = %lld AND d.reason_code = '%s'",
                         (long long)person_id, (long long)month, reason),
                     1);
}

static void month_is_paid(World *w, int64_t month, int64_t person_id) {
    month_goes_out(w, month);
    provider_answers(w, &(Letter){BANK, month, NULL, {paid(person_id)}});
}

/* March was paid as of a degree that had ended; April finds it. */
static int64_t given_claim(World *w, int64_t *ret_person_id) {
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK, .degree = "Đặc biệt nặng"});
    month_is_paid(w, MARCH, lo);
    on_day(w, 20260305);
    degree_is_lowered(w, lo, 20260228, 20260301);
    month_is_paid(w, APRIL, lo);
    owed_should_be(w, lo, MARCH, HIGHER);
    owed_should_be(w, lo, APRIL, MONTHLY);
    *ret_person_id = lo;
    return case_should_be_open(w, lo, CASE_OVERPAID, TOO_MUCH);
}

static void a_claim_is_withheld_by_instalments_and_ends_exactly(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = 0;
    int64_t claim = given_claim(w, &lo);
    on_day(w, 20260405);
    assert_int_equal(ask(w, "SELECT amount_dong FROM claim_month WHERE period = 202603"), TOO_MUCH);
    recovery_is_decided(
        w, (RecoveryDecide){
               .case_id = claim, .cap_dong = 100000, .share_percent = 50, .first_period = MAY});
    int64_t paid_dong = HIGHER + MONTHLY;
    books_should_be(w, (Books){BUDGET(paid_dong), DRAWN(paid_dong), .expense = paid_dong,
                               .overpayment = TOO_MUCH, .prior_adjustment = -TOO_MUCH});
    auditor_should_be_clean(w);

    month_is_paid(w, MAY, lo);
    owed_should_be(w, lo, MAY, MONTHLY - 100000);
    order_should_pay(w, lo, MAY, MONTHLY - 100000, 1);
    differs_because(w, lo, MAY, "WITHHELD");
    month_is_paid(w, JUNE, lo);
    withheld_should_be(w, lo, JUNE, 100000);
    open_cases_should_number(w, 1);
    month_is_paid(w, JULY, lo);
    withheld_should_be(w, lo, JULY, TOO_MUCH - 200000);
    differs_because(w, lo, JULY, "WITHHELD_LESS");
    open_cases_should_number(w, 0);
    month_is_paid(w, AUGUST, lo);
    withheld_should_be(w, lo, AUGUST, 0);
    owed_should_be(w, lo, AUGUST, MONTHLY);

    paid_dong = 6 * MONTHLY; /* what the law gives for six months, after all */
    books_should_be(w, (Books){BUDGET(paid_dong), DRAWN(paid_dong), .expense = paid_dong});
    story_ends(&w);
}
BOTH_ENGINES(a_claim_is_withheld_by_instalments_and_ends_exactly)

static void nothing_is_withheld_without_a_decision(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = 0;
    int64_t claim = given_claim(w, &lo);
    month_is_paid(w, MAY, lo);
    withheld_should_be(w, lo, MAY, 0);
    open_cases_should_number(w, 1); /* looking back does not find it again */
    on_day(w, 20260505);
    RecoveryDecide decide = {.case_id = claim, .share_percent = 10, .first_period = JUNE};
    REFUSED(w, E_RIGHT_MISSING, try_decide(w, w->officer, decide));
    REFUSED(w, E_NOT_FOUND,
            try_decide(w, w->accountant,
                       (RecoveryDecide){
                           .case_id = claim + 900, .share_percent = 10, .first_period = JUNE}));
    RecoveryDecide wrong[] = {decide, decide, decide, decide, decide};
    wrong[0].share_percent = 51;
    wrong[1].share_percent = 0;
    wrong[2].cap_dong = -1;
    wrong[3].first_period = APRIL; /* over */
    for (size_t i = 0; i < 4; i++) {
        REFUSED(w, E_RECOVERY_TERMS, try_decide(w, w->accountant, wrong[i]));
    }
    wrong[4].payer_id = lo + 900;
    REFUSED(w, E_NOT_FOUND, try_decide(w, w->accountant, wrong[4]));
    recovery_is_decided(w, decide);
    REFUSED(w, E_RECOVERY_DECIDED, try_decide(w, w->accountant, decide)); /* twice */
    month_is_paid(w, JUNE, lo);
    withheld_should_be(w, lo, JUNE, MONTHLY / 10); /* the share, not the cap */
    story_ends(&w);
}
BOTH_ENGINES(nothing_is_withheld_without_a_decision)

static void a_hold_or_a_suspension_leaves_the_rest_open(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = 0;
    int64_t claim = given_claim(w, &lo);
    RecoveryDecide decide = {
        .case_id = claim, .cap_dong = 60000, .share_percent = 50, .first_period = MAY};
    recovery_is_decided(w, decide);
    hold_is_placed(w, lo, "REVIEW");
    month_goes_out(w, MAY);
    held_should_be(w, lo, MAY, "REVIEW");
    withheld_should_be(w, lo, MAY, 0); /* who is held bears no instalment */
    on_day(w, 20260505);
    ASSERT_OK(w->ctx, try_lift_hold(w, w->second_officer, lo, "REVIEW"));
    recovery_is_suspended(w, claim);
    month_is_paid(w, JUNE, lo);
    withheld_should_be(w, lo, JUNE, 0);
    auditor_should_be_clean(w);

    on_day(w, 20260605);
    decide.cap_dong = 0;
    decide.share_percent = 20;
    decide.first_period = JULY;
    recovery_is_decided(w, decide);
    month_is_listed(w, JULY);
    withheld_should_be(w, lo, JULY, MONTHLY / 5);
    w->ctx->user_id = w->accountant;
    REFUSED(w, E_RECOVERY_LISTED, case_close(w->ctx, &w->app, claim, CASE_WAIVED, &w->reply));
    month_is_approved_and_sent(w, JULY);
    provider_answers(w, &(Letter){BANK, JULY, NULL, {paid(lo)}});
    auditor_should_be_clean(w);
    case_is_closed(w, claim, CASE_WAIVED); /* what is left */
    month_is_paid(w, AUGUST, lo);
    withheld_should_be(w, lo, AUGUST, 0);
    int64_t paid_dong = HIGHER + 5 * MONTHLY - MONTHLY / 5;
    books_should_be(w, (Books){BUDGET(paid_dong), DRAWN(paid_dong), .expense = paid_dong});
    story_ends(&w);
}
BOTH_ENGINES(a_hold_or_a_suspension_leaves_the_rest_open)

/* From an heir; and when the heir's month falls away before it is sent, the claim is open again. */
static void an_heir_pays_and_an_instalment_that_falls_away_is_owed_again(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    on_day(w, 20260305);
    person_dies(w, lo, 20260210);
    int64_t claim = case_should_be_open(w, lo, CASE_LATE_DEATH, MONTHLY);
    recovery_is_decided(
        w, (RecoveryDecide){
               .case_id = claim, .payer_id = mua, .share_percent = 50, .first_period = APRIL});
    month_is_paid(w, APRIL, mua);
    withheld_should_be(w, mua, APRIL, MONTHLY / 2);
    month_is_listed(w, MAY);
    withheld_should_be(w, mua, MAY, MONTHLY / 2);
    month_is_allotted(w, MAY);
    month_is_approved(w, MAY);
    open_cases_should_number(w, 0); /* met, as approved */
    person_dies(w, mua, 20260420);
    month_is_funded(w, MAY);
    month_is_released(w, MAY);
    owed_should_be(w, mua, MAY, 0);
    case_should_be_open(w, lo, CASE_LATE_DEATH, MONTHLY);
    auditor_should_be_clean(w);
    case_is_closed(w, claim, CASE_WAIVED);
    story_ends(&w);
}
BOTH_ENGINES(an_heir_pays_and_an_instalment_that_falls_away_is_owed_again)

/* What a late decision says of somebody who has died ends with the death. */
static void a_right_lowered_after_a_death_ends_with_it(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK, .degree = "Đặc biệt nặng"});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo), paid(mua)}});
    on_day(w, 20260312);
    person_dies(w, lo, 20260310);
    degree_is_lowered(w, lo, 20260228, 20260301);
    month_goes_out(w, APRIL);
    owed_should_be(w, lo, APRIL, 0);
    open_cases_should_number(w, 1);
    case_should_be_open(w, lo, CASE_LATE_DEATH, TOO_MUCH);
    EnrolmentAdd add = {.person_id = lo,
                        .programme_id = PROGRAMME,
                        .category = STR("nd20/5.6"),
                        .degree = 1,
                        .decision_no = STR("78/QĐ"),
                        .decision_date = 20260401,
                        .from_date = 20260401};
    w->ctx->user_id = w->officer;
    REFUSED(w, E_ENROLMENT_DATES, enrolment_add(w->ctx, &w->app, &add, &w->reply));
    story_ends(&w);
}
BOTH_ENGINES(a_right_lowered_after_a_death_ends_with_it)

static void an_insider_who_takes_more_is_named(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = 0;
    int64_t claim = given_claim(w, &lo);
    recovery_is_decided(
        w, (RecoveryDecide){
               .case_id = claim, .cap_dong = 100000, .share_percent = 50, .first_period = MAY});
    month_is_paid(w, MAY, lo);
    auditor_should_be_clean(w);
    assert_true(insider_does(w, "UPDATE recovery_deduction SET amount_dong = 160000"));
    story_ends_broken(&w, "P5-recovery");
}
BOTH_ENGINES(an_insider_who_takes_more_is_named)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(a_claim_is_withheld_by_instalments_and_ends_exactly),
        BOTH_TESTS(nothing_is_withheld_without_a_decision),
        BOTH_TESTS(a_hold_or_a_suspension_leaves_the_rest_open),
        BOTH_TESTS(an_heir_pays_and_an_instalment_that_falls_away_is_owed_again),
        BOTH_TESTS(a_right_lowered_after_a_death_ends_with_it),
        BOTH_TESTS(an_insider_who_takes_more_is_named),
    };
    return HARNESS_RUN(tests);
}
