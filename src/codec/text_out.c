#include "codec/text_out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/file_out.h"

struct TextOut {
    FILE *file;
    char path[FILE_OUT_PATH_MAX];
    char part_path[FILE_OUT_PATH_MAX];
};

enum { BUFFER_BYTES = 1 << 20 };

void text_out_discard(TextOut **out) {
    if (*out) {
        if ((*out)->file) {
            (void)fclose((*out)->file);
            (void)unlink((*out)->part_path);
        }
        free(*out);
        *out = NULL;
    }
}

Status text_out_open(Ctx *ctx, const char *path, TextOut **ret_out) {
    CLEANUP(text_out_discard) TextOut *out = calloc(1, sizeof *out);
    if (out == NULL || strlen(path) >= sizeof out->path) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%s", path);
    }
    memcpy(out->path, path, strlen(path) + 1);
    TRY(file_out_begin(ctx, path, out->part_path));
    out->file = fopen(out->part_path, "we");
    if (out->file == NULL) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", out->part_path, strerror(errno));
    }
    (void)setvbuf(out->file, NULL, _IOFBF, BUFFER_BYTES);
    *ret_out = out;
    out = NULL;
    return OK;
}

Status text_out_add(Ctx *ctx, TextOut *out, Str text) {
    if (text.len != 0 && fwrite_unlocked(text.ptr, 1, text.len, out->file) != text.len) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", out->part_path, strerror(errno));
    }
    return OK;
}

Status text_out_add_cell(Ctx *ctx, TextOut *out, Str cell) {
    bool quoted = false;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.ptr[i];
        quoted = quoted || c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    if (!quoted) {
        return text_out_add(ctx, out, cell);
    }
    TRY(text_out_add(ctx, out, STR("\"")));
    for (size_t i = 0; i < cell.len; i++) {
        TRY(text_out_add(ctx, out, (Str){cell.ptr + i, 1}));
        if (cell.ptr[i] == '"') {
            TRY(text_out_add(ctx, out, STR("\"")));
        }
    }
    return text_out_add(ctx, out, STR("\""));
}

Status text_out_finish(Ctx *ctx, TextOut **out) {
    CLEANUP(text_out_discard) TextOut *mine = *out;
    *out = NULL;
    int closed = fclose(mine->file);
    mine->file = NULL;
    if (closed != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", mine->part_path, strerror(errno));
    }
    return file_out_publish(ctx, mine->part_path, mine->path);
}
