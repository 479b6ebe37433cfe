/*
 * house.h -- what the checks of the house share: files, their code without comments, complaints.
 *
 * A tool, outside the floors. Reads the source tree, changes nothing, speaks TAP: one case per
 * rule.
 */
#ifndef TOOLS_HOUSE_H
#define TOOLS_HOUSE_H

#include <stdbool.h>
#include <stddef.h>

enum {
    PATH_SIZE = 512,
    WORD_SIZE = 64,
    FOLDER_MAX = 64,
    LIST_MAX = 16,
    LIBRARY_MAX = 64,
    LIBC_MAX = 128,
    EXCEPTION_MAX = 128,
    FILE_MAX = 4096
};

/* One file of the tree. `code` is as long as `text`: comments and the insides of literals blanked.
 */
typedef struct Source {
    char path[PATH_SIZE]; /* from the root of the tree, e.g. src/base/str.h */
    char *text;
    char *code;
    size_t len;
} Source;

typedef struct Folder {
    char name[WORD_SIZE];
    int floor;
    bool pure;
    bool outside;
    char may[LIST_MAX][WORD_SIZE]; /* of an outside folder */
    int may_count;
} Folder;

typedef struct Library {
    char header[WORD_SIZE];
    char folders[LIST_MAX][WORD_SIZE];
    int folder_count;
} Library;

/* An excuse: rule, path and, after "--", the reason. One that nothing needs any more is an error.
 */
typedef struct Exception {
    char rule[WORD_SIZE];
    char path[PATH_SIZE];
    bool used;
} Exception;

typedef struct House {
    Source *sources;
    size_t source_count;
    Folder folders[FOLDER_MAX];
    int folder_count;
    Library libraries[LIBRARY_MAX];
    int library_count;
    char libc[LIBC_MAX][WORD_SIZE];
    int libc_count;
    Exception exceptions[EXCEPTION_MAX];
    int exception_count;
    const char *rule; /* the one that runs now */
    int complaints;   /* of that rule */
} House;

/* source.c */
void house_read_tree(House *house);
void house_read_floors(House *house);
void house_read_exceptions(House *house);
void house_done(House *house);
/* "path:line: message" as a TAP comment, unless the path is excused for the running rule. */
void complain(House *house, const char *path, size_t line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
size_t line_of(const Source *source, size_t at);
bool ends_with(const char *text, const char *end);
bool starts_with(const char *text, const char *start);
bool is_c(const Source *source);
bool is_test(const Source *source);
/* The folder of src/ (or outside it) to which a file belongs; NULL when it is none of those. */
const Folder *folder_of(const House *house, const char *path);
const Folder *folder_by_name(const House *house, const char *name, size_t len);
/* The next whole identifier `word` in the code at or after `from`; SIZE_MAX when there is none. */
size_t find_word(const Source *source, const char *word, size_t from);
bool is_word_char(char c);

/* rules_include.c */
void rule_floors(House *house);
void rule_libraries(House *house);
void rule_audit_alone(House *house);
void rule_own_header_first(House *house);

/* rules_text.c */
void rule_floating_point(House *house);
void rule_sql_in_c(House *house);
void rule_todo(House *house);
void rule_jumps(House *house);
void rule_clock(House *house);
void rule_pure(House *house);
void rule_machine_paths(House *house);

/* rules_shape.c */
void rule_file_size(House *house);
void rule_function_size(House *house);
void rule_readme(House *house);
void rule_header_contract(House *house);
void rule_must_check(House *house);

#endif
