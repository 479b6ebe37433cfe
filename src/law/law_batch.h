/*
 * law_batch.h -- a month of a whole country: the register in columns, the law in a table.
 *
 * Floor 2. The table is filled by law_answer()'s own parts, asked once for each category, degree,
 * month of age and place, so that it cannot say anything else (LW4); a person with one right is
 * then one look-up, one with several goes through the same combination (LW3).
 *
 * The columns go by months, and so does the day of knowledge for deaths. They hold
 * what a register of social assistance knows: category, degree, children, ages and months. A
 * category whose amount depends on more (percent of injury, facts) is refused.
 */
#ifndef LAW_LAW_BATCH_H
#define LAW_LAW_BATCH_H

#include "law/law.h"

enum { LAW_PLACE_MAX = 64 };

/*
 * Months are counted from year 0: year * 12 + month - 1. A pause splits a right into two rows.
 * Rows of one person lie together, first_row[p] .. first_row[p + 1] - 1.
 */
typedef struct LawColumns {
    size_t person_count;
    size_t row_count;
    const uint32_t *first_row;   /* person_count + 1 of them */
    const int32_t *birth_month;  /* of each person */
    const int32_t *death_month;  /* INT32_MAX = alive */
    const uint8_t *place;        /* place of each person, of LawPlaces; NULL = nowhere named */
    const uint16_t *category_no; /* of each row */
    const uint8_t *degree;
    const uint8_t *child_count;
    const int32_t *from_month;
    const int32_t *to_month; /* INT32_MAX = open */
} LawColumns;

/* The places that the column names: area codes, as in the law files. */
typedef struct LawPlaces {
    Str codes[LAW_PLACE_MAX];
    size_t count;
} LawPlaces;

typedef struct LawMonth LawMonth;

/* Persons first .. last - 1 of the columns. */
typedef struct LawSpan {
    size_t first;
    size_t last;
} LawSpan;

typedef struct LawMonthSum {
    int64_t person_count; /* with an amount above zero */
    int64_t amount_count;
    int64_t amount_dong;
} LawMonthSum;

int32_t law_month_number(Period period);

/* The table of one month by the knowledge of one day; in the ctx arena. `places` may be NULL. */
Status law_month_compile(Ctx *ctx, const LawBook *book, Period period, int64_t known_at,
                         const LawPlaces *places, const LawMonth **ret_month) MUST_CHECK;
/*
 * Amounts of some persons into amount_dong[row]; 0 where nothing is owed or another right is
 * higher.
 *
 * OK  E_ARGUMENT (a category that needs more than the columns have)  E_MONEY_OVERFLOW
 */
Status law_month_run(Ctx *ctx, const LawMonth *month, const LawColumns *columns, LawSpan persons,
                     int64_t *amount_dong, LawMonthSum *ret_sum) MUST_CHECK;
/* Under which clause and component a row of a person would be paid; false when under none. */
bool law_month_clause(const LawMonth *month, const LawColumns *columns, size_t person, size_t row,
                      int64_t *ret_clause_id, int32_t *ret_component);

#endif
