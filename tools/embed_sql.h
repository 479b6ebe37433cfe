/*
 * embed_sql.h -- what the two halves of the catalogue builder share: reading (embed_sql_read.c) and
 * writing (embed_sql.c). A build tool: it uses the C library only, never frees, and exits when the
 * SQL is wrong.
 */
#ifndef EMBED_SQL_H
#define EMBED_SQL_H

#include <stdbool.h>
#include <stddef.h>

enum { COLUMN_MAX = 64 };

typedef struct Text {
    char *ptr;
    size_t len;
    size_t size;
} Text;

typedef struct Place {
    const char *file;
    int line;
} Place;

typedef struct Column {
    const char *name;
    const char *kind; /* DB_INT64, DB_TEXT, DB_BYTES */
    bool nullable;
} Column;

typedef struct Columns {
    Column of[COLUMN_MAX];
    int count;
    bool given; /* the list was written, even if empty */
    bool open;  /* ended in a comma: the next comment line continues it */
} Columns;

typedef struct Statement {
    Place place;
    const char *name;
    const char *kind_name; /* ONE, MANY, EXEC, BULK */
    bool streams;          /* a SELECT: PostgreSQL can run it behind a cursor */
    bool plan_indexed;
    Columns in;
    Columns out;
    const char *text[2]; /* SQLite, PostgreSQL */
    const char *bulk_table;
    const char *bulk_columns;
} Statement;

typedef struct Migration {
    Place place;
    int number;
    const char *name;
    const char *text[2];
} Migration;

typedef struct Table {
    const char *name;
    const char *distribution;
} Table;

typedef struct Catalogue {
    Statement *statements;
    size_t statement_count;
    Migration *migrations;
    size_t migration_count;
    Table *tables;
    size_t table_count;
} Catalogue;

void die(const Place *place, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));
void *grow(void *memory, size_t size);
void text_add(Text *text, const char *ptr, size_t len);
char *copy_of(const char *ptr, size_t len);
bool word_char(char c);
/* The text for one engine (0 SQLite, 1 PostgreSQL): words of types and marks of tables replaced. */
char *translate(const Place *place, const char *source, int engine, bool migration);

void catalogue_add_statements(Catalogue *c, const char *file, const char *source);
void catalogue_add_migration(Catalogue *c, const char *file, const char *source);
/* Numbers of migrations without gap or double, every statement complete for both engines. */
void catalogue_check(const Catalogue *c);

#endif
