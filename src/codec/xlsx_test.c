/* XLSX: each trap and danger that real and hostile workbooks hold, one test for one thing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

#include "codec/sheet_testing.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"

static void assert_status(TestWorld *world, Status expected, const char *detail) {
    Status status = test_dump(world, world->path, NULL);
    if (status != expected) {
        print_message("%s: %s\n", status_name(status), world->ctx.failure.detail);
    }
    assert_int_equal(status, expected);
    if (detail && strstr(world->ctx.failure.detail, detail) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", detail, world->ctx.failure.detail);
    }
}

static void assert_out(TestWorld *world, const char *expected) {
    assert_status(world, OK, NULL);
    assert_string_equal(test_out(world), expected);
}

static void assert_rows(TestWorld *world, const char *rows, const char *expected) {
    test_make_sheet(world->path, rows);
    assert_out(world, expected);
}

static void assert_refused(TestWorld *world, const char *rows, Status status, const char *detail) {
    test_make_sheet(world->path, rows);
    assert_status(world, status, detail);
}

static void make(TestWorld *world, const char *name, const char *content) {
    test_make_workbook(world->path, &(TestPart){name, content}, 1);
}

/* ---- what cells say ---- */

static void each_cell_type_is_read(void **state) {
    assert_rows(*state,
                "<row r=\"2\"><c r=\"A2\"><v>1.50E+3</v></c><c r=\"B2\" t=\"n\"><v>-7</v></c>"
                "<c r=\"C2\" t=\"inlineStr\"><is><t>x</t></is></c>"
                "<c r=\"D2\" t=\"str\"><f>A1</f><v>y</v></c><c r=\"E2\" t=\"b\"><v>1</v></c>"
                "<c r=\"F2\" t=\"b\"><v>false</v></c><c r=\"G2\" t=\"e\"><v>#REF!</v></c>"
                "<c r=\"H2\" t=\"d\"><v>2026-07-01T00:00:00</v></c>"
                "<c r=\"I2\" t=\"d\"><v>2026-02-30</v></c><c r=\"J2\" s=\"1\"/></row>",
                "[S]\n2 A:N:1.50E+3 B:N:-7 C:T:x D:T:y E:B:1 F:B:0 G:E:#REF! H:D:20260701 "
                "I:T:2026-02-30\n");
}

static void numbers_are_never_rounded(void **state) {
    assert_rows(*state,
                "<row r=\"1\"><c><v>9007199254740993</v></c><c><v>25.300000000000001</v></c>"
                "<c><v>000123</v></c><c><v>1.0.0x</v></c></row>",
                "[S]\n1 A:N:9007199254740993 B:N:25.300000000000001 C:N:000123 D:T:1.0.0x\n");
}

static void shared_strings_join_runs_and_skip_phonetics(void **state) {
    TestWorld *world = *state;
    const TestPart parts[] = {
        {"xl/sharedStrings.xml",
         "<sst xmlns=\"" MAIN
         "\"><si><r><t>Nguy</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">"
         "\xE1\xBB\x85n </t></r><rPh sb=\"0\" eb=\"1\"><t>PHONETIC</t></rPh></si><si/>"
         "<si><t>a &amp; b</t></si><si><r><rPr><rFont val=\".VnTime\"/></rPr><t>V\xC2\xA8n</t></r>"
         "</si></sst>"},
        {"xl/worksheets/a.xml",
         test_worksheet(
             world,
             "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c>"
             "<c t=\"s\"><v> 3 </v></c><c t=\"inlineStr\"><is><r><t>in</t></r><rPh><t>P</t>"
             "</rPh><r><t>line</t></r></is></c></row>",
             "")},
    };
    test_make_workbook(world->path, parts, 2);
    assert_out(world, "[S]\n1 A:T:Nguy\xE1\xBB\x85n  C:T:a & b D:T~t:V\xC2\xA8n E:T:inline\n");
}

static void a_shared_string_beyond_the_table_is_damage(void **state) {
    assert_refused(*state, "<row><c t=\"s\"><v>0</v></c></row>", E_XLSX_SYNTAX, "shared string");
    assert_refused(*state, "<row><c t=\"s\"><v>-1</v></c></row>", E_XLSX_SYNTAX, "shared string");
    assert_refused(*state, "<row><c t=\"s\"><v>x</v></c></row>", E_XLSX_SYNTAX, "shared string");
}

static void escapes_become_characters(void **state) {
    assert_rows(*state,
                "<row><c t=\"inlineStr\"><is><t>a_x000D_b_x005F_x0041_ _x00_ _xD800_ _x0000_"
                "</t></is></c><c t=\"str\"><v>_x1EC5_</v></c></row>",
                "[S]\n1 A:T:a\rb_x0041_ _x00_ _xD800_ _x0000_ B:T:\xE1\xBB\x85\n");
}

static void rows_and_cells_without_references_follow_on(void **state) {
    assert_rows(*state,
                "<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c><c><v>3</v></c></row>"
                "<row r=\"5\"><c><v>4</v></c></row><row><c><v>5</v></c></row>",
                "[S]\n1 A:N:1 D:N:2 E:N:3\n5 A:N:4\n6 A:N:5\n");
}

static void blank_rows_cost_nothing_and_are_not_given(void **state) {
    assert_rows(*state,
                "<row r=\"3\"><c r=\"B3\"><v>1</v></c></row><row r=\"4\"><c s=\"1\"/></row>"
                "<row r=\"9\"/><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
                "[S]\n3 B:N:1\n1048576 XFD:N:2\n");
}

static void a_formula_without_its_result_is_an_error(void **state) {
    assert_rows(*state,
                "<row><c><f>1+1</f></c><c><f>1+1</f><v/></c><c t=\"str\"><f>\"\"</f><v></v></c>"
                "<c><f>1+1</f><v>2</v></c></row>",
                "[S]\n1 A:E:#NOVALUE B:E:#NOVALUE D:N:2\n");
}

static void days_are_known_by_style_and_the_leap_bug_is_told(void **state) {
    assert_rows(*state,
                "<row><c s=\"1\"><v>59</v></c><c s=\"1\"><v>60</v></c><c s=\"1\"><v>61</v></c>"
                "<c s=\"2\"><v>46204.75</v></c><c s=\"1\"><v>0.5</v></c><c s=\"1\"><v>-1</v></c>"
                "<c s=\"1\"><v>4.6204E4</v></c><c s=\"1\"><v>2958466</v></c><c><v>46204</v></c>"
                "<c s=\"1\"><v>1</v></c><c s=\"99\"><v>1</v></c></row>",
                "[S]\n1 A:D:19000228 B:E:29/02/1900 C:D:19000301 D:D:20260701 E:N:0.5 F:N:-1 "
                "G:D:20260701 H:N:2958466 I:N:46204 J:D:19000101 K:N:1\n");
}

static void the_1904_system_is_obeyed(void **state) {
    TestWorld *world = *state;
    const TestPart parts[] = {
        {"xl/workbook.xml", "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><workbookPr "
                            "date1904=\"1\"/><sheets><sheet name=\"S\" r:id=\"r1\"/></sheets>"
                            "</workbook>"},
        {"xl/worksheets/a.xml",
         test_worksheet(world,
                        "<row><c s=\"1\"><v>0</v></c><c s=\"1\"><v>60</v></c>"
                        "<c s=\"1\"><v>44742</v></c></row>",
                        "")},
    };
    test_make_workbook(world->path, parts, 2);
    assert_out(world, "[S]\n1 A:D:19040101 B:D:19040301 C:D:20260701\n");
}

static void old_fonts_are_told_by_name(void **state) {
    assert_rows(*state,
                "<row><c s=\"3\" t=\"str\"><v>a</v></c><c s=\"4\" t=\"str\"><v>b</v></c>"
                "<c s=\"5\" t=\"str\"><v>c</v></c><c s=\"0\" t=\"str\"><v>d</v></c></row>",
                "[S]\n1 A:T~t:a B:T~u:b C:T~v:c D:T:d\n");
}

/* ---- how the book is put together ---- */

static void strict_and_prefixed_workbooks_are_read(void **state) {
    TestWorld *world = *state;
    const TestPart parts[] = {
        {"xl/workbook.xml",
         "<x:workbook xmlns:x=\"" STRICT "\" xmlns:r=\"http://purl.oclc.org/ooxml/officeDocument/"
         "relationships\"><x:sheets><x:sheet name=\"A &amp; B\" r:id=\"r1\" state=\"veryHidden\"/>"
         "</x:sheets></x:workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"http://"
         "purl.oclc.org/ooxml/officeDocument/relationships/worksheet\" "
         "Target=\"/xl/other/../t.xml\"/>"
         "</Relationships>"},
        {"xl/t.xml", "<x:worksheet xmlns:x=\"" STRICT "\"><x:sheetData><x:row><x:c t=\"d\"><x:v>"
                     "2026-07-01</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell "
                     "ref=\"A1:B2\"/></x:mergeCells></x:worksheet>"},
        {"xl/worksheets/a.xml", NULL},
    };
    test_make_workbook(world->path, parts, 4);
    assert_out(world, "[A & B] hidden (1,1)-(2,2)\n1 A:D:20260701\n");
}

static void sheets_come_in_the_order_of_their_tabs_and_charts_are_left_out(void **state) {
    TestWorld *world = *state;
    const TestPart parts[] = {
        {"xl/workbook.xml",
         "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
         "\"><sheets><sheet name=\"two\" r:id=\"r2\"/>"
         "<sheet name=\"chart\" r:id=\"r3\"/><sheet name=\"one\" state=\"hidden\" r:id=\"r1\"/>"
         "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
         "/worksheet\" Target=\"worksheets/a.xml\"/><Relationship Id=\"r2\" Type=\"" OFFICE
         "/worksheet\" Target=\"worksheets/b.xml\"/><Relationship Id=\"r3\" Type=\"" OFFICE
         "/chartsheet\" Target=\"chartsheets/c.xml\"/><Relationship Id=\"r9\" Type=\"" OFFICE
         "/hyperlink\" Target=\"http://localhost/\" TargetMode=\"External\"/></Relationships>"},
        {"xl/worksheets/a.xml", test_worksheet(world, "<row><c><v>1</v></c></row>", "")},
        {"xl/worksheets/b.xml", test_worksheet(world, "<row><c><v>2</v></c></row>", "")},
    };
    test_make_workbook(world->path, parts, 4);
    assert_out(world, "[two]\n1 A:N:2\n[one] hidden\n1 A:N:1\n");
}

static void merged_headers_are_known_before_the_rows(void **state) {
    TestWorld *world = *state;
    make(world, "xl/worksheets/a.xml",
         test_worksheet(world, "<row><c t=\"str\"><v>mergeCell ref=\"Z1:Z2\"</v></c></row>",
                        "<mergeCells count=\"4\"><mergeCell ref=\"A1:C1\"/><mergeCell ref='A3:A4'/>"
                        "<mergeCell ref=\"A64:B64\"/><mergeCell ref=\"A65:B65\"/>"
                        "<mergeCell ref=\"C3\"/><mergeCell ref=\"B9:A8\"/></mergeCells>"));
    assert_out(world, "[S] (1,1)-(1,3) (3,1)-(4,1) (64,1)-(64,2)\n1 A:T:mergeCell ref=\"Z1:Z2\"\n");
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.without_merges = true}), OK);
    assert_string_equal(test_out(world), "[S]\n1 A:T:mergeCell ref=\"Z1:Z2\"\n");
}

/* Puts the merge tag at each place around the edge of the search window. */
static void a_merge_cut_by_the_window_is_found(void **state) {
    TestWorld *world = *state;
    enum { WINDOW = 1 << 16, SWEEP = 60 };
    char *padding = malloc(WINDOW + SWEEP + 1);
    assert_non_null(padding);
    for (int i = 0; i < SWEEP; i++) {
        ArenaMark mark = arena_mark(world->ctx.arena);
        size_t length = (size_t)(WINDOW - 150 + i * 2);
        memset(padding, ' ', length);
        padding[length] = '\0';
        make(world, "xl/worksheets/a.xml",
             test_worksheet(world, padding, "<mergeCells><mergeCell ref=\"A1:C1\"/></mergeCells>"));
        assert_out(world, "[S] (1,1)-(1,3)\n");
        arena_rewind(world->ctx.arena, mark);
    }
    free(padding);
}

/* A row longer than a chunk, so that text and cells move while they are gathered. */
static void rows_cut_by_chunks_are_whole(void **state) {
    TestWorld *world = *state;
    StrBuf rows;
    strbuf_init(&rows, 16 << 20);
    for (int row = 1; row <= 40; row++) {
        assert_int_equal(strbuf_print(&world->ctx, &rows, "<row r=\"%d\">", row), OK);
        for (int i = 1; i <= 300; i++) {
            assert_int_equal(strbuf_print(&world->ctx, &rows,
                                          "<c t=\"inlineStr\"><is><t>%d-%d-abcdefgh_x0041_</t></is>"
                                          "</c><c><v>%d</v></c>",
                                          row, i, i),
                             OK);
        }
        assert_int_equal(strbuf_add(&world->ctx, &rows, STR("</row>")), OK);
    }
    assert_int_equal(strbuf_add_char(&world->ctx, &rows, '\0'), OK);
    test_make_sheet(world->path, rows.ptr);
    strbuf_done(&rows);
    assert_status(world, OK, NULL);
    const char *at = test_out(world) + strlen("[S]\n");
    for (int row = 1; row <= 40; row++) {
        char expected[64];
        char name[4];
        at += snprintf(expected, sizeof expected, "%d", row);
        for (int i = 1; i <= 300; i++) {
            sheet_column_name(2 * i - 1, name);
            int length =
                snprintf(expected, sizeof expected, " %s:T:%d-%d-abcdefghA ", name, row, i);
            assert_memory_equal(at, expected, (size_t)length);
            at += length;
            sheet_column_name(2 * i, name);
            length = snprintf(expected, sizeof expected, "%s:N:%d", name, i);
            assert_memory_equal(at, expected, (size_t)length);
            at += length;
        }
        assert_int_equal(*at++, '\n');
    }
    assert_int_equal(*at, '\0');
}

/* ---- damage ---- */

static void damaged_structure_is_named(void **state) {
    TestWorld *world = *state;
    assert_refused(world, "<row><c r=\"A1\"><v>1</v></row>", E_XLSX_SYNTAX, "a.xml, line");
    assert_refused(world, "<row r=\"2\"/><row r=\"2\"/>", E_XLSX_SYNTAX, "row 2 after row 2");
    assert_refused(world, "<row r=\"0\"/>", E_XLSX_SYNTAX, "row 0");
    assert_refused(world, "<row r=\"x\"/>", E_XLSX_SYNTAX, "row number");
    assert_refused(world, "<row r=\"1\"><c r=\"A2\"/></row>", E_XLSX_SYNTAX, "cell reference");
    assert_refused(world, "<row r=\"1\"><c r=\"XFE1\"/></row>", E_XLSX_SYNTAX, "cell reference");
    assert_refused(world, "<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>",
                   E_XLSX_SYNTAX, "twice");
    make(world, "xl/worksheets/a.xml", NULL);
    assert_status(world, E_XLSX_SYNTAX, "missing");
    make(world, "_rels/.rels", NULL);
    assert_status(world, E_XLSX_SYNTAX, NULL);
    make(world, "xl/workbook.xml", "not xml");
    assert_status(world, E_XLSX_SYNTAX, "workbook.xml");
    make(world, "xl/_rels/workbook.xml.rels",
         "<Relationships xmlns=\"" PACKAGE "/relationships\"/>");
    assert_status(world, E_XLSX_SYNTAX, "has no part");
    make(world, "_rels/.rels", "<Relationships xmlns=\"" PACKAGE "/relationships\"/>");
    assert_status(world, E_XLSX_SYNTAX, "without a workbook");
}

static void every_cut_of_a_workbook_is_refused(void **state) {
    TestWorld *world = *state;
    StrBuf whole;
    strbuf_init(&whole, 1 << 20);
    test_make_sheet(world->path, "<row><c><v>1</v></c></row>");
    test_read_file(world, world->path, &whole);
    for (size_t length = 4; length < whole.len; length += 7) {
        test_write_file(world->path2, (Str){whole.ptr, length});
        assert_int_equal(test_dump(world, world->path2, NULL), E_XLSX_SYNTAX);
    }
    strbuf_done(&whole);
}

static void a_flipped_bit_is_seen_by_the_checksum(void **state) {
    TestWorld *world = *state;
    StrBuf bytes;
    strbuf_init(&bytes, 1 << 20);
    test_make_sheet(world->path, "<row><c><v>123456789</v></c></row>");
    test_read_file(world, world->path, &bytes);
    size_t at = str_find(strbuf_str(&bytes), STR("xl/worksheets/a.xml"), 0);
    assert_true(at != SIZE_MAX);
    bytes.ptr[at + 60] ^= 0x10;
    test_write_file(world->path2, strbuf_str(&bytes));
    strbuf_done(&bytes);
    assert_int_equal(test_dump(world, world->path2, NULL), E_XLSX_SYNTAX);
}

/* ---- what is unsafe ---- */

static void doctypes_are_refused_in_every_part(void **state) {
    TestWorld *world = *state;
    static const char bomb[] =
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
        "\"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>"
        "<worksheet xmlns=\"" MAIN
        "\"><sheetData><row><c t=\"str\"><v>&b;&c;</v></c></row></sheetData>"
        "</worksheet>";
    static const char *const parts[] = {"xl/worksheets/a.xml", "xl/workbook.xml", "xl/styles.xml",
                                        "_rels/.rels", "xl/sharedStrings.xml"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        make(world, parts[i], bomb);
        assert_status(world, E_XLSX_UNSAFE, "DOCTYPE");
    }
}

static void unknown_entities_are_damage(void **state) {
    assert_refused(*state, "<row><c t=\"str\"><v>&b;</v></c></row>", E_XLSX_SYNTAX, NULL);
}

static void unsafe_part_names_are_refused(void **state) {
    TestWorld *world = *state;
    static const struct {
        const char *name;
        const char *detail;
    } bad[] = {
        {"../evil.xml", "leaves the package"},
        {"xl/../../evil.xml", "leaves the package"},
        {"/etc/passwd.xml", "leaves the package"},
        {"C:/x.xml", "leaves the package"},
        {"xl\\evil.xml", "leaves the package"},
        {"xl/externalLinks/externalLink1.xml", "links to other workbooks"},
        {"xl/vbaProject.bin", "macros"},
        {"xl/macrosheets/sheet1.xml", "macros"},
        {"xl/embeddings/oleObject1.bin", "an embedded file"},
        {"xl/activeX/activeX1.xml", "an embedded file"},
        {"xl/media/nested.zip", "an archive inside"},
        {"xl/media/nested.XLSX", "an archive inside"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        make(world, bad[i].name, "<x/>");
        assert_status(world, E_XLSX_UNSAFE, bad[i].detail);
    }
    make(world, "xl/media/logo.png", "\x89PNG\r\n");
    assert_status(world, OK, NULL);
    make(world, "xl/a..b/c.xml", "<x/>"); /* two dots inside a name climb nowhere */
    assert_status(world, OK, NULL);
}

static void archives_under_innocent_names_are_refused(void **state) {
    TestWorld *world = *state;
    static const char *const heads[] = {"PK\3\4xxxx", "7z\xBC\xAF\x27\x1C", "Rar!\x1A\x07",
                                        "\x1F\x8B\x08xxx", "\xD0\xCF\x11\xE0xx"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        make(world, "xl/media/image1.png", heads[i]);
        assert_status(world, E_XLSX_UNSAFE, "an archive inside");
    }
}

static void a_target_that_climbs_out_is_refused(void **state) {
    TestWorld *world = *state;
    make(world, "_rels/.rels",
         "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"r1\" Type=\"" OFFICE
         "/officeDocument\" Target=\"../../etc/passwd\"/></Relationships>");
    assert_status(world, E_XLSX_UNSAFE, "leaves the package");
}

static void a_part_that_comes_twice_is_refused(void **state) {
    TestWorld *world = *state;
    make(world, "xl/worksheets/b.xml", "<x/>");
    test_patch_file(world, world->path, STR("xl/worksheets/b.xml"), STR("xl/worksheets/a.xml"));
    assert_status(world, E_XLSX_UNSAFE, "comes twice");
    make(world, "xl/worksheets/b.xml", "<x/>");
    test_patch_file(world, world->path, STR("xl/worksheets/b.xml"), STR("XL/worksheets/A.xml"));
    assert_status(world, E_XLSX_UNSAFE, "comes twice"); /* OPC compares without case */
}

static void a_part_under_a_password_is_refused(void **state) {
    TestWorld *world = *state;
    int code = 0;
    test_make_sheet(world->path, "");
    zip_t *zip = zip_open(world->path, 0, &code);
    assert_non_null(zip);
    zip_int64_t index = zip_name_locate(zip, "xl/worksheets/a.xml", 0);
    assert_true(index >= 0);
    assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, "secret"),
                     0);
    assert_int_equal(zip_close(zip), 0);
    assert_status(world, E_XLSX_UNSAFE, "password");
}

/* ---- limits ---- */

static void assert_limited(TestWorld *world, SheetLimits limits, const char *detail) {
    assert_int_equal(test_dump(world, world->path, &limits), E_XLSX_LIMIT);
    if (strstr(world->ctx.failure.detail, detail) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", detail, world->ctx.failure.detail);
    }
}

static void each_limit_is_named_and_exact(void **state) {
    TestWorld *world = *state;
    test_make_sheet(world->path, "<row><c><v>1</v></c><c/></row><row><c/><c/></row>");
    assert_limited(world, (SheetLimits){.rows = 1}, "rows");
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.rows = 2}), OK);
    assert_limited(world, (SheetLimits){.cells = 3}, "cells");
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.cells = 4}), OK);
    assert_limited(world, (SheetLimits){.entries = 5}, "entries");
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.entries = 6}), OK);
    assert_limited(world, (SheetLimits){.inflated_bytes = 1000}, "inflated bytes");
    assert_refused(world, "<row r=\"1048577\"/>", E_XLSX_LIMIT, "rows");
    assert_refused(world, "<row><c r=\"XFD1\"><v>1</v></c><c><v>2</v></c></row>", E_XLSX_LIMIT,
                   "columns");
}

static void text_of_a_cell_is_limited_in_characters(void **state) {
    TestWorld *world = *state;
    StrBuf rows;
    strbuf_init(&rows, 1 << 20);
    assert_int_equal(strbuf_add(&world->ctx, &rows, STR("<row><c t=\"str\"><v>")), OK);
    for (int i = 0; i < SHEET_TEXT_CHAR_MAX; i++) {
        assert_int_equal(strbuf_add(&world->ctx, &rows, STR("\xE1\xBB\x85")), OK);
    }
    size_t length = rows.len;
    assert_int_equal(strbuf_add(&world->ctx, &rows, STR("</v></c></row>\0")), OK);
    test_make_sheet(world->path, rows.ptr);
    assert_status(world, OK, NULL);
    rows.len = length;
    assert_int_equal(strbuf_add(&world->ctx, &rows, STR("x</v></c></row>\0")), OK);
    assert_refused(world, rows.ptr, E_XLSX_LIMIT, "text of a cell");
    strbuf_done(&rows);
}

static void shared_strings_are_limited_in_memory(void **state) {
    TestWorld *world = *state;
    StrBuf strings;
    strbuf_init(&strings, 4 << 20);
    assert_int_equal(strbuf_add(&world->ctx, &strings, STR("<sst xmlns=\"" MAIN "\">")), OK);
    for (int i = 0; i < 50000; i++) {
        assert_int_equal(strbuf_add(&world->ctx, &strings, STR("<si><t>abcdefgh</t></si>")), OK);
    }
    assert_int_equal(strbuf_add(&world->ctx, &strings, STR("</sst>\0")), OK);
    make(world, "xl/sharedStrings.xml", strings.ptr);
    strbuf_done(&strings);
    assert_status(world, OK, NULL);
    assert_limited(world, (SheetLimits){.shared_string_bytes = 200000}, "shared strings");
}

/* 200 MB of spaces in 200 kB of zip: the budget of bytes stops it, no ratio is asked. */
static void a_bomb_is_stopped_by_its_bytes(void **state) {
    TestWorld *world = *state;
    enum { BOMB_SIZE = 60 << 20 };
    static const char head[] = "<worksheet xmlns=\"" MAIN "\"><sheetData>";
    char *bomb = malloc(BOMB_SIZE + 1);
    assert_non_null(bomb);
    memset(bomb, ' ', BOMB_SIZE);
    memcpy(bomb, head, sizeof head - 1);
    memcpy(bomb + BOMB_SIZE - 24, "</sheetData></worksheet>", 24);
    bomb[BOMB_SIZE] = '\0';
    make(world, "xl/worksheets/a.xml", bomb);
    free(bomb);
    assert_limited(world, (SheetLimits){.inflated_bytes = 50 << 20}, "inflated bytes");
    assert_status(world, OK, NULL); /* honest below the budget, whatever its ratio */
}

static int64_t step_minute_us(void *arg) {
    int64_t *now_us = arg;
    *now_us += INT64_C(60000000);
    return *now_us;
}

static void time_is_limited_by_the_clock_of_the_call(void **state) {
    TestWorld *world = *state;
    world->ctx.clock = (Clock){step_minute_us, &world->now_us};
    test_make_sheet(world->path, "<row><c><v>1</v></c></row>");
    assert_limited(world, (SheetLimits){.deadline_s = 120}, "time");
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.deadline_s = 86400}), OK);
}

static void memory_that_fails_is_told(void **state) {
    TestWorld *world = *state;
    test_make_sheet(world->path, "<row><c><v>1</v></c></row>");
    for (size_t nth = 1; nth < 20; nth++) {
        arena_fail_nth(world->ctx.arena, nth);
        Status status = test_dump(world, world->path, NULL);
        assert_true(status == OK || status == E_MEMORY_LIMIT);
    }
    arena_fail_nth(world->ctx.arena, 0);
    assert_status(world, OK, NULL);
}

static void columns_have_their_names(void **state) {
    (void)state;
    static const struct {
        int32_t column;
        const char *name;
    } cases[] = {{1, "A"}, {26, "Z"}, {27, "AA"}, {702, "ZZ"}, {703, "AAA"}, {16384, "XFD"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char name[4];
        sheet_column_name(cases[i].column, name);
        assert_string_equal(name, cases[i].name);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, test_world_setup, test_world_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(each_cell_type_is_read),
        CASE(numbers_are_never_rounded),
        CASE(shared_strings_join_runs_and_skip_phonetics),
        CASE(a_shared_string_beyond_the_table_is_damage),
        CASE(escapes_become_characters),
        CASE(rows_and_cells_without_references_follow_on),
        CASE(blank_rows_cost_nothing_and_are_not_given),
        CASE(a_formula_without_its_result_is_an_error),
        CASE(days_are_known_by_style_and_the_leap_bug_is_told),
        CASE(the_1904_system_is_obeyed),
        CASE(old_fonts_are_told_by_name),
        CASE(strict_and_prefixed_workbooks_are_read),
        CASE(sheets_come_in_the_order_of_their_tabs_and_charts_are_left_out),
        CASE(merged_headers_are_known_before_the_rows),
        CASE(a_merge_cut_by_the_window_is_found),
        CASE(rows_cut_by_chunks_are_whole),
        CASE(damaged_structure_is_named),
        CASE(every_cut_of_a_workbook_is_refused),
        CASE(a_flipped_bit_is_seen_by_the_checksum),
        CASE(doctypes_are_refused_in_every_part),
        CASE(unknown_entities_are_damage),
        CASE(unsafe_part_names_are_refused),
        CASE(archives_under_innocent_names_are_refused),
        CASE(a_target_that_climbs_out_is_refused),
        CASE(a_part_that_comes_twice_is_refused),
        CASE(a_part_under_a_password_is_refused),
        CASE(each_limit_is_named_and_exact),
        CASE(text_of_a_cell_is_limited_in_characters),
        CASE(shared_strings_are_limited_in_memory),
        CASE(a_bomb_is_stopped_by_its_bytes),
        CASE(time_is_limited_by_the_clock_of_the_call),
        CASE(memory_that_fails_is_told),
        cmocka_unit_test(columns_have_their_names),
    };
    return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}
