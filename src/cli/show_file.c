/* Tables into a file: .csv, .xlsx or .pdf by its ending. A command that
 * shows several makes several files. */
#include "app/table_file.h"
#include "cli/show.h"

typedef struct FileTable {
    Str path;
    TableFileWriter *writer;
    Str foot; /* who prints it */
    Str heading;
    int table_count; /* begun so far */
} FileTable;

/* "x.csv" for the first table, "x-accounts.csv" for the ones after it. */
static Status path_of(Ctx *ctx, const FileTable *table, const char *table_name, Str *ret_path) {
    size_t dot = table->path.len - (str_ends_with(table->path, STR(".xlsx")) ? 5 : 4);
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
                      .format = table_format_of_path(table->path),
                      .heading = table->heading};
    if (file.format == TABLE_FORMAT_PDF) {
        int64_t day = ctx_today(ctx);
        TRY(ctx_print(ctx, &table->foot, "%s %02d/%02d/%04d", ctx_say(ctx, "In ngày", "Printed on"),
                      (int)(day % 100), (int)(day / 100 % 100), (int)(day / 10000)));
        file.title_rows = &table->foot;
        file.title_row_count = 1;
    }
    TRY(path_of(ctx, table, table_name, &path));
    table->table_count++;
    show_progress_clear(ctx);
    return table_file_open(ctx, path.ptr, &file, &table->writer);
}

static Status file_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    const FileTable *table = arg;
    return table_file_row(ctx, table->writer, cells, count);
}

static Status file_end(Ctx *ctx, void *arg) {
    FileTable *table = arg;
    return table_file_finish(ctx, &table->writer);
}

void show_file_heading(const TableOut *out, Str heading) {
    if (out->begin == file_begin) {
        FileTable *table = out->arg;
        table->heading = heading;
    }
}

Status show_file_table(Ctx *ctx, Str path, TableOut *ret_out) {
    FileTable *table = NULL;
    if (table_format_of_path(path) == TABLE_FORMAT_NONE) {
        return ctx_fail(ctx, E_ARGUMENT, "--to needs a name that ends in .csv, .xlsx or .pdf");
    }
    TRY(ctx_alloc(ctx, sizeof *table, (void **)&table));
    TRY(ctx_copy_str(ctx, path, &table->path));
    *ret_out = (TableOut){table, file_begin, file_row, file_end};
    return OK;
}
