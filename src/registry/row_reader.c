#include "registry/row_reader.h"

#include "text/fold.h"

const RowCell *row_cell(const RowReader *reader, RowField field) {
    int32_t column = reader->map->column_of[field];
    for (size_t i = 0; column != 0 && i < reader->count; i++) {
        if (reader->cells[i].column == column) {
            return str_is_empty(reader->cells[i].text) ? NULL : &reader->cells[i];
        }
    }
    return NULL;
}

Status row_issue(const RowReader *reader, IssueCode code, RowField field, const RowCell *cell,
                 Shown shown) {
    Str found = {"", 0};
    if (cell && shown == SHOWN_NUMBER) {
        TRY(issue_found_number(reader->ctx, cell->text, &found));
    } else if (cell && shown == SHOWN_NAME) {
        TRY(issue_found_name(reader->ctx, cell->text, &found));
    } else if (cell) {
        TRY(issue_found_plain(reader->ctx, cell->text, &found));
    }
    issue_list_add(reader->issues, code, reader->map->column_of[field], found);
    return OK;
}

bool row_is_refusal(Status status) {
    return status != OK && status != E_MEMORY_LIMIT && status_class(status) == STATUS_REFUSED;
}

Status row_fold(const RowReader *reader, const RowCell *cell, Str *ret_folded) {
    TRY(text_fold(reader->ctx, cell->text, ret_folded));
    *ret_folded = str_trim(*ret_folded);
    return OK;
}

/*
 * A date of any cell: a date of the sheet, a day count, a text. *ret_serial says that it was a bare
 * day count. Refusals come back as E_DATE_SYNTAX or E_DATE_RANGE.
 */
static Status cell_date(Ctx *ctx, const RowCell *cell, Date *ret_date, bool *ret_serial) {
    *ret_serial = false;
    if (cell->kind == SHEET_DATE) {
        return date_from_number(ctx, cell->date, ret_date);
    }
    bool five_digits = cell->text.len == 5;
    for (size_t i = 0; i < cell->text.len; i++) {
        five_digits = five_digits && cell->text.ptr[i] >= '0' && cell->text.ptr[i] <= '9';
    }
    if (five_digits || (cell->kind == SHEET_NUMBER && cell->text.len != 4)) {
        Date date;
        Status status = date_parse_serial(ctx, cell->text, DATE_SYSTEM_1900, &date);
        if (status == OK) {
            *ret_serial = date.precision == DATE_PRECISION_DAY;
            *ret_date = date;
            return OK;
        }
    }
    return date_parse(ctx, cell->text, ret_date);
}

Status row_date(const RowReader *reader, RowField field, Date *ret_date, bool *ret_ok) {
    const RowCell *cell = row_cell(reader, field);
    bool serial = false;
    Date date = {0, DATE_PRECISION_YEAR};
    *ret_ok = false;
    if (!cell) {
        return OK;
    }
    Status status = cell_date(reader->ctx, cell, &date, &serial);
    if (row_is_refusal(status)) {
        return row_issue(reader, status == E_DATE_RANGE ? ISSUE_DATE_RANGE : ISSUE_DATE_SYNTAX,
                         field, cell, SHOWN_PLAIN);
    }
    TRY(status);
    if (serial) {
        TRY(row_issue(reader, ISSUE_DATE_SERIAL_AS_TEXT, field, cell, SHOWN_PLAIN));
    }
    *ret_date = date;
    *ret_ok = true;
    return OK;
}

Str row_text(const RowReader *reader, RowField field) {
    const RowCell *cell = row_cell(reader, field);
    return cell ? str_trim(cell->text) : (Str){"", 0};
}
