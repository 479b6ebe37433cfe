#include "value/account_number.h"

#include <string.h>

enum { NUMERIC_DIGITS_MAX = 15, SHORT_NUMBER = 8 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_alnum(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char raise(char c) {
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_separator(char c) {
    return c == ' ' || c == '.' || c == '-';
}

/* ".0" and ".00" behind digits are a number's fraction, not a group. */
static bool ends_like_fraction(Str in) {
    size_t dot = in.len;
    while (dot > 0 && in.ptr[dot - 1] != '.') {
        dot--;
    }
    return dot > 0 && in.len - dot < 3;
}

Status account_number_parse(Ctx *ctx, Str in, AccountNumber *ret_number) {
    AccountNumber number = {.text = ""};
    size_t len = 0;
    Str text = str_trim(in);
    if (text.len > 0 && text.ptr[0] == '\'') { /* the mark that makes a cell text */
        text = str_part(text, 1, text.len - 1);
    }
    if (ends_like_fraction(text)) {
        return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX, "a number with a fraction");
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_separator(c) && len > 0) {
            continue;
        }
        if (!is_alnum(c)) {
            return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX, "a character that is no letter or digit");
        }
        if (len == ACCOUNT_NUMBER_MAX) {
            return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX, "more than %d characters",
                            ACCOUNT_NUMBER_MAX);
        }
        number.text[len++] = raise(c);
    }
    if (len < ACCOUNT_NUMBER_MIN) {
        return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX, "%zu characters", len);
    }
    *ret_number = number;
    return OK;
}

Status account_number_parse_numeric(Ctx *ctx, Str in, AccountNumber *ret_number) {
    Str text = str_trim(in);
    if (text.len > NUMERIC_DIGITS_MAX) {
        return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX,
                        "a numeric cell of more than %d digits has lost its last ones",
                        NUMERIC_DIGITS_MAX);
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i])) {
            return ctx_fail(ctx, E_ACCOUNT_NUMBER_SYNTAX,
                            "a numeric cell that is not whole digits");
        }
    }
    return account_number_parse(ctx, text, ret_number);
}

void account_number_mask(const AccountNumber *number, char ret_mask[ACCOUNT_NUMBER_MAX + 1]) {
    size_t len = strlen(number->text);
    size_t readable = len >= SHORT_NUMBER ? 4 : 2;
    memcpy(ret_mask, number->text, len + 1);
    if (len > readable) {
        memset(ret_mask, '*', len - readable);
    }
}
