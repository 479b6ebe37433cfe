/*
 * movement.h -- what happens to a person: added, stopped, paused, moved, died, changed.
 *
 * Floor 2. Pure. Numbers are stored: never change or reuse one.
 *   RG3  a movement has a reason and the day from which it holds
 */
#ifndef REGISTRY_MOVEMENT_H
#define REGISTRY_MOVEMENT_H

#include "base/ctx.h"

typedef enum MovementKind {
    MOVEMENT_ADDED = 1,
    MOVEMENT_STOPPED = 2,
    MOVEMENT_SUSPENDED = 3,
    MOVEMENT_RESUMED = 4,
    MOVEMENT_MOVED_OUT = 5,
    MOVEMENT_MOVED_IN = 6,
    MOVEMENT_DIED = 7,
    MOVEMENT_CHANGED = 8,
    MOVEMENT_ACCOUNT_CHANGED = 9,
    MOVEMENT_MANDATE_ADDED = 10,
    MOVEMENT_MANDATE_REVOKED = 11
} MovementKind;

typedef struct Movement {
    int64_t person_id;
    MovementKind kind;
    Str reason_code;
    int64_t effective_on; /* yyyymmdd */
    int64_t enrolment_id; /* 0 = of the person */
    int64_t from_area_id; /* 0 = none */
    int64_t to_area_id;
    int64_t file_id; /* the evidence; 0 = a person's act, which the change names */
    int64_t row_no;
} Movement;

/* "DIED" and so on; "?" when there is no such kind. */
const char *movement_kind_name(MovementKind kind);
/* E_MOVEMENT_INVALID: no such kind, no reason, no day. */
Status movement_check(Ctx *ctx, const Movement *movement) MUST_CHECK;

#endif
