/*
 * pain001_writer.h -- CustomerCreditTransferInitiation V09 (pain.001.001.09), written as a stream.
 *
 * Floor 1. One GrpHdr, one PmtInf, as many CdtTrfTxInf as there are transfers. Count and control
 * sum stand in the header, so the caller states them first; pain001_finish() proves them.
 *
 * Invariants: the same input gives the same bytes; nothing is written that ISO's basic character
 * set lacks; an identifier, account number or amount is refused rather than altered, a name or a
 * remittance text may lose what its field cannot hold (140 characters, basic Latin).
 */
#ifndef CODEC_ISO_PAIN001_WRITER_H
#define CODEC_ISO_PAIN001_WRITER_H

#include "base/ctx.h"

typedef struct Pain001Header {
    Str message_id;     /* at most 35 characters; also the payment information id */
    int64_t created_us; /* from the caller's clock; written in Vietnamese time */
    int64_t count;
    int64_t sum_dong;
    int64_t execution_day; /* yyyymmdd, a calendar day */
    Str debtor_name;
    Str debtor_account;
    Str debtor_agent; /* BIN of the clearing system (digits) or BICFI */
} Pain001Header;

typedef struct Pain001Transfer {
    Str end_to_end_id;
    int64_t amount_dong;
    Str agent; /* the creditor's bank, like debtor_agent */
    Str holder_name;
    Str account_number;
    Str remittance; /* may be empty */
} Pain001Transfer;

typedef struct Pain001Writer Pain001Writer;

/* Writes the header; `fd` stays the caller's. E_ARGUMENT names the field that cannot be written. */
Status pain001_open(Ctx *ctx, int fd, const Pain001Header *header,
                    Pain001Writer **ret_writer) MUST_CHECK;
Status pain001_add(Ctx *ctx, Pain001Writer *writer, const Pain001Transfer *transfer) MUST_CHECK;
/* Ends the document and flushes; E_BUG when count or sum are not what the header says. */
Status pain001_finish(Ctx *ctx, Pain001Writer *writer) MUST_CHECK;
void pain001_free(Pain001Writer **writer);

#endif
