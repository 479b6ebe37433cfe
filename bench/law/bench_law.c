/*
 * bench_law -- the law over a synthetic country: one month, sixty months, ten reforms,
 * explanations.
 *
 * bench_law [PERSONS]                 figures on standard output
 * bench_law PERSONS --write FILE      the population as CSV, for other engines
 * bench_law PERSONS --amounts FILE    what ours gives for 2026-07, a line for each person
 * bench_law --read FILE --amounts OUT end to end: from the CSV to a file of amounts, and the time
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "law/law_population_test.h"

enum {
    COUNTRY = 4000000,
    REPLAY_MONTHS = 60,
    REFORMS = 10,
    EXPLAINED = 100000,
    LINE_MAX_BYTES = 256
};
enum { OUT_BYTES = 1 << 20 };
enum { MEASURED_PERIOD = 202607, ARENA_BYTES = 1 << 30 };

enum { CODE_MAX = 32 };

typedef struct Bench {
    Ctx ctx;
    const LawBook *book;
    Population population;
    int64_t *amounts;
    size_t persons;
    Str codes[CODE_MAX];
    uint16_t code_numbers[CODE_MAX];
    size_t code_count;
} Bench;

static int64_t now_us(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static void must(Bench *bench, Status status) {
    if (status != OK) {
        fprintf(stderr, "bench_law: %s: %s\n", status_name(status), bench->ctx.failure.detail);
        exit(1);
    }
}

/* One month over everybody; microseconds of compiling and of running. */
static LawMonthSum month_run(Bench *bench, const LawBook *book, Period period, int64_t *compile_us,
                             int64_t *run_us) {
    const LawMonth *month = NULL;
    LawMonthSum sum;
    ArenaMark mark = arena_mark(bench->ctx.arena);
    int64_t at = now_us();
    must(bench, law_month_compile(&bench->ctx, book, period, LAW_ALL_KNOWN, NULL, &month));
    *compile_us += now_us() - at;
    at = now_us();
    must(bench, law_month_run(&bench->ctx, month, &bench->population.columns,
                              (LawSpan){0, bench->persons}, bench->amounts, &sum));
    *run_us += now_us() - at;
    arena_rewind(bench->ctx.arena, mark);
    return sum;
}

static void bench_month(Bench *bench) {
    int64_t best_us = INT64_MAX;
    int64_t compile_us = 0;
    LawMonthSum sum = {0, 0, 0};
    for (int i = 0; i < 5; i++) {
        int64_t run_us = 0;
        compile_us = 0;
        sum = month_run(bench, bench->book, (Period){MEASURED_PERIOD}, &compile_us, &run_us);
        best_us = run_us < best_us ? run_us : best_us;
    }
    printf("one month:    %8.1f ms to compile, %8.1f ms to run (best of 5), %.1f ns a person\n",
           (double)compile_us / 1e3, (double)best_us / 1e3,
           (double)best_us * 1e3 / (double)bench->persons);
    printf("              %" PRId64 " persons paid, %" PRId64 " amounts, %" PRId64 " dong\n",
           sum.person_count, sum.amount_count, sum.amount_dong);
}

static void bench_replay(Bench *bench) {
    int64_t compile_us = 0;
    int64_t run_us = 0;
    int64_t dong = 0;
    Period period = {202108};
    int64_t at = now_us();
    for (int i = 0; i < REPLAY_MONTHS; i++, period = period_next(period)) {
        dong += month_run(bench, bench->book, period, &compile_us, &run_us).amount_dong;
    }
    printf("%d months:    %8.2f s in all: %.2f s to compile, %.2f s to run; %" PRId64 " dong\n",
           REPLAY_MONTHS, (double)(now_us() - at) / 1e6, (double)compile_us / 1e6,
           (double)run_us / 1e6, dong);
}

static void bench_reforms(Bench *bench) {
    int64_t compile_us = 0;
    int64_t run_us = 0;
    int64_t at = now_us();
    for (int i = 0; i < REFORMS; i++) {
        char text[512];
        LawFile files[LAW_FILE_MAX];
        const LawBook *book = NULL;
        ArenaMark mark = arena_mark(bench->ctx.arena);
        size_t count = law_files_embedded(files);
        snprintf(text, sizeof text,
                 "reform: r%d\ntitle: R\ndefaults: {pays_from: 2026-01-01, known_from: 2026-01-01, "
                 "mark: r}\nparameters:\n  - adds_to: social_standard\n    values: [{value: %d, "
                 "article: A}]\n",
                 i, 550000 + 10000 * i);
        files[count++] = (LawFile){"reform.yaml", str_of(text)};
        must(bench, law_book_load(&bench->ctx, files, count, STR(""), &book));
        month_run(bench, book, (Period){MEASURED_PERIOD}, &compile_us, &run_us);
        arena_rewind(bench->ctx.arena, mark);
    }
    printf("%d reforms:   %8.2f s in all, law files read and one month run for each\n", REFORMS,
           (double)(now_us() - at) / 1e6);
}

static void bench_answers(Bench *bench) {
    LawTrace *trace = NULL;
    StrBuf buf;
    int64_t longest_us = 0;
    int64_t dong = 0;
    size_t count = bench->persons < EXPLAINED ? bench->persons : EXPLAINED;
    strbuf_init(&buf, 1 << 20);
    must(bench, ctx_alloc(&bench->ctx, sizeof *trace, (void **)&trace));
    int64_t at = now_us();
    for (size_t i = 0; i < count; i++) {
        LawPerson person;
        LawAnswer answer;
        LawQuestion question = {.person = &person, .period = {MEASURED_PERIOD}};
        population_person(&bench->population, i, &person);
        must(bench, law_answer(&bench->ctx, bench->book, &question, &answer));
        dong += answer.amount_count > 0 ? answer.amounts[0].amount_dong : 0;
    }
    int64_t asked_us = now_us() - at;
    at = now_us();
    for (size_t i = 0; i < count; i++) {
        LawPerson person;
        LawAnswer answer;
        LawQuestion question = {.person = &person, .period = {MEASURED_PERIOD}, .trace = trace};
        int64_t began_us = now_us();
        population_person(&bench->population, i, &person);
        trace->count = 0;
        strbuf_clear(&buf);
        must(bench, law_answer(&bench->ctx, bench->book, &question, &answer));
        must(bench, law_trace_print(&bench->ctx, trace, &buf));
        int64_t took_us = now_us() - began_us;
        longest_us = took_us > longest_us ? took_us : longest_us;
    }
    int64_t explained_us = now_us() - at;
    printf("one by one:   %8.2f us an answer; explained and printed %.2f us, the longest %" PRId64
           " us (%" PRId64 ")\n",
           (double)asked_us / (double)count, (double)explained_us / (double)count, longest_us,
           dong);
    strbuf_done(&buf);
}

static void population_write(const Bench *bench, const char *path) {
    const Population *of = &bench->population;
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    fprintf(file, "person,birth_month,death_month,category,degree,children,from_month,to_month\n");
    for (size_t i = 0; i < bench->persons; i++) {
        for (size_t row = of->first_row[i]; row < of->first_row[i + 1]; row++) {
            Str code = law_category_at(bench->book, of->category_no[row])->category_code;
            fprintf(file, "%zu,%d,%d,%.*s,%d,%d,%d,%d\n", i, of->birth_month[i], of->death_month[i],
                    STR_ARG(code), of->degree[row], of->child_count[row], of->from_month[row],
                    of->to_month[row]);
        }
    }
    fclose(file);
}

/* Decimal digits and a line feed; where the next line begins. */
static char *number_put(char *at, int64_t number) {
    char digits[24];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0) {
        *at++ = digits[--count];
    }
    *at++ = '\n';
    return at;
}

static void amounts_write(Bench *bench, const char *path) {
    int64_t compile_us = 0;
    int64_t run_us = 0;
    FILE *file = fopen(path, "w");
    char *buffer = population_take(OUT_BYTES + LINE_MAX_BYTES, 1);
    char *at = buffer;
    if (!file) {
        perror(path);
        exit(1);
    }
    month_run(bench, bench->book, (Period){MEASURED_PERIOD}, &compile_us, &run_us);
    for (size_t i = 0; i < bench->persons; i++) {
        int64_t sum = 0;
        for (size_t row = bench->population.first_row[i]; row < bench->population.first_row[i + 1];
             row++) {
            sum += bench->amounts[row];
        }
        at = number_put(at, sum);
        if (at - buffer >= OUT_BYTES) {
            fwrite(buffer, 1, (size_t)(at - buffer), file);
            at = buffer;
        }
    }
    fwrite(buffer, 1, (size_t)(at - buffer), file);
    fclose(file);
    free(buffer);
}

static int64_t field_number(char **at) {
    int64_t number = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        number = number * 10 + (**at - '0');
    }
    *at += **at == ',';
    return number;
}

static Str field_text(char **at) {
    char *from = *at;
    while (**at != ',' && **at != '\0') {
        (*at)++;
    }
    Str text = {from, (size_t)(*at - from)};
    *at += **at == ',';
    return text;
}

/* A whole file and a NUL behind it. */
static char *file_whole(const char *path) {
    struct stat info;
    int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0) {
        perror(path);
        exit(1);
    }
    size_t size = (size_t)info.st_size;
    char *bytes = malloc(size + 1);
    if (!bytes) {
        abort();
    }
    for (size_t done = 0; done < size;) {
        ssize_t count = read(fd, bytes + done, size - done);
        if (count <= 0) {
            perror(path);
            exit(1);
        }
        done += (size_t)count;
    }
    bytes[size] = '\0';
    close(fd);
    return bytes;
}

static void columns_take(Population *to, size_t size) {
    *to = (Population){.first_row = population_take(size, 4),
                       .birth_month = population_take(size, 4),
                       .death_month = population_take(size, 4),
                       .category_no = population_take(size, 2),
                       .degree = population_take(size, 1),
                       .child_count = population_take(size, 1),
                       .from_month = population_take(size, 4),
                       .to_month = population_take(size, 4)};
}

/* Few codes come again and again: the one before is looked at first. */
static uint16_t category_of(Bench *bench, Str code) {
    for (size_t i = 0; i < bench->code_count; i++) {
        if (str_equal(bench->codes[i], code)) {
            return bench->code_numbers[i];
        }
    }
    uint16_t number = (uint16_t)law_category_no(bench->book, code);
    if (number > 0 && bench->code_count < CODE_MAX) {
        bench->codes[bench->code_count] =
            law_category_at(bench->book, number)->category_code; /* lives as long as the book */
        bench->code_numbers[bench->code_count++] = number;
    }
    return number;
}

/* The same file as any other engine reads. */
static void population_read(Bench *bench, const char *path) {
    Population *to = &bench->population;
    size_t size = COUNTRY * 3;
    size_t row = 0;
    char *bytes = file_whole(path);
    char *at = strchr(bytes, '\n');
    columns_take(to, size);
    for (at = at ? at + 1 : bytes; row < size && *at != '\0'; row++) {
        size_t person = (size_t)field_number(&at);
        if (row == 0 || person != bench->persons - 1) {
            to->first_row[person] = (uint32_t)row;
            bench->persons = person + 1;
        }
        to->birth_month[person] = (int32_t)field_number(&at);
        to->death_month[person] = (int32_t)field_number(&at);
        to->category_no[row] = category_of(bench, field_text(&at));
        to->degree[row] = (uint8_t)field_number(&at);
        to->child_count[row] = (uint8_t)field_number(&at);
        to->from_month[row] = (int32_t)field_number(&at);
        to->to_month[row] = (int32_t)field_number(&at);
        at += *at == '\n';
    }
    free(bytes);
    to->first_row[bench->persons] = (uint32_t)row;
    to->columns = (LawColumns){.person_count = bench->persons,
                               .row_count = row,
                               .first_row = to->first_row,
                               .birth_month = to->birth_month,
                               .death_month = to->death_month,
                               .category_no = to->category_no,
                               .degree = to->degree,
                               .child_count = to->child_count,
                               .from_month = to->from_month,
                               .to_month = to->to_month};
    bench->amounts = population_take(row, sizeof(int64_t));
}

static void print_memory(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("peak memory:  %8.0f MiB\n", (double)usage.ru_maxrss / 1024);
}

int main(int argc, char **argv) {
    Bench bench = {
        .ctx = {.arena = arena_new(ARENA_BYTES), .clock = clock_system(), .language = LANGUAGE_EN}};
    LawFile files[LAW_FILE_MAX];
    int64_t persons = COUNTRY;
    int64_t at = now_us();
    must(&bench, law_book_load(&bench.ctx, files, law_files_embedded(files), STR(""), &bench.book));
    printf("law files:    %8.1f ms to read and check\n", (double)(now_us() - at) / 1e3);
    if (argc == 5 && strcmp(argv[1], "--read") == 0) {
        at = now_us();
        population_read(&bench, argv[2]);
        amounts_write(&bench, argv[4]);
        printf("end to end:   %8.2f s, %zu persons from file to file\n",
               (double)(now_us() - at) / 1e6, bench.persons);
        print_memory();
        return 0;
    }
    if (argc > 1 && !str_to_int64(str_of(argv[1]), &persons)) {
        fprintf(stderr, "usage: bench_law [PERSONS [--write FILE | --amounts FILE]]\n");
        return 1;
    }
    bench.persons = (size_t)persons;
    population_make(&bench.population, bench.book, bench.persons, 0, 20260101);
    bench.amounts = population_take(bench.population.columns.row_count, sizeof(int64_t));
    if (argc == 4 && strcmp(argv[2], "--write") == 0) {
        population_write(&bench, argv[3]);
        return 0;
    }
    if (argc == 4 && strcmp(argv[2], "--amounts") == 0) {
        amounts_write(&bench, argv[3]);
        return 0;
    }
    printf("persons:      %8zu with %zu rights\n", bench.persons,
           bench.population.columns.row_count);
    bench_month(&bench);
    bench_replay(&bench);
    bench_reforms(&bench);
    bench_answers(&bench);
    print_memory();
    population_free(&bench.population);
    free(bench.amounts);
    return 0;
}
