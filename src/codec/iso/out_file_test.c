/* Files out and answers in, through the two doors, with every built-in template. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "codec/iso/out_file.h"
#include "codec/iso/result_reader.h"
#include "codec/iso/sheet_result.h"
#include "codec/sheet.h"
#include "codec/sheet_writer.h"

enum { ARENA_CAP = 16 * 1024 * 1024, FILE_MAX = 65536 };

static Ctx ctx;
static char path[64];

static int set_up(void **state) {
    (void)state;
    ctx = (Ctx){.arena = arena_new(ARENA_CAP), .clock = clock_system()};
    (void)snprintf(path, sizeof path, "/tmp/ansinh-out-XXXXXX");
    int fd = mkstemp(path);
    return ctx.arena && fd >= 0 && close(fd) == 0 && unlink(path) == 0 ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    (void)unlink(path);
    arena_free(&ctx.arena);
    return 0;
}

static const ProviderTemplate *template_of(const char *name) {
    const ProviderTemplate *template = NULL;
    assert_int_equal(provider_template_load(&ctx, str_of(name), &template), OK);
    return template;
}

static const OutFileHeader HEADER = {.batch_ref = {"AS-7", 4},
                                     .period = 202606,
                                     .count = 2,
                                     .sum_dong = 1350000,
                                     .created_us = 1780275600000000,
                                     .execution_day = 20260605,
                                     .debtor_name = {"Sở Y tế tỉnh Sơn La", 27},
                                     .debtor_account = {"0711000123456", 13},
                                     .debtor_agent = {"970436", 6}};

static OutLine line_at(int i) {
    return (OutLine){.line_no = i + 1,
                     .end_to_end_id = i ? STR("VN0A000000100002L") : STR("VN0A000000100001K"),
                     .amount_dong = i ? 540000 : 810000,
                     .account_number = STR("0079002051234"),
                     .holder_name = STR("Giàng A Chư"),
                     .agent = STR("970405"),
                     .remittance = STR("Trợ cấp 06/2026"),
                     .person_name = STR("=Giàng A Chư"),
                     .pay_point = STR("Bưu điện Mường La")};
}

static Status two_lines_write(const char *template_name) {
    CLEANUP(out_file_close) OutFile *file = NULL;
    TRY(out_file_open(&ctx, template_of(template_name), &HEADER, path, &file));
    for (int i = 0; i < 2; i++) {
        OutLine line = line_at(i);
        TRY(out_file_add(&ctx, file, &line));
    }
    return out_file_finish(&ctx, file);
}

static size_t file_bytes(char *room) {
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t len = fread(room, 1, FILE_MAX, in);
    (void)fclose(in);
    return len;
}

static void csv_list_is_what_the_template_says(void **state) {
    (void)state;
    char room[FILE_MAX];
    assert_int_equal(two_lines_write("bank_csv"), OK);
    Str text = {room, file_bytes(room)};
    assert_true(str_starts_with(text, STR("\xEF\xBB\xBF")));
    const char *const parts[] = {
        "THÁNG 06/2026",
        "Số hiệu tệp: AS-7",
        "Tổng số dòng: 2",
        "Tổng số tiền: 1.350.000",
        "STT;Mã lệnh chi;Số tài khoản;Tên chủ tài khoản;Mã ngân hàng;Số tiền;Nội dung",
        "1;VN0A000000100001K;0079002051234;GIANG A CHU;970405;810000;TRO CAP 06/2026",
        "2;VN0A000000100002L;0079002051234;GIANG A CHU;970405;540000;TRO CAP 06/2026",
    };
    size_t at = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        at = str_find(text, str_of(parts[i]), at);
        assert_true(at != SIZE_MAX);
    }
}

static void same_lines_give_the_same_bytes(void **state) {
    (void)state;
    static char one[FILE_MAX];
    static char two[FILE_MAX];
    for (size_t i = 0; !str_is_empty(provider_template_name(i)); i++) {
        const char *name = provider_template_name(i).ptr;
        assert_int_equal(two_lines_write(name), OK);
        size_t len = file_bytes(one);
        assert_true(len > 100);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(two_lines_write(name), OK);
        assert_int_equal(file_bytes(two), len);
        assert_memory_equal(one, two, len);
        assert_int_equal(unlink(path), 0);
    }
}

static void pay_list_reads_back_cell_by_cell(void **state) {
    (void)state;
    CLEANUP(sheet_close) SheetReader *sheet = NULL;
    SheetInfo info;
    SheetRow row;
    bool has = false;
    assert_int_equal(two_lines_write("post_list_xlsx"), OK);
    assert_int_equal(sheet_open(&ctx, path, &(SheetLimits){.rows = 0}, &sheet), OK);
    assert_int_equal(sheet_next(&ctx, sheet, &info, &has), OK);
    for (int i = 0; i < 7; i++) { /* five titles, the headings, the first line */
        assert_int_equal(sheet_next_row(&ctx, sheet, &row, &has), OK);
        assert_true(has);
    }
    assert_true(str_equal(row.cells[1].text, STR("VN0A000000100001K")));
    assert_true(str_equal(row.cells[2].text, STR("=Giàng A Chư"))); /* a text, no formula */
    assert_int_equal(row.cells[2].kind, SHEET_TEXT);
    assert_true(str_equal(row.cells[4].text, STR("Bưu điện Mường La")));
    assert_true(str_equal(row.cells[5].text, STR("810000")));
    assert_int_equal(row.cells[5].kind, SHEET_NUMBER);
}

static void file_that_is_not_as_declared_gets_no_name(void **state) {
    (void)state;
    const char *const names[] = {"pain001", "bank_csv", "wallet_xlsx"};
    for (size_t i = 0; i < 3; i++) {
        OutFile *file = NULL;
        OutLine line = line_at(0);
        assert_int_equal(out_file_open(&ctx, template_of(names[i]), &HEADER, path, &file), OK);
        assert_int_equal(out_file_add(&ctx, file, &line), OK);
        assert_int_equal(out_file_finish(&ctx, file), E_BUG); /* one line of two */
        line.amount_dong = 0;
        assert_int_equal(out_file_add(&ctx, file, &line), E_ARGUMENT);
        out_file_close(&file);
        assert_null(file);
        assert_int_not_equal(access(path, F_OK), 0);
        char part[80];
        (void)snprintf(part, sizeof part, "%s.part", path);
        assert_int_not_equal(access(part, F_OK), 0);
    }
}

/* ---- answers ---- */

static void text_put(const char *text) {
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
    assert_int_equal(fclose(out), 0);
}

static ResultRow next_row(ResultReader *reader) {
    const ResultRow *row = NULL;
    assert_int_equal(result_reader_next(&ctx, reader, &row), OK);
    assert_non_null(row);
    return *row;
}

static void row_is(ResultReader *reader, const char *id, int64_t amount_dong, ResultOutcome outcome,
                   Status problem) {
    ResultRow row = next_row(reader);
    assert_true(str_equal(row.end_to_end_id, str_of(id)));
    assert_int_equal(row.amount_dong, amount_dong);
    assert_int_equal(row.outcome, outcome);
    assert_int_equal(row.problem, problem);
}

static const char ANSWER[] = "KẾT QUẢ CHI\n"
                             "Số hiệu kết quả;KQ-1\n"
                             "Trả lời tệp: AS-7\n"
                             "Ngày kết quả: 05/06/2026\n"
                             "Mã GD;SỐ TIỀN;Trạng  thái;Mã lỗi;Ghi chú;Ngày\n"
                             "E1;540.000;Thành công;;;05/06/2026\n"
                             "E2;540000;THẤT BẠI;AC04;đã đóng;2026-06-05\n"
                             "E2;540000;THẤT BẠI;AC04;đã đóng;2026-06-05\n"
                             "E3;540000,5;Thành công;;;\n"
                             "E4;540000;Từ chối;DUPL;;\n"
                             "E5;540000;Ai biết;;;\n"
                             ";1000000;Thành công;;không có mã;\n"
                             "Tổng số dòng;7\n"
                             "Tổng số tiền;3.700.000 đ\n"
                             "Người lập biểu\n";

static void list_of_results_becomes_rows(void **state) {
    (void)state;
    CLEANUP(result_reader_close) ResultReader *reader = NULL;
    text_put(ANSWER);
    assert_int_equal(result_reader_open(&ctx, path, template_of("bank_csv"), &reader), OK);
    const ResultHeader *header = result_reader_header(reader);
    assert_int_equal(header->kind, RESULT_FILE_CSV);
    assert_true(str_equal(header->file_ref, STR("KQ-1")));
    assert_true(str_equal(header->original_ref, STR("AS-7")));
    assert_int_equal(header->statement_day, 20260605);
    row_is(reader, "E1", 540000, RESULT_PAID, OK);
    ResultRow row = next_row(reader);
    assert_int_equal(row.outcome, RESULT_REJECTED);
    assert_true(str_equal(row.reason_code, STR("AC04")));
    assert_true(str_equal(row.text, STR("đã đóng")));
    assert_int_equal(row.booking_day, 20260605);
    assert_int_equal(row.line, 7);
    row_is(reader, "E2", 540000, RESULT_REJECTED, OK); /* told twice: given twice */
    row_is(reader, "E3", RESULT_NOT_GIVEN, RESULT_OTHER, E_MONEY_SYNTAX);
    row_is(reader, "E4", 540000, RESULT_OTHER, OK); /* a duplicate is no final word */
    row_is(reader, "E5", 540000, RESULT_OTHER, OK);
    row_is(reader, "", 1000000, RESULT_PAID, OK); /* money without an id is not lost */
    const ResultRow *end = NULL;
    assert_int_equal(result_reader_next(&ctx, reader, &end), OK);
    assert_null(end);
    const ResultTotals *totals = result_reader_totals(reader);
    assert_int_equal(totals->row_count, 7);
    assert_int_equal(totals->problem_count, 1);
    assert_int_equal(totals->sum_dong, 3700000);
    assert_int_equal(totals->declared_count, 7);
    assert_true(totals->as_declared);
}

/* The text up to a point, as a file that was cut short. */
static bool cut_is_noticed(size_t len) {
    static char text[sizeof ANSWER];
    memcpy(text, ANSWER, len);
    text[len] = '\0';
    text_put(text);
    CLEANUP(result_reader_close) ResultReader *reader = NULL;
    if (result_reader_open(&ctx, path, template_of("bank_csv"), &reader) != OK) {
        return true;
    }
    for (;;) { /* ends with the rows */
        const ResultRow *row = NULL;
        if (result_reader_next(&ctx, reader, &row) != OK) {
            return true;
        }
        if (!row) {
            return !result_reader_totals(reader)->as_declared;
        }
    }
}

static void list_cut_short_is_noticed(void **state) {
    (void)state;
    size_t whole = (size_t)(strstr(ANSWER, "3.700.000") - ANSWER) + strlen("3.700.000");
    for (size_t len = 0; len < whole; len++) {
        ArenaMark mark = arena_mark(ctx.arena);
        assert_true(cut_is_noticed(len));
        arena_rewind(ctx.arena, mark);
    }
    assert_false(cut_is_noticed(whole)); /* only the signature line is missing */
    assert_false(cut_is_noticed(strlen(ANSWER)));
}

static void kinds_of_files_are_told_by_their_content(void **state) {
    (void)state;
    ResultReader *reader = NULL;
    text_put("no headings here;at all\n1;2\n");
    assert_int_equal(result_reader_open(&ctx, path, template_of("bank_csv"), &reader),
                     E_RESULT_FORMAT);
    assert_int_equal(result_reader_open(&ctx, path, template_of("pain001"), &reader),
                     E_RESULT_FORMAT);
    text_put(" <html><body>404</body></html>");
    assert_int_equal(result_reader_open(&ctx, path, template_of("bank_csv"), &reader),
                     E_XML_SCHEMA);
    text_put("");
    assert_int_not_equal(result_reader_open(&ctx, path, template_of("bank_csv"), &reader), OK);
    assert_int_equal(result_reader_open(&ctx, "/nonexistent", template_of("bank_csv"), &reader),
                     E_FILE_OPEN);
    assert_null(reader);
    /* XML is taken from whomever it comes */
    assert_int_equal(result_reader_open(&ctx, GOLDEN_DIR "/camt053-day.xml",
                                        template_of("wallet_xlsx"), &reader),
                     OK);
    assert_int_equal(result_reader_header(reader)->kind, RESULT_FILE_CAMT_053);
    assert_string_equal(result_file_kind_name(RESULT_FILE_CAMT_053), "camt.053");
    result_reader_close(&reader);
}

static void amounts_of_cells_are_read_as_people_write_them(void **state) {
    (void)state;
    const struct {
        const char *text;
        int64_t amount_dong;
    } good[] = {{"540000", 540000},      {"540.000", 540000},
                {"540,000", 540000},     {"1.234.567 đ", 1234567},
                {"1 234 567", 1234567},  {"540000.00", 540000},
                {"540.000 VNĐ", 540000}, {"0", 0}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int64_t amount_dong = -1;
        assert_int_equal(sheet_amount_parse(str_of(good[i].text), &amount_dong), OK);
        assert_int_equal(amount_dong, good[i].amount_dong);
    }
    const char *const bad[] = {"540.00.000", "540,5", "-540000", "5.4E5", "", "đ", "1.2345"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t amount_dong = -1;
        assert_int_equal(sheet_amount_parse(str_of(bad[i]), &amount_dong), E_MONEY_SYNTAX);
        assert_int_equal(amount_dong, -1);
    }
    int64_t amount_dong = -1;
    assert_int_equal(sheet_amount_parse(STR("1.000.000.000.000.000.000"), &amount_dong),
                     E_MONEY_OVERFLOW);
    assert_int_equal(sheet_day_parse(STR("5/6/2026")), 20260605);
    assert_int_equal(sheet_day_parse(STR("05-06-2026")), 20260605);
    assert_int_equal(sheet_day_parse(STR("2026-06-05")), 20260605);
    assert_int_equal(sheet_day_parse(STR("32/06/2026")), 0);
    assert_int_equal(sheet_day_parse(STR("6/2026")), 0);
}

#define WITH_FILE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FILE(csv_list_is_what_the_template_says),
        WITH_FILE(same_lines_give_the_same_bytes),
        WITH_FILE(pay_list_reads_back_cell_by_cell),
        WITH_FILE(file_that_is_not_as_declared_gets_no_name),
        WITH_FILE(list_of_results_becomes_rows),
        WITH_FILE(list_cut_short_is_noticed),
        WITH_FILE(kinds_of_files_are_told_by_their_content),
        cmocka_unit_test(amounts_of_cells_are_read_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
