/*
 * person.h -- synthetic beneficiaries of a province like Sơn La: nobody of them exists.
 *
 * Floor 5. Person i of a seed is the same whoever asks, in whatever order: names by ethnic group,
 * an identity number that agrees with sex and birth, a category that agrees with age, a recipient
 * for 69 of 100, and channels in the shares that were reported from the field (18 % bank accounts,
 * 14 % wallets, the rest cash at a point of the post or at home).
 */
#ifndef DEMO_PERSON_H
#define DEMO_PERSON_H

#include <stdint.h>

#include "base/ctx.h"

typedef enum DemoChannel {
    DEMO_BANK = 1,
    DEMO_WALLET = 2,
    DEMO_CASH = 3,
    DEMO_HOME = 4
} DemoChannel;

typedef struct DemoPerson {
    int64_t index;
    Str full_name;
    int sex;       /* 1 male 2 female */
    int64_t birth; /* yyyymmdd; yyyy0000 where only the year is known */
    char citizen_id[13];
    char phone[11];
    Str ethnicity;
    Str hamlet;
    const char *category; /* as the workbook writes it: 5.6 */
    int degree;           /* 0, 1 severe, 2 exceptional */
    int child_count;
    bool poor;
    int64_t decision_date;
    int64_t decision_no;
    int64_t from_period;
    bool has_recipient;
    bool is_guardian;
    Str recipient_name;
    char recipient_id[13];
    const char *relation;
    DemoChannel channel;
    char account_number[16];
} DemoPerson;

typedef struct DemoNames DemoNames;

/* Reads the name tokens once; memory of the ctx arena. */
Status demo_names_load(Ctx *ctx, const DemoNames **ret_names) MUST_CHECK;
/* Text lies in the ctx arena. */
Status demo_person_make(Ctx *ctx, const DemoNames *names, uint64_t seed, int64_t index,
                        DemoPerson *ret_person) MUST_CHECK;

/* The first month that the demo pays. */
enum { DEMO_FIRST_PERIOD = 202601 };

#endif
