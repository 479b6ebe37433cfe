/*
 * Calls a fuzzer with every file of the given files and folders, and with neighbours of each: cut
 * short, or with some bytes changed, the same ones in every run. Speaks TAP, one case per file.
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "base/rng.h"
#include "fuzz.h"

enum { PATH_SIZE = 4096, INPUT_MAX = 64 << 20, NEIGHBOUR_COUNT = 48, NEIGHBOUR_MAX = 1 << 16 };

static int compare_names(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The bytes of a file in memory of exactly that size, so that a read past the end is seen. */
static uint8_t *file_read(const char *path, size_t *ret_size) {
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &info) != 0 || info.st_size > INPUT_MAX) {
        if (file != NULL) {
            fclose(file);
        }
        return NULL;
    }
    size_t size = (size_t)info.st_size;
    uint8_t *data = malloc(size > 0 ? size : 1);
    if (data != NULL && fread(data, 1, size, file) != size) {
        free(data);
        data = NULL;
    }
    fclose(file);
    *ret_size = size;
    return data;
}

/* In memory of exactly its size again, so that a cut is a real end. */
static void replay_neighbours(const uint8_t *data, size_t size, uint64_t seed) {
    Rng rng;
    rng_seed(&rng, seed);
    for (int i = 0; i < NEIGHBOUR_COUNT; i++) {
        size_t len = i % 4 == 0 ? (size_t)rng_below(&rng, size) : size;
        uint8_t *changed = malloc(len > 0 ? len : 1);
        FUZZ_CHECK(changed != NULL);
        memcpy(changed, data, len);
        for (int flips = i % 4; flips > 0 && len > 0; flips--) {
            changed[rng_below(&rng, len)] = (uint8_t)rng_next(&rng);
        }
        LLVMFuzzerTestOneInput(changed, len);
        free(changed);
    }
}

static int replay_file(const char *path, int *count) {
    size_t size = 0;
    uint8_t *data = file_read(path, &size);
    int failed = data == NULL || LLVMFuzzerTestOneInput(data, size) != 0;
    if (!failed && size > 0 && size <= NEIGHBOUR_MAX) {
        replay_neighbours(data, size, (uint64_t)*count);
    }
    free(data);
    (*count)++;
    printf("%sok %d - %s\n", failed ? "not " : "", *count, path);
    fflush(stdout);
    return failed;
}

static int replay(const char *path, int *count) {
    struct dirent **entries = NULL;
    int failed = 0;
    int found = scandir(path, &entries, NULL, compare_names);
    if (found < 0) {
        return replay_file(path, count);
    }
    for (int i = 0; i < found; i++) {
        char file[PATH_SIZE];
        if (entries[i]->d_name[0] != '.') {
            snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
            failed |= replay(file, count);
        }
        free(entries[i]);
    }
    free(entries);
    return failed;
}

int main(int argc, char **argv) {
    int count = 0;
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        failed |= replay(argv[i], &count);
    }
    printf("1..%d\n", count);
    return failed || count == 0; /* an empty corpus tests nothing */
}
