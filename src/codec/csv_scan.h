/*
 * csv_scan.h -- a large plain CSV read as fast as memory: cells are views into the mapped file.
 *
 * Floor 1, codec. For files that programs write (extracts, measurements): UTF-8, RFC 4180, one
 * separator (comma, semicolon or tab, told from the first line). What people type goes through
 * sheet.h, which forgives more. Refused, not guessed: a quote that never closes, a row longer than
 * the head.
 */
#ifndef CODEC_CSV_SCAN_H
#define CODEC_CSV_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"

enum { CSV_SCAN_COLUMN_MAX = 256 };

typedef struct CsvScan CsvScan;

/* Reads the head too. E_FILE_OPEN  E_FILE_READ  E_CSV_SYNTAX (empty, or no head) */
Status csv_scan_open(Ctx *ctx, const char *path, CsvScan **ret_scan) MUST_CHECK;
void csv_scan_close(CsvScan **scan);
size_t csv_scan_column_count(const CsvScan *scan);
/* Trimmed; SIZE_MAX when there is no such column. */
size_t csv_scan_column(const CsvScan *scan, Str name);
Str csv_scan_column_name(const CsvScan *scan, size_t column);
/* Rows that can still come, at most: line ends of what is left. */
size_t csv_scan_rows_at_most(const CsvScan *scan);
/*
 * Cells of the next row; missing ones at its end are empty. They live until the next call. Lines of
 * nothing are passed over. E_CSV_SYNTAX with the line.
 */
Status csv_scan_next(Ctx *ctx, CsvScan *scan, const Str **ret_cells, bool *ret_has) MUST_CHECK;
/* Line of the row given last, from 1. */
int64_t csv_scan_line(const CsvScan *scan);
/* Bytes behind and in all: for progress. */
int64_t csv_scan_done(const CsvScan *scan);
int64_t csv_scan_size(const CsvScan *scan);

#endif
