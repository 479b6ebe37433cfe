#include "codec/sheet_date.h"

#include <ctype.h>

enum { SERIAL_MAX = 2958465, SERIAL_LEAP = 60, DAYS_1904 = 1462 };

/* Days since 0000-03-01 of the proleptic Gregorian calendar: years begin in March. */
static int64_t days_from_civil(int64_t year, int64_t month, int64_t day_of_month) {
    int64_t shifted_year = month <= 2 ? year - 1 : year;
    int64_t shifted_month = month <= 2 ? month + 9 : month - 3;
    return 365 * shifted_year + shifted_year / 4 - shifted_year / 100 + shifted_year / 400 +
           (153 * shifted_month + 2) / 5 + day_of_month - 1;
}

static int64_t civil_from_days(int64_t days) {
    int64_t era = days / 146097;
    int64_t day_of_era = days % 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int64_t day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return year * 10000 + month * 100 + day_of_month;
}

/* Serial 61 is 1900-03-01: this day is its zero. */
static int64_t days_of_zero(void) {
    return days_from_civil(1899, 12, 30);
}

/* The whole part of a decimal number, cut towards zero; -1 when it is none or beyond the range. */
static int64_t whole_part(Str number) {
    int64_t digits = 0;
    int64_t shift = 0; /* by how many places the point lies right (+) or left (-) of the digits */
    size_t at = 0;
    size_t digit_count = 0;
    bool is_after_point = false;
    for (; at < number.len && number.ptr[at] != 'e' && number.ptr[at] != 'E'; at++) {
        char c = number.ptr[at];
        if (c == '.' && !is_after_point) {
            is_after_point = true;
        } else if (isdigit((unsigned char)c)) {
            digit_count++;
            if (digits < INT64_C(1000000000000000)) {
                digits = digits * 10 + (c - '0');
                shift -= is_after_point ? 1 : 0;
            } else {
                shift += is_after_point ? 0 : 1;
            }
        } else {
            return -1;
        }
    }
    if (at < number.len) {
        Str exponent = str_part(number, at + 1, number.len);
        int64_t power = 0;
        if (str_starts_with(exponent, STR("+"))) {
            exponent = str_part(exponent, 1, exponent.len);
        }
        if (exponent.len > 4 || !str_to_int64(exponent, &power)) {
            return -1;
        }
        shift += power;
    }
    for (; shift < 0 && digits > 0; shift++) {
        digits /= 10;
    }
    for (; shift > 0 && digits > 0 && digits <= SERIAL_MAX; shift--) {
        digits *= 10;
    }
    return digit_count == 0 || digits > SERIAL_MAX ? -1 : digits;
}

SerialKind sheet_day_from_serial(Str number, bool is_1904, int64_t *ret_day) {
    int64_t serial = whole_part(number);
    if (is_1904 && serial >= 0) {
        serial += DAYS_1904;
    } else if (serial == SERIAL_LEAP) {
        return SERIAL_LEAP_BUG;
    }
    if (serial < 1 || serial > SERIAL_MAX) {
        return SERIAL_NOT_A_DAY;
    }
    *ret_day = civil_from_days(days_of_zero() + serial + (serial < SERIAL_LEAP ? 1 : 0));
    return SERIAL_DAY;
}

bool sheet_serial_from_day(int64_t day, int32_t *ret_serial) {
    int64_t year = day / 10000;
    if (year < 1900 || year > 9999) {
        return false;
    }
    int64_t days = days_from_civil(year, day / 100 % 100, day % 100);
    if (day / 100 % 100 < 1 || day / 100 % 100 > 12 || civil_from_days(days) != day) {
        return false;
    }
    int64_t serial = days - days_of_zero();
    *ret_serial = (int32_t)(serial <= SERIAL_LEAP ? serial - 1 : serial);
    return true;
}

static bool digits_at(Str text, size_t from, size_t count, int64_t *ret_number) {
    Str part = str_part(text, from, count);
    return part.len == count && isdigit((unsigned char)part.ptr[0]) &&
           str_to_int64(part, ret_number);
}

bool sheet_day_from_iso(Str text, int64_t *ret_day) {
    int64_t year = 0;
    int64_t month = 0;
    int64_t day_of_month = 0;
    bool has_shape = text.len >= 10 && text.ptr[4] == '-' && text.ptr[7] == '-' &&
                     (text.len == 10 || text.ptr[10] == 'T' || text.ptr[10] == 'Z') &&
                     digits_at(text, 0, 4, &year) && digits_at(text, 5, 2, &month) &&
                     digits_at(text, 8, 2, &day_of_month);
    if (!has_shape || month < 1 || month > 12) {
        return false;
    }
    int64_t day = year * 10000 + month * 100 + day_of_month;
    if (year < 1 || civil_from_days(days_from_civil(year, month, day_of_month)) != day) {
        return false;
    }
    *ret_day = day;
    return true;
}

bool sheet_format_id_is_date(int32_t format_id) {
    return (format_id >= 14 && format_id <= 22) || (format_id >= 27 && format_id <= 36) ||
           (format_id >= 45 && format_id <= 47) || (format_id >= 50 && format_id <= 58);
}

/* How many bytes from `at` are not format letters: quoted, escaped, in brackets, padding. */
static size_t literal_length(Str code, size_t at) {
    char c = code.ptr[at];
    if (c == '\\' || c == '_' || c == '*') {
        return 2;
    }
    if (c != '"' && c != '[') {
        return 0;
    }
    char close = c == '"' ? '"' : ']';
    size_t end = at + 1;
    while (end < code.len && code.ptr[end] != close) {
        end++;
    }
    return end + 1 - at;
}

bool sheet_format_is_date(Str code) {
    bool has_day_or_year = false;
    bool has_month = false;
    bool has_time = false;
    size_t at = 0;
    while (at < code.len && code.ptr[at] != ';') {
        size_t literal = literal_length(code, at);
        if (literal > 0) {
            at += literal;
            continue;
        }
        int c = tolower((unsigned char)code.ptr[at]);
        if (c == '#' || c == '?' || (c == 'e' && at + 1 < code.len && code.ptr[at + 1] == '+')) {
            return false; /* digits, or the E+ of a scientific number */
        }
        has_day_or_year = has_day_or_year || c == 'd' || c == 'y';
        has_month = has_month || c == 'm';
        has_time = has_time || c == 'h' || c == 's';
        at++;
    }
    return has_day_or_year || (has_month && !has_time);
}
