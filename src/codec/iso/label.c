#include "codec/iso/label.h"

enum { CODE_POINT_BAD = 0xFFFD };

/* The next code point of UTF-8; CODE_POINT_BAD for one byte that begins none. */
static uint32_t code_point_next(Str s, size_t *at) {
    unsigned char first = (unsigned char)s.ptr[*at];
    size_t len = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (len == 0 || *at + len > s.len) {
        (*at)++;
        return CODE_POINT_BAD;
    }
    uint32_t code = len == 1 ? first : (uint32_t)(first & (0x7F >> len));
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)s.ptr[*at + i];
        if ((next & 0xC0) != 0x80) {
            (*at)++;
            return CODE_POINT_BAD;
        }
        code = code << 6 | (next & 0x3F);
    }
    *at += len;
    return code;
}

typedef struct LetterRange {
    uint32_t first;
    uint32_t last;
    char base;
} LetterRange;

/* Latin-1, Latin Extended-A and -B as far as Vietnamese goes, Latin Extended Additional. */
static const LetterRange LETTER_RANGES[] = {
    {0x00C0, 0x00C5, 'a'}, {0x00C8, 0x00CB, 'e'}, {0x00CC, 0x00CF, 'i'}, {0x00D0, 0x00D0, 'd'},
    {0x00D2, 0x00D6, 'o'}, {0x00D9, 0x00DC, 'u'}, {0x00DD, 0x00DD, 'y'}, {0x00E0, 0x00E5, 'a'},
    {0x00E8, 0x00EB, 'e'}, {0x00EC, 0x00EF, 'i'}, {0x00F2, 0x00F6, 'o'}, {0x00F9, 0x00FC, 'u'},
    {0x00FD, 0x00FD, 'y'}, {0x00FF, 0x00FF, 'y'}, {0x0102, 0x0103, 'a'}, {0x0110, 0x0111, 'd'},
    {0x0128, 0x0129, 'i'}, {0x0168, 0x0169, 'u'}, {0x01A0, 0x01A1, 'o'}, {0x01AF, 0x01B0, 'u'},
    {0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'}, {0x1EC8, 0x1ECB, 'i'}, {0x1ECC, 0x1EE3, 'o'},
    {0x1EE4, 0x1EF1, 'u'}, {0x1EF2, 0x1EF9, 'y'},
};

/* The lower-case base letter; 0 for a combining mark; the ASCII character; or '\x7f' for others. */
static char base_letter(uint32_t code) {
    if (code < 0x80) {
        return code >= 'A' && code <= 'Z' ? (char)(code - 'A' + 'a') : (char)code;
    }
    if (code == 0xA0) { /* no-break space */
        return ' ';
    }
    if (code >= 0x0300 && code <= 0x036F) {
        return 0;
    }
    for (size_t i = 0; i < sizeof LETTER_RANGES / sizeof LETTER_RANGES[0]; i++) {
        if (code >= LETTER_RANGES[i].first && code <= LETTER_RANGES[i].last) {
            return LETTER_RANGES[i].base;
        }
    }
    return '\x7f';
}

Str label_fold(Str text, char room[LABEL_MAX]) {
    size_t len = 0;
    bool is_gap = false;
    for (size_t at = 0; at < text.len && len + 1 < LABEL_MAX;) { /* ends: at grows */
        char c = base_letter(code_point_next(text, &at));
        if (c == 0) {
            continue;
        }
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
            is_gap = true;
            continue;
        }
        if (is_gap && len > 0) {
            room[len++] = ' ';
        }
        is_gap = false;
        room[len++] = c;
    }
    return (Str){room, len};
}

Str ascii_upper_fold(Str text, char *room, size_t size) {
    size_t len = 0;
    for (size_t at = 0; at < text.len && len < size;) { /* ends: at grows */
        char c = base_letter(code_point_next(text, &at));
        if (c == 0) {
            continue;
        }
        if (c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
        } else if ((unsigned char)c <= ' ') {
            c = ' ';
        } else if (c == '\x7f') {
            c = '.';
        }
        room[len++] = c;
    }
    return (Str){room, len};
}
