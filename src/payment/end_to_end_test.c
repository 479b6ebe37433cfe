/* End-to-end ids: what we write we read, and what is not ours is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "payment/end_to_end.h"

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

/* ISO/IEC 7064's own check, over the whole string: the result is 1. */
static int iso7064_residue(const char *id) {
    int product = 36;
    for (size_t i = 0; i < strlen(id); i++) {
        int value = id[i] <= '9' ? id[i] - '0' : id[i] - 'A' + 10;
        int sum = (product + value) % 36;
        if (i + 1 == strlen(id)) {
            return sum;
        }
        product = (sum == 0 ? 36 : sum) * 2 % 37;
    }
    return -1;
}

static void id_of_a_known_attempt_is_written_as_specified(void **state) {
    (void)state;
    char id[END_TO_END_CHARS + 1];
    end_to_end_write(attempt_id_of(42, 7), 1296 + 35, id);
    assert_memory_equal(id, "VN0Z000001600007", 16); /* 42 = 16 in base 36 */
    assert_int_equal(strlen(id), 17);
    assert_int_equal(iso7064_residue(id), 1);
}

static void prop_what_is_written_is_read_back(void **state) {
    Ctx *ctx = *state;
    Rng rng;
    rng_seed(&rng, 7064);
    for (int i = 0; i < 100000; i++) {
        int64_t batch_id =
            1 + (int64_t)rng_below(&rng, i % 2 ? 5000 : (uint64_t)END_TO_END_BATCH_MAX);
        int64_t line_no = 1 + (int64_t)rng_below(&rng, ATTEMPT_LINE_MAX);
        int64_t person_id = 1 + (int64_t)rng_below(&rng, UINT64_C(1) << 40);
        char id[END_TO_END_CHARS + 1];
        end_to_end_write(attempt_id_of(batch_id, line_no), person_id, id);
        assert_int_equal(iso7064_residue(id), 1);
        EndToEnd read = {0};
        assert_int_equal(end_to_end_read(ctx, str_of(id), &read), OK);
        assert_int_equal(attempt_batch_id(read.attempt_id), batch_id);
        assert_int_equal(attempt_line_no(read.attempt_id), line_no);
        assert_true(end_to_end_fits(read, person_id));
        assert_false(end_to_end_fits(read, person_id + 1));
        assert_false(end_to_end_fits(read, 0));
    }
}

static void every_single_slip_and_nearly_every_exchange_of_neighbours_is_found(void **state) {
    Ctx *ctx = *state;
    static const char DIGITS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Rng rng;
    rng_seed(&rng, 1);
    int exchanged = 0;
    int missed = 0;
    for (int i = 0; i < 200; i++) {
        char id[END_TO_END_CHARS + 1];
        int64_t line_no = 1 + (int64_t)rng_below(&rng, ATTEMPT_LINE_MAX);
        end_to_end_write(attempt_id_of(1 + i, line_no), 1 + (int64_t)rng_below(&rng, 100000), id);
        for (size_t at = 0; at < END_TO_END_CHARS; at++) {
            char right = id[at];
            for (const char *wrong = DIGITS; *wrong; wrong++) {
                EndToEnd untouched = {-1, -1};
                id[at] = *wrong;
                Status status = end_to_end_read(ctx, str_of(id), &untouched);
                assert_int_equal(status, *wrong == right ? OK : E_END_TO_END_ID);
                assert_true(*wrong == right || untouched.attempt_id == -1);
            }
            id[at] = right;
            if (at + 1 < END_TO_END_CHARS && id[at] != id[at + 1]) {
                EndToEnd read = {0};
                char swapped[END_TO_END_CHARS + 1];
                memcpy(swapped, id, sizeof swapped);
                swapped[at] = id[at + 1];
                swapped[at + 1] = id[at];
                exchanged++;
                missed += end_to_end_read(ctx, str_of(swapped), &read) == OK;
            }
        }
    }
    /* MOD 37,36 misses a few pairs of neighbours by construction: under one in a hundred. */
    assert_true(exchanged > 1000);
    assert_true(missed * 100 < exchanged);
}

static void what_is_not_ours_is_refused(void **state) {
    Ctx *ctx = *state;
    static const char *const BAD[] = {"",
                                      "VN",
                                      "VN0Z00000160000",
                                      "VN0Z0000016000077X",
                                      "vn0z00000160000 7",
                                      "XX0Z000001600007A",
                                      ("VN0Z0000016\xc3\xa9"
                                       "007A"),
                                      "VN00000000000000000000000000000000000000000"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        EndToEnd read = {-1, -1};
        assert_int_equal(end_to_end_read(ctx, str_of(BAD[i]), &read), E_END_TO_END_ID);
        assert_int_equal(read.attempt_id, -1);
    }
    EndToEnd read = {0};
    assert_int_equal(end_to_end_read(ctx, (Str){NULL, 0}, &read), E_END_TO_END_ID);
}

/* A well-made check character does not make an id with batch 0, line 0 or a line too high. */
static void batch_zero_and_lines_out_of_range_are_refused(void **state) {
    Ctx *ctx = *state;
    static const char *const BODIES[] = {"VN0Z000000000007", "VN0Z000001600000", "VN0Z00000160MH34",
                                         "VN0Z00000160ZZZZ", "VN0Z0000016ZZZZZ"};
    size_t refused = 0;
    for (size_t i = 0; i < sizeof BODIES / sizeof BODIES[0]; i++) {
        for (const char *check = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; *check; check++) {
            char id[END_TO_END_CHARS + 1];
            memcpy(id, BODIES[i], 16);
            id[16] = *check;
            id[17] = '\0';
            EndToEnd read = {0};
            if (iso7064_residue(id) == 1) {
                assert_int_equal(end_to_end_read(ctx, str_of(id), &read), E_END_TO_END_ID);
                refused++;
            }
        }
    }
    assert_int_equal(refused, 5);
}

static void blanks_around_an_id_do_no_harm(void **state) {
    Ctx *ctx = *state;
    char id[END_TO_END_CHARS + 1];
    char padded[64];
    EndToEnd read = {0};
    end_to_end_write(attempt_id_of(9, 1), 5, id);
    snprintf(padded, sizeof padded, "  %s\r\n", id);
    assert_int_equal(end_to_end_read(ctx, str_of(padded), &read), OK);
    assert_int_equal(read.attempt_id, attempt_id_of(9, 1));
}

static void any_bytes_are_read_without_harm(void **state) {
    Ctx *ctx = *state;
    Rng rng;
    rng_seed(&rng, 99);
    for (int i = 0; i < 100000; i++) {
        char bytes[40];
        size_t len = (size_t)rng_below(&rng, sizeof bytes);
        for (size_t at = 0; at < len; at++) {
            bytes[at] = (char)rng_below(&rng, 256);
        }
        EndToEnd read = {0};
        Status status = end_to_end_read(ctx, (Str){bytes, len}, &read);
        assert_true(status == OK || status == E_END_TO_END_ID);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(id_of_a_known_attempt_is_written_as_specified),
        cmocka_unit_test(prop_what_is_written_is_read_back),
        cmocka_unit_test(every_single_slip_and_nearly_every_exchange_of_neighbours_is_found),
        cmocka_unit_test(what_is_not_ours_is_refused),
        cmocka_unit_test(batch_zero_and_lines_out_of_range_are_refused),
        cmocka_unit_test(blanks_around_an_id_do_no_harm),
        cmocka_unit_test(any_bytes_are_read_without_harm),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
