/*
 * link_spec.h -- what is compared, how, and which pairs are looked at: read from a YAML file.
 *
 * Floor 2, linkage. Pure. doc/linkage-spec.md describes the file for people. A spec that reads is
 * whole: every column named in it is one of its columns, every level one that its kind of column
 * has.
 *
 * Levels of a comparison stand from the most alike to the least; a pair takes the first that fits,
 * or "else" behind them. Missing is a level of its own that says nothing.
 */
#ifndef LINKAGE_LINK_SPEC_H
#define LINKAGE_LINK_SPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum {
    LINK_COLUMN_MAX = 24,
    LINK_COMPARISON_MAX = 12,
    LINK_LEVEL_MAX = 8, /* with "else", without "missing" */
    LINK_RULE_MAX = 24,
    LINK_ID_MAX = 6,
    LINK_PART_MAX = 6, /* of the key of one rule */
    LINK_MISSING = 0   /* level number; levels are 1.., "else" the last */
};

typedef enum LinkKind { LINK_TEXT = 1, LINK_DATE = 2, LINK_DIGITS = 3 } LinkKind;

/* What is done to a cell before anything looks at it. */
typedef enum LinkClean {
    LINK_CLEAN_LOWER = 1,  /* ends trimmed, letters small: the default */
    LINK_CLEAN_NONE = 2,   /* ends trimmed */
    LINK_CLEAN_FOLD = 3,   /* small letters without tones and marks */
    LINK_CLEAN_SQUEEZE = 4 /* folded, and only letters and digits */
} LinkClean;

/* The words of a name: Nguyễn | Thị Thu | Hà. A name of one word is a given name. */
typedef enum LinkWord {
    LINK_WORD_ALL = 0,
    LINK_WORD_FIRST = 1,
    LINK_WORD_MIDDLE = 2, /* all between first and last */
    LINK_WORD_LAST = 3
} LinkWord;

typedef struct LinkColumn {
    Str name;   /* in the spec */
    Str source; /* in the head of the file */
    LinkKind kind;
    LinkClean clean;
    LinkWord word;
} LinkColumn;

typedef enum LinkMeasure {
    LINK_EXACT = 1,
    LINK_JARO_WINKLER = 2, /* at least `least` */
    LINK_LEVENSHTEIN = 3,  /* at most `most` */
    LINK_DAMERAU = 4,      /* at most `most` */
    LINK_FIRST = 5,        /* the first `most` letters are equal */
    LINK_LIKENESS = 6      /* a DateLikeness or DigitLikeness of `likenesses` */
} LinkMeasure;

typedef struct LinkLevel {
    LinkMeasure measure;
    double least;
    int32_t most;
    uint32_t likenesses; /* bit (1 << likeness) */
    Str text;            /* as the spec has it: for reports */
} LinkLevel;

typedef struct LinkComparison {
    Str name;
    int32_t column;
    bool frequency;      /* rare values weigh more when equal */
    int32_t implied_by;  /* says nothing when that comparison is at its first level; -1 = none */
    int32_t level_count; /* without missing and else */
    LinkLevel levels[LINK_LEVEL_MAX - 1];
    bool has_m; /* given in the spec, not estimated; by level from 1, else last */
    bool has_u;
    double m[LINK_LEVEL_MAX + 1];
    double u[LINK_LEVEL_MAX + 1];
} LinkComparison;

typedef enum LinkPartKind {
    LINK_PART_WHOLE = 1,
    LINK_PART_FIRST = 2, /* letters */
    LINK_PART_LAST = 3,
    LINK_PART_YEAR = 4, /* of a date */
    LINK_PART_DAY = 5   /* month and day of a date */
} LinkPartKind;

typedef struct LinkPart {
    int32_t column;
    LinkPartKind kind;
    int32_t count;
} LinkPart;

/* Pairs that agree on all parts of one rule are looked at. */
typedef struct LinkRule {
    Str text;
    int32_t part_count;
    LinkPart parts[LINK_PART_MAX];
    bool trains; /* m is estimated on its pairs */
} LinkRule;

typedef struct LinkSpec {
    Str id_columns[LINK_ID_MAX]; /* the first that a file has tells its records apart */
    int32_t id_count;
    int32_t column_count;
    int32_t comparison_count;
    int32_t rule_count;
    LinkColumn columns[LINK_COLUMN_MAX];
    LinkComparison comparisons[LINK_COMPARISON_MAX];
    LinkRule rules[LINK_RULE_MAX];
    int64_t block_pairs_max; /* blocks with more pairs are left out, and reported */
    double prior;            /* share of matches among all pairs; 0 = estimated */
    double keep;             /* least probability that is written */
    double match;            /* least probability of a match */
    double margin_bits;      /* by which the best must be better than the second (links) */
    uint32_t cannot_link;    /* bits of comparisons: all of them at "else" = never the same */
} LinkSpec;

/* E_YAML_SYNTAX  E_LINK_SPEC (file, line, what was found and what may stand there) */
Status link_spec_read(Ctx *ctx, const char *file_name, Str bytes,
                      const LinkSpec **ret_spec) MUST_CHECK;
/* Levels of a comparison with missing and else: the radix of its digit in a pattern. */
int32_t link_level_total(const LinkComparison *comparison);

#endif
