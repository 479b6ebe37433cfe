#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/setup.h"
#include "cli/show.h"
#include "value/area_code.h"
#include "value/date.h"
#include "value/period.h"

enum { ARENA_CAP = 1 << 30, GLOBAL_COUNT = 10 };

static const OptionSpec GLOBALS[GLOBAL_COUNT] = {
    {"db", "FILE|postgres://...", false, "cơ sở dữ liệu (mặc định ansinh.db)",
     "the database (default ansinh.db)"},
    {"keys", "FILE", false, "tệp khóa (mặc định cạnh cơ sở dữ liệu)",
     "key file (default: beside the database)"},
    {"files", "DIR", false, "thư mục lưu tệp gốc", "where originals are kept"},
    {"as", "LOGIN", false, "người thực hiện (hoặc biến ANSINH_USER)",
     "who acts (or the variable ANSINH_USER)"},
    {"lang", "vi|en", false, "ngôn ngữ", "language"},
    {"request-key", "KEY", false, "khóa chống thực hiện hai lần", "idempotency key of a write"},
    {"to", "FILE.csv|.xlsx", false, "ghi bảng vào tệp", "write tables to a file"},
    {"json", NULL, false, "trả lời dạng JSON", "answer in JSON"},
    {"quiet", NULL, false, "không hiện tiến độ", "no progress bars"},
    {"help", NULL, false, "trợ giúp", "help"},
};

enum { G_DB, G_KEYS, G_FILES, G_AS, G_LANG, G_REQUEST_KEY, G_TO, G_JSON, G_QUIET, G_HELP };

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
        return commands_demo();
    default:
        return (CommandList){NULL, 0};
    }
}

const Command *command_at(size_t i) {
    for (size_t list_no = 0;; list_no++) { /* ends: the eighth list is empty */
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
        return ctx_fail(ctx, E_ARGUMENT, "--%s %.*s", name,
                        STR_ARG(argument_text(arguments, name)));
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
        return ctx_fail(ctx, E_DATE_SYNTAX, "--%s needs a whole day", name);
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

static const char *help_of(const Ctx *ctx, const char *vi, const char *en) {
    return ctx->language == LANGUAGE_VI ? vi : en;
}

static void print_options(const Ctx *ctx, const OptionSpec *options, size_t max) {
    for (size_t i = 0; i < max && options[i].name != NULL; i++) {
        char left[80];
        snprintf(left, sizeof left, "--%s %s", options[i].name,
                 options[i].value_name ? options[i].value_name : "");
        printf("  %-34s %s%s\n", left, help_of(ctx, options[i].help_vi, options[i].help_en),
               options[i].required ? help_of(ctx, " (bắt buộc)", " (required)") : "");
    }
}

static void print_help(const Ctx *ctx, const Command *command, Str noun) {
    if (command) {
        printf("ansinh %s%s%s%s%s\n  %s\n\n", command->noun, *command->verb ? " " : "",
               command->verb, command->argument ? " " : "",
               command->argument ? command->argument + (command->argument[0] == '?') : "",
               help_of(ctx, command->help_vi, command->help_en));
        print_options(ctx, command->options, OPTION_MAX);
        printf("\n%s\n", help_of(ctx, "Tùy chọn chung:", "Options of every command:"));
        print_options(ctx, GLOBALS, GLOBAL_COUNT);
        return;
    }
    printf("%s\n\n", help_of(ctx,
                             "An Sinh: chi trả trợ cấp đúng người, đủ tiền, một lần, đúng "
                             "ngày.\n\nansinh <đối tượng> <việc> [tùy chọn]",
                             "An Sinh: benefits to the right person, in full, once, on the "
                             "day.\n\nansinh <noun> <verb> [options]"));
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (!str_is_empty(noun) && !str_equal(noun, str_of(command->noun))) {
            continue;
        }
        char name[64];
        snprintf(name, sizeof name, "%s %s", command->noun, command->verb);
        printf("  %-24s %s\n", name, help_of(ctx, command->help_vi, command->help_en));
    }
    printf("\n%s\n", help_of(ctx,
                             "Mỗi lệnh có --help. Mã thoát: 0 xong, 1 bị từ chối, 2 thử lại, 3 sự "
                             "cố, 4 lỗi chương trình.",
                             "Every command has --help. Exit codes: 0 done, 1 refused, 2 try "
                             "again, 3 fault, 4 bug."));
}

typedef struct Line {
    const Command *command;
    Str noun;
    Arguments arguments;
    Str globals[GLOBAL_COUNT];
    bool given[GLOBAL_COUNT];
} Line;

/* Finds the option among those of the command, then the global ones, and stores its value. */
static Status option_take(Ctx *ctx, Line *line, Str name, bool has_value, Str value,
                          bool *ret_used_value) {
    const OptionSpec *own = line->command ? line->command->options : NULL;
    for (size_t i = 0; own && own[i].name != NULL; i++) {
        if (str_equal(name, str_of(own[i].name))) {
            if (own[i].value_name && !has_value) {
                return ctx_fail(ctx, E_ARGUMENT, "--%s needs a value", own[i].name);
            }
            line->arguments.given[i] = true;
            line->arguments.values[i] = own[i].value_name ? value : STR("");
            *ret_used_value = own[i].value_name != NULL;
            return OK;
        }
    }
    for (size_t i = 0; i < GLOBAL_COUNT; i++) {
        if (str_equal(name, str_of(GLOBALS[i].name))) {
            if (GLOBALS[i].value_name && !has_value) {
                return ctx_fail(ctx, E_ARGUMENT, "--%s needs a value", GLOBALS[i].name);
            }
            line->given[i] = true;
            line->globals[i] = GLOBALS[i].value_name ? value : STR("");
            *ret_used_value = GLOBALS[i].value_name != NULL;
            return OK;
        }
    }
    return ctx_fail(ctx, E_ARGUMENT, "unknown option --%.*s", STR_ARG(name));
}

static Status line_take_option(Ctx *ctx, Line *line, Str text, Str next, bool *ret_used_next) {
    Str name = str_part(text, 2, text.len);
    size_t equals = str_find(name, STR("="), 0);
    bool used = false;
    if (equals != SIZE_MAX) {
        Str value = str_part(name, equals + 1, name.len);
        TRY(option_take(ctx, line, str_part(name, 0, equals), true, value, &used));
        *ret_used_next = false;
        return used ? OK
                    : ctx_fail(ctx, E_ARGUMENT, "--%.*s takes no value",
                               STR_ARG(str_part(name, 0, equals)));
    }
    TRY(option_take(ctx, line, name, next.ptr != NULL, next, &used));
    *ret_used_next = used;
    return OK;
}

/* Noun and verb are the first two words; some nouns stand alone. */
static int line_take_name(Line *line, int argc, char **argv) {
    if (argc < 2 || argv[1][0] == '-') {
        return 1;
    }
    line->noun = str_of(argv[1]);
    if (argc > 2 && argv[2][0] != '-') {
        line->command = command_find(line->noun, str_of(argv[2]));
        if (line->command) {
            return 3;
        }
    }
    line->command = command_find(line->noun, STR(""));
    return 2;
}

static Status line_check(Ctx *ctx, const Line *line) {
    for (size_t i = 0; line->command->options[i].name != NULL; i++) {
        if (line->command->options[i].required && !line->arguments.given[i]) {
            return ctx_fail(ctx, E_ARGUMENT, "--%s is required", line->command->options[i].name);
        }
    }
    if (line->command->argument && line->command->argument[0] != '?' &&
        str_is_empty(line->arguments.positional)) {
        return ctx_fail(ctx, E_ARGUMENT, "%s is missing", line->command->argument);
    }
    return OK;
}

static Status line_parse(Ctx *ctx, int argc, char **argv, Line *line) {
    int at = line_take_name(line, argc, argv);
    line->arguments.command = line->command;
    for (; at < argc; at++) {
        Str text = str_of(argv[at]);
        if (str_starts_with(text, STR("--")) && text.len > 2) {
            bool used_next = false;
            Str next = at + 1 < argc ? str_of(argv[at + 1]) : (Str){NULL, 0};
            TRY(line_take_option(ctx, line, text, next, &used_next));
            at += used_next;
        } else if (line->command && line->command->argument &&
                   line->arguments.positional.len == 0) {
            line->arguments.positional = text;
        } else {
            return ctx_fail(ctx, E_ARGUMENT, "unexpected: %.*s", STR_ARG(text));
        }
    }
    return OK;
}

static Status line_run(Ctx *ctx, const Line *line) {
    TRY(line_check(ctx, line));
    const char *user = getenv("ANSINH_USER");
    SessionOptions options = {
        .db_address = line->given[G_DB] ? line->globals[G_DB] : STR("ansinh.db"),
        .keys_path = line->globals[G_KEYS],
        .files_dir = line->globals[G_FILES],
        .login = line->given[G_AS] ? line->globals[G_AS] : str_of(user),
        .table_path = line->globals[G_TO],
        .json = line->given[G_JSON],
        .quiet = line->given[G_QUIET] || line->given[G_JSON],
        .create = strcmp(line->command->noun, "init") == 0,
    };
    ctx->request_key = line->globals[G_REQUEST_KEY];
    ctx->progress = show_progress(options.quiet);
    Session session = {.options = options};
    Status status = OK;
    if (strcmp(line->command->noun, "demo") != 0) { /* the demo opens its own */
        status = session_open(ctx, &options, line->command->needs_user, &session);
    }
    if (status == OK) {
        status = line->command->run(ctx, &session, &line->arguments);
    }
    session_close(&session);
    return status;
}

int command_main(int argc, char **argv) {
    Arena *arena = arena_new(ARENA_CAP);
    const char *environment_language = getenv("ANSINH_LANG");
    Ctx ctx = {.arena = arena, .clock = clock_system(), .language = LANGUAGE_VI};
    if (environment_language && strcmp(environment_language, "en") == 0) {
        ctx.language = LANGUAGE_EN;
    }
    Line line = {.command = NULL};
    Status status = arena ? line_parse(&ctx, argc, argv, &line) : E_MEMORY_LIMIT;
    if (str_equal(line.globals[G_LANG], STR("en"))) {
        ctx.language = LANGUAGE_EN;
    }
    if (status == OK && (line.given[G_HELP] || argc < 2)) {
        print_help(&ctx, line.command, line.noun);
    } else if (status == OK && line.command == NULL) {
        status = ctx_fail(&ctx, E_ARGUMENT, "no such command: %.*s", STR_ARG(line.noun));
    } else if (status == OK) {
        status = line_run(&ctx, &line);
    }
    if (status != OK) {
        show_failure(&ctx, status, line.given[G_JSON]);
    }
    if (fflush(stdout) != 0 && status == OK) {
        status = E_FILE_WRITE;
    }
    arena_free(&arena);
    return status_exit_code(status);
}
