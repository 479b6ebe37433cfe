/*
 * sheet.h -- reads spreadsheets (XLSX, CSV) as a stream of rows, in flat memory, under limits.
 *
 * Floor 1, codec. Reads the file of the given path and nothing else; never a network, never a DTD.
 * The kind is told by content, not by the name: a zip is XLSX; an OLE container (old .xls, or a
 * workbook under a password), HTML, XML and RTF are refused with E_FILE_KIND; all else is CSV.
 *
 * Invariants:
 *   S1  numbers are given as the file writes them, never through a binary fraction
 *   S2  rows keep the numbers that the spreadsheet shows, from 1, ascending; cells of a row ascend
 *   S3  rows without any value are not given, so that a million blank rows cost nothing
 *   S4  a file beyond a limit is refused by the limit's name (E_XLSX_LIMIT, E_CSV_LIMIT), whatever
 *       its compression ratio: a ratio rule refuses honest files
 *   S5  a damaged CSV row is one row with `damage`; the rows after it are still given
 * Texts and cells are views that live until the next call on the reader.
 */
#ifndef CODEC_SHEET_H
#define CODEC_SHEET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum {
    SHEET_ROW_MAX = 1048576, /* of the format: ECMA-376, Excel's own limits */
    SHEET_COLUMN_MAX = 16384,
    SHEET_TEXT_CHAR_MAX = 32767,
};

/* Zero in a field means its default. */
typedef struct SheetLimits {
    int64_t inflated_bytes;      /* 1 GiB, over all parts of the workbook; of a CSV its length */
    int64_t rows;                /* 1,048,576 a sheet */
    int64_t cells;               /* 50,000,000 a workbook, blanks included */
    int64_t entries;             /* 1,000 files in the zip */
    int64_t shared_string_bytes; /* 256 MiB */
    int64_t csv_row_bytes;       /* 1 MiB */
    int64_t damaged_rows;        /* 1,000: beyond that a CSV is not a list but a ruin */
    int64_t deadline_s;          /* 300, by the clock of ctx, from opening */
    bool without_merges;         /* saves the first light pass over each sheet */
    char csv_separator;          /* ',' ';' '\t' '|'; 0 = found out from the first lines */
} SheetLimits;

typedef enum SheetFileKind { SHEET_FILE_XLSX = 1, SHEET_FILE_CSV = 2 } SheetFileKind;

typedef enum SheetCellKind {
    SHEET_EMPTY = 0,
    SHEET_TEXT = 1,
    SHEET_NUMBER = 2, /* text: as stored, e.g. "360000", "1.5E+5" */
    SHEET_DATE = 3,   /* date: yyyymmdd; text: as stored (serial or ISO 8601) */
    SHEET_BOOL = 4,   /* text: "1" or "0" */
    SHEET_ERROR = 5,  /* text: "#REF!"; "#NOVALUE" for a formula without its result; "29/02/1900" */
} SheetCellKind;

/* What the font's name says about the bytes: the only sign of the old encodings in a workbook. */
typedef enum SheetFont {
    SHEET_FONT_UNICODE = 0,     /* or not known */
    SHEET_FONT_TCVN3 = 1,       /* .VnTime, .VnArial ... */
    SHEET_FONT_TCVN3_UPPER = 2, /* .VnTimeH ...: small letters stand for capitals */
    SHEET_FONT_VNI = 3,         /* VNI-Times, VNI-Helve ... */
} SheetFont;

typedef struct SheetCell {
    Str text;
    int64_t date;   /* of SHEET_DATE */
    int32_t column; /* from 1 */
    SheetCellKind kind;
    SheetFont font;
    bool has_date_style; /* also of a SHEET_NUMBER whose value is no day, e.g. a bare time */
    bool is_utf8;        /* false only in CSV: the bytes are as in the file, the caller decodes */
} SheetCell;

typedef struct SheetRow {
    int64_t number;
    const SheetCell *cells; /* only cells that hold something */
    size_t cell_count;
    Status damage; /* OK, or E_CSV_SYNTAX: then the only cell is the raw line, in column 1 */
    int32_t damage_column; /* where the quotes went wrong, from 1 */
} SheetRow;

/* Rows and columns from 1, both ends included. */
typedef struct SheetMerge {
    int32_t first_row;
    int32_t last_row;
    int32_t first_column;
    int32_t last_column;
} SheetMerge;

enum { SHEET_MERGE_ROW_MAX = 64, SHEET_MERGE_MAX = 4096 };

typedef struct SheetInfo {
    int32_t index; /* from 1, in the order of the tabs */
    Str name;      /* empty for CSV */
    bool is_hidden;
    const SheetMerge *merges; /* those that begin in the first SHEET_MERGE_ROW_MAX rows */
    size_t merge_count;
} SheetInfo;

typedef struct SheetReader SheetReader;

/*
 * Opens `path` and looks at its kind; of a workbook all parts but the sheets are read here.
 *
 * E_FILE_OPEN E_FILE_READ  the machine's
 * E_FILE_KIND              not a spreadsheet, or the old .xls: save it as .xlsx
 * E_XLSX_SYNTAX            a damaged zip or part, a sheet that is named but missing
 * E_XLSX_UNSAFE            macros, outside links, embedded files, passwords, DTDs, `..` or absolute
 *                          or repeated names of parts
 * E_XLSX_LIMIT             which limit, in the detail
 * E_CSV_SYNTAX             NUL bytes: not a text
 */
Status sheet_open(Ctx *ctx, const char *path, const SheetLimits *limits,
                  SheetReader **ret_reader) MUST_CHECK;
void sheet_close(SheetReader **reader);
SheetFileKind sheet_file_kind(const SheetReader *reader);
/* The separator in use; 0 for XLSX. */
char sheet_csv_separator(const SheetReader *reader);

/* Goes to the first, then to the next sheet; rows left over are skipped. */
Status sheet_next(Ctx *ctx, SheetReader *reader, SheetInfo *ret_info, bool *ret_has) MUST_CHECK;
/* The next row with a value. After a failure the reader gives nothing more. */
Status sheet_next_row(Ctx *ctx, SheetReader *reader, SheetRow *ret_row, bool *ret_has) MUST_CHECK;

/* "A" for 1, "XFD" for 16384; `name` holds 4. */
void sheet_column_name(int32_t column, char *name);

#endif
