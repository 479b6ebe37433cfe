/*
 * law_work.h -- one question being answered: who, which month, what is known, and what came so far.
 *
 * Floor 2. Inside law/ only. law_answer.c leads; law_right.c says whether a decision reaches into
 * the month, law_amount.c how much it gives, law_combine.c what stands beside what.
 */
#ifndef LAW_LAW_WORK_H
#define LAW_LAW_WORK_H

#include "law/law_book.h"

enum { LAW_CANDIDATE_MAX = 64 };

typedef struct LawCandidate {
    const LawRow *row;
    int32_t enrolment;
    int32_t component; /* that of the row, or of the exception that lets it stand beside */
    int64_t base_dong;
    int64_t hundredths;
    int64_t amount_dong;
    bool verified;
    LawReason reason; /* PAID, LOST, EXCLUDED */
} LawCandidate;

typedef struct LawWork {
    const LawBook *book;
    const LawPerson *person;
    const LawQuestion *question;
    LawTrace *trace;
    int64_t known_at;
    size_t right_count; /* enrolments of the person, then those of the registers */
    LawEnrolment registers[LAW_REGISTER_MAX];
    LawReason reasons[LAW_RIGHT_MAX];
    size_t candidate_count;
    LawCandidate candidates[LAW_CANDIDATE_MAX];
} LawWork;

/* A decision in the month: the days that count, and the age and degree found. */
typedef struct LawRight {
    int32_t enrolment;
    const LawEnrolment *of;
    const LawCategory *category;
    const LawWho *who;
    int64_t first_day; /* conditions of the category may hold on any day from here ... */
    int64_t last_day;  /* ... to here; those of an amount on this one */
    int64_t value_day; /* whose standard counts */
    int32_t age_months;
    uint32_t degree;
    bool age_matters;
    bool shallow; /* asked by `receives`: not to be asked again */
} LawRight;

const LawEnrolment *law_work_enrolment(const LawWork *work, int32_t i);

/* A number about the person on a day; false when it is not known. */
bool law_fact_number(const LawWork *work, const LawRight *right, int32_t fact, int64_t day,
                     int64_t *ret_number);
/* The last day of the month before: what was counted then still pays the month of its loss. */
int64_t law_day_before(const LawRight *right);
/* Whether a condition holds on any day of an interval; BY_DECISION = not known. */
LawOutcome law_test_check(const LawWork *work, const LawRight *right, const LawTest *test,
                          int64_t from, int64_t to);
/* All of them, with a step for each; the worst outcome: FAILED, then BY_DECISION, then MET. */
LawOutcome law_tests_check(const LawWork *work, const LawRight *right, LawTests tests, int64_t from,
                           int64_t to);
/* Whether the person lives in an area on a day; an empty code is everywhere. */
bool law_lives_in(const LawPerson *person, Str area, int64_t day);
/* Full months of age on a day; by the month alone unless `exact`. */
int32_t law_age_months(int64_t birth_date, int64_t day, bool exact);

/* Whether an enrolment reaches into the month. E_ENROLMENT_CATEGORY, E_PERIOD_SYNTAX. */
Status law_right_find(Ctx *ctx, const LawWork *work, int32_t enrolment, LawRight *ret_right,
                      LawReason *ret_reason) MUST_CHECK;
/* The value of a parameter on a day for the person; false when there is none. */
bool law_value_find(const LawWork *work, int32_t parameter, int64_t day, bool local,
                    const LawValue **ret_value, int64_t *ret_dong);
/* Adds the candidates that a right gives, one for each component. */
Status law_amount_find(Ctx *ctx, LawWork *work, const LawRight *right,
                       LawReason *ret_reason) MUST_CHECK;
/* Decides among the candidates (LW3). */
Status law_combine(Ctx *ctx, LawWork *work) MUST_CHECK;

#endif
