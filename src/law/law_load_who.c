/* Categories, their ages, degrees and conditions. */
#include "law/law_read.h"

Status law_load_ages(Ctx *ctx, const LawLoad *load, const YamlNode *map, LawAges *ret_ages) {
    static const char *const KEYS[] = {"from", "below", "from_months", "below_months", NULL};
    const YamlNode *node = yaml_tree_get(map, "age");
    int64_t from = 0;
    int64_t below = 0;
    int64_t years = 0;
    if (!node) {
        *ret_ages = (LawAges){0, LAW_AGE_OPEN};
        return OK;
    }
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_int_or(ctx, load->file, node, "from", 0, &years));
    TRY(law_read_int_or(ctx, load->file, node, "from_months", years * 12, &from));
    TRY(law_read_int_or(ctx, load->file, node, "below", LAW_AGE_OPEN / 12, &years));
    TRY(law_read_int_or(ctx, load->file, node, "below_months", years * 12, &below));
    if (from >= below || below > LAW_AGE_OPEN || !node->first) {
        return law_read_fail(ctx, load->file, node,
                             "from must be below below, and below 200 years");
    }
    *ret_ages = (LawAges){(int32_t)from, (int32_t)below};
    return OK;
}

/* Absent in a category: any degree; absent in an amount: those of its category. */
Status law_load_degrees(Ctx *ctx, const LawLoad *load, const YamlNode *map, uint32_t absent,
                        uint32_t *ret_degrees) {
    const LawFact *fact = &load->book->facts[load->book->degree_fact];
    const YamlNode *list = NULL;
    uint32_t degrees = 0;
    if (!yaml_tree_get(map, "degrees")) {
        *ret_degrees = absent;
        return OK;
    }
    TRY(law_read_list(ctx, load->file, map, "degrees", &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        bool known = false;
        for (size_t i = 0; i < fact->word_count; i++) {
            if (str_equal(item->text, fact->words[i])) {
                known = true;
                degrees |= 1U << i;
            }
        }
        if (!known) {
            return law_read_fail(ctx, load->file, item, "none, severe or exceptional is expected");
        }
    }
    *ret_degrees = degrees;
    return OK;
}

static Status test_words(Ctx *ctx, const LawLoad *load, const YamlNode *node, const char *key,
                         LawTest *test) {
    const LawFact *fact = &load->book->facts[test->fact];
    const YamlNode *list = NULL;
    TRY(law_read_list(ctx, load->file, node, key, &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        bool known = false;
        for (size_t i = 0; i < fact->word_count; i++) {
            if (str_equal(item->text, fact->words[i])) {
                known = true;
                test->words |= 1ULL << i;
            }
        }
        if (!known) {
            return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: fact %.*s has no word %.*s", load->file,
                            item->line, STR_ARG(fact->name), STR_ARG(item->text));
        }
    }
    if (key[0] == 'n') { /* not_in */
        test->words = ~test->words & ((1ULL << fact->word_count) - 1);
    }
    return OK;
}

static Status test_range(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawTest *test) {
    const YamlNode *below = yaml_tree_get(node, "below");
    test->kind = LAW_TEST_RANGE;
    test->below = INT64_MAX;
    TRY(law_read_int_or(ctx, load->file, node, "at_least", INT64_MIN, &test->at_least));
    int64_t number = 0;
    if (below && !str_to_int64(below->text, &number)) {
        return law_find_parameter(ctx, load, below, &test->below_parameter);
    }
    TRY(law_read_int_or(ctx, load->file, node, "below", INT64_MAX, &test->below));
    if (test->at_least >= test->below || (!below && !yaml_tree_get(node, "at_least"))) {
        return law_read_fail(ctx, load->file, node, "at_least, below or both are expected");
    }
    return OK;
}

static Status test_fact(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawTest *test) {
    const YamlNode *name = yaml_tree_get(node, "fact");
    bool yes = false;
    if (!name) {
        return law_read_fail(ctx, load->file, node, "fact, receives or receives_not is needed");
    }
    TRY(law_find_fact(ctx, load, name, &test->fact));
    bool in = yaml_tree_get(node, "in") != NULL;
    bool not_in = yaml_tree_get(node, "not_in") != NULL;
    bool is = yaml_tree_get(node, "is") != NULL;
    bool range = yaml_tree_get(node, "at_least") || yaml_tree_get(node, "below");
    LawFactKind kind = load->book->facts[test->fact].kind;
    if (in + not_in + is + range != 1 || (kind == LAW_FACT_WORD) != (in || not_in) ||
        (kind == LAW_FACT_FLAG) != is) {
        return law_read_fail(
            ctx, load->file, node,
            "words need in or not_in, a flag needs is, a number at_least or below");
    }
    if (range) {
        return test_range(ctx, load, node, test);
    }
    test->kind = LAW_TEST_WORDS;
    if (is) {
        TRY(law_read_flag_or(ctx, load->file, node, "is", false, &yes));
        test->words = yes ? 2 : 1;
        return OK;
    }
    return test_words(ctx, load, node, in ? "in" : "not_in", test);
}

static Status load_test(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"fact",  "in", "not_in",   "is",           "at_least",
                                       "below", "on", "receives", "receives_not", NULL};
    LawBook *book = load->book;
    LawTest test = {.kind = LAW_TEST_RECEIVES, .below_parameter = -1, .line = node->line};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_date_or(ctx, load->file, node, "on", 0, &test.on_day));
    bool receives = yaml_tree_get(node, "receives") != NULL;
    test.negate = yaml_tree_get(node, "receives_not") != NULL;
    if (receives || test.negate) {
        if (receives == test.negate || yaml_tree_get(node, "fact")) {
            return law_read_fail(ctx, load->file, node, "one condition at a time");
        }
        TRY(law_read_set(ctx, load, node, receives ? "receives" : "receives_not", &test.set));
    } else {
        TRY(test_fact(ctx, load, node, &test));
    }
    if (book->test_count == LAW_TEST_MAX) {
        return law_read_fail(ctx, load->file, node, "too many conditions");
    }
    book->tests[book->test_count++] = test;
    return OK;
}

Status law_load_tests(Ctx *ctx, const LawLoad *load, const YamlNode *map, LawTests *ret_tests) {
    const YamlNode *list = yaml_tree_get(map, "conditions");
    LawTests tests = {load->book->test_count, 0};
    if (list && list->kind != YAML_KIND_LIST) {
        return law_read_fail(ctx, load->file, list, "a list of conditions is expected");
    }
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        TRY(load_test(ctx, load, node));
    }
    tests.count = load->book->test_count - tests.first;
    *ret_tests = tests;
    return OK;
}

static Status load_code(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    LawBook *book = load->book;
    LawCategory category = {.category_no = (int32_t)book->category_count + 1};
    if (node->kind != YAML_KIND_MAP) {
        return law_read_fail(ctx, load->file, node, "an entry of keys and values is expected");
    }
    TRY(law_read_text(ctx, load->file, node, "code", &category.category_code));
    TRY(law_read_text(ctx, load->file, node, "text_vi", &category.text_vi));
    TRY(law_read_text(ctx, load->file, node, "text_en", &category.text_en));
    const YamlNode *programme = yaml_tree_get(node, "programme");
    if (!programme) {
        return law_read_fail(ctx, load->file, node, "key programme is missing");
    }
    TRY(law_find_programme(ctx, load, programme, &category.programme_no));
    if (law_category_no(book, category.category_code) != 0 ||
        book->category_count == LAW_CATEGORY_MAX) {
        return ctx_fail(ctx, E_LAW_CONFLICT, "%s:%zu: category %.*s came before", load->file,
                        node->line, STR_ARG(category.category_code));
    }
    book->categories[book->category_count++] = category;
    return OK;
}

Status law_load_category_codes(Ctx *ctx, const LawLoad *load) {
    return law_load_each(ctx, load, "categories", load_code);
}

static Status load_basis(Ctx *ctx, const LawLoad *load, const YamlNode *node, LawCategory *category,
                         LawWho *who) {
    Str basis;
    TRY(law_read_text_or_none(ctx, load->file, node, "basis", &basis));
    category->basis = LAW_BASIS_DECISION;
    if (str_equal(basis, STR("event"))) {
        category->basis = LAW_BASIS_EVENT;
    } else if (str_equal(basis, STR("register"))) {
        category->basis = LAW_BASIS_REGISTER;
    } else if (!str_is_empty(basis) && !str_equal(basis, STR("decision"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "basis"),
                             "decision, event or register is expected");
    }
    TRY(law_read_date_or(ctx, load->file, node, "on_day", 0, &who->on_day));
    TRY(law_read_month_or(ctx, load->file, node, "paid_in", 0, &who->paid_in));
    bool is_register = category->basis == LAW_BASIS_REGISTER;
    if (is_register != (who->on_day != 0) || is_register != (who->paid_in != 0)) {
        return law_read_fail(ctx, load->file, node,
                             "on_day and paid_in go with basis register, and only with it");
    }
    return OK;
}

static Status load_category(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {
        "code",    "programme",  "basis",  "text_vi", "text_en", "article",      "age",
        "degrees", "conditions", "counts", "on_day",  "paid_in", "lasts_months", "pays_from",
        "pays_to", "known_from", "mark",   "area",    NULL};
    LawBook *book = load->book;
    LawWho who = {.counts = -1};
    int64_t lasts = 0;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    int32_t category_no = law_category_no(book, yaml_tree_get(node, "code")->text);
    LawCategory *category = &book->categories[category_no - 1];
    TRY(law_read_source(ctx, load, node, &who.source));
    TRY(load_basis(ctx, load, node, category, &who));
    TRY(law_load_ages(ctx, load, node, &who.ages));
    TRY(law_load_degrees(ctx, load, node, 7U, &category->degrees));
    TRY(law_load_tests(ctx, load, node, &who.tests));
    TRY(law_read_int_or(ctx, load->file, node, "lasts_months", 0, &lasts));
    const YamlNode *counts = yaml_tree_get(node, "counts");
    if (counts) {
        TRY(law_find_fact(ctx, load, counts, &who.counts));
        if (book->facts[who.counts].kind != LAW_FACT_NUMBER) {
            return law_read_fail(ctx, load->file, counts, "a number is needed to count");
        }
    }
    who.lasts_months = (int32_t)(lasts > 1200 ? 1200 : lasts);
    category->counts = counts != NULL;
    category->age_from = who.ages.from_months == 0 ? -1 : who.ages.from_months / 12;
    category->age_below = who.ages.below_months == LAW_AGE_OPEN ? -1 : who.ages.below_months / 12;
    category->pays_from = who.source.pays_from;
    category->pays_to = who.source.pays_to;
    category->known_from = who.source.known_from;
    category->verified = who.source.verified;
    book->who[category_no - 1] = who;
    return OK;
}

Status law_load_who(Ctx *ctx, const LawLoad *load) {
    return law_load_each(ctx, load, "categories", load_category);
}
