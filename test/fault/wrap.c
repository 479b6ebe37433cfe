#include "wrap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

/* The linker's names: __wrap_f is called for f, __real_f is f. */
void *__real_arena_try(Arena *arena, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
int __real_open(const char *path, int flags, ...);
int __real_open64(const char *path, int flags, ...);
ssize_t __real_read(int fd, void *bytes, size_t size);
ssize_t __real_pread(int fd, void *bytes, size_t size, off_t at);
ssize_t __real_pread64(int fd, void *bytes, size_t size, off_t at);
ssize_t __real_write(int fd, const void *bytes, size_t size);
int __real_fsync(int fd);
int __real_rename(const char *from, const char *to);
int __real_mkdir(const char *path, mode_t mode);
int __real_unlink(const char *path);
FILE *__real_fopen(const char *path, const char *mode);
FILE *__real_fopen64(const char *path, const char *mode);
size_t __real_fwrite(const void *bytes, size_t size, size_t count, FILE *file);
int __real_fclose(FILE *file);
int __real_fflush(FILE *file);

void *__wrap_arena_try(Arena *arena, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open64(const char *path, int flags, ...);
ssize_t __wrap_read(int fd, void *bytes, size_t size);
ssize_t __wrap_pread(int fd, void *bytes, size_t size, off_t at);
ssize_t __wrap_pread64(int fd, void *bytes, size_t size, off_t at);
ssize_t __wrap_write(int fd, const void *bytes, size_t size);
int __wrap_fsync(int fd);
int __wrap_rename(const char *from, const char *to);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_unlink(const char *path);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__wrap_fopen64(const char *path, const char *mode);
size_t __wrap_fwrite(const void *bytes, size_t size, size_t count, FILE *file);
int __wrap_fclose(FILE *file);
int __wrap_fflush(FILE *file);

typedef struct Wrap {
    WrapKind kind;
    long left; /* calls until the one that fails; 0 = it has failed */
} Wrap;

/* One thread, one test: the functions have no other argument through which to be told. */
static Wrap wrap;

void wrap_arm(WrapKind kind, long nth) {
    wrap = (Wrap){kind, nth};
}

bool wrap_disarm(void) {
    bool reached = wrap.kind != WRAP_NOTHING && wrap.left == 0;
    wrap = (Wrap){WRAP_NOTHING, 0};
    return reached;
}

/* Whether this call is the one; a full disk stays full. */
static bool is_due(WrapKind kind) {
    if (wrap.kind != kind) {
        return false;
    }
    if (wrap.left == 0) {
        return kind == WRAP_DISK_FULL;
    }
    return --wrap.left == 0;
}

/* A call to a file; `takes_room` when a full disk would refuse it. */
static bool file_fails(bool takes_room) {
    if (is_due(WRAP_FILE)) {
        errno = EIO;
        return true;
    }
    if (takes_room && is_due(WRAP_DISK_FULL)) {
        errno = ENOSPC;
        return true;
    }
    return false;
}

void *__wrap_arena_try(Arena *arena, size_t size) {
    return is_due(WRAP_ARENA) ? NULL : __real_arena_try(arena, size);
}

static bool heap_fails(void) {
    if (is_due(WRAP_HEAP)) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

void *__wrap_malloc(size_t size) {
    return heap_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return heap_fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return heap_fails() ? NULL : __real_realloc(old, size);
}

static mode_t mode_of(int flags, va_list args) {
    return flags & O_CREAT ? va_arg(args, mode_t) : 0;
}

int __wrap_open(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return file_fails((flags & O_CREAT) != 0) ? -1 : __real_open(path, flags, mode);
}

int __wrap_open64(const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = mode_of(flags, args);
    va_end(args);
    return file_fails((flags & O_CREAT) != 0) ? -1 : __real_open64(path, flags, mode);
}

ssize_t __wrap_read(int fd, void *bytes, size_t size) {
    return file_fails(false) ? -1 : __real_read(fd, bytes, size);
}

ssize_t __wrap_pread(int fd, void *bytes, size_t size, off_t at) {
    return file_fails(false) ? -1 : __real_pread(fd, bytes, size, at);
}

ssize_t __wrap_pread64(int fd, void *bytes, size_t size, off_t at) {
    return file_fails(false) ? -1 : __real_pread64(fd, bytes, size, at);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t size) {
    if (file_fails(true)) {
        return -1;
    }
    return __real_write(fd, bytes, is_due(WRAP_SHORT) && size > 1 ? size / 2 : size);
}

int __wrap_fsync(int fd) {
    return file_fails(true) ? -1 : __real_fsync(fd);
}

int __wrap_rename(const char *from, const char *to) {
    return file_fails(true) ? -1 : __real_rename(from, to);
}

int __wrap_mkdir(const char *path, mode_t mode) {
    return file_fails(true) ? -1 : __real_mkdir(path, mode);
}

int __wrap_unlink(const char *path) {
    return file_fails(false) ? -1 : __real_unlink(path);
}

FILE *__wrap_fopen(const char *path, const char *mode) {
    return file_fails(mode[0] != 'r') ? NULL : __real_fopen(path, mode);
}

FILE *__wrap_fopen64(const char *path, const char *mode) {
    return file_fails(mode[0] != 'r') ? NULL : __real_fopen64(path, mode);
}

size_t __wrap_fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
    return file_fails(true) ? 0 : __real_fwrite(bytes, size, count, file);
}

/* What fclose() could not write is lost; the FILE is gone in any case. */
int __wrap_fclose(FILE *file) {
    bool fails = file_fails(true);
    int code = __real_fclose(file);
    if (fails) {
        errno = wrap.kind == WRAP_DISK_FULL ? ENOSPC : EIO;
    }
    return fails ? EOF : code;
}

int __wrap_fflush(FILE *file) {
    return file_fails(true) ? EOF : __real_fflush(file);
}
