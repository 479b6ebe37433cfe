/*
 * The XML inside a workbook. A zip of random bytes dies of its checksum, so the zip is made here
 * and the input is what stands in its parts: "=NAME\n" begins a part, until the next such line.
 * Parts that are not given have sound defaults. What is read is annotated and read again: no row
 * may be lost.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "codec/annotate.h"
#include "codec/sheet.h"
#include "fuzz_file.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"

enum { PART_COUNT = 6, ZIP_MAX = 1 << 20 };

typedef struct Part {
    Str mark; /* in the input */
    const char *name;
    Str content;
} Part;

static const Part DEFAULTS[PART_COUNT] = {
    {{"=rels", 5},
     "_rels/.rels",
     {"<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
      "/officeDocument\" Target=\"xl/w.xml\"/></Relationships>",
      sizeof "<Relationships xmlns=\"" PACKAGE
             "/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
             "/officeDocument\" Target=\"xl/w.xml\"/></Relationships>" -
          1}},
    {{"=book", 5},
     "xl/w.xml",
     {"<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets><sheet name=\"S\" sheetId=\"1\" "
      "r:id=\"r1\"/></sheets></workbook>",
      sizeof "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets><sheet name=\"S\" "
             "sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>" -
          1}},
    {{"=brel", 5},
     "xl/_rels/w.xml.rels",
     {"<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
      "/worksheet\" Target=\"a.xml\"/><Relationship Id=\"r2\" Type=\"" OFFICE
      "/styles\" Target=\"s.xml\"/><Relationship Id=\"r3\" Type=\"" OFFICE
      "/sharedStrings\" Target=\"t.xml\"/></Relationships>",
      sizeof "<Relationships xmlns=\"" PACKAGE
             "/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
             "/worksheet\" Target=\"a.xml\"/><Relationship Id=\"r2\" Type=\"" OFFICE
             "/styles\" Target=\"s.xml\"/><Relationship Id=\"r3\" Type=\"" OFFICE
             "/sharedStrings\" Target=\"t.xml\"/></Relationships>" -
          1}},
    {{"=rows", 5},
     "xl/a.xml",
     {"<worksheet xmlns=\"" MAIN "\"><sheetData/></worksheet>",
      sizeof "<worksheet xmlns=\"" MAIN "\"><sheetData/></worksheet>" - 1}},
    {{"=styl", 5},
     "xl/s.xml",
     {"<styleSheet xmlns=\"" MAIN "\"><cellXfs><xf numFmtId=\"14\"/></cellXfs>"
      "</styleSheet>",
      sizeof "<styleSheet xmlns=\"" MAIN
             "\"><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>" -
          1}},
    {{"=text", 5},
     "xl/t.xml",
     {"<sst xmlns=\"" MAIN "\"><si><t>a</t></si></sst>",
      sizeof "<sst xmlns=\"" MAIN "\"><si><t>a</t></si></sst>" - 1}},
};

static void parts_split(Str input, Part *parts) {
    Part *open = NULL;
    Str line;
    memcpy(parts, DEFAULTS, sizeof DEFAULTS);
    while (str_split_next(&input, '\n', &line)) {
        Part *named = NULL;
        for (size_t i = 0; i < PART_COUNT; i++) {
            named = str_equal(line, parts[i].mark) ? &parts[i] : named;
        }
        if (named) {
            open = named;
            open->content = (Str){input.ptr ? input.ptr : "", 0};
        } else if (open) {
            open->content.len = (size_t)(line.ptr + line.len - open->content.ptr);
        }
    }
}

/* The zip's bytes into `bytes` (ZIP_MAX): 0 when they do not fit. */
static size_t zip_make(const Part *parts, char *bytes) {
    zip_error_t error;
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    FUZZ_CHECK(memory != NULL);
    zip_source_keep(memory);
    zip_t *zip = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
    FUZZ_CHECK(zip != NULL);
    for (size_t i = 0; i < PART_COUNT; i++) {
        zip_source_t *source =
            zip_source_buffer(zip, parts[i].content.ptr, parts[i].content.len, 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, source, 0);
        FUZZ_CHECK(source && index >= 0);
        FUZZ_CHECK(zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) == 0);
    }
    FUZZ_CHECK(zip_close(zip) == 0);
    FUZZ_CHECK(zip_source_open(memory) == 0);
    zip_int64_t length = zip_source_read(memory, bytes, ZIP_MAX);
    zip_source_close(memory);
    zip_source_free(memory);
    return length > 0 && length < ZIP_MAX ? (size_t)length : 0;
}

/* Rows with a value, over all sheets; -1 when the reader refuses. */
static int64_t rows_count(Ctx *ctx, const char *path, const SheetLimits *limits) {
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    SheetInfo info = {0};
    SheetRow row = {0};
    bool has = false;
    int64_t count = 0;
    Status status = sheet_open(ctx, path, limits, &reader);
    while (status == OK && (status = sheet_next(ctx, reader, &info, &has)) == OK && has) {
        int64_t previous = 0;
        while ((status = sheet_next_row(ctx, reader, &row, &has)) == OK && has) {
            FUZZ_CHECK(row.number > previous && row.number <= SHEET_ROW_MAX && row.cell_count > 0);
            for (size_t i = 0; i < row.cell_count; i++) {
                const SheetCell *cell = &row.cells[i];
                int32_t before = i ? cell[-1].column : 0;
                FUZZ_CHECK(cell->column > before && cell->column <= SHEET_COLUMN_MAX);
                FUZZ_CHECK(cell->kind != SHEET_EMPTY && cell->is_utf8 && cell->text.len > 0);
                FUZZ_CHECK(cell->kind != SHEET_DATE || cell->date >= 10101);
            }
            previous = row.number;
            count++;
        }
    }
    return status == OK ? count : -1;
}

void fuzz_one(Ctx *ctx, Str input) {
    static char bytes[ZIP_MAX];
    const SheetLimits limits = {.rows = 2000, .cells = 20000, .shared_string_bytes = 1 << 20};
    Part parts[PART_COUNT];
    char out_path[64];
    if (input.len > ZIP_MAX / 2) {
        return;
    }
    parts_split(input, parts);
    const char *path = fuzz_path((Str){bytes, zip_make(parts, bytes)});
    int64_t count = rows_count(ctx, path, &limits);
    if (count < 0) {
        return;
    }
    snprintf(out_path, sizeof out_path, "/tmp/ansinh-fuzz-%d.xlsx", (int)getpid());
    AnnotateInput copy = {.in_path = path, .out_path = out_path, .limits = limits};
    Status status = annotate_workbook(ctx, &copy);
    FUZZ_CHECK(status == OK || status == E_XLSX_LIMIT || status == E_MEMORY_LIMIT);
    if (status == OK) {
        FUZZ_CHECK(rows_count(ctx, out_path, NULL) == count);
        unlink(out_path);
    }
}
