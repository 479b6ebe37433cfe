#include "codec/xlsx_style.h"

#include <string.h>
#include <strings.h>

#include "codec/sheet_date.h"
#include "codec/xlsx_part.h"

enum { FORMAT_MAX = 4096, FONT_MAX = 65536 };

typedef struct FormatRead {
    int32_t id;
    bool is_date;
} FormatRead;

typedef enum Section { SECTION_NONE, SECTION_FORMATS, SECTION_FONTS, SECTION_CELLS } Section;

typedef struct StyleReader {
    Section section;
    FormatRead *formats;
    size_t format_count;
    SheetFont *fonts;
    size_t font_count;
    XlsxStyle *styles;
    size_t style_count;
} StyleReader;

SheetFont xlsx_font_by_name(Str font_name) {
    if (font_name.len >= 4 && strncasecmp(font_name.ptr, ".Vn", 3) == 0) {
        char last = font_name.ptr[font_name.len - 1];
        return last == 'H' || last == 'h' ? SHEET_FONT_TCVN3_UPPER : SHEET_FONT_TCVN3;
    }
    if (font_name.len >= 5 && strncasecmp(font_name.ptr, "VNI-", 4) == 0) {
        return SHEET_FONT_VNI;
    }
    return SHEET_FONT_UNICODE;
}

static int64_t attribute_number(const XlsxAttributes *attributes, const char *name) {
    Str text;
    int64_t number = -1;
    return xlsx_attribute(attributes, name, &text) && str_to_int64(text, &number) ? number : -1;
}

static Status format_add(Ctx *ctx, StyleReader *reader, const XlsxAttributes *attributes) {
    Str code = STR("");
    int64_t id = attribute_number(attributes, "numFmtId");
    (void)xlsx_attribute(attributes, "formatCode", &code);
    if (reader->format_count == FORMAT_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "number formats: more than %d", FORMAT_MAX);
    }
    if (id >= 0 && id <= INT32_MAX) {
        reader->formats[reader->format_count++] =
            (FormatRead){(int32_t)id, sheet_format_is_date(code)};
    }
    return OK;
}

static bool format_is_date(const StyleReader *reader, int64_t id) {
    for (size_t i = 0; i < reader->format_count; i++) {
        if (reader->formats[i].id == id) {
            return reader->formats[i]
                .is_date; /* a file may give a built-in number a code of its own */
        }
    }
    return id >= 0 && id <= INT32_MAX && sheet_format_id_is_date((int32_t)id);
}

static Status style_add(Ctx *ctx, StyleReader *reader, const XlsxAttributes *attributes) {
    int64_t font = attribute_number(attributes, "fontId");
    if (reader->style_count == XLSX_STYLE_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "cell formats: more than %d", XLSX_STYLE_MAX);
    }
    reader->styles[reader->style_count++] = (XlsxStyle){
        .font = font >= 0 && font < (int64_t)reader->font_count ? reader->fonts[font]
                                                                : SHEET_FONT_UNICODE,
        .is_date = format_is_date(reader, attribute_number(attributes, "numFmtId")),
    };
    return OK;
}

static Status font_begin(Ctx *ctx, StyleReader *reader, const char *name,
                         const XlsxAttributes *attributes) {
    Str font_name;
    if (strcmp(name, "font") == 0) {
        if (reader->font_count == FONT_MAX) {
            return ctx_fail(ctx, E_XLSX_LIMIT, "fonts: more than %d", FONT_MAX);
        }
        reader->fonts[reader->font_count++] = SHEET_FONT_UNICODE;
    } else if (strcmp(name, "name") == 0 && reader->font_count > 0 &&
               xlsx_attribute(attributes, "val", &font_name)) {
        reader->fonts[reader->font_count - 1] = xlsx_font_by_name(font_name);
    }
    return OK;
}

static Status style_begin(Ctx *ctx, void *arg, const char *name, const XlsxAttributes *attributes) {
    StyleReader *reader = arg;
    switch (reader->section) {
    case SECTION_NONE:
        reader->section = strcmp(name, "numFmts") == 0   ? SECTION_FORMATS
                          : strcmp(name, "fonts") == 0   ? SECTION_FONTS
                          : strcmp(name, "cellXfs") == 0 ? SECTION_CELLS
                                                         : SECTION_NONE;
        return OK;
    case SECTION_FORMATS:
        return strcmp(name, "numFmt") == 0 ? format_add(ctx, reader, attributes) : OK;
    case SECTION_FONTS:
        return font_begin(ctx, reader, name, attributes);
    case SECTION_CELLS:
        return strcmp(name, "xf") == 0 ? style_add(ctx, reader, attributes) : OK;
    }
    return OK;
}

static Status style_end(Ctx *ctx, void *arg, const char *name) {
    StyleReader *reader = arg;
    (void)ctx;
    if (strcmp(name, "numFmts") == 0 || strcmp(name, "fonts") == 0 ||
        strcmp(name, "cellXfs") == 0) {
        reader->section = SECTION_NONE;
    }
    return OK;
}

Status xlsx_styles_read(Ctx *ctx, Arena *arena, XlsxPackage *package, const char *part_name,
                        XlsxStyles *ret_styles) {
    ArenaMark mark = arena_mark(ctx->arena);
    StyleReader reader = {0};
    void *formats = NULL;
    void *fonts = NULL;
    void *styles = NULL;
    TRY(ctx_alloc(ctx, FORMAT_MAX * sizeof(FormatRead), &formats));
    TRY(ctx_alloc(ctx, FONT_MAX * sizeof(SheetFont), &fonts));
    TRY(ctx_alloc(ctx, XLSX_STYLE_MAX * sizeof(XlsxStyle), &styles));
    reader.formats = formats;
    reader.fonts = fonts;
    reader.styles = styles;
    TRY(xlsx_part_read(ctx, package, part_name, (XlsxHandler){style_begin, style_end, NULL},
                       &reader));
    XlsxStyle *kept = arena_try(arena, (reader.style_count + 1) * sizeof *kept);
    if (kept == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu cell formats", reader.style_count);
    }
    memcpy(kept, reader.styles, reader.style_count * sizeof *kept);
    *ret_styles = (XlsxStyles){kept, reader.style_count};
    arena_rewind(ctx->arena, mark);
    return OK;
}

XlsxStyle xlsx_style_at(const XlsxStyles *styles, int64_t number) {
    if (number < 0 || number >= (int64_t)styles->count) {
        return (XlsxStyle){SHEET_FONT_UNICODE, false};
    }
    return styles->styles[number];
}
