#include "app/link_register.h"

enum { KIND_CMND = 9, PROGRESS_ROWS = 1 << 14 };

typedef struct Words {
    Str birth;
    Str area;
} Words;

static Status cell_of(Ctx *ctx, const LinkPerson *person, const Words *words, Str source,
                      Str *ret_cell) {
    static const char *const SEXES[] = {"", "nam", "nữ"};
    const struct {
        const char *source;
        Str cell;
    } CELLS[] = {
        {"full_name", person->full_name},
        {"birth_date", words->birth},
        {"cccd", person->cccd},
        {"cmnd", person->cmnd},
        {"sex", str_of(SEXES[person->sex <= 2 ? person->sex : 0])},
        {"commune_code", words->area},
    };
    for (size_t i = 0; i < sizeof CELLS / sizeof CELLS[0]; i++) {
        if (str_equal(source, str_of(CELLS[i].source))) {
            *ret_cell = CELLS[i].cell;
            return OK;
        }
    }
    return ctx_fail(ctx, E_LINK_DATA, "the register has no column \"%.*s\"", STR_ARG(source));
}

Status link_register_add(Ctx *ctx, LinkTable *table, const LinkPerson *person,
                         DigestState *digest) {
    Str cells[LINK_COLUMN_MAX];
    Words words = {{"", 0}, {"", 0}};
    Str name = person->full_name;
    Str kept = {"", 0};
    if (person->birth_date != 0) {
        TRY(ctx_print(ctx, &words.birth, "%08lld", (long long)person->birth_date));
    }
    if (person->area_id != 0) {
        TRY(ctx_print(ctx, &words.area, "%lld", (long long)person->area_id));
    }
    TRY(ctx_copy_str(ctx, name, &kept)); /* a view of the cursor until here */
    LinkPerson copy = *person;
    copy.full_name = kept;
    for (int32_t i = 0; i < table->spec->column_count; i++) {
        TRY(cell_of(ctx, &copy, &words, table->spec->columns[i].source, &cells[i]));
        digest_add_text(digest, cells[i]);
    }
    digest_add_text(digest, person->id);
    return link_table_add(ctx, table, person->id, cells);
}

static Status row_add(Ctx *ctx, App *app, const DbCursor *cursor, LinkTable *table,
                      DigestState *digest) {
    LinkPerson person = {.full_name = db_str(cursor, 1),
                         .birth_date = db_int64(cursor, 2),
                         .sex = db_int64(cursor, 3),
                         .area_id = db_int64(cursor, 4)};
    TRY(ctx_print(ctx, &person.id, "%lld", (long long)db_int64(cursor, 0)));
    if (!db_is_null(cursor, 6)) {
        Cell cell = {FIELD_CITIZEN_ID, "person", "citizen_id_cipher", db_int64(cursor, 0)};
        Str *number = db_int64(cursor, 5) == KIND_CMND ? &person.cmnd : &person.cccd;
        TRY(keys_open(ctx, app->keys, &cell, db_str(cursor, 6), number));
    }
    return link_register_add(ctx, table, &person, digest);
}

Status link_register_count(Ctx *ctx, App *app, const AreaScope *scope, int64_t *ret_count) {
    return db_query_int64(ctx, app->db, SQL_LINKAGE_RECORD_COUNT,
                          DB_PARAMS(DB_I(scope->tree_from), DB_I(scope->tree_to)), 0, ret_count);
}

Status link_register_read(Ctx *ctx, App *app, const AreaScope *scope, LinkTable *table,
                          DigestState *digest) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_LINKAGE_LIST_RECORDS,
                 DB_PARAMS(DB_I(scope->tree_from), DB_I(scope->tree_to)), &cursor));
    for (int64_t row = 0;; row++) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        TRY(row_add(ctx, app, cursor, table, digest));
        if (row % PROGRESS_ROWS == 0) {
            ctx_progress(ctx, "link_read", row, (int64_t)table->capacity);
        }
    }
}
