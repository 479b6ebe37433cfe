/*
 * law_recovery.h -- money owed back, in instalments from month to month under a cap, by decision.
 *
 * Floor 2. Pure. What an instalment does not reach is carried to the next month; nothing is taken
 * from a month that pays nothing.
 */
#ifndef LAW_LAW_RECOVERY_H
#define LAW_LAW_RECOVERY_H

#include <stdint.h>

typedef struct LawRecovery {
    int64_t rest_dong; /* still owed back */
    int64_t cap_dong;  /* of one month, by the decision */
} LawRecovery;

/* What is withheld from a month that pays `month_dong`; the rest is less by as much. */
int64_t law_recovery_take(LawRecovery *recovery, int64_t month_dong);

#endif
