/* Headers as communes write them. */
#include "registry/registry_test.h"

static Status find(RegistryTest *test, const char *const *rows, size_t count, HeaderMap *ret_map) {
    HeadRow head[8];
    for (size_t i = 0; i < count; i++) {
        RowCell *cells = NULL;
        head[i].number = (int64_t)i + 1;
        head[i].cell_count = row_cells(test, rows[i], &cells);
        head[i].cells = cells;
    }
    return header_map_find(&test->ctx, head, count, NULL, 0, ret_map);
}

static const char GOOD[] =
    "STT|Họ và tên|Ngày sinh|Giới tính|Số CCCD|Mã đối tượng|Mức độ khuyết tật|"
    "Số quyết định|Ngày quyết định";

static void a_header_under_titles_is_found(void **state) {
    const char *const ROWS[] = {
        "UBND XÃ TÔ HIỆU", "DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI", GOOD,
        "1|Lò Văn An|01/02/1950|Nam|014050000123|5.6|Nặng|12/QĐ|01/02/2022"};
    HeaderMap map;
    assert_int_equal(find(*state, ROWS, 4, &map), OK);
    assert_int_equal(map.header_row, 3);
    assert_int_equal(map.first_data_row, 4);
    assert_false(map.is_movements);
    assert_int_equal(map.column_of[FIELD_NAME], 2);
    assert_int_equal(map.column_of[FIELD_ID], 5);
    assert_int_equal(map.column_of[FIELD_CATEGORY], 6);
    assert_int_equal(map.field_of[3], FIELD_BIRTH);
    assert_int_equal(map.column_of[FIELD_HOLDER], 0);
}

static void tones_order_and_wording_do_not_matter(void **state) {
    const char *const ROWS[] = {
        "SO CMND/CCCD|HO VA TEN|NAM SINH|GIOI TINH|MA DOI TUONG|SO QUYET DINH|"
        "NGAY QUYET DINH"};
    HeaderMap map;
    assert_int_equal(find(*state, ROWS, 1, &map), OK);
    assert_int_equal(map.column_of[FIELD_ID], 1);
    assert_int_equal(map.column_of[FIELD_NAME], 2);
    assert_int_equal(map.column_of[FIELD_BIRTH], 3);
}

static void numbers_of_columns_are_no_data(void **state) {
    const char *const ROWS[] = {GOOD, "1|2|3|4|5|6|7|8|9",
                                "1|Lò Văn An|1950|Nam||5.6|Nặng|1/QĐ|2022"};
    HeaderMap map;
    RegistryTest *test = *state;
    RowCell *cells = NULL;
    assert_int_equal(find(test, ROWS, 3, &map), OK);
    size_t count = row_cells(test, ROWS[1], &cells);
    assert_true(map.first_data_row > 2 || !header_map_is_data(&test->ctx, &map, 2, cells, count));
    count = row_cells(test, ROWS[2], &cells);
    assert_true(header_map_is_data(&test->ctx, &map, 3, cells, count));
}

static void what_is_no_list_is_refused(void **state) {
    const char *const LETTER[] = {"Kính gửi: Sở Y tế", "Xã xin báo cáo như sau", "Người ký"};
    const char *const NO_NAME[] = {"STT|Ngày sinh|Giới tính|Số CCCD|Mã đối tượng|Số quyết định"};
    HeaderMap map;
    RegistryTest *test = *state;
    assert_int_equal(find(test, LETTER, 3, &map), E_INTAKE_NO_HEADER);
    Status status = find(test, NO_NAME, 1, &map);
    assert_true(status == E_INTAKE_COLUMN_MISSING || status == E_INTAKE_NO_HEADER);
}

static void sums_groups_and_signatures_are_no_data(void **state) {
    const char *const ROWS[] = {GOOD};
    HeaderMap map;
    RegistryTest *test = *state;
    assert_int_equal(find(test, ROWS, 1, &map), OK);
    static const struct {
        const char *row;
        bool is_data;
    } CASES[] = {
        {"1|Lò Văn An|1950|Nam|014050000123|5.6|Nặng|12/QĐ|2022", true},
        {"|Lò Văn An|1950|Nam|014050000123|5.6|Nặng|12/QĐ|2022", true},
        {"|Tổng cộng|||", false},
        {"I|Người khuyết tật", true}, /* may be a name: it comes back with its reason */
        {"||||Người lập biểu", false},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        RowCell *cells = NULL;
        size_t count = row_cells(test, CASES[i].row, &cells);
        bool is_data = header_map_is_data(&test->ctx, &map, (int64_t)i + 2, cells, count);
        if (is_data != CASES[i].is_data) {
            fail_msg("%s", CASES[i].row);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_header_under_titles_is_found, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(tones_order_and_wording_do_not_matter, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(numbers_of_columns_are_no_data, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(what_is_no_list_is_refused, registry_test_begin,
                                        registry_test_end),
        cmocka_unit_test_setup_teardown(sums_groups_and_signatures_are_no_data, registry_test_begin,
                                        registry_test_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
