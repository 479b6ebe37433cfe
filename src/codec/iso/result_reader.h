/*
 * result_reader.h -- a provider's answer, in whatever form, as a header, rows and totals.
 *
 * Floor 1. The form is told by the content of the file: XML is pain.002, camt.053 or camt.054; a
 * zip is XLSX; all else CSV. The template serves the tables.
 *
 * Use: open, look at the header, take rows until NULL, look at the totals, close. Nothing of a file
 * may be acted upon before NULL has come and totals->as_declared has been looked at: a file is
 * taken as a whole or not at all. Memory is flat.
 */
#ifndef CODEC_ISO_RESULT_READER_H
#define CODEC_ISO_RESULT_READER_H

#include "codec/iso/template.h"
#include "codec/result_row.h"

typedef struct ResultReader ResultReader;

/*
 * E_FILE_OPEN E_FILE_READ      the machine's
 * E_XML_SYNTAX E_XML_SCHEMA    damaged, with a DTD, or another message
 * E_XLSX_.. E_CSV_.. E_FILE_KIND  as sheet_open()
 * E_RESULT_FORMAT              a table without the headings of the template
 */
Status result_reader_open(Ctx *ctx, const char *path, const ProviderTemplate *template,
                          ResultReader **ret_reader) MUST_CHECK;
void result_reader_close(ResultReader **reader);
/* For result_file.format: "pain.002", "camt.053", "camt.054", "csv", "xlsx". */
const char *result_file_kind_name(ResultFileKind kind);
const ResultHeader *result_reader_header(const ResultReader *reader);
/* The next row; NULL at the end of a whole file. */
Status result_reader_next(Ctx *ctx, ResultReader *reader, const ResultRow **ret_row) MUST_CHECK;
/* Complete once result_reader_next() has given NULL. */
const ResultTotals *result_reader_totals(const ResultReader *reader);

#endif
