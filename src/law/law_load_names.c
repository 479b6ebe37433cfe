/* First passes over the law files: the words, the clauses, parameters and tables with their values.
 */
#include "law/law_read.h"

static Status read_texts(Ctx *ctx, const LawLoad *load, const YamlNode *node, Str *vi, Str *en) {
    TRY(law_read_text(ctx, load->file, node, "text_vi", vi));
    return law_read_text(ctx, load->file, node, "text_en", en);
}

static Status load_fact(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"name", "kind", "words", "text_vi", "text_en", NULL};
    LawBook *book = load->book;
    LawFact fact = {.kind = LAW_FACT_WORD};
    int32_t known = 0;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_text(ctx, load->file, node, "name", &fact.name));
    TRY(read_texts(ctx, load, node, &fact.text_vi, &fact.text_en));
    if (yaml_tree_get(node, "words")) {
        const YamlNode *list = NULL;
        TRY(law_read_list(ctx, load->file, node, "words", &list));
        for (const YamlNode *item = list->first; item; item = item->next) {
            if (fact.word_count == LAW_WORD_MAX) {
                return law_read_fail(ctx, load->file, item, "too many words");
            }
            fact.words[fact.word_count++] = item->text;
        }
    } else {
        Str kind;
        TRY(law_read_text(ctx, load->file, node, "kind", &kind));
        fact.kind = str_equal(kind, STR("flag")) ? LAW_FACT_FLAG : LAW_FACT_NUMBER;
        if (fact.kind == LAW_FACT_NUMBER && !str_equal(kind, STR("number"))) {
            return law_read_fail(ctx, load->file, yaml_tree_get(node, "kind"),
                                 "flag or number is expected, or words");
        }
    }
    YamlNode name = *yaml_tree_get(node, "name");
    if (book->fact_count == LAW_FACT_MAX || law_find_fact(ctx, load, &name, &known) == OK) {
        return law_read_fail(ctx, load->file, node, "fact came before, or too many facts");
    }
    book->facts[book->fact_count++] = fact;
    return OK;
}

static Status load_name(Ctx *ctx, const LawLoad *load, const YamlNode *node, const char *key,
                        LawName *ret_name) {
    const char *const keys[] = {"id", key, "text_vi", "text_en", NULL};
    LawName name = {.id = 0};
    int64_t id = 0;
    TRY(law_read_keys(ctx, load->file, node, keys));
    TRY(law_read_int(ctx, load->file, node, "id", &id));
    TRY(law_read_text(ctx, load->file, node, key, &name.name));
    TRY(read_texts(ctx, load, node, &name.text_vi, &name.text_en));
    if (id < 1 || id > LAW_COMPONENT_MAX) {
        return law_read_fail(ctx, load->file, node, "id must lie between 1 and 31");
    }
    name.id = (int32_t)id;
    *ret_name = name;
    return OK;
}

static bool names_have(const LawName *names, size_t count, const LawName *name) {
    for (size_t i = 0; i < count; i++) {
        if (names[i].id == name->id || str_equal(names[i].name, name->name)) {
            return true;
        }
    }
    return false;
}

static Status load_component(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    LawBook *book = load->book;
    LawName name;
    TRY(load_name(ctx, load, node, "name", &name));
    if (name.id == 2 || book->component_count == LAW_COMPONENT_MAX ||
        names_have(book->components, book->component_count, &name)) {
        return law_read_fail(ctx, load->file, node,
                             "component came before, or 2, which is arrears, or too many");
    }
    book->components[book->component_count++] = name;
    return OK;
}

static Status load_programme(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    LawBook *book = load->book;
    LawName name;
    TRY(load_name(ctx, load, node, "code", &name));
    if (book->programme_count == LAW_PROGRAMME_MAX ||
        names_have(book->programmes, book->programme_count, &name)) {
        return law_read_fail(ctx, load->file, node, "programme came before, or too many");
    }
    book->programmes[book->programme_count++] = name;
    return OK;
}

static Status load_clause(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"id", "code", "citation", NULL};
    LawBook *book = load->book;
    LawClause clause = {.clause_id = 0};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_int(ctx, load->file, node, "id", &clause.clause_id));
    TRY(law_read_text(ctx, load->file, node, "code", &clause.clause_code));
    TRY(law_read_text(ctx, load->file, node, "citation", &clause.citation));
    for (size_t i = 0; i < book->clause_count; i++) {
        if (book->clauses[i].clause_id == clause.clause_id ||
            str_equal(book->clauses[i].clause_code, clause.clause_code)) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: clause %lld or its code came before",
                            load->file, node->line, (long long)clause.clause_id);
        }
    }
    if (clause.clause_id == 0 || book->clause_count == LAW_CLAUSE_MAX) {
        return law_read_fail(ctx, load->file, node, "no such clause id, or too many clauses");
    }
    book->clauses[book->clause_count++] = clause;
    return OK;
}

static Status load_parameter_name(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"name",    "adds_to", "unit", "text_vi",
                                       "text_en", "values",  NULL};
    LawBook *book = load->book;
    LawParameter parameter = {.source = {.file = load->file, .line = node->line}};
    int32_t known = 0;
    Str unit;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    if (yaml_tree_get(node, "adds_to")) {
        return OK;
    }
    TRY(law_read_text(ctx, load->file, node, "name", &parameter.name));
    TRY(law_read_text(ctx, load->file, node, "unit", &unit));
    TRY(read_texts(ctx, load, node, &parameter.text_vi, &parameter.text_en));
    if (!str_equal(unit, STR("dong")) && !str_equal(unit, STR("months")) &&
        !str_equal(unit, STR("hundredths"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "unit"),
                             "dong, months or hundredths is expected");
    }
    if (book->parameter_count == LAW_PARAMETER_MAX ||
        law_find_parameter(ctx, load, yaml_tree_get(node, "name"), &known) == OK) {
        return law_read_fail(ctx, load->file, node, "parameter came before, or too many");
    }
    book->parameters[book->parameter_count++] = parameter;
    return OK;
}

static Status load_table_name(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"name", "adds_to", "key", "values", NULL};
    LawBook *book = load->book;
    LawTable table = {.source = {.file = load->file, .line = node->line}};
    Str key;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    if (yaml_tree_get(node, "adds_to")) {
        return OK;
    }
    TRY(law_read_text(ctx, load->file, node, "name", &table.name));
    TRY(law_read_text(ctx, load->file, node, "key", &key));
    TRY(law_find_fact(ctx, load, yaml_tree_get(node, "key"), &table.key));
    for (size_t i = 0; i < book->table_count; i++) {
        if (str_equal(book->tables[i].name, table.name)) {
            return law_read_fail(ctx, load->file, node, "table came before");
        }
    }
    if (book->table_count == LAW_TABLE_MAX || book->facts[table.key].kind != LAW_FACT_NUMBER) {
        return law_read_fail(ctx, load->file, node, "too many tables, or its key is no number");
    }
    book->tables[book->table_count++] = table;
    return OK;
}

Status law_load_names(Ctx *ctx, const LawLoad *load) {
    TRY(law_load_each(ctx, load, "facts", load_fact));
    TRY(law_load_each(ctx, load, "components", load_component));
    TRY(law_load_each(ctx, load, "programmes", load_programme));
    TRY(law_load_each(ctx, load, "clauses", load_clause));
    return OK;
}

static Status load_value(Ctx *ctx, const LawLoad *load, const YamlNode *node, int32_t parameter) {
    static const char *const KEYS[] = {"value",   "times",     "of",      "text",
                                       "article", "pays_from", "pays_to", "known_from",
                                       "mark",    "area",      NULL};
    LawBook *book = load->book;
    LawValue value = {.parameter = parameter, .of = -1};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &value.source));
    TRY(law_read_text_or_none(ctx, load->file, node, "text", &value.text));
    const YamlNode *of = yaml_tree_get(node, "of");
    if (of) {
        TRY(law_find_parameter(ctx, load, of, &value.of));
        TRY(law_read_hundredths(ctx, load->file, node, "times", &value.hundredths));
    }
    if ((of != NULL) == (yaml_tree_get(node, "value") != NULL)) {
        return law_read_fail(ctx, load->file, node, "either value, or times and of");
    }
    if (!of) {
        TRY(law_read_int(ctx, load->file, node, "value", &value.value));
    }
    if (book->value_count == LAW_VALUE_MAX || (!of && value.value == 0) ||
        value.value > 100000000000) {
        return law_read_fail(ctx, load->file, node, "value must be above zero; or too many values");
    }
    book->values[book->value_count++] = value;
    return OK;
}

static Status load_parameter_values(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    int32_t parameter = 0;
    const YamlNode *adds_to = yaml_tree_get(node, "adds_to");
    TRY(law_find_parameter(ctx, load, adds_to ? adds_to : yaml_tree_get(node, "name"), &parameter));
    const YamlNode *list = yaml_tree_get(node, "values");
    if (!list || list->kind != YAML_KIND_LIST || !list->first) {
        return law_read_fail(ctx, load->file, node, "values are needed");
    }
    for (const YamlNode *item = list->first; item; item = item->next) {
        TRY(load_value(ctx, load, item, parameter));
    }
    return OK;
}

static Status cell_add(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawCell cell) {
    LawBook *book = load->book;
    if (book->cell_count == LAW_CELL_MAX || cell.dong == 0 || cell.to < cell.from) {
        return law_read_fail(ctx, load->file, node, "an amount above zero is expected in a table");
    }
    book->cells[book->cell_count++] = cell;
    return OK;
}

static Status load_band(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"from", "to", "dong", NULL};
    LawCell cell;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_int(ctx, load->file, node, "from", &cell.from));
    TRY(law_read_int(ctx, load->file, node, "to", &cell.to));
    TRY(law_read_int(ctx, load->file, node, "dong", &cell.dong));
    return cell_add(ctx, load, node, cell);
}

static Status load_steps(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    const YamlNode *list = NULL;
    int64_t at = 0;
    TRY(law_read_int(ctx, load->file, node, "first", &at));
    TRY(law_read_list(ctx, load->file, node, "thousand_dong", &list));
    for (const YamlNode *item = list->first; item; item = item->next, at++) {
        int64_t thousand = 0;
        if (!str_to_int64(item->text, &thousand) || thousand <= 0 || thousand > 1000000000) {
            return law_read_fail(ctx, load->file, item, "whole thousands above zero are expected");
        }
        TRY(cell_add(ctx, load, item, (LawCell){at, at, thousand * 1000}));
    }
    return OK;
}

static Status load_table_row(Ctx *ctx, const LawLoad *load, const YamlNode *node, int32_t table) {
    static const char *const KEYS[] = {"first",   "thousand_dong", "bands", "article", "pays_from",
                                       "pays_to", "known_from",    "mark",  "area",    NULL};
    LawBook *book = load->book;
    LawTableRow row = {.table = table, .first_cell = book->cell_count};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &row.source));
    const YamlNode *bands = yaml_tree_get(node, "bands");
    if (!bands) {
        TRY(load_steps(ctx, load, node));
    } else if (bands->kind != YAML_KIND_LIST || yaml_tree_get(node, "first")) {
        return law_read_fail(ctx, load->file, node, "either bands, or first and thousand_dong");
    }
    for (const YamlNode *band = bands ? bands->first : NULL; band; band = band->next) {
        TRY(load_band(ctx, load, band));
    }
    row.cell_count = book->cell_count - row.first_cell;
    if (book->table_row_count == LAW_TABLE_ROW_MAX) {
        return law_read_fail(ctx, load->file, node, "too many tables");
    }
    book->table_rows[book->table_row_count++] = row;
    return OK;
}

static Status load_table_values(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    const YamlNode *adds_to = yaml_tree_get(node, "adds_to");
    const YamlNode *name = adds_to ? adds_to : yaml_tree_get(node, "name");
    const YamlNode *list = yaml_tree_get(node, "values");
    int32_t table = -1;
    for (size_t i = 0; i < load->book->table_count; i++) {
        if (str_equal(load->book->tables[i].name, name->text)) {
            table = (int32_t)i;
        }
    }
    if (table < 0 || !list || list->kind != YAML_KIND_LIST || !list->first) {
        return law_read_fail(ctx, load->file, node, "no such table, or no values");
    }
    for (const YamlNode *item = list->first; item; item = item->next) {
        TRY(load_table_row(ctx, load, item, table));
    }
    return OK;
}

/* Names first: a value may be a multiple of a parameter that another file names. */
Status law_load_parameters(Ctx *ctx, const LawLoad *load) {
    TRY(law_load_each(ctx, load, "parameters", load_parameter_name));
    return law_load_each(ctx, load, "tables", load_table_name);
}

Status law_load_values(Ctx *ctx, const LawLoad *load) {
    TRY(law_load_each(ctx, load, "parameters", load_parameter_values));
    return law_load_each(ctx, load, "tables", load_table_values);
}
