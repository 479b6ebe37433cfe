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
