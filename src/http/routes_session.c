/* Coming in, going out, and who one is. */
#include "app/setup.h"
#include "http/exchange.h"
#include "http/server.h"

#define SESSION_REPLY                                                                              \
    "user_id:i login:s full_name:s csrf_token:s has_totp:b begun_us:i idle_until_us:i "            \
    "proven_until_us:i home_area_id:i roles[role:s area_id:i area_code:s? area_name:s? level:i?] " \
    "rights[right:s]"

static Status write_session(Ctx *ctx, Exchange *exchange, Str token) {
    const AccessSession *session = &exchange->session;
    JsonWriter *json = &exchange->json;
    char csrf[ACCESS_CSRF_CHARS + 1];
    int64_t home_area_id = 0;
    TableOut out = exchange_table(exchange);
    access_csrf(token, csrf);
    TRY(setup_home_area(ctx, &exchange->app, &home_area_id));
    TRY(json_member_int64(ctx, json, STR("user_id"), session->user_id));
    TRY(json_member_text(ctx, json, STR("login"), session->login));
    TRY(json_member_text(ctx, json, STR("full_name"), session->full_name));
    TRY(json_member_text(ctx, json, STR("csrf_token"), str_of(csrf)));
    TRY(json_member_bool(ctx, json, STR("has_totp"), session->has_totp));
    TRY(json_member_int64(ctx, json, STR("begun_us"), session->begun_us));
    TRY(json_member_int64(ctx, json, STR("idle_until_us"), ctx_now_us(ctx) + ACCESS_IDLE_US));
    TRY(json_member_int64(ctx, json, STR("proven_until_us"),
                          session->proven_us + ACCESS_PROVEN_US));
    TRY(json_member_int64(ctx, json, STR("home_area_id"), home_area_id));
    return access_show_rights(ctx, &exchange->app, &out);
}

/* The address of the peer and the login together: an office behind one address is not locked out.
 */
static Status sign_in(Ctx *ctx, Exchange *exchange) {
    SignIn in = {exchange_text(exchange, "login"), exchange_text(exchange, "password"),
                 exchange_text(exchange, "code")};
    AccessProof proof;
    Str token;
    TRY(server_check_password(ctx, exchange, &in, &proof));
    TRY(server_take_writer(ctx, exchange));
    if (proof.outcome != OK) {
        TRY(access_refuse(ctx, &exchange->app, &proof));
        return ctx_fail(ctx, proof.outcome, "%s", "");
    }
    TRY(access_begin(ctx, &exchange->app, &proof, &token));
    server_release_writer(exchange);
    TRY(access_session(ctx, &exchange->app, token, &exchange->session));
    ctx->user_id = exchange->session.user_id;
    exchange->cookie = token;
    return write_session(ctx, exchange, token);
}

static Status who_am_i(Ctx *ctx, Exchange *exchange) {
    return write_session(ctx, exchange, exchange->session_token);
}

static Status sign_out(Ctx *ctx, Exchange *exchange) {
    TRY(access_end(ctx, &exchange->app, &exchange->session));
    exchange->cookie = STR("");
    return json_member_bool(ctx, &exchange->json, STR("signed_out"), true);
}

/* Checks one's own password (and code): before a step that needs it, or before a change of it. */
static Status prove(Ctx *ctx, Exchange *exchange) {
    SignIn in = {exchange->session.login, exchange_text(exchange, "password"),
                 exchange_text(exchange, "code")};
    AccessProof proof;
    TRY(server_check_password(ctx, exchange, &in, &proof));
    TRY(server_take_writer(ctx, exchange));
    if (proof.outcome != OK) {
        TRY(access_refuse(ctx, &exchange->app, &proof));
        return ctx_fail(ctx, proof.outcome == E_SIGN_IN_WRONG ? E_STEP_UP_NEEDED : proof.outcome,
                        "%s", "");
    }
    return access_prove(ctx, &exchange->app, &exchange->session, &proof);
}

static Status step_up(Ctx *ctx, Exchange *exchange) {
    TRY(prove(ctx, exchange));
    return json_member_int64(ctx, &exchange->json, STR("proven_until_us"),
                             ctx_now_us(ctx) + ACCESS_PROVEN_US);
}

static Status change_password(Ctx *ctx, Exchange *exchange) {
    Reply reply;
    TRY(prove(ctx, exchange));
    TRY(access_set_password(ctx, &exchange->app, ctx->user_id,
                            exchange_text(exchange, "new_password"), &reply));
    exchange->cookie = STR("");
    return exchange_reply(ctx, exchange, &reply);
}

static Status totp_begin(Ctx *ctx, Exchange *exchange) {
    Str secret;
    Str uri;
    TRY(access_totp_begin(ctx, &exchange->app, &exchange->session, &secret));
    TRY(ctx_print(ctx, &uri, "otpauth://totp/An%%20Sinh:%.*s?secret=%.*s&issuer=An%%20Sinh",
                  STR_ARG(exchange->session.login), STR_ARG(secret)));
    TRY(json_member_text(ctx, &exchange->json, STR("secret"), secret));
    return json_member_text(ctx, &exchange->json, STR("uri"), uri);
}

static Status totp_confirm(Ctx *ctx, Exchange *exchange) {
    TRY(access_totp_confirm(ctx, &exchange->app, &exchange->session,
                            exchange_text(exchange, "code")));
    return json_member_bool(ctx, &exchange->json, STR("has_totp"), true);
}

static const Route ROUTES[] = {
    {"POST", API "/session", "sign_in", "Sign in with password and, where set up, a code",
     RIGHT_NONE, ROUTE_PUBLIC, "", "login:s1-64 password:s1-256 code:s6-6?", SESSION_REPLY,
     sign_in},
    {"GET", API "/session", "who_am_i",
     "Who is signed in, with which roles and rights, and the token for changes", RIGHT_SIGNED_IN, 0,
     "", "", SESSION_REPLY, who_am_i},
    {"DELETE", API "/session", "sign_out", "Sign out: the session ends at once", RIGHT_SIGNED_IN,
     ROUTE_WRITES, "", "", "signed_out:b", sign_out},
    {"POST", API "/session/step-up", "step_up", "Give the password again before an approval",
     RIGHT_SIGNED_IN, 0, "", "password:s1-256 code:s6-6?", "proven_until_us:i", step_up},
    {"POST", API "/session/password", "change_password", "Change one's own password; signs out",
     RIGHT_SIGNED_IN, 0, "", "password:s1-256 new_password:s10-256 code:s6-6?", "user_id:i login:s",
     change_password},
    {"POST", API "/session/totp", "totp_begin", "Begin a second factor: its secret, to be scanned",
     RIGHT_SIGNED_IN, ROUTE_WRITES | ROUTE_STEP_UP, "", "", "secret:s uri:s", totp_begin},
    {"POST", API "/session/totp/confirm", "totp_confirm",
     "Confirm it by a code: from now on it is asked for", RIGHT_SIGNED_IN, ROUTE_WRITES, "",
     "code:s6-6", "has_totp:b", totp_confirm},
};

RouteList routes_session(void) {
    return (RouteList){ROUTES, sizeof ROUTES / sizeof ROUTES[0]};
}
