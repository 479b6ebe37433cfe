/* What officers change about a person: home, recipient, account, holds. Each leaves a movement. */
#include "app/register.h"

#include <string.h>

#include "app/register_values.h"
#include "registry/movement.h"
#include "sys/digest.h"
#include "text/name.h"

typedef struct PersonWrite {
    const char *name;
    int64_t person_id;
    Str input;
    AppWork work;
    const void *arg;
} PersonWrite;

static Status write_of_person(Ctx *ctx, App *app, PersonWrite write, Reply *ret_reply) {
    int64_t area_id = 0;
    TRY(register_person_area(ctx, app, write.person_id, &area_id));
    UseCase use_case = {write.name, RIGHT_REGISTER_WRITE, area_id, write.input};
    return app_write(ctx, app, &use_case, write.work, write.arg, ret_reply);
}

/* ---- move ---- */

static Status move_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const PersonMove *move = arg;
    int64_t from_area_id = 0;
    TRY(db_query_int64(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(move->person_id)), 0,
                       &from_area_id));
    if (from_area_id == move->to_area_id) {
        return ctx_fail(
            ctx, E_MOVEMENT_INVALID, "%s",
            ctx_say(ctx, "người này đang ở địa bàn đó", "the person lives there already"));
    }
    TRY(db_exec(ctx, app->db, SQL_PERSON_SET_AREA,
                DB_PARAMS(DB_I(move->person_id), DB_I(move->to_area_id)), NULL));
    MovementEntry entry = {.person_id = move->person_id,
                           .kind = MOVEMENT_MOVED_OUT,
                           .reason_code = STR("MOVED"),
                           .effective_on = move->on_date,
                           .from_area_id = from_area_id,
                           .to_area_id = move->to_area_id};
    TRY(movement_add(ctx, app->db, &entry, change_seq));
    entry.kind = MOVEMENT_MOVED_IN;
    TRY(movement_add(ctx, app->db, &entry, change_seq));
    reply_add_int(reply, "person_id", move->person_id);
    reply_add_int(reply, "to_area_id", move->to_area_id);
    return OK;
}

Status person_move(Ctx *ctx, App *app, const PersonMove *move, Reply *ret_reply) {
    Str input;
    TRY(ctx_print(ctx, &input, "%lld %lld %lld", (long long)move->person_id,
                  (long long)move->to_area_id, (long long)move->on_date));
    return write_of_person(ctx, app,
                           (PersonWrite){"person_move", move->person_id, input, move_in_tx, move},
                           ret_reply);
}

/* ---- mandate ---- */

static Status mandate_add_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                                Reply *reply) {
    const MandateAdd *add = arg;
    int64_t mandate_id = 0;
    Mandate mandate = {.person_id = add->person_id,
                       .kind = (MandateKind)add->kind,
                       .relation = add->relation,
                       .certifier = add->certifier,
                       .certified_on = add->certified_on,
                       .valid_from = add->valid_from,
                       .valid_to = add->valid_to,
                       .cap_dong = add->cap_dong};
    TRY(name_clean(ctx, add->recipient_name, &mandate.recipient_name));
    if (!str_is_empty(add->recipient_id)) {
        CitizenId id;
        TRY(citizen_id_parse(ctx, add->recipient_id, &id));
        memcpy(mandate.recipient_id, id.digits, sizeof mandate.recipient_id);
    }
    TRY(mandate_check(ctx, &mandate));
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_take_ids(ctx, app->db, STR("mandate"), 1, &mandate_id));
    TRY(db_bulk_open(ctx, app->db, SQL_MANDATE_INSERT, &bulk));
    mandate.mandate_id = mandate_id;
    TRY(mandate_add_bulk(ctx, app->keys, bulk, &mandate, change_seq));
    TRY(db_bulk_finish(ctx, &bulk, NULL));
    MovementEntry entry = {.person_id = add->person_id,
                           .kind = MOVEMENT_MANDATE_ADDED,
                           .reason_code = STR("DECISION"),
                           .effective_on = add->valid_from};
    TRY(movement_add(ctx, app->db, &entry, change_seq));
    reply_add_int(reply, "person_id", add->person_id);
    reply_add_int(reply, "mandate_id", mandate_id);
    return OK;
}

Status mandate_add(Ctx *ctx, App *app, const MandateAdd *add, Reply *ret_reply) {
    Str input;
    TRY(ctx_print(ctx, &input, "%lld %lld %.*s %lld %lld", (long long)add->person_id,
                  (long long)add->kind, STR_ARG(add->recipient_name), (long long)add->valid_from,
                  (long long)add->valid_to));
    return write_of_person(
        ctx, app, (PersonWrite){"mandate_add", add->person_id, input, mandate_add_in_tx, add},
        ret_reply);
}

typedef struct MandateRevoke {
    int64_t person_id;
    int64_t mandate_id;
    int64_t on_date;
} MandateRevoke;

static Status mandate_revoke_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                                   Reply *reply) {
    const MandateRevoke *revoke = arg;
    int64_t changed = 0;
    int64_t closed = 0;
    TRY(db_exec(ctx, app->db, SQL_MANDATE_SET_REVOKED,
                DB_PARAMS(DB_I(revoke->person_id), DB_I(revoke->mandate_id), DB_I(revoke->on_date)),
                &changed));
    if (changed != 1) {
        return ctx_fail(ctx, E_MANDATE_ENDED, "mandate %lld", (long long)revoke->mandate_id);
    }
    TRY(db_exec(ctx, app->db, SQL_ACCOUNT_CLOSE_OF_MANDATE,
                DB_PARAMS(DB_I(revoke->person_id), DB_I(revoke->mandate_id), DB_I(change_seq)),
                &closed));
    MovementEntry entry = {.person_id = revoke->person_id,
                           .kind = MOVEMENT_MANDATE_REVOKED,
                           .reason_code = STR("DECISION"),
                           .effective_on = revoke->on_date};
    TRY(movement_add(ctx, app->db, &entry, change_seq));
    reply_add_int(reply, "mandate_id", revoke->mandate_id);
    reply_add_int(reply, "closed_account_count", closed);
    return OK;
}

Status mandate_revoke(Ctx *ctx, App *app, int64_t person_id, int64_t mandate_id, int64_t on_date,
                      Reply *ret_reply) {
    Str input;
    MandateRevoke revoke = {person_id, mandate_id, on_date};
    TRY(ctx_print(ctx, &input, "%lld %lld %lld", (long long)person_id, (long long)mandate_id,
                  (long long)on_date));
    return write_of_person(
        ctx, app, (PersonWrite){"mandate_revoke", person_id, input, mandate_revoke_in_tx, &revoke},
        ret_reply);
}

/* ---- account ---- */

static Status account_set_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                                Reply *reply) {
    const AccountSet *set = arg;
    int64_t today = ctx_today(ctx);
    Account account = {.person_id = set->person_id,
                       .channel = (Channel)set->channel,
                       .mandate_id = set->mandate_id,
                       .valid_from = today};
    TRY(db_query_int64(ctx, app->db, SQL_PROVIDER_BY_CODE, DB_PARAMS(DB_T(set->provider_code)), 0,
                       &account.provider_id));
    if (account.provider_id == 0) {
        return ctx_fail(ctx, E_ACCOUNT_PROVIDER, "%.*s", STR_ARG(set->provider_code));
    }
    TRY(name_clean(ctx, set->holder_name, &account.holder_name));
    if (!str_is_empty(set->number)) {
        AccountNumber number;
        TRY(account_number_parse(ctx, set->number, &number));
        memcpy(account.number, number.text, sizeof account.number);
    }
    TRY(account_check(ctx, &account));
    TRY(db_exec(ctx, app->db, SQL_ACCOUNT_CLOSE, DB_PARAMS(DB_I(set->person_id), DB_I(change_seq)),
                NULL));
    TRY(db_exec(ctx, app->db, SQL_HOLD_LIFT_OF_ACCOUNT,
                DB_PARAMS(DB_I(set->person_id), DB_I(change_seq)), NULL));
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_take_ids(ctx, app->db, STR("account"), 1, &account.account_id));
    TRY(db_bulk_open(ctx, app->db, SQL_ACCOUNT_INSERT, &bulk));
    TRY(account_add_bulk(ctx, app->keys, bulk, &account, change_seq));
    TRY(db_bulk_finish(ctx, &bulk, NULL));
    MovementEntry entry = {.person_id = set->person_id,
                           .kind = MOVEMENT_ACCOUNT_CHANGED,
                           .reason_code = STR("DECISION"),
                           .effective_on = today};
    TRY(movement_add(ctx, app->db, &entry, change_seq));
    reply_add_int(reply, "person_id", set->person_id);
    reply_add_int(reply, "account_id", account.account_id);
    return OK;
}

Status account_set(Ctx *ctx, App *app, const AccountSet *set, Reply *ret_reply) {
    Str input;
    uint8_t hash[KEYS_HASH_BYTES];
    char hex[2 * KEYS_HASH_BYTES + 1];
    keys_hash(app->keys, FIELD_ACCOUNT_NUMBER, set->number,
              hash); /* no clear number in a request's input */
    hex_write(hash, sizeof hash, hex);
    TRY(ctx_print(ctx, &input, "%lld %.*s %lld %s %lld", (long long)set->person_id,
                  STR_ARG(set->provider_code), (long long)set->channel, hex,
                  (long long)set->mandate_id));
    return write_of_person(
        ctx, app, (PersonWrite){"account_set", set->person_id, input, account_set_in_tx, set},
        ret_reply);
}

/* ---- holds ---- */

static Status hold_place_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                               Reply *reply) {
    const HoldSet *set = arg;
    int64_t hold_id = 0;
    TRY(db_take_ids(ctx, app->db, STR("hold"), 1, &hold_id));
    TRY(db_exec(
        ctx, app->db, SQL_HOLD_INSERT,
        DB_PARAMS(DB_I(set->person_id), DB_I(hold_id), DB_T(set->reason_code), DB_I(change_seq)),
        NULL));
    reply_add_int(reply, "person_id", set->person_id);
    reply_add_int(reply, "hold_id", hold_id);
    return OK;
}

static Status hold_lift_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg,
                              Reply *reply) {
    const HoldSet *set = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, app->db, SQL_HOLD_OPEN,
                 DB_PARAMS(DB_I(set->person_id), DB_T(set->reason_code)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        return ctx_fail(ctx, E_NOT_FOUND, "%s %.*s",
                        ctx_say(ctx, "không có lần tạm giữ", "no open hold"),
                        STR_ARG(set->reason_code));
    }
    if (db_int64(cursor, 1) == ctx->user_id) {
        return ctx_fail(ctx, E_PAYROLL_SAME_PERSON, "%s",
                        ctx_say(ctx, "người đặt tạm giữ không được tự bỏ",
                                "who placed the hold may not lift it"));
    }
    int64_t hold_id = db_int64(cursor, 0);
    db_cursor_close(&cursor);
    TRY(db_exec(ctx, app->db, SQL_HOLD_SET_LIFTED,
                DB_PARAMS(DB_I(set->person_id), DB_I(hold_id), DB_I(change_seq)), NULL));
    reply_add_int(reply, "person_id", set->person_id);
    reply_add_int(reply, "hold_id", hold_id);
    return OK;
}

static Status hold_write(Ctx *ctx, App *app, const char *name, const HoldSet *set, AppWork work,
                         Reply *ret_reply) {
    Str input;
    TRY(register_check_reason(ctx, app, set->reason_code));
    if (str_equal(set->reason_code, STR("DUPLICATE_CONFIRMED"))) { /* dedupe_verdict.c */
        return ctx_fail(ctx, E_DEDUPE_BY_VERDICT, "%lld", (long long)set->person_id);
    }
    TRY(ctx_print(ctx, &input, "%lld %.*s", (long long)set->person_id, STR_ARG(set->reason_code)));
    return write_of_person(ctx, app, (PersonWrite){name, set->person_id, input, work, set},
                           ret_reply);
}

Status hold_place(Ctx *ctx, App *app, const HoldSet *set, Reply *ret_reply) {
    return hold_write(ctx, app, "hold_place", set, hold_place_in_tx, ret_reply);
}

Status hold_lift(Ctx *ctx, App *app, const HoldSet *set, Reply *ret_reply) {
    return hold_write(ctx, app, "hold_lift", set, hold_lift_in_tx, ret_reply);
}
