#include "text/utf8.h"

enum { CODE_POINT_MAX = 0x10FFFF, SURROGATE_MIN = 0xD800, SURROGATE_MAX = 0xDFFF };

/* Bytes of the sequence at the start of `s`, 0 when it is wrong. */
static size_t decode_one(Str s, uint32_t *ret_code_point) {
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char lead = (unsigned char)s.ptr[0];
    if (lead < 0x80) {
        *ret_code_point = lead;
        return 1;
    }
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || s.len < len) {
        return 0;
    }
    uint32_t code_point = lead & (0xFFU >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)s.ptr[i];
        if ((next & 0xC0U) != 0x80) {
            return 0;
        }
        code_point = code_point << 6 | (next & 0x3FU);
    }
    if (code_point < smallest[len] || code_point > CODE_POINT_MAX ||
        (code_point >= SURROGATE_MIN && code_point <= SURROGATE_MAX)) {
        return 0;
    }
    *ret_code_point = code_point;
    return len;
}

static size_t first_wrong(Str s) {
    size_t at = 0;
    while (at < s.len) {
        uint32_t code_point = 0;
        size_t len = decode_one(str_part(s, at, UTF8_BYTES_MAX), &code_point);
        if (len == 0) {
            return at;
        }
        at += len;
    }
    return SIZE_MAX;
}

bool utf8_is_valid(Str s) {
    return first_wrong(s) == SIZE_MAX;
}

Status utf8_check(Ctx *ctx, Str s) {
    size_t at = first_wrong(s);
    if (at != SIZE_MAX) {
        return ctx_fail(ctx, E_TEXT_ENCODING, "byte %zu (0x%02X) is not UTF-8", at,
                        (unsigned)(unsigned char)s.ptr[at]);
    }
    return OK;
}

bool utf8_next(Str *rest, uint32_t *ret_code_point) {
    if (rest->len == 0) {
        return false;
    }
    uint32_t code_point = UTF8_REPLACEMENT;
    size_t len = decode_one(*rest, &code_point);
    if (len == 0) {
        len = 1;
    }
    *rest = (Str){rest->ptr + len, rest->len - len};
    *ret_code_point = code_point;
    return true;
}

size_t utf8_encode(uint32_t code_point, char ret_bytes[UTF8_BYTES_MAX]) {
    uint32_t c = code_point;
    if (c > CODE_POINT_MAX || (c >= SURROGATE_MIN && c <= SURROGATE_MAX)) {
        c = UTF8_REPLACEMENT;
    }
    if (c < 0x80) {
        ret_bytes[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len; i > 1; i--) {
        ret_bytes[i - 1] = (char)(unsigned char)(0x80U | (c & 0x3FU));
        c >>= 6;
    }
    ret_bytes[0] = (char)(unsigned char)((0xF00U >> len & 0xFFU) | c);
    return len;
}

size_t utf8_count(Str s) {
    size_t count = 0;
    uint32_t code_point = 0;
    while (utf8_next(&s, &code_point)) {
        count++;
    }
    return count;
}
