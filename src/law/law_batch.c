#include "law/law_batch.h"

#include "base/checked.h"
#include "law/law_work.h"
#include "value/money.h"

enum { MEMO_RIGHTS = 3, MEMO_BITS = 12 };
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
    Cell *cells;    /* [cell * place_count + place] */
    int64_t *units; /* of the cells, and whether they count children: what the run reads */
    uint8_t *counts;
    uint16_t *lookup; /* [(category_no - 1) * DEGREE_COUNT + degree][age in months] */
};

/* The rights of one person in the month: what each gives, how many times. */
typedef struct Rights {
    size_t count;
    uint16_t cells[LAW_ENROLMENT_MAX];
    int64_t times[LAW_ENROLMENT_MAX];
    size_t of_candidate[LAW_ENROLMENT_MAX];
    size_t place;
} Rights;

typedef struct Memo {
    uint64_t key[2];
    uint32_t kept; /* bit i: right i is paid */
} Memo;

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

typedef struct Run {
    const LawMonth *month;
    Probe *probe;
    Rights rights;
    LawMonthSum sum;
    Memo memo[1U << MEMO_BITS];
} Run;

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

/* The two columns of the cells that a run reads, close together. */
static Status units_fill(Ctx *ctx, LawMonth *month) {
    size_t size = month->cell_count * month->place_count;
    TRY(ctx_alloc(ctx, size * sizeof month->units[0], (void **)&month->units));
    TRY(ctx_alloc(ctx, month->cell_count, (void **)&month->counts));
    for (size_t i = 0; i < size; i++) {
        month->units[i] = month->cells[i].unit_dong;
        month->counts[i / month->place_count] = month->cells[i].counts;
    }
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
    TRY(units_fill(ctx, month));
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

/* 1, or the number of children where the cell counts them. */
static inline int64_t cell_times(const LawMonth *month, uint16_t cell, uint8_t child_count) {
    int64_t counts = month->counts[cell]; /* 0 or 1 */
    return 1 + counts * ((int64_t)child_count - 1);
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

/* Several rights of one person: the same candidates, the same combination; *ret_kept by row. */
static Status person_combine(Ctx *ctx, const LawMonth *month, Rights *rights, Probe *probe,
                             uint32_t *ret_kept) {
    LawWork *work = &probe->work;
    uint32_t kept = 0;
    work->candidate_count = 0;
    probe->person.enrolment_count = 0;
    for (size_t i = 0; i < rights->count; i++) {
        const Cell *gives = &month->cells[rights->cells[i] * month->place_count + rights->place];
        if (rights->cells[i] == 0 || rights->times[i] == 0) {
            continue;
        }
        size_t at = work->candidate_count++;
        rights->of_candidate[at] = i;
        probe->person.enrolment_count = at + 1;
        probe->person.enrolments[at].enrolment_id = (int64_t)i;
        work->candidates[at] = (LawCandidate){.row = gives->row,
                                              .enrolment = (int32_t)at,
                                              .component = gives->row->component,
                                              .base_dong = gives->base_dong,
                                              .hundredths = gives->hundredths * rights->times[i],
                                              .amount_dong = gives->unit_dong * rights->times[i],
                                              .verified = gives->verified};
    }
    TRY(law_combine(ctx, work));
    for (size_t i = 0; i < work->candidate_count; i++) {
        bool paid = work->candidates[i].reason == LAW_REASON_PAID;
        kept |= (uint32_t)paid << rights->of_candidate[i];
    }
    *ret_kept = kept;
    return OK;
}

/*
 * What was decided for the same rights before. The decision depends on nothing but cells, counts
 * and place, and a country has few hundred different ones.
 */
static Status person_decide(Ctx *ctx, Run *run, Rights *rights, uint32_t *ret_kept) {
    uint64_t key[2] = {rights->place, 1}; /* 1: an empty entry is none */
    if (rights->count > MEMO_RIGHTS) {
        return person_combine(ctx, run->month, rights, run->probe, ret_kept);
    }
    for (size_t i = 0; i < rights->count; i++) {
        key[0] = key[0] << 16 | rights->cells[i];
        key[1] = key[1] << 8 | (uint64_t)rights->times[i];
    }
    uint64_t mixed = (key[0] * 0x9E3779B97F4A7C15U) ^ (key[1] * 0xC2B2AE3D27D4EB4FU);
    Memo *memo = &run->memo[mixed >> (64 - MEMO_BITS)];
    if (memo->key[0] != key[0] || memo->key[1] != key[1]) {
        TRY(person_combine(ctx, run->month, rights, run->probe, &memo->kept));
        memo->key[0] = key[0];
        memo->key[1] = key[1];
    }
    *ret_kept = memo->kept;
    return OK;
}

static Status person_run(Ctx *ctx, Run *run, const LawColumns *columns, size_t person,
                         int64_t *amount_dong) {
    const LawMonth *month = run->month;
    size_t first = columns->first_row[person];
    size_t count = columns->first_row[person + 1] - first;
    Rights *rights = &run->rights; /* not cleared for each person */
    uint32_t kept = 0;
    bool any = false;
    if (count > LAW_ENROLMENT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %d rights of one person", LAW_ENROLMENT_MAX);
    }
    rights->place = columns->place ? columns->place[person] : 0;
    rights->count = count;
    for (size_t i = 0; i < count; i++) {
        rights->cells[i] = row_cell(month, columns, person, first + i);
        if (rights->cells[i] == NEEDS_MORE) {
            return needs_more(ctx, month, columns, first + i);
        }
        rights->times[i] = cell_times(month, rights->cells[i], columns->child_count[first + i]);
    }
    TRY(person_decide(ctx, run, rights, &kept));
    for (size_t i = 0; i < count; i++) {
        int64_t unit = month->units[rights->cells[i] * month->place_count + rights->place];
        int64_t dong = (kept >> i & 1U) != 0 ? unit * rights->times[i] : 0;
        amount_dong[first + i] = dong;
        run->sum.amount_dong += dong;
        run->sum.amount_count += dong > 0;
        any = any || dong > 0;
    }
    run->sum.person_count += any;
    return OK;
}

/*
 * The stretch of persons with one right from `person` on: one look-up each. Where it ends. Table
 * and columns are copied, so that the compiler sees that no store changes their pointers.
 */
static size_t singles_run(Run *run, const LawColumns *all, size_t person, size_t last,
                          int64_t *amount_dong) {
    const LawMonth month = *run->month;
    const LawColumns columns = *all;
    int64_t sum_dong = 0;
    int64_t paid = 0;
    size_t row = columns.first_row[person];
    while (person < last && columns.first_row[person + 1] - row == 1) {
        uint16_t cell = row_cell(&month, &columns, person, row);
        if (cell == NEEDS_MORE) {
            break;
        }
        size_t place = columns.place ? columns.place[person] : 0;
        int64_t dong = month.units[cell * month.place_count + place] *
                       cell_times(&month, cell, columns.child_count[row]);
        amount_dong[row] = dong;
        sum_dong += dong;
        paid += dong > 0;
        person++;
        row++;
    }
    run->sum.amount_dong += sum_dong;
    run->sum.amount_count += paid;
    run->sum.person_count += paid;
    return person;
}

Status law_month_run(Ctx *ctx, const LawMonth *month, const LawColumns *columns, LawSpan persons,
                     int64_t *amount_dong, LawMonthSum *ret_sum) {
    Run *run = NULL;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, sizeof *run, (void **)&run));
    TRY(ctx_alloc(ctx, sizeof *run->probe, (void **)&run->probe));
    run->month = month;
    probe_begin(month, NULL, 0, run->probe);
    for (size_t person = persons.first; person < persons.last;) {
        person = singles_run(run, columns, person, persons.last, amount_dong);
        if (person < persons.last) {
            TRY(person_run(ctx, run, columns, person, amount_dong));
            person++;
        }
    }
    LawMonthSum sum = run->sum;
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
