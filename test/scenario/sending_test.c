/*
 * Stories of the way out: a file leaves once; not knowing is a state of its own, and only the
 * provider's word ends it (P1, P2).
 */
#include "app/payment.h"
#include "check.h"
#include "letter.h"
#include "month.h"
#include "sys/file.h"

static void sending_twice_sends_one_file(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK, .commune = 1});
    month_goes_out(w, MARCH);
    assert_int_equal(files_sent_to(w, BANK), 1);

    ASSERT_OK(w->ctx, try_seal(w, MARCH));
    reply_should_be(w, "file_count", 0);
    ASSERT_OK(w->ctx, try_send(w, w->accountant, MARCH));
    reply_should_be(w, "sent_count", 0);
    REFUSED(w, E_PAYROLL_ALREADY_RELEASED, try_release(w, w->accountant, MARCH));

    assert_int_equal(files_sent_to(w, BANK), 1);
    orders_should_number(w, lo, 1);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    order_should_be(w, mua, MARCH, ATTEMPT_SENT);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .in_transit = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = 2 * MONTHLY, .closing = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(sending_twice_sends_one_file)

static void the_same_request_is_answered_once(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);

    w->ctx->request_key = STR("release-march");
    month_is_released(w, MARCH);
    assert_false(w->reply.replayed);
    ASSERT_OK(w->ctx, try_release(w, w->accountant, MARCH)); /* the reply was lost: asked again */
    assert_true(w->reply.replayed);
    reply_should_be(w, "attempt_count", 1);
    REFUSED(w, E_REQUEST_KEY_REUSED, try_allot(w, w->accountant, MARCH, 1000));
    w->ctx->request_key = STR("");

    orders_should_number(w, lo, 1);
    order_should_be(w, lo, MARCH, ATTEMPT_RELEASED);
    assert_int_equal(files_sent_to(w, BANK), 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(the_same_request_is_answered_once)

/* One provider's folder cannot be written: the others' files are out, and stay out once. */
static void a_sending_that_fails_half_way_goes_on_with_the_rest(DbEngine engine) {
    World *w = world_open(engine);
    Str blocked;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t mua = given_person(w, "Mùa Văn Hai", &(Given){.payer = LIST_BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    ASSERT_OK(w->ctx, try_seal(w, MARCH));
    ASSERT_OK(w->ctx, file_make_folders(w->ctx, w->exchange));
    ASSERT_OK(w->ctx, file_join(w->ctx, w->exchange, str_of(payer_code(LIST_BANK)), &blocked));
    ASSERT_OK(w->ctx, file_write_new(w->ctx, blocked, STR("a file where a folder should be")));
    assert_int_not_equal(try_send(w, w->accountant, MARCH), OK);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    order_should_be(w, mua, MARCH, ATTEMPT_RELEASED); /* nothing of it left */

    ASSERT_OK(w->ctx, file_remove(w->ctx, blocked));
    ASSERT_OK(w->ctx, try_send(w, w->accountant, MARCH));
    reply_should_be(w, "sent_count", 1);
    order_should_be(w, mua, MARCH, ATTEMPT_SENT);
    assert_int_equal(files_sent_to(w, BANK), 1);
    assert_int_equal(files_sent_to(w, LIST_BANK), 1);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .in_transit = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_sending_that_fails_half_way_goes_on_with_the_rest)

/* April goes out while March still lies on a desk; then March. */
static void lists_released_out_of_order_pay_each_month_once(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, MONTHLY, 1);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    month_is_sent(w, MARCH);
    order_should_pay(w, lo, MARCH, MONTHLY, 1);
    provider_reports(w, BANK, APRIL, paid(lo));
    provider_reports(w, BANK, MARCH, rejected(lo, "AM04"));
    month_goes_out(w, MAY);
    order_should_pay(w, lo, MAY, 2 * MONTHLY, 2);
    orders_should_number(w, lo, 3);
    books_should_be(w, (Books){BUDGET(3 * MONTHLY), DRAWN(3 * MONTHLY), .in_transit = 2 * MONTHLY,
                               .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(lists_released_out_of_order_pay_each_month_once)

static void a_lost_reply_is_unknown_until_the_provider_says_paid(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    days_pass(w, 7);
    silence_is_noticed(w);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT); /* the bank has eight days */
    days_pass(w, 2);
    silence_is_noticed(w);
    order_should_be(w, lo, MARCH, ATTEMPT_UNKNOWN);
    auditor_should_be_clean(w);

    month_goes_out(w, APRIL); /* March stays with the bank, whatever became of it */
    order_should_pay(w, lo, APRIL, MONTHLY, 1);
    orders_should_number(w, lo, 2);
    provider_reports(w, BANK, MARCH, paid(lo));
    provider_reports(w, BANK, APRIL, paid(lo));

    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    order_should_be(w, lo, APRIL, ATTEMPT_PAID);
    open_cases_should_number(w, 0);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    settlement_should_be(w, APRIL, (Settled){.allotted = MONTHLY, .paid = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_lost_reply_is_unknown_until_the_provider_says_paid)

static void what_is_unknown_is_tried_again_once_the_provider_denies_it(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    days_pass(w, 9);
    silence_is_noticed(w);
    order_should_be(w, lo, MARCH, ATTEMPT_UNKNOWN);
    provider_reports(w, BANK, MARCH, never_received(lo));
    order_should_be(w, lo, MARCH, ATTEMPT_NEVER_RECEIVED);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .at_provider = MONTHLY});

    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2); /* March's money lay there: one month drawn */
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .in_transit = 2 * MONTHLY});
    provider_reports(w, BANK, APRIL, paid(lo));

    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, MARCH, (Settled){.allotted = MONTHLY, .closing = MONTHLY});
    settlement_should_be(w, APRIL,
                         (Settled){.opening = MONTHLY, .allotted = MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(what_is_unknown_is_tried_again_once_the_provider_denies_it)

static void a_paper_frees_what_never_arrived(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = POST});
    month_goes_out(w, MARCH);
    days_pass(w, 9);
    silence_is_noticed(w);
    Str id = order_id(w, lo, MARCH);
    ASSERT_OK(w->ctx, try_fenced_paper(w, id));
    order_should_be(w, lo, MARCH, ATTEMPT_NEVER_RECEIVED);
    REFUSED(w, E_ATTEMPT_STATE, try_fenced_paper(w, id)); /* the second paper says nothing new */

    month_goes_out(w, APRIL);
    order_should_pay(w, lo, APRIL, 2 * MONTHLY, 2);
    provider_reports(w, POST, APRIL, paid(lo));
    order_should_be(w, lo, APRIL, ATTEMPT_PAID);
    books_should_be(w, (Books){BUDGET(2 * MONTHLY), DRAWN(2 * MONTHLY), .expense = 2 * MONTHLY});
    settlement_should_be(w, APRIL,
                         (Settled){.opening = MONTHLY, .allotted = MONTHLY, .paid = 2 * MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_paper_frees_what_never_arrived)

static void a_paper_frees_nothing_that_was_paid(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    REFUSED(w, E_ATTEMPT_STATE, try_fenced_paper(w, order_id(w, lo, MARCH)));
    REFUSED(w, E_END_TO_END_ID, try_fenced_paper(w, STR("VN000000000000000"))); /* misread */

    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    open_cases_should_number(w, 0);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM result_file"), 1);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_paper_frees_nothing_that_was_paid)

/* Ends the program between the file's way out and the stored acknowledgement. */
static void the_program_dies_while_sending(World *w, int64_t month) {
    Status status = OK;
    ASSERT_OK(w->ctx, try_seal(w, month));
    for (int64_t nth = 1; files_sent_to(w, BANK) == 0; nth++) { /* ends: sending has few of them */
        assert_true(nth < 100);
        db_fail_nth(w->app.db, nth);
        status = try_send(w, w->accountant, month);
        db_fail_nth(w->app.db, 0);
    }
    assert_int_not_equal(status, OK);
}

static void recover(World *w) {
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, payment_recover(w->ctx, &w->app, w->exchange, &w->reply));
}

static void a_file_that_lies_there_after_a_death_was_sent(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    the_program_dies_while_sending(w, MARCH);
    order_should_be(w, lo, MARCH, ATTEMPT_SENDING);
    ASSERT_OK(w->ctx,
              try_send(w, w->accountant, MARCH)); /* again: what is on its way stays alone */
    reply_should_be(w, "sent_count", 0);
    recover(w);
    reply_should_be(w, "sent_count", 1);
    reply_should_be(w, "unknown_count", 0);

    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    assert_int_equal(files_sent_to(w, BANK), 1);
    provider_reports(w, BANK, MARCH, paid(lo));
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_file_that_lies_there_after_a_death_was_sent)

static void a_file_that_is_gone_after_a_death_is_unknown(DbEngine engine) {
    World *w = world_open(engine);
    Str *names = NULL;
    size_t count = 0;
    Str folder;
    Str file;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    the_program_dies_while_sending(w, MARCH);
    ASSERT_OK(w->ctx, file_join(w->ctx, w->exchange, str_of(payer_code(BANK)), &folder));
    ASSERT_OK(w->ctx, file_list(w->ctx, folder, STR(".xml"), 1, &names, &count));
    assert_int_equal(count, 1);
    ASSERT_OK(w->ctx, file_join(w->ctx, folder, names[0], &file));
    ASSERT_OK(w->ctx, file_remove(w->ctx, file)); /* the bank took it, or somebody else did */
    recover(w);
    reply_should_be(w, "unknown_count", 1);

    order_should_be(w, lo, MARCH, ATTEMPT_UNKNOWN);
    ASSERT_OK(w->ctx, try_send(w, w->accountant, MARCH));
    reply_should_be(w, "sent_count", 0);
    assert_int_equal(files_sent_to(w, BANK), 0);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}
BOTH_ENGINES(a_file_that_is_gone_after_a_death_is_unknown)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(sending_twice_sends_one_file),
        BOTH_TESTS(the_same_request_is_answered_once),
        BOTH_TESTS(a_sending_that_fails_half_way_goes_on_with_the_rest),
        BOTH_TESTS(lists_released_out_of_order_pay_each_month_once),
        BOTH_TESTS(a_lost_reply_is_unknown_until_the_provider_says_paid),
        BOTH_TESTS(what_is_unknown_is_tried_again_once_the_provider_denies_it),
        BOTH_TESTS(a_paper_frees_what_never_arrived),
        BOTH_TESTS(a_paper_frees_nothing_that_was_paid),
        BOTH_TESTS(a_file_that_lies_there_after_a_death_was_sent),
        BOTH_TESTS(a_file_that_is_gone_after_a_death_is_unknown),
    };
    return HARNESS_RUN(tests);
}
