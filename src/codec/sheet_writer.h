/*
 * sheet_writer.h -- writes a table into an XLSX or CSV file, row after row, in flat memory.
 *
 * Floor 1, codec. Writes beside `path` (path + ".part") and renames at table_writer_finish(), after
 * the bytes reached the disk: a file under its name is always whole.
 *
 * Invariants:
 *   W1  the same calls give the same bytes (no clock, no user name in the file): sealed files are
 *       known by their SHA-256
 *   W2  no cell is ever a formula: in CSV a text that begins with = + - @ tab or CR gets a leading
 *       apostrophe (OWASP, CSV injection); in XLSX it is typed as text under the format @, so that
 *       its characters stay and editing the cell does not turn it into a formula
 *   W3  in XLSX, numbers above 15 digits go out as text: a spreadsheet would round them
 *   W4  a finished XLSX was read back: a full scratch disk does not make a short file
 *
 * Cells are written left to right; a row ends with table_writer_end_row() and may be shorter.
 */
#ifndef CODEC_SHEET_WRITER_H
#define CODEC_SHEET_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum { TABLE_COLUMN_COUNT_MAX = 256 };

typedef enum TableFileKind { TABLE_FILE_XLSX = 1, TABLE_FILE_CSV = 2 } TableFileKind;

typedef enum TableColumnKind {
    TABLE_TEXT = 1,    /* format @: leading zeros stay */
    TABLE_INTEGER = 2, /* format 0 */
    TABLE_MONEY = 3,   /* whole đồng, format #,##0 */
    TABLE_DATE = 4,    /* yyyymmdd in; dd/mm/yyyy in the sheet, yyyy-mm-dd in CSV */
} TableColumnKind;

typedef enum TableMark { TABLE_PLAIN = 0, TABLE_YELLOW = 1, TABLE_RED = 2 } TableMark;

typedef struct TableFileColumn {
    Str title;
    TableColumnKind kind;
    int32_t width; /* in characters; 0 = by kind */
} TableFileColumn;

typedef struct TableFileOptions {
    TableFileKind kind;
    Str sheet_name;                 /* XLSX; empty = "Sheet1" */
    const TableFileColumn *columns; /* copied */
    size_t column_count;
    const Str *title_rows; /* above the header, one cell each, bold in XLSX */
    size_t title_row_count;
    bool without_header; /* some providers take bare rows */
    bool without_bom;    /* CSV begins with the UTF-8 mark, for Excel, unless this */
    char csv_separator;  /* 0 = ',' */
} TableFileOptions;

typedef struct TableWriter TableWriter;

Status table_writer_open(Ctx *ctx, const char *path, const TableFileOptions *options,
                         TableWriter **ret_writer) MUST_CHECK;
/* Colours the next cell; XLSX only. */
void table_writer_mark(TableWriter *writer, TableMark mark);
Status table_writer_text(Ctx *ctx, TableWriter *writer, Str text) MUST_CHECK;
Status table_writer_int64(Ctx *ctx, TableWriter *writer, int64_t number) MUST_CHECK;
/* yyyymmdd; with 00 for day or month as text: mm/yyyy or yyyy, in CSV yyyy-mm or yyyy. */
Status table_writer_date(Ctx *ctx, TableWriter *writer, int64_t day) MUST_CHECK;
Status table_writer_empty(Ctx *ctx, TableWriter *writer) MUST_CHECK;
Status table_writer_end_row(Ctx *ctx, TableWriter *writer) MUST_CHECK;
/* Rows ended so far, header and titles not counted. */
int64_t table_writer_row_count(const TableWriter *writer);
/* Completes the file and puts it under its name; the writer is closed afterwards. */
Status table_writer_finish(Ctx *ctx, TableWriter **writer) MUST_CHECK;
/* Without table_writer_finish() before it, nothing is left behind. */
void table_writer_close(TableWriter **writer);

#endif
