#include "app/table_file.h"

static TableColumnKind kind_of(CellKind kind) {
    return kind == CELL_INT || kind == CELL_ID ? TABLE_INTEGER
           : kind == CELL_DONG                 ? TABLE_MONEY
           : kind == CELL_DATE                 ? TABLE_DATE
                                               : TABLE_TEXT;
}

Status table_file_open(Ctx *ctx, const char *path, const TableFile *file,
                       TableWriter **ret_writer) {
    TableFileColumn columns[TABLE_FILE_COLUMN_MAX];
    if (file->column_count > TABLE_FILE_COLUMN_MAX) {
        return ctx_fail(ctx, E_BUG, "%s: %zu columns", file->name, file->column_count);
    }
    for (size_t i = 0; i < file->column_count; i++) {
        const TableColumn *column = &file->columns[i];
        const char *title = ctx->language == LANGUAGE_VI ? column->title_vi : column->title_en;
        columns[i] = (TableFileColumn){str_of(title), kind_of(column->kind), 0};
    }
    TableFileOptions options = {.kind = file->kind,
                                .sheet_name = str_of(file->name),
                                .columns = columns,
                                .column_count = file->column_count,
                                .title_rows = file->title_rows,
                                .title_row_count = file->title_row_count};
    return table_writer_open(ctx, path, &options, ret_writer);
}

static Status cell_write(Ctx *ctx, TableWriter *writer, CellKind kind, const TableCell *cell) {
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

Status table_file_row(Ctx *ctx, TableWriter *writer, const TableColumn *columns,
                      const TableCell *cells, size_t count) {
    ArenaMark mark = arena_mark(ctx->arena);
    for (size_t i = 0; i < count; i++) {
        TRY(cell_write(ctx, writer, columns[i].kind, &cells[i]));
    }
    arena_rewind(ctx->arena, mark);
    return table_writer_end_row(ctx, writer);
}
