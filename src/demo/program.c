/* Programs beside ours: the provider simulator and the auditor. No shell: an argument array. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo/demo.h"

Status demo_program(Ctx *ctx, const char *const *argv, Str output_path, int *ret_exit) {
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int wait_status = 0;
    Str path;
    TRY(ctx_copy_str(ctx, output_path, &path));
    if (posix_spawn_file_actions_init(&actions) != 0) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no room to start %s", argv[0]);
    }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path.ptr,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    int error =
        posix_spawn(&child, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", argv[0], strerror(error));
    }
    while (waitpid(child, &wait_status, 0) < 0) { /* ends: the child ends */
        if (errno != EINTR) {
            return ctx_fail(ctx, E_BUG, "waiting for %s: %s", argv[0], strerror(errno));
        }
    }
    *ret_exit = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128;
    return OK;
}
