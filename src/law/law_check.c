/*
 * What the rows of a book must be together (LW1). Amounts are intervals of age and time for some
 * degrees, so it is enough to look at each corner: every age and every day at which some row begins
 * or has just ended. One row at each corner means one row everywhere.
 */
#include "law/law_book.h"

typedef struct Corners {
    int64_t at[2 * LAW_ROW_MAX + 8];
    size_t count;
} Corners;

static void corner_add(Corners *corners, int64_t at, int64_t from, int64_t to) {
    if (at < from || at > to || corners->count == sizeof corners->at / sizeof corners->at[0]) {
        return;
    }
    for (size_t i = 0; i < corners->count; i++) {
        if (corners->at[i] == at) {
            return;
        }
    }
    corners->at[corners->count++] = at;
}

/* The first day of the month after; rows end with a month. */
static int64_t day_after(int64_t day) {
    if (day >= LAW_DATE_OPEN) {
        return LAW_DATE_OPEN;
    }
    return period_first_day(period_next((Period){day / 100}));
}

/* Two conditions that no person can meet at once. */
static bool tests_exclude(const LawTest *a, const LawTest *b) {
    if (a->kind != b->kind || a->fact != b->fact || a->on_day != b->on_day) {
        return false;
    }
    if (a->kind == LAW_TEST_WORDS) {
        return (a->words & b->words) == 0;
    }
    return a->kind == LAW_TEST_RANGE && a->below_parameter < 0 && b->below_parameter < 0 &&
           (a->below <= b->at_least || b->below <= a->at_least);
}

static bool rows_exclude(const LawBook *book, const LawRow *a, const LawRow *b) {
    if (!str_equal(a->source.area, b->source.area)) {
        return true; /* the engine compares them */
    }
    for (size_t i = a->tests.first; i < a->tests.first + a->tests.count; i++) {
        for (size_t j = b->tests.first; j < b->tests.first + b->tests.count; j++) {
            if (tests_exclude(&book->tests[i], &book->tests[j])) {
                return true;
            }
        }
    }
    return false;
}

typedef struct Corner {
    int32_t category_no;
    int32_t component;
    uint32_t degree;
    int64_t age;
    int64_t day;
} Corner;

static bool row_holds(const LawRow *row, const Corner *corner) {
    return row->component == corner->component && (row->degrees >> corner->degree & 1U) != 0 &&
           row->ages.from_months <= corner->age && corner->age < row->ages.below_months &&
           row->source.pays_from <= corner->day && corner->day <= row->source.pays_to;
}

static bool same_knowledge(const LawSource *a, const LawSource *b) {
    return a->is_reform == b->is_reform && a->known_from == b->known_from &&
           a->pays_from == b->pays_from;
}

static Status overlap_fail(Ctx *ctx, const LawBook *book, const LawRow *a, const LawRow *b,
                           const Corner *corner) {
    return ctx_fail(ctx, E_LAW_CONFLICT,
                    "%s:%zu and %s:%zu both hold: %.*s, degree %u, age %lld months, day %lld",
                    a->source.file, a->source.line, b->source.file, b->source.line,
                    STR_ARG(book->categories[corner->category_no - 1].category_code),
                    corner->degree, (long long)corner->age, (long long)corner->day);
}

static Status corner_check(Ctx *ctx, const LawBook *book, const Corner *corner, bool required) {
    const LawWho *who = &book->who[corner->category_no - 1];
    bool held = false;
    for (size_t i = who->first_row; i < who->last_row; i++) {
        const LawRow *row = &book->rows[i];
        if (!row_holds(row, corner)) {
            continue;
        }
        held = held || str_is_empty(row->source.area);
        for (size_t j = i + 1; j < who->last_row; j++) {
            const LawRow *other = &book->rows[j];
            if (row_holds(other, corner) && same_knowledge(&row->source, &other->source) &&
                !rows_exclude(book, row, other)) {
                return overlap_fail(ctx, book, row, other, corner);
            }
        }
    }
    if (!held && required && str_is_empty(who->source.area)) {
        return ctx_fail(ctx, E_LAW_CONFLICT,
                        "%s:%zu: no amount: %.*s, degree %u, age %lld months, day %lld",
                        who->source.file, who->source.line,
                        STR_ARG(book->categories[corner->category_no - 1].category_code),
                        corner->degree, (long long)corner->age, (long long)corner->day);
    }
    return OK;
}

typedef struct Grid {
    Corners ages;
    Corners days;
} Grid;

static void grid_fill(const LawBook *book, int32_t category_no, int32_t component, Grid *grid) {
    const LawWho *who = &book->who[category_no - 1];
    int64_t age_to = who->ages.below_months - 1;
    int64_t day_to = law_category_last_day(book, category_no, LAW_ALL_KNOWN);
    grid->ages.count = 0;
    grid->days.count = 0;
    corner_add(&grid->ages, who->ages.from_months, 0, LAW_AGE_OPEN);
    corner_add(&grid->days, who->source.pays_from, 0, LAW_DATE_OPEN);
    for (size_t i = who->first_row; i < who->last_row; i++) {
        const LawRow *row = &book->rows[i];
        if (row->component != component) {
            continue;
        }
        corner_add(&grid->ages, row->ages.from_months, who->ages.from_months, age_to);
        corner_add(&grid->ages, row->ages.below_months, who->ages.from_months, age_to);
        corner_add(&grid->days, row->source.pays_from, who->source.pays_from, day_to);
        corner_add(&grid->days, day_after(row->source.pays_to), who->source.pays_from, day_to - 1);
    }
}

static Status component_check(Ctx *ctx, const LawBook *book, int32_t category_no, size_t first,
                              Grid *grid) {
    const LawCategory *category = &book->categories[category_no - 1];
    const LawWho *who = &book->who[category_no - 1];
    int32_t component = book->rows[first].component;
    bool required = false;
    for (size_t i = first; i < who->last_row && book->rows[i].component == component; i++) {
        required = required || !book->rows[i].partial;
    }
    grid_fill(book, category_no, component, grid);
    for (uint32_t degree = 0; degree <= LAW_DEGREE_EXCEPTIONAL; degree++) {
        for (size_t a = 0; a < grid->ages.count && (category->degrees >> degree & 1U) != 0; a++) {
            for (size_t d = 0; d < grid->days.count; d++) {
                Corner corner = {category_no, component, degree, grid->ages.at[a],
                                 grid->days.at[d]};
                TRY(corner_check(ctx, book, &corner, required));
            }
        }
    }
    return OK;
}

Status law_book_check_rows(Ctx *ctx, const LawBook *book) {
    Grid *grid = NULL;
    TRY(ctx_alloc(ctx, sizeof *grid, (void **)&grid));
    for (size_t i = 0; i < book->category_count; i++) {
        const LawWho *who = &book->who[i];
        if (who->first_row == who->last_row) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: %.*s has no amount", who->source.file,
                            who->source.line, STR_ARG(book->categories[i].category_code));
        }
        for (size_t row = who->first_row; row < who->last_row; row++) {
            if (row == who->first_row ||
                book->rows[row].component != book->rows[row - 1].component) {
                TRY(component_check(ctx, book, (int32_t)i + 1, row, grid));
            }
        }
    }
    return OK;
}

Status law_book_check(Ctx *ctx, LawBook *book) {
    if (book->category_count == 0 || book->component_count == 0 || book->programme_count == 0) {
        return ctx_fail(ctx, E_LAW_SYNTAX,
                        "programmes, components, categories and amounts are all needed");
    }
    TRY(law_book_check_rules(ctx, book));
    return law_book_check_rows(ctx, book);
}
