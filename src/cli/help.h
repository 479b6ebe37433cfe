/*
 * help.h -- what the program can do, in words: all commands, one noun, one command.
 *
 * Floor 6. Printed from the same rows from which the line is parsed, so that it cannot lag behind.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

/* The options that every command takes; the order is that of GlobalOption. */
typedef enum GlobalOption {
    GLOBAL_DB,
    GLOBAL_KEYS,
    GLOBAL_FILES,
    GLOBAL_AS,
    GLOBAL_LANG,
    GLOBAL_REQUEST_KEY,
    GLOBAL_TO,
    GLOBAL_JSON,
    GLOBAL_QUIET,
    GLOBAL_HELP,
    GLOBAL_COUNT
} GlobalOption;

extern const OptionSpec GLOBAL_OPTIONS[GLOBAL_COUNT];

/* One command when there is one; else the commands of a noun; else all. */
void help_print(const Ctx *ctx, const Command *command, Str noun);
/* "compute, show, diff": the verbs of a noun; empty when there is no such noun. */
Status help_list_verbs(Ctx *ctx, Str noun, Str *ret_verbs) MUST_CHECK;

#endif
