#include "value/digits.h"

#include <string.h>

enum { DIGITS_MAX = 40 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Bytes of the separator that stands at `at`, 0 when there is none. */
static size_t separator_at(Str in, size_t at) {
    if (in.ptr[at] == ' ' || in.ptr[at] == '.' || in.ptr[at] == '-' || in.ptr[at] == '\t') {
        return 1;
    }
    return str_starts_with(str_part(in, at, 2), STR("\xC2\xA0")) ? 2 : 0; /* no-break space */
}

/* After a dot stand two digits at least: ".0" is what a spreadsheet adds to a number. */
static bool dot_groups(Str in, size_t at) {
    return at + 2 < in.len && is_digit(in.ptr[at + 1]) && is_digit(in.ptr[at + 2]);
}

bool digits_take(Str in, char *ret_digits, size_t size, size_t *ret_len) {
    char digits[DIGITS_MAX];
    size_t len = 0;
    Str text = str_trim(in);
    if (text.len > 0 && text.ptr[0] == '\'') { /* the mark that makes a cell text */
        text = str_part(text, 1, text.len - 1);
    }
    for (size_t at = 0; at < text.len;) {
        if (is_digit(text.ptr[at])) {
            if (len + 1 >= size || len == DIGITS_MAX) {
                return false;
            }
            digits[len++] = text.ptr[at++];
            continue;
        }
        size_t separator = separator_at(text, at);
        if (separator == 0 || len == 0 || (text.ptr[at] == '.' && !dot_groups(text, at))) {
            return false;
        }
        at += separator;
    }
    if (len == 0) {
        return false;
    }
    memcpy(ret_digits, digits, len);
    ret_digits[len] = '\0';
    *ret_len = len;
    return true;
}

bool digits_all_same(const char *digits) {
    return strspn(digits, (char[]){digits[0], '\0'}) == strlen(digits);
}
