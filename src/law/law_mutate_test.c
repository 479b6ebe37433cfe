/*
 * Changes each number of the law files by one, up and down: a coefficient, an age, an amount, a
 * day, a month of a day. A mutant is noticed when the book does not load any more or when a worked
 * case does not come out. Clause ids, article numbers, words and texts are no numbers of the law.
 */
#include "law/law_mutate_test.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MUTANT_SAY_MAX = 40 };

typedef struct Mutation {
    Ctx *ctx;
    LawFile files[LAW_FILE_MAX];
    size_t count;
    const LawFile *cases;
    size_t case_count;
    int made;
    int by_check; /* refused by the book itself */
    int by_case;
    int lived;
} Mutation;

typedef struct Noticed {
    bool failed;
} Noticed;

static void notice(void *arg, const LawCaseResult *result) {
    Noticed *noticed = arg;
    noticed->failed = noticed->failed || !result->passed;
}

static void judge(Mutation *mutation, const char *what, const char *file, size_t line) {
    const LawBook *book = NULL;
    Noticed noticed = {false};
    ArenaMark mark = arena_mark(mutation->ctx->arena);
    mutation->made++;
    if (law_book_load(mutation->ctx, mutation->files, mutation->count, STR(""), &book) != OK) {
        mutation->by_check++;
        arena_rewind(mutation->ctx->arena, mark);
        return;
    }
    for (size_t i = 0; i < mutation->case_count && !noticed.failed; i++) {
        if (law_cases_run(mutation->ctx, book, &mutation->cases[i], notice, &noticed) != OK) {
            noticed.failed = true;
        }
    }
    if (noticed.failed) {
        mutation->by_case++;
    } else {
        mutation->lived++;
        printf("# lives: %s:%zu %s\n", file, line, what);
    }
    arena_rewind(mutation->ctx->arena, mark);
}

/* Puts `text` in the place of [from, to) of file i, judges, and puts the old bytes back. */
static void mutate(Mutation *mutation, size_t i, size_t from, size_t to, const char *text) {
    Str old = mutation->files[i].bytes;
    size_t len = strlen(text);
    void *memory = NULL;
    char what[2 * MUTANT_SAY_MAX + 8];
    size_t line = 1;
    ArenaMark mark = arena_mark(mutation->ctx->arena);
    if (ctx_alloc(mutation->ctx, old.len + len + 1, &memory) != OK) {
        return;
    }
    char *bytes = memory;
    memcpy(bytes, old.ptr, from);
    memcpy(bytes + from, text, len);
    memcpy(bytes + from + len, old.ptr + to, old.len - to);
    for (size_t at = 0; at < from; at++) {
        line += old.ptr[at] == '\n';
    }
    snprintf(what, sizeof what, "%.*s -> %s", (int)(to - from > MUTANT_SAY_MAX ? 0 : to - from),
             old.ptr + from, text);
    mutation->files[i].bytes = (Str){bytes, old.len - (to - from) + len};
    judge(mutation, what, mutation->files[i].name, line);
    mutation->files[i].bytes = old;
    arena_rewind(mutation->ctx->arena, mark);
}

static int64_t number_at(Str text, size_t from, size_t to) {
    int64_t number = 0;
    for (size_t at = from; at < to; at++) {
        number = number * 10 + (text.ptr[at] - '0');
    }
    return number;
}

/* A day yyyy-mm-dd: a day earlier and later, a month earlier and later. */
static void mutate_day(Mutation *mutation, size_t i, size_t from) {
    Str text = mutation->files[i].bytes;
    Date date;
    Date other;
    char said[MUTANT_SAY_MAX];
    int64_t day = number_at(text, from, from + 4) * 10000 +
                  number_at(text, from + 5, from + 7) * 100 + number_at(text, from + 8, from + 10);
    if (date_from_number(mutation->ctx, day, &date) != OK) {
        return;
    }
    bool month_end = day == period_last_day((Period){day / 100});
    for (int step = -1; step <= 1; step += 2) {
        if (date_add_days(mutation->ctx, date, step, &other) == OK) {
            snprintf(said, sizeof said, "%04d-%02d-%02d", date_year(other), date_month(other),
                     date_day(other));
            mutate(mutation, i, from, from + 10, said);
        }
        Period month = period_add_months((Period){day / 100}, step);
        int64_t moved = month_end         ? period_last_day(month)
                        : day % 100 <= 28 ? month.number * 100 + day % 100
                                          : period_first_day(month);
        snprintf(said, sizeof said, "%04d-%02d-%02d", (int)(moved / 10000),
                 (int)(moved / 100 % 100), (int)(moved % 100));
        mutate(mutation, i, from, from + 10, said);
    }
}

/* A number with or without a point: its last digit by one, up and down. */
static void mutate_number(Mutation *mutation, size_t i, size_t from, size_t to) {
    Str text = mutation->files[i].bytes;
    size_t point = to;
    for (size_t at = from; at < to; at++) {
        if (text.ptr[at] == '.') {
            point = at;
        }
    }
    for (int step = -1; step <= 1; step += 2) {
        char said[MUTANT_SAY_MAX];
        if (point == to) {
            snprintf(said, sizeof said, "%lld", (long long)(number_at(text, from, to) + step));
        } else {
            int64_t tenths = number_at(text, from, point) * 10 + (text.ptr[point + 1] - '0') + step;
            snprintf(said, sizeof said, "%lld.%lld%.*s", (long long)(tenths / 10),
                     (long long)(tenths % 10), (int)(to - point - 2), text.ptr + point + 2);
        }
        mutate(mutation, i, from, to, said);
    }
}

/* The key before a position on its line: what the number is. */
static Str key_before(Str text, size_t at) {
    size_t end = at;
    while (end > 0 && text.ptr[end - 1] != '\n' && text.ptr[end - 1] != ':') {
        if (text.ptr[end - 1] == ',' || text.ptr[end - 1] == '{') {
            return STR("");
        }
        end--;
    }
    if (end == 0 || text.ptr[end - 1] != ':') {
        return STR("");
    }
    size_t from = end - 1;
    while (from > 0 && (isalnum((unsigned char)text.ptr[from - 1]) || text.ptr[from - 1] == '_')) {
        from--;
    }
    return str_part(text, from, end - 1 - from);
}

static bool key_is_number(Str key) {
    static const char *const KEYS[] = {"value",        "times",
                                       "dong",         "from",
                                       "below",        "from_months",
                                       "at_least",     "below_months",
                                       "to",           "first",
                                       "count",        "plus_months",
                                       "lasts_months", "uncollected_months",
                                       "kilograms"};
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        if (str_equal(key, str_of(KEYS[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_day(Str text, size_t at) {
    return at + 10 <= text.len && text.ptr[at + 4] == '-' && text.ptr[at + 7] == '-' &&
           is_digit(text.ptr[at + 3]) && is_digit(text.ptr[at + 9]);
}

/* Amounts of a table stand in a list without keys, line after line. */
static bool in_amount_list(Str text, size_t at) {
    while (at > 0 && text.ptr[at - 1] != '[' && text.ptr[at - 1] != ']' &&
           text.ptr[at - 1] != ':') {
        at--;
    }
    return at > 0 && text.ptr[at - 1] == '[' &&
           str_equal(key_before(text, at - 1), STR("thousand_dong"));
}

static void mutate_file(Mutation *mutation, size_t i) {
    Str text = mutation->files[i].bytes;
    bool comment = false;
    for (size_t at = 0; at < text.len; at++) {
        char c = text.ptr[at];
        char before = at > 0 ? text.ptr[at - 1] : '\n';
        comment = c == '\n'
                      ? false
                      : comment || (c == '#' && before == ' ') || (c == '#' && before == '\n');
        if (comment || !is_digit(c) || is_digit(before) || before == '.') {
            continue;
        }
        size_t end = at;
        while (end < text.len && (is_digit(text.ptr[end]) || text.ptr[end] == '.')) {
            end++;
        }
        if (is_day(text, at)) {
            mutate_day(mutation, i, at);
            at += 9;
        } else if (key_is_number(key_before(text, at)) || in_amount_list(text, at)) {
            mutate_number(mutation, i, at, end);
            at = end - 1;
        } else {
            at = end - 1;
        }
    }
}

int law_mutate(Ctx *ctx, const LawFile *files, size_t count, const LawFile *cases,
               size_t case_count) {
    Mutation mutation = {.ctx = ctx, .count = count, .cases = cases, .case_count = case_count};
    memcpy(mutation.files, files, count * sizeof files[0]);
    for (size_t i = 0; i < count; i++) {
        mutate_file(&mutation, i);
    }
    int noticed = mutation.by_check + mutation.by_case;
    int share = mutation.made > 0 ? noticed * 1000 / mutation.made : 0;
    printf("mutants %d, noticed %d (%d.%d %%): %d by law check, %d by cases; %d live\n",
           mutation.made, noticed, share / 10, share % 10, mutation.by_check, mutation.by_case,
           mutation.lived);
    return share >= 950 ? 0 : 1;
}
