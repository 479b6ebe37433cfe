#include "text/clean.h"

#include <utf8proc.h>

#include "text/utf8.h"

/* True when no character of `s` can change under NFC: what nearly all lists hold. */
static bool is_plainly_nfc(Str s) {
    uint32_t c = 0;
    while (utf8_next(&s, &c)) {
        bool is_plain = c < 0x300 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2010 && c <= 0x2027) ||
                        c == 0x20AB;
        if (!is_plain) {
            return false;
        }
    }
    return true;
}

Status text_nfc(Ctx *ctx, Str in, Str *ret_nfc) {
    TRY(utf8_check(ctx, in));
    if (is_plainly_nfc(in)) {
        *ret_nfc = in;
        return OK;
    }
    const utf8proc_option_t options = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)in.ptr;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)in.len, NULL, 0, options);
    if (count < 0) { /* uncovered: utf8_check() has excluded it */
        return ctx_fail(ctx, E_TEXT_ENCODING, "%s", utf8proc_errmsg(count));
    }
    void *memory = NULL; /* code points first, then, in the same place, at most 4 bytes each */
    TRY(ctx_alloc(ctx, ((size_t)count + 1) * sizeof(utf8proc_int32_t), &memory));
    count = utf8proc_decompose(bytes, (utf8proc_ssize_t)in.len, memory, count, options);
    if (count >= 0) {
        count = utf8proc_reencode(memory, count, options);
    }
    if (count < 0) { /* uncovered: utf8_check() has excluded it */
        return ctx_fail(ctx, E_TEXT_ENCODING, "%s", utf8proc_errmsg(count));
    }
    *ret_nfc = (Str){memory, (size_t)count};
    return OK;
}

static bool is_invisible(uint32_t c) {
    return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF;
}

static bool is_space(uint32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || c == 0x180E ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

static uint32_t without_look_alike(uint32_t c) {
    switch (c) {
    case 0x00D0: /* Eth */
    case 0x0189: /* African D */
        return 0x0110;
    case 0x00F0: /* eth */
    case 0x0256: /* d with tail, the lower case of 0189 */
        return 0x0111;
    case '`':
    case 0x00B4:
    case 0x02B9:
    case 0x02BB:
    case 0x02BC:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
        return '\'';
    default:
        return c;
    }
}

Status text_clean(Ctx *ctx, Str in, Str *ret_clean) {
    void *memory = NULL;
    size_t len = 0;
    bool space_due = false;
    uint32_t c = 0;
    TRY(utf8_check(ctx, in));
    TRY(ctx_alloc(ctx, in.len + 1, &memory)); /* no replacement is longer than what it replaces */
    char *out = memory;
    for (Str rest = in; utf8_next(&rest, &c);) {
        if (is_invisible(c)) {
            continue;
        }
        if (is_space(c)) {
            space_due = len > 0;
            continue;
        }
        if (space_due) {
            out[len++] = ' ';
            space_due = false;
        }
        len += utf8_encode(without_look_alike(c), out + len);
    }
    return text_nfc(ctx, (Str){out, len}, ret_clean);
}
