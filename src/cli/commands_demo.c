/* ansinh demo: a synthetic province and its months. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "demo/demo.h"
#include "sys/file.h"

enum { PROGRAM_PATH_MAX = 4096, PERSONS_OF_SON_LA = 43254 };

static bool has_programs(Ctx *ctx, Str dir) {
    Str auditor;
    return file_join(ctx, dir, STR("ansinh-audit"), &auditor) == OK && file_exists(auditor);
}

static Str folder_of(Str path) {
    while (path.len > 0 && path.ptr[path.len - 1] != '/') {
        path.len--;
    }
    return str_part(path, 0, path.len ? path.len - 1 : 0);
}

/* Where auditor and simulator lie: ANSINH_PROGRAMS, beside our own program, or at the top of a
 * build. */
static Status programs_dir(Ctx *ctx, Str *ret_dir) {
    char path[PROGRAM_PATH_MAX];
    Str named = str_of(getenv("ANSINH_PROGRAMS"));
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (!str_is_empty(named)) {
        *ret_dir = named;
        return OK;
    }
    Str at = folder_of((Str){path, length > 0 ? (size_t)length : 0});
    for (int up = 0; up < 3; up++) {
        if (has_programs(ctx, at)) {
            return ctx_copy_str(ctx, at, ret_dir);
        }
        at = folder_of(at);
    }
    return ctx_fail(ctx, E_FILE_OPEN,
                    "ansinh-audit is not beside this program; set ANSINH_PROGRAMS");
}

static Status demo_session(Ctx *ctx, Session *session, Str dir) {
    SessionOptions options = session->options;
    TRY(file_make_folders(ctx, dir));
    if (!options.db_is_given) {
        TRY(file_join(ctx, dir, STR("ansinh.db"), &options.db_address));
    }
    TRY(file_join(ctx, dir, STR("ansinh.keys"), &options.keys_path));
    TRY(file_join(ctx, dir, STR("files"), &options.files_dir));
    options.create = true;
    options.login = STR("");
    return session_open(ctx, &options, false, session);
}

static Status run_demo(Ctx *ctx, Session *session, const Arguments *arguments) {
    Demo *demo = NULL;
    int64_t now_us = 0;
    int64_t seed = 0;
    Clock clock = ctx->clock;
    TRY(ctx_alloc(ctx, sizeof *demo, (void **)&demo));
    demo->options.dir = argument_text(arguments, "dir");
    demo->options.province_code = STR("14");
    demo->options.fault_mix = "standard";
    TRY(argument_int64(ctx, arguments, "seed", 20260101, &seed));
    TRY(argument_int64(ctx, arguments, "months", 1, &demo->options.months));
    TRY(argument_int64(ctx, arguments, "scale", PERSONS_OF_SON_LA, &demo->options.scale));
    if (demo->options.months < 1 || demo->options.months > DEMO_MONTH_MAX ||
        demo->options.scale < 10) {
        return ctx_fail(ctx, E_ARGUMENT, "--months 1 to %d, --scale from 10", DEMO_MONTH_MAX);
    }
    demo->options.seed = (uint64_t)seed;
    if (argument_given(arguments, "faults")) {
        Str mix;
        TRY(ctx_copy_str(ctx, argument_text(arguments, "faults"), &mix));
        demo->options.fault_mix = mix.ptr;
    }
    TRY(programs_dir(ctx, &demo->options.programs_dir));
    ctx->clock = clock_manual(&now_us);
    now_us = clock_at_day(20251201, 8);
    demo->now_us = &now_us;
    TRY(demo_session(ctx, session, demo->options.dir));
    demo->app = &session->app;
    demo->options.db_address = session->options.db_address;
    Status status = demo_run(ctx, demo);
    if (status == OK) {
        status = demo_show(ctx, demo, &session->out);
    }
    ctx->clock = clock;
    return status;
}

static const Command COMMANDS[] = {
    {"demo",
     "",
     NULL,
     "tạo một tỉnh giả định và chạy trọn tháng",
     "make a synthetic province and run whole months",
     false,
     run_demo,
     {{"dir", "DIR", true, "thư mục làm việc", "where everything goes"},
      {"seed", "N", false, "số gieo (cùng số: cùng kết quả)",
       "seed (the same seed: the same result)"},
      {"months", "N", false, "số tháng, tính từ tháng đầu (1)",
       "months, counted from the first (1)"},
      {"scale", "PERSONS", false, "số người (43254, như Sơn La)", "persons (43254, like Sơn La)"},
      {"faults", "standard|none|harsh", false, "lỗi của tổ chức chi trả (standard)",
       "faults of the providers (standard)"},
      {0}}},
};

CommandList commands_demo(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
