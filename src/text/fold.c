#include "text/fold.h"

#include <utf8proc.h>

#include "text/letter.h"
#include "text/utf8.h"

enum {
    DECOMPOSED_MAX = 32,
    GROWTH = 3, /* no letter grows more than threefold in either case */
};

/* Letters with a stroke, which Unicode does not take apart. */
static uint32_t without_stroke(uint32_t c) {
    switch (c) {
    case 0x0180: /* ƀ of Ê Đê and Ba Na */
    case 0x0243:
        return 'b';
    case 0x00F0:
    case 0x0256:
        return 'd';
    case 0x00F8:
        return 'o';
    case 0x0142:
        return 'l';
    case 0x0131:
        return 'i';
    default:
        return c;
    }
}

/* Code points without case and marks, at most DECOMPOSED_MAX of them. */
static size_t fold_other(uint32_t c, uint32_t ret_folded[DECOMPOSED_MAX]) {
    utf8proc_int32_t parts[DECOMPOSED_MAX];
    int boundary = 0;
    size_t len = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, DECOMPOSED_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    if (count < 0 || count > DECOMPOSED_MAX) { /* uncovered: the longest of Unicode is 18 */
        ret_folded[0] = c;
        return 1;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        ret_folded[len++] = without_stroke((uint32_t)parts[i]);
    }
    return len;
}

Status text_fold(Ctx *ctx, Str in, Str *ret_folded) {
    void *memory = NULL;
    size_t size = in.len * GROWTH + UTF8_BYTES_MAX * DECOMPOSED_MAX;
    size_t len = 0;
    uint32_t c = 0;
    TRY(ctx_alloc(ctx, size, &memory));
    char *out = memory;
    for (Str rest = in; utf8_next(&rest, &c);) {
        Letter letter;
        uint32_t folded[DECOMPOSED_MAX];
        if (c < 0x80 && !(c >= 'A' && c <= 'Z')) {
            out[len++] = (char)c;
            continue;
        }
        if (letter_split(c, &letter)) {
            out[len++] = letter.base;
            continue;
        }
        size_t count = fold_other(c, folded);
        for (size_t i = 0; i < count; i++) {
            if (len + UTF8_BYTES_MAX > size) {
                return ctx_fail(ctx, E_TEXT_TOO_LONG, "a text that grows when folded");
            }
            len += utf8_encode(folded[i], out + len);
        }
    }
    *ret_folded = (Str){out, len};
    return OK;
}

typedef uint32_t (*MapLetter)(uint32_t code_point, bool is_word_start);

static uint32_t map_lower(uint32_t c, bool is_word_start) {
    (void)is_word_start;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static uint32_t map_upper(uint32_t c, bool is_word_start) {
    (void)is_word_start;
    return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

static uint32_t map_title(uint32_t c, bool is_word_start) {
    return is_word_start ? map_upper(c, true) : map_lower(c, false);
}

static Status map_letters(Ctx *ctx, Str in, MapLetter map, Str *ret_mapped) {
    void *memory = NULL;
    size_t len = 0;
    uint32_t c = 0;
    bool is_word_start = true;
    TRY(ctx_alloc(ctx, in.len * GROWTH + 1, &memory));
    char *out = memory;
    for (Str rest = in; utf8_next(&rest, &c);) {
        len += utf8_encode(map(c, is_word_start), out + len);
        is_word_start = c == ' ' || c == '\'' || c == '-' || c == '(';
    }
    *ret_mapped = (Str){out, len};
    return OK;
}

Status text_lower(Ctx *ctx, Str in, Str *ret_lower) {
    return map_letters(ctx, in, map_lower, ret_lower);
}

Status text_upper(Ctx *ctx, Str in, Str *ret_upper) {
    return map_letters(ctx, in, map_upper, ret_upper);
}

Status text_title(Ctx *ctx, Str in, Str *ret_title) {
    return map_letters(ctx, in, map_title, ret_title);
}
