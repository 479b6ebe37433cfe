/*
 * The worked cases of law/cases/, one TAP line each.
 *
 * law_cases_test [--law FILE] FILE...   cases of the law of the program, or of one law file
 * law_cases_test --wrong --law FILE FILE...   cases that are wrong on purpose: each must fail
 * law_cases_test --mutate FILE...       changes each number of the law by one and asks whether some
 *                                       case notices (law_mutate_test.c)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/law_cases.h"
#include "law/law_mutate_test.h"

enum { ARENA_BYTES = 512 << 20, CASE_FILE_MAX = 64, FILE_BYTES_MAX = 8 << 20 };

typedef struct Tap {
    const char *file;
    bool wrong; /* every case must fail */
    int number;
    int failed;
    int64_t months;
} Tap;

static void tap_report(void *arg, const LawCaseResult *result) {
    Tap *tap = arg;
    bool passed = result->passed != tap->wrong;
    tap->number++;
    tap->failed += !passed;
    tap->months += result->months;
    printf("%s %d - %.*s (%.*s, %s:%zu)\n", passed ? "ok" : "not ok", tap->number,
           STR_ARG(result->name), STR_ARG(result->clause), tap->file, result->line);
    if (!passed) {
        printf("# %s\n", result->say);
    }
}

static Str read_file(Ctx *ctx, const char *path) {
    FILE *file = fopen(path, "rb");
    void *bytes = NULL;
    if (!file || ctx_alloc(ctx, FILE_BYTES_MAX, &bytes) != OK) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    size_t len = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (Str){bytes, len};
}

typedef struct Line {
    bool mutate;
    bool wrong;
    const char *law;
    LawFile cases[CASE_FILE_MAX];
    size_t case_count;
} Line;

static void line_read(Ctx *ctx, int argc, char **argv, Line *line) {
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--mutate") == 0) {
            line->mutate = true;
        } else if (strcmp(argv[i], "--wrong") == 0) {
            line->wrong = true;
        } else if (strcmp(argv[i], "--law") == 0 && i + 1 < argc) {
            line->law = argv[++i];
        } else if (line->case_count < CASE_FILE_MAX) {
            const char *slash = strrchr(argv[i], '/');
            line->cases[line->case_count++] =
                (LawFile){slash ? slash + 1 : argv[i], read_file(ctx, argv[i])};
        }
    }
}

static int cases_run(Ctx *ctx, const LawBook *book, const Line *line) {
    Tap tap = {.wrong = line->wrong};
    for (size_t i = 0; i < line->case_count; i++) {
        tap.file = line->cases[i].name;
        if (law_cases_run(ctx, book, &line->cases[i], tap_report, &tap) != OK) {
            printf("not ok %d - %s\n# %s\n", ++tap.number, line->cases[i].name,
                   ctx->failure.detail);
            tap.failed++;
        }
    }
    printf("1..%d\n# %d cases, %lld person-months, %d failed\n", tap.number, tap.number,
           (long long)tap.months, tap.failed);
    return tap.failed > 0 || tap.number == 0 ? 1 : 0;
}

int main(int argc, char **argv) {
    Line *line = NULL;
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena, .clock = clock_system(), .language = LANGUAGE_EN};
    LawFile files[LAW_FILE_MAX];
    const LawBook *book = NULL;
    if (ctx_alloc(&ctx, sizeof *line, (void **)&line) != OK) {
        return 1;
    }
    line_read(&ctx, argc, argv, line);
    size_t count = law_files_embedded(files);
    if (line->law) {
        files[0] = (LawFile){line->law, read_file(&ctx, line->law)};
        count = 1;
    }
    if (law_book_load(&ctx, files, count, STR(""), &book) != OK) {
        printf("Bail out! %s\n", ctx.failure.detail);
        return 1;
    }
    int status = line->mutate ? law_mutate(&ctx, files, count, line->cases, line->case_count)
                              : cases_run(&ctx, book, line);
    arena_free(&arena);
    return status;
}
