/*
 * obligation.h -- what is owed to one person for one month, as a plain value.
 *
 * Floor 2, domain. Pure.
 *
 * Invariants (kept by payroll_compute, by the schema and by the auditor):
 *   P1  one live obligation per person, programme, period and component
 *   P4  amount + withheld = standard x coefficient of the pinned clause, or for arrears the
 *       difference to what was already owed for that month
 */
#ifndef PAYMENT_OBLIGATION_H
#define PAYMENT_OBLIGATION_H

#include <stdint.h>

/* Stored in obligation.component. */
typedef enum Component {
    COMPONENT_ALLOWANCE = 1,
    COMPONENT_ARREARS = 2,       /* a difference found later for an earlier month */
    COMPONENT_SINGLE_PARENT = 3, /* nd20/5.4 beside clause 5, 6 or 8: nd20/6.2 */
    COMPONENT_CARE = 4           /* care support: nd20/20.2.c */
} Component;

enum { COMPONENT_MAX = 31 }; /* others: law/vocabulary.yaml */

typedef struct Obligation {
    int64_t obligation_id;
    int64_t person_id;
    int64_t period;    /* the month owed for: earlier than the payroll's when owed from before */
    int64_t component; /* enum Component */
    int64_t revision;  /* from 1; higher when the one before was cancelled, or for more arrears */
    int64_t enrolment_id;
    int64_t area_id;
    int64_t clause_id;
    int64_t standard_dong;
    int64_t coefficient_hundredths;
    int64_t amount_dong;   /* to be paid */
    int64_t withheld_dong; /* instalments of claims (recovery_deduction) */
} Obligation;

#endif
