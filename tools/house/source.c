/* Reads the tree and prepares each file: comments and literals are blanked, lines stay lines. */
#include "house.h"

#include <ctype.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EXCEPTIONS_PATH "tools/house/exceptions.txt"
#define FLOORS_PATH "src/floors.txt"

/* nftw() has no argument for its callback; this program has one tree and one thread. */
static House *walked;

static void stop(const char *what, const char *path) {
    printf("Bail out! %s: %s\n", path, what);
    exit(1);
}

static char *read_text(const char *path, size_t *ret_len) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        stop("cannot be read", path);
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 2);
    if (text == NULL || fread(text, 1, (size_t)size, file) != (size_t)size) {
        stop("cannot be read", path);
    }
    fclose(file);
    *ret_len = (size_t)size;
    return text;
}

static void blank(char *code, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        if (code[i] != '\n') {
            code[i] = ' ';
        }
    }
}

/* The end of the comment or literal that begins at `at`, or `at` when none begins there. */
static size_t skip_quoted(const char *text, size_t at, size_t len) {
    char c = text[at];
    if (c == '/' && text[at + 1] == '*') {
        const char *end = strstr(text + at + 2, "*/");
        return end ? (size_t)(end - text) + 2 : len;
    }
    if (c == '/' && text[at + 1] == '/') {
        const char *end = strchr(text + at, '\n');
        return end ? (size_t)(end - text) : len;
    }
    if (c != '"' && c != '\'') {
        return at;
    }
    for (size_t i = at + 1; i < len && text[i] != '\n'; i++) {
        if (text[i] == '\\') {
            i++;
        } else if (text[i] == c) {
            return i + 1;
        }
    }
    return at + 1;
}

static char *code_of(const char *text, size_t len) {
    char *code = calloc(1, len + 2);
    if (code == NULL) {
        stop("no memory", "house");
    }
    memcpy(code, text, len);
    for (size_t i = 0; i < len; i++) {
        size_t end = skip_quoted(text, i, len);
        if (end == i) {
            continue;
        }
        bool literal = text[i] == '"' || text[i] == '\'';
        blank(code, literal ? i + 1 : i, literal && end > i + 1 ? end - 1 : end);
        i = end - 1;
    }
    return code;
}

static bool is_text_name(const char *path) {
    static const char *const ENDS[] = {".c",     ".h",       ".sql",  ".md",  ".def",
                                       ".sh",    ".awk",     ".yaml", ".txt", ".dict",
                                       ".build", "Makefile", "/run"};
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        if (ends_with(path, ENDS[i])) {
            return true;
        }
    }
    return false;
}

static int walk_one(const char *path, const struct stat *info, int kind, struct FTW *walk) {
    (void)info;
    const char *name = path + walk->base;
    if (kind == FTW_D && walk->level > 0 &&
        (starts_with(name, "build") || strcmp(name, ".git") == 0 || strcmp(name, "demo") == 0 ||
         strcmp(name, "node_modules") == 0 || strcmp(name, "dist") == 0 ||
         strcmp(name, ".pgtest") == 0 || strcmp(name, "corpus") == 0)) {
        return FTW_SKIP_SUBTREE;
    }
    if (kind != FTW_F || !is_text_name(path) || starts_with(path, "./data/")) {
        return FTW_CONTINUE;
    }
    if (walked->source_count == FILE_MAX || strlen(path) >= PATH_SIZE) {
        stop("too many files, or a path too long", path);
    }
    Source *source = &walked->sources[walked->source_count];
    walked->source_count++;
    snprintf(source->path, sizeof source->path, "%s", path + 2); /* without "./" */
    source->text = read_text(path, &source->len);
    source->code = code_of(source->text, source->len);
    return FTW_CONTINUE;
}

static int compare_sources(const void *a, const void *b) {
    return strcmp(((const Source *)a)->path, ((const Source *)b)->path);
}

void house_read_tree(House *house) {
    house->sources = calloc(FILE_MAX, sizeof *house->sources);
    if (house->sources == NULL) {
        stop("no memory", "house");
    }
    walked = house;
    if (nftw(".", walk_one, 32, FTW_PHYS | FTW_ACTIONRETVAL) != 0) {
        stop("cannot be walked", ".");
    }
    qsort(house->sources, house->source_count, sizeof *house->sources, compare_sources);
}

static void floors_read_words(House *house, char *words[], int count) {
    if (isdigit((unsigned char)words[0][0]) && house->folder_count < FOLDER_MAX) {
        Folder *folder = &house->folders[house->folder_count++];
        snprintf(folder->name, WORD_SIZE, "%s", words[1]);
        folder->floor = words[0][0] - '0';
        folder->pure = count > 2 && strcmp(words[2], "pure") == 0;
    } else if (strcmp(words[0], "outside") == 0 && house->folder_count < FOLDER_MAX) {
        Folder *folder = &house->folders[house->folder_count++];
        snprintf(folder->name, WORD_SIZE, "%s", words[1]);
        folder->outside = true;
        for (int i = 2; i < count && folder->may_count < LIST_MAX; i++) {
            snprintf(folder->may[folder->may_count++], WORD_SIZE, "%s", words[i]);
        }
    } else if (strcmp(words[0], "library") == 0 && house->library_count < LIBRARY_MAX) {
        Library *library = &house->libraries[house->library_count++];
        snprintf(library->header, WORD_SIZE, "%s", words[1]);
        for (int i = 2; i < count && library->folder_count < LIST_MAX; i++) {
            snprintf(library->folders[library->folder_count++], WORD_SIZE, "%s", words[i]);
        }
    } else if (strcmp(words[0], "libc") == 0) {
        for (int i = 1; i < count && house->libc_count < LIBC_MAX; i++) {
            snprintf(house->libc[house->libc_count++], WORD_SIZE, "%s", words[i]);
        }
    } else {
        stop("a line that is not understood", FLOORS_PATH);
    }
}

void house_read_floors(House *house) {
    size_t len = 0;
    char *text = read_text(FLOORS_PATH, &len);
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        char *words[32];
        int count = 0;
        line[strcspn(line, "#")] = 0;
        for (char *word = strsep(&line, " \t"); word && count < 32; word = strsep(&line, " \t")) {
            if (*word) {
                words[count++] = word;
            }
        }
        if (count > 0) {
            floors_read_words(house, words, count);
        }
    }
    free(text);
}

void house_read_exceptions(House *house) {
    size_t len = 0;
    char *text = read_text(EXCEPTIONS_PATH, &len);
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        if (*line == 0 || *line == '#') {
            continue;
        }
        const char *reason = strstr(line, " -- ");
        Exception *exception = &house->exceptions[house->exception_count];
        if (house->exception_count == EXCEPTION_MAX || reason == NULL || strlen(reason) < 12 ||
            sscanf(line, "%63s %511s", exception->rule, exception->path) != 2) {
            stop("an exception is: rule path -- reason", line);
        }
        house->exception_count++;
    }
    free(text);
}

void house_done(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        free(house->sources[i].text);
        free(house->sources[i].code);
    }
    free(house->sources);
}

void complain(House *house, const char *path, size_t line, const char *format, ...) {
    for (int i = 0; i < house->exception_count; i++) {
        Exception *exception = &house->exceptions[i];
        if (strcmp(exception->rule, house->rule) == 0 && strcmp(exception->path, path) == 0) {
            exception->used = true;
            return;
        }
    }
    va_list args;
    va_start(args, format);
    printf("# %s:%zu: ", path, line);
    vprintf(format, args);
    printf("\n");
    va_end(args);
    house->complaints++;
}

size_t line_of(const Source *source, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at && i < source->len; i++) {
        line += source->text[i] == '\n';
    }
    return line;
}

bool ends_with(const char *text, const char *end) {
    size_t a = strlen(text);
    size_t b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

bool is_c(const Source *source) {
    return ends_with(source->path, ".c") || ends_with(source->path, ".h");
}

bool is_test(const Source *source) {
    return strstr(source->path, "_test.") != NULL || starts_with(source->path, "test/") ||
           strstr(source->path, "/test_") != NULL || starts_with(source->path, "bench/");
}

const Folder *folder_by_name(const House *house, const char *name, size_t len) {
    for (int i = 0; i < house->folder_count; i++) {
        const Folder *folder = &house->folders[i];
        if (strlen(folder->name) == len && strncmp(folder->name, name, len) == 0) {
            return folder;
        }
    }
    return NULL;
}

const Folder *folder_of(const House *house, const char *path) {
    bool inside = starts_with(path, "src/");
    const char *name = inside ? path + 4 : path;
    const Folder *folder = folder_by_name(house, name, strcspn(name, "/"));
    return folder && folder->outside == !inside && strchr(name, '/') ? folder : NULL;
}

bool is_word_char(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

size_t find_word(const Source *source, const char *word, size_t from) {
    size_t word_len = strlen(word);
    for (size_t i = from; i < source->len;) { /* ends: i only grows */
        const char *hit = strstr(source->code + i, word);
        if (hit == NULL) {
            return SIZE_MAX;
        }
        size_t at = (size_t)(hit - source->code);
        if ((at == 0 || !is_word_char(hit[-1])) && !is_word_char(hit[word_len])) {
            return at;
        }
        i = at + word_len;
    }
    return SIZE_MAX;
}
