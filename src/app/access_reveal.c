/* What leaves in clear or as a file: first the row in the log, then the number (A3). */
#include "app/access.h"

#include "app/register_values.h"
#include "app/table_query.h"

enum { PURPOSE_BYTES_LEAST = 5 };

static Status purpose_check(Ctx *ctx, Str purpose) {
    return str_trim(purpose).len >= PURPOSE_BYTES_LEAST
               ? OK
               : ctx_fail(ctx, E_PURPOSE_MISSING, "%s", "");
}

/* ---- one number ---- */

typedef struct RevealArg {
    const PersonReveal *reveal;
    Cell cell;
    int column; /* of the statement */
    Str *number;
} RevealArg;

static Status reveal_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const RevealArg *in = arg;
    const PersonReveal *reveal = in->reveal;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query_one(ctx, app->db, SQL_PERSON_NUMBER, DB_PARAMS(DB_I(reveal->person_id)), &cursor));
    if (db_is_null(cursor, in->column)) {
        return ctx_fail(ctx, E_NOT_FOUND, "person %lld has no %.*s", (long long)reveal->person_id,
                        STR_ARG(reveal->field));
    }
    Cell cell = in->cell;
    cell.row_id = cell.field == FIELD_ACCOUNT_NUMBER ? db_int64(cursor, 2) : reveal->person_id;
    TRY(keys_open(ctx, app->keys, &cell, db_str(cursor, in->column), in->number));
    TRY(db_exec(ctx, app->db, SQL_PERSON_REVEAL_INSERT,
                DB_PARAMS(DB_I(reveal->person_id), DB_I(change_seq), DB_T(reveal->field),
                          DB_T(reveal->purpose)),
                NULL));
    reply_add_int(reply, "person_id", reveal->person_id);
    reply_add_text(reply, "field", reveal->field);
    reply_add_text(reply, "purpose", reveal->purpose);
    return OK;
}

Status person_reveal(Ctx *ctx, App *app, const PersonReveal *reveal, Str *ret_number) {
    static const struct {
        const char *name;
        Cell cell;
        int column;
    } FIELDS[] = {
        {"citizen_id", {FIELD_CITIZEN_ID, "person", "citizen_id_cipher", 0}, 0},
        {"phone", {FIELD_PHONE, "person", "phone_cipher", 0}, 1},
        {"account_number", {FIELD_ACCOUNT_NUMBER, "account", "number_cipher", 0}, 3},
    };
    int64_t area_id = 0;
    Str input;
    Str number;
    Reply reply;
    TRY(purpose_check(ctx, reveal->purpose));
    TRY(register_person_area(ctx, app, reveal->person_id, &area_id));
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        if (!str_equal(reveal->field, str_of(FIELDS[i].name))) {
            continue;
        }
        RevealArg arg = {reveal, FIELDS[i].cell, FIELDS[i].column, &number};
        TRY(ctx_print(ctx, &input, "%lld %s", (long long)reveal->person_id, FIELDS[i].name));
        UseCase use_case = {"person_reveal", RIGHT_REVEAL, area_id, input};
        ctx->request_key = STR(""); /* each look is a look of its own */
        TRY(app_write(ctx, app, &use_case, reveal_in_tx, &arg, &reply));
        *ret_number = number;
        return OK;
    }
    return ctx_fail(ctx, E_FIELD_INVALID, "field: citizen_id, phone or account_number");
}

typedef struct RevealsArg {
    int64_t person_id;
    const TableOut *out;
} RevealsArg;

static Status reveals_read(Ctx *ctx, App *app, const void *arg) {
    static const TableColumn COLUMNS_OF[] = {
        {"at_us", "Lúc", "At", CELL_INT},
        {"login", "Tên đăng nhập", "Login", CELL_TEXT},
        {"full_name", "Ai xem", "Who looked", CELL_TEXT},
        {"field", "Số nào", "Which number", CELL_TEXT},
        {"purpose", "Mục đích", "What for", CELL_TEXT},
    };
    const RevealsArg *in = arg;
    DbValue params[] = {DB_I(in->person_id)};
    TableQuery query = {SQL_PERSON_REVEAL_LIST, params, 1, "reveals", COLUMNS(COLUMNS_OF)};
    return table_query_run(ctx, app->db, &query, in->out);
}

Status person_list_reveals(Ctx *ctx, App *app, int64_t person_id, const TableOut *out) {
    int64_t area_id = 0;
    RevealsArg arg = {person_id, out};
    TRY(register_person_area(ctx, app, person_id, &area_id));
    return app_read(ctx, app, RIGHT_REGISTER_READ, area_id, reveals_read, &arg);
}

/* ---- a list as a file ---- */

static Status export_in_tx(Ctx *ctx, App *app, int64_t change_seq, const void *arg, Reply *reply) {
    const ExportNote *note = arg;
    (void)ctx;
    (void)app;
    (void)change_seq;
    reply_add_text(reply, "list", note->list);
    reply_add_text(reply, "purpose", note->purpose);
    reply_add_int(reply, "area_id", note->area_id);
    return OK;
}

Status export_note(Ctx *ctx, App *app, const ExportNote *note, Reply *ret_reply) {
    UseCase use_case = {"export", RIGHT_NONE, note->area_id, note->list};
    TRY(purpose_check(ctx, note->purpose));
    ctx->request_key = STR("");
    return app_write(ctx, app, &use_case, export_in_tx, note, ret_reply);
}
