/*
 * period.h -- a month, the unit in which benefits are owed and books are kept.
 *
 * Floor 1. Pure.
 *   PE1  number is yyyymm with month 01..12, year 1900..2100
 */
#ifndef VALUE_PERIOD_H
#define VALUE_PERIOD_H

#include "base/ctx.h"
#include "base/strbuf.h"

typedef struct Period {
    int64_t number; /* yyyymm */
} Period;

/* From yyyymm; E_PERIOD_SYNTAX when PE1 does not hold. */
Status period_from_number(Ctx *ctx, int64_t number, Period *ret_period) MUST_CHECK;
/* The month of a day yyyymmdd; the day itself is not looked at. */
Status period_from_day(Ctx *ctx, int64_t day, Period *ret_period) MUST_CHECK;
/* Reads "2026-07", "07/2026", "7-2026", "202607", "T7/2026", "tháng 7/2026", "tháng 7 năm 2026". */
Status period_parse(Ctx *ctx, Str in, Period *ret_period) MUST_CHECK;

int period_year(Period period);
int period_month(Period period);
int period_compare(Period a, Period b);
/* The neighbours wrap the year; they do not check the range, which no caller leaves by one month.
 */
Period period_next(Period period);
Period period_previous(Period period);
/* `months` may be negative. */
Period period_add_months(Period period, int64_t months);
/* Months from `from` to `to`: 0 for the same month, negative when `to` is earlier. */
int64_t period_months_between(Period from, Period to);
/* yyyymmdd of the first and the last day. */
int64_t period_first_day(Period period);
int64_t period_last_day(Period period);
bool period_has_day(Period period, int64_t day);
/* Appends "07/2026". */
Status period_print(Ctx *ctx, StrBuf *buf, Period period) MUST_CHECK;

#endif
