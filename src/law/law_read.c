#include "law/law_read.h"

Status law_read_fail(Ctx *ctx, const char *file, const YamlNode *node, const char *what) {
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: %s%s%.*s", file, node->line, what,
                    str_is_empty(node->key) ? "" : ": ", STR_ARG(node->key));
}

Status law_read_keys(Ctx *ctx, const char *file, const YamlNode *node, const char *const *keys) {
    if (node->kind != YAML_KIND_MAP) {
        return law_read_fail(ctx, file, node, "an entry of keys and values is expected");
    }
    for (const YamlNode *child = node->first; child; child = child->next) {
        bool known = false;
        for (size_t i = 0; keys[i] && !known; i++) {
            known = str_equal(child->key, str_of(keys[i]));
        }
        if (!known) {
            return law_read_fail(ctx, file, child, "unknown key");
        }
    }
    return OK;
}

static Status law_read_missing(Ctx *ctx, const char *file, const YamlNode *map, const char *key) {
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: key %s is missing", file, map->line, key);
}

Status law_read_text(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                     Str *ret_text) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        return law_read_missing(ctx, file, map, key);
    }
    if (node->kind != YAML_KIND_TEXT || str_is_empty(node->text)) {
        return law_read_fail(ctx, file, node, "a text is expected");
    }
    *ret_text = node->text;
    return OK;
}

Status law_read_int(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                    int64_t *ret_number) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        return law_read_missing(ctx, file, map, key);
    }
    int64_t number = 0;
    if (node->kind != YAML_KIND_TEXT || !str_to_int64(node->text, &number) || number < 0) {
        return law_read_fail(ctx, file, node, "a whole number of zero or more is expected");
    }
    *ret_number = number;
    return OK;
}

Status law_read_int_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                       int64_t absent, int64_t *ret_number) {
    if (!yaml_tree_get(map, key)) {
        *ret_number = absent;
        return OK;
    }
    return law_read_int(ctx, file, map, key, ret_number);
}

Status law_read_date_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                        int64_t absent, int64_t *ret_day) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        *ret_day = absent;
        return OK;
    }
    Date date = {0, DATE_PRECISION_YEAR};
    if (node->kind != YAML_KIND_TEXT || node->text.len != 10 || node->text.ptr[4] != '-' ||
        date_parse(ctx, node->text, &date) != OK || date.precision != DATE_PRECISION_DAY) {
        return law_read_fail(ctx, file, node, "a day as yyyy-mm-dd is expected");
    }
    *ret_day = date.number;
    return OK;
}

Status law_read_list(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                     const YamlNode **ret_list) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        return law_read_missing(ctx, file, map, key);
    }
    if (node->kind != YAML_KIND_LIST || !node->first) {
        return law_read_fail(ctx, file, node, "a list is expected");
    }
    for (const YamlNode *item = node->first; item; item = item->next) {
        if (item->kind != YAML_KIND_TEXT) {
            return law_read_fail(ctx, file, item, "a list of words is expected");
        }
    }
    *ret_list = node;
    return OK;
}

static Status law_read_mark(Ctx *ctx, const char *file, const YamlNode *map, bool *ret_verified) {
    Str mark;
    Str verified;
    TRY(law_read_text(ctx, file, map, "mark", &mark));
    TRY(law_read_text(ctx, file, map, "verified", &verified));
    bool read_in_text = str_equal(mark, STR("v"));
    if (!read_in_text && !str_equal(mark, STR("v2")) && !str_equal(mark, STR("r"))) {
        return law_read_fail(ctx, file, yaml_tree_get(map, "mark"), "v, v2 or r is expected");
    }
    if (!str_equal(verified, read_in_text ? STR("true") : STR("false"))) {
        return law_read_fail(ctx, file, yaml_tree_get(map, "verified"),
                             "does not agree with the mark");
    }
    *ret_verified = read_in_text;
    return OK;
}

Status law_read_dated(Ctx *ctx, const char *file, const YamlNode *map, LawDated *ret_dated) {
    LawDated dated = {.verified = false};
    TRY(law_read_date_or(ctx, file, map, "applies_from", 0, &dated.applies_from));
    TRY(law_read_date_or(ctx, file, map, "applies_to", LAW_DATE_OPEN, &dated.applies_to));
    TRY(law_read_date_or(ctx, file, map, "in_force", 0, &dated.in_force));
    if (dated.applies_from == 0 || dated.in_force == 0) {
        return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: applies_from and in_force are both needed",
                        file, map->line);
    }
    if (dated.applies_to < dated.applies_from) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: ends before it applies", file, map->line);
    }
    TRY(law_read_mark(ctx, file, map, &dated.verified));
    *ret_dated = dated;
    return OK;
}
