/*
 * file.h -- files and folders, so that nobody ever sees half of one.
 *
 * Floor 1. Paths are Str and may not hold a NUL. New files are 0600 and new folders 0700: what this
 * product writes is mostly about people. A file that was written is on the disk when the call
 * returns: its bytes were synced, then its name.
 *
 * Failures: E_FILE_OPEN, E_FILE_READ, E_FILE_WRITE with path and cause; E_DB_FULL when the disk is
 * full; E_TEXT_TOO_LONG for a path beyond FILE_PATH_MAX.
 */
#ifndef SYS_FILE_H
#define SYS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

enum { FILE_PATH_MAX = 4096 };

/* The path followed by a NUL, for the system. E_ARGUMENT when it is empty or holds a NUL. */
Status file_path(Ctx *ctx, Str path, char ret_name[FILE_PATH_MAX]) MUST_CHECK;
/* `folder`/`name` in the arena; `name` alone when `folder` is empty or `name` is absolute. */
Status file_join(Ctx *ctx, Str folder, Str name, Str *ret_path) MUST_CHECK;
/* What stands after the last slash, and the part of that from its last dot on ("" when none). */
Str file_base_name(Str path);
Str file_extension(Str path);

bool file_exists(Str path);
bool file_is_folder(Str path);
Status file_size(Ctx *ctx, Str path, int64_t *ret_bytes) MUST_CHECK;

/* The whole file in the arena; E_FILE_READ when it is longer than `max`. */
Status file_read_all(Ctx *ctx, Str path, size_t max, Str *ret_bytes) MUST_CHECK;
/* Replaces or makes the file: all of the bytes or none, also after a power cut. */
Status file_write_atomic(Ctx *ctx, Str path, Str bytes) MUST_CHECK;
/* Makes a file that must not exist yet; E_FILE_WRITE when it does. */
Status file_write_new(Ctx *ctx, Str path, Str bytes) MUST_CHECK;
/* Copies to `to`, as atomically as file_write_atomic(), in constant memory. */
Status file_copy(Ctx *ctx, Str from, Str to) MUST_CHECK;
/* Syncs a finished temporary file, then gives it its final name (same file system). */
Status file_publish(Ctx *ctx, Str temporary, Str path) MUST_CHECK;
/* OK also when there was none. */
Status file_remove(Ctx *ctx, Str path) MUST_CHECK;

/* Makes the folder and those above it; OK when it is there. */
Status file_make_folders(Ctx *ctx, Str path) MUST_CHECK;
/*
 * Names of the regular files of a folder that end in `suffix`, in byte order, in the arena. At most
 * `max`: more is E_FILE_READ, never a silent part.
 */
Status file_list(Ctx *ctx, Str folder, Str suffix, size_t max, Str **ret_names,
                 size_t *ret_count) MUST_CHECK;

/*
 * Locks the file, made when it is not there, until *ret_fd is closed or the process ends. Another
 * holder, in this process or another one, is E_FILE_LOCKED. The file stays; it means nothing.
 */
Status file_lock(Ctx *ctx, Str path, int *ret_fd) MUST_CHECK;
/* Closes *fd unless it is negative; for CLEANUP. */
void file_close(int *fd);

#endif
