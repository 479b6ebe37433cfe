#include "app/audit_run.h"

#include "app/setup.h"
#include "app/table_query.h"
#include "sys/file.h"
#include "sys/file_store.h"
#include "sys/process.h"

enum { REPORT_MOST = 16 << 20 };

/* ---- running it ---- */

static Status home_right(Ctx *ctx, App *app, const void *arg) {
    (void)ctx;
    (void)app;
    (void)arg;
    return OK;
}

static Status program_run(Ctx *ctx, App *app, const AuditAsk *ask, Str out_path,
                          int64_t *ret_exit_code) {
    Str folder;
    Str program;
    Str setting;
    Str period;
    Str files;
    const char *words[10];
    size_t count = 0;
    TRY(process_own_folder(ctx, &folder));
    TRY(ctx_print(ctx, &program, "%.*sansinh-audit", STR_ARG(folder)));
    if (!file_exists(program)) { /* a build folder has it next door */
        TRY(ctx_print(ctx, &program, "%.*s../../audit/ansinh-audit", STR_ARG(folder)));
    }
    TRY(ctx_print(ctx, &setting, "ANSINH_DB=%.*s", STR_ARG(ask->db_address)));
    TRY(ctx_copy_str(ctx, app->files_dir, &files));
    TRY(ctx_print(ctx, &period, "%04d-%02d", (int)(ask->period / 100), (int)(ask->period % 100)));
    words[count++] = program.ptr;
    words[count++] = "--json";
    words[count++] = "--lang";
    words[count++] = ctx->language == LANGUAGE_VI ? "vi" : "en";
    words[count++] = "--files";
    words[count++] = files.ptr;
    if (ask->full) {
        words[count++] = "--full";
    }
    if (ask->period != 0) {
        words[count++] = "--period";
        words[count++] = period.ptr;
    }
    words[count] = NULL;
    return process_run(ctx, words, setting.ptr, out_path, ret_exit_code);
}

Status audit_ask(Ctx *ctx, App *app, const AuditAsk *ask, AuditReport *ret_report) {
    AuditReport report = {.begun_us = ctx_now_us(ctx)};
    int64_t home_area_id = 0;
    Str path;
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(app_read(ctx, app, RIGHT_LOG_READ, home_area_id, home_right, NULL));
    ctx_progress(ctx, "audit", 0, 0);
    TRY(file_store_temporary(ctx, app->files_dir, STR("json"), &path));
    Status status = program_run(ctx, app, ask, path, &report.exit_code);
    if (status == OK) {
        status = file_read_all(ctx, path, REPORT_MOST, &report.json);
    }
    if (file_exists(path)) {
        TRY(file_remove(ctx, path));
    }
    TRY(status);
    report.ended_us = ctx_now_us(ctx);
    *ret_report = report;
    return OK;
}

/* ---- what it said ---- */

typedef struct CheckLine {
    Str name;
    Str verdict;
    int64_t row_count;
    int64_t found_count;
} CheckLine;

/* The text between `before` and the next quote, comma or brace, from the start of the line on. */
static Str part_after(Str line, Str before) {
    size_t at = str_find(line, before, 0);
    if (at == SIZE_MAX) {
        return STR("");
    }
    size_t from = at + before.len;
    size_t end = from;
    while (end < line.len && line.ptr[end] != '"' && line.ptr[end] != ',' && line.ptr[end] != '}') {
        end++;
    }
    return str_part(line, from, end - from);
}

/* The report has a line for each check, which begins with its name: the auditor's own format. */
static bool check_next(Str *rest, CheckLine *ret_check) {
    Str line;
    while (rest->ptr != NULL && str_split_next(rest, '\n', &line)) { /* ends: the text does */
        CheckLine check = {.row_count = 0};
        if (!str_starts_with(line, STR("{\"check\":\""))) {
            continue;
        }
        check.name = part_after(line, STR("{\"check\":\""));
        check.verdict = part_after(line, STR("\"verdict\":\""));
        bool counted = str_to_int64(part_after(line, STR("\"row_count\":")), &check.row_count) &&
                       str_to_int64(part_after(line, STR("\"found_count\":")), &check.found_count);
        if (counted) {
            *ret_check = check;
            return true;
        }
    }
    return false;
}

typedef struct RecordArg {
    const AuditAsk *ask;
    const AuditReport *report;
} RecordArg;

static Status checks_insert(Ctx *ctx, Db *db, int64_t audit_id, Str json, int64_t ret_counts[2]) {
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    CheckLine check;
    ret_counts[0] = 0;
    ret_counts[1] = 0;
    TRY(db_bulk_open(ctx, db, SQL_AUDIT_CHECK_INSERT, &bulk));
    while (check_next(&json, &check)) { /* ends: the report does */
        ret_counts[0]++;
        ret_counts[1] += check.found_count;
        TRY(db_bulk_add(ctx, bulk,
                        DB_PARAMS(DB_I(audit_id), DB_I(ret_counts[0]), DB_T(check.name),
                                  DB_T(check.verdict), DB_I(check.row_count),
                                  DB_I(check.found_count))));
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

static Status record_work(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const RecordArg *in = arg;
    const AuditReport *report = in->report;
    int64_t audit_id = 0;
    int64_t counts[2];
    int64_t finding_count = 0;
    Str rest = report->json;
    CheckLine check;
    while (check_next(&rest, &check)) { /* ends: the report does */
        finding_count += check.found_count;
    }
    TRY(db_take_ids(ctx, app->db, STR("audit_run"), 1, &audit_id));
    TRY(db_exec(ctx, app->db, SQL_AUDIT_RUN_INSERT,
                DB_PARAMS(DB_I(audit_id), DB_I(report->exit_code),
                          db_int_or_null(in->ask->period != 0, in->ask->period),
                          DB_I(report->begun_us), DB_I(report->ended_us), DB_I(finding_count),
                          DB_T(report->json), DB_I(change_seq)),
                NULL));
    TRY(checks_insert(ctx, app->db, audit_id, report->json, counts));
    reply_add_int(reply, "audit_id", audit_id);
    reply_add_int(reply, "exit_code", report->exit_code);
    reply_add_int(reply, "check_count", counts[0]);
    reply_add_int(reply, "finding_count", finding_count);
    return OK;
}

Status audit_record(Ctx *ctx, App *app, const AuditAsk *ask, const AuditReport *report,
                    Reply *ret_reply) {
    RecordArg arg = {ask, report};
    UseCase use_case = {.name = "audit_record", .right = RIGHT_LOG_READ};
    if (report->exit_code > 2 || str_is_empty(report->json)) {
        return ctx_fail(ctx, E_FILE_READ, "ansinh-audit: exit code %lld",
                        (long long)report->exit_code);
    }
    TRY(setup_home_area(ctx, app, &use_case.area_id));
    TRY(ctx_print(ctx, &use_case.input, "period=%lld full=%d", (long long)ask->period,
                  (int)ask->full));
    return app_write(ctx, app, &use_case, record_work, &arg, ret_reply);
}

/* ---- looking at it ---- */

Status audit_list(Ctx *ctx, App *app, const Page *page, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"audit_id", "Lần kiểm toán", "Audit", CELL_ID},
        {"begun_us", "Bắt đầu", "Begun at", CELL_INT},
        {"ended_us", "Kết thúc", "Ended at", CELL_INT},
        {"login", "Người yêu cầu", "By", CELL_TEXT},
        {"period", "Kỳ", "Month", CELL_PERIOD},
        {"verdict", "Kết quả", "Verdict", CELL_AUDIT_VERDICT},
        {"check_count", "Số phép kiểm", "Checks", CELL_INT},
        {"finding_count", "Số phát hiện", "Findings", CELL_INT},
    };
    DbValue params[] = {DB_I(page->after), DB_I(page->row_count)};
    TableQuery query = {SQL_AUDIT_PAGE, params, 2, "audits", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

Status audit_list_checks(Ctx *ctx, App *app, int64_t audit_id, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"name", "Phép kiểm", "Check", CELL_TEXT},
        {"verdict", "Kết quả", "Verdict", CELL_TEXT},
        {"row_count", "Số dòng đã xem", "Rows seen", CELL_INT},
        {"finding_count", "Số phát hiện", "Findings", CELL_INT},
    };
    DbValue params[] = {DB_I(audit_id)};
    TableQuery query = {SQL_AUDIT_CHECK_LIST_LAST, params, 1, "checks", COLUMNS(COLUMNS_OF)};
    return table_query_show_home(ctx, app, RIGHT_REPORT, &query, out);
}

typedef struct ReportArg {
    int64_t audit_id;
    Str *json;
} ReportArg;

static Status report_read(Ctx *ctx, App *app, const void *arg) {
    const ReportArg *in = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, app->db, SQL_AUDIT_REPORT, DB_PARAMS(DB_I(in->audit_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "audit %lld", (long long)in->audit_id);
    }
    return ctx_copy_str(ctx, db_str(cursor, 0), in->json);
}

Status audit_show_report(Ctx *ctx, App *app, int64_t audit_id, Str *ret_json) {
    ReportArg arg = {audit_id, ret_json};
    int64_t home_area_id = 0;
    TRY(setup_home_area(ctx, app, &home_area_id));
    return app_read(ctx, app, RIGHT_LOG_READ, home_area_id, report_read, &arg);
}
