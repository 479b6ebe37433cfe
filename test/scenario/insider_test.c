/*
 * Stories of insiders, with SQL or with the disk in their hands: what the schema and the program
 * refuse, and what the auditor names afterwards.
 */
#include "check.h"
#include "letter.h"
#include "month.h"
#include "sys/file.h"

static void month_is_released_and_sealed(World *w, int64_t month) {
    month_is_listed(w, month);
    month_is_allotted(w, month);
    month_is_approved(w, month);
    month_is_funded(w, month);
    month_is_released(w, month);
    ASSERT_OK(w->ctx, try_seal(w, month));
}

static void a_sum_raised_after_the_approval_is_not_released(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    assert_true(insider_does(w, "UPDATE obligation SET amount_dong = amount_dong + 90000"));
    month_is_funded(w, MARCH); /* with the cash for it */
    REFUSED(w, E_PAYROLL_DIGEST, try_release(w, w->accountant, MARCH));
    orders_should_number(w, lo, 0);
    story_ends_broken(&w, "A1-digest P4-amount P4-totals");
}
BOTH_ENGINES(a_sum_raised_after_the_approval_is_not_released)

/* A cipher belongs to its row: another person's number does not open there. */
static void an_account_number_put_into_another_row_is_not_sent(DbEngine engine) {
    World *w = world_open(engine);
    int64_t victim = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    int64_t thief = given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    assert_true(insider_does(
        w,
        "UPDATE account SET "
        "number_cipher = (SELECT a.number_cipher FROM account AS a WHERE a.person_id = %lld), "
        "number_hash = (SELECT a.number_hash FROM account AS a WHERE a.person_id = %lld) "
        "WHERE person_id = %lld",
        (long long)thief, (long long)thief, (long long)victim));
    REFUSED(w, E_CIPHER, try_seal(w, MARCH));
    assert_int_equal(files_sent_to(w, BANK), 0);
    story_ends_broken(&w, "K-shared-number");
}
BOTH_ENGINES(an_account_number_put_into_another_row_is_not_sent)

static void a_sealed_file_that_was_changed_is_not_sent(DbEngine engine) {
    World *w = world_open(engine);
    Str path;
    Str bytes;
    Str changed;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_released_and_sealed(w, MARCH);
    Str stored = ask_text(w, "SELECT stored_path FROM source_file WHERE kind = 2");
    ASSERT_OK(w->ctx, file_join(w->ctx, w->app.files_dir, stored, &path));
    ASSERT_OK(w->ctx, file_read_all(w->ctx, path, 1 << 20, &bytes));
    size_t sum = str_find(bytes, STR("750000"), 0);
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &changed, "%.*s990000%.*s", (int)sum, bytes.ptr,
                                (int)(bytes.len - sum - 6), bytes.ptr + sum + 6));
    ASSERT_OK(w->ctx, file_remove(w->ctx, path));
    ASSERT_OK(w->ctx, file_write_new(w->ctx, path, changed));

    REFUSED(w, E_FILE_DAMAGED, try_send(w, w->accountant, MARCH));
    assert_int_equal(files_sent_to(w, BANK), 0);
    order_should_be(w, lo, MARCH, ATTEMPT_RELEASED);
    story_ends_broken(&w, "R1-file");
}
BOTH_ENGINES(a_sealed_file_that_was_changed_is_not_sent)

static void a_payment_invented_without_a_file_is_named(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = POST});
    month_goes_out(w, MARCH);
    assert_true(insider_does(
        w,
        "INSERT INTO attempt_event (attempt_id, person_id, event_no, event, from_state, to_state, "
        "amount_dong, reason_code, result_id, row_no, txn_id, recorded_seq) "
        "SELECT attempt_id, person_id, 1, 9, 4, 9, amount_dong, NULL, NULL, NULL, NULL, "
        "(SELECT MAX(change_seq) FROM change) FROM attempt"));
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    story_ends_broken(&w, "L1-lines L1-in-transit L1-expense");
}
BOTH_ENGINES(a_payment_invented_without_a_file_is_named)

/* A second order needs the first one to be freed: the schema says so, and then the auditor. */
static void a_second_order_for_what_was_paid_is_named(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    assert_false(insider_does(
        w, "INSERT INTO allocation (obligation_id, person_id, attempt_no, follows_no, attempt_id, "
           "amount_dong) SELECT obligation_id, person_id, 2, 1, attempt_id + 1, amount_dong "
           "FROM allocation"));
    assert_true(insider_does(
        w, "INSERT INTO allocation_freed (obligation_id, person_id, attempt_no, attempt_id, "
           "event_no) SELECT obligation_id, person_id, 1, attempt_id, 1 FROM allocation"));
    month_goes_out(w, APRIL);
    story_ends_broken(&w, "P2-unknown-blocks P1-one-blocking-attempt");
}
BOTH_ENGINES(a_second_order_for_what_was_paid_is_named)

static void a_line_taken_out_of_the_books_is_named(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_reports(w, BANK, MARCH, paid(lo));
    assert_true(insider_does(w, "DELETE FROM posting WHERE ledger_account = 50"));
    story_ends_broken(&w, "L1-balance L1-zero L1-expense");
}
BOTH_ENGINES(a_line_taken_out_of_the_books_is_named)

static void a_name_changed_in_the_log_is_named(DbEngine engine) {
    World *w = world_open(engine);
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    assert_true(insider_does(w,
                             "UPDATE change SET user_id = %lld WHERE use_case = 'payroll_approve'",
                             (long long)w->other_accountant));
    story_ends_broken(&w, "A3-log-chain");
}
BOTH_ENGINES(a_name_changed_in_the_log_is_named)

static void a_person_taken_off_the_list_is_named(DbEngine engine) {
    World *w = world_open(engine);
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    month_is_listed(w, MARCH);
    assert_true(
        insider_does(w, "DELETE FROM payroll_difference WHERE person_id = %lld", (long long)lo));
    assert_true(insider_does(w, "DELETE FROM obligation WHERE person_id = %lld", (long long)lo));
    month_is_allotted(w, MARCH);
    REFUSED(w, E_PAYROLL_DIGEST, try_approve(w, w->accountant, MARCH));
    story_ends_broken(&w, "P3-nobody-lost A1-digest P4-totals");
}
BOTH_ENGINES(a_person_taken_off_the_list_is_named)

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH_TESTS(a_sum_raised_after_the_approval_is_not_released),
        BOTH_TESTS(an_account_number_put_into_another_row_is_not_sent),
        BOTH_TESTS(a_sealed_file_that_was_changed_is_not_sent),
        BOTH_TESTS(a_payment_invented_without_a_file_is_named),
        BOTH_TESTS(a_second_order_for_what_was_paid_is_named),
        BOTH_TESTS(a_line_taken_out_of_the_books_is_named),
        BOTH_TESTS(a_name_changed_in_the_log_is_named),
        BOTH_TESTS(a_person_taken_off_the_list_is_named),
    };
    return HARNESS_RUN(tests);
}
