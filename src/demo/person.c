/* Each person comes from a generator of its own, seeded by the demo's seed and the person's number.
 */
#include "demo/person.h"

#include <stdio.h>
#include <string.h>

#include "demo/names.h"

enum { THIS_YEAR = 2025, SIBLING_EVERY = 50 };

typedef struct CategoryShare {
    const char *code;
    uint32_t share; /* parts of 1,000, running */
    int age_from;   /* in full years at the end of THIS_YEAR */
    int age_to;
} CategoryShare;

/* Shares in the order of magnitude of a mountain province; points 5.b and 5.c ended on 2025-07-01.
 */
static const CategoryShare CATEGORIES[] = {
    {"5.1.a", 12, 1, 14}, {"5.1.b", 22, 1, 14}, {"5.1.c", 34, 1, 14}, {"5.1.e", 40, 1, 14},
    {"5.2", 48, 17, 20},  {"5.3", 51, 1, 14},   {"5.4", 121, 23, 58}, {"5.5.a", 221, 62, 94},
    {"5.6", 925, 1, 92},  {"5.7", 960, 0, 1},   {"5.8", 968, 20, 64}, {"20.2.c", 1000, 25, 70},
};

static const CategoryShare *category_draw(Rng *rng) {
    uint64_t at = rng_below(rng, 1000);
    size_t i = 0;
    while (CATEGORIES[i].share <= at) { /* ends: the last share is 1,000 */
        i++;
    }
    return &CATEGORIES[i];
}

static int64_t day_make(int64_t year, uint64_t month0, uint64_t day0) {
    return year * 10000 + (int64_t)(month0 + 1) * 100 + (int64_t)(day0 + 1);
}

static void person_age(DemoPerson *person, const CategoryShare *category, Rng *rng) {
    int age = category->age_from +
              (int)rng_below(rng, (uint64_t)(category->age_to - category->age_from + 1));
    int64_t year = THIS_YEAR - age;
    person->birth = day_make(year, rng_below(rng, 12), rng_below(rng, 28));
    if (age >= 60 && rng_chance(rng, 30000)) {
        person->birth = year * 10000; /* old papers often hold the year alone */
    }
    if (age == 0) {
        person->birth = day_make(year, rng_below(rng, 9), rng_below(rng, 28));
    }
}

/* The decision lies between what the category needs (5.2: sixteen, 5.5.a: sixty) and end of 2025.
 */
static void person_decision(DemoPerson *person, const CategoryShare *category, Rng *rng) {
    int64_t needs = strcmp(category->code, "5.2") == 0     ? 16
                    : strcmp(category->code, "5.5.a") == 0 ? 60
                                                           : 0;
    int64_t earliest = person->birth / 10000 + needs + 1;
    if (earliest < 2021) {
        earliest = 2021;
    }
    if (earliest > THIS_YEAR) {
        earliest = THIS_YEAR;
    }
    int64_t year = earliest + (int64_t)rng_below(rng, (uint64_t)(THIS_YEAR - earliest + 1));
    uint64_t first_month = year == 2021 ? 7 : person->birth / 10000 + needs >= year ? 10 : 0;
    person->decision_date =
        day_make(year, first_month + rng_below(rng, 11 - first_month), rng_below(rng, 28));
    person->decision_no = 100 + (int64_t)rng_below(rng, 3000);
    person->from_period = person->decision_date / 100;
}

static void person_numbers(DemoPerson *person, uint64_t seed, Rng *rng) {
    int64_t year = person->birth / 10000;
    int century = (year >= 2000 ? 2 : 0) + (person->sex == 2 ? 1 : 0);
    int64_t serial = (person->index * 7919 + (int64_t)(seed % 1000003)) %
                     1000000; /* 7919 is prime: all differ */
    snprintf(person->citizen_id, sizeof person->citizen_id, "014%c%02u%06u", "0123"[century & 3],
             (unsigned)(year % 100), (unsigned)(serial % 1000000));
    snprintf(person->phone, sizeof person->phone, "0%c%08u", "3579"[rng_below(rng, 4)],
             (unsigned)(rng_below(rng, 100000000) % 100000000));
}

static Status person_recipient(Ctx *ctx, const DemoNames *names, DemoPerson *person,
                               uint64_t seed) {
    Rng rng;
    int64_t group = person->index % SIBLING_EVERY == 7 ? person->index - 1 : person->index;
    int64_t age = THIS_YEAR - person->birth / 10000;
    rng_seed(&rng, seed * 31 + (uint64_t)group * 2654435761U + 17);
    bool asked = rng_chance(&rng, 62500);
    person->is_guardian = age < 16;
    person->has_recipient = person->is_guardian || asked || person->index % SIBLING_EVERY == 6 ||
                            person->index % SIBLING_EVERY == 7;
    int sex = 1 + (int)rng_below(&rng, 2);
    TRY(demo_name_draw(ctx, names, &rng, demo_ethnicity_draw(&rng), sex, &person->recipient_name));
    snprintf(person->recipient_id, sizeof person->recipient_id, "014%c%02u%06u",
             sex == 2 ? '1' : '0', 60U + (unsigned)rng_below(&rng, 39) % 39,
             (unsigned)((group * 6007 + 11) % 1000000));
    person->relation = person->is_guardian ? (sex == 1 ? "Bố" : "Mẹ") : "Con";
    uint64_t channel = rng_below(&rng, 1000);
    bool home = age >= 80 || person->degree == 2;
    person->channel = channel < 180   ? DEMO_BANK
                      : channel < 320 ? DEMO_WALLET
                      : home          ? DEMO_HOME
                                      : DEMO_CASH;
    if (person->channel == DEMO_BANK) {
        snprintf(person->account_number, sizeof person->account_number, "10%010d",
                 (int)((group * 48271 + 12345) % 2000000000));
    } else if (person->channel == DEMO_WALLET) {
        snprintf(person->account_number, sizeof person->account_number, "09%08d",
                 (int)((group * 16807 + 777) % 100000000));
    }
    return OK;
}

Status demo_person_make(Ctx *ctx, const DemoNames *names, uint64_t seed, int64_t index,
                        DemoPerson *ret_person) {
    Rng rng;
    DemoPerson person = {.index = index};
    rng_seed(&rng, seed * 1000003 + (uint64_t)index);
    const CategoryShare *category = category_draw(&rng);
    person.category = category->code;
    person.sex = 1 + (int)rng_below(&rng, 2);
    person.ethnicity = demo_ethnicity_draw(&rng);
    TRY(demo_name_draw(ctx, names, &rng, person.ethnicity, person.sex, &person.full_name));
    TRY(ctx_print(ctx, &person.hamlet, "Bản %s %d",
                  (const char *[]){"Nà", "Huổi", "Pom", "Co", "Phiêng"}[rng_below(&rng, 5)],
                  1 + (int)rng_below(&rng, 12)));
    person_age(&person, category, &rng);
    if (strcmp(category->code, "5.6") == 0) {
        person.degree = rng_chance(&rng, 20000) ? 2 : 1;
    } else if (strcmp(category->code, "20.2.c") == 0) {
        person.degree = 2;
    }
    person.child_count = strcmp(category->code, "5.4") == 0 ? 1 + (int)rng_below(&rng, 3) : 0;
    person.poor = strcmp(category->code, "5.6") != 0 || rng_chance(&rng, 55000);
    person_decision(&person, category, &rng);
    person_numbers(&person, seed, &rng);
    TRY(person_recipient(ctx, names, &person, seed));
    *ret_person = person;
    return OK;
}
