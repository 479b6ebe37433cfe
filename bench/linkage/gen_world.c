#include "gen_world.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DATA(name)                                                                                 \
    extern const char data_##name[];                                                               \
    extern const char data_##name##_end[];
DATA(areas)
DATA(successors)
DATA(name_tokens)
DATA(gen_rates)
DATA(gen_rates_b)
DATA(gen_provinces)
DATA(gen_families)
DATA(gen_minorities)
DATA(gen_cohorts)

enum { COLUMN_MAX = 10, TOKEN_MAX = 4000, ITEM_MAX = 512 };

void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "gen_population: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(2);
}

static void *take(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        die("no memory for %zu x %zu bytes", count, size);
    }
    return memory;
}

/* Lines of an embedded table, comments left out, cut at tabs into buffers of their own. */
typedef struct Lines {
    const char *at;
    const char *end;
    char line[4096];
    char *column[COLUMN_MAX];
    int count;
} Lines;

static bool lines_next(Lines *lines) {
    while (lines->at < lines->end) {
        const char *stop = memchr(lines->at, '\n', (size_t)(lines->end - lines->at));
        size_t len = (size_t)((stop ? stop : lines->end) - lines->at);
        const char *from = lines->at;
        lines->at += len + 1;
        if (len == 0 || *from == '#') {
            continue;
        }
        if (len >= sizeof lines->line) {
            die("a line of %zu bytes in a table", len);
        }
        memcpy(lines->line, from, len);
        lines->line[len] = '\0';
        lines->count = 0;
        char *rest = lines->line;
        char *cell;
        while (lines->count < COLUMN_MAX && (cell = strsep(&rest, "\t")) != NULL) {
            lines->column[lines->count++] = cell;
        }
        return true;
    }
    return false;
}

Draw draw_begin(uint64_t seed, uint64_t stream, uint64_t index) {
    Draw draw = {draw_mix(seed * 0x9E3779B97F4A7C15ULL + stream) ^
                 draw_mix(index + (stream << 56))};
    draw_next(&draw);
    return draw;
}

void wheel_make(Wheel *wheel, const uint16_t *items, const double *weights, uint32_t count) {
    double sum = 0;
    double *scaled = take(count, sizeof *scaled);
    uint32_t *stack = take(count, sizeof *stack);
    wheel->count = count;
    wheel->cut = take(count, sizeof *wheel->cut);
    wheel->item = take(count, sizeof *wheel->item);
    wheel->other = take(count, sizeof *wheel->other);
    for (uint32_t i = 0; i < count; i++) {
        sum += weights[i];
    }
    uint32_t small = 0;
    uint32_t large = count; /* the large ones are stacked from the other end */
    for (uint32_t i = 0; i < count; i++) {
        scaled[i] = weights[i] * count / sum;
        wheel->item[i] = items[i];
        wheel->other[i] = items[i];
        wheel->cut[i] = UINT32_MAX;
        if (scaled[i] < 1) {
            stack[small++] = i;
        } else {
            stack[--large] = i;
        }
    }
    while (small > 0 && large < count) {
        uint32_t low = stack[--small];
        uint32_t high = stack[large];
        wheel->cut[low] = (uint32_t)(scaled[low] * 4294967295.0);
        wheel->other[low] = items[high];
        scaled[high] -= 1 - scaled[low];
        if (scaled[high] < 1) {
            large++;
            stack[small++] = high;
        }
    }
    free(scaled);
    free(stack);
}

uint16_t wheel_draw(const Wheel *wheel, Draw *draw) {
    uint64_t bits = draw_next(draw);
    uint32_t at = (uint32_t)(((bits >> 32) * wheel->count) >> 32);
    return (uint32_t)bits <= wheel->cut[at] ? wheel->item[at] : wheel->other[at];
}

static uint16_t token_add(World *world, const char *utf8) {
    Text text;
    if (world->token_count == TOKEN_MAX) {
        die("more than %d words of names", TOKEN_MAX);
    }
    Token *token = &world->tokens[world->token_count];
    text_set(&text, utf8);
    if (letter_of(text.code[0]).vowel >= 0 || letter_of(text.code[0]).dd || text.code[0] < 0x80) {
        bool mixed = strchr(utf8, '\'') != NULL || strchr(utf8, '|') != NULL || strchr(utf8, ' ');
        if (!mixed) {
            text_title(&text);
        }
    }
    token->len = (uint8_t)text_write(&text, token->text, sizeof token->text);
    uint64_t hash = 1469598103934665603ULL;
    for (size_t i = 0; i < token->len; i++) {
        hash = (hash ^ (uint8_t)token->text[i]) * 1099511628211ULL;
    }
    token->fashion = (uint16_t)(1930 + draw_mix(hash) % 85);
    return (uint16_t)world->token_count++;
}

static int level_column(const World *world) {
    const char *level = world->options.level;
    return strcmp(level, "easy") == 0 ? 1 : strcmp(level, "medium") == 0 ? 2 : 3;
}

static void rates_read(World *world, Lines lines, const char *const *names, int first, int count) {
    int seen = 0;
    while (lines_next(&lines)) {
        if (lines.count != 5 || seen == count || strcmp(lines.column[0], names[seen]) != 0) {
            die("rates: row %d is %s, not %s", seen + 1, lines.column[0],
                seen < count ? names[seen] : "the end");
        }
        double percent = strtod(lines.column[level_column(world)], NULL);
        world->percent[first + seen] = percent;
        world->chance[first + seen] = (uint64_t)(percent / 100 * 4294967296.0);
        seen++;
    }
    if (seen != count) {
        die("rates: %d rows, not %d", seen, count);
    }
}

static void rates_load(World *world) {
#define RATE_TEXT(name) #name,
    static const char *const NAMES[] = {RATES(RATE_TEXT) RATES_B(RATE_TEXT)};
    /* Quantiles of the normal distribution at 1/32, 3/32 ... */
    static const double Z[8] = {0.0784, 0.2372, 0.4023, 0.5791, 0.7764, 1.0100, 1.3180, 1.8627};
    rates_read(world, (Lines){.at = data_gen_rates, .end = data_gen_rates_end}, NAMES, 0,
               RATE_slip_key);
    rates_read(world, (Lines){.at = data_gen_rates_b, .end = data_gen_rates_b_end},
               NAMES + RATE_slip_key, RATE_slip_key, RATE_COUNT - RATE_slip_key);
    double sigma = world->percent[RATE_clerk_sigma];
    double sum = 0;
    for (int i = 0; i < 16; i++) {
        world->clerk_factor[i] = exp(sigma * (i < 8 ? -Z[7 - i] : Z[i - 8]));
        sum += world->clerk_factor[i];
    }
    for (int i = 0; i < 16; i++) {
        world->clerk_factor[i] *= 16 / sum;
    }
}

static uint64_t chance_read(const char *percent) {
    return (uint64_t)(strtod(percent, NULL) / 100 * 4294967296.0);
}

static void cohorts_load(World *world) {
    Lines lines = {.at = data_gen_cohorts, .end = data_gen_cohorts_end};
    int count = 0;
    while (lines_next(&lines)) {
        if (lines.count != 7 || count == COHORT_COUNT) {
            die("cohorts.tsv: %d columns in row %d", lines.count, count + 1);
        }
        Cohort *cohort = &world->cohorts[count++];
        cohort->born_from = (int)strtol(lines.column[0], NULL, 10);
        for (int sex = 1; sex <= 2; sex++) {
            cohort->two_words[sex] = chance_read(lines.column[2 * sex - 1]);
            cohort->four_words[sex] = chance_read(lines.column[2 * sex]);
            cohort->usual_middle[sex] = chance_read(lines.column[sex == 1 ? 6 : 5]);
        }
    }
}

typedef struct Share {
    char token[24];
    double set_a;
    double factor[3];
} Share;

static size_t shares_read(Share *shares, size_t max) {
    Lines lines = {.at = data_gen_families, .end = data_gen_families_end};
    size_t count = 0;
    while (count < max && lines_next(&lines)) {
        snprintf(shares[count].token, sizeof shares[count].token, "%s", lines.column[0]);
        shares[count].set_a = strtod(lines.column[1], NULL);
        for (int region = 0; region < 3; region++) {
            shares[count].factor[region] = strtod(lines.column[2 + region], NULL);
        }
        count++;
    }
    return count;
}

typedef struct Pool {
    const char *field;
    uint32_t count;
    uint16_t items[ITEM_MAX];
    double weights[ITEM_MAX];
    char lower[ITEM_MAX][24];
} Pool;

static void families_make(World *world, const Pool *pool) {
    Share shares[32];
    size_t count = shares_read(shares, 32);
    double others = 0; /* of the names without a share of set A */
    double set_a_sum = 0;
    for (size_t j = 0; j < count; j++) {
        set_a_sum += shares[j].set_a;
    }
    for (uint32_t i = 0; i < pool->count; i++) {
        bool shared = false;
        for (size_t j = 0; j < count; j++) {
            shared = shared || strcmp(shares[j].token, pool->lower[i]) == 0;
        }
        others += shared ? 0 : pool->weights[i];
    }
    for (int region = 0; region < 3; region++) {
        double weights[ITEM_MAX];
        for (uint32_t i = 0; i < pool->count; i++) {
            bool set_a = world->options.family_set == 'a';
            weights[i] = set_a ? pool->weights[i] / others * (100 - set_a_sum) : pool->weights[i];
            for (size_t j = 0; j < count; j++) {
                if (strcmp(shares[j].token, pool->lower[i]) == 0) {
                    weights[i] =
                        (set_a ? shares[j].set_a : pool->weights[i]) * shares[j].factor[region];
                }
            }
        }
        wheel_make(&world->families[region], pool->items, weights, pool->count);
    }
}

static void names_load(World *world) {
    static Pool pools[7] = {{.field = "fam"}, {.field = "m1M"}, {.field = "m1F"}, {.field = "m2M"},
                            {.field = "m2F"}, {.field = "gM"},  {.field = "gF"}};
    Lines lines = {.at = data_name_tokens, .end = data_name_tokens_end};
    while (lines_next(&lines)) {
        for (int i = 0; i < 7; i++) {
            Pool *pool = &pools[i];
            if (strcmp(pool->field, lines.column[0]) == 0 && pool->count < ITEM_MAX) {
                snprintf(pool->lower[pool->count], sizeof pool->lower[0], "%s", lines.column[1]);
                pool->items[pool->count] = token_add(world, lines.column[1]);
                pool->weights[pool->count++] = strtod(lines.column[2], NULL);
            }
        }
    }
    families_make(world, &pools[0]);
    for (int sex = 1; sex <= 2; sex++) {
        Pool *first = &pools[sex];
        Pool *second = &pools[2 + sex];
        Pool *given = &pools[4 + sex];
        wheel_make(&world->middle1[sex], first->items, first->weights, first->count);
        wheel_make(&world->middle2[sex], second->items, second->weights, second->count);
        wheel_make(&world->given[sex], given->items, given->weights, given->count);
    }
    world->van = token_add(world, "văn");
    world->thi = token_add(world, "thị");
}

static int province_find(const World *world, const char *code) {
    for (int i = 0; i < PROVINCE_COUNT; i++) {
        if (strcmp(world->provinces[i].code, code) == 0) {
            return i;
        }
    }
    return NONE;
}

static void provinces_load(World *world) {
    Lines lines = {.at = data_gen_provinces, .end = data_gen_provinces_end};
    uint16_t items[PROVINCE_COUNT];
    double weights[PROVINCE_COUNT];
    int count = 0;
    while (lines_next(&lines)) {
        if (count == PROVINCE_COUNT || lines.count != 4) {
            die("provinces.tsv: more than %d rows, or not 4 columns", PROVINCE_COUNT);
        }
        Province *province = &world->provinces[count];
        snprintf(province->code, sizeof province->code, "%s", lines.column[0]);
        province->region = lines.column[1][0] == 'n' ? 0 : lines.column[1][0] == 'c' ? 1 : 2;
        province->inhabitants = strtod(lines.column[2], NULL);
        province->card_prefix = (uint8_t)strtoul(lines.column[3], NULL, 10);
        items[count] = (uint16_t)count;
        weights[count] = province->inhabitants;
        count++;
    }
    wheel_make(&world->province_wheel, items, weights, (uint32_t)count);
}

static uint16_t today_find(const World *world, const char *code) {
    for (size_t i = 0; i < world->today_count; i++) {
        if (strcmp(world->today[i].code, code) == 0) {
            return (uint16_t)i;
        }
    }
    return UINT16_MAX;
}

static void successors_load(World *world) {
    Lines lines = {.at = data_successors, .end = data_successors_end};
    size_t at = 0; /* both tables are in the order of old codes, nearly */
    while (lines_next(&lines)) {
        size_t tried = 0;
        while (tried < world->commune_count &&
               strcmp(world->communes[at].code, lines.column[0]) != 0) {
            at = (at + 1) % world->commune_count;
            tried++;
        }
        uint16_t today = today_find(world, lines.column[1]);
        Commune *commune = &world->communes[at];
        if (tried < world->commune_count && today != UINT16_MAX &&
            commune->successor_count < SUCCESSOR_MAX) {
            commune->successors[commune->successor_count++] = today;
        }
    }
}

/* Provinces come before districts before communes; a district code names its province. */
static void areas_load(World *world) {
    static char district_province[1000];
    Lines lines = {.at = data_areas, .end = data_areas_end};
    world->communes = take(11000, sizeof *world->communes);
    world->today = take(3400, sizeof *world->today);
    while (lines_next(&lines)) {
        bool old = strcmp(lines.column[6], "20250630") == 0;
        unsigned long parent = strtoul(lines.column[4], NULL, 10) % 1000;
        if (strcmp(lines.column[0], "district") == 0) {
            district_province[strtoul(lines.column[1], NULL, 10) % 1000] =
                (char)(province_find(world, lines.column[4]) + 1);
        } else if (strcmp(lines.column[0], "commune") == 0 && old && world->commune_count < 11000) {
            Commune *commune = &world->communes[world->commune_count++];
            snprintf(commune->code, sizeof commune->code, "%s", lines.column[1]);
            snprintf(commune->district, sizeof commune->district, "%s", lines.column[4]);
            commune->province = (uint8_t)(district_province[parent] - 1);
        } else if (strcmp(lines.column[0], "commune") == 0 && world->today_count < 3400) {
            Today *today = &world->today[world->today_count++];
            snprintf(today->code, sizeof today->code, "%s", lines.column[1]);
            snprintf(today->province, sizeof today->province, "%s", lines.column[4]);
        }
    }
    successors_load(world);
}

static void communes_make(World *world) {
    uint16_t *items = take(world->commune_count, sizeof *items);
    double *weights = take(world->commune_count, sizeof *weights);
    for (int p = 0; p < PROVINCE_COUNT; p++) {
        uint32_t count = 0;
        for (size_t i = 0; i < world->commune_count; i++) {
            if (world->communes[i].province == p && world->communes[i].successor_count > 0) {
                items[count] = (uint16_t)i;
                weights[count++] = 1 + (double)(draw_mix(i + 77) % 200) / 100; /* sizes differ */
            }
        }
        if (count == 0) {
            die("province %s has no commune", world->provinces[p].code);
        }
        wheel_make(&world->provinces[p].communes, items, weights, count);
    }
    free(items);
    free(weights);
}

static void words_wheel(World *world, Wheel *wheel, char *words) {
    uint16_t items[ITEM_MAX];
    double weights[ITEM_MAX];
    uint32_t count = 0;
    const char *cut = strchr(words, '|') != NULL ? "|" : " ";
    char *word;
    while ((word = strsep(&words, cut)) != NULL && count < ITEM_MAX) {
        items[count] = token_add(world, word);
        weights[count] = 1.0 / (1 + count * 0.15); /* the first ones are commoner */
        count++;
    }
    wheel_make(wheel, items, weights, count);
}

static void prefixes_read(World *world, Ethnicity *ethnicity, int sex, char *words) {
    char *word;
    while (strcmp(words, "-") != 0 && (word = strsep(&words, ",")) != NULL &&
           ethnicity->prefix_count[sex] < 3) {
        ethnicity->prefixes[sex][ethnicity->prefix_count[sex]++] = token_add(world, word);
        if (words == NULL) {
            break;
        }
    }
}

static void ethnicity_read(World *world, const Lines *lines) {
    Ethnicity *ethnicity = &world->ethnicities[world->ethnicity_count++];
    char *spellings = lines->column[1];
    char *shares = lines->column[2];
    char *word;
    snprintf(ethnicity->name, sizeof ethnicity->name, "%s", lines->column[0]);
    while ((word = strsep(&spellings, "|")) != NULL && ethnicity->spelling_count < 4) {
        snprintf(ethnicity->spellings[ethnicity->spelling_count++], sizeof ethnicity->spellings[0],
                 "%s", word);
    }
    while ((word = strsep(&shares, " ")) != NULL) {
        char code[3] = {word[0], word[1], '\0'};
        int province = province_find(world, code);
        if (province == NONE || word[2] != ':') {
            die("minorities.tsv: %s is not province:share", word);
        }
        ethnicity->share[province] =
            strtod(word + 3, NULL) * world->percent[RATE_minority_scale] / 100;
    }
    ethnicity->family_place = strcmp(lines->column[3], "first") == 0  ? FAMILY_FIRST
                              : strcmp(lines->column[3], "last") == 0 ? FAMILY_LAST
                                                                      : FAMILY_NONE;
    if (ethnicity->family_place != FAMILY_NONE) {
        words_wheel(world, &ethnicity->families, lines->column[4]);
    }
    for (int sex = 1; sex <= 2; sex++) {
        prefixes_read(world, ethnicity, sex, lines->column[4 + sex]);
        words_wheel(world, &ethnicity->given[sex], lines->column[6 + sex]);
    }
}

static void ethnicities_load(World *world) {
    Lines lines = {.at = data_gen_minorities, .end = data_gen_minorities_end};
    Ethnicity *kinh = &world->ethnicities[world->ethnicity_count++];
    snprintf(kinh->name, sizeof kinh->name, "Kinh");
    snprintf(kinh->spellings[kinh->spelling_count++], sizeof kinh->spellings[0], "Kinh");
    while (lines_next(&lines)) {
        if (lines.count != 9 || world->ethnicity_count == ETHNICITY_MAX) {
            die("minorities.tsv: %d columns in the row of %s", lines.count, lines.column[0]);
        }
        ethnicity_read(world, &lines);
    }
    for (int p = 0; p < PROVINCE_COUNT; p++) {
        uint16_t items[ETHNICITY_MAX];
        double weights[ETHNICITY_MAX];
        double rest = 100;
        for (int e = 0; e < world->ethnicity_count; e++) {
            items[e] = (uint16_t)e;
            weights[e] = world->ethnicities[e].share[p];
            rest -= weights[e];
        }
        weights[KINH] = rest > 2 ? rest : 2;
        wheel_make(&world->provinces[p].ethnicities, items, weights,
                   (uint32_t)world->ethnicity_count);
    }
}

World *world_new(const Options *options) {
    World *world = take(1, sizeof *world);
    world->options = *options;
    world->tokens = take(TOKEN_MAX, sizeof *world->tokens);
    rates_load(world);
    cohorts_load(world);
    names_load(world);
    provinces_load(world);
    areas_load(world);
    communes_make(world);
    ethnicities_load(world);
    world_calibrate(world);
    return world;
}

static void wheel_done(Wheel *wheel) {
    free(wheel->cut);
    free(wheel->item);
    free(wheel->other);
}

void world_free(World **at) {
    World *world = *at;
    for (int i = 0; i < 3; i++) {
        wheel_done(&world->families[i]);
        wheel_done(&world->middle1[i]);
        wheel_done(&world->middle2[i]);
        wheel_done(&world->given[i]);
    }
    for (int p = 0; p < PROVINCE_COUNT; p++) {
        wheel_done(&world->provinces[p].communes);
        wheel_done(&world->provinces[p].ethnicities);
    }
    for (int e = 0; e < world->ethnicity_count; e++) {
        wheel_done(&world->ethnicities[e].families);
        wheel_done(&world->ethnicities[e].given[1]);
        wheel_done(&world->ethnicities[e].given[2]);
    }
    wheel_done(&world->province_wheel);
    free(world->tokens);
    free(world->communes);
    free(world->today);
    free(world);
    *at = NULL;
}
