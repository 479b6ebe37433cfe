/*
 * sheet_result.h -- a provider's answer as a table (CSV or XLSX) as a stream of result rows.
 *
 * Floor 1. The template says which words head the columns and what the status words mean. Title
 * rows above the header and trailer rows below the list may carry reference, day, count and sum.
 *
 * Invariants: every row that has an id (one word), an amount or a status comes out exactly once;
 * what cannot be read stands in its `problem`. A row with none of the three is a note (a signature
 * line) or carries a label. A count or sum for which the template has a word, and which the file
 * does not state, is a disagreement: that is how a list that was cut short is known.
 */
#ifndef CODEC_ISO_SHEET_RESULT_H
#define CODEC_ISO_SHEET_RESULT_H

#include "codec/iso/template.h"

typedef struct SheetResult SheetResult;

/*
 * Reads as far as the header row.
 *
 * E_RESULT_FORMAT  no row has the headings that the template names
 * and the failures of sheet_open()
 */
Status sheet_result_open(Ctx *ctx, const char *path, const ProviderTemplate *template,
                         SheetResult **ret_reader) MUST_CHECK;
void sheet_result_close(SheetResult **reader);
const ResultHeader *sheet_result_header(const SheetResult *reader);
Status sheet_result_next(Ctx *ctx, SheetResult *reader, const ResultRow **ret_row) MUST_CHECK;
const ResultTotals *sheet_result_totals(const SheetResult *reader);

/*
 * An amount as people write it in a cell: 540000, 540.000, 540,000, "540.000 đ", 540000.00.
 * The same failures as iso_amount_parse().
 */
Status sheet_amount_parse(Str text, int64_t *ret_amount_dong) MUST_CHECK;
/* yyyymmdd of dd/mm/yyyy, d-m-yyyy or yyyy-mm-dd; 0 when it is none. */
int64_t sheet_day_parse(Str text);

#endif
