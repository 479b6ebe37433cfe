/*
 * header_map.h -- finds the header of a list among its first rows, and what each column holds.
 *
 * Floor 2. Pure. Headers come with and without tones, in old fonts, under title rows, in one row or
 * two (the upper one merged over several columns), and followed by a row that numbers the columns.
 */
#ifndef REGISTRY_HEADER_MAP_H
#define REGISTRY_HEADER_MAP_H

#include "registry/row.h"

enum { HEADER_ROW_MAX = 40, HEADER_COLUMN_MAX = 256 };

/* The first rows of a sheet, copied. Cells ascend by column. */
typedef struct HeadRow {
    int64_t number;
    const RowCell *cells;
    size_t cell_count;
} HeadRow;

typedef struct HeaderMap {
    int64_t header_row;     /* the (lower) row of the header, as the spreadsheet numbers it */
    int64_t first_data_row; /* rows from here on are data */
    bool is_movements;      /* a list of movements, not of persons */
    int32_t column_of[FIELD_COUNT];          /* from 1; 0 = no such column */
    uint8_t field_of[HEADER_COLUMN_MAX + 1]; /* RowField of a column */
} HeaderMap;

/*
 * OK                       found
 * E_INTAKE_NO_HEADER       no row of them looks like the header of a list
 * E_INTAKE_COLUMN_MISSING  found, but a needed column is not there; the detail names it
 */
Status header_map_find(Ctx *ctx, const HeadRow *rows, size_t row_count, const SheetMerge *merges,
                       size_t merge_count, HeaderMap *ret_map) MUST_CHECK;
/* The canonical title of a field, in Vietnamese. */
const char *row_field_title(RowField field);
/*
 * False for rows that carry no data: blank, titles of groups, sums, signatures. `cells` ascend.
 */
bool header_map_is_data(Ctx *ctx, const HeaderMap *map, int64_t row_number, const RowCell *cells,
                        size_t count);

#endif
