/* JSON out is always JSON; JSON in is flat, exact and strict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "codec/json.h"
#include "codec/json_writer.h"
#include "codec/utf8.h"

typedef struct World {
    Ctx ctx;
    StrBuf buf;
} World;

static int setup(void **state) {
    static World world;
    world = (World){.ctx = {.arena = arena_new(1 << 20), .clock = clock_system()}};
    strbuf_init(&world.buf, 1 << 16);
    *state = &world;
    return 0;
}

static int teardown(void **state) {
    World *world = *state;
    strbuf_done(&world->buf);
    arena_free(&world->ctx.arena);
    return 0;
}

static void assert_text(const StrBuf *buf, const char *expected) {
    assert_int_equal(buf->len, strlen(expected));
    assert_memory_equal(buf->ptr, expected, buf->len);
}

static void nested_values_get_their_commas(void **state) {
    World *world = *state;
    Ctx *ctx = &world->ctx;
    JsonWriter w;
    json_writer_init_buf(&w, &world->buf);
    assert_int_equal(json_begin_object(ctx, &w), OK);
    assert_int_equal(json_member_int64(ctx, &w, STR("min"), INT64_MIN), OK);
    assert_int_equal(json_name(ctx, &w, STR("list")), OK);
    assert_int_equal(json_begin_array(ctx, &w), OK);
    assert_int_equal(json_bool(ctx, &w, true), OK);
    assert_int_equal(json_null(ctx, &w), OK);
    assert_int_equal(json_begin_object(ctx, &w), OK);
    assert_int_equal(json_end_object(ctx, &w), OK);
    assert_int_equal(json_end_array(ctx, &w), OK);
    assert_int_equal(json_member_bool(ctx, &w, STR("b"), false), OK);
    assert_int_equal(json_end_object(ctx, &w), OK);
    assert_int_equal(json_end_line(ctx, &w), OK);
    assert_int_equal(json_writer_finish(ctx, &w), OK);
    assert_text(&world->buf,
                "{\"min\":-9223372036854775808,\"list\":[true,null,{}],\"b\":false}\n");
}

static void text_is_escaped_and_bad_bytes_are_replaced(void **state) {
    World *world = *state;
    JsonWriter w;
    json_writer_init_buf(&w, &world->buf);
    Str text = STR("a\"b\\c\n\t\x01\x7F\xC3\x28 Nguy\xE1\xBB\x85n \xED\xA0\x80");
    assert_int_equal(json_text(&world->ctx, &w, text), OK);
    assert_text(&world->buf, "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\xEF\xBF\xBD( Nguy\xE1\xBB\x85n "
                             "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void misuse_is_our_bug(void **state) {
    World *world = *state;
    Ctx *ctx = &world->ctx;
    JsonWriter w;
    json_writer_init_buf(&w, &world->buf);
    assert_int_equal(json_name(ctx, &w, STR("x")), E_BUG);
    assert_int_equal(json_begin_object(ctx, &w), OK);
    assert_int_equal(json_int64(ctx, &w, 1), E_BUG);
    assert_int_equal(json_end_array(ctx, &w), E_BUG);
    assert_int_equal(json_end_line(ctx, &w), E_BUG);
    assert_int_equal(json_writer_finish(ctx, &w), E_BUG);
}

static void a_full_disk_is_told(void **state) {
    World *world = *state;
    FILE *full = fopen("/dev/full", "w");
    JsonWriter w;
    assert_non_null(full);
    json_writer_init_file(&w, full);
    assert_int_equal(json_text(&world->ctx, &w, STR("x")), OK); /* still in the buffer */
    assert_int_equal(json_writer_finish(&world->ctx, &w), E_FILE_WRITE);
    fclose(full);
}

static void flat_object_is_read_exactly(void **state) {
    World *world = *state;
    JsonFlat flat;
    Str text = {0};
    int64_t number = 0;
    Str json = STR("{\"name\":\"Nguy\xE1\xBB\x85n\",\"n\":9007199254740993,\"yes\":true}");
    assert_int_equal(json_parse_flat(&world->ctx, json, &flat), OK);
    assert_int_equal(flat.member_count, 3);
    assert_true(json_flat_text(&flat, STR("name"), &text));
    assert_true(str_equal(text, STR("Nguy\xE1\xBB\x85n")));
    assert_true(json_flat_int64(&flat, STR("n"), &number));
    assert_true(number == INT64_C(9007199254740993));
    assert_false(json_flat_int64(&flat, STR("name"), &number));
    assert_false(json_flat_text(&flat, STR("none"), &text));
}

static void what_is_not_flat_is_refused(void **state) {
    World *world = *state;
    static const char *const bad[] = {
        "",
        "[]",
        "{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1.5}",
        "{\"a\":{}}",
        "{\"a\":[]}",
        "{\"a\":null}",
        "{\"a\":\"\xC3\x28\"}",
        "{\"a\":99999999999999999999}",
        "{\"a\":\"\\ud800\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        JsonFlat flat = {NULL, 77};
        assert_int_equal(json_parse_flat(&world->ctx, str_of(bad[i]), &flat), E_JSON_SYNTAX);
        assert_int_equal(flat.member_count, 77);
    }
}

static void utf8_is_strict(void **state) {
    (void)state;
    assert_true(codec_utf8_is_valid(STR("abc \xC4\x91 \xE1\xBB\x85 \xF0\x9F\x98\x80")));
    assert_true(codec_utf8_is_valid(STR("")));
    assert_false(codec_utf8_is_valid(STR("\xC0\x80")));
    assert_false(codec_utf8_is_valid(STR("\xE0\x80\x80")));
    assert_false(codec_utf8_is_valid(STR("\xED\xA0\x80")));
    assert_false(codec_utf8_is_valid(STR("\xF4\x90\x80\x80")));
    assert_false(codec_utf8_is_valid(STR("12345678\x80")));
    assert_false(codec_utf8_is_valid(STR("\xE1\xBB")));
    char bytes[4];
    for (uint32_t code = 1; code < 0x110000; code += 7) {
        if (code < 0xD800 || code > 0xDFFF) {
            Str one = {bytes, codec_utf8_encode(code, bytes)};
            assert_true(codec_utf8_is_valid(one));
            assert_int_equal(codec_utf8_count(one), 1);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nested_values_get_their_commas, setup, teardown),
        cmocka_unit_test_setup_teardown(text_is_escaped_and_bad_bytes_are_replaced, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(misuse_is_our_bug, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(flat_object_is_read_exactly, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_flat_is_refused, setup, teardown),
        cmocka_unit_test(utf8_is_strict),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
