/*
 * gen_population -- writes a synthetic country to measure record linkage with.
 *
 * gen_population --out DIR [--persons N] [--beneficiaries N] [--seed S] [--level easy|medium|hard]
 *                [--corruptor a|b] [--families a|b] [--threads T]
 *
 * DIR/population.csv, beneficiaries.csv, truth.csv and report.tsv. The same options but --threads
 * and
 * --out give the same bytes. Workers take chunks in order, number them under the lock, fill them in
 * at their own pace and write them in order.
 */
#include "gen_list.h"
#include "gen_world.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { THREADS_MAX = 64, FILE_COUNT = 3 };

typedef struct Run {
    const World *world;
    pthread_mutex_t lock;
    pthread_cond_t turn;
    uint64_t next_chunk;
    uint64_t next_write;
    uint64_t chunk_count;
    Counters counters;
    Tally tally;
    int files[FILE_COUNT];
    uint64_t bytes[FILE_COUNT];
} Run;

static void write_all(int file, const char *bytes, size_t len) {
    while (len > 0) {
        ssize_t done = write(file, bytes, len);
        if (done < 0 && errno != EINTR) {
            die("cannot write: %s", strerror(errno));
        }
        if (done > 0) {
            bytes += done;
            len -= (size_t)done;
        }
    }
}

static void tally_add(Tally *sum, const Tally *part) {
    sum->persons += part->persons;
    sum->rows += part->rows;
    sum->unregistered += part->unregistered;
    sum->duplicates += part->duplicates;
    sum->elderly += part->elderly;
    sum->minority += part->minority;
    sum->year_only += part->year_only;
    sum->rows_with_error += part->rows_with_error;
    for (int i = 0; i < ERROR_COUNT; i++) {
        sum->errors[i] += part->errors[i];
    }
}

static void write_in_turn(Run *run, uint64_t chunk, Outputs *outputs) {
    Buffer *const buffers[FILE_COUNT] = {&outputs->population, &outputs->beneficiaries,
                                         &outputs->truth};
    pthread_mutex_lock(&run->lock);
    while (run->next_write != chunk) {
        pthread_cond_wait(&run->turn, &run->lock);
    }
    pthread_mutex_unlock(&run->lock); /* nobody else has this turn */
    for (int i = 0; i < FILE_COUNT; i++) {
        write_all(run->files[i], buffers[i]->bytes, buffers[i]->len);
    }
    pthread_mutex_lock(&run->lock);
    for (int i = 0; i < FILE_COUNT; i++) {
        run->bytes[i] += buffers[i]->len;
        buffers[i]->len = 0;
    }
    tally_add(&run->tally, &outputs->tally);
    outputs->tally = (Tally){.rows = 0};
    run->next_write++;
    pthread_cond_broadcast(&run->turn);
    pthread_mutex_unlock(&run->lock);
}

static void *work(void *arg) {
    Run *run = arg;
    Outputs outputs = {.population = {.bytes = NULL}};
    Person *people = calloc(CHUNK_PERSONS, sizeof *people);
    if (people == NULL) {
        die("no memory for a chunk");
    }
    for (;;) { /* ends: each turn takes the next chunk */
        pthread_mutex_lock(&run->lock);
        uint64_t chunk = run->next_chunk++;
        size_t count = 0;
        if (chunk < run->chunk_count) {
            count = chunk_people(run->world, chunk, &run->counters, people);
        }
        pthread_mutex_unlock(&run->lock);
        if (count == 0) {
            break;
        }
        chunk_details(run->world, chunk, people, count);
        chunk_write(run->world, chunk, people, count, &outputs);
        write_in_turn(run, chunk, &outputs);
    }
    free(people);
    free(outputs.population.bytes);
    free(outputs.beneficiaries.bytes);
    free(outputs.truth.bytes);
    return NULL;
}

static int file_open(const Run *run, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", run->world->options.out, name);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) {
        die("%s: %s", path, strerror(errno));
    }
    return file;
}

static void report_write(const Run *run) {
    const Options *options = &run->world->options;
    const Tally *tally = &run->tally;
    char path[4096];
    snprintf(path, sizeof path, "%s/report.tsv", options->out);
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        die("%s: %s", path, strerror(errno));
    }
    fprintf(out, "level\t%s\ncorruptor\t%c\nfamilies\t%c\nseed\t%llu\n", options->level,
            options->corruptor, options->family_set, (unsigned long long)options->seed);
    const struct {
        const char *name;
        uint64_t count;
    } rows[] = {{"persons", tally->persons},
                {"rows", tally->rows},
                {"rows_not_in_register", tally->unregistered},
                {"second_rows", tally->duplicates},
                {"rows_elderly", tally->elderly},
                {"rows_minority", tally->minority},
                {"rows_year_only", tally->year_only},
                {"rows_with_error", tally->rows_with_error},
                {"bytes_population", run->bytes[0]},
                {"bytes_beneficiaries", run->bytes[1]},
                {"bytes_truth", run->bytes[2]}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fprintf(out, "%s\t%llu\n", rows[i].name, (unsigned long long)rows[i].count);
    }
    for (ErrorKind kind = 0; kind < ERROR_COUNT; kind++) {
        fprintf(out, "error_%s\t%llu\n", error_name(kind), (unsigned long long)tally->errors[kind]);
    }
    if (fclose(out) != 0) {
        die("%s: %s", path, strerror(errno));
    }
}

static uint64_t number_read(const char *option, const char *text) {
    char *end;
    unsigned long long number = strtoull(text, &end, 10);
    if (*end != '\0' || *text == '-' || *text == '\0') {
        die("--%s: %s is no number", option, text);
    }
    return number;
}

static char letter_read(const char *option, const char *text) {
    if (strcmp(text, "a") != 0 && strcmp(text, "b") != 0) {
        die("--%s: a or b, not %s", option, text);
    }
    return text[0];
}

static void option_set(Options *options, const char *name, const char *value) {
    if (strcmp(name, "persons") == 0) {
        options->persons = number_read(name, value);
    } else if (strcmp(name, "beneficiaries") == 0) {
        options->beneficiaries = number_read(name, value);
    } else if (strcmp(name, "seed") == 0) {
        options->seed = number_read(name, value);
    } else if (strcmp(name, "threads") == 0) {
        options->threads = (int)(number_read(name, value) % 1000);
    } else if (strcmp(name, "level") == 0) {
        options->level = value;
    } else if (strcmp(name, "corruptor") == 0) {
        options->corruptor = letter_read(name, value);
    } else if (strcmp(name, "families") == 0) {
        options->family_set = letter_read(name, value);
    } else {
        options->out = value;
    }
}

static Options options_read(int argc, char **argv) {
    static const struct option LONG[] = {{"persons", required_argument, NULL, 1},
                                         {"beneficiaries", required_argument, NULL, 1},
                                         {"seed", required_argument, NULL, 1},
                                         {"threads", required_argument, NULL, 1},
                                         {"level", required_argument, NULL, 1},
                                         {"corruptor", required_argument, NULL, 1},
                                         {"families", required_argument, NULL, 1},
                                         {"out", required_argument, NULL, 1},
                                         {NULL, 0, NULL, 0}};
    Options options = {.persons = 1000000,
                       .seed = 1,
                       .level = "medium",
                       .corruptor = 'a',
                       .family_set = 'b',
                       .threads = 2};
    int which = 0;
    int got;
    while ((got = getopt_long(argc, argv, "", LONG, &which)) != -1) {
        if (got != 1) {
            die("see the head of gen_population.c for the options");
        }
        option_set(&options, LONG[which].name, optarg);
    }
    if (options.beneficiaries == 0) {
        options.beneficiaries = options.persons / 25;
    }
    if (options.out == NULL || optind != argc) {
        die("--out DIR is needed, and nothing without --");
    }
    if (strcmp(options.level, "easy") != 0 && strcmp(options.level, "medium") != 0 &&
        strcmp(options.level, "hard") != 0) {
        die("--level: easy, medium or hard, not %s", options.level);
    }
    if (options.persons == 0 || options.persons > 200000000 ||
        options.beneficiaries > options.persons) {
        die("--persons: 1 to 200000000, and not fewer than --beneficiaries");
    }
    if (options.threads < 1 || options.threads > THREADS_MAX) {
        die("--threads: 1 to %d", THREADS_MAX);
    }
    return options;
}

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void run_threads(Run *run) {
    pthread_t threads[THREADS_MAX];
    int count = run->world->options.threads;
    for (int i = 0; i < count; i++) {
        if (pthread_create(&threads[i], NULL, work, run) != 0) {
            die("cannot start a thread");
        }
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
}

int main(int argc, char **argv) {
    static const char *const NAMES[FILE_COUNT] = {"population.csv", "beneficiaries.csv",
                                                  "truth.csv"};
    const char *const headers[FILE_COUNT] = {POPULATION_HEADER, BENEFICIARIES_HEADER, TRUTH_HEADER};
    Options options = options_read(argc, argv);
    double began = now_s();
    World *world = world_new(&options);
    Run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        die("no memory");
    }
    run->world = world;
    run->chunk_count = (options.persons + CHUNK_PERSONS - 1) / CHUNK_PERSONS;
    pthread_mutex_init(&run->lock, NULL);
    pthread_cond_init(&run->turn, NULL);
    if (mkdir(options.out, 0755) != 0 && errno != EEXIST) {
        die("%s: %s", options.out, strerror(errno));
    }
    for (int i = 0; i < FILE_COUNT; i++) {
        run->files[i] = file_open(run, NAMES[i]);
        run->bytes[i] = strlen(headers[i]);
        write_all(run->files[i], headers[i], strlen(headers[i]));
    }
    run_threads(run);
    for (int i = 0; i < FILE_COUNT; i++) {
        if (close(run->files[i]) != 0) {
            die("%s: %s", NAMES[i], strerror(errno));
        }
    }
    report_write(run);
    double took = now_s() - began;
    printf("%llu persons, %llu rows in %.2f s: %.2f million persons a second\n",
           (unsigned long long)run->tally.persons, (unsigned long long)run->tally.rows, took,
           (double)run->tally.persons / took / 1e6);
    pthread_cond_destroy(&run->turn);
    pthread_mutex_destroy(&run->lock);
    free(run);
    world_free(&world);
    return 0;
}
