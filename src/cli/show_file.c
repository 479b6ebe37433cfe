/* Tables into a file: .csv or .xlsx by its ending. A command that
 * shows several makes several files. */
#include "cli/show.h"
#include "codec/sheet_writer.h"

enum { COLUMN_MAX = 24 };

typedef struct FileTable {
    Str path;
    TableWriter *writer;
    const TableColumn *columns;
    int table_count; /* begun so far */
} FileTable;

static TableColumnKind kind_of(CellKind kind) {
    return kind == CELL_INT || kind == CELL_ID ? TABLE_INTEGER
           : kind == CELL_DONG                 ? TABLE_MONEY
           : kind == CELL_DATE                 ? TABLE_DATE
                                               : TABLE_TEXT;
}

/* "x.csv" for the first table, "x-accounts.csv" for the ones after it. */
static Status path_of(Ctx *ctx, const FileTable *table, const char *table_name, Str *ret_path) {
    size_t dot =
        str_ends_with(table->path, STR(".csv")) ? table->path.len - 4 : table->path.len - 5;
    if (table->table_count == 0) {
        *ret_path = table->path;
        return OK;
    }
    return ctx_print(ctx, ret_path, "%.*s-%s%.*s", (int)dot, table->path.ptr, table_name,
                     STR_ARG(str_part(table->path, dot, table->path.len)));
}

static Status file_begin(Ctx *ctx, void *arg, const char *table_name, const TableColumn *columns,
                         size_t count) {
    FileTable *table = arg;
    Str path;
    TableFileColumn file_columns[COLUMN_MAX];
    if (count > COLUMN_MAX) {
        return ctx_fail(ctx, E_BUG, "%zu columns", count);
    }
    for (size_t i = 0; i < count; i++) {
        const char *title =
            ctx->language == LANGUAGE_VI ? columns[i].title_vi : columns[i].title_en;
        file_columns[i] = (TableFileColumn){str_of(title), kind_of(columns[i].kind), 0};
    }
    TableFileOptions options = {
        .kind = str_ends_with(table->path, STR(".csv")) ? TABLE_FILE_CSV : TABLE_FILE_XLSX,
        .sheet_name = str_of(table_name),
        .columns = file_columns,
        .column_count = count,
    };
    table->columns = columns;
    TRY(path_of(ctx, table, table_name, &path));
    table->table_count++;
    show_progress_clear(ctx);
    return table_writer_open(ctx, path.ptr, &options, &table->writer);
}

static Status file_cell(Ctx *ctx, TableWriter *writer, CellKind kind, const TableCell *cell) {
    Str text;
    if (kind == CELL_TEXT) {
        return table_writer_text(ctx, writer, cell->text);
    }
    if (cell->number == INT64_MIN) {
        return table_writer_empty(ctx, writer);
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
        TRY(file_cell(ctx, table->writer, table->columns[i].kind, &cells[i]));
    }
    arena_rewind(ctx->arena, mark);
    return table_writer_end_row(ctx, table->writer);
}

static Status file_end(Ctx *ctx, void *arg) {
    FileTable *table = arg;
    return table_writer_finish(ctx, &table->writer);
}

Status show_file_table(Ctx *ctx, Str path, TableOut *ret_out) {
    FileTable *table = NULL;
    if (!str_ends_with(path, STR(".csv")) && !str_ends_with(path, STR(".xlsx"))) {
        return ctx_fail(ctx, E_ARGUMENT, "--to needs a name that ends in .csv or .xlsx");
    }
    TRY(ctx_alloc(ctx, sizeof *table, (void **)&table));
    TRY(ctx_copy_str(ctx, path, &table->path));
    *ret_out = (TableOut){table, file_begin, file_row, file_end};
    return OK;
}
