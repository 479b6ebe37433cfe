#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sys/password.h"

enum { ARENA_BYTES = 1 << 20 };

static const uint8_t RFC_SECRET[] = "12345678901234567890";

static void codes_are_those_of_rfc_6238(void **state) {
    (void)state;
    /* Appendix B, SHA-1: eight digits there, the last six here. */
    static const struct {
        int64_t second;
        int32_t code;
    } CASES[] = {{59, 287082},       {1111111109, 81804},  {1111111111, 50471},
                 {1234567890, 5924}, {2000000000, 279037}, {20000000000, 353130}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(totp_code(RFC_SECRET, CASES[i].second / TOTP_STEP_SECONDS), CASES[i].code);
    }
}

static void a_code_is_good_once_and_for_three_steps(void **state) {
    (void)state;
    int64_t now_us = INT64_C(1111111111) * 1000000;
    int64_t step = 1111111111 / 30;
    char text[8];
    snprintf(text, sizeof text, "%06d", totp_code(RFC_SECRET, step));
    assert_int_equal(totp_find_step(RFC_SECRET, now_us, 0, str_of(text)), step);
    assert_int_equal(totp_find_step(RFC_SECRET, now_us, step, str_of(text)), 0);
    assert_int_equal(totp_find_step(RFC_SECRET, now_us + 30000000, 0, str_of(text)), step);
    assert_int_equal(totp_find_step(RFC_SECRET, now_us + 61000000, 0, str_of(text)), 0);
    assert_int_equal(totp_find_step(RFC_SECRET, now_us, 0, STR("05047")), 0);
    assert_int_equal(totp_find_step(RFC_SECRET, now_us, 0, STR("-05047")), 0);
}

static void a_secret_is_written_in_base32(void **state) {
    (void)state;
    char text[TOTP_SECRET_CHARS + 1];
    totp_secret_write(RFC_SECRET, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

static void a_password_fits_its_own_hash_only(void **state) {
    (void)state;
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena};
    Str one;
    Str two;
    assert_int_equal(password_hash(&ctx, STR("hoa"), STR("mùa xuân đến rồi"), &one), OK);
    assert_int_equal(password_hash(&ctx, STR("hoa"), STR("mùa xuân đến rồi"), &two), OK);
    assert_false(str_equal(one, two));
    assert_true(password_fits(one, STR("mùa xuân đến rồi")));
    assert_false(password_fits(one, STR("mùa xuân đến rồi ")));
    assert_false(password_fits(STR("no hash"), STR("mùa xuân đến rồi")));
    arena_free(&arena);
}

static void what_is_easy_to_guess_is_refused(void **state) {
    (void)state;
    Arena *arena = arena_new(ARENA_BYTES);
    Ctx ctx = {.arena = arena};
    const char *weak[] = {"",           "ngắn quá",       "1234567890",
                          "Matkhau123", "aaaaaaaaaaaaaa", "nguyenvanhoa"};
    Str hash;
    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++) {
        assert_int_equal(password_hash(&ctx, STR("NguyenVanHoa"), str_of(weak[i]), &hash),
                         E_PASSWORD_WEAK);
    }
    arena_free(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_rfc_6238),
        cmocka_unit_test(a_code_is_good_once_and_for_three_steps),
        cmocka_unit_test(a_secret_is_written_in_base32),
        cmocka_unit_test(a_password_fits_its_own_hash_only),
        cmocka_unit_test(what_is_easy_to_guess_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
