/*
 * check_eligible.h -- P3: who was eligible, derived anew from the register, against who was listed.
 */
#ifndef AUDIT_CHECK_ELIGIBLE_H
#define AUDIT_CHECK_ELIGIBLE_H

#include "audit.h"

typedef struct ListedPerson {
    int64_t person_id;
    int64_t payroll_id;
} ListedPerson;

typedef struct ListedHead {
    int64_t payroll_id, person_count, main_person_count, held_with_rows, main_held_with_rows;
    int64_t held_count;
} ListedHead;

/* Persons with an allowance of the month itself, gathered over the payrolls of one period. */
typedef struct Listed {
    ListedPerson *items;
    size_t count;
    size_t capacity;
    ListedHead *heads;
    size_t head_count;
    size_t head_capacity;
    bool unsorted;
} Listed;

void listed_add(Listed *listed, int64_t person_id, int64_t payroll_id);
void listed_note_persons(Listed *listed, int64_t payroll_id, int64_t person_count,
                         int64_t main_person_count);
/* Checks one programme and period, then empties `listed`. */
void eligible_check(Audit *audit, int64_t programme_id, int64_t period, Listed *listed);
void listed_done(Listed *listed);

#endif
