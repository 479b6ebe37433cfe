#include "codec/file_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

Status file_out_begin(Ctx *ctx, const char *path, char *part_path) {
    int length = snprintf(part_path, FILE_OUT_PATH_MAX, "%s.part", path);
    if (length < 0 || length >= FILE_OUT_PATH_MAX) {
        return ctx_fail(ctx, E_FILE_OPEN, "a path longer than %d", FILE_OUT_PATH_MAX - 6);
    }
    return OK;
}

static Status sync_path(Ctx *ctx, const char *path, int flags) {
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", path, strerror(errno));
    }
    int code = fsync(fd);
    int reason = errno;
    close(fd);
    if (code != 0 && reason != EINVAL) { /* some file systems do not sync folders */
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", path, strerror(reason));
    }
    return OK;
}

Status file_out_publish(Ctx *ctx, const char *part_path, const char *path) {
    char folder[FILE_OUT_PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    TRY(sync_path(ctx, part_path, O_RDONLY));
    if (rename(part_path, path) != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", path, strerror(errno));
    }
    if (slash) {
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    }
    return sync_path(ctx, folder, O_RDONLY | O_DIRECTORY);
}
