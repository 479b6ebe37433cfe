#include "value/date.h"

#include <inttypes.h>

enum { MONTHS = 12 };

bool date_is_leap_year(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_days_in_month(int year, int month) {
    static const int days[MONTHS] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > MONTHS) {
        return 0;
    }
    return days[month - 1] + (month == 2 && date_is_leap_year(year));
}

int date_year(Date date) {
    return (int)(date.number / 10000);
}

int date_month(Date date) {
    return (int)(date.number / 100 % 100);
}

int date_day(Date date) {
    return (int)(date.number % 100);
}

static Date date_make(int year, int month, int day) {
    DatePrecision precision = month == 0 ? DATE_PRECISION_YEAR
                              : day == 0 ? DATE_PRECISION_MONTH
                                         : DATE_PRECISION_DAY;
    return (Date){(int64_t)year * 10000 + month * 100 + day, precision};
}

Status date_of(Ctx *ctx, int year, int month, int day, Date *ret_date) {
    bool month_fits = month >= 0 && month <= MONTHS;
    bool day_fits = month == 0 ? day == 0 : day >= 0 && day <= date_days_in_month(year, month);
    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX || !month_fits || !day_fits) {
        return ctx_fail(ctx, E_DATE_RANGE, "day %d, month %d, year %d", day, month, year);
    }
    *ret_date = date_make(year, month, day);
    return OK;
}

Status date_from_number(Ctx *ctx, int64_t number, Date *ret_date) {
    if (number < 0 || number > 99999999) {
        return ctx_fail(ctx, E_DATE_RANGE, "%" PRId64 " as yyyymmdd", number);
    }
    return date_of(ctx, (int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100),
                   ret_date);
}

/*
 * Days since 1 March of year 0, the year counted from March so that the leap day comes last
 * (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
 */
static int64_t day_count(int year, int month, int day) {
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t march_month = (month + 9) % MONTHS;
    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * march_month + 2) / 5 + day - 1;
}

static Date day_from_count(int64_t count) {
    int64_t year = (count + 2) * 400 / 146097; /* exact, or one too high */
    if (year * 365 + year / 4 - year / 100 + year / 400 > count) {
        year--;
    }
    int64_t day_of_year = count - (year * 365 + year / 4 - year / 100 + year / 400);
    int64_t march_month = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * march_month + 2) / 5 + 1;
    int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return date_make((int)(month <= 2 ? year + 1 : year), (int)month, (int)day);
}

static int64_t date_count(Date date) {
    return day_count(date_year(date), date_month(date), date_day(date));
}

static Status date_from_count(Ctx *ctx, int64_t count, Date *ret_date) {
    if (count < day_count(DATE_YEAR_MIN, 1, 1) || count > day_count(DATE_YEAR_MAX, MONTHS, 31)) {
        return ctx_fail(ctx, E_DATE_RANGE, "outside %d..%d", DATE_YEAR_MIN, DATE_YEAR_MAX);
    }
    *ret_date = day_from_count(count);
    return OK;
}

Status date_from_serial(Ctx *ctx, int64_t serial, DateSystem counting, Date *ret_date) {
    enum { SERIAL_MAX = 100000, PHANTOM_LEAP_DAY = 60 };
    if (serial < 0 || serial > SERIAL_MAX) {
        return ctx_fail(ctx, E_DATE_RANGE, "day %" PRId64 " of the spreadsheet's count", serial);
    }
    if (counting == DATE_SYSTEM_1904) {
        return date_from_count(ctx, day_count(1904, 1, 1) + serial, ret_date);
    }
    if (serial == 0 || serial == PHANTOM_LEAP_DAY) {
        return ctx_fail(ctx, E_DATE_RANGE, "day %" PRId64 " of the spreadsheet's count", serial);
    }
    /* Spreadsheets inherited 1900 as a leap year; from 61 on, the count is one day ahead. */
    int64_t real = serial > PHANTOM_LEAP_DAY ? serial - 1 : serial;
    return date_from_count(ctx, day_count(1899, 12, 31) + real, ret_date);
}

Date date_earliest(Date date) {
    int month = date_month(date);
    int day = date_day(date);
    return date_make(date_year(date), month ? month : 1, day ? day : 1);
}

Date date_latest(Date date) {
    int month = date_month(date) ? date_month(date) : MONTHS;
    int day = date_day(date) ? date_day(date) : date_days_in_month(date_year(date), month);
    return date_make(date_year(date), month, day);
}

int date_compare(Date a, Date b) {
    int64_t first = date_earliest(a).number;
    int64_t second = date_earliest(b).number;
    if (first != second) {
        return first < second ? -1 : 1;
    }
    return (a.precision > b.precision) - (a.precision < b.precision);
}

static Status require_day(Ctx *ctx, Date date) {
    if (date.precision != DATE_PRECISION_DAY) {
        return ctx_fail(ctx, E_ARGUMENT, "%" PRId64 " is not known to the day", date.number);
    }
    return OK;
}

Status date_add_days(Ctx *ctx, Date date, int64_t days, Date *ret_date) {
    enum { DAYS_MAX = 400000 };
    TRY(require_day(ctx, date));
    if (days < -DAYS_MAX || days > DAYS_MAX) {
        return ctx_fail(ctx, E_DATE_RANGE, "%" PRId64 " days", days);
    }
    return date_from_count(ctx, date_count(date) + days, ret_date);
}

Status date_days_between(Ctx *ctx, Date from, Date to, int64_t *ret_days) {
    TRY(require_day(ctx, from));
    TRY(require_day(ctx, to));
    *ret_days = date_count(to) - date_count(from);
    return OK;
}

Status date_add_years(Ctx *ctx, Date birth, int years, Date *ret_date) {
    if (years < -DATE_YEAR_MAX || years > DATE_YEAR_MAX) {
        return ctx_fail(ctx, E_DATE_RANGE, "%d years", years);
    }
    int year = date_year(birth) + years;
    int month = date_month(birth);
    int day = date_day(birth);
    if (month == 2 && day == 29 && !date_is_leap_year(year)) {
        day = 28;
    }
    return date_of(ctx, year, month, day, ret_date);
}

Status date_age_period(Ctx *ctx, Date birth, int years, Period *ret_period) {
    Date reached = birth;
    TRY(date_add_years(ctx, birth, years, &reached));
    *ret_period = date_period(reached);
    return OK;
}

int date_age_at(Date birth, Date on) {
    Date from = date_earliest(birth);
    Date to = date_earliest(on);
    int years = date_year(to) - date_year(from);
    int64_t birthday = from.number % 10000;
    if (birthday == 229 && !date_is_leap_year(date_year(to))) {
        birthday = 228;
    }
    if (to.number % 10000 < birthday) {
        years--;
    }
    return years > 0 ? years : 0;
}

Period date_period(Date date) {
    return (Period){date_earliest(date).number / 100};
}

Status date_print(Ctx *ctx, StrBuf *buf, Date date) {
    switch (date.precision) {
    case DATE_PRECISION_YEAR:
        return strbuf_print(ctx, buf, "%04d", date_year(date));
    case DATE_PRECISION_MONTH:
        return strbuf_print(ctx, buf, "%02d/%04d", date_month(date), date_year(date));
    case DATE_PRECISION_DAY:
        break;
    }
    return strbuf_print(ctx, buf, "%02d/%02d/%04d", date_day(date), date_month(date),
                        date_year(date));
}
