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
    uint32_t *first_row;
    int32_t *birth_month;
    int32_t *death_month;
    uint8_t *place;
    uint16_t *category_no;
    uint8_t *degree;
    uint8_t *child_count;
    int32_t *from_month;
    int32_t *to_month;
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

static void population_row(Population *population, const LawBook *book, Rng *rng, const char *code,
                           int32_t now) {
    size_t row = population->columns.row_count++;
    population->category_no[row] = (uint16_t)law_category_no(book, str_of(code));
    population->degree[row] = (uint8_t)(1 + (rng_below(rng, 4) == 0));
    population->child_count[row] = (uint8_t)(1 + rng_below(rng, 3));
    population->from_month[row] = now - (int32_t)rng_below(rng, 72);
    population->to_month[row] =
        rng_below(rng, 12) == 0 ? now - 30 + (int32_t)rng_below(rng, 60) : INT32_MAX;
}

static void population_make(Population *population, const LawBook *book, size_t persons,
                            size_t places, uint64_t seed) {
    int32_t now = law_month_number((Period){202601});
    Rng rng;
    rng_seed(&rng, seed);
    *population = (Population){
        .first_row = population_take(persons + 1, sizeof(uint32_t)),
        .birth_month = population_take(persons, sizeof(int32_t)),
        .death_month = population_take(persons, sizeof(int32_t)),
        .place = population_take(persons, sizeof(uint8_t)),
        .category_no = population_take(persons * 3, sizeof(uint16_t)),
        .degree = population_take(persons * 3, sizeof(uint8_t)),
        .child_count = population_take(persons * 3, sizeof(uint8_t)),
        .from_month = population_take(persons * 3, sizeof(int32_t)),
        .to_month = population_take(persons * 3, sizeof(int32_t)),
    };
    for (size_t i = 0; i < persons; i++) {
        int age = 0;
        const char *code = population_category(&rng, &age);
        population->first_row[i] = (uint32_t)population->columns.row_count;
        population->birth_month[i] = now - age * 12 - (int32_t)rng_below(&rng, 12);
        population->death_month[i] =
            rng_below(&rng, 40) == 0 ? now - 24 + (int32_t)rng_below(&rng, 48) : INT32_MAX;
        population->place[i] = (uint8_t)(places > 0 ? rng_below(&rng, places + 1) : 0);
        population_row(population, book, &rng, code, now);
        if (rng_below(&rng, 10) == 0) {
            population_row(population, book, &rng, "nd20/5.6", now);
        }
        if (rng_below(&rng, 20) == 0) {
            population_row(population, book, &rng, "nd20/20.2.c", now);
        }
    }
    population->first_row[persons] = (uint32_t)population->columns.row_count;
    population->columns.person_count = persons;
    population->columns.first_row = population->first_row;
    population->columns.birth_month = population->birth_month;
    population->columns.death_month = population->death_month;
    population->columns.place = places > 0 ? population->place : NULL;
    population->columns.category_no = population->category_no;
    population->columns.degree = population->degree;
    population->columns.child_count = population->child_count;
    population->columns.from_month = population->from_month;
    population->columns.to_month = population->to_month;
}

static void population_free(Population *population) {
    free(population->first_row);
    free(population->birth_month);
    free(population->death_month);
    free(population->place);
    free(population->category_no);
    free(population->degree);
    free(population->child_count);
    free(population->from_month);
    free(population->to_month);
}

static Period population_period(int32_t number) {
    return number == INT32_MAX ? (Period){0} : (Period){number / 12 * 100 + number % 12 + 1};
}

/* The person of a place in the columns, as law_answer() takes it. */
static void population_person(const Population *population, size_t i, LawPerson *person) {
    Period birth = population_period(population->birth_month[i]);
    Period death = population_period(population->death_month[i]);
    *person = (LawPerson){.birth_date = birth.number * 100 + 1,
                          .death_date = death.number == 0 ? 0 : death.number * 100 + 28};
    for (size_t row = population->first_row[i]; row < population->first_row[i + 1]; row++) {
        person->enrolments[person->enrolment_count] = (LawEnrolment){
            .enrolment_id = (int64_t)person->enrolment_count,
            .category_no = population->category_no[row],
            .degree = population->degree[row],
            .child_count = population->child_count[row],
            .from_period = population_period(population->from_month[row]),
            .to_period = population_period(population->to_month[row]),
        };
        person->enrolment_count++;
    }
}

#endif
