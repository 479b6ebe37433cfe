/* A table as a file that somebody takes away: constant memory, formulas defused, marked with whose
 * it is. */
#include <string.h>

#include "codec/sheet_writer.h"
#include "http/exchange.h"
#include "sys/file_store.h"

enum { COLUMN_MOST = 24, TITLE_ROWS = 2 };

typedef struct FileTable {
    Exchange *exchange;
    Str path;
    bool is_csv;
    const TableColumn *columns;
} FileTable;

static TableColumnKind kind_of(CellKind kind) {
    return kind == CELL_INT || kind == CELL_ID ? TABLE_INTEGER
           : kind == CELL_DONG                 ? TABLE_MONEY
           : kind == CELL_DATE                 ? TABLE_DATE
                                               : TABLE_TEXT;
}

/* Who took it, when and what for: a copy that turns up elsewhere says where it came from. */
static Status watermark(Ctx *ctx, const Exchange *exchange, Str *rows) {
    bool vietnamese = ctx->language == LANGUAGE_VI;
    TRY(ctx_print(ctx, &rows[0], "%s %.*s, %lld", vietnamese ? "Xuất bởi" : "Exported by",
                  STR_ARG(exchange->session.login), (long long)ctx_today(ctx)));
    return ctx_print(ctx, &rows[1], "%s: %.*s", vietnamese ? "Mục đích" : "Purpose",
                     STR_ARG(exchange_text(exchange, "purpose")));
}

static Status file_begin(Ctx *ctx, void *arg, const char *table_name, const TableColumn *columns,
                         size_t count) {
    FileTable *table = arg;
    Str titles[TITLE_ROWS];
    TableFileColumn file_columns[COLUMN_MOST];
    if (count > COLUMN_MOST || table->exchange->export_writer != NULL) {
        return ctx_fail(ctx, E_BUG, "%s: %zu columns, or a second table", table_name, count);
    }
    for (size_t i = 0; i < count; i++) {
        const char *title =
            ctx->language == LANGUAGE_VI ? columns[i].title_vi : columns[i].title_en;
        file_columns[i] = (TableFileColumn){str_of(title), kind_of(columns[i].kind), 0};
    }
    TRY(watermark(ctx, table->exchange, titles));
    TableFileOptions options = {.kind = table->is_csv ? TABLE_FILE_CSV : TABLE_FILE_XLSX,
                                .sheet_name = str_of(table_name),
                                .columns = file_columns,
                                .column_count = count,
                                .title_rows = titles,
                                .title_row_count = TITLE_ROWS};
    table->columns = columns;
    return table_writer_open(ctx, table->path.ptr, &options, &table->exchange->export_writer);
}

static Status file_cell(Ctx *ctx, TableWriter *writer, CellKind kind, const TableCell *cell) {
    Str text;
    if (cell->number == INT64_MIN) {
        return table_writer_empty(ctx, writer);
    }
    if (kind == CELL_TEXT) {
        return table_writer_text(ctx, writer, cell->text);
    }
    if (cell_is_word(kind)) {
        TRY(cell_word(ctx, kind, cell->number, false, &text));
        return table_writer_text(ctx, writer, text);
    }
    if (kind == CELL_DATE) {
        return table_writer_date(ctx, writer, cell->number);
    }
    if (kind == CELL_PERIOD) {
        TRY(ctx_print(ctx, &text, "%02d/%04d", (int)(cell->number % 100),
                      (int)(cell->number / 100)));
        return table_writer_text(ctx, writer, text);
    }
    return table_writer_int64(ctx, writer, cell->number);
}

static Status file_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    FileTable *table = arg;
    ArenaMark mark = arena_mark(ctx->arena);
    for (size_t i = 0; i < count; i++) {
        TRY(file_cell(ctx, table->exchange->export_writer, table->columns[i].kind, &cells[i]));
    }
    arena_rewind(ctx->arena, mark);
    return table_writer_end_row(ctx, table->exchange->export_writer);
}

static Status file_end(Ctx *ctx, void *arg) {
    FileTable *table = arg;
    TRY(table_writer_finish(ctx, &table->exchange->export_writer));
    table->exchange->file.path = table->path;
    return OK;
}

Status exchange_table_to_file(Ctx *ctx, Exchange *exchange, Str name, Str format,
                              TableOut *ret_out) {
    FileTable *table = NULL;
    bool is_csv = str_equal(format, STR("csv"));
    if (!is_csv && !str_equal(format, STR("xlsx"))) {
        snprintf(exchange->field, sizeof exchange->field, "format");
        return ctx_fail(ctx, E_FIELD_INVALID, "format: xlsx or csv");
    }
    TRY(ctx_alloc(ctx, sizeof *table, (void **)&table));
    *table = (FileTable){.exchange = exchange, .is_csv = is_csv};
    Str path;
    TRY(file_store_temporary(ctx, exchange->app.files_dir, format, &path));
    TRY(ctx_copy_str(ctx, path, &table->path));
    TRY(ctx_print(ctx, &exchange->file.name, "%.*s-%lld.%.*s", STR_ARG(name),
                  (long long)ctx_today(ctx), STR_ARG(format)));
    exchange->file.is_temporary = true;
    *ret_out = (TableOut){table, file_begin, file_row, file_end};
    return OK;
}

void exchange_done(Exchange *exchange) {
    table_writer_close(&exchange->export_writer);
}
