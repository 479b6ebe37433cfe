/* Tests of the program log: what a line looks like and what cannot be put into it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>

#include "sys/file.h"
#include "sys/log.h"
#include "sys/test_folder.h"

/* 2026-06-30 23:59:58.000007 UTC, which is July in Vietnam already. */
static int64_t now_us = 1782863998000007;

typedef struct TestLog {
    Log log;
    Str path;
} TestLog;

static TestLog log_of_test(TestFolder *folder, const char *name) {
    Str path = test_folder_path(folder, name);
    int fd = open(path.ptr, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    return (TestLog){{fd, LOG_INFO, clock_manual(&now_us), "ansinh"}, path};
}

static Str log_text(TestFolder *folder, TestLog *test) {
    Str text = {0};
    file_close(&test->log.fd);
    assert_int_equal(file_read_all(&folder->ctx, test->path, 1000000, &text), OK);
    return text;
}

static void a_line_is_one_json_object(void **state) {
    TestFolder *folder = *state;
    TestLog test = log_of_test(folder, "one.log");
    const LogField fields[] = {LOG_I("rows", -42), LOG_T("file", STR("Danh sách \"xã\".xlsx"))};
    log_write(&test.log, LOG_INFO, "intake_loaded", fields, 2);
    log_write(&test.log, LOG_DEBUG, "dropped", NULL, 0);
    log_write(&test.log, LOG_ERROR, "stopped", NULL, 0);
    Str text = log_text(folder, &test);
    assert_string_equal(text.ptr, "{\"at\":\"2026-06-30T23:59:58.000007Z\",\"level\":\"info\","
                                  "\"program\":\"ansinh\",\"event\":\"intake_loaded\",\"rows\":-42,"
                                  "\"file\":\"Danh sách \\u0022xã\\u0022.xlsx\"}\n"
                                  "{\"at\":\"2026-06-30T23:59:58.000007Z\",\"level\":\"error\","
                                  "\"program\":\"ansinh\",\"event\":\"stopped\"}\n");
}

static void nobody_can_forge_a_line(void **state) {
    TestFolder *folder = *state;
    TestLog test = log_of_test(folder, "forge.log");
    const LogField field = LOG_T(
        "text", STR("a\nb\r\t\\\x01\x7f\xff\xc3(\xed\xa0\x80\xc0\xaf\xf4\x90\x80\x80\xe2\x82"));
    log_write(&test.log, LOG_INFO, "event", &field, 1);
    Str text = log_text(folder, &test);
    assert_int_equal(str_find(text, STR("\n"), 0), text.len - 1);
    assert_true(str_ends_with(
        text,
        STR("\"text\":\"a\\u000ab\\u000d\\u0009\\u005c\\u0001\\u007f\\u00ff\\u00c3("
            "\\u00ed\\u00a0\\u0080\\u00c0\\u00af\\u00f4\\u0090\\u0080\\u0080\\u00e2\\u0082\"}\n")));
}

static void a_field_that_does_not_fit_is_left_out_whole(void **state) {
    TestFolder *folder = *state;
    TestLog test = log_of_test(folder, "long.log");
    static char big[LOG_LINE_MAX * 2];
    memset(big, 'x', sizeof big);
    for (size_t len = LOG_LINE_MAX - 200; len < LOG_LINE_MAX + 10; len++) {
        const LogField fields[] = {LOG_I("n", 1), LOG_T("big", ((Str){big, len})), LOG_I("m", 2)};
        log_write(&test.log, LOG_INFO, "event", fields, 3);
    }
    Str rest = log_text(folder, &test);
    Str line = {0};
    size_t cut = 0;
    size_t whole = 0;
    while (str_split_next(&rest, '\n', &line) && line.len > 0) {
        assert_true(line.len < LOG_LINE_MAX);
        assert_true(str_starts_with(line, STR("{\"at\"")));
        bool is_cut = str_ends_with(line, STR("\"n\":1,\"cut\":true}"));
        bool is_near = str_ends_with(line, STR("x\",\"cut\":true}"));
        bool is_whole = str_ends_with(line, STR("x\",\"m\":2}"));
        assert_true(is_cut || is_near || is_whole);
        cut += is_cut;
        whole += is_whole;
    }
    assert_true(cut > 0 && whole > 0);
}

static void a_failure_is_told_with_its_place(void **state) {
    TestFolder *folder = *state;
    TestLog test = log_of_test(folder, "failure.log");
    Ctx ctx = folder->ctx;
    ctx.user_id = 7;
    assert_int_equal(ctx_fail(&ctx, E_FILE_OPEN, "list.xlsx: no such file"), E_FILE_OPEN);
    log_failure(&test.log, &ctx, "intake_failed");
    assert_int_equal(ctx_fail(&ctx, E_ARGUMENT, "--month"), E_ARGUMENT);
    log_failure(&test.log, &ctx, "intake_failed");
    Str text = log_text(folder, &test);
    assert_int_not_equal(str_find(text, STR("\"level\":\"error\""), 0), SIZE_MAX);
    assert_int_not_equal(str_find(text, STR("\"level\":\"warning\""), 0), SIZE_MAX);
    assert_int_not_equal(
        str_find(text, STR("\"status\":\"FILE_OPEN\",\"number\":2501,\"user_id\":7,\"source\":"),
                 0),
        SIZE_MAX);
    assert_int_not_equal(str_find(text, STR("\"detail\":\"list.xlsx: no such file\"}"), 0),
                         SIZE_MAX);
}

static void a_log_that_cannot_be_written_does_not_stop_the_work(void **state) {
    (void)state;
    Log nowhere = {-1, LOG_INFO, clock_manual(&now_us), "ansinh"};
    log_write(&nowhere, LOG_ERROR, "event", NULL, 0);
    Log closed = {9999, LOG_INFO, clock_manual(&now_us), "ansinh"};
    log_write(&closed, LOG_ERROR, "event", NULL, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_one_json_object),
        cmocka_unit_test(nobody_can_forge_a_line),
        cmocka_unit_test(a_field_that_does_not_fit_is_left_out_whole),
        cmocka_unit_test(a_failure_is_told_with_its_place),
        cmocka_unit_test(a_log_that_cannot_be_written_does_not_stop_the_work),
    };
    return cmocka_run_group_tests(tests, test_folder_setup, test_folder_teardown);
}
