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
    int64_t *area_id;        /* of each person */
    LawColumnsRight *rights; /* of the person being put in */
    size_t right_count;
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
    size_t persons = (size_t)rights;
    TRY(ctx_alloc(ctx, (persons + 1) * sizeof *to->area_id, (void **)&to->area_id));
    return law_columns_begin(ctx, persons, (size_t)(rights + pauses), &to->columns);
}

static void row_add(SimColumns *to, const LawEnrolment *enrolment, int32_t from, int32_t last) {
    if (from <= last) {
        to->rights[to->right_count++] = (LawColumnsRight){.category_no = enrolment->category_no,
                                                          .degree = enrolment->degree,
                                                          .child_count = enrolment->child_count,
                                                          .from_month = from,
                                                          .to_month = last};
    }
}

/* A right without its pauses: one row for each stretch between them. */
static void right_add(SimColumns *to, const LawEnrolment *enrolment) {
    int32_t from = law_month_number(enrolment->from_period);
    int32_t last =
        enrolment->to_period.number == 0 ? INT32_MAX : law_month_number(enrolment->to_period);
    for (size_t i = 0; i < enrolment->pause_count; i++) {
        const LawPause *pause = &enrolment->pauses[i];
        int32_t begins = law_month_number((Period){pause->from_period});
        row_add(to, enrolment, from, begins - 1 < last ? begins - 1 : last);
        if (pause->to_period == 0) {
            return;
        }
        from = law_month_number((Period){pause->to_period}) + 1;
    }
    row_add(to, enrolment, from, last);
}

static Status person_add(Ctx *ctx, SimColumns *to, const RegisterPerson *person) {
    int64_t month = person->law.birth_date / 100;
    int64_t death = person->law.death_date;
    size_t room = 0;
    for (size_t i = 0; i < person->law.enrolment_count; i++) {
        room += 1 + person->law.enrolments[i].pause_count;
    }
    TRY(ctx_alloc(ctx, room * sizeof *to->rights, (void **)&to->rights));
    to->right_count = 0;
    for (size_t i = 0; i < person->law.enrolment_count; i++) {
        if (person->law.enrolments[i].category_no == 0) {
            to->undecided_count++;
        } else {
            right_add(to, &person->law.enrolments[i]);
        }
    }
    to->area_id[to->columns.person_count] = person->area_id;
    LawColumnsPerson add = {
        .birth_month = law_month_number((Period){month % 100 == 0 ? month + 1 : month}),
        .death_month = death == 0 ? INT32_MAX : law_month_number((Period){death / 100}),
        .rights = to->rights,
        .right_count = to->right_count};
    return law_columns_add(ctx, &to->columns, &add);
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
        int32_t programme = law_category_at(book, law_columns_category(columns, row))->programme_no;
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
