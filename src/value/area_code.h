/*
 * area_code.h -- codes of administrative units: province 2 digits, district 3, commune 5.
 *
 * Floor 1. Pure. A code alone does not say which unit is meant: codes were used again in 2025, so a
 * unit is a code on a date, which registry/ resolves. Here only the writing is settled.
 *   AC1  digits are as many as the level has, leading zeros included
 */
#ifndef VALUE_AREA_CODE_H
#define VALUE_AREA_CODE_H

#include "base/ctx.h"

enum { AREA_CODE_DIGITS_MAX = 5 };

typedef enum AreaLevel {
    AREA_COUNTRY = 0,
    AREA_PROVINCE = 1,
    AREA_DISTRICT = 2, /* until 30 June 2025 */
    AREA_COMMUNE = 3,
} AreaLevel;

typedef struct AreaCode {
    char digits[AREA_CODE_DIGITS_MAX + 1];
    AreaLevel level;
    bool zero_restored; /* leading zeros that a spreadsheet had dropped */
} AreaCode;

/* Digits of a level's code: 0, 2, 3, 5. */
size_t area_code_digits(AreaLevel level);
/* 1 or 2 digits are a province, 4 or 5 a commune; 3 are ambiguous and refused. */
Status area_code_parse(Ctx *ctx, Str in, AreaCode *ret_code) MUST_CHECK;
/* For a column whose level is known: up to that many digits, zeros restored in front. */
Status area_code_parse_level(Ctx *ctx, Str in, AreaLevel level, AreaCode *ret_code) MUST_CHECK;

#endif
