/* Households, block by block: one block of persons lives in one commune of the old map. */
#include "gen_world.h"

#include <stdlib.h>

enum { STREAM_HOME = 1, CALIBRATION_CHUNKS = 2 };
enum { SERIALS = 1000000, CARDS = 10000000, AGE_ADULT = 18, AGE_LEAVING = 26 };

typedef struct Block {
    const World *world;
    Draw draw;
    Person *people; /* of the whole chunk */
    size_t first;
    size_t count;
    size_t most;
    uint32_t home;
    uint16_t commune;
    uint8_t province;
} Block;

static int below(Block *block, int n) {
    return (int)draw_below(&block->draw, (uint32_t)n);
}

static bool hit(Block *block, Rate rate) {
    return draw_hit(&block->draw, block->world->chance[rate]);
}

static void born(Block *block, Person *person, int year) {
    static const uint8_t DAYS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    year = year < YEAR_MIN ? YEAR_MIN : year > THIS_YEAR ? THIS_YEAR : year;
    person->year = (uint16_t)year;
    person->month = (uint8_t)(1 + below(block, year == THIS_YEAR ? 10 : 12));
    person->day = (uint8_t)(1 + below(block, DAYS[person->month - 1]));
    if (year < 1965 &&
        hit(block, RATE_first_of_january)) { /* papers made out later say the first of January */
        person->month = 1;
        person->day = 1;
    }
}

/* NONE when the block is full: the last household of a block may be cut. */
static int32_t add(Block *block, int year, int sex, uint8_t ethnicity, int32_t father) {
    if (block->count == block->most) {
        return NONE;
    }
    const Province *home = &block->world->provinces[block->province];
    Person *person = &block->people[block->first + block->count];
    *person = (Person){.father = father,
                       .twin_of = NONE,
                       .namesake_of = NONE,
                       .home = block->home,
                       .commune = block->commune,
                       .sex = (uint8_t)sex,
                       .ethnicity = ethnicity};
    born(block, person, year);
    bool works = home->inhabitants > 2300 && home->region == 2; /* where the work is */
    person->birth_province = block->province;
    if (hit(block, works ? RATE_arrivals_south : RATE_arrivals)) {
        person->birth_province = (uint8_t)wheel_draw(&block->world->province_wheel, &block->draw);
    }
    return (int32_t)(block->first + block->count++);
}

static int either_sex(Block *block) {
    return hit(block, RATE_male_births) ? 1 : 2;
}

static void children(Block *block, int32_t father, int mother_born, uint8_t ethnicity) {
    static const uint8_t COUNTS[20] = {0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5};
    int count = COUNTS[below(block, 20)];
    int year = mother_born + 20 + below(block, 9);
    for (int i = 0; i < count && year <= THIS_YEAR; i++) {
        int sex = either_sex(block);
        if (THIS_YEAR - year > AGE_LEAVING && hit(block, RATE_child_left_home)) {
            year += 1 + below(block, 4);
            continue;
        }
        int32_t child = add(block, year, sex, ethnicity, father);
        if (child == NONE) {
            return;
        }
        if (hit(block, RATE_twin_births)) {
            int other = hit(block, RATE_twin_same_sex) ? sex : 3 - sex;
            int32_t twin = add(block, year, other, ethnicity, father);
            if (twin == NONE) {
                return;
            }
            block->people[twin].twin_of = child;
            block->people[twin].year = block->people[child].year;
            block->people[twin].month = block->people[child].month;
            block->people[twin].day = block->people[child].day;
            block->people[twin].birth_province = block->people[child].birth_province;
        }
        year += 1 + below(block, 4);
    }
}

static void old_household(Block *block, uint8_t ethnicity, uint8_t other) {
    int year = THIS_YEAR - 60 - below(block, 13) - below(block, 13);
    if (below(block, 4) == 0) { /* a quarter grows very old */
        year -= below(block, 20);
    }
    if (hit(block, RATE_old_man_alive)) {
        add(block, year - 2, 1, ethnicity, NONE);
    }
    add(block, year, 2, other, NONE);
}

static void young_household(Block *block, uint8_t ethnicity) {
    int year = THIS_YEAR - 20 - below(block, 25);
    if (add(block, year, either_sex(block), ethnicity, NONE) != NONE && below(block, 5) < 2) {
        add(block, year + 1 + below(block, 4), either_sex(block), ethnicity, NONE);
    }
}

static void family_household(Block *block, uint8_t ethnicity, uint8_t other, bool with_parents) {
    int year = THIS_YEAR - 24 - below(block, with_parents ? 24 : 34);
    int32_t father = NONE;
    if (with_parents) {
        int older = year - 21 - below(block, 12);
        father =
            hit(block, RATE_grandfather_alive) ? add(block, older - 2, 1, ethnicity, NONE) : NONE;
        if (hit(block, RATE_grandmother_alive)) {
            add(block, older, 2, ethnicity, NONE);
        }
    }
    int32_t husband =
        hit(block, RATE_husband_there) ? add(block, year, 1, ethnicity, father) : NONE;
    int wife_born = year + below(block, 6) - 1;
    add(block, wife_born, 2, other, NONE);
    children(block, husband, wife_born, ethnicity);
}

static void household(Block *block) {
    const World *world = block->world;
    uint8_t ethnicity =
        (uint8_t)wheel_draw(&world->provinces[block->province].ethnicities, &block->draw);
    uint8_t other = hit(block, RATE_married_across) ? KINH : ethnicity;
    uint64_t kind = draw_next(&block->draw) >> 32;
    uint64_t old = world->chance[RATE_old_alone];
    uint64_t young = old + world->chance[RATE_young_alone];
    if (kind < old) {
        old_household(block, ethnicity, other);
    } else if (kind < young) {
        young_household(block, ethnicity);
    } else {
        family_household(block, ethnicity, other,
                         kind < young + world->chance[RATE_three_generations]);
    }
}

/* Somebody else of the block with the same sex and about the same age gives name and year. */
static void forced_namesakes(Block *block) {
    for (size_t i = block->first + 1; i < block->first + block->count; i++) {
        Person *person = &block->people[i];
        if (!hit(block, RATE_forced_namesakes)) {
            continue;
        }
        for (int attempt = 0; attempt < 24 && person->namesake_of == NONE; attempt++) {
            size_t at = block->first + (size_t)below(block, (int)(i - block->first));
            const Person *other = &block->people[at];
            int apart = person->year - other->year;
            if (other->home != person->home && other->sex == person->sex && apart >= -3 &&
                apart <= 3 && person->twin_of == NONE) {
                person->namesake_of = (int32_t)at;
                person->year = other->year;
            }
        }
    }
}

static uint32_t card_take(Counters *counters, uint8_t prefix) {
    return ++counters->card[prefix] % CARDS;
}

static size_t cell_of(const Person *person) {
    return ((size_t)person->birth_province * 2 + person->sex - 1U) * YEAR_COUNT +
           (size_t)(person->year - YEAR_MIN);
}

void person_serial(Person *person, uint64_t place) {
    /* Steps through all serials; 387241 shares no factor with a million. */
    person->serial = (uint32_t)((387241ULL * place + cell_of(person) * 7919) % SERIALS);
}

static void numbers(Block *block, Counters *counters, Person *person) {
    const World *world = block->world;
    person_serial(person, counters->cell[cell_of(person)]++);
    if (person_age(person) >= AGE_ADULT && draw_hit(&block->draw, world->chance[RATE_cmnd_held])) {
        person->prefix = world->provinces[block->province].card_prefix;
        person->card = card_take(counters, person->prefix);
        if (draw_hit(&block->draw, world->chance[RATE_cmnd_reissued])) {
            person->prefix_before = world->provinces[person->birth_province].card_prefix;
            person->card_before = card_take(counters, person->prefix_before);
        }
    }
}

static size_t block_people(const World *world, uint64_t number, size_t most, Counters *counters,
                           Person *people, size_t first) {
    Block block = {.world = world,
                   .people = people,
                   .first = first,
                   .most = most,
                   .draw = draw_begin(world->options.seed, STREAM_HOME, number)};
    block.province = (uint8_t)wheel_draw(&world->province_wheel, &block.draw);
    block.commune = wheel_draw(&world->provinces[block.province].communes, &block.draw);
    while (block.count < BLOCK_PERSONS && block.count < most) {
        household(&block);
        block.home++;
    }
    forced_namesakes(&block);
    for (size_t i = first; i < first + block.count; i++) {
        numbers(&block, counters, &people[i]);
    }
    return block.count;
}

size_t chunk_people(const World *world, uint64_t chunk, Counters *counters, Person *ret_people) {
    size_t count = 0;
    for (uint64_t b = 0; b < CHUNK_BLOCKS; b++) {
        uint64_t number = chunk * CHUNK_BLOCKS + b;
        uint64_t before = number * BLOCK_PERSONS;
        if (before >= world->options.persons) {
            break;
        }
        uint64_t left = world->options.persons - before;
        size_t most = left < BLOCK_PERSONS ? (size_t)left : BLOCK_PERSONS;
        count += block_people(world, number, most, counters, ret_people, count);
    }
    for (size_t i = 0; i < count; i++) {
        ret_people[i].id = chunk * CHUNK_PERSONS + i + 1;
    }
    return count;
}

int person_age(const Person *person) {
    return THIS_YEAR - person->year;
}

static int age_class(const Person *person) {
    int age = person_age(person);
    return age < 16 ? 0 : age < 60 ? 1 : age < 80 ? 2 : 3;
}

uint64_t person_listed(const World *world, const Person *person) {
    return world->listed[age_class(person)];
}

void world_calibrate(World *world) {
    static const double WEIGHTS[4] = {0.5, 0.35, 2, 12}; /* who receives: mostly the old */
    Counters *counters = calloc(1, sizeof *counters);
    Person *people = calloc(CHUNK_PERSONS, sizeof *people);
    if (counters == NULL || people == NULL) {
        die("no memory for a chunk");
    }
    double sum = 0;
    size_t in_class[4] = {0};
    size_t seen = 0;
    for (uint64_t chunk = 0; chunk < CALIBRATION_CHUNKS; chunk++) {
        size_t count = chunk_people(world, chunk, counters, people);
        for (size_t i = 0; i < count; i++) {
            sum += WEIGHTS[age_class(&people[i])];
            in_class[age_class(&people[i])]++;
        }
        seen += count;
    }
    double share = (double)world->options.beneficiaries / (double)world->options.persons;
    double scale = share * (double)seen / sum;
    for (int round = 0; round < 40;
         round++) { /* nobody is on the list more than surely: others make up */
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            double chance = scale * WEIGHTS[i] < 1 ? scale * WEIGHTS[i] : 1;
            world->listed[i] = (uint64_t)(chance * 4294967296.0);
            expected += chance * (double)in_class[i];
        }
        scale *= expected > 0 ? share * (double)seen / expected : 1;
    }
    free(people);
    free(counters);
}
