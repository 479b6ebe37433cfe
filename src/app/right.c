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
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_REGISTER_WRITE | 1U << RIGHT_REPORT |
         1U << RIGHT_REVEAL},
    {ROLE_COMMUNE_CHAIR, "commune_chair", 1U << RIGHT_REGISTER_READ | 1U << RIGHT_REPORT},
    {ROLE_PROVINCE_OFFICER, "province_officer",
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_REGISTER_WRITE | 1U << RIGHT_PAYROLL_MAKE |
         1U << RIGHT_RESULT_LOAD | 1U << RIGHT_REPORT | 1U << RIGHT_REVEAL},
    {ROLE_ACCOUNTANT, "accountant",
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_PAYROLL_APPROVE | 1U << RIGHT_PAYMENT_RELEASE |
         1U << RIGHT_RESULT_LOAD | 1U << RIGHT_LEDGER_POST | 1U << RIGHT_REPORT},
    {ROLE_PROVIDER, "provider", 1U << RIGHT_PROVIDER_FILES},
    {ROLE_LEADER, "leader", 1U << RIGHT_REPORT},
    {ROLE_AUDITOR, "auditor",
     1U << RIGHT_REGISTER_READ | 1U << RIGHT_REPORT | 1U << RIGHT_LOG_READ},
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

bool role_may(int64_t role, Right right) {
    if (right == RIGHT_SIGNED_IN) {
        return true;
    }
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

const char *right_name(Right right) {
    static const char *const NAMES[RIGHT_COUNT] = {
        "none",           "administer",      "register_read",   "register_write",
        "payroll_make",   "payroll_approve", "payment_release", "result_load",
        "ledger_post",    "report",          "log_read",        "reveal",
        "provider_files", "signed_in"};
    return right < RIGHT_COUNT ? NAMES[right] : NULL;
}

Status right_list(Ctx *ctx, Db *db, unsigned *ret_rights) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    unsigned rights = 0;
    TRY(db_query(ctx, db, SQL_GRANT_LIST_OF_USER,
                 DB_PARAMS(DB_I(ctx->user_id), DB_I(ctx_today(ctx))), &cursor));
    for (;;) { /* ends: a user has few grants */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            *ret_rights = rights;
            return OK;
        }
        for (unsigned right = RIGHT_NONE + 1; right < RIGHT_COUNT; right++) {
            rights |= role_may(db_int64(cursor, 0), (Right)right) ? 1U << right : 0U;
        }
    }
}

Status right_require_anywhere(Ctx *ctx, Db *db, Right right) {
    unsigned rights = 0;
    TRY(right_list(ctx, db, &rights));
    if ((rights >> right & 1U) == 0) {
        return ctx_fail(ctx, E_RIGHT_MISSING, "user %lld, right %s, anywhere",
                        (long long)ctx->user_id, right_name(right));
    }
    return OK;
}

/* The widest area of the user's grants with the right: they come with the widest first. */
static Status scope_widest(Ctx *ctx, Db *db, Right right, AreaScope *ret_scope) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    AreaScope scope = {.area_id = 0, .tree_from = 0, .tree_to = INT32_MAX};
    bool found = false;
    TRY(db_query(ctx, db, SQL_GRANT_LIST_OF_USER,
                 DB_PARAMS(DB_I(ctx->user_id), DB_I(ctx_today(ctx))), &cursor));
    for (;;) { /* ends: a user has few grants */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            break;
        }
        if (!role_may(db_int64(cursor, 0), right)) {
            continue;
        }
        if (db_int64(cursor, 1) == 0) { /* the whole country: nothing is wider */
            *ret_scope = (AreaScope){.area_id = 0, .tree_from = 0, .tree_to = INT32_MAX};
            return OK;
        }
        int64_t from = db_int64(cursor, 5);
        int64_t to = db_int64(cursor, 6);
        if (!found || to - from > scope.tree_to - scope.tree_from) {
            scope = (AreaScope){.area_id = db_int64(cursor, 1), .tree_from = from, .tree_to = to};
            found = true;
        }
    }
    if (!found) {
        return ctx_fail(ctx, E_RIGHT_MISSING, "user %lld, right %s", (long long)ctx->user_id,
                        right_name(right));
    }
    *ret_scope = scope;
    return OK;
}

Status right_scope(Ctx *ctx, Db *db, Right right, int64_t area_id, AreaScope *ret_scope) {
    CLEANUP(db_cursor_close) DbCursor *area = NULL;
    CLEANUP(db_cursor_close) DbCursor *bounds = NULL;
    AreaScope scope = {.area_id = area_id};
    if (area_id == 0) {
        TRY(scope_widest(ctx, db, right, &scope));
    } else {
        TRY(right_require(ctx, db, right, area_id));
        TRY(db_query_one(ctx, db, SQL_AREA_BY_ID, DB_PARAMS(DB_I(area_id)), &area));
        scope.tree_from = db_int64(area, 3);
        scope.tree_to = db_int64(area, 4);
    }
    TRY(db_query_one(ctx, db, SQL_AREA_BOUNDS,
                     DB_PARAMS(DB_I(scope.tree_from), DB_I(scope.tree_to)), &bounds));
    scope.area_from = db_int64(bounds, 0);
    scope.area_to = db_int64(bounds, 1);
    *ret_scope = scope;
    return OK;
}
