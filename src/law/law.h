/*
 * law.h -- how much is owed to a person for a month, why, and from and until which month.
 *
 * Floor 2. Pure: no I/O, no clock, no globals; law_answer() allocates nothing, since a country asks
 * it four million times a month. What the law says stands in law/ as data; here is only how such
 * rows are read and applied. Monthly rights go by month: the day never matters (Decree
 * 20/2021/NĐ-CP Article 8, Circular 02/2021/TT-BLĐTBXH Article 2).
 *
 *   LW1  for each category, component, degree, age and day one row counts, or the book does not
 * load LW2  an amount is base x coefficient, and carries clause, base and coefficient, so that it
 * can be computed again and explained (P4) LW3  what stands beside what (highest only, excludes, at
 * most) is applied here and nowhere else LW4  the explanation is written by the computation itself,
 * step by step, so they cannot differ LW5  nothing counts that was not known on the day of
 * knowledge
 */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "law/law_person.h"
#include "law/law_trace.h"
#include "value/date.h"
#include "value/period.h"

enum { LAW_AMOUNT_MAX = 24, LAW_HASH_BYTES = 32, LAW_FILE_MAX = 64, LAW_ALL_KNOWN = 0 };
enum { LAW_REGISTER_MAX = 16, LAW_RIGHT_MAX = LAW_ENROLMENT_MAX + LAW_REGISTER_MAX };

/* Components of an obligation that code knows by name; law/vocabulary.yaml has them all. 2 is
 * arrears: made by payroll, not by the law. */
typedef enum LawComponent {
    LAW_COMPONENT_ALLOWANCE = 1,
    LAW_COMPONENT_SINGLE_PARENT = 3, /* nd20/6.2: clause 4 beside 5, 6 or 8 */
    LAW_COMPONENT_CARE = 4,          /* nd20/20.2.c: support for the household that cares */
    LAW_COMPONENT_MAX = 31
} LawComponent;

/* Degree of disability, as enrolment.degree. */
typedef enum LawDegree {
    LAW_DEGREE_NONE = 0,
    LAW_DEGREE_SEVERE = 1,
    LAW_DEGREE_EXCEPTIONAL = 2,
    LAW_DEGREE_COUNT = 3
} LawDegree;

typedef enum LawBasis {
    LAW_BASIS_DECISION = 1, /* a decision starts it, month by month */
    LAW_BASIS_EVENT = 2,    /* something happened on a day: paid once */
    LAW_BASIS_REGISTER = 3  /* who is on the list on a day: paid once */
} LawBasis;

typedef struct LawBook LawBook;

/* A clause under which money is paid: a row of table `clause`. Its id stands in the law file. */
typedef struct LawClause {
    int64_t clause_id;
    Str clause_code; /* nd20/6.1.a */
    Str citation;
} LawClause;

/* A category of beneficiaries: Article 5, clause and point. */
typedef struct LawCategory {
    int32_t category_no; /* 1.., the order of the law files; never stored */
    int32_t programme_no;
    LawBasis basis;
    Str category_code; /* nd20/5.1.a */
    Str text_vi;
    Str text_en;
    int32_t age_from; /* full years; -1 = no bound */
    int32_t age_below;
    uint32_t degrees;   /* bit (1 << LawDegree) of the degrees that it knows */
    bool counts;        /* paid per child (nd20/6.1.d) */
    int64_t pays_from;  /* yyyymmdd */
    int64_t pays_to;    /* last day; 99991231 = open */
    int64_t known_from; /* the day on which the text came into force */
    bool verified;      /* false: read in second-hand sources only */
} LawCategory;

typedef struct LawAmount {
    int32_t component;
    int32_t programme_no;
    int64_t enrolment_id;
    int64_t clause_id;
    int64_t standard_dong; /* the base: standard, table value or fixed sum */
    int64_t
        coefficient_hundredths; /* times the number of children, years, ... where it counts them */
    int64_t amount_dong;
    int64_t in_kind_grams; /* rice: then amount_dong is 0 */
    bool
        verified; /* false: rests on a row, or on a reading of a birth year, that is not verified */
} LawAmount;

typedef struct LawQuestion {
    const LawPerson *person;
    Period period;
    int64_t known_at;    /* yyyymmdd; LAW_ALL_KNOWN */
    bool with_registers; /* also gifts and the like, which need no decision */
    LawTrace *trace;     /* NULL = no explanation */
} LawQuestion;

typedef struct LawAnswer {
    size_t amount_count;
    LawAmount amounts[LAW_AMOUNT_MAX]; /* in order of component */
    size_t right_count;                /* enrolments, then the registers of the month */
    LawReason reasons[LAW_RIGHT_MAX];  /* of each right */
    int32_t categories[LAW_RIGHT_MAX]; /* category_no of each */
} LawAnswer;

/* Bytes of a law file under the name that messages give. */
typedef struct LawFile {
    const char *name;
    Str bytes;
} LawFile;

/* The files that the program carries inside itself, in the order in which they are hashed. */
size_t law_files_embedded(LawFile ret_files[LAW_FILE_MAX]);
/*
 * Reads a book from law files into the ctx arena. `hash` (LAW_HASH_BYTES, may be empty) is the
 * BLAKE2b-256 of all bytes, which the caller computes (sys/digest.h): the book only keeps it.
 *
 * E_YAML_SYNTAX   not YAML
 * E_LAW_SYNTAX    an unknown or missing key, a wrong value, an unknown word; with file and line
 * E_LAW_CONFLICT  rows that overlap, leave a gap, or lead in a circle (LW1); with file and line
 */
Status law_book_load(Ctx *ctx, const LawFile *files, size_t count, Str hash,
                     const LawBook **ret_book) MUST_CHECK;
/* The hash given at loading: pins the rules of a payroll. */
Str law_book_hash(const LawBook *book);
/* How many rows were known on a day: two days with the same number know the same law. */
int64_t law_known_rows(const LawBook *book, int64_t known_at);

size_t law_clause_count(const LawBook *book);
const LawClause *law_clause_at(const LawBook *book, size_t i);
const LawClause *law_clause_find(const LawBook *book, int64_t clause_id);
size_t law_category_count(const LawBook *book);
/* By category_no, 1..count; NULL when there is none. */
const LawCategory *law_category_at(const LawBook *book, int32_t category_no);
/* Last day on which a category pays, as known on a day; 99991231 = open. */
int64_t law_category_last_day(const LawBook *book, int32_t category_no, int64_t known_at);
/* 0 when there is no such code. */
int32_t law_category_no(const LawBook *book, Str category_code);
/* Names of vocabulary.yaml; empty when there is no such number. */
Str law_component_name(const LawBook *book, int32_t component);
Str law_programme_code(const LawBook *book, int32_t programme_no);
Str law_fact_name(const LawBook *book, int32_t fact_no);

/* E_LAW_NO_STANDARD when none is known for that month. */
Status law_standard(Ctx *ctx, const LawBook *book, Period period,
                    int64_t *ret_standard_dong) MUST_CHECK;
/* False when that standard is known from second-hand sources only. */
bool law_standard_is_verified(const LawBook *book, Period period);

/*
 * What is owed for a month; none when the person died in an earlier month or no right reaches into
 * it. A change by age counts from the month in which the age is reached; losing the condition of a
 * category (a child turns 16) ends it by the stop rule. A birth year alone counts as 1 January.
 *
 * OK  E_LAW_NO_STANDARD  E_ENROLMENT_CATEGORY (no such number in the book)  E_MONEY_...
 */
Status law_answer(Ctx *ctx, const LawBook *book, const LawQuestion *question,
                  LawAnswer *ret_answer) MUST_CHECK;
/* The amounts alone, with all that the files know. */
Status law_amounts(Ctx *ctx, const LawBook *book, const LawPerson *person, Period period,
                   LawAmount ret_amounts[LAW_AMOUNT_MAX], size_t *ret_count) MUST_CHECK;

typedef struct LawStart {
    int32_t category_no;
    int64_t decision_date;    /* yyyymmdd */
    int64_t birth_date;       /* for those who start at an age */
    int64_t certificate_date; /* degree of disability; 0 = not known: the decision's month */
    int64_t event_date;       /* of what gave the right; 0 = not known: the decision's month */
} LawStart;

/* First month of the right, by the rule in force on the decision date. E_ENROLMENT_CATEGORY. */
Status law_start_period(Ctx *ctx, const LawBook *book, const LawStart *start,
                        Period *ret_period) MUST_CHECK;
/*
 * Last month that is paid when the right ends by death, loss of the condition or decision on `day`:
 * that month itself (nd20/8: stopped from the month after).
 */
Period law_last_period(int64_t day);

#endif
