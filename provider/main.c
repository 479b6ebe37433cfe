/*
 * ansinh-provider -- a bank, a wallet or a post office that answers what An Sinh sends.
 *
 * Outside the floors: the simulator, for demonstrations and tests. No network: folders are the
 * wire.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "sys/file.h"

enum { ARENA_CAP = 256 * 1024 * 1024, MIX_TEXT_MAX = 64 * 1024, EXIT_USAGE = 1 };

static const int64_t OPENING_DEFAULT_DONG = INT64_C(1000000000000);

static const char USAGE[] =
    "ansinh-provider answer --provider CODE --in DIR --out DIR --seed N --day YYYYMMDD\n"
    "                       [--fault-mix standard|none|harsh | --faults FILE]\n"
    "                       [--opening-balance DONG] [--without-statement]\n"
    "    Takes in the files of --in that are new (pain.001, CSV, XLSX by our templates) and "
    "writes\n"
    "    the answers that are due on that day to --out: a bank answers pain.002, camt.054 and a\n"
    "    camt.053 for each day, a wallet and a post office answer lists. What kind it is follows\n"
    "    from the files. Run it again for each later day. Its books are --out/books-CODE.txt.\n"
    "    --faults FILE has lines \"name = parts of 100000\"; see provider/README.md.\n"
    "ansinh-provider books --dir DIR\n"
    "    Prints what it truly paid, by end-to-end id, tab-separated.\n"
    "Exit codes: 0 done, 1 refused, 2 try again, 3 fault of the machine, 4 our fault.\n";

typedef struct Arguments {
    const char *provider;
    const char *in_dir;
    const char *out_dir;
    const char *dir;
    const char *seed;
    const char *day;
    const char *mix_name;
    const char *mix_file;
    const char *opening;
    bool without_statement;
    bool wants_help;
} Arguments;

enum {
    OPTION_PROVIDER = 256,
    OPTION_IN,
    OPTION_OUT,
    OPTION_DIR,
    OPTION_SEED,
    OPTION_DAY,
    OPTION_MIX,
    OPTION_FAULTS,
    OPTION_OPENING,
    OPTION_NO_STATEMENT,
    OPTION_HELP
};

static const struct option OPTIONS[] = {
    {"provider", required_argument, NULL, OPTION_PROVIDER},
    {"in", required_argument, NULL, OPTION_IN},
    {"out", required_argument, NULL, OPTION_OUT},
    {"dir", required_argument, NULL, OPTION_DIR},
    {"seed", required_argument, NULL, OPTION_SEED},
    {"day", required_argument, NULL, OPTION_DAY},
    {"fault-mix", required_argument, NULL, OPTION_MIX},
    {"faults", required_argument, NULL, OPTION_FAULTS},
    {"opening-balance", required_argument, NULL, OPTION_OPENING},
    {"without-statement", no_argument, NULL, OPTION_NO_STATEMENT},
    {"help", no_argument, NULL, OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static bool arguments_read(int argc, char **argv, Arguments *arguments) {
    const char **places[] = {
        [OPTION_PROVIDER - OPTION_PROVIDER] = &arguments->provider,
        [OPTION_IN - OPTION_PROVIDER] = &arguments->in_dir,
        [OPTION_OUT - OPTION_PROVIDER] = &arguments->out_dir,
        [OPTION_DIR - OPTION_PROVIDER] = &arguments->dir,
        [OPTION_SEED - OPTION_PROVIDER] = &arguments->seed,
        [OPTION_DAY - OPTION_PROVIDER] = &arguments->day,
        [OPTION_MIX - OPTION_PROVIDER] = &arguments->mix_name,
        [OPTION_FAULTS - OPTION_PROVIDER] = &arguments->mix_file,
        [OPTION_OPENING - OPTION_PROVIDER] = &arguments->opening,
    };
    for (;;) { /* ends with the arguments */
        int option = getopt_long(argc, argv, "", OPTIONS, NULL);
        if (option == -1) {
            return true;
        }
        if (option == OPTION_HELP) {
            arguments->wants_help = true;
        } else if (option == OPTION_NO_STATEMENT) {
            arguments->without_statement = true;
        } else if (option >= OPTION_PROVIDER && option <= OPTION_OPENING) {
            *places[option - OPTION_PROVIDER] = optarg;
        } else {
            return false;
        }
    }
}

static Status mix_choose(Ctx *ctx, const Arguments *arguments, FaultMix *ret_mix) {
    Str text;
    if (arguments->mix_file) {
        TRY(file_read_all(ctx, str_of(arguments->mix_file), MIX_TEXT_MAX, &text));
        return fault_mix_parse(ctx, text, ret_mix);
    }
    Str name = arguments->mix_name ? str_of(arguments->mix_name) : STR("standard");
    return fault_mix_by_name(name, ret_mix)
               ? OK
               : ctx_fail(ctx, E_ARGUMENT, "--fault-mix: standard, none or harsh");
}

static bool is_day(int64_t day) {
    return day >= 19000101 && day <= 29991231 && clock_day(clock_at_day(day, 12)) == day;
}

static Status run_answer(Ctx *ctx, const Arguments *arguments) {
    AnswerDay work = {.opening_dong = OPENING_DEFAULT_DONG,
                      .without_statement = arguments->without_statement,
                      .out = stdout};
    int64_t seed = 0;
    if (!arguments->provider || !arguments->in_dir || !arguments->out_dir || !arguments->seed ||
        !arguments->day) {
        return ctx_fail(ctx, E_ARGUMENT, "--provider, --in, --out, --seed and --day are needed");
    }
    if (!str_to_int64(str_of(arguments->seed), &seed) ||
        !str_to_int64(str_of(arguments->day), &work.day) || !is_day(work.day) ||
        (arguments->opening && !str_to_int64(str_of(arguments->opening), &work.opening_dong))) {
        return ctx_fail(ctx, E_ARGUMENT, "--seed and --opening-balance are numbers, --day a day");
    }
    work.seed = (uint64_t)seed;
    work.provider_code = str_of(arguments->provider);
    work.in_dir = str_of(arguments->in_dir);
    work.out_dir = str_of(arguments->out_dir);
    TRY(mix_choose(ctx, arguments, &work.mix));
    return answer_day(ctx, &work);
}

static Status run(Ctx *ctx, Str command, const Arguments *arguments) {
    if (str_equal(command, STR("answer"))) {
        return run_answer(ctx, arguments);
    }
    if (str_equal(command, STR("books")) && arguments->dir) {
        return truth_print(ctx, str_of(arguments->dir), stdout);
    }
    return ctx_fail(ctx, E_ARGUMENT, "answer, or books --dir DIR");
}

int main(int argc, char **argv) {
    Arguments arguments = {.provider = NULL};
    bool has_command = argc > 1 && argv[1][0] != '-';
    int skipped = has_command ? 1 : 0;
    if (!arguments_read(argc - skipped, argv + skipped, &arguments)) {
        (void)fputs(USAGE, stderr);
        return EXIT_USAGE;
    }
    if (arguments.wants_help || !has_command) {
        (void)fputs(USAGE, arguments.wants_help ? stdout : stderr);
        return arguments.wants_help ? 0 : EXIT_USAGE;
    }
    Ctx ctx = {.arena = arena_new(ARENA_CAP), .clock = clock_system(), .language = LANGUAGE_EN};
    if (!ctx.arena) {
        (void)fputs("ansinh-provider: no memory\n", stderr);
        return status_exit_code(E_MEMORY_LIMIT);
    }
    Status status = run(&ctx, str_of(argv[1]), &arguments);
    if (status == OK && fflush(stdout) != 0) {
        status = ctx_fail(&ctx, E_FILE_WRITE, "standard output");
    }
    if (status != OK) {
        (void)fprintf(stderr, "ansinh-provider: %s: %s\n", status_sentence(status, ctx.language),
                      ctx.failure.detail);
    }
    arena_free(&ctx.arena);
    return status_exit_code(status);
}
