/*
 * bench_law -- the law over a synthetic country: one month, sixty months, ten reforms,
 * explanations.
 *
 * bench_law [PERSONS]                 figures on standard output; one thread, then two
 * bench_law PERSONS --write FILE      the population as CSV, for other engines
 * bench_law --read FILE --amounts OUT end to end: from the CSV to a file of amounts, and the time
 */
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "law/law_population_test.h"

enum { COUNTRY = 4000000, REPLAY_MONTHS = 60, REFORMS = 10, EXPLAINED = 100000, RUNS = 9 };
enum { MEASURED_PERIOD = 202607, ARENA_BYTES = 1 << 30, THREAD_ARENA_BYTES = 1 << 20 };
enum { THREADS_MAX = 2, CHUNK_BYTES = 1 << 18, LINE_MAX_BYTES = 256, LINE_MIN_BYTES = 18 };
enum { CODE_BITS = 8, CODE_COUNT = 1 << CODE_BITS, TEXT_BITS = 10, TEXT_COUNT = 1 << TEXT_BITS };
enum { AMOUNT_MAX_BYTES = 23 };

typedef struct Bench {
    Ctx ctx;
    const LawBook *book;
    Population population;
    int64_t *amounts;
    size_t persons;
    size_t threads;
    Arena *arenas[THREADS_MAX]; /* one for each */
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

/* What one thread does of a month. */
typedef struct Share {
    Ctx ctx;
    const LawMonth *month;
    const LawColumns *columns;
    LawSpan persons;
    int64_t *amounts;
    LawMonthSum sum;
} Share;

static void *share_run(void *arg) {
    Share *share = arg;
    Status status = law_month_run(&share->ctx, share->month, share->columns, share->persons,
                                  share->amounts, &share->sum);
    if (status != OK) {
        fprintf(stderr, "bench_law: %s\n", share->ctx.failure.detail);
        abort();
    }
    return NULL;
}

/* One month over everybody; microseconds of compiling and of running. */
static LawMonthSum month_run(Bench *bench, const LawBook *book, Period period, int64_t *compile_us,
                             int64_t *run_us) {
    const LawMonth *month = NULL;
    LawMonthSum sum = {0, 0, 0};
    Share shares[THREADS_MAX];
    pthread_t threads[THREADS_MAX];
    size_t count = bench->threads;
    ArenaMark mark = arena_mark(bench->ctx.arena);
    int64_t at = now_us();
    must(bench, law_month_compile(&bench->ctx, book, period, LAW_ALL_KNOWN, NULL, &month));
    *compile_us += now_us() - at;
    at = now_us();
    for (size_t i = 0; i < count; i++) {
        shares[i] =
            (Share){.ctx = {.arena = bench->arenas[i], .language = LANGUAGE_EN},
                    .month = month,
                    .columns = &bench->population.columns,
                    .persons = {bench->persons * i / count, bench->persons * (i + 1) / count},
                    .amounts = bench->amounts};
        if (i > 0 && pthread_create(&threads[i], NULL, share_run, &shares[i]) != 0) {
            abort();
        }
    }
    share_run(&shares[0]);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            pthread_join(threads[i], NULL);
        }
        sum.person_count += shares[i].sum.person_count;
        sum.amount_count += shares[i].sum.amount_count;
        sum.amount_dong += shares[i].sum.amount_dong;
    }
    *run_us += now_us() - at;
    arena_rewind(bench->ctx.arena, mark);
    return sum;
}

static void bench_month(Bench *bench) {
    int64_t best_us = INT64_MAX;
    int64_t compile_us = 0;
    LawMonthSum sum = {0, 0, 0};
    for (int i = 0; i < RUNS; i++) {
        int64_t run_us = 0;
        compile_us = 0;
        sum = month_run(bench, bench->book, (Period){MEASURED_PERIOD}, &compile_us, &run_us);
        best_us = run_us < best_us ? run_us : best_us;
    }
    printf(
        "one month:    %8.1f ms to compile, %8.1f ms to run by %zu threads (best of %d), %.1f ns a "
        "person\n",
        (double)compile_us / 1e3, (double)best_us / 1e3, bench->threads, RUNS,
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
    const LawColumns *of = &bench->population.columns;
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    fprintf(file, "person,birth_month,death_month,category,degree,children,from_month,to_month\n");
    for (size_t i = 0; i < bench->persons; i++) {
        for (size_t row = of->first_row[i]; row < of->first_row[i + 1]; row++) {
            Str code = law_category_at(bench->book, law_columns_category(of, row))->category_code;
            fprintf(file, "%zu,%d,%d,%.*s,%d,%d,%d,%d\n", i, of->birth_month[row],
                    of->death_month[row], STR_ARG(code), of->kind[row] % LAW_DEGREE_COUNT,
                    of->child_count[row], of->from_month[row], of->to_month[row]);
        }
    }
    fclose(file);
}

/* ---- from a file to a file: each thread takes its part of the lines through all of it ---- */

typedef struct AmountText {
    int64_t amount;
    char text[AMOUNT_MAX_BYTES]; /* decimal digits and a line feed */
    uint8_t size;                /* 0 = an empty entry */
} AmountText;

typedef struct Part {
    Ctx ctx;
    const LawBook *book;
    const LawMonth *month;
    int fd;
    off_t first; /* of its first line */
    off_t last;  /* behind its last line */
    Population population;
    int64_t *amounts;
    char *text;
    size_t text_size;
    Str codes[CODE_COUNT]; /* those met, by hash */
    int32_t code_numbers[CODE_COUNT];
    AmountText texts[TEXT_COUNT]; /* amounts come again and again */
} Part;

static void part_must(const Part *part, Status status) {
    if (status != OK) {
        fprintf(stderr, "bench_law: %s: %s\n", status_name(status), part->ctx.failure.detail);
        exit(1);
    }
}

static int32_t field_number(const char **at) {
    int32_t number = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        number = number * 10 + (**at - '0');
    }
    (*at)++; /* the comma, or the end of the line */
    return number;
}

static int32_t field_category(Part *part, const char **at) {
    const char *from = *at;
    uint32_t hash = 0;
    for (; **at != ',' && **at != '\n'; (*at)++) {
        hash = hash * 31 + (uint8_t)**at;
    }
    Str code = {from, (size_t)(*at - from)};
    (*at)++;
    size_t slot = (hash * 0x9E3779B1U) >> (32 - CODE_BITS);
    if (!str_equal(part->codes[slot], code)) {
        int32_t number = law_category_no(part->book, code);
        if (number <= 0) {
            fprintf(stderr, "bench_law: no category %.*s\n", STR_ARG(code));
            exit(1);
        }
        part->codes[slot] = law_category_at(part->book, number)->category_code;
        part->code_numbers[slot] = number;
    }
    return part->code_numbers[slot];
}

/* One line; the person of the line before is put into the columns when another begins. */
static void part_line(Part *part, const char *at, int32_t *number, LawColumnsPerson *person,
                      LawColumnsRight *rights) {
    int32_t this_one = field_number(&at);
    if (this_one != *number && person->right_count > 0) {
        part_must(part, law_columns_add(&part->ctx, &part->population.columns, person));
        person->right_count = 0;
    }
    *number = this_one;
    person->birth_month = field_number(&at);
    person->death_month = field_number(&at);
    LawColumnsRight *right = &rights[person->right_count++];
    right->category_no = field_category(part, &at);
    right->degree = field_number(&at);
    right->child_count = field_number(&at);
    right->from_month = field_number(&at);
    right->to_month = field_number(&at);
}

static void part_read(Part *part) {
    char *buffer = population_take(CHUNK_BYTES + LINE_MAX_BYTES, 1);
    LawColumnsRight rights[LAW_ENROLMENT_MAX];
    LawColumnsPerson person = {.rights = rights};
    int32_t number = -1;
    size_t rows = (size_t)(part->last - part->first) / LINE_MIN_BYTES + 1;
    population_begin(&part->population, &part->ctx, rows, rows);
    for (off_t at = part->first; at < part->last;) {
        off_t left = part->last - at;
        ssize_t got = pread(part->fd, buffer, left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES, at);
        const char *end = got > 0 ? memrchr(buffer, '\n', (size_t)got) : NULL;
        if (!end) {
            fprintf(stderr, "bench_law: no whole line at %lld\n", (long long)at);
            exit(1);
        }
        for (const char *line = buffer; line <= end;) {
            const char *next = memchr(line, '\n', (size_t)(end - line) + 1);
            part_line(part, line, &number, &person, rights);
            line = next + 1;
        }
        at += end + 1 - buffer;
    }
    if (person.right_count > 0) {
        part_must(part, law_columns_add(&part->ctx, &part->population.columns, &person));
    }
    free(buffer);
}

static const AmountText *amount_text(Part *part, int64_t amount) {
    AmountText *entry = &part->texts[((uint64_t)amount * 0x9E3779B97F4A7C15U) >> (64 - TEXT_BITS)];
    if (entry->amount != amount || entry->size == 0) {
        entry->amount = amount;
        entry->size = (uint8_t)snprintf(entry->text, sizeof entry->text, "%" PRId64 "\n", amount);
    }
    return entry;
}

static void part_write(Part *part) {
    const LawColumns *columns = &part->population.columns;
    char *at = part->text = malloc(columns->person_count * AMOUNT_MAX_BYTES + AMOUNT_MAX_BYTES);
    if (!at) {
        abort();
    }
    for (size_t i = 0; i < columns->person_count; i++) {
        int64_t sum = 0;
        for (size_t row = columns->first_row[i]; row < columns->first_row[i + 1]; row++) {
            sum += part->amounts[row];
        }
        const AmountText *text = amount_text(part, sum);
        memcpy(at, text->text, AMOUNT_MAX_BYTES);
        at += text->size;
    }
    part->text_size = (size_t)(at - part->text);
}

static void *part_run(void *arg) {
    Part *part = arg;
    LawMonthSum sum;
    part_read(part);
    const LawColumns *columns = &part->population.columns;
    part->amounts = malloc((columns->row_count + 1) * sizeof *part->amounts);
    if (!part->amounts) {
        abort();
    }
    part_must(part, law_month_run(&part->ctx, part->month, columns,
                                  (LawSpan){0, columns->person_count}, part->amounts, &sum));
    part_write(part);
    return NULL;
}

/* Behind the end of the line that `at` is in. */
static off_t line_behind(int fd, off_t at) {
    char bytes[LINE_MAX_BYTES];
    ssize_t got = pread(fd, bytes, sizeof bytes, at);
    const char *end = got > 0 ? memchr(bytes, '\n', (size_t)got) : NULL;
    return end ? at + (end + 1 - bytes) : at;
}

static int32_t person_at(int fd, off_t at) {
    char bytes[16] = {0};
    const char *from = bytes;
    return pread(fd, bytes, sizeof bytes - 1, at) > 0 ? field_number(&from) : -1;
}

/* A line near the middle with which a person begins. */
static off_t person_near(int fd, off_t at) {
    off_t line = line_behind(fd, at);
    for (int32_t before = person_at(fd, line); person_at(fd, line) == before;) {
        off_t next = line_behind(fd, line);
        if (next == line) {
            break;
        }
        line = next;
    }
    return line;
}

static void text_write(int fd, const char *path, const char *text, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t count = write(fd, text + done, size - done);
        if (count <= 0) {
            perror(path);
            exit(1);
        }
        done += (size_t)count;
    }
}

/* From the CSV that any other engine reads to the file of amounts; how many persons. */
static size_t file_to_file(Bench *bench, const char *from_path, const char *to_path) {
    struct stat info;
    Part *parts = population_take(THREADS_MAX, sizeof *parts);
    pthread_t threads[THREADS_MAX];
    const LawMonth *month = NULL;
    int fd = open(from_path, O_RDONLY);
    int to_fd = open(to_path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (fd < 0 || to_fd < 0 || fstat(fd, &info) != 0) {
        perror(from_path);
        exit(1);
    }
    must(bench, law_month_compile(&bench->ctx, bench->book, (Period){MEASURED_PERIOD},
                                  LAW_ALL_KNOWN, NULL, &month));
    off_t at = line_behind(fd, 0); /* behind the names of the columns */
    size_t persons = 0;
    for (size_t i = 0; i < THREADS_MAX; i++) {
        bool ends = i == THREADS_MAX - 1;
        parts[i] = (Part){.ctx = {.language = LANGUAGE_EN},
                          .book = bench->book,
                          .month = month,
                          .fd = fd,
                          .first = at};
        at = ends ? info.st_size : person_near(fd, info.st_size * (off_t)(i + 1) / THREADS_MAX);
        parts[i].last = at;
        if (pthread_create(&threads[i], NULL, part_run, &parts[i]) != 0) {
            abort();
        }
    }
    for (size_t i = 0; i < THREADS_MAX; i++) {
        pthread_join(threads[i], NULL);
        text_write(to_fd, to_path, parts[i].text, parts[i].text_size);
        persons += parts[i].population.columns.person_count;
        population_free(&parts[i].population);
        free(parts[i].amounts);
        free(parts[i].text);
    }
    free(parts);
    close(fd);
    close(to_fd);
    return persons;
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
        bench.persons = file_to_file(&bench, argv[2], argv[4]);
        printf("end to end:   %8.3f s, %zu persons from file to file\n",
               (double)(now_us() - at) / 1e6, bench.persons);
        print_memory();
        return 0;
    }
    if (argc > 1 && !str_to_int64(str_of(argv[1]), &persons)) {
        fprintf(stderr, "usage: bench_law [PERSONS [--write FILE]] | --read FILE --amounts FILE\n");
        return 1;
    }
    bench.persons = (size_t)persons;
    population_make(&bench.population, bench.book, bench.persons, 0, 20260101);
    if (argc == 4 && strcmp(argv[2], "--write") == 0) {
        population_write(&bench, argv[3]);
        return 0;
    }
    bench.amounts = population_take(bench.population.columns.row_count, sizeof(int64_t));
    for (size_t i = 0; i < THREADS_MAX; i++) {
        bench.arenas[i] = arena_new(THREAD_ARENA_BYTES);
    }
    printf("persons:      %8zu with %zu rights\n", bench.persons,
           bench.population.columns.row_count);
    for (bench.threads = 1; bench.threads < THREADS_MAX; bench.threads++) {
        bench_month(&bench);
    }
    bench_month(&bench);
    bench_replay(&bench);
    bench_reforms(&bench);
    bench_answers(&bench);
    print_memory();
    for (size_t i = 0; i < THREADS_MAX; i++) {
        arena_free(&bench.arenas[i]);
    }
    population_free(&bench.population);
    free(bench.amounts);
    return 0;
}
