#include <inttypes.h>
#include <string.h>

#include "db/driver.h"
#include "sys/digest.h"

/*
 * Over both engines' compiled texts, so that a comment may be mended and a word may not. Lengths
 * are not needed between them: a text holds no NUL, and one is added.
 */
static void migration_checksum(const SqlMigration *m, uint8_t ret_checksum[DIGEST_BYTES]) {
    Sha256State state;
    sha256_init(&state);
    for (int engine = 0; engine < 2; engine++) {
        sha256_add(&state, (Str){m->text[engine], strlen(m->text[engine]) + 1});
    }
    sha256_final(&state, ret_checksum);
}

static const char *text_of(const Db *db, const SqlMigration *m) {
    return m->text[db->engine == DB_SQLITE ? SQL_TEXT_SQLITE : SQL_TEXT_POSTGRES];
}

/* Compares what was applied with what we know; *ret_next is the number of the first one missing. */
static Status compare_applied(Ctx *ctx, Db *db, const SqlMigration *migrations, size_t count,
                              int64_t *ret_next) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    int64_t next = 1;
    TRY(db_query(ctx, db, SQL_SCHEMA_MIGRATION_LIST, DB_NO_PARAMS, &cursor));
    for (;; next++) { /* ends with the rows */
        uint8_t checksum[DIGEST_BYTES];
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            *ret_next = next;
            return OK;
        }
        int64_t number = db_int64(cursor, 0);
        if (number >= (int64_t)count) {
            return ctx_fail(ctx, E_DB_SCHEMA,
                            "migration %" PRId64 " is newer than this program knows (%zu): use the "
                            "newer program",
                            number, count - 1);
        }
        if (number != next) {
            return ctx_fail(ctx, E_DB_SCHEMA, "migration %" PRId64 " is missing below %" PRId64,
                            next, number);
        }
        migration_checksum(&migrations[number], checksum);
        if (!str_equal(db_str(cursor, 2), (Str){(const char *)checksum, sizeof checksum})) {
            return ctx_fail(ctx, E_DB_SCHEMA, "migration %s was applied with another text",
                            migrations[number].name);
        }
    }
}

typedef struct Step {
    const SqlMigration *migrations;
    size_t count;
    int64_t applied; /* 0 or 1 by this transaction */
} Step;

/* The first migration that is missing now; another process may have been faster. */
static Status apply_next(Ctx *ctx, Db *db, Step *step) {
    uint8_t checksum[DIGEST_BYTES];
    int64_t next = 0;
    step->applied = 0;
    TRY(db->driver->script(ctx, db, text_of(db, &step->migrations[0])));
    TRY(compare_applied(ctx, db, step->migrations, step->count, &next));
    if (next >= (int64_t)step->count) {
        return OK;
    }
    const SqlMigration *m = &step->migrations[next];
    TRY(db->driver->script(ctx, db, text_of(db, m)));
    migration_checksum(m, checksum);
    TRY(db_exec(ctx, db, SQL_SCHEMA_MIGRATION_INSERT,
                DB_PARAMS(DB_I(next), DB_T(str_of(m->name)),
                          DB_B(((Str){(const char *)checksum, sizeof checksum})),
                          DB_I(ctx_now_us(ctx))),
                NULL));
    step->applied = 1;
    return OK;
}

Status db_migrate_with(Ctx *ctx, Db *db, const SqlMigration *migrations, size_t count,
                       int64_t *ret_applied_count) {
    Step step = {migrations, count, 0};
    int64_t applied = 0;
    do { /* ends: each turn applies one of `count`, or none */
        TRY(db_begin(ctx, db, DB_TX_WRITE));
        Status status = apply_next(ctx, db, &step);
        status = status == OK ? db_commit(ctx, db) : status;
        db_rollback(db);
        TRY(status);
        applied += step.applied;
    } while (step.applied > 0);
    *ret_applied_count = applied;
    return OK;
}

Status db_migrate(Ctx *ctx, Db *db, int64_t *ret_applied_count) {
    return db_migrate_with(ctx, db, SQL_MIGRATIONS, SQL_MIGRATION_COUNT, ret_applied_count);
}

typedef struct Known {
    const SqlMigration *migrations;
    size_t count;
} Known;

static Status check_schema(Ctx *ctx, Db *db, const void *arg) {
    const Known *known = arg;
    int64_t present = 0;
    int64_t next = 0;
    TRY(db_query_int64(ctx, db, SQL_SCHEMA_MIGRATION_PRESENT, DB_NO_PARAMS, 0, &present));
    if (present == 0) {
        return ctx_fail(ctx, E_DB_SCHEMA, "this database was never initialised: run ansinh init");
    }
    TRY(compare_applied(ctx, db, known->migrations, known->count, &next));
    if (next < (int64_t)known->count) {
        return ctx_fail(ctx, E_DB_SCHEMA, "migration %s is not applied yet: run ansinh init",
                        known->migrations[next].name);
    }
    return OK;
}

Status db_check_schema_with(Ctx *ctx, Db *db, const SqlMigration *migrations, size_t count) {
    Known known = {migrations, count};
    return db_read(ctx, db, check_schema, &known);
}

Status db_check_schema(Ctx *ctx, Db *db) {
    return db_check_schema_with(ctx, db, SQL_MIGRATIONS, SQL_MIGRATION_COUNT);
}
