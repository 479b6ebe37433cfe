/* Names and where people live now.
 *
 * There are no public counts of names by year of birth or of middle and given name together. Both
 * are made up in a repeatable way: each word has a year of fashion, each pair an affinity, from
 * hashes. */
#include "gen_world.h"

#include <string.h>

enum { STREAM_DETAIL = 2 };

static bool hit(const World *world, Draw *draw, Rate rate) {
    return draw_hit(draw, world->chance[rate]);
}

static void word_add(Person *person, uint16_t word) {
    if (person->word_count < NAME_WORDS) {
        person->words[person->word_count++] = word;
    }
}

static const Cohort *cohort_of(const World *world, int year) {
    int at = COHORT_COUNT - 1;
    while (at > 0 && world->cohorts[at].born_from > year) {
        at--;
    }
    return &world->cohorts[at];
}

static int years_apart(const World *world, uint16_t word, int year) {
    int apart = (int)world->tokens[word].fashion - year;
    return apart < 0 ? -apart : apart;
}

static uint16_t given_of(const World *world, Draw *draw, const Person *person) {
    uint16_t first = wheel_draw(&world->given[person->sex], draw);
    if (hit(world, draw, RATE_given_in_fashion)) {
        uint16_t second = wheel_draw(&world->given[person->sex], draw);
        return years_apart(world, first, person->year) <= years_apart(world, second, person->year)
                   ? first
                   : second;
    }
    return first;
}

static uint16_t middle_beside(const World *world, const Wheel *wheel, Draw *draw, uint16_t given) {
    uint16_t first = wheel_draw(wheel, draw);
    if (hit(world, draw, RATE_pair_affinity)) {
        uint16_t second = wheel_draw(wheel, draw);
        uint64_t one = draw_mix((uint64_t)first << 16 | given);
        uint64_t two = draw_mix((uint64_t)second << 16 | given);
        return one >= two ? first : second;
    }
    return first;
}

static void kinh_middles(const World *world, Draw *draw, Person *person, uint16_t given) {
    const Cohort *cohort = cohort_of(world, person->year);
    bool two = draw_hit(draw, cohort->two_words[person->sex]);
    bool four = !two && draw_hit(draw, cohort->four_words[person->sex]);
    if (two) {
        return;
    }
    bool usual = draw_hit(draw, cohort->usual_middle[person->sex]);
    word_add(person, usual ? (person->sex == 1 ? world->van : world->thi)
                           : middle_beside(world, &world->middle1[person->sex], draw, given));
    if (four) {
        word_add(person, middle_beside(world, &world->middle2[person->sex], draw, given));
    }
}

static bool takes_family(const World *world, const Person *people, const Person *person) {
    return person->father != NONE &&
           world->ethnicities[people[person->father].ethnicity].family_place != FAMILY_NONE;
}

static void kinh_name(const World *world, Draw *draw, const Person *people, Person *person) {
    const Province *birth = &world->provinces[person->birth_province];
    const Person *father = person->father == NONE ? NULL : &people[person->father];
    uint16_t family = father != NULL && takes_family(world, people, person) &&
                              hit(world, draw, RATE_family_of_father)
                          ? father->words[father->family_at]
                          : wheel_draw(&world->families[(int)birth->region], draw);
    uint16_t given = given_of(world, draw, person);
    word_add(person, family);
    person->family_at = 0;
    if (father != NULL && father->ethnicity == KINH && father->sex == person->sex &&
        father->word_count == 3 && hit(world, draw, RATE_middle_of_branch)) {
        word_add(person, father->words[1]); /* brothers carry the middle name of the branch */
    } else {
        kinh_middles(world, draw, person, given);
    }
    person->given_at = person->word_count;
    word_add(person, given);
}

static void minority_name(const World *world, Draw *draw, const Person *people, Person *person) {
    const Ethnicity *group = &world->ethnicities[person->ethnicity];
    uint16_t family = 0;
    if (group->family_place != FAMILY_NONE) {
        bool inherits =
            takes_family(world, people, person) && hit(world, draw, RATE_family_of_father);
        const Person *father = inherits ? &people[person->father] : NULL;
        family = inherits ? father->words[father->family_at] : wheel_draw(&group->families, draw);
    }
    if (group->family_place == FAMILY_FIRST) {
        word_add(person, family);
    }
    int prefixes = group->prefix_count[person->sex];
    bool plain = person->year > 1985 && group->family_place == FAMILY_FIRST &&
                 hit(world, draw, RATE_modern_middle);
    if (prefixes > 0 && !plain) {
        word_add(person, group->prefixes[person->sex][draw_below(draw, (uint32_t)prefixes)]);
    } else if (plain) { /* the young take middle names of the majority */
        word_add(person, wheel_draw(&world->middle1[person->sex], draw));
    }
    person->given_at = person->word_count;
    bool modern = person->year > 1995 && group->family_place == FAMILY_FIRST &&
                  hit(world, draw, RATE_modern_given);
    word_add(person, modern ? wheel_draw(&world->given[person->sex], draw)
                            : wheel_draw(&group->given[person->sex], draw));
    person->family_at = group->family_place == FAMILY_LAST ? person->word_count : 0;
    if (group->family_place == FAMILY_LAST) {
        word_add(person, family);
    }
}

static void name_copy(Person *person, const Person *other) {
    memcpy(person->words, other->words, sizeof person->words);
    person->word_count = other->word_count;
    person->family_at = other->family_at;
    person->given_at = other->given_at;
}

/* Twins share all but the given name, and those often begin alike. */
static void twin_name(const World *world, Draw *draw, Person *person, const Person *twin) {
    const Ethnicity *group = &world->ethnicities[person->ethnicity];
    const Wheel *wheel =
        person->ethnicity == KINH ? &world->given[person->sex] : &group->given[person->sex];
    uint16_t theirs = twin->words[twin->given_at];
    uint16_t given = theirs;
    name_copy(person, twin);
    for (int attempt = 0; attempt < 24 && (given == theirs || attempt < 8); attempt++) {
        uint16_t next = wheel_draw(wheel, draw);
        bool alike = world->tokens[next].text[0] == world->tokens[theirs].text[0];
        if (next != theirs && (alike || given == theirs)) {
            given = next;
        }
        if (next != theirs && alike) {
            break;
        }
    }
    person->words[person->given_at] = given;
    if (person->sex != twin->sex && person->word_count > 2 && person->ethnicity == KINH) {
        person->words[1] = person->sex == 1 ? world->van : world->thi;
    }
}

void person_name(const World *world, Draw *draw, Person *people, size_t index) {
    Person *person = &people[index];
    const Person *father = person->father == NONE ? NULL : &people[person->father];
    person->word_count = 0;
    if (person->namesake_of != NONE) {
        name_copy(person, &people[person->namesake_of]);
        person->ethnicity = people[person->namesake_of].ethnicity;
    } else if (person->twin_of != NONE) {
        twin_name(world, draw, person, &people[person->twin_of]);
    } else if (father != NULL && father->sex == person->sex &&
               father->ethnicity == person->ethnicity &&
               draw_hit(draw, world->chance[RATE_same_name_kin])) {
        name_copy(person, father);
    } else if (person->ethnicity == KINH) {
        kinh_name(world, draw, people, person);
    } else {
        minority_name(world, draw, people, person);
    }
}

/* Another commune: mostly of the same province. */
static uint16_t elsewhere(const World *world, Draw *draw, const Person *person) {
    uint8_t province = world->communes[person->commune].province;
    if (!hit(world, draw, RATE_moved_within_province)) {
        province = (uint8_t)wheel_draw(&world->province_wheel, draw);
    }
    return wheel_draw(&world->provinces[province].communes, draw);
}

static void person_details(const World *world, Draw *draw, Person *people, size_t index) {
    Person *person = &people[index];
    int age = person_age(person);
    uint64_t dead = world->chance[RATE_register_dead];
    person_name(world, draw, people, index);
    person->dead = draw_hit(draw, age >= 70 ? dead * 4 : age >= 60 ? dead * 2 : dead / 3);
    person->year_only = age >= 60 && draw_hit(draw, world->chance[RATE_register_year_only]);
    person->commune_before = person->commune;
    if (draw_hit(draw, world->chance[RATE_register_moved])) {
        person->commune_before = elsewhere(world, draw, person);
    }
}

void chunk_details(const World *world, uint64_t chunk, Person *people, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Draw draw = draw_begin(world->options.seed, STREAM_DETAIL, chunk * CHUNK_PERSONS + i);
        person_details(world, &draw, people, i);
    }
}

Person person_unregistered(const World *world, Draw *draw, const Person *neighbour) {
    Person people[2] = {*neighbour, *neighbour};
    Person *person = &people[1];
    person->id = 0;
    person->father = draw_below(draw, 5) < 3 ? 0 : NONE; /* a relative, or a lodger */
    person->twin_of = NONE;
    person->namesake_of = NONE;
    person->sex = (uint8_t)(1 + draw_below(draw, 2));
    int year = (int)neighbour->year - 12 + (int)draw_below(draw, 25);
    person->year = (uint16_t)(year < YEAR_MIN ? YEAR_MIN : year > THIS_YEAR ? THIS_YEAR : year);
    person->month = (uint8_t)(1 + draw_below(draw, 12));
    person->day = (uint8_t)(1 + draw_below(draw, 28));
    person_serial(person,
                  900000 + draw_below(draw, 100000)); /* places that the register never reaches */
    bool grown = person_age(person) >= 18;
    person->card = grown && draw_below(draw, 5) < 2 ? 9000000 + draw_below(draw, 999999) : 0;
    person->card_before = 0;
    person->dead = false;
    person->commune_before = person->commune;
    person_name(world, draw, people, 1);
    return *person;
}
