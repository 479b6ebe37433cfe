/*
 * table_file.h -- a table of a use case as a spreadsheet or CSV: what each kind of cell becomes
 * there.
 *
 * Floor 4. Constant memory. Whoever shows tables in files (command line, HTTP) opens one writer a
 * table, gives it each row, and finishes or closes it.
 */
#ifndef APP_TABLE_FILE_H
#define APP_TABLE_FILE_H

#include "app/table.h"
#include "codec/sheet_writer.h"

enum { TABLE_FILE_COLUMN_MAX = 24 };

typedef struct TableFile {
    const char *name; /* of the table */
    const TableColumn *columns;
    size_t column_count;
    TableFileKind kind;
    const Str *title_rows; /* above the header */
    size_t title_row_count;
} TableFile;

/* Titles in the language of ctx. */
Status table_file_open(Ctx *ctx, const char *path, const TableFile *file,
                       TableWriter **ret_writer) MUST_CHECK;
Status table_file_row(Ctx *ctx, TableWriter *writer, const TableColumn *columns,
                      const TableCell *cells, size_t count) MUST_CHECK;

#endif
