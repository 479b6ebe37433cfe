/*
 * right.h -- who may do what, where, and when (A2).
 *
 * Floor 4. A grant is role x area x dates; what a role may do is the table in right.c. Everything
 * that is not granted is denied.
 */
#ifndef APP_RIGHT_H
#define APP_RIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "db/db.h"

typedef enum Role {
    ROLE_COMMUNE_OFFICER = 1,
    ROLE_COMMUNE_CHAIR = 2,
    ROLE_PROVINCE_OFFICER = 3,
    ROLE_ACCOUNTANT = 4,
    ROLE_PROVIDER = 5,
    ROLE_LEADER = 6,
    ROLE_AUDITOR = 7,
    ROLE_ADMINISTRATOR = 8
} Role;

typedef enum Right {
    RIGHT_NONE = 0,          /* anybody, also before sign-in: init, migration */
    RIGHT_ADMINISTER = 1,    /* users, areas, providers */
    RIGHT_REGISTER_READ = 2, /* see persons of the area */
    RIGHT_REGISTER_WRITE = 3,
    RIGHT_PAYROLL_MAKE = 4,
    RIGHT_PAYROLL_APPROVE = 5,
    RIGHT_PAYMENT_RELEASE = 6,
    RIGHT_RESULT_LOAD = 7,
    RIGHT_LEDGER_POST = 8,     /* allotment, prefunding, closing */
    RIGHT_REPORT = 9,          /* figures, statements */
    RIGHT_LOG_READ = 10,       /* who did what, and who saw whom */
    RIGHT_REVEAL = 11,         /* a personal number in clear, for a purpose, into the log */
    RIGHT_PROVIDER_FILES = 12, /* the files of one's own provider */
    RIGHT_SIGNED_IN = 13,      /* whoever is a user: own session, lists of areas and reasons */
    RIGHT_COUNT = 14
} Right;

/* Where a right reaches: an area and all below it, as an interval of the tree. */
typedef struct AreaScope {
    int64_t area_id; /* 0 = the whole country */
    int64_t tree_from;
    int64_t tree_to;
    int64_t area_from; /* lowest and highest number of an area in it: bounds for an index */
    int64_t area_to;
} AreaScope;

/* "commune_officer" and so on; 0 when there is no such role. */
Role role_parse(Str name);
const char *role_name(Role role);
/*
 * OK when ctx->user_id is active and holds, today, a role with this right in an area that contains
 * `area_id` (0 = needs a grant for the whole country). Else E_RIGHT_MISSING.
 */
Status right_require(Ctx *ctx, Db *db, Right right, int64_t area_id) MUST_CHECK;
/* OK when the user holds the right in any area: a door before the one of the use case. */
Status right_require_anywhere(Ctx *ctx, Db *db, Right right) MUST_CHECK;
/*
 * The one way in which lists are cut to what somebody may see: the interval of `area_id` when the
 * right reaches it; with 0, the widest area in which the user holds the right. E_RIGHT_MISSING
 */
Status right_scope(Ctx *ctx, Db *db, Right right, int64_t area_id, AreaScope *ret_scope) MUST_CHECK;
/* All rights that the user holds anywhere: bit (1 << Right). */
Status right_list(Ctx *ctx, Db *db, unsigned *ret_rights) MUST_CHECK;
/* "register_read" and so on; NULL past the end. */
const char *right_name(Right right);
/* Whether the table of roles grants a right to a role. */
bool role_may(int64_t role, Right right);

#endif
