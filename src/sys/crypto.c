/*
 * The key file is one line of text, so that it can be printed on paper and typed again:
 *
 *     ansinh-key 1 <64 hexadecimal digits of the master key> <16 digits of checksum>
 *
 * The checksum is BLAKE2b over the key under a fixed context: it finds typing errors; it is no
 * secret of its own and no protection.
 */
#include "sys/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/digest.h"
#include "sys/file.h"

enum {
    KEY_VERSION = 1,
    FIELD_COUNT = 5,
    CHECKSUM_BYTES = 8,
    LINE_MAX_BYTES = 128,
    ASSOCIATED_MAX = 256,
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

_Static_assert(KEYS_MASTER_BYTES == crypto_kdf_KEYBYTES, "size of the master key");
_Static_assert(KEYS_SEAL_OVERHEAD == 1 + NONCE_BYTES + TAG_BYTES, "size of the seal");

#define KEY_WORD "ansinh-key 1 "

struct Keys {
    uint8_t hash_key[FIELD_COUNT + 1][crypto_generichash_KEYBYTES];
    uint8_t seal_key[FIELD_COUNT + 1][crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
    uint8_t check_key[crypto_generichash_KEYBYTES];
};

static Status key_file_fail(Ctx *ctx, Str path, const char *what) {
    return ctx_fail(ctx, E_KEY_FILE, "%.*s: %s", STR_ARG(path), what);
}

/* Derives every key from the master key. Contexts and numbers are for ever. */
static Status keys_derive(Ctx *ctx, const uint8_t master[KEYS_MASTER_BYTES], Keys **ret_keys) {
    Keys *keys = sodium_malloc(sizeof *keys);
    if (keys == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no guarded memory for keys");
    }
    for (uint64_t field = 1; field <= FIELD_COUNT; field++) {
        crypto_kdf_derive_from_key(keys->hash_key[field], sizeof keys->hash_key[field], field,
                                   "ansinhHA", master);
        crypto_kdf_derive_from_key(keys->seal_key[field], sizeof keys->seal_key[field], field,
                                   "ansinhSE", master);
    }
    crypto_kdf_derive_from_key(keys->check_key, sizeof keys->check_key, 1, "ansinhCK", master);
    sodium_mprotect_readonly(keys);
    *ret_keys = keys;
    return OK;
}

static void master_checksum(const uint8_t master[KEYS_MASTER_BYTES],
                            uint8_t ret_sum[CHECKSUM_BYTES]) {
    uint8_t sum[DIGEST_BYTES];
    crypto_generichash(sum, sizeof sum, master, KEYS_MASTER_BYTES,
                       (const uint8_t *)"ansinh key file 1", 17);
    memcpy(ret_sum, sum, CHECKSUM_BYTES);
    sodium_memzero(sum, sizeof sum);
}

Status keys_create(Ctx *ctx, Str path, Keys **ret_keys) {
    uint8_t master[KEYS_MASTER_BYTES];
    if (sodium_init() < 0) {
        return key_file_fail(ctx, path, "no source of random numbers");
    }
    crypto_kdf_keygen(master);
    Status status = keys_create_from(ctx, path, master, ret_keys);
    sodium_memzero(master, sizeof master);
    return status;
}

Status keys_create_from(Ctx *ctx, Str path, const uint8_t master[KEYS_MASTER_BYTES],
                        Keys **ret_keys) {
    uint8_t sum[CHECKSUM_BYTES];
    char line[LINE_MAX_BYTES];
    char hex[2 * KEYS_MASTER_BYTES + 1];
    char sum_hex[2 * CHECKSUM_BYTES + 1];
    if (sodium_init() < 0) {
        return key_file_fail(ctx, path, "no source of random numbers");
    }
    master_checksum(master, sum);
    hex_write(master, KEYS_MASTER_BYTES, hex);
    hex_write(sum, CHECKSUM_BYTES, sum_hex);
    int length = snprintf(line, sizeof line, KEY_WORD "%s %s\n", hex, sum_hex);
    Status status = file_write_new(ctx, path, (Str){line, (size_t)length});
    sodium_memzero(line, sizeof line);
    sodium_memzero(hex, sizeof hex);
    if (status != OK) {
        ctx->failure.status = E_KEY_FILE; /* the detail names path and cause already */
        return E_KEY_FILE;
    }
    return keys_derive(ctx, master, ret_keys);
}

/* Opens the file and refuses whatever others could have read or replaced. */
static Status key_file_open(Ctx *ctx, Str path, int *ret_fd) {
    char name[FILE_PATH_MAX];
    struct stat info;
    TRY(file_path(ctx, path, name));
    int fd = open(name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return ctx_fail(ctx, E_KEY_FILE, "%s: %s", name, strerror(errno));
    }
    const char *wrong = NULL;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        wrong = "not a regular file";
    } else if (info.st_uid != geteuid()) {
        wrong = "belongs to another user";
    } else if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        wrong = "others may open it; chmod 600";
    }
    if (wrong) {
        close(fd);
        return ctx_fail(ctx, E_KEY_FILE, "%s: %s", name, wrong);
    }
    *ret_fd = fd;
    return OK;
}

/* "ansinh-key 1 <key> <sum>\n" and nothing else. */
static bool key_line_parse(Str line, uint8_t ret_master[KEYS_MASTER_BYTES]) {
    uint8_t found[CHECKSUM_BYTES];
    uint8_t right[CHECKSUM_BYTES];
    Str word = STR(KEY_WORD);
    line = str_trim(line);
    if (line.len != word.len + 2 * KEYS_MASTER_BYTES + 1 + 2 * CHECKSUM_BYTES ||
        !str_starts_with(line, word)) {
        return false;
    }
    Str key = str_part(line, word.len, 2 * KEYS_MASTER_BYTES);
    Str sum = str_part(line, word.len + key.len + 1, 2 * CHECKSUM_BYTES);
    if (line.ptr[word.len + key.len] != ' ' || !hex_read(key, ret_master, KEYS_MASTER_BYTES) ||
        !hex_read(sum, found, CHECKSUM_BYTES)) {
        return false;
    }
    master_checksum(ret_master, right);
    return sodium_memcmp(found, right, CHECKSUM_BYTES) == 0;
}

Status keys_load(Ctx *ctx, Str path, Keys **ret_keys) {
    char line[LINE_MAX_BYTES];
    uint8_t master[KEYS_MASTER_BYTES];
    int fd = -1;
    if (sodium_init() < 0) {
        return key_file_fail(ctx, path, "no source of random numbers");
    }
    TRY(key_file_open(ctx, path, &fd));
    ssize_t got = read(fd, line, sizeof line);
    close(fd);
    bool good = got > 0 && key_line_parse((Str){line, (size_t)got}, master);
    Status status = good ? keys_derive(ctx, master, ret_keys)
                         : key_file_fail(ctx, path, "damaged, or not a key file");
    sodium_memzero(line, sizeof line);
    sodium_memzero(master, sizeof master);
    return status;
}

void keys_free(Keys **keys) {
    sodium_free(*keys); /* wipes first; accepts NULL */
    *keys = NULL;
}

void keys_check_value(const Keys *keys, char ret_check[KEYS_CHECK_CHARS + 1]) {
    uint8_t value[KEYS_CHECK_CHARS / 2];
    crypto_generichash(value, sizeof value, (const uint8_t *)"key_check", 9, keys->check_key,
                       sizeof keys->check_key);
    hex_write(value, sizeof value, ret_check);
}

Status keys_check(Ctx *ctx, const Keys *keys, Str stored) {
    char own[KEYS_CHECK_CHARS + 1];
    keys_check_value(keys, own);
    if (stored.len != KEYS_CHECK_CHARS || sodium_memcmp(own, stored.ptr, KEYS_CHECK_CHARS) != 0) {
        return ctx_fail(ctx, E_KEY_FILE, "this is not the key file of this database");
    }
    return OK;
}

void keys_hash(const Keys *keys, Field field, Str normalised, uint8_t ret_hash[KEYS_HASH_BYTES]) {
    crypto_generichash(ret_hash, KEYS_HASH_BYTES, (const uint8_t *)normalised.ptr, normalised.len,
                       keys->hash_key[field], sizeof keys->hash_key[field]);
}

/* "table NUL column NUL row(8, little end first) version": nothing can be shifted between parts. */
static Status cell_associated(Ctx *ctx, const Cell *cell, uint8_t ret_data[ASSOCIATED_MAX],
                              size_t *ret_len) {
    size_t table_len = strlen(cell->table) + 1;
    size_t column_len = strlen(cell->column) + 1;
    if (table_len + column_len + 9 > ASSOCIATED_MAX || (int)cell->field < 1 ||
        (int)cell->field > FIELD_COUNT) {
        return ctx_fail(ctx, E_BUG, "cell %s.%s field %d", cell->table, cell->column,
                        (int)cell->field);
    }
    memcpy(ret_data, cell->table, table_len);
    memcpy(ret_data + table_len, cell->column, column_len);
    uint8_t *tail = ret_data + table_len + column_len;
    for (int i = 0; i < 8; i++) {
        tail[i] = (uint8_t)((uint64_t)cell->row_id >> (8 * i));
    }
    tail[8] = KEY_VERSION;
    *ret_len = table_len + column_len + 9;
    return OK;
}

Status keys_seal(Ctx *ctx, const Keys *keys, const Cell *cell, Str plain, Str *ret_sealed) {
    uint8_t associated[ASSOCIATED_MAX];
    size_t associated_len = 0;
    void *memory = NULL;
    if (plain.len > KEYS_PLAIN_MAX) {
        return ctx_fail(ctx, E_TEXT_TOO_LONG, "%s.%s: %zu bytes", cell->table, cell->column,
                        plain.len);
    }
    TRY(cell_associated(ctx, cell, associated, &associated_len));
    TRY(ctx_alloc(ctx, plain.len + KEYS_SEAL_OVERHEAD, &memory));
    uint8_t *sealed = memory;
    sealed[0] = KEY_VERSION;
    randombytes_buf(sealed + 1, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        sealed + 1 + NONCE_BYTES, NULL, (const uint8_t *)plain.ptr, plain.len, associated,
        associated_len, NULL, sealed + 1, keys->seal_key[cell->field]);
    *ret_sealed = (Str){memory, plain.len + KEYS_SEAL_OVERHEAD};
    return OK;
}

Status keys_open(Ctx *ctx, const Keys *keys, const Cell *cell, Str sealed, Str *ret_plain) {
    uint8_t associated[ASSOCIATED_MAX];
    size_t associated_len = 0;
    void *memory = NULL;
    const uint8_t *bytes = (const uint8_t *)sealed.ptr;
    TRY(cell_associated(ctx, cell, associated, &associated_len));
    if (sealed.len < KEYS_SEAL_OVERHEAD || sealed.len > KEYS_PLAIN_MAX + KEYS_SEAL_OVERHEAD ||
        bytes[0] != KEY_VERSION) {
        return ctx_fail(ctx, E_CIPHER, "%s.%s: %zu bytes are no sealed value", cell->table,
                        cell->column, sealed.len);
    }
    size_t plain_len = sealed.len - KEYS_SEAL_OVERHEAD;
    TRY(ctx_alloc(ctx, plain_len + 1, &memory));
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            memory, NULL, NULL, bytes + 1 + NONCE_BYTES, plain_len + TAG_BYTES, associated,
            associated_len, bytes + 1, keys->seal_key[cell->field]) != 0) {
        return ctx_fail(ctx, E_CIPHER, "%s.%s of row %lld", cell->table, cell->column,
                        (long long)cell->row_id);
    }
    *ret_plain = (Str){memory, plain_len};
    return OK;
}
