/*
 * law_show.h -- what the law gives to persons of a file: amounts by month, the explanation, what
 * was paid compared with what is owed.
 *
 * Floor 4. Reads law and persons, no database. The same law_answer() as in payroll_compute.
 */
#ifndef APP_LAW_SHOW_H
#define APP_LAW_SHOW_H

#include "app/table.h"
#include "base/strbuf.h"
#include "law/law.h"
#include "law/law_person_read.h"

/* Whose months are asked for, and with the knowledge of which day (LAW_ALL_KNOWN). */
typedef struct LawAsk {
    const LawBook *book;
    const LawPersonFile *persons;
    size_t person_count;
    Period from;
    Period to;
    int64_t known_at;
} LawAsk;

/* One row for each amount, and one for each right that gives nothing, with its reason code. */
Status law_show_amounts(Ctx *ctx, const LawAsk *ask, const TableOut *out) MUST_CHECK;
/* The steps of one person and month (from) as a table. */
Status law_show_steps(Ctx *ctx, const LawAsk *ask, const TableOut *out) MUST_CHECK;
/* The same steps as a text for people; appended. */
Status law_show_text(Ctx *ctx, const LawAsk *ask, StrBuf *buf) MUST_CHECK;
/*
 * Signed lines: owed less paid, for each month and component; then the recovery in instalments,
 * when the person file has the decision for it.
 */
Status law_show_replay(Ctx *ctx, const LawAsk *ask, const TableOut *out) MUST_CHECK;
/* Rows that are not verified, with file and line. */
Status law_show_unverified(Ctx *ctx, const LawBook *book, const TableOut *out) MUST_CHECK;

#endif
