/* Tests of child processes: what they get, what comes back, and what is not hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sys/file.h"
#include "sys/process.h"
#include "sys/test_folder.h"

static void its_output_and_its_code_come_back(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str out = test_folder_path(folder, "out");
    const char *const words[] = {"/bin/sh", "-c",  "echo \"$ONE $1\"; cat; exit 3",
                                 "sh",      "a b", NULL};
    int64_t code = -1;
    Str text;
    assert_int_equal(process_run(ctx, words, "ONE=two three", out, &code), OK);
    assert_int_equal(code, 3);
    assert_int_equal(file_read_all(ctx, out, 1000, &text), OK);
    assert_string_equal(text.ptr, "two three a b\n"); /* and nothing from standard input */
}

static void what_cannot_run_is_told(void **state) {
    TestFolder *folder = *state;
    const char *const absent[] = {"/nonexistent/program", NULL};
    const char *const killed[] = {"/bin/sh", "-c", "kill -9 $$", NULL};
    const char *const fine[] = {"/bin/true", NULL};
    Str out = test_folder_path(folder, "kept");
    int64_t code = -1;
    assert_int_equal(
        process_run(&folder->ctx, absent, NULL, test_folder_path(folder, "absent"), &code),
        E_FILE_OPEN);
    assert_int_equal(
        process_run(&folder->ctx, killed, NULL, test_folder_path(folder, "killed"), &code),
        E_FILE_READ);
    assert_int_equal(file_write_new(&folder->ctx, out, STR("mine")), OK);
    assert_int_not_equal(process_run(&folder->ctx, fine, NULL, out, &code),
                         OK); /* not written over */
    assert_int_equal(code, -1);
}

static void our_own_folder_holds_this_program(void **state) {
    TestFolder *folder = *state;
    Str own;
    Str path;
    assert_int_equal(process_own_folder(&folder->ctx, &own), OK);
    assert_int_equal(ctx_print(&folder->ctx, &path, "%.*ssys_process_test", STR_ARG(own)), OK);
    assert_true(file_exists(path));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_output_and_its_code_come_back),
        cmocka_unit_test(what_cannot_run_is_told),
        cmocka_unit_test(our_own_folder_holds_this_program),
    };
    return cmocka_run_group_tests(tests, test_folder_setup, test_folder_teardown);
}
