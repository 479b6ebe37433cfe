#include "month.h"

#include <stdio.h>
#include <string.h>

#include "app/books.h"
#include "app/payment.h"
#include "app/payroll.h"
#include "sys/file.h"

enum { DAY_OF_LIST = 20, DAY_OF_SENDING = 25, FILE_MAX = 64 };

static int64_t day_before(int64_t month, int64_t day) {
    return (month - 1) * 100 + day; /* no story begins in January */
}

static int64_t payroll_of(const World *w, int64_t month) {
    return w->payrolls[month % 100];
}

Status try_list(World *w, int64_t user_id, int64_t month, int64_t kind) {
    PayrollKey key = {PROGRAMME, w->province, month, kind};
    w->ctx->user_id = user_id;
    Status status = payroll_compute(w->ctx, &w->app, &key, &w->reply);
    if (status == OK && kind == MAIN_RUN) {
        Str digest = reply_text(&w->reply, "digest");
        w->payrolls[month % 100] = reply_int(&w->reply, "payroll_id");
        snprintf(w->digests[month % 100], sizeof w->digests[0], "%.*s", STR_ARG(digest));
    }
    return status;
}

void month_is_listed(World *w, int64_t month) {
    on_day(w, day_before(month, DAY_OF_LIST));
    ASSERT_OK(w->ctx, try_list(w, w->officer, month, MAIN_RUN));
}

static Status allot(World *w, int64_t user_id, const Allotment *allotment) {
    w->ctx->user_id = user_id;
    return books_allot(w->ctx, &w->app, allotment, &w->reply);
}

void month_is_allotted(World *w, int64_t month) {
    Allotment allotment = {PROGRAMME, w->province, month, payroll_of(w, month), 0, STR("9/QĐ")};
    ASSERT_OK(w->ctx, allot(w, w->accountant, &allotment));
}

Status try_allot(World *w, int64_t user_id, int64_t month, int64_t amount_dong) {
    Allotment allotment = {PROGRAMME, w->province, month, 0, amount_dong, STR("9/QĐ")};
    return allot(w, user_id, &allotment);
}

static Status approve(World *w, int64_t user_id, int64_t payroll_id, const char *digest) {
    PayrollApprove approval = {payroll_id, str_of(digest)};
    w->ctx->user_id = user_id;
    return payroll_approve(w->ctx, &w->app, &approval, &w->reply);
}

Status try_approve(World *w, int64_t user_id, int64_t month) {
    return approve(w, user_id, payroll_of(w, month), w->digests[month % 100]);
}

Status try_approve_digest(World *w, int64_t month, const char *digest) {
    return approve(w, w->accountant, payroll_of(w, month), digest);
}

void month_is_approved(World *w, int64_t month) {
    ASSERT_OK(w->ctx, try_approve(w, w->accountant, month));
}

Status try_fund(World *w, int64_t user_id, int64_t month) {
    w->ctx->user_id = user_id;
    return books_prefund(w->ctx, &w->app, payroll_of(w, month), &w->reply);
}

void month_is_funded(World *w, int64_t month) {
    ASSERT_OK(w->ctx, try_fund(w, w->accountant, month));
}

Status try_release(World *w, int64_t user_id, int64_t month) {
    w->ctx->user_id = user_id;
    return payment_release(w->ctx, &w->app, payroll_of(w, month), &w->reply);
}

void month_is_released(World *w, int64_t month) {
    on_day(w, day_before(month, DAY_OF_SENDING));
    ASSERT_OK(w->ctx, try_release(w, w->accountant, month));
}

Status try_seal(World *w, int64_t month) {
    w->ctx->user_id = w->accountant;
    return payment_seal(w->ctx, &w->app, payroll_of(w, month), &w->reply);
}

static Status send_payroll(World *w, int64_t user_id, int64_t payroll_id) {
    PaymentSend order = {payroll_id, w->exchange};
    w->ctx->user_id = user_id;
    return payment_send(w->ctx, &w->app, &order, &w->reply);
}

Status try_send(World *w, int64_t user_id, int64_t month) {
    return send_payroll(w, user_id, payroll_of(w, month));
}

void month_is_sent(World *w, int64_t month) {
    ASSERT_OK(w->ctx, try_seal(w, month));
    ASSERT_OK(w->ctx, try_send(w, w->accountant, month));
}

void month_is_approved_and_sent(World *w, int64_t month) {
    month_is_allotted(w, month);
    month_is_approved(w, month);
    month_is_funded(w, month);
    month_is_released(w, month);
    month_is_sent(w, month);
}

void month_goes_out(World *w, int64_t month) {
    month_is_listed(w, month);
    month_is_approved_and_sent(w, month);
}

void supplement_goes_out(World *w, int64_t month, int64_t kind) {
    ASSERT_OK(w->ctx, try_list(w, w->officer, month, kind));
    int64_t payroll_id = reply_int(&w->reply, "payroll_id");
    char digest[65];
    snprintf(digest, sizeof digest, "%.*s", STR_ARG(reply_text(&w->reply, "digest")));
    Allotment allotment = {PROGRAMME, w->province, month, payroll_id, 0, STR("9/QĐ")};
    ASSERT_OK(w->ctx, allot(w, w->accountant, &allotment));
    ASSERT_OK(w->ctx, approve(w, w->accountant, payroll_id, digest));
    ASSERT_OK(w->ctx, books_prefund(w->ctx, &w->app, payroll_id, &w->reply));
    ASSERT_OK(w->ctx, payment_release(w->ctx, &w->app, payroll_id, &w->reply));
    ASSERT_OK(w->ctx, payment_seal(w->ctx, &w->app, payroll_id, &w->reply));
    ASSERT_OK(w->ctx, send_payroll(w, w->accountant, payroll_id));
}

void silence_is_noticed(World *w) {
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, payment_mark_silent(w->ctx, &w->app, &w->reply));
}

void money_is_handed_back(World *w, int64_t month, Payer payer) {
    w->ctx->user_id = w->accountant;
    ASSERT_OK(w->ctx, books_hand_back(w->ctx, &w->app, PROGRAMME, month, str_of(payer_code(payer)),
                                      &w->reply));
}

Status try_close(World *w, int64_t user_id, int64_t month, bool hard) {
    w->ctx->user_id = user_id;
    return period_close(w->ctx, &w->app, PROGRAMME, month, hard, &w->reply);
}

void month_is_closed(World *w, int64_t month) {
    ASSERT_OK(w->ctx, try_close(w, w->accountant, month, true));
}

int64_t files_sent_to(World *w, Payer payer) {
    Str folder;
    Str *names = NULL;
    size_t count = 0;
    int64_t sent_count = 0;
    ASSERT_OK(w->ctx, file_join(w->ctx, w->exchange, str_of(payer_code(payer)), &folder));
    if (!file_is_folder(folder)) {
        return 0;
    }
    ASSERT_OK(w->ctx, file_list(w->ctx, folder, STR(""), FILE_MAX, &names, &count));
    for (size_t i = 0; i < count; i++) {
        sent_count += !str_ends_with(names[i], STR(".staged")); /* no provider takes those */
    }
    return sent_count;
}
