/*
 * canon.h -- BLAKE2b-256 over canonical bytes: numbers as little-endian int64.
 */
#ifndef AUDIT_CANON_H
#define AUDIT_CANON_H

#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "db.h"
#include "world.h"

typedef struct Canon {
    crypto_generichash_state state;
} Canon;

static inline void canon_init(Canon *canon) {
    crypto_generichash_init(&canon->state, NULL, 0, DIGEST_SIZE);
}

static inline void canon_bytes(Canon *canon, Bytes bytes) {
    crypto_generichash_update(&canon->state, bytes.data, bytes.size);
}

static inline void canon_numbers(Canon *canon, const int64_t *numbers, size_t count) {
    unsigned char bytes[16 * 8];
    for (size_t i = 0; i < count && i < 16; i++) {
        const uint64_t number = (uint64_t)numbers[i];
        for (size_t j = 0; j < 8; j++) {
            bytes[i * 8 + j] = (unsigned char)(number >> (8 * j));
        }
    }
    crypto_generichash_update(&canon->state, bytes, count * 8);
}

static inline void canon_number(Canon *canon, int64_t number) {
    canon_numbers(canon, &number, 1);
}

/* With its length before it, so that no two rows can share their bytes. */
static inline void canon_text(Canon *canon, Bytes text) {
    canon_number(canon, (int64_t)text.size);
    canon_bytes(canon, text);
}

static inline void canon_final(Canon *canon, unsigned char digest[DIGEST_SIZE]) {
    crypto_generichash_final(&canon->state, digest, DIGEST_SIZE);
}

#endif
