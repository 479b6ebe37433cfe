/* A row of a list of movements: who, what, when, why, and where to. */
#include "registry/row_reader.h"

#include <string.h>

#include "registry/row_word.h"
#include "value/area_code.h"

static Status read_person(const RowReader *reader, MovementRow *row) {
    const RowCell *cell = row_cell(reader, FIELD_ID);
    CitizenId id;
    Status status = cell ? citizen_id_parse(reader->ctx, cell->text, &id) : E_CITIZEN_ID_SYNTAX;
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_CITIZEN_ID_SYNTAX, FIELD_ID, cell, SHOWN_NUMBER);
    }
    TRY(status);
    memcpy(row->citizen_id, id.digits, sizeof row->citizen_id);
    return OK;
}

static Status read_kind(const RowReader *reader, MovementRow *row) {
    const RowCell *cell = row_cell(reader, FIELD_MOVEMENT_KIND);
    Str folded = {"", 0};
    if (cell) {
        TRY(row_fold(reader, cell, &folded));
    }
    if (!movement_word_read(folded, &row->kind) || row->kind == MOVEMENT_MOVED_IN) {
        return row_issue(reader, ISSUE_MOVEMENT_UNKNOWN, FIELD_MOVEMENT_KIND, cell, SHOWN_PLAIN);
    }
    return OK;
}

static Status read_day(const RowReader *reader, MovementRow *row) {
    const RowCell *cell = row_cell(reader, FIELD_MOVEMENT_DATE);
    Date date = {0, DATE_PRECISION_YEAR};
    bool ok = false;
    if (!cell) {
        return row_issue(reader, ISSUE_DATE_SYNTAX, FIELD_MOVEMENT_DATE, NULL, SHOWN_PLAIN);
    }
    TRY(row_date(reader, FIELD_MOVEMENT_DATE, &date, &ok));
    if (!ok) {
        return OK;
    }
    if (date.precision == DATE_PRECISION_YEAR) {
        return row_issue(reader, ISSUE_DATE_SYNTAX, FIELD_MOVEMENT_DATE, cell, SHOWN_PLAIN);
    }
    row->on_date = date_earliest(date).number;
    if (row->kind == MOVEMENT_DIED && row->on_date > reader->rules->today) {
        return row_issue(reader, ISSUE_DATE_FUTURE, FIELD_MOVEMENT_DATE, cell, SHOWN_PLAIN);
    }
    return OK;
}

static Status read_target(const RowReader *reader, MovementRow *row) {
    const RowCell *cell = row_cell(reader, FIELD_MOVEMENT_AREA);
    AreaCode code;
    if (row->kind != MOVEMENT_MOVED_OUT) {
        return OK;
    }
    Status status =
        cell ? area_code_parse_level(reader->ctx, cell->text, AREA_COMMUNE, &code) : E_AREA_UNKNOWN;
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_AREA_UNKNOWN, FIELD_MOVEMENT_AREA, cell, SHOWN_PLAIN);
    }
    TRY(status);
    return ctx_copy_str(reader->ctx, str_of(code.digits), &row->to_area_code);
}

Status movement_row_read(Ctx *ctx, const HeaderMap *map, const RowCell *cells, size_t count,
                         const RowRules *rules, MovementRow *ret_row, IssueList *ret_issues) {
    MovementRow row = {.on_date = 0};
    IssueList issues = {.count = 0};
    RowReader reader = {ctx, map, cells, count, rules, NULL, &issues};
    TRY(read_person(&reader, &row));
    TRY(read_kind(&reader, &row));
    TRY(read_day(&reader, &row));
    TRY(read_target(&reader, &row));
    row.reason = row_text(&reader, FIELD_MOVEMENT_REASON);
    issue_list_sort(&issues);
    *ret_row = row;
    *ret_issues = issues;
    return OK;
}
