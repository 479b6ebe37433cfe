#include "payment/payroll_digest.h"

#include "base/checked.h"

void payroll_digest_init(PayrollDigest *digest) {
    digest_init(&digest->state);
    digest->last_person_id = 0;
    digest->last_obligation_id = 0;
    digest->line_count = 0;
    digest->total_dong = 0;
}

Status payroll_digest_add(Ctx *ctx, PayrollDigest *digest, const Obligation *obligation) {
    if (obligation->person_id < digest->last_person_id ||
        obligation->obligation_id <= digest->last_obligation_id) {
        return ctx_fail(ctx, E_PAYROLL_DIGEST, "obligation %lld stands out of order",
                        (long long)obligation->obligation_id);
    }
    int64_t total = 0;
    if (ckd_add(&total, digest->total_dong, obligation->amount_dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "total of the payroll");
    }
    const int64_t columns[] = {obligation->obligation_id, obligation->person_id,
                               obligation->period,        obligation->component,
                               obligation->revision,      obligation->enrolment_id,
                               obligation->area_id,       obligation->clause_id,
                               obligation->standard_dong, obligation->coefficient_hundredths,
                               obligation->amount_dong};
    uint8_t bytes[sizeof columns];
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        uint64_t number = (uint64_t)columns[i];
        for (size_t byte = 0; byte < 8; byte++) {
            bytes[8 * i + byte] = (uint8_t)(number >> (8 * byte));
        }
    }
    digest_add(&digest->state, (Str){(const char *)bytes, sizeof bytes});
    if (obligation->withheld_dong != 0) { /* a mark that no obligation_id is, then the sum */
        digest_add_int64(&digest->state, -1);
        digest_add_int64(&digest->state, obligation->withheld_dong);
    }
    digest->last_person_id = obligation->person_id;
    digest->last_obligation_id = obligation->obligation_id;
    digest->line_count++;
    digest->total_dong = total;
    return OK;
}

void payroll_digest_final(PayrollDigest *digest, uint8_t ret_digest[DIGEST_BYTES]) {
    digest_add_int64(&digest->state, digest->line_count);
    digest_add_int64(&digest->state, digest->total_dong);
    digest_final(&digest->state, ret_digest);
}
