/*
 * right.h -- who may do what, where, and when (A2).
 *
 * Floor 4. A grant is role x area x dates; what a role may do is the table in right.c. Everything
 * that is not granted is denied.
 */
#ifndef APP_RIGHT_H
#define APP_RIGHT_H

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
    RIGHT_LEDGER_POST = 8, /* allotment, prefunding, closing */
    RIGHT_REPORT = 9       /* figures, statements */
} Right;

/* "commune_officer" and so on; 0 when there is no such role. */
Role role_parse(Str name);
const char *role_name(Role role);
/*
 * OK when ctx->user_id is active and holds, today, a role with this right in an area that contains
 * `area_id` (0 = needs a grant for the whole country). Else E_RIGHT_MISSING.
 */
Status right_require(Ctx *ctx, Db *db, Right right, int64_t area_id) MUST_CHECK;

#endif
