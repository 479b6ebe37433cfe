/* How much a right gives: the row of the law that fits, its base, its coefficient, its count. */
#include "law/law_work.h"

#include "value/money.h"

static const LawValue *value_row(const LawWork *work, int32_t parameter, int64_t day, bool local) {
    const LawParameter *of = &work->book->parameters[parameter];
    for (size_t i = of->first; i < of->last; i++) {
        const LawValue *value = &work->book->values[i];
        if (str_is_empty(value->source.area) != local &&
            law_source_holds(&value->source, day, work->known_at) &&
            law_lives_in(work->person, value->source.area, day)) {
            return value;
        }
    }
    return NULL;
}

/* Ends: law_check.c refuses circles. */
static int64_t value_dong(const LawWork *work, const LawValue *value, int64_t day) {
    int64_t dong = value->value;
    const LawValue *of = NULL;
    if (value->of >= 0) {
        if (!law_value_find(work, value->of, day, false, &of, &dong)) {
            return 0;
        }
        dong = dong * value->hundredths / 100;
    }
    return dong;
}

bool law_value_find(const LawWork *work, int32_t parameter, int64_t day, bool local,
                    const LawValue **ret_value, int64_t *ret_dong) {
    const LawValue *national = value_row(work, parameter, day, false);
    const LawValue *own = local ? value_row(work, parameter, day, true) : NULL;
    const LawValue *value = national;
    /* A province may pay more, never less (Article 4.3): the higher of the two. */
    if (own && (!national || value_dong(work, own, day) > value_dong(work, national, day))) {
        value = own;
    }
    if (!value) {
        return false;
    }
    *ret_value = value;
    *ret_dong = value_dong(work, value, day);
    return true;
}

static bool table_find(const LawWork *work, const LawRight *right, int32_t table, int64_t *ret_dong,
                       const LawSource **ret_source) {
    const LawTable *of = &work->book->tables[table];
    int64_t key = 0;
    if (!law_fact_number(work, right, of->key, right->last_day, &key)) {
        return false;
    }
    for (size_t i = of->first; i < of->last; i++) {
        const LawTableRow *row = &work->book->table_rows[i];
        if (!law_source_holds(&row->source, right->value_day, work->known_at)) {
            continue;
        }
        for (size_t c = row->first_cell; c < row->first_cell + row->cell_count; c++) {
            const LawCell *cell = &work->book->cells[c];
            if (cell->from <= key && key <= cell->to) {
                *ret_dong = cell->dong;
                *ret_source = &row->source;
                return true;
            }
        }
        return false; /* the law of the day has no such line */
    }
    return false;
}

/* The count that the coefficient is multiplied by; false when it is not known. */
static bool count_find(const LawWork *work, const LawRight *right, const LawRow *row,
                       int64_t *ret_halves) {
    int32_t fact = row->per >= 0 ? row->per : right->who->counts;
    int64_t count = 0;
    if (fact < 0) {
        *ret_halves = 2;
        return true;
    }
    if (!law_fact_number(work, right, fact, right->last_day, &count)) {
        return false;
    }
    bool month_of_loss = count == 0 && right->first_day < right->last_day;
    if (month_of_loss && !law_fact_number(work, right, fact, law_day_before(right), &count)) {
        return false;
    }
    if (row->half_years) { /* nd75/4.4: 6 months and more are a year, less are half a year */
        int64_t rest = count % 12;
        *ret_halves = count / 12 * 2 + (rest >= 6 ? 2 : rest > 0 ? 1 : 0);
        return true;
    }
    *ret_halves = count < 0 || count > 100000 ? 0 : count * 2;
    return true;
}

static void trace_row(const LawWork *work, const LawRight *right, const LawRow *row,
                      int64_t hundredths) {
    const LawClause *clause = law_clause_find(work->book, row->clause_id);
    LawStep step = {
        .kind = LAW_STEP_ROW,
        .enrolment = right->enrolment,
        .outcome = (int32_t)row->form,
        .verified = row->source.verified,
        .code = clause ? clause->clause_code : STR(""),
        .text_vi = clause ? clause->citation : STR(""),
        .article = row->source.article,
        .numbers = {row->hundredths, hundredths, right->age_months, (int64_t)right->degree},
    };
    law_trace_add(work->trace, &step);
}

static void trace_value(const LawWork *work, const LawRight *right, const LawValue *value,
                        int64_t dong) {
    const LawParameter *parameter = &work->book->parameters[value->parameter];
    LawStep step = {
        .kind = LAW_STEP_PARAMETER,
        .enrolment = right->enrolment,
        .verified = value->source.verified,
        .code = value->text,
        .text_vi = parameter->text_vi,
        .text_en = parameter->text_en,
        .article = value->source.article,
        .numbers = {dong, value->source.pays_from, value->source.known_from},
    };
    law_trace_add(work->trace, &step);
}

static void trace_amount(const LawWork *work, const LawCandidate *candidate) {
    LawStep step = {
        .kind = LAW_STEP_AMOUNT,
        .enrolment = candidate->enrolment,
        .outcome = (int32_t)candidate->row->form,
        .verified = candidate->verified,
        .code = law_component_name(work->book, candidate->component),
        .numbers = {candidate->base_dong, candidate->hundredths, candidate->amount_dong},
    };
    law_trace_add(work->trace, &step);
}

/* Base of a candidate; *ret_known false when a fact or a table row is missing. */
static Status base_find(Ctx *ctx, const LawWork *work, const LawRight *right, const LawRow *row,
                        LawCandidate *candidate, bool *ret_known) {
    const LawValue *value = NULL;
    const LawSource *source = NULL;
    *ret_known = true;
    switch (row->form) {
    case LAW_FORM_TIMES:
        if (!law_value_find(work, row->parameter, right->value_day, row->local, &value,
                            &candidate->base_dong)) {
            return ctx_fail(ctx, E_LAW_NO_STANDARD, "month %lld",
                            (long long)(right->value_day / 100));
        }
        candidate->verified = candidate->verified && value->source.verified;
        if (work->trace) {
            trace_value(work, right, value, candidate->base_dong);
        }
        return OK;
    case LAW_FORM_TABLE:
        *ret_known = table_find(work, right, row->table, &candidate->base_dong, &source);
        if (*ret_known && source) {
            candidate->verified = candidate->verified && source->verified;
        }
        return OK;
    case LAW_FORM_DONG:
    case LAW_FORM_KILOGRAMS:
        candidate->base_dong = row->dong;
        return OK;
    case LAW_FORM_OF_PAID: /* law_combine() knows what is paid */
        return OK;
    }
    return ctx_fail(ctx, E_BUG, "form %d", (int)row->form);
}

static Status candidate_add(Ctx *ctx, LawWork *work, const LawRight *right, const LawRow *row,
                            bool *ret_known) {
    bool exact_birth = work->person->birth_date / 100 % 100 != 0;
    bool by_age =
        right->age_matters || row->ages.from_months > 0 || row->ages.below_months < LAW_AGE_OPEN;
    int64_t halves = 0;
    LawCandidate candidate = {
        .row = row,
        .enrolment = right->enrolment,
        .component = row->component,
        .verified = right->category->verified && row->source.verified && (exact_birth || !by_age),
    };
    bool known = count_find(work, right, row, &halves);
    if (known) {
        candidate.hundredths = row->hundredths * halves / 2;
        if (work->trace) {
            trace_row(work, right, row, candidate.hundredths);
        }
        TRY(base_find(ctx, work, right, row, &candidate, &known));
    }
    *ret_known = known;
    if (!known || (candidate.hundredths == 0 && row->form != LAW_FORM_OF_PAID)) {
        return OK;
    }
    if (row->form != LAW_FORM_KILOGRAMS && row->form != LAW_FORM_OF_PAID) {
        Money amount;
        TRY(money_times_hundredths(ctx, (Money){candidate.base_dong}, candidate.hundredths,
                                   (MoneyRounding)row->rounding, &amount));
        candidate.amount_dong = amount.dong;
    }
    if (work->candidate_count == LAW_CANDIDATE_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %d amounts of one person", LAW_CANDIDATE_MAX);
    }
    if (work->trace) {
        trace_amount(work, &candidate);
    }
    work->candidates[work->candidate_count++] = candidate;
    return OK;
}

/* Whether a row fits but for its conditions; those are looked at last. */
static bool row_fits(const LawWork *work, const LawRight *right, const LawRow *row, bool local) {
    return str_is_empty(row->source.area) != local &&
           law_source_holds(&row->source, right->value_day, work->known_at) &&
           row->ages.from_months <= right->age_months &&
           right->age_months < row->ages.below_months &&
           (row->degrees >> right->degree & 1U) != 0 &&
           law_lives_in(work->person, row->source.area, right->last_day);
}

typedef struct Found {
    const LawRow *row;
    bool missing;  /* a fact that a row asks for is not known */
    bool required; /* somebody of the category must have a row */
} Found;

/* The first row of a component that holds, from `at` on; *at moves behind the component. */
static Found row_find(const LawWork *work, const LawRight *right, size_t *at) {
    const LawBook *book = work->book;
    int32_t component = book->rows[*at].component;
    LawWork silent;
    const LawWork *quiet = work;
    Found found = {.row = NULL};
    const LawRow *own = NULL;
    if (work->trace) {
        silent = *work;
        silent.trace = NULL;
        quiet = &silent;
    }
    for (; *at < right->who->last_row && book->rows[*at].component == component; (*at)++) {
        const LawRow *row = &book->rows[*at];
        bool local = !str_is_empty(row->source.area);
        found.required = found.required || !row->partial;
        if ((local ? own : found.row) || !row_fits(work, right, row, local)) {
            continue;
        }
        LawOutcome outcome =
            law_tests_check(quiet, right, row->tests, right->last_day, right->last_day);
        found.missing = found.missing || outcome == LAW_BY_DECISION;
        if (outcome == LAW_MET && local) {
            own = row;
        } else if (outcome == LAW_MET) {
            found.row = row;
        }
    }
    if (own) { /* a row of the province stands for the national one: the province may pay more */
        found.row = own;
    }
    if (found.row && work->trace) {
        LawOutcome said =
            law_tests_check(work, right, found.row->tests, right->last_day, right->last_day);
        found.missing = said == LAW_FAILED; /* never: it was met above */
    }
    return found;
}

Status law_amount_find(Ctx *ctx, LawWork *work, const LawRight *right, LawReason *ret_reason) {
    LawReason reason = LAW_REASON_PAID;
    size_t before = work->candidate_count;
    for (size_t at = right->who->first_row; at < right->who->last_row;) {
        bool known = true;
        Found found = row_find(work, right, &at);
        if (!found.row) {
            if (found.required && reason == LAW_REASON_PAID) {
                reason = found.missing ? LAW_REASON_FACT_MISSING : LAW_REASON_NO_ROW;
            }
            continue;
        }
        TRY(candidate_add(ctx, work, right, found.row, &known));
        if (!known) {
            reason =
                found.row->form == LAW_FORM_TABLE ? LAW_REASON_NO_ROW : LAW_REASON_FACT_MISSING;
        }
    }
    if (work->candidate_count == before && reason == LAW_REASON_PAID) {
        reason = LAW_REASON_CONDITION;
    }
    *ret_reason = reason;
    return OK;
}
