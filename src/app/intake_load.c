/*
 * intake load: parsed before any transaction, written in one. Good rows go in, bad rows come back
 * in the same workbook with the reason beside the cell; accepted + refused = all rows (nothing is
 * lost).
 *
 * What if it comes twice: the bytes are known by SHA-256, nothing changes and the report says so.
 */
#include "app/intake.h"

#include "app/source_file.h"

#include <stdlib.h>

#include "codec/annotate.h"
#include "sys/file.h"

typedef struct LoadArg {
    const IntakeLoad *load;
    const IntakeFile *file;
    const StoredFile *stored;
    IntakeDecision *decisions; /* written anew at each run; read again for the annotated workbook */
} LoadArg;

typedef struct Counts {
    int64_t accepted;
    int64_t refused;
    int64_t warned;
    int64_t by_outcome[INTAKE_REFUSED + 1];
} Counts;

static Counts counts_of(const LoadArg *arg) {
    Counts counts = {0};
    for (size_t i = 0; i < arg->file->row_count; i++) {
        counts.by_outcome[arg->decisions[i].outcome]++;
        bool warned =
            arg->file->rows[i].warned || arg->decisions[i].issue == ISSUE_PERSON_MATCHED_BY_NAME;
        counts.warned += warned && arg->decisions[i].outcome != INTAKE_REFUSED;
    }
    counts.refused = counts.by_outcome[INTAKE_REFUSED];
    counts.accepted = (int64_t)arg->file->row_count - counts.refused;
    return counts;
}

static Status rows_store(Ctx *ctx, Db *db, const LoadArg *arg, int64_t intake_id) {
    CLEANUP(db_bulk_discard) DbBulk *rows = NULL;
    TRY(db_bulk_open(ctx, db, SQL_INTAKE_ROW_INSERT, &rows));
    for (size_t i = 0; i < arg->file->row_count; i++) {
        const IntakeDecision *decision = &arg->decisions[i];
        bool in = decision->outcome != INTAKE_REFUSED;
        TRY(db_bulk_add(ctx, rows,
                        DB_PARAMS(DB_I(intake_id), DB_I(arg->file->rows[i].sheet_no),
                                  DB_I(arg->file->rows[i].row_no), DB_I(decision->outcome),
                                  db_int_or_null(in, decision->person_id))));
    }
    return db_bulk_finish(ctx, &rows, NULL);
}

static Status issue_store(Ctx *ctx, DbBulk *bulk, int64_t intake_id, const IntakeRow *row,
                          int64_t issue_no, const IntakeIssue *issue) {
    return db_bulk_add(ctx, bulk,
                       DB_PARAMS(DB_I(intake_id), DB_I(row->sheet_no), DB_I(row->row_no),
                                 DB_I(issue_no), DB_I(issue->column),
                                 DB_I(issue_severity(issue->code)),
                                 DB_T(str_of(issue_name(issue->code))), DB_T(issue->found)));
}

/* Issues of the row itself, then the one found beside the register. */
static Status issues_store(Ctx *ctx, Db *db, const LoadArg *arg, int64_t intake_id) {
    size_t at = 0;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_bulk_open(ctx, db, SQL_INTAKE_ISSUE_INSERT, &bulk));
    for (size_t i = 0; i < arg->file->row_count; i++) {
        int64_t issue_no = 0;
        for (; at < arg->file->issue_count && arg->file->issues[at].row == i; at++) {
            TRY(issue_store(ctx, bulk, intake_id, &arg->file->rows[i], ++issue_no,
                            &arg->file->issues[at]));
        }
        if (arg->decisions[i].issue != ISSUE_NONE) {
            IntakeIssue found = {i, arg->decisions[i].issue, 0, STR("")};
            TRY(issue_store(ctx, bulk, intake_id, &arg->file->rows[i], ++issue_no, &found));
        }
    }
    return db_bulk_finish(ctx, &bulk, NULL);
}

static void reply_fill(Reply *reply, int64_t intake_id, int64_t row_count, const Counts *counts,
                       bool repeated) {
    reply_add_int(reply, "intake_id", intake_id);
    reply_add_int(reply, "row_count", row_count);
    reply_add_int(reply, "accepted_count", counts->accepted);
    reply_add_int(reply, "refused_count", counts->refused);
    reply_add_int(reply, "warned_count", counts->warned);
    reply_add_int(reply, "new_count", counts->by_outcome[INTAKE_NEW]);
    reply_add_int(reply, "updated_count", counts->by_outcome[INTAKE_UPDATED]);
    reply_add_int(reply, "unchanged_count", counts->by_outcome[INTAKE_UNCHANGED]);
    reply_add_int(reply, "repeated", repeated);
}

static Status reply_known(Ctx *ctx, Db *db, int64_t file_id, Reply *reply) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, db, SQL_INTAKE_BY_FILE, DB_PARAMS(DB_I(file_id)), &cursor));
    Counts counts = {.accepted = db_int64(cursor, 2),
                     .refused = db_int64(cursor, 3),
                     .warned = db_int64(cursor, 4)};
    reply_fill(reply, db_int64(cursor, 0), db_int64(cursor, 1), &counts, true);
    return OK;
}

static Status load_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg_ptr,
                         Reply *reply) {
    const LoadArg *arg = arg_ptr;
    Db *db = app->db;
    int64_t file_id = 0;
    int64_t intake_id = 0;
    Str sha256 = {(const char *)arg->stored->sha256, DIGEST_BYTES};
    TRY(source_file_find(ctx, db, sha256, FILE_KIND_INTAKE, &file_id));
    if (file_id != 0) {
        return reply_known(ctx, db, file_id, reply);
    }
    for (size_t i = 0; i < arg->file->row_count; i++) {
        arg->decisions[i] = (IntakeDecision){.person_id = 0};
    }
    TRY(intake_match(ctx, app, arg->load, arg->file, arg->decisions));
    TRY(db_take_ids(ctx, db, STR("file"), 1, &file_id));
    TRY(db_take_ids(ctx, db, STR("intake"), 1, &intake_id));
    TRY(db_exec(ctx, db, SQL_SOURCE_FILE_INSERT,
                DB_PARAMS(DB_I(file_id), DB_B(sha256), DB_T(file_base_name(arg->load->path)),
                          DB_I(arg->stored->byte_count), DB_I(FILE_KIND_INTAKE),
                          DB_T(arg->stored->stored_path), DB_I(change_seq)),
                NULL));
    IntakeWrite write = {arg->load, arg->file, arg->decisions, file_id, change_seq};
    TRY(intake_write(ctx, app, &write));
    Counts counts = counts_of(arg);
    TRY(db_exec(ctx, db, SQL_INTAKE_INSERT,
                DB_PARAMS(DB_I(intake_id), DB_I(file_id), DB_I(arg->load->area_id),
                          DB_T(arg->file->encodings), DB_I((int64_t)arg->file->row_count),
                          DB_I(counts.accepted), DB_I(counts.refused), DB_I(counts.warned),
                          DB_I(change_seq)),
                NULL));
    TRY(rows_store(ctx, db, arg, intake_id));
    TRY(issues_store(ctx, db, arg, intake_id));
    reply_fill(reply, intake_id, (int64_t)arg->file->row_count, &counts, false);
    return OK;
}

/* ---- the workbook that goes back ---- */

static Status issue_text(Ctx *ctx, IssueCode code, Str *ret_text) {
    return ctx_print(ctx, ret_text, "%s: %s", issue_sentence(code, ctx->language),
                     issue_remedy(code, ctx->language));
}

typedef struct Annotating {
    int64_t intake_id;
    AnnotateIssue *issues;
    size_t room;
    size_t count;
} Annotating;

/* As they are stored: whoever takes the same file in again gets the same workbook back. */
static Status issues_read(Ctx *ctx, Db *db, const void *arg) {
    Annotating *const *annotating = arg;
    Annotating *work = *annotating;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, db, SQL_INTAKE_LIST_ISSUES, DB_PARAMS(DB_I(work->intake_id)), &cursor));
    work->count = 0; /* it may run again */
    for (;;) {       /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        if (work->count == work->room) {
            return ctx_fail(ctx, E_BUG, "more than %zu issues", work->room);
        }
        IssueCode code = issue_of_name(db_str(cursor, 4));
        AnnotateIssue *out = &work->issues[work->count++];
        *out = (AnnotateIssue){
            .sheet = (int32_t)db_int64(cursor, 0),
            .row = db_int64(cursor, 1),
            .column = (int32_t)db_int64(cursor, 2),
            .severity = issue_severity(code) == ISSUE_REFUSAL ? ANNOTATE_ERROR : ANNOTATE_WARNING};
        TRY(issue_text(ctx, code, &out->text));
    }
}

static Status annotate(Ctx *ctx, const App *app, const LoadArg *arg, int64_t intake_id) {
    Annotating work = {.intake_id = intake_id,
                       .room = arg->file->issue_count + arg->file->row_count};
    Annotating *work_ptr = &work;
    Str in_path;
    Str out_path;
    TRY(ctx_alloc(ctx, (work.room + 1) * sizeof *work.issues, (void **)&work.issues));
    TRY(db_read(ctx, app->db, issues_read, &work_ptr));
    TRY(ctx_copy_str(ctx, arg->load->path, &in_path));
    TRY(ctx_copy_str(ctx, arg->load->annotated_path, &out_path));
    AnnotateInput input = {.in_path = in_path.ptr,
                           .out_path = out_path.ptr,
                           .issues = work.issues,
                           .issue_count = work.count,
                           .header_rows = arg->file->header_rows,
                           .header_row_count = arg->file->sheet_count};
    return annotate_workbook(ctx, &input);
}

static Status load_parsed(Ctx *ctx, App *app, LoadArg *arg, Reply *ret_reply) {
    char hex[DIGEST_HEX_CHARS + 1];
    Str input;
    Reply reply;
    hex_write(arg->stored->sha256, DIGEST_BYTES, hex);
    TRY(ctx_print(ctx, &input, "%lld %lld %s", (long long)arg->load->area_id,
                  (long long)arg->load->programme_id, hex));
    UseCase use_case = {"intake_load", RIGHT_REGISTER_WRITE, arg->load->area_id, input};
    TRY(app_write(ctx, app, &use_case, load_in_tx, arg, &reply));
    if (!str_is_empty(arg->load->annotated_path) &&
        reply_int(&reply, "refused_count") + reply_int(&reply, "warned_count") > 0) {
        TRY(annotate(ctx, app, arg, reply_int(&reply, "intake_id")));
        reply_add_text(&reply, "annotated_path", arg->load->annotated_path);
    }
    *ret_reply = reply;
    return OK;
}

Status intake_load(Ctx *ctx, App *app, const IntakeLoad *load, Reply *ret_reply) {
    RowRules rules;
    StoredFile stored;
    IntakeFile file;
    Str extension = file_extension(load->path);
    TRY(intake_rules_read(ctx, app, load->area_id, &rules));
    Status status = intake_parse(ctx, app, load->path, &rules, &file);
    if (status == OK) {
        status = file_store_put(ctx, app->files_dir, load->path,
                                str_part(extension, 1, extension.len), &stored);
    }
    IntakeDecision *decisions = status == OK ? calloc(file.row_count, sizeof *decisions) : NULL;
    if (status == OK && decisions == NULL) {
        status = ctx_fail(ctx, E_MEMORY_LIMIT, "%zu rows", file.row_count);
    }
    if (status == OK) {
        LoadArg arg = {load, &file, &stored, decisions};
        status = load_parsed(ctx, app, &arg, ret_reply);
    }
    free(decisions);
    intake_file_done(&file);
    return status;
}
