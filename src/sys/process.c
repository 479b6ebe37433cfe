#include "sys/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/file.h"

Status process_own_folder(Ctx *ctx, Str *ret_folder) {
    char path[FILE_PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len <= 0 || (size_t)len >= sizeof path) {
        return ctx_fail(ctx, E_FILE_OPEN, "/proc/self/exe: %s", strerror(errno));
    }
    while (len > 0 && path[len - 1] != '/') { /* ends: the path is absolute */
        len--;
    }
    return ctx_copy_str(ctx, (Str){path, (size_t)len}, ret_folder);
}

/* Copies, as posix_spawn() wants them: it does not write to them. A `first` of NULL is none. */
static Status words_copy(Ctx *ctx, const char *first, const char *const *words, char ***ret_words) {
    char **copies = NULL;
    size_t count = 0;
    size_t out = 0;
    while (words[count] != NULL) { /* ends: NULL ends the words */
        count++;
    }
    TRY(ctx_alloc_array(ctx, count + 2, sizeof *copies, (void *)&copies));
    if (first != NULL) {
        Str copy;
        TRY(ctx_copy_str(ctx, str_of(first), &copy));
        copies[out++] = (char *)(uintptr_t)copy.ptr;
    }
    for (size_t i = 0; i < count; i++) {
        Str copy;
        TRY(ctx_copy_str(ctx, str_of(words[i]), &copy));
        copies[out++] = (char *)(uintptr_t)copy.ptr;
    }
    *ret_words = copies;
    return OK;
}

/* The child begins with no signal held back, whatever our threads hold back. */
static int spawn(char *const *words, char *const *settings, const char *out_path, pid_t *ret_pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    int rc = posix_spawn_file_actions_init(&actions);
    if (rc != 0) {
        return rc;
    }
    rc = posix_spawnattr_init(&attributes);
    if (rc != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return rc;
    }
    rc = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    rc = rc ? rc
            : posix_spawn_file_actions_addopen(&actions, 1, out_path, O_WRONLY | O_CREAT | O_EXCL,
                                               0600);
    rc = rc ? rc : posix_spawnattr_setsigmask(&attributes, &none);
    rc = rc ? rc : posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    rc = rc ? rc : posix_spawn(ret_pid, words[0], &actions, &attributes, words, settings);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return rc;
}

Status process_run(Ctx *ctx, const char *const *words, const char *setting, Str out_path,
                   int64_t *ret_exit_code) {
    char path[FILE_PATH_MAX];
    char **copies = NULL;
    char **settings = NULL;
    pid_t pid = 0;
    int state = 0;
    TRY(file_path(ctx, out_path, path));
    TRY(words_copy(ctx, NULL, words, &copies));
    TRY(words_copy(ctx, setting, (const char *const *)environ, &settings));
    int rc = spawn(copies, settings, path, &pid);
    if (rc != 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", words[0], strerror(rc));
    }
    while (waitpid(pid, &state, 0) < 0) { /* ends: the child does, or was nobody's */
        if (errno != EINTR) {
            return ctx_fail(ctx, E_FILE_READ, "%s: %s", words[0], strerror(errno));
        }
    }
    if (!WIFEXITED(state)) {
        return ctx_fail(ctx, E_FILE_READ, "%s: signal %d", words[0], WTERMSIG(state));
    }
    *ret_exit_code = WEXITSTATUS(state);
    return OK;
}
