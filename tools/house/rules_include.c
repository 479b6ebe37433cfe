/* Who may include whom. */
#include "house.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct Include {
    char name[PATH_SIZE];
    bool quoted;
    size_t at;
} Include;

/* The next #include at or after *from; false when there is none. */
static bool next_include(const Source *source, size_t *from, Include *ret_include) {
    for (size_t i = *from; i < source->len;) { /* ends: i only grows */
        const char *hit = strstr(source->code + i, "#include");
        if (hit == NULL) {
            return false;
        }
        size_t at = (size_t)(hit - source->code);
        size_t open = at + strlen("#include");
        i = open;
        while (source->text[open] == ' ') {
            open++;
        }
        char close = source->text[open] == '<' ? '>' : '"';
        size_t end = open + 1;
        while (end < source->len && source->text[end] != close && source->text[end] != '\n') {
            end++;
        }
        if (source->text[open] != '<' && source->text[open] != '"') {
            continue;
        }
        snprintf(ret_include->name, PATH_SIZE, "%.*s", (int)(end - open - 1),
                 source->text + open + 1);
        ret_include->quoted = close == '"';
        ret_include->at = at;
        *from = end;
        return true;
    }
    return false;
}

static bool in_list(char list[][WORD_SIZE], int count, const char *name, size_t len) {
    for (int i = 0; i < count; i++) {
        if (strlen(list[i]) == len && strncmp(list[i], name, len) == 0) {
            return true;
        }
    }
    return false;
}

static void check_floor(House *house, const Source *source, const Folder *from,
                        const Include *include) {
    size_t len = strcspn(include->name, "/");
    size_t line = line_of(source, include->at);
    const Folder *to = folder_by_name(house, include->name, len);
    if (strncmp(include->name, "../", 3) == 0) {
        complain(house, source->path, line, "\"%s\" climbs; name the folder", include->name);
    } else if (to == NULL || to->outside) {
        if (include->name[len] == '/' && !is_test(source)) {
            complain(house, source->path, line, "\"%s\" is in no folder of src/floors.txt",
                     include->name);
        }
    } else if (from->outside) {
        char(*may)[WORD_SIZE] = ((Folder *)(uintptr_t)from)->may;
        if (!in_list(may, from->may_count, include->name, len)) {
            complain(house, source->path, line, "%s may not include \"%s\"", from->name,
                     include->name);
        }
    } else if (to != from && to->floor >= from->floor) {
        complain(house, source->path, line, "%s (floor %d) may not include %s (floor %d)",
                 from->name, from->floor, to->name, to->floor);
    }
}

void rule_floors(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        const Folder *from = folder_of(house, source->path);
        if (from == NULL) {
            if (is_c(source) && starts_with(source->path, "src/")) {
                complain(house, source->path, 1, "its folder is not in src/floors.txt");
            }
            continue;
        }
        Include include;
        for (size_t at = 0; is_c(source) && next_include(source, &at, &include);) {
            if (include.quoted) {
                check_floor(house, source, from, &include);
            }
        }
    }
}

static bool header_matches(const char *header, const char *name) {
    return ends_with(header, "/") ? starts_with(name, header) : strcmp(header, name) == 0;
}

static void check_library(House *house, const Source *source, const Folder *from,
                          const Include *include) {
    for (int i = 0; i < house->libc_count; i++) {
        if (header_matches(house->libc[i], include->name)) {
            return;
        }
    }
    for (int i = 0; i < house->library_count; i++) {
        Library *library = &house->libraries[i];
        if (!header_matches(library->header, include->name)) {
            continue;
        }
        bool allowed =
            in_list(library->folders, library->folder_count, from->name, strlen(from->name)) ||
            (is_test(source) && in_list(library->folders, library->folder_count, "test", 4));
        if (!allowed) {
            complain(house, source->path, line_of(source, include->at),
                     "<%s> belongs to another folder", include->name);
        }
        return;
    }
    complain(house, source->path, line_of(source, include->at),
             "<%s> is neither libc nor a library of src/floors.txt", include->name);
}

void rule_libraries(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        const Folder *from = folder_of(house, source->path);
        Include include;
        for (size_t at = 0; from && is_c(source) && next_include(source, &at, &include);) {
            if (!include.quoted) {
                check_library(house, source, from, &include);
            }
        }
    }
}

/* Neither a header nor a build file of the auditor may reach into src/. */
void rule_audit_alone(House *house) {
    static const char *const REACHES[] = {"inc_src", "banned", "_lib,", "../src", "src/"};
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        Include include;
        if (!starts_with(source->path, "audit/")) {
            continue;
        }
        for (size_t at = 0; is_c(source) && next_include(source, &at, &include);) {
            char inside[PATH_SIZE + 8];
            char beside[PATH_SIZE + 8];
            snprintf(inside, sizeof inside, "src/%s", include.name);
            snprintf(beside, sizeof beside, "audit/%s", include.name);
            if (include.quoted && access(inside, F_OK) == 0 && access(beside, F_OK) != 0) {
                complain(house, source->path, line_of(source, include.at), "\"%s\" is in src/",
                         include.name);
            }
        }
        for (size_t j = 0; ends_with(source->path, "meson.build") && j < 5; j++) {
            const char *hit = strstr(source->text, REACHES[j]);
            if (hit) {
                complain(house, source->path, line_of(source, (size_t)(hit - source->text)),
                         "\"%s\" in the auditor's build", REACHES[j]);
            }
        }
    }
}

void rule_own_header_first(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        char header[PATH_SIZE];
        Include include;
        size_t at = 0;
        if (!starts_with(source->path, "src/") || !ends_with(source->path, ".c")) {
            continue;
        }
        snprintf(header, sizeof header, "%s", source->path);
        header[strlen(header) - 1] = 'h';
        if (access(header, F_OK) != 0 || !next_include(source, &at, &include)) {
            continue;
        }
        if (strcmp(include.name, header + 4) != 0) {
            complain(house, source->path, line_of(source, include.at),
                     "the first include is not \"%s\"", header + 4);
        }
    }
}
