/*
 * account_number.h -- the number of a bank account or wallet.
 *
 * Floor 1. Pure. Vietnam has no national check digit and no fixed length; some banks sell names and
 * telephone numbers as account numbers. The bank's own name enquiry is the test, not this file.
 *   AN1  4 to 19 characters, 0-9 and A-Z, NUL-terminated
 * Protected data: account_number_mask() is for people.
 */
#ifndef VALUE_ACCOUNT_NUMBER_H
#define VALUE_ACCOUNT_NUMBER_H

#include "base/ctx.h"

enum { ACCOUNT_NUMBER_MIN = 4, ACCOUNT_NUMBER_MAX = 19 };

typedef struct AccountNumber {
    char text[ACCOUNT_NUMBER_MAX + 1];
} AccountNumber;

/*
 * Reads the text of a cell; spaces, dots and dashes between groups are left out, letters raised.
 *
 * E_ACCOUNT_NUMBER_SYNTAX  another length or character, an exponent or a fraction
 */
Status account_number_parse(Ctx *ctx, Str in, AccountNumber *ret_number) MUST_CHECK;
/*
 * Reads the number of a numeric cell. A spreadsheet keeps 15 digits and writes zeros for the rest
 * (IEEE 754 double): more than 15 are refused. Leading zeros are gone; the name enquiry will tell.
 */
Status account_number_parse_numeric(Ctx *ctx, Str in, AccountNumber *ret_number) MUST_CHECK;
/* "*********1234"; a number of fewer than 8 shows only its last two. */
void account_number_mask(const AccountNumber *number, char ret_mask[ACCOUNT_NUMBER_MAX + 1]);

#endif
