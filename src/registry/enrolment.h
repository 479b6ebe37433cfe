/*
 * enrolment.h -- the right that a decision starts: category, degree, dates.
 *
 * Floor 2. Pure. Valid time is from_date..to_date, both days included; recorded time is the
 * store's. RG6  to_date is 0 (open) or not before from_date
 */
#ifndef REGISTRY_ENROLMENT_H
#define REGISTRY_ENROLMENT_H

#include "base/ctx.h"

enum { CHILD_COUNT_MAX = 20, DECISION_NO_BYTES_MAX = 80 };

typedef struct Enrolment {
    int64_t person_id;
    int64_t enrolment_id;
    int64_t programme_id;
    Str category; /* nd20/5.1.a */
    int64_t degree;
    int64_t child_count;
    Str decision_no;
    int64_t decision_date; /* yyyymmdd */
    int64_t from_date;
    int64_t to_date; /* 0 = open */
    Str end_reason;
} Enrolment;

/* What intake and officers must know of a category of the law; app/ fills it from the law book. */
typedef struct CategoryRule {
    Str category;
    int32_t age_from; /* full years; -1 = no bound */
    int32_t age_below;
    uint32_t degrees; /* bit (1 << degree) */
    bool counts;      /* needs child_count */
    int64_t applies_from;
    int64_t applies_to;
} CategoryRule;

/* The rule of a category, or NULL. */
const CategoryRule *category_rule_find(const CategoryRule *rules, size_t count, Str category);
/*
 * E_ENROLMENT_CATEGORY  unknown, ended before from_date, a degree or count that it does not know
 * E_ENROLMENT_DATES     no decision, or dates that do not follow each other
 */
Status enrolment_check(Ctx *ctx, const Enrolment *enrolment, const CategoryRule *rule) MUST_CHECK;

#endif
