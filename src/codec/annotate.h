/*
 * annotate.h -- bad rows come back in the same workbook with the reason beside the cell.
 *
 * Floor 1, codec. Copies every row of the original, under its own number, into a new XLSX (also of
 * a CSV): texts as texts, numbers as numbers, dates as dates, in the old fonts where the original
 * had them. A cell with an issue is red (error) or yellow (warning) and carries the reason as a
 * comment (the first ANNOTATE_COMMENT_MAX: comments are kept in memory). Right of the last column
 * come two more: "Trạng thái" (LỖI, CẢNH BÁO or nothing: the filter stands there) and "Lỗi / cách
 * sửa" (all reasons of the row, one a line).
 *
 * Nothing is lost: every row and every value of the original is there, formulas as their results,
 * merged cells of the first rows as they were. A corrected copy can be sent in again as it is: when
 * the two columns are there already, they are written anew in their place.
 */
#ifndef CODEC_ANNOTATE_H
#define CODEC_ANNOTATE_H

#include <stdint.h>

#include "base/ctx.h"
#include "codec/sheet.h"

enum { ANNOTATE_COMMENT_MAX = 5000, ANNOTATE_REASON_CHAR_MAX = 4000 };

typedef enum AnnotateSeverity { ANNOTATE_WARNING = 1, ANNOTATE_ERROR = 2 } AnnotateSeverity;

typedef struct AnnotateIssue {
    int32_t sheet;  /* SheetInfo.index */
    int64_t row;    /* SheetRow.number */
    int32_t column; /* from 1; 0 = the whole row */
    AnnotateSeverity severity;
    Str text; /* what is wrong and what to do, for the officer */
} AnnotateIssue;

typedef struct AnnotateInput {
    const char *in_path;
    const char *out_path;
    const AnnotateIssue *issues; /* sorted by sheet, row, column */
    size_t issue_count;
    const int64_t *header_rows; /* by sheet index - 1: where the two titles and the filter stand */
    size_t header_row_count; /* 0 in it or beyond it: row 1, when the sheet has issues */
    SheetLimits limits;
} AnnotateInput;

extern const Str ANNOTATE_STATE_TITLE;  /* "Trạng thái" */
extern const Str ANNOTATE_REASON_TITLE; /* "Lỗi / cách sửa" */

/*
 * E_XLSX_LIMIT  the original fills the last columns: no room for the two
 * E_ARGUMENT    the issues are not sorted
 * and all that sheet_open(), sheet_next_row() and writing a file can say.
 * An issue whose row holds nothing makes a row of its own.
 */
Status annotate_workbook(Ctx *ctx, const AnnotateInput *input) MUST_CHECK;

#endif
