/*
 * file_out.h -- a file under its name is whole: written beside it, flushed to the disk, then
 * renamed.
 *
 * Floor 1, codec, for the writers of this folder.
 */
#ifndef CODEC_FILE_OUT_H
#define CODEC_FILE_OUT_H

#include "base/ctx.h"

enum { FILE_OUT_PATH_MAX = 4096 };

/* `part_path` (room for FILE_OUT_PATH_MAX) becomes path + ".part". */
Status file_out_begin(Ctx *ctx, const char *path, char *part_path) MUST_CHECK;
/* Flushes `part_path` and gives it the name `path`. */
Status file_out_publish(Ctx *ctx, const char *part_path, const char *path) MUST_CHECK;

#endif
