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
 *
 * A row of the columns is one right of one person without a pause (a pause splits it in two), 12
 * bytes wide: a country of four million is read in the time that its 60 MB take through memory.
 */
#ifndef LAW_LAW_BATCH_H
#define LAW_LAW_BATCH_H

#include "law/law.h"

enum { LAW_PLACE_MAX = 64, LAW_MONTH_OPEN = UINT16_MAX };

/*
 * Months are counted from year 0: year * 12 + month - 1; LAW_MONTH_OPEN = alive, or without end.
 * Rows of one person lie together, first_row[p] .. first_row[p + 1] - 1.
 */
typedef struct LawColumns {
    size_t person_count;
    size_t row_count;
    size_t person_size; /* room */
    size_t row_size;
    uint32_t *first_row;  /* person_count + 1 of them */
    uint32_t *several;    /* the persons with more than one row, ascending */
    size_t several_count; /* of them */
    uint16_t *kind;       /* of each row: category_no * LAW_DEGREE_COUNT + degree */
    uint16_t *from_month;
    uint16_t *to_month;
    uint16_t *birth_month; /* of the row's person, as are the next two */
    uint16_t *death_month;
    uint8_t *place; /* of LawPlaces, from 1; 0 = nowhere named */
    uint8_t *child_count;
} LawColumns;

/* One right to be put into the columns; months as law_month_number() gives them. */
typedef struct LawColumnsRight {
    int32_t category_no;
    int32_t degree;
    int32_t child_count;
    int32_t from_month;
    int32_t to_month; /* INT32_MAX = without end */
} LawColumnsRight;

typedef struct LawColumnsPerson {
    int32_t birth_month;
    int32_t death_month; /* INT32_MAX = alive */
    int32_t place;
    const LawColumnsRight *rights;
    size_t right_count;
} LawColumnsPerson;

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

/* Empty columns with room for so many, in the ctx arena. */
Status law_columns_begin(Ctx *ctx, size_t persons, size_t rows, LawColumns *ret_columns) MUST_CHECK;
/*
 * The next person. Numbers outside of what a column can hold are brought to its ends.
 *
 * OK  E_BUG (no room)
 */
Status law_columns_add(Ctx *ctx, LawColumns *columns, const LawColumnsPerson *person) MUST_CHECK;

static inline int32_t law_columns_category(const LawColumns *columns, size_t row) {
    return columns->kind[row] / LAW_DEGREE_COUNT;
}

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
bool law_month_clause(const LawMonth *month, const LawColumns *columns, size_t row,
                      int64_t *ret_clause_id, int32_t *ret_component);

#endif
