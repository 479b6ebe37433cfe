#include "codec/iso/sheet_result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"
#include "codec/iso/iso_value.h"
#include "codec/iso/label.h"
#include "codec/sheet.h"

enum { HEADER_SEARCH_ROWS = 100, REFERENCE_MAX = 144, DISAGREEMENT_MAX = 200, TEXT_MAX = 512 };

struct SheetResult {
    const ProviderTemplate *template;
    SheetReader *sheet;
    int32_t column_at[IN_COLUMN_COUNT]; /* column number of the sheet, 0 = not there */
    bool has_header;                    /* of the present sheet */
    bool has_label[IN_LABEL_TOTAL];
    bool complete;
    char references[2][REFERENCE_MAX];
    char disagreement[DISAGREEMENT_MAX];
    char text[TEXT_MAX];
    ResultHeader header;
    ResultTotals totals;
    ResultRow row;
};

/* ---- values ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Without a trailing đ, đồng, VND or VNĐ. */
static Str currency_strip(Str text) {
    const Str words[] = {STR("đồng"), STR("Đồng"), STR("VND"), STR("VNĐ"),
                         STR("vnd"),  STR("đ"),    STR("Đ")};
    text = str_trim(text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (str_ends_with(text, words[i])) {
            return str_trim(str_part(text, 0, text.len - words[i].len));
        }
    }
    return text;
}

/* True for 1.234.567: one to three digits, then groups of a separator and three. */
static bool is_grouped(Str text, char separator) {
    size_t lead = 0;
    while (lead < text.len && is_digit(text.ptr[lead])) {
        lead++;
    }
    if (lead == 0 || lead > 3 || lead == text.len || (text.len - lead) % 4 != 0) {
        return false;
    }
    for (size_t i = lead; i < text.len; i++) {
        bool is_separator_place = (i - lead) % 4 == 0;
        if (is_separator_place ? text.ptr[i] != separator : !is_digit(text.ptr[i])) {
            return false;
        }
    }
    return true;
}

Status sheet_amount_parse(Str text, int64_t *ret_amount_dong) {
    text = currency_strip(text);
    const char separators[] = {'.', ',', ' '};
    for (size_t s = 0; s < sizeof separators; s++) {
        if (!is_grouped(text, separators[s])) {
            continue;
        }
        char digits[64];
        size_t len = 0;
        for (size_t i = 0; i < text.len; i++) {
            if (!is_digit(text.ptr[i])) {
                continue;
            }
            if (len == sizeof digits) {
                return E_MONEY_OVERFLOW;
            }
            digits[len++] = text.ptr[i];
        }
        return iso_amount_parse((Str){digits, len}, ret_amount_dong);
    }
    return iso_amount_parse(text, ret_amount_dong);
}

int64_t sheet_day_parse(Str text) {
    text = str_trim(text);
    if (text.len >= 10 && text.ptr[4] == '-') {
        return iso_day_parse(text);
    }
    int64_t parts[3] = {0, 0, 0};
    size_t part = 0;
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_digit(c) && digits < 4) {
            parts[part] = parts[part] * 10 + (c - '0');
            digits++;
        } else if ((c == '/' || c == '-' || c == '.') && digits > 0 && part < 2) {
            part++;
            digits = 0;
        } else {
            return 0;
        }
    }
    if (part != 2 || digits != 4 || parts[0] < 1 || parts[0] > 31 || parts[1] < 1 ||
        parts[1] > 12 || parts[2] < 1900) {
        return 0;
    }
    return parts[2] * 10000 + parts[1] * 100 + parts[0];
}

/* ---- cells ---- */

static const SheetCell *row_cell(const SheetRow *row, int32_t column) {
    for (size_t i = 0; column > 0 && i < row->cell_count; i++) {
        if (row->cells[i].column == column) {
            return &row->cells[i];
        }
    }
    return NULL;
}

static Str cell_text(const SheetCell *cell) {
    return cell ? str_trim(cell->text) : (Str){"", 0};
}

static int64_t cell_day(const SheetCell *cell) {
    if (!cell) {
        return 0;
    }
    return cell->kind == SHEET_DATE ? cell->date : sheet_day_parse(cell->text);
}

static Status cell_amount(const SheetCell *cell, int64_t *ret_amount_dong) {
    if (!cell || str_is_empty(cell_text(cell))) {
        return OK; /* not given */
    }
    /* A number of the sheet has no dots between thousands: 540.5 is half a đồng too much. */
    return cell->kind == SHEET_NUMBER ? iso_amount_parse(cell->text, ret_amount_dong)
                                      : sheet_amount_parse(cell->text, ret_amount_dong);
}

/* ---- what stands around the rows ---- */

static void reader_disagree(SheetResult *reader, const char *what, int64_t declared,
                            int64_t found) {
    if (!reader->totals.as_declared) {
        return; /* the first one is told */
    }
    int len = declared == RESULT_NOT_GIVEN
                  ? snprintf(reader->disagreement, sizeof reader->disagreement,
                             "%s: not stated, found %lld", what, (long long)found)
                  : snprintf(reader->disagreement, sizeof reader->disagreement,
                             "%s: declared %lld, found %lld", what, (long long)declared,
                             (long long)found);
    reader->totals.as_declared = false;
    reader->totals.disagreement = (Str){reader->disagreement, (size_t)len};
}

static void label_take(SheetResult *reader, InLabel label, const SheetCell *cell, Str value) {
    ResultHeader *header = &reader->header;
    if (reader->has_label[label]) {
        return; /* the first one counts */
    }
    reader->has_label[label] = true;
    if (label == IN_LABEL_REFERENCE || label == IN_LABEL_ORIGINAL) {
        char *room = reader->references[label == IN_LABEL_ORIGINAL];
        size_t len = value.len < REFERENCE_MAX ? value.len : REFERENCE_MAX;
        memcpy(room, value.ptr, len);
        *(label == IN_LABEL_ORIGINAL ? &header->original_ref : &header->file_ref) =
            (Str){room, len};
    } else if (label == IN_LABEL_DAY) {
        header->statement_day = cell ? cell_day(cell) : sheet_day_parse(value);
    } else {
        int64_t number = 0;
        if (sheet_amount_parse(value, &number) != OK) {
            number = INT64_MAX; /* never equals what is found */
        }
        *(label == IN_LABEL_COUNT ? &reader->totals.declared_count
                                  : &reader->totals.declared_sum_dong) = number;
    }
}

/* "Word: value" in one cell, or the word in one and the value in the next one that holds something.
 */
static bool row_take_labels(SheetResult *reader, const SheetRow *row) {
    bool has_label = false;
    for (size_t i = 0; i < row->cell_count; i++) {
        Str text = cell_text(&row->cells[i]);
        size_t colon = str_find(text, STR(":"), 0);
        Str word = str_part(text, 0, colon == SIZE_MAX ? text.len : colon);
        Str value =
            colon == SIZE_MAX ? (Str){"", 0} : str_trim(str_part(text, colon + 1, text.len));
        int label = template_word_meaning(&reader->template->in_labels, word);
        if (label < 0) {
            continue;
        }
        const SheetCell *next = NULL;
        if (str_is_empty(value) && i + 1 < row->cell_count) {
            next = &row->cells[i + 1];
            value = cell_text(next);
        }
        if (!str_is_empty(value)) {
            label_take(reader, (InLabel)label, next, value);
            has_label = true;
        }
    }
    return has_label;
}

/* True when the row holds the headings of at least the id and the status. */
static bool row_take_header(SheetResult *reader, const SheetRow *row) {
    int32_t column_at[IN_COLUMN_COUNT] = {0};
    for (size_t i = 0; i < row->cell_count; i++) {
        int column = template_word_meaning(&reader->template->in_columns, row->cells[i].text);
        if (column >= 0 && column_at[column] == 0) {
            column_at[column] = row->cells[i].column;
        }
    }
    if (column_at[IN_END_TO_END_ID] == 0 || column_at[IN_STATUS] == 0) {
        return false;
    }
    memcpy(reader->column_at, column_at, sizeof column_at);
    reader->has_header = true;
    return true;
}

/* ---- rows ---- */

static bool is_not_final(const SheetResult *reader, Str reason, Str text) {
    const TemplateWords *words = &reader->template->not_final;
    return template_word_meaning(words, reason) >= 0 || template_word_meaning(words, text) >= 0;
}

/* A view of the row's texts cut to what a row may carry. */
static Str text_keep(SheetResult *reader, Str text) {
    size_t len = text.len < TEXT_MAX ? text.len : TEXT_MAX;
    while (len > 0 && len < text.len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80) {
        len--; /* not through a character */
    }
    memcpy(reader->text, text.ptr, len);
    return (Str){reader->text, len};
}

static void row_count_in(SheetResult *reader) {
    ResultRow *row = &reader->row;
    ResultTotals *totals = &reader->totals;
    int64_t sum_dong = 0;
    if (row->problem == OK && row->amount_dong > 0) {
        if (ckd_add(&sum_dong, totals->sum_dong, row->amount_dong)) {
            row->problem = E_MONEY_OVERFLOW;
        } else {
            totals->sum_dong = sum_dong;
        }
    }
    if (row->problem != OK) {
        row->outcome = RESULT_OTHER;
        row->amount_dong = RESULT_NOT_GIVEN;
        totals->problem_count++;
    }
    totals->row_count++;
    row->row_no = totals->row_count;
}

static void damaged_row_take(SheetResult *reader, const SheetRow *in) {
    Str raw = in->cell_count > 0 ? in->cells[0].text : (Str){"", 0};
    reader->row = (ResultRow){.line = in->number,
                              .amount_dong = RESULT_NOT_GIVEN,
                              .outcome = RESULT_OTHER,
                              .entry_kind = RESULT_ENTRY_STATUS,
                              .text = text_keep(reader, raw),
                              .problem = in->damage};
    row_count_in(reader);
}

static bool row_is_utf8(const SheetRow *in) {
    for (size_t i = 0; i < in->cell_count; i++) {
        if (!in->cells[i].is_utf8) {
            return false;
        }
    }
    return true;
}

static void data_row_take(SheetResult *reader, const SheetRow *in) {
    const ProviderTemplate *template = reader->template;
    const SheetCell *cells[IN_COLUMN_COUNT];
    for (size_t i = 0; i < IN_COLUMN_COUNT; i++) {
        cells[i] = row_cell(in, reader->column_at[i]);
    }
    int outcome = template_word_meaning(&template->in_statuses, cell_text(cells[IN_STATUS]));
    reader->row = (ResultRow){.line = in->number,
                              .end_to_end_id = cell_text(cells[IN_END_TO_END_ID]),
                              .amount_dong = RESULT_NOT_GIVEN,
                              .outcome = outcome < 0 ? RESULT_OTHER : (ResultOutcome)outcome,
                              .entry_kind = RESULT_ENTRY_STATUS,
                              .status = cell_text(cells[IN_STATUS]),
                              .reason_code = cell_text(cells[IN_REASON]),
                              .text = text_keep(reader, cell_text(cells[IN_TEXT])),
                              .booking_day = cell_day(cells[IN_DATE])};
    ResultRow *row = &reader->row;
    row->problem = cell_amount(cells[IN_AMOUNT], &row->amount_dong);
    if (row->problem == OK && !row_is_utf8(in)) {
        row->problem = E_TEXT_ENCODING;
    }
    if (row->outcome == RESULT_REJECTED && is_not_final(reader, row->reason_code, row->text)) {
        row->outcome = RESULT_OTHER;
    }
    row_count_in(reader);
}

/* An id is one word; "Người lập biểu" below the list is none. */
static bool looks_like_id(Str text) {
    return !str_is_empty(text) && str_find(text, STR(" "), 0) == SIZE_MAX;
}

/* A label may stand in the id's own column. */
static bool begins_with_label(const SheetResult *reader, Str text) {
    size_t colon = str_find(text, STR(":"), 0);
    Str word = str_part(text, 0, colon == SIZE_MAX ? text.len : colon);
    return template_word_meaning(&reader->template->in_labels, word) >= 0;
}

/* True when the row became a result row. */
static bool row_take(SheetResult *reader, const SheetRow *in) {
    if (in->damage != OK) {
        damaged_row_take(reader, in);
        return true;
    }
    Str id = cell_text(row_cell(in, reader->column_at[IN_END_TO_END_ID]));
    if ((str_is_empty(id) || begins_with_label(reader, id)) && row_take_labels(reader, in)) {
        return false;
    }
    if (!looks_like_id(id) && str_is_empty(cell_text(row_cell(in, reader->column_at[IN_AMOUNT]))) &&
        str_is_empty(cell_text(row_cell(in, reader->column_at[IN_STATUS])))) {
        return false;
    }
    data_row_take(reader, in);
    return true;
}

/* ---- life ---- */

/* Moves to the next sheet that has a header; *ret_found is false when there is none left. */
static Status sheet_seek_header(Ctx *ctx, SheetResult *reader, bool *ret_found) {
    SheetInfo info;
    bool has_sheet = false;
    *ret_found = false;
    reader->has_header = false;
    TRY(sheet_next(ctx, reader->sheet, &info, &has_sheet));
    while (has_sheet) { /* ends: sheets are finite */
        for (int i = 0; i < HEADER_SEARCH_ROWS; i++) {
            SheetRow row;
            bool has_row = false;
            TRY(sheet_next_row(ctx, reader->sheet, &row, &has_row));
            if (!has_row) {
                break;
            }
            if (row.damage == OK && row_take_header(reader, &row)) {
                *ret_found = true;
                return OK;
            }
            (void)row_take_labels(reader, &row);
        }
        TRY(sheet_next(ctx, reader->sheet, &info, &has_sheet));
    }
    return OK;
}

static void reader_close_books(SheetResult *reader) {
    const ResultTotals *totals = &reader->totals;
    const TemplateWords *labels = &reader->template->in_labels;
    if (totals->declared_count != totals->row_count &&
        !str_is_empty(template_word_of(labels, IN_LABEL_COUNT))) {
        reader_disagree(reader, "count", totals->declared_count, totals->row_count);
    }
    if (totals->declared_sum_dong != totals->sum_dong &&
        !str_is_empty(template_word_of(labels, IN_LABEL_SUM))) {
        reader_disagree(reader, "sum in đồng", totals->declared_sum_dong, totals->sum_dong);
    }
}

Status sheet_result_open(Ctx *ctx, const char *path, const ProviderTemplate *template,
                         SheetResult **ret_reader) {
    if (template->kind == TEMPLATE_PAIN001) {
        return ctx_fail(ctx, E_RESULT_FORMAT, "the template %.*s answers in XML",
                        STR_ARG(template->name));
    }
    CLEANUP(sheet_result_close) SheetResult *reader = calloc(1, sizeof *reader);
    if (!reader) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "result file");
    }
    SheetLimits limits = {.without_merges = true};
    bool has_header = false;
    reader->template = template;
    reader->totals.declared_count = RESULT_NOT_GIVEN;
    reader->totals.declared_sum_dong = RESULT_NOT_GIVEN;
    reader->totals.as_declared = true;
    TRY(sheet_open(ctx, path, &limits, &reader->sheet));
    reader->header.kind =
        sheet_file_kind(reader->sheet) == SHEET_FILE_CSV ? RESULT_FILE_CSV : RESULT_FILE_XLSX;
    TRY(sheet_seek_header(ctx, reader, &has_header));
    if (!has_header) {
        return ctx_fail(ctx, E_RESULT_FORMAT, "no row heads both \"%.*s\" and \"%.*s\"",
                        STR_ARG(template_word_of(&template->in_columns, IN_END_TO_END_ID)),
                        STR_ARG(template_word_of(&template->in_columns, IN_STATUS)));
    }
    *ret_reader = reader;
    reader = NULL;
    return OK;
}

void sheet_result_close(SheetResult **reader) {
    if (*reader) {
        sheet_close(&(*reader)->sheet);
        free(*reader);
        *reader = NULL;
    }
}

const ResultHeader *sheet_result_header(const SheetResult *reader) {
    return &reader->header;
}

const ResultTotals *sheet_result_totals(const SheetResult *reader) {
    return &reader->totals;
}

Status sheet_result_next(Ctx *ctx, SheetResult *reader, const ResultRow **ret_row) {
    while (!reader->complete) { /* ends: rows and sheets are finite */
        SheetRow in;
        bool has_row = false;
        TRY(sheet_next_row(ctx, reader->sheet, &in, &has_row));
        if (has_row && row_take(reader, &in)) {
            *ret_row = &reader->row;
            return OK;
        }
        if (!has_row) {
            bool has_header = false;
            TRY(sheet_seek_header(ctx, reader, &has_header));
            reader->complete = !has_header;
            if (reader->complete) {
                reader_close_books(reader);
            }
        }
    }
    *ret_row = NULL;
    return OK;
}
