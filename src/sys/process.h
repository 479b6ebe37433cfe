/*
 * process.h -- another program, run as a child and waited for.
 *
 * Floor 1. No shell: the words are given one by one. The child gets our environment and no open
 * file of ours but what it is told to write.
 */
#ifndef SYS_PROCESS_H
#define SYS_PROCESS_H

#include "base/ctx.h"

/* The folder in which the program lies that is running, ending in '/'. E_FILE_OPEN */
Status process_own_folder(Ctx *ctx, Str *ret_folder) MUST_CHECK;

/*
 * Runs `words` (the first is the path of the program; NULL ends them), with standard output into
 * the new file `out_path`, standard input empty, and waits for its end. `setting` ("NAME=value", or
 * NULL) goes before our environment: what stands among the words stands in the list of processes.
 *
 * OK              it ended by itself: *ret_exit_code
 * E_FILE_OPEN     it cannot be started
 * E_FILE_READ     it was ended by a signal
 */
Status process_run(Ctx *ctx, const char *const *words, const char *setting, Str out_path,
                   int64_t *ret_exit_code) MUST_CHECK;

#endif
