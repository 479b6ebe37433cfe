/* ansinh init: schema, identity of the database, and the reference tables from the tables in the
 * code. */
#include "app/setup.h"

#include "law/law.h"
#include "ledger/chart.h"
#include "payment/reason.h"
#include "payment/state.h"
#include "sys/digest.h"

static Status transitions_fill(Ctx *ctx, Db *db) {
    AttemptTransition step;
    for (size_t i = 0; attempt_transition_at(i, &step); i++) {
        TRY(db_exec(ctx, db, SQL_TRANSITION_INSERT,
                    DB_PARAMS(DB_I(step.from), DB_I(step.event), DB_I(step.to)), NULL));
    }
    return OK;
}

static Status chart_fill(Ctx *ctx, Db *db) {
    AccountText account;
    for (size_t i = 0; ledger_account_at(i, &account); i++) {
        TRY(db_exec(ctx, db, SQL_LEDGER_ACCOUNT_INSERT,
                    DB_PARAMS(DB_I(account.account), DB_T(str_of(account.code)),
                              DB_T(str_of(account.name_vi)), DB_T(str_of(account.name_en))),
                    NULL));
    }
    return OK;
}

static Status reasons_fill(Ctx *ctx, Db *db) {
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        ReasonText text = reason_text((Reason)i);
        TRY(db_exec(ctx, db, SQL_REASON_INSERT,
                    DB_PARAMS(DB_T(str_of(text.code)), DB_T(str_of(text.sentence_vi)),
                              DB_T(str_of(text.sentence_en)), DB_T(str_of(text.who_acts)),
                              DB_T(str_of(text.what_happens))),
                    NULL));
    }
    const char *iso_code = NULL;
    Reason reason = REASON_NONE;
    for (size_t i = 0; reason_iso_at(i, &iso_code, &reason); i++) {
        TRY(db_exec(ctx, db, SQL_PROVIDER_REASON_INSERT,
                    DB_PARAMS(DB_T(STR("iso20022")), DB_T(str_of(iso_code)),
                              DB_T(str_of(reason_code(reason)))),
                    NULL));
    }
    return OK;
}

static Status law_fill(Ctx *ctx, const App *app) {
    for (size_t i = 0; i < law_clause_count(app->law); i++) {
        const LawClause *clause = law_clause_at(app->law, i);
        TRY(db_exec(
            ctx, app->db, SQL_CLAUSE_INSERT,
            DB_PARAMS(DB_I(clause->clause_id), DB_T(clause->clause_code), DB_T(clause->citation)),
            NULL));
    }
    return db_exec(ctx, app->db, SQL_PROGRAMME_INSERT,
                   DB_PARAMS(DB_I(1), DB_T(STR("btxh")), DB_T(STR("Trợ giúp xã hội hằng tháng"))),
                   NULL);
}

typedef struct InitArg {
    Str key_check;
} InitArg;

static Status init_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const InitArg *init = arg;
    (void)change_seq;
    TRY(db_exec(ctx, app->db, SQL_SETTING_PUT,
                DB_PARAMS(DB_T(STR("key_check")), DB_T(init->key_check)), NULL));
    TRY(transitions_fill(ctx, app->db));
    TRY(chart_fill(ctx, app->db));
    TRY(reasons_fill(ctx, app->db));
    TRY(law_fill(ctx, app));
    reply_add_text(reply, "engine",
                   db_engine(app->db) == DB_SQLITE ? STR("sqlite") : STR("postgres"));
    return OK;
}

typedef struct KeyCheckRead {
    Str *stored;
} KeyCheckRead;

static Status key_check_read(Ctx *ctx, Db *db, const void *arg) {
    const KeyCheckRead *read = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_SETTING_GET, DB_PARAMS(DB_T(STR("key_check"))), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    *read->stored = (Str){"", 0};
    return has_row ? ctx_copy_str(ctx, db_str(cursor, 0), read->stored) : OK;
}

Status setup_check_keys(Ctx *ctx, App *app) {
    Str stored;
    KeyCheckRead read = {&stored};
    TRY(db_read(ctx, app->db, key_check_read, &read));
    if (str_is_empty(stored)) {
        return ctx_fail(
            ctx, E_DB_SCHEMA, "%s",
            ctx_say(ctx, "chưa khởi tạo: chạy ansinh init", "not initialised: run ansinh init"));
    }
    return keys_check(ctx, app->keys, stored);
}

Status setup_init(Ctx *ctx, App *app, Reply *ret_reply) {
    int64_t applied_count = 0;
    char check[KEYS_CHECK_CHARS + 1];
    Str stored;
    KeyCheckRead read = {&stored};
    TRY(db_migrate(ctx, app->db, &applied_count));
    TRY(db_read(ctx, app->db, key_check_read, &read));
    if (!str_is_empty(stored)) {
        TRY(keys_check(ctx, app->keys, stored)); /* an old database keeps its keys */
    }
    keys_check_value(app->keys, check);
    InitArg init = {str_of(check)};
    UseCase use_case = {"init", RIGHT_NONE, 0, STR("init")};
    Reply reply;
    TRY(app_write(ctx, app, &use_case, init_in_tx, &init, &reply));
    reply_add_int(&reply, "migration_count", applied_count);
    *ret_reply = reply;
    return OK;
}
