/*
 * sheet_testing.h -- for tests only: builds workbooks by hand and prints what a reader gives.
 *
 * Floor 1, codec tests. Linked into test programs, never into the product.
 */
#ifndef CODEC_SHEET_TESTING_H
#define CODEC_SHEET_TESTING_H

#include "base/ctx.h"
#include "base/strbuf.h"
#include "codec/sheet.h"

typedef struct TestPart {
    const char *name;
    const char *content; /* NULL takes a default part of that name away */
} TestPart;

enum { TEST_PATH_MAX = 128 };

typedef struct TestWorld {
    Ctx ctx;
    StrBuf out;
    int64_t now_us;
    char path[TEST_PATH_MAX]; /* an empty scratch file, removed at the end */
    char path2[TEST_PATH_MAX];
} TestWorld;

/* cmocka setup and teardown around a TestWorld. */
int test_world_setup(void **state);
int test_world_teardown(void **state);

/* Writes bytes to the file `path`. */
void test_write_file(const char *path, Str bytes);
/* Adds the file's bytes to `out`. */
void test_read_file(TestWorld *world, const char *path, StrBuf *out);
/* Adds the content of a part of the workbook to `out`. */
void test_read_part(TestWorld *world, const char *path, const char *part_name, StrBuf *out);
/* All occurrences of `from` in the file become `to`, of the same length. */
void test_patch_file(TestWorld *world, const char *path, Str from, Str to);

/*
 * A workbook of one sheet "S" with the default parts, changed and added to by `parts` (`count`).
 * Default parts: [Content_Types].xml _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels
 * xl/worksheets/a.xml xl/styles.xml.
 */
void test_make_workbook(const char *path, const TestPart *parts, size_t count);
/* As before, with `rows` as the inner XML of sheetData. */
void test_make_sheet(const char *path, const char *rows);
/* sheetData in a transitional worksheet element, in the arena. */
const char *test_worksheet(TestWorld *world, const char *rows, const char *behind);

/*
 * Reads all of `path` and prints one line a row: "3 A:T:text B:D:20260701", kinds T N D B E, with
 * ~t ~u ~v behind the kind for the old fonts, ! for bytes that are not UTF-8, and "DAMAGED c"
 * behind the number. Sheets begin with "[name]" or "[name] hidden", then their merges.
 */
Status test_dump(TestWorld *world, const char *path, const SheetLimits *limits) MUST_CHECK;
/* As the C string; compare with assert_string_equal. */
const char *test_out(TestWorld *world);

#endif
