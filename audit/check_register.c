/*
 * The register: one person per identity number, mandates behind shared account numbers, and no
 * money for months after a death or to a confirmed duplicate.
 */
#include <stdlib.h>
#include <string.h>

#include "audit.h"
#include "canon.h"

enum { HASH_MAX = 64, SUM_BYTES = crypto_shorthash_siphashx24_BYTES };

/* A sum that does not depend on the order of rows: two tables with equal sums hold the same pairs.
 */
typedef struct PairSum {
    uint64_t low, high;
    int64_t count;
} PairSum;

static void pair_sum_table(Audit *audit, const char *statement, const unsigned char *key,
                           PairSum *sum) {
    ROWS(rows) = rows_open(audit->db, statement, NULL, 0);
    while (rows_next(rows)) {
        unsigned char pair[HASH_MAX + 8] = {0};
        unsigned char hashed[SUM_BYTES];
        uint64_t part[2];
        const int64_t person_id = rows_int(rows, 0);
        const Bytes hash = rows_bytes(rows, 1);
        const size_t size = hash.size < HASH_MAX ? hash.size : HASH_MAX;

        memcpy(pair, &person_id, sizeof(person_id));
        if (size > 0) {
            memcpy(pair + 8, hash.data, size);
        }
        crypto_shorthash_siphashx24(hashed, pair, size + 8, key);
        memcpy(part, hashed, sizeof(part));
        sum->low += part[0];
        sum->high += part[1];
        sum->count++;
    }
}

static void identity_check(Audit *audit) {
    Report *report = &audit->report;
    unsigned char key[crypto_shorthash_siphashx24_KEYBYTES];
    PairSum persons = {0};
    PairSum identities = {0};

    randombytes_buf(key, sizeof(key));
    pair_sum_table(audit, "identities_of_persons", key, &persons);
    pair_sum_table(audit, "identities", key, &identities);
    report_looked(report, CHECK_IDENTITY, persons.count);
    if (persons.low == identities.low && persons.high == identities.high &&
        persons.count == identities.count) {
        return;
    }
    /* They differ: numbers of former days are lawful, a person without a row or with another's is
     * not. */
    ROWS(rows) = rows_open(audit->db, "identity_faults", NULL, 0);
    while (rows_next(rows)) {
        const bool unknown = rows_is_null(rows, 1);
        FOUND(report, CHECK_IDENTITY, unknown ? WHAT_IDENTITY_UNKNOWN : WHAT_IDENTITY_OTHER,
              NUM("person_id", rows_int(rows, 0)), NUM("other_person_id", rows_int(rows, 1)));
    }
    ROWS(twice) = rows_open(audit->db, "identity_twice", NULL, 0);
    while (rows_next(twice)) {
        FOUND(report, CHECK_IDENTITY, WHAT_IDENTITY_TWICE, NUM("person_id", rows_int(twice, 0)),
              NUM("other_person_id", rows_int(twice, 1)), NUM("count", rows_int(twice, 2)));
    }
}

typedef struct Holder {
    unsigned char number_hash[HASH_MAX];
    size_t size;
    int64_t person_id, account_id;
} Holder;

/* The owner of an account needs no mandate; whoever else is paid to its number does. */
static void shared_numbers_check(Audit *audit) {
    Holder first = {0};
    ROWS(rows) = rows_open(audit->db, "shared_numbers", NULL, 0);
    while (rows_next(rows)) {
        const Bytes hash = rows_bytes(rows, 2);
        const size_t size = hash.size < HASH_MAX ? hash.size : HASH_MAX;
        report_looked(&audit->report, CHECK_SHARED_NUMBER, 1);
        if (size == first.size && memcmp(hash.data, first.number_hash, size) == 0) {
            if (rows_int(rows, 0) != first.person_id) {
                FOUND(&audit->report, CHECK_SHARED_NUMBER, WHAT_NO_MANDATE,
                      NUM("person_id", rows_int(rows, 0)), NUM("account_id", rows_int(rows, 1)),
                      NUM("other_person_id", first.person_id),
                      NUM("other_account_id", first.account_id));
            }
            continue;
        }
        first =
            (Holder){.size = size, .person_id = rows_int(rows, 0), .account_id = rows_int(rows, 1)};
        memcpy(first.number_hash, hash.data, size);
    }
}

static void death_check(Audit *audit) {
    Report *report = &audit->report;
    ROWS(rows) = rows_open(audit->db, "released_after_death", NULL, 0);
    while (rows_next(rows)) {
        const bool known = !rows_is_null(rows, 7) && rows_int(rows, 7) < rows_int(rows, 6);
        report_looked(report, CHECK_AFTER_DEATH, 1);
        if (known) {
            FOUND(report, CHECK_AFTER_DEATH, WHAT_PAID_AFTER_DEATH,
                  NUM("person_id", rows_int(rows, 0)), NUM("obligation_id", rows_int(rows, 1)),
                  NUM("period", rows_int(rows, 2)), NUM("attempt_id", rows_int(rows, 3)),
                  NUM("amount_dong", rows_int(rows, 4)), NUM("death_date", rows_int(rows, 5)));
        } else if (rows_int(rows, 8) == STATE_PAID && rows_int(rows, 9) == 0) {
            FOUND(report, CHECK_AFTER_DEATH, WHAT_DEATH_NO_CASE,
                  NUM("person_id", rows_int(rows, 0)), NUM("obligation_id", rows_int(rows, 1)),
                  NUM("period", rows_int(rows, 2)), NUM("attempt_id", rows_int(rows, 3)),
                  NUM("amount_dong", rows_int(rows, 4)), NUM("death_date", rows_int(rows, 5)));
        }
    }
}

static void duplicate_check(Audit *audit) {
    Report *report = &audit->report;
    ROWS(held) = rows_open(audit->db, "duplicates_not_held", NULL, 0);
    while (rows_next(held)) {
        report_looked(report, CHECK_DUPLICATE, 1);
        if (rows_int(held, 4) == 0) {
            FOUND(report, CHECK_DUPLICATE, WHAT_DUPLICATE_NOT_HELD,
                  NUM("held_person_id", rows_int(held, 0)), NUM("person_id", rows_int(held, 1)),
                  NUM("other_person_id", rows_int(held, 2)), NUM("verdict_seq", rows_int(held, 3)));
        }
    }
    ROWS(paid) = rows_open(audit->db, "duplicates_released", NULL, 0);
    while (rows_next(paid)) {
        FOUND(report, CHECK_DUPLICATE, WHAT_DUPLICATE_PAID,
              NUM("held_person_id", rows_int(paid, 0)), NUM("person_id", rows_int(paid, 1)),
              NUM("other_person_id", rows_int(paid, 2)), NUM("obligation_id", rows_int(paid, 3)),
              NUM("attempt_id", rows_int(paid, 4)), NUM("amount_dong", rows_int(paid, 5)));
    }
}

void pass_register(Audit *audit) {
    identity_check(audit);
    shared_numbers_check(audit);
    death_check(audit);
    duplicate_check(audit);
}
