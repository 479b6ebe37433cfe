/*
 * law_person.h -- what the law looks at in a person: facts, places, children, decisions, events.
 *
 * Floor 2. Plain values owned by the caller. A fact that is not there is not known: it is neither
 * met nor failed, and the decision, which proved it once, stands for it.
 */
#ifndef LAW_LAW_PERSON_H
#define LAW_LAW_PERSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "value/period.h"

enum { LAW_ENROLMENT_MAX = 16, LAW_BY_FACTS = -1, LAW_AREA_CODE_MAX = 4 };

/* A word, yes/no or number about a person, from a day to a day. */
typedef struct LawFactValue {
    int32_t fact_no; /* of law/vocabulary.yaml, from 0 */
    int64_t value;   /* flag: 0 or 1; word: its place among the words */
    int64_t from;    /* yyyymmdd, 0 = always */
    int64_t to;      /* 99991231 = open */
} LawFactValue;

typedef struct LawFacts {
    const LawFactValue *values;
    size_t count;
} LawFacts;

/* Months of a suspension; `paid_back`: decided to be paid after all, so it is none. */
typedef struct LawPause {
    int64_t from_period;
    int64_t to_period; /* 0 = open */
    bool paid_back;
} LawPause;

/* Months in a row in which nobody collected, until the decision to resume (0 = not yet). */
typedef struct LawUncollected {
    int64_t from_period;
    int64_t to_period;
    int64_t resumed_period;
    bool arrears;
} LawUncollected;

typedef struct LawChild {
    int64_t birth_date;
    int64_t death_date; /* 0 = alive */
    bool studying;      /* counts until 22 instead of 16 */
} LawChild;

/* Where the person lives; a move counts from the month after `from`. */
typedef struct LawPlaceOfLife {
    Str codes[LAW_AREA_CODE_MAX];
    size_t code_count;
    int64_t from; /* yyyymmdd; 0 = always */
} LawPlaceOfLife;

/* One decision or event as the engine sees it. */
typedef struct LawEnrolment {
    int64_t enrolment_id;
    int32_t category_no;
    int32_t degree;        /* LAW_BY_FACTS = the dated fact `degree` */
    int32_t child_count;   /* LAW_BY_FACTS = count the children */
    bool paused;           /* in the month asked for */
    Period from_period;    /* first month of the right; number 0 = by the start rule */
    Period to_period;      /* last month that is paid; number 0 = open */
    int64_t decision_date; /* of an event: the day of the event; 0 = not said */
    int64_t certificate_date;
    int64_t event_date;
    LawFacts facts; /* of this decision only: go before the person's */
    const LawPause *pauses;
    size_t pause_count;
} LawEnrolment;

typedef struct LawPerson {
    int64_t birth_date; /* yyyymmdd, 00 where unknown */
    int64_t death_date; /* 0 = alive */
    LawFacts facts;
    const LawChild *children;
    size_t child_count;
    bool children_listed;         /* false: nothing is known of children */
    const LawPlaceOfLife *places; /* in order of time */
    size_t place_count;
    const LawUncollected *uncollected;
    size_t uncollected_count;
    size_t enrolment_count;
    LawEnrolment enrolments[LAW_ENROLMENT_MAX];
} LawPerson;

#endif
