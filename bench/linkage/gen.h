/*
 * gen.h -- a synthetic country: a register of persons, a list of beneficiaries with errors, the
 * truth.
 *
 * Outside the floors: measurements only. Shares nothing with src/text and src/linkage, so that an
 * error of theirs cannot be cancelled by the same error here.
 *
 * Invariants: person i of a seed and a level is the same whatever the number of threads and of
 * persons after it; memory does not grow with the number of persons; a citizen number is given
 * once.
 */
#ifndef BENCH_LINKAGE_GEN_H
#define BENCH_LINKAGE_GEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gen_draw.h"
#include "gen_text.h"

enum {
    THIS_YEAR = 2025,
    YEAR_MIN = 1915,
    YEAR_COUNT = THIS_YEAR - YEAR_MIN + 1,
    PROVINCE_COUNT = 63,
    CELL_COUNT =
        PROVINCE_COUNT * 2 * YEAR_COUNT, /* a citizen number names province, sex and year */
    CARD_PREFIX_COUNT = 39,
    BLOCK_PERSONS = 1024,
    CHUNK_BLOCKS = 64,
    CHUNK_PERSONS = BLOCK_PERSONS * CHUNK_BLOCKS,
    NAME_WORDS = 5,
    SUCCESSOR_MAX = 16,
    ETHNICITY_MAX = 20,
    KINH = 0,
    COHORT_COUNT = 5,
    NONE = -1
};

/* The rows of rates.tsv and rates_b.tsv, in their order. */
#define RATES(X)                                                                                   \
    X(twin_births)                                                                                 \
    X(forced_namesakes)                                                                            \
    X(same_name_kin)                                                                               \
    X(minority_scale)                                                                              \
    X(cmnd_held)                                                                                   \
    X(cmnd_reissued)                                                                               \
    X(register_dead)                                                                               \
    X(register_year_only) X(register_tone) X(register_moved) X(old_alone) X(young_alone) X(        \
        three_generations) X(husband_there) X(old_man_alive) X(grandfather_alive)                  \
        X(grandmother_alive) X(child_left_home) X(married_across) X(male_births) X(twin_same_sex)  \
            X(first_of_january) X(arrivals) X(arrivals_south) X(family_of_father)                  \
                X(middle_of_branch) X(given_in_fashion) X(pair_affinity) X(modern_middle)          \
                    X(modern_given) X(moved_within_province) X(not_in_register) X(duplicate_rows)  \
                        X(old_map_code) X(clerk_sigma) X(clerk_encoding) X(clerk_without_tones) X( \
                            cccd_missing) X(cmnd_when_missing) X(cmnd_beside) X(cccd_one_digit)    \
                            X(cccd_swap) X(cccd_two_digits) X(cccd_of_relative) X(zero_lost) X(    \
                                wrong_column) X(cmnd_one_digit) X(birth_year_only_elderly)         \
                                X(birth_year_only) X(birth_default_day) X(birth_day_month_swap) X( \
                                    birth_year_off) X(birth_other) X(birth_missing) X(tones_lost)  \
                                    X(tone_wrong) X(typo) X(telex_residue) X(ocr)                  \
                                        X(middle_dropped) X(order_swapped) X(spelling_variant)     \
                                            X(minority_spelling) X(odd_spaces)                     \
                                                X(clerk_new_tone_place) X(clerk_eth)               \
                                                    X(title_before) X(sex_missing) X(sex_wrong)    \
                                                        X(ethnicity_missing) X(address_free)       \
                                                            X(commune_missing) X(earlier_card)     \
                                                                X(second_row_same_place)           \
                                                                    X(clerk_upper) X(clerk_lower)  \
                                                                        X(middle_abbreviated)      \
                                                                            X(hook_for_tilde)
#define RATES_B(X)                                                                                 \
    X(slip_key)                                                                                    \
    X(slip_tone)                                                                                   \
    X(hear_wrong)                                                                                  \
    X(hand_read)                                                                                   \
    X(row_above)                                                                                   \
    X(no_paper)                                                                                    \
    X(old_paper)                                                                                   \
    X(card_of_other) X(sheet_number) X(sheet_date) X(age_told) X(year_known) X(year_known_young)   \
        X(calendar_moon) X(short_name) X(initials) X(name_known_as) X(given_first)                 \
            X(apostrophe_lost) X(capitals) X(bare_operator) X(font_operator) X(blank_sex)          \
                X(sex_by_name) X(blank_place)

#define RATE_NAME(name) RATE_##name,
typedef enum Rate { RATES(RATE_NAME) RATES_B(RATE_NAME) RATE_COUNT } Rate;

typedef struct Options {
    uint64_t persons;
    uint64_t beneficiaries;
    uint64_t seed;
    const char *level;
    const char *out;
    char corruptor;  /* a or b */
    char family_set; /* a or b: families.tsv */
    int threads;
} Options;

typedef struct Token {
    char text[23];
    uint8_t len;
    uint16_t fashion; /* the year of birth in which it was commonest; made up, see gen_name.c */
} Token;

typedef struct Commune {
    char code[6];
    char district[4];
    uint8_t province;
    uint8_t successor_count;
    uint16_t successors[SUCCESSOR_MAX]; /* into World.today */
} Commune;

typedef struct Today {
    char code[6];
    char province[3];
} Today;

typedef struct Province {
    char code[3];
    char region; /* 0 north, 1 middle, 2 south */
    uint8_t card_prefix;
    double inhabitants;
    Wheel communes;
    Wheel ethnicities;
} Province;

enum { FAMILY_FIRST, FAMILY_LAST, FAMILY_NONE };

typedef struct Ethnicity {
    char name[24];
    char spellings[4][24];
    int spelling_count;
    int family_place;
    Wheel families;
    uint16_t prefixes[3][3]; /* by sex 1, 2 */
    int prefix_count[3];
    Wheel given[3];
    double share[PROVINCE_COUNT];
} Ethnicity;

/* Chances of 2^32, by sex where an array. */
typedef struct Cohort {
    int born_from;
    uint64_t two_words[3];
    uint64_t four_words[3];
    uint64_t usual_middle[3]; /* Văn, Thị */
} Cohort;

typedef struct World {
    Options options;
    Cohort cohorts[COHORT_COUNT];
    uint64_t
        chance[RATE_COUNT]; /* of 2^32; clerk_sigma and minority_scale are percent as they stand */
    double percent[RATE_COUNT];
    Token *tokens;
    size_t token_count;
    Wheel families[3]; /* Kinh, by region */
    Wheel middle1[3];  /* by sex 1, 2 */
    Wheel middle2[3];
    Wheel given[3];
    uint16_t van;
    uint16_t thi;
    Province provinces[PROVINCE_COUNT];
    Wheel province_wheel;
    Commune *communes;
    size_t commune_count;
    Today *today;
    size_t today_count;
    Ethnicity ethnicities[ETHNICITY_MAX];
    int ethnicity_count;
    double clerk_factor[16]; /* mean 1 */
    uint64_t listed[4];      /* chance of being a beneficiary by age class */
} World;

typedef struct Person {
    uint64_t id; /* 1.. in the register; 0 when the register does not know them */
    int32_t father, twin_of, namesake_of; /* index in the chunk, or NONE */
    uint32_t home;                        /* number of the household in its block */
    uint32_t serial;                      /* last six digits of the citizen number */
    uint32_t card, card_before; /* old identity card: its count under the prefix; 0: none */
    uint16_t year, commune, commune_before; /* communes of the old map, by index */
    uint16_t words[NAME_WORDS];
    uint8_t word_count, family_at, given_at;
    uint8_t month, day, sex, birth_province, ethnicity, prefix, prefix_before;
    bool dead, year_only;
} Person;

/* Numbers given so far, handed from chunk to chunk in order. */
typedef struct Counters {
    uint32_t cell[CELL_COUNT];
    uint32_t card[CARD_PREFIX_COUNT];
} Counters;

void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

#endif
