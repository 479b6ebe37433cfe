/*
 * phone.h -- Vietnamese telephone numbers in their national form of today.
 *
 * Floor 1. Pure. Old eleven-digit mobile numbers are moved to the prefixes of 15 September 2018
 * (the last seven digits stay). A telephone is often shared and never identifies anybody.
 *   PH1  digits begin with 0: 10 for a mobile, 10 or 11 for a fixed line
 */
#ifndef VALUE_PHONE_H
#define VALUE_PHONE_H

#include "base/ctx.h"

enum { PHONE_DIGITS_MAX = 11 };

typedef enum PhoneKind { PHONE_MOBILE = 1, PHONE_LANDLINE = 2 } PhoneKind;

typedef enum PhoneFlag {
    PHONE_ZERO_RESTORED = 1 << 0, /* the zero that a spreadsheet had dropped */
    PHONE_PREFIX_MOVED = 1 << 1,  /* written with its prefix of before 2018 */
} PhoneFlag;

typedef struct Phone {
    char digits[PHONE_DIGITS_MAX + 1];
    PhoneKind kind;
    int flags; /* PhoneFlag */
} Phone;

/*
 * Reads 0912 345 678, +84 912 345 678, (024) 3825 1234, 84912345678, 912345678, 01681234567.
 *
 * E_PHONE_SYNTAX  another length or prefix, two numbers in one cell, an exponent or fraction
 */
Status phone_parse(Ctx *ctx, Str in, Phone *ret_phone) MUST_CHECK;
/* "*******678": the last three readable. */
void phone_mask(const Phone *phone, char ret_mask[PHONE_DIGITS_MAX + 1]);

#endif
