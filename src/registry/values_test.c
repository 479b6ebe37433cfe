/* What must hold of values before they are written. */
#include "registry/enrolment.h"
#include "registry/person.h"

#include "registry/registry_test.h"

static Person good_person(void) {
    return (Person){.area_id = 7,
                    .full_name = STR("Lò Văn An"),
                    .name_fold = STR("lo van an"),
                    .name_sort = STR("an"),
                    .birth = {19500201, DATE_PRECISION_DAY},
                    .citizen_id_kind = 12,
                    .citizen_id = "014050000123"};
}

static void a_person_is_whole(void **state) {
    Ctx *ctx = &((RegistryTest *)*state)->ctx;
    Person person = good_person();
    assert_int_equal(person_check(ctx, &person), OK);
    person.death_date = 19500201;
    assert_int_equal(person_check(ctx, &person), OK);
    person.death_date = 19500131;
    assert_int_equal(person_check(ctx, &person), E_DATE_RANGE);
    person = good_person();
    person.area_id = 0;
    assert_int_equal(person_check(ctx, &person), E_AREA_UNKNOWN);
    person = good_person();
    person.name_sort = STR("");
    assert_int_equal(person_check(ctx, &person), E_NAME_SYNTAX);
    person = good_person();
    person.citizen_id_kind = 9;
    assert_int_equal(person_check(ctx, &person), E_CITIZEN_ID_SYNTAX);
}

static void an_enrolment_keeps_to_its_category(void **state) {
    Ctx *ctx = &((RegistryTest *)*state)->ctx;
    const CategoryRule rule = {.category = STR("nd20/5.6"),
                               .age_from = -1,
                               .age_below = -1,
                               .degrees = 6,
                               .applies_from = 20210701,
                               .applies_to = 20251231};
    const Enrolment good = {.category = STR("nd20/5.6"),
                            .degree = 1,
                            .decision_no = STR("1/QĐ"),
                            .decision_date = 20220201,
                            .from_date = 20220201};
    Enrolment bad = good;
    assert_ptr_equal(category_rule_find(&rule, 1, STR("nd20/5.6")), &rule);
    assert_null(category_rule_find(&rule, 1, STR("nd20/5.7")));
    assert_int_equal(enrolment_check(ctx, &good, &rule), OK);
    assert_int_equal(enrolment_check(ctx, &good, NULL), E_ENROLMENT_CATEGORY);
    bad.degree = 0;
    assert_int_equal(enrolment_check(ctx, &bad, &rule), E_ENROLMENT_CATEGORY);
    bad = good;
    bad.child_count = 1;
    assert_int_equal(enrolment_check(ctx, &bad, &rule), E_ENROLMENT_CATEGORY);
    bad = good;
    bad.from_date = 20260101;
    assert_int_equal(enrolment_check(ctx, &bad, &rule), E_ENROLMENT_CATEGORY);
    bad = good;
    bad.to_date = 20220131;
    assert_int_equal(enrolment_check(ctx, &bad, &rule), E_ENROLMENT_DATES);
    bad = good;
    bad.decision_no = STR("");
    assert_int_equal(enrolment_check(ctx, &bad, &rule), E_ENROLMENT_DATES);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_person_is_whole, registry_test_begin, registry_test_end),
        cmocka_unit_test_setup_teardown(an_enrolment_keeps_to_its_category, registry_test_begin,
                                        registry_test_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
