/*
 * session.h -- what one run of the program holds open: database, keys, law, and how to show things.
 *
 * Floor 6.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include <stdbool.h>

#include "app/app.h"
#include "app/table.h"

typedef struct SessionOptions {
    Str db_address;
    bool db_is_given; /* --db stood on the line */
    Str keys_path;    /* empty = beside the database */
    Str files_dir;    /* empty = beside the database */
    Str login;
    Str table_path; /* --to FILE.csv|.xlsx: tables go there instead of the terminal */
    bool json;
    bool quiet;
    bool create; /* init: make database and keys */
} SessionOptions;

typedef struct Session {
    App app;
    SessionOptions options;
    TableOut out;
    void *table_state; /* of the table writer in use */
} Session;

/* Opens database, keys (checked against the database) and law, and signs in the login. */
Status session_open(Ctx *ctx, const SessionOptions *options, bool needs_user,
                    Session *ret_session) MUST_CHECK;
/* The same for a database just made by init: migrates first. */
/* Law and tables alone: no database, no keys, nobody signed in. */
Status session_open_law(Ctx *ctx, const SessionOptions *options, Session *ret_session) MUST_CHECK;
void session_close(Session *session);

/* Shows a reply: aligned names and values, or one JSON object. */
Status session_show_reply(Ctx *ctx, Session *session, const Reply *reply) MUST_CHECK;

#endif
