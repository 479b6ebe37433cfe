/* Reasons and cases: unique codes and sentences, complete mappings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "payment/case.h"
#include "payment/reason.h"

static void codes_and_sentences_are_unique_and_not_empty(void **state) {
    (void)state;
    static const char *const ACTORS[] = {"commune", "province", "provider", "finance", "system"};
    for (int a = REASON_NONE + 1; a < REASON_COUNT; a++) {
        ReasonText text = reason_text((Reason)a);
        bool known_actor = false;
        for (size_t i = 0; i < sizeof ACTORS / sizeof ACTORS[0]; i++) {
            known_actor = known_actor || strcmp(text.who_acts, ACTORS[i]) == 0;
        }
        assert_true(known_actor);
        assert_true(strlen(text.what_happens) > 0);
        for (int b = REASON_NONE + 1; b < a; b++) {
            ReasonText other = reason_text((Reason)b);
            assert_string_not_equal(text.code, other.code);
            assert_string_not_equal(text.sentence_vi, other.sentence_vi);
            assert_string_not_equal(text.sentence_en, other.sentence_en);
        }
        assert_int_equal(reason_of_code(str_of(text.code)), a);
    }
    assert_string_equal(reason_code(REASON_NONE), "");
    assert_string_equal(reason_code(REASON_COUNT), "");
    assert_int_equal(reason_of_code(STR("NO_SUCH_CODE")), REASON_NONE);
}

static void iso_codes_map_as_published_and_unknown_ones_to_other(void **state) {
    (void)state;
    assert_int_equal(reason_of_iso(STR("AC01")), REASON_ACCOUNT_WRONG);
    assert_int_equal(reason_of_iso(STR("AC04")), REASON_ACCOUNT_CLOSED);
    assert_int_equal(reason_of_iso(STR("AC06")), REASON_ACCOUNT_BLOCKED);
    assert_int_equal(reason_of_iso(STR("BE01")), REASON_NAME_MISMATCH);
    assert_int_equal(reason_of_iso(STR("MD07")), REASON_HOLDER_DEAD);
    assert_int_equal(reason_of_iso(STR("AM04")), REASON_OUR_FUNDS);
    assert_int_equal(reason_of_iso(STR("DUPL")), REASON_DUPLICATE);
    assert_int_equal(reason_of_iso(STR("NOOR")), REASON_NEVER_RECEIVED);
    assert_int_equal(reason_of_iso(STR("ZZ99")), REASON_OTHER);
    assert_int_equal(reason_of_iso(STR("")), REASON_OTHER);
    const char *iso = NULL;
    const char *before = NULL;
    Reason reason = REASON_NONE;
    size_t count = 0;
    for (; reason_iso_at(count, &iso, &reason); count++) {
        assert_int_equal(strlen(iso), 4);
        assert_true(reason != REASON_NONE);
        assert_int_equal(reason_of_iso(str_of(iso)), reason); /* no code is listed twice */
        assert_true(before == NULL || strcmp(before, iso) != 0);
        before = iso;
    }
    assert_true(count >= 20);
}

static void every_kind_of_case_has_an_owner_and_a_date(void **state) {
    (void)state;
    for (int kind = 1; kind <= CASE_KIND_MAX; kind++) {
        assert_true(strlen(case_kind_name(kind)) > 0);
        assert_string_not_equal(case_kind_title(kind, true), case_kind_title(kind, false));
        assert_true(strlen(case_kind_owner((CaseKind)kind)) > 0);
        assert_true(case_kind_days((CaseKind)kind) > 0);
    }
    assert_string_equal(case_kind_name(CASE_DOUBLE_FOUND), "DOUBLE_FOUND");
    assert_string_equal(case_kind_name(0), "");
    assert_string_equal(case_kind_name(CASE_KIND_MAX + 1), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_and_sentences_are_unique_and_not_empty),
        cmocka_unit_test(iso_codes_map_as_published_and_unknown_ones_to_other),
        cmocka_unit_test(every_kind_of_case_has_an_owner_and_a_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
