#include "value/period.h"

#include <inttypes.h>

#include "value/date.h"

enum { MONTHS = 12 };

Status period_from_number(Ctx *ctx, int64_t number, Period *ret_period) {
    int64_t month = number % 100;
    int64_t year = number / 100;
    if (month < 1 || month > MONTHS || year < DATE_YEAR_MIN || year > DATE_YEAR_MAX) {
        return ctx_fail(ctx, E_PERIOD_SYNTAX, "%" PRId64 " as yyyymm", number);
    }
    *ret_period = (Period){number};
    return OK;
}

Status period_from_day(Ctx *ctx, int64_t day, Period *ret_period) {
    return period_from_number(ctx, day / 100, ret_period);
}

/* Behind "T", "tháng" and its spellings; sets whether one was there. */
static Str without_month_word(Str in, bool *ret_found) {
    static const char *const words[] = {"tháng", "thÁng", "thang", "t"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        Str word = str_of(words[i]);
        if (in.len > word.len && str_equal_ignoring_case(str_part(in, 0, word.len), word)) {
            *ret_found = true;
            return str_trim(str_part(in, word.len, in.len - word.len));
        }
    }
    *ret_found = false;
    return in;
}

/* Splits at the only separator or at "năm"; false when there is none. */
static bool split_in_two(Str in, Str *ret_first, Str *ret_second) {
    static const char *const separators[] = {"/", "-", ".", "năm", "Năm", "NĂM", "nam"};
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        Str separator = str_of(separators[i]);
        size_t at = str_find(in, separator, 0);
        if (at != SIZE_MAX) {
            *ret_first = str_trim(str_part(in, 0, at));
            *ret_second = str_trim(str_part(in, at + separator.len, in.len));
            return true;
        }
    }
    return false;
}

static bool read_digits(Str in, size_t min_digits, size_t max_digits, int64_t *ret_number) {
    return in.len >= min_digits && in.len <= max_digits && in.ptr[0] != '-' &&
           str_to_int64(in, ret_number);
}

Status period_parse(Ctx *ctx, Str in, Period *ret_period) {
    bool has_word = false;
    int64_t year = 0;
    int64_t month = 0;
    int64_t whole = 0;
    Str first = {NULL, 0};
    Str second = {NULL, 0};
    Str text = without_month_word(str_trim(in), &has_word);
    if (!has_word && read_digits(text, 6, 6, &whole)) {
        return period_from_number(ctx, whole, ret_period);
    }
    bool month_first = split_in_two(text, &first, &second) && read_digits(first, 1, 2, &month) &&
                       read_digits(second, 4, 4, &year);
    bool year_first = !month_first && !has_word && read_digits(first, 4, 4, &year) &&
                      read_digits(second, 1, 2, &month);
    if (!month_first && !year_first) {
        return ctx_fail(ctx, E_PERIOD_SYNTAX, "\"%.*s\"", (int)(in.len < 40 ? in.len : 40), in.ptr);
    }
    return period_from_number(ctx, year * 100 + month, ret_period);
}

int period_year(Period period) {
    return (int)(period.number / 100);
}

int period_month(Period period) {
    return (int)(period.number % 100);
}

int period_compare(Period a, Period b) {
    return (a.number > b.number) - (a.number < b.number);
}

Period period_add_months(Period period, int64_t months) {
    int64_t count = (int64_t)period_year(period) * MONTHS + period_month(period) - 1 + months;
    return (Period){count / MONTHS * 100 + count % MONTHS + 1};
}

Period period_next(Period period) {
    return period_add_months(period, 1);
}

Period period_previous(Period period) {
    return period_add_months(period, -1);
}

int64_t period_months_between(Period from, Period to) {
    return (int64_t)(period_year(to) - period_year(from)) * MONTHS + period_month(to) -
           period_month(from);
}

int64_t period_first_day(Period period) {
    return period.number * 100 + 1;
}

int64_t period_last_day(Period period) {
    return period.number * 100 + date_days_in_month(period_year(period), period_month(period));
}

bool period_has_day(Period period, int64_t day) {
    return day >= period_first_day(period) && day <= period_last_day(period);
}

Status period_print(Ctx *ctx, StrBuf *buf, Period period) {
    return strbuf_print(ctx, buf, "%02d/%04d", period_month(period), period_year(period));
}
