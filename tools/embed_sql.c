/*
 * embed_sql -- compiles sql/ into the program: the enum SqlId, each statement's text per engine
 * with its parameter and column types, and the migrations.
 *
 * embed_sql SQL_ID.H SQL_CATALOGUE.C file.sql ...
 * A file under a folder named `migration` is a migration, any other one holds named statements
 * (sql/README.md describes both). Every refusal names file and line and stops the build: a
 * statement whose header does not fit its text must not reach a database.
 */
#include "embed_sql.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const Place *place, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", place->file, place->line);
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(1);
}

void *grow(void *memory, size_t size) {
    void *bigger = realloc(memory, size ? size : 1);
    if (bigger == NULL) {
        fprintf(stderr, "embed_sql: out of memory\n");
        exit(1);
    }
    return bigger;
}

void text_add(Text *text, const char *ptr, size_t len) {
    if (text->len + len + 1 > text->size) {
        text->size = (text->len + len + 1) * 2;
        text->ptr = grow(text->ptr, text->size);
    }
    memcpy(text->ptr + text->len, ptr, len);
    text->len += len;
    text->ptr[text->len] = '\0';
}

char *copy_of(const char *ptr, size_t len) {
    char *copy = grow(NULL, len + 1);
    memcpy(copy, ptr, len);
    copy[len] = '\0';
    return copy;
}

bool word_char(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

/* ---- one engine's text ---- */

typedef struct Word {
    const char *ours;
    const char *of[2]; /* SQLite, PostgreSQL */
} Word;

/* COLLATE "C": PostgreSQL then orders texts by their bytes, as SQLite does. */
static const Word WORDS[] = {
    {"BIGINT", {"INTEGER", "BIGINT"}},
    {"BYTEA", {"BLOB", "BYTEA"}},
};

static const Word MARKS[] = {
    {"/*table*/", {" STRICT", ""}},
    {"/*clustered*/", {" WITHOUT ROWID, STRICT", ""}},
};

enum { WORD_COUNT = sizeof WORDS / sizeof WORDS[0], MARK_COUNT = sizeof MARKS / sizeof MARKS[0] };

static size_t quoted_length(const char *p) {
    size_t n = 1;
    while (p[n] != '\0' && p[n] != p[0]) {
        n++;
    }
    return p[n] == '\0' ? n : n + 1;
}

static size_t translate_word(const char *p, int engine, bool migration, Text *out) {
    size_t n = 0;
    while (word_char(p[n])) {
        n++;
    }
    const char *as = NULL;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (strlen(WORDS[i].ours) == n && memcmp(WORDS[i].ours, p, n) == 0) {
            as = WORDS[i].of[engine];
        }
    }
    if (migration && engine == 1 && n == 4 && memcmp(p, "TEXT", 4) == 0) {
        as = "TEXT COLLATE \"C\"";
    }
    text_add(out, as ? as : p, as ? strlen(as) : n);
    return n;
}

char *translate(const Place *place, const char *source, int engine, bool migration) {
    Text out = {0};
    text_add(&out, "", 0);
    for (const char *p = source; *p != '\0';) {
        if (*p == '\'' || *p == '"') {
            size_t n = quoted_length(p);
            text_add(&out, p, n);
            p += n;
        } else if (word_char(*p)) {
            p += translate_word(p, engine, migration, &out);
        } else if (p[0] == '/' && p[1] == '*') {
            size_t i = 0;
            while (i < MARK_COUNT && strncmp(p, MARKS[i].ours, strlen(MARKS[i].ours)) != 0) {
                i++;
            }
            if (i == MARK_COUNT || !migration) {
                die(place, "this /* */ is not known here; write comments with --");
            }
            while (out.len > 0 && out.ptr[out.len - 1] == ' ') {
                out.ptr[--out.len] = '\0';
            }
            text_add(&out, MARKS[i].of[engine], strlen(MARKS[i].of[engine]));
            p += strlen(MARKS[i].ours);
        } else {
            text_add(&out, p++, 1);
        }
    }
    return out.ptr;
}

/* ---- writing ---- */

/* A string literal, or a list of characters where it is longer than C promises to take. */
static void write_text(FILE *out, const char *text) {
    size_t len = strlen(text);
    if (len < 4000) {
        fputc('"', out);
        for (size_t i = 0; i < len; i++) {
            unsigned char c = (unsigned char)text[i];
            if (c == '"' || c == '\\' || c == '?') {
                fprintf(out, "\\%c", c);
            } else if (c < 32 || c > 126) {
                fprintf(out, "\\%03o", c);
            } else {
                fputc(c, out);
            }
        }
        fputc('"', out);
        return;
    }
    fputc('{', out);
    for (size_t i = 0; i < len; i++) {
        fprintf(out, "%s'\\%03o',", i % 16 ? "" : "\n ", (unsigned char)text[i]);
    }
    fprintf(out, "0}");
}

static void write_columns(FILE *out, const Statement *s, const char *what, const Columns *columns) {
    if (columns->count == 0) {
        return;
    }
    fprintf(out, "static const SqlColumn %s_%s[] = {\n", s->name, what);
    for (int i = 0; i < columns->count; i++) {
        const Column *column = &columns->of[i];
        fprintf(out, "    {\"%s\", %s, %s},\n", column->name, column->kind,
                column->nullable ? "true" : "false");
    }
    fprintf(out, "};\n");
}

static void upper(FILE *out, const char *name) {
    for (; *name != '\0'; name++) {
        fputc(toupper((unsigned char)*name), out);
    }
}

static void write_ids(FILE *out, const Catalogue *c) {
    fprintf(out,
            "/* Made by tools/embed_sql.c from sql/query: every statement has a number here. */\n"
            "#ifndef DB_SQL_ID_H\n#define DB_SQL_ID_H\n\ntypedef enum SqlId {\n");
    for (size_t i = 0; i < c->statement_count; i++) {
        fprintf(out, "    SQL_");
        upper(out, c->statements[i].name);
        fprintf(out, ",\n");
    }
    fprintf(out, "    SQL_COUNT\n} SqlId;\n\n#endif\n");
}

static void write_statement(FILE *out, const Statement *s) {
    const char *columns[2] = {"in", "out"};
    const int counts[2] = {s->in.count, s->out.count};
    fprintf(out, "    {\n     .name = \"%s\",\n     .kind = SQL_KIND_%s,\n", s->name, s->kind_name);
    fprintf(out, "     .streams = %s,\n     .plan_indexed = %s,\n", s->streams ? "true" : "false",
            s->plan_indexed ? "true" : "false");
    fprintf(out, "     .text = {%s_sqlite, %s_postgres},\n", s->name, s->name);
    for (int i = 0; i < 2; i++) {
        if (counts[i] > 0) {
            fprintf(out, "     .%s = %s_%s,\n     .%s_count = %d,\n", columns[i], s->name,
                    columns[i], columns[i], counts[i]);
        }
    }
    if (s->bulk_table) {
        fprintf(out, "     .bulk_table = \"%s\",\n     .bulk_columns = \"%s\",\n", s->bulk_table,
                s->bulk_columns);
    }
    fprintf(out, "    },\n");
}

static void write_text_array(FILE *out, const char *name, int number, const char *engine,
                             const char *text) {
    if (name) {
        fprintf(out, "static const char %s_%s[] = ", name, engine);
    } else {
        fprintf(out, "static const char migration_%d_%s[] = ", number, engine);
    }
    write_text(out, text);
    fprintf(out, ";\n");
}

static void write_migrations(FILE *out, const Catalogue *c) {
    for (size_t i = 0; i < c->migration_count; i++) {
        const Migration *m = &c->migrations[i];
        write_text_array(out, NULL, m->number, "sqlite", m->text[0]);
        write_text_array(out, NULL, m->number, "postgres", m->text[1]);
    }
    fprintf(out, "\nconst SqlMigration SQL_MIGRATIONS[] = {\n");
    for (size_t i = 0; i < c->migration_count; i++) {
        const Migration *m = &c->migrations[i];
        fprintf(out, "    {%d, \"%s\", {migration_%d_sqlite, migration_%d_postgres}},\n", m->number,
                m->name, m->number, m->number);
    }
    fprintf(out, "};\nconst size_t SQL_MIGRATION_COUNT = %zu;\n", c->migration_count);
    fprintf(out, "\nconst SqlTable SQL_TABLES[] = {\n");
    for (size_t i = 0; i < c->table_count; i++) {
        fprintf(out, "    {\"%s\", \"%s\"},\n", c->tables[i].name, c->tables[i].distribution);
    }
    fprintf(out, "};\nconst size_t SQL_TABLE_COUNT = %zu;\n", c->table_count);
}

static void write_catalogue(FILE *out, const Catalogue *c) {
    fprintf(out, "/* Made by tools/embed_sql.c from sql/. */\n#include \"db/catalogue.h\"\n\n");
    for (size_t i = 0; i < c->statement_count; i++) {
        const Statement *s = &c->statements[i];
        write_columns(out, s, "in", &s->in);
        write_columns(out, s, "out", &s->out);
        write_text_array(out, s->name, 0, "sqlite", s->text[0]);
        write_text_array(out, s->name, 0, "postgres", s->text[1]);
    }
    fprintf(out, "\nconst SqlStatement SQL_STATEMENTS[SQL_COUNT] = {\n");
    for (size_t i = 0; i < c->statement_count; i++) {
        write_statement(out, &c->statements[i]);
    }
    fprintf(out, "};\n\n");
    write_migrations(out, c);
}

/* ---- main ---- */

static char *read_file(const char *path) {
    FILE *in = fopen(path, "rb");
    Text text = {0};
    char part[4096];
    size_t n = 0;
    if (in == NULL) {
        perror(path);
        exit(1);
    }
    text_add(&text, "", 0);
    while ((n = fread(part, 1, sizeof part, in)) > 0) {
        text_add(&text, part, n);
    }
    if (ferror(in) || memchr(text.ptr, 0, text.len)) {
        fprintf(stderr, "%s: not readable as text\n", path);
        exit(1);
    }
    fclose(in);
    return text.ptr;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const Statement *)a)->name, ((const Statement *)b)->name);
}

static int by_number(const void *a, const void *b) {
    return ((const Migration *)a)->number - ((const Migration *)b)->number;
}

static void write_file(const char *path, const Catalogue *c,
                       void (*writer)(FILE *out, const Catalogue *c)) {
    FILE *out = fopen(path, "w");
    if (out == NULL) {
        perror(path);
        exit(1);
    }
    writer(out, c);
    if (fclose(out) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv) {
    Catalogue c = {0};
    if (argc < 4) {
        fprintf(stderr, "usage: embed_sql SQL_ID.H SQL_CATALOGUE.C file.sql ...\n");
        return 2;
    }
    for (int i = 3; i < argc; i++) {
        char *source = read_file(argv[i]);
        if (strstr(argv[i], "/migration/")) {
            catalogue_add_migration(&c, argv[i], source);
        } else {
            catalogue_add_statements(&c, argv[i], source);
        }
        free(source);
    }
    qsort(c.statements, c.statement_count, sizeof *c.statements, by_name);
    qsort(c.migrations, c.migration_count, sizeof *c.migrations, by_number);
    catalogue_check(&c);
    write_file(argv[1], &c, write_ids);
    write_file(argv[2], &c, write_catalogue);
    return 0;
}
