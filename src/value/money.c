#include "value/money.h"

#include <inttypes.h>

#include "base/checked.h"

enum { HUNDRED = 100, THOUSAND = 1000, GROUP_DIGITS = 3 };

Status money_add(Ctx *ctx, Money a, Money b, Money *ret_sum) {
    int64_t sum = 0;
    if (ckd_add(&sum, a.dong, b.dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "%" PRId64 " + %" PRId64, a.dong, b.dong);
    }
    *ret_sum = (Money){sum};
    return OK;
}

Status money_sub(Ctx *ctx, Money a, Money b, Money *ret_difference) {
    int64_t difference = 0;
    if (ckd_sub(&difference, a.dong, b.dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "%" PRId64 " - %" PRId64, a.dong, b.dong);
    }
    *ret_difference = (Money){difference};
    return OK;
}

Status money_mul_int(Ctx *ctx, Money money, int64_t count, Money *ret_product) {
    int64_t product = 0;
    if (ckd_mul(&product, money.dong, count)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "%" PRId64 " x %" PRId64, money.dong, count);
    }
    *ret_product = (Money){product};
    return OK;
}

/* What is added to the whole đồng (0 or one step away from zero) or to the nearest thousand. */
static int64_t rounding_step(int64_t whole, int64_t rest_hundredths, MoneyRounding rounding) {
    int64_t sign = whole < 0 || rest_hundredths < 0 ? -1 : 1;
    int64_t rest = rest_hundredths * sign;
    int64_t over = (whole % THOUSAND) * sign; /* 0..999 above the lower thousand */
    switch (rounding) {
    case MONEY_ROUND_EXACT:
    case MONEY_ROUND_DOWN_DONG:
        break;
    case MONEY_ROUND_HALF_UP_DONG:
        return rest * 2 >= HUNDRED ? sign : 0;
    case MONEY_ROUND_HALF_UP_THOUSAND:
        return over >= THOUSAND / 2 ? (THOUSAND - over) * sign : -over * sign;
    }
    return 0;
}

Status money_times_hundredths(Ctx *ctx, Money money, int64_t coefficient_hundredths,
                              MoneyRounding rounding, Money *ret_product) {
    if (coefficient_hundredths < 0) {
        return ctx_fail(ctx, E_ARGUMENT, "coefficient %" PRId64 " hundredths",
                        coefficient_hundredths);
    }
    /* The hundreds and the rest are multiplied apart, so that no 128-bit number is needed. */
    int64_t whole = 0;
    int64_t part_hundredths = 0;
    int64_t product = 0;
    if (ckd_mul(&whole, money.dong / HUNDRED, coefficient_hundredths) ||
        ckd_mul(&part_hundredths, money.dong % HUNDRED, coefficient_hundredths) ||
        ckd_add(&whole, whole, part_hundredths / HUNDRED)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "%" PRId64 " x %" PRId64 "/100", money.dong,
                        coefficient_hundredths);
    }
    int64_t rest = part_hundredths % HUNDRED;
    if (rounding == MONEY_ROUND_EXACT && rest != 0) {
        return ctx_fail(ctx, E_MONEY_SYNTAX, "%" PRId64 " x %" PRId64 "/100 is not whole",
                        money.dong, coefficient_hundredths);
    }
    if (ckd_add(&product, whole, rounding_step(whole, rest, rounding))) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "%" PRId64 " rounded", whole);
    }
    *ret_product = (Money){product};
    return OK;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Without the unit that people write behind an amount; longer ones come first. */
static Str without_unit(Str in) {
    static const char *const units[] = {"đồng", "Đồng", "ĐỒNG", "vnđ", "VNĐ", "VNđ", "vnd",
                                        "VND",  "dong", "đ",    "Đ",   "₫",   "d"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        Str unit = str_of(units[i]);
        if (in.len > unit.len && str_ends_with(in, unit)) {
            return str_trim(str_part(in, 0, in.len - unit.len));
        }
    }
    return in;
}

/* Length of the separator at `at`: '.', ',', ' ', no-break space (U+00A0); 0 when there is none. */
static size_t separator_at(Str in, size_t at) {
    char c = in.ptr[at];
    if (c == '.' || c == ',' || c == ' ') {
        return 1;
    }
    return str_starts_with(str_part(in, at, 2), STR("\xC2\xA0")) ? 2 : 0;
}

/* "00" or "0" after a last separator of another kind than the groups': no fraction of a đồng. */
static bool is_zero_fraction(Str in, size_t at) {
    size_t len = in.len - at;
    return (len == 1 || len == 2) && in.ptr[at] == '0' && in.ptr[in.len - 1] == '0';
}

/* The digits without their separators; false when the groups are not of three. */
static bool take_digits(Str in, char *ret_digits, size_t size, size_t *ret_len) {
    size_t count = 0;
    size_t group = 0;
    Str group_separator = {NULL, 0};
    for (size_t at = 0; at < in.len;) {
        if (is_digit(in.ptr[at])) {
            if (count == size) {
                return false;
            }
            ret_digits[count++] = in.ptr[at++];
            group++;
            continue;
        }
        Str separator = str_part(in, at, separator_at(in, at));
        at += separator.len;
        if (separator.len == 0 || group == 0) {
            return false;
        }
        bool same = group_separator.ptr != NULL && str_equal(separator, group_separator);
        bool groups_fit = group_separator.ptr == NULL || group == GROUP_DIGITS;
        if (!same && groups_fit && separator.ptr[0] != ' ' && is_zero_fraction(in, at)) {
            *ret_len = count;
            return true;
        }
        if (group_separator.ptr == NULL) {
            if (group > GROUP_DIGITS || ret_digits[0] == '0') {
                return false;
            }
            group_separator = separator;
        } else if (!same || group != GROUP_DIGITS) {
            return false;
        }
        group = 0;
    }
    *ret_len = count;
    return count > 0 && (group_separator.ptr == NULL || group == GROUP_DIGITS);
}

Status money_parse(Ctx *ctx, Str in, Money *ret_money) {
    char digits[32];
    size_t len = 0;
    Str text = without_unit(str_trim(in));
    bool negative = text.len > 1 && text.ptr[0] == '-';
    if (negative) {
        text = str_part(text, 1, text.len - 1);
    }
    if (!take_digits(text, digits, sizeof digits, &len)) {
        return ctx_fail(ctx, E_MONEY_SYNTAX, "\"%.*s\"", (int)(in.len < 60 ? in.len : 60), in.ptr);
    }
    int64_t dong = 0;
    for (size_t i = 0; i < len; i++) {
        if (ckd_mul(&dong, dong, 10) || ckd_sub(&dong, dong, digits[i] - '0')) {
            return ctx_fail(ctx, E_MONEY_OVERFLOW, "%zu digits", len);
        }
    }
    if (!negative && ckd_mul(&dong, dong, -1)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "%zu digits", len);
    }
    *ret_money = (Money){dong};
    return OK;
}

Status money_print(Ctx *ctx, StrBuf *buf, Money money) {
    char text[32]; /* 19 digits, 6 dots, a sign */
    size_t at = sizeof text;
    int64_t rest = money.dong;
    size_t digits = 0;
    do {
        if (digits > 0 && digits % GROUP_DIGITS == 0) {
            text[--at] = '.';
        }
        int digit = (int)(rest % 10); /* keeps the sign, so that INT64_MIN can be written */
        text[--at] = (char)('0' + (digit < 0 ? -digit : digit));
        rest /= 10;
        digits++;
    } while (rest != 0);
    if (money.dong < 0) {
        text[--at] = '-';
    }
    return strbuf_add(ctx, buf, (Str){text + at, sizeof text - at});
}

int money_compare(Money a, Money b) {
    return (a.dong > b.dong) - (a.dong < b.dong);
}
