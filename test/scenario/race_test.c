/*
 * Stories of two clerks who press the same button at the same moment, each with a connection of
 * their own: one wins, the other is told, and nothing happens twice. SQLite has one process at a
 * time, and says so.
 */
#include <pthread.h>

#include "app/dedupe.h"
#include "app/payment.h"
#include "app/payroll.h"
#include "app/recovery.h"
#include "check.h"
#include "letter.h"
#include "month.h"

enum { CLERKS = 3, CLERK_ARENA_BYTES = 32 << 20 };

/* What they press; read-only while they do. */
typedef struct Button {
    World *w;
    int64_t payroll_id;
    Str digest;
    Str path;
    Str request_key;
    Status (*press)(Ctx *ctx, App *app, const struct Button *button, Reply *ret_reply);
    pthread_barrier_t together;
} Button;

typedef struct Clerk {
    Button *button;
    Ctx ctx;
    App app;
    Status status;
    Reply reply;
} Clerk;

static void *clerk_works(void *arg) {
    Clerk *clerk = arg;
    pthread_barrier_wait(&clerk->button->together);
    clerk->status = clerk->button->press(&clerk->ctx, &clerk->app, clerk->button, &clerk->reply);
    return NULL;
}

static void clerk_open(Clerk *clerk, Button *button, int64_t user_id) {
    World *w = button->w;
    *clerk = (Clerk){.button = button, .ctx = *w->ctx, .app = w->app};
    clerk->ctx.arena = arena_new(CLERK_ARENA_BYTES);
    assert_non_null(clerk->ctx.arena);
    clerk->ctx.user_id = user_id;
    clerk->ctx.request_key = button->request_key;
    ASSERT_OK(&clerk->ctx, db_open(&clerk->ctx, str_of(w->h->address), (DbOptions){.create = false},
                                   &clerk->app.db));
}

/* All press together; how many were told OK. */
static int press_together(Button *button, Clerk clerks[CLERKS], int64_t user_id) {
    pthread_t threads[CLERKS];
    int ok_count = 0;
    assert_int_equal(pthread_barrier_init(&button->together, NULL, CLERKS), 0);
    for (int i = 0; i < CLERKS; i++) {
        clerk_open(&clerks[i], button, user_id);
    }
    for (int i = 0; i < CLERKS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, clerk_works, &clerks[i]), 0);
    }
    for (int i = 0; i < CLERKS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        ok_count += clerks[i].status == OK;
    }
    pthread_barrier_destroy(&button->together);
    return ok_count;
}

/* The losers were told that, or that they may try again. */
static void losers_should_hear(Clerk clerks[CLERKS], Status refusal) {
    for (int i = 0; i < CLERKS; i++) {
        Status status = clerks[i].status;
        if (status != OK && status_class(status) != STATUS_RETRY && status != refusal) {
            fail_msg("clerk %d was told: %s", i, clerks[i].ctx.failure.detail);
        }
    }
}

static void clerks_go(Clerk clerks[CLERKS]) {
    for (int i = 0; i < CLERKS; i++) {
        db_close(&clerks[i].app.db);
        arena_free(&clerks[i].ctx.arena);
    }
}

static void month_is_ready(World *w, Button *button) {
    month_is_listed(w, MARCH);
    month_is_allotted(w, MARCH);
    *button = (Button){.w = w, .payroll_id = w->payrolls[MARCH % 100], .request_key = STR("")};
    button->digest = str_of(w->digests[MARCH % 100]);
}

static Status press_approve(Ctx *ctx, App *app, const Button *button, Reply *ret_reply) {
    PayrollApprove approval = {button->payroll_id, button->digest};
    return payroll_approve(ctx, app, &approval, ret_reply);
}

static void a_list_approved_by_three_at_once_is_committed_once_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    Button button;
    Clerk clerks[CLERKS];
    (void)state;
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_ready(w, &button);
    button.press = press_approve;
    assert_int_equal(press_together(&button, clerks, w->accountant), 1);
    losers_should_hear(clerks, E_PAYROLL_NOT_SEALED);
    clerks_go(clerks);
    books_should_be(w, (Books){BUDGET(MONTHLY)});
    story_ends(&w);
}

static Status press_decide(Ctx *ctx, App *app, const Button *button, Reply *ret_reply) {
    RecoveryDecide decide = {.case_id = button->payroll_id, /* the claim, here */
                             .payer_id = 0,
                             .share_percent = 20,
                             .first_period = APRIL,
                             .paper = STR("12/QĐ")};
    return recovery_decide(ctx, app, &decide, ret_reply);
}

static void a_claim_decided_by_three_at_once_is_in_the_books_once_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    Clerk clerks[CLERKS];
    (void)state;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_goes_out(w, MARCH);
    provider_answers(w, &(Letter){BANK, MARCH, NULL, {paid(lo)}});
    on_day(w, 20260305);
    person_dies(w, lo, 20260210);
    Button button = {.w = w, .request_key = STR(""), .press = press_decide};
    button.payroll_id = case_should_be_open(w, lo, CASE_LATE_DEATH, MONTHLY);
    assert_int_equal(press_together(&button, clerks, w->accountant), 1);
    losers_should_hear(clerks, E_RECOVERY_DECIDED);
    clerks_go(clerks);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY,
                               .overpayment = MONTHLY, .prior_adjustment = -MONTHLY});
    story_ends(&w);
}

static Status press_release(Ctx *ctx, App *app, const Button *button, Reply *ret_reply) {
    return payment_release(ctx, app, button->payroll_id, ret_reply);
}

static void a_list_released_by_three_at_once_is_released_once_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    Button button;
    Clerk clerks[CLERKS];
    (void)state;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_ready(w, &button);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    button.press = press_release;
    assert_int_equal(press_together(&button, clerks, w->accountant), 1);
    losers_should_hear(clerks, E_PAYROLL_ALREADY_RELEASED);
    clerks_go(clerks);
    orders_should_number(w, lo, 1);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM batch"), 1);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}

/* One request, sent three times because nobody saw the reply: all are told the same. */
static void one_request_sent_three_times_at_once_is_answered_alike_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    Button button;
    Clerk clerks[CLERKS];
    (void)state;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_ready(w, &button);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    button.press = press_release;
    button.request_key = STR("release-march");
    assert_int_equal(press_together(&button, clerks, w->accountant), CLERKS);
    int replayed_count = 0;
    for (int i = 0; i < CLERKS; i++) {
        assert_int_equal(reply_int(&clerks[i].reply, "attempt_count"), 1);
        replayed_count += clerks[i].reply.replayed;
    }
    assert_int_equal(replayed_count, CLERKS - 1);
    clerks_go(clerks);
    orders_should_number(w, lo, 1);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}

static Status press_send(Ctx *ctx, App *app, const Button *button, Reply *ret_reply) {
    PaymentSend order = {button->payroll_id, button->w->exchange};
    return payment_send(ctx, app, &order, ret_reply);
}

static void a_month_sent_by_three_at_once_leaves_one_file_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    Button button;
    Clerk clerks[CLERKS];
    (void)state;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_ready(w, &button);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    ASSERT_OK(w->ctx, try_seal(w, MARCH));
    button.press = press_send;
    assert_in_range(press_together(&button, clerks, w->accountant), 1, CLERKS);
    losers_should_hear(clerks, E_BATCH_STATE);
    clerks_go(clerks);
    assert_int_equal(files_sent_to(w, BANK), 1);
    order_should_be(w, lo, MARCH, ATTEMPT_SENT);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM batch_event WHERE event = 4"), 1);
    provider_reports(w, BANK, MARCH, paid(lo));
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    story_ends(&w);
}

static Status press_load(Ctx *ctx, App *app, const Button *button, Reply *ret_reply) {
    ResultLoad load = {str_of(payer_code(BANK)), button->path};
    return result_load(ctx, app, &load, ret_reply);
}

static void an_answer_loaded_by_three_at_once_pays_once_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    Button button;
    Clerk clerks[CLERKS];
    int64_t paid_count = 0;
    (void)state;
    int64_t lo = given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    month_is_ready(w, &button);
    month_is_approved(w, MARCH);
    month_is_funded(w, MARCH);
    month_is_released(w, MARCH);
    month_is_sent(w, MARCH);
    button.path = provider_writes(w, &(Letter){BANK, MARCH, NULL, {paid(lo)}});
    button.press = press_load;
    assert_in_range(press_together(&button, clerks, w->accountant), 1, CLERKS);
    losers_should_hear(clerks, OK);
    for (int i = 0; i < CLERKS; i++) {
        paid_count += clerks[i].status == OK ? reply_int(&clerks[i].reply, "paid_count") : 0;
    }
    assert_int_equal(paid_count, 1);
    clerks_go(clerks);
    order_should_be(w, lo, MARCH, ATTEMPT_PAID);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM result_file"), 1);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .expense = MONTHLY});
    story_ends(&w);
}

/* Who is told OK has a verdict of their own; the pair and the hold are what the last one says. */
static Status press_verdict(Ctx *ctx, App *app, const Button *button, Reply *ret_reply) {
    DedupeVerdict verdict = {1, 2, button->payroll_id == 0 ? PAIR_SAME : PAIR_DIFFERENT,
                             STR("hai cán bộ cùng xem")};
    return dedupe_verdict(ctx, app, &verdict, ret_reply);
}

static void verdicts_given_at_once_are_numbered_one_by_one_postgres(void **state) {
    World *w = world_open(DB_POSTGRES);
    (void)state;
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    given_person(w, "Mùa Văn Hai", &(Given){.payer = BANK});
    int64_t verdict_count = 0;
    for (int64_t round = 0; round < 2; round++) { /* same, then different */
        Button button = {.w = w, .payroll_id = round, .request_key = STR("")};
        Clerk clerks[CLERKS];
        button.press = press_verdict;
        int ok_count = press_together(&button, clerks, w->officer);
        assert_in_range(ok_count, 1, CLERKS);
        losers_should_hear(clerks, OK);
        clerks_go(clerks);
        verdict_count += ok_count;
        assert_int_equal(ask(w, "SELECT COUNT(*) FROM hold WHERE lifted_seq IS NULL"), round == 0);
        assert_int_equal(ask(w, "SELECT state FROM dedupe_pair"), round + 1);
    }
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM dedupe_verdict"), verdict_count);
    assert_int_equal(ask(w, "SELECT MAX(verdict_no) FROM dedupe_verdict"), verdict_count);
    assert_int_equal(ask(w, "SELECT COUNT(*) FROM hold"), 1);
    story_ends(&w);
}

static void a_second_writer_is_refused_while_one_holds_the_file_sqlite(void **state) {
    World *w = world_open(DB_SQLITE);
    Db *second = NULL;
    (void)state;
    given_person(w, "Lò Văn Một", &(Given){.payer = BANK});
    REFUSED(w, E_DB_LOCKED,
            db_open(w->ctx, str_of(w->h->address), (DbOptions){.create = false}, &second));
    assert_null(second);
    month_goes_out(w, MARCH);
    books_should_be(w, (Books){BUDGET(MONTHLY), DRAWN(MONTHLY), .in_transit = MONTHLY});
    story_ends(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_writer_is_refused_while_one_holds_the_file_sqlite),
        cmocka_unit_test(a_claim_decided_by_three_at_once_is_in_the_books_once_postgres),
        cmocka_unit_test(a_list_approved_by_three_at_once_is_committed_once_postgres),
        cmocka_unit_test(a_list_released_by_three_at_once_is_released_once_postgres),
        cmocka_unit_test(one_request_sent_three_times_at_once_is_answered_alike_postgres),
        cmocka_unit_test(a_month_sent_by_three_at_once_leaves_one_file_postgres),
        cmocka_unit_test(an_answer_loaded_by_three_at_once_pays_once_postgres),
        cmocka_unit_test(verdicts_given_at_once_are_numbered_one_by_one_postgres),
    };
    return HARNESS_RUN(tests);
}
