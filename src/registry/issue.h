/*
 * issue.h -- what is wrong with a row of a list, and what the officer can do.
 *
 * Floor 2. Pure. RG1, RG2. Codes are stored by name (intake_issue.issue_code): never rename one.
 */
#ifndef REGISTRY_ISSUE_H
#define REGISTRY_ISSUE_H

#include "base/ctx.h"

enum { ISSUE_ROW_MAX = 24, ISSUE_FOUND_BYTES_MAX = 60 };

typedef enum IssueSeverity { ISSUE_WARNING = 1, ISSUE_REFUSAL = 2 } IssueSeverity;

typedef enum IssueCode {
    ISSUE_NONE = 0,
#define ISSUE(code, severity, en, en_remedy, vi, vi_remedy) ISSUE_##code,
#include "registry/issue.def"
#undef ISSUE
    ISSUE_CODE_END
} IssueCode;

typedef struct Issue {
    IssueCode code;
    int32_t column; /* from 1; 0 = the whole row */
    Str found;      /* masked where personal */
} Issue;

typedef struct IssueList {
    Issue issues[ISSUE_ROW_MAX]; /* in order of columns after issue_list_sort() */
    size_t count;
    bool refused; /* holds a refusal */
} IssueList;

const char *issue_name(IssueCode code);
/* ISSUE_NONE when there is no such name. */
IssueCode issue_of_name(Str name);
IssueSeverity issue_severity(IssueCode code);
const char *issue_sentence(IssueCode code, Language language);
const char *issue_remedy(IssueCode code, Language language);

/* Beyond ISSUE_ROW_MAX only refusals still count (`refused`). `found` is kept as it is. */
void issue_list_add(IssueList *list, IssueCode code, int32_t column, Str found);
void issue_list_sort(IssueList *list);

/* At most ISSUE_FOUND_BYTES_MAX bytes, cut between letters. */
Status issue_found_plain(Ctx *ctx, Str text, Str *ret_found) MUST_CHECK;
/* Digits and letters become *, but the last two of six or more: for numbers that identify. */
Status issue_found_number(Ctx *ctx, Str text, Str *ret_found) MUST_CHECK;
/* The first letter of each word: "N. V. A.". */
Status issue_found_name(Ctx *ctx, Str text, Str *ret_found) MUST_CHECK;

#endif
