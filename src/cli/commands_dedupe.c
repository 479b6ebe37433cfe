/* ansinh dedupe: who stands in the register twice. */
#include "app/dedupe.h"
#include "cli/command.h"

enum { MIB = 1 << 20, MEMORY_MIB_DEFAULT = 16384, PERCENT_PPM = 10000, REVIEW_PERCENT = 50 };

static Status run_run(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    DedupeRun run = {.spec_path = argument_text(arguments, "spec")};
    int64_t memory_mib = 0;
    int64_t percent = 0;
    TRY(argument_home_area(ctx, session, arguments, "area", &run.area_id));
    TRY(argument_int64(ctx, arguments, "threads", 0, &run.threads));
    TRY(argument_int64(ctx, arguments, "memory", MEMORY_MIB_DEFAULT, &memory_mib));
    TRY(argument_int64(ctx, arguments, "least", REVIEW_PERCENT, &percent));
    if (memory_mib < 1 || memory_mib > INT32_MAX || run.threads < 0 || percent < 1 ||
        percent > 100) {
        return ctx_fail(ctx, E_ARGUMENT, "--memory, --threads, --least");
    }
    run.memory_bytes = memory_mib * MIB;
    run.review_ppm = percent * PERCENT_PPM;
    TRY(dedupe_run(ctx, &session->app, &run, &reply));
    return session_show_reply(ctx, session, &reply);
}

static Status run_runs(Ctx *ctx, Session *session, const Arguments *arguments) {
    (void)arguments;
    return dedupe_list_runs(ctx, &session->app, &session->out);
}

static const struct {
    const char *name;
    PairState state;
} STATES[] = {
    {"waiting", PAIR_WAITING},     {"same", PAIR_SAME}, {"different", PAIR_DIFFERENT},
    {"undecided", PAIR_UNDECIDED}, {"gone", PAIR_GONE}, {"any", PAIR_ANY},
};

static Status state_read(Ctx *ctx, Str text, PairState *ret_state) {
    for (size_t i = 0; i < sizeof STATES / sizeof STATES[0]; i++) {
        if (str_equal(text, str_of(STATES[i].name))) {
            *ret_state = STATES[i].state;
            return OK;
        }
    }
    return ctx_fail(ctx, E_ARGUMENT, "%.*s", STR_ARG(text));
}

static Status run_queue(Ctx *ctx, Session *session, const Arguments *arguments) {
    Page page = PAGE_WHOLE;
    PairState state = PAIR_WAITING;
    TRY(argument_area(ctx, session, arguments, "area", &page.area_id));
    TRY(argument_int64(ctx, arguments, "limit", INT64_MAX, &page.row_count));
    if (argument_given(arguments, "state")) {
        TRY(state_read(ctx, argument_text(arguments, "state"), &state));
    }
    return dedupe_queue(ctx, &session->app, &page, state, &session->out);
}

static Status run_show(Ctx *ctx, Session *session, const Arguments *arguments) {
    int64_t pair_id = 0;
    TRY(argument_positional_int64(ctx, arguments, &pair_id));
    return dedupe_show(ctx, &session->app, pair_id, &session->out);
}

static Status run_verdict(Ctx *ctx, Session *session, const Arguments *arguments) {
    Reply reply;
    DedupeVerdict verdict = {.reason = argument_text(arguments, "reason")};
    if (!str_to_int64(arguments->positional, &verdict.person_id) ||
        !str_to_int64(arguments->positional2, &verdict.other_person_id)) {
        return ctx_fail(ctx, E_ARGUMENT, "PERSON_ID PERSON_ID");
    }
    TRY(state_read(ctx, argument_text(arguments, "verdict"), &verdict.verdict));
    TRY(dedupe_verdict(ctx, &session->app, &verdict, &reply));
    return session_show_reply(ctx, session, &reply);
}

static const Command COMMANDS[] = {
    {"dedupe",
     "run",
     NULL,
     "tìm người có nhiều hồ sơ trong cơ sở dữ liệu",
     "finds who stands in the register more than once",
     true,
     run_run,
     {{"area", "CODE", false, "trong địa bàn (mặc định: toàn bộ)", "within an area (default: all)"},
      {"least", "PERCENT", false, "khả năng trùng ít nhất để đưa ra xem (mặc định 50)",
       "least likelihood that is queued (default 50)"},
      {"spec", "FILE", false, "mô tả so khớp riêng (doc/linkage-spec.md)",
       "another spec of comparisons (doc/linkage-spec.md)"},
      {"threads", "N", false, "số luồng", "threads"},
      {"memory", "MIB", false, "bộ nhớ tối đa (MiB)", "memory at most, MiB"},
      {0}}},
    {"dedupe",
     "runs",
     NULL,
     "các lần đối soát trùng",
     "the searches and their figures",
     true,
     run_runs,
     {{0}}},
    {"dedupe",
     "queue",
     NULL,
     "các cặp hồ sơ nghi trùng",
     "pairs that may be one person",
     true,
     run_queue,
     {{"state", "waiting|same|different|undecided|gone|any", false,
       "trạng thái (mặc định: chờ kết luận)", "state (default: waiting)"},
      {"area", "CODE", false, "cả hai hồ sơ trong địa bàn", "both within an area"},
      {"limit", "N", false, "nhiều nhất N cặp", "at most N pairs"},
      {0}}},
    {"dedupe",
     "show",
     "PAIR_ID",
     "một cặp hồ sơ: hai bên, lý do, kết luận",
     "one pair: both records, the reasons, the verdicts",
     true,
     run_show,
     {{0}}},
    {"dedupe",
     "verdict",
     "PERSON_ID PERSON_ID",
     "kết luận về hai hồ sơ; trùng thì tạm giữ hồ sơ sau",
     "says whether two records are one person; if so the later one is held",
     true,
     run_verdict,
     {{"verdict", "same|different|undecided", true, "kết luận", "the verdict"},
      {"reason", "TEXT", true, "căn cứ", "what it rests on"},
      {0}}},
};

CommandList commands_dedupe(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
