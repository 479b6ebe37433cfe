#include "value/phone.h"

#include <string.h>

#include "value/digits.h"

enum {
    RAW_MAX = 20,
    MOBILE_DIGITS = 10,
    OLD_MOBILE_DIGITS = 11,
    MASK_READABLE = 3,
    PREFIX_OLD = 4
};

typedef struct PrefixMove {
    char old_prefix[PREFIX_OLD + 1];
    char new_prefix[PREFIX_OLD];
} PrefixMove;

/* Plan 798/QĐ-BTTTT of 2016 and its schedule of 2018. */
static const PrefixMove PREFIX_MOVES[] = {
    {"0120", "070"}, {"0121", "079"}, {"0122", "077"}, {"0126", "076"}, {"0128", "078"},
    {"0123", "083"}, {"0124", "084"}, {"0125", "085"}, {"0127", "081"}, {"0129", "082"},
    {"0162", "032"}, {"0163", "033"}, {"0164", "034"}, {"0165", "035"}, {"0166", "036"},
    {"0167", "037"}, {"0168", "038"}, {"0169", "039"}, {"0186", "056"}, {"0188", "058"},
    {"0199", "059"},
};

/* Parentheses around the area code become spaces; false when the cell is too long. */
static bool without_parentheses(Str in, char *ret_text, size_t size, size_t *ret_len) {
    if (in.len > size) {
        return false;
    }
    for (size_t i = 0; i < in.len; i++) {
        ret_text[i] = in.ptr[i] == '(' || in.ptr[i] == ')' ? ' ' : in.ptr[i];
    }
    *ret_len = in.len;
    return true;
}

/* Takes off +84, 0084 or 84 and gives back the digits without their trunk zero. */
static const char *national_part(const char *digits, size_t len, bool plus, bool *ret_had_zero) {
    const char *rest = digits;
    *ret_had_zero = true;
    if (strncmp(rest, "0084", 4) == 0) {
        rest += 4;
    } else if (strncmp(rest, "84", 2) == 0 && (plus || len >= MOBILE_DIGITS + 1)) {
        rest += 2; /* nine digits that begin with 84 are a mobile without its zero */
    } else if (plus) {
        return NULL;
    } else {
        *ret_had_zero = digits[0] == '0';
    }
    return rest[0] == '0' ? rest + 1 : rest; /* "+84 (0) 912..." */
}

static bool is_mobile(const char *digits, size_t len) {
    return len == MOBILE_DIGITS && digits[0] == '0' && strchr("35789", digits[1]) != NULL &&
           digits[2] != '\0';
}

static bool is_landline(const char *digits, size_t len) {
    return (len == 10 || len == 11) && digits[0] == '0' && digits[1] == '2' && digits[2] != '0';
}

/* Rewrites an old prefix; the rest moves one place to the left. */
static bool move_prefix(char *digits, size_t len) {
    if (len != OLD_MOBILE_DIGITS) {
        return false;
    }
    for (size_t i = 0; i < sizeof PREFIX_MOVES / sizeof PREFIX_MOVES[0]; i++) {
        if (memcmp(digits, PREFIX_MOVES[i].old_prefix, PREFIX_OLD) == 0) {
            memcpy(digits, PREFIX_MOVES[i].new_prefix, PREFIX_OLD - 1);
            memmove(digits + PREFIX_OLD - 1, digits + PREFIX_OLD, len - PREFIX_OLD + 1);
            return true;
        }
    }
    return false;
}

Status phone_parse(Ctx *ctx, Str in, Phone *ret_phone) {
    char text[40];
    char digits[RAW_MAX];
    size_t text_len = 0;
    size_t len = 0;
    bool had_zero = false;
    Str trimmed = str_trim(in);
    if (str_starts_with(trimmed, STR("(+"))) {
        trimmed = str_part(trimmed, 1, trimmed.len - 1);
    }
    bool plus = str_starts_with(trimmed, STR("+"));
    if (plus) {
        trimmed = str_part(trimmed, 1, trimmed.len - 1);
    }
    if (!without_parentheses(trimmed, text, sizeof text, &text_len) ||
        !digits_take((Str){text, text_len}, digits, sizeof digits, &len)) {
        return ctx_fail(ctx, E_PHONE_SYNTAX, "not one number of digits");
    }
    const char *rest = national_part(digits, len, plus, &had_zero);
    size_t rest_len = rest ? strlen(rest) : 0;
    if (rest == NULL || rest_len + 1 > PHONE_DIGITS_MAX) {
        return ctx_fail(ctx, E_PHONE_SYNTAX, "%zu digits", len);
    }
    Phone phone = {.flags = had_zero ? 0 : PHONE_ZERO_RESTORED};
    phone.digits[0] = '0';
    memcpy(phone.digits + 1, rest, rest_len + 1);
    len = rest_len + 1;
    if (move_prefix(phone.digits, len)) {
        phone.flags |= PHONE_PREFIX_MOVED;
        len--;
    }
    if (is_mobile(phone.digits, len)) {
        phone.kind = PHONE_MOBILE;
    } else if (is_landline(phone.digits, len)) {
        phone.kind = PHONE_LANDLINE;
    } else {
        return ctx_fail(ctx, E_PHONE_SYNTAX, "no such prefix and length (%zu digits)", len);
    }
    *ret_phone = phone;
    return OK;
}

void phone_mask(const Phone *phone, char ret_mask[PHONE_DIGITS_MAX + 1]) {
    size_t len = strlen(phone->digits);
    memcpy(ret_mask, phone->digits, len + 1);
    if (len > MASK_READABLE) {
        memset(ret_mask, '*', len - MASK_READABLE);
    }
}
