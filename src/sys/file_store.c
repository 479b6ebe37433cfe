#include "sys/file_store.h"

#include <sodium.h>
#include <string.h>

#include "sys/file.h"

enum { EXTENSION_MAX = 8, TEMPORARY_FILES_MAX = 10000 };

/* Names are made by us: nothing of what a user wrote reaches the file system but these letters. */
static Str extension_clean(Str extension) {
    if (extension.len == 0 || extension.len > EXTENSION_MAX) {
        return STR("bin");
    }
    for (size_t i = 0; i < extension.len; i++) {
        char c = extension.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            return STR("bin");
        }
    }
    return extension;
}

static Status stored_path_of(Ctx *ctx, const uint8_t sha256[DIGEST_BYTES], Str extension,
                             Str *ret_path) {
    char hex[DIGEST_HEX_CHARS + 1];
    hex_write(sha256, DIGEST_BYTES, hex);
    return ctx_print(ctx, ret_path, "%.2s/%s.%.*s", hex, hex, STR_ARG(extension_clean(extension)));
}

Status file_store_temporary(Ctx *ctx, Str root, Str extension, Str *ret_path) {
    uint8_t random[16];
    char hex[2 * sizeof random + 1];
    Str folder = {0};
    if (sodium_init() < 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "no source of random numbers");
    }
    TRY(file_join(ctx, root, STR("tmp"), &folder));
    TRY(file_make_folders(ctx, folder));
    randombytes_buf(random, sizeof random);
    hex_write(random, sizeof random, hex);
    return ctx_print(ctx, ret_path, "%.*s/%s.%.*s", STR_ARG(folder), hex,
                     STR_ARG(extension_clean(extension)));
}

Status file_store_adopt(Ctx *ctx, Str root, Str temporary, Str extension, StoredFile *ret_file) {
    StoredFile file = {0};
    Str path = {0};
    Str folder = {0};
    TRY(sha256_file(ctx, temporary, file.sha256));
    TRY(file_size(ctx, temporary, &file.byte_count));
    TRY(stored_path_of(ctx, file.sha256, extension, &file.stored_path));
    TRY(file_join(ctx, root, file.stored_path, &path));
    if (file_exists(path)) {
        TRY(file_store_check(ctx, root, file.stored_path, file.sha256));
        TRY(file_remove(ctx, temporary));
        *ret_file = file;
        return OK;
    }
    TRY(file_join(ctx, root, str_part(file.stored_path, 0, 2), &folder));
    TRY(file_make_folders(ctx, folder));
    TRY(file_publish(ctx, temporary, path));
    *ret_file = file;
    return OK;
}

/* The copy is hashed, not the original, which may change while it is read. */
static Status adopt_or_remove(Ctx *ctx, Str root, Str temporary, Str extension,
                              StoredFile *ret_file) {
    Status status = file_store_adopt(ctx, root, temporary, extension, ret_file);
    if (status != OK) {
        Failure failure = ctx->failure; /* the first cause is the one to tell */
        Status removed = file_remove(ctx, temporary);
        (void)removed;
        ctx->failure = failure;
    }
    return status;
}

Status file_store_put(Ctx *ctx, Str root, Str path, Str extension, StoredFile *ret_file) {
    Str temporary = {0};
    TRY(file_store_temporary(ctx, root, extension, &temporary));
    TRY(file_copy(ctx, path, temporary));
    return adopt_or_remove(ctx, root, temporary, extension, ret_file);
}

Status file_store_put_bytes(Ctx *ctx, Str root, Str bytes, Str extension, StoredFile *ret_file) {
    Str temporary = {0};
    TRY(file_store_temporary(ctx, root, extension, &temporary));
    TRY(file_write_new(ctx, temporary, bytes));
    return adopt_or_remove(ctx, root, temporary, extension, ret_file);
}

Status file_store_clear_temporary(Ctx *ctx, Str root) {
    Str folder = {0};
    Str *names = NULL;
    size_t count = 0;
    TRY(file_join(ctx, root, STR("tmp"), &folder));
    if (!file_is_folder(folder)) {
        return OK;
    }
    TRY(file_list(ctx, folder, STR(""), TEMPORARY_FILES_MAX, &names, &count));
    for (size_t i = 0; i < count; i++) {
        Str path = {0};
        TRY(file_join(ctx, folder, names[i], &path));
        TRY(file_remove(ctx, path));
    }
    return OK;
}

Status file_store_check(Ctx *ctx, Str root, Str stored_path, const uint8_t sha256[DIGEST_BYTES]) {
    uint8_t found[DIGEST_BYTES];
    Str path = {0};
    TRY(file_join(ctx, root, stored_path, &path));
    TRY(sha256_file(ctx, path, found));
    if (memcmp(found, sha256, DIGEST_BYTES) != 0) {
        return ctx_fail(ctx, E_FILE_DAMAGED, "%.*s", STR_ARG(path));
    }
    return OK;
}
