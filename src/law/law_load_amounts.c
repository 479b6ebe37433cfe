/* Amounts: a coefficient of a parameter, a fixed sum, a table, a multiple of what is paid, or rice.
 */
#include "law/law_read.h"

#include "value/money.h"

static Status read_clause(Ctx *ctx, const LawLoad *load, const YamlNode *node, int64_t *ret_id) {
    Str code;
    TRY(law_read_text(ctx, load->file, node, "clause", &code));
    for (size_t i = 0; i < load->book->clause_count; i++) {
        if (str_equal(load->book->clauses[i].clause_code, code)) {
            *ret_id = load->book->clauses[i].clause_id;
            return OK;
        }
    }
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: no clause %.*s", load->file,
                    yaml_tree_get(node, "clause")->line, STR_ARG(code));
}

static Status read_table(Ctx *ctx, const LawLoad *load, const YamlNode *node, int32_t *ret_table) {
    for (size_t i = 0; i < load->book->table_count; i++) {
        if (str_equal(load->book->tables[i].name, node->text)) {
            *ret_table = (int32_t)i;
            return OK;
        }
    }
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: no table %.*s", load->file, node->line,
                    STR_ARG(node->text));
}

static Status read_form_times(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawRow *row) {
    const YamlNode *of = yaml_tree_get(node, "of");
    const YamlNode *of_paid = yaml_tree_get(node, "of_paid");
    TRY(law_read_hundredths(ctx, load->file, node, "times", &row->hundredths));
    if ((of == NULL) == (of_paid == NULL)) {
        return law_read_fail(ctx, load->file, node, "times needs of, or of_paid");
    }
    if (of_paid) {
        row->form = LAW_FORM_OF_PAID;
        return law_read_components(ctx, load, node, "of_paid", &row->paid_components);
    }
    row->form = LAW_FORM_TIMES;
    return law_find_parameter(ctx, load, of, &row->parameter);
}

static Status read_form(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawRow *row) {
    const YamlNode *table = yaml_tree_get(node, "table");
    bool times = yaml_tree_get(node, "times") != NULL;
    bool dong = yaml_tree_get(node, "dong") != NULL;
    bool rice = yaml_tree_get(node, "kilograms") != NULL;
    if (times + dong + rice + (table != NULL) != 1) {
        return law_read_fail(ctx, load->file, node,
                             "one of times, dong, table and kilograms is expected");
    }
    row->hundredths = 100;
    if (times) {
        TRY(read_form_times(ctx, load, node, row));
    } else if (dong) {
        row->form = LAW_FORM_DONG;
        TRY(law_read_int(ctx, load->file, node, "dong", &row->dong));
    } else if (table) {
        row->form = LAW_FORM_TABLE;
        TRY(read_table(ctx, load, table, &row->table));
    } else {
        row->form = LAW_FORM_KILOGRAMS;
        TRY(law_read_int(ctx, load->file, node, "kilograms", &row->dong));
    }
    if (row->hundredths == 0 || row->hundredths > 100000 || row->dong > 100000000000 ||
        ((dong || rice) && row->dong == 0)) {
        return law_read_fail(ctx, load->file, node, "an amount must lie above zero");
    }
    return OK;
}

static Status read_per(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawRow *row) {
    const YamlNode *per = yaml_tree_get(node, "per");
    const YamlNode *step = yaml_tree_get(node, "per_step");
    if (per) {
        TRY(law_find_fact(ctx, load, per, &row->per));
        if (load->book->facts[row->per].kind != LAW_FACT_NUMBER) {
            return law_read_fail(ctx, load->file, per, "a number is needed to count");
        }
    }
    if (step && (!per || !str_equal(step->text, STR("half_year")) || row->hundredths % 2 != 0)) {
        return law_read_fail(ctx, load->file, step,
                             "half_year goes with per, and with an even coefficient");
    }
    row->half_years = step != NULL;
    return OK;
}

static Status read_rounding(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawRow *row) {
    Str rounding;
    TRY(law_read_text_or_none(ctx, load->file, node, "rounding", &rounding));
    row->rounding = MONEY_ROUND_EXACT;
    if (str_equal(rounding, STR("half_up_dong"))) {
        row->rounding = MONEY_ROUND_HALF_UP_DONG;
    } else if (str_equal(rounding, STR("half_up_thousand"))) {
        row->rounding = MONEY_ROUND_HALF_UP_THOUSAND;
    } else if (!str_is_empty(rounding) && !str_equal(rounding, STR("exact"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "rounding"),
                             "exact, half_up_dong or half_up_thousand is expected");
    }
    return OK;
}

/* One row for each category, so that the engine finds them together. */
static Status rows_add(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawRow row) {
    LawBook *book = load->book;
    const YamlNode *list = NULL;
    TRY(law_read_list(ctx, load->file, node, "categories", &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        TRY(law_find_category(ctx, load, item, &row.category_no));
        const LawCategory *category = &book->categories[row.category_no - 1];
        TRY(law_load_degrees(ctx, load, node, category->degrees, &row.degrees));
        if ((row.degrees & ~category->degrees) != 0) {
            return law_read_fail(ctx, load->file, node, "a degree that its category does not know");
        }
        if (book->row_count == LAW_ROW_MAX) {
            return law_read_fail(ctx, load->file, node, "too many amounts");
        }
        book->rows[book->row_count++] = row;
    }
    return OK;
}

static Status load_amount(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {
        "clause",     "categories", "component",  "article",  "degrees",  "age",
        "conditions", "times",      "of",         "of_paid",  "dong",     "table",
        "kilograms",  "local",      "per",        "per_step", "rounding", "partial",
        "pays_from",  "pays_to",    "known_from", "mark",     "area",     NULL};
    LawRow row = {.component = LAW_COMPONENT_ALLOWANCE, .parameter = -1, .table = -1, .per = -1};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(read_clause(ctx, load, node, &row.clause_id));
    TRY(law_read_source(ctx, load, node, &row.source));
    const YamlNode *component = yaml_tree_get(node, "component");
    if (component) {
        TRY(law_find_component(ctx, load, component, &row.component));
    }
    TRY(law_load_ages(ctx, load, node, &row.ages));
    TRY(law_load_tests(ctx, load, node, &row.tests));
    TRY(read_form(ctx, load, node, &row));
    TRY(read_per(ctx, load, node, &row));
    TRY(read_rounding(ctx, load, node, &row));
    TRY(law_read_flag_or(ctx, load->file, node, "local", false, &row.local));
    TRY(law_read_flag_or(ctx, load->file, node, "partial", false, &row.partial));
    return rows_add(ctx, load, node, row);
}

Status law_load_amounts(Ctx *ctx, const LawLoad *load) {
    return law_load_each(ctx, load, "amounts", load_amount);
}
