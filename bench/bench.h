/*
 * bench.h -- a month of a whole country through the use cases, with a register made in the
 * database.
 *
 * Outside the floors: measurements only. bench_month.c runs and times, bench_register.c makes the
 * register, bench_answer.c writes what providers would answer.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include "app/app.h"

/* `count` persons with one right and one account each, over all communes of today's map. */
Status bench_fill_register(Ctx *ctx, App *app, int64_t count) MUST_CHECK;
/* One pain.002 per batch of the payroll that says PAID (98 %) or rejected (2 %), into `dir`. */
Status bench_write_answers(Ctx *ctx, App *app, int64_t payroll_id, Str dir, int64_t *ret_file_count,
                           int64_t *ret_row_count) MUST_CHECK;

#endif
