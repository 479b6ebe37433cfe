#include "law/law_person_read.h"

#include "law/law_read.h"

/* What is being read, for messages, and the book whose words count. */
typedef struct Reader {
    const LawBook *book;
    const char *file;
    LawLoad load; /* for the name look-ups, which speak of a file being loaded */
} Reader;

static Status person_fail(Ctx *ctx, const Reader *reader, const YamlNode *node, const char *what) {
    return ctx_fail(ctx, E_LAW_PERSON, "%s:%zu: %s", reader->file, node->line, what);
}

Status law_months_parse(Ctx *ctx, Str text, Period *ret_from, Period *ret_to) {
    size_t dots = str_find(text, STR(".."), 0);
    Str first = dots == SIZE_MAX ? text : str_part(text, 0, dots);
    Str last = dots == SIZE_MAX ? text : str_part(text, dots + 2, text.len);
    Period from;
    Period to;
    TRY(period_parse(ctx, first, &from));
    TRY(period_parse(ctx, last, &to));
    if (period_compare(from, to) > 0 || period_months_between(from, to) > 1200) {
        return ctx_fail(ctx, E_PERIOD_SYNTAX, "%.*s", STR_ARG(text));
    }
    *ret_from = from;
    *ret_to = to;
    return OK;
}

/* 1950, 1950-03, 1950-03-15; 0 when absent. */
static Status read_birth(Ctx *ctx, const Reader *reader, const YamlNode *map, const char *key,
                         int64_t *ret_date) {
    const YamlNode *node = yaml_tree_get(map, key);
    Date date;
    if (!node) {
        *ret_date = 0;
        return OK;
    }
    if (node->kind != YAML_KIND_TEXT || date_parse(ctx, node->text, &date) != OK) {
        return law_read_fail(ctx, reader->file, node,
                             "a day, month or year that exists is expected");
    }
    *ret_date = date.number;
    return OK;
}

static size_t list_count(const YamlNode *list) {
    size_t count = 0;
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        count++;
    }
    return count;
}

static Status list_of(Ctx *ctx, const Reader *reader, const YamlNode *map, const char *key,
                      const YamlNode **ret_list) {
    const YamlNode *list = yaml_tree_get(map, key);
    if (list && list->kind != YAML_KIND_LIST) {
        return law_read_fail(ctx, reader->file, list, "a list is expected");
    }
    *ret_list = list;
    return OK;
}

static Status read_value(Ctx *ctx, const Reader *reader, const YamlNode *node, int32_t fact_no,
                         int64_t *ret_value) {
    const LawFact *fact = &reader->book->facts[fact_no];
    int64_t number = 0;
    Str text = node->text;
    if (fact->kind == LAW_FACT_NUMBER) {
        if (!str_to_int64(text, &number) || number < 0) {
            return law_read_fail(ctx, reader->file, node, "a whole number is expected");
        }
        *ret_value = number;
        return OK;
    }
    if (fact->kind == LAW_FACT_FLAG) {
        bool yes = str_equal(text, STR("yes")) || str_equal(text, STR("true"));
        if (!yes && !str_equal(text, STR("no")) && !str_equal(text, STR("false"))) {
            return law_read_fail(ctx, reader->file, node, "yes or no is expected");
        }
        *ret_value = yes;
        return OK;
    }
    for (size_t i = 0; i < fact->word_count; i++) {
        if (str_equal(text, fact->words[i])) {
            *ret_value = (int64_t)i;
            return OK;
        }
    }
    return ctx_fail(ctx, E_LAW_SYNTAX, "%s:%zu: fact %.*s has no word %.*s", reader->file,
                    node->line, STR_ARG(fact->name), STR_ARG(text));
}

static Status read_dated_value(Ctx *ctx, const Reader *reader, const YamlNode *node,
                               LawFactValue *value) {
    static const char *const KEYS[] = {"value", "from", "to", NULL};
    TRY(law_read_keys(ctx, reader->file, node, KEYS));
    const YamlNode *word = yaml_tree_get(node, "value");
    if (!word || word->kind != YAML_KIND_TEXT) {
        return law_read_fail(ctx, reader->file, node, "key value is missing");
    }
    TRY(read_value(ctx, reader, word, value->fact_no, &value->value));
    TRY(law_read_date_or(ctx, reader->file, node, "from", 0, &value->from));
    TRY(law_read_date_or(ctx, reader->file, node, "to", LAW_DATE_OPEN, &value->to));
    if (value->to < value->from) {
        return person_fail(ctx, reader, node, "ends before it begins");
    }
    return OK;
}

static Status read_facts(Ctx *ctx, const Reader *reader, const YamlNode *map, LawFacts *ret_facts) {
    const YamlNode *facts = yaml_tree_get(map, "facts");
    LawFactValue *values = NULL;
    size_t count = 0;
    if (!facts) {
        return OK;
    }
    if (facts->kind != YAML_KIND_MAP) {
        return law_read_fail(ctx, reader->file, facts, "facts are names with values");
    }
    for (const YamlNode *node = facts->first; node; node = node->next) {
        count += node->kind == YAML_KIND_LIST ? list_count(node) : 1;
    }
    TRY(ctx_alloc(ctx, (count + 1) * sizeof *values, (void **)&values));
    count = 0;
    for (const YamlNode *node = facts->first; node; node = node->next) {
        YamlNode name = {.text = node->key, .line = node->line};
        LawFactValue value = {.to = LAW_DATE_OPEN};
        TRY(law_find_fact(ctx, &reader->load, &name, &value.fact_no));
        if (node->kind == YAML_KIND_TEXT) {
            TRY(read_value(ctx, reader, node, value.fact_no, &value.value));
            values[count++] = value;
        }
        for (const YamlNode *row = node->kind == YAML_KIND_TEXT ? NULL : node->first; row;
             row = row->next) {
            TRY(read_dated_value(ctx, reader, row, &value));
            values[count++] = value;
        }
    }
    *ret_facts = (LawFacts){values, count};
    return OK;
}

static Status read_places(Ctx *ctx, const Reader *reader, const YamlNode *map, LawPerson *person) {
    static const char *const KEYS[] = {"codes", "from", NULL};
    const YamlNode *list = NULL;
    LawPlaceOfLife *places = NULL;
    TRY(list_of(ctx, reader, map, "areas", &list));
    TRY(ctx_alloc(ctx, (list_count(list) + 1) * sizeof *places, (void **)&places));
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        LawPlaceOfLife *place = &places[person->place_count];
        const YamlNode *codes = NULL;
        TRY(law_read_keys(ctx, reader->file, node, KEYS));
        TRY(law_read_date_or(ctx, reader->file, node, "from", 0, &place->from));
        TRY(law_read_list(ctx, reader->file, node, "codes", &codes));
        for (const YamlNode *code = codes->first; code; code = code->next) {
            if (place->code_count == LAW_AREA_CODE_MAX) {
                return law_read_fail(ctx, reader->file, code, "too many codes of one place");
            }
            place->codes[place->code_count++] = code->text;
        }
        if (person->place_count > 0 && places[person->place_count - 1].from >= place->from) {
            return person_fail(ctx, reader, node, "areas must stand in order of time");
        }
        person->place_count++;
    }
    person->places = places;
    return OK;
}

static Status read_children(Ctx *ctx, const Reader *reader, const YamlNode *map,
                            LawPerson *person) {
    static const char *const KEYS[] = {"birth", "death", "studying", NULL};
    const YamlNode *list = NULL;
    LawChild *children = NULL;
    TRY(list_of(ctx, reader, map, "children", &list));
    TRY(ctx_alloc(ctx, (list_count(list) + 1) * sizeof *children, (void **)&children));
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        LawChild *child = &children[person->child_count++];
        TRY(law_read_keys(ctx, reader->file, node, KEYS));
        TRY(read_birth(ctx, reader, node, "birth", &child->birth_date));
        TRY(law_read_date_or(ctx, reader->file, node, "death", 0, &child->death_date));
        TRY(law_read_flag_or(ctx, reader->file, node, "studying", false, &child->studying));
        if (child->birth_date == 0) {
            return law_read_fail(ctx, reader->file, node, "key birth is missing");
        }
    }
    person->children = children;
    person->children_listed = list != NULL;
    return OK;
}

static Status read_pauses(Ctx *ctx, const Reader *reader, const YamlNode *map,
                          LawEnrolment *enrolment) {
    static const char *const KEYS[] = {"from", "to", "paid_back", NULL};
    const YamlNode *list = NULL;
    LawPause *pauses = NULL;
    TRY(list_of(ctx, reader, map, "pauses", &list));
    TRY(ctx_alloc(ctx, (list_count(list) + 1) * sizeof *pauses, (void **)&pauses));
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        LawPause *pause = &pauses[enrolment->pause_count++];
        TRY(law_read_keys(ctx, reader->file, node, KEYS));
        TRY(law_read_month_or(ctx, reader->file, node, "from", 0, &pause->from_period));
        TRY(law_read_month_or(ctx, reader->file, node, "to", 0, &pause->to_period));
        TRY(law_read_flag_or(ctx, reader->file, node, "paid_back", false, &pause->paid_back));
        if (pause->from_period == 0 ||
            (pause->to_period != 0 && pause->to_period < pause->from_period)) {
            return person_fail(ctx, reader, node, "a pause has a first month, and ends after it");
        }
    }
    enrolment->pauses = pauses;
    return OK;
}

/* The last month paid when a decision ends the right on a day. */
static Period last_month(const LawBook *book, int32_t category_no, int64_t day) {
    const LawStopRule *rule = law_stop_rule(book, category_no, LAW_STOP_DECISION);
    Period last = {day / 100};
    return rule && rule->month_before ? period_previous(last) : last;
}

static Status read_degree(Ctx *ctx, const Reader *reader, const YamlNode *node,
                          LawEnrolment *enrolment) {
    const YamlNode *degree = yaml_tree_get(node, "degree");
    int64_t value = LAW_BY_FACTS;
    int64_t children = LAW_BY_FACTS;
    if (degree) {
        TRY(read_value(ctx, reader, degree, reader->book->degree_fact, &value));
    }
    enrolment->degree = (int32_t)value;
    if (yaml_tree_get(node, "children")) {
        TRY(law_read_int(ctx, reader->file, node, "children", &children));
    }
    if (children > 100) {
        return person_fail(ctx, reader, node, "more than 100 children");
    }
    enrolment->child_count = (int32_t)children;
    return OK;
}

static Status read_enrolment(Ctx *ctx, const Reader *reader, const YamlNode *node, bool is_event,
                             LawPerson *person) {
    static const char *const KEYS[] = {"category", "date", "certificate", "event",  "degree",
                                       "children", "to",   "facts",       "pauses", NULL};
    if (person->enrolment_count == LAW_ENROLMENT_MAX) {
        return person_fail(ctx, reader, node, "too many decisions and events of one person");
    }
    LawEnrolment enrolment = {.enrolment_id = (int64_t)person->enrolment_count + 1};
    int64_t to = 0;
    TRY(law_read_keys(ctx, reader->file, node, KEYS));
    const YamlNode *category = yaml_tree_get(node, "category");
    if (!category) {
        return law_read_fail(ctx, reader->file, node, "key category is missing");
    }
    TRY(law_find_category(ctx, &reader->load, category, &enrolment.category_no));
    LawBasis basis = reader->book->categories[enrolment.category_no - 1].basis;
    if (basis != (is_event ? LAW_BASIS_EVENT : LAW_BASIS_DECISION)) {
        return law_read_fail(ctx, reader->file, category,
                             "belongs under another key: decisions have "
                             "monthly rights, events what happens once");
    }
    TRY(law_read_date_or(ctx, reader->file, node, "date", 0, &enrolment.decision_date));
    TRY(law_read_date_or(ctx, reader->file, node, "certificate", 0, &enrolment.certificate_date));
    TRY(law_read_date_or(ctx, reader->file, node, "event", 0, &enrolment.event_date));
    TRY(law_read_date_or(ctx, reader->file, node, "to", 0, &to));
    TRY(read_degree(ctx, reader, node, &enrolment));
    TRY(read_facts(ctx, reader, node, &enrolment.facts));
    TRY(read_pauses(ctx, reader, node, &enrolment));
    if (enrolment.decision_date == 0) {
        return law_read_fail(ctx, reader->file, node, "key date is missing");
    }
    if (to != 0) {
        enrolment.to_period = last_month(reader->book, enrolment.category_no, to);
    }
    if (to != 0 && to < enrolment.decision_date) {
        return person_fail(ctx, reader, node, "ends before its decision");
    }
    person->enrolments[person->enrolment_count++] = enrolment;
    return OK;
}

static Status read_uncollected(Ctx *ctx, const Reader *reader, const YamlNode *map,
                               LawPerson *person) {
    static const char *const KEYS[] = {"from", "to", "resumed", "arrears", NULL};
    const YamlNode *list = NULL;
    LawUncollected *gaps = NULL;
    TRY(list_of(ctx, reader, map, "uncollected", &list));
    TRY(ctx_alloc(ctx, (list_count(list) + 1) * sizeof *gaps, (void **)&gaps));
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        LawUncollected *gap = &gaps[person->uncollected_count++];
        TRY(law_read_keys(ctx, reader->file, node, KEYS));
        TRY(law_read_month_or(ctx, reader->file, node, "from", 0, &gap->from_period));
        TRY(law_read_month_or(ctx, reader->file, node, "to", 0, &gap->to_period));
        TRY(law_read_month_or(ctx, reader->file, node, "resumed", 0, &gap->resumed_period));
        TRY(law_read_flag_or(ctx, reader->file, node, "arrears", false, &gap->arrears));
        if (gap->from_period == 0 || gap->to_period < gap->from_period ||
            (gap->resumed_period != 0 && gap->resumed_period <= gap->to_period)) {
            return person_fail(ctx, reader, node, "from, to and resumed must follow each other");
        }
    }
    person->uncollected = gaps;
    return OK;
}

static Status read_paid(Ctx *ctx, const Reader *reader, const YamlNode *map,
                        LawPersonFile *ret_file) {
    static const char *const KEYS[] = {"months", "component", "amount", NULL};
    const YamlNode *list = NULL;
    LawPaid *paid = NULL;
    TRY(list_of(ctx, reader, map, "paid", &list));
    TRY(ctx_alloc(ctx, (list_count(list) + 1) * sizeof *paid, (void **)&paid));
    for (const YamlNode *node = list ? list->first : NULL; node; node = node->next) {
        LawPaid *one = &paid[ret_file->paid_count++];
        Str months;
        TRY(law_read_keys(ctx, reader->file, node, KEYS));
        TRY(law_read_text(ctx, reader->file, node, "months", &months));
        TRY(law_months_parse(ctx, months, &one->from, &one->to));
        TRY(law_read_int(ctx, reader->file, node, "amount", &one->amount_dong));
        one->component = LAW_COMPONENT_ALLOWANCE;
        const YamlNode *component = yaml_tree_get(node, "component");
        if (component) {
            TRY(law_find_component(ctx, &reader->load, component, &one->component));
        }
    }
    ret_file->paid = paid;
    return OK;
}

static Status read_recovery(Ctx *ctx, const Reader *reader, const YamlNode *map,
                            LawPersonFile *ret_file) {
    static const char *const KEYS[] = {"decided", "cap_dong", NULL};
    const YamlNode *node = yaml_tree_get(map, "recovery");
    if (!node) {
        return OK;
    }
    TRY(law_read_keys(ctx, reader->file, node, KEYS));
    TRY(law_read_month_or(ctx, reader->file, node, "decided", 0, &ret_file->recovery_from.number));
    TRY(law_read_int(ctx, reader->file, node, "cap_dong", &ret_file->recovery_cap_dong));
    if (ret_file->recovery_from.number == 0 || ret_file->recovery_cap_dong == 0) {
        return law_read_fail(ctx, reader->file, node, "decided and cap_dong are both needed");
    }
    return OK;
}

/* Days that cannot be are refused, not repaired. */
static Status person_check(Ctx *ctx, const Reader *reader, const YamlNode *node,
                           const LawPerson *person) {
    if (person->birth_date == 0) {
        return law_read_fail(ctx, reader->file, node, "key birth is missing");
    }
    if (person->death_date != 0 && person->death_date < person->birth_date) {
        return person_fail(ctx, reader, node, "died before birth");
    }
    for (size_t i = 0; i < person->enrolment_count; i++) {
        if (person->enrolments[i].decision_date < person->birth_date) {
            return person_fail(ctx, reader, node, "a decision or event before birth");
        }
    }
    return OK;
}

Status law_person_read(Ctx *ctx, const LawBook *book, const char *file, const YamlNode *node,
                       LawPersonFile *ret_person) {
    static const char *const KEYS[] = {"id",          "birth",    "death",     "areas",
                                       "facts",       "children", "decisions", "events",
                                       "uncollected", "paid",     "recovery",  NULL};
    Reader reader = {.book = book, .file = file, .load = {.words = book, .file = file}};
    LawPersonFile found = {.paid_count = 0};
    LawPerson *person = &found.person;
    const YamlNode *list = NULL;
    TRY(law_read_keys(ctx, file, node, KEYS));
    TRY(law_read_text_or_none(ctx, file, node, "id", &found.name));
    TRY(read_birth(ctx, &reader, node, "birth", &person->birth_date));
    TRY(law_read_date_or(ctx, file, node, "death", 0, &person->death_date));
    TRY(read_facts(ctx, &reader, node, &person->facts));
    TRY(read_places(ctx, &reader, node, person));
    TRY(read_children(ctx, &reader, node, person));
    TRY(list_of(ctx, &reader, node, "decisions", &list));
    for (const YamlNode *one = list ? list->first : NULL; one; one = one->next) {
        TRY(read_enrolment(ctx, &reader, one, false, person));
    }
    TRY(list_of(ctx, &reader, node, "events", &list));
    for (const YamlNode *one = list ? list->first : NULL; one; one = one->next) {
        TRY(read_enrolment(ctx, &reader, one, true, person));
    }
    TRY(read_uncollected(ctx, &reader, node, person));
    TRY(read_paid(ctx, &reader, node, &found));
    TRY(read_recovery(ctx, &reader, node, &found));
    TRY(person_check(ctx, &reader, node, person));
    *ret_person = found;
    return OK;
}

Status law_persons_read(Ctx *ctx, const LawBook *book, const char *file, Str bytes,
                        const LawPersonFile **ret_persons, size_t *ret_count) {
    static const char *const KEYS[] = {"persons", NULL};
    const YamlNode *root = NULL;
    LawPersonFile *persons = NULL;
    TRY(yaml_tree_parse(ctx, file, bytes, &root));
    const YamlNode *list = yaml_tree_get(root, "persons");
    size_t count = list ? list_count(list) : 1;
    if (list) {
        TRY(law_read_keys(ctx, file, root, KEYS));
    }
    if (count == 0 || count > LAW_PERSON_MAX) {
        return law_read_fail(ctx, file, root, "1 to 10000 persons are expected");
    }
    TRY(ctx_alloc(ctx, count * sizeof *persons, (void **)&persons));
    const YamlNode *node = list ? list->first : root;
    for (size_t i = 0; i < count; i++, node = node->next) {
        TRY(law_person_read(ctx, book, file, node, &persons[i]));
        if (str_is_empty(persons[i].name)) {
            TRY(ctx_print(ctx, &persons[i].name, "%zu", i + 1));
        }
    }
    *ret_persons = persons;
    *ret_count = count;
    return OK;
}
