/*
 * sql.h -- the statements of audit/sql, embedded in the program.
 */
#ifndef AUDIT_SQL_H
#define AUDIT_SQL_H

#include "db.h"

void sql_load(void);
void sql_unload(void);
/* A name that does not exist is a bug and ends the program. */
const char *sql_text(const char *name, Engine engine);
/* Walks all statements, for the test that prepares each of them; NULL after the last. */
const char *sql_name(size_t index);

#endif
