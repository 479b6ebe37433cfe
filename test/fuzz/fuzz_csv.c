/*
 * CSV: what was read, written again with every cell in quotes, reads the same. Damaged rows aside,
 * and the row numbers, since rows without a value are not given.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "codec/sheet.h"
#include "fuzz_file.h"

enum { OUT_MAX = 64 << 20, COLUMNS_MAX = 64, MEMORY_PATH_MAX = 64 };

static SheetReader *reader_open(Ctx *ctx, const char *path, char separator) {
    const SheetLimits limits = {.inflated_bytes = 64 << 20, .csv_separator = separator};
    SheetReader *reader = NULL;
    SheetInfo info;
    bool has = false;
    if (sheet_open(ctx, path, &limits, &reader) != OK) {
        return NULL;
    }
    if (sheet_file_kind(reader) != SHEET_FILE_CSV) {
        sheet_close(&reader);
        return NULL;
    }
    FUZZ_CHECK(sheet_next(ctx, reader, &info, &has) == OK && has);
    return reader;
}

static void row_write(Ctx *ctx, StrBuf *out, const SheetRow *row) {
    int32_t column = 1;
    for (size_t i = 0; i < row->cell_count; i++) {
        const SheetCell *cell = &row->cells[i];
        FUZZ_CHECK(cell->kind == SHEET_TEXT && cell->text.len > 0 && cell->column >= column);
        for (; column < cell->column; column++) {
            FUZZ_CHECK(strbuf_add_char(ctx, out, ',') == OK);
        }
        FUZZ_CHECK(strbuf_add_char(ctx, out, '"') == OK);
        for (size_t at = 0; at < cell->text.len; at++) {
            Str pair = cell->text.ptr[at] == '"' ? STR("\"\"") : (Str){cell->text.ptr + at, 1};
            FUZZ_CHECK(strbuf_add(ctx, out, pair) == OK);
        }
        FUZZ_CHECK(strbuf_add_char(ctx, out, '"') == OK);
    }
    FUZZ_CHECK(strbuf_add_char(ctx, out, '\n') == OK);
}

static bool row_is_small(const SheetRow *row) {
    return row->damage == OK && row->cells[row->cell_count - 1].column <= COLUMNS_MAX;
}

/* Writes the good rows; false when the reader refused the rest. */
static bool rows_write(Ctx *ctx, SheetReader *reader, StrBuf *out) {
    SheetRow row;
    bool has = false;
    int64_t previous = 0;
    for (;;) { /* ends: the file does */
        if (sheet_next_row(ctx, reader, &row, &has) != OK) {
            return false;
        }
        if (!has) {
            return true;
        }
        FUZZ_CHECK(row.number > previous && (row.cell_count > 0 || row.damage != OK));
        FUZZ_CHECK(row.damage == OK || row.damage_column >= 1);
        previous = row.number;
        if (row.cell_count > 0 && row_is_small(&row)) {
            row_write(ctx, out, &row);
        }
    }
}

void fuzz_one(Ctx *ctx, Str input) {
    StrBuf first;
    StrBuf second;
    char path[MEMORY_PATH_MAX];
    SheetReader *reader = reader_open(ctx, fuzz_path(input), '\0');
    if (reader == NULL) {
        return;
    }
    strbuf_init(&first, OUT_MAX);
    strbuf_init(&second, OUT_MAX);
    /* A mark before the rows, so that no cell is taken for a mark, a hint or another kind of file.
     */
    FUZZ_CHECK(strbuf_add(ctx, &first, STR("\xEF\xBB\xBF\"begin\"\n")) == OK);
    FUZZ_CHECK(strbuf_add(ctx, &second, STR("\xEF\xBB\xBF")) == OK);
    if (rows_write(ctx, reader, &first)) {
        int file = memfd_create("again", MFD_CLOEXEC);
        FUZZ_CHECK(file >= 0 && write(file, first.ptr, first.len) == (ssize_t)first.len);
        snprintf(path, sizeof path, "/proc/self/fd/%d", file);
        SheetReader *again = reader_open(ctx, path, ',');
        FUZZ_CHECK(again != NULL && rows_write(ctx, again, &second));
        FUZZ_CHECK(str_equal(strbuf_str(&first), strbuf_str(&second)));
        sheet_close(&again);
        close(file);
    }
    sheet_close(&reader);
    strbuf_done(&first);
    strbuf_done(&second);
}
