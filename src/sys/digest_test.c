/* Tests of digests against published vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sys/digest.h"
#include "sys/file.h"
#include "sys/test_folder.h"

static void assert_hex(const uint8_t digest[DIGEST_BYTES], const char *expected) {
    char hex[DIGEST_HEX_CHARS + 1];
    hex_write(digest, DIGEST_BYTES, hex);
    assert_string_equal(hex, expected);
}

static void blake2b_agrees_with_published_vectors(void **state) {
    (void)state;
    uint8_t digest[DIGEST_BYTES];
    digest_bytes(STR(""), digest);
    assert_hex(digest, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    digest_bytes(STR("abc"), digest);
    assert_hex(digest, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void sha256_agrees_with_fips_180(void **state) {
    (void)state;
    uint8_t digest[DIGEST_BYTES];
    sha256_bytes(STR(""), digest);
    assert_hex(digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    sha256_bytes(STR("abc"), digest);
    assert_hex(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sha256_bytes(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), digest);
    assert_hex(digest, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void streaming_equals_the_whole(void **state) {
    (void)state;
    static char text[5000];
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)(i * 7);
    }
    Str all = {text, sizeof text};
    uint8_t whole[DIGEST_BYTES];
    uint8_t parts[DIGEST_BYTES];
    for (size_t step = 1; step < 3000; step += step < 300 ? 13 : 129) {
        DigestState state_b;
        Sha256State state_s;
        digest_init(&state_b);
        sha256_init(&state_s);
        for (size_t at = 0; at < all.len; at += step) {
            digest_add(&state_b, str_part(all, at, step));
            sha256_add(&state_s, str_part(all, at, step));
        }
        digest_final(&state_b, parts);
        digest_bytes(all, whole);
        assert_memory_equal(parts, whole, DIGEST_BYTES);
        sha256_final(&state_s, parts);
        sha256_bytes(all, whole);
        assert_memory_equal(parts, whole, DIGEST_BYTES);
    }
}

static void numbers_are_eight_bytes_little_end_first(void **state) {
    (void)state;
    uint8_t number[DIGEST_BYTES];
    uint8_t bytes[DIGEST_BYTES];
    DigestState digest;
    digest_init(&digest);
    digest_add_int64(&digest, 0x0102030405060708);
    digest_add_int64(&digest, -2);
    digest_final(&digest, number);
    digest_bytes(STR("\x08\x07\x06\x05\x04\x03\x02\x01\xfe\xff\xff\xff\xff\xff\xff\xff"), bytes);
    assert_memory_equal(number, bytes, DIGEST_BYTES);
}

static void texts_cannot_run_into_each_other(void **state) {
    (void)state;
    uint8_t one[DIGEST_BYTES];
    uint8_t two[DIGEST_BYTES];
    DigestState digest;
    digest_init(&digest);
    digest_add_text(&digest, STR("ab"));
    digest_add_text(&digest, STR("c"));
    digest_final(&digest, one);
    digest_init(&digest);
    digest_add_text(&digest, STR("a"));
    digest_add_text(&digest, STR("bc"));
    digest_final(&digest, two);
    assert_memory_not_equal(one, two, DIGEST_BYTES);
}

static void a_copied_state_goes_its_own_way(void **state) {
    (void)state;
    uint8_t one[DIGEST_BYTES];
    uint8_t two[DIGEST_BYTES];
    DigestState digest;
    digest_init(&digest);
    digest_add(&digest, STR("ab"));
    DigestState fork = digest;
    digest_add(&digest, STR("c"));
    digest_add(&fork, STR("c"));
    digest_final(&digest, one);
    digest_final(&fork, two);
    assert_memory_equal(one, two, DIGEST_BYTES);
    assert_hex(one, "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void a_file_has_the_sha256_of_its_bytes(void **state) {
    TestFolder *folder = *state;
    Ctx *ctx = &folder->ctx;
    static char text[200001];
    memset(text, 'x', sizeof text);
    static const size_t SIZES[] = {0, 1, 65535, 65536, 65537, 131072, sizeof text};
    Str path = test_folder_path(folder, "digest.bin");
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        uint8_t of_file[DIGEST_BYTES];
        uint8_t of_bytes[DIGEST_BYTES];
        Str bytes = {text, SIZES[i]};
        assert_int_equal(file_write_atomic(ctx, path, bytes), OK);
        assert_int_equal(sha256_file(ctx, path, of_file), OK);
        sha256_bytes(bytes, of_bytes);
        assert_memory_equal(of_file, of_bytes, DIGEST_BYTES);
    }
    uint8_t untouched[DIGEST_BYTES] = {42};
    assert_int_equal(sha256_file(ctx, test_folder_path(folder, "none"), untouched), E_FILE_OPEN);
    assert_int_equal(sha256_file(ctx, str_of(folder->path), untouched), E_FILE_READ);
    assert_int_equal(untouched[0], 42);
}

static void hexadecimal_goes_both_ways_and_refuses_the_rest(void **state) {
    (void)state;
    uint8_t bytes[4] = {0};
    char hex[9];
    assert_true(hex_read(STR("00fFaB09"), bytes, 4));
    hex_write(bytes, 4, hex);
    assert_string_equal(hex, "00ffab09");
    assert_false(hex_read(STR("00ffab0"), bytes, 4));
    assert_false(hex_read(STR("00ffab091"), bytes, 4));
    assert_false(hex_read(STR("11ffabx9"), bytes, 4));
    assert_false(hex_read(STR("11 fab09"), bytes, 4));
    hex_write(bytes, 4, hex);
    assert_string_equal(hex, "00ffab09");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blake2b_agrees_with_published_vectors),
        cmocka_unit_test(sha256_agrees_with_fips_180),
        cmocka_unit_test(streaming_equals_the_whole),
        cmocka_unit_test(numbers_are_eight_bytes_little_end_first),
        cmocka_unit_test(texts_cannot_run_into_each_other),
        cmocka_unit_test(a_copied_state_goes_its_own_way),
        cmocka_unit_test(a_file_has_the_sha256_of_its_bytes),
        cmocka_unit_test(hexadecimal_goes_both_ways_and_refuses_the_rest),
    };
    return cmocka_run_group_tests(tests, test_folder_setup, test_folder_teardown);
}
