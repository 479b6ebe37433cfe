/* Unit tests of syllables: which exist, where the tone stands. */
#include "text/text_test.h"

#include "text/syllable.h"
#include "text/utf8.h"

static bool parse(const char *word, Syllable *ret_syllable) {
    Letter letters[16];
    size_t count = 0;
    uint32_t c = 0;
    for (Str rest = str_of(word); utf8_next(&rest, &c);) {
        if (count == COUNT(letters) || !letter_split(c, &letters[count])) {
            return false;
        }
        count++;
    }
    return syllable_parse(letters, count, ret_syllable);
}

static void words_of_names_and_lists_are_syllables(void **state) {
    (void)state;
    static const char *const words[] = {
        "nguyễn", "trần",   "lê",     "phạm",  "hoàng",  "huỳnh",  "phan",    "vũ",     "võ",
        "đặng",   "bùi",    "đỗ",     "hồ",    "ngô",    "dương",  "lý",      "lường",  "quàng",
        "tòng",   "cà",     "mè",     "lù",    "vì",     "giàng",  "vừ",      "thào",   "lầu",
        "sùng",   "mùa",    "vàng",   "thạch", "sơn",    "kim",    "danh",    "lâm",    "thị",
        "văn",    "quốc",   "quyền",  "quỳnh", "quý",    "quyết",  "quân",    "quê",    "quang",
        "quế",    "quà",    "quạu",   "giáp",  "giữa",   "giúp",   "giếng",   "gì",     "gìn",
        "giết",   "già",    "giũ",    "ghi",   "ghê",    "nghĩa",  "nghiêng", "nghệ",   "khuya",
        "khuỷu",  "khuyên", "thuyết", "thuở",  "thuê",   "huênh",  "huýt",    "xoong",  "xuân",
        "luật",   "khuâng", "khuấy",  "hoạch", "hoành",  "hoài",   "xoáy",    "ngoẻo",  "ngoằn",
        "loắt",   "khỏe",   "khoét",  "yên",   "yến",    "yêu",    "ý",       "ỷ",      "uyên",
        "oanh",   "ánh",    "én",     "ếch",   "ích",    "út",     "ước",     "ướt",    "ưu",
        "gửi",    "ăn",     "âu",     "ke",    "hạch",   "mưa",    "mươi",    "rượu",   "chuối",
        "muỗi",   "điều",   "tiếp",   "biếc",  "kéo",    "kiêu",   "cười",    "trường", "thượng",
        "nặng",   "ngã",    "hỏi",    "sắc",   "huyền",  "ngang",  "phường",  "xã",     "tỉnh",
        "huyện",  "bản",    "thôn",   "khối",  "chiềng", "mường",  "hưởng",   "trợ",    "cấp",
        "khuyết", "tật",    "HOÀ",    "Hoà",   "THUÝ",   "NGUYễN",
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        Syllable syllable;
        ASSERT_CASE(parse(words[i], &syllable), words[i]);
    }
}

static void what_nobody_writes_is_no_syllable(void **state) {
    (void)state;
    static const char *const words[] = {
        "",     "b",      "ng",   "nguyôn", "vaên", "nguyeãn", "thịị",     "tháí", "bàn̂",
        "cê",   "đắk",    "ngê",  "gha",    "nga2", "ka",      "màt",      "mảc",  "nhãp",
        "lach", "kbuôr",  "niê",  "êban",   "mlô",  "bdap",    "hhen",     "wa",   "zũng",
        "john", "strong", "aa",   "iô",     "ươươ", "lờb",     "nghiêngg", "đđ",   "qa",
        "quư",  "xyz",    "uyêm", "ôu",     "ă",    "âo",
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        Syllable syllable;
        ASSERT_CASE(!parse(words[i], &syllable), words[i]);
    }
}

static void a_closed_syllable_takes_two_tones_only(void **state) {
    (void)state;
    static const char *const rhymes[][6] = {
        {"mac", "màc", "mảc", "mãc", "mác", "mạc"},
        {"mat", "màt", "mảt", "mãt", "mát", "mạt"},
        {"map", "màp", "mảp", "mãp", "máp", "mạp"},
        {"mach", "màch", "mảch", "mãch", "mách", "mạch"},
        {"man", "màn", "mản", "mãn", "mán", "mạn"},
        {"manh", "mành", "mảnh", "mãnh", "mánh", "mạnh"},
    };
    for (size_t i = 0; i < COUNT(rhymes); i++) {
        for (int tone = 0; tone < 6; tone++) {
            Syllable syllable;
            bool is_valid = parse(rhymes[i][tone], &syllable);
            ASSERT_CASE(is_valid == (i >= 4 || tone >= 4), rhymes[i][tone]);
            ASSERT_CASE(!is_valid || (int)syllable.tone == tone, rhymes[i][tone]);
        }
    }
}

static void the_tone_has_one_place(void **state) {
    (void)state;
    static const struct {
        const char *word;
        size_t place;
    } cases[] = {
        {"hoà", 1},    {"hòa", 1},  {"hoàn", 2}, {"hòan", 2},  {"thuý", 2},  {"thúy", 2},
        {"huỳnh", 2},  {"quý", 2},  {"quà", 2},  {"quyền", 3}, {"già", 2},   {"gì", 1},
        {"giếng", 2},  {"giữa", 2}, {"mía", 1},  {"múa", 1},   {"mưa", 1},   {"nước", 2},
        {"nguyễn", 4}, {"thuở", 3}, {"thuế", 3}, {"hoài", 2},  {"khuỷu", 3}, {"khỏe", 2},
        {"khoẻ", 2},   {"xoét", 2}, {"bùi", 1},  {"đào", 1},   {"rượu", 2},  {"tuấn", 2},
        {"giũ", 2},    {"giò", 2},  {"yến", 1},  {"oánh", 1},  {"uỷ", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        Syllable syllable;
        ASSERT_CASE(parse(cases[i].word, &syllable), cases[i].word);
        ASSERT_CASE(syllable_tone_place(&syllable) == cases[i].place, cases[i].word);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_names_and_lists_are_syllables),
        cmocka_unit_test(what_nobody_writes_is_no_syllable),
        cmocka_unit_test(a_closed_syllable_takes_two_tones_only),
        cmocka_unit_test(the_tone_has_one_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
