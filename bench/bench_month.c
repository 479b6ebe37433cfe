/*
 * bench_month -- one month of N persons and three providers, stage by stage: seconds, rows a
 * second, peak memory. The register is made first and is not part of the figures.
 *
 * bench_month --persons N [--db FILE|postgres://...] --dir DIR [--audit PROGRAM]
 */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "app/books.h"
#include "app/payment.h"
#include "app/payroll.h"
#include "app/setup.h"
#include "bench.h"
#include "law/law.h"
#include "sys/digest.h"
#include "sys/file.h"

typedef struct Bench {
    Ctx *ctx;
    App app;
    int64_t now_us;
    int64_t persons;
    Str dir;
    int64_t maker;
    int64_t checker;
    double started;
} Bench;

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void stage_begin(Bench *bench) {
    bench->started = seconds_now();
}

static double stage_end(const Bench *bench, const char *name, int64_t rows) {
    struct rusage usage;
    double spent = seconds_now() - bench->started;
    getrusage(RUSAGE_SELF, &usage);
    printf("%-34s %9.2f s %12.0f rows/s   peak %5ld MiB\n", name, spent,
           spent > 0 ? (double)rows / spent : 0.0, usage.ru_maxrss / 1024);
    fflush(stdout);
    return spent;
}

static Status law_open(Ctx *ctx, App *app) {
    LawFile files[LAW_FILE_MAX];
    size_t count = law_files_embedded(files);
    static uint8_t hash[DIGEST_BYTES];
    DigestState state;
    digest_init(&state);
    for (size_t i = 0; i < count; i++) {
        digest_add_text(&state, files[i].bytes);
    }
    digest_final(&state, hash);
    const LawBook *law = NULL;
    TRY(law_book_load(ctx, files, count, (Str){(const char *)hash, sizeof hash}, &law));
    app->law = law;
    return OK;
}

static Status provider_add(Bench *bench, const char *code, int64_t kind, const char *template) {
    Reply reply;
    ProviderAdd provider = {.code = str_of(code),
                            .name = str_of(code),
                            .kind = kind,
                            .bin = STR("970499"),
                            .out_template = str_of(template),
                            .in_template = str_of(template),
                            .chunk_rows = 50000,
                            .answer_days = 5,
                            .debtor_name = STR("KHO BAC"),
                            .debtor_account = STR("100200300")};
    return setup_add_provider(bench->ctx, &bench->app, &provider, &reply);
}

static Status prepare(Bench *bench, Str db_address) {
    Ctx *ctx = bench->ctx;
    App *app = &bench->app;
    Reply reply;
    Str keys_path;
    TRY(law_open(ctx, app));
    TRY(file_join(ctx, bench->dir, STR("keys"), &keys_path));
    TRY(file_join(ctx, bench->dir, STR("files"), &app->files_dir));
    TRY(file_make_folders(ctx, app->files_dir));
    TRY(keys_create(ctx, keys_path, &app->keys));
    TRY(db_open(ctx, db_address, (DbOptions){.create = true, .no_schema_check = true}, &app->db));
    TRY(setup_init(ctx, app, &reply));
    UserAdd admin = {STR("admin"), STR("Quản trị"), ROLE_ADMINISTRATOR, 0};
    TRY(setup_add_user(ctx, app, &admin, &reply));
    ctx->user_id = reply_int(&reply, "user_id");
    UserAdd maker = {STR("maker"), STR("Cán bộ"), ROLE_PROVINCE_OFFICER, 0};
    TRY(setup_add_user(ctx, app, &maker, &reply));
    bench->maker = reply_int(&reply, "user_id");
    UserAdd checker = {STR("checker"), STR("Kế toán"), ROLE_ACCOUNTANT, 0};
    TRY(setup_add_user(ctx, app, &checker, &reply));
    bench->checker = reply_int(&reply, "user_id");
    TRY(setup_load_areas(ctx, app, STR(""), &reply));
    TRY(provider_add(bench, "bank1", 1, "pain001"));
    TRY(provider_add(bench, "wallet1", 2, "bank_csv"));
    TRY(provider_add(bench, "post1", 3, "bank_csv"));
    stage_begin(bench);
    TRY(bench_fill_register(ctx, app, bench->persons));
    stage_end(bench, "(register made, not counted)", bench->persons);
    return OK;
}

static Status pay(Bench *bench, int64_t period, int64_t *ret_payroll_id, double *ret_seconds) {
    Ctx *ctx = bench->ctx;
    App *app = &bench->app;
    Reply reply;
    PayrollKey key = {1, 0, period, 1};
    ctx->user_id = bench->maker;
    stage_begin(bench);
    TRY(payroll_compute(ctx, app, &key, &reply));
    *ret_seconds = stage_end(bench, "payroll, difference, digest", bench->persons);
    int64_t payroll_id = reply_int(&reply, "payroll_id");
    Str digest = reply_text(&reply, "digest");
    ctx->user_id = bench->checker;
    Allotment allotment = {1, 0, period, payroll_id, 0, STR("1/QĐ")};
    stage_begin(bench);
    Reply other;
    TRY(books_allot(ctx, app, &allotment, &other));
    PayrollApprove approve = {payroll_id, digest};
    TRY(payroll_approve(ctx, app, &approve, &other));
    *ret_seconds += stage_end(bench, "allotment, approval", bench->persons);
    stage_begin(bench);
    TRY(books_prefund(ctx, app, payroll_id, &other));
    *ret_seconds += stage_end(bench, "prefunding", bench->persons);
    stage_begin(bench);
    TRY(payment_release(ctx, app, payroll_id, &other));
    *ret_seconds += stage_end(bench, "release", bench->persons);
    stage_begin(bench);
    TRY(payment_seal(ctx, app, payroll_id, &other));
    *ret_seconds += stage_end(bench, "files sealed and validated", bench->persons);
    Str out_dir;
    TRY(file_join(ctx, bench->dir, STR("exchange"), &out_dir));
    PaymentSend send = {payroll_id, out_dir};
    stage_begin(bench);
    TRY(payment_send(ctx, app, &send, &other));
    stage_end(bench, "sent (copied to the exchange)", bench->persons);
    *ret_payroll_id = payroll_id;
    return OK;
}

static Status reconcile(Bench *bench, int64_t payroll_id, double *ret_seconds) {
    Ctx *ctx = bench->ctx;
    Str dir;
    int64_t file_count = 0;
    int64_t row_count = 0;
    Str *names = NULL;
    size_t count = 0;
    TRY(ctx_print(ctx, &dir, "%.*s/answers-%lld", STR_ARG(bench->dir), (long long)payroll_id));
    TRY(bench_write_answers(ctx, &bench->app, payroll_id, dir, &file_count, &row_count));
    TRY(file_list(ctx, dir, STR(".xml"), 100000, &names, &count));
    stage_begin(bench);
    for (size_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Reply reply;
        ResultLoad load;
        TRY(file_join(ctx, dir, names[i], &load.path));
        load.provider_code = str_part(names[i], 0, str_find(names[i], STR("-"), 0));
        TRY(result_load(ctx, &bench->app, &load, &reply));
        arena_rewind(ctx->arena, mark);
    }
    *ret_seconds = stage_end(bench, "reconciled", row_count);
    return OK;
}

static Status run_audit(Bench *bench, const char *program, Str db_address) {
    Str address;
    pid_t child = 0;
    int wait_status = 0;
    TRY(ctx_copy_str(bench->ctx, db_address, &address));
    char *const argv[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)"--db",
                          (char *)(uintptr_t)address.ptr, NULL};
    if (posix_spawn(&child, program, NULL, NULL, argv, environ) != 0) {
        return ctx_fail(bench->ctx, E_FILE_OPEN, "%s", program);
    }
    while (waitpid(child, &wait_status, 0) < 0 && errno == EINTR) { /* ends: the child ends */
    }
    return wait_status == 0 ? OK : ctx_fail(bench->ctx, E_BUG, "the audit found something");
}

static Status settle(Bench *bench, int64_t period, const char *audit, Str db_address,
                     double *ret_seconds) {
    Reply reply;
    stage_begin(bench);
    TRY(period_close(bench->ctx, &bench->app, 1, period, true, &reply));
    *ret_seconds = stage_end(bench, "settlement and hard close", bench->persons);
    if (audit == NULL) {
        return OK;
    }
    stage_begin(bench);
    TRY(run_audit(bench, audit, db_address));
    *ret_seconds += stage_end(bench, "full audit", bench->persons);
    return OK;
}

static Status run(Bench *bench, Str db_address, const char *audit) {
    int64_t payroll_id = 0;
    double paying = 0;
    double reconciling = 0;
    double settling = 0;
    TRY(prepare(bench, db_address));
    for (int64_t period = 202601; period <= 202602; period++) {
        bench->now_us = clock_at_day(period == 202601 ? 20251220 : 20260120, 9);
        printf("-- month %lld\n", (long long)period);
        TRY(pay(bench, period, &payroll_id, &paying));
        bench->now_us = clock_at_day(period == 202601 ? 20260105 : 20260205, 9);
        TRY(reconcile(bench, payroll_id, &reconciling));
        TRY(settle(bench, period, audit, db_address, &settling));
        printf(
            "month %lld of %lld persons: pay %.1f s, reconcile %.1f s, settle and audit %.1f s\n",
            (long long)period, (long long)bench->persons, paying, reconciling, settling);
    }
    return OK;
}

int main(int argc, char **argv) {
    Ctx ctx = {.arena = arena_new((size_t)8 << 30), .language = LANGUAGE_EN};
    Bench bench = {.ctx = &ctx, .persons = 44000, .dir = STR("bench-out")};
    Str db_address = STR("");
    const char *audit = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        Str name = str_of(argv[i]);
        if (str_equal(name, STR("--persons"))) {
            if (!str_to_int64(str_of(argv[i + 1]), &bench.persons)) {
                return 1;
            }
        } else if (str_equal(name, STR("--db"))) {
            db_address = str_of(argv[i + 1]);
        } else if (str_equal(name, STR("--dir"))) {
            bench.dir = str_of(argv[i + 1]);
        } else if (str_equal(name, STR("--audit"))) {
            audit = argv[i + 1];
        }
    }
    ctx.clock = clock_manual(&bench.now_us);
    bench.now_us = clock_at_day(20251220, 8);
    Status status = file_make_folders(&ctx, bench.dir);
    if (status == OK && db_address.len == 0) {
        status = ctx_print(&ctx, &db_address, "%.*s/bench.db", STR_ARG(bench.dir));
    }
    if (status == OK) {
        status = run(&bench, db_address, audit);
    }
    if (status != OK) {
        fprintf(stderr, "%s: %s\n", status_name(status), ctx.failure.detail);
    }
    db_close(&bench.app.db);
    keys_free(&bench.app.keys);
    return status_exit_code(status);
}
