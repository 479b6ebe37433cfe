/*
 * money.h -- amounts in đồng, whole, checked.
 *
 * Floor 1. Pure. Money is a struct so that an amount cannot be mixed up with a count or an id.
 *   M1  arithmetic that does not fit is E_MONEY_OVERFLOW, never a wrong sum
 *   M2  what divides names its rounding; there is no default one
 *   M3  halves are rounded away from zero, so that a reversal equals what it reverses
 */
#ifndef VALUE_MONEY_H
#define VALUE_MONEY_H

#include "base/ctx.h"
#include "base/strbuf.h"

typedef struct Money {
    int64_t dong;
} Money;

typedef enum MoneyRounding {
    MONEY_ROUND_EXACT = 1,     /* E_MONEY_SYNTAX unless the result is whole */
    MONEY_ROUND_DOWN_DONG = 2, /* towards zero */
    MONEY_ROUND_HALF_UP_DONG = 3,
    MONEY_ROUND_HALF_UP_THOUSAND = 4, /* to the nearest 1,000 đồng */
} MoneyRounding;

Status money_add(Ctx *ctx, Money a, Money b, Money *ret_sum) MUST_CHECK;
Status money_sub(Ctx *ctx, Money a, Money b, Money *ret_difference) MUST_CHECK;
Status money_mul_int(Ctx *ctx, Money money, int64_t count, Money *ret_product) MUST_CHECK;
/* Coefficients of the decrees are whole hundredths: 1.5 is 150. Must not be negative. */
Status money_times_hundredths(Ctx *ctx, Money money, int64_t coefficient_hundredths,
                              MoneyRounding rounding, Money *ret_product) MUST_CHECK;

/*
 * Reads "500000", "1.500.000", "1,500,000", "1 500 000", "-20.000", "500000.00", "500.000 đ".
 *
 * E_MONEY_SYNTAX    groups that are not of three, a fraction of a đồng, an exponent, a range, words
 * E_MONEY_OVERFLOW  more than an int64 holds
 */
Status money_parse(Ctx *ctx, Str in, Money *ret_money) MUST_CHECK;
/* Appends "1.500.000" as Vietnam writes it, without a unit. */
Status money_print(Ctx *ctx, StrBuf *buf, Money money) MUST_CHECK;

int money_compare(Money a, Money b);

#endif
