/*
 * One surface over both engines. A failure is remembered once and ends every stream.
 */
#include "db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db_engine.h"
#include "memory.h"
#include "sql.h"

Db *db_open(const char *url, char *why, size_t why_size) {
    Db *db = memory_new(sizeof(*db));

    const bool postgres =
        strncmp(url, "postgres://", 11) == 0 || strncmp(url, "postgresql://", 13) == 0;
    db->engine = postgres ? ENGINE_POSTGRES : ENGINE_SQLITE;
    const bool opened = postgres ? postgres_open(db, url) : sqlite_open(db, url);
    if (!opened) {
        snprintf(why, why_size, "%s", db->why);
        db_close(&db);
    }
    return db;
}

const char *db_without_password(const char *url, char *shown, size_t shown_size) {
    const char *user = strstr(url, "://");
    const char *at = user ? strchr(user + 3, '@') : NULL;
    const char *colon = user ? strchr(user + 3, ':') : NULL;
    if (at && colon && colon < at) {
        snprintf(shown, shown_size, "%.*s:***%s", (int)(colon - url), url, at);
    } else {
        snprintf(shown, shown_size, "%s", url);
    }
    return shown;
}

void db_close(Db **db) {
    if (!*db) {
        return;
    }
    if ((*db)->ops) {
        (*db)->ops->close(*db);
    }
    free(*db);
    *db = NULL;
}

Engine db_engine(const Db *db) {
    return db->engine;
}

const char *db_why(const Db *db) {
    return db->why[0] ? db->why : NULL;
}

void db_on_rows(Db *db, RowsSeen *seen, void *arg) {
    db->seen = seen;
    db->seen_arg = arg;
}

void db_fail(Db *db, const char *where, const char *what) {
    if (db->why[0]) {
        return;
    }
    snprintf(db->why, sizeof(db->why), "%s: %s", where, what);
    char *end = db->why + strlen(db->why);
    while (end > db->why && (end[-1] == '\n' || end[-1] == ' ')) {
        *--end = '\0';
    }
}

Rows *rows_open(Db *db, const char *name, const int64_t *values, size_t count) {
    if (!db->why[0]) {
        Rows *rows = db->ops->open(db, sql_text(name, db->engine), values, count);
        if (rows) {
            return rows;
        }
    }
    Rows *empty = memory_new(sizeof(*empty));
    empty->db = db;
    empty->ended = true;
    return empty;
}

bool rows_next(Rows *rows) {
    Db *db = rows->db;
    if (rows->ended || db->why[0] || !db->ops->next(rows)) {
        rows->ended = true;
        return false;
    }
    db->row_count++;
    if ((db->row_count & 0xFFFF) == 0 && db->seen) {
        db->seen(db->seen_arg, db->row_count);
    }
    return true;
}

int64_t rows_int(const Rows *rows, int column) {
    return rows->db->ops->number(rows, column);
}

bool rows_is_null(const Rows *rows, int column) {
    return rows->db->ops->is_null(rows, column);
}

Bytes rows_bytes(const Rows *rows, int column) {
    return rows->db->ops->bytes(rows, column);
}

void rows_close(Rows **rows) {
    if (!*rows) {
        return;
    }
    (*rows)->db->ops->end(*rows);
    free(*rows);
    *rows = NULL;
}

void feed_open(Feed *feed, Db *db, const char *name, const int64_t *values, size_t count) {
    feed_close(feed);
    feed->rows = rows_open(db, name, values, count);
    feed_step(feed);
}

void feed_step(Feed *feed) {
    feed->live = rows_next(feed->rows);
    if (feed->live) {
        feed->key1 = rows_int(feed->rows, 0);
        feed->key2 = rows_int(feed->rows, 1);
    }
}

void feed_close(Feed *feed) {
    rows_close(&feed->rows);
    feed->live = false;
}

int feed_compare(const Feed *feed, int64_t key1, int64_t key2) {
    if (!feed->live) {
        return 1;
    }
    if (feed->key1 != key1) {
        return feed->key1 < key1 ? -1 : 1;
    }
    if (feed->key2 != key2) {
        return feed->key2 < key2 ? -1 : 1;
    }
    return 0;
}
