/*
 * row_read.h -- the cells of one row become a RegisterRow, or issues that say why not.
 *
 * Floor 2. Pure. RG1: after row_read() either `issues->refused` is true, or the row is whole and
 * its values pass their checks. What concerns other rows or the register is for intake to find.
 */
#ifndef REGISTRY_ROW_READ_H
#define REGISTRY_ROW_READ_H

#include "registry/header_map.h"
#include "registry/issue.h"
#include "registry/row.h"

/*
 * Texts of the row lie in the arena or in the cells. Fails with E_MEMORY_LIMIT only: what is wrong
 * with the row is in `ret_issues`, in order of columns.
 */
Status row_read(Ctx *ctx, const HeaderMap *map, const RowCell *cells, size_t count,
                const RowRules *rules, RegisterRow *ret_row, IssueList *ret_issues) MUST_CHECK;
/* The same for a row of a list of movements. */
Status movement_row_read(Ctx *ctx, const HeaderMap *map, const RowCell *cells, size_t count,
                         const RowRules *rules, MovementRow *ret_row,
                         IssueList *ret_issues) MUST_CHECK;
/* Whether the age fits the category in the month of `from_date` and on the day `today`. */
typedef enum AgeFit { AGE_FITS = 0, AGE_TOO_EARLY_OR_LATE = 1, AGE_PASSED = 2 } AgeFit;
AgeFit category_age_fit(const CategoryRule *rule, Date birth, int64_t from_date, int64_t today);

#endif
