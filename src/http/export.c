/* A table as a file that somebody takes away: constant memory, formulas defused, marked with whose
 * it is. */
#include "app/report.h"
#include "app/table_file.h"
#include "http/exchange.h"
#include "sys/file_store.h"

enum { TITLE_ROWS = 2 };

typedef struct FileTable {
    Exchange *exchange;
    Str path;
    TableFormat format;
    Str titles[TITLE_ROWS];
    Str heading;
} FileTable;

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
    if (table->exchange->export_writer != NULL) {
        return ctx_fail(ctx, E_BUG, "%s: a second table", table_name);
    }
    TRY(watermark(ctx, table->exchange, table->titles));
    TableFile file = {.name = table_name,
                      .columns = columns,
                      .column_count = count,
                      .format = table->format,
                      .heading = table->heading,
                      .title_rows = table->titles,
                      .title_row_count = TITLE_ROWS};
    return table_file_open(ctx, table->path.ptr, &file, &table->exchange->export_writer);
}

static Status file_row(Ctx *ctx, void *arg, const TableCell *cells, size_t count) {
    const FileTable *table = arg;
    return table_file_row(ctx, table->exchange->export_writer, cells, count);
}

static Status file_end(Ctx *ctx, void *arg) {
    FileTable *table = arg;
    TRY(table_file_finish(ctx, &table->exchange->export_writer));
    table->exchange->file.path = table->path;
    return OK;
}

Status exchange_table_to_file(Ctx *ctx, Exchange *exchange, Str name, Str format,
                              TableOut *ret_out) {
    FileTable *table = NULL;
    TableFormat kind = table_format_of(format);
    if (kind == TABLE_FORMAT_NONE) {
        snprintf(exchange->field, sizeof exchange->field, "format");
        return ctx_fail(ctx, E_FIELD_INVALID, "format: xlsx, csv or pdf");
    }
    TRY(ctx_alloc(ctx, sizeof *table, (void **)&table));
    *table = (FileTable){.exchange = exchange, .format = kind};
    Str path;
    if (exchange_int(exchange, "payroll_id") != 0) {
        TRY(report_heading(ctx, &exchange->app, exchange_int(exchange, "payroll_id"),
                           exchange_int(exchange, "area_id"), &table->heading));
    }
    TRY(file_store_temporary(ctx, exchange->app.files_dir, format, &path));
    TRY(ctx_copy_str(ctx, path, &table->path));
    TRY(ctx_print(ctx, &exchange->file.name, "%.*s-%lld.%.*s", STR_ARG(name),
                  (long long)ctx_today(ctx), STR_ARG(format)));
    exchange->file.is_temporary = true;
    *ret_out = (TableOut){table, file_begin, file_row, file_end};
    return OK;
}

void exchange_done(Exchange *exchange) {
    table_file_close(&exchange->export_writer);
}
