/*
 * xlsx_book.h -- which sheets a workbook has, where they lie, and what they share.
 *
 * Floor 1, codec, for xlsx_*.c and sheet.c. Parts are found through relationships, never by the
 * names that Excel happens to give them.
 */
#ifndef CODEC_XLSX_BOOK_H
#define CODEC_XLSX_BOOK_H

#include "base/ctx.h"
#include "codec/sheet.h"
#include "codec/xlsx_package.h"
#include "codec/xlsx_strings.h"
#include "codec/xlsx_style.h"

enum { XLSX_SHEET_MAX = 1000, XLSX_BOOK_MEMORY_MAX = 16 << 20 };

typedef struct XlsxSheetEntry {
    Str name;
    const char *part_name;
    bool is_hidden;
} XlsxSheetEntry;

typedef struct XlsxBook {
    XlsxPackage package;
    Arena *arena;           /* owns the names below */
    XlsxSheetEntry *sheets; /* work sheets only: charts and dialogs are left out */
    size_t sheet_count;
    XlsxStyles styles;
    XlsxStrings strings;
    bool is_1904;
} XlsxBook;

/* Fills a zeroed book; on failure it is still to be closed. */
Status xlsx_book_open(Ctx *ctx, const char *path, const SheetLimits *limits,
                      XlsxBook *book) MUST_CHECK;
void xlsx_book_close(XlsxBook *book);

#endif
