#include "text/syllable.h"

#include <string.h>

/*
 * Rhymes are written in one byte a letter: marked vowels get letters that Vietnamese does not use
 * as themselves here (A ă, B â, E ê, O ô, W ơ, U ư), D is đ.
 */
enum { KEY_MAX = SYLLABLE_LETTERS_MAX + 1 };

/* Finals that a nucleus may take. */
enum {
    END_NONE = 1 << 0,
    END_C = 1 << 1,
    END_CH = 1 << 2,
    END_M = 1 << 3,
    END_N = 1 << 4,
    END_NG = 1 << 5,
    END_NH = 1 << 6,
    END_P = 1 << 7,
    END_T = 1 << 8,
    ENDS_BACK = END_C | END_M | END_N | END_NG | END_P | END_T,
    ENDS_FRONT = END_CH | END_M | END_N | END_NH | END_P | END_T,
    ENDS_STOP = END_C | END_CH | END_P | END_T,
};

typedef struct Ending {
    const char *key;
    unsigned end;
} Ending;

static const Ending ENDINGS[] = {
    {"", END_NONE}, {"c", END_C},   {"ch", END_CH}, {"m", END_M}, {"n", END_N},
    {"ng", END_NG}, {"nh", END_NH}, {"p", END_P},   {"t", END_T},
};

typedef struct Nucleus {
    const char *key;
    unsigned ends;
} Nucleus;

static const Nucleus NUCLEI[] = {
    {"a", END_NONE | ENDS_BACK | ENDS_FRONT},
    {"A", ENDS_BACK},
    {"B", ENDS_BACK},
    {"e", END_NONE | ENDS_BACK},
    {"E", END_NONE | ENDS_FRONT},
    {"i", END_NONE | ENDS_FRONT},
    {"o", END_NONE | ENDS_BACK},
    {"O", END_NONE | ENDS_BACK},
    {"W", END_NONE | END_M | END_N | END_P | END_T},
    {"u", END_NONE | ENDS_BACK},
    {"U", END_NONE | END_C | END_M | END_N | END_NG | END_T},
    {"y", END_NONE},
    {"ai", END_NONE},
    {"ao", END_NONE},
    {"au", END_NONE},
    {"ay", END_NONE},
    {"Bu", END_NONE},
    {"By", END_NONE},
    {"eo", END_NONE},
    {"Eu", END_NONE},
    {"ia", END_NONE},
    {"iu", END_NONE},
    {"iE", ENDS_BACK},
    {"iEu", END_NONE},
    {"yE", END_M | END_N | END_NG | END_T},
    {"yEu", END_NONE},
    {"oa", END_NONE | ENDS_BACK | ENDS_FRONT},
    {"oA", ENDS_BACK},
    {"oai", END_NONE},
    {"oay", END_NONE},
    {"oao", END_NONE},
    {"oe", END_NONE | END_N | END_T},
    {"oeo", END_NONE},
    {"oi", END_NONE},
    {"oo", END_C | END_NG},
    {"Oi", END_NONE},
    {"Wi", END_NONE},
    {"ua", END_NONE},
    {"uB", END_N | END_NG | END_T},
    {"uBy", END_NONE},
    {"uE", END_NONE | END_CH | END_NH},
    {"ui", END_NONE},
    {"uO", ENDS_BACK},
    {"uOi", END_NONE},
    {"uW", END_NONE},
    {"uy", END_NONE | END_CH | END_N | END_NH | END_P | END_T},
    {"uya", END_NONE},
    {"uyu", END_NONE},
    {"uyE", END_N | END_T},
    {"Ua", END_NONE},
    {"Ui", END_NONE},
    {"Uu", END_NONE},
    {"UW", ENDS_BACK},
    {"UWi", END_NONE},
    {"UWu", END_NONE},
};

/* Behind q-u the u belongs to the initial, and y may close as it does in uy. */
static const Nucleus AFTER_QU_Y = {"y", END_NONE | END_CH | END_N | END_NH | END_P | END_T};

static const char *const INITIALS[] = {
    "",  "b",  "c",   "ch", "d", "D",  "g",  "gh", "gi", "h", "k",  "kh", "l", "m",
    "n", "ng", "ngh", "nh", "p", "ph", "qu", "r",  "s",  "t", "th", "tr", "v", "x",
};

static char key_of(Letter letter) {
    switch (letter.mark) {
    case MARK_NONE:
        return letter.base;
    case MARK_BREVE:
        return 'A';
    case MARK_CIRCUMFLEX:
        return letter.base == 'a' ? 'B' : letter.base == 'e' ? 'E' : 'O';
    case MARK_HORN:
        return letter.base == 'o' ? 'W' : 'U';
    case MARK_BAR:
        return 'D';
    }
    return '?'; /* uncovered: no other mark exists */
}

/* c, g, ng stand before a o u and their kin; k, gh, ngh before e ê i y (g also before i: gì). */
static bool spells_with(const char *initial, char vowel) {
    bool is_front = strchr("eEiy", vowel) != NULL;
    if (strcmp(initial, "c") == 0 || strcmp(initial, "ng") == 0) {
        return !is_front;
    }
    if (strcmp(initial, "g") == 0) {
        return !is_front || vowel == 'i';
    }
    if (strcmp(initial, "qu") == 0) {
        return strchr("ouU", vowel) == NULL;
    }
    if (strcmp(initial, "k") == 0 || strcmp(initial, "gh") == 0 || strcmp(initial, "ngh") == 0) {
        return is_front;
    }
    return true;
}

static bool is_vowel_key(char key) {
    return strchr("aABeEioOWuUy", key) != NULL;
}

/* The rhyme is a nucleus with an ending that it may take, under a tone that the ending allows. */
static bool rhyme_is_valid(const char *rhyme, size_t vowels, bool after_qu, Tone tone) {
    unsigned end = 0;
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        if (strcmp(ENDINGS[i].key, rhyme + vowels) == 0) {
            end = ENDINGS[i].end;
        }
    }
    if (end == 0 || ((end & ENDS_STOP) && tone != TONE_ACUTE && tone != TONE_DOT)) {
        return false;
    }
    if (after_qu && vowels == 1 && rhyme[0] == 'y') {
        return (AFTER_QU_Y.ends & end) != 0;
    }
    for (size_t i = 0; i < sizeof NUCLEI / sizeof NUCLEI[0]; i++) {
        const Nucleus *nucleus = &NUCLEI[i];
        if (strlen(nucleus->key) == vowels && strncmp(nucleus->key, rhyme, vowels) == 0) {
            return (nucleus->ends & end) != 0;
        }
    }
    return false;
}

/* One tone at most; false when there are two, or one on a consonant (which letters exclude). */
static bool take_tone(const Letter *letters, size_t count, char *ret_key, Tone *ret_tone) {
    Tone tone = TONE_LEVEL;
    for (size_t i = 0; i < count; i++) {
        ret_key[i] = key_of(letters[i]);
        if (letters[i].tone != TONE_LEVEL) {
            if (tone != TONE_LEVEL) {
                return false;
            }
            tone = letters[i].tone;
        }
    }
    ret_key[count] = '\0';
    *ret_tone = tone;
    return true;
}

/* Of "gia", "giu", "gio" the i belongs to the initial; of "gì", "gìn", "giếng" to the rhyme. */
static bool is_gi(const char *initial, const char *rhyme) {
    return strcmp(initial, "g") == 0 && rhyme[0] == 'i' && rhyme[1] != '\0' && rhyme[1] != 'E' &&
           is_vowel_key(rhyme[1]);
}

bool syllable_parse(const Letter *letters, size_t count, Syllable *ret_syllable) {
    char key[KEY_MAX];
    Tone tone = TONE_LEVEL;
    if (count == 0 || count > SYLLABLE_LETTERS_MAX || !take_tone(letters, count, key, &tone)) {
        return false;
    }
    for (size_t i = 0; i < sizeof INITIALS / sizeof INITIALS[0]; i++) {
        size_t at = strlen(INITIALS[i]);
        const char *rhyme = key + at;
        size_t vowels = 0;
        if (strncmp(key, INITIALS[i], at) != 0 || !is_vowel_key(rhyme[0]) || rhyme[0] == '\0' ||
            !spells_with(INITIALS[i], rhyme[0])) {
            continue;
        }
        while (rhyme[vowels] != '\0' && is_vowel_key(rhyme[vowels])) {
            vowels++;
        }
        bool after_qu = strcmp(INITIALS[i], "qu") == 0;
        if (!is_gi(INITIALS[i], rhyme) && rhyme_is_valid(rhyme, vowels, after_qu, tone)) {
            Syllable syllable = {
                .count = count, .vowel_at = at, .vowel_count = vowels, .tone = tone};
            memcpy(syllable.letter, letters, count * sizeof letters[0]);
            *ret_syllable = syllable;
            return true;
        }
    }
    return false;
}

size_t syllable_tone_place(const Syllable *syllable) {
    size_t first = syllable->vowel_at;
    size_t count = syllable->vowel_count;
    for (size_t i = count; i > 0; i--) { /* a marked vowel takes it; of ươ the second */
        if (syllable->letter[first + i - 1].mark != MARK_NONE) {
            return first + i - 1;
        }
    }
    if (count == 1) {
        return first;
    }
    bool has_final = first + count < syllable->count;
    return has_final || count == 3 ? first + 1 : first;
}
