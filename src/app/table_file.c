#include "app/table_file.h"

#include <stdlib.h>

#include "app/table_print.h"
#include "codec/pdf_table.h"
#include "codec/sheet_writer.h"
#include "sys/digest.h"

struct TableFileWriter {
    TableWriter *sheet; /* or */
    PdfTable *pdf;
    const TableColumn *columns;
    size_t column_count;
    const Str *title_rows;
    size_t title_row_count;
    DigestState digest; /* of the rows, as they are printed */
};

TableFormat table_format_of(Str ending) {
    return str_equal(ending, STR("xlsx"))  ? TABLE_FORMAT_XLSX
           : str_equal(ending, STR("csv")) ? TABLE_FORMAT_CSV
           : str_equal(ending, STR("pdf")) ? TABLE_FORMAT_PDF
                                           : TABLE_FORMAT_NONE;
}

TableFormat table_format_of_path(Str path) {
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.') { /* ends: at the beginning */
        dot--;
    }
    return dot == 0 ? TABLE_FORMAT_NONE : table_format_of(str_part(path, dot, path.len - dot));
}

/* ---- spreadsheets ---- */

static TableColumnKind kind_of(CellKind kind) {
    return kind == CELL_INT || kind == CELL_ID ? TABLE_INTEGER
           : kind == CELL_DONG                 ? TABLE_MONEY
           : kind == CELL_DATE                 ? TABLE_DATE
                                               : TABLE_TEXT;
}

static Str title_of(const Ctx *ctx, const TableColumn *column) {
    return str_of(ctx->language == LANGUAGE_VI ? column->title_vi : column->title_en);
}

static Status sheet_open(Ctx *ctx, const char *path, const TableFile *file,
                         TableFileWriter *writer) {
    TableFileColumn columns[TABLE_FILE_COLUMN_MAX];
    for (size_t i = 0; i < file->column_count; i++) {
        const TableColumn *column = &file->columns[i];
        columns[i] = (TableFileColumn){title_of(ctx, column), kind_of(column->kind), 0};
    }
    TableFileOptions options = {.kind = file->format == TABLE_FORMAT_CSV ? TABLE_FILE_CSV
                                                                         : TABLE_FILE_XLSX,
                                .sheet_name = str_of(file->name),
                                .columns = columns,
                                .column_count = file->column_count,
                                .title_rows = file->title_rows,
                                .title_row_count = file->title_row_count};
    return table_writer_open(ctx, path, &options, &writer->sheet);
}

static Status cell_write(Ctx *ctx, TableWriter *writer, CellKind kind, const TableCell *cell) {
    Str text;
    if (cell->number == INT64_MIN) {
        return table_writer_empty(ctx, writer);
    }
    if (kind == CELL_DATE) {
        return table_writer_date(ctx, writer, cell->number);
    }
    if (kind == CELL_TEXT || kind == CELL_PERIOD || cell_is_word(kind)) {
        TRY(cell_text(ctx, kind, cell, &text));
        return table_writer_text(ctx, writer, text);
    }
    return table_writer_int64(ctx, writer, cell->number);
}

/* ---- pages ---- */

static bool is_instant(const TableColumn *column) {
    Str name = str_of(column->name);
    return column->kind == CELL_INT && str_ends_with(name, STR("_us"));
}

static Status page_open(Ctx *ctx, const char *path, const TableFile *file,
                        TableFileWriter *writer) {
    PdfColumn columns[TABLE_FILE_COLUMN_MAX];
    TablePaper paper = table_paper_of(file->name, ctx->language);
    for (size_t i = 0; i < file->column_count; i++) {
        const TableColumn *column = &file->columns[i];
        bool is_number =
            column->kind == CELL_INT || column->kind == CELL_DONG || column->kind == CELL_ID;
        columns[i] = (PdfColumn){title_of(ctx, column), is_number};
    }
    PdfTableOptions options = {.title = paper.title,
                               .lines = &file->heading,
                               .line_count = str_is_empty(file->heading) ? 0 : 1,
                               .columns = columns,
                               .column_count = file->column_count,
                               .signature = paper.signature,
                               .signers = paper.signers,
                               .signer_count = paper.signer_count,
                               .has_motto = ctx->language == LANGUAGE_VI,
                               .day = ctx_today(ctx),
                               .language = ctx->language};
    digest_init(&writer->digest);
    return pdf_table_open(ctx, path, &options, &writer->pdf);
}

static Status page_cell(Ctx *ctx, const TableColumn *column, const TableCell *cell, Str *ret_text) {
    enum { MINUTE_US = 60000000, ZONE_MINUTES = 7 * 60, DAY_MINUTES = 24 * 60 };
    if (cell->number == INT64_MIN || !is_instant(column)) {
        return cell_text(ctx, column->kind, cell, ret_text);
    }
    int64_t day = clock_day(cell->number);
    int64_t minute = (cell->number / MINUTE_US + ZONE_MINUTES) % DAY_MINUTES;
    return ctx_print(ctx, ret_text, "%02d/%02d/%04d %02d:%02d", (int)(day % 100),
                     (int)(day / 100 % 100), (int)(day / 10000), (int)(minute / 60),
                     (int)(minute % 60));
}

static Status page_row(Ctx *ctx, TableFileWriter *writer, const TableCell *cells, size_t count) {
    Str texts[TABLE_FILE_COLUMN_MAX];
    for (size_t i = 0; i < count; i++) {
        TRY(page_cell(ctx, &writer->columns[i], &cells[i], &texts[i]));
        digest_add_text(&writer->digest, texts[i]);
    }
    return pdf_table_row(ctx, writer->pdf, texts);
}

/* Who, when, what for; and which rows these are. */
static Status page_finish(Ctx *ctx, TableFileWriter *writer) {
    uint8_t digest[DIGEST_BYTES];
    char hex[DIGEST_HEX_CHARS + 1];
    Str foot = STR("");
    digest_final(&writer->digest, digest);
    hex_write(digest, sizeof digest, hex);
    for (size_t i = 0; i < writer->title_row_count; i++) {
        TRY(ctx_print(ctx, &foot, "%.*s%.*s | ", STR_ARG(foot), STR_ARG(writer->title_rows[i])));
    }
    TRY(ctx_print(ctx, &foot, "%.*s%s %s", STR_ARG(foot),
                  ctx_say(ctx, "Mã tóm lược các dòng:", "Digest of the rows:"), hex));
    return pdf_table_finish(ctx, &writer->pdf, foot);
}

/* ---- either ---- */

Status table_file_open(Ctx *ctx, const char *path, const TableFile *file,
                       TableFileWriter **ret_writer) {
    if (file->column_count > TABLE_FILE_COLUMN_MAX) {
        return ctx_fail(ctx, E_BUG, "%s: %zu columns", file->name, file->column_count);
    }
    CLEANUP(table_file_close) TableFileWriter *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a table");
    }
    writer->columns = file->columns;
    writer->column_count = file->column_count;
    writer->title_rows = file->title_rows;
    writer->title_row_count = file->title_row_count;
    TRY(file->format == TABLE_FORMAT_PDF ? page_open(ctx, path, file, writer)
                                         : sheet_open(ctx, path, file, writer));
    *ret_writer = writer;
    writer = NULL;
    return OK;
}

Status table_file_row(Ctx *ctx, TableFileWriter *writer, const TableCell *cells, size_t count) {
    ArenaMark mark = arena_mark(ctx->arena);
    if (writer->pdf != NULL) {
        TRY(page_row(ctx, writer, cells, count));
        arena_rewind(ctx->arena, mark);
        return OK;
    }
    for (size_t i = 0; i < count; i++) {
        TRY(cell_write(ctx, writer->sheet, writer->columns[i].kind, &cells[i]));
    }
    arena_rewind(ctx->arena, mark);
    return table_writer_end_row(ctx, writer->sheet);
}

Status table_file_finish(Ctx *ctx, TableFileWriter **writer) {
    CLEANUP(table_file_close) TableFileWriter *own = *writer;
    *writer = NULL;
    return own->pdf != NULL ? page_finish(ctx, own) : table_writer_finish(ctx, &own->sheet);
}

void table_file_close(TableFileWriter **writer) {
    TableFileWriter *own = *writer;
    if (own != NULL) {
        table_writer_close(&own->sheet);
        pdf_table_close(&own->pdf);
        free(own);
        *writer = NULL;
    }
}
