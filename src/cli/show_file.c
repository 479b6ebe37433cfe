/* Tables into a file: .csv or .xlsx by its ending. A command that
 * shows several makes several files. */
#include "app/table_file.h"
#include "cli/show.h"

typedef struct FileTable {
    Str path;
    TableWriter *writer;
    const TableColumn *columns;
    int table_count; /* begun so far */
} FileTable;

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
    TableFile file = {.name = table_name,
                      .columns = columns,
                      .column_count = count,
                      .kind = str_ends_with(table->path, STR(".csv")) ? TABLE_FILE_CSV
                                                                      : TABLE_FILE_XLSX};
    table->columns = columns;
    TRY(path_of(ctx, table, table_name, &path));
    table->table_count++;
    show_progress_clear(ctx);
    return table_file_open(ctx, path.ptr, &file, &table->writer);
}

static Status file_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    const FileTable *table = arg;
    return table_file_row(ctx, table->writer, table->columns, cells, count);
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
