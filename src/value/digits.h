/*
 * digits.h -- how numbers that are names (identity, telephone, account, area) are written in cells.
 *
 * Floor 1. Pure; used inside value/ only. People group digits with spaces, dots and dashes;
 * spreadsheets turn them into numbers, which loses zeros and adds ".0" or an exponent. The first is
 * undone, the second is refused: nobody can know the digits that an exponent swallowed.
 */
#ifndef VALUE_DIGITS_H
#define VALUE_DIGITS_H

#include "base/str.h"

/*
 * Copies the digits of `in` without separators, NUL-terminated. False, with the outputs untouched,
 * when anything else is in it, when it reads like a fraction (a dot before fewer than two digits),
 * when there is no digit, or when more than size - 1 of them.
 */
bool digits_take(Str in, char *ret_digits, size_t size, size_t *ret_len);
/* True when all are the same digit: a filler, not a number. */
bool digits_all_same(const char *digits);

#endif
