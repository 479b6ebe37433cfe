#include "gen_text.h"

#include <string.h>

enum { VOWELS = 12, TONES = 6 };

static const char *const LOWER[VOWELS] = {"aàảãáạ", "ăằẳẵắặ", "âầẩẫấậ", "eèẻẽéẹ",
                                          "êềểễếệ", "iìỉĩíị", "oòỏõóọ", "ôồổỗốộ",
                                          "ơờởỡớợ", "uùủũúụ", "ưừửữứự", "yỳỷỹýỵ"};
static const char *const UPPER[VOWELS] = {"AÀẢÃÁẠ", "ĂẰẲẴẮẶ", "ÂẦẨẪẤẬ", "EÈẺẼÉẸ",
                                          "ÊỀỂỄẾỆ", "IÌỈĨÍỊ", "OÒỎÕÓỌ", "ÔỒỔỖỐỘ",
                                          "ƠỜỞỠỚỢ", "UÙỦŨÚỤ", "ƯỪỬỮỨỰ", "YỲỶỸÝỴ"};
static const char BASE[VOWELS + 1] = "aaaeeiooouuy";

/* TCVN 5712-3, lower case; capitals are the same bytes in another font. Order as LOWER. */
static const uint8_t TCVN3[VOWELS][TONES] = {
    {'a', 0xB5, 0xB6, 0xB7, 0xB8, 0xB9},  {0xA8, 0xBB, 0xBC, 0xBD, 0xBE, 0xC6},
    {0xA9, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB}, {'e', 0xCC, 0xCE, 0xCF, 0xD0, 0xD1},
    {0xAA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6}, {'i', 0xD7, 0xD8, 0xDC, 0xDD, 0xDE},
    {'o', 0xDF, 0xE1, 0xE2, 0xE3, 0xE4},  {0xAB, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9},
    {0xAC, 0xEA, 0xEB, 0xEC, 0xED, 0xEE}, {'u', 0xEF, 0xF1, 0xF2, 0xF3, 0xF4},
    {0xAD, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9}, {'y', 0xFA, 0xFB, 0xFC, 0xFD, 0xFE}};

/* VNI Windows: what follows the base letter, by tone, for plain vowels and for those with a mark.
 */
static const uint16_t VNI_PLAIN[TONES] = {0, 0xF8, 0xFB, 0xF5, 0xF9, 0xEF};
static const uint16_t VNI_BREVE[TONES] = {0xEA, 0xE8, 0xFA, 0xFC, 0xE9, 0xEB};
static const uint16_t VNI_HAT[TONES] = {0xE2, 0xE0, 0xE5, 0xE3, 0xE1, 0xE4};
static const uint16_t VNI_I[TONES] = {'i', 0xEC, 0xE6, 0xF3, 0xED, 0xF2};
static const uint16_t COMBINING[TONES] = {0, 0x300, 0x309, 0x303, 0x301, 0x323};

/* What Windows-1252 shows for 0x80..0x9F. */
static const uint16_t CP1252[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                    0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};

static uint32_t utf8_next(const char **at) {
    const unsigned char *p = (const unsigned char *)*at;
    uint32_t code = p[0];
    int more = code < 0x80 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
    code &= more == 0 ? 0x7FU : more == 1 ? 0x1FU : more == 2 ? 0x0FU : 0x07U;
    for (int i = 1; i <= more; i++) {
        code = code << 6 | (p[i] & 0x3FU);
    }
    *at += 1 + more;
    return code;
}

static size_t utf8_put(uint32_t code, char *out) {
    unsigned char *p = (unsigned char *)out;
    if (code < 0x80) {
        p[0] = (unsigned char)code;
        return 1;
    }
    if (code < 0x800) {
        p[0] = (unsigned char)(0xC0 | code >> 6);
        p[1] = (unsigned char)(0x80 | (code & 0x3F));
        return 2;
    }
    p[0] = (unsigned char)(0xE0 | code >> 12);
    p[1] = (unsigned char)(0x80 | (code >> 6 & 0x3F));
    p[2] = (unsigned char)(0x80 | (code & 0x3F));
    return 3;
}

/* U+1EA0..U+1EF9 in pairs of capital and small letter: vowel, tone. */
static const int8_t LATE[45][2] = {
    {0, 5},  {0, 2},  {2, 4},  {2, 1},  {2, 2},  {2, 3},  {2, 5},  {1, 4},  {1, 1},
    {1, 2},  {1, 3},  {1, 5},  {3, 5},  {3, 2},  {3, 3},  {4, 4},  {4, 1},  {4, 2},
    {4, 3},  {4, 5},  {5, 2},  {5, 5},  {6, 5},  {6, 2},  {7, 4},  {7, 1},  {7, 2},
    {7, 3},  {7, 5},  {8, 4},  {8, 1},  {8, 2},  {8, 3},  {8, 5},  {9, 5},  {9, 2},
    {10, 4}, {10, 1}, {10, 2}, {10, 3}, {10, 5}, {11, 1}, {11, 5}, {11, 2}, {11, 3}};

/* The others: capital, small letter, vowel, tone. */
static const uint16_t EARLY[][4] = {
    {'A', 'a', 0, 0},     {'E', 'e', 3, 0},     {'I', 'i', 5, 0},     {'O', 'o', 6, 0},
    {'U', 'u', 9, 0},     {'Y', 'y', 11, 0},    {0xC0, 0xE0, 0, 1},   {0xC1, 0xE1, 0, 4},
    {0xC2, 0xE2, 2, 0},   {0xC3, 0xE3, 0, 3},   {0xC8, 0xE8, 3, 1},   {0xC9, 0xE9, 3, 4},
    {0xCA, 0xEA, 4, 0},   {0xCC, 0xEC, 5, 1},   {0xCD, 0xED, 5, 4},   {0xD2, 0xF2, 6, 1},
    {0xD3, 0xF3, 6, 4},   {0xD4, 0xF4, 7, 0},   {0xD5, 0xF5, 6, 3},   {0xD9, 0xF9, 9, 1},
    {0xDA, 0xFA, 9, 4},   {0xDD, 0xFD, 11, 4},  {0x102, 0x103, 1, 0}, {0x128, 0x129, 5, 3},
    {0x168, 0x169, 9, 3}, {0x1A0, 0x1A1, 8, 0}, {0x1AF, 0x1B0, 10, 0}};

Letter letter_of(uint32_t code) {
    if (code >= 0x1EA0 && code <= 0x1EF9) {
        const int8_t *late = LATE[(code - 0x1EA0) / 2];
        return (Letter){late[0], late[1], false, code % 2 == 0};
    }
    if (code == 0x110 || code == 0x111) {
        return (Letter){.vowel = -1, .dd = true, .upper = code == 0x110};
    }
    for (size_t i = 0; i < sizeof EARLY / sizeof EARLY[0]; i++) {
        if (EARLY[i][0] == code || EARLY[i][1] == code) {
            return (Letter){(int8_t)EARLY[i][2], (int8_t)EARLY[i][3], false, EARLY[i][0] == code};
        }
    }
    return (Letter){.vowel = -1, .upper = code >= 'A' && code <= 'Z'};
}

uint32_t letter_make(Letter letter) {
    if (letter.dd) {
        return letter.upper ? 0x110 : 0x111;
    }
    const char *at = letter.upper ? UPPER[letter.vowel] : LOWER[letter.vowel];
    uint32_t code = 0;
    for (int8_t tone = 0; tone <= letter.tone; tone++) {
        code = utf8_next(&at);
    }
    return code;
}

void text_put(Text *text, uint32_t code) {
    if (text->count < TEXT_MAX) {
        text->code[text->count++] = code;
    }
}

void text_set(Text *text, const char *utf8) {
    text->count = 0;
    while (*utf8 != '\0') {
        text_put(text, utf8_next(&utf8));
    }
}

size_t text_write(const Text *text, char *ret_utf8, size_t size) {
    size_t len = 0;
    for (size_t i = 0; i < text->count && len + 4 < size; i++) {
        len += utf8_put(text->code[i], ret_utf8 + len);
    }
    ret_utf8[len] = '\0';
    return len;
}

bool text_equals(const Text *text, const char *utf8) {
    for (size_t i = 0; i < text->count; i++) {
        if (*utf8 == '\0' || utf8_next(&utf8) != text->code[i]) {
            return false;
        }
    }
    return *utf8 == '\0';
}

size_t text_word_count(const Text *text) {
    size_t words = text->count > 0;
    for (size_t i = 0; i < text->count; i++) {
        words += text->code[i] == ' ';
    }
    return words;
}

Text text_word(const Text *text, size_t at) {
    Text word = {.count = 0};
    size_t number = 0;
    for (size_t i = 0; i < text->count; i++) {
        if (text->code[i] == ' ') {
            number++;
        } else if (number == at) {
            text_put(&word, text->code[i]);
        }
    }
    return word;
}

void text_from_words(Text *text, const Text *words, size_t count) {
    text->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (words[i].count == 0) {
            continue;
        }
        if (text->count > 0) {
            text_put(text, ' ');
        }
        for (size_t j = 0; j < words[i].count; j++) {
            text_put(text, words[i].code[j]);
        }
    }
}

static uint32_t cased(uint32_t code, bool upper) {
    Letter letter = letter_of(code);
    if (letter.vowel >= 0 || letter.dd) {
        letter.upper = upper;
        return letter_make(letter);
    }
    if (upper) {
        return code >= 'a' && code <= 'z' ? code - 32 : code == 0xF1 ? 0xD1 : code;
    }
    return code >= 'A' && code <= 'Z' ? code + 32 : code == 0xD1 ? 0xF1 : code;
}

void text_upper(Text *text) {
    for (size_t i = 0; i < text->count; i++) {
        text->code[i] = cased(text->code[i], true);
    }
}

void text_lower(Text *text) {
    for (size_t i = 0; i < text->count; i++) {
        text->code[i] = cased(text->code[i], false);
    }
}

void text_title(Text *text) {
    text_lower(text);
    for (size_t i = 0; i < text->count; i++) {
        if (i == 0 || text->code[i - 1] == ' ') {
            text->code[i] = cased(text->code[i], true);
        }
    }
}

void text_bare(Text *text) {
    for (size_t i = 0; i < text->count; i++) {
        Letter letter = letter_of(text->code[i]);
        if (letter.vowel >= 0) {
            uint32_t base = (uint32_t)(unsigned char)BASE[letter.vowel];
            text->code[i] = letter.upper ? base - 32 : base;
        } else if (letter.dd) {
            text->code[i] = letter.upper ? 'D' : 'd';
        } else if (text->code[i] == 0xF1 || text->code[i] == 0xD1) {
            text->code[i] = text->code[i] == 0xF1 ? 'n' : 'N';
        }
    }
}

static uint32_t shifted(uint32_t latin1, bool upper) {
    return upper && ((latin1 >= 'a' && latin1 <= 'z') || latin1 >= 0xE0) ? latin1 - 32 : latin1;
}

static void put_vni(Text *out, Letter letter) {
    bool up = letter.upper;
    int vowel = letter.vowel;
    int tone = letter.tone;
    if (letter.dd) {
        text_put(out, up ? 0xD1 : 0xF1);
    } else if (vowel == 5) { /* i has letters of its own */
        text_put(out, shifted(VNI_I[tone], up));
    } else if (vowel == 11 && tone == TONE_DOT) {
        text_put(out, up ? 0xCE : 0xEE);
    } else {
        uint32_t base = vowel == 8 ? 0xF4U : vowel == 10 ? 0xF6U : (uint32_t)(uint8_t)BASE[vowel];
        bool hat = vowel == 2 || vowel == 4 || vowel == 7;
        const uint16_t *marks = vowel == 1 ? VNI_BREVE : hat ? VNI_HAT : VNI_PLAIN;
        text_put(out, shifted(base, up));
        if (marks[tone] != 0) {
            text_put(out, shifted(marks[tone], up));
        }
    }
}

static void put_viqr(Text *out, Letter letter) {
    static const char TONE_KEYS[TONES + 1] = " `?~'.";
    static const char MARK_KEYS[VOWELS + 1] = " (^ ^  ^+ + ";
    if (letter.dd) {
        text_put(out, letter.upper ? 'D' : 'd');
        text_put(out, letter.upper ? 'D' : 'd');
        return;
    }
    text_put(out, shifted((uint32_t)(uint8_t)BASE[letter.vowel], letter.upper));
    if (MARK_KEYS[letter.vowel] != ' ') {
        text_put(out, (uint32_t)(uint8_t)MARK_KEYS[letter.vowel]);
    }
    if (letter.tone != TONE_NONE) {
        text_put(out, (uint32_t)(uint8_t)TONE_KEYS[letter.tone]);
    }
}

/* NFD takes all marks off; Windows-1258 keeps the mark of the vowel and sets the tone apart. */
static void put_combining(Text *out, Letter letter, bool all) {
    static const uint16_t MARKS[VOWELS] = {0, 0x306, 0x302, 0, 0x302, 0,
                                           0, 0x302, 0x31B, 0, 0x31B, 0};
    bool below = letter.tone == TONE_DOT;
    if (letter.dd) {
        text_put(out, letter_make(letter));
        return;
    }
    if (!all) {
        text_put(out, letter_make((Letter){letter.vowel, TONE_NONE, false, letter.upper}));
        if (letter.tone != TONE_NONE) {
            text_put(out, COMBINING[letter.tone]);
        }
        return;
    }
    uint16_t mark = MARKS[letter.vowel];
    bool horn = mark == 0x31B; /* canonical order: horn 216, dot below 220, above 230 */
    text_put(out, shifted((uint32_t)(uint8_t)BASE[letter.vowel], letter.upper));
    if (below && mark != 0 && !horn) {
        text_put(out, COMBINING[TONE_DOT]);
        text_put(out, mark);
        return;
    }
    if (mark != 0) {
        text_put(out, mark);
    }
    if (letter.tone != TONE_NONE) {
        text_put(out, COMBINING[letter.tone]);
    }
}

static void put_utf8_as_1252(Text *out, uint32_t code) {
    char bytes[4];
    size_t count = utf8_put(code, bytes);
    for (size_t i = 0; i < count; i++) {
        uint8_t byte = (uint8_t)bytes[i];
        text_put(out, byte >= 0x80 && byte < 0xA0 ? CP1252[byte - 0x80] : byte);
    }
}

void text_misread(Text *text, Encoding encoding) {
    Text out = {.count = 0};
    for (size_t i = 0; i < text->count; i++) {
        Letter letter = letter_of(text->code[i]);
        bool ours = letter.vowel >= 0 || letter.dd;
        if (encoding == ENCODING_UTF8_AS_1252) {
            put_utf8_as_1252(&out, text->code[i]);
        } else if (!ours) {
            text_put(&out, text->code[i]);
        } else if (encoding == ENCODING_TCVN3) {
            uint32_t byte = letter.dd ? 0xAE : TCVN3[letter.vowel][letter.tone];
            text_put(&out, byte < 0x80 ? shifted(byte, letter.upper) : byte);
        } else if (encoding == ENCODING_VNI) {
            put_vni(&out, letter);
        } else if (encoding == ENCODING_VIQR) {
            put_viqr(&out, letter);
        } else {
            put_combining(&out, letter, encoding == ENCODING_DECOMPOSED);
        }
    }
    *text = out;
}

void text_keys(Text *text, bool telex) {
    static const char *const TELEX_MARKS[VOWELS] = {"", "w", "a", "", "e", "",
                                                    "", "o", "w", "", "w", ""};
    static const char *const VNI_MARKS[VOWELS] = {"", "8", "6", "", "6", "",
                                                  "", "6", "7", "", "7", ""};
    static const char TELEX_TONES[TONES + 1] = " frxsj";
    static const char VNI_TONES[TONES + 1] = " 23415";
    Text out = {.count = 0};
    char tone = ' ';
    for (size_t i = 0; i <= text->count; i++) {
        bool end = i == text->count || text->code[i] == ' ';
        if (end && tone != ' ') { /* the tone is typed last */
            text_put(&out, (uint32_t)(uint8_t)tone);
            tone = ' ';
        }
        if (i == text->count) {
            break;
        }
        Letter letter = letter_of(text->code[i]);
        if (letter.dd) {
            text_put(&out, letter.upper ? 'D' : 'd');
            text_put(&out, telex ? 'd' : '9');
        } else if (letter.vowel >= 0) {
            const char *mark = telex ? TELEX_MARKS[letter.vowel] : VNI_MARKS[letter.vowel];
            text_put(&out, shifted((uint32_t)(uint8_t)BASE[letter.vowel], letter.upper));
            if (*mark != '\0') {
                text_put(&out, (uint32_t)(uint8_t)*mark);
            }
            if (letter.tone != TONE_NONE) {
                tone = telex ? TELEX_TONES[letter.tone] : VNI_TONES[letter.tone];
            }
        } else {
            text_put(&out, text->code[i]);
        }
    }
    *text = out;
}

void text_new_tone_place(Text *text) {
    enum { O = 6, U = 9, A = 0, E = 3, Y = 11 };
    for (size_t i = 0; i + 1 < text->count; i++) {
        Letter first = letter_of(text->code[i]);
        Letter last = letter_of(text->code[i + 1]);
        bool end = i + 2 == text->count || text->code[i + 2] == ' ';
        bool after_q = i > 0 && (text->code[i - 1] == 'q' || text->code[i - 1] == 'Q');
        bool pair = (first.vowel == O && (last.vowel == A || last.vowel == E)) ||
                    (first.vowel == U && last.vowel == Y && !after_q);
        if (end && pair && first.tone != TONE_NONE && last.tone == TONE_NONE) {
            last.tone = first.tone;
            first.tone = TONE_NONE;
            text->code[i] = letter_make(first);
            text->code[i + 1] = letter_make(last);
        }
    }
}
