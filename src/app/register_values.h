/*
 * register_values.h -- values of the register on their way into rows: numbers protected, mandates,
 * accounts.
 *
 * Floor 4, friends only. A number is kept three ways: keyed hash to find it, ciphertext to read it,
 * mask to show it.
 */
#ifndef APP_REGISTER_VALUES_H
#define APP_REGISTER_VALUES_H

#include "app/app.h"
#include "registry/account.h"
#include "registry/mandate.h"

/* All three empty for an empty number. In the arena. */
typedef struct ProtectedNumber {
    Str hash;
    Str cipher;
    Str mask;
} ProtectedNumber;

Status protect_number(Ctx *ctx, const Keys *keys, const Cell *cell, Str number,
                      ProtectedNumber *ret_number) MUST_CHECK;
/* Into an open bulk of SQL_MANDATE_INSERT and SQL_ACCOUNT_INSERT. */
Status mandate_add_bulk(Ctx *ctx, const Keys *keys, DbBulk *bulk, const Mandate *mandate,
                        int64_t change_seq) MUST_CHECK;
Status account_add_bulk(Ctx *ctx, const Keys *keys, DbBulk *bulk, const Account *account,
                        int64_t change_seq) MUST_CHECK;

/* A movement of its own, for what an officer enters by hand. */
typedef struct MovementEntry {
    int64_t person_id;
    int64_t kind;
    Str reason_code;
    int64_t effective_on;
    int64_t enrolment_id;
    int64_t from_area_id;
    int64_t to_area_id;
} MovementEntry;
Status movement_add(Ctx *ctx, Db *db, const MovementEntry *entry, int64_t change_seq) MUST_CHECK;

/* The commune of a person: where the right must reach. E_PERSON_UNKNOWN. Opens a read of its own.
 */
Status register_person_area(Ctx *ctx, App *app, int64_t person_id, int64_t *ret_area_id) MUST_CHECK;
/* E_NOT_FOUND when the code is none of payment/reason.def: a slip of the pen must not pass as a
 * reason. */
Status register_check_reason(Ctx *ctx, App *app, Str reason_code) MUST_CHECK;

#endif
