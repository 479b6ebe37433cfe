/*
 * Simulation: the register once into columns, then each month twice, by the law and by the reform.
 * There is no way from here into a payroll: nothing is written.
 */
#include "app/law_register.h"

#include "value/date.h"

enum { AREA_NUMBER_MAX = 65536, PROGRAMME_MAX = 32, MONTHS_MAX = 120 };

typedef struct SimSum {
    int64_t winner_count;
    int64_t loser_count;
    int64_t before_dong;
    int64_t after_dong;
} SimSum;

/* The register in columns; all memory is the arena's. */
typedef struct SimColumns {
    LawColumns columns;
    size_t person_size;
    size_t row_size;
    uint32_t *first_row;
    int32_t *birth_month;
    int32_t *death_month;
    int64_t *area_id;
    uint16_t *category_no;
    uint8_t *degree;
    uint8_t *child_count;
    int32_t *from_month;
    int32_t *to_month;
    int64_t undecided_count; /* rights under a category that the law does not know */
} SimColumns;

typedef struct Sim {
    const LawSimulation *ask;
    const TableOut *out;
    SimColumns register_;
    int64_t *before_dong;
    int64_t *after_dong;
    int64_t *area_ids; /* those met, in the order in which they were met */
    uint16_t *area_of; /* of each person: place in area_ids */
    size_t area_count;
    SimSum *sums; /* [area][programme] */
} Sim;

static Status columns_alloc(Ctx *ctx, App *app, SimColumns *to) {
    int64_t rights = 0;
    int64_t pauses = 0;
    TRY(db_query_int64(ctx, app->db, SQL_LAW_COUNT_RIGHTS, DB_NO_PARAMS, 0, &rights));
    TRY(db_query_int64(ctx, app->db, SQL_LAW_COUNT_PAUSES, DB_NO_PARAMS, 0, &pauses));
    to->person_size = (size_t)rights;
    to->row_size = (size_t)(rights + pauses); /* a pause splits a right in two */
    TRY(ctx_alloc(ctx, (to->person_size + 1) * sizeof *to->first_row, (void **)&to->first_row));
    TRY(ctx_alloc(ctx, (to->person_size + 1) * sizeof *to->birth_month, (void **)&to->birth_month));
    TRY(ctx_alloc(ctx, (to->person_size + 1) * sizeof *to->death_month, (void **)&to->death_month));
    TRY(ctx_alloc(ctx, (to->person_size + 1) * sizeof *to->area_id, (void **)&to->area_id));
    TRY(ctx_alloc(ctx, (to->row_size + 1) * sizeof *to->category_no, (void **)&to->category_no));
    TRY(ctx_alloc(ctx, (to->row_size + 1) * sizeof *to->degree, (void **)&to->degree));
    TRY(ctx_alloc(ctx, (to->row_size + 1) * sizeof *to->child_count, (void **)&to->child_count));
    TRY(ctx_alloc(ctx, (to->row_size + 1) * sizeof *to->from_month, (void **)&to->from_month));
    return ctx_alloc(ctx, (to->row_size + 1) * sizeof *to->to_month, (void **)&to->to_month);
}

static Status row_add(Ctx *ctx, SimColumns *to, const LawEnrolment *enrolment, int32_t from,
                      int32_t last) {
    size_t row = to->columns.row_count;
    if (from > last) {
        return OK;
    }
    if (row == to->row_size) {
        return ctx_fail(ctx, E_BUG, "more than %zu rows", to->row_size);
    }
    to->category_no[row] = (uint16_t)enrolment->category_no;
    to->degree[row] = (uint8_t)(enrolment->degree < 0 || enrolment->degree > LAW_DEGREE_EXCEPTIONAL
                                    ? 0
                                    : enrolment->degree);
    to->child_count[row] = (uint8_t)(enrolment->child_count > 255 ? 255 : enrolment->child_count);
    to->from_month[row] = from;
    to->to_month[row] = last;
    to->columns.row_count++;
    return OK;
}

/* A right without its pauses: one row for each stretch between them. */
static Status right_add(Ctx *ctx, SimColumns *to, const LawEnrolment *enrolment) {
    int32_t from = law_month_number(enrolment->from_period);
    int32_t last =
        enrolment->to_period.number == 0 ? INT32_MAX : law_month_number(enrolment->to_period);
    for (size_t i = 0; i < enrolment->pause_count; i++) {
        const LawPause *pause = &enrolment->pauses[i];
        int32_t begins = law_month_number((Period){pause->from_period});
        TRY(row_add(ctx, to, enrolment, from, begins - 1 < last ? begins - 1 : last));
        if (pause->to_period == 0) {
            return OK;
        }
        from = law_month_number((Period){pause->to_period}) + 1;
    }
    return row_add(ctx, to, enrolment, from, last);
}

static Status person_add(Ctx *ctx, SimColumns *to, const RegisterPerson *person) {
    size_t at = to->columns.person_count;
    int64_t month = person->law.birth_date / 100;
    to->first_row[at] = (uint32_t)to->columns.row_count;
    to->birth_month[at] = law_month_number((Period){month % 100 == 0 ? month + 1 : month});
    to->death_month[at] = person->law.death_date == 0
                              ? INT32_MAX
                              : law_month_number((Period){person->law.death_date / 100});
    to->area_id[at] = person->area_id;
    for (size_t i = 0; i < person->law.enrolment_count; i++) {
        if (person->law.enrolments[i].category_no == 0) {
            to->undecided_count++;
            continue;
        }
        TRY(right_add(ctx, to, &person->law.enrolments[i]));
    }
    to->columns.person_count++;
    to->first_row[at + 1] = (uint32_t)to->columns.row_count;
    return OK;
}

static Status columns_fill(Ctx *ctx, App *app, Sim *sim, RegisterReader *reader) {
    SimColumns *to = &sim->register_;
    RegisterPerson *person = NULL;
    TRY(ctx_alloc(ctx, sizeof *person, (void **)&person));
    for (;;) { /* ends: the cursors only move forward */
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(register_reader_next(ctx, app->law, reader, person));
        if (person->person_id == INT64_MAX) {
            break;
        }
        TRY(person_add(ctx, to, person));
        arena_rewind(ctx->arena, mark);
    }
    to->columns.first_row = to->first_row;
    to->columns.birth_month = to->birth_month;
    to->columns.death_month = to->death_month;
    to->columns.category_no = to->category_no;
    to->columns.degree = to->degree;
    to->columns.child_count = to->child_count;
    to->columns.from_month = to->from_month;
    to->columns.to_month = to->to_month;
    return OK;
}

/* Area ids are spread wide; the sums go by their place among those met. */
static Status areas_number(Ctx *ctx, Sim *sim) {
    const SimColumns *of = &sim->register_;
    size_t persons = of->columns.person_count;
    int64_t highest = 0;
    uint16_t *number = NULL;
    for (size_t i = 0; i < persons; i++) {
        highest = of->area_id[i] > highest ? of->area_id[i] : highest;
    }
    if (highest > 100000000) {
        return ctx_fail(ctx, E_BUG, "area %lld", (long long)highest);
    }
    TRY(ctx_alloc(ctx, ((size_t)highest + 1) * sizeof *number, (void **)&number));
    TRY(ctx_alloc(ctx, AREA_NUMBER_MAX * sizeof *sim->area_ids, (void **)&sim->area_ids));
    TRY(ctx_alloc(ctx, (persons + 1) * sizeof *sim->area_of, (void **)&sim->area_of));
    for (size_t i = 0; i < persons; i++) {
        int64_t area_id = sim->ask->by_area ? of->area_id[i] : 0;
        if (number[area_id] == 0) {
            if (sim->area_count == AREA_NUMBER_MAX - 1) {
                return ctx_fail(ctx, E_BUG, "more than %d areas", AREA_NUMBER_MAX);
            }
            sim->area_ids[sim->area_count++] = area_id;
            number[area_id] = (uint16_t)sim->area_count;
        }
        sim->area_of[i] = (uint16_t)(number[area_id] - 1);
    }
    return ctx_alloc(ctx, (sim->area_count + 1) * PROGRAMME_MAX * sizeof *sim->sums,
                     (void **)&sim->sums);
}

static Status month_amounts(Ctx *ctx, const Sim *sim, const LawBook *book, Period month,
                            int64_t *amount_dong) {
    const LawMonth *table = NULL;
    LawMonthSum sum;
    const LawColumns *columns = &sim->register_.columns;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(law_month_compile(ctx, book, month, LAW_ALL_KNOWN, NULL, &table));
    TRY(law_month_run(ctx, table, columns, (LawSpan){0, columns->person_count}, amount_dong, &sum));
    arena_rewind(ctx->arena, mark);
    return OK;
}

static void person_compare(Sim *sim, const LawBook *book, size_t person) {
    const LawColumns *columns = &sim->register_.columns;
    int64_t before[PROGRAMME_MAX] = {0};
    int64_t after[PROGRAMME_MAX] = {0};
    uint32_t met = 0;
    for (size_t row = columns->first_row[person]; row < columns->first_row[person + 1]; row++) {
        int32_t programme = law_category_at(book, columns->category_no[row])->programme_no;
        before[programme] += sim->before_dong[row];
        after[programme] += sim->after_dong[row];
        met |= 1U << programme;
    }
    for (int programme = 0; met != 0; programme++, met >>= 1U) {
        SimSum *sum = &sim->sums[(size_t)sim->area_of[person] * PROGRAMME_MAX + (size_t)programme];
        if ((met & 1U) != 0) {
            sum->winner_count += after[programme] > before[programme];
            sum->loser_count += after[programme] < before[programme];
            sum->before_dong += before[programme];
            sum->after_dong += after[programme];
        }
    }
}

static Status month_show(Ctx *ctx, App *app, Sim *sim, Period month) {
    for (size_t area = 0; area < sim->area_count; area++) {
        for (int32_t programme = 0; programme < PROGRAMME_MAX; programme++) {
            SimSum *sum = &sim->sums[area * PROGRAMME_MAX + (size_t)programme];
            TableCell cells[] = {
                CELL_N(month.number),
                sim->area_ids[area] == 0 ? CELL_EMPTY : CELL_N(sim->area_ids[area]),
                CELL_T(law_programme_code(app->law, programme)),
                CELL_N(sum->winner_count),
                CELL_N(sum->loser_count),
                CELL_N(sum->before_dong),
                CELL_N(sum->after_dong),
                CELL_N(sum->after_dong - sum->before_dong),
            };
            if (sum->before_dong != 0 || sum->after_dong != 0) {
                TRY(sim->out->row(ctx, sim->out->arg, cells, sizeof cells / sizeof cells[0]));
            }
            *sum = (SimSum){0, 0, 0, 0};
        }
    }
    return OK;
}

static Status months_compare(Ctx *ctx, App *app, Sim *sim) {
    static const TableColumn COLUMNS[] = {
        {"period", "Tháng", "Month", CELL_PERIOD},
        {"area_id", "Địa bàn", "Area", CELL_ID},
        {"programme", "Chế độ", "Programme", CELL_TEXT},
        {"winner_count", "Được thêm", "Winners", CELL_INT},
        {"loser_count", "Bị giảm", "Losers", CELL_INT},
        {"before_dong", "Hiện hành", "Now", CELL_DONG},
        {"after_dong", "Theo phương án", "Reform", CELL_DONG},
        {"difference_dong", "Chênh lệch", "Difference", CELL_DONG},
    };
    size_t rows = sim->register_.columns.row_count + 1;
    TRY(ctx_alloc(ctx, rows * sizeof *sim->before_dong, (void **)&sim->before_dong));
    TRY(ctx_alloc(ctx, rows * sizeof *sim->after_dong, (void **)&sim->after_dong));
    TRY(sim->out->begin(ctx, sim->out->arg, "law_simulation", COLUMNS,
                        sizeof COLUMNS / sizeof COLUMNS[0]));
    for (Period month = sim->ask->from; period_compare(month, sim->ask->to) <= 0;
         month = period_next(month)) { /* ends: MONTHS_MAX */
        TRY(month_amounts(ctx, sim, app->law, month, sim->before_dong));
        TRY(month_amounts(ctx, sim, sim->ask->reform, month, sim->after_dong));
        for (size_t person = 0; person < sim->register_.columns.person_count; person++) {
            person_compare(sim, app->law, person);
        }
        TRY(month_show(ctx, app, sim, month));
    }
    return sim->out->end(ctx, sim->out->arg);
}

typedef struct SimArg {
    Sim *sim;
} SimArg;

static Status simulate_in_read(Ctx *ctx, App *app, const void *arg) {
    Sim *sim = ((const SimArg *)arg)->sim;
    RegisterReader reader;
    TRY(columns_alloc(ctx, app, &sim->register_));
    TRY(register_reader_open(ctx, app, sim->ask->area_id, &reader));
    Status status = columns_fill(ctx, app, sim, &reader);
    register_reader_close(&reader);
    TRY(status);
    TRY(areas_number(ctx, sim));
    return months_compare(ctx, app, sim);
}

Status law_simulate_register(Ctx *ctx, App *app, const LawSimulation *ask, const TableOut *out) {
    Sim *sim = NULL;
    int64_t months = period_months_between(ask->from, ask->to) + 1;
    if (months < 1 || months > MONTHS_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "%lld months", (long long)months);
    }
    TRY(ctx_alloc(ctx, sizeof *sim, (void **)&sim));
    sim->ask = ask;
    sim->out = out;
    SimArg arg = {sim};
    return app_read(ctx, app, RIGHT_REPORT, ask->area_id, simulate_in_read, &arg);
}
