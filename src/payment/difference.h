/*
 * difference.h -- why a person's sum is not that of the month before: one reason for each person.
 *
 * Floor 2, domain. Pure. P4: the reasons of all persons add up to the difference of the totals,
 * because exactly the persons whose sums differ get one.
 *
 * When several things changed at once, the first that fits counts, in this order: in or out of the
 * list, the category, the coefficient, the standard, instalments withheld, arrears.
 */
#ifndef PAYMENT_DIFFERENCE_H
#define PAYMENT_DIFFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "payment/obligation.h"
#include "payment/reason.h"

/* The lines of one person in one payroll. */
typedef struct PersonLines {
    const Obligation *lines;
    size_t count;
    int64_t period; /* of the payroll; lines of other periods are arrears */
} PersonLines;

/* What is known of the person beside the lines. */
typedef struct DifferenceFacts {
    bool dead;             /* a death is confirmed */
    bool in_area;          /* lives in the area of the payroll now */
    bool moved_in;         /* came from outside the area since the payroll before */
    bool paused;           /* suspended in this period */
    bool paused_before;    /* suspended in the period before */
    bool undecided;        /* eligible, but no amount could be computed */
    bool undecided_before; /* the same in the payroll before */
} DifferenceFacts;

int64_t person_lines_sum(PersonLines lines);
/* REASON_NONE when the two sums are equal. */
Reason difference_reason(const DifferenceFacts *facts, PersonLines before, PersonLines now);

#endif
