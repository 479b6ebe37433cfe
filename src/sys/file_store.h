/*
 * file_store.h -- the originals of all files that came in or went out, named by their SHA-256.
 *
 * Floor 1. Keeps R1: evidence can be shown again byte for byte, and its name proves it.
 *
 *   <root>/ab/abcd...ef.xlsx   ab = the first two digits; the kind of file is only for people
 *   <root>/tmp/                work in progress; may be emptied when no process is writing
 *
 * A stored file is never changed, replaced or removed by this product. Putting the same bytes twice
 * is a no-op with the same answer. Paths that come back are relative to the root, so that the
 * folder can be moved.
 */
#ifndef SYS_FILE_STORE_H
#define SYS_FILE_STORE_H

#include "base/ctx.h"
#include "sys/digest.h"

typedef struct StoredFile {
    uint8_t sha256[DIGEST_BYTES];
    int64_t byte_count;
    Str stored_path; /* in the arena, relative to the root */
} StoredFile;

/*
 * Copies the file at `path` into the store. `extension` is letters and digits without a dot
 * ("xlsx"); anything else becomes "bin".
 *
 * OK              stored now or before
 * E_FILE_DAMAGED  a file of that name is in the store, but its bytes are others
 * E_FILE_...      as in file.h
 */
Status file_store_put(Ctx *ctx, Str root, Str path, Str extension, StoredFile *ret_file) MUST_CHECK;
/* The same for bytes in memory. */
Status file_store_put_bytes(Ctx *ctx, Str root, Str bytes, Str extension,
                            StoredFile *ret_file) MUST_CHECK;

/* A fresh path in <root>/tmp for a file that will be adopted; nothing is created but the folder. */
Status file_store_temporary(Ctx *ctx, Str root, Str extension, Str *ret_path) MUST_CHECK;
/* Moves a finished temporary file into its place: no second copy of a large payment file. */
Status file_store_adopt(Ctx *ctx, Str root, Str temporary, Str extension,
                        StoredFile *ret_file) MUST_CHECK;
/* Removes what interrupted work left in <root>/tmp; only while no other process writes there. */
Status file_store_clear_temporary(Ctx *ctx, Str root) MUST_CHECK;

/* Reads a stored file again: E_FILE_DAMAGED unless its bytes have the SHA-256 given. */
Status file_store_check(Ctx *ctx, Str root, Str stored_path,
                        const uint8_t sha256[DIGEST_BYTES]) MUST_CHECK;

#endif
