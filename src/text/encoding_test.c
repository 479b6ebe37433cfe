/* Unit tests of legacy encodings: tables against iconv, detection by column, decoding. */
#include "text/text_test.h"

#include <iconv.h>

#include "text/clean.h"
#include "text/encoding.h"
#include "text/encoding_table.h"
#include "text/letter.h"
#include "text/utf8.h"

static const char *const NAMES[] = {
    "Nguyễn Văn Đức",  "Trần Thị Hường",  "Lò Văn Ơn",    "Quàng Thị Phượng", "Giàng A Páo",
    "Vừ Thị Dở",       "Lường Văn Thắng", "Cà Thị Ngoan", "Hoàng Xuân Quỳnh", "Đặng Ngọc Ánh",
    "Phạm Quốc Khánh", "Bùi Thị Tuyết",   "Đỗ Hữu Nghĩa", "Hồ Viết Lãm",      "Ngô Thị Lý",
    "Dương Đình Kiên", "Mùa A Sử",        "Thào Thị Chứ", "Lầu A Vảng",       "Sùng Thị Cở",
    "Tòng Văn Hặc",    "Mè Thị Ỷ",        "Vì Văn Hoà",   "Điêu Chính Ước",   "Lê Thị Mỹ Lệ",
};

static Str convert(const char *to, const char *from, Str in, char *buffer, size_t size) {
    iconv_t handle = iconv_open(to, from);
    assert_true(handle != (iconv_t)-1);
    char *source = (char *)(uintptr_t)in.ptr; /* iconv reads it only */
    size_t source_left = in.len;
    char *target = buffer;
    size_t target_left = size;
    size_t result = iconv(handle, &source, &source_left, &target, &target_left);
    iconv_close(handle);
    return result == (size_t)-1 ? (Str){NULL, 0} : (Str){buffer, size - target_left};
}

/* As VNI writes a letter: by the rule of its signs, written down apart from the decoder's table. */
static size_t put_vni(Letter letter, char *out) {
    static const char tones[] = "\0\xF8\xFB\xF5\xF9\xEF";
    static const char circumflex[] = "\xE2\xE0\xE5\xE3\xE1\xE4";
    static const char breve[] = "\xEA\xE8\xFA\xFC\xE9\xEB";
    static const char i_tones[] = "i\xEC\xE6\xF3\xED\xF2";
    unsigned char base = (unsigned char)letter.base;
    unsigned char sign = (unsigned char)tones[letter.tone];
    if (letter.mark == MARK_CIRCUMFLEX) {
        sign = (unsigned char)circumflex[letter.tone];
    } else if (letter.mark == MARK_BREVE) {
        sign = (unsigned char)breve[letter.tone];
    } else if (letter.mark == MARK_HORN) {
        base = letter.base == 'o' ? 0xF4 : 0xF6;
    } else if (letter.mark == MARK_BAR) {
        base = 0xF1;
    } else if (letter.base == 'i') {
        base = (unsigned char)i_tones[letter.tone];
        sign = 0;
    } else if (letter.base == 'y' && letter.tone == TONE_DOT) {
        base = 0xEE;
        sign = 0;
    }
    int lower = letter.is_upper ? 0x20 : 0;
    out[0] = (char)(base - lower);
    out[1] = (char)(sign - (sign ? lower : 0));
    return sign ? 2 : 1;
}

static size_t put_viqr(Letter letter, char *out) {
    static const char tones[] = "\0`?~'.";
    static const char marks[] = "\0(^+";
    size_t len = 0;
    char base = (char)(letter.is_upper ? letter.base - 0x20 : letter.base);
    out[len++] = base;
    if (letter.mark == MARK_BAR) {
        out[len++] = base;
    } else if (letter.mark != MARK_NONE) {
        out[len++] = marks[letter.mark];
    }
    if (letter.tone != TONE_LEVEL) {
        out[len++] = tones[letter.tone];
    }
    return len;
}

static size_t put_tcvn3(Letter letter, char *out) {
    char utf8[UTF8_BYTES_MAX];
    char byte[8];
    Str in = {utf8, utf8_encode(letter_join(letter), utf8)};
    Str got = convert("TCVN-5712", "UTF-8", in, byte, sizeof byte);
    assert_int_equal(got.len, 1);
    out[0] = got.ptr[0];
    return 1;
}

typedef size_t (*PutLetter)(Letter letter, char *out);

static Str encode(Str text, PutLetter put, char *buffer) {
    size_t len = 0;
    uint32_t c = 0;
    while (utf8_next(&text, &c)) {
        Letter letter;
        if (letter_split(c, &letter)) {
            len += put(letter, buffer + len);
        } else {
            buffer[len++] = (char)c;
        }
    }
    return (Str){buffer, len};
}

/* What a spreadsheet that takes the bytes for Windows-1252 keeps of them. */
static Str look_alike(Str bytes, char *buffer) {
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        len += utf8_encode(code_point_of_unit((unsigned char)bytes.ptr[i]), buffer + len);
    }
    return (Str){buffer, len};
}

typedef enum Writing { W_UTF8, W_NFD, W_TWICE, W_TCVN3, W_VNI, W_CP1258, W_VISCII, W_VIQR } Writing;

static Str write_as(Writing writing, Str text, char *buffer, size_t size) {
    switch (writing) {
    case W_NFD: {
        static const uint32_t marks[] = {0, 0x306, 0x302, 0x31B};
        static const uint32_t tones[] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};
        size_t len = 0;
        uint32_t c = 0;
        while (utf8_next(&text, &c)) {
            Letter l;
            if (c < 0x80 || !letter_split(c, &l) || l.mark == MARK_BAR) {
                len += utf8_encode(c, buffer + len);
                continue;
            }
            buffer[len++] = (char)(l.is_upper ? l.base - 0x20 : l.base);
            if (l.mark != MARK_NONE) {
                len += utf8_encode(marks[l.mark], buffer + len);
            }
            if (l.tone != TONE_LEVEL) {
                len += utf8_encode(tones[l.tone], buffer + len);
            }
        }
        return (Str){buffer, len};
    }
    case W_TWICE:
        return look_alike(text, buffer);
    case W_TCVN3:
        return encode(text, put_tcvn3, buffer);
    case W_VNI:
        return encode(text, put_vni, buffer);
    case W_CP1258:
        return convert("CP1258", "UTF-8", text, buffer, size);
    case W_VISCII:
        return convert("VISCII", "UTF-8", text, buffer, size);
    case W_VIQR:
        return encode(text, put_viqr, buffer);
    case W_UTF8:
        break;
    }
    memcpy(buffer, text.ptr, text.len);
    return (Str){buffer, text.len};
}

static void assert_column(Ctx *ctx, Writing writing, bool as_bytes, EncodingKind kind) {
    EncodingVotes votes = {0};
    Encoding encoding = {0};
    char bytes[256];
    char text[512];
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        Str cell = write_as(writing, str_of(NAMES[i]), bytes, sizeof bytes);
        ASSERT_CASE(cell.len > 0, NAMES[i]);
        encoding_votes_add(&votes, as_bytes ? cell : look_alike(cell, text));
    }
    assert_int_equal(encoding_decide(ctx, &votes, &encoding), OK);
    ASSERT_CASE(encoding.kind == kind, encoding_name(encoding.kind));
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        Str decoded = {NULL, 0};
        Str cell = write_as(writing, str_of(NAMES[i]), bytes, sizeof bytes);
        cell = as_bytes ? cell : look_alike(cell, text);
        assert_int_equal(encoding_decode(ctx, encoding, cell, &decoded), OK);
        ASSERT_TEXT(decoded, NAMES[i], NAMES[i]);
    }
}

static void columns_are_told_apart_as_bytes_and_as_look_alikes(void **state) {
    Ctx *ctx = *state;
    assert_column(ctx, W_UTF8, true, ENCODING_UTF8);
    assert_column(ctx, W_NFD, true, ENCODING_UTF8);
    assert_column(ctx, W_TWICE, true, ENCODING_UTF8_TWICE);
    assert_column(ctx, W_VNI, true, ENCODING_VNI);
    assert_column(ctx, W_VNI, false, ENCODING_VNI);
    assert_column(ctx, W_CP1258, true, ENCODING_CP1258);
    assert_column(ctx, W_CP1258, false, ENCODING_CP1258);
    assert_column(ctx, W_VISCII, true, ENCODING_VISCII);
    assert_column(ctx, W_VISCII, false, ENCODING_VISCII);
    assert_column(ctx, W_VIQR, true, ENCODING_VIQR);
}

/* TCVN3 has no capitals with tones: its names are those without one at the start of a word. */
static void tcvn3_columns_are_told_apart(void **state) {
    static const char *const names[] = {
        "Nguyễn Văn Đức", "Trần Thị Hường",  "Lò Văn Ơn",      "Quàng Thị Phượng",
        "Đặng Ngọc Minh", "Phạm Quốc Khánh", "Điêu Chính Ưng", "Lê Thị Mỹ Lệ",
    };
    Ctx *ctx = *state;
    for (int as_bytes = 0; as_bytes < 2; as_bytes++) {
        EncodingVotes votes = {0};
        Encoding encoding = {0};
        char bytes[256];
        char text[512];
        for (size_t i = 0; i < COUNT(names); i++) {
            Str cell = write_as(W_TCVN3, str_of(names[i]), bytes, sizeof bytes);
            encoding_votes_add(&votes, as_bytes ? cell : look_alike(cell, text));
        }
        assert_int_equal(encoding_decide(ctx, &votes, &encoding), OK);
        assert_int_equal(encoding.kind, ENCODING_TCVN3);
        assert_int_equal(encoding.is_raw, as_bytes);
        for (size_t i = 0; i < COUNT(names); i++) {
            Str decoded = {NULL, 0};
            Str cell = write_as(W_TCVN3, str_of(names[i]), bytes, sizeof bytes);
            cell = as_bytes ? cell : look_alike(cell, text);
            assert_int_equal(encoding_decode(ctx, encoding, cell, &decoded), OK);
            ASSERT_TEXT(decoded, names[i], names[i]);
        }
    }
}

static Str decode(Ctx *ctx, Encoding encoding, Str in) {
    Str out = {NULL, 0};
    assert_int_equal(encoding_decode(ctx, encoding, in, &out), OK);
    return out;
}

/* Each of the 134 letters in both cases, alone, there and back. */
static void every_letter_comes_back_from_every_encoding(void **state) {
    static const struct {
        Writing writing;
        EncodingKind kind;
    } cases[] = {
        {W_UTF8, ENCODING_UTF8},     {W_NFD, ENCODING_UTF8},  {W_TWICE, ENCODING_UTF8_TWICE},
        {W_TCVN3, ENCODING_TCVN3},   {W_VNI, ENCODING_VNI},   {W_CP1258, ENCODING_CP1258},
        {W_VISCII, ENCODING_VISCII}, {W_VIQR, ENCODING_VIQR},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t letters = 0;
        for (uint32_t c = 0x80; c < 0x2000; c++) {
            Letter letter;
            char utf8[8];
            char bytes[32];
            char text[64];
            if (!letter_split(c, &letter)) {
                continue;
            }
            bool has_no_byte = letter.is_upper && letter.tone != TONE_LEVEL;
            if (cases[i].kind == ENCODING_TCVN3 && has_no_byte) {
                continue;
            }
            Str in = {utf8, utf8_encode(c, utf8)};
            Str cell = write_as(cases[i].writing, in, bytes, sizeof bytes);
            Encoding as_text = {cases[i].kind, false, false};
            Encoding as_bytes = {cases[i].kind, true, false};
            utf8[in.len] = '\0';
            bool is_unicode =
                cases[i].kind <= ENCODING_UTF8_TWICE || cases[i].kind == ENCODING_VIQR;
            ASSERT_CASE(cell.len > 0, utf8);
            ASSERT_TEXT(decode(ctx, as_text, is_unicode ? cell : look_alike(cell, text)), utf8,
                        utf8);
            if (!is_unicode) {
                ASSERT_TEXT(decode(ctx, as_bytes, cell), utf8, utf8);
            }
            letters++;
        }
        assert_int_equal(letters, cases[i].kind == ENCODING_TCVN3 ? 74 : 134);
    }
}

static void known_cells_decode(void **state) {
    static const struct {
        const char *text;
        EncodingKind kind;
        const char *decoded;
    } cases[] = {
        {"NguyÔn V¨n A", ENCODING_TCVN3, "Nguyễn Văn A"},
        {"NGUYÔN V¡N A", ENCODING_TCVN3, "NGUYỄN VĂN A"}, /* capitals around a small letter */
        {"Lý Tú", ENCODING_TCVN3, "Lý Tỳ"},               /* decoded by the column's word */
        {"TrÇn ThÞ H­êng", ENCODING_TCVN3, "Trần Thị Hường"},
        {"§Æng Quang", ENCODING_TCVN3, "Đặng Quang"},
        {"Nguyeãn Vaên A", ENCODING_VNI, "Nguyễn Văn A"},
        {"NGUYEÃN VAÊN A", ENCODING_VNI, "NGUYỄN VĂN A"},
        {"Traàn Thò Höôøng", ENCODING_VNI, "Trần Thị Hường"},
        {"Ñaëng Quang", ENCODING_VNI, "Đặng Quang"},
        {"Nguye^~n Va(n A", ENCODING_VIQR, "Nguyễn Văn A"},
        {"DDa(.ng Ho^`ng", ENCODING_VIQR, "Đặng Hồng"},
        {"Thi. Hu+o+`ng", ENCODING_VIQR, "Thị Hường"},
        {"a\\'b", ENCODING_VIQR, "a'b"},
        {"Nguyá»…n VÄƒn A", ENCODING_UTF8_TWICE, "Nguyễn Văn A"},
        {"Nguyễn Văn A", ENCODING_UTF8_TWICE, "Nguyễn Văn A"}, /* Unicode among them stays */
        {"Nguyễn Văn A", ENCODING_TCVN3, "Nguyễn Văn A"},
        {"Nguyễn Văn A", ENCODING_VNI, "Nguyễn Văn A"},
        {"Lan", ENCODING_UTF8_TWICE, "Lan"},
        {"Lê", ENCODING_UTF8_TWICE, "Lê"},
        {"", ENCODING_TCVN3, ""},
        {"Ho\xCC\x80"
         "a",
         ENCODING_UTF8, "Hòa"},
    };
    Ctx *ctx = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        Encoding encoding = {cases[i].kind, false, false};
        ASSERT_TEXT(decode(ctx, encoding, str_of(cases[i].text)), cases[i].decoded, cases[i].text);
    }
    Encoding capital = {ENCODING_TCVN3, false, true};
    ASSERT_TEXT(decode(ctx, capital, STR("nguyÔn v¨n a")), "NGUYỄN VĂN A", ".VnTimeH");
    Encoding raw = {ENCODING_TCVN3, true, false};
    ASSERT_TEXT(decode(ctx, raw, STR("Nguy\xD4n V\xA8n A")), "Nguyễn Văn A", "bytes");
    ASSERT_TEXT(decode(ctx, raw, STR("Nguyễn Văn A")), "Nguyễn Văn A", "Unicode among bytes");
    Str same = STR("same");
    Encoding utf8 = {ENCODING_UTF8, false, false};
    Encoding text = {ENCODING_TCVN3, false, false};
    assert_int_equal(encoding_decode(ctx, utf8, STR("Nguy\xD4n"), &same), E_TEXT_ENCODING);
    assert_int_equal(encoding_decode(ctx, text, STR("Nguy\xD4n"), &same), E_TEXT_ENCODING);
    assert_true(str_equal(same, STR("same")));
}

static Encoding decide(Ctx *ctx, const char *const *cells, size_t count, const char *font) {
    EncodingVotes votes = {0};
    Encoding encoding = {ENCODING_KINDS, false, false};
    for (size_t i = 0; i < count; i++) {
        encoding_votes_add(&votes, str_of(cells[i]));
    }
    encoding_votes_font(&votes, str_of(font));
    assert_int_equal(encoding_decide(ctx, &votes, &encoding), OK);
    return encoding;
}

#define DECIDE(font, ...)                                                                          \
    decide(ctx, (const char *const[]){__VA_ARGS__},                                                \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), font)

static void small_and_strange_columns_are_decided_safely(void **state) {
    Ctx *ctx = *state;
    assert_int_equal(DECIDE("", "1", "2", "Nguyen Van A").kind, ENCODING_ASCII);
    assert_int_equal(DECIDE("", "").kind, ENCODING_ASCII);
    assert_int_equal(DECIDE("", "H'Hen", "Y' Moan", "Nguyen Thi A.", "Dinh A.").kind,
                     ENCODING_ASCII);
    assert_int_equal(DECIDE("", "Nguyen (chau)", "a+b", "Tran Van B", "Le C").kind, ENCODING_ASCII);
    assert_int_equal(DECIDE("", "Lê").kind, ENCODING_UTF8);
    assert_int_equal(DECIDE("", "Lò", "Hà", "Vì").kind, ENCODING_UTF8);
    assert_int_equal(DECIDE("", "Niê", "Kbuôr", "Êban", "Mlô", "Bdăp").kind, ENCODING_UTF8);
    assert_int_equal(DECIDE("", "Kbuôr", "Mlô").kind, ENCODING_UTF8);
    assert_int_equal(DECIDE("", "Müller", "Çelik", "Café").kind, ENCODING_UTF8);
    assert_int_equal(DECIDE("", "NguyÔn V¨n A").kind, ENCODING_TCVN3);
    assert_int_equal(DECIDE("", "NGUYÔN V¡N A", "TRÇN THÞ B").kind, ENCODING_TCVN3);
    assert_int_equal(DECIDE("", "Nguyeãn Vaên A").kind, ENCODING_VNI);
    assert_int_equal(DECIDE("", "NguyÔn V¨n A", "Trần Thị Hường", "Lª V¨n T¸m").kind,
                     ENCODING_TCVN3);
    /* Words that make sense both ways: Unicode, unless the font says otherwise. */
    assert_int_equal(DECIDE("", "Lµ", "Lê").kind, ENCODING_TCVN3);
    assert_int_equal(DECIDE("Times New Roman", "Lý", "Tú").kind, ENCODING_UTF8);
    assert_int_equal(DECIDE(".VnTime", "Lý", "Tú").kind, ENCODING_TCVN3);
    Encoding capital = DECIDE(".VnTimeH", "nguyÔn v¨n a");
    assert_int_equal(capital.kind, ENCODING_TCVN3);
    assert_true(capital.is_capital);
    assert_int_equal(DECIDE("VNI-Times", "Nguyeãn Vaên A").kind, ENCODING_VNI);
    assert_int_equal(DECIDE("VNI-Times", "Nguyễn Văn A").kind, ENCODING_UTF8); /* the font lies */
    assert_int_equal(DECIDE("", "Nguyễn Văn A", "Trần Thị B", "h\xFFng").kind, ENCODING_UTF8);
    assert_true(DECIDE("", "Nguy\xD4n V\xA8n A", "Lan").is_raw);
    EncodingVotes votes = {0};
    Encoding encoding = {ENCODING_KINDS, false, false};
    encoding_votes_add(&votes, STR("\xFF\xFE\x01 \x81\x82\x83 \xFA\xFB\xFC"));
    assert_int_equal(encoding_decide(ctx, &votes, &encoding), E_TEXT_ENCODING);
    assert_int_equal(encoding.kind, ENCODING_KINDS);
    assert_string_equal(encoding_name(ENCODING_TCVN3), "TCVN3");
    assert_string_equal(encoding_name(ENCODING_KINDS), "?");
}

static void long_cells_and_words_are_read_in_part(void **state) {
    Ctx *ctx = *state;
    char cell[5000];
    EncodingVotes votes = {0};
    Encoding encoding = {0};
    memset(cell, 'x', sizeof cell);
    encoding_votes_add(&votes, (Str){cell, sizeof cell});
    assert_int_equal(votes.words, 0);
    for (size_t i = 0; i + 7 <= sizeof cell; i += 7) {
        memcpy(cell + i, "V\xC2\xA8n\xC2\xA0 ", 7);
    }
    encoding_votes_add(&votes, (Str){cell, 4998});
    assert_int_equal(votes.cells_not_utf8, 0);
    assert_true(votes.words > 0 && votes.words < 200);
    assert_int_equal(encoding_decide(ctx, &votes, &encoding), OK);
    assert_int_equal(encoding.kind, ENCODING_TCVN3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_told_apart_as_bytes_and_as_look_alikes),
        cmocka_unit_test(tcvn3_columns_are_told_apart),
        cmocka_unit_test(every_letter_comes_back_from_every_encoding),
        cmocka_unit_test(known_cells_decode),
        cmocka_unit_test(small_and_strange_columns_are_decided_safely),
        cmocka_unit_test(long_cells_and_words_are_read_in_part),
    };
    return cmocka_run_group_tests(tests, setup_ctx, teardown_ctx);
}
