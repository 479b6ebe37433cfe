/*
 * password.h -- passwords, codes of a second factor, and tokens that nobody can guess.
 *
 * Floor 1. Argon2id (RFC 9106) at 64 MiB and two passes: a tenth of a second on purpose, so whoever
 * calls bounds how many run at once. Codes are RFC 6238 with SHA-1, six digits, 30 seconds: what
 * every device speaks.
 */
#ifndef SYS_PASSWORD_H
#define SYS_PASSWORD_H

#include <stdbool.h>

#include "base/ctx.h"

enum {
    PASSWORD_LETTERS_LEAST = 10,
    PASSWORD_LETTERS_MOST = 256,
    TOTP_SECRET_BYTES = 20,
    TOTP_SECRET_CHARS = 32, /* in base32 */
    TOTP_STEP_SECONDS = 30
};

/* In the arena; with its own salt. E_PASSWORD_WEAK when it is short, or is the login, or is common.
 */
Status password_hash(Ctx *ctx, Str login, Str password, Str *ret_hash) MUST_CHECK;
bool password_fits(Str hash, Str password);
/* Takes as long as a real one and never fits: for a login that nobody has. */
void password_pretend(Str password);

void random_fill(uint8_t *bytes, size_t size);
/* Equal in constant time. */
bool secret_equal(Str a, Str b);

/* The code of a time step. */
int32_t totp_code(const uint8_t secret[TOTP_SECRET_BYTES], int64_t step);
/* The step whose code this is, among now and its neighbours, later than `last_step`; 0 = none. */
int64_t totp_find_step(const uint8_t secret[TOTP_SECRET_BYTES], int64_t now_us, int64_t last_step,
                       Str code);
/* RFC 4648, without padding. */
void totp_secret_write(const uint8_t secret[TOTP_SECRET_BYTES],
                       char ret_text[TOTP_SECRET_CHARS + 1]);

#endif
