/* The digest that people approve: stable, sensitive to every column, refusing disorder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "payment/payroll_digest.h"

static int setup(void **state) {
    static Ctx ctx;
    ctx = (Ctx){.arena = arena_new(1 << 16), .clock = clock_system(), .language = LANGUAGE_EN};
    *state = &ctx;
    return ctx.arena == NULL;
}

static int teardown(void **state) {
    Ctx *ctx = *state;
    arena_free(&ctx->arena);
    return 0;
}

static const Obligation LINES[2] = {
    {1, 7, 202606, 1, 1, 20, 300, 5, 500000, 150, 750000, 0},
    {2, 7, 202605, 2, 1, 20, 300, 5, 40000, 150, 60000, 0},
};

static void digest_of(Ctx *ctx, const Obligation *lines, size_t count,
                      uint8_t ret_digest[DIGEST_BYTES]) {
    PayrollDigest digest;
    payroll_digest_init(&digest);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(payroll_digest_add(ctx, &digest, &lines[i]), OK);
    }
    payroll_digest_final(&digest, ret_digest);
}

static void digest_is_blake2b_over_the_numbers_in_order(void **state) {
    Ctx *ctx = *state;
    uint8_t ours[DIGEST_BYTES];
    digest_of(ctx, LINES, 2, ours);
    static const int64_t NUMBERS[] = {1,      7,   202606, 1,     1,   20,     300, 5,
                                      500000, 150, 750000, 2,     7,   202605, 2,   1,
                                      20,     300, 5,      40000, 150, 60000,  2,   810000};
    DigestState plain;
    uint8_t expected[DIGEST_BYTES];
    digest_init(&plain);
    for (size_t i = 0; i < sizeof NUMBERS / sizeof NUMBERS[0]; i++) {
        digest_add_int64(&plain, NUMBERS[i]);
    }
    digest_final(&plain, expected);
    assert_memory_equal(ours, expected, DIGEST_BYTES);
}

static void any_changed_column_changes_the_digest(void **state) {
    Ctx *ctx = *state;
    uint8_t whole[DIGEST_BYTES];
    digest_of(ctx, LINES, 2, whole);
    for (size_t column = 0; column < sizeof(Obligation) / sizeof(int64_t); column++) {
        Obligation changed[2] = {LINES[0], LINES[1]};
        ((int64_t *)(void *)&changed[1])[column]++;
        uint8_t other[DIGEST_BYTES];
        digest_of(ctx, changed, 2, other);
        assert_memory_not_equal(whole, other, DIGEST_BYTES);
    }
    uint8_t shorter[DIGEST_BYTES];
    digest_of(ctx, LINES, 1, shorter);
    assert_memory_not_equal(whole, shorter, DIGEST_BYTES);
}

static void lines_out_of_order_or_twice_are_refused(void **state) {
    Ctx *ctx = *state;
    PayrollDigest digest;
    payroll_digest_init(&digest);
    assert_int_equal(payroll_digest_add(ctx, &digest, &LINES[1]), OK);
    assert_int_equal(payroll_digest_add(ctx, &digest, &LINES[0]), E_PAYROLL_DIGEST);
    assert_int_equal(payroll_digest_add(ctx, &digest, &LINES[1]), E_PAYROLL_DIGEST);
    Obligation lower_person = LINES[1];
    lower_person.obligation_id = 9;
    lower_person.person_id = 6;
    assert_int_equal(payroll_digest_add(ctx, &digest, &lower_person), E_PAYROLL_DIGEST);
    assert_int_equal(digest.line_count, 1);
    assert_int_equal(digest.total_dong, 60000);
}

static void a_total_that_does_not_fit_is_refused(void **state) {
    Ctx *ctx = *state;
    PayrollDigest digest;
    payroll_digest_init(&digest);
    Obligation huge = LINES[0];
    huge.amount_dong = INT64_MAX;
    assert_int_equal(payroll_digest_add(ctx, &digest, &huge), OK);
    assert_int_equal(payroll_digest_add(ctx, &digest, &LINES[1]), E_MONEY_OVERFLOW);
    assert_int_equal(digest.line_count, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest_is_blake2b_over_the_numbers_in_order),
        cmocka_unit_test(any_changed_column_changes_the_digest),
        cmocka_unit_test(lines_out_of_order_or_twice_are_refused),
        cmocka_unit_test(a_total_that_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
