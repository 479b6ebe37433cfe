/* The spellings of a day that lists hold; the calendar itself is in date.c. */
#include "value/date.h"

enum { NUMBER_MAX = 3 };

/* The numbers of a written day, with how many digits each has. */
typedef struct DateText {
    int number[NUMBER_MAX];
    size_t digits[NUMBER_MAX];
    char separator[NUMBER_MAX]; /* what stood before the number; the first has none */
    size_t count;
} DateText;

static Status refuse(Ctx *ctx, Str in) {
    return ctx_fail(ctx, E_DATE_SYNTAX, "\"%.*s\"", (int)(in.len < 40 ? in.len : 40), in.ptr);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The digits that `in` begins with, at most 8 of them; false when there are none or more. */
static bool take_number(Str *in, int *ret_number, size_t *ret_digits) {
    size_t len = 0;
    int number = 0;
    while (len < in->len && is_digit(in->ptr[len])) {
        if (len == 8) {
            return false;
        }
        number = number * 10 + (in->ptr[len] - '0');
        len++;
    }
    if (len == 0) {
        return false;
    }
    *in = str_part(*in, len, in->len - len);
    *ret_number = number;
    *ret_digits = len;
    return true;
}

/* Takes one of the spellings, then spaces; the first that fits. */
static bool take_word(Str *in, const char *const *spellings) {
    for (size_t i = 0; spellings[i] != NULL; i++) {
        Str word = str_of(spellings[i]);
        if (in->len >= word.len && str_equal_ignoring_case(str_part(*in, 0, word.len), word)) {
            *in = str_trim(str_part(*in, word.len, in->len - word.len));
            return true;
        }
    }
    return false;
}

static bool take_day_word(Str *in) {
    static const char *const spellings[] = {"ngày", "ngÀy", "ngay", NULL};
    return take_word(in, spellings);
}

static bool take_month_word(Str *in) {
    static const char *const spellings[] = {"tháng", "thÁng", "thang", NULL};
    return take_word(in, spellings);
}

static bool take_year_word(Str *in) {
    static const char *const spellings[] = {"năm", "nĂm", "nam", NULL};
    return take_word(in, spellings);
}

/* "ngày 5 tháng 3 năm 1950" and what remains of it when the day or the month is missing. */
static bool read_words(Str in, int *ret_year, int *ret_month, int *ret_day) {
    int part[3] = {0, 0, 0};
    size_t digits[3] = {0, 0, 0};
    if (take_day_word(&in)) {
        if (!take_number(&in, &part[0], &digits[0])) {
            return false;
        }
        in = str_trim(in);
        if (in.len == 0 || !(in.ptr[0] == 't' || in.ptr[0] == 'T')) {
            return false;
        }
    }
    if (take_month_word(&in)) {
        if (!take_number(&in, &part[1], &digits[1])) {
            return false;
        }
        in = str_trim(in);
        if (in.len > 0 && (in.ptr[0] == '/' || in.ptr[0] == '-')) {
            in = str_part(in, 1, in.len - 1); /* "tháng 3/1950" */
        } else if (!take_year_word(&in)) {
            return false;
        }
    } else if (digits[0] > 0 || !take_year_word(&in)) {
        return false;
    }
    in = str_trim(in);
    if (!take_number(&in, &part[2], &digits[2]) || in.len > 0 || digits[2] != 4 || digits[0] > 2 ||
        digits[1] > 2) {
        return false;
    }
    *ret_year = part[2];
    *ret_month = part[1];
    *ret_day = part[0];
    return true;
}

/* Without a midnight behind the day, as exports of databases and spreadsheets write it. */
static Str without_midnight(Str in) {
    static const char *const tails[] = {"T00:00:00Z", "T00:00:00.000", "T00:00:00", " 00:00:00.000",
                                        " 00:00:00",  " 0:00:00",      " 00:00",    " 0:00"};
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        Str tail = str_of(tails[i]);
        if (in.len > tail.len && str_ends_with(in, tail)) {
            return str_trim(str_part(in, 0, in.len - tail.len));
        }
    }
    return in;
}

static bool read_numbers(Str in, DateText *ret_text) {
    DateText text = {.count = 0};
    for (;;) { /* ends: every round takes at least one digit */
        size_t i = text.count;
        if (i == NUMBER_MAX || !take_number(&in, &text.number[i], &text.digits[i])) {
            return false;
        }
        text.count++;
        in = str_trim(in);
        if (in.len == 0) {
            *ret_text = text;
            return true;
        }
        char separator = in.ptr[0];
        if ((separator != '/' && separator != '-' && separator != '.') ||
            text.count == NUMBER_MAX) {
            return false;
        }
        text.separator[text.count] = separator;
        in = str_trim(str_part(in, 1, in.len - 1));
    }
}

/* Eight digits: yyyymmdd, or ddmmyyyy as the QR code of an identity card has it. */
static Status read_compact(Ctx *ctx, int number, Date *ret_date) {
    int year = number / 10000;
    int month = number / 100 % 100;
    /* Never both: the years 19xx, 20xx and 2100 of ddmmyyyy would be months 19 to 21. */
    if (year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX && month <= 12) {
        return date_of(ctx, year, month, number % 100, ret_date);
    }
    return date_of(ctx, number % 10000, number / 10000 % 100, number / 1000000, ret_date);
}

Status date_parse(Ctx *ctx, Str in, Date *ret_date) {
    int year = 0;
    int month = 0;
    int day = 0;
    DateText text = {.count = 0};
    Str trimmed = str_trim(in);
    if (read_words(trimmed, &year, &month, &day)) {
        return date_of(ctx, year, month, day, ret_date);
    }
    if (!read_numbers(without_midnight(trimmed), &text)) {
        return refuse(ctx, in);
    }
    const int *number = text.number;
    const size_t *digits = text.digits;
    if (text.count == 1) {
        return digits[0] == 4   ? date_of(ctx, number[0], 0, 0, ret_date)
               : digits[0] == 8 ? read_compact(ctx, number[0], ret_date)
                                : refuse(ctx, in);
    }
    if (text.count == 2) {
        if (digits[0] <= 2 && digits[1] == 4) {
            return date_of(ctx, number[1], number[0], 0, ret_date);
        }
        return digits[0] == 4 && digits[1] <= 2 ? date_of(ctx, number[0], number[1], 0, ret_date)
                                                : refuse(ctx, in);
    }
    if (text.separator[1] != text.separator[2]) {
        return refuse(ctx, in);
    }
    if (digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2) {
        return date_of(ctx, number[0], number[1], number[2], ret_date);
    }
    return digits[0] <= 2 && digits[1] <= 2 && digits[2] == 4
               ? date_of(ctx, number[2], number[1], number[0], ret_date)
               : refuse(ctx, in);
}

Status date_parse_serial(Ctx *ctx, Str in, DateSystem counting, Date *ret_date) {
    Str text = str_trim(in);
    Str fraction = text;
    Str whole = {NULL, 0};
    int64_t serial = 0;
    (void)str_split_next(&fraction, '.', &whole);
    for (size_t i = 0; i < fraction.len; i++) {
        if (!is_digit(fraction.ptr[i])) { /* a time of day is allowed and forgotten */
            return refuse(ctx, in);
        }
    }
    if (whole.len == 0 || !is_digit(whole.ptr[0]) || !str_to_int64(whole, &serial)) {
        return refuse(ctx, in);
    }
    if (serial >= DATE_YEAR_MIN && serial <= DATE_YEAR_MAX) {
        return date_of(ctx, (int)serial, 0, 0, ret_date);
    }
    return date_from_serial(ctx, serial, counting, ret_date);
}
