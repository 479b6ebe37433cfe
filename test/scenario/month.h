/*
 * month.h -- the verbs of a month: listed, approved, funded, released, sent, closed.
 *
 * Tests only. The list of a month is made on the 20th of the month before and sent on the 25th. The
 * officer of the province makes, its accountant checks and pays.
 */
#ifndef TEST_SCENARIO_MONTH_H
#define TEST_SCENARIO_MONTH_H

#include "world.h"

void month_is_listed(World *w, int64_t month);
Status try_list(World *w, int64_t user_id, int64_t month, int64_t kind);
/* The budget: exactly what the list needs. */
void month_is_allotted(World *w, int64_t month);
Status try_allot(World *w, int64_t user_id, int64_t month, int64_t amount_dong);
/* Approves the digest that the list showed. */
void month_is_approved(World *w, int64_t month);
Status try_approve(World *w, int64_t user_id, int64_t month);
Status try_approve_digest(World *w, int64_t month, const char *digest);
/* The cash: what the providers lack. */
void month_is_funded(World *w, int64_t month);
Status try_fund(World *w, int64_t user_id, int64_t month);
void month_is_released(World *w, int64_t month);
Status try_release(World *w, int64_t user_id, int64_t month);
/* Sealed and sent. */
void month_is_sent(World *w, int64_t month);
Status try_seal(World *w, int64_t month);
Status try_send(World *w, int64_t user_id, int64_t month);

/* Allotted, approved, funded, released and sent. */
void month_is_approved_and_sent(World *w, int64_t month);
/* Listed as well. */
void month_goes_out(World *w, int64_t month);

/* A list beside the main one, from making to sending. */
void supplement_goes_out(World *w, int64_t month, int64_t kind);

/* What was sent long ago and never answered becomes UNKNOWN. */
void silence_is_noticed(World *w);
void money_is_handed_back(World *w, int64_t month, Payer payer);
void month_is_closed(World *w, int64_t month);
Status try_close(World *w, int64_t user_id, int64_t month, bool hard);

/* Files of a provider in the exchange folder. */
int64_t files_sent_to(World *w, Payer payer);

#endif
