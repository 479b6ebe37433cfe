/* What is written reads back as it was meant, gives the same bytes twice, and is whole or not
 * there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "codec/annotate.h"
#include "codec/sheet_testing.h"
#include "codec/sheet_writer.h"

static const TableFileColumn COLUMNS[] = {
    {{"Họ tên", 9}, TABLE_TEXT, 0},
    {{"Số", 4}, TABLE_INTEGER, 0},
    {{"Tiền", 6}, TABLE_MONEY, 0},
    {{"Ngày", 5}, TABLE_DATE, 0},
};
static const Str TITLES[] = {{"DANH SÁCH", 10}, {"", 0}};

static TableFileOptions options_of(TableFileKind kind) {
    return (TableFileOptions){.kind = kind,
                              .sheet_name = STR("Chi tra"),
                              .columns = COLUMNS,
                              .column_count = 4,
                              .title_rows = TITLES,
                              .title_row_count = 2};
}

static void write_row(TestWorld *world, TableWriter *writer, Str text, int64_t number,
                      int64_t day) {
    Ctx *ctx = &world->ctx;
    assert_int_equal(table_writer_text(ctx, writer, text), OK);
    assert_int_equal(table_writer_int64(ctx, writer, number), OK);
    assert_int_equal(table_writer_int64(ctx, writer, number), OK);
    assert_int_equal(table_writer_date(ctx, writer, day), OK);
    assert_int_equal(table_writer_end_row(ctx, writer), OK);
}

static void write_file(TestWorld *world, const char *path, const TableFileOptions *options) {
    Ctx *ctx = &world->ctx;
    TableWriter *writer = NULL;
    assert_int_equal(table_writer_open(ctx, path, options, &writer), OK);
    write_row(world, writer, STR("=cmd|' /C calc'!A0"), 540000, 20260701);
    write_row(world, writer, STR("000012"), -1, 20260700);
    table_writer_mark(writer, TABLE_RED);
    write_row(world, writer, STR("a,\"b\"\nc"), INT64_C(1000000000000000), 20260000);
    write_row(world, writer, STR("-_x000D_\r\x01 \xC3\x28"), INT64_C(999999999999999), 19000228);
    assert_int_equal(table_writer_empty(ctx, writer), OK);
    table_writer_mark(writer, TABLE_YELLOW);
    assert_int_equal(table_writer_empty(ctx, writer), OK);
    assert_int_equal(table_writer_end_row(ctx, writer), OK);
    assert_int_equal(table_writer_row_count(writer), 5);
    assert_int_equal(table_writer_finish(ctx, &writer), OK);
    assert_null(writer);
}

static void assert_dump(TestWorld *world, const char *path, const char *expected) {
    Status status = test_dump(world, path, NULL);
    if (status != OK) {
        print_message("%s: %s\n", status_name(status), world->ctx.failure.detail);
    }
    assert_int_equal(status, OK);
    assert_string_equal(test_out(world), expected);
}

static void assert_file_text(TestWorld *world, const char *path, Str expected) {
    strbuf_clear(&world->out);
    test_read_file(world, path, &world->out);
    assert_int_equal(world->out.len, expected.len);
    assert_memory_equal(world->out.ptr, expected.ptr, expected.len);
}

static void xlsx_reads_back_as_it_was_meant(void **state) {
    TestWorld *world = *state;
    TableFileOptions options = options_of(TABLE_FILE_XLSX);
    write_file(world, world->path, &options);
    assert_dump(world, world->path,
                "[Chi tra]\n1 A:T:DANH SÁCH\n3 A:T:Họ tên B:T:Số C:T:Tiền D:T:Ngày\n"
                "4 A:T:=cmd|' /C calc'!A0 B:N:540000 C:N:540000 D:D:20260701\n"
                "5 A:T:000012 B:N:-1 C:N:-1 D:T:07/2026\n"
                "6 A:T:a,\"b\"\nc B:T:1000000000000000 C:T:1000000000000000 D:T:2026\n"
                "7 A:T:-_x000D_\r\x01 Ã( B:N:999999999999999 C:N:999999999999999 D:D:19000228\n");
}

static void csv_is_quoted_escaped_and_marked(void **state) {
    TestWorld *world = *state;
    TableFileOptions options = options_of(TABLE_FILE_CSV);
    write_file(world, world->path, &options);
    assert_file_text(world, world->path,
                     STR("\xEF\xBB\xBF"
                         "DANH SÁCH\r\n\r\nHọ tên,Số,Tiền,Ngày\r\n"
                         "'=cmd|' /C calc'!A0,540000,540000,2026-07-01\r\n"
                         "000012,-1,-1,2026-07\r\n"
                         "\"a,\"\"b\"\"\nc\",1000000000000000,1000000000000000,2026\r\n"
                         "\"'-_x000D_\r\x01 \xEF\xBF\xBD(\",999999999999999,999999999999999,"
                         "1900-02-28\r\n,\r\n"));
}

static void bare_csv_has_rows_only(void **state) {
    TestWorld *world = *state;
    TableWriter *writer = NULL;
    TableFileOptions options = {.kind = TABLE_FILE_CSV,
                                .columns = COLUMNS,
                                .column_count = 4,
                                .without_header = true,
                                .without_bom = true,
                                .csv_separator = ';'};
    static const Str firsts[] = {{"+84", 3}, {"@x", 2}, {"\tx", 2},
                                 {"a;b", 3}, {" a", 2}, {"a,b", 3}};
    assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), OK);
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
        assert_int_equal(table_writer_text(&world->ctx, writer, firsts[i]), OK);
        assert_int_equal(table_writer_end_row(&world->ctx, writer), OK);
    }
    assert_int_equal(table_writer_finish(&world->ctx, &writer), OK);
    assert_file_text(world, world->path,
                     STR("'+84\r\n'@x\r\n'\tx\r\n\"a;b\"\r\n\" a\"\r\na,b\r\n"));
}

static void the_same_calls_give_the_same_bytes(void **state) {
    TestWorld *world = *state;
    for (int kind = TABLE_FILE_XLSX; kind <= TABLE_FILE_CSV; kind++) {
        TableFileOptions options = options_of((TableFileKind)kind);
        StrBuf first;
        strbuf_init(&first, 1 << 20);
        write_file(world, world->path, &options);
        test_read_file(world, world->path, &first);
        world->now_us += INT64_C(86400000000);
        write_file(world, world->path2, &options);
        assert_file_text(world, world->path2, strbuf_str(&first));
        strbuf_done(&first);
    }
}

static void an_unfinished_file_is_not_there(void **state) {
    TestWorld *world = *state;
    char part[TEST_PATH_MAX + 8];
    snprintf(part, sizeof part, "%s.part", world->path);
    unlink(world->path);
    for (int kind = TABLE_FILE_XLSX; kind <= TABLE_FILE_CSV; kind++) {
        TableFileOptions options = options_of((TableFileKind)kind);
        TableWriter *writer = NULL;
        assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), OK);
        write_row(world, writer, STR("x"), 1, 20260701);
        table_writer_close(&writer);
        assert_null(writer);
        assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), OK);
        assert_int_equal(table_writer_text(&world->ctx, writer, STR("x")), OK);
        assert_int_equal(table_writer_finish(&world->ctx, &writer), E_BUG); /* row not ended */
        assert_int_not_equal(access(world->path, F_OK), 0);
        assert_int_not_equal(access(part, F_OK), 0);
    }
}

static void what_cannot_be_is_refused(void **state) {
    TestWorld *world = *state;
    TableWriter *writer = NULL;
    TableFileOptions options = options_of(TABLE_FILE_XLSX);
    options.sheet_name = STR("a/b");
    assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), E_ARGUMENT);
    options = options_of(TABLE_FILE_CSV);
    options.csv_separator = 'x';
    assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), E_ARGUMENT);
    options = options_of(TABLE_FILE_CSV);
    options.column_count = 0;
    assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), E_ARGUMENT);
    options = options_of(TABLE_FILE_CSV);
    assert_int_equal(table_writer_open(&world->ctx, "/nonexistent/x", &options, &writer),
                     E_FILE_OPEN);
    options = options_of(TABLE_FILE_XLSX);
    assert_int_equal(table_writer_open(&world->ctx, "/nonexistent/x", &options, &writer), OK);
    assert_int_equal(table_writer_finish(&world->ctx, &writer), E_FILE_WRITE);
    assert_null(writer);
    assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), OK);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(table_writer_empty(&world->ctx, writer), OK);
    }
    assert_int_equal(table_writer_empty(&world->ctx, writer), E_BUG);
    table_writer_close(&writer);
}

static void a_text_too_long_for_a_cell_is_refused(void **state) {
    TestWorld *world = *state;
    TableFileOptions options = options_of(TABLE_FILE_XLSX);
    TableWriter *writer = NULL;
    static char text[SHEET_TEXT_CHAR_MAX + 1];
    memset(text, 'x', sizeof text);
    assert_int_equal(table_writer_open(&world->ctx, world->path, &options, &writer), OK);
    assert_int_equal(table_writer_text(&world->ctx, writer, (Str){text, SHEET_TEXT_CHAR_MAX}), OK);
    assert_int_equal(table_writer_end_row(&world->ctx, writer), OK);
    assert_int_equal(table_writer_text(&world->ctx, writer, (Str){text, sizeof text}),
                     E_XLSX_LIMIT);
    table_writer_close(&writer);
}

/* ---- annotation ---- */

static void annotate(TestWorld *world, const AnnotateIssue *issues, size_t count,
                     int64_t header_row) {
    AnnotateInput input = {.in_path = world->path,
                           .out_path = world->path2,
                           .issues = issues,
                           .issue_count = count,
                           .header_rows = &header_row,
                           .header_row_count = 1};
    Status status = annotate_workbook(&world->ctx, &input);
    if (status != OK) {
        print_message("%s: %s\n", status_name(status), world->ctx.failure.detail);
    }
    assert_int_equal(status, OK);
}

static const AnnotateIssue ISSUES[] = {
    {1, 4, 2, ANNOTATE_WARNING, {"xem lại", 9}},
    {1, 5, 0, ANNOTATE_ERROR, {"trùng", 6}},
    {1, 5, 3, ANNOTATE_ERROR, {"thiếu", 7}},
    {1, 9, 1, ANNOTATE_ERROR, {"trống", 7}},
};

static void make_list(TestWorld *world) {
    TestPart part = {
        "xl/worksheets/a.xml",
        test_worksheet(
            world,
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>DANH</v></c></row>"
            "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>Ten</v></c><c r=\"B3\" "
            "t=\"str\"><v>Ngay</v></c></row>"
            "<row r=\"4\"><c r=\"A4\" s=\"3\" "
            "t=\"str\"><v>V\xC2\xA8n</v></c><c r=\"B4\" s=\"1\"><v>46204"
            "</v></c><c r=\"D4\"><v>25.3</v></c></row>"
            "<row r=\"5\"><c r=\"A5\" t=\"b\"><v>1</v></c><c r=\"B5\" "
            "t=\"e\"><v>#REF!</v></c></row>"
            "<row r=\"7\"><c r=\"A7\" t=\"str\"><v>000012</v></c><c "
            "r=\"B7\"><v>540000</v></c></row>",
            "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"B3:B4\"/></mergeCells>")};
    test_make_workbook(world->path, &part, 1);
}

#define ANNOTATED                                                                                  \
    "[S] (1,1)-(1,3) (3,2)-(4,2)\n1 A:T:DANH\n3 A:T:Ten B:T:Ngay E:T:Trạng thái F:T:Lỗi / cách "   \
    "sửa\n"                                                                                        \
    "4 A:T~t:V\xC2\xA8n B:D:20260701 D:N:25.3 E:T:CẢNH BÁO F:T:B: xem lại\n"                       \
    "5 A:B:1 B:T:#REF! E:T:LỖI F:T:trùng\nC: thiếu\n7 A:T:000012 B:N:540000\n"                     \
    "9 E:T:LỖI F:T:A: trống\n"

static void every_row_comes_back_with_its_reasons(void **state) {
    TestWorld *world = *state;
    make_list(world);
    annotate(world, ISSUES, 4, 3);
    assert_dump(world, world->path2, ANNOTATED);
}

static void a_copy_that_comes_in_again_is_annotated_in_place(void **state) {
    TestWorld *world = *state;
    StrBuf bytes;
    strbuf_init(&bytes, 1 << 20);
    make_list(world);
    annotate(world, ISSUES, 4, 3);
    test_read_file(world, world->path2, &bytes);
    test_write_file(world->path, strbuf_str(&bytes));
    strbuf_done(&bytes);
    annotate(world, ISSUES, 1, 3);
    assert_dump(world, world->path2,
                "[S] (1,1)-(1,3) (3,2)-(4,2)\n1 A:T:DANH\n3 A:T:Ten B:T:Ngay E:T:Trạng thái "
                "F:T:Lỗi / cách sửa\n"
                "4 A:T~t:V\xC2\xA8n B:D:20260701 D:N:25.3 E:T:CẢNH BÁO F:T:B: xem lại\n"
                "5 A:B:1 B:T:#REF!\n7 A:T:000012 B:N:540000\n");
}

static void marks_and_comments_are_in_the_file(void **state) {
    TestWorld *world = *state;
    make_list(world);
    annotate(world, ISSUES, 4, 3);
    StrBuf bytes;
    strbuf_init(&bytes, 1 << 20);
    test_read_part(world, world->path2, "xl/styles.xml", &bytes);
    Str styles = strbuf_str(&bytes);
    assert_true(str_find(styles, STR("FFFFC7CE"), 0) != SIZE_MAX);
    assert_true(str_find(styles, STR("FFFFEB9C"), 0) != SIZE_MAX);
    assert_true(str_find(styles, STR(".VnTime"), 0) != SIZE_MAX);
    strbuf_clear(&bytes);
    test_read_part(world, world->path2, "xl/comments1.xml", &bytes);
    Str comments = strbuf_str(&bytes);
    assert_true(str_find(comments, STR("ref=\"B4\""), 0) != SIZE_MAX);
    assert_true(str_find(comments, STR("ref=\"C5\""), 0) != SIZE_MAX);
    assert_true(str_find(comments, STR("ref=\"A9\""), 0) != SIZE_MAX);
    assert_true(str_find(comments, STR("thiếu"), 0) != SIZE_MAX);
    strbuf_clear(&bytes);
    test_read_part(world, world->path2, "xl/worksheets/sheet1.xml", &bytes);
    assert_true(str_find(strbuf_str(&bytes), STR("<autoFilter ref=\"A3:F9\"/>"), 0) != SIZE_MAX);
    strbuf_done(&bytes);
}

static void a_csv_comes_back_as_a_workbook(void **state) {
    TestWorld *world = *state;
    const AnnotateIssue issues[] = {
        {1, 2, 1, ANNOTATE_ERROR, {"mã", 3}},
        {1, 3, 0, ANNOTATE_ERROR, {"ngoặc", 7}},
    };
    test_write_file(world->path, STR("ten,so\nNguy\xD4n,007\n\"x\"y,1\nb,2\n"));
    annotate(world, issues, 2, 0);
    assert_dump(world, world->path2,
                "[Sheet1]\n1 A:T:ten B:T:so C:T:Trạng thái D:T:Lỗi / cách sửa\n"
                "2 A:T:NguyÔn B:T:007 C:T:LỖI D:T:A: mã\n3 A:T:\"x\"y,1 C:T:LỖI D:T:ngoặc\n"
                "4 A:T:b B:T:2\n");
}

static void annotation_is_the_same_twice(void **state) {
    TestWorld *world = *state;
    StrBuf first;
    strbuf_init(&first, 1 << 20);
    make_list(world);
    annotate(world, ISSUES, 4, 3);
    test_read_file(world, world->path2, &first);
    annotate(world, ISSUES, 4, 3);
    assert_file_text(world, world->path2, strbuf_str(&first));
    strbuf_done(&first);
}

static void issues_out_of_order_are_refused_and_nothing_is_written(void **state) {
    TestWorld *world = *state;
    const AnnotateIssue issues[] = {ISSUES[2], ISSUES[1]};
    AnnotateInput input = {
        .in_path = world->path, .out_path = world->path2, .issues = issues, .issue_count = 2};
    make_list(world);
    unlink(world->path2);
    assert_int_equal(annotate_workbook(&world->ctx, &input), E_ARGUMENT);
    input.issue_count = 0;
    input.limits.rows = 1; /* a failure while reading */
    assert_int_equal(annotate_workbook(&world->ctx, &input), E_XLSX_LIMIT);
    assert_int_not_equal(access(world->path2, F_OK), 0);
}

static void a_sheet_without_room_for_the_reasons_is_refused(void **state) {
    TestWorld *world = *state;
    const int64_t header_row = 1;
    AnnotateInput input = {.in_path = world->path,
                           .out_path = world->path2,
                           .header_rows = &header_row,
                           .header_row_count = 1};
    test_make_sheet(world->path, "<row><c r=\"XFD1\"><v>1</v></c></row>");
    assert_int_equal(annotate_workbook(&world->ctx, &input), E_XLSX_LIMIT);
    test_make_sheet(world->path, "<row><c r=\"XFC1\"><v>1</v></c></row>");
    assert_int_equal(annotate_workbook(&world->ctx, &input), E_XLSX_LIMIT);
    test_make_sheet(world->path, "<row><c r=\"XFB1\"><v>1</v></c></row>");
    assert_int_equal(annotate_workbook(&world->ctx, &input), OK);
}

static void a_sheet_that_is_no_list_is_copied_as_it_is(void **state) {
    TestWorld *world = *state;
    AnnotateInput input = {.in_path = world->path, .out_path = world->path2};
    test_make_sheet(world->path, "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>");
    assert_int_equal(annotate_workbook(&world->ctx, &input), OK);
    assert_dump(world, world->path2, "[S]\n2 XFD:N:1\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, test_world_setup, test_world_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(xlsx_reads_back_as_it_was_meant),
        CASE(csv_is_quoted_escaped_and_marked),
        CASE(bare_csv_has_rows_only),
        CASE(the_same_calls_give_the_same_bytes),
        CASE(an_unfinished_file_is_not_there),
        CASE(what_cannot_be_is_refused),
        CASE(a_text_too_long_for_a_cell_is_refused),
        CASE(every_row_comes_back_with_its_reasons),
        CASE(a_copy_that_comes_in_again_is_annotated_in_place),
        CASE(marks_and_comments_are_in_the_file),
        CASE(a_csv_comes_back_as_a_workbook),
        CASE(annotation_is_the_same_twice),
        CASE(issues_out_of_order_are_refused_and_nothing_is_written),
        CASE(a_sheet_without_room_for_the_reasons_is_refused),
        CASE(a_sheet_that_is_no_list_is_copied_as_it_is),
    };
    return cmocka_run_group_tests_name("sheet_writer", tests, NULL, NULL);
}
