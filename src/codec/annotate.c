/*
 * Two passes over the original. The first finds how far each sheet reaches, or where an earlier
 * annotation stands; the second copies. Issues are sorted as the rows are, so both go hand in hand.
 */
#include "codec/annotate.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "codec/file_out.h"
#include "codec/xlsx_out.h"

enum {
    YELLOW = 0xFFEB9C,
    RED = 0xFFC7CE,
    HEADER_FILL = 0xD9E1F2,
    SHEETS_MAX = 1000, /* as many as the reader takes */
    STYLE_COUNT = 4,   /* general, text, date, reason */
    FONT_COUNT = 4,
    MARK_COUNT = 3,
    STATE_WIDTH = 14,
    REASON_WIDTH = 60,
    MERGE_LAST_ROW_MAX = 2 * SHEET_MERGE_ROW_MAX, /* longer ones head no column */
};

const Str ANNOTATE_STATE_TITLE = {"Trạng thái", sizeof "Trạng thái" - 1};
const Str ANNOTATE_REASON_TITLE = {"Lỗi / cách sửa", sizeof "Lỗi / cách sửa" - 1};

typedef enum Style { STYLE_GENERAL, STYLE_TEXT, STYLE_DATE, STYLE_REASON } Style;

typedef struct Extent {
    int32_t column_max;
    int32_t pair_column; /* where the two columns stand from before; 0 = nowhere */
} Extent;

typedef struct Annotator {
    const AnnotateInput *input;
    XlsxOut out;
    struct lxw_format *formats[STYLE_COUNT][FONT_COUNT][MARK_COUNT]; /* made when first needed */
    struct lxw_format *header_format;
    Extent *extents;
    size_t issue_next;
    size_t comment_count;
    int64_t solid_rows;
    StrBuf reason;
    /* of the sheet that is copied */
    struct lxw_worksheet *sheet;
    const SheetInfo *info;
    int32_t sheet_index;
    int32_t state_column;
    int64_t header_row;
    int64_t last_row;
} Annotator;

static int64_t header_row_of(const AnnotateInput *input, int32_t sheet_index) {
    size_t at = (size_t)sheet_index - 1;
    return at < input->header_row_count && input->header_rows[at] > 0 ? input->header_rows[at] : 1;
}

/* ---- first pass ---- */

static void extent_see_row(const AnnotateInput *input, int32_t sheet_index, const SheetRow *row,
                           Extent *extent) {
    int32_t last = row->cells[row->cell_count - 1].column;
    if (last > extent->column_max) {
        extent->column_max = last;
    }
    if (row->number != header_row_of(input, sheet_index)) {
        return;
    }
    for (size_t i = 0; i + 1 < row->cell_count; i++) {
        const SheetCell *cell = &row->cells[i];
        if (cell[1].column == cell->column + 1 && str_equal(cell->text, ANNOTATE_STATE_TITLE) &&
            str_equal(cell[1].text, ANNOTATE_REASON_TITLE)) {
            extent->pair_column = cell->column;
        }
    }
}

static Status extents_read(Ctx *ctx, const AnnotateInput *input, Extent *extents) {
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    SheetLimits limits = input->limits;
    limits.without_merges = true;
    TRY(sheet_open(ctx, input->in_path, &limits, &reader));
    for (;;) { /* ends: the sheets do */
        SheetInfo info;
        SheetRow row;
        bool has = false;
        TRY(sheet_next(ctx, reader, &info, &has));
        if (!has || info.index > SHEETS_MAX) {
            return OK;
        }
        for (;;) { /* ends: the rows do */
            TRY(sheet_next_row(ctx, reader, &row, &has));
            if (!has) {
                break;
            }
            extent_see_row(input, info.index, &row, &extents[info.index - 1]);
        }
    }
}

/* ---- writing ---- */

static Status format_take(Ctx *ctx, Annotator *annotator, Style style, SheetFont font, int mark,
                          struct lxw_format **ret_format) {
    static const char *const number_formats[STYLE_COUNT] = {NULL, "@", "dd/mm/yyyy", "@"};
    static const char *const fonts[FONT_COUNT] = {NULL, ".VnTime", ".VnTimeH", "VNI-Times"};
    static const uint32_t fills[MARK_COUNT] = {0, YELLOW, RED};
    struct lxw_format **slot = &annotator->formats[style][font][mark];
    if (*slot == NULL) {
        XlsxFormatSpec spec = {.number_format = number_formats[style],
                               .font_name = fonts[font],
                               .fill = fills[mark],
                               .is_wrapped = style == STYLE_REASON};
        TRY(xlsx_out_format(ctx, &annotator->out, &spec, slot));
    }
    *ret_format = *slot;
    return OK;
}

static Status place_take(Ctx *ctx, Annotator *annotator, int64_t row, int32_t column,
                         XlsxPlace *ret_place) {
    if (row < 1 || row > SHEET_ROW_MAX || column < 1 || column > SHEET_COLUMN_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "no room in the sheet at row %lld, column %d",
                        (long long)row, column);
    }
    *ret_place = (XlsxPlace){annotator->sheet, (uint32_t)row - 1, (uint16_t)(column - 1), NULL};
    return OK;
}

static Status cell_copy(Ctx *ctx, Annotator *annotator, int64_t row, const SheetCell *cell,
                        int mark) {
    XlsxPlace place;
    Style style = cell->kind == SHEET_DATE   ? STYLE_DATE
                  : cell->kind == SHEET_TEXT ? STYLE_TEXT
                                             : STYLE_GENERAL;
    TRY(place_take(ctx, annotator, row, cell->column, &place));
    TRY(format_take(ctx, annotator, style, cell->font, mark, &place.format));
    switch (cell->kind) {
    case SHEET_EMPTY:
        return xlsx_out_blank(ctx, &annotator->out, place);
    case SHEET_NUMBER:
        return xlsx_out_decimal(ctx, &annotator->out, place, cell->text);
    case SHEET_DATE:
        return xlsx_out_day(ctx, &annotator->out, place, cell->date);
    case SHEET_BOOL:
        return xlsx_out_bool(ctx, &annotator->out, place, str_equal(cell->text, STR("1")));
    case SHEET_TEXT:
    case SHEET_ERROR:
        break;
    }
    return xlsx_out_text(ctx, &annotator->out, place, cell->text);
}

/* The issues of one row: input->issues[from, to). */
typedef struct IssueSpan {
    const AnnotateIssue *from;
    const AnnotateIssue *to;
} IssueSpan;

static IssueSpan issues_of_row(Annotator *annotator, int64_t row) {
    const AnnotateInput *input = annotator->input;
    size_t from = annotator->issue_next;
    size_t to = from;
    while (to < input->issue_count && input->issues[to].sheet == annotator->sheet_index &&
           input->issues[to].row == row) {
        to++;
    }
    annotator->issue_next = to;
    if (from == to) {
        return (IssueSpan){NULL, NULL};
    }
    return (IssueSpan){input->issues + from, input->issues + to};
}

static int mark_of_cell(IssueSpan span, int32_t column) {
    int mark = 0;
    for (const AnnotateIssue *issue = span.from; issue < span.to; issue++) {
        if (issue->column == column && (int)issue->severity > mark) {
            mark = (int)issue->severity;
        }
    }
    return mark;
}

static int mark_of_row(IssueSpan span) {
    int mark = 0;
    for (const AnnotateIssue *issue = span.from; issue < span.to; issue++) {
        mark = (int)issue->severity > mark ? (int)issue->severity : mark;
    }
    return mark;
}

/* "B: reason", one a line; what is too long for a cell is cut at a line. */
static Status reason_fill(Ctx *ctx, Annotator *annotator, IssueSpan span) {
    strbuf_clear(&annotator->reason);
    for (const AnnotateIssue *issue = span.from; issue < span.to; issue++) {
        char column[4] = "";
        Str text = str_part(issue->text, 0, ANNOTATE_REASON_CHAR_MAX);
        if (annotator->reason.len + text.len > (size_t)ANNOTATE_REASON_CHAR_MAX * 2) {
            return strbuf_add(ctx, &annotator->reason, STR("\n…"));
        }
        sheet_column_name(issue->column, column);
        TRY(strbuf_print(ctx, &annotator->reason, "%s%s%s%.*s", issue == span.from ? "" : "\n",
                         column, issue->column > 0 ? ": " : "", STR_ARG(text)));
    }
    return OK;
}

static Status comments_write(Ctx *ctx, Annotator *annotator, int64_t row, IssueSpan span) {
    for (const AnnotateIssue *issue = span.from; issue < span.to; issue++) {
        bool is_first = issue == span.from || issue[-1].column != issue->column;
        XlsxPlace place;
        if (issue->column < 1 || !is_first || annotator->comment_count == ANNOTATE_COMMENT_MAX) {
            continue;
        }
        TRY(place_take(ctx, annotator, row, issue->column, &place));
        TRY(xlsx_out_comment(ctx, &annotator->out, place,
                             str_part(issue->text, 0, ANNOTATE_REASON_CHAR_MAX)));
        annotator->comment_count++;
    }
    return OK;
}

static Status verdict_write(Ctx *ctx, Annotator *annotator, int64_t row, IssueSpan span) {
    XlsxPlace state;
    XlsxPlace reason;
    int mark = mark_of_row(span);
    if (mark == 0 && row != annotator->header_row) {
        return OK;
    }
    TRY(place_take(ctx, annotator, row, annotator->state_column, &state));
    TRY(place_take(ctx, annotator, row, annotator->state_column + 1, &reason));
    if (row == annotator->header_row) {
        state.format = annotator->header_format;
        TRY(xlsx_out_text(ctx, &annotator->out, state, ANNOTATE_STATE_TITLE));
        if (mark == 0) {
            reason.format = annotator->header_format;
            return xlsx_out_text(ctx, &annotator->out, reason, ANNOTATE_REASON_TITLE);
        }
    }
    TRY(reason_fill(ctx, annotator, span));
    if (row == annotator->header_row) { /* a fault of the header itself stands below its title */
        StrBuf *text = &annotator->reason;
        Str found = {NULL, 0};
        TRY(ctx_print(ctx, &found, "%.*s\n%.*s", STR_ARG(ANNOTATE_REASON_TITLE),
                      STR_ARG(strbuf_str(text))));
        strbuf_clear(text);
        TRY(strbuf_add(ctx, text, found));
    } else {
        TRY(format_take(ctx, annotator, STYLE_TEXT, SHEET_FONT_UNICODE, mark, &state.format));
        TRY(xlsx_out_text(ctx, &annotator->out, state,
                          mark == ANNOTATE_ERROR ? STR("LỖI") : STR("CẢNH BÁO")));
    }
    TRY(format_take(ctx, annotator, STYLE_REASON, SHEET_FONT_UNICODE, mark, &reason.format));
    return xlsx_out_text(ctx, &annotator->out, reason, strbuf_str(&annotator->reason));
}

/* ---- second pass ---- */

/* Colours the empty cells between two columns, both excluded, that issues name. */
static Status blanks_mark(Ctx *ctx, Annotator *annotator, int64_t row, IssueSpan span,
                          SheetMerge gap) {
    for (const AnnotateIssue *issue = span.from; issue < span.to; issue++) {
        SheetCell blank = {.column = issue->column, .kind = SHEET_EMPTY};
        if (issue->column > gap.first_column && issue->column < gap.last_column) {
            TRY(cell_copy(ctx, annotator, row, &blank, mark_of_cell(span, issue->column)));
        }
    }
    return OK;
}

static bool merge_is_kept(const Annotator *annotator, const SheetMerge *merge) {
    bool is_one_cell =
        merge->first_row == merge->last_row && merge->first_column == merge->last_column;
    bool is_on_verdict =
        merge->last_column >= annotator->state_column && merge->last_row >= annotator->header_row;
    return !is_one_cell && !is_on_verdict && merge->last_row <= MERGE_LAST_ROW_MAX;
}

/*
 * The library writes "" and blanks over the merged cells: harmless at the merge's last row before
 * its own cells are written, once a blank of that row has closed the rows above.
 */
static Status merges_write(Ctx *ctx, Annotator *annotator, int64_t row) {
    for (size_t i = 0; row <= MERGE_LAST_ROW_MAX && i < annotator->info->merge_count; i++) {
        const SheetMerge *merge = &annotator->info->merges[i];
        SheetCell blank = {.column = merge->first_column, .kind = SHEET_EMPTY};
        if (merge->last_row == row && merge_is_kept(annotator, merge)) {
            TRY(cell_copy(ctx, annotator, row, &blank, 0));
            TRY(xlsx_out_merge(ctx, annotator->sheet, *merge));
        }
    }
    return OK;
}

/* Writes one row of the original, or with `cell_count` 0 one that only issues make. */
static Status row_copy(Ctx *ctx, Annotator *annotator, const SheetRow *row) {
    IssueSpan span = issues_of_row(annotator, row->number);
    bool is_below = row->number >= annotator->header_row;
    bool is_solid = row->number == annotator->header_row || span.from < span.to;
    SheetMerge gap = {.first_column = 0};
    TRY(merges_write(ctx, annotator, row->number));
    for (size_t i = 0; i < row->cell_count; i++) {
        const SheetCell *cell = &row->cells[i];
        gap.last_column = cell->column;
        TRY(blanks_mark(ctx, annotator, row->number, span, gap));
        gap.first_column = cell->column;
        if (is_below && cell->column >= annotator->state_column &&
            cell->column <= annotator->state_column + 1) {
            continue; /* an earlier annotation, written anew below */
        }
        is_solid = true;
        TRY(cell_copy(ctx, annotator, row->number, cell, mark_of_cell(span, cell->column)));
    }
    gap.last_column = SHEET_COLUMN_MAX + 1;
    TRY(blanks_mark(ctx, annotator, row->number, span, gap));
    TRY(verdict_write(ctx, annotator, row->number, span));
    TRY(comments_write(ctx, annotator, row->number, span));
    annotator->solid_rows += is_solid ? 1 : 0;
    annotator->last_row = row->number;
    return OK;
}

/* The next row below `before` that the header, a merge or an issue asks for; INT64_MAX = none. */
static int64_t row_wanted(const Annotator *annotator, int64_t before) {
    const AnnotateInput *input = annotator->input;
    int64_t wanted =
        annotator->last_row < annotator->header_row ? annotator->header_row : INT64_MAX;
    for (size_t i = 0; annotator->last_row < MERGE_LAST_ROW_MAX && i < annotator->info->merge_count;
         i++) {
        const SheetMerge *merge = &annotator->info->merges[i];
        if (merge->last_row > annotator->last_row && merge->last_row < wanted &&
            merge_is_kept(annotator, merge)) {
            wanted = merge->last_row;
        }
    }
    if (annotator->issue_next < input->issue_count) {
        const AnnotateIssue *issue = &input->issues[annotator->issue_next];
        if (issue->sheet == annotator->sheet_index && issue->row < wanted) {
            wanted = issue->row;
        }
    }
    return wanted < before ? wanted : INT64_MAX;
}

static Status rows_copy_wanted(Ctx *ctx, Annotator *annotator, int64_t before) {
    for (;;) { /* ends: each round takes a row behind the last */
        int64_t wanted = row_wanted(annotator, before);
        if (wanted == INT64_MAX) {
            return OK;
        }
        TRY(row_copy(ctx, annotator, &(SheetRow){.number = wanted}));
    }
}

/* A sheet without issues and without a header that the caller names is copied as it is. */
static bool sheet_is_list(const Annotator *annotator, int32_t sheet_index) {
    const AnnotateInput *input = annotator->input;
    size_t at = (size_t)sheet_index - 1;
    return (at < input->header_row_count && input->header_rows[at] > 0) ||
           (annotator->issue_next < input->issue_count &&
            input->issues[annotator->issue_next].sheet == sheet_index);
}

static Status sheet_begin_copy(Ctx *ctx, Annotator *annotator, const SheetInfo *info) {
    const Extent *extent = &annotator->extents[info->index - 1];
    Status status = xlsx_out_sheet(ctx, &annotator->out, info->name, &annotator->sheet);
    if (status == E_ARGUMENT) { /* other programs allow names that Excel does not */
        status = xlsx_out_sheet(ctx, &annotator->out, STR(""), &annotator->sheet);
    }
    TRY(status);
    annotator->info = info;
    annotator->sheet_index = info->index;
    annotator->state_column = extent->pair_column ? extent->pair_column : extent->column_max + 1;
    annotator->header_row = sheet_is_list(annotator, info->index)
                                ? header_row_of(annotator->input, info->index)
                                : INT64_MAX;
    annotator->last_row = 0;
    if (annotator->header_row != INT64_MAX && annotator->state_column >= SHEET_COLUMN_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "columns: no room for the reasons in sheet %d",
                        info->index);
    }
    if (info->is_hidden) {
        xlsx_out_hide(annotator->sheet);
    }
    if (annotator->header_row == INT64_MAX) {
        return OK;
    }
    uint16_t column = (uint16_t)(annotator->state_column - 1);
    TRY(xlsx_out_width(ctx, annotator->sheet, column, STATE_WIDTH));
    return xlsx_out_width(ctx, annotator->sheet, (uint16_t)(column + 1), REASON_WIDTH);
}

static Status sheet_end_copy(Ctx *ctx, const Annotator *annotator) {
    if (annotator->last_row <= annotator->header_row) {
        return OK; /* nothing to filter */
    }
    SheetMerge filter = {.first_row = (int32_t)annotator->header_row,
                         .last_row = (int32_t)annotator->last_row,
                         .first_column = 1,
                         .last_column = annotator->state_column + 1};
    return xlsx_out_filter(ctx, annotator->sheet, filter);
}

static Status sheet_copy(Ctx *ctx, Annotator *annotator, SheetReader *reader,
                         const SheetInfo *info) {
    const AnnotateInput *input = annotator->input;
    if (info->index > SHEETS_MAX) {
        return ctx_fail(ctx, E_XLSX_LIMIT, "sheets: more than %d", SHEETS_MAX);
    }
    while (annotator->issue_next < input->issue_count &&
           input->issues[annotator->issue_next].sheet < info->index) {
        annotator->issue_next++; /* of a sheet that is not there */
    }
    TRY(sheet_begin_copy(ctx, annotator, info));
    for (;;) { /* ends: the rows do */
        SheetRow row;
        bool has = false;
        TRY(sheet_next_row(ctx, reader, &row, &has));
        TRY(rows_copy_wanted(ctx, annotator, has ? row.number : INT64_MAX));
        if (!has) {
            return sheet_end_copy(ctx, annotator);
        }
        TRY(row_copy(ctx, annotator, &row));
    }
}

static Status book_copy(Ctx *ctx, Annotator *annotator) {
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    XlsxFormatSpec header = {
        .number_format = "@", .fill = HEADER_FILL, .is_bold = true, .is_header = true};
    bool has_shown = false;
    TRY(xlsx_out_format(ctx, &annotator->out, &header, &annotator->header_format));
    TRY(sheet_open(ctx, annotator->input->in_path, &annotator->input->limits, &reader));
    for (;;) { /* ends: the sheets do */
        SheetInfo info;
        bool has = false;
        TRY(sheet_next(ctx, reader, &info, &has));
        if (!has) {
            return OK;
        }
        TRY(sheet_copy(ctx, annotator, reader, &info));
        if (!info.is_hidden && !has_shown) {
            xlsx_out_show_first(annotator->sheet);
            has_shown = true;
        }
    }
}

static Status issues_check(Ctx *ctx, const AnnotateInput *input) {
    for (size_t i = 0; i < input->issue_count; i++) {
        const AnnotateIssue *b = &input->issues[i];
        const AnnotateIssue *a = i ? b - 1 : b;
        bool is_sorted = a->sheet < b->sheet ||
                         (a->sheet == b->sheet &&
                          (a->row < b->row || (a->row == b->row && a->column <= b->column)));
        if (!is_sorted || b->row < 1 || b->column < 0 || b->severity < ANNOTATE_WARNING ||
            b->severity > ANNOTATE_ERROR) {
            return ctx_fail(ctx, E_ARGUMENT, "issue %zu is not sorted by sheet, row and column",
                            i + 1);
        }
    }
    return OK;
}

static void annotator_done(Annotator *annotator) {
    xlsx_out_discard(&annotator->out);
    strbuf_done(&annotator->reason);
}

Status annotate_workbook(Ctx *ctx, const AnnotateInput *input) {
    char part_path[FILE_OUT_PATH_MAX];
    void *memory = NULL;
    TRY(issues_check(ctx, input));
    TRY(file_out_begin(ctx, input->out_path, part_path));
    CLEANUP(annotator_done) Annotator annotator = {.input = input};
    strbuf_init(&annotator.reason, ANNOTATE_REASON_CHAR_MAX * 4);
    TRY(ctx_alloc(ctx, SHEETS_MAX * sizeof(Extent), &memory));
    annotator.extents = memory;
    TRY(extents_read(ctx, input, annotator.extents));
    TRY(xlsx_out_open(ctx, part_path, &annotator.out));
    Status status = book_copy(ctx, &annotator);
    if (status == OK) {
        status = xlsx_out_finish(ctx, &annotator.out, part_path, annotator.solid_rows);
    }
    if (status == OK) {
        status = file_out_publish(ctx, part_path, input->out_path);
    }
    if (status != OK) {
        (void)unlink(part_path);
    }
    return status;
}
