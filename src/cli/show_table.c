/*
 * Tables on the terminal are held back up to a page of rows to find the widths; later rows keep
 * those widths, so that a list of any length streams.
 */
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "cli/show.h"
#include "codec/json_writer.h"

enum { COLUMN_MAX = 24, PAGE_ROWS = 200, CELL_TEXT_MAX = 80 };

typedef struct Terminal {
    const TableColumn *columns;
    size_t count;
    size_t width[COLUMN_MAX];
    Str page[PAGE_ROWS][COLUMN_MAX];
    size_t page_rows;
    bool flushed;
    int64_t row_count;
} Terminal;

static const char *title_of(const Ctx *ctx, const TableColumn *column) {
    return ctx->language == LANGUAGE_VI ? column->title_vi : column->title_en;
}

/* At most CELL_TEXT_MAX letters, cut at a letter. */
static Str cut_text(Str text) {
    size_t seen = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (((unsigned char)text.ptr[i] & 0xC0) != 0x80 && seen++ == CELL_TEXT_MAX) {
            return (Str){text.ptr, i};
        }
    }
    return text;
}

static Status cell_to_text(Ctx *ctx, const TableColumn *column, const TableCell *cell,
                           Str *ret_text) {
    if (column->kind == CELL_TEXT) {
        return ctx_copy_str(ctx, cut_text(cell->text), ret_text);
    }
    return cell_text(ctx, column->kind, cell, ret_text);
}

static void terminal_print_row(const Terminal *terminal, const Str *texts) {
    for (size_t i = 0; i < terminal->count; i++) {
        size_t seen = show_letters(texts[i]);
        int gap = (int)(seen < terminal->width[i] ? terminal->width[i] - seen : 0);
        CellKind kind = terminal->columns[i].kind;
        bool right = kind == CELL_INT || kind == CELL_DONG || kind == CELL_ID;
        bool last = i + 1 == terminal->count; /* no blanks at the end of a line */
        printf("%s%*s%.*s%*s", i ? "  " : "", right ? gap : 0, "", STR_ARG(texts[i]),
               right || last ? 0 : gap, "");
    }
    putchar('\n');
}

static void terminal_flush(Ctx *ctx, Terminal *terminal) {
    if (!terminal->flushed) {
        Str titles[COLUMN_MAX];
        for (size_t i = 0; i < terminal->count; i++) {
            titles[i] = str_of(title_of(ctx, &terminal->columns[i]));
            if (show_letters(titles[i]) > terminal->width[i]) {
                terminal->width[i] = show_letters(titles[i]);
            }
        }
        terminal_print_row(terminal, titles);
        for (size_t i = 0; i < terminal->count; i++) {
            for (size_t j = 0; j < terminal->width[i] + (i ? 2 : 0); j++) {
                putchar(i && j < 2 ? ' ' : '-');
            }
        }
        putchar('\n');
        terminal->flushed = true;
    }
    for (size_t r = 0; r < terminal->page_rows; r++) {
        terminal_print_row(terminal, terminal->page[r]);
    }
    terminal->page_rows = 0;
}

static Status terminal_begin(Ctx *ctx, void *arg, const char *table_name,
                             const TableColumn *columns, size_t count) {
    Terminal *terminal = arg;
    (void)table_name;
    if (count > COLUMN_MAX) {
        return ctx_fail(ctx, E_BUG, "%zu columns", count);
    }
    show_progress_clear(ctx);
    *terminal = (Terminal){.columns = columns, .count = count};
    return OK;
}

static Status terminal_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    Terminal *terminal = arg;
    Str *texts = terminal->page[terminal->page_rows];
    for (size_t i = 0; i < count; i++) {
        TRY(cell_to_text(ctx, &terminal->columns[i], &cells[i], &texts[i]));
        if (!terminal->flushed && show_letters(texts[i]) > terminal->width[i]) {
            terminal->width[i] = show_letters(texts[i]);
        }
    }
    terminal->row_count++;
    if (++terminal->page_rows == PAGE_ROWS) {
        terminal_flush(ctx, terminal);
        if (ferror(stdout)) { /* nobody reads on: a long list need not be read to its end */
            return ctx_fail(ctx, E_FILE_WRITE, "%s",
                            ctx_say(ctx, "đầu ra chuẩn", "standard output"));
        }
    }
    return OK;
}

static Status terminal_end(Ctx *ctx, void *arg) {
    Terminal *terminal = arg;
    terminal_flush(ctx, terminal);
    puts(terminal->row_count ? "" : ctx_say(ctx, "(không có dòng nào)\n", "(no rows)\n"));
    return OK;
}

Status show_terminal_table(Ctx *ctx, TableOut *ret_out) {
    void *terminal = NULL;
    TRY(ctx_alloc(ctx, sizeof(Terminal), &terminal));
    *ret_out = (TableOut){terminal, terminal_begin, terminal_row, terminal_end};
    return OK;
}

/* ---- JSON: one object per row and line ---- */

typedef struct JsonTable {
    JsonWriter writer;
    const char *table_name;
    const TableColumn *columns;
} JsonTable;

static Status json_table_begin(Ctx *ctx, void *arg, const char *table_name,
                               const TableColumn *columns, size_t count) {
    JsonTable *table = arg;
    (void)ctx;
    (void)count;
    table->table_name = table_name;
    table->columns = columns;
    json_writer_init_file(&table->writer, stdout);
    return OK;
}

static Status json_table_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    JsonTable *table = arg;
    TRY(json_begin_object(ctx, &table->writer));
    TRY(json_member_text(ctx, &table->writer, STR("table"), str_of(table->table_name)));
    for (size_t i = 0; i < count; i++) {
        TRY(json_name(ctx, &table->writer, str_of(table->columns[i].name)));
        CellKind kind = table->columns[i].kind;
        if (kind == CELL_TEXT) {
            TRY(json_text(ctx, &table->writer, cells[i].text));
        } else if (cells[i].number == INT64_MIN) {
            TRY(json_null(ctx, &table->writer));
        } else if (cell_is_word(kind)) {
            Str word;
            TRY(cell_word(ctx, kind, cells[i].number, true, &word));
            TRY(json_text(ctx, &table->writer, word));
        } else {
            TRY(json_int64(ctx, &table->writer, cells[i].number));
        }
    }
    TRY(json_end_object(ctx, &table->writer));
    return json_end_line(ctx, &table->writer);
}

static Status json_table_end(Ctx *ctx, void *arg) {
    JsonTable *table = arg;
    return json_writer_finish(ctx, &table->writer);
}

Status show_json_table(Ctx *ctx, TableOut *ret_out) {
    void *table = NULL;
    TRY(ctx_alloc(ctx, sizeof(JsonTable), &table));
    *ret_out = (TableOut){table, json_table_begin, json_table_row, json_table_end};
    return OK;
}
