/* ansinh law: check, amount, explain, replay, cases: the law without a database. */
#include <stdio.h>

#include "app/law_register.h"
#include "app/law_show.h"
#include "cli/command.h"
#include "cli/show.h"
#include "law/law_cases.h"
#include "law/law_rows_list.h"
#include "sys/file.h"

enum { FILE_BYTES_MAX = 16 << 20, TEXT_MAX = 4 << 20, CASE_FILE_MAX = 256 };

/* All files of a folder that end in .yaml, by name, as law files or cases. */
static Status files_of(Ctx *ctx, Str folder, LawFile *files, size_t max, size_t *ret_count) {
    Str *names = NULL;
    size_t count = 0;
    if (!file_is_folder(folder)) {
        Str path;
        TRY(ctx_copy_str(ctx, folder, &path));
        files[0].name = path.ptr;
        TRY(file_read_all(ctx, folder, FILE_BYTES_MAX, &files[0].bytes));
        *ret_count = 1;
        return OK;
    }
    TRY(file_list(ctx, folder, STR(".yaml"), max, &names, &count));
    for (size_t i = 0; i < count; i++) {
        Str path;
        Str copy;
        TRY(file_join(ctx, folder, names[i], &path));
        TRY(ctx_copy_str(ctx, path, &copy));
        files[i].name = copy.ptr;
        TRY(file_read_all(ctx, path, FILE_BYTES_MAX, &files[i].bytes));
    }
    *ret_count = count;
    return OK;
}

/* The law of the program, or that of a folder named by --law. */
static Status book_of(Ctx *ctx, const Session *session, const Arguments *arguments,
                      const LawBook **ret_book) {
    LawFile files[LAW_FILE_MAX];
    size_t count = 0;
    if (!argument_given(arguments, "law")) {
        *ret_book = session->app.law;
        return OK;
    }
    TRY(files_of(ctx, argument_text(arguments, "law"), files, LAW_FILE_MAX, &count));
    return law_book_load(ctx, files, count, STR(""), ret_book);
}

static Status persons_of(Ctx *ctx, const LawBook *book, Str path, LawAsk *ask) {
    Str bytes;
    Str name;
    TRY(ctx_copy_str(ctx, path, &name));
    TRY(file_read_all(ctx, path, FILE_BYTES_MAX, &bytes));
    ask->book = book;
    return law_persons_read(ctx, book, name.ptr, bytes, &ask->persons, &ask->person_count);
}

static Status ask_read(Ctx *ctx, const Session *session, const Arguments *arguments, LawAsk *ask) {
    const LawBook *book = NULL;
    TRY(book_of(ctx, session, arguments, &book));
    TRY(persons_of(ctx, book, argument_text(arguments, "person"), ask));
    TRY(law_months_parse(ctx, argument_text(arguments, "months"), &ask->from, &ask->to));
    return argument_day(ctx, arguments, "known-at", LAW_ALL_KNOWN, &ask->known_at);
}

static Status run_check(Ctx *ctx, Session *session, const Arguments *arguments) {
    const LawBook *book = NULL;
    LawRowView row;
    int64_t rows = 0;
    int64_t unverified = 0;
    TRY(book_of(ctx, session, arguments, &book));
    for (size_t i = 0; law_row_at(book, i, &row); i++) {
        rows++;
        unverified += !row.verified;
    }
    if (argument_given(arguments, "unverified")) {
        return law_show_unverified(ctx, book, &session->out);
    }
    Reply reply = {.count = 0};
    reply_add_int(&reply, "law_category_count", (int64_t)law_category_count(book));
    reply_add_int(&reply, "law_clause_count", (int64_t)law_clause_count(book));
    reply_add_int(&reply, "law_row_count", rows);
    reply_add_int(&reply, "law_unverified_count", unverified);
    return session_show_reply(ctx, session, &reply);
}

static Status run_amount(Ctx *ctx, Session *session, const Arguments *arguments) {
    LawAsk ask = {.person_count = 0};
    TRY(ask_read(ctx, session, arguments, &ask));
    return law_show_amounts(ctx, &ask, &session->out);
}

/* Replay and simulation read the register; the other commands need no database. */
static Status register_open(Ctx *ctx, Session *session) {
    SessionOptions options = session->options;
    return session_open(ctx, &options, true, session);
}

static Status replay_register(Ctx *ctx, Session *session, const Arguments *arguments) {
    LawReplay replay = {.persons = argument_given(arguments, "persons")};
    TRY(register_open(ctx, session));
    TRY(law_months_parse(ctx, argument_text(arguments, "months"), &replay.from, &replay.to));
    TRY(argument_day(ctx, arguments, "known-at", LAW_ALL_KNOWN, &replay.known_at));
    TRY(argument_home_area(ctx, session, arguments, "area", &replay.area_id));
    return law_replay_register(ctx, &session->app, &replay, &session->out);
}

/* The law of the program with the reform as one file more. */
static Status reform_load(Ctx *ctx, Str path, const LawBook **ret_book) {
    LawFile files[LAW_FILE_MAX];
    size_t count = law_files_embedded(files);
    Str name;
    if (count == LAW_FILE_MAX) {
        return ctx_fail(ctx, E_LAW_SYNTAX, "%zu law files", count);
    }
    TRY(ctx_copy_str(ctx, path, &name));
    files[count].name = name.ptr;
    TRY(file_read_all(ctx, path, FILE_BYTES_MAX, &files[count].bytes));
    return law_book_load(ctx, files, count + 1, STR(""), ret_book);
}

static Status run_simulate(Ctx *ctx, Session *session, const Arguments *arguments) {
    LawSimulation simulation = {.by_area = argument_given(arguments, "by-area")};
    TRY(reform_load(ctx, arguments->positional, &simulation.reform));
    TRY(law_months_parse(ctx, argument_text(arguments, "months"), &simulation.from,
                         &simulation.to));
    TRY(register_open(ctx, session));
    TRY(argument_home_area(ctx, session, arguments, "area", &simulation.area_id));
    return law_simulate_register(ctx, &session->app, &simulation, &session->out);
}

static Status run_replay(Ctx *ctx, Session *session, const Arguments *arguments) {
    LawAsk ask = {.person_count = 0};
    if (!argument_given(arguments, "person")) {
        return replay_register(ctx, session, arguments);
    }
    TRY(ask_read(ctx, session, arguments, &ask));
    return law_show_replay(ctx, &ask, &session->out);
}

static Status person_pick(Ctx *ctx, const Arguments *arguments, LawAsk *ask) {
    Str id = argument_text(arguments, "id");
    for (size_t i = 0; i < ask->person_count && !str_is_empty(id); i++) {
        if (str_equal(ask->persons[i].name, id)) {
            ask->persons += i;
            return OK;
        }
    }
    return str_is_empty(id) ? OK
                            : ctx_fail(ctx, E_ARGUMENT, "--id %.*s: %s", STR_ARG(id),
                                       ctx_say(ctx, "không có trong tệp", "not in the file"));
}

/* PERSON is the number of a person of the register, or a person file. */
static Status explained_find(Ctx *ctx, Session *session, const Arguments *arguments, LawAsk *ask) {
    const LawBook *book = NULL;
    int64_t person_id = 0;
    if (!str_to_int64(arguments->positional, &person_id) || file_exists(arguments->positional)) {
        TRY(book_of(ctx, session, arguments, &book));
        TRY(persons_of(ctx, book, arguments->positional, ask));
        return person_pick(ctx, arguments, ask);
    }
    LawPersonFile *found = NULL;
    const LawPerson *person = NULL;
    TRY(register_open(ctx, session));
    TRY(law_register_person(ctx, &session->app, person_id, &person));
    TRY(ctx_alloc(ctx, sizeof *found, (void **)&found));
    found->name = arguments->positional;
    found->person = *person;
    *ask = (LawAsk){.book = session->app.law, .persons = found, .person_count = 1};
    return OK;
}

static Status run_explain(Ctx *ctx, Session *session, const Arguments *arguments) {
    LawAsk ask = {.person_count = 0};
    CLEANUP(strbuf_done) StrBuf buf;
    strbuf_init(&buf, TEXT_MAX);
    TRY(explained_find(ctx, session, arguments, &ask));
    TRY(argument_period(ctx, arguments, "month", &ask.from.number));
    TRY(argument_day(ctx, arguments, "known-at", LAW_ALL_KNOWN, &ask.known_at));
    if (session->options.json || !str_is_empty(session->options.table_path)) {
        return law_show_steps(ctx, &ask, &session->out);
    }
    TRY(law_show_text(ctx, &ask, &buf));
    fwrite(buf.ptr, 1, buf.len, stdout);
    return OK;
}

typedef struct CaseCount {
    const char *file;
    int64_t passed;
    int64_t failed;
    int64_t months;
    bool quiet;
} CaseCount;

static void case_report(void *arg, const LawCaseResult *result) {
    CaseCount *count = arg;
    count->passed += result->passed;
    count->failed += !result->passed;
    count->months += result->months;
    if (!result->passed && !count->quiet) {
        printf("%s:%zu: %.*s (%.*s): %s\n", count->file, result->line, STR_ARG(result->name),
               STR_ARG(result->clause), result->say);
    }
}

static Status run_cases(Ctx *ctx, Session *session, const Arguments *arguments) {
    const LawBook *book = NULL;
    LawFile *files = NULL;
    size_t count = 0;
    CaseCount cases = {.quiet = session->options.json};
    TRY(book_of(ctx, session, arguments, &book));
    TRY(ctx_alloc(ctx, CASE_FILE_MAX * sizeof *files, (void **)&files));
    TRY(files_of(ctx, arguments->positional, files, CASE_FILE_MAX, &count));
    for (size_t i = 0; i < count; i++) {
        cases.file = files[i].name;
        TRY(law_cases_run(ctx, book, &files[i], case_report, &cases));
    }
    Reply reply = {.count = 0};
    reply_add_int(&reply, "law_case_count", cases.passed + cases.failed);
    reply_add_int(&reply, "law_month_count", cases.months);
    reply_add_int(&reply, "law_failed_count", cases.failed);
    TRY(session_show_reply(ctx, session, &reply));
    return cases.failed == 0 ? OK
                             : ctx_fail(ctx, E_LAW_CASE, "%lld / %lld", (long long)cases.failed,
                                        (long long)(cases.passed + cases.failed));
}

#define LAW_OPTION                                                                                 \
    {"law", "DIR", false, "thư mục tệp luật (mặc định: luật trong chương trình)",                  \
     "folder of law files (default: those inside the program)"}
#define AREA_OPTION                                                                                \
    {"area", "CODE", false, "địa bàn (mặc định: nơi cơ sở dữ liệu phục vụ)",                       \
     "area (default: the one that the database serves)"}
#define PERSON_OPTION                                                                              \
    {"person", "FILE", true, "tệp người (doc/law-person.md)", "person file (doc/law-person.md)"}
#define MONTHS_OPTION                                                                              \
    {"months", "A..B", true, "các tháng, ví dụ 2026-01..2026-10", "months, as 2026-01..2026-10"}
#define KNOWN_OPTION                                                                               \
    {"known-at", "DATE", false, "chỉ tính những gì đã biết đến ngày này",                          \
     "only what was known on that day"}

static const Command COMMANDS[] = {
    {"law",
     "check",
     NULL,
     "kiểm tra tệp luật: chồng chéo, khoảng trống, tham chiếu sai",
     "check the law files: overlaps, gaps, unknown references",
     false,
     run_check,
     {LAW_OPTION,
      {"unverified", NULL, false, "liệt kê các dòng chưa kiểm chứng", "list rows not verified"},
      {0}}},
    {"law",
     "amount",
     NULL,
     "số tiền theo tháng của người trong tệp",
     "amounts by month of the persons of a file",
     false,
     run_amount,
     {PERSON_OPTION, MONTHS_OPTION, KNOWN_OPTION, LAW_OPTION, {0}}},
    {"law",
     "explain",
     "PERSON",
     "giải thích từng bước số tiền một tháng của một người (mã số hoặc tệp)",
     "explain the amount of a month of a person (number or file), step by step",
     false,
     run_explain,
     {{"month", "MONTH", true, "tháng, ví dụ 2026-07", "the month, e.g. 2026-07"},
      {"id", "ID", false, "người nào trong tệp (mặc định: người đầu)",
       "which person of the file (default: the first)"},
      KNOWN_OPTION,
      LAW_OPTION,
      {0}}},
    {"law",
     "replay",
     NULL,
     "tính lại các tháng, so với đã chi: truy lĩnh, truy thu",
     "compute months again against what was paid: arrears, recovery",
     false,
     run_replay,
     {MONTHS_OPTION,
      KNOWN_OPTION,
      {"person", "FILE", false, "tệp người; không có: cả sổ đăng ký",
       "person file; without: the register"},
      AREA_OPTION,
      {"persons", NULL, false, "từng người (của sổ đăng ký)", "person by person (of the register)"},
      LAW_OPTION,
      {0}}},
    {"law",
     "simulate",
     "REFORM_FILE",
     "so luật hiện hành với phương án, trên sổ đăng ký",
     "compare the law with a reform, over the register",
     false,
     run_simulate,
     {MONTHS_OPTION,
      AREA_OPTION,
      {"by-area", NULL, false, "theo từng xã", "commune by commune"},
      {0}}},
    {"law",
     "cases",
     "FILE|DIR",
     "chạy các ca tính mẫu (law/cases)",
     "run worked cases (law/cases)",
     false,
     run_cases,
     {LAW_OPTION, {0}}},
};

CommandList commands_law(void) {
    return (CommandList){COMMANDS, sizeof COMMANDS / sizeof COMMANDS[0]};
}
