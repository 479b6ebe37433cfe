/*
 * check.h -- what a story says must be so, and what must be so at the end of every story.
 *
 * Tests only. A story ends with story_ends(): the trial balance is zero, each settlement statement
 * equals the postings to the đồng, and the real auditor (the program named by ANSINH_AUDIT, on the
 * same database and the same kept files) is clean. A story about an insider ends with
 * story_ends_broken(): the auditor must name the break.
 */
#ifndef TEST_SCENARIO_CHECK_H
#define TEST_SCENARIO_CHECK_H

#include "app/payment.h"
#include "payment/case.h"
#include "payment/state.h"
#include "world.h"

/* ---- orders and what is owed ---- */

/* The state of the person's order that went out in a month: the fold of its events. */
void order_should_be(World *w, int64_t person_id, int64_t month, AttemptState state);
/* Its amount, and how many obligations it pays. */
void order_should_pay(World *w, int64_t person_id, int64_t month, int64_t amount_dong,
                      int64_t obligation_count);
/* Orders of the person over all months. */
void orders_should_number(World *w, int64_t person_id, int64_t count);
/* What is owed for a month, ended obligations left out; 0 = nothing. */
void owed_should_be(World *w, int64_t person_id, int64_t month, int64_t amount_dong);
/* Listed or released, and held for that reason in that month's list; NULL = not held. */
void held_should_be(World *w, int64_t person_id, int64_t month, const char *reason);
void reply_should_be(World *w, const char *field, int64_t number);

/* ---- cases and suspense ---- */

void open_cases_should_number(World *w, int64_t count);
/* One open case of that kind and amount; its number. */
int64_t case_should_be_open(World *w, int64_t person_id, CaseKind kind, int64_t amount_dong);
void case_is_closed(World *w, int64_t case_id, CaseClosing closed_as);
/* Open rows of suspense; with a reason when it is not NULL. */
void suspense_should_number(World *w, int64_t count, const char *reason);

/* ---- books, all in đồng ---- */

/* Balances, debit positive; what is not named must be zero. */
typedef struct Books {
    int64_t allotment_received, available, committed; /* the budget */
    int64_t treasury;
    int64_t at_provider; /* float */
    int64_t in_transit;
    int64_t expense;
    int64_t returns_suspense;
    int64_t unclaimed;
    int64_t unidentified;
    int64_t overpayment;
    int64_t prior_adjustment;
} Books;

/* The budget of so much is allotted and committed; so much was drawn at the treasury. */
#define BUDGET(dong) .allotment_received = -(dong), .committed = (dong)
#define DRAWN(dong) .treasury = -(dong)

void books_should_be(World *w, Books books);

/* The statement of a month over all providers. */
typedef struct Settled {
    int64_t opening, allotted, paid, returned, written_back, closing;
} Settled;

void settlement_should_be(World *w, int64_t month, Settled settled);

/* ---- the end ---- */

/* Books and auditor at this point of the story; for use within it. */
void auditor_should_be_clean(World *w);
void story_ends(World **w);
/* `checks`: names of the auditor's checks, with spaces; each of them must be broken. */
void story_ends_broken(World **w, const char *checks);

#endif
