/* Users, their roles and passwords; providers. No money. */
#include "app/access.h"
#include "app/setup.h"
#include "http/exchange.h"

static Status users(Ctx *ctx, Exchange *exchange) {
    TableOut out = exchange_table(exchange);
    return access_list_users(ctx, &exchange->app, &out);
}

static Status role_of(Ctx *ctx, Exchange *exchange, Role *ret_role) {
    Role role = role_parse(exchange_text(exchange, "role"));
    if (role == 0) {
        snprintf(exchange->field, sizeof exchange->field, "role");
        return ctx_fail(ctx, E_FIELD_INVALID, "role: no such role");
    }
    *ret_role = role;
    return OK;
}

static Status add_user(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    UserAdd user = {.login = exchange_text(exchange, "login"),
                    .full_name = exchange_text(exchange, "full_name"),
                    .area_id = exchange_int(exchange, "area_id")};
    TRY(role_of(ctx, exchange, &user.role));
    TRY(setup_add_user(ctx, &exchange->app, &user, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status set_password(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(access_set_password(ctx, &exchange->app, exchange_int(exchange, "user_id"),
                            exchange_text(exchange, "password"), &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status set_active(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(access_set_active(ctx, &exchange->app, exchange_int(exchange, "user_id"),
                          exchange_int(exchange, "active") == 1, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status grant(Ctx *ctx, Exchange *exchange, bool ends) {
    Reply reply;
    Role role;
    TRY(role_of(ctx, exchange, &role));
    UserGrant what = {.user_id = exchange_int(exchange, "user_id"),
                      .role = role,
                      .area_id = exchange_int(exchange, "area_id")};
    if (!ends) {
        what.valid_to = exchange_int(exchange, "valid_to");
        if (exchange_has(exchange, "provider_code")) {
            TRY(setup_find_provider(ctx, &exchange->app, exchange_text(exchange, "provider_code"),
                                    &what.provider_id));
        }
    }
    TRY(access_grant(ctx, &exchange->app, &what, ends, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

static Status add_grant(Ctx *ctx, Exchange *exchange) {
    return grant(ctx, exchange, false);
}

static Status end_grant(Ctx *ctx, Exchange *exchange) {
    return grant(ctx, exchange, true);
}

static Status add_provider(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    ProviderAdd add = {.code = exchange_text(exchange, "provider_code"),
                       .name = exchange_text(exchange, "name"),
                       .kind = exchange_int(exchange, "kind"),
                       .bin = exchange_text(exchange, "bin"),
                       .out_template = exchange_text(exchange, "out_template"),
                       .in_template = exchange_text(exchange, "in_template"),
                       .chunk_rows = exchange_int(exchange, "chunk_rows"),
                       .answer_days = exchange_int(exchange, "answer_days"),
                       .debtor_name = exchange_text(exchange, "debtor_name"),
                       .debtor_account = exchange_text(exchange, "debtor_account")};
    TRY(setup_add_provider(ctx, &exchange->app, &add, &reply));
    return exchange_reply(ctx, exchange, &reply);
}

#define ADMINISTERS RIGHT_ADMINISTER, ROUTE_WRITES | ROUTE_KEYED
#define USER API "/users/{user_id}"

static const Route ROUTES[] = {
    {"GET", API "/users", "list_users", "Every user with every grant that has not ended",
     RIGHT_ADMINISTER, 0, "", "",
     "users[user_id:i login:s full_name:s is_active:b role:s? area_id:i? area_code:s? area_name:s? "
     "valid_from:d? valid_to:d? has_password:b has_totp:b]",
     users},
    {"POST", API "/users", "add_user",
     "A new user with a first role; without area_id for the whole country. role: commune_officer, "
     "commune_chair, province_officer, accountant, provider, leader, auditor, administrator",
     ADMINISTERS, "", "login:s2-64 full_name:s2-120 role:s4-32 area_id:i1-999999999?",
     "user_id:i login:s role:s", add_user},
    {"POST", USER "/password", "set_password",
     "A first or a new password; ends that user's sessions", RIGHT_ADMINISTER,
     ROUTE_WRITES | ROUTE_STEP_UP, "", "password:s10-256", "user_id:i login:s", set_password},
    {"POST", USER "/active", "set_active", "Switch a user off or on; sessions end at once",
     ADMINISTERS, "", "active:b", "user_id:i active:i", set_active},
    {"POST", USER "/grants", "add_grant",
     "One more role; a provider's user also needs provider_code", RIGHT_ADMINISTER,
     ROUTE_WRITES | ROUTE_KEYED | ROUTE_STEP_UP, "",
     "role:s4-32 area_id:i1-999999999? valid_to:d? provider_code:s1-20?",
     "user_id:i role:s area_id:i", add_grant},
    {"POST", USER "/grants/end", "end_grant", "That role in that area ends today", ADMINISTERS, "",
     "role:s4-32 area_id:i1-999999999?", "user_id:i role:s area_id:i", end_grant},
    {"POST", API "/providers", "add_provider", "A new bank (1), wallet (2) or post (3)",
     ADMINISTERS, "",
     "provider_code:s1-20 name:s2-120 kind:i1-3 bin:s6-6? out_template:s2-40 in_template:s2-40 "
     "chunk_rows:i1-1048575 answer_days:i1-60 debtor_name:s2-120 debtor_account:s4-34",
     "provider_id:i provider_code:s", add_provider},
};

RouteList routes_admin(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
