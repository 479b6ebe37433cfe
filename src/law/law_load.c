/*
 * From the trees of the law files to the rows of a book. Files may refer to each other in any
 * order, so each kind of entry is read from all files before the next kind; what the rows must be
 * together is law_check.c.
 */
#include "law/law_read.h"

static const char *const FILE_KEYS[] = {
    "law",   "reform",      "title",      "defaults",    "programmes",   "components",
    "facts", "clauses",     "parameters", "tables",      "categories",   "amounts",
    "ends",  "start_rules", "stop_rules", "suspensions", "combinations", NULL};

static const char *const REFORM_KEYS[] = {"reform",  "title",   "defaults", "parameters",
                                          "clauses", "amounts", "ends",     NULL};

Status law_load_each(Ctx *ctx, const LawLoad *load, const char *key,
                     Status (*one)(Ctx *ctx, const LawLoad *load, const YamlNode *node)) {
    const YamlNode *list = yaml_tree_get(load->root, key);
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

static Status file_open(Ctx *ctx, LawBook *book, const LawFile *file, LawLoad *ret_load) {
    static const char *const DEFAULT_KEYS[] = {"pays_from", "pays_to", "known_from",
                                               "mark",      "area",    NULL};
    const YamlNode *root = NULL;
    Str name;
    Str title;
    TRY(yaml_tree_parse(ctx, file->name, file->bytes, &root));
    TRY(law_read_keys(ctx, file->name, root, FILE_KEYS));
    bool is_reform = yaml_tree_get(root, "reform") != NULL;
    if (is_reform) {
        TRY(law_read_keys(ctx, file->name, root, REFORM_KEYS));
    }
    TRY(law_read_text(ctx, file->name, root, is_reform ? "reform" : "law", &name));
    TRY(law_read_text(ctx, file->name, root, "title", &title));
    const YamlNode *defaults = yaml_tree_get(root, "defaults");
    if (defaults) {
        TRY(law_read_keys(ctx, file->name, defaults, DEFAULT_KEYS));
    }
    *ret_load = (LawLoad){book, book, file->name, root, defaults, is_reform};
    return OK;
}

static int32_t fact_named(const LawBook *book, const char *name) {
    for (size_t i = 0; i < book->fact_count; i++) {
        if (str_equal(book->facts[i].name, str_of(name))) {
            return (int32_t)i;
        }
    }
    return -1;
}

static void facts_of_engine(LawBook *book) {
    book->degree_fact = fact_named(book, "degree");
    book->children_fact = fact_named(book, "children");
    book->small_children_fact = fact_named(book, "children_under_36_months");
}

/* The degree of disability is a fact of its own words, in the order of LawDegree. */
static void fact_degree(LawBook *book) {
    book->facts[book->fact_count++] = (LawFact){
        .kind = LAW_FACT_WORD,
        .name = STR("degree"),
        .text_vi = STR("Mức độ khuyết tật"),
        .text_en = STR("Degree of disability"),
        .words = {STR("none"), STR("severe"), STR("exceptional")},
        .word_count = 3,
    };
}

Status law_book_load(Ctx *ctx, const LawFile *files, size_t count, Str hash,
                     const LawBook **ret_book) {
    typedef Status (*Pass)(Ctx *, const LawLoad *);
    static const Pass PASSES[] = {law_load_names,  law_load_parameters, law_load_category_codes,
                                  law_load_values, law_load_who,        law_load_amounts,
                                  law_load_rules};
    LawBook *book = NULL;
    LawLoad *loads = NULL;
    if (count == 0 || count > LAW_FILE_MAX) {
        return ctx_fail(ctx, E_LAW_SYNTAX, "%zu law files; 1 to %d are expected", count,
                        LAW_FILE_MAX);
    }
    TRY(ctx_alloc(ctx, sizeof *book, (void **)&book));
    TRY(ctx_alloc(ctx, count * sizeof *loads, (void **)&loads));
    TRY(ctx_copy_str(ctx, hash, &book->hash));
    fact_degree(book);
    for (size_t i = 0; i < count; i++) {
        TRY(file_open(ctx, book, &files[i], &loads[i]));
    }
    for (size_t pass = 0; pass < sizeof PASSES / sizeof PASSES[0]; pass++) {
        for (size_t i = 0; i < count; i++) {
            TRY(PASSES[pass](ctx, &loads[i]));
        }
        facts_of_engine(book);
    }
    TRY(law_book_order(ctx, book));
    TRY(law_book_check(ctx, book));
    *ret_book = book;
    return OK;
}
