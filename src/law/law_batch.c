#include "law/law_batch.h"

#include "base/checked.h"
#include "law/law_work.h"
#include "value/money.h"

enum { AGE_MONTHS = 1441, DEGREE_COUNT = 3, CELL_COUNT_MAX = 65535, NEEDS_MORE = 65535 };

/* What one category gives at some degree and ages, per child where it counts children. */
typedef struct Cell {
    const LawRow *row;
    int64_t base_dong;
    int64_t hundredths;
    int64_t unit_dong;
    bool counts;
    bool verified;
} Cell;

struct LawMonth {
    const LawBook *book;
    Period period;
    int64_t known_at;
    int32_t number;
    int32_t known_number; /* deaths of later months are not known */
    size_t place_count;   /* 1 + those named */
    size_t cell_count;    /* cell 0 gives nothing */
    size_t cell_size;
    Cell *cells;      /* [cell * place_count + place] */
    uint16_t *lookup; /* [(category_no - 1) * DEGREE_COUNT + degree][age in months] */
};

int32_t law_month_number(Period period) {
    return (int32_t)(period.number / 100 * 12 + period.number % 100 - 1);
}

static Period period_of(int32_t number) {
    return (Period){number / 12 * 100 + number % 12 + 1};
}

/* One right with nothing but its category, degree and age, asked as any other. */
typedef struct Probe {
    LawPerson person;
    LawPlaceOfLife place;
    LawQuestion question;
    LawWork work;
} Probe;

static void probe_begin(const LawMonth *month, const LawPlaces *places, size_t place,
                        Probe *probe) {
    *probe = (Probe){.question = {.period = month->period, .known_at = month->known_at}};
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

static Status probe_ask(Ctx *ctx, Probe *probe, int32_t category_no, int32_t degree,
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
static bool probe_fits(const Probe *probe, LawReason reason) {
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

static Cell cell_of(const Probe *probe) {
    const LawCandidate *candidate = &probe->work.candidates[0];
    return (Cell){
        .row = candidate->row,
        .base_dong = candidate->base_dong,
        .hundredths = candidate->hundredths,
        .unit_dong = candidate->amount_dong,
        .counts = probe->work.book->who[candidate->row->category_no - 1].counts >= 0,
        .verified = candidate->verified,
    };
}

/* The cell that the probe found; neighbours in age share one. */
static Status cell_find(Ctx *ctx, LawMonth *month, const Probe *probe, uint16_t before,
                        uint16_t *ret_cell) {
    if (probe->work.candidate_count == 0) {
        *ret_cell = 0;
        return OK;
    }
    Cell cell = cell_of(probe);
    if (before != NEEDS_MORE && before != 0 && month->cells[before].row == cell.row &&
        month->cells[before].unit_dong == cell.unit_dong) {
        *ret_cell = before;
        return OK;
    }
    if (month->cell_count == month->cell_size || month->cell_count == CELL_COUNT_MAX - 1) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %zu cells of a month", month->cell_size);
    }
    month->cells[month->cell_count] = cell;
    *ret_cell = (uint16_t)month->cell_count++;
    return OK;
}

static Status lookup_fill(Ctx *ctx, LawMonth *month, Probe *probe, int32_t category_no) {
    for (int32_t degree = 0; degree < DEGREE_COUNT; degree++) {
        size_t at = (((size_t)category_no - 1) * DEGREE_COUNT + (size_t)degree) * AGE_MONTHS;
        uint16_t cell = 0;
        for (int32_t age = 0; age < AGE_MONTHS; age++) {
            LawReason reason = LAW_REASON_PAID;
            TRY(probe_ask(ctx, probe, category_no, degree, age, &reason));
            if (!probe_fits(probe, reason)) {
                cell = NEEDS_MORE;
            } else {
                TRY(cell_find(ctx, month, probe, cell, &cell));
            }
            month->lookup[at + (size_t)age] = cell;
        }
    }
    return OK;
}

/* The same cells where a province pays more. */
static Status places_fill(Ctx *ctx, LawMonth *month, const LawPlaces *places) {
    Cell *cells = NULL;
    Probe *probe = NULL;
    TRY(ctx_alloc(ctx, month->cell_count * month->place_count * sizeof *cells, (void **)&cells));
    TRY(ctx_alloc(ctx, sizeof *probe, (void **)&probe));
    for (size_t cell = 0; cell < month->cell_count; cell++) {
        cells[cell * month->place_count] = month->cells[cell];
    }
    for (size_t place = 1; place < month->place_count; place++) {
        probe_begin(month, places, place, probe);
        for (size_t at = 0; at < month->book->category_count * DEGREE_COUNT * AGE_MONTHS; at++) {
            uint16_t cell = month->lookup[at];
            bool known = at > 0 && month->lookup[at - 1] == cell;
            if (cell == 0 || cell == NEEDS_MORE || known) {
                continue;
            }
            LawReason reason = LAW_REASON_PAID;
            TRY(probe_ask(ctx, probe, (int32_t)(at / AGE_MONTHS / DEGREE_COUNT) + 1,
                          (int32_t)(at / AGE_MONTHS % DEGREE_COUNT), (int32_t)(at % AGE_MONTHS),
                          &reason));
            if (probe->work.candidate_count == 1) {
                cells[cell * month->place_count + place] = cell_of(probe);
            }
        }
    }
    month->cells = cells;
    return OK;
}

Status law_month_compile(Ctx *ctx, const LawBook *book, Period period, int64_t known_at,
                         const LawPlaces *places, const LawMonth **ret_month) {
    LawMonth *month = NULL;
    Probe *probe = NULL;
    size_t size = book->category_count * DEGREE_COUNT * AGE_MONTHS;
    TRY(ctx_alloc(ctx, sizeof *month, (void **)&month));
    TRY(ctx_alloc(ctx, sizeof *probe, (void **)&probe));
    TRY(ctx_alloc(ctx, size * sizeof month->lookup[0], (void **)&month->lookup));
    month->book = book;
    month->period = period;
    month->known_at = known_at;
    month->number = law_month_number(period);
    month->known_number =
        known_at == LAW_ALL_KNOWN ? INT32_MAX : law_month_number((Period){known_at / 100});
    month->place_count = 1 + (places ? places->count : 0);
    month->cell_size = book->row_count * 4 + 16;
    TRY(ctx_alloc(ctx, month->cell_size * sizeof month->cells[0], (void **)&month->cells));
    month->cell_count = 1;
    probe_begin(month, places, 0, probe);
    for (size_t i = 0; i < book->category_count; i++) {
        const LawCategory *category = &book->categories[i];
        if (category->basis == LAW_BASIS_DECISION) {
            TRY(lookup_fill(ctx, month, probe, category->category_no));
        }
    }
    TRY(places_fill(ctx, month, places));
    *ret_month = month;
    return OK;
}

/* The cell of a row of a person in the month; 0 when the right does not reach into it. */
static inline uint16_t row_cell(const LawMonth *month, const LawColumns *columns, size_t person,
                                size_t row) {
    int32_t number = month->number;
    int32_t age = number - columns->birth_month[person];
    bool reaches = columns->from_month[row] <= number && number <= columns->to_month[row] &&
                   (number <= columns->death_month[person] ||
                    columns->death_month[person] > month->known_number) &&
                   age >= 0;
    size_t kind = ((size_t)columns->category_no[row] - 1) * DEGREE_COUNT + columns->degree[row];
    age = age < AGE_MONTHS - 1 ? age : AGE_MONTHS - 1;
    return reaches ? month->lookup[kind * AGE_MONTHS + (size_t)age] : 0;
}

static const Cell *cell_at(const LawMonth *month, const LawColumns *columns, size_t person,
                           uint16_t cell) {
    size_t place = columns->place ? columns->place[person] : 0;
    return &month->cells[cell * month->place_count + place];
}

static Status needs_more(Ctx *ctx, const LawMonth *month, const LawColumns *columns, size_t row) {
    const LawCategory *category = law_category_at(month->book, columns->category_no[row]);
    return ctx_fail(ctx, E_ARGUMENT, "%.*s needs facts that columns do not have",
                    STR_ARG(category->category_code));
}

/* Several rights of one person: the same candidates, the same combination. */
static Status person_combine(Ctx *ctx, const LawMonth *month, const LawColumns *columns,
                             size_t person, Probe *probe, int64_t *amount_dong) {
    LawWork *work = &probe->work;
    size_t first = columns->first_row[person];
    size_t rows[LAW_ENROLMENT_MAX];
    work->candidate_count = 0;
    probe->person.enrolment_count = 0;
    for (size_t row = first; row < columns->first_row[person + 1]; row++) {
        uint16_t cell = row_cell(month, columns, person, row);
        amount_dong[row] = 0;
        if (cell == NEEDS_MORE) {
            return needs_more(ctx, month, columns, row);
        }
        const Cell *gives = cell_at(month, columns, person, cell);
        int64_t times = gives->counts ? columns->child_count[row] : 1;
        if (cell == 0 || times == 0) {
            continue;
        }
        if (work->candidate_count == LAW_ENROLMENT_MAX) {
            return ctx_fail(ctx, E_ARGUMENT, "more than %d rights of one person",
                            LAW_ENROLMENT_MAX);
        }
        size_t i = work->candidate_count++;
        rows[i] = row;
        probe->person.enrolment_count = i + 1;
        probe->person.enrolments[i].enrolment_id = (int64_t)(row - first);
        work->candidates[i] = (LawCandidate){.row = gives->row,
                                             .enrolment = (int32_t)i,
                                             .component = gives->row->component,
                                             .base_dong = gives->base_dong,
                                             .hundredths = gives->hundredths * times,
                                             .amount_dong = gives->unit_dong * times,
                                             .verified = gives->verified};
    }
    TRY(law_combine(ctx, work));
    for (size_t i = 0; i < work->candidate_count; i++) {
        const LawCandidate *candidate = &work->candidates[i];
        amount_dong[rows[i]] = candidate->reason == LAW_REASON_PAID ? candidate->amount_dong : 0;
    }
    return OK;
}

static void sum_rows(const int64_t *amount_dong, size_t first, size_t last, LawMonthSum *sum) {
    bool any = false;
    for (size_t row = first; row < last; row++) {
        sum->amount_dong += amount_dong[row];
        sum->amount_count += amount_dong[row] > 0;
        any = any || amount_dong[row] > 0;
    }
    sum->person_count += any;
}

Status law_month_run(Ctx *ctx, const LawMonth *month, const LawColumns *columns, LawSpan persons,
                     int64_t *amount_dong, LawMonthSum *ret_sum) {
    Probe *probe = NULL;
    LawMonthSum sum = {0, 0, 0};
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, sizeof *probe, (void **)&probe));
    probe_begin(month, NULL, 0, probe);
    for (size_t person = persons.first; person < persons.last; person++) {
        size_t row = columns->first_row[person];
        size_t end = columns->first_row[person + 1];
        if (end - row == 1) {
            uint16_t cell = row_cell(month, columns, person, row);
            if (cell == NEEDS_MORE) {
                return needs_more(ctx, month, columns, row);
            }
            const Cell *gives = cell_at(month, columns, person, cell);
            int64_t times = gives->counts ? columns->child_count[row] : 1;
            int64_t dong = gives->unit_dong * times;
            amount_dong[row] = dong;
            sum.amount_dong += dong;
            sum.amount_count += dong > 0;
            sum.person_count += dong > 0;
            continue;
        }
        TRY(person_combine(ctx, month, columns, person, probe, amount_dong));
        sum_rows(amount_dong, row, end, &sum);
    }
    arena_rewind(ctx->arena, mark);
    *ret_sum = sum;
    return OK;
}

bool law_month_clause(const LawMonth *month, const LawColumns *columns, size_t person, size_t row,
                      int64_t *ret_clause_id, int32_t *ret_component) {
    uint16_t cell = row_cell(month, columns, person, row);
    if (cell == 0 || cell == NEEDS_MORE) {
        return false;
    }
    const Cell *gives = cell_at(month, columns, person, cell);
    *ret_clause_id = gives->row->clause_id;
    *ret_component = gives->row->component;
    return true;
}
