/*
 * table.h -- how a reading use case gives rows of any number to whoever shows them.
 *
 * Floor 4. The caller (command line, report file, later HTTP) supplies the three functions; a use
 * case calls begin once, row for each row, end once. Cells are views valid during the call.
 */
#ifndef APP_TABLE_H
#define APP_TABLE_H

#include <stdbool.h>

#include "base/ctx.h"

typedef enum CellKind {
    CELL_TEXT = 1,
    CELL_INT = 2,
    CELL_DONG = 3,
    CELL_DATE = 4,
    CELL_PERIOD = 5,
    CELL_ID = 6, /* digits without dots, to be typed again */
    /* Numbers of an enumeration: people see a word, programs a name (cell_word). */
    CELL_YES_NO = 7,
    CELL_SEX = 8,
    CELL_DEGREE = 9,
    CELL_CHANNEL = 10,
    CELL_COMPONENT = 11,
    CELL_STATE = 12,
    CELL_EVENT = 13,
    CELL_SEVERITY = 14,
    CELL_MOVEMENT = 15,
    CELL_ROW_OUTCOME = 16,
    CELL_RESULT_OUTCOME = 17,
    CELL_PROVIDER_KIND = 18,
    CELL_CASE_KIND = 19,
    CELL_PAYROLL_STATE = 20,
    CELL_TXN_KIND = 21,
    CELL_ROLE = 22,
    CELL_JOB_STATE = 23,
    CELL_AUDIT_VERDICT = 24,
    CELL_PAIR_STATE = 25,
    CELL_RECOVERY_STATE = 26
} CellKind;

typedef struct TableColumn {
    const char *name; /* the field's name in code, e.g. "amount_dong": JSON key */
    const char *title_vi;
    const char *title_en;
    CellKind kind;
} TableColumn;

/* An array of columns and its count, as two arguments or two fields. */
#define COLUMNS(array) (array), sizeof(array) / sizeof((array)[0])

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

/* The kinds from CELL_YES_NO on. */
bool cell_is_word(CellKind kind);
/*
 * The word for a number of such a kind: in the language of whoever looks, or, for programs, a name
 * that no language changes ("SENT", "bank"). The number itself when there is no word for it.
 */
Status cell_word(Ctx *ctx, CellKind kind, int64_t number, bool for_program,
                 Str *ret_word) MUST_CHECK;

/* Digits in groups of three, as the language writes them. */
void number_text(int64_t number, Language language, char ret_text[32]);
/* A cell as a person reads it; in the arena. */
Status cell_text(Ctx *ctx, CellKind kind, const TableCell *cell, Str *ret_text) MUST_CHECK;

#define CELL_T(s) ((TableCell){0, (s)})
#define CELL_N(n) ((TableCell){(n), {0, 0}})
#define CELL_EMPTY ((TableCell){INT64_MIN, {0, 0}})

#endif
