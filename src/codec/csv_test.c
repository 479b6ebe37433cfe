/* CSV as people make it: every separator, every mark, quotes good and bad, and nothing swallowed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/csv_reader.h"
#include "codec/sheet_testing.h"

static void assert_reads(TestWorld *world, Str bytes, const char *expected) {
    test_write_file(world->path, bytes);
    Status status = test_dump(world, world->path, NULL);
    if (status != OK) {
        print_message("%s: %s\n", status_name(status), world->ctx.failure.detail);
    }
    assert_int_equal(status, OK);
    assert_string_equal(test_out(world), expected);
}

static void plain_rows_keep_their_numbers_over_gaps(void **state) {
    assert_reads(*state, STR("a,b\n\n,,\n1,,3\r\n\r\nlast"),
                 "[]\n1 A:T:a B:T:b\n4 A:T:1 C:T:3\n6 A:T:last\n");
}

static void each_separator_is_found(void **state) {
    assert_reads(*state, STR("a;b,c\n1;2\n"), "[]\n1 A:T:a B:T:b,c\n2 A:T:1 B:T:2\n");
    assert_reads(*state, STR("a\tb\n1\t2\n"), "[]\n1 A:T:a B:T:b\n2 A:T:1 B:T:2\n");
    assert_reads(*state, STR("a|b\n1|2\n"), "[]\n1 A:T:a B:T:b\n2 A:T:1 B:T:2\n");
    assert_reads(*state, STR("Title, long, with commas\nx;1,5;z\ny;2,5;z\nz;3,5;z\n"),
                 "[]\n1 A:T:Title, long, with commas\n2 A:T:x B:T:1,5 C:T:z\n"
                 "3 A:T:y B:T:2,5 C:T:z\n4 A:T:z B:T:3,5 C:T:z\n");
    assert_reads(*state, STR("sep=|\na|b;c;d\n"), "[]\n1 A:T:a B:T:b;c;d\n");
    assert_int_equal(csv_guess_separator(STR("one\ntwo\n")), ',');
}

static void a_given_separator_is_obeyed(void **state) {
    TestWorld *world = *state;
    test_write_file(world->path, STR("a;b,c\n"));
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.csv_separator = ','}), OK);
    assert_string_equal(test_out(world), "[]\n1 A:T:a;b B:T:c\n");
}

static void quotes_hold_separators_newlines_and_quotes(void **state) {
    assert_reads(*state, STR("\"a,b\",\"c\nd\",\"e\"\"f\"\n\"\",\"\"\"\"\nnext,2,3\n"),
                 "[]\n1 A:T:a,b B:T:c\nd C:T:e\"f\n2 B:T:\"\n3 A:T:next B:T:2 C:T:3\n");
}

static void a_quote_inside_an_open_field_is_a_letter(void **state) {
    assert_reads(*state, STR("H\"Mong,2\n"), "[]\n1 A:T:H\"Mong B:T:2\n");
}

static void a_damaged_row_is_reported_and_the_rest_goes_on(void **state) {
    assert_reads(*state, STR("a,b\n1,\"x\"y\n2,3\n"),
                 "[]\n1 A:T:a B:T:b\n2 DAMAGED 2 A:T:1,\"x\"y\n3 A:T:2 B:T:3\n");
    assert_reads(*state, STR("a,b\n\"open,1\n2,3\n"),
                 "[]\n1 A:T:a B:T:b\n2 DAMAGED 1 A:T:\"open,1\n3 A:T:2 B:T:3\n");
    assert_reads(*state, STR("a,b\n\"open,1\n2,\"3\"\n"),
                 "[]\n1 A:T:a B:T:b\n2 DAMAGED 1 A:T:\"open,1\n3 A:T:2 B:T:3\n");
}

static void an_open_quote_does_not_swallow_a_large_file(void **state) {
    TestWorld *world = *state;
    StrBuf file;
    strbuf_init(&file, 8 << 20);
    assert_int_equal(strbuf_add(&world->ctx, &file, STR("1,\"open\n")), OK);
    for (int i = 0; i < 200000; i++) {
        assert_int_equal(strbuf_print(&world->ctx, &file, "%d,abcdefgh\n", i), OK);
    }
    test_write_file(world->path, strbuf_str(&file));
    strbuf_done(&file);
    assert_int_equal(test_dump(world, world->path, NULL), OK);
    Str out = strbuf_str(&world->out);
    assert_true(str_starts_with(out, STR("[]\n1 DAMAGED 2 A:T:1,\"open\n2 A:T:0 B:T:abcdefgh\n")));
    assert_true(str_ends_with(out, STR("\n200001 A:T:199999 B:T:abcdefgh\n")));
}

static void too_many_damaged_rows_end_it(void **state) {
    TestWorld *world = *state;
    SheetLimits limits = {.damaged_rows = 2};
    test_write_file(world->path, STR("\"a\"x\n\"a\"x\nb\n"));
    assert_int_equal(test_dump(world, world->path, &limits), OK);
    test_write_file(world->path, STR("\"a\"x\n\"a\"x\n\"a\"x\n"));
    assert_int_equal(test_dump(world, world->path, &limits), E_CSV_SYNTAX);
}

static void unicode_marks_are_taken_off(void **state) {
    assert_reads(*state, STR("\xEF\xBB\xBF\"a\",b\n"), "[]\n1 A:T:a B:T:b\n");
    assert_reads(*state,
                 STR("\xFF\xFE"
                     "a\0,\0\x01\x01\n\0\x3D\xD8\x00\xDE\x00\xDC,\0"),
                 "[]\n1 A:T:a B:T:\xC4\x81\n2 A:T:\xF0\x9F\x98\x80\xEF\xBF\xBD\n");
    assert_reads(*state, STR("\xFE\xFF\0a\0;\x01\x11\0\n"), "[]\n1 A:T:a B:T:\xC4\x91\n");
}

static void utf16_longer_than_the_buffer_is_whole(void **state) {
    TestWorld *world = *state;
    StrBuf file;
    strbuf_init(&file, 8 << 20);
    assert_int_equal(strbuf_add(&world->ctx, &file, STR("\xFF\xFE")), OK);
    for (int i = 0; i < 100000; i++) {
        assert_int_equal(strbuf_add(&world->ctx, &file, STR("\xC5\x1E,\0\x3D\xD8\x00\xDE\n\0")),
                         OK);
    }
    test_write_file(world->path, strbuf_str(&file));
    strbuf_done(&file);
    assert_int_equal(test_dump(world, world->path, NULL), OK);
    Str out = strbuf_str(&world->out);
    size_t lines = 0;
    for (size_t i = 0; i < out.len; i++) {
        lines += out.ptr[i] == '\n';
    }
    assert_int_equal(lines, 100001);
    assert_true(str_ends_with(out, STR("\n100000 A:T:\xE1\xBB\x85 B:T:\xF0\x9F\x98\x80\n")));
    assert_int_equal(str_find(out, STR("\xEF\xBF\xBD"), 0), SIZE_MAX);
}

static void other_encodings_come_as_they_are(void **state) {
    assert_reads(*state, STR("ten,so\nNguy\xD4n,1\n"),
                 "[]\n1 A:T:ten B:T:so\n2 A:T!:Nguy\xD4n B:T:1\n");
}

static void files_that_are_no_csv_are_refused(void **state) {
    TestWorld *world = *state;
    static const struct {
        Str bytes;
        Status status;
    } bad[] = {
        {{"a,b\0c\n", 6}, E_CSV_SYNTAX},
        {{"abcdefgh\0c\n", 11}, E_CSV_SYNTAX},
        {{"  <html><table>", 15}, E_FILE_KIND},
        {{"\xEF\xBB\xBF<?xml", 8}, E_FILE_KIND},
        {{"{\\rtf1", 6}, E_FILE_KIND},
        {{"%PDF-1.7", 8}, E_FILE_KIND},
        {{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8}, E_FILE_KIND},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        test_write_file(world->path, bad[i].bytes);
        assert_int_equal(test_dump(world, world->path, NULL), bad[i].status);
    }
    assert_int_equal(test_dump(world, "/nonexistent/x.csv", NULL), E_FILE_OPEN);
}

static void an_empty_file_has_no_rows(void **state) {
    assert_reads(*state, STR(""), "[]\n");
    assert_reads(*state, STR("\xEF\xBB\xBF"), "[]\n");
    assert_reads(*state, STR("\xFF\xFE"), "[]\n");
    assert_reads(*state, STR("\n\n\n"), "[]\n");
}

static void each_limit_is_named(void **state) {
    TestWorld *world = *state;
    char *long_line = malloc(300000);
    assert_non_null(long_line);
    memset(long_line, 'a', 300000);
    test_write_file(world->path, (Str){long_line, 300000});
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.csv_row_bytes = 100000}),
                     E_CSV_LIMIT);
    assert_non_null(strstr(world->ctx.failure.detail, "row 1: longer than 100000 bytes"));
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.inflated_bytes = 299999}),
                     E_CSV_LIMIT);
    assert_int_equal(test_dump(world, world->path, NULL), E_CSV_LIMIT); /* 32,767 characters */
    test_write_file(world->path, (Str){long_line, 32767});
    assert_int_equal(test_dump(world, world->path, NULL), OK);
    memset(long_line, ',', 20000);
    test_write_file(world->path, (Str){long_line, 20001});
    assert_int_equal(test_dump(world, world->path, NULL), E_CSV_LIMIT); /* columns */
    test_write_file(world->path, STR("1\n2\n3\n"));
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.rows = 3}), OK);
    assert_int_equal(test_dump(world, world->path, &(SheetLimits){.rows = 2}), E_CSV_LIMIT);
    free(long_line);
}

static int64_t step_day_us(void *arg) {
    int64_t *now_us = arg;
    *now_us += INT64_C(86400000000);
    return *now_us;
}

static void time_is_limited_by_the_clock_of_the_call(void **state) {
    TestWorld *world = *state;
    world->ctx.clock = (Clock){step_day_us, &world->now_us};
    test_write_file(world->path, STR("1\n"));
    assert_int_equal(test_dump(world, world->path, NULL), E_CSV_LIMIT);
    assert_non_null(strstr(world->ctx.failure.detail, "time"));
}

static void after_a_failure_nothing_more_comes(void **state) {
    TestWorld *world = *state;
    SheetReader *reader = NULL;
    SheetInfo info;
    SheetRow row;
    bool has = false;
    test_write_file(world->path, STR("1\n2\n3\n"));
    assert_int_equal(sheet_open(&world->ctx, world->path, &(SheetLimits){.rows = 1}, &reader), OK);
    assert_int_equal(sheet_file_kind(reader), SHEET_FILE_CSV);
    assert_int_equal(sheet_csv_separator(reader), ',');
    assert_int_equal(sheet_next(&world->ctx, reader, &info, &has), OK);
    assert_int_equal(sheet_next_row(&world->ctx, reader, &row, &has), OK);
    assert_true(has);
    assert_int_equal(sheet_next_row(&world->ctx, reader, &row, &has), E_CSV_LIMIT);
    assert_int_equal(sheet_next_row(&world->ctx, reader, &row, &has), E_CSV_LIMIT);
    assert_int_equal(sheet_next(&world->ctx, reader, &info, &has), E_CSV_LIMIT);
    sheet_close(&reader);
    assert_null(reader);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, test_world_setup, test_world_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(plain_rows_keep_their_numbers_over_gaps),
        CASE(each_separator_is_found),
        CASE(a_given_separator_is_obeyed),
        CASE(quotes_hold_separators_newlines_and_quotes),
        CASE(a_quote_inside_an_open_field_is_a_letter),
        CASE(a_damaged_row_is_reported_and_the_rest_goes_on),
        CASE(an_open_quote_does_not_swallow_a_large_file),
        CASE(too_many_damaged_rows_end_it),
        CASE(unicode_marks_are_taken_off),
        CASE(utf16_longer_than_the_buffer_is_whole),
        CASE(other_encodings_come_as_they_are),
        CASE(files_that_are_no_csv_are_refused),
        CASE(an_empty_file_has_no_rows),
        CASE(each_limit_is_named),
        CASE(time_is_limited_by_the_clock_of_the_call),
        CASE(after_a_failure_nothing_more_comes),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
