/* A consistent copy, made by the process that holds the database. */
#include "app/setup.h"
#include "sys/file.h"

static Status backup_right(Ctx *ctx, App *app, const void *arg) {
    (void)ctx;
    (void)app;
    (void)arg;
    return OK;
}

Status setup_backup(Ctx *ctx, App *app, Str path, Reply *ret_reply) {
    int64_t byte_count = 0;
    int64_t home_area_id = 0;
    TRY(setup_home_area(ctx, app, &home_area_id));
    TRY(app_read(ctx, app, RIGHT_ADMINISTER, home_area_id, backup_right, NULL));
    TRY(db_backup_to(ctx, app->db, path));
    TRY(file_size(ctx, path, &byte_count));
    Reply reply = {.count = 0};
    reply_add_text(&reply, "path", path);
    reply_add_int(&reply, "byte_count", byte_count);
    *ret_reply = reply;
    return OK;
}
