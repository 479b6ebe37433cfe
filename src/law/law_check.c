/*
 * What the rows of a book must be together (LW1). Rows are intervals of age and time, so it is
 * enough to count the rows that hold at each corner: every age and every day at which some row
 * begins or has just ended. One row at each corner means one row everywhere.
 */
#include "law/law_book.h"

#include <stdlib.h>

static int row_compare(const void *a, const void *b) {
    const LawRow *x = a;
    const LawRow *y = b;
    if (x->category_no != y->category_no) {
        return x->category_no < y->category_no ? -1 : 1;
    }
    if (x->applies_from != y->applies_from) {
        return x->applies_from < y->applies_from ? -1 : 1;
    }
    return (x->age_from > y->age_from) - (x->age_from < y->age_from);
}

static void rows_order(LawBook *book) {
    qsort(book->rows, book->row_count, sizeof book->rows[0], row_compare);
    size_t row = 0;
    for (size_t i = 0; i < book->category_count; i++) {
        while (row < book->row_count && book->rows[row].category_no <= (int32_t)i) {
            row++;
        }
        book->first_row[i] = row;
    }
    book->first_row[book->category_count] = book->row_count;
}

/* The day after; only its place in the order matters, so month ends need no calendar. */
static int64_t day_after(int64_t day) {
    return day >= LAW_DATE_OPEN ? LAW_DATE_OPEN : day + 1;
}

static bool row_holds(const LawRow *row, uint32_t degree, int32_t age, int64_t day) {
    return (row->degrees & 1U << degree) != 0 && row->age_from <= age && age < row->age_below &&
           row->applies_from <= day && day <= row->applies_to;
}

static Status corner_check(Ctx *ctx, const LawBook *book, size_t category, uint32_t degree,
                           int32_t age, int64_t day) {
    const LawRow *held = NULL;
    for (size_t i = book->first_row[category]; i < book->first_row[category + 1]; i++) {
        const LawRow *row = &book->rows[i];
        if (!row_holds(row, degree, age, day)) {
            continue;
        }
        if (held) {
            return ctx_fail(ctx, E_LAW_CONFLICT,
                            "%s:%zu and %s:%zu both hold: %.*s, degree %u, age %d, day %lld",
                            held->place.file, held->place.line, row->place.file, row->place.line,
                            STR_ARG(book->categories[category].category_code), degree, (int)age,
                            (long long)day);
        }
        held = row;
    }
    if (!held) {
        LawPlace place = book->category_places[category];
        return ctx_fail(ctx, E_LAW_CONFLICT,
                        "%s:%zu: no coefficient: %.*s, degree %u, age %d, day %lld", place.file,
                        place.line, STR_ARG(book->categories[category].category_code), degree,
                        (int)age, (long long)day);
    }
    return OK;
}

typedef struct Corners {
    int64_t at[2 * LAW_ROW_MAX + 2];
    size_t count;
} Corners;

static void corner_add(Corners *corners, int64_t at, int64_t from, int64_t below) {
    if (at >= from && at < below && corners->count < sizeof corners->at / sizeof corners->at[0]) {
        corners->at[corners->count++] = at;
    }
}

static Status category_check(Ctx *ctx, const LawBook *book, size_t category, Corners *ages,
                             Corners *days) {
    const LawCategory *own = &book->categories[category];
    int64_t age_from = own->age_from < 0 ? 0 : own->age_from;
    int64_t age_below = own->age_below < 0 ? LAW_AGE_OPEN : own->age_below;
    int64_t day_below = day_after(own->applies_to);
    *ages = (Corners){.count = 0};
    *days = (Corners){.count = 0};
    corner_add(ages, age_from, age_from, age_below);
    corner_add(days, own->applies_from, own->applies_from, day_below);
    for (size_t i = book->first_row[category]; i < book->first_row[category + 1]; i++) {
        const LawRow *row = &book->rows[i];
        corner_add(ages, row->age_from, age_from, age_below);
        corner_add(ages, row->age_below, age_from, age_below);
        corner_add(days, row->applies_from, own->applies_from, day_below);
        corner_add(days, day_after(row->applies_to), own->applies_from, day_below);
    }
    for (uint32_t degree = 0; degree <= LAW_DEGREE_EXCEPTIONAL; degree++) {
        if ((own->degrees & 1U << degree) == 0) {
            continue;
        }
        for (size_t a = 0; a < ages->count; a++) {
            for (size_t d = 0; d < days->count; d++) {
                TRY(corner_check(ctx, book, category, degree, (int32_t)ages->at[a], days->at[d]));
            }
        }
    }
    return OK;
}

/* Each day from the category's first on has one start rule. */
static Status starts_check(Ctx *ctx, const LawBook *book, int32_t category_no) {
    const LawCategory *category = &book->categories[category_no - 1];
    LawPlace place = book->category_places[category_no - 1];
    int64_t day = category->applies_from;
    while (day < LAW_DATE_OPEN) { /* ends: each step leaves the interval of one rule behind */
        const LawStartRule *held = NULL;
        for (size_t i = 0; i < book->start_count; i++) {
            const LawStartRule *rule = &book->starts[i];
            if (rule->category_no != category_no || day < rule->decided_from ||
                day > rule->decided_to) {
                continue;
            }
            if (held) {
                return ctx_fail(ctx, E_LAW_CONFLICT,
                                "%s:%zu and %s:%zu: two start rules of %.*s on %lld",
                                held->place.file, held->place.line, rule->place.file,
                                rule->place.line, STR_ARG(category->category_code), (long long)day);
            }
            held = rule;
        }
        if (!held) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: no start rule of %.*s on %lld",
                            place.file, place.line, STR_ARG(category->category_code),
                            (long long)day);
        }
        day = period_first_day(period_next((Period){held->decided_to / 100}));
        if (held->decided_to >= LAW_DATE_OPEN) {
            day = LAW_DATE_OPEN;
        }
    }
    return OK;
}

static Status standards_check(Ctx *ctx, const LawBook *book) {
    for (size_t i = 1; i < book->standard_count; i++) {
        const LawStandardRow *before = &book->standards[i - 1];
        const LawStandardRow *row = &book->standards[i];
        int64_t expected = period_first_day(period_next((Period){before->applies_to / 100}));
        if (before->applies_to == LAW_DATE_OPEN || row->applies_from != expected) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: does not follow %s:%zu day on day",
                            row->place.file, row->place.line, before->place.file,
                            before->place.line);
        }
    }
    return OK;
}

/* Rows change with a month, since everything is owed by month. */
static Status months_check(Ctx *ctx, LawPlace place, int64_t from, int64_t to) {
    if (from % 100 != 1 || (to != LAW_DATE_OPEN && to != period_last_day((Period){to / 100}))) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: must begin and end with a month", place.file,
                        place.line);
    }
    return OK;
}

static Status all_months_check(Ctx *ctx, const LawBook *book) {
    for (size_t i = 0; i < book->standard_count; i++) {
        const LawStandardRow *row = &book->standards[i];
        TRY(months_check(ctx, row->place, row->applies_from, row->applies_to));
    }
    for (size_t i = 0; i < book->row_count; i++) {
        const LawRow *row = &book->rows[i];
        TRY(months_check(ctx, row->place, row->applies_from, row->applies_to));
    }
    for (size_t i = 0; i < book->category_count; i++) {
        const LawCategory *category = &book->categories[i];
        TRY(months_check(ctx, book->category_places[i], category->applies_from,
                         category->applies_to));
    }
    for (size_t i = 0; i < book->start_count; i++) {
        const LawStartRule *rule = &book->starts[i];
        TRY(months_check(ctx, rule->place, rule->decided_from, rule->decided_to));
    }
    return OK;
}

Status law_book_check(Ctx *ctx, LawBook *book) {
    if (book->standard_count == 0 || book->category_count == 0 || !book->has_highest_only ||
        !book->has_stop_rule) {
        return ctx_fail(ctx, E_LAW_SYNTAX,
                        "standards, categories, highest_only and stop_rules are all needed");
    }
    rows_order(book);
    TRY(all_months_check(ctx, book));
    TRY(standards_check(ctx, book));
    Corners *ages = NULL;
    Corners *days = NULL;
    TRY(ctx_alloc(ctx, sizeof *ages, (void **)&ages));
    TRY(ctx_alloc(ctx, sizeof *days, (void **)&days));
    for (size_t i = 0; i < book->category_count; i++) {
        TRY(category_check(ctx, book, i, ages, days));
        TRY(starts_check(ctx, book, (int32_t)i + 1));
    }
    return OK;
}
