/* The database of the demo: areas, users, providers, and the lists of all communes. */
#include "app/setup.h"

#include "app/register.h"
#include "demo/demo.h"
#include "demo/workbook.h"
#include "sys/file.h"

enum { SETUP_DAY = 20251201, INTAKE_DAY = 20251210, PROGRAMME_BTXH = 1 };

void demo_set_day(Demo *demo, int64_t day) {
    *demo->now_us = clock_at_day(day, 9);
}

Status demo_step(Ctx *ctx, int64_t user_id, int64_t period, const char *step, int64_t n) {
    ctx->user_id = user_id;
    return ctx_print(ctx, &ctx->request_key, "demo-%lld-%s-%lld", (long long)period, step,
                     (long long)n);
}

/* A user by login, added when missing. */
static Status user_ensure(Ctx *ctx, Demo *demo, UserAdd user, int64_t *ret_user_id) {
    Reply reply;
    Failure before = ctx->failure;
    Status status = setup_find_user(ctx, demo->app, user.login, ret_user_id);
    if (status != E_USER_UNKNOWN) {
        return status;
    }
    ctx->failure = before;
    TRY(demo_step(ctx, demo->admin_id, 0, user.login.ptr, 0));
    TRY(setup_add_user(ctx, demo->app, &user, &reply));
    *ret_user_id = reply_int(&reply, "user_id");
    return OK;
}

static Status providers_add(Ctx *ctx, Demo *demo) {
    static const struct {
        const char *code;
        const char *name;
        int64_t kind;
        const char *bin;
        const char *template;
    } PROVIDERS[] = {
        {"bank1", "Ngân hàng Mẫu", 1, "970901", "pain001"},
        {"wallet1", "Ví điện tử Mẫu", 2, "970902", "wallet_xlsx"},
        {"post1", "Bưu điện Mẫu", 3, "970903", "post_list_xlsx"},
    };
    for (size_t i = 0; i < sizeof PROVIDERS / sizeof PROVIDERS[0]; i++) {
        Reply reply;
        ProviderAdd provider = {.code = str_of(PROVIDERS[i].code),
                                .name = str_of(PROVIDERS[i].name),
                                .kind = PROVIDERS[i].kind,
                                .bin = str_of(PROVIDERS[i].bin),
                                .out_template = str_of(PROVIDERS[i].template),
                                .in_template = str_of(PROVIDERS[i].template),
                                .chunk_rows = 5000,
                                .answer_days = 8,
                                .debtor_name = STR("Sở Y tế tỉnh Mẫu"),
                                .debtor_account = STR("3713000000001")};
        TRY(demo_step(ctx, demo->admin_id, 0, "provider", (int64_t)i));
        TRY(setup_add_provider(ctx, demo->app, &provider, &reply));
    }
    return OK;
}

Status demo_setup(Ctx *ctx, Demo *demo) {
    Reply reply;
    demo_set_day(demo, SETUP_DAY);
    ctx->request_key = STR("demo-init");
    TRY(setup_init(ctx, demo->app, &reply));
    UserAdd admin = {STR("admin"), STR("Quản trị hệ thống"), ROLE_ADMINISTRATOR, 0};
    TRY(user_ensure(ctx, demo, admin, &demo->admin_id));
    TRY(demo_step(ctx, demo->admin_id, 0, "areas", 0));
    TRY(setup_load_areas(ctx, demo->app, demo->options.province_code, &reply));
    TRY(setup_find_area(ctx, demo->app, demo->options.province_code, SETUP_DAY, &demo->area_id));
    UserAdd officer = {STR("canbo1"), STR("Cán bộ tỉnh Một"), ROLE_PROVINCE_OFFICER, demo->area_id};
    UserAdd accountant = {STR("ketoan1"), STR("Kế toán Một"), ROLE_ACCOUNTANT, demo->area_id};
    UserAdd leader = {STR("lanhdao1"), STR("Lãnh đạo Một"), ROLE_LEADER, demo->area_id};
    int64_t leader_id = 0;
    TRY(user_ensure(ctx, demo, officer, &demo->officer_id));
    TRY(user_ensure(ctx, demo, accountant, &demo->accountant_id));
    TRY(user_ensure(ctx, demo, leader, &leader_id));
    return providers_add(ctx, demo);
}

static Status intake_one(Ctx *ctx, Demo *demo, Str path, int64_t area_id, int64_t n) {
    Reply reply;
    Str name = file_base_name(path);
    IntakeLoad load = {.path = path, .area_id = area_id, .programme_id = PROGRAMME_BTXH};
    TRY(ctx_print(ctx, &load.annotated_path, "%.*s/returned/%.*s.xlsx", STR_ARG(demo->options.dir),
                  STR_ARG(name)));
    if (file_exists(load.annotated_path)) {
        load.annotated_path = STR("");
    }
    TRY(demo_step(ctx, demo->officer_id, DEMO_FIRST_PERIOD, "intake", n));
    TRY(intake_load(ctx, demo->app, &load, &reply));
    demo->result.intake.file_count++;
    demo->result.intake.row_count += reply_int(&reply, "row_count");
    demo->result.intake.accepted_count += reply_int(&reply, "accepted_count");
    demo->result.intake.refused_count += reply_int(&reply, "refused_count");
    demo->result.intake.warned_count += reply_int(&reply, "warned_count");
    demo->result.intake.returned_file_count +=
        reply_int(&reply, "refused_count") + reply_int(&reply, "warned_count") > 0;
    return OK;
}

Status demo_intake(Ctx *ctx, Demo *demo) {
    DemoProvince *province = NULL;
    const DemoNames *names = NULL;
    Str folder;
    demo_set_day(demo, INTAKE_DAY);
    TRY(ctx_alloc(ctx, sizeof *province, (void **)&province));
    TRY(demo_names_load(ctx, &names));
    TRY(demo_province_plan(ctx, demo->options.province_code, demo->options.seed,
                           demo->options.scale, province));
    TRY(demo_lists_write(ctx, demo->options.dir, names, demo->options.seed, province));
    TRY(file_join(ctx, demo->options.dir, STR("returned"), &folder));
    TRY(file_make_folders(ctx, folder));
    for (size_t i = 0; i < province->count; i++) {
        ArenaMark mark = arena_mark(ctx->arena);
        Str path;
        int64_t commune_id = 0;
        if (province->communes[i].count == 0) {
            continue;
        }
        ctx_progress(ctx, "demo_intake", (int64_t)i, (int64_t)province->count);
        TRY(demo_list_path(ctx, demo->options.dir, province, i, &path));
        TRY(setup_find_area(ctx, demo->app, province->communes[i].code, INTAKE_DAY, &commune_id));
        TRY(intake_one(ctx, demo, path, commune_id, (int64_t)i));
        arena_rewind(ctx->arena, mark);
    }
    ctx_progress(ctx, "demo_intake", (int64_t)province->count, (int64_t)province->count);
    return OK;
}
