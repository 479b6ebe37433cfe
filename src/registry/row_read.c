/* One reader per group of columns; each takes what it understands and leaves issues for the rest.
 */
#include "registry/row_read.h"

#include <string.h>

#include "registry/row_reader.h"
#include "registry/row_word.h"
#include "text/fold.h"
#include "text/name.h"
#include "value/area_code.h"
#include "value/phone.h"

static void read_unreadable(const RowReader *reader) {
    for (size_t i = 0; i < reader->count; i++) {
        int32_t column = reader->cells[i].column;
        if (reader->cells[i].is_unreadable && column >= 1 && column <= HEADER_COLUMN_MAX &&
            reader->map->field_of[column] != FIELD_NONE) {
            issue_list_add(reader->issues, ISSUE_TEXT_ENCODING, column, (Str){"", 0});
        }
    }
}

static Status read_name(const RowReader *reader) {
    Person *person = &reader->row->person;
    const RowCell *cell = row_cell(reader, FIELD_NAME);
    if (!cell) {
        return row_issue(reader, ISSUE_NAME_MISSING, FIELD_NAME, NULL, SHOWN_NAME);
    }
    Status status = name_clean(reader->ctx, cell->text, &person->full_name);
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_NAME_SYNTAX, FIELD_NAME, cell, SHOWN_NAME);
    }
    TRY(status);
    TRY(name_fold(reader->ctx, person->full_name, &person->name_fold));
    return name_sort_key(reader->ctx, person->full_name, &person->name_sort);
}

static Status read_birth(const RowReader *reader) {
    Person *person = &reader->row->person;
    const RowCell *male = row_cell(reader, FIELD_BIRTH_MALE);
    const RowCell *female = row_cell(reader, FIELD_BIRTH_FEMALE);
    RowField field = FIELD_BIRTH;
    bool ok = false;
    if (male && female) {
        return row_issue(reader, ISSUE_BIRTH_TWICE, FIELD_BIRTH_FEMALE, female, SHOWN_PLAIN);
    }
    if (!row_cell(reader, FIELD_BIRTH) && (male || female)) {
        field = male ? FIELD_BIRTH_MALE : FIELD_BIRTH_FEMALE;
        person->sex = male ? SEX_MALE : SEX_FEMALE;
    }
    if (!row_cell(reader, field)) {
        bool split = reader->map->column_of[FIELD_BIRTH] == 0;
        return row_issue(reader, ISSUE_BIRTH_MISSING, split ? FIELD_BIRTH_MALE : FIELD_BIRTH, NULL,
                         SHOWN_PLAIN);
    }
    TRY(row_date(reader, field, &person->birth, &ok));
    if (ok && date_earliest(person->birth).number > reader->rules->today) {
        return row_issue(reader, ISSUE_DATE_FUTURE, field, row_cell(reader, field), SHOWN_PLAIN);
    }
    return OK;
}

static Status read_sex(const RowReader *reader) {
    Person *person = &reader->row->person;
    const RowCell *cell = row_cell(reader, FIELD_SEX);
    if (row_cell(reader, FIELD_SEX_MALE)) {
        person->sex = SEX_MALE;
    } else if (row_cell(reader, FIELD_SEX_FEMALE)) {
        person->sex = SEX_FEMALE;
    }
    if (cell) {
        Str folded;
        TRY(row_fold(reader, cell, &folded));
        if (!sex_word_read(folded, &person->sex)) {
            return row_issue(reader, ISSUE_SEX_UNKNOWN, FIELD_SEX, cell, SHOWN_PLAIN);
        }
    }
    if (person->sex == SEX_UNKNOWN) {
        return row_issue(reader, ISSUE_SEX_UNKNOWN, FIELD_SEX, NULL, SHOWN_PLAIN);
    }
    return OK;
}

/* The flags of a number beside sex and birth: papers err, so these are warnings. */
static Status read_id_flags(const RowReader *reader, const CitizenId *id, const RowCell *cell) {
    Person *person = &reader->row->person;
    bool birth_known = person->birth.number != 0;
    int flags =
        id->flags | citizen_id_compare(id, person->sex, birth_known ? &person->birth : NULL);
    if (flags & CITIZEN_ID_ZERO_RESTORED) {
        TRY(row_issue(reader, ISSUE_CITIZEN_ID_ZERO_RESTORED, FIELD_ID, cell, SHOWN_NUMBER));
    }
    if (flags & CITIZEN_ID_PROVINCE_UNKNOWN) {
        TRY(row_issue(reader, ISSUE_CITIZEN_ID_PROVINCE_UNKNOWN, FIELD_ID, cell, SHOWN_NUMBER));
    }
    if (flags & CITIZEN_ID_SEX_DIFFERS) {
        TRY(row_issue(reader, ISSUE_CITIZEN_ID_SEX_DIFFERS, FIELD_ID, cell, SHOWN_NUMBER));
    }
    if (flags & (CITIZEN_ID_YEAR_DIFFERS | CITIZEN_ID_CENTURY_DIFFERS)) {
        TRY(row_issue(reader, ISSUE_CITIZEN_ID_YEAR_DIFFERS, FIELD_ID, cell, SHOWN_NUMBER));
    }
    if (id->kind == CITIZEN_ID_OLD_DIGITS) {
        TRY(row_issue(reader, ISSUE_CITIZEN_ID_OLD, FIELD_ID, cell, SHOWN_NUMBER));
    }
    return OK;
}

static Status read_id(const RowReader *reader) {
    Person *person = &reader->row->person;
    const RowCell *cell = row_cell(reader, FIELD_ID);
    CitizenId id;
    if (!cell) {
        return row_issue(reader, ISSUE_CITIZEN_ID_MISSING, FIELD_ID, NULL, SHOWN_NUMBER);
    }
    Status status = citizen_id_parse(reader->ctx, cell->text, &id);
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_CITIZEN_ID_SYNTAX, FIELD_ID, cell, SHOWN_NUMBER);
    }
    TRY(status);
    person->citizen_id_kind = id.kind;
    memcpy(person->citizen_id, id.digits, sizeof person->citizen_id);
    return read_id_flags(reader, &id, cell);
}

static Status read_phone(const RowReader *reader) {
    const RowCell *cell = row_cell(reader, FIELD_PHONE_NO);
    Phone phone;
    if (!cell) {
        return OK;
    }
    Status status = phone_parse(reader->ctx, cell->text, &phone);
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_PHONE_SYNTAX, FIELD_PHONE_NO, cell, SHOWN_NUMBER);
    }
    TRY(status);
    memcpy(reader->row->person.phone, phone.digits, sizeof phone.digits);
    if (phone.flags & PHONE_PREFIX_MOVED) {
        return row_issue(reader, ISSUE_PHONE_PREFIX_MOVED, FIELD_PHONE_NO, cell, SHOWN_NUMBER);
    }
    return OK;
}

static const RowArea *area_by_code(const RowRules *rules, Str code) {
    size_t low = 0;
    size_t high = rules->area_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_compare(rules->areas[mid].area_code, code) < 0) {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    bool found = low < rules->area_count && str_equal(rules->areas[low].area_code, code);
    return found ? &rules->areas[low] : NULL;
}

/* The only commune of the list with that name ("xã Chiềng Mai" or "Chiềng Mai"). */
static const RowArea *area_by_name(const RowRules *rules, Str folded) {
    static const char *const KINDS[] = {"xa ", "phuong ", "thi tran ", "dac khu "};
    const RowArea *found = NULL;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (str_starts_with(folded, str_of(KINDS[i]))) {
            folded = str_trim(str_part(folded, str_of(KINDS[i]).len, SIZE_MAX));
        }
    }
    for (size_t i = 0; i < rules->area_count; i++) {
        Str name = rules->areas[i].name_fold;
        for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
            if (str_starts_with(name, str_of(KINDS[k]))) {
                name = str_part(name, str_of(KINDS[k]).len, SIZE_MAX);
            }
        }
        if (str_equal(name, folded)) {
            if (found) {
                return NULL;
            }
            found = &rules->areas[i];
        }
    }
    return found;
}

static Status read_area_code(const RowReader *reader, const RowCell *cell) {
    AreaCode code;
    Status status = area_code_parse_level(reader->ctx, cell->text, AREA_COMMUNE, &code);
    if (row_is_refusal(status)) {
        return row_issue(reader, ISSUE_AREA_UNKNOWN, FIELD_AREA_CODE, cell, SHOWN_PLAIN);
    }
    TRY(status);
    const RowArea *area = area_by_code(reader->rules, str_of(code.digits));
    if (!area) {
        return row_issue(reader, ISSUE_AREA_OUTSIDE, FIELD_AREA_CODE, cell, SHOWN_PLAIN);
    }
    reader->row->person.area_id = area->area_id;
    return OK;
}

static Status read_area(const RowReader *reader) {
    const RowCell *code = row_cell(reader, FIELD_AREA_CODE);
    const RowCell *name = row_cell(reader, FIELD_AREA_NAME);
    reader->row->person.area_id = reader->rules->area_id;
    if (code) {
        return read_area_code(reader, code);
    }
    if (name) {
        Str folded;
        TRY(row_fold(reader, name, &folded));
        const RowArea *area = area_by_name(reader->rules, folded);
        if (!area) {
            return row_issue(reader,
                             reader->rules->area_id ? ISSUE_AREA_OUTSIDE : ISSUE_AREA_UNKNOWN,
                             FIELD_AREA_NAME, name, SHOWN_PLAIN);
        }
        reader->row->person.area_id = area->area_id;
        return OK;
    }
    if (reader->rules->area_id == 0) {
        return row_issue(reader, ISSUE_AREA_UNKNOWN, FIELD_AREA_CODE, NULL, SHOWN_PLAIN);
    }
    return OK;
}

static Status read_household(const RowReader *reader) {
    const RowCell *cell = row_cell(reader, FIELD_POVERTY);
    reader->row->person.ethnicity = row_text(reader, FIELD_ETHNICITY);
    reader->row->person.hamlet = row_text(reader, FIELD_HAMLET);
    reader->row->household_code = row_text(reader, FIELD_HOUSEHOLD);
    if (!cell) {
        return OK;
    }
    Str folded;
    TRY(row_fold(reader, cell, &folded));
    if (!poverty_word_read(folded, &reader->row->poverty_class)) {
        return row_issue(reader, ISSUE_POVERTY_UNKNOWN, FIELD_POVERTY, cell, SHOWN_PLAIN);
    }
    return OK;
}

Status row_read(Ctx *ctx, const HeaderMap *map, const RowCell *cells, size_t count,
                const RowRules *rules, RegisterRow *ret_row, IssueList *ret_issues) {
    RegisterRow row = {.poverty_class = 0};
    IssueList issues = {.count = 0};
    RowReader reader = {ctx, map, cells, count, rules, &row, &issues};
    read_unreadable(&reader);
    TRY(read_name(&reader));
    TRY(read_birth(&reader));
    TRY(read_sex(&reader));
    TRY(read_id(&reader));
    TRY(read_phone(&reader));
    TRY(read_area(&reader));
    TRY(read_household(&reader));
    TRY(row_read_enrolment(&reader));
    TRY(row_read_mandate(&reader));
    TRY(row_read_account(&reader));
    issue_list_sort(&issues);
    *ret_row = row;
    *ret_issues = issues;
    return OK;
}
