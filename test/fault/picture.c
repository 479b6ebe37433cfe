#include "picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/digest.h"

enum { QUERY_MAX = 65536 };

static const char SQLITE_TABLES[] =
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    " AND name NOT IN ('area', 'area_successor') ORDER BY name";
static const char POSTGRES_TABLES[] =
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    " AND tablename NOT IN ('area', 'area_successor') ORDER BY tablename";

static void name_take(Picture *picture, const char *name) {
    assert_true(picture->count < PICTURE_TABLE_MAX && strlen(name) < PICTURE_NAME_MAX);
    snprintf(picture->names[picture->count++], PICTURE_NAME_MAX, "%s", name);
}

/* ---- SQLite ---- */

static sqlite3_stmt *sqlite_begin(const Eye *eye, const char *text) {
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(eye->sqlite, text, -1, &stmt, NULL), SQLITE_OK);
    return stmt;
}

static void sqlite_hash(const Eye *eye, const char *table, char ret_hex[PICTURE_HEX]) {
    char text[128];
    uint8_t hash[DIGEST_BYTES];
    DigestState state;
    snprintf(text, sizeof text, "SELECT * FROM \"%s\"", table);
    sqlite3_stmt *stmt = sqlite_begin(eye, text);
    digest_init(&state);
    int code = sqlite3_step(stmt);
    for (; code == SQLITE_ROW; code = sqlite3_step(stmt)) {
        for (int column = 0; column < sqlite3_column_count(stmt); column++) {
            const void *bytes = sqlite3_column_blob(stmt, column);
            size_t len = (size_t)sqlite3_column_bytes(stmt, column);
            digest_add_int64(&state, sqlite3_column_type(stmt, column));
            digest_add_int64(&state, sqlite3_column_int64(stmt, column));
            digest_add_text(&state, bytes ? (Str){bytes, len} : STR(""));
        }
    }
    assert_int_equal(code, SQLITE_DONE);
    digest_final(&state, hash);
    hex_write(hash, DIGEST_BYTES, ret_hex);
    sqlite3_finalize(stmt);
}

static void sqlite_look(Eye *eye, const DbHarness *h, Picture *ret_picture) {
    if (eye->sqlite == NULL) {
        assert_int_equal(sqlite3_open_v2(h->address, &eye->sqlite, SQLITE_OPEN_READONLY, NULL),
                         SQLITE_OK);
    }
    assert_int_equal(sqlite3_exec(eye->sqlite, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_stmt *tables = sqlite_begin(eye, SQLITE_TABLES);
    while (sqlite3_step(tables) == SQLITE_ROW) { /* ends with the tables */
        name_take(ret_picture, (const char *)sqlite3_column_text(tables, 0));
    }
    sqlite3_finalize(tables);
    for (size_t i = 0; i < ret_picture->count; i++) {
        sqlite_hash(eye, ret_picture->names[i], ret_picture->hashes[i]);
    }
    assert_int_equal(sqlite3_exec(eye->sqlite, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
}

/* ---- PostgreSQL ---- */

static PGresult *postgres_ask(const Eye *eye, const char *text) {
    PGresult *result = PQexec(eye->postgres, text);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        print_error("%s\n", PQerrorMessage(eye->postgres));
        fail();
    }
    return result;
}

/* One statement over all tables: one round trip for each look. */
static char *postgres_query(const Eye *eye) {
    char *text = malloc(QUERY_MAX);
    size_t len = 0;
    assert_non_null(text);
    PGresult *tables = postgres_ask(eye, POSTGRES_TABLES);
    for (int i = 0; i < PQntuples(tables); i++) {
        const char *name = PQgetvalue(tables, i, 0);
        len += (size_t)snprintf(text + len, QUERY_MAX - len,
                                "%sSELECT '%s', md5(coalesce(string_agg(t::text, E'\\n' "
                                "ORDER BY t::text), '')) FROM \"%s\" AS t",
                                i ? " UNION ALL " : "", name, name);
        assert_true(len < QUERY_MAX);
    }
    PQclear(tables);
    return text;
}

static void postgres_look(Eye *eye, const DbHarness *h, Picture *ret_picture) {
    if (eye->postgres == NULL) {
        eye->postgres = PQconnectdb(h->address);
        assert_int_equal(PQstatus(eye->postgres), CONNECTION_OK);
        eye->query = postgres_query(eye);
    }
    PGresult *result = postgres_ask(eye, eye->query);
    for (int i = 0; i < PQntuples(result); i++) {
        name_take(ret_picture, PQgetvalue(result, i, 0));
        snprintf(ret_picture->hashes[i], PICTURE_HEX, "%s", PQgetvalue(result, i, 1));
    }
    PQclear(result);
}

void eye_look(Eye *eye, const DbHarness *h, Picture *ret_picture) {
    ret_picture->count = 0;
    if (h->engine == DB_SQLITE) {
        sqlite_look(eye, h, ret_picture);
    } else {
        postgres_look(eye, h, ret_picture);
    }
    assert_true(ret_picture->count > 40); /* an eye that sees nothing finds no difference */
}

void eye_close(Eye *eye) {
    if (eye->sqlite) {
        sqlite3_close(eye->sqlite);
    }
    if (eye->postgres) {
        PQfinish(eye->postgres);
    }
    free(eye->query);
    *eye = (Eye){.sqlite = NULL};
}

static bool equal_but(const Picture *a, const Picture *b, const char *but) {
    if (a->count != b->count) {
        return false;
    }
    for (size_t i = 0; i < a->count; i++) {
        if (strcmp(a->hashes[i], b->hashes[i]) != 0 && (!but || strcmp(a->names[i], but) != 0)) {
            return false;
        }
    }
    return true;
}

bool picture_equal_quietly(const Picture *a, const Picture *b) {
    return equal_but(a, b, NULL);
}

bool picture_equal(const Picture *a, const Picture *b, const char *but) {
    bool equal = equal_but(a, b, but);
    for (size_t i = 0; !equal && i < a->count && i < b->count; i++) {
        if (strcmp(a->hashes[i], b->hashes[i]) != 0) {
            print_error("table %s differs\n", a->names[i]);
        }
    }
    return equal;
}
