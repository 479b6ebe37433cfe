/*
 * gen_list.h -- rows as text: of the register, of the list, of the truth.
 *
 * Outside the floors. A corruptor changes a clean row and says in `errors` what it did.
 */
#ifndef BENCH_LINKAGE_GEN_LIST_H
#define BENCH_LINKAGE_GEN_LIST_H

#include "gen.h"

/* One row of the list as text; what went wrong with it in bits. */
typedef struct ListRow {
    char programme[8], cccd[24], cmnd[24], birth[16], sex[12], ethnicity[32];
    char province[4], district[4], commune[8];
    Text name;
    Text address;
    uint32_t errors;
} ListRow;

#define ERRORS(X)                                                                                  \
    X(id_missing)                                                                                  \
    X(id_digit)                                                                                    \
    X(id_swap)                                                                                     \
    X(id_of_relative)                                                                              \
    X(zero_lost)                                                                                   \
    X(wrong_column)                                                                                \
    X(year_only)                                                                                   \
    X(default_day) X(day_month_swap) X(year_off) X(birth_other) X(birth_missing) X(tones_lost)     \
        X(tone_wrong) X(typo) X(residue) X(ocr) X(middle) X(order) X(variant) X(minority_spelling) \
            X(encoding) X(sex) X(commune_differs) X(old_map) X(commune_missing) X(copied_down)
#define ERROR_NAME(name) ERROR_##name,
typedef enum ErrorKind { ERRORS(ERROR_NAME) ERROR_COUNT } ErrorKind;

typedef struct Case {
    const World *world;
    const Person *person;
    const Person *relative; /* of the same household, or the person itself */
    uint64_t clerk;
    Draw *draw;
    const ListRow *above; /* what the clerk typed before, or NULL */
} Case;

/* Grows as needed; the program ends when there is no memory. */
typedef struct Buffer {
    char *bytes;
    size_t len;
    size_t size;
} Buffer;

typedef struct Tally {
    uint64_t persons, rows, unregistered, duplicates, elderly, minority, year_only;
    uint64_t errors[ERROR_COUNT];
    uint64_t rows_with_error;
} Tally;

typedef struct Outputs {
    Buffer population, beneficiaries, truth;
    Tally tally;
} Outputs;

extern const char POPULATION_HEADER[];
extern const char BENEFICIARIES_HEADER[];
extern const char TRUTH_HEADER[];

/* Writes one chunk; people have their details. */
void chunk_write(const World *world, uint64_t chunk, const Person *people, size_t count,
                 Outputs *outputs);
/* The first: rates.tsv, field by field. The second: rates_b.tsv, from paper to file. */
void corrupt_a(const Case *at, ListRow *row);
void corrupt_b(const Case *at, ListRow *row);
const char *error_name(ErrorKind kind);

/* Help for corruptors. */
void row_error(ListRow *row, ErrorKind kind);
void digits_change(char *digits, Draw *draw);
void digits_swap(char *digits, Draw *draw);
void name_of(const World *world, const Person *person, Text *ret_name);
void cccd_of(const World *world, const Person *person, char ret_digits[13]);
void card_of(const Person *person, bool before, char ret_digits[13]);

#endif
