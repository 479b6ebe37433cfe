/*
 * iso_value.h -- amounts, days and status words as ISO 20022 writes them.
 *
 * Floor 1. VND has no decimals (ISO 4217: 0), yet banks write "540000.00": a fraction of zero is
 * taken, any other is refused, since rounding money is nobody's right here.
 */
#ifndef CODEC_ISO_ISO_VALUE_H
#define CODEC_ISO_ISO_VALUE_H

#include "codec/result_row.h"

/*
 * OK               *ret_amount_dong >= 0
 * E_MONEY_SYNTAX   not a decimal number, negative, or with a fraction of a đồng
 * E_MONEY_OVERFLOW more than 18 digits
 */
Status iso_amount_parse(Str s, int64_t *ret_amount_dong) MUST_CHECK;
/* yyyymmdd in Vietnam of an ISODate or ISODateTime (an offset is honoured); 0 when it is neither.
 */
int64_t iso_day_parse(Str s);

/* What a transaction or group status with its reason says; see the table in README.md. */
ResultOutcome iso_status_outcome(Str status, Str reason_code);
/* What an entry says: is it a credit, a return or reversal, and is it booked? */
ResultOutcome iso_entry_outcome(bool is_credit, bool is_return, bool is_reversal, Str status);

#endif
