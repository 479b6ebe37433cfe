#include "app/source_file.h"

Status source_file_find(Ctx *ctx, Db *db, Str sha256, FileKind kind, int64_t *ret_file_id) {
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    bool has_row = false;
    TRY(db_query(ctx, db, SQL_SOURCE_FILE_BY_SHA256, DB_PARAMS(DB_B(sha256)), &cursor));
    TRY(db_next(ctx, cursor, &has_row));
    if (!has_row) {
        *ret_file_id = 0;
        return OK;
    }
    int64_t known_kind = db_int64(cursor, 1);
    if (known_kind != (int64_t)kind) {
        return ctx_fail(ctx, E_FILE_KIND, "%s",
                        known_kind == FILE_KIND_INTAKE
                            ? ctx_say(ctx, "tệp này đã được nạp như một danh sách",
                                      "this file was taken in as a list")
                        : known_kind == FILE_KIND_OUT
                            ? ctx_say(ctx, "đây là tệp chi do chúng ta gửi đi",
                                      "this is a payment file that we sent")
                            : ctx_say(ctx, "tệp này đã được nạp như một tệp kết quả",
                                      "this file was taken in as an answer of a provider"));
    }
    *ret_file_id = db_int64(cursor, 0);
    return OK;
}
