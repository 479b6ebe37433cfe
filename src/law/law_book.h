/*
 * law_book.h -- the inside of a LawBook, shared by the files of this folder only.
 *
 * Floor 2. Rows of one category lie together, so that law_amounts() looks at two to six of them.
 */
#ifndef LAW_LAW_BOOK_H
#define LAW_LAW_BOOK_H

#include "law/law.h"

enum { LAW_CLAUSE_MAX = 256, LAW_CATEGORY_MAX = 256, LAW_ROW_MAX = 2048, LAW_STANDARD_MAX = 64 };
enum { LAW_START_MAX = 1024, LAW_DATE_OPEN = 99991231, LAW_AGE_OPEN = 200 };

/* Where a row stands in its file: for messages. */
typedef struct LawPlace {
    const char *file;
    size_t line;
} LawPlace;

/* A coefficient of one category. */
typedef struct LawRow {
    int32_t category_no;
    int32_t age_from;  /* 0 = no bound */
    int32_t age_below; /* LAW_AGE_OPEN = no bound */
    uint32_t degrees;
    LawComponent component;
    int64_t clause_id;
    int64_t hundredths;
    int64_t applies_from; /* days */
    int64_t applies_to;
    bool verified;
    LawPlace place;
} LawRow;

typedef struct LawStandardRow {
    int64_t dong;
    int64_t applies_from;
    int64_t applies_to;
    bool verified;
    LawPlace place;
} LawStandardRow;

typedef enum LawStartMonth {
    LAW_START_DECISION = 1,
    LAW_START_AGE = 2,
    LAW_START_CERTIFICATE = 3
} LawStartMonth;

typedef struct LawStartRule {
    int32_t category_no;
    LawStartMonth month;
    int64_t decided_from;
    int64_t decided_to;
    LawPlace place;
} LawStartRule;

/* What a category is to the rule of the highest only. */
typedef enum LawSide { LAW_SIDE_NONE = 0, LAW_SIDE_BESIDE = 1, LAW_SIDE_WITH = 2 } LawSide;

struct LawBook {
    Str hash;
    size_t clause_count;
    LawClause clauses[LAW_CLAUSE_MAX];
    size_t category_count;
    LawCategory categories[LAW_CATEGORY_MAX]; /* [category_no - 1] */
    LawPlace category_places[LAW_CATEGORY_MAX];
    LawSide sides[LAW_CATEGORY_MAX];
    size_t first_row[LAW_CATEGORY_MAX +
                     1]; /* rows of category_no are first_row[no-1] .. first_row[no] */
    size_t row_count;
    LawRow rows[LAW_ROW_MAX];
    size_t standard_count;
    LawStandardRow standards[LAW_STANDARD_MAX]; /* in order of time */
    size_t start_count;
    LawStartRule starts[LAW_START_MAX];
    LawComponent beside_component;
    bool has_highest_only;
    bool has_stop_rule;
};

/* Orders the rows by category and checks LW1, standards and start rules: E_LAW_CONFLICT. */
Status law_book_check(Ctx *ctx, LawBook *book) MUST_CHECK;

#endif
