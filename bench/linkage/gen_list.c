#include "gen_list.h"

#include "gen_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_LIST = 3, LIST_PER_CHUNK = 200000, ROW_MAX = 2048 };
enum { CARDS = 10000000 };

const char POPULATION_HEADER[] =
    "person_id,cccd,cmnd,full_name,birth_date,sex,ethnicity,province_code,"
    "commune_code,address,died\n";
const char BENEFICIARIES_HEADER[] = "beneficiary_id,programme,cccd,cmnd,full_name,birth_date,sex,"
                                    "ethnicity,province_code,district_code,"
                                    "commune_code,address\n";
const char TRUTH_HEADER[] =
    "beneficiary_id,person_id,entity,elderly,minority,year_only,moved,dead,errors\n";

static const char *const HAMLETS[16] = {
    "Đông",    "Tây",    "Nam",      "Bắc",       "Trung",    "Thượng", "Hạ",     "Hòa Bình",
    "Tân Lập", "Phú An", "Đồng Tâm", "Bình Minh", "Tiên Sơn", "Cầu Đá", "Nà Lốc", "An Thạnh"};
static const char *const UNITS[3][4] = {
    {"Thôn", "Xóm", "Bản", "Tổ"}, {"Thôn", "Khối", "Thôn", "Buôn"}, {"Ấp", "Khu phố", "Ấp", "Tổ"}};

const char *error_name(ErrorKind kind) {
#define ERROR_TEXT(name) #name,
    static const char *const NAMES[] = {ERRORS(ERROR_TEXT)};
    return NAMES[kind];
}

void row_error(ListRow *row, ErrorKind kind) {
    row->errors |= 1U << kind;
}

static void room(Buffer *buffer, size_t more) {
    if (buffer->len + more > buffer->size) {
        size_t size = buffer->size * 2 > buffer->len + more ? buffer->size * 2 : buffer->len + more;
        buffer->bytes = realloc(buffer->bytes, size);
        if (buffer->bytes == NULL) {
            die("no memory for a buffer of %zu bytes", size);
        }
        buffer->size = size;
    }
}

static void put(Buffer *buffer, const char *bytes, size_t len) {
    memcpy(buffer->bytes + buffer->len, bytes, len);
    buffer->len += len;
}

static void put_char(Buffer *buffer, char c) {
    buffer->bytes[buffer->len++] = c;
}

/* Digits with leading zeros. */
static void put_digits(Buffer *buffer, uint64_t number, int width) {
    char *at = buffer->bytes + buffer->len;
    for (int i = width - 1; i >= 0; i--) {
        at[i] = (char)('0' + number % 10);
        number /= 10;
    }
    buffer->len += (size_t)width;
}

static void put_number(Buffer *buffer, uint64_t number) {
    int width = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10) {
        width++;
    }
    put_digits(buffer, number, width);
}

static void put_cell(Buffer *buffer, const char *text) {
    if (strpbrk(text, ",\"\n") == NULL) {
        put(buffer, text, strlen(text));
        return;
    }
    put_char(buffer, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            put_char(buffer, '"');
        }
        put_char(buffer, *text);
    }
    put_char(buffer, '"');
}

static uint64_t cccd_number(const World *world, const Person *person) {
    uint64_t province = strtoul(world->provinces[person->birth_province].code, NULL, 10);
    uint64_t century = (person->year >= 2000 ? 2U : 0U) + (person->sex == 2 ? 1U : 0U);
    return ((province * 10 + century) * 100 + person->year % 100U) * 1000000 + person->serial;
}

static uint64_t card_number(const Person *person, bool before) {
    uint64_t place = before ? person->card_before : person->card;
    uint64_t prefix = before ? person->prefix_before : person->prefix;
    uint64_t rest = (7654321 * place + prefix * 104729) % CARDS;
    if (prefix == 27 && rest >= 1500001 && rest <= 1550000) {
        rest -= 50000; /* 271450001 to 271500000 were given out twice */
    }
    return prefix * CARDS + rest;
}

void cccd_of(const World *world, const Person *person, char ret_digits[13]) {
    snprintf(ret_digits, 13, "%012llu", (unsigned long long)cccd_number(world, person));
}

void card_of(const Person *person, bool before, char ret_digits[13]) {
    snprintf(ret_digits, 13, "%09llu", (unsigned long long)card_number(person, before));
}

static uint64_t home_hash(uint64_t chunk, const Person *person, size_t index) {
    return draw_mix((chunk * CHUNK_BLOCKS + index / BLOCK_PERSONS) * 4096 + person->home + 1);
}

static const Today *today_of(const World *world, uint16_t commune, uint64_t home) {
    const Commune *old = &world->communes[commune];
    return &world->today[old->successors[(home >> 20) % old->successor_count]];
}

static void put_address(Buffer *buffer, const World *world, uint16_t commune, uint64_t home) {
    int region = world->provinces[world->communes[commune].province].region;
    const char *unit = UNITS[region][home % 4];
    const char *hamlet = HAMLETS[(home >> 4) % 16];
    if ((home >> 8) % 3 == 0) {
        put_number(buffer, 1 + (home >> 12) % 180);
        put_char(buffer, ' ');
    }
    put(buffer, unit, strlen(unit));
    put_char(buffer, ' ');
    put(buffer, hamlet, strlen(hamlet));
    if ((home >> 10) % 2 == 0) {
        put_char(buffer, ' ');
        put_number(buffer, 1 + (home >> 30) % 9);
    }
}

void name_of(const World *world, const Person *person, Text *ret_name) {
    char utf8[NAME_WORDS * 24];
    size_t len = 0;
    for (int i = 0; i < person->word_count; i++) {
        const Token *token = &world->tokens[person->words[i]];
        if (i > 0) {
            utf8[len++] = ' ';
        }
        memcpy(utf8 + len, token->text, token->len);
        len += token->len;
    }
    utf8[len] = '\0';
    text_set(ret_name, utf8);
}

static void put_name(Buffer *buffer, const World *world, const Person *person) {
    for (int i = 0; i < person->word_count; i++) {
        const Token *token = &world->tokens[person->words[i]];
        if (i > 0) {
            put_char(buffer, ' ');
        }
        put(buffer, token->text, token->len);
    }
}

/* The register types a tone wrongly now and then, too. */
static void put_register_name(Buffer *buffer, const World *world, const Person *person,
                              Draw *draw) {
    if (!draw_hit(draw, world->chance[RATE_register_tone])) {
        put_name(buffer, world, person);
        return;
    }
    Text name;
    char utf8[TEXT_MAX * 3 + 1];
    name_of(world, person, &name);
    for (size_t i = name.count; i-- > 0;) {
        Letter letter = letter_of(name.code[i]);
        if (letter.vowel >= 0 && letter.tone != TONE_NONE) {
            letter.tone = letter.tone == TONE_HOOK ? TONE_TILDE : TONE_HOOK;
            name.code[i] = letter_make(letter);
            break;
        }
    }
    put(buffer, utf8, text_write(&name, utf8, sizeof utf8));
}

static void put_register_date(Buffer *buffer, const Person *person) {
    put_digits(buffer, person->year, 4);
    if (!person->year_only) {
        put_char(buffer, '-');
        put_digits(buffer, person->month, 2);
        put_char(buffer, '-');
        put_digits(buffer, person->day, 2);
    }
}

static void put_person(Buffer *buffer, const World *world, const Person *person, uint64_t home,
                       Draw *draw) {
    const Today *today = today_of(world, person->commune, home);
    const char *ethnicity = world->ethnicities[person->ethnicity].name;
    room(buffer, ROW_MAX);
    put_number(buffer, person->id);
    put_char(buffer, ',');
    put_digits(buffer, cccd_number(world, person), 12);
    put_char(buffer, ',');
    if (person->card != 0) {
        put_digits(buffer, card_number(person, false), 9);
    }
    put_char(buffer, ',');
    put_register_name(buffer, world, person, draw);
    put_char(buffer, ',');
    put_register_date(buffer, person);
    put(buffer, person->sex == 1 ? ",Nam," : ",Nữ,", person->sex == 1 ? 5 : 6);
    put(buffer, ethnicity, strlen(ethnicity));
    put_char(buffer, ',');
    put(buffer, today->province, 2);
    put_char(buffer, ',');
    put(buffer, today->code, 5);
    put_char(buffer, ',');
    put_address(buffer, world, person->commune, home);
    put_char(buffer, ',');
    if (person->dead) {
        uint64_t day = draw_next(draw);
        put_digits(buffer, 2019 + day % 7, 4);
        put_char(buffer, '-');
        put_digits(buffer, 1 + day / 7 % 12, 2);
        put_char(buffer, '-');
        put_digits(buffer, 1 + day / 84 % 28, 2);
    }
    put_char(buffer, '\n');
}

static const char *programme_of(const Person *person) {
    int age = person_age(person);
    return age >= 75 ? "5.5" : age < 16 ? "5.1" : age < 23 ? "5.2" : "5.6";
}

static void clean_place(const Case *at, ListRow *row, uint16_t commune, uint64_t home) {
    const World *world = at->world;
    const Commune *old = &world->communes[commune];
    const Today *today = today_of(world, commune, home);
    if (draw_hit(at->draw, world->chance[RATE_old_map_code])) {
        snprintf(row->province, sizeof row->province, "%s", world->provinces[old->province].code);
        snprintf(row->district, sizeof row->district, "%s", old->district);
        snprintf(row->commune, sizeof row->commune, "%s", old->code);
        row_error(row, ERROR_old_map);
    } else {
        snprintf(row->province, sizeof row->province, "%s", today->province);
        snprintf(row->commune, sizeof row->commune, "%s", today->code);
    }
}

static void clean_row(const Case *at, ListRow *row, uint16_t commune, uint64_t home) {
    const Person *person = at->person;
    Buffer address = {.bytes = NULL};
    *row = (ListRow){.errors = 0};
    snprintf(row->programme, sizeof row->programme, "%s", programme_of(person));
    cccd_of(at->world, person, row->cccd);
    if (person->card != 0) {
        bool before =
            person->card_before != 0 && draw_hit(at->draw, at->world->chance[RATE_earlier_card]);
        card_of(person, before, row->cmnd);
    }
    snprintf(row->birth, sizeof row->birth, "%02d/%02d/%d", person->day, person->month,
             person->year);
    snprintf(row->sex, sizeof row->sex, "%s", person->sex == 1 ? "Nam" : "Nữ");
    const Ethnicity *group = &at->world->ethnicities[person->ethnicity];
    uint64_t habit = draw_mix(at->clerk) % (uint64_t)group->spelling_count;
    snprintf(row->ethnicity, sizeof row->ethnicity, "%s", group->spellings[habit]);
    name_of(at->world, person, &row->name);
    room(&address, 256);
    put_address(&address, at->world, commune, home);
    put_char(&address, '\0');
    text_set(&row->address, address.bytes);
    free(address.bytes);
    clean_place(at, row, commune, home);
    if (commune != person->commune) {
        row_error(row, ERROR_commune_differs);
    }
}

void digits_change(char *digits, Draw *draw) {
    size_t len = strlen(digits);
    if (len > 0) {
        size_t at = draw_below(draw, (uint32_t)len);
        uint32_t step = 1 + draw_below(draw, 9);
        digits[at] = (char)('0' + (uint32_t)(digits[at] - '0' + (int)step) % 10);
    }
}

void digits_swap(char *digits, Draw *draw) {
    size_t len = strlen(digits);
    for (int attempt = 0; attempt < 8 && len > 1; attempt++) {
        size_t at = draw_below(draw, (uint32_t)len - 1);
        if (digits[at] != digits[at + 1]) {
            char kept = digits[at];
            digits[at] = digits[at + 1];
            digits[at + 1] = kept;
            return;
        }
    }
}

static void put_row(Buffer *buffer, uint64_t id, const ListRow *row) {
    char utf8[TEXT_MAX * 3 + 1];
    const char *const before[] = {row->programme, row->cccd, row->cmnd};
    const char *const after[] = {row->birth,    row->sex,      row->ethnicity,
                                 row->province, row->district, row->commune};
    room(buffer, ROW_MAX);
    put_char(buffer, 'B');
    put_number(buffer, id);
    for (size_t i = 0; i < 3; i++) {
        put_char(buffer, ',');
        put_cell(buffer, before[i]);
    }
    text_write(&row->name, utf8, sizeof utf8);
    put_char(buffer, ',');
    put_cell(buffer, utf8);
    for (size_t i = 0; i < 6; i++) {
        put_char(buffer, ',');
        put_cell(buffer, after[i]);
    }
    text_write(&row->address, utf8, sizeof utf8);
    put_char(buffer, ',');
    put_cell(buffer, utf8);
    put_char(buffer, '\n');
}

static bool is_year_only(const ListRow *row) {
    uint32_t bits = 1U << ERROR_year_only | 1U << ERROR_default_day | 1U << ERROR_birth_missing;
    return (row->errors & bits) != 0;
}

static void put_truth(Outputs *outputs, uint64_t id, uint64_t entity, const Case *at,
                      const ListRow *row) {
    Buffer *buffer = &outputs->truth;
    const Person *person = at->person;
    bool elderly = person_age(person) >= 60;
    bool minority = person->ethnicity != KINH;
    bool bar = false;
    room(buffer, ROW_MAX);
    put_char(buffer, 'B');
    put_number(buffer, id);
    put_char(buffer, ',');
    if (person->id != 0) {
        put_number(buffer, person->id);
    }
    put_char(buffer, ',');
    put_char(buffer, person->id != 0 ? 'P' : 'U');
    put_number(buffer, entity);
    const bool flags[] = {elderly, minority, is_year_only(row),
                          (row->errors & 1U << ERROR_commune_differs) != 0, person->dead};
    for (size_t i = 0; i < 5; i++) {
        put_char(buffer, ',');
        put_char(buffer, flags[i] ? '1' : '0');
    }
    put_char(buffer, ',');
    for (ErrorKind kind = 0; kind < ERROR_COUNT; kind++) {
        if (row->errors & 1U << kind) {
            if (bar) {
                put_char(buffer, '|');
            }
            put(buffer, error_name(kind), strlen(error_name(kind)));
            outputs->tally.errors[kind]++;
            bar = true;
        }
    }
    put_char(buffer, '\n');
    outputs->tally.rows++;
    outputs->tally.rows_with_error +=
        (row->errors & ~(1U << ERROR_commune_differs | 1U << ERROR_old_map)) != 0;
    outputs->tally.elderly += elderly;
    outputs->tally.minority += minority;
    outputs->tally.year_only += is_year_only(row);
    outputs->tally.unregistered += person->id == 0;
}

/* What is carried from row to row of a list. */
typedef struct Listing {
    const World *world;
    Outputs *outputs;
    uint64_t chunk;
    uint64_t next_id;
    ListRow above;
    bool has_above;
} Listing;

static void list_row(Listing *listing, Case *at, uint64_t entity, uint16_t commune, uint64_t home) {
    ListRow row;
    uint64_t id = listing->next_id++;
    at->clerk =
        draw_mix((uint64_t)commune << 8 | draw_below(at->draw, 2)) ^ at->world->options.seed;
    at->above = listing->has_above ? &listing->above : NULL;
    clean_row(at, &row, commune, home);
    if (at->world->options.corruptor == 'a') {
        corrupt_a(at, &row);
    } else {
        corrupt_b(at, &row);
    }
    put_row(&listing->outputs->beneficiaries, id, &row);
    put_truth(listing->outputs, id, entity, at, &row);
    listing->above = row;
    listing->has_above = true;
}

static const Person *relative_of(const Person *people, size_t count, size_t index) {
    const Person *person = &people[index];
    if (index > 0 && people[index - 1].home == person->home && index % BLOCK_PERSONS != 0) {
        return &people[index - 1];
    }
    if (index + 1 < count && people[index + 1].home == person->home &&
        (index + 1) % BLOCK_PERSONS != 0) {
        return &people[index + 1];
    }
    return person;
}

static void list_person(Listing *listing, const Person *people, size_t count, size_t index) {
    const World *world = listing->world;
    const Person *person = &people[index];
    Draw draw =
        draw_begin(world->options.seed, STREAM_LIST, listing->chunk * CHUNK_PERSONS + index);
    if (!draw_hit(&draw, person_listed(world, person))) {
        return;
    }
    uint64_t home = home_hash(listing->chunk, person, index);
    Case at = {.world = world,
               .person = person,
               .draw = &draw,
               .relative = relative_of(people, count, index)};
    Person unknown;
    uint64_t entity = person->id;
    if (draw_hit(&draw, world->chance[RATE_not_in_register])) {
        unknown = person_unregistered(world, &draw, person);
        at.person = &unknown;
        at.relative = person;
        entity = listing->next_id;
    }
    list_row(listing, &at, entity, at.person->commune_before, home);
    if (draw_hit(&draw, world->chance[RATE_duplicate_rows])) {
        /* Another programme, often another commune: where they were born, where the children live.
         */
        uint8_t province = world->communes[person->commune].province;
        bool same = draw_hit(&draw, world->chance[RATE_second_row_same_place]);
        uint16_t commune = same ? at.person->commune_before
                                : wheel_draw(&world->provinces[province].communes, &draw);
        list_row(listing, &at, entity, commune, home);
        listing->outputs->tally.duplicates++;
    }
}

void chunk_write(const World *world, uint64_t chunk, const Person *people, size_t count,
                 Outputs *outputs) {
    Listing listing = {
        .world = world, .outputs = outputs, .chunk = chunk, .next_id = chunk * LIST_PER_CHUNK + 1};
    for (size_t i = 0; i < count; i++) {
        Draw draw = draw_begin(world->options.seed, STREAM_LIST + 1, chunk * CHUNK_PERSONS + i);
        put_person(&outputs->population, world, &people[i], home_hash(chunk, &people[i], i), &draw);
    }
    for (size_t i = 0; i < count; i++) {
        list_person(&listing, people, count, i);
    }
    outputs->tally.persons += count;
}
