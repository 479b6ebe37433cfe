/*
 * Engines and schema for the auditor's tests.
 */
#include "fixture.h"

#include <dirent.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SQL_MAX = 1 << 16, MIGRATION_MAX = 64 };

static void refuse(const char *what, const char *sql) {
    fprintf(stderr, "# %s\n# in: %.400s\n", what, sql);
    abort();
}

void target_open(Target *target, Kind kind, const char *url) {
    *target = (Target){.kind = kind};
    snprintf(target->url, sizeof(target->url), "%s", url);
    if (kind == KIND_SQLITE) {
        sqlite3 *handle = NULL;
        if (sqlite3_open(url, &handle) != SQLITE_OK) {
            refuse(sqlite3_errmsg(handle), url);
        }
        target->handle = handle;
        target_run(target, "PRAGMA foreign_keys = 1");
        return;
    }
    target->handle = PQconnectdb(url);
    if (PQstatus(target->handle) != CONNECTION_OK) {
        refuse(PQerrorMessage(target->handle), url);
    }
    target_run(target, "SET client_min_messages = warning");
}

void target_close(Target *target) {
    if (target->kind == KIND_SQLITE) {
        sqlite3_close(target->handle);
    } else {
        PQfinish(target->handle);
    }
    target->handle = NULL;
}

/* {ab01} becomes X'ab01' or '\xab01'. */
static void blobs_write(Kind kind, const char *text, char *out) {
    for (; *text; text++) {
        if (*text == '{') {
            out += sprintf(out, "%s", kind == KIND_SQLITE ? "X'" : "'\\x");
        } else {
            *out++ = *text == '}' ? '\'' : *text;
        }
    }
    *out = '\0';
}

static bool target_execute(Target *target, const char *sql, const char **ret_why) {
    if (target->kind == KIND_SQLITE) {
        const bool done = sqlite3_exec(target->handle, sql, NULL, NULL, NULL) == SQLITE_OK;
        *ret_why = sqlite3_errmsg(target->handle);
        return done;
    }
    PGresult *result = PQexec(target->handle, sql);
    const ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    *ret_why = PQerrorMessage(target->handle);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

void target_run(Target *target, const char *format, ...) {
    static char text[SQL_MAX];
    static char sql[SQL_MAX * 2];
    const char *why = NULL;
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    blobs_write(target->kind, text, sql);
    if (!target_execute(target, sql, &why)) {
        refuse(why, sql);
    }
}

bool target_try(Target *target, const char *text) {
    static char sql[SQL_MAX * 2];
    const char *why = NULL;
    blobs_write(target->kind, text, sql);
    return target_execute(target, sql, &why);
}

void target_unguard(Target *target) {
    target_run(target, target->kind == KIND_SQLITE
                           ? "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1"
                           : "SET session_replication_role = replica");
}

static char *file_read(const char *path) {
    FILE *in = fopen(path, "rb");
    if (!in) {
        refuse("cannot read", path);
    }
    char *text = calloc(1, SQL_MAX * 2);
    const size_t size = fread(text, 1, SQL_MAX * 2 - 1, in);
    text[size] = '\0';
    fclose(in);
    return text;
}

static char *text_replace(char *text, const char *what, const char *with) {
    char *out = calloc(1, SQL_MAX * 4);
    char *end = out;
    const char *rest = text;
    for (const char *at; (at = strstr(rest, what)) != NULL; rest = at + strlen(what)) {
        memcpy(end, rest, (size_t)(at - rest));
        end += at - rest;
        end += sprintf(end, "%s", with);
    }
    strcpy(end, rest);
    free(text);
    return out;
}

static void migration_run(Target *target, const char *path) {
    const bool sqlite = target->kind == KIND_SQLITE;
    const char *why = NULL;
    char *sql = file_read(path);
    if (sqlite) {
        sql = text_replace(sql, "BIGINT", "INTEGER");
        sql = text_replace(sql, "BYTEA", "BLOB");
    }
    sql = text_replace(sql, "/*table*/", sqlite ? "STRICT" : "");
    sql = text_replace(sql, "/*clustered*/", sqlite ? "STRICT, WITHOUT ROWID" : "");
    if (!target_execute(target, sql, &why)) {
        refuse(why, path);
    }
    free(sql);
}

static int names_compare(const void *left, const void *right) {
    return strcmp(left, right);
}

void fixture_make_schema(Target *target, const char *source_root) {
    char folder[512];
    char names[MIGRATION_MAX][256];
    size_t count = 0;

    snprintf(folder, sizeof(folder), "%s/sql/migration", source_root);
    DIR *dir = opendir(folder);
    if (!dir) {
        refuse("no migrations", folder);
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL && count < MIGRATION_MAX;) {
        if (strstr(entry->d_name, ".sql")) {
            snprintf(names[count++], sizeof(names[0]), "%s", entry->d_name);
        }
    }
    closedir(dir);
    qsort(names, count, sizeof(names[0]), names_compare);
    for (size_t i = 0; i < count; i++) {
        char path[1024];
        snprintf(path, sizeof(path), "%.500s/%.255s", folder, names[i]);
        migration_run(target, path);
    }
    target_run(target, "INSERT INTO schema_migration VALUES (1, 'all', {00}, 1)");
}

void hex_of(const unsigned char *bytes, unsigned size, char *text) {
    for (unsigned i = 0; i < size; i++) {
        sprintf(text + (size_t)i * 2, "%02x", bytes[i]);
    }
    text[(size_t)size * 2] = '\0';
}

void hash_number(crypto_generichash_state *state, int64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
    }
    crypto_generichash_update(state, bytes, 8);
}

void hash_text(crypto_generichash_state *state, const char *text) {
    hash_number(state, (int64_t)strlen(text));
    crypto_generichash_update(state, (const unsigned char *)text, strlen(text));
}
