/*
 * db.h -- the auditor's own door to SQLite and PostgreSQL: rows as a stream, nothing else.
 *
 * Reads only: SQLite is opened read-only, PostgreSQL in a READ ONLY transaction; both give one
 * snapshot for the whole audit. Nothing of src/ is used here: a fault shared with the product would
 * hide itself.
 *
 * The first failure sticks: every stream then ends, and db_why() says what happened. A check whose
 * database failed has not run; it is never "ok".
 */
#ifndef AUDIT_DB_H
#define AUDIT_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum Engine { ENGINE_SQLITE, ENGINE_POSTGRES } Engine;

typedef struct Bytes {
    const unsigned char *data; /* until the next rows_next() */
    size_t size;
} Bytes;

typedef struct Db Db;
typedef struct Rows Rows;
typedef void RowsSeen(void *arg, int64_t row_count);

/* Opens a snapshot; NULL on failure, and `why` says what was found. */
Db *db_open(const char *url, char *why, size_t why_size);
/* The address as it may be shown: postgres://user:***@host; returns `shown`. */
const char *db_without_password(const char *url, char *shown, size_t shown_size);
void db_close(Db **db);
Engine db_engine(const Db *db);
/* NULL while all is well. */
const char *db_why(const Db *db);
/* Called every 65,536 rows, for progress. */
void db_on_rows(Db *db, RowsSeen *seen, void *arg);

/*
 * Opens the statement `name` of audit/sql with up to four numbers for $1..$4.
 * Never NULL: after a failure the stream is empty.
 */
Rows *rows_open(Db *db, const char *name, const int64_t *values, size_t count);
bool rows_next(Rows *rows);
int64_t rows_int(const Rows *rows, int column); /* 0 for NULL */
bool rows_is_null(const Rows *rows, int column);
Bytes rows_bytes(const Rows *rows, int column); /* TEXT and BYTEA; empty for NULL */
void rows_close(Rows **rows);

#define ROWS(variable) __attribute__((cleanup(rows_close))) Rows *variable

/* A stream with two key columns first, in ascending order: the parts of a merge. */
typedef struct Feed {
    Rows *rows;
    bool live; /* a row stands here, with the key below */
    int64_t key1;
    int64_t key2;
} Feed;

void feed_open(Feed *feed, Db *db, const char *name, const int64_t *values, size_t count);
void feed_step(Feed *feed);
void feed_close(Feed *feed);
/* Below, at or above a key: -1, 0, 1; an ended feed is above all keys. */
int feed_compare(const Feed *feed, int64_t key1, int64_t key2);

#define FEED(variable) __attribute__((cleanup(feed_close))) Feed variable = {0}

#endif
