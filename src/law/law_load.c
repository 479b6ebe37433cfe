/* From the trees of the law files to the rows of a book; what the rows must be together is
 * law_check.c. */
#include "law/law_read.h"

#include <string.h>

typedef struct Load {
    LawBook *book;
    const char *file;
} Load;

static Status load_clause(Ctx *ctx, const Load *load, const YamlNode *node) {
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

/* "degrees: [1, 2]"; absent: only degree 0 (none). */
static Status load_degrees(Ctx *ctx, const Load *load, const YamlNode *node, uint32_t absent,
                           uint32_t *ret_degrees) {
    if (!yaml_tree_get(node, "degrees")) {
        *ret_degrees = absent;
        return OK;
    }
    const YamlNode *list = NULL;
    TRY(law_read_list(ctx, load->file, node, "degrees", &list));
    uint32_t degrees = 0;
    for (const YamlNode *item = list->first; item; item = item->next) {
        int64_t degree = 0;
        if (!str_to_int64(item->text, &degree) || degree < 0 || degree > LAW_DEGREE_EXCEPTIONAL) {
            return law_read_fail(ctx, load->file, item, "a degree is 0, 1 or 2");
        }
        degrees |= 1U << degree;
    }
    *ret_degrees = degrees;
    return OK;
}

static Status load_ages(Ctx *ctx, const Load *load, const YamlNode *node, int64_t absent_from,
                        int64_t absent_below, int32_t ret_ages[2]) {
    int64_t from = 0;
    int64_t below = 0;
    TRY(law_read_int_or(ctx, load->file, node, "age_from", absent_from, &from));
    TRY(law_read_int_or(ctx, load->file, node, "age_below", absent_below, &below));
    if (from > LAW_AGE_OPEN || below > LAW_AGE_OPEN || (from >= 0 && below >= 0 && from >= below)) {
        return law_read_fail(ctx, load->file, node, "age_from must be below age_below");
    }
    ret_ages[0] = (int32_t)from;
    ret_ages[1] = (int32_t)below;
    return OK;
}

static Status load_poverty(Ctx *ctx, const Load *load, const YamlNode *node) {
    if (!yaml_tree_get(node, "poverty")) {
        return OK;
    }
    const YamlNode *list = NULL;
    TRY(law_read_list(ctx, load->file, node, "poverty", &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        if (!str_equal(item->text, STR("poor")) && !str_equal(item->text, STR("near_poor"))) {
            return law_read_fail(ctx, load->file, item, "poor or near_poor is expected");
        }
    }
    return OK;
}

static Status load_category(Ctx *ctx, const Load *load, const YamlNode *node) {
    static const char *const KEYS[] = {"code",     "text_vi",      "text_en",    "article",
                                       "age_from", "age_below",    "degrees",    "poverty",
                                       "counts",   "applies_from", "applies_to", "in_force",
                                       "mark",     "verified",     NULL};
    LawBook *book = load->book;
    LawCategory category = {.category_no = (int32_t)book->category_count + 1};
    LawDated dated;
    Str article;
    int32_t ages[2];
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_text(ctx, load->file, node, "code", &category.category_code));
    TRY(law_read_text(ctx, load->file, node, "text_vi", &category.text_vi));
    TRY(law_read_text(ctx, load->file, node, "text_en", &category.text_en));
    TRY(law_read_text(ctx, load->file, node, "article", &article));
    TRY(load_ages(ctx, load, node, -1, -1, ages));
    TRY(load_degrees(ctx, load, node, 1U << LAW_DEGREE_NONE, &category.degrees));
    TRY(load_poverty(ctx, load, node));
    TRY(law_read_dated(ctx, load->file, node, &dated));
    const YamlNode *counts = yaml_tree_get(node, "counts");
    if (counts && !str_equal(counts->text, STR("children"))) {
        return law_read_fail(ctx, load->file, counts, "children is expected");
    }
    if (law_category_no(book, category.category_code) != 0 ||
        book->category_count == LAW_CATEGORY_MAX) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: category %.*s came before", load->file,
                        node->line, STR_ARG(category.category_code));
    }
    category.counts = counts != NULL;
    category.age_from = ages[0];
    category.age_below = ages[1];
    category.applies_from = dated.applies_from;
    category.applies_to = dated.applies_to;
    category.verified = dated.verified;
    book->category_places[book->category_count] = (LawPlace){load->file, node->line};
    book->categories[book->category_count++] = category;
    return OK;
}

static Status load_category_no(Ctx *ctx, const Load *load, const YamlNode *item, int32_t *ret_no) {
    int32_t category_no = law_category_no(load->book, item->text);
    if (category_no == 0) {
        return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: no category %.*s", load->file, item->line,
                        STR_ARG(item->text));
    }
    *ret_no = category_no;
    return OK;
}

static Status load_clause_id(Ctx *ctx, const Load *load, const YamlNode *node, int64_t *ret_id) {
    Str code;
    TRY(law_read_text(ctx, load->file, node, "clause", &code));
    for (size_t i = 0; i < load->book->clause_count; i++) {
        if (str_equal(load->book->clauses[i].clause_code, code)) {
            *ret_id = load->book->clauses[i].clause_id;
            return OK;
        }
    }
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: no clause %.*s", load->file, node->line,
                    STR_ARG(code));
}

static Status load_coefficient(Ctx *ctx, const Load *load, const YamlNode *node) {
    static const char *const KEYS[] = {"clause",       "categories", "degrees",  "age_from",
                                       "age_below",    "component",  "standard", "hundredths",
                                       "applies_from", "applies_to", "in_force", "mark",
                                       "verified",     NULL};
    LawBook *book = load->book;
    LawRow row = {.place = {load->file, node->line}};
    LawDated dated;
    const YamlNode *list = NULL;
    int64_t component = 0;
    int32_t ages[2];
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(load_clause_id(ctx, load, node, &row.clause_id));
    TRY(law_read_list(ctx, load->file, node, "categories", &list));
    TRY(load_ages(ctx, load, node, 0, LAW_AGE_OPEN, ages));
    TRY(law_read_int(ctx, load->file, node, "hundredths", &row.hundredths));
    TRY(law_read_int_or(ctx, load->file, node, "component", LAW_COMPONENT_ALLOWANCE, &component));
    TRY(law_read_dated(ctx, load->file, node, &dated));
    /* Component 3 arises from highest_only; a provincial standard has no row yet (Article 4.3). */
    if (row.hundredths == 0 || row.hundredths > 100000 ||
        (component != LAW_COMPONENT_ALLOWANCE && component != LAW_COMPONENT_CARE)) {
        return law_read_fail(ctx, load->file, node,
                             "hundredths must be above 0 and component 1 or 4");
    }
    const YamlNode *standard = yaml_tree_get(node, "standard");
    if (standard && !str_equal(standard->text, STR("national"))) {
        return law_read_fail(ctx, load->file, standard, "national is expected");
    }
    row.component = (LawComponent)component;
    row.age_from = ages[0];
    row.age_below = ages[1];
    row.applies_from = dated.applies_from;
    row.applies_to = dated.applies_to;
    row.verified = dated.verified;
    for (const YamlNode *item = list->first; item; item = item->next) {
        TRY(load_category_no(ctx, load, item, &row.category_no));
        TRY(load_degrees(ctx, load, node, book->categories[row.category_no - 1].degrees,
                         &row.degrees));
        if (book->row_count == LAW_ROW_MAX) {
            return law_read_fail(ctx, load->file, node, "too many coefficients");
        }
        book->rows[book->row_count++] = row;
    }
    return OK;
}

static Status load_standard(Ctx *ctx, const Load *load, const YamlNode *node) {
    static const char *const KEYS[] = {"dong",         "text",       "article",
                                       "applies_from", "applies_to", "in_force",
                                       "mark",         "verified",   NULL};
    LawBook *book = load->book;
    LawStandardRow row = {.place = {load->file, node->line}};
    LawDated dated;
    Str text;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_int(ctx, load->file, node, "dong", &row.dong));
    TRY(law_read_text(ctx, load->file, node, "text", &text));
    TRY(law_read_text(ctx, load->file, node, "article", &text));
    TRY(law_read_dated(ctx, load->file, node, &dated));
    if (row.dong == 0 || row.dong > 1000000000 || book->standard_count == LAW_STANDARD_MAX) {
        return law_read_fail(ctx, load->file, node, "dong must lie between 1 and 1000000000");
    }
    row.applies_from = dated.applies_from;
    row.applies_to = dated.applies_to;
    row.verified = dated.verified;
    book->standards[book->standard_count++] = row;
    return OK;
}

static Status load_sides(Ctx *ctx, const Load *load, const YamlNode *node, const char *key,
                         LawSide side) {
    const YamlNode *list = NULL;
    TRY(law_read_list(ctx, load->file, node, key, &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        int32_t category_no = 0;
        TRY(load_category_no(ctx, load, item, &category_no));
        if (load->book->sides[category_no - 1] != LAW_SIDE_NONE) {
            return law_read_fail(ctx, load->file, item, "a category stands twice in highest_only");
        }
        load->book->sides[category_no - 1] = side;
    }
    return OK;
}

static Status load_highest_only(Ctx *ctx, const Load *load, const YamlNode *node) {
    static const char *const KEYS[] = {"article",      "beside",     "component", "with",
                                       "applies_from", "applies_to", "in_force",  "mark",
                                       "verified",     NULL};
    LawDated dated;
    int64_t component = 0;
    Str article;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_text(ctx, load->file, node, "article", &article));
    TRY(law_read_int(ctx, load->file, node, "component", &component));
    TRY(law_read_dated(ctx, load->file, node, &dated));
    if (component != LAW_COMPONENT_SINGLE_PARENT) {
        return law_read_fail(ctx, load->file, node, "component must be 3");
    }
    load->book->beside_component = LAW_COMPONENT_SINGLE_PARENT;
    load->book->has_highest_only = true;
    TRY(load_sides(ctx, load, node, "beside", LAW_SIDE_BESIDE));
    return load_sides(ctx, load, node, "with", LAW_SIDE_WITH);
}

static Status load_start_rule(Ctx *ctx, const Load *load, const YamlNode *node) {
    static const char *const KEYS[] = {"categories", "month",        "article",    "decided_from",
                                       "decided_to", "applies_from", "applies_to", "in_force",
                                       "mark",       "verified",     NULL};
    LawBook *book = load->book;
    LawStartRule rule = {.place = {load->file, node->line}};
    LawDated dated;
    const YamlNode *list = NULL;
    Str month;
    Str article;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_list(ctx, load->file, node, "categories", &list));
    TRY(law_read_text(ctx, load->file, node, "month", &month));
    TRY(law_read_text(ctx, load->file, node, "article", &article));
    TRY(law_read_date_or(ctx, load->file, node, "decided_from", 0, &rule.decided_from));
    TRY(law_read_date_or(ctx, load->file, node, "decided_to", LAW_DATE_OPEN, &rule.decided_to));
    TRY(law_read_dated(ctx, load->file, node, &dated));
    if (str_equal(month, STR("decision"))) {
        rule.month = LAW_START_DECISION;
    } else if (str_equal(month, STR("age"))) {
        rule.month = LAW_START_AGE;
    } else if (str_equal(month, STR("certificate"))) {
        rule.month = LAW_START_CERTIFICATE;
    } else {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "month"),
                             "decision, age or certificate");
    }
    if (rule.decided_from == 0) {
        return law_read_fail(ctx, load->file, node, "decided_from is needed");
    }
    for (const YamlNode *item = list->first; item; item = item->next) {
        TRY(load_category_no(ctx, load, item, &rule.category_no));
        if (rule.month == LAW_START_AGE && book->categories[rule.category_no - 1].age_from < 0) {
            return law_read_fail(ctx, load->file, item,
                                 "starts at an age, but its category has none");
        }
        if (book->start_count == LAW_START_MAX) {
            return law_read_fail(ctx, load->file, node, "too many start rules");
        }
        book->starts[book->start_count++] = rule;
    }
    return OK;
}

/* The month of the end is paid: the only rule there is, and the book must say so. */
static Status load_stop_rule(Ctx *ctx, const Load *load, const YamlNode *node) {
    static const char *const KEYS[] = {"events",       "last_paid",  "article",
                                       "applies_from", "applies_to", "in_force",
                                       "mark",         "verified",   NULL};
    LawDated dated;
    const YamlNode *events = NULL;
    Str last_paid;
    Str article;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_list(ctx, load->file, node, "events", &events));
    TRY(law_read_text(ctx, load->file, node, "last_paid", &last_paid));
    TRY(law_read_text(ctx, load->file, node, "article", &article));
    TRY(law_read_dated(ctx, load->file, node, &dated));
    if (!str_equal(last_paid, STR("same_month"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "last_paid"),
                             "same_month is expected");
    }
    load->book->has_stop_rule = true;
    return OK;
}

static Status load_each(Ctx *ctx, const Load *load, const YamlNode *root, const char *key,
                        Status (*one)(Ctx *ctx, const Load *load, const YamlNode *node)) {
    const YamlNode *list = yaml_tree_get(root, key);
    if (!list) {
        return OK;
    }
    if (list->kind != YAML_KIND_LIST) {
        return law_read_fail(ctx, load->file, list, "a list is expected");
    }
    for (const YamlNode *node = list->first; node; node = node->next) {
        TRY(one(ctx, load, node));
    }
    return OK;
}

static Status load_file(Ctx *ctx, LawBook *book, const LawFile *file) {
    static const char *const KEYS[] = {"law",          "title",     "clauses",      "categories",
                                       "coefficients", "standards", "highest_only", "start_rules",
                                       "stop_rules",   NULL};
    const YamlNode *root = NULL;
    Load load = {book, file->name};
    Str law;
    Str title;
    TRY(yaml_tree_parse(ctx, file->name, file->bytes, &root));
    TRY(law_read_keys(ctx, file->name, root, KEYS));
    TRY(law_read_text(ctx, file->name, root, "law", &law));
    TRY(law_read_text(ctx, file->name, root, "title", &title));
    TRY(load_each(ctx, &load, root, "clauses", load_clause));
    TRY(load_each(ctx, &load, root, "categories", load_category));
    TRY(load_each(ctx, &load, root, "coefficients", load_coefficient));
    TRY(load_each(ctx, &load, root, "standards", load_standard));
    TRY(load_each(ctx, &load, root, "start_rules", load_start_rule));
    TRY(load_each(ctx, &load, root, "stop_rules", load_stop_rule));
    const YamlNode *highest_only = yaml_tree_get(root, "highest_only");
    if (!highest_only) {
        return OK;
    }
    if (book->has_highest_only) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: a second highest_only", file->name,
                        highest_only->line);
    }
    return load_highest_only(ctx, &load, highest_only);
}

Status law_book_load(Ctx *ctx, const LawFile *files, size_t count, Str hash,
                     const LawBook **ret_book) {
    LawBook *book = NULL;
    TRY(ctx_alloc(ctx, sizeof *book, (void **)&book));
    TRY(ctx_copy_str(ctx, hash, &book->hash));
    for (size_t i = 0; i < count; i++) {
        TRY(load_file(ctx, book, &files[i]));
    }
    TRY(law_book_check(ctx, book));
    *ret_book = book;
    return OK;
}
