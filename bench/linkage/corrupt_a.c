/* The first corruptor: each field goes wrong at the rate of rates.tsv times the factor of the
 * clerk. */
#include "gen_list.h"

#include "gen_world.h"

#include <stdio.h>
#include <string.h>

typedef enum Group { GROUP_ID = 1, GROUP_BIRTH, GROUP_NAME, GROUP_REST } Group;

/* Errors are clustered: a clerk who is careless with numbers is so in all their rows. */
static bool hit(const Case *at, Rate rate, Group group) {
    uint64_t salt = group;
    uint64_t slot = draw_mix(at->clerk ^ salt << 50) & 15;
    double chance = (double)at->world->chance[rate] * at->world->clerk_factor[slot];
    double most = 0.9 * 4294967296.0;
    return draw_hit(at->draw, (uint64_t)(chance < most ? chance : most));
}

/* True for all rows of the clerk or for none. */
static bool clerk_is(const Case *at, Rate rate, uint64_t salt) {
    return (draw_mix(at->clerk ^ salt * 0x9E3779B97F4A7C15ULL) >> 32) < at->world->chance[rate];
}

static void zero_drop(char *digits, ListRow *row) {
    if (digits[0] == '0') {
        memmove(digits, digits + 1, strlen(digits));
        row_error(row, ERROR_zero_lost);
    }
}

static void numbers_go_wrong(const Case *at, ListRow *row) {
    Draw *draw = at->draw;
    bool beside = hit(at, RATE_cmnd_beside, GROUP_REST);
    if (hit(at, RATE_cccd_missing, GROUP_ID)) {
        row->cccd[0] = '\0';
        row_error(row, ERROR_id_missing);
        beside = hit(at, RATE_cmnd_when_missing, GROUP_REST);
    } else if (hit(at, RATE_cccd_of_relative, GROUP_ID) && at->relative != at->person) {
        cccd_of(at->world, at->relative, row->cccd);
        row_error(row, ERROR_id_of_relative);
    } else if (hit(at, RATE_cccd_two_digits, GROUP_ID)) {
        digits_change(row->cccd, draw);
        digits_change(row->cccd, draw);
        row_error(row, ERROR_id_digit);
    } else if (hit(at, RATE_cccd_one_digit, GROUP_ID)) {
        digits_change(row->cccd, draw);
        row_error(row, ERROR_id_digit);
    } else if (hit(at, RATE_cccd_swap, GROUP_ID)) {
        digits_swap(row->cccd, draw);
        row_error(row, ERROR_id_swap);
    }
    if (!beside) {
        row->cmnd[0] = '\0';
    } else if (hit(at, RATE_cmnd_one_digit, GROUP_ID) && row->cmnd[0] != '\0') {
        digits_change(row->cmnd, draw);
        row_error(row, ERROR_id_digit);
    }
    if (hit(at, RATE_zero_lost, GROUP_ID)) {
        zero_drop(row->cccd, row);
        zero_drop(row->cmnd, row);
    }
    if (row->cmnd[0] == '\0' && row->cccd[0] != '\0' && hit(at, RATE_wrong_column, GROUP_ID)) {
        memcpy(row->cmnd, row->cccd, sizeof row->cmnd);
        row->cccd[0] = '\0';
        row_error(row, ERROR_wrong_column);
    }
}

static void date_print(ListRow *row, uint64_t habit, int day, int month, int year) {
    if (habit % 8 == 7) {
        snprintf(row->birth, sizeof row->birth, "%04d-%02d-%02d", year, month, day);
        return;
    }
    switch (habit % 4) {
    case 2:
        snprintf(row->birth, sizeof row->birth, "%d/%d/%d", day, month, year);
        break;
    case 3:
        snprintf(row->birth, sizeof row->birth, "%02d-%02d-%d", day, month, year);
        break;
    default:
        snprintf(row->birth, sizeof row->birth, "%02d/%02d/%d", day, month, year);
    }
}

static void birth_goes_wrong(const Case *at, ListRow *row) {
    Draw *draw = at->draw;
    const Person *person = at->person;
    int day = person->day;
    int month = person->month;
    int year = person->year;
    bool elderly = person_age(person) >= 60;
    if (hit(at, RATE_birth_missing, GROUP_BIRTH)) {
        row->birth[0] = '\0';
        row_error(row, ERROR_birth_missing);
        return;
    }
    if (hit(at, RATE_birth_year_off, GROUP_BIRTH)) {
        year += draw_below(draw, 2) == 0 ? -1 : 1;
        row_error(row, ERROR_year_off);
    }
    if (hit(at, elderly ? RATE_birth_year_only_elderly : RATE_birth_year_only, GROUP_BIRTH)) {
        snprintf(row->birth, sizeof row->birth, "%d", year);
        row_error(row, ERROR_year_only);
        return;
    }
    if (hit(at, RATE_birth_default_day, GROUP_BIRTH)) {
        day = 1;
        month = 1;
        row_error(row, ERROR_default_day);
    } else if (day <= 12 && day != month && hit(at, RATE_birth_day_month_swap, GROUP_BIRTH)) {
        int kept = day;
        day = month;
        month = kept;
        row_error(row, ERROR_day_month_swap);
    } else if (hit(at, RATE_birth_other, GROUP_BIRTH)) {
        uint32_t which = draw_below(draw, 3);
        day = which == 0 ? 1 + (int)draw_below(draw, 28) : day;
        month = which == 1 ? 1 + (int)draw_below(draw, 12) : month;
        year += which == 2 ? (draw_below(draw, 2) == 0 ? -10 : 10) : 0;
        day = month == 2 && day > 28 ? 28 : day > 30 ? 30 : day;
        row_error(row, ERROR_birth_other);
    }
    date_print(row, draw_mix(at->clerk ^ 11), day, month, year);
}

static bool word_replace(Text *word) {
    static const char *const PAIRS[][2] = {
        {"Hoàng", "Huỳnh"}, {"Huỳnh", "Hoàng"}, {"Vũ", "Võ"},      {"Võ", "Vũ"},
        {"Phúc", "Phước"},  {"Phước", "Phúc"},  {"Nhân", "Nhơn"},  {"Chính", "Chánh"},
        {"Sinh", "Sanh"},   {"Cảnh", "Kiểng"},  {"Tùng", "Tòng"},  {"Bảo", "Bửu"},
        {"Lý", "Lí"},       {"Quý", "Quí"},     {"Mỹ", "Mĩ"},      {"Thúy", "Thuý"},
        {"Thủy", "Thuỷ"},   {"Hòa", "Hoà"},     {"Vy", "Vi"},      {"Thy", "Thi"},
        {"Kỳ", "Kì"},       {"Sỹ", "Sĩ"},       {"Hải", "Hãi"},    {"Sương", "Xương"},
        {"Trinh", "Chinh"}, {"Giang", "Dang"},  {"Dung", "Giung"}, {"Long", "Nong"},
        {"Xuân", "Suân"},   {"Tuấn", "Tuất"},   {"Lan", "Lang"},   {"Loan", "Noan"}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        if (text_equals(word, PAIRS[i][0])) {
            text_set(word, PAIRS[i][1]);
            return true;
        }
    }
    return false;
}

static bool tone_change(Text *name, const Case *at) {
    Draw *draw = at->draw;
    size_t places[TEXT_MAX];
    size_t count = 0;
    for (size_t i = 0; i < name->count; i++) {
        Letter letter = letter_of(name->code[i]);
        if (letter.vowel >= 0 && letter.tone != TONE_NONE) {
            places[count++] = i;
        }
    }
    if (count == 0) {
        return false;
    }
    size_t place = places[draw_below(draw, (uint32_t)count)];
    for (size_t i = 0; i < count; i++) { /* half of them take the hook for the tilde */
        Letter letter = letter_of(name->code[places[i]]);
        if ((letter.tone == TONE_HOOK || letter.tone == TONE_TILDE) &&
            draw_hit(draw, at->world->chance[RATE_hook_for_tilde])) {
            letter.tone = letter.tone == TONE_HOOK ? TONE_TILDE : TONE_HOOK;
            name->code[places[i]] = letter_make(letter);
            return true;
        }
    }
    Letter letter = letter_of(name->code[place]);
    letter.tone = (int8_t)((letter.tone + 1 + (int)draw_below(draw, 5)) % 6);
    name->code[place] = letter_make(letter);
    return true;
}

static void typo(Text *name, Draw *draw) {
    size_t at = draw_below(draw, (uint32_t)name->count);
    Text out = {.count = 0};
    uint32_t kind = draw_below(draw, 4);
    for (size_t i = 0; i < name->count; i++) {
        if (i != at || name->code[i] == ' ') {
            text_put(&out, name->code[i]);
        } else if (kind == 0) { /* left out */
        } else if (kind == 1) {
            text_put(&out, name->code[i]);
            text_put(&out, name->code[i]);
        } else if (kind == 2 && i + 1 < name->count && name->code[i + 1] != ' ') {
            text_put(&out, name->code[i + 1]);
            text_put(&out, name->code[i]);
            i++;
        } else {
            text_put(&out, 'a' + draw_below(draw, 26));
        }
    }
    *name = out;
}

/* What a scanner or a hasty reader makes of a letter. */
static void misprint(Text *name, Draw *draw) {
    static const char *const PAIRS[][2] = {{"đ", "d"}, {"Đ", "D"}, {"ư", "u"}, {"ơ", "o"},
                                           {"ă", "â"}, {"o", "0"}, {"l", "1"}, {"i", "l"},
                                           {"n", "u"}, {"h", "b"}, {"g", "q"}, {"c", "e"}};
    size_t from = draw_below(draw, (uint32_t)name->count);
    for (size_t k = 0; k < name->count; k++) {
        size_t i = (from + k) % name->count;
        Text one = {.code = {name->code[i]}, .count = 1};
        for (size_t j = 0; j < sizeof PAIRS / sizeof PAIRS[0]; j++) {
            if (text_equals(&one, PAIRS[j][0])) {
                text_set(&one, PAIRS[j][1]);
                name->code[i] = one.code[0];
                return;
            }
        }
    }
}

static size_t words_of(const Text *name, Text words[8]) {
    size_t count = text_word_count(name);
    count = count > 8 ? 8 : count;
    for (size_t i = 0; i < count; i++) {
        words[i] = text_word(name, i);
    }
    return count;
}

/* Papers and clerks write the names of minorities as they hear them. */
static bool minority_respell(Draw *draw, Text words[8], size_t count, const Person *person) {
    static const char *const PAIRS[][4] = {{"H'", "H", "Hơ", "H’"},
                                           {"K'", "K", "Ka", "K’"},
                                           {"Ka", "K'", "Ka'", "Kà"},
                                           {"Y", "Y'", "I", "Y-"},
                                           {"A", "Á", "A-", "À"},
                                           {"Niê", "Nie", "Nìe", "Niên"},
                                           {"Mlô", "Mlo", "Mlo", "M'lô"},
                                           {"Kpă", "Kpa", "K'pă", "Kpá"},
                                           {"Rmah", "Rơmah", "R'mah", "Rmăh"},
                                           {"Ksor", "Kơ Sor", "K'sor", "Ksơr"},
                                           {"Giàng", "Ràng", "Dàng", "Zàng"},
                                           {"Vừ", "Vù", "Vư", "Vứ"},
                                           {"Thào", "Thao", "Tháo", "Thảo"},
                                           {"Lường", "Lương", "Lưòng", "Nường"},
                                           {"Thạch", "Thach", "Thạnh", "Thạc"}};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < sizeof PAIRS / sizeof PAIRS[0]; j++) {
            if (text_equals(&words[i], PAIRS[j][0])) {
                text_set(&words[i], PAIRS[j][1 + draw_below(draw, 3)]);
                return true;
            }
        }
    }
    if (count > 1 &&
        person->family_at > person->given_at) { /* the family put in front, as others do */
        Text family = words[count - 1];
        memmove(words + 1, words, (count - 1) * sizeof words[0]);
        words[0] = family;
        return true;
    }
    return false;
}

static void words_go_wrong(const Case *at, ListRow *row) {
    Draw *draw = at->draw;
    Text words[8];
    size_t count = words_of(&row->name, words);
    if (count > 2 && hit(at, RATE_middle_dropped, GROUP_NAME)) {
        size_t which = 1 + draw_below(draw, (uint32_t)count - 2);
        if (draw_hit(draw, at->world->chance[RATE_middle_abbreviated])) {
            words[which].count = 1;
            text_put(&words[which], '.');
        } else {
            words[which].count = 0;
        }
        row_error(row, ERROR_middle);
    }
    if (count > 1 && hit(at, RATE_order_swapped, GROUP_NAME)) {
        Text first = words[0];
        memmove(words, words + 1, (count - 1) * sizeof words[0]);
        words[count - 1] = first;
        row_error(row, ERROR_order);
    }
    if (hit(at, RATE_spelling_variant, GROUP_NAME)) {
        size_t from = draw_below(draw, (uint32_t)count);
        for (size_t i = 0; i < count; i++) {
            if (word_replace(&words[(from + i) % count])) {
                row_error(row, ERROR_variant);
                break;
            }
        }
    }
    if (at->person->ethnicity != KINH && hit(at, RATE_minority_spelling, GROUP_NAME) &&
        minority_respell(draw, words, count, at->person)) {
        row_error(row, ERROR_minority_spelling);
    }
    if (hit(at, RATE_telex_residue, GROUP_NAME)) {
        size_t which = draw_below(draw, (uint32_t)count);
        Text before = words[which];
        text_keys(&words[which], draw_below(draw, 3) != 0);
        if (memcmp(&before, &words[which], sizeof before) != 0) {
            row_error(row, ERROR_residue);
        }
    }
    text_from_words(&row->name, words, count);
}

static void odd_spaces(Text *name, Draw *draw) {
    Text out = {.count = 0};
    uint32_t kind = draw_below(draw, 3);
    for (size_t i = 0; i < name->count; i++) {
        bool space = name->code[i] == ' ';
        text_put(&out, space && kind == 1 ? 0xA0 : name->code[i]);
        if (space && kind == 0) {
            text_put(&out, ' ');
        }
    }
    if (kind == 2) {
        text_put(&out, ' ');
    }
    *name = out;
}

static void title_put(const Case *at, ListRow *row) {
    Text words[8];
    Text out;
    size_t count = words_of(&row->name, words);
    text_set(&out, at->person->sex == 1 ? "Ông" : "Bà");
    for (size_t i = 0; i < count; i++) {
        text_put(&out, ' ');
        for (size_t j = 0; j < words[i].count; j++) {
            text_put(&out, words[i].code[j]);
        }
    }
    row->name = out;
}

static void name_goes_wrong(const Case *at, ListRow *row) {
    Draw *draw = at->draw;
    words_go_wrong(at, row);
    if (hit(at, RATE_tone_wrong, GROUP_NAME) && tone_change(&row->name, at)) {
        row_error(row, ERROR_tone_wrong);
    }
    if (hit(at, RATE_typo, GROUP_NAME)) {
        typo(&row->name, draw);
        row_error(row, ERROR_typo);
    }
    if (hit(at, RATE_ocr, GROUP_NAME)) {
        misprint(&row->name, draw);
        row_error(row, ERROR_ocr);
    }
    if (clerk_is(at, RATE_clerk_without_tones, 5) || hit(at, RATE_tones_lost, GROUP_NAME)) {
        text_bare(&row->name);
        text_bare(&row->address);
        row_error(row, ERROR_tones_lost);
    }
    if (clerk_is(at, RATE_clerk_new_tone_place, 9)) {
        text_new_tone_place(&row->name);
    }
    if (hit(at, RATE_title_before, GROUP_NAME)) {
        title_put(at, row);
    }
    if (clerk_is(at, RATE_clerk_upper, 23)) {
        text_upper(&row->name);
    } else if (clerk_is(at, RATE_clerk_lower, 29)) {
        text_lower(&row->name);
    }
    for (size_t i = 0; i < row->name.count && clerk_is(at, RATE_clerk_eth, 13); i++) {
        uint32_t code = row->name.code[i];
        row->name.code[i] = code == 0x110 ? 0xD0 : code == 0x111 ? 0xF0 : code;
    }
    if (hit(at, RATE_odd_spaces, GROUP_NAME)) {
        odd_spaces(&row->name, draw);
    }
}

static void rest_goes_wrong(const Case *at, ListRow *row) {
    Draw *draw = at->draw;
    if (hit(at, RATE_sex_missing, GROUP_REST)) {
        row->sex[0] = '\0';
        row_error(row, ERROR_sex);
    } else if (hit(at, RATE_sex_wrong, GROUP_REST)) {
        snprintf(row->sex, sizeof row->sex, "%s", at->person->sex == 1 ? "Nữ" : "Nam");
        row_error(row, ERROR_sex);
    }
    if (hit(at, RATE_ethnicity_missing, GROUP_REST)) {
        row->ethnicity[0] = '\0';
    }
    if (hit(at, RATE_address_free, GROUP_REST)) {
        Text words[8];
        size_t count = words_of(&row->address, words);
        size_t kept = count > 1 ? 1 + draw_below(draw, (uint32_t)count - 1) : count;
        text_from_words(&row->address, words + (count - kept), kept);
        if (draw_below(draw, 3) == 0) {
            text_lower(&row->address);
        }
    }
    if (hit(at, RATE_commune_missing, GROUP_REST)) {
        row->commune[0] = '\0';
        row->district[0] = '\0';
        row_error(row, ERROR_commune_missing);
    }
}

/* The whole file of this clerk was read in the wrong encoding. */
static void encoding_goes_wrong(const Case *at, ListRow *row) {
    if (!clerk_is(at, RATE_clerk_encoding, 7)) {
        return;
    }
    Encoding encoding = (Encoding)(draw_mix(at->clerk ^ 31) % ENCODING_COUNT);
    Text small;
    text_misread(&row->name, encoding);
    text_misread(&row->address, encoding);
    text_set(&small, row->sex);
    text_misread(&small, encoding);
    text_write(&small, row->sex, sizeof row->sex);
    text_set(&small, row->ethnicity);
    text_misread(&small, encoding);
    text_write(&small, row->ethnicity, sizeof row->ethnicity);
    row_error(row, ERROR_encoding);
}

void corrupt_a(const Case *at, ListRow *row) {
    numbers_go_wrong(at, row);
    birth_goes_wrong(at, row);
    name_goes_wrong(at, row);
    rest_goes_wrong(at, row);
    encoding_goes_wrong(at, row);
}
