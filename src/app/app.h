/*
 * app.h -- the handle that every use case takes, and the one way in which a use case writes.
 *
 * Floor 4. One file per use case; each writing one is: a right, one transaction, one row in the
 * change log (A3), an idempotency key. Use cases join what the floors below may not: law to payment
 * to ledger.
 *
 * What if it comes twice: the request key answers with the stored reply. What if the machine dies:
 * the transaction is all or nothing. What if two do it at once: db_write serialises or repeats.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/reply.h"
#include "app/right.h"
#include "base/ctx.h"
#include "db/db.h"
#include "sys/crypto.h"

struct LawBook;

typedef struct App {
    Db *db;
    Keys *keys;
    Str files_dir;             /* originals and sealed files, by SHA-256 */
    const struct LawBook *law; /* the rules in force; pinned by hash in each payroll */
} App;

/* What makes a write a use case. */
typedef struct UseCase {
    const char *name; /* stored in change.use_case, e.g. "payroll_approve" */
    Right right;
    int64_t area_id; /* where the right must reach; also stored */
    Str input;       /* canonical text of the inputs: its hash guards the request key */
} UseCase;

/* The part inside the transaction. change_seq is the recorded time of all that it writes. */
typedef Status (*AppWork)(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply);

/*
 * Checks the right, answers a known request key from its stored reply, else runs `work` in one
 * serialisable transaction, with its row in the change log and the stored reply. `work` may run
 * again after a conflict: it starts from an empty reply each time.
 *
 * OK  E_RIGHT_MISSING  E_REQUEST_KEY_REUSED  or whatever `work` and the database say
 */
Status app_write(Ctx *ctx, App *app, const UseCase *use_case, AppWork work, const void *arg,
                 Reply *ret_reply) MUST_CHECK;

/* Reads under one snapshot. */
typedef Status (*AppRead)(Ctx *ctx, App *app, const void *arg);
Status app_read(Ctx *ctx, App *app, Right right, int64_t area_id, AppRead work,
                const void *arg) MUST_CHECK;

#endif
