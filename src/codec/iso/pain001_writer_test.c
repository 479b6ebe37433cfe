#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codec/iso/pain001_writer.h"
#include "codec/iso/xml_validate.h"

static Ctx ctx;

static int memory_file(void) {
    int fd = memfd_create("pain001", MFD_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

static Str file_text(int fd, char *room, size_t size) {
    ssize_t got = pread(fd, room, size, 0);
    assert_true(got >= 0);
    return (Str){room, (size_t)got};
}

/* Three transfers: a BIN, a BIC, two equal sums to one account. */
static Pain001Header header_of_three(void) {
    return (Pain001Header){.message_id = STR("AS-000000001"),
                           .created_us = clock_at_day(20260601, 8) + 90 * 1000000LL,
                           .count = 3,
                           .sum_dong = 1890000,
                           .execution_day = 20260605,
                           .debtor_name = STR("SO Y TE SON LA"),
                           .debtor_account = STR("0711000123456"),
                           .debtor_agent = STR("970436")};
}

static Pain001Transfer transfer_at(int i) {
    const Pain001Transfer transfers[] = {
        {STR("VN0A000000100001K"), 810000, STR("970405"), STR("GIANG A CHU"), STR("7900205123456"),
         STR("TRO CAP BTXH 06/2026")},
        {STR("VN0A000000100002L"), 540000, STR("BIDVVNVX"), STR("QUANG THI MO"),
         STR("41110000987654"), STR("TRO CAP BTXH 06/2026")},
        {STR("VN0A000000100003M"),
         540000,
         STR("BIDVVNVX"),
         STR("QUANG THI MO"),
         STR("41110000987654"),
         {"", 0}},
    };
    return transfers[i];
}

static void write_three(int fd) {
    Pain001Header header = header_of_three();
    CLEANUP(pain001_free) Pain001Writer *writer = NULL;
    assert_int_equal(pain001_open(&ctx, fd, &header, &writer), OK);
    for (int i = 0; i < 3; i++) {
        Pain001Transfer transfer = transfer_at(i);
        assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    }
    assert_int_equal(pain001_finish(&ctx, writer), OK);
}

static void file_equals_the_golden_one_and_is_valid(void **state) {
    (void)state;
    char room[8192];
    char golden_room[8192];
    int fd = memory_file();
    write_three(fd);
    Str made = file_text(fd, room, sizeof room);
    FILE *golden = fopen(GOLDEN_DIR "/pain001-three.xml", "rb");
    assert_non_null(golden);
    size_t len = fread(golden_room, 1, sizeof golden_room, golden);
    (void)fclose(golden);
    assert_int_equal(made.len, len);
    assert_memory_equal(made.ptr, golden_room, len);
    (void)lseek(fd, 0, SEEK_SET);
    assert_int_equal(xml_validate(&ctx, xml_source_fd(&fd), ISO_PAIN_001_09), OK);
    (void)close(fd);
    assert_int_equal(xml_validate_file(&ctx, GOLDEN_DIR "/pain001-three.xml", ISO_PAIN_001_09), OK);
}

static void large_file_is_valid_across_the_buffer(void **state) {
    (void)state;
    enum { COUNT = 3000 };
    int fd = memory_file();
    Pain001Header header = header_of_three();
    header.count = COUNT;
    header.sum_dong = 540000LL * COUNT;
    CLEANUP(pain001_free) Pain001Writer *writer = NULL;
    assert_int_equal(pain001_open(&ctx, fd, &header, &writer), OK);
    Pain001Transfer transfer = transfer_at(1);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    }
    assert_int_equal(pain001_finish(&ctx, writer), OK);
    assert_true(lseek(fd, 0, SEEK_CUR) > 2 * 256 * 1024);
    (void)lseek(fd, 0, SEEK_SET);
    assert_int_equal(xml_validate(&ctx, xml_source_fd(&fd), ISO_PAIN_001_09), OK);
    (void)close(fd);
}

static void count_and_sum_of_the_header_are_proved(void **state) {
    (void)state;
    int fd = memory_file();
    Pain001Header header = header_of_three();
    CLEANUP(pain001_free) Pain001Writer *writer = NULL;
    assert_int_equal(pain001_open(&ctx, fd, &header, &writer), OK);
    Pain001Transfer transfer = transfer_at(0);
    assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    assert_int_equal(pain001_finish(&ctx, writer), E_BUG);
    transfer.amount_dong = 540000;
    assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    transfer.amount_dong = 540001;
    assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    assert_int_equal(pain001_finish(&ctx, writer), E_BUG); /* three rows, one đồng too much */
    (void)close(fd);
}

static void text_loses_what_its_field_cannot_hold(void **state) {
    (void)state;
    char long_name[301];
    memset(long_name, 'A', sizeof long_name - 1);
    long_name[300] = '\0';
    int fd = memory_file();
    Pain001Header header = header_of_three();
    header.count = 2;
    header.sum_dong = 2;
    CLEANUP(pain001_free) Pain001Writer *writer = NULL;
    assert_int_equal(pain001_open(&ctx, fd, &header, &writer), OK);
    Pain001Transfer transfer = transfer_at(0);
    transfer.amount_dong = 1;
    transfer.holder_name = STR(" A & B <C>\n\"D\" ");
    assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    transfer.holder_name = str_of(long_name);
    transfer.remittance = str_of(long_name);
    assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    assert_int_equal(pain001_finish(&ctx, writer), OK);
    char room[8192];
    Str made = file_text(fd, room, sizeof room);
    assert_true(str_find(made, STR("<Nm>A + B .C...D.</Nm>"), 0) != SIZE_MAX);
    long_name[140] = '\0';
    size_t name_at = str_find(made, str_of(long_name), 0);
    assert_true(name_at != SIZE_MAX && made.ptr[name_at + 140] == '<');
    (void)lseek(fd, 0, SEEK_SET);
    assert_int_equal(xml_validate(&ctx, xml_source_fd(&fd), ISO_PAIN_001_09), OK);
    (void)close(fd);
}

static void refused_transfer_leaves_nothing_behind(void **state) {
    (void)state;
    int fd = memory_file();
    Pain001Header header = header_of_three();
    header.count = 1;
    header.sum_dong = 810000;
    CLEANUP(pain001_free) Pain001Writer *writer = NULL;
    assert_int_equal(pain001_open(&ctx, fd, &header, &writer), OK);
    const Pain001Transfer good = transfer_at(0);
    Pain001Transfer bad = good;
    bad.end_to_end_id = STR("HAS SPACE");
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad = good;
    bad.end_to_end_id = STR("VN0123456789012345678901234567890123"); /* 36 */
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad = good;
    bad.account_number = STR("12<34");
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad = good;
    bad.amount_dong = 0;
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad.amount_dong = 1000000000000000000;
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad = good;
    bad.agent = STR("VIETBANK!");
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad.agent = STR("BIDV1NVX"); /* a digit where ISO 9362 wants the country */
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    bad = good;
    bad.holder_name = STR("Giàng A Chu");
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_TEXT_ENCODING);
    bad.holder_name = STR("  ");
    assert_int_equal(pain001_add(&ctx, writer, &bad), E_ARGUMENT);
    assert_int_equal(pain001_add(&ctx, writer, &good), OK);
    assert_int_equal(pain001_finish(&ctx, writer), OK);
    (void)lseek(fd, 0, SEEK_SET);
    assert_int_equal(xml_validate(&ctx, xml_source_fd(&fd), ISO_PAIN_001_09), OK);
    (void)close(fd);
}

static void header_that_cannot_be_written_is_refused(void **state) {
    (void)state;
    Pain001Writer *writer = NULL;
    Pain001Header header = header_of_three();
    header.count = 0;
    assert_int_equal(pain001_open(&ctx, 1, &header, &writer), E_ARGUMENT);
    header = header_of_three();
    header.message_id = (Str){"", 0};
    assert_int_equal(pain001_open(&ctx, 1, &header, &writer), E_ARGUMENT);
    header = header_of_three();
    header.execution_day = 0;
    assert_int_equal(pain001_open(&ctx, 1, &header, &writer), E_ARGUMENT);
    assert_null(writer);
}

static void write_failure_is_told(void **state) {
    (void)state;
    Pain001Header header = header_of_three();
    header.count = 1;
    header.sum_dong = 810000;
    CLEANUP(pain001_free) Pain001Writer *writer = NULL;
    assert_int_equal(pain001_open(&ctx, -1, &header, &writer), OK);
    Pain001Transfer transfer = transfer_at(0);
    assert_int_equal(pain001_add(&ctx, writer, &transfer), OK);
    assert_int_equal(pain001_finish(&ctx, writer), E_FILE_WRITE);
}

/* ---- validation ---- */

typedef struct MemoryFile {
    Str text;
    size_t at;
    size_t step; /* bytes per read */
} MemoryFile;

static ssize_t memory_read(void *arg, char *buffer, size_t size) {
    MemoryFile *file = arg;
    size_t left = file->text.len - file->at;
    size_t len = size < left ? size : left;
    len = len < file->step ? len : file->step;
    memcpy(buffer, file->text.ptr + file->at, len);
    file->at += len;
    return (ssize_t)len;
}

static Status validate_text(Str text) {
    MemoryFile file = {text, 0, 7};
    return xml_validate(&ctx, (XmlSource){memory_read, &file}, ISO_PAIN_001_09);
}

static void breach_names_line_element_and_facet_but_not_the_value(void **state) {
    (void)state;
    char room[8192];
    FILE *golden = fopen(GOLDEN_DIR "/pain001-three.xml", "rb");
    assert_non_null(golden);
    size_t len = fread(room, 1, sizeof room, golden);
    (void)fclose(golden);
    assert_int_equal(validate_text((Str){room, len}), OK);

    char *id = memmem(room, len, "7900205123456", 13);
    assert_non_null(id);
    memcpy(id, "SECRET<&>1234", 13); /* breaks the well-formedness */
    assert_int_equal(validate_text((Str){room, len}), E_XML_SYNTAX);
    assert_null(strstr(ctx.failure.detail, "SECRET"));
}

static void too_long_an_id_breaks_max_length(void **state) {
    (void)state;
    Str text = STR("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n"
                   "<CstmrCdtTrfInitn>\n<GrpHdr>\n<MsgId>SECRET78901234567890123456789012345678"
                   "</MsgId></GrpHdr></CstmrCdtTrfInitn></Document>");
    assert_int_equal(validate_text(text), E_XML_SCHEMA);
    assert_non_null(strstr(ctx.failure.detail, "line 4"));
    assert_non_null(strstr(ctx.failure.detail, "MsgId"));
    assert_non_null(strstr(ctx.failure.detail, "maxLength"));
    assert_null(strstr(ctx.failure.detail, "SECRET"));
}

static void dtd_is_refused(void **state) {
    (void)state;
    assert_int_equal(validate_text(STR("<!DOCTYPE Document [<!ENTITY a \"b\">]>\n<Document "
                                       "xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">"
                                       "&a;</Document>")),
                     E_XML_SYNTAX);
    assert_non_null(strstr(ctx.failure.detail, "DTD"));
}

static void another_message_is_refused(void **state) {
    (void)state;
    assert_int_equal(
        validate_text(STR("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.03\"/>")),
        E_XML_SCHEMA);
    assert_int_equal(validate_text(STR("<Document/>")), E_XML_SCHEMA);
    assert_int_equal(
        validate_text(STR("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>")),
        E_XML_SCHEMA);
    assert_int_equal(validate_text((Str){"", 0}), E_XML_SYNTAX);
    assert_int_equal(validate_text(STR("no xml")), E_XML_SYNTAX);
    assert_int_equal(xml_validate_file(&ctx, "/nonexistent/x.xml", ISO_PAIN_001_09), E_FILE_OPEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_equals_the_golden_one_and_is_valid),
        cmocka_unit_test(large_file_is_valid_across_the_buffer),
        cmocka_unit_test(count_and_sum_of_the_header_are_proved),
        cmocka_unit_test(text_loses_what_its_field_cannot_hold),
        cmocka_unit_test(refused_transfer_leaves_nothing_behind),
        cmocka_unit_test(header_that_cannot_be_written_is_refused),
        cmocka_unit_test(write_failure_is_told),
        cmocka_unit_test(breach_names_line_element_and_facet_but_not_the_value),
        cmocka_unit_test(too_long_an_id_breaks_max_length),
        cmocka_unit_test(dtd_is_refused),
        cmocka_unit_test(another_message_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
