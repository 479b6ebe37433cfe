/*
 * What the books must say: each state of an attempt keeps its money in one account, so a step from one
 * state to another is debit of the one and credit of the other, or nothing when they are the same.
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

void expect_posting(Audit *audit, int64_t txn_id, enum Account account, int64_t provider_id,
                    int64_t programme_id, int64_t area_id, int64_t batch_id, int64_t amount_dong) {
    /* Money in transit belongs to a batch; the other accounts are compared without it. */
    const int64_t batch = account == ACCOUNT_IN_TRANSIT ? batch_id : 0;
    sum_map_add(&audit->expected,
                SUM_KEY_OF(txn_id, ((int64_t)account << 32) | provider_id,
                           (programme_id << 40) | area_id, batch),
                amount_dong);
}
