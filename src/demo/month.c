/*
 * One month of the province. The list of a month is made on the 20th of the month before, sent on
 * the 25th (nd20/34: before the 25th), answered until the end of the month, closed on its last day.
 */
#include "demo/demo.h"

#include <stdio.h>

#include "app/books.h"
#include "app/payment.h"
#include "app/payroll.h"
#include "sys/file.h"
#include "value/period.h"

enum {
    PROGRAMME_BTXH = 1,
    KIND_MONTHLY = 1,
    DAY_COMPUTE = 20,
    DAY_SEND = 25,
    ANSWER_EVERY_DAYS = 3,
    FILE_MAX = 4096
};

static const char *const PROVIDERS[] = {"bank1", "wallet1", "post1"};
enum { PROVIDER_COUNT = 3 };

static int64_t day_before(int64_t period, int64_t day) {
    return period_previous((Period){period}).number * 100 + day;
}

Status demo_pay(Ctx *ctx, Demo *demo, DemoMonth *month) {
    App *app = demo->app;
    Reply reply;
    Reply other;
    PayrollKey key = {PROGRAMME_BTXH, demo->area_id, month->period, KIND_MONTHLY};
    demo_set_day(demo, day_before(month->period, DAY_COMPUTE));
    TRY(demo_step(ctx, demo->officer_id, month->period, "compute", 0));
    TRY(payroll_compute(ctx, app, &key, &reply));
    month->payroll_id = reply_int(&reply, "payroll_id");
    month->eligible_count = reply_int(&reply, "eligible_count");
    month->obligated_count = reply_int(&reply, "obligated_count");
    month->held_count = reply_int(&reply, "held_count");
    month->total_dong = reply_int(&reply, "total_dong");
    month->difference_dong = reply_int(&reply, "difference_dong");
    Allotment allotment = {
        PROGRAMME_BTXH, demo->area_id, month->period, month->payroll_id, 0, STR("QĐ cấp kinh phí")};
    TRY(demo_step(ctx, demo->accountant_id, month->period, "allot", 0));
    TRY(books_allot(ctx, app, &allotment, &other));
    PayrollApprove approve = {month->payroll_id, reply_text(&reply, "digest")};
    TRY(demo_step(ctx, demo->accountant_id, month->period, "approve", 0));
    TRY(payroll_approve(ctx, app, &approve, &other));
    demo_set_day(demo, day_before(month->period, DAY_SEND));
    TRY(demo_step(ctx, demo->accountant_id, month->period, "prefund", 0));
    TRY(books_prefund(ctx, app, month->payroll_id, &other));
    TRY(demo_step(ctx, demo->accountant_id, month->period, "release", 0));
    TRY(payment_release(ctx, app, month->payroll_id, &other));
    month->batch_count = reply_int(&other, "batch_count");
    month->attempt_count = reply_int(&other, "attempt_count");
    month->sent_dong = reply_int(&other, "total_dong");
    ctx->request_key = STR("");
    TRY(payment_seal(ctx, app, month->payroll_id, &other));
    PaymentSend send = {.payroll_id = month->payroll_id};
    TRY(file_join(ctx, demo->options.dir, STR("exchange"), &send.out_dir));
    TRY(payment_recover(ctx, app, send.out_dir, &other));
    return payment_send(ctx, app, &send, &other);
}

/* ---- answers ---- */

static Status provider_work(Ctx *ctx, Demo *demo, size_t i, int64_t day) {
    Str program;
    Str in_dir;
    Str out_dir;
    Str log;
    char seed[24];
    char day_text[24];
    int exit_code = 0;
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)(demo->options.seed + i));
    snprintf(day_text, sizeof day_text, "%lld", (long long)day);
    TRY(ctx_print(ctx, &program, "%.*s/ansinh-provider", STR_ARG(demo->options.programs_dir)));
    TRY(ctx_print(ctx, &in_dir, "%.*s/exchange/%s", STR_ARG(demo->options.dir), PROVIDERS[i]));
    TRY(ctx_print(ctx, &out_dir, "%.*s/answers/%s", STR_ARG(demo->options.dir), PROVIDERS[i]));
    TRY(ctx_print(ctx, &log, "%.*s/answers/%s.log", STR_ARG(demo->options.dir), PROVIDERS[i]));
    TRY(file_make_folders(ctx, out_dir));
    if (!file_is_folder(in_dir)) {
        return OK; /* nothing was sent there yet */
    }
    const char *argv[] = {program.ptr,   "answer",
                          "--provider",  PROVIDERS[i],
                          "--in",        in_dir.ptr,
                          "--out",       out_dir.ptr,
                          "--seed",      seed,
                          "--day",       day_text,
                          "--fault-mix", demo->options.fault_mix,
                          NULL};
    TRY(demo_program(ctx, argv, log, &exit_code));
    return exit_code == 0 ? OK
                          : ctx_fail(ctx, E_FILE_READ, "ansinh-provider ended with %d: see %.*s",
                                     exit_code, STR_ARG(log));
}

/*
 * Two small files per provider say how far the month is: the last day that the provider has worked
 * through, and the last day whose answers were taken in. A month begun again neither asks for days
 * that are over, nor takes in on an early day what a provider that was killed left half done of a
 * later one.
 */
static Status provider_day_path(Ctx *ctx, const Demo *demo, size_t i, const char *step,
                                Str *ret_path) {
    return ctx_print(ctx, ret_path, "%.*s/answers/%s.%s", STR_ARG(demo->options.dir), PROVIDERS[i],
                     step);
}

static Status provider_last_day(Ctx *ctx, const Demo *demo, size_t i, const char *step,
                                int64_t *ret_day) {
    Str path;
    Str text;
    *ret_day = 0;
    TRY(provider_day_path(ctx, demo, i, step, &path));
    if (!file_exists(path)) {
        return OK;
    }
    TRY(file_read_all(ctx, path, 64, &text));
    return str_to_int64(text, ret_day) ? OK : ctx_fail(ctx, E_FILE_READ, "%.*s", STR_ARG(path));
}

static Status provider_day_done(Ctx *ctx, const Demo *demo, size_t i, const char *step,
                                int64_t day) {
    Str path;
    Str text;
    TRY(provider_day_path(ctx, demo, i, step, &path));
    TRY(ctx_print(ctx, &text, "%lld", (long long)day));
    return file_write_atomic(ctx, path, text);
}

/* A bad file is the provider's: it is refused or set aside, and does not stop the month. */
static Status answer_load(Ctx *ctx, Demo *demo, size_t i, Str path) {
    Reply reply;
    Failure before = ctx->failure;
    ResultLoad load = {str_of(PROVIDERS[i]), path};
    ctx->user_id = demo->accountant_id;
    TRY(ctx_print(ctx, &ctx->request_key, "demo-result-%s-%.*s", PROVIDERS[i],
                  STR_ARG(file_base_name(path))));
    Status status = result_load(ctx, demo->app, &load, &reply);
    if (status != OK && status_class(status) != STATUS_REFUSED) {
        return status;
    }
    ctx->failure = before;
    return OK;
}

static Status answers_load_ending(Ctx *ctx, Demo *demo, size_t i, const char *ending) {
    Str folder;
    Str loaded;
    Str *names = NULL;
    size_t count = 0;
    TRY(ctx_print(ctx, &folder, "%.*s/answers/%s", STR_ARG(demo->options.dir), PROVIDERS[i]));
    TRY(file_join(ctx, folder, STR("loaded"), &loaded));
    TRY(file_make_folders(ctx, loaded));
    TRY(file_list(ctx, folder, str_of(ending), FILE_MAX, &names, &count));
    for (size_t k = 0; k < count; k++) {
        Str path;
        Str to;
        TRY(file_join(ctx, folder, names[k], &path));
        TRY(file_join(ctx, loaded, names[k], &to));
        if (file_exists(to)) {
            continue;
        }
        TRY(answer_load(ctx, demo, i, path));
        TRY(file_copy(ctx, path, to)); /* only a mark: the original is kept by its hash */
    }
    return OK;
}

static Status provider_day(Ctx *ctx, Demo *demo, size_t i, int64_t day) {
    int64_t worked_day = 0;
    int64_t taken_day = 0;
    TRY(provider_last_day(ctx, demo, i, "worked", &worked_day));
    TRY(provider_last_day(ctx, demo, i, "taken", &taken_day));
    if (day > worked_day) {
        TRY(provider_work(ctx, demo, i, day));
        TRY(provider_day_done(ctx, demo, i, "worked", day));
    }
    if (day > taken_day) {
        TRY(answers_load_ending(ctx, demo, i, ".xml"));
        TRY(answers_load_ending(ctx, demo, i, ".csv"));
        TRY(answers_load_ending(ctx, demo, i, ".xlsx"));
        TRY(provider_day_done(ctx, demo, i, "taken", day));
    }
    return OK;
}

Status demo_answers(Ctx *ctx, Demo *demo, int64_t from_day, int64_t until_day) {
    Reply reply;
    for (int64_t day = from_day; day <= until_day; day = clock_day_plus(day, ANSWER_EVERY_DAYS)) {
        demo_set_day(demo, day);
        for (size_t i = 0; i < PROVIDER_COUNT; i++) {
            ArenaMark mark = arena_mark(ctx->arena);
            TRY(provider_day(ctx, demo, i, day));
            arena_rewind(ctx->arena, mark);
        }
        ctx_progress(ctx, "demo_answers", day % 100, 0);
        ctx->user_id = demo->accountant_id;
        ctx->request_key = STR("");
        TRY(payment_mark_silent(ctx, demo->app, &reply));
    }
    return OK;
}

/* ---- closing ---- */

static Status audit_run(Ctx *ctx, Demo *demo, DemoMonth *month) {
    Str program;
    Str address;
    Str files;
    Str log;
    int exit_code = 0;
    TRY(ctx_print(ctx, &program, "%.*s/ansinh-audit", STR_ARG(demo->options.programs_dir)));
    TRY(ctx_copy_str(ctx, demo->options.db_address, &address));
    TRY(ctx_copy_str(ctx, demo->app->files_dir, &files));
    TRY(ctx_print(ctx, &log, "%.*s/audit-%lld.txt", STR_ARG(demo->options.dir),
                  (long long)month->period));
    const char *argv[] = {program.ptr, "--db", address.ptr, "--files", files.ptr, "--quiet", NULL};
    TRY(demo_program(ctx, argv, log, &exit_code));
    month->audit_exit = exit_code;
    return OK;
}

typedef struct FiguresRead {
    int64_t from_us;
    int64_t until_us;
    DemoMonth *month;
} FiguresRead;

static Status figures_read(Ctx *ctx, App *app, const void *arg) {
    const FiguresRead *read = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_DEMO_MONTH_FIGURES,
                     DB_PARAMS(DB_I(read->from_us), DB_I(read->until_us)), &cursor));
    read->month->answer_files = db_int64(cursor, 0);
    read->month->paid_dong = db_int64(cursor, 1);
    read->month->case_count = db_int64(cursor, 2);
    return OK;
}

/* From the day on which the files went out to the day on which those of the next month do. */
static Status month_figures(Ctx *ctx, Demo *demo, DemoMonth *month) {
    FiguresRead read = {clock_at_day(day_before(month->period, DAY_SEND), 0),
                        clock_at_day(month->period * 100 + DAY_SEND, 0), month};
    return app_read(ctx, demo->app, RIGHT_NONE, 0, figures_read, &read);
}

Status demo_close(Ctx *ctx, Demo *demo, DemoMonth *month) {
    App *app = demo->app;
    Reply reply;
    demo_set_day(demo, period_last_day((Period){month->period}));
    TRY(demo_step(ctx, demo->accountant_id, month->period, "hand-back", 0));
    TRY(books_hand_back(ctx, app, PROGRAMME_BTXH, month->period, STR("post1"), &reply));
    TRY(demo_step(ctx, demo->accountant_id, month->period, "close-soft", 0));
    TRY(period_close(ctx, app, PROGRAMME_BTXH, month->period, false, &reply));
    TRY(demo_step(ctx, demo->accountant_id, month->period, "close-hard", 0));
    TRY(period_close(ctx, app, PROGRAMME_BTXH, month->period, true, &reply));
    month->listed_count = reply_int(&reply, "listed_count");
    TRY(month_figures(ctx, demo, month));
    return audit_run(ctx, demo, month);
}
