#include "sys/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_CHUNK_BYTES = 65536, FILE_MODE = 0600, FOLDER_MODE = 0700, TEMPORARY_EXTRA = 24 };

static Status write_fail(Ctx *ctx, const char *name, int cause) {
    Status status = cause == ENOSPC || cause == EDQUOT ? E_DB_FULL : E_FILE_WRITE;
    return ctx_fail(ctx, status, "%s: %s", name, strerror(cause));
}

Status file_path(Ctx *ctx, Str path, char ret_name[FILE_PATH_MAX]) {
    if (path.len == 0 || memchr(path.ptr, 0, path.len) != NULL) {
        return ctx_fail(ctx, E_ARGUMENT, "an empty path, or one with a NUL in it");
    }
    if (path.len >= FILE_PATH_MAX) {
        return ctx_fail(ctx, E_TEXT_TOO_LONG, "a path of %zu bytes", path.len);
    }
    memcpy(ret_name, path.ptr, path.len);
    ret_name[path.len] = 0;
    return OK;
}

Status file_join(Ctx *ctx, Str folder, Str name, Str *ret_path) {
    if (folder.len == 0 || str_starts_with(name, STR("/"))) {
        return ctx_copy_str(ctx, name, ret_path);
    }
    const char *slash = str_ends_with(folder, STR("/")) ? "" : "/";
    return ctx_print(ctx, ret_path, "%.*s%s%.*s", STR_ARG(folder), slash, STR_ARG(name));
}

Str file_base_name(Str path) {
    size_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/') {
        from--;
    }
    return str_part(path, from, path.len - from);
}

Str file_extension(Str path) {
    Str name = file_base_name(path);
    size_t from = name.len;
    while (from > 0 && name.ptr[from - 1] != '.') {
        from--;
    }
    /* A dot at the very start names a hidden file, not a kind. */
    return from > 1 ? str_part(name, from - 1, name.len - from + 1) : STR("");
}

static bool path_stat(Str path, struct stat *ret_info) {
    char name[FILE_PATH_MAX];
    if (path.len == 0 || path.len >= FILE_PATH_MAX || memchr(path.ptr, 0, path.len) != NULL) {
        return false;
    }
    memcpy(name, path.ptr, path.len);
    name[path.len] = 0;
    return stat(name, ret_info) == 0;
}

bool file_exists(Str path) {
    struct stat info;
    return path_stat(path, &info);
}

bool file_is_folder(Str path) {
    struct stat info;
    return path_stat(path, &info) && S_ISDIR(info.st_mode);
}

Status file_size(Ctx *ctx, Str path, int64_t *ret_bytes) {
    char name[FILE_PATH_MAX];
    struct stat info;
    TRY(file_path(ctx, path, name));
    if (stat(name, &info) != 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", name, strerror(errno));
    }
    *ret_bytes = info.st_size;
    return OK;
}

static Status open_for_reading(Ctx *ctx, const char *name, int *ret_fd) {
    struct stat info;
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", name, strerror(errno));
    }
    if (fstat(fd, &info) != 0 || S_ISDIR(info.st_mode)) {
        close(fd);
        return ctx_fail(ctx, E_FILE_OPEN, "%s: a folder, not a file", name);
    }
    *ret_fd = fd;
    return OK;
}

/* Reads until `size` bytes are there or the file ends. */
static Status read_some(Ctx *ctx, int fd, const char *name, char *bytes, size_t size,
                        size_t *ret_got) {
    size_t got = 0;
    while (got < size) {
        ssize_t n = read(fd, bytes + got, size - got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return ctx_fail(ctx, E_FILE_READ, "%s: %s", name, strerror(errno));
        }
        if (n == 0) {
            break;
        }
        got += (size_t)n;
    }
    *ret_got = got;
    return OK;
}

Status file_read_all(Ctx *ctx, Str path, size_t max, Str *ret_bytes) {
    char name[FILE_PATH_MAX];
    CLEANUP(file_close) int fd = -1;
    struct stat info;
    void *memory = NULL;
    size_t got = 0;
    TRY(file_path(ctx, path, name));
    TRY(open_for_reading(ctx, name, &fd));
    if (fstat(fd, &info) != 0 || (uint64_t)info.st_size > max) {
        return ctx_fail(ctx, E_FILE_READ, "%s: longer than %zu bytes", name, max);
    }
    size_t size = (size_t)info.st_size;
    TRY(ctx_alloc(ctx, size + 1, &memory));
    TRY(read_some(ctx, fd, name, memory, size + 1, &got));
    if (got > size) {
        return ctx_fail(ctx, E_FILE_READ, "%s: it grows while it is read", name);
    }
    ((char *)memory)[got] = 0;
    *ret_bytes = (Str){memory, got};
    return OK;
}

static Status write_all(Ctx *ctx, int fd, const char *name, Str bytes) {
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return write_fail(ctx, name, errno);
        }
        bytes = str_part(bytes, (size_t)n, bytes.len);
    }
    return OK;
}

/* The name of a file is durable only when its folder is synced. */
static Status sync_folder_of(Ctx *ctx, const char *name) {
    char folder[FILE_PATH_MAX];
    const char *slash = strrchr(name, '/');
    size_t len = slash ? (size_t)(slash - name) : 0;
    memcpy(folder, slash && len == 0 ? "/" : name, len ? len : 1);
    folder[len ? len : 1] = 0;
    if (slash == NULL) {
        folder[0] = '.';
    }
    CLEANUP(file_close) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        return write_fail(ctx, folder, errno);
    }
    return OK;
}

/* A new file beside `name`, which nobody else can have: 16 random hexadecimal digits. */
static Status open_temporary(Ctx *ctx, const char *name, char ret_name[FILE_PATH_MAX],
                             int *ret_fd) {
    uint64_t random = 0;
    if (sodium_init() < 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: no source of random numbers", name);
    }
    randombytes_buf(&random, sizeof random);
    if (strlen(name) + TEMPORARY_EXTRA > FILE_PATH_MAX) {
        return ctx_fail(ctx, E_TEXT_TOO_LONG, "%s", name);
    }
    snprintf(ret_name, FILE_PATH_MAX, "%.*s.tmp-%016llx", FILE_PATH_MAX - TEMPORARY_EXTRA, name,
             (unsigned long long)random);
    int fd = open(ret_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd < 0) {
        return write_fail(ctx, ret_name, errno);
    }
    *ret_fd = fd;
    return OK;
}

static Status finish_temporary(Ctx *ctx, int fd, const char *temporary, const char *name) {
    if (fsync(fd) != 0) {
        return write_fail(ctx, temporary, errno);
    }
    if (rename(temporary, name) != 0) {
        return write_fail(ctx, name, errno);
    }
    return sync_folder_of(ctx, name);
}

Status file_write_atomic(Ctx *ctx, Str path, Str bytes) {
    char name[FILE_PATH_MAX];
    char temporary[FILE_PATH_MAX];
    CLEANUP(file_close) int fd = -1;
    TRY(file_path(ctx, path, name));
    TRY(open_temporary(ctx, name, temporary, &fd));
    Status status = write_all(ctx, fd, temporary, bytes);
    if (status == OK) {
        status = finish_temporary(ctx, fd, temporary, name);
    }
    if (status != OK) {
        unlink(temporary);
    }
    return status;
}

Status file_write_new(Ctx *ctx, Str path, Str bytes) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, path, name));
    CLEANUP(file_close)
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0) {
        return write_fail(ctx, name, errno);
    }
    Status status = write_all(ctx, fd, name, bytes);
    if (status == OK && fsync(fd) != 0) {
        status = write_fail(ctx, name, errno);
    }
    if (status == OK) {
        status = sync_folder_of(ctx, name);
    }
    if (status != OK) {
        unlink(name);
    }
    return status;
}

static Status copy_bytes(Ctx *ctx, int from_fd, const char *from, int to_fd, const char *to) {
    char chunk[COPY_CHUNK_BYTES];
    size_t got = 0;
    do { /* ends at the end of the file */
        TRY(read_some(ctx, from_fd, from, chunk, sizeof chunk, &got));
        TRY(write_all(ctx, to_fd, to, (Str){chunk, got}));
    } while (got == sizeof chunk);
    return OK;
}

Status file_copy(Ctx *ctx, Str from, Str to) {
    char from_name[FILE_PATH_MAX];
    char to_name[FILE_PATH_MAX];
    char temporary[FILE_PATH_MAX];
    CLEANUP(file_close) int from_fd = -1;
    CLEANUP(file_close) int to_fd = -1;
    TRY(file_path(ctx, from, from_name));
    TRY(file_path(ctx, to, to_name));
    TRY(open_for_reading(ctx, from_name, &from_fd));
    TRY(open_temporary(ctx, to_name, temporary, &to_fd));
    Status status = copy_bytes(ctx, from_fd, from_name, to_fd, temporary);
    if (status == OK) {
        status = finish_temporary(ctx, to_fd, temporary, to_name);
    }
    if (status != OK) {
        unlink(temporary);
    }
    return status;
}

Status file_publish(Ctx *ctx, Str temporary, Str path) {
    char from[FILE_PATH_MAX];
    char name[FILE_PATH_MAX];
    CLEANUP(file_close) int fd = -1;
    TRY(file_path(ctx, temporary, from));
    TRY(file_path(ctx, path, name));
    TRY(open_for_reading(ctx, from, &fd));
    return finish_temporary(ctx, fd, from, name);
}

Status file_remove(Ctx *ctx, Str path) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, path, name));
    if (unlink(name) != 0 && errno != ENOENT) {
        return write_fail(ctx, name, errno);
    }
    return OK;
}

Status file_make_folders(Ctx *ctx, Str path) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, path, name));
    for (size_t i = 1; i <= path.len; i++) {
        if (name[i] != '/' && name[i] != 0) {
            continue;
        }
        char kept = name[i];
        name[i] = 0;
        if (mkdir(name, FOLDER_MODE) != 0 && errno != EEXIST) {
            return write_fail(ctx, name, errno);
        }
        name[i] = kept;
    }
    if (!file_is_folder(path)) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: a file stands where a folder should", name);
    }
    return OK;
}

static int compare_names(const void *a, const void *b) {
    const Str *left = a;
    const Str *right = b;
    return str_compare(*left, *right);
}

static void folder_close(DIR **folder) {
    if (*folder) {
        closedir(*folder);
        *folder = NULL;
    }
}

static bool entry_is_wanted(DIR *folder, const struct dirent *entry, Str suffix) {
    struct stat info;
    return str_ends_with(str_of(entry->d_name), suffix) &&
           fstatat(dirfd(folder), entry->d_name, &info, 0) == 0 && S_ISREG(info.st_mode);
}

Status file_list(Ctx *ctx, Str folder, Str suffix, size_t max, Str **ret_names, size_t *ret_count) {
    char name[FILE_PATH_MAX];
    void *memory = NULL;
    size_t count = 0;
    TRY(file_path(ctx, folder, name));
    CLEANUP(folder_close) DIR *handle = opendir(name);
    if (handle == NULL) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", name, strerror(errno));
    }
    TRY(ctx_alloc(ctx, (max + 1) * sizeof(Str), &memory));
    Str *names = memory;
    /* Ends with the folder, or when it holds more than `max`. */
    for (const struct dirent *entry = readdir(handle); entry; entry = readdir(handle)) {
        if (!entry_is_wanted(handle, entry, suffix)) {
            continue;
        }
        if (count == max) {
            return ctx_fail(ctx, E_FILE_READ, "%s: more than %zu files", name, max);
        }
        TRY(ctx_copy_str(ctx, str_of(entry->d_name), &names[count]));
        count++;
    }
    qsort(names, count, sizeof *names, compare_names);
    *ret_names = names;
    *ret_count = count;
    return OK;
}

Status file_lock(Ctx *ctx, Str path, int *ret_fd) {
    char name[FILE_PATH_MAX];
    TRY(file_path(ctx, path, name));
    CLEANUP(file_close) int fd = open(name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0) {
        return write_fail(ctx, name, errno);
    }
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(fd, F_OFD_SETLK, &whole) != 0) {
        bool held = errno == EAGAIN || errno == EACCES;
        return held ? ctx_fail(ctx, E_FILE_LOCKED, "%s", name) : write_fail(ctx, name, errno);
    }
    *ret_fd = fd;
    fd = -1;
    return OK;
}

void file_close(int *fd) {
    if (*fd >= 0) {
        close(*fd);
        *fd = -1;
    }
}
