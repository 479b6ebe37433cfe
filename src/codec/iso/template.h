/*
 * template.h -- how one kind of provider wants its list and words its answer: data, not code.
 *
 * Floor 1. A template is a YAML file (doc/provider-template.md); four are inside the program
 * (data/templates). Unknown keys are refused, so that a slip of the pen does not pass unseen.
 *
 * Invariants: a parsed template is complete -- a table that goes out has a column with our id and
 * one with the amount, an answer has a column for id and one for status. It lives in ctx->arena.
 */
#ifndef CODEC_ISO_TEMPLATE_H
#define CODEC_ISO_TEMPLATE_H

#include "base/ctx.h"
#include "codec/result_row.h"

enum { TEMPLATE_COLUMN_MAX = 24, TEMPLATE_TITLE_MAX = 12, TEMPLATE_WORD_MAX = 64 };

typedef enum TemplateKind {
    TEMPLATE_PAIN001 = 1,
    TEMPLATE_CSV = 2,
    TEMPLATE_XLSX = 3
} TemplateKind;

/* What a column of the list shows. */
typedef enum OutField {
    OUT_LINE_NO = 1,
    OUT_END_TO_END_ID,
    OUT_ACCOUNT_NUMBER,
    OUT_HOLDER_NAME,
    OUT_AGENT,
    OUT_BANK_NAME,
    OUT_AMOUNT,
    OUT_REMITTANCE,
    OUT_PERSON_NAME,
    OUT_CITIZEN_ID_MASK,
    OUT_PHONE_MASK,
    OUT_PAY_POINT,
    OUT_HAMLET,
    OUT_SIGNATURE /* left empty: somebody signs there */
} OutField;

typedef enum OutFormat {
    OUT_PLAIN = 0,
    OUT_UPPER_ASCII = 1, /* text without marks, in capitals */
    OUT_DOTTED = 2       /* amount as text, with dots between thousands */
} OutFormat;

typedef struct TemplateColumn {
    Str title;
    OutField field;
    OutFormat format;
    int32_t width; /* in characters; 0 = left to the writer */
} TemplateColumn;

/* Columns of an answer. */
typedef enum InColumn {
    IN_END_TO_END_ID = 0,
    IN_AMOUNT,
    IN_STATUS,
    IN_REASON,
    IN_TEXT,
    IN_DATE,
    IN_COLUMN_COUNT
} InColumn;

/* What stands above or below the rows of an answer, after a word and a colon or in the next cell.
 */
typedef enum InLabel {
    IN_LABEL_REFERENCE = 0,
    IN_LABEL_ORIGINAL,
    IN_LABEL_COUNT,
    IN_LABEL_SUM,
    IN_LABEL_DAY,
    IN_LABEL_TOTAL
} InLabel;

/* One word under which something is known; the first of a list is the one to write. */
typedef struct TemplateWord {
    Str written;
    Str folded;  /* label_fold() */
    int meaning; /* InColumn, InLabel or ResultOutcome */
} TemplateWord;

typedef struct TemplateWords {
    TemplateWord words[TEMPLATE_WORD_MAX];
    size_t count;
} TemplateWords;

typedef struct ProviderTemplate {
    Str name;
    Str title;
    TemplateKind kind;
    char separator; /* of CSV */
    bool has_bom;
    Str sheet_name;
    Str titles[TEMPLATE_TITLE_MAX]; /* with {{period}} {{batch}} {{count}} {{total}} {{debtor}}
                                       {{day}} */
    size_t title_count;
    TemplateColumn columns[TEMPLATE_COLUMN_MAX];
    size_t column_count;
    TemplateWords in_columns;
    TemplateWords in_statuses;
    TemplateWords in_labels;
    TemplateWords not_final; /* reasons that make a "rejected" no final word */
} ProviderTemplate;

/* E_TEMPLATE_SYNTAX names file, line and what is wrong there. */
Status provider_template_parse(Ctx *ctx, const char *file_name, Str yaml,
                               const ProviderTemplate **ret_template) MUST_CHECK;
/* One of the built-in ones by name; E_NOT_FOUND. */
Status provider_template_load(Ctx *ctx, Str name, const ProviderTemplate **ret_template) MUST_CHECK;
/* The name of the i-th built-in template; empty past the end. */
Str provider_template_name(size_t i);

/* The meaning of a text in a list of words, or -1. */
int template_word_meaning(const TemplateWords *words, Str text);
/* The word to write for a meaning; empty when the template has none. */
Str template_word_of(const TemplateWords *words, int meaning);

#endif
