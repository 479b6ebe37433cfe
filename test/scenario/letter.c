#include "letter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/payment.h"
#include "codec/sheet_writer.h"
#include "payment/end_to_end.h"
#include "sys/file.h"

enum { FILE_BYTES_MAX = 1 << 20, REF_MAX = 36 };

Told paid(int64_t person_id) {
    return (Told){.person_id = person_id, .outcome = RESULT_PAID};
}

Told accepted(int64_t person_id) {
    return (Told){.person_id = person_id, .outcome = RESULT_ACCEPTED};
}

Told rejected(int64_t person_id, const char *reason) {
    return (Told){.person_id = person_id, .outcome = RESULT_REJECTED, .reason = reason};
}

Told never_received(int64_t person_id) {
    return (Told){.person_id = person_id, .outcome = RESULT_NEVER_RECEIVED, .reason = "NOOR"};
}

Told unclaimed(int64_t person_id) {
    return (Told){.person_id = person_id, .outcome = RESULT_UNCLAIMED};
}

Told return_noticed(int64_t person_id, const char *reason) {
    return (Told){.person_id = person_id, .outcome = RESULT_RETURN_NOTICE, .reason = reason};
}

Told money_back(int64_t person_id, const char *reason) {
    return (Told){.person_id = person_id, .outcome = RESULT_MONEY_BACK, .reason = reason};
}

/* ---- the order that a row speaks of ---- */

static int64_t order_of(World *w, int64_t person_id, int64_t month) {
    int64_t attempt_id = ask(w,
                             "SELECT MAX(t.attempt_id) FROM attempt AS t "
                             "JOIN batch AS b ON b.batch_id = t.attempt_id / 1048576 "
                             "WHERE t.person_id = %lld AND b.period = %lld",
                             (long long)person_id, (long long)month);
    assert_true(attempt_id > 0);
    return attempt_id;
}

/* Providers of text files find the id in what we sent; those of workbooks, too, but zipped. */
static void id_should_stand_in_sent_file(World *w, int64_t attempt_id, const char *id) {
    int64_t batch_id = attempt_batch_id(attempt_id);
    int64_t payer =
        ask(w, "SELECT provider_id FROM batch WHERE batch_id = %lld", (long long)batch_id);
    if (payer != BANK && payer != LIST_BANK) {
        return;
    }
    Str path;
    Str bytes;
    int64_t period = ask(w, "SELECT period FROM batch WHERE batch_id = %lld", (long long)batch_id);
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &path, "%.*s/%s/AS%06lldB%09lld%s", STR_ARG(w->exchange),
                                payer_code((Payer)payer), (long long)period, (long long)batch_id,
                                payer == BANK ? ".xml" : ".csv"));
    ASSERT_OK(w->ctx, file_read_all(w->ctx, path, FILE_BYTES_MAX, &bytes));
    assert_true(str_find(bytes, str_of(id), 0) != SIZE_MAX);
}

Str order_id(World *w, int64_t person_id, int64_t month) {
    char id[END_TO_END_CHARS + 1];
    Str copy;
    int64_t attempt_id = order_of(w, person_id, month);
    end_to_end_write(attempt_id, person_id, id);
    id_should_stand_in_sent_file(w, attempt_id, id);
    ASSERT_OK(w->ctx, ctx_copy_str(w->ctx, str_of(id), &copy));
    return copy;
}

/* A row with all that a writer needs. */
typedef struct Row {
    Str id;
    int64_t amount_dong;
    ResultOutcome outcome;
    const char *reason;
} Row;

static size_t rows_of(World *w, const Letter *letter, Row *rows) {
    size_t count = 0;
    for (; count < TOLD_MAX; count++) {
        const Told *told = &letter->told[count];
        if (told->person_id == 0 && told->id == NULL) {
            break;
        }
        Row row = {{"", 0}, told->amount_dong, told->outcome, told->reason};
        row.id = told->id ? str_of(told->id) : order_id(w, told->person_id, letter->month);
        if (row.amount_dong == 0) {
            row.amount_dong = ask(w, "SELECT amount_dong FROM attempt WHERE attempt_id = %lld",
                                  (long long)order_of(w, told->person_id, letter->month));
        }
        rows[count] = row;
    }
    assert_true(count > 0);
    return count;
}

/* ---- XML ---- */

static const char *iso_status(ResultOutcome outcome) {
    return outcome == RESULT_PAID ? "ACSC" : outcome == RESULT_ACCEPTED ? "ACSP" : "RJCT";
}

static void report_print(FILE *out, const char *ref, const Row *rows, size_t count) {
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">\n"
            "<CstmrPmtStsRpt>\n<GrpHdr><MsgId>%s</MsgId>"
            "<CreDtTm>2026-02-26T10:00:00+07:00</CreDtTm></GrpHdr>\n"
            "<OrgnlGrpInfAndSts><OrgnlMsgId>ORIGINAL</OrgnlMsgId>"
            "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>\n"
            "<OrgnlPmtInfAndSts><OrgnlPmtInfId>ORIGINAL</OrgnlPmtInfId>\n",
            ref);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "<TxInfAndSts><OrgnlEndToEndId>%.*s</OrgnlEndToEndId><TxSts>%s</TxSts>",
                STR_ARG(rows[i].id), iso_status(rows[i].outcome));
        if (rows[i].reason) {
            fprintf(out, "<StsRsnInf><Rsn><Cd>%s</Cd></Rsn></StsRsnInf>", rows[i].reason);
        }
        fprintf(out,
                "<OrgnlTxRef><Amt><InstdAmt Ccy=\"VND\">%lld</InstdAmt></Amt></OrgnlTxRef>"
                "</TxInfAndSts>\n",
                (long long)rows[i].amount_dong);
    }
    fputs("</OrgnlPmtInfAndSts>\n</CstmrPmtStsRpt>\n</Document>\n", out);
}

static void notice_print(FILE *out, const char *ref, const Row *rows, size_t count) {
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">\n"
            "<BkToCstmrDbtCdtNtfctn>\n<GrpHdr><MsgId>%s</MsgId>"
            "<CreDtTm>2026-02-28T09:00:00+07:00</CreDtTm></GrpHdr>\n"
            "<Ntfctn><Id>%s</Id><Acct><Id><Othr><Id>3713000000001</Id></Othr></Id></Acct>\n",
            ref, ref);
    for (size_t i = 0; i < count; i++) {
        bool back = rows[i].outcome == RESULT_MONEY_BACK;
        bool debit = rows[i].outcome == RESULT_PAID;
        fprintf(out,
                "<Ntry><Amt Ccy=\"VND\">%lld</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>%s</Cd></Sts>"
                "<BookgDt><Dt>2026-02-28</Dt></BookgDt><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>"
                "<NtryDtls><TxDtls><Refs><EndToEndId>%.*s</EndToEndId></Refs>"
                "<Amt Ccy=\"VND\">%lld</Amt>",
                (long long)rows[i].amount_dong, debit ? "DBIT" : "CRDT",
                back || debit ? "BOOK" : "PDNG", STR_ARG(rows[i].id),
                (long long)rows[i].amount_dong);
        if (!debit) {
            fprintf(out, "<RtrInf><Rsn><Cd>%s</Cd></Rsn></RtrInf>",
                    rows[i].reason ? rows[i].reason : "NARR");
        }
        fputs("</TxDtls></NtryDtls></Ntry>\n", out);
    }
    fputs("</Ntfctn>\n</BkToCstmrDbtCdtNtfctn>\n</Document>\n", out);
}

static bool is_of_money(ResultOutcome outcome) {
    return outcome == RESULT_RETURN_NOTICE || outcome == RESULT_MONEY_BACK;
}

/* ---- lists ---- */

static const char *list_word(Payer from, ResultOutcome outcome) {
    static const char *const WORDS[][9] = {
        [LIST_BANK] = {"", "Đã tiếp nhận", "Thành công", "Từ chối", "Không nhận được lệnh", "?",
                       "Báo hoàn trả", "Đã hoàn trả", "?"},
        [WALLET] = {"", "Đang xử lý", "Thành công", "Thất bại", "Không có lệnh", "?",
                    "Báo hoàn trả", "Đã hoàn trả", "?"},
        [POST] = {"", "Đang chi trả", "Đã trả", "Không nhận chi", "Không có trong danh sách",
                  "Chưa trả", "Chờ nộp lại", "Đã nộp lại", "?"},
    };
    return WORDS[from][outcome];
}

static int64_t rows_sum(const Row *rows, size_t count) {
    int64_t sum_dong = 0;
    for (size_t i = 0; i < count; i++) {
        sum_dong += rows[i].amount_dong;
    }
    return sum_dong;
}

static void csv_print(FILE *out, const char *ref, const Row *rows, size_t count) {
    fprintf(out,
            "Số hiệu kết quả: %s\nTổng số dòng: %zu\nTổng số tiền: %lld\n"
            "Mã lệnh chi;Số tiền;Trạng thái;Mã lỗi;Diễn giải\n",
            ref, count, (long long)rows_sum(rows, count));
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "%.*s;%lld;%s;%s;\n", STR_ARG(rows[i].id), (long long)rows[i].amount_dong,
                list_word(LIST_BANK, rows[i].outcome), rows[i].reason ? rows[i].reason : "");
    }
}

static void workbook_write(World *w, const Letter *letter, const char *ref, const Row *rows,
                           size_t count, Str path) {
    const char *reason_title = letter->from == POST ? "Mã lý do" : "Mã lỗi";
    const TableFileColumn columns[] = {{STR("Mã lệnh chi"), TABLE_TEXT, 22},
                                       {STR("Số tiền"), TABLE_MONEY, 14},
                                       {STR("Trạng thái"), TABLE_TEXT, 14},
                                       {str_of(reason_title), TABLE_TEXT, 10}};
    Str titles[3];
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &titles[0], "Số hiệu kết quả: %s", ref));
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &titles[1], "Tổng số dòng: %zu", count));
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &titles[2], "Tổng số tiền: %lld",
                                (long long)rows_sum(rows, count)));
    TableFileOptions options = {.kind = TABLE_FILE_XLSX,
                                .columns = columns,
                                .column_count = 4,
                                .title_rows = titles,
                                .title_row_count = 3};
    TableWriter *table = NULL;
    ASSERT_OK(w->ctx, table_writer_open(w->ctx, path.ptr, &options, &table));
    for (size_t i = 0; i < count; i++) {
        Str word = str_of(list_word(letter->from, rows[i].outcome));
        ASSERT_OK(w->ctx, table_writer_text(w->ctx, table, rows[i].id));
        ASSERT_OK(w->ctx, table_writer_int64(w->ctx, table, rows[i].amount_dong));
        ASSERT_OK(w->ctx, table_writer_text(w->ctx, table, word));
        ASSERT_OK(w->ctx,
                  table_writer_text(w->ctx, table, str_of(rows[i].reason ? rows[i].reason : "")));
        ASSERT_OK(w->ctx, table_writer_end_row(w->ctx, table));
    }
    ASSERT_OK(w->ctx, table_writer_finish(w->ctx, &table));
}

/* ---- writing and loading ---- */

static Str new_path(World *w, const char *ending) {
    Str path;
    ASSERT_OK(w->ctx, ctx_print(w->ctx, &path, "%.*s/%lld%s", STR_ARG(w->letters),
                                (long long)++w->number, ending));
    return path;
}

static void text_write(const Letter *letter, const char *ref, const Row *rows, size_t count,
                       Str path) {
    FILE *out = fopen(path.ptr, "w");
    assert_non_null(out);
    if (letter->from == LIST_BANK) {
        csv_print(out, ref, rows, count);
    } else if (is_of_money(rows[0].outcome)) {
        notice_print(out, ref, rows, count);
    } else {
        report_print(out, ref, rows, count);
    }
    assert_int_equal(fclose(out), 0);
}

Str provider_writes(World *w, const Letter *letter) {
    static const char *const ENDINGS[] = {"", ".xml", ".csv", ".xlsx", ".xlsx"};
    Row rows[TOLD_MAX];
    size_t count = rows_of(w, letter, rows);
    Str path = new_path(w, ENDINGS[letter->from]);
    char ref[REF_MAX];
    snprintf(ref, sizeof ref, "KQ-%lld", (long long)w->number);
    const char *name = letter->ref ? letter->ref : ref;
    if (letter->from == WALLET || letter->from == POST) {
        workbook_write(w, letter, name, rows, count, path);
    } else {
        text_write(letter, name, rows, count, path);
    }
    return path;
}

static Str bytes_write(World *w, Str bytes, Str like_path) {
    Str ending = file_extension(like_path);
    Str path = new_path(w, ending.ptr); /* the extension ends the path */
    ASSERT_OK(w->ctx, file_write_new(w->ctx, path, bytes));
    return path;
}

Str file_is_cut(World *w, Str path, int64_t bytes) {
    Str whole;
    ASSERT_OK(w->ctx, file_read_all(w->ctx, path, FILE_BYTES_MAX, &whole));
    size_t kept = bytes > 0 ? (size_t)bytes : whole.len - (size_t)-bytes;
    assert_true(kept > 0 && kept < whole.len);
    return bytes_write(w, str_part(whole, 0, kept), path);
}

Str file_is_copied(World *w, Str path) {
    Str whole;
    ASSERT_OK(w->ctx, file_read_all(w->ctx, path, FILE_BYTES_MAX, &whole));
    return bytes_write(w, whole, path);
}

Status try_load(World *w, int64_t user_id, Payer from, Str path) {
    ResultLoad load = {str_of(payer_code(from)), path};
    w->ctx->user_id = user_id;
    return result_load(w->ctx, &w->app, &load, &w->reply);
}

void provider_answers(World *w, const Letter *letter) {
    Str path = provider_writes(w, letter);
    ASSERT_OK(w->ctx, try_load(w, w->accountant, letter->from, path));
}

void provider_reports(World *w, Payer from, int64_t month, Told told) {
    provider_answers(w, &(Letter){from, month, NULL, {told}});
}

void bank_refuses_file(World *w, int64_t month, const char *reason) {
    Str path = new_path(w, ".xml");
    int64_t batch_id = ask(w, "SELECT batch_id FROM batch WHERE provider_id = %d AND period = %lld",
                           BANK, (long long)month);
    FILE *out = fopen(path.ptr, "w");
    assert_non_null(out);
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">\n"
            "<CstmrPmtStsRpt>\n<GrpHdr><MsgId>KQ-%lld</MsgId>"
            "<CreDtTm>2026-02-26T10:00:00+07:00</CreDtTm></GrpHdr>\n"
            "<OrgnlGrpInfAndSts><OrgnlMsgId>AS%06lldB%09lld</OrgnlMsgId>"
            "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>RJCT</GrpSts>"
            "<StsRsnInf><Rsn><Cd>%s</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts>\n"
            "</CstmrPmtStsRpt>\n</Document>\n",
            (long long)w->number, (long long)month, (long long)batch_id, reason);
    assert_int_equal(fclose(out), 0);
    ASSERT_OK(w->ctx, try_load(w, w->accountant, BANK, path));
}

Status try_fenced_paper(World *w, Str end_to_end_id) {
    Str path = new_path(w, ".pdf");
    FILE *out = fopen(path.ptr, "w");
    assert_non_null(out);
    fprintf(out, "%%PDF-1.4 scan of letter %lld: order %.*s was never received\n",
            (long long)w->number, STR_ARG(end_to_end_id));
    assert_int_equal(fclose(out), 0);
    FencedNegative negative = {end_to_end_id, path};
    w->ctx->user_id = w->accountant;
    return payment_fenced_negative(w->ctx, &w->app, &negative, &w->reply);
}
