/*
 * What the books must say: each state of an attempt keeps its money in one account, so a step from
 * one state to another is debit of the one and credit of the other, or nothing when they are the
 * same.
 */
#include "audit.h"

enum Account account_of_state(int64_t state) {
    switch (state) {
    case STATE_RELEASED:
    case STATE_SENDING:
    case STATE_SENT:
    case STATE_ACCEPTED:
    case STATE_UNKNOWN:
        return ACCOUNT_IN_TRANSIT;
    case STATE_PAID:
        return ACCOUNT_EXPENSE;
    case STATE_UNCLAIMED:
        return ACCOUNT_UNCLAIMED;
    case STATE_RETURN_NOTICED:
        return ACCOUNT_RETURNS;
    case STATE_CONFLICT:
        return ACCOUNT_OVERPAYMENT;
    case STATE_CREATED:
    case STATE_RETURNED:
    case STATE_REJECTED:
    case STATE_NEVER_RECEIVED:
    case STATE_CANCELLED:
        return ACCOUNT_FLOAT;
    default:
        return ACCOUNT_NONE;
    }
}

/*
 * P1 and P2, whatever the table of steps in the database says: only the provider's word leaves
 * UNKNOWN, only a return leaves PAID, what was freed may only be found paid after all.
 */
bool step_is_sane(int64_t from, int64_t to) {
    if (from == to) {
        return true; /* evidence that changes nothing */
    }
    switch (from) {
    case STATE_CREATED:
        return to == STATE_RELEASED || to == STATE_CANCELLED;
    case STATE_RELEASED:
        return to == STATE_SENDING || to == STATE_CANCELLED;
    case STATE_SENDING:
        return to == STATE_SENT || to == STATE_UNKNOWN || to == STATE_ACCEPTED;
    case STATE_SENT:
        return to == STATE_UNKNOWN || to == STATE_ACCEPTED || to == STATE_REJECTED ||
               to == STATE_NEVER_RECEIVED || to == STATE_PAID || to == STATE_UNCLAIMED;
    case STATE_UNKNOWN:
        return to == STATE_ACCEPTED || to == STATE_REJECTED || to == STATE_NEVER_RECEIVED ||
               to == STATE_PAID || to == STATE_UNCLAIMED;
    case STATE_ACCEPTED:
        return to == STATE_REJECTED || to == STATE_PAID || to == STATE_UNCLAIMED;
    case STATE_UNCLAIMED:
        return to == STATE_PAID || to == STATE_RETURNED;
    case STATE_PAID:
        return to == STATE_RETURN_NOTICED;
    case STATE_RETURN_NOTICED:
        return to == STATE_RETURNED;
    case STATE_RETURNED:
    case STATE_REJECTED:
    case STATE_NEVER_RECEIVED:
    case STATE_CANCELLED:
        return to == STATE_CONFLICT;
    default:
        return false;
    }
}

void expect_posting(Audit *audit, const Place *place, int64_t account, int64_t amount_dong) {
    /* Money in transit belongs to a batch; the other accounts are compared without it. */
    const int64_t batch_id = account == ACCOUNT_IN_TRANSIT ? place->batch_id : 0;
    sum_map_add(&audit->expected,
                SUM_KEY_OF(place->txn_id, (account << 32) | place->provider_id,
                           (place->programme_id << 40) | place->area_id, batch_id),
                amount_dong);
}

void expect_move(Audit *audit, const Place *place, int64_t debit, int64_t credit,
                 int64_t amount_dong) {
    expect_posting(audit, place, debit, amount_dong);
    expect_posting(audit, place, credit, -amount_dong);
}
