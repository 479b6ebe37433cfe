#include "fuzz_file.h"

#include <sys/mman.h>
#include <unistd.h>

enum { PATH_SIZE = 64 };

/* The file of the running input: one input runs at a time. */
static int file = -1;
static char path[PATH_SIZE];

const char *fuzz_path(Str bytes) {
    file = memfd_create("fuzz", MFD_CLOEXEC);
    FUZZ_CHECK(file >= 0);
    for (size_t done = 0; done < bytes.len;) { /* ends: each write takes at least a byte */
        ssize_t n = write(file, bytes.ptr + done, bytes.len - done);
        FUZZ_CHECK(n > 0);
        done += (size_t)n;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static int64_t now_us = 1782867600000000; /* 2026-07-01 in Vietnam */
    Ctx ctx = {.arena = arena_new(FUZZ_ARENA_BYTES), .clock = clock_manual(&now_us)};
    FUZZ_CHECK(ctx.arena != NULL);
    fuzz_one(&ctx, (Str){(const char *)data, size});
    arena_free(&ctx.arena);
    if (file >= 0) {
        close(file);
        file = -1;
    }
    return 0;
}
