/*
 * annotate.h -- bad rows come back in the same workbook with the reason beside the cell.
 *
 * Floor 1, codec. Copies every row of the original, under its own number, into a new XLSX (also of
 * a CSV): texts as text, numbers as numbers, dates as dates, in the old fonts where the original
 * had them. A cell with an issue is red (error) or yellow (warning). Right of the last column come
 * two more: "Trạng thái" (LỖI, CẢNH BÁO or nothing: filter on it) and "Lỗi / cách sửa" (the reasons
 * of the row, one a line). Nothing is lost: every row and every value of the original is there, its
 * own formulas as their results. Cells carry no comments: those do not stream, and officers print.
 *
 * The two columns stand where they do in every sheet of the file, so a corrected copy can be
 * sent in again as it is. Memory is flat but for the issues.
 */
#ifndef CODEC_ANNOTATE_H
#define CODEC_ANNOTATE_H

#include <stdint.h>

#include "base/ctx.h"
#include "codec/sheet.h"

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
    size_t header_row_count;    /* sheets beyond it, or 0 in it: row 1 */
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
