/*
 * table.h -- how a reading use case gives rows of any number to whoever shows them.
 *
 * Floor 4. The caller (command line, report file, later HTTP) supplies the three functions; a use
 * case calls begin once, row for each row, end once. Cells are views valid during the call.
 */
#ifndef APP_TABLE_H
#define APP_TABLE_H

#include "base/ctx.h"

typedef enum CellKind {
    CELL_TEXT = 1,
    CELL_INT = 2,
    CELL_DONG = 3,
    CELL_DATE = 4,
    CELL_PERIOD = 5
} CellKind;

typedef struct TableColumn {
    const char *name; /* the field's name in code, e.g. "amount_dong": JSON key */
    const char *title_vi;
    const char *title_en;
    CellKind kind;
} TableColumn;

typedef struct TableCell {
    int64_t number; /* of all kinds but text; INT64_MIN = empty */
    Str text;
} TableCell;

typedef struct TableOut {
    void *arg;
    Status (*begin)(Ctx *ctx, void *arg, const char *table_name, const TableColumn *columns,
                    size_t count);
    Status (*row)(Ctx *ctx, void *arg, const TableCell *cells, size_t count);
    Status (*end)(Ctx *ctx, void *arg);
} TableOut;

#define CELL_T(s) ((TableCell){0, (s)})
#define CELL_N(n) ((TableCell){(n), {0, 0}})
#define CELL_EMPTY ((TableCell){INT64_MIN, {0, 0}})

#endif
