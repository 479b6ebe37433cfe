/*
 * test_folder.h -- a throw-away folder and a call context for the tests of sys/.
 *
 * Floor 1, tests only. One folder per test program, removed at its end.
 */
#ifndef SYS_TEST_FOLDER_H
#define SYS_TEST_FOLDER_H

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/ctx.h"

typedef struct TestFolder {
    Ctx ctx;
    char path[64];
} TestFolder;

static inline int test_folder_remove_one(const char *path, const struct stat *info, int kind,
                                         struct FTW *walk) {
    (void)info;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline int test_folder_setup(void **state) {
    TestFolder *folder = calloc(1, sizeof *folder);
    if (folder == NULL) {
        return -1;
    }
    snprintf(folder->path, sizeof folder->path, "/tmp/ansinh-test-XXXXXX");
    folder->ctx.arena = arena_new((size_t)16 << 20);
    folder->ctx.clock = clock_system();
    folder->ctx.language = LANGUAGE_EN;
    *state = folder;
    return folder->ctx.arena && mkdtemp(folder->path) ? 0 : -1;
}

static inline int test_folder_teardown(void **state) {
    TestFolder *folder = *state;
    nftw(folder->path, test_folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(&folder->ctx.arena);
    free(folder);
    return 0;
}

static inline Str test_folder_path(TestFolder *folder, const char *name) {
    Str path = {0};
    return ctx_print(&folder->ctx, &path, "%s/%s", folder->path, name) == OK ? path : (Str){0};
}

#endif
