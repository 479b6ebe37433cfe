/*
 * out_file.h -- one batch becomes one file, by whatever template its provider wants.
 *
 * Floor 1. The file is written beside `path` and takes its name only when it is whole, on the disk
 * and, if XML, valid: a file under its name may be sent.
 *
 * Invariants: the same lines and the same header give the same bytes; count and sum of the header
 * are those of the lines, or nothing comes under the name.
 */
#ifndef CODEC_ISO_OUT_FILE_H
#define CODEC_ISO_OUT_FILE_H

#include "codec/iso/template.h"

typedef struct OutFileHeader {
    Str batch_ref;  /* our name of the file, at most 35 basic characters: MsgId */
    int64_t period; /* yyyymm */
    int64_t count;
    int64_t sum_dong;
    int64_t created_us;    /* a fixed moment of the batch, not of the writing */
    int64_t execution_day; /* yyyymmdd */
    Str debtor_name;
    Str debtor_account;
    Str debtor_agent; /* BIN or BICFI */
} OutFileHeader;

/* Any text may hold Vietnamese; the template says what becomes of it. */
typedef struct OutLine {
    int64_t line_no;
    Str end_to_end_id;
    int64_t amount_dong;
    Str account_number;
    Str holder_name;
    Str agent; /* BIN or BICFI of the holder's bank */
    Str bank_name;
    Str remittance;
    Str person_name;
    Str citizen_id_mask;
    Str phone_mask;
    Str pay_point;
    Str hamlet;
} OutLine;

typedef struct OutFile OutFile;

/* `path` is NUL-terminated and copied; `template` must outlive the file. */
Status out_file_open(Ctx *ctx, const ProviderTemplate *template, const OutFileHeader *header,
                     const char *path, OutFile **ret_file) MUST_CHECK;
Status out_file_add(Ctx *ctx, OutFile *file, const OutLine *line) MUST_CHECK;
/* Proves count and sum, validates XML against its schema, flushes, and gives the file its name. */
Status out_file_finish(Ctx *ctx, OutFile *file) MUST_CHECK;
/* Without out_file_finish() before it, nothing is left behind. */
void out_file_close(OutFile **file);
/* ".xml", ".csv" or ".xlsx" */
const char *out_file_suffix(const ProviderTemplate *template);

#endif
