#include "codec/iso/template.h"

#include <string.h>

#include "codec/iso/label.h"
#include "codec/yaml.h"

extern const char data_template_pain001[], data_template_pain001_end[];
extern const char data_template_bank_csv[], data_template_bank_csv_end[];
extern const char data_template_wallet_xlsx[], data_template_wallet_xlsx_end[];
extern const char data_template_post_list_xlsx[], data_template_post_list_xlsx_end[];

typedef struct BuiltIn {
    const char *name;
    const char *begin;
    const char *end;
} BuiltIn;

static const BuiltIn BUILT_INS[] = {
    {"pain001", data_template_pain001, data_template_pain001_end},
    {"bank_csv", data_template_bank_csv, data_template_bank_csv_end},
    {"wallet_xlsx", data_template_wallet_xlsx, data_template_wallet_xlsx_end},
    {"post_list_xlsx", data_template_post_list_xlsx, data_template_post_list_xlsx_end},
};

/* A name in a template file and the number that it stands for. */
typedef struct Name {
    const char *text;
    int number;
} Name;

static const Name KIND_NAMES[] = {
    {"pain001", TEMPLATE_PAIN001}, {"csv", TEMPLATE_CSV}, {"xlsx", TEMPLATE_XLSX}, {NULL, 0}};
static const Name FIELD_NAMES[] = {{"line_no", OUT_LINE_NO},
                                   {"end_to_end_id", OUT_END_TO_END_ID},
                                   {"account_number", OUT_ACCOUNT_NUMBER},
                                   {"holder_name", OUT_HOLDER_NAME},
                                   {"agent", OUT_AGENT},
                                   {"bank_name", OUT_BANK_NAME},
                                   {"amount", OUT_AMOUNT},
                                   {"remittance", OUT_REMITTANCE},
                                   {"person_name", OUT_PERSON_NAME},
                                   {"citizen_id_mask", OUT_CITIZEN_ID_MASK},
                                   {"phone_mask", OUT_PHONE_MASK},
                                   {"pay_point", OUT_PAY_POINT},
                                   {"hamlet", OUT_HAMLET},
                                   {"signature", OUT_SIGNATURE},
                                   {NULL, 0}};
static const Name FORMAT_NAMES[] = {
    {"plain", OUT_PLAIN}, {"upper_ascii", OUT_UPPER_ASCII}, {"dotted", OUT_DOTTED}, {NULL, 0}};
static const Name IN_COLUMN_NAMES[] = {{"end_to_end_id", IN_END_TO_END_ID},
                                       {"amount", IN_AMOUNT},
                                       {"status", IN_STATUS},
                                       {"reason", IN_REASON},
                                       {"text", IN_TEXT},
                                       {"date", IN_DATE},
                                       {NULL, 0}};
static const Name IN_LABEL_NAMES[] = {{"reference", IN_LABEL_REFERENCE},
                                      {"original", IN_LABEL_ORIGINAL},
                                      {"count", IN_LABEL_COUNT},
                                      {"sum", IN_LABEL_SUM},
                                      {"day", IN_LABEL_DAY},
                                      {NULL, 0}};
static const Name OUTCOME_NAMES[] = {{"ACCEPTED", RESULT_ACCEPTED},
                                     {"PAID", RESULT_PAID},
                                     {"REJECTED", RESULT_REJECTED},
                                     {"NEVER_RECEIVED", RESULT_NEVER_RECEIVED},
                                     {"UNCLAIMED", RESULT_UNCLAIMED},
                                     {"RETURN_NOTICE", RESULT_RETURN_NOTICE},
                                     {"MONEY_BACK", RESULT_MONEY_BACK},
                                     {"OTHER", RESULT_OTHER},
                                     {NULL, 0}};

typedef struct Parse {
    const char *file_name;
    ProviderTemplate *template;
} Parse;

static Status parse_fail(Ctx *ctx, const Parse *parse, const YamlNode *node, const char *what) {
    return ctx_fail(ctx, E_TEMPLATE_SYNTAX, "%s:%zu: %s", parse->file_name, node ? node->line : 1,
                    what);
}

static Status name_number(Ctx *ctx, const Parse *parse, const YamlNode *node, Str text,
                          const Name *names, int *ret_number) {
    for (const Name *name = names; name->text; name++) {
        if (str_equal(text, str_of(name->text))) {
            *ret_number = name->number;
            return OK;
        }
    }
    return ctx_fail(ctx, E_TEMPLATE_SYNTAX, "%s:%zu: \"%.*s\" is not known here", parse->file_name,
                    node->line, STR_ARG(text));
}

/* Refuses a key that is not among `known` (a comma-separated list), and a node that is no map. */
static Status keys_check(Ctx *ctx, const Parse *parse, const YamlNode *map, const char *known) {
    if (map->kind != YAML_KIND_MAP) {
        return parse_fail(ctx, parse, map, "keys and values are expected here");
    }
    for (const YamlNode *child = map->first; child; child = child->next) {
        bool is_known = false;
        Str rest = str_of(known);
        Str word;
        while (str_split_next(&rest, ',', &word)) {
            is_known = is_known || str_equal(word, child->key);
        }
        if (!is_known) {
            return ctx_fail(ctx, E_TEMPLATE_SYNTAX, "%s:%zu: the key \"%.*s\" is not known here",
                            parse->file_name, child->line, STR_ARG(child->key));
        }
    }
    return OK;
}

static Status text_take(Ctx *ctx, const Parse *parse, const YamlNode *map, const char *key,
                        Str *ret_text) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        return OK;
    }
    if (node->kind != YAML_KIND_TEXT) {
        return parse_fail(ctx, parse, node, "a text is expected here");
    }
    *ret_text = node->text;
    return OK;
}

static Status word_add(Ctx *ctx, const Parse *parse, TemplateWords *words, const YamlNode *node,
                       int meaning) {
    char room[LABEL_MAX];
    if (node->kind != YAML_KIND_TEXT || words->count == TEMPLATE_WORD_MAX) {
        return parse_fail(ctx, parse, node, "not a word, or too many of them");
    }
    TemplateWord *word = &words->words[words->count];
    word->written = node->text;
    word->meaning = meaning;
    TRY(ctx_copy_str(ctx, label_fold(node->text, room), &word->folded));
    if (str_is_empty(word->folded)) {
        return parse_fail(ctx, parse, node, "a word without letters");
    }
    for (size_t i = 0; i < words->count; i++) {
        if (str_equal(words->words[i].folded, word->folded)) {
            return parse_fail(ctx, parse, node, "the word stands there twice");
        }
    }
    words->count++;
    return OK;
}

/* A map from names to lists of words. */
static Status words_take(Ctx *ctx, const Parse *parse, const YamlNode *map, const Name *names,
                         TemplateWords *words) {
    if (!map) {
        return OK;
    }
    if (map->kind != YAML_KIND_MAP) {
        return parse_fail(ctx, parse, map, "names with lists of words are expected here");
    }
    for (const YamlNode *list = map->first; list; list = list->next) {
        int meaning = 0;
        TRY(name_number(ctx, parse, list, list->key, names, &meaning));
        if (list->kind != YAML_KIND_LIST) {
            return parse_fail(ctx, parse, list, "a list of words is expected here");
        }
        for (const YamlNode *word = list->first; word; word = word->next) {
            TRY(word_add(ctx, parse, words, word, meaning));
        }
    }
    return OK;
}

static Status column_take(Ctx *ctx, const Parse *parse, const YamlNode *node) {
    ProviderTemplate *template = parse->template;
    if (template->column_count == TEMPLATE_COLUMN_MAX) {
        return parse_fail(ctx, parse, node, "too many columns");
    }
    TRY(keys_check(ctx, parse, node, "title,field,format,width"));
    TemplateColumn *column = &template->columns[template->column_count++];
    Str field = {"", 0};
    Str format = STR("plain");
    Str width = STR("0");
    int number = 0;
    int64_t width_chars = 0;
    TRY(text_take(ctx, parse, node, "title", &column->title));
    TRY(text_take(ctx, parse, node, "field", &field));
    TRY(text_take(ctx, parse, node, "format", &format));
    TRY(text_take(ctx, parse, node, "width", &width));
    TRY(name_number(ctx, parse, node, field, FIELD_NAMES, &number));
    column->field = (OutField)number;
    TRY(name_number(ctx, parse, node, format, FORMAT_NAMES, &number));
    column->format = (OutFormat)number;
    if (!str_to_int64(width, &width_chars) || width_chars < 0 || width_chars > 200 ||
        (column->format == OUT_DOTTED && column->field != OUT_AMOUNT) ||
        str_is_empty(column->title)) {
        return parse_fail(ctx, parse, node, "a title, a width of 0 to 200, dots in amounts only");
    }
    column->width = (int32_t)width_chars;
    return OK;
}

static bool has_field(const ProviderTemplate *template, OutField field) {
    for (size_t i = 0; i < template->column_count; i++) {
        if (template->columns[i].field == field) {
            return true;
        }
    }
    return false;
}

static Status out_take(Ctx *ctx, const Parse *parse, const YamlNode *out) {
    ProviderTemplate *template = parse->template;
    TRY(keys_check(ctx, parse, out, "separator,bom,sheet,titles,columns"));
    Str separator = STR(",");
    Str bom = STR("yes");
    TRY(text_take(ctx, parse, out, "separator", &separator));
    TRY(text_take(ctx, parse, out, "bom", &bom));
    TRY(text_take(ctx, parse, out, "sheet", &template->sheet_name));
    if (separator.len != 1 || !strchr(",;|\t", separator.ptr[0])) {
        return parse_fail(ctx, parse, out, "separator: one of , ; | and tab");
    }
    if (!str_equal(bom, STR("yes")) && !str_equal(bom, STR("no"))) {
        return parse_fail(ctx, parse, out, "bom: yes or no");
    }
    template->separator = separator.ptr[0];
    template->has_bom = str_equal(bom, STR("yes"));
    const YamlNode *titles = yaml_tree_get(out, "titles");
    for (const YamlNode *title = titles ? titles->first : NULL; title; title = title->next) {
        if (title->kind != YAML_KIND_TEXT || template->title_count == TEMPLATE_TITLE_MAX) {
            return parse_fail(ctx, parse, title, "not a text, or too many titles");
        }
        template->titles[template->title_count++] = title->text;
    }
    const YamlNode *columns = yaml_tree_get(out, "columns");
    for (const YamlNode *column = columns ? columns->first : NULL; column; column = column->next) {
        TRY(column_take(ctx, parse, column));
    }
    if (!has_field(template, OUT_END_TO_END_ID) || !has_field(template, OUT_AMOUNT)) {
        return parse_fail(ctx, parse, out, "columns: end_to_end_id and amount are needed");
    }
    return OK;
}

static Status in_take(Ctx *ctx, const Parse *parse, const YamlNode *in) {
    ProviderTemplate *template = parse->template;
    TRY(keys_check(ctx, parse, in, "columns,statuses,labels,not_final"));
    TRY(words_take(ctx, parse, yaml_tree_get(in, "columns"), IN_COLUMN_NAMES,
                   &template->in_columns));
    TRY(words_take(ctx, parse, yaml_tree_get(in, "statuses"), OUTCOME_NAMES,
                   &template->in_statuses));
    TRY(words_take(ctx, parse, yaml_tree_get(in, "labels"), IN_LABEL_NAMES, &template->in_labels));
    const YamlNode *not_final = yaml_tree_get(in, "not_final");
    for (const YamlNode *word = not_final ? not_final->first : NULL; word; word = word->next) {
        TRY(word_add(ctx, parse, &template->not_final, word, 1));
    }
    if (str_is_empty(template_word_of(&template->in_columns, IN_END_TO_END_ID)) ||
        str_is_empty(template_word_of(&template->in_columns, IN_STATUS))) {
        return parse_fail(ctx, parse, in, "columns: end_to_end_id and status are needed");
    }
    return OK;
}

Status provider_template_parse(Ctx *ctx, const char *file_name, Str yaml,
                               const ProviderTemplate **ret_template) {
    const YamlNode *root = NULL;
    ProviderTemplate *template = NULL;
    TRY(yaml_tree_parse(ctx, file_name, yaml, &root));
    TRY(ctx_alloc(ctx, sizeof *template, (void **)&template));
    Parse parse = {file_name, template};
    Str kind = {"", 0};
    int number = 0;
    TRY(keys_check(ctx, &parse, root, "name,title,kind,out,in"));
    TRY(text_take(ctx, &parse, root, "name", &template->name));
    TRY(text_take(ctx, &parse, root, "title", &template->title));
    TRY(text_take(ctx, &parse, root, "kind", &kind));
    TRY(name_number(ctx, &parse, root, kind, KIND_NAMES, &number));
    template->kind = (TemplateKind)number;
    const YamlNode *out = yaml_tree_get(root, "out");
    const YamlNode *in = yaml_tree_get(root, "in");
    if (str_is_empty(template->name)) {
        return parse_fail(ctx, &parse, root, "name is missing");
    }
    if ((template->kind == TEMPLATE_PAIN001) != (!out && !in)) {
        return parse_fail(ctx, &parse, root, "a table has both out and in, pain001 neither");
    }
    if (template->kind != TEMPLATE_PAIN001) {
        if (!out || !in) {
            return parse_fail(ctx, &parse, root, "a table has both out and in");
        }
        TRY(out_take(ctx, &parse, out));
        TRY(in_take(ctx, &parse, in));
    }
    *ret_template = template;
    return OK;
}

Status provider_template_load(Ctx *ctx, Str name, const ProviderTemplate **ret_template) {
    for (size_t i = 0; i < sizeof BUILT_INS / sizeof BUILT_INS[0]; i++) {
        const BuiltIn *one = &BUILT_INS[i];
        if (str_equal(name, str_of(one->name))) {
            return provider_template_parse(
                ctx, one->name, (Str){one->begin, (size_t)(one->end - one->begin)}, ret_template);
        }
    }
    return ctx_fail(ctx, E_NOT_FOUND, "file template \"%.*s\"", STR_ARG(name));
}

Str provider_template_name(size_t i) {
    return i < sizeof BUILT_INS / sizeof BUILT_INS[0] ? str_of(BUILT_INS[i].name) : (Str){"", 0};
}

int template_word_meaning(const TemplateWords *words, Str text) {
    char room[LABEL_MAX];
    Str folded = label_fold(text, room);
    for (size_t i = 0; i < words->count; i++) {
        if (str_equal(words->words[i].folded, folded)) {
            return words->words[i].meaning;
        }
    }
    return -1;
}

Str template_word_of(const TemplateWords *words, int meaning) {
    for (size_t i = 0; i < words->count; i++) {
        if (words->words[i].meaning == meaning) {
            return words->words[i].written;
        }
    }
    return (Str){"", 0};
}
