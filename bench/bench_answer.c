#include "bench.h"

#include <stdio.h>

#include "payment/end_to_end.h"
#include "sys/file.h"

enum { BATCH_MAX = 4096, REJECTED_EVERY = 50 };

typedef struct Batches {
    int64_t payroll_id;
    int64_t ids[BATCH_MAX];
    int64_t lines[BATCH_MAX];
    int64_t periods[BATCH_MAX];
    Str provider_codes[BATCH_MAX];
    size_t count;
} Batches;

static Status batches_read(Ctx *ctx, App *app, const void *arg) {
    Batches *batches = *(Batches *const *)arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_BATCH_LIST, DB_PARAMS(DB_I(batches->payroll_id)), &cursor));
    for (;;) { /* ends: the cursor only moves forward */
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row || batches->count == BATCH_MAX) {
            return OK;
        }
        size_t i = batches->count++;
        batches->ids[i] = db_int64(cursor, 0);
        batches->lines[i] = db_int64(cursor, 6);
        batches->periods[i] = db_int64(cursor, 5);
        TRY(ctx_copy_str(ctx, db_str(cursor, 3), &batches->provider_codes[i]));
    }
}

typedef struct Lines {
    FILE *out;
    int64_t batch_id;
    int64_t line_count;
    int64_t *written;
} Lines;

static Status lines_write(Ctx *ctx, App *app, const void *arg) {
    const Lines *lines = arg;
    CLEANUP(db_cursor_close) DbCursor *cursor = NULL;
    TRY(db_query(ctx, app->db, SQL_RESULT_LIST_ATTEMPTS,
                 DB_PARAMS(DB_I(attempt_id_of(lines->batch_id, 1)),
                           DB_I(attempt_id_of(lines->batch_id, lines->line_count))),
                 &cursor));
    for (;;) { /* ends: the cursor only moves forward */
        char id[END_TO_END_CHARS + 1];
        bool has_row = false;
        TRY(db_next(ctx, cursor, &has_row));
        if (!has_row) {
            return OK;
        }
        end_to_end_write(db_int64(cursor, 0), db_int64(cursor, 1), id);
        bool rejected = db_int64(cursor, 0) % REJECTED_EVERY == 0;
        fprintf(lines->out,
                "<TxInfAndSts><OrgnlEndToEndId>%s</OrgnlEndToEndId><TxSts>%s</TxSts>%s"
                "<OrgnlTxRef><Amt><InstdAmt "
                "Ccy=\"VND\">%lld</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>\n",
                id, rejected ? "RJCT" : "ACSC",
                rejected ? "<StsRsnInf><Rsn><Cd>MS03</Cd></Rsn></StsRsnInf>" : "",
                (long long)db_int64(cursor, 3));
        (*lines->written)++;
    }
}

static Status answer_write(Ctx *ctx, App *app, const Batches *batches, size_t i, Str path,
                           int64_t *written) {
    FILE *out = fopen(path.ptr, "w");
    if (out == NULL) {
        return ctx_fail(ctx, E_FILE_WRITE, "%s", path.ptr);
    }
    fprintf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document "
        "xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">"
        "<CstmrPmtStsRpt><GrpHdr><MsgId>R%lld</MsgId><CreDtTm>2026-01-05T09:00:00</CreDtTm></"
        "GrpHdr>"
        "<OrgnlGrpInfAndSts><OrgnlMsgId>AS%06lldB%09lld</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</"
        "OrgnlMsgNmId>"
        "</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>AS%06lldB%09lld</OrgnlPmtInfId>\n",
        (long long)batches->ids[i], (long long)batches->periods[i], (long long)batches->ids[i],
        (long long)batches->periods[i], (long long)batches->ids[i]);
    Lines lines = {out, batches->ids[i], batches->lines[i], written};
    Status status = app_read(ctx, app, RIGHT_NONE, 0, lines_write, &lines);
    fprintf(out, "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n");
    return fclose(out) == 0 ? status : ctx_fail(ctx, E_FILE_WRITE, "%s", path.ptr);
}

Status bench_write_answers(Ctx *ctx, App *app, int64_t payroll_id, Str dir, int64_t *ret_file_count,
                           int64_t *ret_row_count) {
    Batches *batches = NULL;
    *ret_row_count = 0;
    TRY(file_make_folders(ctx, dir));
    TRY(ctx_alloc(ctx, sizeof *batches, (void **)&batches));
    batches->payroll_id = payroll_id;
    TRY(app_read(ctx, app, RIGHT_NONE, 0, batches_read, &batches));
    for (size_t i = 0; i < batches->count; i++) {
        Str path;
        TRY(ctx_print(ctx, &path, "%.*s/%.*s-%06lld.xml", STR_ARG(dir),
                      STR_ARG(batches->provider_codes[i]), (long long)batches->ids[i]));
        TRY(answer_write(ctx, app, batches, i, path, ret_row_count));
    }
    *ret_file_count = (int64_t)batches->count;
    return OK;
}
