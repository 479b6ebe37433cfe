/*
 * xlsx_style.h -- what styles.xml says about a cell: does it show a date, and in which old font.
 *
 * Floor 1, codec, for xlsx_*.c only.
 */
#ifndef CODEC_XLSX_STYLE_H
#define CODEC_XLSX_STYLE_H

#include <stdbool.h>

#include "base/ctx.h"
#include "codec/sheet.h"
#include "codec/xlsx_package.h"

enum { XLSX_STYLE_MAX = 65536 }; /* cell formats; Excel itself stops at 64,000 (65,490) */

typedef struct XlsxStyle {
    SheetFont font;
    bool is_date;
} XlsxStyle;

/* By the number in a cell's attribute s; memory is the arena's. */
typedef struct XlsxStyles {
    const XlsxStyle *styles;
    size_t count;
} XlsxStyles;

Status xlsx_styles_read(Ctx *ctx, Arena *arena, XlsxPackage *package, const char *part_name,
                        XlsxStyles *ret_styles) MUST_CHECK;
/* A number beyond the table is plain. */
XlsxStyle xlsx_style_at(const XlsxStyles *styles, int64_t number);
SheetFont xlsx_font_by_name(Str font_name);

#endif
