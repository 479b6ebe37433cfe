/*
 * law_reading.h -- the audit's own reading of the law: standards by month, coefficients by clause.
 *
 * Written from the decrees, not from the product's law files; where the two differ, one of them is
 * wrong and a person must look.
 */
#ifndef AUDIT_LAW_READING_H
#define AUDIT_LAW_READING_H

#include <stdbool.h>
#include <stdint.h>

typedef enum LawVerdict { LAW_FITS, LAW_CLAUSE_UNKNOWN, LAW_CLAUSE_ENDED, LAW_DIFFERS } LawVerdict;

/* The standard owed for `period`, as it could be known on the day (yyyymmdd) of the computation. */
bool law_standard_fits(int64_t period, int64_t made_on, int64_t standard_dong);
LawVerdict law_coefficient_fits(const char *clause_code, int64_t period, int64_t hundredths);

#endif
