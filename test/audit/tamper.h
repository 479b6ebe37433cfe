/*
 * tamper.h -- damage, and what must be said of it.
 */
#ifndef AUDIT_TAMPER_H
#define AUDIT_TAMPER_H

#include <stdbool.h>

typedef struct Tamper {
    const char *name;           /* a sentence */
    const char *sql;            /* the damage; { } is a blob */
    const char *check;          /* the check that must report it ... */
    const char *finding;        /* ... with this in its line of the JSON */
    const char *also;           /* checks that rightly report it too, and no others */
    const char *options;        /* for the auditor, or NULL */
    const char *postgres_first; /* drops a constraint that SQLite is told to ignore, or NULL */
    bool sqlite_only;
    bool postgres_only;
} Tamper;

extern const Tamper TAMPERS[]; /* ends with a NULL name */

#endif
