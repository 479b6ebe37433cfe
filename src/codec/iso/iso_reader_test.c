#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "codec/iso/iso_reader.h"

enum { ROW_MAX = 64, WORD_MAX = 160 };

static Ctx ctx;

/* A row with its texts copied out, since a reader's texts live only until the next row. */
typedef struct Seen {
    ResultRow row;
    char id[WORD_MAX];
    char reason[WORD_MAX];
    char text[WORD_MAX];
} Seen;

typedef struct File {
    ResultHeader header;
    ResultTotals totals;
    char file_ref[WORD_MAX];
    char statement_ref[WORD_MAX];
    char original_ref[WORD_MAX];
    char group_reason[WORD_MAX];
    Seen rows[ROW_MAX];
    size_t count;
} File;

static void word_copy(char *room, Str s) {
    assert_true(s.len < WORD_MAX);
    if (s.len > 0) {
        memcpy(room, s.ptr, s.len);
    }
    room[s.len] = '\0';
}

static Status file_read_fd(int fd, File *file) {
    memset(file, 0, sizeof *file);
    CLEANUP(iso_reader_close) IsoReader *reader = NULL;
    TRY(iso_reader_open(&ctx, xml_source_fd(&fd), &reader));
    file->header = *iso_reader_header(reader);
    word_copy(file->file_ref, file->header.file_ref);
    word_copy(file->statement_ref, file->header.statement_ref);
    word_copy(file->original_ref, file->header.original_ref);
    word_copy(file->group_reason, file->header.group_reason_code);
    for (;;) { /* ends with the rows */
        const ResultRow *row = NULL;
        TRY(iso_reader_next(&ctx, reader, &row));
        if (!row) {
            break;
        }
        assert_true(file->count < ROW_MAX);
        Seen *seen = &file->rows[file->count++];
        seen->row = *row;
        word_copy(seen->id, row->end_to_end_id);
        word_copy(seen->reason, row->reason_code);
        word_copy(seen->text, row->text);
    }
    file->totals = *iso_reader_totals(reader);
    return OK;
}

static Status file_read(const char *path, File *file) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    Status status = file_read_fd(fd, file);
    (void)close(fd);
    return status;
}

static Status text_read(const char *text, size_t len, File *file) {
    int fd = memfd_create("iso", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    (void)lseek(fd, 0, SEEK_SET);
    Status status = file_read_fd(fd, file);
    (void)close(fd);
    return status;
}

static void row_is(const Seen *seen, const char *id, int64_t amount_dong, ResultOutcome outcome,
                   const char *reason) {
    assert_string_equal(seen->id, id);
    assert_int_equal(seen->row.amount_dong, amount_dong);
    assert_int_equal(seen->row.outcome, outcome);
    assert_string_equal(seen->reason, reason);
}

static void report_gives_each_transaction_once_in_order(void **state) {
    (void)state;
    static File file;
    assert_int_equal(file_read(GOLDEN_DIR "/pain002-mixed.xml", &file), OK);
    assert_int_equal(file.header.kind, RESULT_FILE_PAIN_002);
    assert_string_equal(file.file_ref, "VBK-20260605-01");
    assert_string_equal(file.original_ref, "AS-000000001");
    assert_int_equal(file.header.statement_day, 20260605);
    assert_int_equal(file.header.group_outcome, 0); /* PART: each row speaks for itself */
    assert_int_equal(file.count, 7);
    row_is(&file.rows[0], "VN0A000000100001K", 810000, RESULT_PAID, "");
    row_is(&file.rows[1], "VN0A000000100002L", 540000, RESULT_ACCEPTED, "");
    row_is(&file.rows[2], "VN0A000000100003M", 540000, RESULT_REJECTED, "AC04");
    assert_string_equal(file.rows[2].text, "TAI KHOAN DA DONG lien he chi nhanh");
    row_is(&file.rows[3], "VN0A000000100003M", 540000, RESULT_REJECTED, "AC04"); /* told twice */
    row_is(&file.rows[4], "VN0A000000100004N", RESULT_NOT_GIVEN, RESULT_OTHER, "");
    assert_int_equal(file.rows[4].row.problem, E_MONEY_SYNTAX); /* half a đồng */
    row_is(&file.rows[5], "VN0A000000100005P", RESULT_NOT_GIVEN, RESULT_OTHER, "DUPL");
    assert_int_equal(file.rows[5].row.problem, OK); /* an amount may be left out */
    row_is(&file.rows[6], "VN0A000000100006Q", RESULT_NOT_GIVEN, RESULT_OTHER, "");
    assert_int_equal(file.rows[6].row.problem, E_MONEY_SYNTAX); /* dollars */
    assert_int_equal(file.rows[0].row.booking_day, 20260605);
    assert_int_equal(file.rows[0].row.row_no, 1);
    assert_int_equal(file.rows[6].row.row_no, 7);
    assert_true(file.rows[1].row.line > file.rows[0].row.line);
    assert_int_equal(file.totals.row_count, 7);
    assert_int_equal(file.totals.problem_count, 2);
    assert_int_equal(file.totals.sum_dong, 810000 + 3 * 540000);
    assert_int_equal(file.totals.declared_count, 7);
    assert_true(file.totals.as_declared);
}

static void older_report_reads_alike(void **state) {
    (void)state;
    static File file;
    assert_int_equal(file_read(GOLDEN_DIR "/pain002-v03-group-reject.xml", &file), OK);
    assert_string_equal(file.original_ref, "AS-000000002");
    assert_int_equal(file.header.group_outcome, RESULT_REJECTED);
    assert_string_equal(file.group_reason, "AM04");
    assert_int_equal(file.count, 0);
    assert_true(file.totals.as_declared);
}

static void statement_tells_paid_from_money_back(void **state) {
    (void)state;
    static File file;
    assert_int_equal(file_read(GOLDEN_DIR "/camt053-day.xml", &file), OK);
    assert_int_equal(file.header.kind, RESULT_FILE_CAMT_053);
    assert_string_equal(file.file_ref, "VBK-CAMT-20260605");
    assert_string_equal(file.statement_ref, "STMT-0001");
    assert_int_equal(file.header.statement_day, 20260605);
    assert_true(file.header.has_balances);
    assert_int_equal(file.header.opening_dong, 100000000);
    assert_int_equal(file.header.closing_dong, 99190000);
    assert_int_equal(file.count, 7);
    row_is(&file.rows[0], "VN0A000000100001K", 810000, RESULT_PAID, "");
    assert_int_equal(file.rows[0].row.entry_kind, RESULT_ENTRY_DEBIT);
    assert_int_equal(file.rows[0].row.booking_day, 20260605);
    row_is(&file.rows[1], "VN0A000000100002L", 540000, RESULT_PAID, ""); /* a batch entry of two */
    row_is(&file.rows[2], "VN0A000000100003M", 540000, RESULT_PAID, "");
    row_is(&file.rows[3], "VN0A000000100002L", 540000, RESULT_MONEY_BACK, "AC04");
    assert_int_equal(file.rows[3].row.entry_kind, RESULT_ENTRY_CREDIT);
    row_is(&file.rows[4], "VN0A000000100003M", 540000, RESULT_MONEY_BACK, ""); /* RvslInd */
    row_is(&file.rows[5], "", 10000, RESULT_OTHER, ""); /* NOTPROVIDED: interest, no return */
    row_is(&file.rows[6], "", 10000, RESULT_PAID, "");  /* no details at all */
    assert_string_equal(file.rows[6].text, "Phi chuyen tien");
    assert_int_equal(file.totals.declared_count, 6);
    assert_true(file.totals.as_declared);
}

static void notification_of_a_return_is_not_yet_money(void **state) {
    (void)state;
    static File file;
    assert_int_equal(file_read(GOLDEN_DIR "/camt054-return.xml", &file), OK);
    assert_int_equal(file.header.kind, RESULT_FILE_CAMT_054);
    assert_int_equal(file.count, 2);
    row_is(&file.rows[0], "VN0A000000100002L", 540000, RESULT_RETURN_NOTICE, "AC04");
    assert_string_equal(file.rows[0].text, "Tài khoản đã đóng");
    row_is(&file.rows[1], "VN0A000000100001K", 810000, RESULT_PAID, "");
    assert_false(file.header.has_balances);
}

/* The text of a golden file with one part replaced. */
static void golden_with(const char *name, const char *from, const char *to, StrBuf *ret_text) {
    char path[256];
    char room[16384];
    (void)snprintf(path, sizeof path, "%s/%s", GOLDEN_DIR, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t len = fread(room, 1, sizeof room, in);
    (void)fclose(in);
    Str text = {room, len};
    size_t at = str_find(text, str_of(from), 0);
    assert_true(at != SIZE_MAX);
    strbuf_init(ret_text, 65536);
    assert_int_equal(strbuf_add(&ctx, ret_text, str_part(text, 0, at)), OK);
    assert_int_equal(strbuf_add(&ctx, ret_text, str_of(to)), OK);
    assert_int_equal(strbuf_add(&ctx, ret_text, str_part(text, at + strlen(from), len)), OK);
}

static Status changed_read(const char *name, const char *from, const char *to, File *file) {
    CLEANUP(strbuf_done) StrBuf text;
    golden_with(name, from, to, &text);
    return text_read(text.ptr, text.len, file);
}

static void sums_that_disagree_are_told(void **state) {
    (void)state;
    static File file;
    assert_int_equal(changed_read("camt053-day.xml", ">99190000<", ">99190001<", &file), OK);
    assert_false(file.totals.as_declared);
    assert_int_equal(changed_read("camt053-day.xml", "<NbOfNtries>6<", "<NbOfNtries>5<", &file),
                     OK);
    assert_false(file.totals.as_declared);
    assert_int_equal(changed_read("camt053-day.xml", ">1080000</Amt>", ">1080001</Amt>", &file),
                     OK);
    assert_false(file.totals.as_declared);
    assert_int_equal(changed_read("pain002-mixed.xml", "<DtldNbOfTxs>4<", "<DtldNbOfTxs>3<", &file),
                     OK);
    assert_false(file.totals.as_declared);
}

static void detail_without_an_amount_takes_it_only_when_alone(void **state) {
    (void)state;
    static File file;
    assert_int_equal(changed_read("camt053-day.xml", "<Amt Ccy=\"VND\">540000</Amt><CdtDbtInd>DBIT",
                                  "<CdtDbtInd>DBIT", &file),
                     OK);
    assert_int_equal(file.count, 7);
    row_is(&file.rows[1], "VN0A000000100002L", RESULT_NOT_GIVEN, RESULT_OTHER, "");
    assert_int_equal(file.rows[1].row.problem, E_RESULT_FORMAT);
    row_is(&file.rows[2], "VN0A000000100003M", 540000, RESULT_PAID, "");
    row_is(&file.rows[0], "VN0A000000100001K", 810000, RESULT_PAID, ""); /* alone: the entry's */
}

static void every_cut_of_a_file_is_refused(void **state) {
    (void)state;
    static File file;
    CLEANUP(strbuf_done) StrBuf text;
    golden_with("pain002-mixed.xml", "</Document>\n", "</Document>", &text);
    assert_int_equal(text_read(text.ptr, text.len, &file), OK);
    for (size_t len = 0; len < text.len; len += 3) {
        Status status = text_read(text.ptr, len, &file);
        assert_true(status == E_XML_SYNTAX || status == E_XML_SCHEMA);
    }
    assert_int_equal(text_read(text.ptr, text.len - 1, &file), E_XML_SYNTAX);
    assert_int_equal(file.count, 7); /* the rows before the damage were given */
    assert_non_null(strstr(ctx.failure.detail, "line "));
}

static void strange_files_are_refused_for_what_they_are(void **state) {
    (void)state;
    static File file;
    const char *const name = "pain002-mixed.xml";
    assert_int_equal(changed_read(name, "pain.002.001.10", "pain.002.001.12", &file), E_XML_SCHEMA);
    assert_int_equal(changed_read(name, "pain.002.001.10", "pain.001.001.09", &file), E_XML_SCHEMA);
    assert_int_equal(changed_read(name, "pain.002.001.10", "camt.053.001.08", &file), E_XML_SCHEMA);
    assert_int_equal(changed_read(name, "<TxSts>ACSC", "<TxSts>LONGER", &file), E_XML_SCHEMA);
    assert_int_equal(changed_read(name, "<GrpHdr>", "<!-- x --><GrpHdr>", &file), OK);
    assert_int_equal(changed_read(name, "<Document",
                                  "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">"
                                  "<Document",
                                  &file),
                     E_XML_SYNTAX);
    assert_int_equal(changed_read(name, "<MsgId>VBK", "<MsgId>&unknown;VBK", &file), E_XML_SYNTAX);
    assert_int_equal(changed_read(name, "<MsgId>VBK-", "<MsgId>&#86;BK&amp;", &file), OK);
    assert_string_equal(file.file_ref, "VBK&20260605-01");
    assert_int_equal(changed_read(name, "<MsgId>VBK-20260605-01</MsgId>", "", &file), E_XML_SCHEMA);
    assert_int_equal(changed_read(name, "</Document>", "</Document><Document/>", &file),
                     E_XML_SYNTAX);
}

static void amount_beyond_int64_is_a_problem_of_its_row_only(void **state) {
    (void)state;
    static File file;
    assert_int_equal(
        changed_read("pain002-mixed.xml", ">810000.00<", ">999999999999999999<", &file), OK);
    assert_int_equal(file.rows[0].row.problem, OK);
    assert_int_equal(
        changed_read("pain002-mixed.xml", ">810000.00<", ">9999999999999999999<", &file),
        E_XML_SCHEMA); /* the schema allows 18 digits */
}

/* Rows enough for many chunks: nothing lost, nothing twice at the seams. */
static void long_report_loses_nothing_at_the_seams(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    CLEANUP(strbuf_done) StrBuf text;
    strbuf_init(&text, 8 * 1024 * 1024);
    assert_int_equal(
        strbuf_print(
            &ctx, &text, "%s",
            "<Document "
            "xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr>"
            "<MsgId>M</MsgId><CreDtTm>2026-06-05T10:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>"
            "<OrgnlMsgId>O</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></"
            "OrgnlGrpInfAndSts>"
            "<OrgnlPmtInfAndSts><OrgnlPmtInfId>O</OrgnlPmtInfId>"),
        OK);
    for (int i = 1; i <= COUNT; i++) {
        assert_int_equal(
            strbuf_print(&ctx, &text,
                         "<TxInfAndSts><OrgnlEndToEndId>E%d</OrgnlEndToEndId><TxSts>ACSC</"
                         "TxSts><OrgnlTxRef><Amt>"
                         "<InstdAmt Ccy=\"VND\">%d</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>\n",
                         i, i),
            OK);
    }
    assert_int_equal(
        strbuf_print(&ctx, &text, "%s", "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"), OK);
    int fd = memfd_create("iso", MFD_CLOEXEC);
    assert_int_equal(write(fd, text.ptr, text.len), (ssize_t)text.len);
    (void)lseek(fd, 0, SEEK_SET);
    CLEANUP(iso_reader_close) IsoReader *reader = NULL;
    assert_int_equal(iso_reader_open(&ctx, xml_source_fd(&fd), &reader), OK);
    for (int i = 1; i <= COUNT; i++) {
        const ResultRow *row = NULL;
        char id[16];
        (void)snprintf(id, sizeof id, "E%d", i);
        assert_int_equal(iso_reader_next(&ctx, reader, &row), OK);
        assert_non_null(row);
        assert_true(str_equal(row->end_to_end_id, str_of(id)));
        assert_int_equal(row->amount_dong, i);
        assert_int_equal(row->row_no, i);
        assert_int_equal(row->line, i);
    }
    const ResultRow *row = NULL;
    assert_int_equal(iso_reader_next(&ctx, reader, &row), OK);
    assert_null(row);
    assert_int_equal(iso_reader_totals(reader)->sum_dong, (int64_t)COUNT * (COUNT + 1) / 2);
    (void)close(fd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report_gives_each_transaction_once_in_order),
        cmocka_unit_test(older_report_reads_alike),
        cmocka_unit_test(statement_tells_paid_from_money_back),
        cmocka_unit_test(notification_of_a_return_is_not_yet_money),
        cmocka_unit_test(sums_that_disagree_are_told),
        cmocka_unit_test(detail_without_an_amount_takes_it_only_when_alone),
        cmocka_unit_test(every_cut_of_a_file_is_refused),
        cmocka_unit_test(strange_files_are_refused_for_what_they_are),
        cmocka_unit_test(amount_beyond_int64_is_a_problem_of_its_row_only),
        cmocka_unit_test(long_report_loses_nothing_at_the_seams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
