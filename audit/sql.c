/*
 * `-- name: x` begins a statement; `-- engine: sqlite` or `-- engine: postgres` below it marks text
 * for one engine only.
 */
#include "sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

extern const char data_audit_books[], data_audit_books_end[];
extern const char data_audit_payroll[], data_audit_payroll_end[];
extern const char data_audit_payment[], data_audit_payment_end[];
extern const char data_audit_register[], data_audit_register_end[];
extern const char data_audit_recovery[], data_audit_recovery_end[];
extern const char data_audit_world[], data_audit_world_end[];

typedef struct Statement {
    char *name;
    char *text[2]; /* by Engine */
} Statement;

static struct {
    Statement *items;
    size_t count;
    size_t capacity;
} catalogue;

static void text_append(char **text, const char *line, size_t size) {
    const size_t have = *text ? strlen(*text) : 0;
    char *longer = memory_new(have + size + 2);
    if (*text) {
        memcpy(longer, *text, have);
        free(*text);
    }
    memcpy(longer + have, line, size);
    longer[have + size] = '\n';
    *text = longer;
}

static Statement *statement_new(const char *name, size_t size) {
    catalogue.items = memory_grow(catalogue.items, catalogue.count, &catalogue.capacity,
                                  sizeof(*catalogue.items));
    Statement *statement = &catalogue.items[catalogue.count++];
    *statement = (Statement){.name = memory_new(size + 1)};
    memcpy(statement->name, name, size);
    return statement;
}

static void file_load(const char *data, const char *end) {
    static const char NAME[] = "-- name: ";
    static const char ENGINE[] = "-- engine: ";
    Statement *statement = NULL;
    bool for_engine[2] = {true, true};

    for (const char *line = data; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        const size_t size = (size_t)((stop ? stop : end) - line);
        if (size > sizeof(NAME) - 1 && memcmp(line, NAME, sizeof(NAME) - 1) == 0) {
            statement = statement_new(line + sizeof(NAME) - 1, size - (sizeof(NAME) - 1));
            for_engine[ENGINE_SQLITE] = for_engine[ENGINE_POSTGRES] = true;
        } else if (size > sizeof(ENGINE) - 1 && memcmp(line, ENGINE, sizeof(ENGINE) - 1) == 0) {
            const bool sqlite = line[sizeof(ENGINE) - 1] == 's';
            for_engine[ENGINE_SQLITE] = sqlite;
            for_engine[ENGINE_POSTGRES] = !sqlite;
        } else if (statement && size > 0 && !(size >= 2 && line[0] == '-' && line[1] == '-')) {
            for (int engine = 0; engine < 2; engine++) {
                if (for_engine[engine]) {
                    text_append(&statement->text[engine], line, size);
                }
            }
        }
        line += size + 1;
    }
}

void sql_load(void) {
    if (catalogue.count > 0) {
        return;
    }
    file_load(data_audit_books, data_audit_books_end);
    file_load(data_audit_payroll, data_audit_payroll_end);
    file_load(data_audit_payment, data_audit_payment_end);
    file_load(data_audit_register, data_audit_register_end);
    file_load(data_audit_recovery, data_audit_recovery_end);
    file_load(data_audit_world, data_audit_world_end);
}

void sql_unload(void) {
    for (size_t i = 0; i < catalogue.count; i++) {
        free(catalogue.items[i].name);
        free(catalogue.items[i].text[0]);
        free(catalogue.items[i].text[1]);
    }
    free(catalogue.items);
    memset(&catalogue, 0, sizeof(catalogue));
}

const char *sql_text(const char *name, Engine engine) {
    for (size_t i = 0; i < catalogue.count; i++) {
        if (strcmp(catalogue.items[i].name, name) == 0 && catalogue.items[i].text[engine]) {
            return catalogue.items[i].text[engine];
        }
    }
    fprintf(stderr, "ansinh-audit: no statement named %s\n", name);
    abort();
}

const char *sql_name(size_t index) {
    return index < catalogue.count ? catalogue.items[index].name : NULL;
}
