/* Tests of keys, look-up hashes and sealed fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "sys/crypto.h"
#include "sys/digest.h"
#include "sys/file.h"
#include "sys/test_folder.h"

static const uint8_t MASTER[KEYS_MASTER_BYTES] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
static const Cell CELL = {FIELD_CITIZEN_ID, "person", "citizen_id_cipher", 4711};
static const char NUMBER[] = "000000000001";

static Keys *keys_of_test(TestFolder *folder, const char *name) {
    Keys *keys = NULL;
    Str path = test_folder_path(folder, name);
    if (!file_exists(path)) {
        assert_int_equal(keys_create_from(&folder->ctx, path, MASTER, &keys), OK);
        keys_free(&keys);
    }
    assert_int_equal(keys_load(&folder->ctx, path, &keys), OK);
    return keys;
}

static void a_key_file_is_made_once_and_loads_again(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "fresh.key");
    CLEANUP(keys_free) Keys *made = NULL;
    CLEANUP(keys_free) Keys *loaded = NULL;
    CLEANUP(keys_free) Keys *again = NULL;
    char check[KEYS_CHECK_CHARS + 1];
    struct stat info;
    assert_int_equal(keys_create(ctx, path, &made), OK);
    assert_int_equal(stat(path.ptr, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(keys_load(ctx, path, &loaded), OK);
    keys_check_value(made, check);
    assert_int_equal(keys_check(ctx, loaded, str_of(check)), OK);
    assert_int_equal(keys_create(ctx, path, &again), E_KEY_FILE);
    assert_null(again);
    assert_int_equal(keys_load(ctx, path, &again), OK);
    assert_int_equal(keys_check(ctx, again, str_of(check)), OK);
}

static void two_fresh_key_files_differ_and_do_not_pass_for_each_other(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    CLEANUP(keys_free) Keys *one = NULL;
    CLEANUP(keys_free) Keys *two = NULL;
    char check[KEYS_CHECK_CHARS + 1];
    assert_int_equal(keys_create(ctx, test_folder_path(folder, "one.key"), &one), OK);
    assert_int_equal(keys_create(ctx, test_folder_path(folder, "two.key"), &two), OK);
    keys_check_value(one, check);
    assert_int_equal(keys_check(ctx, two, str_of(check)), E_KEY_FILE);
    assert_int_equal(keys_check(ctx, one, STR("")), E_KEY_FILE);
    Str sealed = {0};
    Str plain = {0};
    assert_int_equal(keys_seal(ctx, one, &CELL, STR(NUMBER), &sealed), OK);
    assert_int_equal(keys_open(ctx, two, &CELL, sealed, &plain), E_CIPHER);
    assert_null(plain.ptr);
}

static void a_key_file_that_others_may_open_is_refused(void **state) {
    TestFolder *folder = *state;
    Str path = test_folder_path(folder, "wide.key");
    static const mode_t WIDE[] = {0640, 0604, 0660, 0606, 0601, 0610, 0644, 0777};
    Keys *keys = keys_of_test(folder, "wide.key");
    keys_free(&keys);
    for (size_t i = 0; i < sizeof WIDE / sizeof WIDE[0]; i++) {
        assert_int_equal(chmod(path.ptr, WIDE[i]), 0);
        assert_int_equal(keys_load(&folder->ctx, path, &keys), E_KEY_FILE);
        assert_null(keys);
    }
    assert_int_equal(chmod(path.ptr, 0400), 0);
    assert_int_equal(keys_load(&folder->ctx, path, &keys), OK);
    keys_free(&keys);
}

static void links_folders_and_missing_key_files_are_refused(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Keys *keys = keys_of_test(folder, "target.key");
    keys_free(&keys);
    Str link = test_folder_path(folder, "link.key");
    assert_int_equal(symlink(test_folder_path(folder, "target.key").ptr, link.ptr), 0);
    assert_int_equal(keys_load(ctx, link, &keys), E_KEY_FILE);
    assert_int_equal(keys_load(ctx, str_of(folder->path), &keys), E_KEY_FILE);
    assert_int_equal(keys_load(ctx, test_folder_path(folder, "none.key"), &keys), E_KEY_FILE);
    assert_null(keys);
}

static void every_damaged_character_of_a_key_file_is_noticed(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    Str path = test_folder_path(folder, "damaged.key");
    Keys *keys = keys_of_test(folder, "damaged.key");
    keys_free(&keys);
    Str line = {0};
    assert_int_equal(file_read_all(ctx, path, 1000, &line), OK);
    for (size_t i = 0; i + 1 < line.len; i++) {
        Str bad = {0};
        assert_int_equal(ctx_copy_str(ctx, line, &bad), OK);
        char *bytes = (char *)(uintptr_t)bad.ptr;
        bytes[i] = bytes[i] == '0' ? '1' : '0';
        assert_int_equal(file_write_atomic(ctx, path, bad), OK);
        assert_int_equal(keys_load(ctx, path, &keys), E_KEY_FILE);
    }
    assert_int_equal(file_write_atomic(ctx, path, str_part(line, 0, line.len - 2)), OK);
    assert_int_equal(keys_load(ctx, path, &keys), E_KEY_FILE);
    assert_int_equal(file_write_atomic(ctx, path, STR("")), OK);
    assert_int_equal(keys_load(ctx, path, &keys), E_KEY_FILE);
    assert_int_equal(file_write_atomic(ctx, path, line), OK);
    assert_int_equal(keys_load(ctx, path, &keys), OK);
    keys_free(&keys);
}

static void derivation_never_changes(void **state) {
    /* Golden: a change here would make every stored hash and value unreadable. */
    TestFolder *folder = *state;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "golden.key");
    char check[KEYS_CHECK_CHARS + 1];
    uint8_t hash[KEYS_HASH_BYTES];
    char hex[2 * KEYS_HASH_BYTES + 1];
    keys_check_value(keys, check);
    assert_string_equal(check, "39d538b9b84a7175a782788ec01e387e");
    keys_hash(keys, FIELD_CITIZEN_ID, STR(NUMBER), hash);
    hex_write(hash, sizeof hash, hex);
    assert_string_equal(hex, "b8990acafefcf29c9f1b1e9f46e2d5bbfcd1c3a0ab0c5fe10f1726bfbd0080cc");
}

static void equal_numbers_meet_within_a_field_and_never_across(void **state) {
    TestFolder *folder = *state;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "hash.key");
    uint8_t hash[FIELD_RECIPIENT_ID + 1][KEYS_HASH_BYTES];
    uint8_t same[KEYS_HASH_BYTES];
    for (int i = FIELD_CITIZEN_ID; i <= FIELD_RECIPIENT_ID; i++) {
        keys_hash(keys, (Field)i, STR(NUMBER), hash[i]);
        keys_hash(keys, (Field)i, STR(NUMBER), same);
        assert_memory_equal(hash[i], same, sizeof same);
        for (int j = FIELD_CITIZEN_ID; j < i; j++) {
            assert_memory_not_equal(hash[i], hash[j], KEYS_HASH_BYTES);
        }
    }
}

static void a_sealed_value_opens_in_its_cell(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "seal.key");
    char text[KEYS_PLAIN_MAX];
    memset(text, '7', sizeof text);
    static const size_t SIZES[] = {0, 1, 9, 12, 19, 63, 64, 65, KEYS_PLAIN_MAX};
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        Str plain = {text, SIZES[i]};
        Str sealed = {0};
        Str opened = {0};
        assert_int_equal(keys_seal(ctx, keys, &CELL, plain, &sealed), OK);
        assert_int_equal(sealed.len, plain.len + KEYS_SEAL_OVERHEAD);
        assert_int_equal(keys_open(ctx, keys, &CELL, sealed, &opened), OK);
        assert_true(str_equal(plain, opened));
        assert_int_equal(opened.ptr[opened.len], 0);
    }
    Str sealed = {0};
    Str too_long = {text, KEYS_PLAIN_MAX + 1}; /* the length is refused before the text is read */
    assert_int_equal(keys_seal(ctx, keys, &CELL, too_long, &sealed), E_TEXT_TOO_LONG);
    assert_null(sealed.ptr);
}

static void sealing_twice_gives_different_bytes(void **state) {
    TestFolder *folder = *state;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "twice.key");
    Str one = {0};
    Str two = {0};
    assert_int_equal(keys_seal(&folder->ctx, keys, &CELL, STR(NUMBER), &one), OK);
    assert_int_equal(keys_seal(&folder->ctx, keys, &CELL, STR(NUMBER), &two), OK);
    assert_false(str_equal(one, two));
    assert_int_equal(str_find(one, STR(NUMBER), 0), SIZE_MAX);
}

static void a_sealed_value_does_not_open_in_another_cell(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "moved.key");
    const Cell elsewhere[] = {
        {FIELD_CITIZEN_ID, "person", "citizen_id_cipher", 4712},
        {FIELD_CITIZEN_ID, "person", "citizen_id_cipher", 4711 + (1LL << 32)},
        {FIELD_CITIZEN_ID, "person", "citizen_id_cipher", -4711},
        {FIELD_CITIZEN_ID, "person", "phone_cipher", 4711},
        {FIELD_CITIZEN_ID, "mandate", "citizen_id_cipher", 4711},
        {FIELD_CITIZEN_ID, "perso", "ncitizen_id_cipher", 4711},
        {FIELD_RECIPIENT_ID, "person", "citizen_id_cipher", 4711},
    };
    Str sealed = {0};
    Str plain = {0};
    assert_int_equal(keys_seal(ctx, keys, &CELL, STR(NUMBER), &sealed), OK);
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++) {
        assert_int_equal(keys_open(ctx, keys, &elsewhere[i], sealed, &plain), E_CIPHER);
        assert_null(plain.ptr);
    }
    assert_null(strstr(ctx->failure.detail, NUMBER));
}

static void every_flipped_bit_and_every_cut_is_noticed(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "bits.key");
    Str sealed = {0};
    Str plain = {0};
    assert_int_equal(keys_seal(ctx, keys, &CELL, STR(NUMBER), &sealed), OK);
    char *bytes = (char *)(uintptr_t)sealed.ptr;
    for (size_t bit = 0; bit < sealed.len * 8; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        assert_int_equal(keys_open(ctx, keys, &CELL, sealed, &plain), E_CIPHER);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
    for (size_t len = 0; len < sealed.len; len++) {
        assert_int_equal(keys_open(ctx, keys, &CELL, str_part(sealed, 0, len), &plain), E_CIPHER);
    }
    assert_null(plain.ptr);
    assert_int_equal(keys_open(ctx, keys, &CELL, sealed, &plain), OK);
}

static void sealing_without_memory_is_an_ordinary_refusal(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    CLEANUP(keys_free) Keys *keys = keys_of_test(folder, "memory.key");
    Str sealed = {0};
    Str plain = {0};
    arena_fail_nth(ctx->arena, 1);
    assert_int_equal(keys_seal(ctx, keys, &CELL, STR(NUMBER), &sealed), E_MEMORY_LIMIT);
    assert_null(sealed.ptr);
    arena_fail_nth(ctx->arena, 0);
    assert_int_equal(keys_seal(ctx, keys, &CELL, STR(NUMBER), &sealed), OK);
    arena_fail_nth(ctx->arena, 1);
    assert_int_equal(keys_open(ctx, keys, &CELL, sealed, &plain), E_MEMORY_LIMIT);
    assert_null(plain.ptr);
    arena_fail_nth(ctx->arena, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_file_is_made_once_and_loads_again),
        cmocka_unit_test(two_fresh_key_files_differ_and_do_not_pass_for_each_other),
        cmocka_unit_test(a_key_file_that_others_may_open_is_refused),
        cmocka_unit_test(links_folders_and_missing_key_files_are_refused),
        cmocka_unit_test(every_damaged_character_of_a_key_file_is_noticed),
        cmocka_unit_test(derivation_never_changes),
        cmocka_unit_test(equal_numbers_meet_within_a_field_and_never_across),
        cmocka_unit_test(a_sealed_value_opens_in_its_cell),
        cmocka_unit_test(sealing_twice_gives_different_bytes),
        cmocka_unit_test(a_sealed_value_does_not_open_in_another_cell),
        cmocka_unit_test(every_flipped_bit_and_every_cut_is_noticed),
        cmocka_unit_test(sealing_without_memory_is_an_ordinary_refusal),
    };
    return cmocka_run_group_tests(tests, test_folder_setup, test_folder_teardown);
}
