/*
 * workbook.h -- the lists that communes send, with the mistakes that communes make.
 *
 * Floor 5. One workbook per commune of the province, some as CSV in other encodings; about 4 % of
 * the rows carry one of two dozen kinds of defect. What was done to which row stands in truth.csv,
 * so that intake can be checked against it. The same seed gives the same bytes; files that are
 * there stay.
 */
#ifndef DEMO_WORKBOOK_H
#define DEMO_WORKBOOK_H

#include "demo/person.h"

enum { DEMO_COMMUNE_MAX = 200 };

typedef struct DemoCommune {
    Str code;
    Str name;
    int64_t first; /* persons first .. first + count - 1 */
    int64_t count;
} DemoCommune;

typedef struct DemoProvince {
    DemoCommune communes[DEMO_COMMUNE_MAX];
    size_t count;
} DemoProvince;

/* The communes of a province from 2025-07-01, with `scale` persons spread over them. */
Status demo_province_plan(Ctx *ctx, Str province_code, uint64_t seed, int64_t scale,
                          DemoProvince *ret_province) MUST_CHECK;
/* The path of a commune's list; `i` is its place in the plan. */
Status demo_list_path(Ctx *ctx, Str dir, const DemoProvince *province, size_t i,
                      Str *ret_path) MUST_CHECK;
/* Writes lists/ and truth.csv; reports progress. */
Status demo_lists_write(Ctx *ctx, Str dir, const DemoNames *names, uint64_t seed,
                        const DemoProvince *province) MUST_CHECK;
/* A small list of new decisions of one month, without defects, for the first commune. */
Status demo_new_list_write(Ctx *ctx, Str path, const DemoNames *names, uint64_t seed,
                           int64_t first_index, int64_t count, int64_t decision_day) MUST_CHECK;

#endif
