/*
 * law_cases.h -- runs the worked cases of law/cases/: a person, months, and what the law gives.
 *
 * Floor 2. The cases are worked by hand from the text of the law and are readable by a lawyer; the
 * format stands in law/FORMAT.md. A file that cannot be read is refused; a case that does not come
 * out is reported, and the run goes on.
 */
#ifndef LAW_LAW_CASES_H
#define LAW_LAW_CASES_H

#include "law/law.h"

enum { LAW_CASE_SAY_MAX = 256 };

/* What came of one case; `say` tells the first month that differs, or is empty. */
typedef struct LawCaseResult {
    Str name;
    Str clause;
    size_t line;
    bool passed;
    int64_t months; /* compared */
    char say[LAW_CASE_SAY_MAX];
} LawCaseResult;

typedef void (*LawCaseReport)(void *arg, const LawCaseResult *result);

/* Cases in the order of the file. E_YAML_SYNTAX, E_LAW_SYNTAX with file and line. */
Status law_cases_run(Ctx *ctx, const LawBook *book, const LawFile *file, LawCaseReport report,
                     void *arg) MUST_CHECK;

#endif
