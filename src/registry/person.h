/*
 * person.h -- who a beneficiary is, as the register keeps it.
 *
 * Floor 2. Pure. The personal numbers are in clear here, in memory only: the store keeps them as
 * hash, ciphertext and mask.
 *   RG4  a name with its fold and sort key; a birth date that is a day, a month or a year
 *   RG5  a death is not earlier than the birth
 */
#ifndef REGISTRY_PERSON_H
#define REGISTRY_PERSON_H

#include "base/ctx.h"
#include "value/citizen_id.h"
#include "value/date.h"
#include "value/phone.h"
#include "value/sex.h"

typedef struct Person {
    int64_t person_id;
    int64_t household_id; /* 0 = none */
    int64_t area_id;      /* the commune in which the person lives */
    Str full_name;
    Str name_fold;
    Str name_sort;
    Sex sex;
    Date birth;
    Str ethnicity; /* empty = not known */
    Str hamlet;
    int citizen_id_kind; /* 0 none, 9, 12 */
    char citizen_id[CITIZEN_ID_DIGITS + 1];
    char phone[PHONE_DIGITS_MAX + 1]; /* "" = none */
    int64_t death_date;               /* 0 = alive */
} Person;

/* E_NAME_SYNTAX  E_DATE_RANGE  E_AREA_UNKNOWN (no commune)  E_CITIZEN_ID_SYNTAX (digits and kind
 * differ) */
Status person_check(Ctx *ctx, const Person *person) MUST_CHECK;

#endif
