/*
 * mandate.h -- who may lawfully collect for a person, on whose word, and until when.
 *
 * Floor 2. Pure. Two of three beneficiaries of the pilots were paid through a recipient: normal,
 * dated. RG7  a mandate has a kind, a recipient, a certifier, a first day; an authorised
 * recipient's may end, a guardian's may be open
 */
#ifndef REGISTRY_MANDATE_H
#define REGISTRY_MANDATE_H

#include "base/ctx.h"
#include "value/citizen_id.h"

typedef enum MandateKind {
    MANDATE_AUTHORISED = 1,
    MANDATE_GUARDIAN = 2,
    MANDATE_REPRESENTATIVE = 3
} MandateKind;

typedef struct Mandate {
    int64_t person_id;
    int64_t mandate_id;
    MandateKind kind;
    Str recipient_name;
    Str relation;
    char recipient_id[CITIZEN_ID_DIGITS + 1]; /* "" = not known */
    Str certifier;
    int64_t certified_on;
    int64_t valid_from;
    int64_t valid_to;   /* 0 = open */
    int64_t cap_dong;   /* 0 = none */
    int64_t revoked_on; /* 0 = not */
} Mandate;

/* E_MANDATE_DATES  E_NAME_SYNTAX  E_ARGUMENT (kind, certifier, cap) */
Status mandate_check(Ctx *ctx, const Mandate *mandate) MUST_CHECK;
/* Whether it is in force on a day. */
bool mandate_holds(const Mandate *mandate, int64_t day);

#endif
