/* Kinh names follow the token frequencies; the others take their families and given names from
 * lists. */
#include "demo/names.h"

#include "text/fold.h"

extern const char data_name_tokens[];
extern const char data_name_tokens_end[];

enum { FIELD_COUNT = 7, TOKEN_MAX = 200 };

typedef struct TokenList {
    Str tokens[TOKEN_MAX];
    uint64_t ends[TOKEN_MAX]; /* running sums of the weights */
    size_t count;
} TokenList;

struct DemoNames {
    TokenList fields[FIELD_COUNT];
};

static const char *const FIELD_NAMES[FIELD_COUNT] = {"fam", "m1M", "m1F", "m2M", "m2F", "gM", "gF"};
enum { FIELD_FAMILY = 0, FIELD_MIDDLE = 1, FIELD_GIVEN = 5 };

static size_t field_of(Str name) {
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (str_equal(name, str_of(FIELD_NAMES[i]))) {
            return i;
        }
    }
    return FIELD_COUNT;
}

Status demo_names_load(Ctx *ctx, const DemoNames **ret_names) {
    DemoNames *names = NULL;
    TRY(ctx_alloc(ctx, sizeof *names, (void **)&names));
    Str rest = {data_name_tokens, (size_t)(data_name_tokens_end - data_name_tokens)};
    Str line;
    while (str_split_next(&rest, '\n', &line)) {
        Str field;
        Str token;
        int64_t weight = 0;
        if (line.len == 0 || line.ptr[0] == '#' || !str_split_next(&line, '\t', &field) ||
            !str_split_next(&line, '\t', &token) || !str_to_int64(line, &weight)) {
            continue;
        }
        size_t index = field_of(field);
        if (index == FIELD_COUNT || names->fields[index].count == TOKEN_MAX) {
            continue;
        }
        TokenList *list = &names->fields[index];
        uint64_t before = list->count ? list->ends[list->count - 1] : 0;
        list->tokens[list->count] = token;
        list->ends[list->count++] = before + (uint64_t)weight;
    }
    *ret_names = names;
    return OK;
}

static Str token_draw(const TokenList *list, Rng *rng) {
    uint64_t at = rng_below(rng, list->ends[list->count - 1]);
    size_t i = 0;
    while (list->ends[i] <= at) { /* ends: the last running sum is above every draw */
        i++;
    }
    return list->tokens[i];
}

typedef struct Group {
    const char *name;
    uint32_t share;          /* parts of 1,000, running */
    const char *families[8]; /* NULL ends */
    const char *middle_man;
    const char *middle_woman;
    const char *given_men[8];
    const char *given_women[8];
} Group;

static const Group GROUPS[] = {
    {"Thái",
     540,
     {"Lò", "Lường", "Quàng", "Tòng", "Cà", "Mè", "Lù", "Vì"},
     "Văn",
     "Thị",
     {"Hặc", "Inh", "Pành", "Sương", "Toản", "Xuân", "Thoan", "Ọi"},
     {"Ánh", "Hặc", "Lả", "Muôn", "Panh", "Thiêm", "Yến", "Xiêng"}},
    {"Mông",
     690,
     {"Giàng", "Vừ", "Thào", "Lầu", "Sùng", "Mùa", "Vàng", "Hạng"},
     "A",
     "Thị",
     {"Chu", "Dế", "Páo", "Sử", "Tủa", "Lử", "Dơ", "Nhè"},
     {"Mỷ", "Dợ", "Pàng", "Say", "Súa", "Mái", "Chía", "Dua"}},
    {"Mường",
     770,
     {"Đinh", "Bùi", "Hà", "Phùng", "Quách", "Bạch", "Xa", "Sa"},
     "Văn",
     "Thị",
     {"Hùng", "Nhợi", "Thưởng", "Lịch", "Dần", "Ứng", "Khánh", "Toàn"},
     {"Lịch", "Ún", "Nhin", "Thảo", "Xiến", "Tươi", "Ngoan", "Mến"}},
    {"Dao",
     800,
     {"Bàn", "Triệu", "Đặng", "Lý", "Phùng", "Dương", "Hoàng", "Chảo"},
     "Văn",
     "Thị",
     {"Ton", "Sếnh", "Vạn", "Phúc", "Quý", "Minh", "Thông", "Hin"},
     {"Mủi", "Nái", "Pham", "Xuân", "Lai", "Sính", "Chiều", "Nhậy"}},
    {"Khơ Mú",
     830,
     {"Lường", "Cút", "Mòng", "Rùa", "Hoàng", "Quàng", "Lò", "Chích"},
     "Văn",
     "Thị",
     {"Muôn", "Toản", "Thương", "Inh", "Phanh", "Ơn", "Dom", "Ly"},
     {"Ín", "Phương", "Lan", "Chum", "Ương", "Hoa", "Mai", "Yên"}},
    {"Kinh", 1000, {NULL}, NULL, NULL, {NULL}, {NULL}},
};

Str demo_ethnicity_draw(Rng *rng) {
    uint64_t at = rng_below(rng, 1000);
    size_t i = 0;
    while (GROUPS[i].share <= at) { /* ends: the last share is 1,000 */
        i++;
    }
    return str_of(GROUPS[i].name);
}

static Status kinh_name(Ctx *ctx, const DemoNames *names, Rng *rng, int sex, Str *ret_name) {
    size_t woman = sex == 2 ? 1 : 0;
    Str family = token_draw(&names->fields[FIELD_FAMILY], rng);
    Str middle = token_draw(&names->fields[FIELD_MIDDLE + woman], rng);
    Str given = token_draw(&names->fields[FIELD_GIVEN + woman], rng);
    Str lower;
    TRY(ctx_print(ctx, &lower, "%.*s %.*s %.*s", STR_ARG(family), STR_ARG(middle), STR_ARG(given)));
    return text_title(ctx, lower, ret_name);
}

Status demo_name_draw(Ctx *ctx, const DemoNames *names, Rng *rng, Str ethnicity, int sex,
                      Str *ret_name) {
    const Group *group = GROUPS;
    while (!str_equal(ethnicity, str_of(group->name))) { /* ends: names come from the same table */
        group++;
    }
    if (group->families[0] == NULL) {
        return kinh_name(ctx, names, rng, sex, ret_name);
    }
    const char *family = group->families[rng_below(rng, 8)];
    const char *given =
        sex == 2 ? group->given_women[rng_below(rng, 8)] : group->given_men[rng_below(rng, 8)];
    return ctx_print(ctx, ret_name, "%s %s %s", family,
                     sex == 2 ? group->middle_woman : group->middle_man, given);
}
