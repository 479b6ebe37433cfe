/*
 * xlsx_out.h -- libxlsxwriter behind Status: constant memory, the same bytes for the same calls.
 *
 * Floor 1, codec, for sheet_writer.c and annotate.c. Rows are written in ascending order only. The
 * library does not look whether its scratch file took all bytes, so a finished workbook is read
 * back: what cannot be read whole is not given out.
 */
#ifndef CODEC_XLSX_OUT_H
#define CODEC_XLSX_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/strbuf.h"
#include "codec/sheet.h"

/* The library's own, seen in xlsx_out.c only: its header uses what base/banned.h forbids. */
struct lxw_workbook;
struct lxw_worksheet;
struct lxw_format;

typedef struct XlsxOut {
    struct lxw_workbook *workbook;
    StrBuf scratch; /* the text that is being written, with its NUL */
} XlsxOut;

/* One place in a sheet, both from 0 as the library counts. */
typedef struct XlsxPlace {
    struct lxw_worksheet *sheet;
    uint32_t row;
    uint16_t column;
    struct lxw_format *format;
} XlsxPlace;

Status xlsx_out_open(Ctx *ctx, const char *path, XlsxOut *ret_out) MUST_CHECK;
/* Writes the file and closes; then reads it back: `row_count` rows with a value over all sheets. */
Status xlsx_out_finish(Ctx *ctx, XlsxOut *out, const char *path, int64_t row_count) MUST_CHECK;
/* Closes without writing; accepts what is closed. */
void xlsx_out_discard(XlsxOut *out);

Status xlsx_out_text(Ctx *ctx, XlsxOut *out, XlsxPlace place, Str text) MUST_CHECK;
/* Above 15 digits it goes out as text (W3). */
Status xlsx_out_int64(Ctx *ctx, XlsxOut *out, XlsxPlace place, int64_t number) MUST_CHECK;
/* A number as a spreadsheet stored it; what is none goes out as text. */
Status xlsx_out_decimal(Ctx *ctx, XlsxOut *out, XlsxPlace place, Str number) MUST_CHECK;
/* yyyymmdd as a serial; a day without one goes out as text dd/mm/yyyy, mm/yyyy or yyyy. */
Status xlsx_out_day(Ctx *ctx, XlsxOut *out, XlsxPlace place, int64_t day) MUST_CHECK;
Status xlsx_out_bool(Ctx *ctx, XlsxOut *out, XlsxPlace place, bool flag) MUST_CHECK;
Status xlsx_out_blank(Ctx *ctx, XlsxOut *out, XlsxPlace place) MUST_CHECK;

typedef struct XlsxFormatSpec {
    const char *number_format; /* NULL = General */
    const char *font_name;     /* NULL = the library's */
    uint32_t fill;             /* 0xRRGGBB, 0 = none */
    bool is_bold;
    bool is_wrapped;
    bool is_header; /* a border, and the text in the middle */
} XlsxFormatSpec;

Status xlsx_out_format(Ctx *ctx, XlsxOut *out, const XlsxFormatSpec *spec,
                       struct lxw_format **ret_format) MUST_CHECK;
/* E_ARGUMENT when Excel would not take the name; an empty one is made up. */
Status xlsx_out_sheet(Ctx *ctx, XlsxOut *out, Str name,
                      struct lxw_worksheet **ret_sheet) MUST_CHECK;
Status xlsx_out_width(Ctx *ctx, struct lxw_worksheet *sheet, uint16_t column,
                      int32_t width) MUST_CHECK;
/* Rows above `row` stay in view. */
void xlsx_out_freeze(struct lxw_worksheet *sheet, uint32_t row);
void xlsx_out_hide(struct lxw_worksheet *sheet);
/* The sheet that shows when the file is opened. */
void xlsx_out_show_first(struct lxw_worksheet *sheet);
/* A filter on the columns of the header row `area.first_row`; all from 1, as SheetMerge has it. */
Status xlsx_out_filter(Ctx *ctx, struct lxw_worksheet *sheet, SheetMerge area) MUST_CHECK;
/* While the area's last row is the one being written; what its cells hold in that row is lost. */
Status xlsx_out_merge(Ctx *ctx, struct lxw_worksheet *sheet, SheetMerge area) MUST_CHECK;
/* Kept in memory until the end: the caller bounds how many. */
Status xlsx_out_comment(Ctx *ctx, XlsxOut *out, XlsxPlace place, Str text) MUST_CHECK;
/* "01/07/2026", "07/2026" or "2026" for 20260701, 20260700 and 20260000; `text` holds 32. */
Str xlsx_day_text(int64_t day, char *text);

#endif
