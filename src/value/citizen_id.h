/*
 * citizen_id.h -- the personal number (12 digits) and the old identity card number (9 digits).
 *
 * Floor 1. Pure. Decree 137/2015/NĐ-CP Article 13, Circulars 07/2016 and 59/2021 of the Ministry of
 * Public Security: province of birth registration (3), century and sex (1), year (2), random (6).
 *   C1  digits are kind digits and a NUL
 *   C2  what does not agree is a flag, never a refusal: papers err, and codes of births registered
 *       after the mergers of 2025 are not all published
 * Personal data: never printed whole; citizen_id_mask() is for people.
 */
#ifndef VALUE_CITIZEN_ID_H
#define VALUE_CITIZEN_ID_H

#include "base/ctx.h"
#include "value/date.h"
#include "value/sex.h"

enum { CITIZEN_ID_DIGITS = 12, CITIZEN_ID_OLD_DIGITS = 9 };

typedef enum CitizenIdFlag {
    CITIZEN_ID_ZERO_RESTORED = 1 << 0,    /* leading zeros that a spreadsheet had dropped */
    CITIZEN_ID_PROVINCE_UNKNOWN = 1 << 1, /* not a code of the list of 2016 */
    CITIZEN_ID_SEX_DIFFERS = 1 << 2,
    CITIZEN_ID_YEAR_DIFFERS = 1 << 3, /* the two digits of the year */
    CITIZEN_ID_CENTURY_DIFFERS = 1 << 4,
} CitizenIdFlag;

typedef struct CitizenId {
    char digits[CITIZEN_ID_DIGITS + 1];
    int kind;  /* 9 or 12 */
    int flags; /* CitizenIdFlag */
} CitizenId;

/*
 * Reads 12 or 9 digits; spaces, dots and dashes between groups are left out. 11 digits, and 10 that
 * become a number of a province 001..009, lost zeros of a 12-digit one; 8 lost that of a 9-digit
 * one.
 *
 * E_CITIZEN_ID_SYNTAX  another length, letters, an exponent or fraction, one digit repeated
 */
Status citizen_id_parse(Ctx *ctx, Str in, CitizenId *ret_id) MUST_CHECK;
/*
 * The flags of a number beside a recorded sex and birth date (NULL = not known). A 9-digit number
 * says nothing about either.
 */
int citizen_id_compare(const CitizenId *id, Sex sex, const Date *birth);
/* Name of the province of birth registration, or NULL (9 digits, abroad, not on the list). */
const char *citizen_id_province(const CitizenId *id);
/* Sex and year of birth that the number states; SEX_UNKNOWN and 0 for 9 digits. */
Sex citizen_id_sex(const CitizenId *id);
int citizen_id_birth_year(const CitizenId *id);
/* "********1234": as long as the number, the last four readable. */
void citizen_id_mask(const CitizenId *id, char ret_mask[CITIZEN_ID_DIGITS + 1]);

#endif
