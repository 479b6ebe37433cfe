/* Sizes, READMEs, and what a header promises. */
#include "house.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    C_LINES = 600,
    TEST_LINES = 1200,
    H_LINES = 200,
    COLUMNS = 100,
    FUNCTION_LINES = 70,
    PARAMETERS = 6,
    README_LINES = 60
};

static void check_columns(House *house, const Source *source) {
    size_t column = 0;
    size_t line = 1;
    for (size_t i = 0; i < source->len; i++) {
        unsigned char c = (unsigned char)source->text[i];
        if (c == '\n') {
            if (column > COLUMNS) {
                complain(house, source->path, line, "%zu columns, more than %d", column, COLUMNS);
            }
            column = 0;
            line++;
        } else {
            column += (c & 0xC0) != 0x80; /* one for each character of UTF-8 */
        }
    }
}

void rule_file_size(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        if (!is_c(source)) {
            continue;
        }
        size_t lines = line_of(source, source->len) - 1;
        bool header = ends_with(source->path, ".h");
        size_t most = header ? H_LINES : is_test(source) ? TEST_LINES : C_LINES;
        if (lines > most) {
            complain(house, source->path, 1, "%zu lines, more than %zu", lines, most);
        }
        check_columns(house, source);
    }
}

/* Goes back from a closing bracket to its opening one; counts the parameters between. */
static size_t open_of(const char *code, size_t close, int *ret_parameters) {
    int depth = 0;
    int commas = 0;
    for (size_t i = close + 1; i-- > 0;) {
        if (code[i] == ')') {
            depth++;
        } else if (code[i] == '(') {
            depth--;
        } else if (code[i] == ',' && depth == 1) {
            commas++;
        }
        if (depth == 0) {
            *ret_parameters = commas + 1;
            return i;
        }
    }
    *ret_parameters = 0;
    return 0;
}

static void check_function(House *house, const Source *source, size_t start, size_t brace,
                           size_t end) {
    size_t close = brace;
    int parameters = 0;
    while (close > start && source->code[close] != ')') {
        close--;
    }
    size_t open = open_of(source->code, close, &parameters);
    size_t name_end = open;
    while (name_end > start && isspace((unsigned char)source->code[name_end - 1])) {
        name_end--;
    }
    size_t name = name_end;
    while (name > start && is_word_char(source->code[name - 1])) {
        name--;
    }
    size_t first = line_of(source, start);
    size_t lines = line_of(source, end) - first + 1;
    if (lines > FUNCTION_LINES) {
        complain(house, source->path, first, "%.*s() has %zu lines, more than %d",
                 (int)(name_end - name), source->text + name, lines, FUNCTION_LINES);
    }
    if (parameters > PARAMETERS) {
        complain(house, source->path, first, "%.*s() has %d parameters, more than %d",
                 (int)(name_end - name), source->text + name, parameters, PARAMETERS);
    }
}

static char last_of(const char *code, size_t from, size_t to) {
    while (to > from && isspace((unsigned char)code[to - 1])) {
        to--;
    }
    return to > from ? code[to - 1] : 0;
}

/* The end of a preprocessor line that begins at `at`, continuation lines included. */
static size_t skip_directive(const Source *source, size_t at) {
    while (at < source->len && source->code[at] != '\n') {
        at += source->code[at] == '\\' && source->code[at + 1] == '\n' ? 2 : 1;
    }
    return at;
}

static void scan_functions(House *house, const Source *source) {
    const char *code = source->code;
    size_t start = SIZE_MAX; /* where the declaration at depth 0 begins */
    size_t brace = 0;
    int depth = 0;
    bool function = false;
    for (size_t i = 0; i < source->len; i++) {
        char c = code[i];
        if (c == '#' && (i == 0 || last_of(code, 0, i) == 0 || code[i - 1] == '\n')) {
            i = skip_directive(source, i);
            continue;
        }
        if (depth == 0 && start == SIZE_MAX && !isspace((unsigned char)c)) {
            start = i;
        }
        if (c == '{') {
            if (depth == 0) {
                brace = i;
                function = last_of(code, start, i) == ')';
            }
            depth++;
        } else if (c == '}') {
            depth--;
            if (depth == 0 && function) {
                check_function(house, source, start, brace, i);
                start = SIZE_MAX;
                function = false;
            }
        } else if (c == ';' && depth == 0) {
            start = SIZE_MAX;
        }
    }
    if (depth != 0) {
        complain(house, source->path, 1, "the braces do not close");
    }
}

void rule_function_size(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        if (ends_with(house->sources[i].path, ".c")) {
            scan_functions(house, &house->sources[i]);
        }
    }
}

/* The folder in which a README must stand: src/<x> and each top folder with files of ours. */
static bool readme_folder(const char *path, char ret_folder[PATH_SIZE]) {
    size_t len = strcspn(path, "/");
    if (path[len] == 0 || path[0] == '.') {
        return false;
    }
    if (starts_with(path, "src/")) {
        size_t more = strcspn(path + 4, "/");
        if (path[4 + more] == 0) {
            return false;
        }
        len = 4 + more;
    }
    snprintf(ret_folder, PATH_SIZE, "%.*s", (int)len, path);
    return true;
}

void rule_readme(House *house) {
    char done[PATH_SIZE] = "";
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        char folder[PATH_SIZE];
        char readme[PATH_SIZE + 16];
        if (ends_with(source->path, "README.md") && strchr(source->path, '/') &&
            line_of(source, source->len) - 1 > README_LINES) {
            complain(house, source->path, 1, "%zu lines, more than %d",
                     line_of(source, source->len) - 1, README_LINES);
        }
        if (!readme_folder(source->path, folder) || strcmp(folder, done) == 0) {
            continue;
        }
        snprintf(done, sizeof done, "%s", folder);
        snprintf(readme, sizeof readme, "%s/README.md", folder);
        if (access(readme, F_OK) != 0) {
            complain(house, folder, 1, "no README.md");
        }
    }
}

static void check_guard(House *house, const Source *source) {
    char guard[PATH_SIZE + 16];
    size_t len = (size_t)snprintf(guard, sizeof guard, "#ifndef %s", source->path + 4);
    for (size_t i = strlen("#ifndef "); i < len; i++) {
        bool plain = isalnum((unsigned char)guard[i]) != 0;
        guard[i] = plain ? (char)toupper((unsigned char)guard[i]) : '_';
    }
    if (strstr(source->text, guard) == NULL) {
        complain(house, source->path, 1, "its guard is not %s", guard + strlen("#ifndef "));
    }
}

/* Purpose first, then the floor: the comment with which each header begins. */
void rule_header_contract(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        const Folder *folder = folder_of(house, source->path);
        char start[PATH_SIZE + 16];
        char floor[32];
        if (folder == NULL || folder->outside || is_test(source) ||
            !ends_with(source->path, ".h")) {
            continue;
        }
        snprintf(start, sizeof start, "/*\n * %s -- ", strrchr(source->path, '/') + 1);
        if (!starts_with(source->text, start)) {
            complain(house, source->path, 1, "does not begin with \"<name>.h -- purpose\"");
        }
        const char *end = strstr(source->text, "*/");
        const char *found = strstr(source->text, "Floor ");
        snprintf(floor, sizeof floor, "Floor %d", folder->floor);
        if (end == NULL || found == NULL || found > end || !starts_with(found, floor)) {
            complain(house, source->path, 1, "its first comment does not say \"%s\"", floor);
        }
        check_guard(house, source);
    }
}

/* Every declaration in a header that returns a Status must be looked at. */
void rule_must_check(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        if (!starts_with(source->path, "src/") || !ends_with(source->path, ".h")) {
            continue;
        }
        for (size_t at = find_word(source, "Status", 0); at != SIZE_MAX;
             at = find_word(source, "Status", at + 1)) {
            bool first = at == 0 || source->code[at - 1] == '\n';
            const char *end = strpbrk(source->code + at, ";{");
            const char *open = strchr(source->code + at, '(');
            const char *check = strstr(source->code + at, "MUST_CHECK");
            if (first && end && open && open < end && *end == ';' && (!check || check > end)) {
                complain(house, source->path, line_of(source, at), "a Status without MUST_CHECK");
            }
        }
    }
}
