/*
 * list_row.h -- one row of a commune's list as the clerk typed it, and what may be wrong with it.
 *
 * Floor 5.
 */
#ifndef DEMO_LIST_ROW_H
#define DEMO_LIST_ROW_H

#include "base/rng.h"
#include "demo/person.h"

typedef enum ListColumn {
    LIST_NO,
    LIST_NAME,
    LIST_BIRTH,
    LIST_SEX,
    LIST_ID,
    LIST_ETHNICITY,
    LIST_HAMLET,
    LIST_PHONE,
    LIST_CATEGORY,
    LIST_DEGREE,
    LIST_CHILDREN,
    LIST_DECISION_NO,
    LIST_DECISION_DATE,
    LIST_FROM,
    LIST_POVERTY,
    LIST_RECIPIENT,
    LIST_RECIPIENT_ID,
    LIST_RELATION,
    LIST_MANDATE_KIND,
    LIST_MANDATE_DATE,
    LIST_CERTIFIER,
    LIST_CHANNEL,
    LIST_PROVIDER,
    LIST_NUMBER,
    LIST_HOLDER,
    LIST_COLUMNS
} ListColumn;

typedef struct ListRow {
    Str cells[LIST_COLUMNS];
    const char *defect;    /* NULL = none */
    bool refused;          /* what intake must say to it */
    bool number_as_number; /* XLSX: the identity number lost its text format */
} ListRow;

/* The canonical header of each column (src/registry/README.md). */
extern const char *const LIST_HEADERS[LIST_COLUMNS];

Status list_row_make(Ctx *ctx, const DemoPerson *person, int64_t no, ListRow *ret_row) MUST_CHECK;
/* Spoils a row in one of two dozen ways. `earlier_id` is an identity number of a row above, or
 * empty. */
Status list_row_spoil(Ctx *ctx, ListRow *row, Rng *rng, Str earlier_id) MUST_CHECK;

#endif
