/*
 * release.h -- inside of payment_release: the payroll taken, and the attempts and batches made.
 *
 * Floor 4, friends only: payment_release.c reads the stream, release_out.c writes what comes of it.
 */
#ifndef APP_RELEASE_H
#define APP_RELEASE_H

#include "app/app.h"
#include "payment/state.h"

enum { RELEASE_LINE_MAX = 128, ATTEMPTS_PER_BATCH_BITS = 20 };

typedef struct ReleasePayroll {
    int64_t payroll_id;
    int64_t programme_id;
    int64_t area_id;
    int64_t tree_from;
    int64_t tree_to;
    int64_t period;
    int64_t fiscal_period;
    int64_t made_seq;
    int64_t line_count;
} ReleasePayroll;

/* One obligation within an attempt. */
typedef struct ReleaseLine {
    int64_t obligation_id;
    int64_t amount_dong;
    int64_t area_id; /* the commune that owes */
    int64_t attempt_no;
} ReleaseLine;

typedef struct ReleaseAttempt {
    int64_t person_id;
    int64_t account_id;
    int64_t provider_id;
    int64_t channel;
    int64_t amount_dong;
    const ReleaseLine *lines;
    size_t line_count;
} ReleaseAttempt;

typedef struct ReleaseSlot ReleaseSlot;

typedef struct ReleaseOut {
    App *app;
    const ReleasePayroll *payroll;
    int64_t change_seq;
    int64_t made_seq;
    int64_t expected_count;
    DbBulk *attempts;
    DbBulk *allocations;
    ReleaseSlot *slots; /* one open batch per provider and channel */
    size_t slot_count;
    int64_t batch_count;
    int64_t attempt_count;
    int64_t allocation_count;
    int64_t total_dong;
} ReleaseOut;

/*
 * Approved as it stands, not released, no fence, audit not red: marks it released.
 * E_PAYROLL_NOT_APPROVED  E_PAYROLL_ALREADY_RELEASED  E_PAYROLL_DIGEST  E_PAYMENT_FENCE
 * E_PAYMENT_AUDIT_RED
 */
Status release_take_payroll(Ctx *ctx, App *app, int64_t payroll_id, int64_t change_seq,
                            ReleasePayroll *ret_payroll) MUST_CHECK;
/*
 * Ends obligations for months after a death or stop that was learned since, of this payroll and of
 * earlier ones that would go out again; frees their budget.
 */
Status release_end_not_owed(Ctx *ctx, App *app, const ReleasePayroll *payroll,
                            int64_t change_seq) MUST_CHECK;

Status release_out_open(Ctx *ctx, App *app, const ReleasePayroll *payroll, int64_t change_seq,
                        ReleaseOut **ret_out) MUST_CHECK;
Status release_out_add(Ctx *ctx, ReleaseOut *out, const ReleaseAttempt *attempt) MUST_CHECK;
/* Closes the open batches and books them; E_PAYMENT_NO_FUNDS when a provider lacks the money. */
Status release_out_finish(Ctx *ctx, ReleaseOut *out) MUST_CHECK;
void release_out_discard(ReleaseOut **out);

/* The area of a payroll, to know where the right must reach. */
Status payment_payroll_area(Ctx *ctx, App *app, int64_t payroll_id,
                            int64_t *ret_area_id) MUST_CHECK;

/* E_PAYMENT_FENCE, E_PAYMENT_AUDIT_RED: nothing is released or sent. Inside a transaction. */
Status release_check_gates(Ctx *ctx, Db *db) MUST_CHECK;
/* One step that all lines of a batch take together. */
typedef struct BatchStep {
    int64_t batch_id;
    int64_t event_no;
    AttemptState from;
    AttemptEvent event;
} BatchStep;
/* E_BATCH_STATE when the batch has moved on meanwhile. */
Status payment_step_batch(Ctx *ctx, App *app, int64_t area_id, BatchStep step) MUST_CHECK;

#endif
