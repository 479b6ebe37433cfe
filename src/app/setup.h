/*
 * setup.h -- use cases that prepare a database: schema, reference data, areas, users, providers.
 *
 * Floor 4.
 */
#ifndef APP_SETUP_H
#define APP_SETUP_H

#include "app/app.h"
#include "app/table.h"

/*
 * ansinh init: migrates, stores the database id and the key check, fills the reference tables
 * (transitions, chart of accounts, reasons, clauses, programme btxh). Harmless when run again.
 */
Status setup_init(Ctx *ctx, App *app, Reply *ret_reply) MUST_CHECK;

/*
 * ansinh area load: both maps and the successors, from the facts inside the program. `home_code` is
 * the province that this database serves (empty = the country): whoever loads results or reads its
 * figures needs a grant that reaches it.
 */
Status setup_load_areas(Ctx *ctx, App *app, Str home_code, Reply *ret_reply) MUST_CHECK;
/* The area that the database serves; 0 = the country. Opens a read of its own. */
Status setup_home_area(Ctx *ctx, App *app, int64_t *ret_area_id) MUST_CHECK;

typedef struct UserAdd {
    Str login;
    Str full_name;
    Role role;
    int64_t area_id; /* 0 = the whole country */
} UserAdd;

/* ansinh user add: also the first administrator, when there is no user yet. E_USER_EXISTS. */
Status setup_add_user(Ctx *ctx, App *app, const UserAdd *user, Reply *ret_reply) MUST_CHECK;
/* The user of a login; E_USER_UNKNOWN. */
Status setup_find_user(Ctx *ctx, App *app, Str login, int64_t *ret_user_id) MUST_CHECK;

typedef struct ProviderAdd {
    Str code;
    Str name;
    int64_t kind; /* 1 bank 2 wallet 3 post */
    Str bin;
    Str out_template; /* pain001, bank_csv, wallet_xlsx, post_list_xlsx */
    Str in_template;
    int64_t chunk_rows;
    int64_t answer_days;
    Str debtor_name;
    Str debtor_account;
} ProviderAdd;

Status setup_add_provider(Ctx *ctx, App *app, const ProviderAdd *provider,
                          Reply *ret_reply) MUST_CHECK;

/*
 * The unit with that code valid on `day`: 2 digits a province, 3 a district, 5 a commune.
 * E_AREA_UNKNOWN.
 */
Status setup_find_area(Ctx *ctx, App *app, Str area_code, int64_t day,
                       int64_t *ret_area_id) MUST_CHECK;

/* The provider of a code; E_ACCOUNT_PROVIDER. */
Status setup_find_provider(Ctx *ctx, App *app, Str code, int64_t *ret_provider_id) MUST_CHECK;

/* Who may act where; needs the right to administer. */
Status setup_list_users(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* Code, name, kind and template of each provider. */
Status setup_list_providers(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* The provinces of today (area_id 0), or the communes of one province. */
Status setup_list_areas(Ctx *ctx, App *app, int64_t area_id, const TableOut *out) MUST_CHECK;

/* Codes of reasons: what they say, who must act. */
Status setup_list_reasons(Ctx *ctx, App *app, const TableOut *out) MUST_CHECK;
/* The same inside a reading transaction. */
Status reasons_show(Ctx *ctx, Db *db, const TableOut *out) MUST_CHECK;

/* ansinh backup: a consistent copy made by the process that holds the database. Reply: byte_count.
 */
Status setup_backup(Ctx *ctx, App *app, Str path, Reply *ret_reply) MUST_CHECK;

/* E_KEY_FILE when the keys of the app are not those of this database. */
Status setup_check_keys(Ctx *ctx, App *app) MUST_CHECK;

#endif
