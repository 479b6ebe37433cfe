/*
 * demo.h -- a synthetic province and its months, run through the use cases as officers would.
 *
 * Floor 5. Every writing step has a request key of its own, made from the month and the step, and
 * every file is looked for before it is made: a run that was killed anywhere can be started again,
 * and ends with the same books. A later run with more months carries on.
 */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "app/app.h"
#include "app/table.h"

typedef struct DemoOptions {
    Str dir;
    uint64_t seed;
    int64_t months;
    int64_t scale;    /* persons of the lists */
    Str db_address;   /* for the auditor */
    Str programs_dir; /* where ansinh-provider and ansinh-audit lie */
    const char *fault_mix;
    Str province_code;
    Str province_name;
} DemoOptions;

typedef struct DemoIntake {
    int64_t file_count;
    int64_t row_count;
    int64_t accepted_count;
    int64_t refused_count;
    int64_t warned_count;
    int64_t returned_file_count; /* workbooks that went back */
} DemoIntake;

typedef struct DemoMonth {
    int64_t period;
    int64_t payroll_id;
    int64_t eligible_count;
    int64_t obligated_count;
    int64_t held_count;
    int64_t total_dong;
    int64_t difference_dong;
    int64_t sent_dong;
    int64_t batch_count;
    int64_t attempt_count;
    int64_t answer_files;
    int64_t paid_dong;
    int64_t case_count;
    int64_t movement_count;
    int64_t listed_count;
    int64_t audit_exit; /* 0 clean */
} DemoMonth;

enum { DEMO_MONTH_MAX = 60 };

typedef struct DemoResult {
    DemoIntake intake;
    DemoMonth months[DEMO_MONTH_MAX];
    size_t month_count;
    Str books_digest;
} DemoResult;

/* The clock that the ctx shows must be this one; the demo moves it from day to day. */
typedef struct Demo {
    App *app;
    DemoOptions options;
    int64_t *now_us;
    int64_t officer_id;
    int64_t accountant_id;
    int64_t admin_id;
    int64_t area_id; /* the province */
    DemoResult result;
} Demo;

Status demo_run(Ctx *ctx, Demo *demo) MUST_CHECK;
/* Shows what came of it on one screen: the figures, the settlement, where the files lie. */
Status demo_show(Ctx *ctx, Demo *demo, const TableOut *out) MUST_CHECK;

/* ---- inside of the demo ---- */

/* Sets the clock to a day, nine o'clock in Vietnam. */
void demo_set_day(Demo *demo, int64_t day);
/* Sets the request key "demo-<period>-<step>-<n>" and who acts. */
Status demo_step(Ctx *ctx, int64_t user_id, int64_t period, const char *step, int64_t n) MUST_CHECK;
Status demo_setup(Ctx *ctx, Demo *demo) MUST_CHECK;
Status demo_intake(Ctx *ctx, Demo *demo) MUST_CHECK;
Status demo_movements(Ctx *ctx, Demo *demo, DemoMonth *month) MUST_CHECK;
/* Degrees lowered late, and decisions about what was paid too much because of them. */
Status demo_recoveries(Ctx *ctx, Demo *demo, DemoMonth *month) MUST_CHECK;
Status demo_pay(Ctx *ctx, Demo *demo, DemoMonth *month) MUST_CHECK;
/* Lets the providers work and takes their answers in, day by day until `until`. */
Status demo_answers(Ctx *ctx, Demo *demo, int64_t from_day, int64_t until_day) MUST_CHECK;
Status demo_close(Ctx *ctx, Demo *demo, DemoMonth *month) MUST_CHECK;
/* Runs a program beside ours without a shell; its words go to a file. */
Status demo_program(Ctx *ctx, const char *const *argv, Str output_path, int *ret_exit) MUST_CHECK;

#endif
