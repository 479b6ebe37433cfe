#include "sys/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include "sys/file.h"

_Static_assert(sizeof(((DigestState *)0)->inside) == sizeof(crypto_generichash_state), "BLAKE2b");
_Static_assert(sizeof(Sha256State) >= sizeof(crypto_hash_sha256_state), "room for SHA-256");
_Static_assert(alignof(Sha256State) >= alignof(crypto_hash_sha256_state), "place for SHA-256");

enum { FILE_CHUNK_BYTES = 65536 };

static crypto_hash_sha256_state *sha256_of(Sha256State *state) {
    return (crypto_hash_sha256_state *)(void *)state->inside;
}

/*
 * The library wants its state at a multiple of 64 bytes, which neither an arena nor a struct of
 * ours promises: it works on a copy, once per pending buffer.
 */
static void digest_feed(DigestState *state, const uint8_t *bytes, size_t len) {
    crypto_generichash_state blake2b;
    memcpy(&blake2b, state->inside, sizeof blake2b);
    crypto_generichash_update(&blake2b, state->pending, state->pending_len);
    crypto_generichash_update(&blake2b, bytes, len);
    memcpy(state->inside, &blake2b, sizeof blake2b);
    state->pending_len = 0;
}

void digest_init(DigestState *state) {
    crypto_generichash_state blake2b;
    /* Chooses the fastest code for this processor once; the result is the same without. */
    int ready = sodium_init();
    (void)ready;
    crypto_generichash_init(&blake2b, NULL, 0, DIGEST_BYTES);
    memcpy(state->inside, &blake2b, sizeof blake2b);
    state->pending_len = 0;
}

void digest_add(DigestState *state, Str bytes) {
    if (bytes.len > sizeof state->pending - state->pending_len) {
        digest_feed(state, (const uint8_t *)bytes.ptr, bytes.len);
    } else if (bytes.len > 0) {
        memcpy(state->pending + state->pending_len, bytes.ptr, bytes.len);
        state->pending_len += bytes.len;
    }
}

void digest_add_int64(DigestState *state, int64_t number) {
    char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (char)((uint64_t)number >> (8 * i));
    }
    digest_add(state, (Str){bytes, sizeof bytes});
}

void digest_add_text(DigestState *state, Str text) {
    digest_add_int64(state, (int64_t)text.len);
    digest_add(state, text);
}

void digest_final(DigestState *state, uint8_t ret_digest[DIGEST_BYTES]) {
    crypto_generichash_state blake2b;
    digest_feed(state, NULL, 0);
    memcpy(&blake2b, state->inside, sizeof blake2b);
    crypto_generichash_final(&blake2b, ret_digest, DIGEST_BYTES);
}

void digest_bytes(Str bytes, uint8_t ret_digest[DIGEST_BYTES]) {
    DigestState state;
    digest_init(&state);
    digest_add(&state, bytes);
    digest_final(&state, ret_digest);
}

void sha256_init(Sha256State *state) {
    crypto_hash_sha256_init(sha256_of(state));
}

void sha256_add(Sha256State *state, Str bytes) {
    crypto_hash_sha256_update(sha256_of(state), (const uint8_t *)bytes.ptr, bytes.len);
}

void sha256_final(Sha256State *state, uint8_t ret_sha256[DIGEST_BYTES]) {
    crypto_hash_sha256_final(sha256_of(state), ret_sha256);
}

void sha256_bytes(Str bytes, uint8_t ret_sha256[DIGEST_BYTES]) {
    crypto_hash_sha256(ret_sha256, (const uint8_t *)bytes.ptr, bytes.len);
}

Status sha256_file(Ctx *ctx, Str path, uint8_t ret_sha256[DIGEST_BYTES]) {
    char name[FILE_PATH_MAX];
    char chunk[FILE_CHUNK_BYTES];
    CLEANUP(file_close) int fd = -1;
    Sha256State state;
    TRY(file_path(ctx, path, name));
    fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", name, strerror(errno));
    }
    sha256_init(&state);
    for (;;) { /* ends at the end of the file */
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return ctx_fail(ctx, E_FILE_READ, "%s: %s", name, strerror(errno));
        }
        if (got == 0) {
            break;
        }
        sha256_add(&state, (Str){chunk, (size_t)got});
    }
    sha256_final(&state, ret_sha256);
    return OK;
}

void hex_write(const uint8_t *bytes, size_t size, char *ret_hex) {
    sodium_bin2hex(ret_hex, 2 * size + 1, bytes, size);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_read(Str hex, uint8_t *ret_bytes, size_t size) {
    if (hex.len != 2 * size) {
        return false;
    }
    for (size_t i = 0; i < hex.len; i++) {
        if (hex_digit(hex.ptr[i]) < 0) {
            return false;
        }
    }
    for (size_t i = 0; i < size; i++) {
        ret_bytes[i] = (uint8_t)(hex_digit(hex.ptr[2 * i]) * 16 + hex_digit(hex.ptr[2 * i + 1]));
    }
    return true;
}
