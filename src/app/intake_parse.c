/*
 * A file in two passes, both streams: the first looks at the first rows of each sheet and lets the
 * cells of each column vote for an encoding; the second reads every row into values or issues.
 */
#include "app/intake.h"

#include <stdlib.h>
#include <string.h>

#include "codec/sheet.h"
#include "registry/row_read.h"
#include "text/clean.h"

enum { COLUMN_MAX = HEADER_COLUMN_MAX, VOTE_ROWS = 5000, ROW_CELL_MAX = 512 };

typedef struct SheetPlan {
    HeaderMap map;
    Encoding encodings[COLUMN_MAX + 1];
    bool is_list; /* a hidden or empty sheet is passed over */
} SheetPlan;

void intake_file_done(IntakeFile *file) {
    free(file->rows);
    free(file->issues);
    arena_free(&file->arena);
}

static Status array_room(Ctx *ctx, void **array, size_t size, size_t count, size_t *room) {
    if (count < *room) {
        return OK;
    }
    size_t more = *room ? *room * 2 : 256;
    void *grown = realloc(*array, more * size);
    if (grown == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "%zu bytes", more * size);
    }
    *array = grown;
    *room = more;
    return OK;
}

Status intake_add_issue(Ctx *ctx, IntakeFile *file, size_t row, IssueCode code, int32_t column,
                        Str found) {
    TRY(array_room(ctx, (void **)&file->issues, sizeof *file->issues, file->issue_count,
                   &file->issue_room));
    file->issues[file->issue_count++] = (IntakeIssue){row, code, column, found};
    if (issue_severity(code) == ISSUE_REFUSAL) {
        file->rows[row].refused = true;
    } else {
        file->rows[row].warned = true;
    }
    return OK;
}

/* ---- first pass ---- */

static Str font_name(SheetFont font) {
    switch (font) {
    case SHEET_FONT_TCVN3:
        return STR(".VnTime");
    case SHEET_FONT_TCVN3_UPPER:
        return STR(".VnTimeH");
    case SHEET_FONT_VNI:
        return STR("VNI-Times");
    case SHEET_FONT_UNICODE:
        break;
    }
    return STR("");
}

static void row_vote(const SheetRow *row, EncodingVotes *votes) {
    for (size_t i = 0; i < row->cell_count; i++) {
        const SheetCell *cell = &row->cells[i];
        if (cell->kind == SHEET_TEXT && cell->column <= COLUMN_MAX) {
            encoding_votes_add(&votes[cell->column], cell->text);
            if (cell->font != SHEET_FONT_UNICODE) {
                encoding_votes_font(&votes[cell->column], font_name(cell->font));
            }
        }
    }
}

/* Decodes and cleans one row; cells that no encoding fits are marked. */
static Status row_decode(Ctx *ctx, const SheetRow *row, const Encoding *encodings,
                         RowCell *ret_cells, size_t *ret_count) {
    size_t count = 0;
    for (size_t i = 0; i < row->cell_count && count < ROW_CELL_MAX; i++) {
        const SheetCell *cell = &row->cells[i];
        if (cell->column > COLUMN_MAX) {
            break;
        }
        RowCell *out = &ret_cells[count++];
        *out = (RowCell){
            .column = cell->column, .kind = cell->kind, .text = cell->text, .date = cell->date};
        if (cell->kind != SHEET_TEXT) {
            TRY(ctx_copy_str(ctx, cell->text, &out->text));
            continue;
        }
        Failure before = ctx->failure;
        Str decoded;
        if (encoding_decode(ctx, encodings[cell->column], cell->text, &decoded) != OK) {
            ctx->failure = before; /* an issue of the row, not a failure of ours */
            out->is_unreadable = true;
            out->text = (Str){"", 0};
            continue;
        }
        TRY(text_clean(ctx, decoded, &out->text));
    }
    *ret_count = count;
    return OK;
}

typedef struct Heads {
    HeadRow rows[HEADER_ROW_MAX];
    SheetRow raw[HEADER_ROW_MAX];
    size_t count;
} Heads;

static Status head_copy(Ctx *ctx, const SheetRow *row, Heads *heads) {
    SheetRow *copy = &heads->raw[heads->count];
    SheetCell *cells = NULL;
    *copy = *row;
    TRY(ctx_alloc(ctx, (row->cell_count + 1) * sizeof *cells, (void **)&cells));
    for (size_t i = 0; i < row->cell_count; i++) {
        cells[i] = row->cells[i];
        TRY(ctx_copy_str(ctx, row->cells[i].text, &cells[i].text));
    }
    copy->cells = cells;
    heads->count++;
    return OK;
}

static Status sheet_votes(Ctx *ctx, SheetReader *reader, EncodingVotes *votes, Heads *heads) {
    for (int64_t seen = 0; seen < VOTE_ROWS; seen++) {
        SheetRow row;
        bool has_row = false;
        TRY(sheet_next_row(ctx, reader, &row, &has_row));
        if (!has_row) {
            break;
        }
        row_vote(&row, votes);
        if (heads->count < HEADER_ROW_MAX && row.damage == OK) {
            TRY(head_copy(ctx, &row, heads));
        }
    }
    return OK;
}

/* A CSV file has one encoding, and all of its columns speak for it; in a workbook each column may
 * have been typed in a font of its own. */
static void votes_join(EncodingVotes *votes) {
    EncodingVotes all = {0};
    for (size_t column = 1; column <= COLUMN_MAX; column++) {
        all.cells += votes[column].cells;
        all.cells_not_utf8 += votes[column].cells_not_utf8;
        all.words += votes[column].words;
        for (size_t raw = 0; raw < 2; raw++) {
            for (size_t kind = 0; kind < ENCODING_KINDS; kind++) {
                all.tried[raw][kind] += votes[column].tried[raw][kind];
                all.valid[raw][kind] += votes[column].valid[raw][kind];
            }
        }
    }
    for (size_t column = 1; column <= COLUMN_MAX; column++) {
        votes[column] = all;
    }
}

static Status encodings_decide(Ctx *ctx, EncodingVotes *votes, bool is_csv, SheetPlan *plan) {
    if (is_csv) {
        votes_join(votes);
    }
    for (size_t column = 1; column <= COLUMN_MAX; column++) {
        Failure before = ctx->failure;
        if (encoding_decide(ctx, &votes[column], &plan->encodings[column]) != OK) {
            ctx->failure = before;
            plan->encodings[column] =
                (Encoding){.kind = ENCODING_UTF8}; /* its bad cells become issues */
        }
    }
    return OK;
}

static Status sheet_plan(Ctx *ctx, SheetReader *reader, const SheetInfo *info, SheetPlan *plan) {
    EncodingVotes *votes = NULL;
    Heads *heads = NULL;
    TRY(ctx_alloc(ctx, (COLUMN_MAX + 1) * sizeof *votes, (void **)&votes));
    TRY(ctx_alloc(ctx, sizeof *heads, (void **)&heads));
    TRY(sheet_votes(ctx, reader, votes, heads));
    plan->is_list = !info->is_hidden && heads->count > 0;
    if (!plan->is_list) {
        return OK;
    }
    bool is_csv = sheet_file_kind(reader) == SHEET_FILE_CSV;
    TRY(encodings_decide(ctx, votes, is_csv, plan));
    for (size_t i = 0; i < heads->count; i++) {
        RowCell *cells = NULL;
        size_t count = 0;
        TRY(ctx_alloc(ctx, (heads->raw[i].cell_count + 1) * sizeof *cells, (void **)&cells));
        TRY(row_decode(ctx, &heads->raw[i], plan->encodings, cells, &count));
        heads->rows[i] = (HeadRow){heads->raw[i].number, cells, count};
    }
    return header_map_find(ctx, heads->rows, heads->count, info->merges, info->merge_count,
                           &plan->map);
}

static Status plans_read(Ctx *ctx, const char *path, SheetPlan *plans, size_t *ret_count) {
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    SheetLimits limits = {0};
    size_t list_count = 0;
    Failure failure = {.status = OK};
    TRY(sheet_open(ctx, path, &limits, &reader));
    *ret_count = 0;
    for (;;) { /* ends: a workbook has few sheets */
        SheetInfo info;
        bool has_sheet = false;
        TRY(sheet_next(ctx, reader, &info, &has_sheet));
        if (!has_sheet || *ret_count == INTAKE_SHEET_MAX) {
            break;
        }
        SheetPlan *plan = &plans[(*ret_count)++];
        Status status = sheet_plan(ctx, reader, &info, plan);
        if (status == E_INTAKE_NO_HEADER || status == E_INTAKE_COLUMN_MISSING) {
            failure = ctx->failure; /* a cover sheet has none; told when no sheet is a list */
            plan->is_list = false;
            continue;
        }
        TRY(status);
        list_count += plan->is_list;
    }
    if (list_count == 0 && failure.status != OK) {
        ctx->failure = failure;
        return failure.status;
    }
    return list_count ? OK
                      : ctx_fail(ctx, E_INTAKE_EMPTY, "%s",
                                 ctx_say(ctx, "không trang nào có dữ liệu", "no sheet holds rows"));
}

/* ---- second pass ---- */

/* What the second pass carries from row to row. */
typedef struct ParseJob {
    const App *app;
    const RowRules *rules;
    IntakeFile *file;
    const SheetPlan *plan;
    int64_t sheet_no;
} ParseJob;

static Status row_add(Ctx *ctx, IntakeFile *file, int64_t sheet_no, int64_t row_no,
                      size_t *ret_index) {
    TRY(array_room(ctx, (void **)&file->rows, sizeof *file->rows, file->row_count,
                   &file->row_room));
    *ret_index = file->row_count++;
    memset(&file->rows[*ret_index], 0, sizeof *file->rows);
    file->rows[*ret_index].sheet_no = sheet_no;
    file->rows[*ret_index].row_no = row_no;
    return OK;
}

static Status row_take(Ctx *ctx, const ParseJob *job, const SheetRow *row, const RowCell *cells,
                       size_t count) {
    IntakeFile *file = job->file;
    size_t index = 0;
    IssueList issues = {.count = 0};
    TRY(row_add(ctx, file, job->sheet_no, row->number, &index));
    if (row->damage != OK) {
        return intake_add_issue(ctx, file, index, ISSUE_ROW_DAMAGED, row->damage_column, STR(""));
    }
    RegisterRow value = {0};
    TRY(row_read(ctx, &job->plan->map, cells, count, job->rules, &value, &issues));
    for (size_t i = 0; i < issues.count; i++) {
        TRY(intake_add_issue(ctx, file, index, issues.issues[i].code, issues.issues[i].column,
                             issues.issues[i].found));
    }
    file->rows[index].refused = file->rows[index].refused || issues.refused;
    file->rows[index].row = value;
    if (!issues.refused && value.person.citizen_id_kind != 0) {
        keys_hash(job->app->keys, FIELD_CITIZEN_ID, str_of(value.person.citizen_id),
                  file->rows[index].identity_hash);
    }
    return OK;
}

static Status sheet_rows(Ctx *ctx, SheetReader *reader, const ParseJob *job) {
    const SheetPlan *plan = job->plan;
    IntakeFile *file = job->file;
    RowCell cells[ROW_CELL_MAX];
    for (;;) { /* ends: the reader has limits on rows */
        SheetRow row;
        bool has_row = false;
        size_t count = 0;
        TRY(sheet_next_row(ctx, reader, &row, &has_row));
        if (!has_row) {
            return OK;
        }
        if (row.number < plan->map.first_data_row) {
            continue;
        }
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(row_decode(ctx, &row, plan->encodings, cells, &count));
        if (row.damage == OK && !header_map_is_data(ctx, &plan->map, row.number, cells, count)) {
            arena_rewind(ctx->arena, mark);
            continue;
        }
        TRY(row_take(ctx, job, &row, cells, count));
        if (file->row_count % 4096 == 0) {
            ctx_progress(ctx, "intake_parse", (int64_t)file->row_count, 0);
        }
    }
}

static Status encodings_print(Ctx *ctx, const SheetPlan *plans, size_t count, Str *ret_json) {
    CLEANUP(strbuf_done) StrBuf text;
    strbuf_init(&text, 1 << 20);
    TRY(strbuf_add_char(ctx, &text, '{'));
    bool first = true;
    for (size_t sheet = 0; sheet < count; sheet++) {
        for (size_t column = 1; column <= COLUMN_MAX && plans[sheet].is_list; column++) {
            EncodingKind kind = plans[sheet].encodings[column].kind;
            if (kind != ENCODING_ASCII && kind != ENCODING_UTF8) {
                TRY(strbuf_print(ctx, &text, "%s\"%zu.%zu\":\"%s\"", first ? "" : ",", sheet + 1,
                                 column, encoding_name(kind)));
                first = false;
            }
        }
    }
    TRY(strbuf_add_char(ctx, &text, '}'));
    return ctx_copy_str(ctx, strbuf_str(&text), ret_json);
}

static int issue_compare(const void *a, const void *b) {
    const IntakeIssue *x = a;
    const IntakeIssue *y = b;
    if (x->row != y->row) {
        return x->row < y->row ? -1 : 1;
    }
    return (x->column > y->column) - (x->column < y->column);
}

static Status parse_all(Ctx *ctx, const App *app, const char *path, const RowRules *rules,
                        IntakeFile *file) {
    SheetPlan *plans = NULL;
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    SheetLimits limits = {0};
    TRY(ctx_alloc(ctx, INTAKE_SHEET_MAX * sizeof *plans, (void **)&plans));
    TRY(plans_read(ctx, path, plans, &file->sheet_count));
    TRY(sheet_open(ctx, path, &limits, &reader));
    for (size_t i = 0; i < file->sheet_count; i++) {
        SheetInfo info;
        bool has_sheet = false;
        TRY(sheet_next(ctx, reader, &info, &has_sheet));
        if (has_sheet && plans[i].is_list) {
            if (plans[i].map.is_movements) {
                return ctx_fail(
                    ctx, E_INTAKE_NO_HEADER, "%s",
                    ctx_say(ctx, "danh sách biến động: nhập bằng enrolment stop, suspend, resume",
                            "a list of movements: enter it with enrolment stop, suspend, resume"));
            }
            file->header_rows[i] = plans[i].map.header_row;
            ParseJob job = {app, rules, file, &plans[i], (int64_t)i + 1};
            TRY(sheet_rows(ctx, reader, &job));
        }
    }
    if (file->row_count == 0) {
        return ctx_fail(
            ctx, E_INTAKE_EMPTY, "%s",
            ctx_say(ctx, "không có dòng nào dưới tiêu đề", "no row of data below the header"));
    }
    if (file->issue_count > 0) { /* a list without a fault has no array of them */
        qsort(file->issues, file->issue_count, sizeof *file->issues, issue_compare);
    }
    return encodings_print(ctx, plans, file->sheet_count, &file->encodings);
}

Status intake_parse(Ctx *ctx, const App *app, Str path, const RowRules *rules, IntakeFile *file) {
    Ctx work = *ctx;
    Str name;
    *file = (IntakeFile){.arena = arena_new((size_t)4 << 30)};
    if (file->arena == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no arena for the file");
    }
    work.arena = file->arena;
    TRY(ctx_copy_str(&work, path, &name));
    Status status = parse_all(&work, app, name.ptr, rules, file);
    ctx->failure = work.failure;
    return status;
}
