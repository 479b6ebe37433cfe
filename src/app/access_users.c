/* Users as administrators see them: passwords, grants, switching off. Nobody raises themselves. */
#include "app/access.h"

#include "app/setup.h"
#include "app/table_query.h"

typedef struct UserRead {
    int64_t user_id;
    Str *login;
} UserRead;

static Status user_read(Ctx *ctx, App *app, const void *arg) {
    const UserRead *read = arg;
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_USER_BY_ID, DB_PARAMS(DB_I(read->user_id)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_USER_UNKNOWN, "user %lld", (long long)read->user_id);
    }
    return ctx_copy_str(ctx, db_str(cursor, 0), read->login);
}

static Status login_of(Ctx *ctx, App *app, int64_t user_id, Str *ret_login) {
    UserRead read = {user_id, ret_login};
    return app_read(ctx, app, RIGHT_NONE, 0, user_read, &read);
}

/* ---- password ---- */

typedef struct PasswordArg {
    int64_t user_id;
    Str login;
    Str hash;
} PasswordArg;

static Status password_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                             Reply *reply) {
    const PasswordArg *password = arg;
    TRY(db_exec(ctx, app->db, SQL_SECRET_PUT,
                DB_PARAMS(DB_I(password->user_id), DB_T(password->hash), DB_I(change_seq)), NULL));
    TRY(db_exec(ctx, app->db, SQL_SESSION_END_OF_USER,
                DB_PARAMS(DB_I(password->user_id), DB_I(ctx_now_us(ctx))), NULL));
    reply_add_int(reply, "user_id", password->user_id);
    reply_add_text(reply, "login", password->login);
    return OK;
}

Status access_set_password(Ctx *ctx, App *app, int64_t user_id, Str password, Reply *ret_reply) {
    PasswordArg arg = {.user_id = user_id};
    bool own = ctx->user_id == user_id;
    int64_t home_area_id = 0;
    TRY(login_of(ctx, app, user_id, &arg.login));
    TRY(password_hash(ctx, arg.login, password, &arg.hash));
    TRY(setup_home_area(ctx, app, &home_area_id));
    UseCase use_case = {"password_set", own ? RIGHT_NONE : RIGHT_ADMINISTER, own ? 0 : home_area_id,
                        STR("")};
    ctx->request_key = STR(""); /* the input holds a secret: no hash of it is stored */
    return app_write(ctx, app, &use_case, password_in_tx, &arg, ret_reply);
}

/* ---- grants ---- */

typedef struct GrantArg {
    const UserGrant *grant;
    bool ends;
} GrantArg;

static Status grant_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const GrantArg *in = arg;
    const UserGrant *grant = in->grant;
    int64_t today = ctx_today(ctx);
    if (in->ends) {
        int64_t changed = 0;
        TRY(db_exec(ctx, app->db, SQL_GRANT_END,
                    DB_PARAMS(DB_I(grant->user_id), DB_I(grant->role), DB_I(grant->area_id),
                              DB_I(clock_day_plus(today, -1))),
                    &changed));
        if (changed == 0) {
            return ctx_fail(ctx, E_NOT_FOUND, "no such grant");
        }
    } else {
        TRY(db_exec(ctx, app->db, SQL_GRANT_INSERT,
                    DB_PARAMS(DB_I(grant->user_id), DB_I(grant->role), DB_I(grant->area_id),
                              DB_I(today), db_int_or_null(grant->valid_to != 0, grant->valid_to),
                              DB_I(change_seq)),
                    NULL));
    }
    if (grant->provider_id != 0) {
        TRY(db_exec(ctx, app->db, SQL_USER_PROVIDER_INSERT,
                    DB_PARAMS(DB_I(grant->user_id), DB_I(grant->provider_id), DB_I(change_seq)),
                    NULL));
    }
    reply_add_int(reply, "user_id", grant->user_id);
    reply_add_text(reply, "role", str_of(role_name((Role)grant->role)));
    reply_add_int(reply, "area_id", grant->area_id);
    return OK;
}

Status access_grant(Ctx *ctx, App *app, const UserGrant *grant, bool ends, Reply *ret_reply) {
    GrantArg arg = {grant, ends};
    Str input;
    Str login;
    if (grant->user_id == ctx->user_id) {
        return ctx_fail(ctx, E_RIGHT_MISSING, "nobody grants to oneself");
    }
    if (!ends && (grant->role == ROLE_PROVIDER) != (grant->provider_id != 0)) {
        return ctx_fail(ctx, E_ARGUMENT, "a provider's user, and no other, needs a provider");
    }
    TRY(login_of(ctx, app, grant->user_id, &login));
    TRY(ctx_print(ctx, &input, "%lld %lld %lld %lld %lld %d", (long long)grant->user_id,
                  (long long)grant->role, (long long)grant->area_id, (long long)grant->provider_id,
                  (long long)grant->valid_to, ends));
    UseCase use_case = {ends ? "grant_end" : "grant_add", RIGHT_ADMINISTER, grant->area_id, input};
    return app_write(ctx, app, &use_case, grant_in_tx, &arg, ret_reply);
}

/* ---- switching off ---- */

typedef struct ActiveArg {
    int64_t user_id;
    bool active;
} ActiveArg;

static Status active_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const ActiveArg *in = arg;
    (void)change_seq;
    TRY(db_exec(ctx, app->db, SQL_USER_SET_ACTIVE, DB_PARAMS(DB_I(in->user_id), DB_I(in->active)),
                NULL));
    TRY(db_exec(ctx, app->db, SQL_SESSION_END_OF_USER,
                DB_PARAMS(DB_I(in->user_id), DB_I(ctx_now_us(ctx))), NULL));
    reply_add_int(reply, "user_id", in->user_id);
    reply_add_int(reply, "active", in->active);
    return OK;
}

Status access_set_active(Ctx *ctx, App *app, int64_t user_id, bool active, Reply *ret_reply) {
    ActiveArg arg = {user_id, active};
    int64_t home_area_id = 0;
    Str input;
    Str login;
    if (user_id == ctx->user_id) {
        return ctx_fail(ctx, E_RIGHT_MISSING, "nobody switches oneself off or on");
    }
    TRY(login_of(ctx, app, user_id, &login));
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(ctx_print(ctx, &input, "%lld %d", (long long)user_id, active));
    UseCase use_case = {"user_set_active", RIGHT_ADMINISTER, home_area_id, input};
    return app_write(ctx, app, &use_case, active_in_tx, &arg, ret_reply);
}

/* ---- what there is ---- */

Status access_list_users(Ctx *ctx, App *app, const TableOut *out) {
    static const TableColumn COLUMNS_OF[] = {
        {"user_id", "Số", "No", CELL_ID},
        {"login", "Tên đăng nhập", "Login", CELL_TEXT},
        {"full_name", "Họ và tên", "Name", CELL_TEXT},
        {"is_active", "Đang dùng", "Active", CELL_YES_NO},
        {"role", "Vai trò", "Role", CELL_ROLE},
        {"area_id", "Số địa bàn", "Area no", CELL_ID},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn", "Area name", CELL_TEXT},
        {"valid_from", "Từ", "From", CELL_DATE},
        {"valid_to", "Đến", "Until", CELL_DATE},
        {"has_password", "Có mật khẩu", "Has a password", CELL_YES_NO},
        {"has_totp", "Yếu tố thứ hai", "Second factor", CELL_YES_NO},
    };
    int64_t home_area_id = 0;
    DbValue params[] = {DB_I(ctx_today(ctx))};
    TableQuery query = {SQL_USER_LIST_RIGHTS, params, 1, "users", COLUMNS(COLUMNS_OF)};
    TRY(setup_home_area(ctx, app, &home_area_id));
    return table_query_show(ctx, app, RIGHT_ADMINISTER, home_area_id, &query, out);
}

static Status rights_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn ROLE_COLUMNS[] = {
        {"role", "Vai trò", "Role", CELL_ROLE},
        {"area_id", "Số địa bàn", "Area no", CELL_ID},
        {"area_code", "Mã địa bàn", "Area", CELL_TEXT},
        {"area_name", "Địa bàn", "Area name", CELL_TEXT},
        {"level", "Cấp", "Level", CELL_INT},
    };
    static const TableColumn RIGHT_COLUMNS[] = {{"right", "Quyền", "Right", CELL_TEXT}};
    const TableOut *out = arg;
    unsigned rights = 0;
    DbValue params[] = {DB_I(ctx->user_id), DB_I(ctx_today(ctx))};
    TableQuery query = {SQL_GRANT_LIST_OF_USER, params, 2, "roles", COLUMNS(ROLE_COLUMNS)};
    TRY(table_query_run(ctx, app->db, &query, out));
    TRY(right_list(ctx, app->db, &rights));
    TRY(out->begin(ctx, out->arg, "rights", COLUMNS(RIGHT_COLUMNS)));
    for (unsigned right = RIGHT_NONE + 1; right < RIGHT_COUNT; right++) {
        if (rights >> right & 1U) {
            TableCell cells[] = {CELL_T(str_of(right_name((Right)right)))};
            TRY(out->row(ctx, out->arg, cells, 1));
        }
    }
    return out->end(ctx, out->arg);
}

Status access_show_rights(Ctx *ctx, App *app, const TableOut *out) {
    return app_read(ctx, app, RIGHT_NONE, 0, rights_read, out);
}
