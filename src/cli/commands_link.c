/* ansinh link: dedupe, match, explain: files in, files out. */
#include "app/link.h"
#include "cli/command.h"

enum { MIB = 1 << 20, MEMORY_MIB_DEFAULT = 16384 };

static Status request_of(Ctx *ctx, const Arguments *arguments, LinkRequest *ret_request) {
    int64_t memory_mib = 0;
    *ret_request = (LinkRequest){.spec_path = argument_text(arguments, "spec")};
    TRY(argument_int64(ctx, arguments, "threads", 0, &ret_request->threads));
    TRY(argument_int64(ctx, arguments, "memory", MEMORY_MIB_DEFAULT, &memory_mib));
    if (memory_mib < 1 || memory_mib > INT32_MAX || ret_request->threads < 0) {
        return ctx_fail(ctx, E_ARGUMENT, "--memory, --threads");
    }
    ret_request->memory_bytes = memory_mib * MIB;
    return OK;
}

static Status files_show(Ctx *ctx, Session *session, const LinkRequest *request) {
    Reply reply;
    TRY(link_files(ctx, request, &reply));
    reply_add_text(&reply, "out", request->out_dir);
    return session_show_reply(ctx, session, &reply);
}

static Status run_dedupe(Ctx *ctx, Session *session, const Arguments *arguments) {
    LinkRequest request;
    TRY(request_of(ctx, arguments, &request));
    request.left_path = arguments->positional;
    request.out_dir = argument_text(arguments, "out");
    return files_show(ctx, session, &request);
}

static Status run_match(Ctx *ctx, Session *session, const Arguments *arguments) {
    LinkRequest request;
    TRY(request_of(ctx, arguments, &request));
    request.left_path = arguments->positional;
    request.right_path = arguments->positional2;
    request.out_dir = argument_text(arguments, "out");
    return files_show(ctx, session, &request);
}

static Status run_explain(Ctx *ctx, Session *session, const Arguments *arguments) {
    LinkRequest request;
    LinkQuestion question = {arguments->positional, arguments->positional2};
    TRY(request_of(ctx, arguments, &request));
    request.left_path = argument_text(arguments, "in");
    request.right_path = argument_text(arguments, "with");
    return link_explain(ctx, &request, &question, &session->out);
}

#define SPEC_OPTION                                                                                \
    {"spec", "FILE", false, "mô tả so khớp (doc/linkage-spec.md); mặc định: người Việt Nam",       \
     "what is compared (doc/linkage-spec.md); default: people in Vietnam"}
#define THREADS_OPTION                                                                             \
    {"threads", "N", false, "số luồng (mặc định: theo máy)",                                       \
     "threads (default: as the machine has)"}
#define MEMORY_OPTION                                                                              \
    {"memory", "MIB", false,                                                                       \
     "bộ nhớ tối đa cho các bản ghi, MiB (mặc định 16384); mỗi luồng thêm tối đa 1024",            \
     "memory of the records at most, MiB (default 16384); each thread takes at most 1024 besides"}
#define OUT_OPTION {"out", "DIR", true, "thư mục kết quả", "folder of the results"}

static const Command COMMANDS[] = {
    {"link",
     "dedupe",
     "FILE",
     "tìm người có nhiều lần trong một tệp CSV",
     "finds who is in a CSV file more than once",
     false,
     run_dedupe,
     {OUT_OPTION, SPEC_OPTION, THREADS_OPTION, MEMORY_OPTION, {0}}},
    {"link",
     "match",
     "LEFT RIGHT",
     "tìm người của tệp trái trong tệp phải",
     "finds the people of the left file in the right one",
     false,
     run_match,
     {OUT_OPTION, SPEC_OPTION, THREADS_OPTION, MEMORY_OPTION, {0}}},
    {"link",
     "explain",
     "ID1 ID2",
     "vì sao hai bản ghi là một người hay không",
     "why two records are one person, or not",
     false,
     run_explain,
     {{"in", "FILE", true, "tệp có ID1", "the file with ID1"},
      {"with", "FILE", false, "tệp có ID2 (mặc định: cùng tệp)",
       "the file with ID2 (default: the same)"},
      SPEC_OPTION,
      THREADS_OPTION,
      MEMORY_OPTION,
      {0}}},
};

CommandList commands_link(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
