/*
 * pdf_table.h -- writes a table as PDF for people to read, sign and file: A4 across, the header on
 * each page, page x of y, who printed it, and places for signatures at the end.
 *
 * Floor 1, codec. Rows go into a scratch file beside `path` first, since "of y" is known only at
 * the end; memory does not grow with them. The font is Tinos (Debian: fonts-croscore), by its
 * files: whatever else is installed, the same calls give the same pages.
 *
 * Invariants:
 *   F1  the same calls give the same bytes: the date inside is the one that is given
 *   F2  no text is cut: a cell that is too long goes on in the next line of its row
 *   F3  a file under its name is whole (as in sheet_writer.h)
 */
#ifndef CODEC_PDF_TABLE_H
#define CODEC_PDF_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum { PDF_COLUMNS_MOST = 24, PDF_SIGNERS_MOST = 4, PDF_LINES_MOST = 4 };

typedef struct PdfColumn {
    Str title;
    bool is_right; /* numbers */
} PdfColumn;

typedef struct PdfTableOptions {
    Str title;
    const Str *lines; /* below the title */
    size_t line_count;
    const PdfColumn *columns; /* copied */
    size_t column_count;
    Str signature;      /* title of a last, empty column that people sign in; empty = none */
    const Str *signers; /* at the end, side by side */
    size_t signer_count;
    bool has_motto; /* the two lines that head an official paper of Vietnam (nd30/2020) */
    int64_t day;    /* yyyymmdd, of the paper */
    Language language;
} PdfTableOptions;

typedef struct PdfTable PdfTable;

/* E_FILE_OPEN also when the font is not there. */
Status pdf_table_open(Ctx *ctx, const char *path, const PdfTableOptions *options,
                      PdfTable **ret_pdf) MUST_CHECK;
/* As many texts as there are columns. */
Status pdf_table_row(Ctx *ctx, PdfTable *pdf, const Str *cells) MUST_CHECK;
/* `footer` stands at the bottom of each page, beside its number. */
Status pdf_table_finish(Ctx *ctx, PdfTable **pdf, Str footer) MUST_CHECK;
/* Without pdf_table_finish() before it, nothing is left behind. */
void pdf_table_close(PdfTable **pdf);

#endif
