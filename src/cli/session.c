#include "cli/session.h"

#include "app/setup.h"
#include "cli/show.h"
#include "law/law.h"
#include "sys/digest.h"
#include "sys/file.h"

/* "x.db" -> "x.keys" beside it; for PostgreSQL "ansinh.keys" in the working folder. */
static Status path_beside(Ctx *ctx, Str db_address, const char *ending, Str *ret_path) {
    if (str_starts_with(db_address, STR("postgres"))) {
        return ctx_print(ctx, ret_path, "ansinh.%s", ending);
    }
    size_t cut = str_ends_with(db_address, STR(".db")) ? db_address.len - 3 : db_address.len;
    return ctx_print(ctx, ret_path, "%.*s.%s", (int)cut, db_address.ptr, ending);
}

static Status keys_open_or_create(Ctx *ctx, Str path, bool create, Keys **ret_keys) {
    if (create && !file_exists(path)) {
        return keys_create(ctx, path, ret_keys);
    }
    return keys_load(ctx, path, ret_keys);
}

static Status law_open(Ctx *ctx, const LawBook **ret_law) {
    LawFile files[LAW_FILE_MAX];
    size_t count = law_files_embedded(files);
    DigestState state;
    uint8_t hash[DIGEST_BYTES];
    digest_init(&state);
    for (size_t i = 0; i < count; i++) {
        digest_add_text(&state, files[i].bytes);
    }
    digest_final(&state, hash);
    Str stored;
    TRY(ctx_copy_str(ctx, (Str){(const char *)hash, sizeof hash}, &stored));
    return law_book_load(ctx, files, count, stored, ret_law);
}

static Status table_open(Ctx *ctx, const SessionOptions *options, TableOut *ret_out) {
    if (!str_is_empty(options->table_path)) {
        return show_file_table(ctx, options->table_path, ret_out);
    }
    return options->json ? show_json_table(ctx, ret_out) : show_terminal_table(ctx, ret_out);
}

static Status session_fill(Ctx *ctx, const SessionOptions *options, bool needs_user,
                           Session *session) {
    Str keys_path = options->keys_path;
    session->app.files_dir = options->files_dir;
    if (str_is_empty(keys_path)) {
        TRY(path_beside(ctx, options->db_address, "keys", &keys_path));
    }
    if (str_is_empty(session->app.files_dir)) {
        TRY(path_beside(ctx, options->db_address, "files", &session->app.files_dir));
    }
    DbOptions db_options = {.create = options->create, .no_schema_check = options->create};
    TRY(law_open(ctx, &session->app.law));
    TRY(db_open(ctx, options->db_address, db_options, &session->app.db));
    TRY(keys_open_or_create(ctx, keys_path, options->create, &session->app.keys));
    if (!options->create) {
        TRY(setup_check_keys(ctx, &session->app));
    }
    TRY(table_open(ctx, options, &session->out));
    if (!needs_user && str_is_empty(options->login)) {
        return OK;
    }
    if (str_is_empty(options->login)) {
        return ctx_fail(ctx, E_ARGUMENT, "%s",
                        ctx_say(ctx, "cần --as LOGIN hoặc biến ANSINH_USER",
                                "--as LOGIN or the variable ANSINH_USER is needed"));
    }
    return setup_find_user(ctx, &session->app, options->login, &ctx->user_id);
}

Status session_open(Ctx *ctx, const SessionOptions *options, bool needs_user,
                    Session *ret_session) {
    Session session = {.options = *options};
    Status status = session_fill(ctx, options, needs_user, &session);
    if (status != OK) {
        session_close(&session);
        return status;
    }
    *ret_session = session;
    return OK;
}

Status session_open_law(Ctx *ctx, const SessionOptions *options, Session *ret_session) {
    Session session = {.options = *options};
    TRY(law_open(ctx, &session.app.law));
    TRY(table_open(ctx, options, &session.out));
    *ret_session = session;
    return OK;
}

void session_close(Session *session) {
    db_close(&session->app.db);
    keys_free(&session->app.keys);
}

Status session_show_reply(Ctx *ctx, Session *session, const Reply *reply) {
    return show_reply(ctx, reply, session->options.json);
}
