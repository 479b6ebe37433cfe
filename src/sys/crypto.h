/*
 * crypto.h -- how personal numbers are kept: a keyed hash to find them, a sealed copy to read them.
 *
 * Floor 1. One master key lives in a key file outside the database; everything else is derived from
 * it (crypto_kdf), one key per field and purpose, so that the hash of a telephone number says
 * nothing about an account number with the same digits.
 *
 *   look-up   BLAKE2b-256 keyed per field over the normalised number (RFC 7693)
 *   content   XChaCha20-Poly1305, random 24-byte nonce; table, column, row and key version are
 *             authenticated, so a sealed value cannot be moved to another person's row
 *
 * Keys is opaque, lives in guarded memory, is wiped by keys_free(), and is read-only once loaded:
 * several threads may use it.
 */
#ifndef SYS_CRYPTO_H
#define SYS_CRYPTO_H

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum {
    KEYS_MASTER_BYTES = 32,
    KEYS_HASH_BYTES = 32,
    KEYS_CHECK_CHARS = 32,
    KEYS_SEAL_OVERHEAD = 1 + 24 + 16, /* version, nonce, tag */
    KEYS_PLAIN_MAX = 4096
};

/* What is protected. The numbers go into key derivation: never change or reuse one. */
typedef enum Field {
    FIELD_CITIZEN_ID = 1,
    FIELD_PHONE = 2,
    FIELD_ACCOUNT_NUMBER = 3,
    FIELD_RECIPIENT_ID = 4,
    FIELD_TOTP_SECRET = 5
} Field;

/* The one place where a sealed value may be opened again. */
typedef struct Cell {
    Field field;
    const char *table;  /* e.g. "person" */
    const char *column; /* e.g. "citizen_id_cipher" */
    int64_t row_id;     /* the row's own id; its person's id where the key has two columns */
} Cell;

typedef struct Keys Keys;

/*
 * Makes a key file with a fresh random master key, mode 0600, and loads it.
 *
 * OK          made, synced to disk, loaded
 * E_KEY_FILE  something of that name exists (it is never overwritten), or it cannot be written
 */
Status keys_create(Ctx *ctx, Str path, Keys **ret_keys) MUST_CHECK;

/* The same from a given master key: one that was restored by its custodians, or a test's. */
Status keys_create_from(Ctx *ctx, Str path, const uint8_t master[KEYS_MASTER_BYTES],
                        Keys **ret_keys) MUST_CHECK;

/*
 * Loads a key file.
 *
 * E_KEY_FILE  missing, a link or no regular file, not ours, readable or writable by group or
 *             others, or damaged (it carries its own checksum)
 */
Status keys_load(Ctx *ctx, Str path, Keys **ret_keys) MUST_CHECK;

/* Wipes and frees; accepts NULL inside, sets it to NULL. Fit for CLEANUP. */
void keys_free(Keys **keys);

/*
 * What `setting.key_check` holds: tells whether a key file belongs to a database without saying
 * anything about the key. KEYS_CHECK_CHARS hexadecimal digits and a NUL.
 */
void keys_check_value(const Keys *keys, char ret_check[KEYS_CHECK_CHARS + 1]);
/* E_KEY_FILE when `stored` is not the check value of these keys. */
Status keys_check(Ctx *ctx, const Keys *keys, Str stored) MUST_CHECK;

/* The look-up hash of a number; the caller normalises it first, so that equal numbers meet. */
void keys_hash(const Keys *keys, Field field, Str normalised, uint8_t ret_hash[KEYS_HASH_BYTES]);

/*
 * Seals `plain` for one cell. The result lies in the arena and is plain.len + KEYS_SEAL_OVERHEAD
 * bytes: version, nonce, ciphertext, tag. Sealing the same text twice gives different bytes.
 *
 * E_TEXT_TOO_LONG  plain is longer than KEYS_PLAIN_MAX
 */
Status keys_seal(Ctx *ctx, const Keys *keys, const Cell *cell, Str plain,
                 Str *ret_sealed) MUST_CHECK;

/*
 * Opens what was sealed for exactly this cell; the text lies in the arena, NUL-terminated.
 *
 * E_CIPHER  another key, another cell, another version, or one bit is different
 */
Status keys_open(Ctx *ctx, const Keys *keys, const Cell *cell, Str sealed,
                 Str *ret_plain) MUST_CHECK;

#endif
