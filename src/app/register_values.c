#include "app/register_values.h"

#include <string.h>

enum { MASK_SHOWN = 4 };

/* All but the last four characters become stars. */
static Status mask_make(Ctx *ctx, Str number, Str *ret_mask) {
    char *mask = NULL;
    TRY(ctx_alloc(ctx, number.len + 1, (void **)&mask));
    size_t hidden = number.len > MASK_SHOWN ? number.len - MASK_SHOWN : number.len;
    memset(mask, '*', hidden);
    memcpy(mask + hidden, number.ptr + hidden, number.len - hidden);
    *ret_mask = (Str){mask, number.len};
    return OK;
}

Status protect_number(Ctx *ctx, const Keys *keys, const Cell *cell, Str number,
                      ProtectedNumber *ret_number) {
    ProtectedNumber result = {{"", 0}, {"", 0}, {"", 0}};
    if (!str_is_empty(number)) {
        uint8_t hash[KEYS_HASH_BYTES];
        keys_hash(keys, cell->field, number, hash);
        TRY(ctx_copy_str(ctx, (Str){(const char *)hash, sizeof hash}, &result.hash));
        TRY(keys_seal(ctx, keys, cell, number, &result.cipher));
        TRY(mask_make(ctx, number, &result.mask));
    }
    *ret_number = result;
    return OK;
}

Status mandate_add_bulk(Ctx *ctx, const Keys *keys, DbBulk *bulk, const Mandate *mandate,
                        int64_t change_seq) {
    ProtectedNumber id;
    TRY(protect_number(
        ctx, keys,
        &(Cell){FIELD_RECIPIENT_ID, "mandate", "recipient_id_cipher", mandate->mandate_id},
        str_of(mandate->recipient_id), &id));
    return db_bulk_add(
        ctx, bulk,
        DB_PARAMS(DB_I(mandate->person_id), DB_I(mandate->mandate_id), DB_I((int64_t)mandate->kind),
                  DB_T(mandate->recipient_name), db_text_or_null(mandate->relation),
                  db_bytes_or_null(id.hash), db_bytes_or_null(id.cipher), db_text_or_null(id.mask),
                  DB_T(mandate->certifier), DB_I(mandate->certified_on), DB_I(mandate->valid_from),
                  db_int_or_null(mandate->valid_to != 0, mandate->valid_to),
                  db_int_or_null(mandate->cap_dong != 0, mandate->cap_dong), DB_I(change_seq)));
}

Status account_add_bulk(Ctx *ctx, const Keys *keys, DbBulk *bulk, const Account *account,
                        int64_t change_seq) {
    ProtectedNumber number;
    TRY(protect_number(
        ctx, keys, &(Cell){FIELD_ACCOUNT_NUMBER, "account", "number_cipher", account->account_id},
        str_of(account->number), &number));
    return db_bulk_add(ctx, bulk,
                       DB_PARAMS(DB_I(account->person_id), DB_I(account->account_id),
                                 DB_I(account->provider_id), DB_I((int64_t)account->channel),
                                 DB_T(account->holder_name), db_bytes_or_null(number.hash),
                                 db_bytes_or_null(number.cipher), db_text_or_null(number.mask),
                                 db_int_or_null(account->mandate_id != 0, account->mandate_id),
                                 DB_I(account->valid_from), DB_I(change_seq)));
}

Status movement_add(Ctx *ctx, Db *db, const MovementEntry *entry, int64_t change_seq) {
    int64_t movement_id = 0;
    CLEANUP(db_bulk_discard) DbBulk *bulk = NULL;
    TRY(db_take_ids(ctx, db, STR("movement"), 1, &movement_id));
    TRY(db_bulk_open(ctx, db, SQL_MOVEMENT_INSERT, &bulk));
    TRY(db_bulk_add(ctx, bulk,
                    DB_PARAMS(DB_I(entry->person_id), DB_I(movement_id), DB_I(entry->kind),
                              DB_T(entry->reason_code), DB_I(entry->effective_on),
                              db_int_or_null(entry->enrolment_id != 0, entry->enrolment_id),
                              db_int_or_null(entry->from_area_id != 0, entry->from_area_id),
                              db_int_or_null(entry->to_area_id != 0, entry->to_area_id), DB_N, DB_N,
                              DB_I(change_seq))));
    return db_bulk_finish(ctx, &bulk, NULL);
}

typedef struct AreaOf {
    int64_t person_id;
    int64_t *area_id;
} AreaOf;

static Status area_read(Ctx *ctx, App *app, const void *arg) {
    const AreaOf *of = arg;
    TRY(db_query_int64(ctx, app->db, SQL_PERSON_HEAD, DB_PARAMS(DB_I(of->person_id)), 0,
                       of->area_id));
    return *of->area_id ? OK : ctx_fail(ctx, E_PERSON_UNKNOWN, "%lld", (long long)of->person_id);
}

Status register_person_area(Ctx *ctx, App *app, int64_t person_id, int64_t *ret_area_id) {
    int64_t area_id = 0;
    AreaOf of = {person_id, &area_id};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, area_read, &of));
    *ret_area_id = area_id;
    return OK;
}

typedef struct ReasonFind {
    Str reason_code;
    int64_t *known;
} ReasonFind;

static Status reason_read(Ctx *ctx, App *app, const void *arg) {
    const ReasonFind *find = arg;
    return db_query_int64(ctx, app->db, SQL_REASON_IS_KNOWN, DB_PARAMS(DB_T(find->reason_code)), 0,
                          find->known);
}

Status register_check_reason(Ctx *ctx, App *app, Str reason_code) {
    int64_t known = 0;
    ReasonFind find = {reason_code, &known};
    TRY(app_read(ctx, app, RIGHT_NONE, 0, reason_read, &find));
    return known ? OK
                 : ctx_fail(ctx, E_NOT_FOUND, "%s %.*s (ansinh reason list)",
                            ctx_say(ctx, "mã lý do", "reason"), STR_ARG(reason_code));
}
