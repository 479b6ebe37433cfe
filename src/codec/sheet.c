#include "codec/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/csv_reader.h"
#include "codec/xlsx_sheet.h"

enum { MAGIC_LENGTH = 8 };

struct SheetReader {
    SheetFileKind kind;
    CsvReader *csv;
    XlsxBook book;
    XlsxSheet sheet;
    size_t sheet_next; /* index of the sheet that sheet_next() goes to */
    SheetMerge *merges;
    bool with_merges;
    bool is_open;   /* a sheet is */
    Status failure; /* once failed, always failed */
};

static int64_t or_default(int64_t value, int64_t otherwise) {
    return value > 0 ? value : otherwise;
}

static SheetLimits limits_fill(const SheetLimits *limits) {
    SheetLimits all = limits ? *limits : (SheetLimits){0};
    all.inflated_bytes = or_default(all.inflated_bytes, INT64_C(1) << 30);
    all.rows = or_default(all.rows, SHEET_ROW_MAX);
    all.cells = or_default(all.cells, 50000000);
    all.entries = or_default(all.entries, 1000);
    all.shared_string_bytes = or_default(all.shared_string_bytes, INT64_C(256) << 20);
    all.csv_row_bytes = or_default(all.csv_row_bytes, 1 << 20);
    all.damaged_rows = or_default(all.damaged_rows, 1000);
    all.deadline_s = or_default(all.deadline_s, 300);
    return all;
}

static void fd_close(int *fd) {
    if (*fd >= 0) {
        close(*fd);
    }
}

static Status kind_read(Ctx *ctx, const char *path, SheetFileKind *ret_kind) {
    unsigned char head[MAGIC_LENGTH] = {0};
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return ctx_fail(ctx, E_FILE_OPEN, "%s: %s", path, strerror(errno));
    }
    ssize_t length = read(fd, head, sizeof head);
    if (length < 0) {
        return ctx_fail(ctx, E_FILE_READ, "%s: %s", path, strerror(errno));
    }
    if (length == 8 && memcmp(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0) {
        return ctx_fail(
            ctx, E_FILE_KIND,
            "an old .xls, or a workbook under a password: save it as .xlsx without one");
    }
    bool is_zip = length >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
    *ret_kind = is_zip ? SHEET_FILE_XLSX : SHEET_FILE_CSV;
    return OK;
}

Status sheet_open(Ctx *ctx, const char *path, const SheetLimits *limits, SheetReader **ret_reader) {
    SheetLimits all = limits_fill(limits);
    SheetFileKind kind = SHEET_FILE_CSV;
    TRY(kind_read(ctx, path, &kind));
    CLEANUP(sheet_close) SheetReader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for a sheet reader");
    }
    reader->kind = kind;
    if (kind == SHEET_FILE_CSV) {
        TRY(csv_open(ctx, path, &all, &reader->csv));
    } else {
        reader->with_merges = !all.without_merges;
        reader->merges = calloc(SHEET_MERGE_MAX, sizeof *reader->merges);
        if (reader->merges == NULL) {
            return ctx_fail(ctx, E_MEMORY_LIMIT, "no memory for merged ranges");
        }
        TRY(xlsx_book_open(ctx, path, &all, &reader->book));
    }
    *ret_reader = reader;
    reader = NULL;
    return OK;
}

void sheet_close(SheetReader **reader) {
    if (*reader) {
        csv_close(&(*reader)->csv);
        xlsx_sheet_close(&(*reader)->sheet);
        xlsx_book_close(&(*reader)->book);
        free((*reader)->merges);
        free(*reader);
        *reader = NULL;
    }
}

SheetFileKind sheet_file_kind(const SheetReader *reader) {
    return reader->kind;
}

char sheet_csv_separator(const SheetReader *reader) {
    return reader->csv ? csv_separator(reader->csv) : '\0';
}

static Status reader_fail(SheetReader *reader, Status status) {
    reader->failure = status;
    reader->is_open = false;
    return status;
}

static Status xlsx_next(Ctx *ctx, SheetReader *reader, SheetInfo *ret_info) {
    const XlsxSheetEntry *entry = &reader->book.sheets[reader->sheet_next];
    SheetInfo info = {.index = (int32_t)reader->sheet_next + 1,
                      .name = entry->name,
                      .is_hidden = entry->is_hidden,
                      .merges = reader->merges};
    if (reader->with_merges) {
        TRY(xlsx_merges_read(ctx, &reader->book, entry, reader->merges, &info.merge_count));
    }
    TRY(xlsx_sheet_open(ctx, &reader->sheet, &reader->book, entry));
    *ret_info = info;
    return OK;
}

Status sheet_next(Ctx *ctx, SheetReader *reader, SheetInfo *ret_info, bool *ret_has) {
    if (reader->failure != OK) {
        return ctx_fail(ctx, reader->failure, "the reader failed before");
    }
    size_t sheet_count = reader->kind == SHEET_FILE_CSV ? 1 : reader->book.sheet_count;
    if (reader->sheet_next >= sheet_count) {
        reader->is_open = false;
        *ret_has = false;
        return OK;
    }
    if (reader->kind == SHEET_FILE_CSV) {
        *ret_info = (SheetInfo){.index = 1, .name = STR("")};
    } else {
        Status status = xlsx_next(ctx, reader, ret_info);
        if (status != OK) {
            return reader_fail(reader, status);
        }
    }
    reader->sheet_next++;
    reader->is_open = true;
    *ret_has = true;
    return OK;
}

Status sheet_next_row(Ctx *ctx, SheetReader *reader, SheetRow *ret_row, bool *ret_has) {
    if (reader->failure != OK) {
        return ctx_fail(ctx, reader->failure, "the reader failed before");
    }
    if (!reader->is_open) {
        *ret_has = false;
        return OK;
    }
    Status status = reader->kind == SHEET_FILE_CSV
                        ? csv_next_row(ctx, reader->csv, ret_row, ret_has)
                        : xlsx_sheet_next_row(ctx, &reader->sheet, ret_row, ret_has);
    return status == OK ? OK : reader_fail(reader, status);
}

void sheet_column_name(int32_t column, char *name) {
    char letters[3];
    int count = 0;
    for (int32_t rest = column; rest > 0 && count < 3; rest = (rest - 1) / 26) {
        letters[count++] = (char)('A' + (rest - 1) % 26);
    }
    for (int i = 0; i < count; i++) {
        name[i] = letters[count - 1 - i];
    }
    name[count] = '\0';
}
