/*
 * payroll_digest.h -- the fingerprint of a payroll: what the approver approves (A1).
 *
 * Floor 2, domain. Pure. BLAKE2b-256 over, for each obligation in the order of (person_id,
 * obligation_id), eleven numbers of eight bytes, little end first: obligation_id, person_id,
 * period, component, revision, enrolment_id, area_id, clause_id, standard_dong,
 * coefficient_hundredths, amount_dong; then line_count and total_dong. The auditor computes the
 * same from its own code.
 */
#ifndef PAYMENT_PAYROLL_DIGEST_H
#define PAYMENT_PAYROLL_DIGEST_H

#include "base/ctx.h"
#include "payment/obligation.h"
#include "sys/digest.h"

typedef struct PayrollDigest {
    DigestState state;
    int64_t last_person_id;
    int64_t last_obligation_id;
    int64_t line_count;
    int64_t total_dong;
} PayrollDigest;

void payroll_digest_init(PayrollDigest *digest);
/*
 * OK                the next line is in
 * E_MONEY_OVERFLOW  the total does not fit
 * E_PAYROLL_DIGEST  the line does not follow the one before in order
 */
Status payroll_digest_add(Ctx *ctx, PayrollDigest *digest, const Obligation *obligation) MUST_CHECK;
/* Ends it; line_count and total_dong stay readable. */
void payroll_digest_final(PayrollDigest *digest, uint8_t ret_digest[DIGEST_BYTES]);

#endif
