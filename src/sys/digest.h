/*
 * digest.h -- fingerprints: BLAKE2b-256 of canonical rows, SHA-256 of files.
 *
 * Floor 1. A digest of rows is what people approve (A1) and what checkpoints hold, so the encoding
 * must leave no room: numbers are eight bytes, little end first; texts carry their length before
 * them. Files are known by SHA-256, because others can check that with common tools.
 *
 * The states are plain values without special alignment: they may lie anywhere, and a copy is a
 * fork. Different states, different threads.
 */
#ifndef SYS_DIGEST_H
#define SYS_DIGEST_H

#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { DIGEST_BYTES = 32, DIGEST_HEX_CHARS = 64 };

/* The inside belongs to digest.c. Small parts are collected, so that adding a number is cheap. */
typedef struct DigestState {
    uint8_t inside[384];
    uint8_t pending[1024];
    size_t pending_len;
} DigestState;

typedef struct Sha256State {
    alignas(16) uint8_t inside[112];
} Sha256State;

/* BLAKE2b-256 (RFC 7693), without a key. */
void digest_init(DigestState *state);
/* Raw bytes, no length: for parts of fixed size. */
void digest_add(DigestState *state, Str bytes);
void digest_add_int64(DigestState *state, int64_t number);
/* Length (as a number), then the bytes. */
void digest_add_text(DigestState *state, Str text);
/* Ends the digest; the state must be initialised again before further use. */
void digest_final(DigestState *state, uint8_t ret_digest[DIGEST_BYTES]);
void digest_bytes(Str bytes, uint8_t ret_digest[DIGEST_BYTES]);

/* SHA-256 (FIPS 180-4). */
void sha256_init(Sha256State *state);
void sha256_add(Sha256State *state, Str bytes);
void sha256_final(Sha256State *state, uint8_t ret_sha256[DIGEST_BYTES]);
void sha256_bytes(Str bytes, uint8_t ret_sha256[DIGEST_BYTES]);
/* Of a whole file, in constant memory. E_FILE_OPEN, E_FILE_READ. */
Status sha256_file(Ctx *ctx, Str path, uint8_t ret_sha256[DIGEST_BYTES]) MUST_CHECK;

/* Lower-case hexadecimal and a NUL: 2 * size + 1 characters. */
void hex_write(const uint8_t *bytes, size_t size, char *ret_hex);
/* False unless `hex` is exactly 2 * size hexadecimal digits of either case; then untouched. */
bool hex_read(Str hex, uint8_t *ret_bytes, size_t size);

#endif
