/* Signing in, sessions, step-up. Nothing here tells whether a login exists. */
#include "app/access.h"

#include <string.h>

#include "base/strbuf.h"

enum {
    TOKEN_BYTES = 32,
    LOCK_FIRST_US = 60 * 1000000,
    LOCK_DOUBLINGS = 6,
    ABSOLUTE_HOURS = 9,
    HOUR_US_THOUSANDTH = 3600000
};

static int64_t absolute_us(void) {
    return (int64_t)ABSOLUTE_HOURS * HOUR_US_THOUSANDTH * 1000;
}

static Cell totp_cell(int64_t user_id) {
    return (Cell){FIELD_TOTP_SECRET, "user_secret", "totp_cipher", user_id};
}

/* ---- the check ---- */

typedef struct Secret {
    int64_t user_id; /* 0 = no such login, or no password set */
    Str hash;
    Str totp_cipher;
    bool totp_confirmed;
    int64_t totp_step;
    int64_t failed_count;
    int64_t locked_until_us;
} Secret;

typedef struct SecretRead {
    Str login;
    Secret *secret;
} SecretRead;

static Status secret_read(Ctx *ctx, App *app, const void *arg) {
    const SecretRead *read = arg;
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    *read->secret = (Secret){.user_id = 0};
    TRY(db_query(ctx, app->db, SQL_SECRET_BY_LOGIN, DB_PARAMS(DB_T(read->login)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return OK;
    }
    Secret secret = {.user_id = db_int64(cursor, 0),
                     .totp_confirmed = db_int64(cursor, 3) == 1,
                     .totp_step = db_int64(cursor, 4),
                     .failed_count = db_int64(cursor, 5),
                     .locked_until_us = db_int64(cursor, 6)};
    TRY(ctx_copy_str(ctx, db_str(cursor, 1), &secret.hash));
    TRY(ctx_copy_str(ctx, db_str(cursor, 2), &secret.totp_cipher));
    *read->secret = secret;
    return OK;
}

static Status secret_find(Ctx *ctx, App *app, Str login, Secret *ret_secret) {
    SecretRead read = {login, ret_secret};
    return app_read(ctx, app, RIGHT_NONE, 0, secret_read, &read);
}

static Status code_check(Ctx *ctx, App *app, const Secret *secret, Str code, AccessProof *proof) {
    Cell cell = totp_cell(secret->user_id);
    Str plain;
    if (!secret->totp_confirmed) {
        return OK;
    }
    if (str_is_empty(code)) {
        proof->outcome = E_SIGN_IN_CODE;
        return OK;
    }
    TRY(keys_open(ctx, app->keys, &cell, secret->totp_cipher, &plain));
    if (plain.len != TOTP_SECRET_BYTES) {
        return ctx_fail(ctx, E_CIPHER, "a second factor of %zu bytes", plain.len);
    }
    proof->totp_step =
        totp_find_step((const uint8_t *)plain.ptr, ctx_now_us(ctx), secret->totp_step, code);
    proof->outcome = proof->totp_step ? OK : E_SIGN_IN_WRONG;
    return OK;
}

Status access_check(Ctx *ctx, App *app, const SignIn *sign_in, AccessProof *ret_proof) {
    Secret secret;
    TRY(secret_find(ctx, app, sign_in->login, &secret));
    AccessProof proof = {E_SIGN_IN_WRONG, secret.user_id, secret.failed_count, 0};
    if (secret.user_id == 0) {
        password_pretend(sign_in->password);
    } else if (secret.locked_until_us > ctx_now_us(ctx)) {
        password_pretend(
            sign_in->password); /* a lock must not be told from a wrong password fast */
        proof.outcome = E_SIGN_IN_LOCKED;
    } else if (password_fits(secret.hash, sign_in->password)) {
        proof.outcome = OK;
        TRY(code_check(ctx, app, &secret, sign_in->code, &proof));
    }
    *ret_proof = proof;
    return OK;
}

static Status refuse_write(Ctx *ctx, Db *db, const void *arg) {
    const AccessProof *proof = arg;
    int64_t failed = proof->failed_count + 1;
    int64_t locks = failed - ACCESS_TRIES < LOCK_DOUBLINGS ? failed - ACCESS_TRIES : LOCK_DOUBLINGS;
    int64_t until_us = locks < 0 ? 0 : ctx_now_us(ctx) + ((int64_t)LOCK_FIRST_US << locks);
    return db_exec(ctx, db, SQL_SECRET_SET_FAILED,
                   DB_PARAMS(DB_I(proof->user_id), DB_I(failed), DB_I(until_us)), NULL);
}

Status access_refuse(Ctx *ctx, App *app, const AccessProof *proof) {
    bool counts = proof->user_id != 0 && proof->outcome == E_SIGN_IN_WRONG;
    return counts ? db_write(ctx, app->db, refuse_write, proof) : OK;
}

/* ---- sessions ---- */

static void token_hash(Str token, uint8_t ret_hash[DIGEST_BYTES]) {
    DigestState state;
    digest_init(&state);
    digest_add_text(&state, STR("session"));
    digest_add_text(&state, token);
    digest_final(&state, ret_hash);
}

void access_csrf(Str token, char ret_csrf[ACCESS_CSRF_CHARS + 1]) {
    DigestState state;
    uint8_t hash[DIGEST_BYTES];
    digest_init(&state);
    digest_add_text(&state, STR("csrf"));
    digest_add_text(&state, token);
    digest_final(&state, hash);
    hex_write(hash, ACCESS_CSRF_CHARS / 2, ret_csrf);
}

/* A code that was used by another request between check and write is used up. */
static Status totp_step_take(Ctx *ctx, Db *db, const AccessProof *proof) {
    int64_t changed = 0;
    if (proof->totp_step == 0) {
        return OK;
    }
    TRY(db_exec(ctx, db, SQL_SECRET_TAKE_TOTP_STEP,
                DB_PARAMS(DB_I(proof->user_id), DB_I(proof->totp_step)), &changed));
    return changed == 1 ? OK : ctx_fail(ctx, E_SIGN_IN_WRONG, "a code is good once");
}

typedef struct BeginArg {
    const AccessProof *proof;
    Str hash;
} BeginArg;

static Status begin_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const BeginArg *begin = arg;
    int64_t user_id = begin->proof->user_id;
    int64_t now_us = ctx_now_us(ctx);
    TRY(totp_step_take(ctx, app->db, begin->proof));
    TRY(db_exec(ctx, app->db, SQL_SECRET_SET_FAILED, DB_PARAMS(DB_I(user_id), DB_I(0), DB_I(0)),
                NULL));
    TRY(db_exec(ctx, app->db, SQL_SESSION_END_OF_USER, DB_PARAMS(DB_I(user_id), DB_I(now_us)),
                NULL));
    TRY(db_exec(ctx, app->db, SQL_SESSION_INSERT,
                DB_PARAMS(DB_B(begin->hash), DB_I(user_id), DB_I(now_us), DB_I(change_seq)), NULL));
    reply_add_int(reply, "user_id", user_id);
    reply_add_int(reply, "second_factor", begin->proof->totp_step != 0);
    return OK;
}

Status access_begin(Ctx *ctx, App *app, const AccessProof *proof, Str *ret_token) {
    uint8_t bytes[TOKEN_BYTES];
    uint8_t hash[DIGEST_BYTES];
    char hex[2 * TOKEN_BYTES + 1];
    Reply reply;
    Str token;
    random_fill(bytes, sizeof bytes);
    hex_write(bytes, sizeof bytes, hex);
    TRY(ctx_copy_str(ctx, str_of(hex), &token));
    token_hash(token, hash);
    BeginArg begin = {proof, {(const char *)hash, sizeof hash}};
    UseCase use_case = {"sign_in", RIGHT_NONE, 0, STR("")};
    ctx->user_id = proof->user_id;
    ctx->request_key = STR("");
    TRY(app_write(ctx, app, &use_case, begin_in_tx, &begin, &reply));
    *ret_token = token;
    return OK;
}

typedef struct SessionRead {
    Str hash;
    AccessSession *session;
} SessionRead;

static Status session_read(Ctx *ctx, App *app, const void *arg) {
    const SessionRead *read = arg;
    bool has_row = false;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_SESSION_BY_HASH, DB_PARAMS(DB_B(read->hash)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_SIGN_IN_NEEDED, "%s", "");
    }
    AccessSession session = {.user_id = db_int64(cursor, 0),
                             .begun_us = db_int64(cursor, 3),
                             .seen_us = db_int64(cursor, 4),
                             .proven_us = db_int64(cursor, 5),
                             .has_totp = db_int64(cursor, 6) == 1};
    TRY(ctx_copy_str(ctx, db_str(cursor, 1), &session.login));
    TRY(ctx_copy_str(ctx, db_str(cursor, 2), &session.full_name));
    memcpy(session.hash, read->hash.ptr, DIGEST_BYTES);
    *read->session = session;
    return OK;
}

Status access_session(Ctx *ctx, App *app, Str token, AccessSession *ret_session) {
    uint8_t hash[DIGEST_BYTES];
    AccessSession session = {.user_id = 0};
    token_hash(token, hash);
    SessionRead read = {{(const char *)hash, sizeof hash}, &session};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, session_read, &read));
    int64_t now_us = ctx_now_us(ctx);
    /* seen_us is written once a minute only: idle time may be that much longer, never shorter. */
    if (now_us - session.seen_us > ACCESS_IDLE_US + ACCESS_SEEN_EVERY_US ||
        now_us - session.begun_us > absolute_us()) {
        return ctx_fail(ctx, E_SIGN_IN_NEEDED, "%s", "");
    }
    *ret_session = session;
    return OK;
}

static DbValue hash_of(const AccessSession *session) {
    return DB_B(((Str){(const char *)session->hash, DIGEST_BYTES}));
}

static Status touch_write(Ctx *ctx, Db *db, const void *arg) {
    return db_exec(ctx, db, SQL_SESSION_SET_SEEN, DB_PARAMS(hash_of(arg), DB_I(ctx_now_us(ctx))),
                   NULL);
}

Status access_touch(Ctx *ctx, App *app, const AccessSession *session) {
    return db_write(ctx, app->db, touch_write, session);
}

typedef struct ProveArg {
    const AccessSession *session;
    const AccessProof *proof;
} ProveArg;

static Status prove_write(Ctx *ctx, Db *db, const void *arg) {
    const ProveArg *prove = arg;
    if (prove->session->user_id != prove->proof->user_id) {
        return ctx_fail(ctx, E_SIGN_IN_WRONG, "%s", "");
    }
    TRY(totp_step_take(ctx, db, prove->proof));
    TRY(db_exec(ctx, db, SQL_SECRET_SET_FAILED,
                DB_PARAMS(DB_I(prove->proof->user_id), DB_I(0), DB_I(0)), NULL));
    return db_exec(ctx, db, SQL_SESSION_SET_PROVEN,
                   DB_PARAMS(hash_of(prove->session), DB_I(ctx_now_us(ctx))), NULL);
}

Status access_prove(Ctx *ctx, App *app, const AccessSession *session, const AccessProof *proof) {
    ProveArg prove = {session, proof};
    return db_write(ctx, app->db, prove_write, &prove);
}

static Status end_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const AccessSession *session = arg;
    (void)change_seq;
    reply_add_int(reply, "user_id", session->user_id);
    return db_exec(ctx, app->db, SQL_SESSION_END,
                   DB_PARAMS(hash_of(session), DB_I(ctx_now_us(ctx))), NULL);
}

Status access_end(Ctx *ctx, App *app, const AccessSession *session) {
    Reply reply;
    UseCase use_case = {"sign_out", RIGHT_NONE, 0, STR("")};
    return app_write(ctx, app, &use_case, end_in_tx, session, &reply);
}

/* ---- second factor ---- */

typedef struct TotpArg {
    int64_t user_id;
    Str cipher;
    int64_t confirmed;
} TotpArg;

static Status totp_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const TotpArg *totp = arg;
    reply_add_int(reply, "user_id", totp->user_id);
    return db_exec(
        ctx, app->db, SQL_SECRET_SET_TOTP,
        DB_PARAMS(DB_I(totp->user_id), DB_B(totp->cipher), DB_I(totp->confirmed), DB_I(change_seq)),
        NULL);
}

Status access_totp_begin(Ctx *ctx, App *app, const AccessSession *session, Str *ret_secret) {
    uint8_t secret[TOTP_SECRET_BYTES];
    char text[TOTP_SECRET_CHARS + 1];
    Reply reply;
    Cell cell = totp_cell(session->user_id);
    TotpArg totp = {session->user_id, {NULL, 0}, 0};
    if (session->has_totp) {
        return ctx_fail(ctx, E_DB_UNIQUE, "a second factor is set up already");
    }
    random_fill(secret, sizeof secret);
    totp_secret_write(secret, text);
    TRY(keys_seal(ctx, app->keys, &cell, (Str){(const char *)secret, sizeof secret}, &totp.cipher));
    UseCase use_case = {"totp_begin", RIGHT_NONE, 0, STR("")};
    TRY(app_write(ctx, app, &use_case, totp_in_tx, &totp, &reply));
    return ctx_copy_str(ctx, str_of(text), ret_secret);
}

Status access_totp_confirm(Ctx *ctx, App *app, const AccessSession *session, Str code) {
    Secret secret;
    Reply reply;
    AccessProof proof = {.user_id = session->user_id};
    TRY(secret_find(ctx, app, session->login, &secret));
    if (secret.totp_confirmed || str_is_empty(secret.totp_cipher)) {
        return ctx_fail(ctx, E_NOT_FOUND, "no second factor waits to be confirmed");
    }
    secret.totp_confirmed = true;
    TRY(code_check(ctx, app, &secret, code, &proof));
    if (proof.totp_step == 0) {
        return ctx_fail(ctx, E_SIGN_IN_CODE, "%s", "");
    }
    TotpArg totp = {session->user_id, secret.totp_cipher, 1};
    UseCase use_case = {"totp_confirm", RIGHT_NONE, 0, STR("")};
    return app_write(ctx, app, &use_case, totp_in_tx, &totp, &reply);
}
