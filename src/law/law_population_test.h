/*
 * law_population_test.h -- a synthetic register in columns, for tests and benches: most people have
 * one right, some two or three, some have died, moved on or turned an age.
 */
#ifndef LAW_LAW_POPULATION_TEST_H
#define LAW_LAW_POPULATION_TEST_H

#include <stdlib.h>

#include "base/rng.h"
#include "law/law_batch.h"

typedef struct Population {
    LawColumns columns;
    Arena *arena; /* holds the columns */
} Population;

static void *population_take(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (!memory) {
        abort();
    }
    return memory;
}

/* A category, with shares as in a province: disabled and elderly people are most. */
static const char *population_category(Rng *rng, int *ret_age) {
    static const struct {
        int share;
        const char *code;
        int age_from;
        int age_to;
    } KINDS[] = {
        {340, "nd20/5.6", 1, 95},   {330, "nd176/2.1", 74, 99}, {70, "nd176/2.2", 69, 76},
        {60, "nd20/5.5.a", 59, 92}, {50, "nd20/5.4", 20, 55},   {40, "nd20/5.1.b", 0, 17},
        {30, "nd20/5.5.c", 79, 99}, {20, "nd20/5.5.b", 74, 81}, {20, "nd20/5.7", 0, 4},
        {15, "nd20/5.2", 15, 23},   {10, "nd20/5.8", 18, 60},   {10, "nd20/5.3", 0, 17},
        {5, "nd20/5.5.d", 60, 90},
    };
    int at = (int)rng_below(rng, 1000);
    size_t i = 0;
    while (at >= KINDS[i].share) {
        at -= KINDS[i++].share;
    }
    *ret_age = KINDS[i].age_from +
               (int)rng_below(rng, (uint64_t)(KINDS[i].age_to - KINDS[i].age_from) + 1);
    return KINDS[i].code;
}

static LawColumnsRight population_right(const LawBook *book, Rng *rng, const char *code,
                                        int32_t now) {
    LawColumnsRight right = {.category_no = law_category_no(book, str_of(code))};
    right.degree = 1 + (rng_below(rng, 4) == 0);
    right.child_count = 1 + (int32_t)rng_below(rng, 3);
    right.from_month = now - (int32_t)rng_below(rng, 72);
    right.to_month = rng_below(rng, 12) == 0 ? now - 30 + (int32_t)rng_below(rng, 60) : INT32_MAX;
    return right;
}

/* Empty columns for so many; three rights at the most for each. */
static void population_begin(Population *population, Ctx *ctx, size_t persons, size_t rows) {
    population->arena = arena_new(persons * 8 + rows * 12 + (1U << 20));
    ctx->arena = population->arena;
    if (law_columns_begin(ctx, persons, rows, &population->columns) != OK) {
        abort();
    }
}

static void population_make(Population *population, const LawBook *book, size_t persons,
                            size_t places, uint64_t seed) {
    int32_t now = law_month_number((Period){202601});
    Ctx ctx = {.language = LANGUAGE_EN};
    Rng rng;
    rng_seed(&rng, seed);
    population_begin(population, &ctx, persons, persons * 3);
    for (size_t i = 0; i < persons; i++) {
        int age = 0;
        LawColumnsRight rights[3];
        LawColumnsPerson person = {.rights = rights, .death_month = INT32_MAX};
        const char *code = population_category(&rng, &age);
        person.birth_month = now - age * 12 - (int32_t)rng_below(&rng, 12);
        if (rng_below(&rng, 40) == 0) {
            person.death_month = now - 24 + (int32_t)rng_below(&rng, 48);
        }
        person.place = (int32_t)(places > 0 ? rng_below(&rng, places + 1) : 0);
        rights[person.right_count++] = population_right(book, &rng, code, now);
        if (rng_below(&rng, 10) == 0) {
            rights[person.right_count++] = population_right(book, &rng, "nd20/5.6", now);
        }
        if (rng_below(&rng, 20) == 0) {
            rights[person.right_count++] = population_right(book, &rng, "nd20/20.2.c", now);
        }
        if (law_columns_add(&ctx, &population->columns, &person) != OK) {
            abort();
        }
    }
}

static void population_free(Population *population) {
    arena_free(&population->arena);
}

static Period population_period(int32_t number) {
    return number == LAW_MONTH_OPEN ? (Period){0} : (Period){number / 12 * 100 + number % 12 + 1};
}

/* The person of a place in the columns, as law_answer() takes it. */
static void population_person(const Population *population, size_t i, LawPerson *person) {
    const LawColumns *columns = &population->columns;
    size_t first = columns->first_row[i];
    Period birth = population_period(columns->birth_month[first]);
    Period death = population_period(columns->death_month[first]);
    *person = (LawPerson){.birth_date = birth.number * 100 + 1,
                          .death_date = death.number == 0 ? 0 : death.number * 100 + 28};
    for (size_t row = first; row < columns->first_row[i + 1]; row++) {
        person->enrolments[person->enrolment_count] = (LawEnrolment){
            .enrolment_id = (int64_t)person->enrolment_count,
            .category_no = law_columns_category(columns, row),
            .degree = columns->kind[row] % LAW_DEGREE_COUNT,
            .child_count = columns->child_count[row],
            .from_period = population_period(columns->from_month[row]),
            .to_period = population_period(columns->to_month[row]),
        };
        person->enrolment_count++;
    }
}

#endif
