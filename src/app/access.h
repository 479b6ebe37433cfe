/*
 * access.h -- use cases of coming in: passwords, second factor, sessions, and who saw whom.
 *
 * Floor 4. A password is checked outside of any transaction, since that takes a tenth of a second
 * on purpose; what came of it is written in a second call. Nothing here says whether a login
 * exists.
 */
#ifndef APP_ACCESS_H
#define APP_ACCESS_H

#include "app/app.h"
#include "app/table.h"
#include "sys/digest.h"
#include "sys/password.h"

enum {
    ACCESS_IDLE_US = 15 * 60 * 1000000,
    ACCESS_SEEN_EVERY_US = 60 * 1000000,
    ACCESS_PROVEN_US = 5 * 60 * 1000000,
    ACCESS_TRIES = 5, /* wrong ones before a lock, which doubles with each further one */
    ACCESS_CSRF_CHARS = 32
};

typedef struct AccessSession {
    int64_t user_id; /* 0 = nobody */
    Str login;
    Str full_name;
    int64_t begun_us;
    int64_t seen_us;
    int64_t proven_us;
    bool has_totp;
    uint8_t hash[DIGEST_BYTES];
} AccessSession;

typedef struct SignIn {
    Str login;
    Str password;
    Str code; /* of the second factor; may be empty */
} SignIn;

/* What a check found; goes on to access_begin() or access_refuse(). */
typedef struct AccessProof {
    Status outcome; /* OK, E_SIGN_IN_WRONG, E_SIGN_IN_LOCKED, E_SIGN_IN_CODE */
    int64_t user_id;
    int64_t failed_count;
    int64_t totp_step; /* 0 = no second factor */
} AccessProof;

/* Reads and hashes; writes nothing. Takes the same time for a login that nobody has. */
Status access_check(Ctx *ctx, App *app, const SignIn *sign_in, AccessProof *ret_proof) MUST_CHECK;
/* Counts a failure; after ACCESS_TRIES the login is locked for a while. */
Status access_refuse(Ctx *ctx, App *app, const AccessProof *proof) MUST_CHECK;
/* A session of its own; earlier ones of the user end. The token is for the cookie only. */
Status access_begin(Ctx *ctx, App *app, const AccessProof *proof, Str *ret_token) MUST_CHECK;

/* The session of a token: E_SIGN_IN_NEEDED when it has ended, idled or was never there. */
Status access_session(Ctx *ctx, App *app, Str token, AccessSession *ret_session) MUST_CHECK;
/* The token that a page sends with each change: derived, so that it need not be stored. */
void access_csrf(Str token, char ret_csrf[ACCESS_CSRF_CHARS + 1]);
/* Written about once a minute while the session is in use. */
Status access_touch(Ctx *ctx, App *app, const AccessSession *session) MUST_CHECK;
/* The password was given again. */
Status access_prove(Ctx *ctx, App *app, const AccessSession *session,
                    const AccessProof *proof) MUST_CHECK;
Status access_end(Ctx *ctx, App *app, const AccessSession *session) MUST_CHECK;

/* One's own password, or another's by an administrator. Ends that user's sessions. E_PASSWORD_WEAK
 */
Status access_set_password(Ctx *ctx, App *app, int64_t user_id, Str password,
                           Reply *ret_reply) MUST_CHECK;
/* A new second factor, not yet asked for: base32 of the secret, to be typed or scanned. */
Status access_totp_begin(Ctx *ctx, App *app, const AccessSession *session,
                         Str *ret_secret) MUST_CHECK;
/* From now on it is asked for; the first code proves that the device has it. E_SIGN_IN_CODE */
Status access_totp_confirm(Ctx *ctx, App *app, const AccessSession *session, Str code) MUST_CHECK;

typedef struct UserGrant {
    int64_t user_id;
    int64_t role;
    int64_t area_id;
    int64_t provider_id; /* of ROLE_PROVIDER */
    int64_t valid_to;    /* 0 = open */
} UserGrant;
/* A role more, or (`ends`) that role from today on no more. Not to oneself. */
Status access_grant(Ctx *ctx, App *app, const UserGrant *grant, bool ends,
                    Reply *ret_reply) MUST_CHECK;
/* Switched off: sessions end at once. Not oneself. */
Status access_set_active(Ctx *ctx, App *app, int64_t user_id, bool active,
                         Reply *ret_reply) MUST_CHECK;
Status access_list_users(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* Two tables: roles with their areas, rights by name. */
Status access_show_rights(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;

/* A list that leaves as a file: what, what for, where; stands in the log before the first row. */
typedef struct ExportNote {
    Str list;
    Str purpose;
    int64_t area_id;
} ExportNote;
Status export_note(Ctx *ctx, App *app, const ExportNote *note, Reply *ret_reply) MUST_CHECK;

typedef struct PersonReveal {
    int64_t person_id;
    Str field; /* citizen_id, phone, account_number */
    Str purpose;
} PersonReveal;
/* One number in clear; who, whom, which and what for stand in the log before it is shown (A3). */
Status person_reveal(Ctx *ctx, App *app, const PersonReveal *reveal, Str *ret_number) MUST_CHECK;
Status person_list_reveals(Ctx *ctx, App *app, int64_t person_id, const TableOut *out) MUST_CHECK;

#endif
