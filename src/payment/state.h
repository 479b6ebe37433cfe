/*
 * state.h -- the state machine of an attempt: one instruction to a provider, from release to the
 * end.
 *
 * Floor 2, domain. Pure: the table of state.def, compiled.
 *
 * Invariants:
 *   P1  PAID frees nothing: only CANCELLED, REJECTED, NEVER_RECEIVED and RETURNED let the
 * obligation be tried again P2  UNKNOWN is left by evidence of the provider only; no age and no act
 * of ours frees it R1  every pair of state and event is defined: taken, known already, or stored
 * with a case
 */
#ifndef PAYMENT_STATE_H
#define PAYMENT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum AttemptState {
#define ATTEMPT_STATE(name, number, kind) ATTEMPT_##name = (number),
#include "payment/state.def"
} AttemptState;

typedef enum AttemptEvent {
#define ATTEMPT_EVENT(name, number) EVENT_##name = (number),
#include "payment/state.def"
} AttemptEvent;

enum { ATTEMPT_STATE_MAX = 14, ATTEMPT_EVENT_MAX = 12 };

/* What a step does to the books; which accounts that means is the ledger's: ledger/chart.def. */
typedef enum PostingKind {
#define POSTING_KIND(name, number) POSTING_##name = (number),
#include "payment/state.def"
} PostingKind;

typedef enum StepResult {
    STEP_CASE = 0,  /* stored with *ret_to; the state stays or is CONFLICT; a case opens */
    STEP_TAKEN = 1, /* stored with *ret_to */
    STEP_SAME = 2   /* nothing new: counted, not stored */
} StepResult;

/*
 * What `event` does to an attempt in state `from`. *ret_to is the state after it, *ret_effect what
 * is booked (also for STEP_CASE: the conflict books the double payment).
 *
 * Numbers that are no state or no event give STEP_SAME and change nothing.
 *
 * Two readings that the table leaves to the caller:
 *   - an event that this attempt has *taken* before is a repeat whatever the state is now (a day's
 *     statement repeats the notices of the day): see attempt_event_bit();
 *   - money on the statement for a PAID attempt, without a notice before it, is both: first
 *     EVENT_RETURN_NOTICE, then EVENT_MONEY_BACK.
 */
StepResult attempt_step(AttemptState from, AttemptEvent event, AttemptState *ret_to,
                        PostingKind *ret_effect);
/* One bit per event, to keep a set of events that were taken (from and to differ). */
uint32_t attempt_event_bit(AttemptEvent event);

/* The obligation may be tried again. */
bool attempt_state_is_freed(AttemptState state);
/* Money is under way: CREATED to RETURN_NOTICED. */
bool attempt_state_is_live(AttemptState state);
/* Needs somebody's work: UNKNOWN, UNCLAIMED, RETURN_NOTICED, CONFLICT, and the freed ones. */
bool attempt_state_is_work(AttemptState state);
/* "RELEASED" and so on; "" when there is no such number. */
const char *attempt_state_name(int64_t state);
const char *attempt_event_name(int64_t event);
/* What the screen shows, in Vietnamese or English. */
const char *attempt_state_title(int64_t state, bool vietnamese);

typedef struct AttemptTransition {
    AttemptState from;
    AttemptEvent event;
    AttemptState to;
} AttemptTransition;
/* The i-th step that may be stored, in order of (from, event); false past the end. Fills the
 * schema. */
bool attempt_transition_at(size_t i, AttemptTransition *ret_transition);

#endif
