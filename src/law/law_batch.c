/* The table of a month, filled by the parts that answer for one person. */
#include "law/law_batch.h"

#include "law/law_month.h"

enum { CELL_COUNT_MAX = LAW_CELL_MASK };

int32_t law_month_number(Period period) {
    return (int32_t)(period.number / 100 * 12 + period.number % 100 - 1);
}

static Period period_of(int32_t number) {
    return (Period){number / 12 * 100 + number % 12 + 1};
}

void law_probe_begin(const LawMonth *month, const LawPlaces *places, size_t place,
                     LawProbe *probe) {
    *probe = (LawProbe){.question = {.period = month->period, .known_at = month->known_at}};
    if (place > 0) {
        probe->place = (LawPlaceOfLife){.codes = {places->codes[place - 1]}, .code_count = 1};
        probe->person.places = &probe->place;
        probe->person.place_count = 1;
    }
    probe->person.enrolment_count = 1;
    probe->question.person = &probe->person;
    probe->work.book = month->book;
    probe->work.person = &probe->person;
    probe->work.question = &probe->question;
    probe->work.known_at = month->known_at;
    probe->work.right_count = 1;
}

static Status probe_ask(Ctx *ctx, LawProbe *probe, int32_t category_no, int32_t degree,
                        int32_t age_months, LawReason *ret_reason) {
    Period birth = period_of(law_month_number(probe->question.period) - age_months);
    LawRight right = {.shallow = false};
    LawReason reason = LAW_REASON_NO_CATEGORY;
    probe->person.birth_date = birth.number * 100 + 1;
    probe->person.enrolments[0] = (LawEnrolment){
        .enrolment_id = 1,
        .category_no = category_no,
        .degree = degree,
        .child_count = 1,
        .from_period = probe->question.period,
    };
    probe->work.candidate_count = 0;
    TRY(law_right_find(ctx, &probe->work, 0, &right, &reason));
    if (reason == LAW_REASON_PAID) {
        TRY(law_amount_find(ctx, &probe->work, &right, &reason));
    }
    *ret_reason = reason;
    return OK;
}

/* A person who counts can be put in a column only when one row says it all. */
static bool probe_fits(const LawProbe *probe, LawReason reason) {
    const LawBook *book = probe->work.book;
    if (reason == LAW_REASON_FACT_MISSING || probe->work.candidate_count > 1) {
        return false;
    }
    if (probe->work.candidate_count == 0) {
        return true;
    }
    const LawRow *row = probe->work.candidates[0].row;
    int32_t counts = book->who[row->category_no - 1].counts;
    return row->form != LAW_FORM_OF_PAID && row->form != LAW_FORM_TABLE && row->per < 0 &&
           (counts < 0 || counts == book->children_fact);
}

static LawMonthCell cell_of(const LawProbe *probe) {
    const LawCandidate *candidate = &probe->work.candidates[0];
    return (LawMonthCell){
        .row = candidate->row,
        .base_dong = candidate->base_dong,
        .hundredths = candidate->hundredths,
        .unit_dong = candidate->amount_dong,
        .counts = probe->work.book->who[candidate->row->category_no - 1].counts >= 0,
        .verified = candidate->verified,
    };
}

/* The cell that the probe found; neighbours in age share one. */
static Status cell_find(Ctx *ctx, LawMonth *month, const LawProbe *probe, int32_t before,
                        int32_t *ret_cell) {
    if (probe->work.candidate_count == 0) {
        *ret_cell = LAW_CELL_NONE;
        return OK;
    }
    LawMonthCell cell = cell_of(probe);
    if (before >= LAW_CELL_FIRST && month->cells[before].row == cell.row &&
        month->cells[before].unit_dong == cell.unit_dong) {
        *ret_cell = before;
        return OK;
    }
    if (month->cell_count == month->cell_size || month->cell_count == CELL_COUNT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %zu cells of a month", month->cell_size);
    }
    month->cells[month->cell_count] = cell;
    *ret_cell = (int32_t)month->cell_count++;
    return OK;
}

/* The cells of one category at each degree and month of age; by_age[kind][age]. */
static Status category_fill(Ctx *ctx, LawMonth *month, LawProbe *probe, int32_t category_no,
                            int32_t *by_age) {
    for (int32_t degree = 0; degree < LAW_DEGREE_COUNT; degree++) {
        size_t at = (size_t)(category_no * LAW_DEGREE_COUNT + degree) * LAW_AGE_MONTHS;
        int32_t cell = LAW_CELL_NONE;
        for (int32_t age = 0; age < LAW_AGE_MONTHS; age++) {
            LawReason reason = LAW_REASON_PAID;
            TRY(probe_ask(ctx, probe, category_no, degree, age, &reason));
            if (!probe_fits(probe, reason)) {
                cell = LAW_CELL_NEEDS_MORE;
            } else {
                TRY(cell_find(ctx, month, probe, cell, &cell));
            }
            by_age[at + (size_t)age] = cell;
        }
    }
    return OK;
}

/* The same cells where a province pays more. */
static Status places_fill(Ctx *ctx, LawMonth *month, const LawPlaces *places,
                          const int32_t *by_age) {
    LawMonthCell *cells = NULL;
    LawProbe *probe = NULL;
    size_t size = (size_t)month->kind_count * LAW_AGE_MONTHS;
    TRY(ctx_alloc(ctx, month->cell_count * month->place_count * sizeof *cells, (void **)&cells));
    TRY(ctx_alloc(ctx, sizeof *probe, (void **)&probe));
    for (size_t cell = 0; cell < month->cell_count; cell++) {
        cells[cell * month->place_count] = month->cells[cell];
    }
    for (size_t place = 1; place < month->place_count; place++) {
        law_probe_begin(month, places, place, probe);
        for (size_t at = 0; at < size; at++) {
            int32_t cell = by_age[at];
            int32_t kind = (int32_t)(at / LAW_AGE_MONTHS);
            bool known = at > 0 && by_age[at - 1] == cell;
            if (cell < LAW_CELL_FIRST || known) {
                continue;
            }
            LawReason reason = LAW_REASON_PAID;
            TRY(probe_ask(ctx, probe, kind / LAW_DEGREE_COUNT, kind % LAW_DEGREE_COUNT,
                          (int32_t)(at % LAW_AGE_MONTHS), &reason));
            if (probe->work.candidate_count == 1) {
                cells[(size_t)cell * month->place_count + place] = cell_of(probe);
            }
        }
    }
    month->cells = cells;
    return OK;
}

/* Ages go into one class until some kind changes its cell. */
static Status classes_fill(Ctx *ctx, LawMonth *month, const int32_t *by_age) {
    size_t kinds = (size_t)month->kind_count;
    TRY(ctx_alloc(ctx, LAW_AGE_MONTHS * sizeof month->class_of[0], (void **)&month->class_of));
    for (size_t age = 1; age < LAW_AGE_MONTHS; age++) {
        bool changes = false;
        for (size_t kind = 0; kind < kinds && !changes; kind++) {
            const int32_t *of_kind = &by_age[kind * LAW_AGE_MONTHS];
            changes = of_kind[age] != of_kind[age - 1];
        }
        month->class_of[age] = month->class_of[age - 1] + (changes ? 1 : 0);
    }
    month->class_count = month->class_of[LAW_AGE_MONTHS - 1] + 1;
    size_t classes = (size_t)month->class_count;
    TRY(ctx_alloc(ctx, kinds * classes * sizeof month->table[0], (void **)&month->table));
    for (size_t kind = 0; kind < kinds; kind++) {
        for (size_t age = 0; age < LAW_AGE_MONTHS; age++) {
            int32_t cell = by_age[kind * LAW_AGE_MONTHS + age];
            bool counts = month->cells[(size_t)cell * month->place_count].counts;
            month->table[kind * classes + (size_t)month->class_of[age]] =
                cell | (counts ? LAW_CELL_COUNTS : 0);
        }
    }
    return OK;
}

static Status units_fill(Ctx *ctx, LawMonth *month) {
    size_t size = month->cell_count * month->place_count;
    TRY(ctx_alloc(ctx, size * sizeof month->units[0], (void **)&month->units));
    for (size_t i = 0; i < size; i++) {
        month->units[i] = month->cells[i].unit_dong;
    }
    return OK;
}

static Status month_fill(Ctx *ctx, LawMonth *month, const LawPlaces *places) {
    const LawBook *book = month->book;
    LawProbe *probe = NULL;
    int32_t *by_age = NULL;
    TRY(ctx_alloc(ctx, sizeof *probe, (void **)&probe));
    TRY(ctx_alloc(ctx, (size_t)month->kind_count * LAW_AGE_MONTHS * sizeof *by_age,
                  (void **)&by_age));
    TRY(ctx_alloc(ctx, month->cell_size * sizeof month->cells[0], (void **)&month->cells));
    month->cell_count = LAW_CELL_FIRST;
    law_probe_begin(month, places, 0, probe);
    for (size_t i = 0; i < book->category_count; i++) {
        const LawCategory *category = &book->categories[i];
        if (category->basis == LAW_BASIS_DECISION) {
            TRY(category_fill(ctx, month, probe, category->category_no, by_age));
        }
    }
    TRY(places_fill(ctx, month, places, by_age));
    TRY(classes_fill(ctx, month, by_age));
    return units_fill(ctx, month);
}

Status law_month_compile(Ctx *ctx, const LawBook *book, Period period, int64_t known_at,
                         const LawPlaces *places, const LawMonth **ret_month) {
    LawMonth *month = NULL;
    TRY(ctx_alloc(ctx, sizeof *month, (void **)&month));
    month->book = book;
    month->period = period;
    month->known_at = known_at;
    month->number = law_month_number(period);
    month->known_number =
        known_at == LAW_ALL_KNOWN ? INT32_MAX : law_month_number((Period){known_at / 100});
    month->place_count = 1 + (places ? places->count : 0);
    month->kind_count = (int32_t)(book->category_count + 1) * LAW_DEGREE_COUNT;
    month->cell_size = book->row_count * 4 + 16;
    TRY(month_fill(ctx, month, places));
    *ret_month = month;
    return OK;
}
