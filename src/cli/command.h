/*
 * command.h -- the verbs of the command line: one table, from which help, parsing and dispatch
 * come.
 *
 * Floor 6. A command reads its options, calls one use case of app/, and shows the answer. No rule
 * and no SQL lives here.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "app/app.h"
#include "cli/session.h"

enum { OPTION_MAX = 14 };

typedef struct OptionSpec {
    const char *name;       /* without the dashes; NULL ends the list */
    const char *value_name; /* "FILE", "MONTH"; "bank|post" takes these only; NULL for a flag */
    bool required;
    const char *help_vi;
    const char *help_en;
} OptionSpec;

typedef struct Arguments Arguments;

typedef struct Command {
    const char *noun;
    const char *verb; /* "" when the noun stands alone, as in `ansinh init` */
    /* Name of the positional argument, or NULL; a leading '?' makes it optional; "LEFT RIGHT" are
     * two. */
    const char *argument;
    const char *help_vi;
    const char *help_en;
    bool needs_user; /* false for init and the like */
    Status (*run)(Ctx *ctx, Session *session, const Arguments *arguments);
    OptionSpec options[OPTION_MAX + 1];
} Command;

struct Arguments {
    const Command *command;
    Str values[OPTION_MAX];
    bool given[OPTION_MAX];
    Str positional;
    Str positional2;
};

/* All commands of one file; the table in command.c joins them. */
typedef struct CommandList {
    const Command *commands;
    size_t count;
} CommandList;

CommandList commands_setup(void);
CommandList commands_register(void);
CommandList commands_payroll(void);
CommandList commands_payment(void);
CommandList commands_recovery(void);
CommandList commands_books(void);
CommandList commands_report(void);
CommandList commands_law(void);
CommandList commands_demo(void);
CommandList commands_link(void);
CommandList commands_dedupe(void);
/* Of the faces beside this one: defined where the program is wired (main/). */
CommandList commands_of_other_faces(void);

/* The i-th command of all; NULL past the end. */
const Command *command_at(size_t i);
/* NULL when there is none of that name. */
const Command *command_find(Str noun, Str verb);

/* Value of an option; empty when it was not given. Asking for an undeclared name is a bug. */
Str argument_text(const Arguments *arguments, const char *name);
bool argument_given(const Arguments *arguments, const char *name);
/* E_ARGUMENT with the option's name when it is no number; `absent` when it was not given. */
Status argument_int64(Ctx *ctx, const Arguments *arguments, const char *name, int64_t absent,
                      int64_t *ret_number) MUST_CHECK;
/* 2026-07 or 07/2026; yyyymm. E_PERIOD_SYNTAX. */
Status argument_period(Ctx *ctx, const Arguments *arguments, const char *name,
                       int64_t *ret_period) MUST_CHECK;
/* A whole day; `absent` when it was not given. */
Status argument_day(Ctx *ctx, const Arguments *arguments, const char *name, int64_t absent,
                    int64_t *ret_day) MUST_CHECK;
/* An area code valid today -> area_id; 0 when it was not given. */
Status argument_area(Ctx *ctx, Session *session, const Arguments *arguments, const char *name,
                     int64_t *ret_area_id) MUST_CHECK;

/* The same, but the area that the database serves when it was not given. */
Status argument_home_area(Ctx *ctx, Session *session, const Arguments *arguments, const char *name,
                          int64_t *ret_area_id) MUST_CHECK;
/* The positional argument as a number; E_ARGUMENT. */
Status argument_positional_int64(Ctx *ctx, const Arguments *arguments,
                                 int64_t *ret_number) MUST_CHECK;

/* Parses argv, opens the session, runs, shows; returns the exit code. */
int command_main(int argc, char **argv);

#endif
