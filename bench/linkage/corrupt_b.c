/* The second corruptor, the hold-out: a row is what is left after paper, ear, hand, keyboard and
 * spreadsheet.
 *
 * Written apart from corrupt_a.c and with rates of its own, per letter and digit instead of per
 * field, so that an engine fitted to the first kind of error is tried on another. */
#include "gen_list.h"

#include "gen_world.h"

#include <stdio.h>
#include <string.h>

/* Operators are good, ordinary or poor, in thirds of a normal rate. */
static bool slips(const Case *at, Rate rate) {
    static const uint64_t SKILL[8] = {1, 1, 2, 3, 3, 3, 4, 7};
    uint64_t skill = SKILL[draw_mix(at->clerk + 404) & 7];
    return draw_hit(at->draw, at->world->chance[rate] * skill / 3);
}

static bool operator_is(const Case *at, Rate rate) {
    return (draw_mix(at->clerk * 31 + (uint64_t)rate) & 0xFFFFFFFFU) < at->world->chance[rate];
}

static void paper(const Case *at, ListRow *row) {
    if (slips(at, RATE_card_of_other) && at->relative->id != at->person->id) {
        cccd_of(at->world, at->relative, row->cccd);
        row_error(row, ERROR_id_of_relative);
    }
    bool none = slips(at, RATE_no_paper);
    bool old = slips(at, RATE_old_paper) && row->cmnd[0] != '\0';
    if (none || old) {
        row->cccd[0] = '\0';
        row_error(row, ERROR_id_missing);
    }
    if (!old) {
        row->cmnd[0] = '\0';
    }
}

static void read_digits(const Case *at, char *digits, ListRow *row, ErrorKind kind) {
    static const char LIKE[10] = {'6', '7', '7', '8', '9', '6', '0', '1', '3', '4'};
    for (size_t i = 0; digits[i] != '\0'; i++) {
        if (digits[i] >= '0' && digits[i] <= '9' && slips(at, RATE_hand_read)) {
            digits[i] = LIKE[digits[i] - '0'];
            row_error(row, kind);
        }
    }
}

static void told_date(const Case *at, ListRow *row) {
    Draw *draw = at->draw;
    const Person *person = at->person;
    int day = person->day;
    int month = person->month;
    bool old = person_age(person) >= 60;
    if (slips(at, RATE_age_told)) {
        int off = (int)draw_below(draw, 5) - 2;
        snprintf(row->birth, sizeof row->birth, "%d", person->year + off);
        row_error(row, ERROR_year_only);
        if (off != 0) {
            row_error(row, ERROR_year_off);
        }
        return;
    }
    if (slips(at, old ? RATE_year_known : RATE_year_known_young)) {
        snprintf(row->birth, sizeof row->birth, "%d", person->year);
        row_error(row, ERROR_year_only);
        return;
    }
    if (slips(at, RATE_calendar_moon)) { /* three to seven weeks before the day of the sun */
        int back = 20 + (int)draw_below(draw, 30);
        int count = (month - 1) * 30 + (day > 30 ? 30 : day) - 1 - back;
        count = count < 0 ? count + 360 : count;
        month = count / 30 + 1;
        day = month == 2 && count % 30 >= 28 ? 28 : count % 30 + 1;
        row_error(row, ERROR_birth_other);
    }
    if (day <= 12 && day != month && slips(at, RATE_sheet_date)) {
        int kept = day;
        day = month;
        month = kept;
        row_error(row, ERROR_day_month_swap);
    }
    bool plain = (draw_mix(at->clerk + 9) & 3) == 0;
    snprintf(row->birth, sizeof row->birth, plain ? "%d/%d/%d" : "%02d/%02d/%d", day, month,
             person->year);
    char year[8];
    const char *slash = strrchr(row->birth, '/') + 1;
    snprintf(year, sizeof year, "%s", slash);
    read_digits(at, year + 2, row, ERROR_birth_other);
    memcpy(row->birth + (slash - row->birth), year, strlen(year));
}

typedef struct Sound {
    const char *written;
    const char *heard;
} Sound;

/* Beginnings and ends that sound alike in one region or another. */
static bool heard_wrong(Text *word, Draw *draw) {
    static const Sound STARTS[] = {{"tr", "ch"}, {"ch", "tr"}, {"s", "x"}, {"x", "s"}, {"gi", "d"},
                                   {"d", "gi"},  {"r", "g"},   {"l", "n"}, {"n", "l"}, {"v", "d"}};
    static const Sound ENDS[] = {{"ng", "n"}, {"n", "ng"}, {"c", "t"}, {"t", "c"}, {"nh", "n"}};
    char utf8[64];
    char out[80];
    text_lower(word);
    size_t len = text_write(word, utf8, sizeof utf8);
    bool start = draw_below(draw, 2) == 0;
    const Sound *sounds = start ? STARTS : ENDS;
    size_t count = start ? sizeof STARTS / sizeof STARTS[0] : sizeof ENDS / sizeof ENDS[0];
    for (size_t i = 0; i < count; i++) {
        size_t part = strlen(sounds[i].written);
        if (len <= part) {
            continue;
        }
        if (start && strncmp(utf8, sounds[i].written, part) == 0) {
            snprintf(out, sizeof out, "%s%s", sounds[i].heard, utf8 + part);
        } else if (!start && strcmp(utf8 + len - part, sounds[i].written) == 0) {
            snprintf(out, sizeof out, "%.*s%s", (int)(len - part), utf8, sounds[i].heard);
        } else {
            continue;
        }
        text_set(word, out);
        text_title(word);
        return true;
    }
    text_title(word);
    return false;
}

static size_t said_words(const Case *at, ListRow *row, Text words[8]) {
    static const char *const NICKNAMES[10] = {"Hai", "Ba", "Tư",  "Năm", "Sáu",
                                              "Út",  "Bé", "Tèo", "Cu",  "Mỹ"};
    size_t count = text_word_count(&row->name);
    count = count > 8 ? 8 : count;
    for (size_t i = 0; i < count; i++) {
        words[i] = text_word(&row->name, i);
        if (slips(at, RATE_hear_wrong) && heard_wrong(&words[i], at->draw)) {
            row_error(row, ERROR_variant);
        }
    }
    if (slips(at, RATE_name_known_as) && count > 1) {
        text_set(&words[count - 1], NICKNAMES[draw_below(at->draw, 10)]);
        row_error(row, ERROR_variant);
    }
    if (count > 2 && slips(at, RATE_short_name)) {
        memmove(&words[1], &words[2], (count - 2) * sizeof words[0]);
        count--;
        row_error(row, ERROR_middle);
    } else if (count > 2 && slips(at, RATE_initials)) {
        words[1].count = 1;
        row_error(row, ERROR_middle);
    }
    if (count > 1 && slips(at, RATE_given_first)) {
        Text last = words[count - 1];
        memmove(&words[1], &words[0], (count - 1) * sizeof words[0]);
        words[0] = last;
        row_error(row, ERROR_order);
    }
    return count;
}

/* Letter by letter; the tone is a key of its own. */
static void typed(const Case *at, ListRow *row) {
    static const char KEYS[] = "qwertyuiopasdfghjklzxcvbnm";
    Draw *draw = at->draw;
    Text out = {.count = 0};
    for (size_t i = 0; i < row->name.count; i++) {
        uint32_t code = row->name.code[i];
        Letter letter = letter_of(code);
        if (letter.vowel >= 0 && letter.tone != TONE_NONE && slips(at, RATE_slip_tone)) {
            uint32_t which = draw_below(draw, 10);
            letter.tone = which < 5   ? TONE_NONE
                          : which < 7 ? TONE_HOOK
                          : which < 9 ? TONE_TILDE
                                      : TONE_ACUTE;
            code = letter_make(letter);
            row_error(row, ERROR_tone_wrong);
        }
        if (code == ' ' || !slips(at, RATE_slip_key)) {
            text_put(&out, code);
            continue;
        }
        row_error(row, ERROR_typo);
        const char *key = code < 0x80 ? strchr(KEYS, (int)(code | 0x20)) : NULL;
        switch (draw_below(draw, 3)) {
        case 0: /* skipped */
            break;
        case 1:
            text_put(&out, code);
            text_put(&out, code);
            break;
        default:
            text_put(&out, key == NULL || key == KEYS ? 'a' : (uint32_t)(uint8_t)key[-1]);
        }
    }
    row->name = out;
}

static void spreadsheet(const Case *at, ListRow *row) {
    char *const cells[2] = {row->cccd, row->cmnd};
    for (size_t i = 0; i < 2; i++) {
        if (cells[i][0] == '0' && slips(at, RATE_sheet_number)) {
            size_t zeros = strspn(cells[i], "0"); /* a number has no leading zeros at all */
            memmove(cells[i], cells[i] + zeros, strlen(cells[i]) - zeros + 1);
            row_error(row, ERROR_zero_lost);
        }
    }
    if (at->above != NULL && slips(at, RATE_row_above)) {
        switch (draw_below(at->draw, 3)) {
        case 0:
            memcpy(row->birth, at->above->birth, sizeof row->birth);
            break;
        case 1:
            memcpy(row->commune, at->above->commune, sizeof row->commune);
            memcpy(row->district, at->above->district, sizeof row->district);
            break;
        default:
            memcpy(row->cccd, at->above->cccd, sizeof row->cccd);
        }
        row_error(row, ERROR_copied_down);
    }
}

static void small_cells(const Case *at, ListRow *row) {
    if (slips(at, RATE_blank_sex)) {
        row->sex[0] = '\0';
        row_error(row, ERROR_sex);
    } else if (slips(at, RATE_sex_by_name)) {
        bool thi = false;
        for (size_t i = 0; i < text_word_count(&row->name); i++) {
            Text word = text_word(&row->name, i);
            thi = thi || text_equals(&word, "Thị");
        }
        snprintf(row->sex, sizeof row->sex, "%s", thi ? "Nữ" : "Nam");
        if (thi != (at->person->sex == 2)) {
            row_error(row, ERROR_sex);
        }
    }
    if (slips(at, RATE_blank_place)) {
        row->commune[0] = '\0';
        row->district[0] = '\0';
        row_error(row, ERROR_commune_missing);
    }
    if ((draw_mix(at->clerk + 5) & 3) == 0) {
        row->ethnicity[0] = '\0'; /* lists without that column */
    }
}

/* H'Hen becomes H Hen or Hhen; marks that the keyboard has no key for go with it. */
static void as_it_sounds(const Case *at, ListRow *row) {
    static const char *const RARE[][2] = {
        {"ŏ", "o"}, {"ĭ", "i"}, {"ñ", "nh"}, {"Ñ", "Nh"}, {"ê̆", "ê"}};
    Text out = {.count = 0};
    bool gap = draw_below(at->draw, 2) == 0;
    bool changed = false;
    for (size_t i = 0; i < row->name.count; i++) {
        Text one = {.code = {row->name.code[i]}, .count = 1};
        if (one.code[0] == '\'') {
            changed = true;
            if (gap && i + 1 < row->name.count && row->name.code[i + 1] != ' ') {
                text_put(&out, ' ');
            }
            continue;
        }
        for (size_t j = 0; j < sizeof RARE / sizeof RARE[0]; j++) {
            if (text_equals(&one, RARE[j][0])) {
                text_set(&one, RARE[j][1]);
                changed = true;
                break;
            }
        }
        for (size_t j = 0; j < one.count; j++) {
            text_put(&out, one.code[j]);
        }
    }
    row->name = out;
    if (changed) {
        row_error(row, ERROR_minority_spelling);
    }
}

static void font_or_keys(const Case *at, ListRow *row) {
    if (operator_is(at, RATE_capitals)) {
        text_upper(&row->name);
    }
    if (operator_is(at, RATE_bare_operator)) {
        text_bare(&row->name);
        text_bare(&row->address);
        row_error(row, ERROR_tones_lost);
    } else if (operator_is(at, RATE_font_operator)) {
        Encoding encoding = (draw_mix(at->clerk + 6) & 1) ? ENCODING_TCVN3 : ENCODING_VNI;
        text_misread(&row->name, encoding);
        text_misread(&row->address, encoding);
        row_error(row, ERROR_encoding);
    }
}

void corrupt_b(const Case *at, ListRow *row) {
    Text words[8];
    paper(at, row);
    told_date(at, row);
    size_t count = said_words(at, row, words);
    text_from_words(&row->name, words, count);
    small_cells(at, row); /* the sex is guessed from the name as it was written down */
    read_digits(at, row->cccd, row, ERROR_id_digit);
    read_digits(at, row->cmnd, row, ERROR_id_digit);
    if (at->person->ethnicity != KINH && slips(at, RATE_apostrophe_lost)) {
        as_it_sounds(at, row);
    }
    typed(at, row);
    spreadsheet(at, row);
    font_or_keys(at, row);
}
