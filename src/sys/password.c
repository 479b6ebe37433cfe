#include "sys/password.h"

#include <sodium.h>
#include <string.h>

#include "sys/digest.h"

enum {
    HASH_MEMORY_BYTES = 64 << 20,
    HASH_PASSES = 2,
    SHA1_BYTES = 20,
    SHA1_BLOCK = 64,
    TOTP_NEIGHBOURS = 1, /* steps before and after now: clocks of devices differ */
    TOTP_DIGITS = 6,
    TOTP_BELOW = 1000000
};

/* What attackers try first, of ten letters and more; shorter ones are refused anyway. */
static const char *const COMMON[] = {
    "1234567890",  "0123456789",   "12345678910", "123456789a",  "password123",   "password1234",
    "qwertyuiop",  "1q2w3e4r5t",   "matkhau123",  "matkhau1234", "matkhau12345",  "abcdefghij",
    "1111111111",  "0000000000",   "iloveyou123", "admin12345",  "administrator", "quantri123",
    "ansinh12345", "123123123123", "aaaaaaaaaa",  "9876543210",  "p@ssw0rd123",   "vietnam123"};

static size_t count_letters(Str text) {
    size_t letters = 0;
    for (size_t i = 0; i < text.len; i++) {
        letters += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
    }
    return letters;
}

static bool is_common(Str login, Str password) {
    bool same = true;
    for (size_t i = 1; i < password.len; i++) {
        same = same && password.ptr[i] == password.ptr[0];
    }
    for (size_t i = 0; i < sizeof COMMON / sizeof COMMON[0]; i++) {
        same = same || str_equal_ignoring_case(password, str_of(COMMON[i]));
    }
    return same || str_equal_ignoring_case(password, login);
}

Status password_hash(Ctx *ctx, Str login, Str password, Str *ret_hash) {
    char hash[crypto_pwhash_STRBYTES];
    size_t letters = count_letters(password);
    if (letters < PASSWORD_LETTERS_LEAST || letters > PASSWORD_LETTERS_MOST ||
        is_common(login, password)) {
        return ctx_fail(ctx, E_PASSWORD_WEAK, "%zu letters", letters);
    }
    if (sodium_init() < 0 ||
        crypto_pwhash_str(hash, password.ptr, password.len, HASH_PASSES, HASH_MEMORY_BYTES) != 0) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory to hash a password");
    }
    return ctx_copy_str(ctx, str_of(hash), ret_hash);
}

bool password_fits(Str hash, Str password) {
    char text[crypto_pwhash_STRBYTES] = "";
    if (hash.len >= sizeof text || sodium_init() < 0) {
        return false;
    }
    memcpy(text, hash.ptr, hash.len);
    return crypto_pwhash_str_verify(text, password.ptr, password.len) == 0;
}

void password_pretend(Str password) {
    uint8_t out[32];
    uint8_t salt[crypto_pwhash_SALTBYTES] = {0};
    if (sodium_init() >= 0 &&
        crypto_pwhash(out, sizeof out, password.ptr, password.len, salt, HASH_PASSES,
                      HASH_MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13) == 0) {
        sodium_memzero(out, sizeof out);
    }
}

void random_fill(uint8_t *bytes, size_t size) {
    if (sodium_init() < 0) {
        abort(); /* no source of random numbers: nothing that follows would be safe */
    }
    randombytes_buf(bytes, size);
}

bool secret_equal(Str a, Str b) {
    return a.len == b.len && sodium_memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* ---- SHA-1 (RFC 3174): broken for signatures, sound within HMAC, and what devices speak ---- */

typedef struct Sha1 {
    uint32_t word[5];
} Sha1;

static uint32_t rotate(uint32_t x, unsigned by) {
    return x << by | x >> (32 - by);
}

static void sha1_block(Sha1 *state, const uint8_t block[SHA1_BLOCK]) {
    uint32_t w[80];
    for (size_t i = 0; i < 16; i++) {
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    }
    for (size_t i = 16; i < 80; i++) {
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    }
    uint32_t a = state->word[0], b = state->word[1], c = state->word[2];
    uint32_t d = state->word[3], e = state->word[4];
    for (size_t i = 0; i < 80; i++) {
        uint32_t f = i < 20   ? (b & c) | (~b & d)
                     : i < 40 ? b ^ c ^ d
                     : i < 60 ? (b & c) | (b & d) | (c & d)
                              : b ^ c ^ d;
        uint32_t k = i < 20 ? 0x5A827999 : i < 40 ? 0x6ED9EBA1 : i < 60 ? 0x8F1BBCDC : 0xCA62C1D6;
        uint32_t next = rotate(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = next;
    }
    state->word[0] += a;
    state->word[1] += b;
    state->word[2] += c;
    state->word[3] += d;
    state->word[4] += e;
}

/* Of one padded block of key and up to 20 bytes: all that HMAC over a counter needs. */
static void sha1_keyed(const uint8_t key_block[SHA1_BLOCK], const uint8_t *message, size_t size,
                       uint8_t ret_hash[SHA1_BYTES]) {
    Sha1 state = {{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}};
    uint8_t block[SHA1_BLOCK] = {0};
    uint64_t bits = (SHA1_BLOCK + size) * 8;
    sha1_block(&state, key_block);
    memcpy(block, message, size);
    block[size] = 0x80;
    for (size_t i = 0; i < 8; i++) {
        block[SHA1_BLOCK - 1 - i] = (uint8_t)(bits >> (8 * i));
    }
    sha1_block(&state, block);
    for (size_t i = 0; i < SHA1_BYTES; i++) {
        ret_hash[i] = (uint8_t)(state.word[i / 4] >> (24 - 8 * (i % 4)));
    }
}

static void hmac_sha1(const uint8_t secret[TOTP_SECRET_BYTES], const uint8_t message[8],
                      uint8_t ret_hash[SHA1_BYTES]) {
    uint8_t inner_key[SHA1_BLOCK];
    uint8_t outer_key[SHA1_BLOCK];
    uint8_t inner[SHA1_BYTES];
    for (size_t i = 0; i < SHA1_BLOCK; i++) {
        uint8_t byte = i < TOTP_SECRET_BYTES ? secret[i] : 0;
        inner_key[i] = byte ^ 0x36;
        outer_key[i] = byte ^ 0x5c;
    }
    sha1_keyed(inner_key, message, 8, inner);
    sha1_keyed(outer_key, inner, sizeof inner, ret_hash);
}

int32_t totp_code(const uint8_t secret[TOTP_SECRET_BYTES], int64_t step) {
    uint8_t counter[8];
    uint8_t hash[SHA1_BYTES];
    for (size_t i = 0; i < 8; i++) {
        counter[7 - i] = (uint8_t)((uint64_t)step >> (8 * i));
    }
    hmac_sha1(secret, counter, hash);
    size_t at = hash[SHA1_BYTES - 1] & 0xf;
    uint32_t number = (uint32_t)(hash[at] & 0x7f) << 24 | (uint32_t)hash[at + 1] << 16 |
                      (uint32_t)hash[at + 2] << 8 | hash[at + 3];
    return (int32_t)(number % TOTP_BELOW);
}

int64_t totp_find_step(const uint8_t secret[TOTP_SECRET_BYTES], int64_t now_us, int64_t last_step,
                       Str code) {
    int64_t now = now_us / 1000000 / TOTP_STEP_SECONDS;
    int64_t number = 0;
    int64_t found = 0;
    if (code.len != TOTP_DIGITS || !str_to_int64(code, &number) || number < 0) {
        return 0;
    }
    for (int64_t step = now - TOTP_NEIGHBOURS; step <= now + TOTP_NEIGHBOURS; step++) {
        if (step > last_step && totp_code(secret, step) == number) {
            found = step;
        }
    }
    return found;
}

void totp_secret_write(const uint8_t secret[TOTP_SECRET_BYTES],
                       char ret_text[TOTP_SECRET_CHARS + 1]) {
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for (size_t i = 0; i < TOTP_SECRET_CHARS; i++) {
        size_t bit = i * 5;
        unsigned two = (unsigned)secret[bit / 8] << 8;
        two |= bit / 8 + 1 < TOTP_SECRET_BYTES ? secret[bit / 8 + 1] : 0U;
        ret_text[i] = LETTERS[two >> (11 - bit % 8) & 31];
    }
    ret_text[TOTP_SECRET_CHARS] = '\0';
}
