/*
 * One front, two kinds of file: the XLSX side is xlsx_out.h, the CSV side is RFC 4180 by hand. Both
 * are written to path.part; table_writer_finish() is the only road to the real name.
 */
#include "codec/sheet_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/file_out.h"
#include "codec/sheet.h"
#include "codec/utf8.h"
#include "codec/xlsx_out.h"

enum { YELLOW = 0xFFEB9C, RED = 0xFFC7CE, HEADER_FILL = 0xD9E1F2, MARK_COUNT = 3, KIND_COUNT = 5 };

struct TableWriter {
    TableFileKind kind;
    char path[FILE_OUT_PATH_MAX];
    char part_path[FILE_OUT_PATH_MAX];
    TableColumnKind column_kinds[TABLE_COLUMN_COUNT_MAX];
    size_t column_count;
    size_t column;      /* of the next cell */
    int64_t file_row;   /* rows in the file so far, titles and header included */
    int64_t solid_rows; /* of those, with a value: what reading back must find */
    int64_t row_count;
    bool row_is_solid;
    TableMark mark;
    XlsxOut xlsx;
    struct lxw_worksheet *sheet;
    struct lxw_format *formats[KIND_COUNT][MARK_COUNT];
    FILE *csv;
    char separator;
};

/* ---- CSV ---- */

static Status csv_put(Ctx *ctx, TableWriter *writer, Str bytes) {
    if (bytes.len > 0 && fwrite(bytes.ptr, 1, bytes.len, writer->csv) != bytes.len) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", writer->part_path, strerror(errno));
    }
    return OK;
}

/* W2: these first bytes make a spreadsheet take the cell for a formula. */
static bool is_formula_like(Str text) {
    return text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6) != NULL;
}

static bool needs_quotes(Str text, char separator) {
    if (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ')) {
        return true;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == separator || c == '"' || c == '\n' || c == '\r') {
            return true;
        }
    }
    return false;
}

/* Well-formed runs as they are, a doubled quote, U+FFFD for a NUL and for bytes that are no UTF-8.
 */
static Status csv_put_text(Ctx *ctx, TableWriter *writer, Str text) {
    size_t from = 0;
    for (size_t at = 0; at < text.len;) {
        size_t length = codec_utf8_sequence_length(str_part(text, at, text.len));
        if (length > 0 && text.ptr[at] != '"' && text.ptr[at] != '\0') {
            at += length;
            continue;
        }
        TRY(csv_put(ctx, writer, str_part(text, from, at - from)));
        TRY(csv_put(ctx, writer, text.ptr[at] == '"' ? STR("\"\"") : STR("\xEF\xBF\xBD")));
        from = ++at;
    }
    return csv_put(ctx, writer, str_part(text, from, text.len));
}

static Status csv_cell(Ctx *ctx, TableWriter *writer, Str text, bool is_ours) {
    if (writer->column > 0) {
        TRY(csv_put(ctx, writer, (Str){&writer->separator, 1}));
    }
    bool is_escaped = !is_ours && is_formula_like(text);
    bool is_quoted = needs_quotes(text, writer->separator);
    TRY(csv_put(ctx, writer, is_quoted ? STR("\"") : STR("")));
    TRY(csv_put(ctx, writer, is_escaped ? STR("'") : STR("")));
    TRY(csv_put_text(ctx, writer, text));
    return csv_put(ctx, writer, is_quoted ? STR("\"") : STR(""));
}

/* ---- head of the file ---- */

static Status formats_make(Ctx *ctx, TableWriter *writer) {
    static const char *const number_formats[KIND_COUNT] = {"@", "@", "0", "#,##0", "dd/mm/yyyy"};
    static const uint32_t fills[MARK_COUNT] = {0, YELLOW, RED};
    for (int kind = TABLE_TEXT; kind < KIND_COUNT; kind++) {
        for (int mark = 0; mark < MARK_COUNT; mark++) {
            XlsxFormatSpec spec = {.number_format = number_formats[kind], .fill = fills[mark]};
            TRY(xlsx_out_format(ctx, &writer->xlsx, &spec, &writer->formats[kind][mark]));
        }
    }
    return OK;
}

static XlsxPlace place_here(const TableWriter *writer, struct lxw_format *format) {
    return (XlsxPlace){writer->sheet, (uint32_t)writer->file_row, (uint16_t)writer->column, format};
}

static Status head_cell(Ctx *ctx, TableWriter *writer, Str text, struct lxw_format *format) {
    Status status = writer->kind == TABLE_FILE_CSV
                        ? csv_cell(ctx, writer, text, false)
                        : xlsx_out_text(ctx, &writer->xlsx, place_here(writer, format), text);
    writer->row_is_solid = writer->row_is_solid || text.len > 0;
    writer->column++;
    return status;
}

static Status row_finish(Ctx *ctx, TableWriter *writer) {
    writer->file_row++;
    writer->solid_rows += writer->row_is_solid ? 1 : 0;
    writer->row_is_solid = false;
    writer->column = 0;
    return writer->kind == TABLE_FILE_CSV ? csv_put(ctx, writer, STR("\r\n")) : OK;
}

static Status xlsx_begin(Ctx *ctx, TableWriter *writer, const TableFileOptions *options) {
    static const int32_t widths[KIND_COUNT] = {0, 22, 10, 16, 12};
    Str name = options->sheet_name.len ? options->sheet_name : STR("Sheet1");
    TRY(xlsx_out_open(ctx, writer->part_path, &writer->xlsx));
    TRY(xlsx_out_sheet(ctx, &writer->xlsx, name, &writer->sheet));
    TRY(formats_make(ctx, writer));
    for (size_t i = 0; i < options->column_count; i++) {
        const TableFileColumn *column = &options->columns[i];
        int32_t width = column->width > 0 ? column->width : widths[column->kind];
        TRY(xlsx_out_width(ctx, writer->sheet, (uint16_t)i, width));
    }
    return OK;
}

static Status head_write(Ctx *ctx, TableWriter *writer, const TableFileOptions *options) {
    struct lxw_format *title = NULL;
    struct lxw_format *header = NULL;
    if (writer->kind == TABLE_FILE_XLSX) {
        XlsxFormatSpec spec = {.number_format = "@", .is_bold = true};
        TRY(xlsx_out_format(ctx, &writer->xlsx, &spec, &title));
        spec.fill = HEADER_FILL;
        spec.is_wrapped = spec.is_header = true;
        TRY(xlsx_out_format(ctx, &writer->xlsx, &spec, &header));
    }
    for (size_t i = 0; i < options->title_row_count; i++) {
        TRY(head_cell(ctx, writer, options->title_rows[i], title));
        TRY(row_finish(ctx, writer));
    }
    if (options->without_header) {
        return OK;
    }
    for (size_t i = 0; i < options->column_count; i++) {
        TRY(head_cell(ctx, writer, options->columns[i].title, header));
    }
    TRY(row_finish(ctx, writer));
    if (writer->kind == TABLE_FILE_XLSX) {
        xlsx_out_freeze(writer->sheet, (uint32_t)writer->file_row);
    }
    return OK;
}

static Status options_check(Ctx *ctx, const TableFileOptions *options) {
    char separator = options->csv_separator;
    if (options->column_count == 0 || options->column_count > TABLE_COLUMN_COUNT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "%zu columns, not 1 to %d", options->column_count,
                        TABLE_COLUMN_COUNT_MAX);
    }
    if (separator != '\0' && memchr(",;\t|", separator, 4) == NULL) {
        return ctx_fail(ctx, E_ARGUMENT, "separator '%c'", separator);
    }
    for (size_t i = 0; i < options->column_count; i++) {
        if (options->columns[i].kind < TABLE_TEXT || options->columns[i].kind > TABLE_DATE) {
            return ctx_fail(ctx, E_BUG, "column %zu has no kind", i + 1);
        }
    }
    return OK;
}

Status table_writer_open(Ctx *ctx, const char *path, const TableFileOptions *options,
                         TableWriter **ret_writer) {
    TRY(options_check(ctx, options));
    CLEANUP(table_writer_close) TableWriter *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a table writer");
    }
    writer->kind = options->kind;
    writer->column_count = options->column_count;
    writer->separator = options->csv_separator ? options->csv_separator : ',';
    for (size_t i = 0; i < options->column_count; i++) {
        writer->column_kinds[i] = options->columns[i].kind;
    }
    TRY(file_out_begin(ctx, path, writer->part_path));
    snprintf(writer->path, sizeof writer->path, "%s", path);
    if (writer->kind == TABLE_FILE_CSV) {
        writer->csv = fopen(writer->part_path, "wbe");
        if (writer->csv == NULL) {
            return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", writer->part_path, strerror(errno));
        }
        TRY(csv_put(ctx, writer, options->without_bom ? STR("") : STR("\xEF\xBB\xBF")));
    } else {
        TRY(xlsx_begin(ctx, writer, options));
    }
    TRY(head_write(ctx, writer, options));
    *ret_writer = writer;
    writer = NULL;
    return OK;
}

/* ---- cells ---- */

void table_writer_mark(TableWriter *writer, TableMark mark) {
    writer->mark = mark;
}

static Status cell_begin(Ctx *ctx, const TableWriter *writer) {
    if (writer->column >= writer->column_count) {
        return ctx_fail(ctx, E_BUG, "a cell beyond the last of %zu columns", writer->column_count);
    }
    if (writer->kind == TABLE_FILE_XLSX && writer->file_row >= SHEET_ROW_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "rows: more than %d in one sheet", SHEET_ROW_MAX);
    }
    return OK;
}

static struct lxw_format *cell_format(const TableWriter *writer) {
    return writer->formats[writer->column_kinds[writer->column]][writer->mark];
}

static void cell_finish(TableWriter *writer, bool is_solid) {
    writer->row_is_solid = writer->row_is_solid || is_solid;
    writer->mark = TABLE_PLAIN;
    writer->column++;
}

Status table_writer_text(Ctx *ctx, TableWriter *writer, Str text) {
    TRY(cell_begin(ctx, writer));
    if (writer->kind == TABLE_FILE_CSV) {
        TRY(csv_cell(ctx, writer, text, false));
    } else {
        TRY(xlsx_out_text(ctx, &writer->xlsx, place_here(writer, cell_format(writer)), text));
    }
    cell_finish(writer, text.len > 0);
    return OK;
}

Status table_writer_int64(Ctx *ctx, TableWriter *writer, int64_t number) {
    char digits[24];
    TRY(cell_begin(ctx, writer));
    if (writer->kind == TABLE_FILE_CSV) {
        int length = snprintf(digits, sizeof digits, "%lld", (long long)number);
        TRY(csv_cell(ctx, writer, (Str){digits, (size_t)length}, true));
    } else {
        TRY(xlsx_out_int64(ctx, &writer->xlsx, place_here(writer, cell_format(writer)), number));
    }
    cell_finish(writer, true);
    return OK;
}

Status table_writer_date(Ctx *ctx, TableWriter *writer, int64_t day) {
    char digits[32];
    TRY(cell_begin(ctx, writer));
    if (writer->kind == TABLE_FILE_CSV) {
        int length = snprintf(digits, sizeof digits, "%04d-%02d-%02d", (int)(day / 10000 % 10000),
                              (int)(day / 100 % 100), (int)(day % 100));
        length = day / 100 % 100 == 0 ? 4 : day % 100 == 0 ? 7 : length;
        TRY(csv_cell(ctx, writer, (Str){digits, (size_t)length}, true));
    } else {
        TRY(xlsx_out_day(ctx, &writer->xlsx, place_here(writer, cell_format(writer)), day));
    }
    cell_finish(writer, true);
    return OK;
}

Status table_writer_empty(Ctx *ctx, TableWriter *writer) {
    TRY(cell_begin(ctx, writer));
    if (writer->kind == TABLE_FILE_CSV) {
        TRY(csv_cell(ctx, writer, STR(""), true));
    } else if (writer->mark != TABLE_PLAIN) {
        TRY(xlsx_out_blank(ctx, &writer->xlsx, place_here(writer, cell_format(writer))));
    }
    cell_finish(writer, false);
    return OK;
}

Status table_writer_end_row(Ctx *ctx, TableWriter *writer) {
    writer->row_count++;
    return row_finish(ctx, writer);
}

int64_t table_writer_row_count(const TableWriter *writer) {
    return writer->row_count;
}

/* ---- the end ---- */

static Status csv_finish(Ctx *ctx, TableWriter *writer) {
    bool has_failed = ferror(writer->csv) != 0;
    int code = fclose(writer->csv);
    writer->csv = NULL;
    if (has_failed || code != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", writer->part_path, strerror(errno));
    }
    return OK;
}

Status table_writer_finish(Ctx *ctx, TableWriter **writer) {
    CLEANUP(table_writer_close) TableWriter *own = *writer;
    *writer = NULL;
    if (own->column != 0) {
        return ctx_fail(ctx, E_BUG, "the last row is not ended");
    }
    if (own->kind == TABLE_FILE_CSV) {
        TRY(csv_finish(ctx, own));
    } else {
        TRY(xlsx_out_finish(ctx, &own->xlsx, own->part_path, own->solid_rows));
    }
    TRY(file_out_publish(ctx, own->part_path, own->path));
    own->part_path[0] = '\0';
    return OK;
}

void table_writer_close(TableWriter **writer) {
    TableWriter *own = *writer;
    if (own) {
        xlsx_out_discard(&own->xlsx);
        if (own->csv) {
            fclose(own->csv);
        }
        if (own->part_path[0] != '\0') {
            unlink(own->part_path);
        }
        free(own);
        *writer = NULL;
    }
}
