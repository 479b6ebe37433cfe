#include "codec/iso/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/checked.h"
#include "base/strbuf.h"
#include "codec/iso/label.h"
#include "codec/iso/pain001_writer.h"
#include "codec/iso/xml_validate.h"
#include "codec/sheet_writer.h"

enum { PATH_MAX_BYTES = 4096, TEXT_MAX = 280, DOTTED_MAX = 32, TITLE_MAX_BYTES = 4096 };

struct OutFile {
    const ProviderTemplate *template;
    Pain001Writer *xml;
    TableWriter *table;
    int fd; /* of the XML file; -1 */
    int64_t count;
    int64_t sum_dong;
    int64_t declared_count;
    int64_t declared_sum_dong;
    char path[PATH_MAX_BYTES];
    char part_path[PATH_MAX_BYTES + 8];
};

const char *out_file_suffix(const ProviderTemplate *template) {
    if (template->kind == TEMPLATE_PAIN001) {
        return ".xml";
    }
    return template->kind == TEMPLATE_CSV ? ".csv" : ".xlsx";
}

/* ---- text of a list ---- */

/* 1.234.567 */
static Str dotted(int64_t amount_dong, char room[DOTTED_MAX]) {
    size_t at = DOTTED_MAX;
    int digits = 0;
    do { /* ends: the amount shrinks to zero */
        if (digits > 0 && digits % 3 == 0) {
            room[--at] = '.';
        }
        room[--at] = (char)('0' + amount_dong % 10);
        amount_dong /= 10;
        digits++;
    } while (amount_dong > 0);
    return (Str){room + at, DOTTED_MAX - at};
}

/* The value of a {{name}} in a title. */
static Status placeholder_add(Ctx *ctx, StrBuf *text, Str name, const OutFileHeader *header) {
    char room[DOTTED_MAX];
    if (str_equal(name, STR("period"))) {
        return strbuf_print(ctx, text, "%02d/%04d", (int)(header->period % 100),
                            (int)(header->period / 100));
    }
    if (str_equal(name, STR("day"))) {
        return strbuf_print(ctx, text, "%02d/%02d/%04d", (int)(header->execution_day % 100),
                            (int)(header->execution_day / 100 % 100),
                            (int)(header->execution_day / 10000));
    }
    if (str_equal(name, STR("batch"))) {
        return strbuf_add(ctx, text, header->batch_ref);
    }
    if (str_equal(name, STR("count"))) {
        return strbuf_add_int64(ctx, text, header->count);
    }
    if (str_equal(name, STR("total"))) {
        return strbuf_add(ctx, text, dotted(header->sum_dong, room));
    }
    if (str_equal(name, STR("debtor"))) {
        return strbuf_add(ctx, text, header->debtor_name);
    }
    return ctx_fail(ctx, E_TEMPLATE_SYNTAX, "the placeholder {{%.*s}} is not known", STR_ARG(name));
}

static Status title_render(Ctx *ctx, Str title, const OutFileHeader *header, StrBuf *text) {
    size_t at = 0;
    while (at < title.len) { /* ends: at grows */
        size_t open = str_find(title, STR("{{"), at);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(title, STR("}}"), open);
        if (close == SIZE_MAX) {
            return strbuf_add(ctx, text, str_part(title, at, title.len));
        }
        TRY(strbuf_add(ctx, text, str_part(title, at, open - at)));
        TRY(placeholder_add(ctx, text, str_part(title, open + 2, close - open - 2), header));
        at = close + 2;
    }
    return OK;
}

/* ---- opening ---- */

static TableColumnKind column_kind(const TemplateColumn *column) {
    if (column->field == OUT_LINE_NO) {
        return TABLE_INTEGER;
    }
    return column->field == OUT_AMOUNT && column->format != OUT_DOTTED ? TABLE_MONEY : TABLE_TEXT;
}

static Status table_open(Ctx *ctx, OutFile *file, const OutFileHeader *header) {
    const ProviderTemplate *template = file->template;
    TableFileColumn columns[TEMPLATE_COLUMN_MAX];
    Str titles[TEMPLATE_TITLE_MAX];
    for (size_t i = 0; i < template->column_count; i++) {
        const TemplateColumn *column = &template->columns[i];
        columns[i] = (TableFileColumn){column->title, column_kind(column), column->width};
    }
    ArenaMark mark = arena_mark(ctx->arena);
    for (size_t i = 0; i < template->title_count; i++) {
        CLEANUP(strbuf_done) StrBuf text;
        strbuf_init(&text, TITLE_MAX_BYTES);
        TRY(title_render(ctx, template->titles[i], header, &text));
        TRY(ctx_copy_str(ctx, strbuf_str(&text), &titles[i]));
    }
    TableFileOptions options = {
        .kind = template->kind == TEMPLATE_CSV ? TABLE_FILE_CSV : TABLE_FILE_XLSX,
        .sheet_name = template->sheet_name,
        .columns = columns,
        .column_count = template->column_count,
        .title_rows = titles,
        .title_row_count = template->title_count,
        .without_bom = !template->has_bom,
        .csv_separator = template->separator,
    };
    TRY(table_writer_open(ctx, file->path, &options, &file->table));
    arena_rewind(ctx->arena, mark);
    return OK;
}

static Status xml_open(Ctx *ctx, OutFile *file, const OutFileHeader *header) {
    char name[TEXT_MAX];
    (void)snprintf(file->part_path, sizeof file->part_path, "%s.part", file->path);
    file->fd = open(file->part_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file->fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", file->part_path, strerror(errno));
    }
    Pain001Header xml = {.message_id = header->batch_ref,
                         .created_us = header->created_us,
                         .count = header->count,
                         .sum_dong = header->sum_dong,
                         .execution_day = header->execution_day,
                         .debtor_name = ascii_upper_fold(header->debtor_name, name, sizeof name),
                         .debtor_account = header->debtor_account,
                         .debtor_agent = header->debtor_agent};
    return pain001_open(ctx, file->fd, &xml, &file->xml);
}

Status out_file_open(Ctx *ctx, const ProviderTemplate *template, const OutFileHeader *header,
                     const char *path, OutFile **ret_file) {
    if (strlen(path) >= PATH_MAX_BYTES || header->count <= 0 || header->sum_dong <= 0) {
        return ctx_fail(ctx, E_ARGUMENT, "a file needs a path, a count and a sum above zero");
    }
    CLEANUP(out_file_close) OutFile *file = calloc(1, sizeof *file);
    if (!file) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "file of a batch");
    }
    file->template = template;
    file->fd = -1;
    file->declared_count = header->count;
    file->declared_sum_dong = header->sum_dong;
    memcpy(file->path, path, strlen(path) + 1);
    if (template->kind == TEMPLATE_PAIN001) {
        TRY(xml_open(ctx, file, header));
    } else {
        TRY(table_open(ctx, file, header));
    }
    *ret_file = file;
    file = NULL;
    return OK;
}

/* ---- lines ---- */

static Str line_text(const OutLine *line, OutField field) {
    switch (field) {
    case OUT_END_TO_END_ID:
        return line->end_to_end_id;
    case OUT_ACCOUNT_NUMBER:
        return line->account_number;
    case OUT_HOLDER_NAME:
        return line->holder_name;
    case OUT_AGENT:
        return line->agent;
    case OUT_BANK_NAME:
        return line->bank_name;
    case OUT_REMITTANCE:
        return line->remittance;
    case OUT_PERSON_NAME:
        return line->person_name;
    case OUT_CITIZEN_ID_MASK:
        return line->citizen_id_mask;
    case OUT_PHONE_MASK:
        return line->phone_mask;
    case OUT_PAY_POINT:
        return line->pay_point;
    case OUT_HAMLET:
        return line->hamlet;
    case OUT_LINE_NO:
    case OUT_AMOUNT:
    case OUT_SIGNATURE:
        break;
    }
    return (Str){"", 0};
}

static Status cell_add(Ctx *ctx, OutFile *file, const TemplateColumn *column, const OutLine *line) {
    char room[TEXT_MAX];
    if (column->field == OUT_LINE_NO) {
        return table_writer_int64(ctx, file->table, line->line_no);
    }
    if (column->field == OUT_AMOUNT && column->format == OUT_DOTTED) {
        return table_writer_text(ctx, file->table, dotted(line->amount_dong, room));
    }
    if (column->field == OUT_AMOUNT) {
        return table_writer_int64(ctx, file->table, line->amount_dong);
    }
    Str text = line_text(line, column->field);
    if (str_is_empty(text)) {
        return table_writer_empty(ctx, file->table);
    }
    if (column->format == OUT_UPPER_ASCII) {
        text = ascii_upper_fold(text, room, sizeof room);
    }
    return table_writer_text(ctx, file->table, text);
}

static Status table_add(Ctx *ctx, OutFile *file, const OutLine *line) {
    for (size_t i = 0; i < file->template->column_count; i++) {
        TRY(cell_add(ctx, file, &file->template->columns[i], line));
    }
    return table_writer_end_row(ctx, file->table);
}

static Status xml_add(Ctx *ctx, OutFile *file, const OutLine *line) {
    char name[TEXT_MAX];
    char remittance[TEXT_MAX];
    Pain001Transfer transfer = {
        .end_to_end_id = line->end_to_end_id,
        .amount_dong = line->amount_dong,
        .agent = line->agent,
        .holder_name = ascii_upper_fold(line->holder_name, name, sizeof name),
        .account_number = line->account_number,
        .remittance = ascii_upper_fold(line->remittance, remittance, sizeof remittance)};
    return pain001_add(ctx, file->xml, &transfer);
}

Status out_file_add(Ctx *ctx, OutFile *file, const OutLine *line) {
    int64_t sum_dong = 0;
    if (line->amount_dong <= 0 || str_is_empty(line->end_to_end_id)) {
        return ctx_fail(ctx, E_ARGUMENT, "line %lld has no id or no amount",
                        (long long)line->line_no);
    }
    if (ckd_add(&sum_dong, file->sum_dong, line->amount_dong)) {
        return ctx_fail(ctx, E_MONEY_OVERFLOW, "sum of a file");
    }
    if (file->xml) {
        TRY(xml_add(ctx, file, line));
    } else {
        TRY(table_add(ctx, file, line));
    }
    file->count++;
    file->sum_dong = sum_dong;
    return OK;
}

/* ---- the end ---- */

static Status xml_finish(Ctx *ctx, OutFile *file) {
    TRY(pain001_finish(ctx, file->xml));
    if (fsync(file->fd) != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", file->part_path, strerror(errno));
    }
    TRY(xml_validate_file(ctx, file->part_path, ISO_PAIN_001_09));
    if (rename(file->part_path, file->path) != 0) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s: %s", file->path, strerror(errno));
    }
    file->part_path[0] = '\0';
    return OK;
}

Status out_file_finish(Ctx *ctx, OutFile *file) {
    if (file->count != file->declared_count || file->sum_dong != file->declared_sum_dong) {
        return ctx_fail(ctx, E_BUG, "%lld lines of %lld dong, the header says %lld of %lld",
                        (long long)file->count, (long long)file->sum_dong,
                        (long long)file->declared_count, (long long)file->declared_sum_dong);
    }
    return file->xml ? xml_finish(ctx, file) : table_writer_finish(ctx, &file->table);
}

void out_file_close(OutFile **file) {
    OutFile *f = *file;
    if (!f) {
        return;
    }
    pain001_free(&f->xml);
    table_writer_close(&f->table);
    if (f->fd >= 0) {
        (void)close(f->fd);
    }
    if (f->part_path[0] != '\0') {
        (void)unlink(f->part_path);
    }
    free(f);
    *file = NULL;
}
