#include "text/name.h"

#include "text/clean.h"
#include "text/fold.h"
#include "text/syllable.h"
#include "text/utf8.h"

enum { LETTERS_MAX = 64 };

static Str next_word(Str *rest) {
    Str word = {NULL, 0};
    (void)str_split_next(rest, ' ', &word);
    return word;
}

/* A frequent family name (folded): with one behind it, what stands in front is a form of address.
 */
static bool is_family_name(Str folded) {
    static const char *const names[] = {
        "nguyen", "tran",  "le",    "pham",  "hoang", "huynh", "phan", "vu",    "vo",    "dang",
        "bui",    "do",    "ho",    "ngo",   "duong", "ly",    "li",   "dinh",  "dao",   "doan",
        "lo",     "luong", "quang", "tong",  "ca",    "me",    "vi",   "giang", "vang",  "sung",
        "thao",   "lau",   "mua",   "thach", "kim",   "danh",  "lam",  "trinh", "mai",   "truong",
        "ha",     "cao",   "luu",   "to",    "ta",    "chu",   "ma",   "nong",  "trieu", "hua",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (str_equal(folded, str_of(names[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_address(Str word) {
    static const char *const forms[] = {"Ông",  "ông",  "ÔNG", "Bà",  "bà",  "BÀ",  "Cụ",
                                        "cụ",   "CỤ",   "Anh", "Chị", "chị", "CHỊ", "Em",
                                        "Cháu", "cháu", "Mr",  "Mrs", "Ms"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (str_equal(word, str_of(forms[i]))) {
            return true;
        }
    }
    return false;
}

static Status without_address(Ctx *ctx, Str name, Str *ret_name) {
    Str rest = name;
    Str first = next_word(&rest);
    if (rest.ptr == NULL) {
        *ret_name = name;
        return OK;
    }
    bool is_marked = str_ends_with(first, STR(".")) || str_ends_with(first, STR(":"));
    if (is_marked) {
        first.len--;
    }
    if (!is_address(first)) {
        *ret_name = name;
        return OK;
    }
    Str after = rest;
    Str folded = {NULL, 0};
    TRY(text_fold(ctx, next_word(&after), &folded));
    *ret_name = is_marked || (after.ptr != NULL && is_family_name(folded)) ? rest : name;
    return OK;
}

static Str without_ends(Str name) {
    for (;;) { /* ends: every round takes a byte */
        name = str_trim(name);
        if (name.len > 0 && (name.ptr[name.len - 1] == '.' || name.ptr[name.len - 1] == ',')) {
            name.len--;
        } else {
            return name;
        }
    }
}

/* Letters with their marks, and what joins them in names. */
static Status check_signs(Ctx *ctx, Str name) {
    size_t letters = 0;
    uint32_t c = 0;
    for (Str rest = name; utf8_next(&rest, &c);) {
        bool is_ascii_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool is_joint = c == ' ' || c == '\'' || c == '-' || c == '.';
        /* Latin with its supplements, and combining marks that no composed letter has (ơ̆). */
        bool is_other_letter =
            (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
        bool is_mark = c >= 0x300 && c <= 0x36F && letters > 0;
        if (!is_ascii_letter && !is_joint && !is_other_letter && !is_mark) {
            return ctx_fail(ctx, E_NAME_SYNTAX, "a sign that stands in no name (U+%04X)", c);
        }
        letters += is_ascii_letter || is_other_letter;
    }
    if (letters < NAME_LETTERS_MIN) {
        return ctx_fail(ctx, E_NAME_SYNTAX, "%zu letters", letters);
    }
    return OK;
}

Status name_clean(Ctx *ctx, Str in, Str *ret_name) {
    Str name = {NULL, 0};
    if (in.len > (size_t)NAME_BYTES_MAX * 8) { /* before any work: spaces and marks shrink */
        return ctx_fail(ctx, E_NAME_SYNTAX, "%zu bytes", in.len);
    }
    TRY(text_clean(ctx, in, &name));
    TRY(without_address(ctx, name, &name));
    name = without_ends(name);
    if (name.len > NAME_BYTES_MAX) {
        return ctx_fail(ctx, E_NAME_SYNTAX, "%zu bytes", name.len);
    }
    TRY(check_signs(ctx, name));
    *ret_name = name;
    return OK;
}

Status name_fold(Ctx *ctx, Str name, Str *ret_folded) {
    Str folded = {NULL, 0};
    void *memory = NULL;
    size_t len = 0;
    TRY(text_fold(ctx, name, &folded));
    TRY(ctx_alloc(ctx, folded.len + 1, &memory));
    char *out = memory;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i] == '-' || folded.ptr[i] == '.' ? ' ' : folded.ptr[i];
        bool is_dropped = c == '\'' || (c == ' ' && (len == 0 || out[len - 1] == ' '));
        if (!is_dropped) {
            out[len++] = c;
        }
    }
    while (len > 0 && out[len - 1] == ' ') {
        len--;
    }
    *ret_folded = (Str){out, len};
    return OK;
}

/*
 * A word of the key: two or three characters a letter at most, a tone, a '0'. The 29 letters are
 * 7, 8, 9, A..Z; f, j, w, z follow their neighbour by ZZ, which no Vietnamese word can hold.
 */
static size_t sort_word(Str word, char *out) {
    static const char ranks[] = "789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    Tone tone = TONE_LEVEL;
    size_t len = 0;
    uint32_t c = 0;
    while (utf8_next(&word, &c)) {
        Letter letter;
        if (!letter_split(c, &letter)) {
            continue;
        }
        out[len++] = ranks[letter_rank(letter)];
        if (letter.base == 'f' || letter.base == 'j' || letter.base == 'w' || letter.base == 'z') {
            out[len++] = 'Z';
            out[len++] = 'Z';
        }
        if (letter.tone != TONE_LEVEL) {
            tone = letter.tone;
        }
    }
    if (len > 0) {
        out[len++] = (char)('1' + (int)tone);
        out[len++] = '0';
    }
    return len;
}

static Str last_word(Str name, Str *ret_before) {
    size_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != ' ' && name.ptr[at - 1] != '-') {
        at--;
    }
    *ret_before = str_trim(str_part(name, 0, at > 0 ? at - 1 : 0));
    return str_part(name, at, name.len - at);
}

Status name_sort_key(Ctx *ctx, Str name, Str *ret_key) {
    Str composed = {NULL, 0};
    Str before = {NULL, 0};
    void *memory = NULL;
    size_t len = 0;
    TRY(text_nfc(ctx, name, &composed));
    TRY(ctx_alloc(ctx, composed.len * 3 + 2 * (composed.len + 1), &memory));
    char *out = memory;
    Str given = last_word(str_trim(composed), &before);
    len += sort_word(given, out);
    /* Family name: the first word; what lies between it and the given name comes second. */
    size_t family_end = 0;
    while (family_end < before.len && before.ptr[family_end] != ' ' &&
           before.ptr[family_end] != '-') {
        family_end++;
    }
    size_t from = family_end;
    for (size_t i = family_end; i <= before.len; i++) {
        if (i == before.len || before.ptr[i] == ' ' || before.ptr[i] == '-') {
            len += sort_word(str_part(before, from, i - from), out + len);
            from = i + 1;
        }
    }
    len += sort_word(str_part(before, 0, family_end), out + len);
    *ret_key = (Str){out, len};
    return OK;
}

/* Writes a run of letters, with its tone in place when it is a syllable. */
static size_t place_word(const uint32_t *code_points, const Letter *letters, size_t count,
                         char *out) {
    Syllable syllable;
    size_t len = 0;
    bool is_syllable = syllable_parse(letters, count, &syllable);
    size_t place = is_syllable ? syllable_tone_place(&syllable) : 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = code_points[i];
        if (is_syllable && syllable.tone != TONE_LEVEL) {
            Letter letter = letters[i];
            letter.tone = i == place ? syllable.tone : TONE_LEVEL;
            c = letter_join(letter);
        }
        len += utf8_encode(c, out + len);
    }
    return len;
}

Status name_place_tones(Ctx *ctx, Str name, Str *ret_placed) {
    uint32_t code_points[LETTERS_MAX];
    Letter letters[LETTERS_MAX];
    Str composed = {NULL, 0};
    void *memory = NULL;
    size_t count = 0;
    size_t len = 0;
    uint32_t c = 0;
    TRY(text_nfc(ctx, name, &composed));
    /* A tone that moves may lengthen a letter from one byte to three while another shrinks. */
    TRY(ctx_alloc(ctx, composed.len * 3 + UTF8_BYTES_MAX, &memory));
    char *out = memory;
    for (Str rest = composed; utf8_next(&rest, &c);) {
        if (count < LETTERS_MAX && letter_split(c, &letters[count])) {
            code_points[count++] = c;
            continue;
        }
        /* A mark behind the word would join the letter that lost its tone: such a word stays. */
        bool has_mark = c >= 0x300 && c <= 0x36F;
        len += place_word(code_points, letters, has_mark ? 0 : count, out + len);
        for (size_t i = 0; has_mark && i < count; i++) {
            len += utf8_encode(code_points[i], out + len);
        }
        len += utf8_encode(c, out + len);
        count = 0;
    }
    len += place_word(code_points, letters, count, out + len);
    *ret_placed = (Str){out, len};
    return OK;
}

Status name_to_bank(Ctx *ctx, Str name, Str *ret_text) {
    Str folded = {NULL, 0};
    void *memory = NULL;
    size_t len = 0;
    TRY(name_fold(ctx, name, &folded));
    TRY(ctx_alloc(ctx, folded.len + 1, &memory));
    char *out = memory;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i];
        bool is_kept = c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
        if (is_kept) {
            out[len++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
    }
    *ret_text = (Str){out, len};
    return OK;
}
