/*
 * sheetData > row > c > (f, v, is > (t, r > t)). Characters of v and t gather in the queue's text;
 * when the cell ends, its type says what they are. Shared strings are views into the book.
 */
#include "codec/xlsx_sheet.h"

#include <string.h>

#include "codec/sheet_date.h"

enum { ESCAPE_LENGTH = 7, NUMBER_LENGTH_MAX = 64 };

/* ---- rows and cells begin ---- */

bool xlsx_reference_read(Str reference, int32_t *ret_column, int64_t *ret_row) {
    int32_t column = 0;
    int64_t row = 0;
    size_t at = 0;
    while (at < reference.len && reference.ptr[at] >= 'A' && reference.ptr[at] <= 'Z') {
        column = column * 26 + (reference.ptr[at] - 'A' + 1);
        if (column > SHEET_COLUMN_MAX) {
            return false;
        }
        at++;
    }
    size_t letters = at;
    while (at < reference.len && reference.ptr[at] >= '0' && reference.ptr[at] <= '9') {
        row = row * 10 + (reference.ptr[at] - '0');
        if (row > SHEET_ROW_MAX) {
            return false;
        }
        at++;
    }
    if (letters == 0 || at == letters || at != reference.len || row == 0) {
        return false;
    }
    *ret_column = column;
    *ret_row = row;
    return true;
}

static Status row_begin(Ctx *ctx, XlsxSheet *sheet, const XlsxAttributes *attributes) {
    int64_t number = sheet->row_number + 1; /* ECMA-376: without r it follows the one before */
    Str text;
    if (xlsx_attribute(attributes, "r", &text) && !str_to_int64(text, &number)) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "row number \"%.*s\"", STR_ARG(str_part(text, 0, 40)));
    }
    if (number <= sheet->row_number) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "row %lld after row %lld", (long long)number,
                        (long long)sheet->row_number);
    }
    sheet->row_total++;
    if (number > SHEET_ROW_MAX || sheet->row_total > sheet->book->package.limits.rows) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "rows: more than %lld",
                        (long long)sheet->book->package.limits.rows);
    }
    sheet->row_number = number;
    sheet->column = 0;
    sheet->is_in_row = true;
    return OK;
}

static XlsxCellType cell_type(Str name) {
    static const struct {
        Str name;
        XlsxCellType type;
    } types[] = {
        {{"s", 1}, XLSX_SHARED}, {{"n", 1}, XLSX_NUMBER}, {{"str", 3}, XLSX_STRING},
        {{"b", 1}, XLSX_BOOL},   {{"e", 1}, XLSX_ERROR},  {{"inlineStr", 9}, XLSX_INLINE},
        {{"d", 1}, XLSX_DATE},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (str_equal(types[i].name, name)) {
            return types[i].type;
        }
    }
    return XLSX_STRING; /* a type of the future: its characters are all that can be known */
}

static Status cell_begin(Ctx *ctx, XlsxSheet *sheet, const XlsxAttributes *attributes) {
    Str text;
    int64_t row = sheet->row_number;
    sheet->cell_total++;
    if (sheet->cell_total > sheet->book->package.limits.cells) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "cells: more than %lld",
                        (long long)sheet->book->package.limits.cells);
    }
    if (!xlsx_attribute(attributes, "r", &text)) {
        sheet->column++;
    } else if (!xlsx_reference_read(text, &sheet->column, &row) || row != sheet->row_number) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "cell reference \"%.*s\" in row %lld",
                        STR_ARG(str_part(text, 0, 40)), (long long)sheet->row_number);
    }
    if (sheet->column > SHEET_COLUMN_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "columns: more than %d", SHEET_COLUMN_MAX);
    }
    sheet->style = 0;
    if (xlsx_attribute(attributes, "s", &text) && !str_to_int64(text, &sheet->style)) {
        sheet->style = 0;
    }
    sheet->type = xlsx_attribute(attributes, "t", &text) ? cell_type(text) : XLSX_NUMBER;
    sheet->run_font = SHEET_FONT_UNICODE;
    sheet->text_start = sheet->queue.text_len;
    sheet->is_in_cell = true;
    sheet->is_in_text = sheet->is_in_phonetic = sheet->has_formula = sheet->has_value = false;
    return OK;
}

static Status sheet_begin(Ctx *ctx, void *arg, const char *name, const XlsxAttributes *attributes) {
    XlsxSheet *sheet = arg;
    Str font_name;
    if (!sheet->is_in_data) {
        sheet->is_in_data = strcmp(name, "sheetData") == 0;
        return OK;
    }
    if (sheet->is_in_cell) {
        if (strcmp(name, "v") == 0) {
            sheet->is_in_text = sheet->has_value = sheet->type != XLSX_INLINE;
        } else if (strcmp(name, "t") == 0) {
            sheet->is_in_text = sheet->type == XLSX_INLINE && !sheet->is_in_phonetic;
        } else if (strcmp(name, "f") == 0) {
            sheet->has_formula = true;
        } else if (strcmp(name, "rPh") == 0) {
            sheet->is_in_phonetic = true;
        } else if (strcmp(name, "rFont") == 0 && sheet->run_font == SHEET_FONT_UNICODE &&
                   xlsx_attribute(attributes, "val", &font_name)) {
            sheet->run_font = xlsx_font_by_name(font_name);
        }
        return OK;
    }
    if (sheet->is_in_row) {
        return strcmp(name, "c") == 0 ? cell_begin(ctx, sheet, attributes) : OK;
    }
    return strcmp(name, "row") == 0 ? row_begin(ctx, sheet, attributes) : OK;
}

/* ---- cells end ---- */

static bool text_is_number(Str text) {
    bool has_digit = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        has_digit = has_digit || (c >= '0' && c <= '9');
        if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
            return false;
        }
    }
    return has_digit && text.len <= NUMBER_LENGTH_MAX;
}

/* A cell that shows a literal of ours in place of the file's characters. */
static Status cell_add_literal(Ctx *ctx, XlsxSheet *sheet, SheetCell *cell, Str text) {
    sheet->queue.text_len = sheet->text_start;
    cell->kind = SHEET_ERROR;
    cell->text = text;
    return row_queue_add_cell(ctx, &sheet->queue, cell, SIZE_MAX);
}

static Status cell_add_shared(Ctx *ctx, XlsxSheet *sheet, SheetCell *cell, Str index_text) {
    int64_t index = 0;
    SheetFont font = SHEET_FONT_UNICODE;
    if (!str_to_int64(index_text, &index) ||
        !xlsx_strings_at(&sheet->book->strings, index, &cell->text, &font)) {
        return ctx_fail(ctx, E_XLSX_SYNTAX, "row %lld: no shared string \"%.*s\"",
                        (long long)sheet->row_number, STR_ARG(str_part(index_text, 0, 40)));
    }
    sheet->queue.text_len = sheet->text_start;
    if (cell->text.len == 0) {
        return OK;
    }
    cell->kind = SHEET_TEXT;
    cell->font = font != SHEET_FONT_UNICODE ? font : cell->font;
    return row_queue_add_cell(ctx, &sheet->queue, cell, SIZE_MAX);
}

static Status cell_add_number(Ctx *ctx, XlsxSheet *sheet, SheetCell *cell, Str number) {
    cell->kind = text_is_number(number) ? SHEET_NUMBER : SHEET_TEXT;
    if (cell->kind == SHEET_NUMBER && cell->has_date_style) {
        switch (sheet_day_from_serial(number, sheet->book->is_1904, &cell->date)) {
        case SERIAL_DAY:
            cell->kind = SHEET_DATE;
            break;
        case SERIAL_LEAP_BUG:
            return cell_add_literal(ctx, sheet, cell, STR("29/02/1900"));
        case SERIAL_NOT_A_DAY:
            break;
        }
    }
    return row_queue_add_cell(ctx, &sheet->queue, cell, sheet->text_start);
}

static Status cell_add_text(Ctx *ctx, XlsxSheet *sheet, SheetCell *cell, Str raw) {
    TRY(xlsx_text_check_length(ctx, raw));
    size_t length = xlsx_text_unescape(sheet->queue.text + sheet->text_start, raw.len);
    sheet->queue.text_len = sheet->text_start + length;
    cell->kind = SHEET_TEXT;
    cell->font = sheet->run_font != SHEET_FONT_UNICODE ? sheet->run_font : cell->font;
    return row_queue_add_cell(ctx, &sheet->queue, cell, sheet->text_start);
}

static Status cell_end(Ctx *ctx, XlsxSheet *sheet) {
    RowQueue *queue = &sheet->queue;
    XlsxStyle style = xlsx_style_at(&sheet->book->styles, sheet->style);
    SheetCell cell = {.column = sheet->column,
                      .font = style.font,
                      .has_date_style = style.is_date,
                      .is_utf8 = true};
    Str raw = str_part((Str){queue->text, queue->text_len}, sheet->text_start, SIZE_MAX);
    sheet->is_in_cell = sheet->is_in_text = false;
    bool is_empty_text = sheet->has_value && sheet->type == XLSX_STRING;
    if (sheet->has_formula && raw.len == 0 && !is_empty_text) {
        return cell_add_literal(ctx, sheet, &cell, STR("#NOVALUE"));
    }
    if (raw.len == 0) {
        return OK;
    }
    switch (sheet->type) {
    case XLSX_SHARED:
        return cell_add_shared(ctx, sheet, &cell, str_trim(raw));
    case XLSX_NUMBER:
        return cell_add_number(ctx, sheet, &cell, raw);
    case XLSX_BOOL:
        raw = str_trim(raw);
        queue->text[sheet->text_start] =
            str_equal(raw, STR("1")) || str_equal(raw, STR("true")) ? '1' : '0';
        queue->text_len = sheet->text_start + 1;
        cell.kind = SHEET_BOOL;
        return row_queue_add_cell(ctx, queue, &cell, sheet->text_start);
    case XLSX_ERROR:
        cell.kind = SHEET_ERROR;
        return row_queue_add_cell(ctx, queue, &cell, sheet->text_start);
    case XLSX_DATE:
        if (sheet_day_from_iso(raw, &cell.date)) {
            cell.kind = SHEET_DATE;
            return row_queue_add_cell(ctx, queue, &cell, sheet->text_start);
        }
        return cell_add_text(ctx, sheet, &cell, raw);
    case XLSX_INLINE:
    case XLSX_STRING:
        return cell_add_text(ctx, sheet, &cell, raw);
    }
    return OK;
}

static Status sheet_end(Ctx *ctx, void *arg, const char *name) {
    XlsxSheet *sheet = arg;
    if (sheet->is_in_cell) {
        if (strcmp(name, "c") == 0) {
            return cell_end(ctx, sheet);
        }
        if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
            sheet->is_in_text = false;
        } else if (strcmp(name, "rPh") == 0) {
            sheet->is_in_phonetic = false;
        }
        return OK;
    }
    if (sheet->is_in_row && strcmp(name, "row") == 0) {
        sheet->is_in_row = false;
        return row_queue_end_row(ctx, &sheet->queue, sheet->row_number);
    }
    if (strcmp(name, "sheetData") == 0) {
        sheet->is_in_data = false;
    }
    return OK;
}

static Status sheet_text(Ctx *ctx, void *arg, Str text) {
    XlsxSheet *sheet = arg;
    if (!sheet->is_in_text) {
        return OK;
    }
    size_t length = sheet->queue.text_len - sheet->text_start + text.len;
    if (length > (size_t)SHEET_TEXT_CHAR_MAX * ESCAPE_LENGTH) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "text of a cell: more than %d characters",
                        SHEET_TEXT_CHAR_MAX);
    }
    return row_queue_add_text(ctx, &sheet->queue, text);
}

/* ---- the stream ---- */

Status xlsx_sheet_open(Ctx *ctx, XlsxSheet *sheet, XlsxBook *book, const XlsxSheetEntry *entry) {
    xlsx_part_close(&sheet->part);
    row_queue_clear(&sheet->queue);
    sheet->book = book;
    sheet->row_total = sheet->row_number = 0;
    sheet->is_in_data = sheet->is_in_row = sheet->is_in_cell = false;
    return xlsx_part_open(ctx, &book->package, entry->part_name,
                          (XlsxHandler){sheet_begin, sheet_end, sheet_text}, sheet, &sheet->part);
}

Status xlsx_sheet_next_row(Ctx *ctx, XlsxSheet *sheet, SheetRow *ret_row, bool *ret_has) {
    while (!row_queue_take(&sheet->queue, ret_row)) { /* ends: the part does, or its budget */
        if (sheet->part.is_at_end) {
            *ret_has = false;
            return OK;
        }
        sheet->text_start -= sheet->is_in_cell ? sheet->queue.open_text : 0; /* the text moves */
        row_queue_begin_chunk(&sheet->queue);
        TRY(xlsx_part_feed(ctx, &sheet->part));
    }
    *ret_has = true;
    return OK;
}

void xlsx_sheet_close(XlsxSheet *sheet) {
    xlsx_part_close(&sheet->part);
    row_queue_done(&sheet->queue);
}
