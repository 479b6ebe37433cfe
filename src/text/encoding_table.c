#include "text/encoding_table.h"

#include <string.h>

#include "text/letter.h"
#include "text/utf8.h"

enum { BYTE_VALUES = 256, HIGH_FIRST = 0x80 };

/* Bytes 80..9F of Windows-1252; 0 where it has none and the C1 control stands for itself. */
static const uint16_t CP1252_HIGH[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

uint32_t unit_of_code_point(uint32_t code_point) {
    if (code_point < BYTE_VALUES) {
        return code_point;
    }
    for (uint32_t i = 0; i < 32; i++) {
        if (CP1252_HIGH[i] == code_point) {
            return HIGH_FIRST + i;
        }
    }
    return code_point;
}

uint32_t code_point_of_unit(uint32_t unit) {
    if (unit >= HIGH_FIRST && unit < HIGH_FIRST + 32 && CP1252_HIGH[unit - HIGH_FIRST] != 0) {
        return CP1252_HIGH[unit - HIGH_FIRST];
    }
    return unit;
}

/* TCVN 5712:1993 VN3 from A1 on: capitals without tone, then small letters; 0 = not used. */
static const uint16_t TCVN3[0xFF - 0xA0] = {
    0x0102, 0x00C2, 0x00CA, 0x00D4, 0x01A0, 0x01AF, 0x0110, 0x0103, 0x00E2, 0x00EA, 0x00F4, 0x01A1,
    0x01B0, 0x0111, 0,      0,      0,      0,      0,      0,      0x00E0, 0x1EA3, 0x00E3, 0x00E1,
    0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0,      0,      0,      0,      0,      0,
    0,      0x1EB7, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0x00E8, 0,      0x1EBB, 0x1EBD, 0x00E9,
    0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0x00EC, 0x1EC9, 0,      0,      0,      0x0129,
    0x00ED, 0x1ECB, 0x00F2, 0,      0x1ECF, 0x00F5, 0x00F3, 0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1,
    0x1ED9, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3, 0x00F9, 0,      0x1EE7, 0x0169, 0x00FA, 0x1EE5,
    0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0x00FD, 0x1EF5,
};

size_t decode_tcvn3(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    for (size_t i = 0; i < count; i++) {
        uint32_t unit = units[i];
        uint32_t letter = unit > 0xA0 && unit < 0xFF ? TCVN3[unit - 0xA1] : 0;
        ret_code_points[i] = letter ? letter : code_point_of_unit(unit);
    }
    return count;
}

/* VISCII keeps six letters among the controls and fills 80..FF. */
static const uint16_t VISCII_HIGH[128] = {
    0x1EA0, 0x1EAE, 0x1EB0, 0x1EB6, 0x1EA4, 0x1EA6, 0x1EA8, 0x1EAC, 0x1EBC, 0x1EB8, 0x1EBE, 0x1EC0,
    0x1EC2, 0x1EC4, 0x1EC6, 0x1ED0, 0x1ED2, 0x1ED4, 0x1ED6, 0x1ED8, 0x1EE2, 0x1EDA, 0x1EDC, 0x1EDE,
    0x1ECA, 0x1ECE, 0x1ECC, 0x1EC8, 0x1EE6, 0x0168, 0x1EE4, 0x1EF2, 0x00D5, 0x1EAF, 0x1EB1, 0x1EB7,
    0x1EA5, 0x1EA7, 0x1EA9, 0x1EAD, 0x1EBD, 0x1EB9, 0x1EBF, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EC7, 0x1ED1,
    0x1ED3, 0x1ED5, 0x1ED7, 0x1EE0, 0x01A0, 0x1ED9, 0x1EDD, 0x1EDF, 0x1ECB, 0x1EF0, 0x1EE8, 0x1EEA,
    0x1EEC, 0x01A1, 0x1EDB, 0x01AF, 0x00C0, 0x00C1, 0x00C2, 0x00C3, 0x1EA2, 0x0102, 0x1EB3, 0x1EB5,
    0x00C8, 0x00C9, 0x00CA, 0x1EBA, 0x00CC, 0x00CD, 0x0128, 0x1EF3, 0x0110, 0x1EE9, 0x00D2, 0x00D3,
    0x00D4, 0x1EA1, 0x1EF7, 0x1EEB, 0x1EED, 0x00D9, 0x00DA, 0x1EF9, 0x1EF5, 0x00DD, 0x1EE1, 0x01B0,
    0x00E0, 0x00E1, 0x00E2, 0x00E3, 0x1EA3, 0x0103, 0x1EEF, 0x1EAB, 0x00E8, 0x00E9, 0x00EA, 0x1EBB,
    0x00EC, 0x00ED, 0x0129, 0x1EC9, 0x0111, 0x1EF1, 0x00F2, 0x00F3, 0x00F4, 0x00F5, 0x1ECF, 0x1ECD,
    0x1EE5, 0x00F9, 0x00FA, 0x0169, 0x1EE7, 0x00FD, 0x1EE3, 0x1EEE,
};

size_t decode_viscii(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    for (size_t i = 0; i < count; i++) {
        uint32_t unit = units[i];
        uint32_t letter = 0;
        switch (unit) {
        case 0x02:
            letter = 0x1EB2;
            break;
        case 0x05:
            letter = 0x1EB4;
            break;
        case 0x06:
            letter = 0x1EAA;
            break;
        case 0x14:
            letter = 0x1EF6;
            break;
        case 0x19:
            letter = 0x1EF8;
            break;
        case 0x1E:
            letter = 0x1EF4;
            break;
        default:
            letter =
                unit >= HIGH_FIRST && unit < BYTE_VALUES ? VISCII_HIGH[unit - HIGH_FIRST] : unit;
        }
        ret_code_points[i] = letter;
    }
    return count;
}

size_t decode_cp1258(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    static const struct {
        uint8_t unit;
        uint16_t code_point;
    } differs[] = {
        /* from Windows-1252 */
        {0xC3, 0x0102}, {0xCC, 0x0300}, {0xD0, 0x0110}, {0xD2, 0x0309}, {0xD5, 0x01A0},
        {0xDD, 0x01AF}, {0xDE, 0x0303}, {0xE3, 0x0103}, {0xEC, 0x0301}, {0xF0, 0x0111},
        {0xF2, 0x0323}, {0xF5, 0x01A1}, {0xFD, 0x01B0}, {0xFE, 0x20AB},
    };
    for (size_t i = 0; i < count; i++) {
        ret_code_points[i] = code_point_of_unit(units[i]);
        for (size_t j = 0; j < sizeof differs / sizeof differs[0]; j++) {
            if (differs[j].unit == units[i]) {
                ret_code_points[i] = differs[j].code_point;
            }
        }
    }
    return count;
}

/* A sign behind a vowel; what it leaves unsaid is -1. */
typedef struct Sign {
    uint8_t unit;
    int8_t mark;
    int8_t tone;
} Sign;

/* VNI Windows in small letters; capitals lie 20 lower. */
static const Sign VNI_SIGNS[] = {
    {0xF9, -1, TONE_ACUTE},
    {0xF8, -1, TONE_GRAVE},
    {0xFB, -1, TONE_HOOK},
    {0xF5, -1, TONE_TILDE},
    {0xEF, -1, TONE_DOT},
    {0xEA, MARK_BREVE, TONE_LEVEL},
    {0xE9, MARK_BREVE, TONE_ACUTE},
    {0xE8, MARK_BREVE, TONE_GRAVE},
    {0xFA, MARK_BREVE, TONE_HOOK},
    {0xFC, MARK_BREVE, TONE_TILDE},
    {0xEB, MARK_BREVE, TONE_DOT},
    {0xE2, MARK_CIRCUMFLEX, TONE_LEVEL},
    {0xE1, MARK_CIRCUMFLEX, TONE_ACUTE},
    {0xE0, MARK_CIRCUMFLEX, TONE_GRAVE},
    {0xE5, MARK_CIRCUMFLEX, TONE_HOOK},
    {0xE3, MARK_CIRCUMFLEX, TONE_TILDE},
    {0xE4, MARK_CIRCUMFLEX, TONE_DOT},
};

/* Letters of VNI that stand alone. */
static const struct {
    uint8_t unit;
    Letter letter;
} VNI_LETTERS[] = {
    {0xF1, {'d', MARK_BAR, TONE_LEVEL, false}},  {0xF4, {'o', MARK_HORN, TONE_LEVEL, false}},
    {0xF6, {'u', MARK_HORN, TONE_LEVEL, false}}, {0xED, {'i', MARK_NONE, TONE_ACUTE, false}},
    {0xEC, {'i', MARK_NONE, TONE_GRAVE, false}}, {0xE6, {'i', MARK_NONE, TONE_HOOK, false}},
    {0xF3, {'i', MARK_NONE, TONE_TILDE, false}}, {0xF2, {'i', MARK_NONE, TONE_DOT, false}},
    {0xEE, {'y', MARK_NONE, TONE_DOT, false}},
};

static bool vni_letter(uint32_t unit, Letter *ret_letter) {
    if (unit < 0x80 && letter_split(unit, ret_letter)) {
        return true;
    }
    bool is_upper = unit >= 0xC0 && unit <= 0xDF;
    for (size_t i = 0; i < sizeof VNI_LETTERS / sizeof VNI_LETTERS[0]; i++) {
        if (VNI_LETTERS[i].unit == unit + (is_upper ? 0x20 : 0)) {
            *ret_letter = VNI_LETTERS[i].letter;
            ret_letter->is_upper = is_upper;
            return true;
        }
    }
    return false;
}

/* The letter with the sign on it, 0 when the two do not go together. */
static uint32_t vni_signed(Letter letter, uint32_t unit) {
    uint32_t lower = unit >= 0xC0 && unit <= 0xDF ? unit + 0x20 : unit;
    if (letter.tone != TONE_LEVEL) {
        return 0;
    }
    for (size_t i = 0; i < sizeof VNI_SIGNS / sizeof VNI_SIGNS[0]; i++) {
        const Sign *sign = &VNI_SIGNS[i];
        if (sign->unit != lower || (sign->mark >= 0 && letter.mark != MARK_NONE)) {
            continue;
        }
        letter.mark = sign->mark >= 0 ? (Mark)sign->mark : letter.mark;
        letter.tone = (Tone)sign->tone;
        return letter_is_vowel(letter) ? letter_join(letter) : 0;
    }
    return 0;
}

size_t decode_vni(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        Letter letter;
        if (!vni_letter(units[i], &letter)) {
            ret_code_points[len++] = code_point_of_unit(units[i]);
            continue;
        }
        uint32_t both = i + 1 < count ? vni_signed(letter, units[i + 1]) : 0;
        ret_code_points[len++] = both ? both : letter_join(letter);
        i += both ? 1 : 0;
    }
    return len;
}

/* The mark that a VIQR sign puts on a base letter; false when it is no such sign there. */
static bool viqr_mark(char base, uint32_t unit, Mark *ret_mark) {
    bool is_round = base == 'a' || base == 'e' || base == 'o';
    if (unit == '^' && is_round) {
        *ret_mark = MARK_CIRCUMFLEX;
        return true;
    }
    if (unit == '(' && base == 'a') {
        *ret_mark = MARK_BREVE;
        return true;
    }
    if ((unit == '+' || unit == '*') && (base == 'o' || base == 'u')) {
        *ret_mark = MARK_HORN;
        return true;
    }
    return false;
}

static bool viqr_tone(uint32_t unit, Tone *ret_tone) {
    static const char signs[] = "`?~'.";
    const char *at = unit > 0 && unit < 0x80 ? strchr(signs, (int)unit) : NULL;
    if (at == NULL) {
        return false;
    }
    *ret_tone = (Tone)(TONE_GRAVE + (at - signs));
    return true;
}

size_t decode_viqr(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        Letter letter;
        if (units[i] == '\\' && i + 1 < count) { /* the next sign means itself */
            ret_code_points[len++] = units[++i];
            continue;
        }
        if (units[i] >= 0x80 || !letter_split(units[i], &letter)) {
            ret_code_points[len++] = units[i];
            continue;
        }
        if (letter.base == 'd' && i + 1 < count && (units[i + 1] == 'd' || units[i + 1] == 'D')) {
            letter.mark = MARK_BAR;
            i++;
        } else if (letter_is_vowel(letter)) {
            if (i + 1 < count && viqr_mark(letter.base, units[i + 1], &letter.mark)) {
                i++;
            }
            if (i + 1 < count && viqr_tone(units[i + 1], &letter.tone)) {
                i++;
            }
        }
        ret_code_points[len++] = letter_join(letter);
    }
    return len;
}

size_t decode_utf8_twice(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    size_t len = 0;
    for (size_t i = 0; i < count;) {
        char bytes[UTF8_BYTES_MAX];
        size_t size = 0;
        uint32_t code_point = 0;
        while (size < UTF8_BYTES_MAX && i + size < count && units[i + size] < BYTE_VALUES) {
            bytes[size] = (char)(unsigned char)units[i + size];
            size++;
        }
        Str rest = {bytes, size};
        if (size == 0 || !utf8_next(&rest, &code_point) || code_point == UTF8_REPLACEMENT) {
            return 0;
        }
        ret_code_points[len++] = code_point;
        i += size - rest.len;
    }
    return len;
}
