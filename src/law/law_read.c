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

Status law_read_text_or_none(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                             Str *ret_text) {
    if (!yaml_tree_get(map, key)) {
        *ret_text = STR("");
        return OK;
    }
    return law_read_text(ctx, file, map, key, ret_text);
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

Status law_read_flag_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                        bool absent, bool *ret_flag) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        *ret_flag = absent;
        return OK;
    }
    bool yes = str_equal(node->text, STR("yes")) || str_equal(node->text, STR("true"));
    bool no = str_equal(node->text, STR("no")) || str_equal(node->text, STR("false"));
    if (node->kind != YAML_KIND_TEXT || (!yes && !no)) {
        return law_read_fail(ctx, file, node, "yes or no is expected");
    }
    *ret_flag = yes;
    return OK;
}

Status law_read_hundredths(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                           int64_t *ret_hundredths) {
    Str text;
    TRY(law_read_text(ctx, file, map, key, &text));
    size_t point = str_find(text, STR("."), 0);
    Str whole = point == SIZE_MAX ? text : str_part(text, 0, point);
    Str rest = point == SIZE_MAX ? STR("0") : str_part(text, point + 1, text.len);
    int64_t hundreds = 0;
    int64_t part = 0;
    if (!str_to_int64(whole, &hundreds) || !str_to_int64(rest, &part) || rest.len > 2 ||
        whole.len > 6 || hundreds < 0 || part < 0 || rest.ptr[0] == '-') {
        return law_read_fail(ctx, file, yaml_tree_get(map, key),
                             "a coefficient is digits with a point, as \"1.5\"");
    }
    *ret_hundredths = hundreds * 100 + (rest.len == 1 ? part * 10 : part);
    return OK;
}

Status law_read_day_node(Ctx *ctx, const char *file, const YamlNode *node, int64_t *ret_day) {
    Date date = {0, DATE_PRECISION_YEAR};
    if (node->kind != YAML_KIND_TEXT || node->text.len != 10 || node->text.ptr[4] != '-' ||
        date_parse(ctx, node->text, &date) != OK || date.precision != DATE_PRECISION_DAY) {
        return law_read_fail(ctx, file, node, "a day as yyyy-mm-dd is expected");
    }
    *ret_day = date.number;
    return OK;
}

Status law_read_date_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                        int64_t absent, int64_t *ret_day) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        *ret_day = absent;
        return OK;
    }
    return law_read_day_node(ctx, file, node, ret_day);
}

Status law_read_month_or(Ctx *ctx, const char *file, const YamlNode *map, const char *key,
                         int64_t absent, int64_t *ret_month) {
    const YamlNode *node = yaml_tree_get(map, key);
    if (!node) {
        *ret_month = absent;
        return OK;
    }
    Period period;
    if (node->kind != YAML_KIND_TEXT || node->text.len != 7 || node->text.ptr[4] != '-' ||
        period_parse(ctx, node->text, &period) != OK) {
        return law_read_fail(ctx, file, node, "a month as yyyy-mm is expected");
    }
    *ret_month = period.number;
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

/* The map that says a key: the row, else the defaults. */
static const YamlNode *source_of(const LawLoad *load, const YamlNode *map, const char *key) {
    if (yaml_tree_get(map, key) || !load->defaults) {
        return map;
    }
    return yaml_tree_get(load->defaults, key) ? load->defaults : map;
}

static Status read_mark(Ctx *ctx, const LawLoad *load, const YamlNode *map, bool *ret_verified) {
    Str mark;
    TRY(law_read_text(ctx, load->file, source_of(load, map, "mark"), "mark", &mark));
    bool read_in_text = str_equal(mark, STR("v"));
    if (!read_in_text && !str_equal(mark, STR("v2")) && !str_equal(mark, STR("r"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(source_of(load, map, "mark"), "mark"),
                             "v, v2 or r is expected");
    }
    *ret_verified = read_in_text;
    return OK;
}

Status law_read_source(Ctx *ctx, const LawLoad *load, const YamlNode *map, LawSource *ret_source) {
    LawSource source = {.file = load->file, .line = map->line, .is_reform = load->is_reform};
    TRY(law_read_text(ctx, load->file, map, "article", &source.article));
    TRY(law_read_text_or_none(ctx, load->file, source_of(load, map, "area"), "area", &source.area));
    TRY(law_read_date_or(ctx, load->file, source_of(load, map, "pays_from"), "pays_from", 0,
                         &source.pays_from));
    TRY(law_read_date_or(ctx, load->file, source_of(load, map, "pays_to"), "pays_to", LAW_DATE_OPEN,
                         &source.pays_to));
    TRY(law_read_date_or(ctx, load->file, source_of(load, map, "known_from"), "known_from", 0,
                         &source.known_from));
    TRY(read_mark(ctx, load, map, &source.verified));
    if (source.pays_from == 0 || source.known_from == 0) {
        return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: pays_from and known_from are both needed",
                        load->file, map->line);
    }
    if (source.pays_to < source.pays_from) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: ends before it pays", load->file, map->line);
    }
    if (source.pays_from % 100 != 1 ||
        (source.pays_to != LAW_DATE_OPEN &&
         source.pays_to != period_last_day((Period){source.pays_to / 100}))) {
        return ctx_fail(ctx, E_LAW_CONFLICT,
                        "%s:%zu: what pays by the month begins and ends with a month", load->file,
                        map->line);
    }
    *ret_source = source;
    return OK;
}
