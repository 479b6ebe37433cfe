/* Names in law files: facts, components, programmes, parameters, categories, and lists of them. */
#include "law/law_read.h"

static Status find_fail(Ctx *ctx, const LawLoad *load, const YamlNode *node, const char *what) {
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: no %s %.*s", load->file, node->line, what,
                    STR_ARG(node->text));
}

Status law_find_fact(Ctx *ctx, const LawLoad *load, const YamlNode *node, int32_t *ret_fact) {
    for (size_t i = 0; i < load->words->fact_count; i++) {
        if (str_equal(load->words->facts[i].name, node->text)) {
            *ret_fact = (int32_t)i;
            return OK;
        }
    }
    return find_fail(ctx, load, node, "fact");
}

Status law_find_component(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                          int32_t *ret_component) {
    for (size_t i = 0; i < load->words->component_count; i++) {
        if (str_equal(load->words->components[i].name, node->text)) {
            *ret_component = load->words->components[i].id;
            return OK;
        }
    }
    return find_fail(ctx, load, node, "component");
}

static int32_t programme_of(const LawBook *book, Str code) {
    for (size_t i = 0; i < book->programme_count; i++) {
        if (str_equal(book->programmes[i].name, code)) {
            return book->programmes[i].id;
        }
    }
    return 0;
}

Status law_find_programme(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                          int32_t *ret_programme) {
    int32_t programme = programme_of(load->words, node->text);
    if (programme == 0) {
        return find_fail(ctx, load, node, "programme");
    }
    *ret_programme = programme;
    return OK;
}

Status law_find_parameter(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                          int32_t *ret_parameter) {
    for (size_t i = 0; i < load->words->parameter_count; i++) {
        if (str_equal(load->words->parameters[i].name, node->text)) {
            *ret_parameter = (int32_t)i;
            return OK;
        }
    }
    return find_fail(ctx, load, node, "parameter");
}

Status law_find_category(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                         int32_t *ret_category_no) {
    int32_t category_no = law_category_no(load->words, node->text);
    if (category_no == 0) {
        return find_fail(ctx, load, node, "category");
    }
    *ret_category_no = category_no;
    return OK;
}

typedef Status (*FindOne)(Ctx *ctx, const LawLoad *load, const YamlNode *node, int32_t *ret_number);

static Status read_bits(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                        FindOne find, uint32_t *ret_bits) {
    const YamlNode *list = NULL;
    uint32_t bits = 0;
    if (!yaml_tree_get(map, key)) {
        *ret_bits = UINT32_MAX;
        return OK;
    }
    TRY(law_read_list(ctx, load->file, map, key, &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        int32_t number = 0;
        TRY(find(ctx, load, item, &number));
        if ((bits >> number & 1U) != 0) {
            return law_read_fail(ctx, load->file, item, "stands twice in the list");
        }
        bits |= 1U << number;
    }
    *ret_bits = bits;
    return OK;
}

Status law_read_components(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                           uint32_t *ret_bits) {
    return read_bits(ctx, load, map, key, law_find_component, ret_bits);
}

Status law_read_programmes(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                           uint32_t *ret_bits) {
    return read_bits(ctx, load, map, key, law_find_programme, ret_bits);
}

/* A programme stands for all its categories. */
static bool set_add_programme(const LawBook *book, Str code, LawSet *set) {
    int32_t programme = programme_of(book, code);
    for (size_t i = 0; programme != 0 && i < book->category_count; i++) {
        if (book->categories[i].programme_no == programme) {
            law_set_add(set, book->categories[i].category_no);
        }
    }
    return programme != 0;
}

Status law_read_set(Ctx *ctx, const LawLoad *load, const YamlNode *map, const char *key,
                    LawSet *ret_set) {
    const YamlNode *list = NULL;
    LawSet set = {{0}};
    TRY(law_read_list(ctx, load->file, map, key, &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        int32_t category_no = 0;
        if (set_add_programme(load->words, item->text, &set)) {
            continue;
        }
        TRY(law_find_category(ctx, load, item, &category_no));
        if (law_set_has(&set, category_no)) {
            return law_read_fail(ctx, load->file, item, "stands twice in the list");
        }
        law_set_add(&set, category_no);
    }
    *ret_set = set;
    return OK;
}
