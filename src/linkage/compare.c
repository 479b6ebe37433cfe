#include "linkage/compare.h"

#include <stdbool.h>
#include <string.h>

/* Two words with their letters numbered from 0, so that a letter is an index. */
typedef struct Words {
    uint8_t a[COMPARE_LETTERS_MAX];
    uint8_t b[COMPARE_LETTERS_MAX];
    int a_count;
    int b_count;
    int letter_count;
} Words;

enum { LETTERS_OF_TWO = 2 * COMPARE_LETTERS_MAX };

static int letters_read(Str text, uint32_t *ret_letters) {
    int count = 0;
    for (size_t at = 0; at < text.len && count < COMPARE_LETTERS_MAX;) { /* ends: at grows */
        uint32_t letter = (unsigned char)text.ptr[at];
        size_t size = 1;
        if (letter >= 0xC0 && letter < 0xE0 && at + 1 < text.len) {
            letter = (letter & 0x1F) << 6 | ((unsigned char)text.ptr[at + 1] & 0x3F);
            size = 2;
        } else if (letter >= 0xE0 && letter < 0xF0 && at + 2 < text.len) {
            letter = (letter & 0x0F) << 12 | ((unsigned char)text.ptr[at + 1] & 0x3Fu) << 6 |
                     ((unsigned char)text.ptr[at + 2] & 0x3Fu);
            size = 3;
        }
        ret_letters[count++] = letter;
        at += size;
    }
    return count;
}

static uint8_t letter_number(uint32_t *known, int *known_count, uint32_t letter) {
    for (int i = 0; i < *known_count; i++) {
        if (known[i] == letter) {
            return (uint8_t)i;
        }
    }
    known[*known_count] = letter;
    return (uint8_t)(*known_count)++;
}

static void words_read(Str a, Str b, Words *ret_words) {
    uint32_t letters[COMPARE_LETTERS_MAX];
    uint32_t known[LETTERS_OF_TWO];
    ret_words->letter_count = 0;
    ret_words->a_count = letters_read(a, letters);
    for (int i = 0; i < ret_words->a_count; i++) {
        ret_words->a[i] = letter_number(known, &ret_words->letter_count, letters[i]);
    }
    ret_words->b_count = letters_read(b, letters);
    for (int i = 0; i < ret_words->b_count; i++) {
        ret_words->b[i] = letter_number(known, &ret_words->letter_count, letters[i]);
    }
}

/* Where each letter stands in the first word, as bits. */
static void places_of_letters(const Words *words, uint64_t ret_places[LETTERS_OF_TWO]) {
    memset(ret_places, 0, (size_t)words->letter_count * sizeof *ret_places);
    for (int i = 0; i < words->a_count; i++) {
        ret_places[words->a[i]] |= UINT64_C(1) << i;
    }
}

/* Bits [from, to) */
static uint64_t bits_between(int from, int to) {
    uint64_t below_to = to >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << to) - 1;
    return from >= 64 ? 0 : below_to & ~((UINT64_C(1) << from) - 1);
}

static int transpositions(const Words *words, uint64_t used_a, uint64_t used_b) {
    int count = 0;
    while (used_a != 0 && used_b != 0) { /* ends: a bit of each falls */
        int i = __builtin_ctzll(used_a);
        int j = __builtin_ctzll(used_b);
        count += words->a[i] != words->b[j];
        used_a &= used_a - 1;
        used_b &= used_b - 1;
    }
    return count / 2;
}

/* Likeness of m letters in common, x of them out of order. */
static double jaro_of(int matched, int crossed, int a_count, int b_count) {
    double m = matched;
    return (m / a_count + m / b_count + (m - crossed) / m) / 3;
}

static int reach_of(int a_count, int b_count) {
    int longest = a_count > b_count ? a_count : b_count;
    return longest / 2 > 0 ? longest / 2 - 1 : 0;
}

static double with_prefix(double likeness, int prefix) {
    return likeness > 0.7 ? likeness + prefix * 0.1 * (1 - likeness) : likeness;
}

double compare_jaro_winkler_of(int matched, int crossed, int a_count, int b_count, int prefix) {
    return with_prefix(jaro_of(matched, crossed, a_count, b_count), prefix);
}

static double jaro(const Words *words) {
    uint64_t places[LETTERS_OF_TWO];
    uint64_t used_a = 0;
    uint64_t used_b = 0;
    int reach = reach_of(words->a_count, words->b_count);
    places_of_letters(words, places);
    for (int j = 0; j < words->b_count; j++) {
        int from = j > reach ? j - reach : 0;
        uint64_t open = places[words->b[j]] & bits_between(from, j + reach + 1) & ~used_a;
        if (open != 0) {
            used_a |= open & -open;
            used_b |= UINT64_C(1) << j;
        }
    }
    int matched = __builtin_popcountll(used_a);
    return matched == 0 ? 0
                        : jaro_of(matched, transpositions(words, used_a, used_b), words->a_count,
                                  words->b_count);
}

static bool is_plain(Str text) {
    unsigned char all = 0;
    for (size_t i = 0; i < text.len; i++) {
        all |= (unsigned char)text.ptr[i];
    }
    return all < 0x80 && text.len <= COMPARE_LETTERS_MAX;
}

/* The same for words of plain bytes, which are letters themselves: most of all pairs. */
static double jaro_of_plain(Str a, Str b) {
    __attribute__((uninitialized)) uint64_t places[128]; /* only those of both words are touched */
    uint64_t used_a = 0;
    uint64_t used_b = 0;
    int a_count = (int)a.len;
    int b_count = (int)b.len;
    int reach = reach_of(a_count, b_count);
    for (int j = 0; j < b_count; j++) {
        places[(unsigned char)b.ptr[j]] = 0;
    }
    for (int i = 0; i < a_count; i++) {
        places[(unsigned char)a.ptr[i]] = 0;
    }
    for (int i = 0; i < a_count; i++) {
        places[(unsigned char)a.ptr[i]] |= UINT64_C(1) << i;
    }
    uint64_t window = bits_between(0, reach + 1);
    for (int j = 0; j < b_count; j++) {
        uint64_t open = places[(unsigned char)b.ptr[j]] & window & ~used_a;
        used_a |= open & -open;
        used_b |= (uint64_t)(open != 0) << j;
        window = j < reach ? window << 1 | 1 : window << 1;
    }
    int matched = __builtin_popcountll(used_a);
    if (matched == 0) {
        return 0;
    }
    int crossed = 0;
    for (uint64_t x = used_a, y = used_b; x != 0; x &= x - 1, y &= y - 1) { /* ends: bits fall */
        crossed += a.ptr[__builtin_ctzll(x)] != b.ptr[__builtin_ctzll(y)];
    }
    return jaro_of(matched, crossed / 2, a_count, b_count);
}

double compare_jaro_winkler(Str a, Str b) {
    Words words;
    int prefix = 0;
    if (a.len != 0 && b.len != 0 && is_plain(a) && is_plain(b)) {
        size_t most = a.len < b.len ? a.len : b.len;
        while (prefix < 4 && (size_t)prefix < most && a.ptr[prefix] == b.ptr[prefix]) {
            prefix++;
        }
        return with_prefix(jaro_of_plain(a, b), prefix);
    }
    words_read(a, b, &words);
    if (words.a_count == 0 || words.b_count == 0) {
        return words.a_count == words.b_count ? 1 : 0;
    }
    while (prefix < 4 && prefix < words.a_count && prefix < words.b_count &&
           words.a[prefix] == words.b[prefix]) { /* ends: prefix grows */
        prefix++;
    }
    return with_prefix(jaro(&words), prefix);
}

int compare_levenshtein(Str a, Str b) {
    Words words;
    uint64_t places[LETTERS_OF_TWO];
    words_read(a, b, &words);
    if (words.a_count == 0) {
        return words.b_count;
    }
    places_of_letters(&words, places);
    uint64_t up = ~UINT64_C(0);
    uint64_t down = 0;
    uint64_t last = UINT64_C(1) << (words.a_count - 1);
    int distance = words.a_count;
    for (int j = 0; j < words.b_count; j++) {
        uint64_t here = places[words.b[j]];
        uint64_t diagonal = (((here & up) + up) ^ up) | here | down;
        uint64_t right_up = down | ~(diagonal | up);
        uint64_t right_down = diagonal & up;
        distance += (right_up & last) != 0;
        distance -= (right_down & last) != 0;
        right_up = right_up << 1 | 1;
        right_down <<= 1;
        up = right_down | ~(diagonal | right_up);
        down = right_up & diagonal;
    }
    return distance;
}

static int least(int a, int b) {
    return a < b ? a : b;
}

int compare_damerau(Str a, Str b) {
    enum { SIDE = COMPARE_LETTERS_MAX + 2 };
    Words words;
    int seen[LETTERS_OF_TWO] = {0}; /* last row in which a letter stood */
    int d[SIDE][SIDE];
    words_read(a, b, &words);
    int far = words.a_count + words.b_count;
    d[0][0] = far;
    for (int i = 0; i <= words.a_count; i++) {
        d[i + 1][0] = far;
        d[i + 1][1] = i;
    }
    for (int j = 0; j <= words.b_count; j++) {
        d[0][j + 1] = far;
        d[1][j + 1] = j;
    }
    for (int i = 1; i <= words.a_count; i++) {
        int last_column = 0;
        for (int j = 1; j <= words.b_count; j++) {
            int row = seen[words.b[j - 1]];
            int column = last_column;
            int cost = 1;
            if (words.a[i - 1] == words.b[j - 1]) {
                cost = 0;
                last_column = j;
            }
            int best = least(d[i][j] + cost, least(d[i + 1][j] + 1, d[i][j + 1] + 1));
            d[i + 1][j + 1] = least(best, d[row][column] + (i - row - 1) + 1 + (j - column - 1));
        }
        seen[words.a[i - 1]] = i;
    }
    return d[words.a_count + 1][words.b_count + 1];
}

/* ---- dates ---- */

enum { DATE_PARTS_MAX = 3, YEAR_SHIFT = 9, MONTH_SHIFT = 5, MONTH_MASK = 15, DAY_MASK = 31 };

typedef struct DatePart {
    int number;
    int digits;
} DatePart;

static int date_split(Str text, DatePart ret_parts[DATE_PARTS_MAX]) {
    int count = 0;
    bool in_number = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c < '0' || c > '9') {
            in_number = false;
            if (c == 'T' || (c == ' ' && count == DATE_PARTS_MAX)) {
                break; /* the time of day */
            }
            continue;
        }
        if (!in_number) {
            if (count == DATE_PARTS_MAX) {
                return 0;
            }
            ret_parts[count++] = (DatePart){0, 0};
            in_number = true;
        }
        DatePart *part = &ret_parts[count - 1];
        part->number = part->number * 10 + (c - '0');
        if (++part->digits > 8) {
            return 0;
        }
    }
    return count;
}

static uint32_t date_pack(int year, int month, int day) {
    if (year < 1000 || year > 2999 || month < 0 || month > 12 || day < 0 || day > 31) {
        return 0;
    }
    return (uint32_t)year << YEAR_SHIFT | (uint32_t)month << MONTH_SHIFT | (uint32_t)day;
}

uint32_t compare_date_read(Str text) {
    DatePart parts[DATE_PARTS_MAX];
    int count = date_split(text, parts);
    if (count == 1 && parts[0].digits == 8) {
        return date_pack(parts[0].number / 10000, parts[0].number / 100 % 100,
                         parts[0].number % 100);
    }
    if (count == 1 && parts[0].digits == 4) {
        return date_pack(parts[0].number, 0, 0);
    }
    if (count == 2 && parts[1].digits == 4) {
        return date_pack(parts[1].number, parts[0].number, 0);
    }
    if (count == 2 && parts[0].digits == 4) {
        return date_pack(parts[0].number, parts[1].number, 0);
    }
    if (count == 3 && parts[0].digits == 4) {
        return date_pack(parts[0].number, parts[1].number, parts[2].number);
    }
    if (count == 3 && parts[2].digits == 4) {
        return date_pack(parts[2].number, parts[1].number, parts[0].number);
    }
    return 0;
}

DateLikeness compare_dates(uint32_t a, uint32_t b) {
    if (a == 0 || b == 0) {
        return DATE_MISSING;
    }
    if (a == b) {
        return DATE_EQUAL;
    }
    uint32_t a_year = a >> YEAR_SHIFT;
    uint32_t b_year = b >> YEAR_SHIFT;
    uint32_t a_month = a >> MONTH_SHIFT & MONTH_MASK;
    uint32_t b_month = b >> MONTH_SHIFT & MONTH_MASK;
    uint32_t a_day = a & DAY_MASK;
    uint32_t b_day = b & DAY_MASK;
    if (a_year == b_year) {
        if (a_month == 0 || b_month == 0) {
            return DATE_YEAR_ONLY_EQUAL;
        }
        if (a_month == b_day && a_day == b_month) {
            return DATE_SWAPPED;
        }
        return a_month == b_month ? DATE_YEAR_MONTH : a_day == b_day ? DATE_YEAR_DAY : DATE_YEAR;
    }
    if (a_month == b_month && a_day == b_day && a_month != 0) {
        return DATE_MONTH_DAY;
    }
    return a_year - b_year == 1 || b_year - a_year == 1 ? DATE_NEXT_YEAR : DATE_OTHER;
}

/* ---- digits ---- */

enum { DIGIT_BITS = 4, COUNT_SHIFT = 60, TAIL_DIGITS = 6 };

uint64_t compare_digits_read(Str text) {
    uint64_t digits = 0;
    uint64_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c >= '0' && c <= '9') {
            if (++count > COMPARE_DIGITS_MAX) {
                return 0;
            }
            digits = digits << DIGIT_BITS | (uint64_t)(c - '0');
        } else if (c != ' ' && c != '.' && c != '-' && c != '\'') {
            return 0;
        }
    }
    return count == 0 ? 0 : count << COUNT_SHIFT | digits;
}

static bool is_shifted(uint64_t shorter, uint64_t longer, int count) {
    /* Equal from the right up to some digit, and from there to the left with one digit between. */
    uint64_t from_right = shorter ^ (longer & ((UINT64_C(1) << (DIGIT_BITS * count)) - 1));
    int equal = from_right == 0 ? count : __builtin_ctzll(from_right) / DIGIT_BITS;
    uint64_t rest = longer >> (DIGIT_BITS * (equal + 1));
    return rest == shorter >> (DIGIT_BITS * equal);
}

DigitLikeness compare_digits(uint64_t a, uint64_t b) {
    const uint64_t value_mask = (UINT64_C(1) << COUNT_SHIFT) - 1;
    const uint64_t tail_mask = (UINT64_C(1) << (DIGIT_BITS * TAIL_DIGITS)) - 1;
    if (a == 0 || b == 0) {
        return DIGITS_MISSING;
    }
    if (a == b) {
        return DIGITS_EQUAL;
    }
    int a_count = (int)(a >> COUNT_SHIFT);
    int b_count = (int)(b >> COUNT_SHIFT);
    uint64_t x = (a ^ b) & value_mask;
    if (a_count == b_count) {
        uint64_t wrong = x | x >> 1;
        wrong = (wrong | wrong >> 2) & UINT64_C(0x0111111111111111);
        int wrong_count = __builtin_popcountll(wrong);
        if (wrong_count == 1) {
            return DIGITS_ONE;
        }
        if (wrong_count == 2) {
            int at = __builtin_ctzll(wrong);
            bool neighbours = wrong >> at == UINT64_C(0x11);
            bool crossed = ((a >> at & 15) == (b >> (at + DIGIT_BITS) & 15)) &&
                           ((b >> at & 15) == (a >> (at + DIGIT_BITS) & 15));
            return neighbours && crossed ? DIGITS_SWAPPED : DIGITS_TWO;
        }
    } else if (a_count == b_count + 1 || b_count == a_count + 1) {
        bool a_is_shorter = a_count < b_count;
        if (is_shifted((a_is_shorter ? a : b) & value_mask, (a_is_shorter ? b : a) & value_mask,
                       a_is_shorter ? a_count : b_count)) {
            return DIGITS_SHIFTED;
        }
    }
    return (x & tail_mask) == 0 && a_count >= TAIL_DIGITS && b_count >= TAIL_DIGITS ? DIGITS_TAIL
                                                                                    : DIGITS_OTHER;
}
