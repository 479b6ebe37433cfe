/*
 * xlsx_strings.h -- the shared strings of a workbook: one block of text, one index, under a cap.
 *
 * Floor 1, codec, for xlsx_*.c only. Runs of rich text are joined, phonetic runs are left out.
 */
#ifndef CODEC_XLSX_STRINGS_H
#define CODEC_XLSX_STRINGS_H

#include "base/ctx.h"
#include "codec/sheet.h"
#include "codec/xlsx_package.h"

typedef struct XlsxStrings {
    char *text;
    size_t text_len;
    size_t text_size;
    uint32_t *ends; /* where the i-th text ends; it begins where the one before ends */
    uint8_t *fonts; /* SheetFont of its runs */
    size_t count;
    size_t size;
} XlsxStrings;

/* `strings` is zeroed or done; on failure it is still to be done. */
Status xlsx_strings_read(Ctx *ctx, XlsxPackage *package, const char *part_name,
                         XlsxStrings *strings) MUST_CHECK;
void xlsx_strings_done(XlsxStrings *strings);
bool xlsx_strings_at(const XlsxStrings *strings, int64_t index, Str *ret_text, SheetFont *ret_font);

/* Turns _x000D_ and its like (ECMA-376 22.9.2.19, ST_Xstring) into characters; the new length. */
size_t xlsx_text_unescape(char *text, size_t length);
/* E_XLSX_LIMIT when a text is longer than a cell may hold. */
Status xlsx_text_check_length(Ctx *ctx, Str text) MUST_CHECK;

#endif
