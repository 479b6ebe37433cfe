/*
 * law_trace.h -- the explanation of an answer: the steps of its computation, in their order.
 *
 * Floor 2. The computation writes the steps (LW4); this file only keeps and prints them. Texts are
 * views into the book or the person.
 */
#ifndef LAW_LAW_TRACE_H
#define LAW_LAW_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum { LAW_STEP_MAX = 1024 };

/* Why a decision gives nothing in a month. */
typedef enum LawReason {
    LAW_REASON_PAID = 0,
    LAW_REASON_NOT_STARTED = 1,
    LAW_REASON_ENDED = 2,
    LAW_REASON_DEAD = 3,
    LAW_REASON_SUSPENDED = 4,
    LAW_REASON_AGE = 5,
    LAW_REASON_CONDITION = 6,
    LAW_REASON_NOT_KNOWN = 7, /* decision or law came later than the day of knowledge */
    LAW_REASON_LOST = 8,      /* another one is higher */
    LAW_REASON_EXCLUDED = 9,
    LAW_REASON_FACT_MISSING = 10, /* held: the file does not say what is needed */
    LAW_REASON_NO_ROW = 11,       /* held: no row of the law fits */
    LAW_REASON_NO_CATEGORY = 12   /* held: no decision at all */
} LawReason;

typedef enum LawStepKind {
    LAW_STEP_DECISION = 1,  /* code, texts; numbers: day of the decision */
    LAW_STEP_START = 2,     /* article of the start rule; numbers: first month */
    LAW_STEP_CONDITION = 3, /* code: the fact; outcome; numbers: what was found, lower, upper */
    LAW_STEP_NOTHING = 4,   /* outcome: LawReason; numbers: month or age that says so */
    LAW_STEP_ROW = 5,       /* code: the clause, its citation; numbers: hundredths, count */
    LAW_STEP_PARAMETER = 6, /* texts; code: its decree; numbers: value, pays_from, known_from */
    LAW_STEP_AMOUNT = 7,    /* numbers: base, hundredths, amount, component */
    LAW_STEP_COMBINED = 8,  /* outcome: LawReason; article; numbers: amount, amount that won */
    LAW_STEP_RESULT = 9     /* code: component; numbers: amount */
} LawStepKind;

typedef enum LawOutcome { LAW_FAILED = 0, LAW_MET = 1, LAW_BY_DECISION = 2 } LawOutcome;

typedef struct LawStep {
    LawStepKind kind;
    int32_t enrolment; /* its place in the person; -1 = the person as a whole */
    int32_t outcome;
    bool verified;
    Str code;
    Str text_vi;
    Str text_en;
    Str article;
    int64_t numbers[4];
} LawStep;

typedef struct LawTrace {
    size_t count;
    bool is_full; /* steps were left out */
    LawStep steps[LAW_STEP_MAX];
} LawTrace;

/* "DEAD", "LOST", ...; as in cases and in JSON. */
const char *law_reason_code(LawReason reason);

/* Keeps a step; nothing happens when there is no trace. */
void law_trace_add(LawTrace *trace, const LawStep *step);
/* The tree in the language of ctx, two blanks a level. E_TEXT_TOO_LONG. */
Status law_trace_print(Ctx *ctx, const LawTrace *trace, StrBuf *buf) MUST_CHECK;

#endif
