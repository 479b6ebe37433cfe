/*
 * date.h -- civil days that may be known only to the month or the year.
 *
 * Floor 1. Pure: "today" comes from the caller. Elderly people often have only a year of birth.
 *   D1  number is yyyymmdd with 00 for what is not known; precision says the same in one digit
 *   D2  every Date made here exists in the Gregorian calendar and lies in 1900..2100
 */
#ifndef VALUE_DATE_H
#define VALUE_DATE_H

#include "base/ctx.h"
#include "base/strbuf.h"
#include "value/period.h"

enum { DATE_YEAR_MIN = 1900, DATE_YEAR_MAX = 2100 };

typedef enum DatePrecision {
    DATE_PRECISION_YEAR = 1,
    DATE_PRECISION_MONTH = 2,
    DATE_PRECISION_DAY = 3,
} DatePrecision;

typedef struct Date {
    int64_t number; /* yyyymmdd; 19500300 is March 1950, 19500000 is 1950 */
    DatePrecision precision;
} Date;

/* The two day counts that spreadsheets use (workbookPr/@date1904 of ECMA-376 tells which). */
typedef enum DateSystem { DATE_SYSTEM_1900 = 1, DATE_SYSTEM_1904 = 2 } DateSystem;

/* From parts; month or day 0 = not known. E_DATE_RANGE when no such day exists or year is out. */
Status date_of(Ctx *ctx, int year, int month, int day, Date *ret_date) MUST_CHECK;
/* From yyyymmdd as the database keeps it. */
Status date_from_number(Ctx *ctx, int64_t number, Date *ret_date) MUST_CHECK;
/*
 * From a spreadsheet's day count. In the 1900 system serial 60 is the 29 February 1900 that never
 * was: E_DATE_RANGE.
 */
Status date_from_serial(Ctx *ctx, int64_t serial, DateSystem counting, Date *ret_date) MUST_CHECK;
/*
 * From the number of a cell as text ("18327", "18327.5"). 1900..2100 is a year typed as a number:
 * as serials these would be days of 1905, which nobody on a list was born on by chance.
 */
Status date_parse_serial(Ctx *ctx, Str in, DateSystem counting, Date *ret_date) MUST_CHECK;
/*
 * Reads d/m/yyyy, d-m-yyyy, d.m.yyyy, yyyy-mm-dd (a time of 00:00:00 may follow), mm/yyyy, yyyy-mm,
 * yyyy, yyyymmdd, ddmmyyyy, "ngày 5 tháng 3 năm 1950", "tháng 3 năm 1950", "năm 1950";
 * day and month 00 mean not known.
 *
 * E_DATE_SYNTAX  anything else, years of two digits among them: their century is a guess
 * E_DATE_RANGE   31/02, month 13, a year outside 1900..2100
 */
Status date_parse(Ctx *ctx, Str in, Date *ret_date) MUST_CHECK;

int date_year(Date date);
int date_month(Date date); /* 0 when not known */
int date_day(Date date);   /* 0 when not known */
bool date_is_leap_year(int year);
/* 28 to 31; 0 for a month that does not exist. */
int date_days_in_month(int year, int month);
/* The earliest and the latest day that it may be. */
Date date_earliest(Date date);
Date date_latest(Date date);
/* By earliest day, then by precision. */
int date_compare(Date a, Date b);

/* Both need precision DAY (E_ARGUMENT); E_DATE_RANGE when the result leaves 1900..2100. */
Status date_add_days(Ctx *ctx, Date date, int64_t days, Date *ret_date) MUST_CHECK;
Status date_days_between(Ctx *ctx, Date from, Date to, int64_t *ret_days) MUST_CHECK;
/*
 * The day on which an age is reached. Somebody born on 29 February reaches it on 28 February of a
 * common year, the last day of that month (Civil Code 2015, Article 148.4); not known parts stay
 * so.
 */
Status date_add_years(Ctx *ctx, Date birth, int years, Date *ret_date) MUST_CHECK;
/*
 * The month in which an age is reached. A year alone counts as January, month and year as that
 * month: 1 January and day 1 are what Decree 158/2025/NĐ-CP Article 12 takes for pensions.
 */
Status date_age_period(Ctx *ctx, Date birth, int years, Period *ret_period) MUST_CHECK;
/* Full years of age on a day, with unknown parts taken as date_age_period() does; 0 before birth.
 */
int date_age_at(Date birth, Date on);

Period date_period(Date date); /* a year alone counts as its January */
/* Appends dd/mm/yyyy, mm/yyyy or yyyy. */
Status date_print(Ctx *ctx, StrBuf *buf, Date date) MUST_CHECK;

#endif
