/*
 * table_file.h -- a table of a use case as a spreadsheet, CSV or pages to print: what each kind of
 * cell becomes there.
 *
 * Floor 4. Constant memory. Whoever shows tables in files (command line, HTTP) opens one writer a
 * table, gives it each row, and finishes or closes it. A printed table says who printed it, when,
 * what for, and the digest of its rows: two prints of the same rows bear the same digest.
 */
#ifndef APP_TABLE_FILE_H
#define APP_TABLE_FILE_H

#include "app/table.h"

enum { TABLE_FILE_COLUMN_MAX = 24 };

typedef enum TableFormat {
    TABLE_FORMAT_NONE = 0,
    TABLE_FORMAT_XLSX = 1,
    TABLE_FORMAT_CSV = 2,
    TABLE_FORMAT_PDF = 3
} TableFormat;

typedef struct TableFile {
    const char *name; /* of the table */
    const TableColumn *columns;
    size_t column_count;
    TableFormat format;
    Str heading;           /* below the title of a page; may be empty */
    const Str *title_rows; /* above the header; on a page: in its foot */
    size_t title_row_count;
} TableFile;

typedef struct TableFileWriter TableFileWriter;

/* "csv", "xlsx", "pdf"; TABLE_FORMAT_NONE for anything else. */
TableFormat table_format_of(Str ending);
/* By the ending of a name. */
TableFormat table_format_of_path(Str path);

/* Titles in the language of ctx. */
Status table_file_open(Ctx *ctx, const char *path, const TableFile *file,
                       TableFileWriter **ret_writer) MUST_CHECK;
Status table_file_row(Ctx *ctx, TableFileWriter *writer, const TableCell *cells,
                      size_t count) MUST_CHECK;
/* Completes the file and puts it under its name; the writer is closed afterwards. */
Status table_file_finish(Ctx *ctx, TableFileWriter **writer) MUST_CHECK;
/* Without table_file_finish() before it, nothing is left behind. */
void table_file_close(TableFileWriter **writer);

#endif
