/* The right of a row: category, degree, children, decision, first month. */
#include "registry/row_reader.h"

#include "registry/row_word.h"

static Status read_category(const RowReader *reader, CategoryWord *word) {
    const RowCell *cell = row_cell(reader, FIELD_CATEGORY);
    if (!cell) {
        return row_issue(reader, ISSUE_CATEGORY_MISSING, FIELD_CATEGORY, NULL, SHOWN_PLAIN);
    }
    TRY(category_word_read(reader->ctx, cell->text, word));
    const CategoryRule *rule = category_rule_find(reader->rules->categories,
                                                  reader->rules->category_count, word->category);
    if (!rule) {
        return row_issue(reader, ISSUE_CATEGORY_UNKNOWN, FIELD_CATEGORY, cell, SHOWN_PLAIN);
    }
    reader->row->enrolment.category = rule->category;
    return OK;
}

static const CategoryRule *rule_of_row(const RowReader *reader) {
    return category_rule_find(reader->rules->categories, reader->rules->category_count,
                              reader->row->enrolment.category);
}

/* The degree of its column, else the one that the words of the category say, else the only one. */
static Status read_degree(const RowReader *reader, const CategoryWord *word) {
    const CategoryRule *rule = rule_of_row(reader);
    const RowCell *cell = row_cell(reader, FIELD_DEGREE);
    int64_t degree = word->degree;
    if (!rule) {
        return OK;
    }
    if (cell) {
        Str folded;
        TRY(row_fold(reader, cell, &folded));
        if (!degree_word_read(folded, &degree)) {
            return row_issue(reader, ISSUE_DEGREE_UNKNOWN, FIELD_DEGREE, cell, SHOWN_PLAIN);
        }
    }
    if (degree == 0 && rule->degrees == 1U << 2) {
        degree = 2; /* care support: for the exceptionally severe only */
    }
    if (degree == 0 && (rule->degrees & 1U) == 0) {
        return row_issue(reader, ISSUE_DEGREE_MISSING, FIELD_DEGREE, cell, SHOWN_PLAIN);
    }
    if (degree != 0 && rule->degrees == 1U) {
        degree = 0; /* a degree beside a category that does not ask for it says nothing */
    }
    if ((rule->degrees >> degree & 1U) == 0) {
        return row_issue(reader, ISSUE_DEGREE_UNKNOWN, FIELD_DEGREE, cell, SHOWN_PLAIN);
    }
    reader->row->enrolment.degree = degree;
    return OK;
}

static Status read_children(const RowReader *reader) {
    const CategoryRule *rule = rule_of_row(reader);
    const RowCell *cell = row_cell(reader, FIELD_CHILDREN);
    int64_t count = 0;
    if (!rule || !rule->counts) {
        return OK;
    }
    if (!cell || !str_to_int64(str_trim(cell->text), &count) || count < 1 ||
        count > CHILD_COUNT_MAX) {
        return row_issue(reader, ISSUE_CHILD_COUNT, FIELD_CHILDREN, cell, SHOWN_PLAIN);
    }
    reader->row->enrolment.child_count = count;
    return OK;
}

static Status read_decision(const RowReader *reader) {
    Enrolment *enrolment = &reader->row->enrolment;
    Str number = row_text(reader, FIELD_DECISION_NO);
    const RowCell *date_cell = row_cell(reader, FIELD_DECISION_DATE);
    Date date = {0, DATE_PRECISION_YEAR};
    bool ok = false;
    if (str_is_empty(number) || number.len > DECISION_NO_BYTES_MAX) {
        TRY(row_issue(reader, ISSUE_DECISION_MISSING, FIELD_DECISION_NO, NULL, SHOWN_PLAIN));
    }
    enrolment->decision_no = number;
    if (!date_cell) {
        return row_issue(reader, ISSUE_DECISION_MISSING, FIELD_DECISION_DATE, NULL, SHOWN_PLAIN);
    }
    TRY(row_date(reader, FIELD_DECISION_DATE, &date, &ok));
    if (!ok) {
        return OK;
    }
    if (date.precision == DATE_PRECISION_YEAR) { /* the month of the right may hang on it */
        return row_issue(reader, ISSUE_DATE_SYNTAX, FIELD_DECISION_DATE, date_cell, SHOWN_PLAIN);
    }
    enrolment->decision_date = date_earliest(date).number;
    if (enrolment->decision_date > reader->rules->today) {
        return row_issue(reader, ISSUE_DATE_FUTURE, FIELD_DECISION_DATE, date_cell, SHOWN_PLAIN);
    }
    return OK;
}

/* The day on which the right begins; nothing means the start rule of the law (app/ asks it). */
static Status read_from(const RowReader *reader) {
    enum { AHEAD_MONTHS = 12 };
    const RowCell *cell = row_cell(reader, FIELD_FROM);
    Date date = {0, DATE_PRECISION_YEAR};
    bool ok = false;
    if (!cell) {
        return OK;
    }
    TRY(row_date(reader, FIELD_FROM, &date, &ok));
    if (!ok) {
        return OK;
    }
    if (date.precision == DATE_PRECISION_YEAR) {
        return row_issue(reader, ISSUE_DATE_SYNTAX, FIELD_FROM, cell, SHOWN_PLAIN);
    }
    int64_t from = date_earliest(date).number;
    Date birth = reader->row->person.birth;
    Period latest = period_add_months((Period){reader->rules->today / 100}, AHEAD_MONTHS);
    if ((birth.number != 0 && from / 100 < date_period(birth).number) ||
        from / 100 > latest.number) {
        return row_issue(reader, ISSUE_FROM_DATES, FIELD_FROM, cell, SHOWN_PLAIN);
    }
    reader->row->enrolment.from_date = from;
    return OK;
}

/* A birth year alone fits when some month of that year would. */
AgeFit category_age_fit(const CategoryRule *rule, Date birth, int64_t from_date, int64_t today) {
    int64_t slack = birth.precision == DATE_PRECISION_YEAR ? 11 : 0;
    Period born = date_period(birth);
    int64_t at_start = period_months_between(born, (Period){from_date / 100});
    int64_t now = period_months_between(born, (Period){today / 100});
    int64_t lowest = rule->age_from > 0 ? (int64_t)rule->age_from * 12 : 0;
    if (at_start < lowest && now < lowest) {
        return AGE_TOO_EARLY_OR_LATE;
    }
    if (rule->age_below >= 0 && at_start - slack > (int64_t)rule->age_below * 12) {
        return AGE_TOO_EARLY_OR_LATE;
    }
    if (rule->age_below >= 0 && now - slack > (int64_t)rule->age_below * 12) {
        return AGE_PASSED;
    }
    return AGE_FITS;
}

/* Ages, and categories that had ended; without a first month the decision's stands in for it. */
static Status check_fit(const RowReader *reader) {
    const RegisterRow *row = reader->row;
    const CategoryRule *rule = rule_of_row(reader);
    const RowCell *cell = row_cell(reader, FIELD_CATEGORY);
    int64_t from =
        row->enrolment.from_date ? row->enrolment.from_date : row->enrolment.decision_date;
    if (!rule || from == 0 || row->person.birth.number == 0) {
        return OK;
    }
    if (from > rule->applies_to) {
        return row_issue(reader, ISSUE_CATEGORY_ENDED, FIELD_CATEGORY, cell, SHOWN_PLAIN);
    }
    switch (category_age_fit(rule, row->person.birth, from, reader->rules->today)) {
    case AGE_TOO_EARLY_OR_LATE:
        return row_issue(reader, ISSUE_CATEGORY_AGE, FIELD_CATEGORY, cell, SHOWN_PLAIN);
    case AGE_PASSED:
        return row_issue(reader, ISSUE_CATEGORY_AGE_PASSED, FIELD_CATEGORY, cell, SHOWN_PLAIN);
    case AGE_FITS:
        break;
    }
    return OK;
}

Status row_read_enrolment(const RowReader *reader) {
    CategoryWord word = {{"", 0}, 0};
    TRY(read_category(reader, &word));
    TRY(read_degree(reader, &word));
    TRY(read_children(reader));
    TRY(read_decision(reader));
    TRY(read_from(reader));
    return check_fit(reader);
}
