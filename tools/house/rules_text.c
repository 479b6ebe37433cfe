/* What may not stand in the code: words, SQL, unfinished business, the machine of its author. */
#include "house.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool is_product(const Source *source) {
    return is_c(source) && !is_test(source) &&
           (starts_with(source->path, "src/") || starts_with(source->path, "audit/") ||
            starts_with(source->path, "provider/"));
}

static void ban_word(House *house, const Source *source, const char *word, const char *why) {
    for (size_t at = find_word(source, word, 0); at != SIZE_MAX;
         at = find_word(source, word, at + 1)) {
        complain(house, source->path, line_of(source, at), "%s: %s", word, why);
    }
}

/* Only where it is called: a field or a parameter may bear the name. */
static void ban_call(House *house, const Source *source, const char *word, const char *why) {
    for (size_t at = find_word(source, word, 0); at != SIZE_MAX;
         at = find_word(source, word, at + 1)) {
        const char *after = source->code + at + strlen(word);
        const char *before = source->code + at;
        bool member = at > 0 && (before[-1] == '.' || (at > 1 && before[-1] == '>'));
        if (*after == '(' && !member) {
            complain(house, source->path, line_of(source, at), "%s(): %s", word, why);
        }
    }
}

void rule_floating_point(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        if (is_product(source) && !starts_with(source->path, "src/linkage/")) {
            ban_word(house, source, "double", "money and law are whole numbers");
            ban_word(house, source, "float", "money and law are whole numbers");
        }
    }
}

static bool is_sql(const char *text) {
    static const char *const STARTS[] = {"SELECT ",     "INSERT ",      "UPDATE ",   "DELETE ",
                                         "CREATE ",     "ALTER ",       "DROP ",     "WITH ",
                                         "PRAGMA ",     "select count", "select *",  "insert into",
                                         "delete from", "create table", "drop table"};
    while (isspace((unsigned char)*text)) {
        text++;
    }
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        if (starts_with(text, STARTS[i])) {
            return true;
        }
    }
    return false;
}

/* Literals are blanked in the code; where a quote is left there, the text has the literal. */
void rule_sql_in_c(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        if (!is_product(source) || starts_with(source->path, "src/db/")) {
            continue;
        }
        bool inside = false;
        for (size_t at = 0; at < source->len; at++) {
            if (source->code[at] != '"') {
                continue;
            }
            inside = !inside;
            if (inside && is_sql(source->text + at + 1)) {
                complain(house, source->path, line_of(source, at), "SQL belongs into a .sql file");
            }
        }
    }
}

void rule_todo(House *house) {
    static const char *const WORDS[] = {"TO"
                                        "DO",
                                        "FIX"
                                        "ME"};
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        for (size_t j = 0; j < 2; j++) {
            const char *hit = strstr(source->text, WORDS[j]);
            for (; hit; hit = strstr(hit + 1, WORDS[j])) {
                bool named = j == 0 && starts_with(hit + 4, "(#");
                bool part = hit > source->text && is_word_char(hit[-1]);
                bool rule = starts_with(hit, "TO"
                                             "DO(#") ||
                            hit[strlen(WORDS[j])] == '`';
                if (!named && !part && !rule) {
                    complain(house, source->path, line_of(source, (size_t)(hit - source->text)),
                             "%s without the number of an issue", WORDS[j]);
                }
            }
        }
    }
}

void rule_jumps(House *house) {
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        if (is_c(source)) {
            ban_word(house, source, "goto", "use CLEANUP and early returns");
        }
        if (!is_product(source) || !starts_with(source->path, "src/")) {
            continue;
        }
        ban_call(house, source, "setjmp", "errors are returned");
        ban_call(house, source, "longjmp", "errors are returned");
        if (!starts_with(source->path, "src/main/")) {
            ban_call(house, source, "exit", "only main ends the program");
            ban_call(house, source, "_exit", "only main ends the program");
        }
    }
}

void rule_clock(House *house) {
    static const char *const CALLS[] = {"time", "clock_gettime", "gettimeofday"};
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        if (!is_product(source) || strcmp(source->path, "src/base/clock.c") == 0 ||
            !starts_with(source->path, "src/")) {
            continue;
        }
        for (size_t j = 0; j < sizeof CALLS / sizeof CALLS[0]; j++) {
            ban_call(house, source, CALLS[j], "time comes from ctx (T1)");
        }
    }
}

void rule_pure(House *house) {
    static const char *const CALLS[] = {
        "open",  "fopen",  "read",         "write",      "close",    "printf", "fprintf",
        "puts",  "getenv", "malloc",       "calloc",     "realloc",  "free",   "fwrite",
        "fread", "socket", "clock_now_us", "ctx_now_us", "ctx_today"};
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        const Folder *folder = folder_of(house, source->path);
        if (folder == NULL || !folder->pure || !is_product(source)) {
            continue;
        }
        for (size_t j = 0; j < sizeof CALLS / sizeof CALLS[0]; j++) {
            ban_call(house, source, CALLS[j], "this folder is pure");
        }
    }
}

void rule_machine_paths(House *house) {
    static const char *const PATHS[] = {"/wo"
                                        "rk/",
                                        "/ro"
                                        "ot/",
                                        "/ho"
                                        "me/",
                                        "../sha"
                                        "red"};
    for (size_t i = 0; i < house->source_count; i++) {
        const Source *source = &house->sources[i];
        for (size_t j = 0; j < sizeof PATHS / sizeof PATHS[0]; j++) {
            const char *hit = strstr(source->text, PATHS[j]);
            if (hit) {
                complain(house, source->path, line_of(source, (size_t)(hit - source->text)),
                         "%s is a path of one machine", PATHS[j]);
            }
        }
    }
}
