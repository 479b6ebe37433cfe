#include "law/law_cases.h"

#include <stdio.h>
#include <string.h>

#include "law/law_person_read.h"
#include "law/law_read.h"

typedef struct CaseRun {
    const LawBook *book;
    LawLoad load;
    const LawPerson *person;
    int64_t known_at;
    bool registers; /* gifts and the like are looked at, too */
    LawCaseResult *result;
} CaseRun;

/* One entry of `expect`. */
typedef struct Expected {
    Period from;
    Period to;
    int32_t component; /* 0 = all */
    int64_t amount_dong;
    int64_t grams; /* -1 = not asked */
    Str reason;
    bool asks_verified;
    bool verified;
} Expected;

static Status expected_read(Ctx *ctx, const CaseRun *run, const YamlNode *node, Expected *ret) {
    static const char *const KEYS[] = {"months", "component", "amount", "reason",
                                       "grams",  "verified",  NULL};
    Expected expected = {.grams = -1};
    const char *file = run->load.file;
    Str months;
    TRY(law_read_keys(ctx, file, node, KEYS));
    TRY(law_read_text(ctx, file, node, "months", &months));
    if (law_months_parse(ctx, months, &expected.from, &expected.to) != OK) {
        return law_read_fail(ctx, file, yaml_tree_get(node, "months"),
                             "months are yyyy-mm..yyyy-mm");
    }
    const YamlNode *component = yaml_tree_get(node, "component");
    if (component) {
        TRY(law_find_component(ctx, &run->load, component, &expected.component));
    }
    TRY(law_read_int(ctx, file, node, "amount", &expected.amount_dong));
    TRY(law_read_int_or(ctx, file, node, "grams", -1, &expected.grams));
    TRY(law_read_text_or_none(ctx, file, node, "reason", &expected.reason));
    expected.asks_verified = yaml_tree_get(node, "verified") != NULL;
    TRY(law_read_flag_or(ctx, file, node, "verified", false, &expected.verified));
    *ret = expected;
    return OK;
}

static bool reason_found(const LawAnswer *answer, Str reason) {
    for (size_t i = 0; i < answer->right_count; i++) {
        if (str_equal(str_of(law_reason_code(answer->reasons[i])), reason)) {
            return true;
        }
    }
    return answer->right_count == 0 && str_equal(reason, STR("NO_CATEGORY"));
}

static void say_sum(CaseRun *run, Period month, int64_t found, int64_t expected) {
    snprintf(run->result->say, sizeof run->result->say, "%lld-%02lld: %lld instead of %lld",
             (long long)(month.number / 100), (long long)(month.number % 100), (long long)found,
             (long long)expected);
    run->result->passed = false;
}

static void say_word(CaseRun *run, Period month, const char *what, const LawAnswer *answer) {
    snprintf(run->result->say, sizeof run->result->say, "%lld-%02lld: %s; found %s",
             (long long)(month.number / 100), (long long)(month.number % 100), what,
             answer->right_count > 0 ? law_reason_code(answer->reasons[0]) : "no right");
    run->result->passed = false;
}

static Status month_compare(Ctx *ctx, CaseRun *run, const Expected *expected, Period month) {
    LawQuestion question = {.person = run->person,
                            .period = month,
                            .known_at = run->known_at,
                            .with_registers = run->registers};
    LawAnswer answer;
    int64_t sum = 0;
    int64_t grams = 0;
    bool verified = true;
    TRY(law_answer(ctx, run->book, &question, &answer));
    for (size_t i = 0; i < answer.amount_count; i++) {
        const LawAmount *amount = &answer.amounts[i];
        if (expected->component == 0 || expected->component == amount->component) {
            sum += amount->amount_dong;
            grams += amount->in_kind_grams;
            verified = verified && amount->verified;
        }
    }
    if (sum != expected->amount_dong) {
        say_sum(run, month, sum, expected->amount_dong);
    } else if (expected->grams >= 0 && grams != expected->grams) {
        say_sum(run, month, grams, expected->grams);
    } else if (!str_is_empty(expected->reason) && !reason_found(&answer, expected->reason)) {
        say_word(run, month, "another reason is expected", &answer);
    } else if (expected->asks_verified && verified != expected->verified) {
        say_word(run, month, "verified is otherwise", &answer);
    }
    run->result->months++;
    return OK;
}

static Status case_compare(Ctx *ctx, CaseRun *run, const YamlNode *node) {
    const YamlNode *list = yaml_tree_get(node, "expect");
    if (!list || list->kind != YAML_KIND_LIST || !list->first) {
        return law_read_fail(ctx, run->load.file, node, "expect is needed");
    }
    for (const YamlNode *one = list->first; one; one = one->next) {
        Expected expected = {.grams = -1};
        TRY(expected_read(ctx, run, one, &expected));
        for (Period month = expected.from; period_compare(month, expected.to) <= 0;
             month = period_next(month)) { /* ends: at most 100 years */
            Status status = month_compare(ctx, run, &expected, month);
            if (status != OK) { /* the law itself cannot answer: the case does not come out */
                say_sum(run, month, -1, expected.amount_dong);
                snprintf(run->result->say, sizeof run->result->say, "%s: %.200s",
                         status_name(status), ctx->failure.detail);
            }
            if (!run->result->passed) {
                return OK;
            }
        }
    }
    return OK;
}

/* A person that must be refused, under the named error. */
static Status refused_compare(Ctx *ctx, CaseRun *run, const YamlNode *node,
                              const YamlNode *person) {
    LawPersonFile file;
    Str error;
    TRY(law_read_text(ctx, run->load.file, node, "error", &error));
    Status status = law_person_read(ctx, run->book, run->load.file, person, &file);
    Str name = str_of(status_name(status));
    Str wanted = str_starts_with(error, STR("E_")) ? str_part(error, 2, error.len) : error;
    if (!str_equal(name, wanted)) {
        snprintf(run->result->say, sizeof run->result->say, "%s instead of %.*s",
                 status_name(status), STR_ARG(wanted));
        run->result->passed = false;
    }
    return OK;
}

static Status case_run(Ctx *ctx, CaseRun *run, const YamlNode *node) {
    static const char *const KEYS[] = {"name",    "clause", "person",    "known_at", "expect",
                                       "refused", "error",  "registers", NULL};
    const char *file = run->load.file;
    LawPersonFile person;
    bool refused = false;
    TRY(law_read_keys(ctx, file, node, KEYS));
    TRY(law_read_text(ctx, file, node, "name", &run->result->name));
    TRY(law_read_text(ctx, file, node, "clause", &run->result->clause));
    TRY(law_read_date_or(ctx, file, node, "known_at", LAW_ALL_KNOWN, &run->known_at));
    TRY(law_read_flag_or(ctx, file, node, "refused", false, &refused));
    TRY(law_read_flag_or(ctx, file, node, "registers", false, &run->registers));
    const YamlNode *person_node = yaml_tree_get(node, "person");
    if (!person_node) {
        return law_read_fail(ctx, file, node, "key person is missing");
    }
    if (refused) {
        return refused_compare(ctx, run, node, person_node);
    }
    TRY(law_person_read(ctx, run->book, file, person_node, &person));
    run->person = &person.person;
    return case_compare(ctx, run, node);
}

Status law_cases_run(Ctx *ctx, const LawBook *book, const LawFile *file, LawCaseReport report,
                     void *arg) {
    static const char *const KEYS[] = {"cases", NULL};
    const YamlNode *root = NULL;
    TRY(yaml_tree_parse(ctx, file->name, file->bytes, &root));
    TRY(law_read_keys(ctx, file->name, root, KEYS));
    const YamlNode *list = yaml_tree_get(root, "cases");
    if (!list || list->kind != YAML_KIND_LIST) {
        return law_read_fail(ctx, file->name, root, "a list of cases is expected");
    }
    for (const YamlNode *node = list->first; node; node = node->next) {
        LawCaseResult result = {.line = node->line, .passed = true};
        CaseRun run = {
            .book = book, .load = {.words = book, .file = file->name}, .result = &result};
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(case_run(ctx, &run, node));
        report(arg, &result);
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}
