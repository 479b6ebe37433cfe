/*
 * xlsx_sheet.h -- one work sheet as a stream of rows, and a light look at its merged cells.
 *
 * Floor 1, codec, for sheet.c only.
 */
#ifndef CODEC_XLSX_SHEET_H
#define CODEC_XLSX_SHEET_H

#include "base/ctx.h"
#include "base/strbuf.h"
#include "codec/row_queue.h"
#include "codec/sheet.h"
#include "codec/xlsx_book.h"
#include "codec/xlsx_part.h"

typedef enum XlsxCellType {
    XLSX_NUMBER,
    XLSX_SHARED,
    XLSX_INLINE,
    XLSX_STRING,
    XLSX_BOOL,
    XLSX_ERROR,
    XLSX_DATE
} XlsxCellType;

typedef struct XlsxSheet {
    XlsxBook *book;
    XlsxPart part;
    RowQueue queue;
    int64_t cell_total; /* over all sheets, blanks included */
    int64_t row_total;  /* of this sheet */
    int64_t row_number;
    int32_t column;
    int64_t style;
    XlsxCellType type;
    SheetFont run_font;
    size_t text_start;
    bool is_in_data;
    bool is_in_row;
    bool is_in_cell;
    bool is_in_text; /* the characters that come are the cell's */
    bool is_in_phonetic;
    bool has_formula;
    bool has_value;
} XlsxSheet;

/* Goes to the beginning of `entry`; `sheet` must not move from then on. */
Status xlsx_sheet_open(Ctx *ctx, XlsxSheet *sheet, XlsxBook *book,
                       const XlsxSheetEntry *entry) MUST_CHECK;
Status xlsx_sheet_next_row(Ctx *ctx, XlsxSheet *sheet, SheetRow *ret_row, bool *ret_has) MUST_CHECK;
void xlsx_sheet_close(XlsxSheet *sheet);

/*
 * Inflates the part of `entry` and picks out the merged ranges that begin in the first rows; at
 * most SHEET_MERGE_MAX into `merges`. They stand behind the rows (ECMA-376 18.3.1.99), and headers
 * need them before; the bytes are searched, not parsed, and counted against the budget once only.
 */
Status xlsx_merges_read(Ctx *ctx, XlsxBook *book, const XlsxSheetEntry *entry, SheetMerge *merges,
                        size_t *ret_count) MUST_CHECK;
/* "B12" -> 2 and 12, nothing behind it; false when it is no such reference within the format. */
bool xlsx_reference_read(Str reference, int32_t *ret_column, int64_t *ret_row);

#endif
