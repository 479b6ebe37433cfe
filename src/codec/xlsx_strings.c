#include "codec/xlsx_strings.h"

#include <stdlib.h>
#include <string.h>

#include "codec/utf8.h"
#include "codec/xlsx_part.h"
#include "codec/xlsx_style.h"

enum { INDEX_FIRST = 1024, TEXT_FIRST = 1 << 16, ESCAPE_LENGTH = 7, BYTES_PER_CHAR_MAX = 4 };

typedef struct StringReader {
    XlsxStrings *strings;
    size_t text_max;
    SheetFont font;
    bool is_in_item;
    bool is_in_text;
    bool is_in_phonetic;
} StringReader;

static Status fail_limit(Ctx *ctx, const StringReader *reader) {
    return ctx_fail(ctx, E_XLSX_LIMIT, "shared strings: more than %zu bytes", reader->text_max);
}

/* Not the file's doing: the machine has no more. */
static Status fail_memory(Ctx *ctx) {
    return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for shared strings");
}

static Status text_add(Ctx *ctx, StringReader *reader, Str piece) {
    XlsxStrings *strings = reader->strings;
    size_t need = strings->text_len + piece.len;
    size_t indexed = strings->size * (sizeof *strings->ends + 1);
    if (need + indexed > reader->text_max) {
        return fail_limit(ctx, reader);
    }
    if (need > strings->text_size) {
        size_t size = strings->text_size ? strings->text_size : TEXT_FIRST;
        while (size < need) { /* ends: doubles, need is bounded by text_max */
            size *= 2;
        }
        char *grown = realloc(strings->text, size);
        if (grown == NULL) {
            return fail_memory(ctx);
        }
        strings->text = grown;
        strings->text_size = size;
    }
    memcpy(strings->text + strings->text_len, piece.ptr, piece.len);
    strings->text_len += piece.len;
    return OK;
}

static size_t item_start(const XlsxStrings *strings) {
    return strings->count ? strings->ends[strings->count - 1] : 0;
}

static Status index_grow(Ctx *ctx, StringReader *reader) {
    XlsxStrings *strings = reader->strings;
    size_t size = strings->size ? strings->size * 2 : INDEX_FIRST;
    if (size * (sizeof *strings->ends + 1) + strings->text_len > reader->text_max) {
        return fail_limit(ctx, reader);
    }
    uint32_t *ends = realloc(strings->ends, size * sizeof *ends);
    if (ends == NULL) {
        return fail_memory(ctx);
    }
    strings->ends = ends;
    uint8_t *fonts = realloc(strings->fonts, size);
    if (fonts == NULL) {
        return fail_memory(ctx);
    }
    strings->fonts = fonts;
    strings->size = size;
    return OK;
}

static Status item_end(Ctx *ctx, StringReader *reader) {
    XlsxStrings *strings = reader->strings;
    size_t start = item_start(strings);
    if (strings->count == strings->size) {
        TRY(index_grow(ctx, reader));
    }
    if (strings->text_len > start) {
        Str raw = {strings->text + start, strings->text_len - start};
        TRY(xlsx_text_check_length(ctx, raw));
        strings->text_len = start + xlsx_text_unescape(strings->text + start, raw.len);
    }
    strings->ends[strings->count] = (uint32_t)strings->text_len;
    strings->fonts[strings->count] = (uint8_t)reader->font;
    strings->count++;
    return OK;
}

static Status string_begin(Ctx *ctx, void *arg, const char *name,
                           const XlsxAttributes *attributes) {
    StringReader *reader = arg;
    Str font_name;
    (void)ctx;
    if (strcmp(name, "si") == 0) {
        reader->is_in_item = true;
        reader->font = SHEET_FONT_UNICODE;
    } else if (strcmp(name, "t") == 0) {
        reader->is_in_text = reader->is_in_item && !reader->is_in_phonetic;
    } else if (strcmp(name, "rPh") == 0) {
        reader->is_in_phonetic = true;
    } else if (strcmp(name, "rFont") == 0 && reader->font == SHEET_FONT_UNICODE &&
               xlsx_attribute(attributes, "val", &font_name)) {
        reader->font = xlsx_font_by_name(font_name);
    }
    return OK;
}

static Status string_end(Ctx *ctx, void *arg, const char *name) {
    StringReader *reader = arg;
    if (strcmp(name, "si") == 0) {
        reader->is_in_item = false;
        return item_end(ctx, reader);
    }
    if (strcmp(name, "t") == 0) {
        reader->is_in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        reader->is_in_phonetic = false;
    }
    return OK;
}

static Status string_text(Ctx *ctx, void *arg, Str text) {
    StringReader *reader = arg;
    if (!reader->is_in_text) {
        return OK;
    }
    size_t length = reader->strings->text_len - item_start(reader->strings) + text.len;
    if (length > (size_t)SHEET_TEXT_CHAR_MAX * ESCAPE_LENGTH) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "text of a cell: more than %d characters",
                        SHEET_TEXT_CHAR_MAX);
    }
    return text_add(ctx, reader, text);
}

Status xlsx_strings_read(Ctx *ctx, XlsxPackage *package, const char *part_name,
                         XlsxStrings *strings) {
    int64_t cap = package->limits.shared_string_bytes;
    StringReader reader = {.strings = strings,
                           .text_max = cap < UINT32_MAX ? (size_t)cap : UINT32_MAX};
    return xlsx_part_read(ctx, package, part_name,
                          (XlsxHandler){string_begin, string_end, string_text}, &reader);
}

void xlsx_strings_done(XlsxStrings *strings) {
    free(strings->text);
    free(strings->ends);
    free(strings->fonts);
    *strings = (XlsxStrings){0};
}

bool xlsx_strings_at(const XlsxStrings *strings, int64_t index, Str *ret_text,
                     SheetFont *ret_font) {
    if (index < 0 || index >= (int64_t)strings->count) {
        return false;
    }
    size_t start = index ? strings->ends[index - 1] : 0;
    size_t length = strings->ends[index] - start;
    *ret_text = length ? (Str){strings->text + start, length} : STR("");
    *ret_font = (SheetFont)strings->fonts[index];
    return true;
}

static bool hex4(const char *digits, uint32_t *ret_code) {
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        uint32_t nibble;
        if (c >= '0' && c <= '9') {
            nibble = (uint32_t)(c - '0');
        } else if ((c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f')) {
            nibble = (uint32_t)((c | 32) - 'a' + 10);
        } else {
            return false;
        }
        code = code * 16 + nibble;
    }
    *ret_code = code;
    return true;
}

size_t xlsx_text_unescape(char *text, size_t length) {
    size_t out = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code = 0;
        bool is_escape = text[at] == '_' && length - at >= ESCAPE_LENGTH && text[at + 1] == 'x' &&
                         text[at + 6] == '_' && hex4(text + at + 2, &code) && code != 0 &&
                         (code < 0xD800 || code > 0xDFFF);
        if (is_escape) {
            char bytes[4];
            size_t size = codec_utf8_encode(code, bytes);
            memcpy(text + out, bytes, size);
            out += size;
            at += ESCAPE_LENGTH;
        } else {
            text[out++] = text[at++];
        }
    }
    return out;
}

Status xlsx_text_check_length(Ctx *ctx, Str text) {
    if (text.len > SHEET_TEXT_CHAR_MAX &&
        (text.len > (size_t)SHEET_TEXT_CHAR_MAX * BYTES_PER_CHAR_MAX ||
         codec_utf8_count(text) > SHEET_TEXT_CHAR_MAX)) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "text of a cell: more than %d characters",
                        SHEET_TEXT_CHAR_MAX);
    }
    return OK;
}
