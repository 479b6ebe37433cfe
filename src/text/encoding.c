#include "text/encoding.h"

#include "text/clean.h"
#include "text/encoding_table.h"
#include "text/syllable.h"
#include "text/utf8.h"

enum {
    WORD_UNITS_MAX = 32, /* longer words are no evidence */
    CELL_BYTES_READ = 1024,
    VIQR_WORDS_MIN = 2,
    AS_TEXT = 0,
    AS_BYTES = 1,
};

typedef size_t (*DecodeUnits)(const uint32_t *units, size_t count, uint32_t *ret_code_points);

static size_t decode_utf8(const uint32_t *units, size_t count, uint32_t *ret_code_points) {
    for (size_t i = 0; i < count; i++) {
        ret_code_points[i] = code_point_of_unit(units[i]);
    }
    return count;
}

static DecodeUnits decoder_of(EncodingKind kind) {
    switch (kind) {
    case ENCODING_UTF8_TWICE:
        return decode_utf8_twice;
    case ENCODING_TCVN3:
        return decode_tcvn3;
    case ENCODING_VNI:
        return decode_vni;
    case ENCODING_CP1258:
        return decode_cp1258;
    case ENCODING_VISCII:
        return decode_viscii;
    case ENCODING_VIQR:
        return decode_viqr;
    case ENCODING_ASCII:
    case ENCODING_UTF8:
    case ENCODING_KINDS:
        break;
    }
    return decode_utf8;
}

/* Letters that no look-alike of a legacy byte can be: they prove Unicode. */
static bool is_unicode_letter(uint32_t c) {
    return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x102 || c == 0x103 || c == 0x110 || c == 0x111 ||
           c == 0x128 || c == 0x129 || c == 0x168 || c == 0x169 || c == 0x1A0 || c == 0x1A1 ||
           c == 0x1AF || c == 0x1B0 || (c >= 0x300 && c <= 0x323);
}

static bool has_unicode_letters(Str s) {
    uint32_t c = 0;
    while (utf8_next(&s, &c)) {
        if (is_unicode_letter(c)) {
            return true;
        }
    }
    return false;
}

/* Puts a combining mark on the letter before it; false when that cannot be. */
static bool put_combining(uint32_t c, Letter *letter) {
    switch (c) {
    case 0x300:
        letter->tone = TONE_GRAVE;
        break;
    case 0x301:
        letter->tone = TONE_ACUTE;
        break;
    case 0x303:
        letter->tone = TONE_TILDE;
        break;
    case 0x309:
        letter->tone = TONE_HOOK;
        break;
    case 0x323:
        letter->tone = TONE_DOT;
        break;
    case 0x302:
        letter->mark = MARK_CIRCUMFLEX;
        break;
    case 0x306:
        letter->mark = MARK_BREVE;
        break;
    case 0x31B:
        letter->mark = MARK_HORN;
        break;
    default:
        return false;
    }
    return letter_join(*letter) != 0;
}

/* True when the word is syllables, joined by nothing but ASCII signs. */
static bool is_vietnamese(const uint32_t *code_points, size_t count) {
    Letter letters[WORD_UNITS_MAX];
    Syllable syllable;
    size_t len = 0;
    size_t syllables = 0;
    for (size_t i = 0; i <= count; i++) {
        uint32_t c = i < count ? code_points[i] : '-';
        if (len > 0 && put_combining(c, &letters[len - 1])) {
            continue;
        }
        if (letter_split(c, &letters[len])) {
            len++;
            continue;
        }
        if (c >= 0x80 || (len > 0 && !syllable_parse(letters, len, &syllable))) {
            return false;
        }
        syllables += len > 0;
        len = 0;
    }
    return syllables > 0;
}

static bool is_high(const uint32_t *units, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (units[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* A VIQR sign that a list in plain letters does not hold: a dot is none, names are abbreviated. */
static bool has_viqr_sign(const uint32_t *units, size_t count, const uint32_t *decoded,
                          size_t len) {
    bool has_sign = false;
    for (size_t i = 1; i < count; i++) {
        uint32_t c = units[i];
        has_sign = has_sign || c == '^' || c == '(' || c == '+' || c == '*' || c == '`' ||
                   c == '~' || c == '?' || c == '\'' || c == 'd' || c == 'D';
    }
    return has_sign && is_high(decoded, len);
}

static void vote_word(EncodingVotes *votes, int layer, const uint32_t *units, size_t count) {
    uint32_t decoded[WORD_UNITS_MAX];
    if (!is_high(units, count)) {
        size_t len = decode_viqr(units, count, decoded);
        if (layer == AS_TEXT && has_viqr_sign(units, count, decoded, len)) {
            votes->tried[layer][ENCODING_VIQR]++;
            votes->valid[layer][ENCODING_VIQR] += is_vietnamese(decoded, len);
        }
        return;
    }
    bool is_unicode = false;
    for (size_t i = 0; i < count; i++) {
        is_unicode = is_unicode || is_unicode_letter(units[i]);
    }
    for (int kind = ENCODING_UTF8; kind < ENCODING_VIQR; kind++) {
        size_t len = decoder_of((EncodingKind)kind)(units, count, decoded);
        bool may_be = kind == ENCODING_UTF8 || !is_unicode;
        votes->tried[layer][kind]++;
        votes->valid[layer][kind] += may_be && is_vietnamese(decoded, len);
    }
}

/* The next unit of a cell in one of the two layers; false at its end. */
static bool next_unit(Str *rest, int layer, uint32_t *ret_unit) {
    if (layer == AS_TEXT) {
        uint32_t c = 0;
        if (!utf8_next(rest, &c)) {
            return false;
        }
        *ret_unit = unit_of_code_point(c);
        return true;
    }
    if (rest->len == 0) {
        return false;
    }
    *ret_unit = (unsigned char)rest->ptr[0];
    *rest = (Str){rest->ptr + 1, rest->len - 1};
    return true;
}

static void vote_cell(EncodingVotes *votes, int layer, Str cell) {
    uint32_t units[WORD_UNITS_MAX];
    size_t count = 0;
    bool is_long = false;
    uint32_t unit = 0;
    for (Str rest = cell;;) { /* ends with the cell */
        bool more = next_unit(&rest, layer, &unit);
        if (more && unit > ' ' && unit != 0xA0) {
            is_long = is_long || count == WORD_UNITS_MAX;
            if (!is_long) {
                units[count++] = unit;
            }
            continue;
        }
        if (count > 0 && !is_long) {
            votes->words += layer == AS_TEXT;
            vote_word(votes, layer, units, count);
        }
        if (!more) {
            return;
        }
        count = 0;
        is_long = false;
    }
}

void encoding_votes_add(EncodingVotes *votes, Str cell) {
    Str part = cell;
    if (part.len > CELL_BYTES_READ) { /* cut between words, so that no letter is cut */
        part.len = CELL_BYTES_READ;
        while (part.len > 0 && part.ptr[part.len - 1] != ' ') {
            part.len--;
        }
    }
    votes->cells++;
    if (utf8_is_valid(part)) {
        vote_cell(votes, AS_TEXT, part);
    } else {
        votes->cells_not_utf8++;
    }
    vote_cell(votes, AS_BYTES, part);
}

void encoding_votes_font(EncodingVotes *votes, Str font_name) {
    if (str_equal_ignoring_case(str_part(font_name, 0, 3), STR(".Vn"))) {
        votes->font_kind = ENCODING_TCVN3;
        votes->font_is_capital = str_ends_with(font_name, STR("H"));
    } else if (str_equal_ignoring_case(str_part(font_name, 0, 4), STR("VNI-"))) {
        votes->font_kind = ENCODING_VNI;
        votes->font_is_capital = false;
    }
}

/* The legacy encoding with most syllables; of equals the first, which is the more frequent one. */
static EncodingKind best_legacy(const EncodingVotes *votes, int layer) {
    EncodingKind best = layer == AS_TEXT ? ENCODING_UTF8_TWICE : ENCODING_TCVN3;
    for (int kind = (int)best + 1; kind < ENCODING_VIQR; kind++) {
        if (votes->valid[layer][kind] > votes->valid[layer][best]) {
            best = (EncodingKind)kind;
        }
    }
    EncodingKind font = votes->font_kind;
    bool font_fits =
        font != ENCODING_ASCII && votes->valid[layer][font] >= votes->valid[layer][best];
    return font_fits ? font : best;
}

static Encoding legacy(const EncodingVotes *votes, EncodingKind kind, bool is_raw) {
    bool is_capital = kind == ENCODING_TCVN3 && votes->font_kind == kind && votes->font_is_capital;
    return (Encoding){kind, is_raw, is_capital};
}

static Encoding decide_text(const EncodingVotes *votes) {
    const int64_t *tried = votes->tried[AS_TEXT];
    const int64_t *valid = votes->valid[AS_TEXT];
    if (tried[ENCODING_UTF8] == 0) {
        bool is_viqr = tried[ENCODING_VIQR] >= VIQR_WORDS_MIN &&
                       valid[ENCODING_VIQR] * 5 >= tried[ENCODING_VIQR] * 4 &&
                       tried[ENCODING_VIQR] * 5 >= votes->words;
        return (Encoding){is_viqr ? ENCODING_VIQR : ENCODING_ASCII, false, false};
    }
    EncodingKind best = best_legacy(votes, AS_TEXT);
    /* Clearly better than Unicode, and not nonsense; where the font says so, no worse is enough. */
    bool is_better = valid[best] * 10 > valid[ENCODING_UTF8] * 12 ||
                     (best == votes->font_kind && valid[best] >= valid[ENCODING_UTF8]);
    if (is_better && valid[best] * 2 >= tried[best]) {
        return legacy(votes, best, false);
    }
    return (Encoding){ENCODING_UTF8, false, false};
}

Status encoding_decide(Ctx *ctx, const EncodingVotes *votes, Encoding *ret_encoding) {
    if (votes->cells_not_utf8 == 0) {
        *ret_encoding = decide_text(votes);
        return OK;
    }
    EncodingKind best = best_legacy(votes, AS_BYTES);
    int64_t valid = votes->valid[AS_BYTES][best];
    if (votes->valid[AS_TEXT][ENCODING_UTF8] > valid) { /* a few damaged cells in Unicode */
        *ret_encoding = (Encoding){ENCODING_UTF8, false, false};
        return OK;
    }
    if (valid == 0 || valid * 2 < votes->tried[AS_BYTES][best]) {
        return ctx_fail(ctx, E_TEXT_ENCODING,
                        "%lld of %lld cells are not UTF-8, nor TCVN3, VNI, CP1258 or VISCII",
                        (long long)votes->cells_not_utf8, (long long)votes->cells);
    }
    *ret_encoding = legacy(votes, best, true);
    return OK;
}

/* Capitals typed between small letters of the encoding, which has no capitals with tones. */
static bool is_in_capitals(const uint32_t *units, size_t count) {
    bool has_pair = false;
    for (size_t i = 0; i < count; i++) {
        if (units[i] >= 'a' && units[i] <= 'z') {
            return false;
        }
        bool is_capital = units[i] >= 'A' && units[i] <= 'Z';
        has_pair = has_pair || (is_capital && i > 0 && units[i - 1] >= 'A' && units[i - 1] <= 'Z');
    }
    return has_pair;
}

static void raise_letters(uint32_t *code_points, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Letter letter;
        if (letter_split(code_points[i], &letter)) {
            letter.is_upper = true;
            code_points[i] = letter_join(letter);
        }
    }
}

static Status decode_legacy(Ctx *ctx, Encoding encoding, Str in, Str *ret_nfc) {
    void *memory = NULL;
    size_t count = 0;
    size_t len = 0;
    uint32_t unit = 0;
    TRY(ctx_alloc(ctx, in.len * 2 * sizeof(uint32_t), &memory));
    uint32_t *units = memory;
    uint32_t *code_points = units + in.len;
    for (Str rest = in; next_unit(&rest, encoding.is_raw ? AS_BYTES : AS_TEXT, &unit);) {
        units[count++] = unit;
    }
    size_t decoded = decoder_of(encoding.kind)(units, count, code_points);
    if (decoded == 0) { /* this cell is not encoded twice */
        return text_nfc(ctx, in, ret_nfc);
    }
    if (encoding.kind == ENCODING_TCVN3 && (encoding.is_capital || is_in_capitals(units, count))) {
        raise_letters(code_points, decoded);
    }
    TRY(ctx_alloc(ctx, decoded * UTF8_BYTES_MAX, &memory));
    char *out = memory;
    for (size_t i = 0; i < decoded; i++) {
        len += utf8_encode(code_points[i], out + len);
    }
    return text_nfc(ctx, (Str){out, len}, ret_nfc);
}

Status encoding_decode(Ctx *ctx, Encoding encoding, Str in, Str *ret_nfc) {
    bool is_text = encoding.kind == ENCODING_ASCII || encoding.kind == ENCODING_UTF8;
    if (in.len == 0) {
        *ret_nfc = in;
        return OK;
    }
    if (is_text || (utf8_is_valid(in) && has_unicode_letters(in))) {
        return text_nfc(ctx, in, ret_nfc);
    }
    if (!encoding.is_raw) {
        TRY(utf8_check(ctx, in));
    }
    return decode_legacy(ctx, encoding, in, ret_nfc);
}

const char *encoding_name(EncodingKind kind) {
    static const char *const names[ENCODING_KINDS] = {
        "ASCII", "UTF-8", "UTF-8 twice", "TCVN3", "VNI", "CP1258", "VISCII", "VIQR",
    };
    return kind < ENCODING_KINDS ? names[kind] : "?";
}
