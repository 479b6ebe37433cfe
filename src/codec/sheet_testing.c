#include "codec/sheet_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"

enum { OUT_MAX = 8 << 20, ARENA_MAX = 64 << 20 };

static void require(bool holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "test set-up failed: %s\n", what);
        abort();
    }
}

static void scratch_make(char *path) {
    const char *folder = getenv("TMPDIR");
    snprintf(path, TEST_PATH_MAX, "%s/ansinh-sheet-XXXXXX", folder ? folder : "/tmp");
    int fd = mkstemp(path);
    require(fd >= 0, "mkstemp");
    close(fd);
}

int test_world_setup(void **state) {
    TestWorld *world = calloc(1, sizeof *world);
    require(world != NULL, "memory");
    world->now_us = INT64_C(1782864000000000);
    world->ctx = (Ctx){.arena = arena_new(ARENA_MAX), .clock = clock_manual(&world->now_us)};
    strbuf_init(&world->out, OUT_MAX);
    scratch_make(world->path);
    scratch_make(world->path2);
    *state = world;
    return 0;
}

int test_world_teardown(void **state) {
    TestWorld *world = *state;
    unlink(world->path);
    unlink(world->path2);
    strbuf_done(&world->out);
    arena_free(&world->ctx.arena);
    free(world);
    return 0;
}

void test_write_file(const char *path, Str bytes) {
    FILE *file = fopen(path, "wb");
    require(file != NULL, path);
    require(fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len, "fwrite");
    require(fclose(file) == 0, "fclose");
}

void test_read_file(TestWorld *world, const char *path, StrBuf *out) {
    char chunk[4096];
    size_t length;
    FILE *file = fopen(path, "rb");
    require(file != NULL, path);
    while ((length = fread(chunk, 1, sizeof chunk, file)) > 0) {
        require(strbuf_add(&world->ctx, out, (Str){chunk, length}) == OK, "room");
    }
    fclose(file);
}

void test_read_part(TestWorld *world, const char *path, const char *part_name, StrBuf *out) {
    char chunk[4096];
    zip_int64_t length;
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &code);
    require(zip != NULL, path);
    zip_file_t *file = zip_fopen(zip, part_name, 0);
    require(file != NULL, part_name);
    while ((length = zip_fread(file, chunk, sizeof chunk)) > 0) {
        require(strbuf_add(&world->ctx, out, (Str){chunk, (size_t)length}) == OK, "room");
    }
    zip_fclose(file);
    zip_discard(zip);
}

void test_patch_file(TestWorld *world, const char *path, Str from, Str to) {
    StrBuf bytes;
    size_t at = 0;
    size_t hits = 0;
    require(from.len == to.len, "patches keep the length");
    strbuf_init(&bytes, OUT_MAX);
    test_read_file(world, path, &bytes);
    while ((at = str_find(strbuf_str(&bytes), from, at)) != SIZE_MAX) {
        memcpy(bytes.ptr + at, to.ptr, to.len);
        at += to.len;
        hits++;
    }
    require(hits > 0, "nothing to patch");
    test_write_file(path, strbuf_str(&bytes));
    strbuf_done(&bytes);
}

static const TestPart DEFAULTS[] = {
    {"[Content_Types].xml", "<Types xmlns=\"" PACKAGE "/content-types\"><Default Extension=\"xml\" "
                            "ContentType=\"application/xml\"/></Types>"},
    {"_rels/.rels", "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" "
                    "Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                    "</Relationships>"},
    {"xl/workbook.xml", "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
                        "<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns=\"" PACKAGE "/relationships\">"
     "<Relationship Id=\"r1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/a.xml\"/>"
     "<Relationship Id=\"r2\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
     "<Relationship Id=\"r3\" Type=\"" OFFICE "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
     "</Relationships>"},
    {"xl/worksheets/a.xml", "<worksheet xmlns=\"" MAIN "\"><sheetData/></worksheet>"},
    {"xl/styles.xml",
     "<styleSheet xmlns=\"" MAIN
     "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/>"
     "</numFmts><fonts><font><name val=\"Arial\"/></font><font><name val=\".VnTime\"/></font>"
     "<font><name val=\".VnArial NarrowH\"/></font><font><name val=\"VNI-Times\"/></font></fonts>"
     "<cellXfs><xf numFmtId=\"0\" fontId=\"0\"/><xf numFmtId=\"14\" fontId=\"0\"/>"
     "<xf numFmtId=\"164\" fontId=\"0\"/><xf numFmtId=\"0\" fontId=\"1\"/>"
     "<xf numFmtId=\"0\" fontId=\"2\"/><xf numFmtId=\"0\" fontId=\"3\"/></cellXfs></styleSheet>"},
};

static void zip_put(zip_t *zip, const char *name, const char *content) {
    zip_source_t *source = zip_source_buffer(zip, content, strlen(content), 0);
    require(source && zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) >= 0, name);
}

void test_make_workbook(const char *path, const TestPart *parts, size_t count) {
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);
    require(zip != NULL, "zip_open");
    for (size_t i = 0; i < sizeof DEFAULTS / sizeof DEFAULTS[0]; i++) {
        bool is_replaced = false;
        for (size_t j = 0; j < count; j++) {
            is_replaced = is_replaced || strcmp(parts[j].name, DEFAULTS[i].name) == 0;
        }
        if (!is_replaced) {
            zip_put(zip, DEFAULTS[i].name, DEFAULTS[i].content);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (parts[i].content) {
            zip_put(zip, parts[i].name, parts[i].content);
        }
    }
    require(zip_close(zip) == 0, "zip_close");
}

const char *test_worksheet(TestWorld *world, const char *rows, const char *behind) {
    Str xml = {0};
    require(ctx_print(&world->ctx, &xml,
                      "<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData>%s</worksheet>", rows,
                      behind) == OK,
            "memory");
    return xml.ptr;
}

void test_make_sheet(const char *path, const char *rows) {
    char *xml = NULL;
    require(asprintf(&xml, "<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData></worksheet>",
                     rows) > 0,
            "memory");
    test_make_workbook(path, &(TestPart){"xl/worksheets/a.xml", xml}, 1);
    free(xml);
}

static void print_cell(TestWorld *world, const SheetCell *cell) {
    static const char *const kinds[] = {"-", "T", "N", "D", "B", "E"};
    static const char *const fonts[] = {"", "~t", "~u", "~v"};
    char column[4];
    Status status;
    sheet_column_name(cell->column, column);
    if (cell->kind == SHEET_DATE) {
        status = strbuf_print(&world->ctx, &world->out, " %s:D%s:%lld", column, fonts[cell->font],
                              (long long)cell->date);
    } else {
        status =
            strbuf_print(&world->ctx, &world->out, " %s:%s%s%s:%.*s", column, kinds[cell->kind],
                         fonts[cell->font], cell->is_utf8 ? "" : "!", STR_ARG(cell->text));
    }
    require(status == OK, "room");
}

static Status dump_sheet(TestWorld *world, SheetReader *reader, const SheetInfo *info) {
    Ctx *ctx = &world->ctx;
    TRY(strbuf_print(ctx, &world->out, "[%.*s]%s", STR_ARG(info->name),
                     info->is_hidden ? " hidden" : ""));
    for (size_t i = 0; i < info->merge_count; i++) {
        const SheetMerge *merge = &info->merges[i];
        TRY(strbuf_print(ctx, &world->out, " (%d,%d)-(%d,%d)", merge->first_row,
                         merge->first_column, merge->last_row, merge->last_column));
    }
    TRY(strbuf_add_char(ctx, &world->out, '\n'));
    for (;;) { /* ends: the sheet does */
        SheetRow row;
        bool has = false;
        TRY(sheet_next_row(ctx, reader, &row, &has));
        if (!has) {
            return OK;
        }
        TRY(strbuf_print(ctx, &world->out, "%lld", (long long)row.number));
        if (row.damage != OK) {
            TRY(strbuf_print(ctx, &world->out, " DAMAGED %d", row.damage_column));
        }
        for (size_t i = 0; i < row.cell_count; i++) {
            print_cell(world, &row.cells[i]);
        }
        TRY(strbuf_add_char(ctx, &world->out, '\n'));
    }
}

Status test_dump(TestWorld *world, const char *path, const SheetLimits *limits) {
    CLEANUP(sheet_close) SheetReader *reader = NULL;
    strbuf_clear(&world->out);
    TRY(sheet_open(&world->ctx, path, limits, &reader));
    for (;;) { /* ends: the sheets do */
        SheetInfo info;
        bool has = false;
        TRY(sheet_next(&world->ctx, reader, &info, &has));
        if (!has) {
            return OK;
        }
        TRY(dump_sheet(world, reader, &info));
    }
}

const char *test_out(TestWorld *world) {
    require(strbuf_add_char(&world->ctx, &world->out, '\0') == OK, "room");
    world->out.len--;
    return world->out.ptr;
}
