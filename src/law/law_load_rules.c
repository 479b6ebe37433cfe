/* Rules about time and about several rights: ends, start, stop, suspension, combinations. */
#include "law/law_read.h"

static Status load_end(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"categories", "last_day", "article", "known_from",
                                       "pays_from",  "mark",     NULL};
    LawBook *book = load->book;
    const YamlNode *list = NULL;
    LawEnd end = {.category_no = 0};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &end.source));
    TRY(law_read_date_or(ctx, load->file, node, "last_day", 0, &end.last_day));
    TRY(law_read_list(ctx, load->file, node, "categories", &list));
    if (end.last_day != period_last_day((Period){end.last_day / 100})) {
        return law_read_fail(ctx, load->file, node, "last_day must be the end of a month");
    }
    for (const YamlNode *item = list->first; item; item = item->next) {
        TRY(law_find_category(ctx, load, item, &end.category_no));
        if (book->end_count == LAW_END_MAX) {
            return law_read_fail(ctx, load->file, node, "too many ends");
        }
        book->ends[book->end_count++] = end;
    }
    return OK;
}

typedef Status (*ScopeAdd)(Ctx *ctx, const LawLoad *load, const YamlNode *node, const void *rule,
                           LawScope scope);

/* Adds a rule once for each category, or each programme, that it names. */
static Status scopes_each(Ctx *ctx, const LawLoad *load, const YamlNode *node, const void *rule,
                          ScopeAdd add) {
    const YamlNode *list = NULL;
    bool by_category = yaml_tree_get(node, "categories") != NULL;
    if (by_category == (yaml_tree_get(node, "programmes") != NULL)) {
        return law_read_fail(ctx, load->file, node, "either categories or programmes");
    }
    TRY(law_read_list(ctx, load->file, node, by_category ? "categories" : "programmes", &list));
    for (const YamlNode *item = list->first; item; item = item->next) {
        LawScope scope = {0, 0};
        if (by_category) {
            TRY(law_find_category(ctx, load, item, &scope.category_no));
        } else {
            TRY(law_find_programme(ctx, load, item, &scope.programme_no));
        }
        TRY(add(ctx, load, item, rule, scope));
    }
    return OK;
}

static Status start_add(Ctx *ctx, const LawLoad *load, const YamlNode *node, const void *arg,
                        LawScope scope) {
    LawBook *book = load->book;
    LawStartRule rule = *(const LawStartRule *)arg;
    rule.scope = scope;
    if (rule.month == LAW_START_AGE &&
        (scope.category_no == 0 || book->who[scope.category_no - 1].ages.from_months == 0)) {
        return law_read_fail(ctx, load->file, node, "starts at an age, but its category has none");
    }
    if (book->start_count == LAW_START_MAX) {
        return law_read_fail(ctx, load->file, node, "too many start rules");
    }
    book->starts[book->start_count++] = rule;
    return OK;
}

static Status load_start(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"categories", "programmes",  "decided_from", "decided_to",
                                       "month",      "plus_months", "article",      "pays_from",
                                       "pays_to",    "known_from",  "mark",         NULL};
    static const char *const MONTHS[] = {"decision", "certificate", "event", "age"};
    LawStartRule rule = {.month = 0};
    Str month;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &rule.source));
    TRY(law_read_text(ctx, load->file, node, "month", &month));
    TRY(law_read_int_or(ctx, load->file, node, "plus_months", 0, &rule.plus_months));
    TRY(law_read_date_or(ctx, load->file, node, "decided_from", 0, &rule.decided_from));
    TRY(law_read_date_or(ctx, load->file, node, "decided_to", LAW_DATE_OPEN, &rule.decided_to));
    for (int i = 0; i < 4; i++) {
        if (str_equal(month, str_of(MONTHS[i]))) {
            rule.month = (LawStartMonth)(i + 1);
        }
    }
    if (rule.month == 0 || rule.plus_months > 12) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "month"),
                             "decision, certificate, event or age, plus at most 12 months");
    }
    if (rule.decided_from == 0 || rule.decided_from % 100 != 1 ||
        (rule.decided_to != LAW_DATE_OPEN &&
         rule.decided_to != period_last_day((Period){rule.decided_to / 100}))) {
        return law_read_fail(ctx, load->file, node,
                             "decided_from and decided_to begin and end with a month");
    }
    return scopes_each(ctx, load, node, &rule, start_add);
}

static Status stop_add(Ctx *ctx, const LawLoad *load, const YamlNode *node, const void *arg,
                       LawScope scope) {
    LawBook *book = load->book;
    if (book->stop_count == LAW_STOP_MAX) {
        return law_read_fail(ctx, load->file, node, "too many stop rules");
    }
    book->stops[book->stop_count] = *(const LawStopRule *)arg;
    book->stops[book->stop_count++].scope = scope;
    return OK;
}

static Status load_stop(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"categories", "programmes", "on",      "last_paid",
                                       "article",    "pays_from",  "pays_to", "known_from",
                                       "mark",       NULL};
    static const char *const EVENTS[] = {"death", "decision", "condition"};
    LawStopRule rule = {.on = 0};
    const YamlNode *events = NULL;
    Str last_paid;
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &rule.source));
    TRY(law_read_list(ctx, load->file, node, "on", &events));
    TRY(law_read_text(ctx, load->file, node, "last_paid", &last_paid));
    for (const YamlNode *item = events->first; item; item = item->next) {
        bool known = false;
        for (uint32_t i = 0; i < 3; i++) {
            if (str_equal(item->text, str_of(EVENTS[i]))) {
                rule.on |= 1U << i;
                known = true;
            }
        }
        if (!known) {
            return law_read_fail(ctx, load->file, item, "death, decision or condition is expected");
        }
    }
    rule.month_before = str_equal(last_paid, STR("month_before"));
    if (!rule.month_before && !str_equal(last_paid, STR("same_month"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "last_paid"),
                             "same_month or month_before is expected");
    }
    return scopes_each(ctx, load, node, &rule, stop_add);
}

static Status suspension_add(Ctx *ctx, const LawLoad *load, const YamlNode *node, const void *arg,
                             LawScope scope) {
    LawBook *book = load->book;
    if (book->suspension_count == LAW_STOP_MAX) {
        return law_read_fail(ctx, load->file, node, "too many suspensions");
    }
    book->suspensions[book->suspension_count] = *(const LawSuspension *)arg;
    book->suspensions[book->suspension_count++].scope = scope;
    return OK;
}

static Status load_suspension(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"categories", "programmes", "uncollected_months",
                                       "article",    "pays_from",  "pays_to",
                                       "known_from", "mark",       NULL};
    LawSuspension rule = {.months = 0};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &rule.source));
    TRY(law_read_int(ctx, load->file, node, "uncollected_months", &rule.months));
    if (rule.months == 0) {
        return law_read_fail(ctx, load->file, node, "uncollected_months must be above zero");
    }
    return scopes_each(ctx, load, node, &rule, suspension_add);
}

static void set_fill(LawSet *set) {
    for (size_t i = 0; i < LAW_SET_WORDS; i++) {
        set->bits[i] = UINT64_MAX;
    }
}

static Status load_highest(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                           LawCombination *combination) {
    const YamlNode *component = yaml_tree_get(node, "component");
    bool beside = yaml_tree_get(node, "beside") != NULL;
    if (beside != (component != NULL) || beside != (yaml_tree_get(node, "with") != NULL)) {
        return law_read_fail(ctx, load->file, node, "beside, with and component go together");
    }
    if (!beside) {
        return OK;
    }
    TRY(law_find_component(ctx, load, component, &combination->beside_component));
    TRY(law_read_set(ctx, load, node, "beside", &combination->winners));
    return law_read_set(ctx, load, node, "with", &combination->with);
}

static Status load_kind(Ctx *ctx, const LawLoad *load, const YamlNode *node,
                        LawCombination *combination) {
    Str kind;
    int64_t count = 0;
    TRY(law_read_text(ctx, load->file, node, "kind", &kind));
    if (str_equal(kind, STR("excludes"))) {
        combination->kind = LAW_COMBINE_EXCLUDES;
        TRY(law_read_set(ctx, load, node, "winners", &combination->winners));
        return law_read_set(ctx, load, node, "losers", &combination->categories);
    }
    if (yaml_tree_get(node, "categories")) {
        TRY(law_read_set(ctx, load, node, "categories", &combination->categories));
    }
    if (str_equal(kind, STR("at_most"))) {
        combination->kind = LAW_COMBINE_AT_MOST;
        TRY(law_read_int(ctx, load->file, node, "count", &count));
        combination->count = (size_t)count;
        return count > 0 ? OK : law_read_fail(ctx, load->file, node, "count must be above zero");
    }
    if (!str_equal(kind, STR("highest"))) {
        return law_read_fail(ctx, load->file, yaml_tree_get(node, "kind"),
                             "excludes, at_most or highest is expected");
    }
    combination->kind = LAW_COMBINE_HIGHEST;
    return load_highest(ctx, load, node, combination);
}

static Status load_combination(Ctx *ctx, const LawLoad *load, const YamlNode *node) {
    static const char *const KEYS[] = {"kind",    "components", "programmes", "categories",
                                       "beside",  "with",       "component",  "count",
                                       "winners", "losers",     "article",    "pays_from",
                                       "pays_to", "known_from", "mark",       NULL};
    LawBook *book = load->book;
    LawCombination combination = {.kind = 0};
    TRY(law_read_keys(ctx, load->file, node, KEYS));
    TRY(law_read_source(ctx, load, node, &combination.source));
    TRY(law_read_components(ctx, load, node, "components", &combination.components));
    TRY(law_read_programmes(ctx, load, node, "programmes", &combination.programmes));
    set_fill(&combination.categories);
    TRY(load_kind(ctx, load, node, &combination));
    if (book->combination_count == LAW_COMBINATION_MAX) {
        return law_read_fail(ctx, load->file, node, "too many combinations");
    }
    book->combinations[book->combination_count++] = combination;
    return OK;
}

Status law_load_rules(Ctx *ctx, const LawLoad *load) {
    TRY(law_load_each(ctx, load, "ends", load_end));
    TRY(law_load_each(ctx, load, "start_rules", load_start));
    TRY(law_load_each(ctx, load, "stop_rules", load_stop));
    TRY(law_load_each(ctx, load, "suspensions", load_suspension));
    return law_load_each(ctx, load, "combinations", load_combination);
}
