/* Parameters, tables, start and stop rules, combinations: no gap, no overlap, no circle. */
#include "law/law_book.h"

static int64_t day_after(int64_t day) {
    return day >= LAW_DATE_OPEN ? LAW_DATE_OPEN
                                : period_first_day(period_next((Period){day / 100}));
}

static bool same_source(const LawSource *a, const LawSource *b) {
    return a->is_reform == b->is_reform && a->known_from == b->known_from &&
           a->pays_from == b->pays_from && str_equal(a->area, b->area);
}

static Status twice_fail(Ctx *ctx, const LawSource *a, const LawSource *b, Str name) {
    return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu and %s:%zu: two values of %.*s for one day",
                    a->file, a->line, b->file, b->line, STR_ARG(name));
}

/* Once a parameter has a value it has one on every day that a later row follows. */
static Status values_check(Ctx *ctx, const LawBook *book, const LawParameter *parameter) {
    const LawSource *source = &parameter->source;
    if (parameter->first == parameter->last) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: %.*s has no value", source->file,
                        source->line, STR_ARG(parameter->name));
    }
    for (size_t i = parameter->first; i < parameter->last; i++) {
        const LawSource *row = &book->values[i].source;
        int64_t next = day_after(row->pays_to);
        bool follows = false;
        bool covered = false;
        for (size_t j = parameter->first; j < parameter->last; j++) {
            const LawSource *other = &book->values[j].source;
            if (j > i && same_source(row, other)) {
                return twice_fail(ctx, row, other, parameter->name);
            }
            bool own = str_equal(row->area, other->area);
            follows = follows || (own && other->pays_from > row->pays_to);
            covered = covered || (own && other->pays_from <= next && next <= other->pays_to);
        }
        if (follows && !covered) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: %.*s has no value on %lld", row->file,
                            row->line, STR_ARG(parameter->name), (long long)next);
        }
    }
    return OK;
}

/* Follows the parameters that a parameter multiplies; more steps than parameters is a circle. */
static Status circle_check(Ctx *ctx, const LawBook *book, size_t parameter, size_t depth) {
    const LawParameter *of = &book->parameters[parameter];
    if (depth > book->parameter_count) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: %.*s is computed from itself",
                        of->source.file, of->source.line, STR_ARG(of->name));
    }
    for (size_t i = of->first; i < of->last; i++) {
        if (book->values[i].of >= 0) {
            TRY(circle_check(ctx, book, (size_t)book->values[i].of, depth + 1));
        }
    }
    return OK;
}

static Status cells_check(Ctx *ctx, const LawBook *book, const LawTableRow *row, Str name) {
    for (size_t i = row->first_cell + 1; i < row->first_cell + row->cell_count; i++) {
        if (book->cells[i].from != book->cells[i - 1].to + 1) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: table %.*s: %lld does not follow %lld",
                            row->source.file, row->source.line, STR_ARG(name),
                            (long long)book->cells[i].from, (long long)book->cells[i - 1].to);
        }
    }
    return OK;
}

static Status tables_check(Ctx *ctx, const LawBook *book, const LawTable *table) {
    for (size_t i = table->first; i < table->last; i++) {
        TRY(cells_check(ctx, book, &book->table_rows[i], table->name));
        for (size_t j = i + 1; j < table->last; j++) {
            if (same_source(&book->table_rows[i].source, &book->table_rows[j].source)) {
                return twice_fail(ctx, &book->table_rows[i].source, &book->table_rows[j].source,
                                  table->name);
            }
        }
    }
    return OK;
}

/* The rules of a category, or of its programme, that hold on a day. */
static size_t starts_on(const LawBook *book, int32_t category_no, int64_t day, bool by_category,
                        const LawStartRule **ret_rule) {
    size_t count = 0;
    for (size_t i = 0; i < book->start_count; i++) {
        const LawStartRule *rule = &book->starts[i];
        if (law_scope_has(book, rule->scope, category_no) &&
            (rule->scope.category_no != 0) == by_category && rule->decided_from <= day &&
            day <= rule->decided_to) {
            count++;
            *ret_rule = rule;
        }
    }
    return count;
}

/* After this day the rules of a category stay as they are. */
static int64_t starts_last_change(const LawBook *book, int32_t category_no) {
    int64_t last = 0;
    for (size_t i = 0; i < book->start_count; i++) {
        const LawStartRule *rule = &book->starts[i];
        if (law_scope_has(book, rule->scope, category_no)) {
            int64_t to = rule->decided_to == LAW_DATE_OPEN ? rule->decided_from : rule->decided_to;
            last = to > last ? to : last;
        }
    }
    return last;
}

/* Each day from the category's first on has one start rule, of its own or of its programme. */
static Status starts_check(Ctx *ctx, const LawBook *book, int32_t category_no) {
    const LawCategory *category = &book->categories[category_no - 1];
    const LawSource *source = &book->who[category_no - 1].source;
    int64_t day = category->pays_from;
    int64_t last_day = law_category_last_day(book, category_no, LAW_ALL_KNOWN);
    int64_t last_change = starts_last_change(book, category_no);
    while (day < last_day) { /* ends: each step goes to the next month */
        const LawStartRule *own = NULL;
        const LawStartRule *of_programme = NULL;
        size_t own_count = starts_on(book, category_no, day, true, &own);
        size_t count = starts_on(book, category_no, day, false, &of_programme);
        if (own_count > 1 || count > 1) {
            const LawStartRule *rule = own_count > 1 ? own : of_programme;
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: a second start rule of %.*s on %lld",
                            rule->source.file, rule->source.line, STR_ARG(category->category_code),
                            (long long)day);
        }
        if (own_count + count == 0) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: no start rule of %.*s on %lld",
                            source->file, source->line, STR_ARG(category->category_code),
                            (long long)day);
        }
        day = day > last_change ? last_day : day_after(day);
    }
    return OK;
}

static Status stops_check(Ctx *ctx, const LawBook *book, int32_t category_no) {
    const LawSource *source = &book->who[category_no - 1].source;
    for (uint32_t on = LAW_STOP_DEATH; on <= LAW_STOP_CONDITION; on <<= 1U) {
        size_t own = 0;
        size_t of_programme = 0;
        for (size_t i = 0; i < book->stop_count; i++) {
            const LawStopRule *rule = &book->stops[i];
            if ((rule->on & on) != 0 && law_scope_has(book, rule->scope, category_no)) {
                own += rule->scope.category_no != 0;
                of_programme += rule->scope.category_no == 0;
            }
        }
        if (own > 1 || of_programme > 1 || own + of_programme == 0) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: %.*s has %s stop rule for %s",
                            source->file, source->line,
                            STR_ARG(book->categories[category_no - 1].category_code),
                            own + of_programme == 0 ? "no" : "more than one",
                            on == LAW_STOP_DEATH      ? "death"
                            : on == LAW_STOP_DECISION ? "decision"
                                                      : "condition");
        }
    }
    return OK;
}

static bool sets_meet(const LawSet *a, const LawSet *b) {
    for (size_t i = 0; i < LAW_SET_WORDS; i++) {
        if ((a->bits[i] & b->bits[i]) != 0) {
            return true;
        }
    }
    return false;
}

/* Two rules that exclude each other leave nobody; nor may two speak of the highest of one thing. */
static Status combinations_check(Ctx *ctx, const LawBook *book) {
    for (size_t i = 0; i < book->combination_count; i++) {
        const LawCombination *a = &book->combinations[i];
        for (size_t j = i; j < book->combination_count; j++) {
            const LawCombination *b = &book->combinations[j];
            bool circle = a->kind == LAW_COMBINE_EXCLUDES && b->kind == LAW_COMBINE_EXCLUDES &&
                          sets_meet(&a->winners, &b->categories) &&
                          sets_meet(&b->winners, &a->categories) &&
                          (a->components & b->components) != 0;
            if (circle) {
                return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu and %s:%zu exclude each other",
                                a->source.file, a->source.line, b->source.file, b->source.line);
            }
        }
    }
    return OK;
}

Status law_book_check_rules(Ctx *ctx, const LawBook *book) {
    for (size_t i = 0; i < book->parameter_count; i++) {
        TRY(values_check(ctx, book, &book->parameters[i]));
        TRY(circle_check(ctx, book, i, 0));
    }
    for (size_t i = 0; i < book->table_count; i++) {
        TRY(tables_check(ctx, book, &book->tables[i]));
    }
    for (size_t i = 0; i < book->category_count; i++) {
        if (book->categories[i].basis == LAW_BASIS_DECISION) {
            TRY(starts_check(ctx, book, (int32_t)i + 1));
            TRY(stops_check(ctx, book, (int32_t)i + 1));
        }
    }
    return combinations_check(ctx, book);
}
