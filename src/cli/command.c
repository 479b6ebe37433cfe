#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/setup.h"
#include "cli/help.h"
#include "cli/show.h"
#include "cli/terminal.h"
#include "value/area_code.h"
#include "value/date.h"
#include "value/period.h"

enum { ARENA_CAP = 1 << 30 };

static CommandList list_at(size_t i) {
    switch (i) {
    case 0:
        return commands_setup();
    case 1:
        return commands_register();
    case 2:
        return commands_payroll();
    case 3:
        return commands_payment();
    case 4:
        return commands_books();
    case 5:
        return commands_report();
    case 6:
        return commands_law();
    case 7:
        return commands_demo();
    case 8:
        return commands_link();
    case 9:
        return commands_dedupe();
    case 10:
        return commands_recovery();
    case 11:
        return commands_of_other_faces();
    default:
        return (CommandList){NULL, 0};
    }
}

const Command *command_at(size_t i) {
    for (size_t list_no = 0;; list_no++) { /* ends: the list behind the last is empty */
        CommandList list = list_at(list_no);
        if (list.commands == NULL) {
            return NULL;
        }
        if (i < list.count) {
            return &list.commands[i];
        }
        i -= list.count;
    }
}

const Command *command_find(Str noun, Str verb) {
    const Command *command = NULL;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (str_equal(noun, str_of(command->noun)) && str_equal(verb, str_of(command->verb))) {
            return command;
        }
    }
    return NULL;
}

static size_t option_index(const Command *command, const char *name) {
    for (size_t i = 0; command->options[i].name != NULL; i++) {
        if (strcmp(command->options[i].name, name) == 0) {
            return i;
        }
    }
    abort(); /* a command asks for an option that it does not declare */
}

Str argument_text(const Arguments *arguments, const char *name) {
    return arguments->values[option_index(arguments->command, name)];
}

bool argument_given(const Arguments *arguments, const char *name) {
    return arguments->given[option_index(arguments->command, name)];
}

Status argument_int64(Ctx *ctx, const Arguments *arguments, const char *name, int64_t absent,
                      int64_t *ret_number) {
    if (!argument_given(arguments, name)) {
        *ret_number = absent;
        return OK;
    }
    if (!str_to_int64(argument_text(arguments, name), ret_number)) {
        return ctx_fail(ctx, E_ARGUMENT, "--%s %.*s: %s", name,
                        STR_ARG(argument_text(arguments, name)),
                        ctx_say(ctx, "cần một số nguyên", "a whole number is needed"));
    }
    return OK;
}

Status argument_period(Ctx *ctx, const Arguments *arguments, const char *name,
                       int64_t *ret_period) {
    Period period;
    TRY(period_parse(ctx, argument_text(arguments, name), &period));
    *ret_period = period.number;
    return OK;
}

Status argument_day(Ctx *ctx, const Arguments *arguments, const char *name, int64_t absent,
                    int64_t *ret_day) {
    if (!argument_given(arguments, name)) {
        *ret_day = absent;
        return OK;
    }
    Date date;
    TRY(date_parse(ctx, argument_text(arguments, name), &date));
    if (date.precision != DATE_PRECISION_DAY) {
        return ctx_fail(ctx, E_DATE_SYNTAX, "--%s: %s", name,
                        ctx_say(ctx, "cần đủ ngày, tháng, năm", "a whole day is needed"));
    }
    *ret_day = date.number;
    return OK;
}

Status argument_area(Ctx *ctx, Session *session, const Arguments *arguments, const char *name,
                     int64_t *ret_area_id) {
    if (!argument_given(arguments, name)) {
        *ret_area_id = 0;
        return OK;
    }
    return setup_find_area(ctx, &session->app, argument_text(arguments, name), ctx_today(ctx),
                           ret_area_id);
}

Status argument_home_area(Ctx *ctx, Session *session, const Arguments *arguments, const char *name,
                          int64_t *ret_area_id) {
    if (!argument_given(arguments, name)) {
        return setup_home_area(ctx, &session->app, ret_area_id);
    }
    return argument_area(ctx, session, arguments, name, ret_area_id);
}

Status argument_positional_int64(Ctx *ctx, const Arguments *arguments, int64_t *ret_number) {
    if (!str_to_int64(arguments->positional, ret_number)) {
        return ctx_fail(ctx, E_ARGUMENT, "%s %.*s: %s", arguments->command->argument,
                        STR_ARG(arguments->positional),
                        ctx_say(ctx, "cần một số nguyên", "a whole number is needed"));
    }
    return OK;
}

typedef struct Line {
    const Command *command;
    Str noun;
    Str verb; /* the second word, when it names no command */
    bool wants_help;
    bool wants_version;
    Arguments arguments;
    Str globals[GLOBAL_COUNT];
    bool given[GLOBAL_COUNT];
} Line;

/* "bank|wallet|post" lists all that the option takes; "FILE|postgres://..." only describes. */
static bool option_takes(const OptionSpec *option, Str value) {
    Str rest = str_of(option->value_name);
    bool is_list =
        str_find(rest, STR("|"), 0) != SIZE_MAX &&
        ((rest.ptr[0] >= 'a' && rest.ptr[0] <= 'z') || (rest.ptr[0] >= '0' && rest.ptr[0] <= '9'));
    while (is_list) { /* ends: the last word has no bar after it */
        size_t bar = str_find(rest, STR("|"), 0);
        if (str_equal(value, str_part(rest, 0, bar == SIZE_MAX ? rest.len : bar))) {
            return true;
        }
        if (bar == SIZE_MAX) {
            return false;
        }
        rest = str_part(rest, bar + 1, rest.len);
    }
    return true;
}

/* Where the value of an option goes. */
typedef struct Slot {
    const OptionSpec *option;
    bool *given;
    Str *value;
} Slot;

/* The option of that name among those of the command, then the ones that every command takes. */
static bool line_find_option(Line *line, Str name, Slot *ret_slot) {
    const OptionSpec *own = line->command ? line->command->options : NULL;
    for (size_t i = 0; own && own[i].name != NULL; i++) {
        if (str_equal(name, str_of(own[i].name))) {
            *ret_slot = (Slot){&own[i], &line->arguments.given[i], &line->arguments.values[i]};
            return true;
        }
    }
    for (size_t i = 0; i < GLOBAL_COUNT; i++) {
        if (str_equal(name, str_of(GLOBAL_OPTIONS[i].name))) {
            *ret_slot = (Slot){&GLOBAL_OPTIONS[i], &line->given[i], &line->globals[i]};
            return true;
        }
    }
    return false;
}

static Status line_take_option(Ctx *ctx, Line *line, Str text, Str next, bool *ret_used_next) {
    Str name = str_part(text, 2, text.len);
    Str value = next;
    Slot slot;
    size_t equals = str_find(name, STR("="), 0);
    bool has_value = next.ptr != NULL && !str_starts_with(next, STR("--"));
    if (equals != SIZE_MAX) {
        value = str_part(name, equals + 1, name.len);
        name = str_part(name, 0, equals);
        has_value = true;
    }
    if (!line_find_option(line, name, &slot)) {
        return ctx_fail(ctx, E_ARGUMENT, "--%.*s: %s", STR_ARG(name),
                        ctx_say(ctx, "không có tùy chọn này", "there is no such option"));
    }
    if (*slot.given) {
        return ctx_fail(ctx, E_ARGUMENT, "--%.*s: %s", STR_ARG(name),
                        ctx_say(ctx, "ghi hai lần", "given twice"));
    }
    if (slot.option->value_name == NULL && equals != SIZE_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "--%.*s: %s", STR_ARG(name),
                        ctx_say(ctx, "không nhận giá trị", "takes no value"));
    }
    if (slot.option->value_name != NULL) {
        if (!has_value) {
            return ctx_fail(ctx, E_ARGUMENT, "--%.*s %s: %s", STR_ARG(name),
                            slot.option->value_name,
                            ctx_say(ctx, "thiếu giá trị", "the value is missing"));
        }
        if (!option_takes(slot.option, value)) {
            return ctx_fail(ctx, E_ARGUMENT, "--%.*s %.*s: %s %s", STR_ARG(name), STR_ARG(value),
                            ctx_say(ctx, "chỉ nhận", "it takes"), slot.option->value_name);
        }
        *slot.value = value;
    }
    *slot.given = true;
    *ret_used_next = slot.option->value_name != NULL && equals == SIZE_MAX;
    return OK;
}

/* Noun and verb are the first two words; some nouns stand alone. Returns where the rest begins. */
static int line_take_name(Line *line, int argc, char **argv) {
    int at = 1;
    if (argc > at && strcmp(argv[at], "help") == 0) {
        line->wants_help = true;
        at++;
    }
    if (argc <= at || argv[at][0] == '-') {
        line->wants_help = line->wants_help || argc <= at;
        return at;
    }
    line->noun = str_of(argv[at++]);
    if (str_equal(line->noun, STR("version"))) {
        line->wants_version = true;
        return at;
    }
    if (argc > at && argv[at][0] != '-') {
        line->command = command_find(line->noun, str_of(argv[at]));
        if (line->command) {
            return at + 1;
        }
        line->verb = str_of(argv[at]);
    }
    line->command = command_find(line->noun, STR(""));
    return line->command || str_is_empty(line->verb) ? at : at + 1;
}

/* No such command: says which there are. */
static Status line_refuse_name(Ctx *ctx, const Line *line) {
    Str verbs;
    TRY(help_list_verbs(ctx, line->noun, &verbs));
    if (str_is_empty(verbs)) {
        return ctx_fail(ctx, E_ARGUMENT, "%.*s: %s", STR_ARG(line->noun),
                        ctx_say(ctx, "không có lệnh này; xem ansinh --help",
                                "there is no such command; see ansinh --help"));
    }
    return ctx_fail(ctx, E_ARGUMENT, "ansinh %.*s %.*s: %s %.*s", STR_ARG(line->noun),
                    STR_ARG(line->verb),
                    ctx_say(ctx, "cần một trong các việc:", "it takes one of:"), STR_ARG(verbs));
}

static bool takes_two(const Command *command) {
    return command->argument && strchr(command->argument, ' ') != NULL;
}

static Status line_check(Ctx *ctx, const Line *line) {
    const Command *command = line->command;
    if (command->argument && command->argument[0] != '?' &&
        (str_is_empty(line->arguments.positional) ||
         (takes_two(command) && str_is_empty(line->arguments.positional2)))) {
        return ctx_fail(ctx, E_ARGUMENT, "ansinh %s %s %s: %s", command->noun, command->verb,
                        command->argument,
                        ctx_say(ctx, "thiếu phần cuối", "the last part is missing"));
    }
    for (size_t i = 0; command->options[i].name != NULL; i++) {
        if (command->options[i].required && !line->arguments.given[i]) {
            return ctx_fail(ctx, E_ARGUMENT, "--%s %s: %s (%s)", command->options[i].name,
                            command->options[i].value_name,
                            ctx_say(ctx, "bắt buộc", "it is required"),
                            ctx_say(ctx, command->options[i].help_vi, command->options[i].help_en));
        }
    }
    return OK;
}

static Status line_parse(Ctx *ctx, int argc, char **argv, Line *line) {
    bool options_are_over = false;
    int at = line_take_name(line, argc, argv);
    line->arguments.command = line->command;
    for (; at < argc; at++) {
        Str text = str_of(argv[at]);
        if (!options_are_over && str_equal(text, STR("--"))) {
            options_are_over = true;
        } else if (!options_are_over && str_equal(text, STR("-h"))) {
            line->wants_help = true;
        } else if (!options_are_over && str_equal(text, STR("--version"))) {
            line->wants_version = true;
        } else if (!options_are_over && str_starts_with(text, STR("--"))) {
            bool used_next = false;
            Str next = at + 1 < argc ? str_of(argv[at + 1]) : (Str){NULL, 0};
            TRY(line_take_option(ctx, line, text, next, &used_next));
            at += used_next;
        } else if (line->command && line->command->argument &&
                   line->arguments.positional.len == 0) {
            line->arguments.positional = text;
        } else if (line->command && takes_two(line->command) &&
                   line->arguments.positional2.len == 0) {
            line->arguments.positional2 = text;
        } else {
            return ctx_fail(ctx, E_ARGUMENT, "%.*s: %s", STR_ARG(text),
                            ctx_say(ctx, "thừa", "not expected here"));
        }
    }
    line->wants_help = line->wants_help || line->given[GLOBAL_HELP];
    return OK;
}

static Str line_global(const Line *line, GlobalOption option, const char *variable,
                       const char *absent) {
    const char *value = getenv(variable);
    return line->given[option] ? line->globals[option]
           : value && *value   ? str_of(value)
                               : str_of(absent);
}

static Status line_run(Ctx *ctx, const Line *line) {
    TRY(line_check(ctx, line));
    SessionOptions options = {
        .db_address = line_global(line, GLOBAL_DB, "ANSINH_DB", "ansinh.db"),
        .db_is_given = line->given[GLOBAL_DB],
        .keys_path = line->globals[GLOBAL_KEYS],
        .files_dir = line->globals[GLOBAL_FILES],
        .login = line_global(line, GLOBAL_AS, "ANSINH_USER", ""),
        .table_path = line->globals[GLOBAL_TO],
        .json = line->given[GLOBAL_JSON],
        .quiet = line->given[GLOBAL_QUIET] || line->given[GLOBAL_JSON],
        .create = strcmp(line->command->noun, "init") == 0,
    };
    ProgressBar bar = {.language = ctx->language, .is_shown = false};
    ctx->request_key = line->globals[GLOBAL_REQUEST_KEY];
    ctx->progress = show_progress(options.quiet, &bar);
    Session session = {.options = options};
    Status status = OK;
    if (strcmp(line->command->noun, "law") == 0 || strcmp(line->command->noun, "link") == 0) {
        /* asks the law alone, or files alone: no database */
        status = session_open_law(ctx, &options, &session);
    } else if (strcmp(line->command->noun, "demo") != 0 && /* the demo opens its own */
               strcmp(line->command->noun, "api") != 0) {  /* the document needs no database */
        status = session_open(ctx, &options, line->command->needs_user, &session);
    }
    if (status == OK) {
        status = line->command->run(ctx, &session, &line->arguments);
    }
    session_close(&session);
    show_progress_clear(ctx);
    ctx->progress = (Progress){NULL, NULL};
    return status;
}

/* The language is wanted before anything can go wrong: it is looked for first, wherever it stands.
 */
static Language language_of(int argc, char **argv) {
    const char *language = getenv("ANSINH_LANG");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) {
            language = argv[i + 1];
        } else if (strncmp(argv[i], "--lang=", 7) == 0) {
            language = argv[i] + 7;
        }
    }
    return language && strcmp(language, "en") == 0 ? LANGUAGE_EN : LANGUAGE_VI;
}

/* How to tell of a mistake must be known before the line is understood. */
static bool wants_json(int argc, char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--json") == 0) {
            return true;
        }
    }
    return false;
}

static Status line_answer(Ctx *ctx, const Line *line) {
    if (line->wants_version) {
        printf("ansinh " ANSINH_VERSION "\n");
        return OK;
    }
    if (line->command == NULL && !str_is_empty(line->noun)) {
        Str verbs;
        TRY(help_list_verbs(ctx, line->noun, &verbs));
        if (!line->wants_help || str_is_empty(verbs) || !str_is_empty(line->verb)) {
            return line_refuse_name(ctx, line);
        }
    }
    if (line->wants_help) {
        help_print(ctx, line->command, line->noun);
        return OK;
    }
    if (line->command == NULL) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx_say(ctx, "thiếu lệnh; xem ansinh --help",
                                "a command is missing; see ansinh --help"));
    }
    return line_run(ctx, line);
}

int command_main(int argc, char **argv) {
    terminal_prepare();
    Arena *arena = arena_new(ARENA_CAP);
    Ctx ctx = {.arena = arena, .clock = clock_system(), .language = language_of(argc, argv)};
    Line line = {.command = NULL};
    Status status = arena ? line_parse(&ctx, argc, argv, &line) : E_MEMORY_LIMIT;
    if (status == OK) {
        status = line_answer(&ctx, &line);
    }
    if (status == E_FILE_WRITE && terminal_reader_is_gone()) {
        status = OK; /* `ansinh ... | head`: what was wanted has been read */
    }
    if (status != OK) {
        show_failure(&ctx, status, wants_json(argc, argv));
    }
    if (fflush(stdout) != 0 && status == OK && !terminal_reader_is_gone()) {
        status =
            ctx_fail(&ctx, E_FILE_WRITE, "%s", ctx_say(&ctx, "đầu ra chuẩn", "standard output"));
        show_failure(&ctx, status, false);
    }
    arena_free(&arena);
    return status_exit_code(status);
}
