/*
 * Workbooks made by other programs (test/golden/xlsx/README.md): what openpyxl and LibreOffice
 * write is read alike, whatever the zip around it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "codec/sheet_testing.h"

#define LIST(formula)                                                                              \
    "[Danh sách & chi trả] (1,1)-(1,4) (3,1)-(4,1) (3,2)-(3,3)\n1 A:T:DANH SÁCH NGƯỜI HƯỞNG\n"     \
    "3 A:T:STT B:T:Người hưởng\n4 B:T:Họ và tên C:T:Ngày sinh D:T:Số tiền\n"                       \
    "5 A:N:1 B:T~t:NguyÔn V¨n Mét C:D:19500309 D:N:540000 E:T:000000007919 F:" formula " G:B:1\n"  \
    "6 A:N:2 B:T~u:trÇn thÞ hai C:T:1945 D:T:1.080.000 E:N:7919\n"                                 \
    "7 B:T~v:Leâ Vaên Ba C:E:29/02/1900 D:E:#REF!\n[ẩn] hidden\n2 B:T:x\n"

static void assert_golden(TestWorld *world, const char *path, const char *expected) {
    Status status = test_dump(world, path, NULL);
    if (status != OK) {
        fail_msg("%s: %s: %s", path, status_name(status), world->ctx.failure.detail);
    }
    assert_string_equal(test_out(world), expected);
}

static void a_list_by_openpyxl_is_read(void **state) {
    assert_golden(*state, GOLDEN_DIR "/xlsx/openpyxl.xlsx", LIST("E:#NOVALUE"));
}

static void the_same_list_by_libreoffice_is_read(void **state) {
    assert_golden(*state, GOLDEN_DIR "/xlsx/libreoffice.xlsx", LIST("N:1080000"));
}

static void the_1904_calendar_is_read(void **state) {
    assert_golden(*state, GOLDEN_DIR "/xlsx/openpyxl-1904.xlsx", "[Sheet]\n1 A:D:20260701\n");
}

static void data_descriptors_are_read(void **state) {
    assert_golden(*state, GOLDEN_DIR "/xlsx/descriptors.xlsx", "[Sheet]\n1 A:D:20260701\n");
}

static void zip64_is_read(void **state) {
    assert_golden(*state, GOLDEN_DIR "/xlsx/zip64.xlsx", "[Sheet]\n1 A:D:20260701\n");
}

static void the_old_format_is_refused_with_its_remedy(void **state) {
    TestWorld *world = *state;
    assert_int_equal(test_dump(world, GOLDEN_DIR "/xlsx/old.xls", NULL), E_FILE_KIND);
    assert_non_null(strstr(world->ctx.failure.detail, "save it as .xlsx"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, test_world_setup, test_world_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(a_list_by_openpyxl_is_read),
        CASE(the_same_list_by_libreoffice_is_read),
        CASE(the_1904_calendar_is_read),
        CASE(data_descriptors_are_read),
        CASE(zip64_is_read),
        CASE(the_old_format_is_refused_with_its_remedy),
    };
    return cmocka_run_group_tests_name("sheet_golden", tests, NULL, NULL);
}
