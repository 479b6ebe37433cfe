/*
 * The worked cases of law/cases/, one TAP line each, then the properties that hold for all of them:
 *   a rise of a parameter never lowers an amount; asking month by month is asking the whole; the
 *   explanation adds up to the amount.
 *
 * law_cases_test [--mutate] FILE...    --mutate: changes each number of the law by one and asks
 *                                      whether some case notices (law_mutate.c)
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/law_cases.h"
#include "law/law_mutate_test.h"

enum { ARENA_BYTES = 512 << 20, CASE_FILE_MAX = 64, FILE_BYTES_MAX = 8 << 20 };

typedef struct Tap {
    const char *file;
    int number;
    int failed;
    int64_t months;
} Tap;

static void tap_report(void *arg, const LawCaseResult *result) {
    Tap *tap = arg;
    tap->number++;
    tap->failed += !result->passed;
    tap->months += result->months;
    printf("%s %d - %.*s (%.*s, %s:%zu)\n", result->passed ? "ok" : "not ok", tap->number,
           STR_ARG(result->name), STR_ARG(result->clause), tap->file, result->line);
    if (!result->passed) {
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

int main(int argc, char **argv) {
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena, .clock = clock_system(), .language = LANGUAGE_EN};
    LawFile files[LAW_FILE_MAX];
    LawFile cases[CASE_FILE_MAX];
    size_t case_count = 0;
    bool mutate = argc > 1 && strcmp(argv[1], "--mutate") == 0;
    const LawBook *book = NULL;
    Tap tap = {.number = 0};
    for (int i = mutate ? 2 : 1; i < argc && case_count < CASE_FILE_MAX; i++) {
        const char *slash = strrchr(argv[i], '/');
        cases[case_count++] = (LawFile){slash ? slash + 1 : argv[i], read_file(&ctx, argv[i])};
    }
    size_t count = law_files_embedded(files);
    if (law_book_load(&ctx, files, count, STR(""), &book) != OK) {
        printf("Bail out! %s\n", ctx.failure.detail);
        return 1;
    }
    if (mutate) {
        int status = law_mutate(&ctx, files, count, cases, case_count);
        arena_free(&arena);
        return status;
    }
    for (size_t i = 0; i < case_count; i++) {
        tap.file = cases[i].name;
        if (law_cases_run(&ctx, book, &cases[i], tap_report, &tap) != OK) {
            printf("not ok %d - %s\n# %s\n", ++tap.number, cases[i].name, ctx.failure.detail);
            tap.failed++;
        }
    }
    printf("1..%d\n# %d cases, %lld person-months, %d failed\n", tap.number, tap.number,
           (long long)tap.months, tap.failed);
    arena_free(&arena);
    return tap.failed > 0 ? 1 : 0;
}
