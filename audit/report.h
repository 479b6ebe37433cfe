/*
 * report.h -- what the audit found: by check, with the first rows, for people and for machines.
 */
#ifndef AUDIT_REPORT_H
#define AUDIT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef enum Pass {
    PASS_SCHEMA = 1 << 0,
    PASS_ENGINE = 1 << 1,
    PASS_LOG = 1 << 2,
    PASS_PAYROLL = 1 << 3,
    PASS_BATCH = 1 << 4,
    PASS_ATTEMPT = 1 << 5,
    PASS_CHAIN = 1 << 6,
    PASS_RESULT = 1 << 7,
    PASS_BOOKS = 1 << 8,
    PASS_REGISTER = 1 << 9,
    PASS_FILES = 1 << 10,
} Pass;

typedef enum CheckId {
#define CHECK(id, name, number, passes, vi, en) CHECK_##id,
#include "check.def"
#undef CHECK
    CHECK_COUNT
} CheckId;

typedef enum What {
#define WHAT(id, vi, en) WHAT_##id,
#include "what.def"
#undef WHAT
    WHAT_COUNT
} What;

typedef enum Lang { LANG_VI, LANG_EN } Lang;

/* A named number of a finding; `text` instead of it where it is not NULL. */
typedef struct Fact {
    const char *name;
    int64_t number;
    const char *text;
} Fact;

enum { FACT_MAX = 8, FACT_TEXT_MAX = 80 };

typedef struct Finding {
    What what;
    size_t fact_count;
    Fact facts[FACT_MAX];
    char texts[2][FACT_TEXT_MAX]; /* own the texts of up to two facts */
} Finding;

typedef struct CheckResult {
    bool wanted;
    unsigned passes_run; /* of those it needs */
    int64_t row_count;   /* looked at */
    int64_t found_count;
    int64_t time_us;
    Finding *findings; /* the first ones */
    size_t kept_count;
    size_t kept_capacity;
} CheckResult;

typedef struct Report {
    CheckResult checks[CHECK_COUNT];
    size_t row_limit; /* findings kept per check */
    Lang lang;
} Report;

const char *check_name(CheckId check);
int check_number(CheckId check);
unsigned check_passes(CheckId check);

void report_found(Report *report, CheckId check, What what, const Fact *facts, size_t count);
void report_looked(Report *report, CheckId check, int64_t row_count);
void report_done(Report *report);
int64_t report_found_count(const Report *report); /* over the wanted checks */
bool report_is_complete(const Report *report, CheckId check);

typedef struct ReportHead {
    const char *db;
    int64_t period; /* 0 = all */
    bool full;
    const char *why; /* why it could not run, or NULL */
    int64_t time_us;
} ReportHead;

void report_print(const Report *report, const ReportHead *head, FILE *out);
void report_print_json(const Report *report, const ReportHead *head, FILE *out);

#define NUM(name, value) {(name), (value), NULL}
#define TXT(name, value) {(name), 0, (value)}
#define FOUND(report, check, what, ...)                                                            \
    report_found((report), (check), (what), (const Fact[]){__VA_ARGS__},                           \
                 sizeof((const Fact[]){__VA_ARGS__}) / sizeof(Fact))

#endif
