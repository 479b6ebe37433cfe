/* One reason for each person whose sum changed, and for no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "payment/difference.h"

enum { MAY = 202605, JUNE = 202606 };

static Obligation line(int64_t period, int64_t amount_dong) {
    return (Obligation){.person_id = 1,
                        .period = period,
                        .component = COMPONENT_ALLOWANCE,
                        .revision = 1,
                        .enrolment_id = 10,
                        .area_id = 3,
                        .clause_id = 4,
                        .standard_dong = 500000,
                        .coefficient_hundredths = amount_dong / 5000,
                        .amount_dong = amount_dong};
}

static Reason reason(DifferenceFacts facts, const Obligation *before, size_t before_count,
                     const Obligation *now, size_t now_count) {
    return difference_reason(&facts, (PersonLines){before, before_count, MAY},
                             (PersonLines){now, now_count, JUNE});
}

static const DifferenceFacts HERE = {.in_area = true};

static void equal_sums_have_no_reason(void **state) {
    (void)state;
    Obligation before[] = {line(MAY, 500000)};
    Obligation now[] = {line(JUNE, 500000)};
    assert_int_equal(reason(HERE, before, 1, now, 1), REASON_NONE);
    assert_int_equal(reason(HERE, NULL, 0, NULL, 0), REASON_NONE);
}

static void coming_into_the_list_has_its_reason(void **state) {
    (void)state;
    Obligation now[] = {line(JUNE, 500000), line(MAY, 500000)};
    assert_int_equal(reason(HERE, NULL, 0, now, 1), REASON_NEW);
    assert_int_equal(reason(HERE, NULL, 0, now, 2), REASON_NEW);
    assert_int_equal(reason((DifferenceFacts){.in_area = true, .moved_in = true}, NULL, 0, now, 1),
                     REASON_MOVED_IN);
    assert_int_equal(
        reason((DifferenceFacts){.in_area = true, .paused_before = true}, NULL, 0, now, 1),
        REASON_RESUMED);
    assert_int_equal(
        reason((DifferenceFacts){.in_area = true, .undecided_before = true}, NULL, 0, now, 1),
        REASON_UNHELD);
}

static void going_out_of_the_list_has_its_reason(void **state) {
    (void)state;
    Obligation before[] = {line(MAY, 500000)};
    assert_int_equal(reason(HERE, before, 1, NULL, 0), REASON_STOPPED);
    assert_int_equal(reason((DifferenceFacts){.in_area = true, .dead = true}, before, 1, NULL, 0),
                     REASON_STOPPED_DEATH);
    assert_int_equal(reason((DifferenceFacts){.in_area = false}, before, 1, NULL, 0),
                     REASON_MOVED_OUT);
    assert_int_equal(reason((DifferenceFacts){.in_area = true, .paused = true}, before, 1, NULL, 0),
                     REASON_SUSPENDED);
    assert_int_equal(
        reason((DifferenceFacts){.in_area = true, .undecided = true}, before, 1, NULL, 0),
        REASON_HELD);
}

static void a_changed_month_names_what_changed(void **state) {
    (void)state;
    Obligation before[] = {line(MAY, 500000)};
    Obligation raised[] = {line(JUNE, 540000)};
    raised[0].standard_dong = 540000;
    raised[0].coefficient_hundredths = 100;
    assert_int_equal(reason(HERE, before, 1, raised, 1), REASON_STANDARD_RAISED);
    Obligation older[] = {line(JUNE, 750000)};
    assert_int_equal(reason(HERE, before, 1, older, 1), REASON_AGE_CHANGE);
    Obligation other[] = {line(JUNE, 750000)};
    other[0].enrolment_id = 11;
    assert_int_equal(reason(HERE, before, 1, other, 1), REASON_CATEGORY_CHANGE);
    Obligation two[] = {line(JUNE, 500000), line(JUNE, 500000)};
    two[1].component = COMPONENT_SINGLE_PARENT;
    assert_int_equal(reason(HERE, before, 1, two, 2), REASON_CATEGORY_CHANGE);
    Obligation lowered[] = {line(JUNE, 400000)};
    lowered[0].standard_dong = 400000;
    lowered[0].coefficient_hundredths = 100;
    assert_int_equal(reason(HERE, before, 1, lowered, 1), REASON_CORRECTED);
    Obligation clause[] = {line(JUNE, 400000)};
    clause[0].clause_id = 5;
    clause[0].coefficient_hundredths = 100;
    assert_int_equal(reason(HERE, before, 1, clause, 1), REASON_CATEGORY_CHANGE);
}

static void arrears_come_and_go_with_their_reason(void **state) {
    (void)state;
    Obligation plain_before[] = {line(MAY, 500000)};
    Obligation with_arrears[] = {line(JUNE, 500000), line(MAY, 40000)};
    with_arrears[1].component = COMPONENT_ARREARS;
    assert_int_equal(reason(HERE, plain_before, 1, with_arrears, 2), REASON_ARREARS_ADDED);
    Obligation arrears_before[] = {line(MAY, 500000), line(202604, 500000)};
    Obligation plain_now[] = {line(JUNE, 500000)};
    assert_int_equal(reason(HERE, arrears_before, 2, plain_now, 1), REASON_ARREARS_ENDED);
    /* Only arrears on one side: the monthly part is absent from both. */
    assert_int_equal(reason(HERE, NULL, 0, with_arrears + 1, 1), REASON_ARREARS_ADDED);
}

static void instalments_come_and_go_with_their_reason(void **state) {
    (void)state;
    Obligation whole = line(JUNE, 500000);
    Obligation withheld = line(JUNE, 400000);
    withheld.withheld_dong = 100000;
    withheld.coefficient_hundredths = whole.coefficient_hundredths;
    Obligation whole_before = whole;
    Obligation withheld_before = withheld;
    whole_before.period = withheld_before.period = MAY;
    assert_int_equal(reason(HERE, &whole_before, 1, &withheld, 1), REASON_WITHHELD);
    assert_int_equal(reason(HERE, &withheld_before, 1, &whole, 1), REASON_WITHHELD_LESS);
    assert_int_equal(reason(HERE, &withheld_before, 1, &withheld, 1), REASON_NONE);
}

static void prop_a_reason_exists_exactly_when_sums_differ(void **state) {
    (void)state;
    Rng rng;
    rng_seed(&rng, 20);
    for (int i = 0; i < 200000; i++) {
        Obligation lines[2][3];
        size_t count[2];
        for (int side = 0; side < 2; side++) {
            count[side] = (size_t)rng_below(&rng, 4);
            for (size_t at = 0; at < count[side]; at++) {
                int64_t period = rng_chance(&rng, 70000) ? (side ? JUNE : MAY) : 202604;
                lines[side][at] = line(period, 250000 * (1 + (int64_t)rng_below(&rng, 3)));
                lines[side][at].enrolment_id = 10 + (int64_t)rng_below(&rng, 2);
            }
        }
        DifferenceFacts facts = {rng_chance(&rng, 50000), rng_chance(&rng, 50000),
                                 rng_chance(&rng, 50000), rng_chance(&rng, 50000),
                                 rng_chance(&rng, 50000), rng_chance(&rng, 50000),
                                 rng_chance(&rng, 50000)};
        PersonLines before = {lines[0], count[0], MAY};
        PersonLines now = {lines[1], count[1], JUNE};
        Reason found = difference_reason(&facts, before, now);
        assert_int_equal(found == REASON_NONE, person_lines_sum(before) == person_lines_sum(now));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_sums_have_no_reason),
        cmocka_unit_test(coming_into_the_list_has_its_reason),
        cmocka_unit_test(going_out_of_the_list_has_its_reason),
        cmocka_unit_test(a_changed_month_names_what_changed),
        cmocka_unit_test(arrears_come_and_go_with_their_reason),
        cmocka_unit_test(instalments_come_and_go_with_their_reason),
        cmocka_unit_test(prop_a_reason_exists_exactly_when_sums_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
