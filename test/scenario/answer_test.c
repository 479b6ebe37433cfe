/*
 * Stories of answers: real files of providers, whole or damaged, once or twice, right or wrong.
 * A row is "paid" by its id, its amount and its provider together; what does not fit waits with an
 * owner, and never counts (R1, R2).
 */
#include "check.h"
#include "letter.h"
#include "month.h"
#include "payment/end_to_end.h"
#include "sys/file.h"

static void a_result_file_twice_changes_nothing(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    Str file =
        provider_writes(w, &(Letter){BANK, MARCH, "VB-1", {paid(lo), rejected(mua, "AM04")}});
    ASSERT_OK(w->ctx, try_load(w, w->accountant, BANK, file));
    reply_should_be(w, "row_count", 2);
    reply_should_be(w, "paid_count", 1);
    reply_should_be(w, "paid_dong", MONTHLY);
    reply_should_be(w, "rejected_count", 1);

    ASSERT_OK(w->ctx, try_load(w, w->officer, BANK, file));
    reply_should_be(w, "repeated_file", 1);
    reply_should_be(w, "paid_count", 0);
    ASSERT_OK(w->ctx, try_load(w, w->accountant, BANK, file_is_copied(w, file)));
    reply_should_be(w, "repeated_file", 1); /* known by its bytes, not by its name */

    assert_int_equal(ask(w, "SELECT COUNT(*) FROM result_file"), 1);
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    order_should_be(w, mua, MARCH, ATTEMPT_REJECTED);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = MONTHLY,
                               .at_provider = MONTHLY});
    settlement_should_be(w, MARCH,
                         (Settled){.allotted = 2 * MONTHLY, .paid = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_result_file_twice_changes_nothing)

static void the_same_row_twice_counts_once(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = WALLET});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){WALLET, MARCH, "V-1", {accepted(lo), paid(lo), paid(lo)}});
    reply_should_be(w, "row_count", 3);
    reply_should_be(w, "applied_count", 2);
    reply_should_be(w, "repeated_count", 1);
    reply_should_be(w, "paid_count", 1);
    provider_answers(w, &(Letter){WALLET, MARCH, "V-2", {paid(lo), accepted(lo)}}); /* and late */
    reply_should_be(w, "repeated_count", 2);

    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(the_same_row_twice_counts_once)

/* The file of one payer arrives cut short; then the good one of the same reference. */
static void cut_short_then_whole(World *w, Payer from, int64_t person_id, Status refusal) {
    Str whole = provider_writes(w, &(Letter){from, MARCH, "KQ-CUT", {paid(person_id)}});
    Str bytes = file_is_cut(w, whole, -20);
    REFUSED(w, refusal, try_load(w, w->accountant, from, bytes));
    order_should_be(w, person_id, MARCH, ATTEMPT_SENT);
    ASSERT_OK(w->ctx, try_load(w, w->accountant, from, whole));
    reply_should_be(w, "paid_count", 1);
    order_should_be(w, person_id, MARCH, ATTEMPT_PAID);
}

static void a_file_cut_short_is_refused_and_the_whole_one_follows(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = WALLET});
    month_goes_out(w, MARCH);
    cut_short_then_whole(w, BANK, lo, E_XML_SYNTAX);
    cut_short_then_whole(w, WALLET, mua, E_XLSX_SYNTAX);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM result_file"), 2);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = 2 * MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_file_cut_short_is_refused_and_the_whole_one_follows)

/* Text has no end of its own: the count above the rows tells that rows are missing. */
static void a_list_without_its_last_row_is_refused(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = LIST_BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = LIST_BANK});
    month_goes_out(w, MARCH);
    Letter letter = {LIST_BANK, MARCH, "NH2-1", {paid(lo), paid(mua)}};
    Str whole = provider_writes(w, &letter);
    Str bytes;
    ASSERT_OK(w->ctx, file_read_all(w->ctx, whole, 4096, &bytes));
    size_t last_row = str_find(bytes, order_id(w, mua, MARCH), 0);
    Str cut = file_is_cut(w, whole, (int64_t)last_row);
    REFUSED(w, E_RESULT_FORMAT, try_load(w, w->accountant, LIST_BANK, cut));
    order_should_be(w, lo, MARCH, ATTEMPT_SENT); /* nothing of it was taken */
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .in_transit = 2 * MONTHLY});

    ASSERT_OK(w->ctx, try_load(w, w->accountant, LIST_BANK, whole));
    reply_should_be(w, "paid_count", 2);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = 2 * MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_list_without_its_last_row_is_refused)

static void other_bytes_under_a_known_reference_are_set_aside(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, "VB-1", {paid(lo)}});
    Str other = provider_writes(w, &(Letter){BANK, MARCH, "VB-1", {paid(lo), paid(mua)}});
    REFUSED(w, E_RESULT_QUARANTINED, try_load(w, w->accountant, BANK, other));
    order_should_be(w, mua, MARCH, ATTEMPT_SENT);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM result_file WHERE quarantine_no > 0"), 1);
    ASSERT_OK(w->ctx, try_load(w, w->accountant, BANK, other)); /* known now, and still aside */
    reply_should_be(w, "repeated_file", 1);
    order_should_be(w, mua, MARCH, ATTEMPT_SENT);

    provider_answers(w, &(Letter){BANK, MARCH, "VB-2", {paid(mua)}}); /* the bank names it anew */
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = 2 * MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(other_bytes_under_a_known_reference_are_set_aside)

static void a_wrong_amount_is_a_case_and_never_paid(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = LIST_BANK});
    month_goes_out(w, MARCH);
    Told wrong = paid(lo);
    wrong.amount_dong = MONTHLY / 10;
    provider_reports(w, LIST_BANK, MARCH, wrong);
    reply_should_be(w, "paid_count", 0);
    reply_should_be(w, "case_count", 1);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    suspense_should_number(w, 1, "WRONG_AMOUNT");
    int64_t question = case_should_be_open(w, lo, CASE_WRONG_AMOUNT, MONTHLY / 10);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    auditor_should_be_clean(w);

    provider_reports(w, LIST_BANK, MARCH, paid(lo));
    case_is_closed(w, question, CASE_NOTHING_OWED);
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_wrong_amount_is_a_case_and_never_paid)

/* AM05: the bank has it already. The first one may have been paid: never a reason to send again. */
static void a_duplicate_is_asked_about_and_frees_nothing(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(lo, "AM05"));
    reply_should_be(w, "rejected_count", 0);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    suspense_should_number(w, 1, "DUPLICATE");
    case_should_be_open(w, lo, CASE_UNKNOWN_REASON, MONTHLY);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});

    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, MONTHLY, 1);
    orders_should_number(w, lo, 2);
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_duplicate_is_asked_about_and_frees_nothing)

static void a_technical_fault_is_no_final_word(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = LIST_BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, rejected(lo, "TECH"));
    provider_reports(w, LIST_BANK, MARCH, rejected(mua, "TECH"));
    order_should_be(w, lo, MARCH, ATTEMPT_UNKNOWN);
    order_should_be(w, mua, MARCH, ATTEMPT_UNKNOWN);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .in_transit = 2 * MONTHLY});

    provider_reports(w, BANK, MARCH, paid(lo));
    provider_reports(w, LIST_BANK, MARCH, rejected(mua, "AM04"));
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    order_should_be(w, mua, MARCH, ATTEMPT_REJECTED);
    settlement_should_be(w, MARCH,
                         (Settled){.allotted = 2 * MONTHLY, .paid = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_technical_fault_is_no_final_word)

/* Files of one day are loaded in any order: the return may be read before the payment. */
static void a_return_that_overtakes_the_payment_still_comes_back(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, return_noticed(lo, "MS03"));
    int64_t question = case_should_be_open(w, lo, CASE_UNEXPECTED, MONTHLY);
    provider_reports(w, BANK, MARCH, return_noticed(lo, "MS03")); /* and once more */
    open_cases_should_number(w, 1);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});

    provider_reports(w, BANK, MARCH, paid(lo));
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    provider_reports(w, BANK, MARCH, money_back(lo, "MS03"));
    order_should_be(w, lo, MARCH, ATTEMPT_RETURNED);
    open_cases_should_number(w, 1);
    case_is_closed(w, question, CASE_NOTHING_OWED);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});
    settlement_should_be(
        w, MARCH,
        (Settled){.allotted = MONTHLY, .paid = MONTHLY, .returned = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_return_that_overtakes_the_payment_still_comes_back)

static void a_reject_after_paid_is_a_question_and_frees_nothing(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    provider_reports(w, BANK, MARCH, rejected(lo, "AM04"));
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    case_should_be_open(w, lo, CASE_UNEXPECTED, MONTHLY);
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, MONTHLY, 1);
    orders_should_number(w, lo, 2);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .in_transit = MONTHLY,
                               .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_reject_after_paid_is_a_question_and_frees_nothing)

/* Less came back than was paid: the money is real, whose it is must be asked. */
static void a_return_of_another_sum_is_unidentified_money(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    Told less = money_back(lo, "MS03");
    less.amount_dong = MONTHLY - 11000;
    provider_reports(w, BANK, MARCH, less);
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    case_should_be_open(w, lo, CASE_WRONG_AMOUNT, MONTHLY - 11000);
    suspense_should_number(w, 1, "WRONG_AMOUNT");
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY,
                               .at_provider = MONTHLY - 11000, .unidentified = 11000 - MONTHLY});
    settlement_should_be(w, MARCH,
                         (Settled){.allotted = MONTHLY,
                                   .paid = MONTHLY,
                                   .returned = MONTHLY - 11000,
                                   .closing = MONTHLY - 11000});
    story_ends(&w);
}
BOTH_ENGINES(a_return_of_another_sum_is_unidentified_money)

static void an_answer_from_another_provider_books_nothing(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    Str file = provider_writes(w, &(Letter){BANK, MARCH, "NH2-7", {paid(lo)}});
    ASSERT_OK(w->ctx,
              try_load(w, w->accountant, LIST_BANK, file)); /* it came from the other bank */
    reply_should_be(w, "paid_count", 0);
    reply_should_be(w, "suspended_count", 1);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    suspense_should_number(w, 1, "WRONG_PROVIDER");
    case_should_be_open(w, lo, CASE_WRONG_PROVIDER, MONTHLY);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});

    provider_reports(w, BANK, MARCH, paid(lo)); /* the right one's word counts */
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(an_answer_from_another_provider_books_nothing)

static void an_id_that_is_not_ours_waits_in_suspense(DbEngine engine) {
    World *w = world_open(engine);
    char never_sent[END_TO_END_CHARS + 1];
    char no_such_line[END_TO_END_CHARS + 1];
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    end_to_end_write(attempt_id_of(999, 1), lo, never_sent);
    end_to_end_write(attempt_id_of(1, 77), lo, no_such_line);
    Told strangers[3] = {paid(0), paid(0), paid(0)};
    const char *ids[3] = {never_sent, no_such_line, "KHONG-PHAI-CUA-TA"};
    for (int i = 0; i < 3; i++) {
        strangers[i].id = ids[i];
        strangers[i].amount_dong = MONTHLY;
    }
    provider_answers(
        w, &(Letter){BANK, MARCH, "VB-1", {strangers[0], strangers[1], strangers[2], paid(lo)}});
    reply_should_be(w, "row_count", 4);
    reply_should_be(w, "suspended_count", 3);
    reply_should_be(w, "paid_count", 1); /* the good row counts beside them */

    suspense_should_number(w, 3, "NO_MATCH");
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(an_id_that_is_not_ours_waits_in_suspense)

static void a_file_refused_as_a_whole_frees_every_line(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    bank_refuses_file(w, MARCH, "FF01");
    reply_should_be(w, "rejected_count", 2);
    order_should_be(w, lo, MARCH, ATTEMPT_REJECTED);
    order_should_be(w, mua, MARCH, ATTEMPT_REJECTED);
    books_should_be(w,
                    (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .at_provider = 2 * MONTHLY});
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    order_should_pay(w, mua, APRIL, 2 * MONTHLY, 2);
    settlement_should_be(w, MARCH, (Settled){.allotted = 2 * MONTHLY, .closing = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_file_refused_as_a_whole_frees_every_line)

static void money_that_nobody_knows_is_booked_as_unidentified(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    Told stranger = {.outcome = RESULT_MONEY_BACK, .amount_dong = 123000, .id = "LA-GI-DAY"};
    provider_reports(w, BANK, MARCH, stranger);

    suspense_should_number(w, 1, "NO_MATCH");
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY,
                               .at_provider = 123000, .unidentified = -123000});
    story_ends(&w);
}
BOTH_ENGINES(money_that_nobody_knows_is_booked_as_unidentified)

/* One recipient collects for two: the same sum to the same account, twice in one file, is normal.
 */
static void two_equal_sums_to_one_account_are_two_payments(DbEngine engine) {
    World *w = world_open(engine);
    Given collected = {.payer = BANK, .number = "0711000999", .recipient = "Lò Văn Nhận"};
    int64_t father = given_person(w, "Lò Văn Cha", &collected);
    int64_t mother = given_person(w, "Lò Văn Mẹ", &collected);
    month_goes_out(w, MARCH);
    assert_int_equal(ask(w, "SELECT line_count FROM batch"), 2);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(father), paid(mother)}});
    reply_should_be(w, "paid_count", 2);
    reply_should_be(w, "repeated_count", 0);
    provider_reports(w, BANK, MARCH, return_noticed(mother, "MS03")); /* touches one of them only */
    provider_reports(w, BANK, MARCH, money_back(mother, "MS03"));

    order_should_be(w, father, MARCH, ATTEMPT_PAID);
    order_should_be(w, mother, MARCH, ATTEMPT_RETURNED);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = MONTHLY,
                               .at_provider = MONTHLY});
    settlement_should_be(
        w, MARCH,
        (Settled){
            .allotted = 2 * MONTHLY, .paid = 2 * MONTHLY, .returned = MONTHLY, .closing = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(two_equal_sums_to_one_account_are_two_payments)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(a_result_file_twice_changes_nothing),
        BOTH_TESTS(the_same_row_twice_counts_once),
        BOTH_TESTS(a_file_cut_short_is_refused_and_the_whole_one_follows),
        BOTH_TESTS(a_list_without_its_last_row_is_refused),
        BOTH_TESTS(other_bytes_under_a_known_reference_are_set_aside),
        BOTH_TESTS(a_wrong_amount_is_a_case_and_never_paid),
        BOTH_TESTS(a_duplicate_is_asked_about_and_frees_nothing),
        BOTH_TESTS(a_technical_fault_is_no_final_word),
        BOTH_TESTS(a_return_that_overtakes_the_payment_still_comes_back),
        BOTH_TESTS(a_reject_after_paid_is_a_question_and_frees_nothing),
        BOTH_TESTS(a_return_of_another_sum_is_unidentified_money),
        BOTH_TESTS(an_answer_from_another_provider_books_nothing),
        BOTH_TESTS(an_id_that_is_not_ours_waits_in_suspense),
        BOTH_TESTS(a_file_refused_as_a_whole_frees_every_line),
        BOTH_TESTS(money_that_nobody_knows_is_booked_as_unidentified),
        BOTH_TESTS(two_equal_sums_to_one_account_are_two_payments),
    };
    return HARNESS_RUN(tests);
}
