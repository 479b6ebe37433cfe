#include "value/area_code.h"

#include <string.h>

enum { PROVINCE_DIGITS = 2, DISTRICT_DIGITS = 3, COMMUNE_DIGITS = 5 };

size_t area_code_digits(AreaLevel level) {
    switch (level) {
    case AREA_COUNTRY:
        return 0;
    case AREA_PROVINCE:
        return PROVINCE_DIGITS;
    case AREA_DISTRICT:
        return DISTRICT_DIGITS;
    case AREA_COMMUNE:
        return COMMUNE_DIGITS;
    }
    return 0; /* uncovered: no other level exists */
}

static Str cell_text(Str in) {
    Str text = str_trim(in);
    return text.len > 0 && text.ptr[0] == '\'' ? str_part(text, 1, text.len - 1) : text;
}

Status area_code_parse_level(Ctx *ctx, Str in, AreaLevel level, AreaCode *ret_code) {
    Str text = cell_text(in);
    size_t digits = area_code_digits(level);
    bool any = false; /* a code of zeros alone is none */
    if (text.len == 0 || text.len > digits) {
        return ctx_fail(ctx, E_AREA_CODE_SYNTAX, "%zu characters where %zu digits stand", text.len,
                        digits);
    }
    AreaCode code = {.level = level, .zero_restored = text.len < digits};
    memset(code.digits, '0', digits - text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c < '0' || c > '9') {
            return ctx_fail(ctx, E_AREA_CODE_SYNTAX, "not digits alone");
        }
        any = any || c != '0';
        code.digits[digits - text.len + i] = c;
    }
    /* What begins with a zero was text and lost none: it is short for another reason. */
    if (!any || (code.zero_restored && text.ptr[0] == '0')) {
        return ctx_fail(ctx, E_AREA_CODE_SYNTAX, "%zu digits with a leading zero, or only zeros",
                        text.len);
    }
    *ret_code = code;
    return OK;
}

Status area_code_parse(Ctx *ctx, Str in, AreaCode *ret_code) {
    Str text = cell_text(in);
    if (text.len == DISTRICT_DIGITS) {
        return ctx_fail(ctx, E_AREA_CODE_SYNTAX,
                        "3 digits: a district, or a commune without zeros");
    }
    AreaLevel level = text.len <= PROVINCE_DIGITS ? AREA_PROVINCE : AREA_COMMUNE;
    return area_code_parse_level(ctx, text, level, ret_code);
}
