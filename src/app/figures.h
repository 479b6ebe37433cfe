/*
 * figures.h -- use cases behind the first screen: counts and sums of an area, never a person.
 *
 * Floor 4. Every ratio names its denominator: the funnel counts persons with a right in the month.
 */
#ifndef APP_FIGURES_H
#define APP_FIGURES_H

#include "app/app.h"
#include "app/table.h"

/* By commune, and the sum in the last row (area_id 0). area_id 0 = the widest that the user sees.
 */
Status figures_funnel(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;
/* By month and channel what was paid, is under way or came back; and people by month. */
Status figures_months(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;
/* What waits for somebody: files by state, attempts by what went wrong, cases, holds, defects. */
Status figures_alerts(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;

/* For the machine's own watch, of everything, without a user. */
typedef struct FiguresOpen {
    int64_t unknown_batch_count;
    int64_t in_transit_dong;
    int64_t suspense_count;
    int64_t case_count;
    int64_t hold_count;
} FiguresOpen;
Status figures_open(Ctx *ctx, App *app, FiguresOpen *ret_open) MUST_CHECK;

#endif
