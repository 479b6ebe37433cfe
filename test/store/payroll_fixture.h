/*
 * payroll_fixture.h -- a small province ready for a payroll: two communes, thirty persons, a maker,
 * a checker, one provider.
 *
 * Tests only. The sums are worked by hand in payroll_test.c; the persons are listed in
 * payroll_fixture.c.
 */
#ifndef TEST_STORE_PAYROLL_FIXTURE_H
#define TEST_STORE_PAYROLL_FIXTURE_H

#include "app/books.h"
#include "app/payment.h"
#include "app/payroll.h"
#include "app/register.h"
#include "app/setup.h"
#include "harness/db_harness.h"

enum { JUNE = 202606, JULY = 202607, PROGRAMME = 1 };

typedef struct Province {
    DbHarness *h;
    App app;
    int64_t area_id;
    int64_t communes[2];
    int64_t other_commune; /* of another province */
    int64_t other_area_id;
    int64_t maker;
    int64_t checker;
} Province;

/* Opens, sets up and fills. */
void province_open(Province *province, DbEngine engine);
void province_close(Province *province);
/* Adds one severely disabled adult (nd20/5.6) with a right from `from_date`, and the movement. */
void province_add_person(Province *province, int64_t person_id, int64_t from_date);
/* Computes the run as the maker; the reply lives in the arena. */
Status province_compute(Province *province, int64_t period, int64_t kind, Reply *ret_reply);
/* Allots what the payroll needs, as the checker. */
void province_allot(Province *province, int64_t payroll_id, int64_t period);
/* Changes a row behind the program's back, as an insider with SQL would. */
void province_tamper(Province *province, const char *sql);

#endif
