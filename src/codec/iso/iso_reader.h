/*
 * iso_reader.h -- pain.002, camt.053 and camt.054 as a stream of result rows.
 *
 * Floor 1. Validates while it reads (xml_pump.h); memory is flat whatever the size of the file.
 *
 * Invariants: every transaction of the file comes out exactly once, in order, also a repeated or a
 * senseless one; when the file turns out damaged, the rows before the damage have been given and
 * then the call fails -- the caller takes a file as a whole or not at all.
 */
#ifndef CODEC_ISO_ISO_READER_H
#define CODEC_ISO_ISO_READER_H

#include "codec/iso/xml_pump.h"
#include "codec/result_row.h"

typedef struct IsoReader IsoReader;

/* Reads as far as the first row, so that the header is complete. Failures as of xml_pump_open(). */
Status iso_reader_open(Ctx *ctx, XmlSource source, IsoReader **ret_reader) MUST_CHECK;
void iso_reader_close(IsoReader **reader);

const ResultHeader *iso_reader_header(const IsoReader *reader);
/* The next row, or NULL at the end of a complete and valid file. */
Status iso_reader_next(Ctx *ctx, IsoReader *reader, const ResultRow **ret_row) MUST_CHECK;
/* Complete once iso_reader_next() has given NULL. */
const ResultTotals *iso_reader_totals(const IsoReader *reader);

#endif
