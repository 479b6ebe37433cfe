/*
 * canon.h -- BLAKE2b-256 over canonical bytes: numbers as little-endian int64.
 */
#ifndef AUDIT_CANON_H
#define AUDIT_CANON_H

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "db.h"
#include "world.h"

enum { CANON_ALIGN = 64 }; /* what the library's state asks for, wherever a Canon lies */

typedef struct Canon {
    unsigned char room[sizeof(crypto_generichash_state) + CANON_ALIGN];
} Canon;

/* A Canon stays where it was begun: its state is found from its own address. */
static inline crypto_generichash_state *canon_state(Canon *canon) {
    const uintptr_t at = (uintptr_t)canon->room;
    const uintptr_t skip = (CANON_ALIGN - at % CANON_ALIGN) % CANON_ALIGN;
    return (crypto_generichash_state *)(void *)(canon->room + skip);
}

static inline void canon_init(Canon *canon) {
    crypto_generichash_init(canon_state(canon), NULL, 0, DIGEST_SIZE);
}

static inline void canon_bytes(Canon *canon, Bytes bytes) {
    crypto_generichash_update(canon_state(canon), bytes.data, bytes.size);
}

static inline void canon_numbers(Canon *canon, const int64_t *numbers, size_t count) {
    unsigned char bytes[16 * 8];
    for (size_t i = 0; i < count && i < 16; i++) {
        const uint64_t number = (uint64_t)numbers[i];
        for (size_t j = 0; j < 8; j++) {
            bytes[i * 8 + j] = (unsigned char)(number >> (8 * j));
        }
    }
    crypto_generichash_update(canon_state(canon), bytes, count * 8);
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
    crypto_generichash_final(canon_state(canon), digest, DIGEST_SIZE);
}

#endif
