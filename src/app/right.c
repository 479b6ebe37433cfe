#include "app/right.h"

#include <string.h>

/* What each role may do. Leaders and auditors look and change nothing; administrators touch no
 * money. */
static const struct {
    Role role;
    const char *name;
    unsigned rights; /* bit (1 << Right) */
} ROLES[] = {
    {ROLE_COMMUNE_OFFICER, "commune_officer",
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_REGISTER_WRITE | 1U << RIGHT_REPORT},
    {ROLE_COMMUNE_CHAIR, "commune_chair", 1U << RIGHT_REGISTER_READ | 1U << RIGHT_REPORT},
    {ROLE_PROVINCE_OFFICER, "province_officer",
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_REGISTER_WRITE | 1U << RIGHT_PAYROLL_MAKE |
         1U << RIGHT_RESULT_LOAD | 1U << RIGHT_REPORT},
    {ROLE_ACCOUNTANT, "accountant",
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_PAYROLL_APPROVE | 1U << RIGHT_PAYMENT_RELEASE |
         1U << RIGHT_RESULT_LOAD | 1U << RIGHT_LEDGER_POST | 1U << RIGHT_REPORT},
    {ROLE_PROVIDER, "provider", 0},
    {ROLE_LEADER, "leader", 1U << RIGHT_REPORT},
    {ROLE_AUDITOR, "auditor", 1U << RIGHT_REGISTER_READ | 1U << RIGHT_REPORT},
    {ROLE_ADMINISTRATOR, "administrator", 1U << RIGHT_ADMINISTER},
};

enum { ROLE_COUNT = sizeof ROLES / sizeof ROLES[0] };

Role role_parse(Str name) {
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (str_equal(name, str_of(ROLES[i].name))) {
            return ROLES[i].role;
        }
    }
    return (Role)0;
}

const char *role_name(Role role) {
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (ROLES[i].role == role) {
            return ROLES[i].name;
        }
    }
    return "?";
}

static const char *right_name(Right right) {
    static const char *const NAMES[] = {
        "none",         "administer",      "register_read",   "register_write",
        "payroll_make", "payroll_approve", "payment_release", "result_load",
        "ledger_post",  "report"};
    return NAMES[right];
}

static bool role_may(int64_t role, Right right) {
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if ((int64_t)ROLES[i].role == role) {
            return (ROLES[i].rights >> right & 1U) != 0;
        }
    }
    return false;
}

Status right_require(Ctx *ctx, Db *db, Right right, int64_t area_id) {
    if (right == RIGHT_NONE) {
        return OK;
    }
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_GRANT_LIST_REACHING,
                 DB_PARAMS(DB_I(ctx->user_id), DB_I(area_id), DB_I(ctx_today(ctx))), &cursor));
    for (;;) { /* ends: a user has few grants */
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (role_may(db_int64(cursor, 0), right)) {
            return OK;
        }
    }
    return ctx_fail(ctx, E_RIGHT_MISSING, "%s (area_id %lld)", right_name(right),
                    (long long)area_id);
}
