/*
 * picture.h -- a digest of each table of a database, read past the product: is the world the same?
 *
 * Tests only. Reads by a connection of its own, SQLite or PostgreSQL, all tables but the map, which
 * no use case of a month touches.
 */
#ifndef TEST_FAULT_PICTURE_H
#define TEST_FAULT_PICTURE_H

#include <libpq-fe.h>
#include <sqlite3.h>

#include "harness/db_harness.h"

enum { PICTURE_TABLE_MAX = 64, PICTURE_NAME_MAX = 40, PICTURE_HEX = 65 };

typedef struct Picture {
    size_t count;
    char names[PICTURE_TABLE_MAX][PICTURE_NAME_MAX];
    char hashes[PICTURE_TABLE_MAX][PICTURE_HEX];
} Picture;

/* The connection that looks; opened at the first look, to be closed before files are exchanged. */
typedef struct Eye {
    sqlite3 *sqlite;
    PGconn *postgres;
    char *query; /* of PostgreSQL: all tables in one */
} Eye;

void eye_look(Eye *eye, const DbHarness *h, Picture *ret_picture);
void eye_close(Eye *eye);
/*
 * Whether the pictures are the same; if not, the tables that differ are printed. `but` may name one
 * table that need not be (NULL = none).
 */
bool picture_equal(const Picture *a, const Picture *b, const char *but);
/* The same, and nothing is printed. */
bool picture_equal_quietly(const Picture *a, const Picture *b);

#endif
