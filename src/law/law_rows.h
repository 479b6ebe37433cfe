/*
 * law_rows.h -- the kinds of rows that a law file has, as the engine keeps them.
 *
 * Floor 2. Inside law/ only. Every row carries its source: file and line, article, and the two
 * times, from when it pays and from when it was known.
 */
#ifndef LAW_LAW_ROWS_H
#define LAW_LAW_ROWS_H

#include "law/law_values.h"

enum { LAW_CLAUSE_MAX = 512, LAW_CATEGORY_MAX = 512, LAW_ROW_MAX = 4096, LAW_FACT_MAX = 128 };
enum { LAW_PROGRAMME_MAX = 16, LAW_PARAMETER_MAX = 64, LAW_VALUE_MAX = 512 };
enum { LAW_TABLE_MAX = 64, LAW_TABLE_ROW_MAX = 256, LAW_CELL_MAX = 8192, LAW_TEST_MAX = 4096 };
enum { LAW_START_MAX = 256, LAW_STOP_MAX = 128, LAW_END_MAX = 512, LAW_COMBINATION_MAX = 128 };
enum { LAW_DATE_OPEN = 99991231, LAW_AGE_OPEN = 2400, LAW_SET_WORDS = LAW_CATEGORY_MAX / 64 };

/* A set of categories, by category_no - 1. */
typedef struct LawSet {
    uint64_t bits[LAW_SET_WORDS];
} LawSet;

typedef enum LawTestKind {
    LAW_TEST_WORDS = 1,
    LAW_TEST_RANGE = 2,
    LAW_TEST_RECEIVES = 3
} LawTestKind;

typedef struct LawTest {
    LawTestKind kind;
    int32_t fact;
    uint64_t words; /* accepted words or flags, by bit */
    int64_t at_least;
    int64_t below;
    int32_t below_parameter; /* -1 = none */
    bool negate;             /* receives_not */
    int64_t on_day;          /* 0 = the month asked for */
    LawSet set;
    size_t line;
} LawTest;

typedef struct LawTests {
    size_t first;
    size_t count;
} LawTests;

typedef struct LawAges {
    int32_t from_months;
    int32_t below_months; /* LAW_AGE_OPEN = no bound */
} LawAges;

/* What of a category only the engine sees; beside its LawCategory. */
typedef struct LawWho {
    LawSource source;
    LawAges ages;
    LawTests tests;
    int32_t counts; /* fact; -1 = none */
    int32_t lasts_months;
    int64_t on_day;   /* basis register */
    int64_t paid_in;  /* yyyymm */
    int64_t last_day; /* of the latest `ends`; kept in ends[] with its own knowledge */
    size_t first_row;
    size_t last_row;
} LawWho;

typedef enum LawForm {
    LAW_FORM_TIMES = 1,
    LAW_FORM_DONG = 2,
    LAW_FORM_TABLE = 3,
    LAW_FORM_OF_PAID = 4,
    LAW_FORM_KILOGRAMS = 5
} LawForm;

typedef struct LawRow {
    LawSource source;
    int32_t category_no;
    int32_t component;
    int64_t clause_id;
    LawForm form;
    LawAges ages;
    uint32_t degrees;
    LawTests tests;
    int64_t hundredths;
    int64_t dong;
    int32_t parameter;
    int32_t table;
    int32_t per; /* fact; -1 = none */
    bool half_years;
    bool local;
    bool partial;
    uint32_t paid_components;
    int32_t rounding; /* MoneyRounding */
} LawRow;

/* For whom a rule is: one of the two is set. */
typedef struct LawScope {
    int32_t category_no; /* 0 = by programme */
    int32_t programme_no;
} LawScope;

typedef enum LawStartMonth {
    LAW_START_DECISION = 1,
    LAW_START_CERTIFICATE = 2,
    LAW_START_EVENT = 3,
    LAW_START_AGE = 4
} LawStartMonth;

typedef struct LawStartRule {
    LawSource source;
    LawScope scope;
    LawStartMonth month;
    int64_t plus_months;
    int64_t decided_from;
    int64_t decided_to;
} LawStartRule;

typedef enum LawStopOn {
    LAW_STOP_DEATH = 1,
    LAW_STOP_DECISION = 2,
    LAW_STOP_CONDITION = 4
} LawStopOn;

typedef struct LawStopRule {
    LawSource source;
    LawScope scope;
    uint32_t on; /* LawStopOn */
    bool month_before;
} LawStopRule;

typedef struct LawSuspension {
    LawSource source;
    LawScope scope;
    int64_t months;
} LawSuspension;

typedef struct LawEnd {
    LawSource source;
    int32_t category_no;
    int64_t last_day;
} LawEnd;

typedef enum LawCombinationKind {
    LAW_COMBINE_EXCLUDES = 1,
    LAW_COMBINE_AT_MOST = 2,
    LAW_COMBINE_HIGHEST = 3
} LawCombinationKind;

typedef struct LawCombination {
    LawSource source;
    LawCombinationKind kind;
    uint32_t components; /* of what it speaks; all bits = any */
    uint32_t programmes;
    LawSet categories; /* all bits = any; of excludes: the losers */
    LawSet winners;    /* of highest: those beside */
    LawSet with;
    size_t count;
    int32_t beside_component;
} LawCombination;

#endif
