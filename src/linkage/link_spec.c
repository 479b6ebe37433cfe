#include "linkage/link_spec.h"

#include <string.h>

#include "codec/yaml.h"
#include "linkage/compare.h"

enum { BLOCK_PAIRS_DEFAULT = 50000000 };

typedef struct SpecReader {
    Ctx *ctx;
    const char *file;
    LinkSpec *spec;
} SpecReader;

#define SPEC_FAIL(reader, node, ...) spec_fail((reader), (node), __VA_ARGS__)

static Status spec_fail(SpecReader *reader, const YamlNode *node, const char *what, Str found) {
    return ctx_fail(reader->ctx, E_LINK_SPEC, "%s:%zu: %s (found \"%.*s\")", reader->file,
                    node ? node->line : 1, what, STR_ARG(found));
}

static const Str NOTHING = {"", 0};

/* ---- numbers: digits with one point, since a comma or an exponent is a slip ---- */

static bool number_read(Str text, double *ret_number) {
    double number = 0;
    double unit = 0;
    if (text.len == 0 || text.len > 18) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.' && unit <= 0) {
            unit = 1;
        } else if (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            unit *= 10;
        } else {
            return false;
        }
    }
    *ret_number = unit > 0 ? number / unit : number;
    return true;
}

static Status read_share(SpecReader *reader, const YamlNode *node, double *ret_share) {
    if (!number_read(node->text, ret_share) || *ret_share > 1) {
        return SPEC_FAIL(reader, node, "a number from 0 to 1 must stand here", node->text);
    }
    return OK;
}

static Status read_count(SpecReader *reader, const YamlNode *node, int64_t most, int64_t *ret) {
    if (!str_to_int64(node->text, ret) || *ret < 0 || *ret > most) {
        return SPEC_FAIL(reader, node, "a whole number must stand here", node->text);
    }
    return OK;
}

static Status check_keys(SpecReader *reader, const YamlNode *map, const char *const *known) {
    if (map->kind != YAML_KIND_MAP) {
        return SPEC_FAIL(reader, map, "names with values must stand here", map->text);
    }
    for (const YamlNode *node = map->first; node; node = node->next) {
        const char *const *name = known;
        while (*name && !str_equal(node->key, str_of(*name))) { /* ends: the list ends in NULL */
            name++;
        }
        if (*name == NULL) {
            return SPEC_FAIL(reader, node, "no such name is known here", node->key);
        }
    }
    return OK;
}

/* ---- columns ---- */

static int32_t column_find(const LinkSpec *spec, Str name) {
    for (int32_t i = 0; i < spec->column_count; i++) {
        if (str_equal(spec->columns[i].name, name)) {
            return i;
        }
    }
    return -1;
}

static Status column_take(SpecReader *reader, const YamlNode *node, Str name, int32_t *ret_column) {
    LinkSpec *spec = reader->spec;
    int32_t column = column_find(spec, name);
    if (column < 0) {
        if (spec->column_count == LINK_COLUMN_MAX || name.len == 0) {
            return SPEC_FAIL(reader, node, "too many columns, or one without a name", name);
        }
        column = spec->column_count++;
        spec->columns[column] =
            (LinkColumn){name, name, LINK_TEXT, LINK_CLEAN_LOWER, LINK_WORD_ALL};
    }
    *ret_column = column;
    return OK;
}

/* A word of the spec and the number that it stands for. */
typedef struct Choice {
    const char *word;
    int number;
} Choice;

static Status read_choice(SpecReader *reader, const YamlNode *node, const Choice *choices,
                          const char *what, int *ret_number) {
    if (node == NULL) {
        return OK;
    }
    for (const Choice *choice = choices; choice->word; choice++) {
        if (str_equal(node->text, str_of(choice->word))) {
            *ret_number = choice->number;
            return OK;
        }
    }
    return SPEC_FAIL(reader, node, what, node->text);
}

static Status read_column(SpecReader *reader, const YamlNode *node) {
    static const char *const KEYS[] = {"kind", "clean", "of", "word", NULL};
    static const Choice KINDS[] = {
        {"text", LINK_TEXT}, {"date", LINK_DATE}, {"digits", LINK_DIGITS}, {NULL, 0}};
    static const Choice WAYS[] = {{"lower", LINK_CLEAN_LOWER},
                                  {"none", LINK_CLEAN_NONE},
                                  {"fold", LINK_CLEAN_FOLD},
                                  {"squeeze", LINK_CLEAN_SQUEEZE},
                                  {NULL, 0}};
    static const Choice WORDS[] = {{"first", LINK_WORD_FIRST},
                                   {"middle", LINK_WORD_MIDDLE},
                                   {"last", LINK_WORD_LAST},
                                   {NULL, 0}};
    int32_t at = 0;
    TRY(check_keys(reader, node, KEYS));
    TRY(column_take(reader, node, node->key, &at));
    LinkColumn *column = &reader->spec->columns[at];
    const YamlNode *of = yaml_tree_get(node, "of");
    int kind = (int)column->kind;
    int clean = (int)column->clean;
    int word = LINK_WORD_ALL;
    TRY(read_choice(reader, yaml_tree_get(node, "kind"), KINDS, "text, date or digits", &kind));
    TRY(read_choice(reader, yaml_tree_get(node, "clean"), WAYS, "lower, none, fold or squeeze",
                    &clean));
    TRY(read_choice(reader, yaml_tree_get(node, "word"), WORDS, "first, middle or last", &word));
    column->source = of ? of->text : column->name;
    column->kind = (LinkKind)kind;
    column->clean = (LinkClean)clean;
    column->word = (LinkWord)word;
    return OK;
}

/* ---- levels ---- */

static const char *const DATE_WORDS[DATE_LIKENESS_COUNT] = {
    NULL,       "equal",     "swapped", "year_only", "year_month",
    "year_day", "month_day", "year",    "next_year", NULL};
static const char *const DIGIT_WORDS[DIGIT_LIKENESS_COUNT] = {
    NULL, "equal", "one_digit", "swapped", "shifted", "two_digits", "tail", NULL};

static Status likeness_add(SpecReader *reader, const YamlNode *node, LinkKind kind,
                           LinkLevel *level) {
    const char *const *words = kind == LINK_DATE ? DATE_WORDS : DIGIT_WORDS;
    int count = kind == LINK_DATE ? (int)DATE_LIKENESS_COUNT : (int)DIGIT_LIKENESS_COUNT;
    for (int i = 0; i < count; i++) {
        if (words[i] && str_equal(node->text, str_of(words[i]))) {
            level->likenesses |= UINT32_C(1) << i;
            level->measure = LINK_LIKENESS;
            return OK;
        }
    }
    return SPEC_FAIL(reader, node, "no such level for this kind of column", node->text);
}

static Status read_measure(SpecReader *reader, const YamlNode *node, LinkLevel *level) {
    static const char *const KEYS[] = {"jaro_winkler", "levenshtein", "damerau", "first", NULL};
    int64_t most = 0;
    TRY(check_keys(reader, node, KEYS));
    const YamlNode *value = node->first;
    if (value == NULL || value->next != NULL) {
        return SPEC_FAIL(reader, node, "one measure a level", NOTHING);
    }
    level->text = value->key;
    if (str_equal(value->key, STR("jaro_winkler"))) {
        level->measure = LINK_JARO_WINKLER;
        return read_share(reader, value, &level->least);
    }
    level->measure = str_equal(value->key, STR("levenshtein")) ? LINK_LEVENSHTEIN
                     : str_equal(value->key, STR("damerau"))   ? LINK_DAMERAU
                                                               : LINK_FIRST;
    TRY(read_count(reader, value, COMPARE_LETTERS_MAX, &most));
    level->most = (int32_t)most;
    return OK;
}

static Status read_level(SpecReader *reader, const YamlNode *node, LinkKind kind,
                         LinkLevel *level) {
    *level = (LinkLevel){.measure = LINK_EXACT, .text = node->text};
    if (node->kind == YAML_KIND_MAP) {
        if (kind != LINK_TEXT) {
            return SPEC_FAIL(reader, node, "dates and digits have named levels only", NOTHING);
        }
        return read_measure(reader, node, level);
    }
    if (node->kind == YAML_KIND_LIST) {
        for (const YamlNode *each = node->first; each; each = each->next) {
            level->text = node->first->text;
            TRY(likeness_add(reader, each, kind, level));
        }
        return level->likenesses ? OK : SPEC_FAIL(reader, node, "a level of nothing", NOTHING);
    }
    if (kind != LINK_TEXT) {
        return likeness_add(reader, node, kind, level);
    }
    return str_equal(node->text, STR("exact"))
               ? OK
               : SPEC_FAIL(reader, node, "exact, or a measure with its bound", node->text);
}

static Status read_shares(SpecReader *reader, const YamlNode *node, int32_t count,
                          double *ret_shares) {
    int32_t at = 1;
    for (const YamlNode *each = node->first; each; each = each->next, at++) {
        if (at > count) {
            break;
        }
        TRY(read_share(reader, each, &ret_shares[at]));
    }
    return at == count + 1
               ? OK
               : SPEC_FAIL(reader, node, "one number a level, and one for else", NOTHING);
}

static Status read_levels(SpecReader *reader, const YamlNode *node, LinkComparison *comparison) {
    const YamlNode *levels = yaml_tree_get(node, "levels");
    LinkKind kind = reader->spec->columns[comparison->column].kind;
    if (levels == NULL || levels->kind != YAML_KIND_LIST) {
        return SPEC_FAIL(reader, node, "a comparison needs a list of levels", NOTHING);
    }
    for (const YamlNode *level = levels->first; level; level = level->next) {
        if (comparison->level_count == LINK_LEVEL_MAX - 1) {
            return SPEC_FAIL(reader, level, "at most seven levels", NOTHING);
        }
        TRY(read_level(reader, level, kind, &comparison->levels[comparison->level_count]));
        comparison->level_count++;
    }
    if (comparison->level_count == 0) {
        return SPEC_FAIL(reader, levels, "a comparison needs a level", NOTHING);
    }
    const YamlNode *m = yaml_tree_get(node, "m");
    const YamlNode *u = yaml_tree_get(node, "u");
    comparison->has_m = m != NULL;
    comparison->has_u = u != NULL;
    TRY(m ? read_shares(reader, m, comparison->level_count + 1, comparison->m) : OK);
    return u ? read_shares(reader, u, comparison->level_count + 1, comparison->u) : OK;
}

static bool is_true(const YamlNode *node) {
    return node != NULL && str_equal(node->text, STR("true"));
}

static Status comparison_find(SpecReader *reader, const YamlNode *node, int32_t *ret_at) {
    for (int32_t i = 0; i < reader->spec->comparison_count; i++) {
        if (str_equal(reader->spec->comparisons[i].name, node->text)) {
            *ret_at = i;
            return OK;
        }
    }
    return SPEC_FAIL(reader, node, "no comparison of that name stands before this line",
                     node->text);
}

static Status read_comparison(SpecReader *reader, const YamlNode *node) {
    static const char *const KEYS[] = {"name",       "column", "levels", "frequency",
                                       "implied_by", "m",      "u",      NULL};
    LinkSpec *spec = reader->spec;
    TRY(check_keys(reader, node, KEYS));
    if (spec->comparison_count == LINK_COMPARISON_MAX) {
        return SPEC_FAIL(reader, node, "at most twelve comparisons", NOTHING);
    }
    LinkComparison *comparison = &spec->comparisons[spec->comparison_count];
    const YamlNode *column = yaml_tree_get(node, "column");
    const YamlNode *name = yaml_tree_get(node, "name");
    const YamlNode *implied = yaml_tree_get(node, "implied_by");
    if (column == NULL) {
        return SPEC_FAIL(reader, node, "a comparison needs a column", NOTHING);
    }
    *comparison = (LinkComparison){.name = name ? name->text : column->text, .implied_by = -1};
    TRY(column_take(reader, column, column->text, &comparison->column));
    comparison->frequency = is_true(yaml_tree_get(node, "frequency"));
    TRY(implied ? comparison_find(reader, implied, &comparison->implied_by) : OK);
    TRY(read_levels(reader, node, comparison));
    spec->comparison_count++;
    return OK;
}

/* ---- rules: "surname", "surname first 3", "id last 6", "born year", "born day" ---- */

static Status read_part(SpecReader *reader, const YamlNode *node, LinkPart *part) {
    Str rest = node->text;
    Str name;
    Str word = NOTHING;
    Str number = NOTHING;
    int64_t count = 0;
    if (!str_split_next(&rest, ' ', &name)) {
        return SPEC_FAIL(reader, node, "a column must stand here", node->text);
    }
    *part = (LinkPart){.kind = LINK_PART_WHOLE};
    TRY(column_take(reader, node, name, &part->column));
    if (!str_split_next(&rest, ' ', &word)) {
        return OK;
    }
    bool is_date = reader->spec->columns[part->column].kind == LINK_DATE;
    if (is_date && (str_equal(word, STR("year")) || str_equal(word, STR("day")))) {
        part->kind = str_equal(word, STR("year")) ? LINK_PART_YEAR : LINK_PART_DAY;
        return rest.ptr == NULL
                   ? OK
                   : SPEC_FAIL(reader, node, "nothing more can stand here", node->text);
    }
    if (!is_date && (str_equal(word, STR("first")) || str_equal(word, STR("last"))) &&
        str_split_next(&rest, ' ', &number) && str_to_int64(number, &count) && count > 0 &&
        count <= COMPARE_LETTERS_MAX) {
        part->kind = str_equal(word, STR("first")) ? LINK_PART_FIRST : LINK_PART_LAST;
        part->count = (int32_t)count;
        return OK;
    }
    return SPEC_FAIL(reader, node, "first N, last N, or year or day of a date", node->text);
}

static Status read_rule(SpecReader *reader, const YamlNode *node) {
    LinkSpec *spec = reader->spec;
    if (spec->rule_count == LINK_RULE_MAX || node->kind != YAML_KIND_LIST || node->first == NULL) {
        return SPEC_FAIL(reader, node, "a list of columns must stand here, at most 24 lists",
                         node->text);
    }
    LinkRule *rule = &spec->rules[spec->rule_count];
    *rule = (LinkRule){.part_count = 0};
    for (const YamlNode *part = node->first; part; part = part->next) {
        if (rule->part_count == LINK_PART_MAX) {
            return SPEC_FAIL(reader, part, "at most six parts", part->text);
        }
        TRY(read_part(reader, part, &rule->parts[rule->part_count++]));
        TRY(ctx_print(reader->ctx, &rule->text, "%.*s%s%.*s", STR_ARG(rule->text),
                      rule->text.len ? ", " : "", STR_ARG(part->text)));
    }
    spec->rule_count++;
    return OK;
}

/* training: numbers of the rules whose pairs estimate m; all when it is not given. */
static Status read_training(SpecReader *reader, const YamlNode *root) {
    LinkSpec *spec = reader->spec;
    const YamlNode *training = yaml_tree_get(root, "training");
    for (int32_t i = 0; i < spec->rule_count; i++) {
        spec->rules[i].trains = training == NULL;
    }
    for (const YamlNode *node = training ? training->first : NULL; node; node = node->next) {
        int64_t number = 0;
        TRY(read_count(reader, node, spec->rule_count, &number));
        if (number == 0) {
            return SPEC_FAIL(reader, node, "rules are counted from 1", node->text);
        }
        spec->rules[number - 1].trains = true;
    }
    return OK;
}

static Status read_decisions(SpecReader *reader, const YamlNode *root) {
    LinkSpec *spec = reader->spec;
    const YamlNode *node = yaml_tree_get(root, "keep");
    TRY(node ? read_share(reader, node, &spec->keep) : OK);
    node = yaml_tree_get(root, "match");
    TRY(node ? read_share(reader, node, &spec->match) : OK);
    node = yaml_tree_get(root, "prior");
    TRY(node ? read_share(reader, node, &spec->prior) : OK);
    node = yaml_tree_get(root, "margin");
    if (node && !number_read(node->text, &spec->margin_bits)) {
        return SPEC_FAIL(reader, node, "a number of bits must stand here", node->text);
    }
    node = yaml_tree_get(root, "block_pairs");
    TRY(node ? read_count(reader, node, INT64_MAX, &spec->block_pairs_max) : OK);
    node = yaml_tree_get(root, "cannot_link");
    for (const YamlNode *each = node ? node->first : NULL; each; each = each->next) {
        int32_t at = 0;
        TRY(comparison_find(reader, each, &at));
        spec->cannot_link |= UINT32_C(1) << at;
    }
    return OK;
}

static Status read_lists(SpecReader *reader, const YamlNode *root) {
    const YamlNode *columns = yaml_tree_get(root, "columns");
    const YamlNode *comparisons = yaml_tree_get(root, "comparisons");
    const YamlNode *rules = yaml_tree_get(root, "blocks");
    for (const YamlNode *node = columns ? columns->first : NULL; node; node = node->next) {
        TRY(read_column(reader, node));
    }
    if (comparisons == NULL || comparisons->first == NULL || rules == NULL ||
        rules->first == NULL) {
        return SPEC_FAIL(reader, root, "comparisons and blocks are needed", NOTHING);
    }
    for (const YamlNode *node = comparisons->first; node; node = node->next) {
        TRY(read_comparison(reader, node));
    }
    for (const YamlNode *node = rules->first; node; node = node->next) {
        TRY(read_rule(reader, node));
    }
    return read_training(reader, root);
}

/* One name, or several: files call it differently. */
static Status read_ids(SpecReader *reader, const YamlNode *root) {
    const YamlNode *id = yaml_tree_get(root, "id");
    LinkSpec *spec = reader->spec;
    if (id == NULL || (id->kind == YAML_KIND_TEXT && id->text.len == 0)) {
        return SPEC_FAIL(reader, root, "id names the column that tells records apart", NOTHING);
    }
    if (id->kind == YAML_KIND_TEXT) {
        spec->id_columns[spec->id_count++] = id->text;
        return OK;
    }
    for (const YamlNode *name = id->first; name; name = name->next) {
        if (spec->id_count == LINK_ID_MAX || name->text.len == 0) {
            return SPEC_FAIL(reader, name, "at most six names of columns", name->text);
        }
        spec->id_columns[spec->id_count++] = name->text;
    }
    return OK;
}

Status link_spec_read(Ctx *ctx, const char *file_name, Str bytes, const LinkSpec **ret_spec) {
    static const char *const KEYS[] = {"id",       "columns",     "comparisons", "blocks",
                                       "training", "keep",        "match",       "prior",
                                       "margin",   "block_pairs", "cannot_link", NULL};
    const YamlNode *root = NULL;
    void *memory = NULL;
    TRY(yaml_tree_parse(ctx, file_name, bytes, &root));
    TRY(ctx_alloc(ctx, sizeof(LinkSpec), &memory));
    LinkSpec *spec = memory;
    SpecReader reader = {ctx, file_name, spec};
    *spec = (LinkSpec){
        .block_pairs_max = BLOCK_PAIRS_DEFAULT, .keep = 0.01, .match = 0.5, .margin_bits = 3};
    TRY(check_keys(&reader, root, KEYS));
    TRY(read_ids(&reader, root));
    TRY(read_lists(&reader, root));
    TRY(read_decisions(&reader, root));
    *ret_spec = spec;
    return OK;
}

int32_t link_level_total(const LinkComparison *comparison) {
    return comparison->level_count + 2;
}
