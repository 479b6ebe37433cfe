#include "codec/xlsx_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "codec/sheet_date.h"
#include "codec/utf8.h"

enum {
    SCRATCH_MAX = SHEET_TEXT_CHAR_MAX * 7 + 8, /* every character may need an escape of 7 bytes */
};
#define SAFE_NUMBER INT64_C(1000000000000000) /* 10^15: a spreadsheet keeps 15 digits */
#define CREATED_S 946684800 /* 2000-01-01: a file does not tell when it was made */

static Status library_check(Ctx *ctx, lxw_error error) {
    if (error == LXW_NO_ERROR) {
        return OK;
    }
    Status status = error == LXW_ERROR_MEMORY_MALLOC_FAILED ? E_MEMORY_LIMIT : E_FILE_WRITE;
    return ctx_fail(ctx, status, "%s", lxw_strerror(error));
}

Status xlsx_out_open(Ctx *ctx, const char *path, XlsxOut *ret_out) {
    Str folder = STR(".");
    const char *slash = strrchr(path, '/');
    if (slash) {
        folder = (Str){path, slash == path ? 1 : (size_t)(slash - path)};
    }
    TRY(ctx_copy_str(ctx, folder, &folder));
    char *scratch_folder = NULL;
    memcpy(&scratch_folder, &folder.ptr, sizeof scratch_folder); /* the library asks for char * */
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = scratch_folder};
    lxw_doc_properties properties = {.created = CREATED_S};
    XlsxOut out = {.workbook = workbook_new_opt(path, &options)};
    if (out.workbook == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a workbook");
    }
    strbuf_init(&out.scratch, SCRATCH_MAX);
    Status status = library_check(ctx, workbook_set_properties(out.workbook, &properties));
    if (status != OK) {
        xlsx_out_discard(&out);
        return status;
    }
    *ret_out = out;
    return OK;
}

void xlsx_out_discard(XlsxOut *out) {
    if (out->workbook) {
        lxw_workbook_free(out->workbook);
        out->workbook = NULL;
        strbuf_done(&out->scratch);
    }
}

/* Our own files are as large as they are: only damage is looked for. */
static Status read_back(Ctx *ctx, const char *path, int64_t row_count) {
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    SheetLimits limits = {.inflated_bytes = INT64_MAX,
                          .cells = INT64_MAX,
                          .deadline_s = 86400,
                          .without_merges = true};
    int64_t seen = 0;
    bool has_sheet = true;
    TRY(sheet_open(ctx, path, &limits, &reader));
    while (has_sheet) { /* ends: the sheets do */
        SheetInfo info;
        SheetRow row;
        bool has_row = true;
        TRY(sheet_next(ctx, reader, &info, &has_sheet));
        while (has_sheet && has_row) { /* ends: the rows do */
            TRY(sheet_next_row(ctx, reader, &row, &has_row));
            seen += has_row ? 1 : 0;
        }
    }
    if (seen != row_count) {
        return ctx_fail(ctx, E_FILE_WRITE, "%lld of %lld rows are in the file", (long long)seen,
                        (long long)row_count);
    }
    return OK;
}

Status xlsx_out_finish(Ctx *ctx, XlsxOut *out, const char *path, int64_t row_count) {
    lxw_error error = workbook_close(out->workbook); /* frees it, whatever comes */
    out->workbook = NULL;
    strbuf_done(&out->scratch);
    TRY(library_check(ctx, error));
    Status status = read_back(ctx, path, row_count);
    if (status != OK && status != E_FILE_WRITE && status != E_MEMORY_LIMIT) {
        char detail[CTX_DETAIL_MAX];
        memcpy(detail, ctx->failure.detail, sizeof detail);
        return ctx_fail(ctx, E_FILE_WRITE, "what was written cannot be read back: %.400s", detail);
    }
    return status;
}

/* ---- texts ---- */

static bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Would a reader take the bytes at the head for an escape such as _x000D_? */
static bool looks_like_escape(Str text) {
    return text.len >= 7 && text.ptr[0] == '_' && text.ptr[1] == 'x' && is_hex(text.ptr[2]) &&
           is_hex(text.ptr[3]) && is_hex(text.ptr[4]) && is_hex(text.ptr[5]) && text.ptr[6] == '_';
}

/* The letter that Excel shows for a byte of a file in an old encoding: Windows-1252. */
static size_t byte_as_letter(unsigned char byte, char *letter) {
    static const uint16_t high[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return codec_utf8_encode(byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte, letter);
}

/* How the character at the head of `text` is written; *used counts what it takes of `text`. */
static Str written_form(Str text, bool is_utf8, char *room, size_t *used) {
    unsigned char byte = (unsigned char)text.ptr[0];
    *used = 1;
    if (byte >= 0x80) {
        size_t length = is_utf8 ? codec_utf8_sequence_length(text) : 0;
        if (length == 0) {
            return (Str){room, byte_as_letter(byte, room)};
        }
        *used = length;
        bool is_no_character = length == 3 && memcmp(text.ptr, "\xEF\xBF", 2) == 0 &&
                               (unsigned char)text.ptr[2] >= 0xBE; /* U+FFFE, U+FFFF: no XML */
        return is_no_character ? STR("\xEF\xBF\xBD") : (Str){text.ptr, length};
    }
    if (byte == 0) {
        return STR("\xEF\xBF\xBD");
    }
    if (byte < 0x20 && byte != '\t' && byte != '\n') {
        snprintf(room, 8, "_x%04X_", byte);
        return (Str){room, 7};
    }
    return looks_like_escape(text) ? STR("_x005F_") : (Str){text.ptr, 1};
}

static Status scratch_fill(Ctx *ctx, StrBuf *scratch, Str text) {
    bool is_utf8 = codec_utf8_is_valid(text);
    size_t char_count = 0;
    strbuf_clear(scratch);
    while (text.len > 0) { /* ends: each round takes one byte or more */
        char room[8];
        size_t used = 0;
        Str form = written_form(text, is_utf8, room, &used);
        if (++char_count > SHEET_TEXT_CHAR_MAX) {
            return ctx_fail(ctx, E_XLSX_LIMIT, "text of a cell: more than %d characters",
                            SHEET_TEXT_CHAR_MAX);
        }
        TRY(strbuf_add(ctx, scratch, form));
        text = str_part(text, used, text.len);
    }
    return strbuf_add_char(ctx, scratch, '\0');
}

Status xlsx_out_text(Ctx *ctx, XlsxOut *out, XlsxPlace place, Str text) {
    TRY(scratch_fill(ctx, &out->scratch, text));
    lxw_error error = worksheet_write_string(place.sheet, place.row, place.column, out->scratch.ptr,
                                             place.format);
    return library_check(ctx, error);
}

/* ---- numbers: the library takes the binary fraction that a spreadsheet holds anyway ---- */

Status xlsx_out_int64(Ctx *ctx, XlsxOut *out, XlsxPlace place, int64_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)number);
    Str text = {digits, (size_t)length};
    return number > -SAFE_NUMBER && number < SAFE_NUMBER ? xlsx_out_decimal(ctx, out, place, text)
                                                         : xlsx_out_text(ctx, out, place, text);
}

static bool is_decimal(Str number) {
    bool has_digit = false;
    for (size_t i = 0; i < number.len; i++) {
        char c = number.ptr[i];
        bool is_digit = c >= '0' && c <= '9';
        has_digit = has_digit || is_digit;
        if (!is_digit && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
            return false;
        }
    }
    return has_digit && number.len < 64;
}

Status xlsx_out_decimal(Ctx *ctx, XlsxOut *out, XlsxPlace place, Str number) {
    char text[64];
    char *end = NULL;
    if (!is_decimal(number)) {
        return xlsx_out_text(ctx, out, place, number);
    }
    memcpy(text, number.ptr, number.len);
    text[number.len] = '\0';
    bool is_finite = __builtin_isfinite(strtod(text, &end)) && *end == '\0';
    if (!is_finite) {
        return xlsx_out_text(ctx, out, place, number);
    }
    return library_check(ctx, worksheet_write_number(place.sheet, place.row, place.column,
                                                     strtod(text, NULL), place.format));
}

Str xlsx_day_text(int64_t day, char *text) {
    int year = (int)(day / 10000 % 10000);
    int month = (int)(day / 100 % 100);
    int day_of_month = (int)(day % 100);
    int length;
    if (month == 0) {
        length = snprintf(text, 32, "%04d", year);
    } else if (day_of_month == 0) {
        length = snprintf(text, 32, "%02d/%04d", month, year);
    } else {
        length = snprintf(text, 32, "%02d/%02d/%04d", day_of_month, month, year);
    }
    return (Str){text, (size_t)length};
}

Status xlsx_out_day(Ctx *ctx, XlsxOut *out, XlsxPlace place, int64_t day) {
    char text[32];
    int32_t serial = 0;
    if (!sheet_serial_from_day(day, &serial)) {
        return xlsx_out_text(ctx, out, place, xlsx_day_text(day, text));
    }
    return library_check(
        ctx, worksheet_write_number(place.sheet, place.row, place.column, serial, place.format));
}

Status xlsx_out_bool(Ctx *ctx, XlsxOut *out, XlsxPlace place, bool flag) {
    (void)out;
    return library_check(
        ctx, worksheet_write_boolean(place.sheet, place.row, place.column, flag, place.format));
}

Status xlsx_out_blank(Ctx *ctx, XlsxOut *out, XlsxPlace place) {
    (void)out;
    return library_check(ctx,
                         worksheet_write_blank(place.sheet, place.row, place.column, place.format));
}

/* ---- sheets and formats ---- */

Status xlsx_out_format(Ctx *ctx, XlsxOut *out, const XlsxFormatSpec *spec,
                       struct lxw_format **ret_format) {
    lxw_format *format = workbook_add_format(out->workbook);
    if (format == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a cell format");
    }
    if (spec->number_format) {
        format_set_num_format(format, spec->number_format);
    }
    if (spec->font_name) {
        format_set_font_name(format, spec->font_name);
    }
    if (spec->fill) {
        format_set_pattern(format, LXW_PATTERN_SOLID);
        format_set_fg_color(format, spec->fill);
    }
    if (spec->is_bold) {
        format_set_bold(format);
    }
    if (spec->is_wrapped) {
        format_set_text_wrap(format);
    }
    if (spec->is_header) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    }
    *ret_format = format;
    return OK;
}

Status xlsx_out_sheet(Ctx *ctx, XlsxOut *out, Str name, struct lxw_worksheet **ret_sheet) {
    const char *text = NULL;
    if (name.len > 0) {
        TRY(scratch_fill(ctx, &out->scratch, name));
        text = out->scratch.ptr;
        if (workbook_validate_sheet_name(out->workbook, text) != LXW_NO_ERROR) {
            return ctx_fail(ctx, E_ARGUMENT, "a sheet cannot be named \"%.100s\"", text);
        }
    }
    lxw_worksheet *sheet = workbook_add_worksheet(out->workbook, text);
    if (sheet == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a sheet");
    }
    *ret_sheet = sheet;
    return OK;
}

Status xlsx_out_width(Ctx *ctx, struct lxw_worksheet *sheet, uint16_t column, int32_t width) {
    return library_check(ctx, worksheet_set_column(sheet, column, column, width, NULL));
}

void xlsx_out_freeze(struct lxw_worksheet *sheet, uint32_t row) {
    worksheet_freeze_panes(sheet, row, 0);
}

void xlsx_out_hide(struct lxw_worksheet *sheet) {
    worksheet_hide(sheet);
}

void xlsx_out_show_first(struct lxw_worksheet *sheet) {
    worksheet_activate(sheet);
    worksheet_set_first_sheet(sheet);
}

Status xlsx_out_filter(Ctx *ctx, struct lxw_worksheet *sheet, SheetMerge area) {
    return library_check(ctx, worksheet_autofilter(sheet, (uint32_t)area.first_row - 1,
                                                   (uint16_t)(area.first_column - 1),
                                                   (uint32_t)area.last_row - 1,
                                                   (uint16_t)(area.last_column - 1)));
}

Status xlsx_out_merge(Ctx *ctx, struct lxw_worksheet *sheet, SheetMerge area) {
    return library_check(ctx, worksheet_merge_range(sheet, (uint32_t)area.first_row - 1,
                                                    (uint16_t)(area.first_column - 1),
                                                    (uint32_t)area.last_row - 1,
                                                    (uint16_t)(area.last_column - 1), "", NULL));
}

Status xlsx_out_comment(Ctx *ctx, XlsxOut *out, XlsxPlace place, Str text) {
    TRY(scratch_fill(ctx, &out->scratch, text));
    return library_check(
        ctx, worksheet_write_comment(place.sheet, place.row, place.column, out->scratch.ptr));
}
