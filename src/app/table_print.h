/*
 * table_print.h -- what a table is called on paper, and who signs it.
 *
 * Floor 4.
 */
#ifndef APP_TABLE_PRINT_H
#define APP_TABLE_PRINT_H

#include "base/ctx.h"

enum { TABLE_SIGNERS = 3 };

typedef struct TablePaper {
    Str title;
    Str signature; /* title of the column that people sign in; empty = none */
    Str signers[TABLE_SIGNERS];
    size_t signer_count;
} TablePaper;

/* By the table's name; a table without an entry is called by its name and signed by its maker. */
TablePaper table_paper_of(const char *name, Language language);

#endif
