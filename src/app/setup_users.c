/* Users, their grants, and providers. The first user may only be an administrator. */
#include "app/setup.h"

static Status user_add_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                             Reply *reply) {
    const UserAdd *user = arg;
    int64_t taken = 0;
    if (ctx->user_id == 0) { /* nobody signed in: only where nobody is there yet */
        int64_t user_count = 0;
        TRY(db_query_int64(ctx, app->db, SQL_USER_COUNT, DB_NO_PARAMS, 0, &user_count));
        if (user_count > 0) {
            return ctx_fail(ctx, E_RIGHT_MISSING, "--as");
        }
    }
    TRY(db_query_int64(ctx, app->db, SQL_USER_BY_LOGIN, DB_PARAMS(DB_T(user->login)), 0, &taken));
    if (taken != 0) {
        return ctx_fail(ctx, E_USER_EXISTS, "%.*s", STR_ARG(user->login));
    }
    int64_t user_id = 0;
    TRY(db_take_ids(ctx, app->db, STR("user"), 1, &user_id));
    TRY(db_exec(
        ctx, app->db, SQL_USER_INSERT,
        DB_PARAMS(DB_I(user_id), DB_T(user->login), DB_T(user->full_name), DB_I(change_seq)),
        NULL));
    TRY(db_exec(ctx, app->db, SQL_GRANT_INSERT,
                DB_PARAMS(DB_I(user_id), DB_I(user->role), DB_I(user->area_id), DB_I(0), DB_N,
                          DB_I(change_seq)),
                NULL));
    reply_add_int(reply, "user_id", user_id);
    reply_add_text(reply, "login", user->login);
    reply_add_text(reply, "role", str_of(role_name(user->role)));
    return OK;
}

Status setup_add_user(Ctx *ctx, App *app, const UserAdd *user, Reply *ret_reply) {
    if (str_is_empty(user->login) || str_is_empty(user->full_name) || user->role == 0) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx_say(ctx, "người dùng cần tên đăng nhập, họ tên và vai trò",
                                "a user needs a login, a name and a role"));
    }
    bool first = ctx->user_id == 0;
    if (first && user->role != ROLE_ADMINISTRATOR) {
        return ctx_fail(
            ctx, E_RIGHT_MISSING, "%s",
            ctx_say(ctx, "chỉ người dùng đầu tiên, là quản trị, được thêm khi chưa đăng nhập",
                    "without --as only the first user, an administrator, can be added"));
    }
    Str input;
    TRY(ctx_print(ctx, &input, "%.*s\n%.*s\n%d\n%lld", STR_ARG(user->login),
                  STR_ARG(user->full_name), (int)user->role, (long long)user->area_id));
    UseCase use_case = {"user_add", first ? RIGHT_NONE : RIGHT_ADMINISTER,
                        first ? 0 : user->area_id, input};
    return app_write(ctx, app, &use_case, user_add_in_tx, user, ret_reply);
}

/* Also for a provider by its code. */
typedef struct UserFind {
    Str login;
    int64_t *user_id;
} UserFind;

static Status find_user_in_tx(Ctx *ctx, App *app, const void *arg) {
    const UserFind *find = arg;
    TRY(db_query_int64(ctx, app->db, SQL_USER_BY_LOGIN, DB_PARAMS(DB_T(find->login)), 0,
                       find->user_id));
    return *find->user_id ? OK : ctx_fail(ctx, E_USER_UNKNOWN, "%.*s", STR_ARG(find->login));
}

Status setup_find_user(Ctx *ctx, App *app, Str login, int64_t *ret_user_id) {
    int64_t user_id = 0;
    UserFind find = {login, &user_id};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, find_user_in_tx, &find));
    *ret_user_id = user_id;
    return OK;
}

static Status find_provider_read(Ctx *ctx, App *app, const void *arg) {
    const UserFind *find = arg;
    return db_query_int64(ctx, app->db, SQL_PROVIDER_BY_CODE, DB_PARAMS(DB_T(find->login)), 0,
                          find->user_id);
}

Status setup_find_provider(Ctx *ctx, App *app, Str code, int64_t *ret_provider_id) {
    int64_t provider_id = 0;
    UserFind find = {code, &provider_id};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, find_provider_read, &find));
    if (provider_id == 0) {
        return ctx_fail(ctx, E_ACCOUNT_PROVIDER, "%.*s", STR_ARG(code));
    }
    *ret_provider_id = provider_id;
    return OK;
}

static Status provider_add_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                                 Reply *reply) {
    const ProviderAdd *provider = arg;
    int64_t provider_id = 0;
    TRY(db_take_ids(ctx, app->db, STR("provider"), 1, &provider_id));
    TRY(db_exec(ctx, app->db, SQL_PROVIDER_INSERT,
                DB_PARAMS(DB_I(provider_id), DB_T(provider->code), DB_T(provider->name),
                          DB_I(provider->kind), db_text_or_null(provider->bin),
                          DB_T(provider->out_template), DB_T(provider->in_template),
                          DB_I(provider->chunk_rows), DB_I(provider->answer_days),
                          DB_T(provider->debtor_name), DB_T(provider->debtor_account),
                          DB_I(change_seq)),
                NULL));
    reply_add_int(reply, "provider_id", provider_id);
    reply_add_text(reply, "provider_code", provider->code);
    return OK;
}

Status setup_add_provider(Ctx *ctx, App *app, const ProviderAdd *provider, Reply *ret_reply) {
    if (str_is_empty(provider->code) || provider->kind < 1 || provider->kind > 3 ||
        provider->chunk_rows < 1 || provider->chunk_rows >= 1 << 20) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx_say(ctx, "tổ chức chi trả cần mã, loại và 1 đến 1.048.575 dòng mỗi tệp",
                                "a provider needs a code, a kind and 1 to 1,048,575 rows a file"));
    }
    Str input;
    TRY(ctx_print(ctx, &input, "%.*s\n%.*s\n%lld\n%.*s\n%.*s\n%lld", STR_ARG(provider->code),
                  STR_ARG(provider->name), (long long)provider->kind,
                  STR_ARG(provider->out_template), STR_ARG(provider->in_template),
                  (long long)provider->chunk_rows));
    UseCase use_case = {"provider_add", RIGHT_ADMINISTER, 0, input};
    return app_write(ctx, app, &use_case, provider_add_in_tx, provider, ret_reply);
}
