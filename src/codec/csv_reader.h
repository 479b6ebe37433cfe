/*
 * csv_reader.h -- a CSV file as a stream of rows: RFC 4180, and what Excel and people make of it.
 *
 * Floor 1, codec, for sheet.c only. UTF-8 (with or without its mark) is taken as it is, UTF-16 with
 * its mark is turned into UTF-8, all other bytes are given raw. A row is a record: a line feed
 * inside quotes does not count, as in a spreadsheet. Memory is one buffer of at most the longest
 * row.
 */
#ifndef CODEC_CSV_READER_H
#define CODEC_CSV_READER_H

#include "base/ctx.h"
#include "codec/sheet.h"

typedef struct CsvReader CsvReader;

Status csv_open(Ctx *ctx, const char *path, const SheetLimits *limits,
                CsvReader **ret_reader) MUST_CHECK;
void csv_close(CsvReader **reader);
char csv_separator(const CsvReader *reader);
/* Rows without any value are counted, not given. A damaged row is given with its damage. */
Status csv_next_row(Ctx *ctx, CsvReader *reader, SheetRow *ret_row, bool *ret_has) MUST_CHECK;

/* The separator that makes the most lines of `head` agree; ',' when none does. */
char csv_guess_separator(Str head);

#endif
