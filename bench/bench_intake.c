/*
 * bench_intake -- a list of N rows (25 columns) as XLSX through `intake load`, until it is
 * committed.
 *
 * bench_intake --rows N [--db FILE|postgres://...] --dir DIR
 */
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "app/register.h"
#include "app/setup.h"
#include "bench.h"
#include "demo/workbook.h"
#include "law/law.h"
#include "sys/digest.h"
#include "sys/file.h"

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static Status app_open(Ctx *ctx, App *app, Str db_address, Str dir) {
    LawFile files[LAW_FILE_MAX];
    Str keys_path;
    Reply reply;
    const LawBook *law = NULL;
    TRY(law_book_load(ctx, files, law_files_embedded(files), STR(""), &law));
    app->law = law;
    TRY(file_join(ctx, dir, STR("keys"), &keys_path));
    TRY(file_join(ctx, dir, STR("files"), &app->files_dir));
    TRY(keys_create(ctx, keys_path, &app->keys));
    TRY(db_open(ctx, db_address, (DbOptions){.create = true, .no_schema_check = true}, &app->db));
    TRY(setup_init(ctx, app, &reply));
    UserAdd admin = {STR("admin"), STR("Quản trị"), ROLE_ADMINISTRATOR, 0};
    TRY(setup_add_user(ctx, app, &admin, &reply));
    ctx->user_id = reply_int(&reply, "user_id");
    TRY(setup_load_areas(ctx, app, STR("14"), &reply));
    ProviderAdd provider = {.code = STR("bank1"),
                            .name = STR("bank1"),
                            .kind = 1,
                            .out_template = STR("pain001"),
                            .in_template = STR("pain001"),
                            .chunk_rows = 5000,
                            .answer_days = 5,
                            .debtor_name = STR("KHO BAC"),
                            .debtor_account = STR("100200300")};
    TRY(setup_add_provider(ctx, app, &provider, &reply));
    UserAdd officer = {STR("officer"), STR("Cán bộ"), ROLE_PROVINCE_OFFICER, 0};
    TRY(setup_add_user(ctx, app, &officer, &reply));
    ctx->user_id = reply_int(&reply, "user_id");
    return OK;
}

static Status run(Ctx *ctx, App *app, int64_t rows, Str db_address, Str dir) {
    const DemoNames *names = NULL;
    Reply reply;
    IntakeLoad load = {.programme_id = 1};
    TRY(file_make_folders(ctx, dir));
    TRY(app_open(ctx, app, db_address, dir));
    TRY(demo_names_load(ctx, &names));
    TRY(file_join(ctx, dir, STR("list.xlsx"), &load.path));
    TRY(demo_new_list_write(ctx, load.path, names, 1, 0, rows, 20250505));
    TRY(setup_find_area(ctx, app, STR("03646"), 20251220, &load.area_id));
    double started = seconds_now();
    TRY(intake_load(ctx, app, &load, &reply));
    double spent = seconds_now() - started;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("intake of %lld rows, %lld accepted: %.2f s, %.0f rows/s, peak %ld MiB\n",
           (long long)rows, (long long)reply_int(&reply, "accepted_count"), spent,
           (double)rows / spent, usage.ru_maxrss / 1024);
    return OK;
}

int main(int argc, char **argv) {
    Ctx ctx = {.arena = arena_new((size_t)4 << 30), .language = LANGUAGE_EN};
    App app = {.db = NULL};
    int64_t now_us = clock_at_day(20251220, 8);
    int64_t rows = 100000;
    Str dir = STR("bench-out");
    Str db_address = STR("");
    for (int i = 1; i + 1 < argc; i += 2) {
        Str name = str_of(argv[i]);
        if (str_equal(name, STR("--rows")) && !str_to_int64(str_of(argv[i + 1]), &rows)) {
            return 1;
        }
        if (str_equal(name, STR("--db"))) {
            db_address = str_of(argv[i + 1]);
        } else if (str_equal(name, STR("--dir"))) {
            dir = str_of(argv[i + 1]);
        }
    }
    ctx.clock = clock_manual(&now_us);
    Status status =
        db_address.len ? OK : ctx_print(&ctx, &db_address, "%.*s/bench.db", STR_ARG(dir));
    if (status == OK) {
        status = run(&ctx, &app, rows, db_address, dir);
    }
    if (status != OK) {
        fprintf(stderr, "%s: %s\n", status_name(status), ctx.failure.detail);
    }
    db_close(&app.db);
    keys_free(&app.keys);
    arena_free(&ctx.arena);
    return status_exit_code(status);
}
