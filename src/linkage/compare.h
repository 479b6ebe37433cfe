/*
 * compare.h -- how alike two values are: Jaro-Winkler, Levenshtein, Damerau, dates, digits.
 *
 * Floor 2, linkage. Pure and exact: the same two values give the same answer whatever the machine,
 * the thread and the SIMD level. Words are compared by letters, not bytes; what is longer than
 * COMPARE_LETTERS_MAX letters is compared by its first ones.
 *
 * Jaro-Winkler: W. Winkler 1990, prefix 4, weight 0.1, given only above 0.7. Levenshtein: H. Hyyrö
 * 2003 (bit-parallel). Damerau: the unrestricted distance (Lowrance, Wagner 1975).
 */
#ifndef LINKAGE_COMPARE_H
#define LINKAGE_COMPARE_H

#include <stdint.h>

#include "base/str.h"

enum { COMPARE_LETTERS_MAX = 64, COMPARE_DIGITS_MAX = 15 };

/* 0 (nothing in common) to 1 (equal). */
double compare_jaro_winkler(Str a, Str b);
/* The same from what was counted: at least one letter in common, and those out of order, halved. */
double compare_jaro_winkler_of(int matched, int crossed, int a_count, int b_count, int prefix);
int compare_levenshtein(Str a, Str b);
int compare_damerau(Str a, Str b);

/*
 * A date as year << 9 | month << 5 | day, month and day 0 where they are not known. 0 for what is
 * no date: yyyy-mm-dd, yyyymmdd, dd/mm/yyyy, yyyy, with 00 for unknown parts.
 */
uint32_t compare_date_read(Str text);

/* What two dates have in common; the first that fits. */
typedef enum DateLikeness {
    DATE_MISSING = 0,
    DATE_EQUAL = 1,
    DATE_SWAPPED = 2,         /* day and month stand in each other's place */
    DATE_YEAR_ONLY_EQUAL = 3, /* the same year, and one of them knows no more */
    DATE_YEAR_MONTH = 4,      /* another day */
    DATE_YEAR_DAY = 5,        /* another month */
    DATE_MONTH_DAY = 6,       /* another year */
    DATE_YEAR = 7,
    DATE_NEXT_YEAR = 8, /* a year apart */
    DATE_OTHER = 9,
    DATE_LIKENESS_COUNT = 10
} DateLikeness;
DateLikeness compare_dates(uint32_t a, uint32_t b);

/* The digits of a number, four bits each, below their count in the top bits; 0 for none. */
uint64_t compare_digits_read(Str text);

typedef enum DigitLikeness {
    DIGITS_MISSING = 0,
    DIGITS_EQUAL = 1,
    DIGITS_ONE = 2,     /* one digit is another */
    DIGITS_SWAPPED = 3, /* two neighbours stand in each other's place */
    DIGITS_SHIFTED = 4, /* one digit is missing in one of them */
    DIGITS_TWO = 5,     /* two digits are others */
    DIGITS_TAIL = 6,    /* the last six are equal */
    DIGITS_OTHER = 7,
    DIGIT_LIKENESS_COUNT = 8
} DigitLikeness;
DigitLikeness compare_digits(uint64_t a, uint64_t b);

#endif
