/* Spreadsheets: CSV and XLSX, the files that everybody sends. */
#include "codec/sheet.h"
#include "fuzz_file.h"

static void require_row_sound(const SheetRow *row, int64_t previous) {
    FUZZ_CHECK(row->number > previous && row->number <= SHEET_ROW_MAX + (int64_t)1000000000);
    for (size_t i = 0; i < row->cell_count; i++) {
        FUZZ_CHECK(row->cells[i].column >= 1);
        FUZZ_CHECK(i == 0 || row->cells[i].column > row->cells[i - 1].column);
        FUZZ_CHECK(row->cells[i].kind != SHEET_EMPTY);
    }
}

void fuzz_one(Ctx *ctx, Str input) {
    const SheetLimits limits = {
        .inflated_bytes = 8 << 20, .rows = 20000, .cells = 200000, .shared_string_bytes = 4 << 20};
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    SheetInfo info = {0};
    SheetRow row = {0};
    bool has = false;
    if (sheet_open(ctx, fuzz_path(input), &limits, &reader) != OK) {
        return;
    }
    for (int sheets = 0; sheet_next(ctx, reader, &info, &has) == OK && has; sheets++) {
        int64_t previous = 0;
        FUZZ_CHECK(sheets < 1000);
        while (sheet_next_row(ctx, reader, &row, &has) == OK && has) {
            require_row_sound(&row, previous);
            previous = row.number;
        }
    }
}
