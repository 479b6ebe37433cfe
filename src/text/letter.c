#include "text/letter.h"

#include <stddef.h>

enum { VOWELS = 12, TONES = 6, BLOCK_FIRST = 0x1EA0, BLOCK_LAST = 0x1EF9 };

typedef struct Vowel {
    char base;
    Mark mark;
    uint16_t lower[TONES]; /* by Tone */
} Vowel;

static const Vowel TABLE[VOWELS] = {
    {'a', MARK_NONE, {'a', 0x00E0, 0x1EA3, 0x00E3, 0x00E1, 0x1EA1}},
    {'a', MARK_BREVE, {0x0103, 0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF, 0x1EB7}},
    {'a', MARK_CIRCUMFLEX, {0x00E2, 0x1EA7, 0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD}},
    {'e', MARK_NONE, {'e', 0x00E8, 0x1EBB, 0x1EBD, 0x00E9, 0x1EB9}},
    {'e', MARK_CIRCUMFLEX, {0x00EA, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7}},
    {'i', MARK_NONE, {'i', 0x00EC, 0x1EC9, 0x0129, 0x00ED, 0x1ECB}},
    {'o', MARK_NONE, {'o', 0x00F2, 0x1ECF, 0x00F5, 0x00F3, 0x1ECD}},
    {'o', MARK_CIRCUMFLEX, {0x00F4, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9}},
    {'o', MARK_HORN, {0x01A1, 0x1EDD, 0x1EDF, 0x1EE1, 0x1EDB, 0x1EE3}},
    {'u', MARK_NONE, {'u', 0x00F9, 0x1EE7, 0x0169, 0x00FA, 0x1EE5}},
    {'u', MARK_HORN, {0x01B0, 0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1}},
    {'y', MARK_NONE, {'y', 0x1EF3, 0x1EF7, 0x1EF9, 0x00FD, 0x1EF5}},
};

/* The block of Vietnamese letters in pairs of upper and lower case: vowel * TONES + tone. */
static const uint8_t BLOCK[(BLOCK_LAST - BLOCK_FIRST + 1) / 2] = {
    0 * 6 + 5,  0 * 6 + 2,  2 * 6 + 4,  2 * 6 + 1,  2 * 6 + 2,  2 * 6 + 3,  2 * 6 + 5,  1 * 6 + 4,
    1 * 6 + 1,  1 * 6 + 2,  1 * 6 + 3,  1 * 6 + 5,  3 * 6 + 5,  3 * 6 + 2,  3 * 6 + 3,  4 * 6 + 4,
    4 * 6 + 1,  4 * 6 + 2,  4 * 6 + 3,  4 * 6 + 5,  5 * 6 + 2,  5 * 6 + 5,  6 * 6 + 5,  6 * 6 + 2,
    7 * 6 + 4,  7 * 6 + 1,  7 * 6 + 2,  7 * 6 + 3,  7 * 6 + 5,  8 * 6 + 4,  8 * 6 + 1,  8 * 6 + 2,
    8 * 6 + 3,  8 * 6 + 5,  9 * 6 + 5,  9 * 6 + 2,  10 * 6 + 4, 10 * 6 + 1, 10 * 6 + 2, 10 * 6 + 3,
    10 * 6 + 5, 11 * 6 + 1, 11 * 6 + 5, 11 * 6 + 2, 11 * 6 + 3,
};

/* Lower case of the Vietnamese letters outside the block; 0 when it is none of theirs. */
static uint32_t lower_outside_block(uint32_t c) {
    if (c >= 0xC0 && c <= 0xDD) {
        return c + 0x20; /* Latin-1 keeps its cases 32 apart */
    }
    switch (c) {
    case 0x102:
    case 0x110:
    case 0x128:
    case 0x168:
    case 0x1A0:
    case 0x1AF:
        return c + 1;
    default:
        return c;
    }
}

static Letter letter_at(int vowel, int tone, bool is_upper) {
    return (Letter){TABLE[vowel].base, TABLE[vowel].mark, (Tone)tone, is_upper};
}

bool letter_split(uint32_t code_point, Letter *ret_letter) {
    uint32_t c = code_point;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        bool is_upper = c <= 'Z';
        char base = (char)(is_upper ? c - 'A' + 'a' : c);
        *ret_letter = (Letter){base, MARK_NONE, TONE_LEVEL, is_upper};
        return true;
    }
    if (c >= BLOCK_FIRST && c <= BLOCK_LAST) {
        int place = BLOCK[(c - BLOCK_FIRST) / 2];
        *ret_letter = letter_at(place / TONES, place % TONES, c % 2 == 0);
        return true;
    }
    if (c < 0xC0 || c > 0x1B0) {
        return false;
    }
    uint32_t lower = lower_outside_block(c);
    if (lower == 0x111) {
        *ret_letter = (Letter){'d', MARK_BAR, TONE_LEVEL, lower != c};
        return true;
    }
    for (int vowel = 0; vowel < VOWELS; vowel++) {
        for (int tone = 0; tone < TONES; tone++) {
            if (TABLE[vowel].lower[tone] == lower) {
                *ret_letter = letter_at(vowel, tone, lower != c);
                return true;
            }
        }
    }
    return false;
}

static uint32_t upper_of(uint32_t lower) {
    return lower >= 'a' && lower <= 'z'     ? lower - 0x20
           : lower >= 0xE0 && lower <= 0xFD ? lower - 0x20
                                            : lower - 1;
}

uint32_t letter_join(Letter letter) {
    uint32_t lower = 0;
    if (letter.base == 'd' && letter.mark == MARK_BAR && letter.tone == TONE_LEVEL) {
        lower = 0x111;
    } else if (letter.mark == MARK_NONE && letter.tone == TONE_LEVEL) {
        lower = (uint32_t)(unsigned char)letter.base;
    } else {
        for (int vowel = 0; vowel < VOWELS && lower == 0; vowel++) {
            if (TABLE[vowel].base == letter.base && TABLE[vowel].mark == letter.mark) {
                lower = TABLE[vowel].lower[letter.tone];
            }
        }
    }
    return lower == 0 || !letter.is_upper ? lower : upper_of(lower);
}

bool letter_is_vowel(Letter letter) {
    switch (letter.base) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
        return true;
    default:
        return false;
    }
}

int letter_rank(Letter letter) {
    /* By base letter: the rank of its plain form. */
    static const int8_t plain[26] = {
        ['a' - 'a'] = 0,  ['b' - 'a'] = 3,  ['c' - 'a'] = 4,  ['d' - 'a'] = 5,  ['e' - 'a'] = 7,
        ['f' - 'a'] = 8,  ['g' - 'a'] = 9,  ['h' - 'a'] = 10, ['i' - 'a'] = 11, ['j' - 'a'] = 11,
        ['k' - 'a'] = 12, ['l' - 'a'] = 13, ['m' - 'a'] = 14, ['n' - 'a'] = 15, ['o' - 'a'] = 16,
        ['p' - 'a'] = 19, ['q' - 'a'] = 20, ['r' - 'a'] = 21, ['s' - 'a'] = 22, ['t' - 'a'] = 23,
        ['u' - 'a'] = 24, ['v' - 'a'] = 26, ['w' - 'a'] = 26, ['x' - 'a'] = 27, ['y' - 'a'] = 28,
        ['z' - 'a'] = 28,
    };
    int rank = plain[letter.base - 'a'];
    switch (letter.mark) {
    case MARK_NONE:
        return rank;
    case MARK_BREVE:
    case MARK_BAR:
        return rank + 1;
    case MARK_CIRCUMFLEX:
        return rank + (letter.base == 'a' ? 2 : 1);
    case MARK_HORN:
        return rank + (letter.base == 'o' ? 2 : 1);
    }
    return rank; /* uncovered: no other mark exists */
}
