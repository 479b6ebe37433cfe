/* Tests of tables as PDF: the same bytes again, nothing left behind, no text lost. What stands on
 * the pages is read back by pdftotext where it is installed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "codec/pdf_table.h"

static char folder[] = "/tmp/ansinh-pdf-XXXXXX";

static Ctx ctx_new(void) {
    return (Ctx){.arena = arena_new((size_t)64 << 20)};
}

static Status write_list(Ctx *ctx, const char *path, int rows, Str footer) {
    const PdfColumn columns[] = {
        {STR("Mã"), true}, {STR("Họ và tên"), false}, {STR("Số tiền (đ)"), true}};
    const Str lines[] = {STR("Kỳ 01/2026, xã Tô Hiệu")};
    const Str signers[] = {STR("Người lập biểu"), STR("Thủ trưởng đơn vị")};
    PdfTableOptions options = {.title = STR("DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI"),
                               .lines = lines,
                               .line_count = 1,
                               .columns = columns,
                               .column_count = 3,
                               .signature = STR("Ký nhận"),
                               .signers = signers,
                               .signer_count = 2,
                               .has_motto = true,
                               .day = 20260105,
                               .language = LANGUAGE_VI};
    CLEANUP(pdf_table_close) PdfTable *pdf = NULL;
    TRY(pdf_table_open(ctx, path, &options, &pdf));
    for (int i = 1; i <= rows; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        const Str cells[] = {str_of(id),
                             i == 2 ? STR("Nguyễn Thị Ánh Tuyết Ngọc Bảo Trân Huỳnh Ưng Đặng Ỷ "
                                          "Phượng Vỹ Nghiêng Ngả Hoàng Hôn")
                                    : STR("Vì Thị Ánh"),
                             STR("1.000.000")};
        TRY(pdf_table_row(ctx, pdf, cells));
    }
    return pdf_table_finish(ctx, &pdf, footer);
}

static char *bytes_of(const char *path, size_t *ret_size) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 22);
    assert_non_null(file);
    assert_non_null(bytes);
    *ret_size = fread(bytes, 1, 1 << 22, file);
    fclose(file);
    return bytes;
}

static void path_in(char room[128], const char *name) {
    snprintf(room, 128, "%s/%s", folder, name);
}

static void the_same_calls_give_the_same_bytes(void **state) {
    char one[128];
    char two[128];
    size_t sizes[2];
    Ctx ctx = ctx_new();
    (void)state;
    path_in(one, "one.pdf");
    path_in(two, "two.pdf");
    assert_int_equal(write_list(&ctx, one, 100, STR("In bởi canbo1")), OK);
    assert_int_equal(write_list(&ctx, two, 100, STR("In bởi canbo1")), OK);
    char *first = bytes_of(one, &sizes[0]);
    char *second = bytes_of(two, &sizes[1]);
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(first, second, sizes[0]);
    assert_memory_equal(first, "%PDF-1.", 7);
    free(first);
    free(second);
    arena_free(&ctx.arena);
}

static void what_is_not_finished_is_not_there(void **state) {
    char path[128];
    char part[160];
    const PdfColumn column = {STR("Mã"), true};
    const Str cell = STR("1");
    PdfTableOptions options = {
        .title = STR("x"), .columns = &column, .column_count = 1, .day = 20260105};
    PdfTable *pdf = NULL;
    Ctx ctx = ctx_new();
    (void)state;
    path_in(path, "never.pdf");
    snprintf(part, sizeof part, "%s.part", path);
    assert_int_equal(pdf_table_open(&ctx, path, &options, &pdf), OK);
    assert_int_equal(pdf_table_row(&ctx, pdf, &cell), OK);
    pdf_table_close(&pdf);
    assert_null(pdf);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_not_equal(access(part, F_OK), 0);
    options.column_count = PDF_COLUMNS_MOST + 1;
    assert_int_equal(pdf_table_open(&ctx, path, &options, &pdf), E_BUG);
    arena_free(&ctx.arena);
}

/* The text of the pages, as another program reads it. */
static char *text_of(const char *path) {
    char command[512];
    size_t size = 0;
    char text_path[160];
    snprintf(text_path, sizeof text_path, "%s.txt", path);
    snprintf(command, sizeof command, "pdftotext -layout %s %s", path, text_path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
    char *text = bytes_of(text_path, &size);
    text[size] = '\0';
    return text;
}

static int count_of(const char *text, const char *word) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
        count++;
    }
    return count;
}

static void every_page_says_what_it_is(void **state) {
    char path[128];
    Ctx ctx = ctx_new();
    (void)state;
    if (access("/usr/bin/pdftotext", X_OK) != 0) {
        print_message("pdftotext (poppler-utils) is not installed\n");
        skip();
    }
    path_in(path, "list.pdf");
    assert_int_equal(write_list(&ctx, path, 100, STR("In bởi canbo1, mục đích: chi trả")), OK);
    char *text = text_of(path);
    int pages = count_of(text, "Trang ");
    char last[32];
    snprintf(last, sizeof last, "Trang %d/%d", pages, pages);
    assert_in_range(pages, 5, 9); /* rows for signing are high */
    assert_non_null(strstr(text, last));
    assert_int_equal(count_of(text, "Họ và tên"), pages); /* the header, on each */
    assert_int_equal(count_of(text, "Ký nhận"), pages);
    assert_int_equal(count_of(text, "In bởi canbo1, mục đích: chi trả"), pages);
    assert_int_equal(count_of(text, "DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI"), 1);
    assert_int_equal(count_of(text, "Thủ trưởng đơn vị"), 1);
    assert_int_equal(count_of(text, "Ngày 05 tháng 01 năm 2026"), 1);
    assert_int_equal(count_of(text, "Vì Thị Ánh"), 99);
    assert_int_equal(count_of(text, "1.000.000"), 100);
    assert_int_equal(count_of(text, "Hoàng Hôn"), 1); /* F2: the end of the long one */
    free(text);
    arena_free(&ctx.arena);
}

static void a_list_without_rows_is_one_page(void **state) {
    char path[128];
    size_t size = 0;
    Ctx ctx = ctx_new();
    (void)state;
    path_in(path, "empty.pdf");
    assert_int_equal(write_list(&ctx, path, 0, STR("")), OK);
    free(bytes_of(path, &size));
    assert_in_range(size, 1000, 200000);
    arena_free(&ctx.arena);
}

static int folder_make(void **state) {
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int folder_remove(void **state) {
    static const char *const NAMES[] = {"one.pdf", "two.pdf", "list.pdf", "list.pdf.txt",
                                        "empty.pdf"};
    char path[128];
    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        path_in(path, NAMES[i]);
        unlink(path);
    }
    return rmdir(folder); /* and nothing else was left in it */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_calls_give_the_same_bytes),
        cmocka_unit_test(what_is_not_finished_is_not_there),
        cmocka_unit_test(every_page_says_what_it_is),
        cmocka_unit_test(a_list_without_rows_is_one_page),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
