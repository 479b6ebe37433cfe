/* The built application in memory: nothing outside of its folder can be asked for. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "http/server_inside.h"
#include "sys/file.h"

enum { FILES_MOST = 1000, BYTES_MOST = 64 << 20, DEPTH_MOST = 6, NAME_PATH_MOST = 512 };

struct WebFiles {
    Arena *arena;
    WebFile files[FILES_MOST];
    size_t count;
};

static const char *type_of(Str path) {
    static const struct {
        const char *ending;
        const char *type;
    } TYPES[] = {{".html", "text/html; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".json", "application/json"},
                 {".webmanifest", "application/manifest+json"},
                 {".svg", "image/svg+xml"},
                 {".png", "image/png"},
                 {".ico", "image/x-icon"},
                 {".woff2", "font/woff2"},
                 {".wasm", "application/wasm"},
                 {".txt", "text/plain; charset=utf-8"}};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (str_ends_with(path, str_of(TYPES[i].ending))) {
            return TYPES[i].type;
        }
    }
    return "application/octet-stream";
}

static Status file_add(Ctx *ctx, WebFiles *web, Str disk_path, Str path) {
    if (web->count == FILES_MOST) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %d files of the page", FILES_MOST);
    }
    WebFile file = {.type = str_of(type_of(path)),
                    .is_page = str_ends_with(path, STR(".html")),
                    .is_hashed = str_starts_with(path, STR("/assets/"))};
    TRY(ctx_copy_str(ctx, path, &file.path));
    TRY(file_read_all(ctx, disk_path, BYTES_MOST, &file.bytes));
    web->files[web->count++] = file;
    return OK;
}

static Status folder_read(Ctx *ctx, WebFiles *web, Str folder, Str prefix, int depth) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, folder, name));
    DIR *dir = opendir(name);
    if (dir == NULL || depth > DEPTH_MOST) {
        if (dir) {
            closedir(dir);
        }
        return ctx_fail(ctx, E_FILE_OPEN, "%s", name);
    }
    Status status = OK;
    struct dirent *entry = NULL;
    while (status == OK && (entry = readdir(dir)) != NULL) { /* ends: a folder is finite */
        Str disk_path;
        Str path;
        struct stat info;
        if (entry->d_name[0] == '.') {
            continue;
        }
        status = file_join(ctx, folder, str_of(entry->d_name), &disk_path);
        if (status == OK) {
            status = ctx_print(ctx, &path, "%.*s/%s", STR_ARG(prefix), entry->d_name);
        }
        if (status != OK || file_path(ctx, disk_path, name) != OK || lstat(name, &info) != 0) {
            continue;
        }
        if (S_ISDIR(info.st_mode)) {
            status = folder_read(ctx, web, disk_path, path, depth + 1);
        } else if (S_ISREG(info.st_mode)) {
            status = file_add(ctx, web, disk_path, path);
        }
    }
    closedir(dir);
    return status;
}

/* What was packed at build lies beside as x.gz: it goes to whoever takes gzip. */
static void gzip_join(WebFiles *web) {
    for (size_t i = 0; i < web->count; i++) {
        Str packed = web->files[i].path;
        if (!str_ends_with(packed, STR(".gz"))) {
            continue;
        }
        for (size_t j = 0; j < web->count; j++) {
            if (str_equal(web->files[j].path, str_part(packed, 0, packed.len - 3))) {
                web->files[j].gzip = web->files[i].bytes;
            }
        }
    }
}

static const char NO_PAGE[] =
    "<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>An Sinh</title>"
    "<h1>An Sinh</h1><p>Máy chủ đang chạy; chưa có ứng dụng web (--web DIR). "
    "The server runs; there is no web application (--web DIR). "
    "<a href=\"/api/v1/openapi.json\">openapi.json</a></p></html>";

Status web_open(Ctx *ctx, Str folder, WebFiles **ret_web) {
    WebFiles *web = calloc(1, sizeof *web);
    if (web == NULL || (web->arena = arena_new(2 * (size_t)BYTES_MOST)) == NULL) {
        free(web);
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for the page");
    }
    Status status = OK;
    if (str_is_empty(folder)) {
        web->files[web->count++] = (WebFile){.path = STR("/index.html"),
                                             .type = STR("text/html; charset=utf-8"),
                                             .bytes = str_of(NO_PAGE),
                                             .is_page = true};
    } else {
        Ctx inner = *ctx;
        inner.arena = web->arena;
        status = folder_read(&inner, web, folder, STR(""), 0);
        gzip_join(web);
        if (status == OK && web_find(web, STR("/index.html")) == NULL) {
            status = ctx_fail(&inner, E_FILE_OPEN, "%.*s: no index.html", STR_ARG(folder));
        }
        ctx->failure = inner.failure;
    }
    if (status != OK) {
        web_close(&web);
        return status;
    }
    *ret_web = web;
    return OK;
}

void web_close(WebFiles **web) {
    if (*web) {
        arena_free(&(*web)->arena);
        free(*web);
        *web = NULL;
    }
}

static const WebFile *exact(const WebFiles *web, Str path) {
    for (size_t i = 0; i < web->count; i++) {
        if (str_equal(web->files[i].path, path)) {
            return &web->files[i];
        }
    }
    return NULL;
}

const WebFile *web_find(const WebFiles *web, Str path) {
    const WebFile *file = exact(web, path);
    if (file != NULL || str_find(path, STR("."), 0) != SIZE_MAX) {
        return file;
    }
    return exact(web, STR("/index.html"));
}
