/*
 * embed_sql_read -- the reading half of the catalogue builder: headers, texts, and what must agree.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embed_sql.h"

/* ---- text without comments ---- */

typedef struct Body {
    Text text;
    char quote;      /* inside a literal or a quoted name that goes on, or 0 */
    bool gap;        /* white space was seen and is not written yet */
    bool ended;      /* a line ended in ; outside quotes */
    bool whole_file; /* a migration: statements stay together, each ends its line */
} Body;

/* Adds one line: comments fall away, white space outside quotes becomes one blank. */
static void body_add_line(Body *body, const char *line, size_t len) {
    for (size_t i = 0; i < len; i++) {
        char c = line[i];
        if (body->quote) {
            body->quote = c == body->quote ? '\0' : body->quote;
            text_add(&body->text, &c, 1);
            continue;
        }
        if (c == '-' && i + 1 < len && line[i + 1] == '-') {
            break;
        }
        if (isspace((unsigned char)c)) {
            body->gap = true;
            continue;
        }
        if (body->gap && body->text.len > 0 && body->text.ptr[body->text.len - 1] != '\n') {
            text_add(&body->text, " ", 1);
        }
        body->gap = false;
        body->quote = c == '\'' || c == '"' ? c : '\0';
        text_add(&body->text, &c, 1);
    }
    if (body->quote) {
        text_add(&body->text, "\n", 1);
        return;
    }
    body->gap = true;
    if (body->text.len > 0 && body->text.ptr[body->text.len - 1] == ';') {
        body->ended = true;
        if (body->whole_file) {
            text_add(&body->text, "\n", 1);
        } else {
            body->text.ptr[--body->text.len] = '\0';
        }
    }
}

/* ---- headers ---- */

typedef struct Reader {
    Catalogue *c;
    Place place;
    Statement now;
    bool in_header; /* a name was read and its text has not begun */
    bool in_body;
    int engine; /* -1 both, 0, 1 */
    Body body;
} Reader;

static bool word_is(const char *p, size_t n, const char *word) {
    return strlen(word) == n && memcmp(p, word, n) == 0;
}

/* The next run of non-blanks at *p, moving *p behind it. */
static size_t next_word(const char **p, const char **ret_word) {
    while (isblank((unsigned char)**p)) {
        (*p)++;
    }
    *ret_word = *p;
    while (**p != '\0' && !isspace((unsigned char)**p)) {
        (*p)++;
    }
    return (size_t)(*p - *ret_word);
}

static void check_name(const Place *place, const char *name) {
    for (const char *p = name; *p != '\0'; p++) {
        if (!(islower((unsigned char)*p) || *p == '_' ||
              (p > name && isdigit((unsigned char)*p)))) {
            die(place, "%s: a name has small letters, digits and _ only", name);
        }
    }
    if (*name == '\0' || strcmp(name, "count") == 0) {
        die(place, "this name cannot be used");
    }
}

static const char *const KINDS[] = {":one", ":many", ":exec", ":bulk"};
static const char *const KIND_NAMES[] = {"ONE", "MANY", "EXEC", "BULK"};

static void read_name(Reader *r, const char *p) {
    const char *word = NULL;
    if (r->in_header) {
        die(&r->now.place, "%s has no text", r->now.name);
    }
    r->now = (Statement){.place = r->place};
    r->engine = -1;
    r->in_header = true;
    size_t n = next_word(&p, &word);
    r->now.name = copy_of(word, n);
    check_name(&r->place, r->now.name);
    while ((n = next_word(&p, &word)) > 0) {
        size_t i = 0;
        while (i < 4 && !word_is(word, n, KINDS[i])) {
            i++;
        }
        if (i < 4) {
            if (r->now.kind_name) {
                die(&r->place, "%s has two kinds", r->now.name);
            }
            r->now.kind_name = KIND_NAMES[i];
        } else if (word_is(word, n, ":plan")) {
            n = next_word(&p, &word);
            if (!word_is(word, n, "indexed")) {
                die(&r->place, "%s: only `:plan indexed` is known", r->now.name);
            }
            r->now.plan_indexed = true;
        } else if (!word_is(word, n, ":read")) {
            die(&r->place, "%s: %.*s is not known", r->now.name, (int)n, word);
        }
    }
    if (!r->now.kind_name) {
        die(&r->place, "%s has no kind (:one :many :exec :bulk)", r->now.name);
    }
}

static const char *kind_of(const Place *place, const char *type, size_t n) {
    const char *kind = word_is(type, n, "int64")   ? "DB_INT64"
                       : word_is(type, n, "text")  ? "DB_TEXT"
                       : word_is(type, n, "bytes") ? "DB_BYTES"
                                                   : NULL;
    if (kind == NULL) {
        die(place, "type \"%.*s\" is none of int64, text, bytes", (int)n, type);
    }
    return kind;
}

static void read_columns(const Reader *r, Columns *columns, const char *p) {
    const char *word = NULL;
    columns->given = true;
    columns->open = false;
    for (;;) {
        size_t n = next_word(&p, &word);
        if (n == 0) {
            return;
        }
        if (columns->count == COLUMN_MAX) {
            die(&r->place, "more than %d columns", COLUMN_MAX);
        }
        Column *column = &columns->of[columns->count++];
        column->name = copy_of(word, n);
        check_name(&r->place, column->name);
        n = next_word(&p, &word);
        columns->open = n > 0 && word[n - 1] == ',';
        n -= columns->open ? 1 : 0;
        column->nullable = n > 0 && word[n - 1] == '?';
        n -= column->nullable ? 1 : 0;
        column->kind = kind_of(&r->place, word, n);
        if (!columns->open && next_word(&p, &word) > 0) {
            die(&r->place, "a comma is missing after %s", column->name);
        }
    }
}

static void read_engine(Reader *r, const char *p) {
    const char *word = NULL;
    size_t n = next_word(&p, &word);
    r->engine = word_is(word, n, "sqlite") ? 0 : word_is(word, n, "postgres") ? 1 : -1;
    if (r->engine < 0) {
        die(&r->place, "engine \"%.*s\" is neither sqlite nor postgres", (int)n, word);
    }
}

static void read_comment(Reader *r, const char *p) {
    static const char *const HEADS[] = {"name:", "in:", "out:", "engine:"};
    size_t i = 0;
    while (isblank((unsigned char)*p)) {
        p++;
    }
    while (i < 4 && strncmp(p, HEADS[i], strlen(HEADS[i])) != 0) {
        i++;
    }
    if (i < 4 && i > 0 && !r->in_header) {
        die(&r->place, "\"%s\" stands before any `-- name:`", HEADS[i]);
    }
    Columns *lists[4] = {NULL, &r->now.in, &r->now.out, NULL};
    if (i == 0) {
        read_name(r, p + strlen(HEADS[0]));
    } else if (i < 3) {
        if (lists[i]->given) {
            die(&r->place, "%s is given twice", HEADS[i]);
        }
        read_columns(r, lists[i], p + strlen(HEADS[i]));
    } else if (i == 3) {
        read_engine(r, p + strlen(HEADS[3]));
    } else if (r->in_header && r->now.in.open) {
        read_columns(r, &r->now.in, p);
    } else if (r->in_header && r->now.out.open) {
        read_columns(r, &r->now.out, p);
    }
}

/* ---- what must agree ---- */

static void check_params(const Statement *s, const char *text) {
    bool used[COLUMN_MAX + 1] = {false};
    char quote = '\0';
    for (const char *p = text; *p != '\0'; p++) {
        if (quote) {
            quote = *p == quote ? '\0' : quote;
        } else if (*p == '\'' || *p == '"') {
            quote = *p;
        } else if (*p == '?') {
            die(&s->place, "%s: parameters are $1, $2, ..., not ?", s->name);
        } else if (*p == '$') {
            long number = strtol(p + 1, NULL, 10);
            if (number < 1 || number > s->in.count) {
                die(&s->place, "%s: $%ld, but `-- in:` names %d parameters", s->name, number,
                    s->in.count);
            }
            used[number] = true;
        }
    }
    for (int i = 1; i <= s->in.count; i++) {
        if (!used[i]) {
            die(&s->place, "%s: `-- in:` names %s, but $%d is not used", s->name,
                s->in.of[i - 1].name, i);
        }
    }
}

static bool starts_with_word(const char *text, const char *word) {
    return strncmp(text, word, strlen(word)) == 0 && !word_char(text[strlen(word)]);
}

static bool has_word(const char *text, const char *word) {
    for (const char *p = strstr(text, word); p; p = strstr(p + 1, word)) {
        if ((p == text || !word_char(p[-1])) && !word_char(p[strlen(word)])) {
            return true;
        }
    }
    return false;
}

static bool is_select(const char *text) {
    return starts_with_word(text, "SELECT") ||
           (starts_with_word(text, "WITH") && !has_word(text, "INSERT") &&
            !has_word(text, "UPDATE") && !has_word(text, "DELETE"));
}

/* INSERT INTO t (a, b) VALUES ($1, $2), nothing else; the columns are `-- in:`, in its order. */
static void read_bulk(Statement *s, const char *text) {
    Text columns = {0};
    Text expected = {0};
    Text seen = {0};
    const char *head = "INSERT INTO ";
    const char *table = text + strlen(head);
    size_t n = 0;
    for (int i = 0; i < s->in.count; i++) {
        text_add(&columns, i ? ", " : "", i ? 2 : 0);
        text_add(&columns, s->in.of[i].name, strlen(s->in.of[i].name));
    }
    while (strncmp(text, head, strlen(head)) == 0 && word_char(table[n])) {
        n++;
    }
    if (n == 0 || s->in.count == 0) {
        die(&s->place, "%s: a :bulk statement is an INSERT INTO with parameters", s->name);
    }
    s->bulk_table = copy_of(table, n);
    s->bulk_columns = columns.ptr;
    text_add(&expected, "(", 1);
    for (const char *p = columns.ptr; *p != '\0'; p++) {
        text_add(&expected, p, *p == ' ' ? 0 : 1);
    }
    text_add(&expected, ")VALUES(", 8);
    for (int i = 1; i <= s->in.count; i++) {
        char number[16];
        int len = snprintf(number, sizeof number, "%s$%d", i > 1 ? "," : "", i);
        text_add(&expected, number, (size_t)len);
    }
    text_add(&expected, ")", 1);
    for (const char *p = table + n; *p != '\0'; p++) {
        text_add(&seen, p, *p == ' ' ? 0 : 1);
    }
    if (strcmp(seen.ptr, expected.ptr) != 0) {
        die(&s->place,
            "%s: a :bulk statement is INSERT INTO %s (columns) VALUES ($1, ...) with the columns "
            "of "
            "`-- in:` in their order",
            s->name, s->bulk_table);
    }
}

static bool same_columns(const Columns *a, const Columns *b) {
    bool same = a->count == b->count;
    for (int i = 0; same && i < a->count; i++) {
        same = strcmp(a->of[i].name, b->of[i].name) == 0 &&
               strcmp(a->of[i].kind, b->of[i].kind) == 0 && a->of[i].nullable == b->of[i].nullable;
    }
    return same;
}

static Statement *known_statement(Catalogue *c, const char *name) {
    for (size_t i = 0; i < c->statement_count; i++) {
        if (strcmp(c->statements[i].name, name) == 0) {
            return &c->statements[i];
        }
    }
    return NULL;
}

/* The statement under the reader's header, old (its other engine came before) or new. */
static Statement *place_statement(Reader *r) {
    Statement *known = known_statement(r->c, r->now.name);
    if (known == NULL) {
        r->c->statements = grow(r->c->statements, (r->c->statement_count + 1) * sizeof r->now);
        known = &r->c->statements[r->c->statement_count++];
        *known = r->now;
        return known;
    }
    if (r->engine < 0 || known->text[r->engine]) {
        die(&r->now.place, "%s exists already at %s:%d", known->name, known->place.file,
            known->place.line);
    }
    if (strcmp(known->kind_name, r->now.kind_name) != 0 || !same_columns(&known->in, &r->now.in) ||
        !same_columns(&known->out, &r->now.out)) {
        die(&r->now.place, "%s: kind, in and out differ between the engines", known->name);
    }
    return known;
}

static void end_statement(Reader *r) {
    const char *text = copy_of(r->body.text.ptr, r->body.text.len);
    bool gives_rows = strcmp(r->now.kind_name, "ONE") == 0 || strcmp(r->now.kind_name, "MANY") == 0;
    if (gives_rows != (r->now.out.count > 0)) {
        die(&r->now.place, "%s: `-- out:` belongs to :one and :many, and only to them",
            r->now.name);
    }
    if (strchr(text, ';') && !strchr(text, '\'')) {
        die(&r->now.place, "%s: more than one statement", r->now.name);
    }
    check_params(&r->now, text);
    Statement *s = place_statement(r);
    if (r->engine != 0) { /* only PostgreSQL needs to know */
        s->streams = is_select(text);
    }
    if (strcmp(s->kind_name, "BULK") == 0) {
        read_bulk(s, text);
    }
    for (int engine = 0; engine < 2; engine++) {
        if (r->engine < 0 || r->engine == engine) {
            s->text[engine] = translate(&s->place, text, engine, false);
        }
    }
    r->in_header = false;
    r->in_body = false;
    r->body = (Body){0};
}

static void read_line(Reader *r, const char *line, size_t len) {
    const char *p = line;
    const char *end = line + len;
    while (p < end && isspace((unsigned char)*p)) {
        p++;
    }
    bool comment = end - p >= 2 && p[0] == '-' && p[1] == '-';
    if (!r->in_body && comment) {
        char *copy = copy_of(p + 2, (size_t)(end - p - 2));
        read_comment(r, copy);
        free(copy);
        return;
    }
    if (!r->in_body && p == end) {
        return;
    }
    if (!r->in_body && !r->in_header) {
        die(&r->place, "a statement without `-- name:`");
    }
    r->in_body = true;
    body_add_line(&r->body, line, len);
    if (r->body.ended) {
        end_statement(r);
    }
}

void catalogue_add_statements(Catalogue *c, const char *file, const char *source) {
    Reader r = {.c = c, .place = {file, 0}};
    for (const char *line = source; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        r.place.line++;
        read_line(&r, line, len);
        line += len + (line[len] != '\0');
    }
    if (r.in_body || r.in_header) {
        die(&r.now.place, "%s does not end in ; at the end of a line", r.now.name);
    }
}

/* ---- migrations ---- */

/* Remembers how each table of a migration is distributed: the line above CREATE TABLE says it. */
static void read_table_line(Catalogue *c, const Place *place, const char *line, size_t len,
                            char **distribution) {
    static const char MARK[] = "-- distribution:";
    static const char CREATE[] = "CREATE TABLE ";
    const char *word = NULL;
    char *copy = copy_of(line, len);
    if (strncmp(copy, MARK, sizeof MARK - 1) == 0) {
        const char *p = copy + sizeof MARK - 1;
        size_t n = next_word(&p, &word);
        *distribution = copy_of(word, n);
        check_name(place, *distribution);
    } else if (strncmp(copy, CREATE, sizeof CREATE - 1) == 0) {
        const char *name = copy + sizeof CREATE - 1;
        size_t skip = strncmp(name, "IF NOT EXISTS ", 14) == 0 ? 14 : 0;
        size_t n = 0;
        while (word_char(name[skip + n])) {
            n++;
        }
        if (*distribution == NULL) {
            die(place, "no `-- distribution:` above this table");
        }
        c->tables = grow(c->tables, (c->table_count + 1) * sizeof *c->tables);
        c->tables[c->table_count++] = (Table){copy_of(name + skip, n), *distribution};
        *distribution = NULL;
    }
    free(copy);
}

/* NNNN-name.sql */
static void read_migration_name(Migration *m) {
    const char *name = strrchr(m->place.file, '/') + 1;
    char *end = NULL;
    long number = strtol(name, &end, 10);
    size_t len = strlen(name);
    if (end != name + 4 || *end != '-' || len < 10 || strcmp(name + len - 4, ".sql") != 0) {
        die(&m->place, "a migration's file is named NNNN-what.sql");
    }
    m->number = (int)number;
    m->name = copy_of(name, len - 4);
}

void catalogue_add_migration(Catalogue *c, const char *file, const char *source) {
    Migration m = {.place = {file, 0}};
    Body body = {.whole_file = true};
    char *distribution = NULL;
    read_migration_name(&m);
    text_add(&body.text, "", 0);
    for (const char *line = source; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        m.place.line++;
        read_table_line(c, &m.place, line, len, &distribution);
        body.ended = false;
        body_add_line(&body, line, len);
        line += len + (line[len] != '\0');
    }
    if (body.quote || body.text.len == 0 || body.text.ptr[body.text.len - 1] != '\n') {
        die(&m.place, "the last statement does not end in ;");
    }
    for (int engine = 0; engine < 2; engine++) {
        m.text[engine] = translate(&m.place, body.text.ptr, engine, true);
    }
    c->migrations = grow(c->migrations, (c->migration_count + 1) * sizeof m);
    c->migrations[c->migration_count++] = m;
}

void catalogue_check(const Catalogue *c) {
    for (size_t i = 0; i < c->statement_count; i++) {
        const Statement *s = &c->statements[i];
        for (int engine = 0; engine < 2; engine++) {
            if (s->text[engine] == NULL) {
                die(&s->place, "%s has no text for %s", s->name, engine ? "postgres" : "sqlite");
            }
        }
    }
    for (size_t i = 0; i < c->migration_count; i++) {
        if (c->migrations[i].number != (int)i) {
            die(&c->migrations[i].place, "migration %04d is missing or given twice", (int)i);
        }
    }
    if (c->statement_count == 0 || c->migration_count == 0) {
        fprintf(stderr, "embed_sql: no statements or no migrations\n");
        exit(1);
    }
}
