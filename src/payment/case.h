/*
 * case.h -- questions about money that people must answer, and who answers them by when.
 *
 * Floor 2, domain. Pure. Numbers are stored (payment_case.kind, closed_as): never reuse one.
 */
#ifndef PAYMENT_CASE_H
#define PAYMENT_CASE_H

#include <stdbool.h>
#include <stdint.h>

typedef enum CaseKind {
    CASE_DOUBLE_FOUND = 1,   /* paid after the obligation was free again (CONFLICT) */
    CASE_WRONG_AMOUNT = 2,   /* the provider's amount is not ours */
    CASE_UNEXPECTED = 3,     /* an event that the state does not allow */
    CASE_OVERPAID = 4,       /* more was owed and paid than the law gives, learned later */
    CASE_LATE_DEATH = 5,     /* paid for months after a death that was learned later */
    CASE_UNKNOWN_REASON = 6, /* the provider gives a reason that we do not know */
    CASE_WRONG_PROVIDER = 7, /* an answer for an attempt that went to another provider */
    CASE_HOLDER_DEAD = 8     /* the provider says that the holder has died */
} CaseKind;

enum { CASE_KIND_MAX = 8 };

typedef enum CaseClosing {
    CASE_RECOVERED = 1,
    CASE_WAIVED = 2,
    CASE_SETTLED_AS_PAID = 3,
    CASE_NOTHING_OWED = 4
} CaseClosing;

/* "DOUBLE_FOUND" and so on; "" when there is no such number. */
const char *case_kind_name(int64_t kind);
const char *case_kind_title(int64_t kind, bool vietnamese);
/* Who answers: "commune", "province", "provider", "finance". */
const char *case_kind_owner(CaseKind kind);
/* Working room in days from the day on which it opens. */
int64_t case_kind_days(CaseKind kind);

#endif
