/* Tests of files, folders and the store of originals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "sys/file.h"
#include "sys/file_store.h"
#include "sys/test_folder.h"

static void assert_str(Str found, const char *expected) {
    assert_true(str_equal(found, str_of(expected)));
}

static size_t count_files(TestFolder *folder, const char *name) {
    Str *names = NULL;
    size_t count = 0;
    assert_int_equal(
        file_list(&folder->ctx, test_folder_path(folder, name), STR(""), 1000, &names, &count), OK);
    return count;
}

static void a_written_file_reads_back(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "a.txt");
    Str bytes = {0};
    int64_t size = 0;
    struct stat info;
    assert_false(file_exists(path));
    assert_int_equal(file_write_atomic(ctx, path, STR("first")), OK);
    assert_int_equal(file_write_atomic(ctx, path, STR("second\0part")), OK);
    assert_true(file_exists(path));
    assert_int_equal(file_size(ctx, path, &size), OK);
    assert_int_equal(size, 11);
    assert_int_equal(file_read_all(ctx, path, 11, &bytes), OK);
    assert_int_equal(bytes.len, 11);
    assert_memory_equal(bytes.ptr, "second\0part", 12);
    assert_int_equal(stat(path.ptr, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_file_over_the_cap_is_refused(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "cap.txt");
    Str bytes = {0};
    assert_int_equal(file_write_atomic(ctx, path, STR("12345")), OK);
    assert_int_equal(file_read_all(ctx, path, 4, &bytes), E_FILE_READ);
    assert_int_equal(file_read_all(ctx, test_folder_path(folder, "no"), 4, &bytes), E_FILE_OPEN);
    assert_int_equal(file_read_all(ctx, str_of(folder->path), 4, &bytes), E_FILE_OPEN);
    assert_null(bytes.ptr);
    assert_int_equal(file_read_all(ctx, path, 5, &bytes), OK);
}

static void a_failed_write_leaves_the_old_file_and_no_rubbish(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "full/a.txt");
    Str copy = test_folder_path(folder, "full/b.txt");
    Str bytes = {0};
    static char big[100000];
    assert_int_equal(file_make_folders(ctx, test_folder_path(folder, "full")), OK);
    assert_int_equal(file_write_atomic(ctx, path, STR("old")), OK);
    assert_int_equal(
        file_write_atomic(ctx, test_folder_path(folder, "big.bin"), (Str){big, sizeof big}), OK);
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {50000, before.rlim_max};
    void (*old_handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    Status written = file_write_atomic(ctx, path, (Str){big, sizeof big});
    Status made = file_write_new(ctx, copy, (Str){big, sizeof big});
    Status copied = file_copy(ctx, test_folder_path(folder, "big.bin"), copy);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, old_handler);
    assert_int_equal(written, E_FILE_WRITE);
    assert_int_equal(made, E_FILE_WRITE);
    assert_int_equal(copied, E_FILE_WRITE);
    assert_int_equal(file_read_all(ctx, path, 100, &bytes), OK);
    assert_str(bytes, "old");
    assert_int_equal(count_files(folder, "full"), 1);
}

static void writing_into_a_missing_folder_says_so(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "missing/a.txt");
    assert_int_equal(file_write_atomic(ctx, path, STR("x")), E_FILE_WRITE);
    assert_non_null(strstr(ctx->failure.detail, "missing/a.txt"));
    assert_int_equal(file_write_new(ctx, path, STR("x")), E_FILE_WRITE);
    assert_int_equal(file_copy(ctx, test_folder_path(folder, "none"), path), E_FILE_OPEN);
}

static void a_new_file_never_replaces(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "new.txt");
    Str bytes = {0};
    assert_int_equal(file_write_new(ctx, path, STR("one")), OK);
    assert_int_equal(file_write_new(ctx, path, STR("two")), E_FILE_WRITE);
    assert_int_equal(file_read_all(ctx, path, 100, &bytes), OK);
    assert_str(bytes, "one");
}

static void paths_with_a_nul_or_without_end_are_refused(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    static char name[FILE_PATH_MAX + 1];
    char out[FILE_PATH_MAX];
    memset(name, 'a', sizeof name);
    assert_int_equal(file_path(ctx, STR(""), out), E_ARGUMENT);
    assert_int_equal(file_path(ctx, STR("a\0b"), out), E_ARGUMENT);
    assert_int_equal(file_path(ctx, (Str){name, FILE_PATH_MAX}, out), E_TEXT_TOO_LONG);
    assert_int_equal(file_path(ctx, (Str){name, FILE_PATH_MAX - 1}, out), OK);
    assert_int_equal(file_write_atomic(ctx, (Str){name, FILE_PATH_MAX - 1}, STR("")),
                     E_TEXT_TOO_LONG);
    assert_false(file_exists(STR("")));
    assert_false(file_exists(STR("/\0etc")));
    assert_false(file_exists((Str){name, FILE_PATH_MAX}));
}

static void folders_are_made_with_those_above(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "x/y//z/");
    assert_int_equal(file_make_folders(ctx, path), OK);
    assert_int_equal(file_make_folders(ctx, path), OK);
    assert_true(file_is_folder(path));
    assert_int_equal(file_write_new(ctx, test_folder_path(folder, "x/file"), STR("")), OK);
    assert_int_equal(file_make_folders(ctx, test_folder_path(folder, "x/file")), E_FILE_WRITE);
    assert_int_equal(file_make_folders(ctx, test_folder_path(folder, "x/file/y")), E_FILE_WRITE);
}

static void names_are_taken_apart_and_joined(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = {0};
    assert_str(file_base_name(STR("/a/b.c/list.xlsx")), "list.xlsx");
    assert_str(file_base_name(STR("list")), "list");
    assert_str(file_base_name(STR("a/")), "");
    assert_str(file_extension(STR("/a.b/list.tar.gz")), ".gz");
    assert_str(file_extension(STR("/a.b/list")), "");
    assert_str(file_extension(STR(".hidden")), "");
    assert_int_equal(file_join(ctx, STR("a"), STR("b"), &path), OK);
    assert_str(path, "a/b");
    assert_int_equal(file_join(ctx, STR("a/"), STR("b"), &path), OK);
    assert_str(path, "a/b");
    assert_int_equal(file_join(ctx, STR(""), STR("b"), &path), OK);
    assert_str(path, "b");
    assert_int_equal(file_join(ctx, STR("a"), STR("/b"), &path), OK);
    assert_str(path, "/b");
}

static void a_folder_is_listed_in_order_and_never_in_part(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    static const char *const NAMES[] = {"l/b.csv", "l/a.csv", "l/c.xlsx", "l/B.csv"};
    Str *names = NULL;
    size_t count = 0;
    assert_int_equal(file_make_folders(ctx, test_folder_path(folder, "l/folder.csv")), OK);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        assert_int_equal(file_write_new(ctx, test_folder_path(folder, NAMES[i]), STR("")), OK);
    }
    Str path = test_folder_path(folder, "l");
    assert_int_equal(file_list(ctx, path, STR(".csv"), 3, &names, &count), OK);
    assert_int_equal(count, 3);
    assert_str(names[0], "B.csv");
    assert_str(names[1], "a.csv");
    assert_str(names[2], "b.csv");
    assert_int_equal(file_list(ctx, path, STR(".csv"), 2, &names, &count), E_FILE_READ);
    assert_int_equal(file_list(ctx, test_folder_path(folder, "q"), STR(""), 2, &names, &count),
                     E_FILE_OPEN);
    assert_int_equal(count, 3);
}

static void removing_what_is_not_there_is_fine(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "gone.txt");
    assert_int_equal(file_write_new(ctx, path, STR("")), OK);
    assert_int_equal(file_remove(ctx, path), OK);
    assert_false(file_exists(path));
    assert_int_equal(file_remove(ctx, path), OK);
    assert_int_equal(file_remove(ctx, str_of(folder->path)), E_FILE_WRITE);
}

static void the_store_names_a_file_by_its_sha256(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str root = test_folder_path(folder, "store");
    Str source = test_folder_path(folder, "abc.txt");
    StoredFile file = {0};
    Str path = {0};
    Str bytes = {0};
    assert_int_equal(file_write_atomic(ctx, source, STR("abc")), OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(file_store_put(ctx, root, source, STR("txt"), &file), OK);
        assert_str(file.stored_path,
                   "ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.txt");
        assert_int_equal(file.byte_count, 3);
        assert_int_equal(file.sha256[0], 0xba);
    }
    assert_true(file_exists(source));
    assert_int_equal(file_join(ctx, root, file.stored_path, &path), OK);
    assert_int_equal(file_read_all(ctx, path, 100, &bytes), OK);
    assert_str(bytes, "abc");
    assert_int_equal(count_files(folder, "store/tmp"), 0);
    assert_int_equal(count_files(folder, "store/ba"), 1);
    assert_int_equal(file_store_check(ctx, root, file.stored_path, file.sha256), OK);
}

static void the_store_takes_bytes_and_finished_files(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str root = test_folder_path(folder, "adopt");
    Str temporary = {0};
    StoredFile one = {0};
    StoredFile two = {0};
    assert_int_equal(file_store_put_bytes(ctx, root, STR("payment"), STR("xml"), &one), OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(file_store_temporary(ctx, root, STR("xml"), &temporary), OK);
        assert_int_equal(file_write_new(ctx, temporary, STR("payment")), OK);
        assert_int_equal(file_store_adopt(ctx, root, temporary, STR("xml"), &two), OK);
        assert_true(str_equal(one.stored_path, two.stored_path));
        assert_memory_equal(one.sha256, two.sha256, DIGEST_BYTES);
        assert_false(file_exists(temporary));
    }
    assert_int_equal(file_store_put(ctx, root, test_folder_path(folder, "no"), STR("xml"), &two),
                     E_FILE_OPEN);
    assert_int_equal(count_files(folder, "adopt/tmp"), 0);
}

static void what_a_user_calls_a_file_does_not_reach_the_disk(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str root = test_folder_path(folder, "names");
    static const char *const BAD[] = {"../../x", "a/b", "XLSX", "", "x.y", "waytoolong", "a b"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        StoredFile file = {0};
        assert_int_equal(file_store_put_bytes(ctx, root, STR("1"), str_of(BAD[i]), &file), OK);
        assert_true(str_ends_with(file.stored_path, STR(".bin")));
        assert_int_equal(file.stored_path.len, 3 + 64 + 4);
    }
}

static void a_damaged_original_is_reported_and_not_replaced(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str root = test_folder_path(folder, "damage");
    StoredFile file = {0};
    StoredFile again = {0};
    Str path = {0};
    Str bytes = {0};
    assert_int_equal(file_store_put_bytes(ctx, root, STR("evidence"), STR("csv"), &file), OK);
    assert_int_equal(file_join(ctx, root, file.stored_path, &path), OK);
    assert_int_equal(file_write_atomic(ctx, path, STR("evidencf")), OK);
    assert_int_equal(file_store_check(ctx, root, file.stored_path, file.sha256), E_FILE_DAMAGED);
    assert_int_equal(file_store_put_bytes(ctx, root, STR("evidence"), STR("csv"), &again),
                     E_FILE_DAMAGED);
    assert_int_equal(ctx->failure.status, E_FILE_DAMAGED);
    assert_int_equal(file_read_all(ctx, path, 100, &bytes), OK);
    assert_str(bytes, "evidencf");
    assert_int_equal(count_files(folder, "damage/tmp"), 0);
    assert_int_equal(file_remove(ctx, path), OK);
    assert_int_equal(file_store_check(ctx, root, file.stored_path, file.sha256), E_FILE_OPEN);
}

static void work_left_behind_is_cleared(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str root = test_folder_path(folder, "clear");
    Str temporary = {0};
    assert_int_equal(file_store_clear_temporary(ctx, root), OK);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(file_store_temporary(ctx, root, STR("xml"), &temporary), OK);
        assert_int_equal(file_write_new(ctx, temporary, STR("half")), OK);
    }
    assert_int_equal(count_files(folder, "clear/tmp"), 3);
    assert_int_equal(file_store_clear_temporary(ctx, root), OK);
    assert_int_equal(count_files(folder, "clear/tmp"), 0);
}

static void putting_survives_the_failure_of_each_allocation(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str root = test_folder_path(folder, "nth");
    StoredFile file = {0};
    Status status = E_MEMORY_LIMIT;
    size_t failed = 0;
    for (size_t nth = 1; status != OK && nth < 100; nth++) {
        arena_fail_nth(ctx->arena, nth);
        status = file_store_put_bytes(ctx, root, STR("bytes"), STR("csv"), &file);
        arena_fail_nth(ctx->arena, 0);
        assert_true(status == OK || status == E_MEMORY_LIMIT);
        failed += status != OK;
    }
    assert_int_equal(status, OK);
    assert_true(failed >= 3);
    assert_int_equal(count_files(folder, "nth/tmp"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_written_file_reads_back),
        cmocka_unit_test(a_file_over_the_cap_is_refused),
        cmocka_unit_test(a_failed_write_leaves_the_old_file_and_no_rubbish),
        cmocka_unit_test(writing_into_a_missing_folder_says_so),
        cmocka_unit_test(a_new_file_never_replaces),
        cmocka_unit_test(paths_with_a_nul_or_without_end_are_refused),
        cmocka_unit_test(folders_are_made_with_those_above),
        cmocka_unit_test(names_are_taken_apart_and_joined),
        cmocka_unit_test(a_folder_is_listed_in_order_and_never_in_part),
        cmocka_unit_test(removing_what_is_not_there_is_fine),
        cmocka_unit_test(the_store_names_a_file_by_its_sha256),
        cmocka_unit_test(the_store_takes_bytes_and_finished_files),
        cmocka_unit_test(what_a_user_calls_a_file_does_not_reach_the_disk),
        cmocka_unit_test(a_damaged_original_is_reported_and_not_replaced),
        cmocka_unit_test(work_left_behind_is_cleared),
        cmocka_unit_test(putting_survives_the_failure_of_each_allocation),
    };
    return cmocka_run_group_tests(tests, test_folder_setup, test_folder_teardown);
}
