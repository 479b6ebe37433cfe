/*
 * row_reader.h -- what the readers of one row share: its cells, its rules, its issues.
 *
 * Floor 2. Pure. Inside registry/ only: row_read.c (the person), row_enrolment.c (the right), and
 * row_account.c (who collects, and where).
 */
#ifndef REGISTRY_ROW_READER_H
#define REGISTRY_ROW_READER_H

#include "registry/row_read.h"

typedef struct RowReader {
    Ctx *ctx;
    const HeaderMap *map;
    const RowCell *cells;
    size_t count;
    const RowRules *rules;
    RegisterRow *row;
    IssueList *issues;
} RowReader;

/* How to show what was found. */
typedef enum Shown { SHOWN_PLAIN = 0, SHOWN_NUMBER = 1, SHOWN_NAME = 2 } Shown;

/* The cell of a field, or NULL when there is no column or nothing in it. */
const RowCell *row_cell(const RowReader *reader, RowField field);
/* The trimmed text of it, or empty. */
Str row_text(const RowReader *reader, RowField field);
Status row_fold(const RowReader *reader, const RowCell *cell, Str *ret_folded) MUST_CHECK;
/* `cell` may be NULL: the field is missing. */
Status row_issue(const RowReader *reader, IssueCode code, RowField field, const RowCell *cell,
                 Shown shown) MUST_CHECK;
/* A refusal of the value readers becomes an issue; the failures of the machine go on. */
bool row_is_refusal(Status status);
/* Reads a date and leaves the issues of dates; *ret_ok false when there is none to use. */
Status row_date(const RowReader *reader, RowField field, Date *ret_date, bool *ret_ok) MUST_CHECK;

/* The parts of row_read(), in this order. */
Status row_read_enrolment(const RowReader *reader) MUST_CHECK;
Status row_read_mandate(const RowReader *reader) MUST_CHECK;
Status row_read_account(const RowReader *reader) MUST_CHECK;

#endif
