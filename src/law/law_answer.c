/* Leads the question through its parts: rights, amounts, combination, answer. */
#include "law/law_work.h"

static void trace_nothing(const LawWork *work, int32_t enrolment, LawReason reason) {
    LawStep step = {.kind = LAW_STEP_NOTHING,
                    .enrolment = enrolment,
                    .outcome = (int32_t)reason,
                    .verified = true,
                    .numbers = {work->question->period.number}};
    law_trace_add(work->trace, &step);
}

/* Who is on a register needs no decision: a right is made for each register of the month. */
static Status registers_add(Ctx *ctx, LawWork *work) {
    const LawBook *book = work->book;
    size_t count = 0;
    for (size_t i = 0; work->question->with_registers && i < book->category_count; i++) {
        if (book->categories[i].basis != LAW_BASIS_REGISTER ||
            book->who[i].paid_in != work->question->period.number) {
            continue;
        }
        if (count == LAW_REGISTER_MAX) {
            return ctx_fail(ctx, E_LAW_CONFLICT, "more than %d gifts in a month", LAW_REGISTER_MAX);
        }
        work->registers[count++] = (LawEnrolment){
            .category_no = (int32_t)i + 1, .degree = LAW_BY_FACTS, .child_count = LAW_BY_FACTS};
    }
    work->right_count = work->person->enrolment_count + count;
    return OK;
}

static Status rights_find(Ctx *ctx, LawWork *work) {
    for (size_t i = 0; i < work->right_count; i++) {
        LawRight right = {.shallow = false};
        LawReason reason = LAW_REASON_NO_CATEGORY;
        TRY(law_right_find(ctx, work, (int32_t)i, &right, &reason));
        if (reason == LAW_REASON_PAID) {
            TRY(law_amount_find(ctx, work, &right, &reason));
        }
        if (reason != LAW_REASON_PAID && work->trace) {
            trace_nothing(work, (int32_t)i, reason);
        }
        work->reasons[i] = reason;
    }
    return OK;
}

static bool amount_before(const LawAmount *a, const LawAmount *b) {
    if (a->component != b->component) {
        return a->component < b->component;
    }
    return a->programme_no < b->programme_no;
}

/* Keeps the amounts in order of component, programme, decision. */
static void answer_add(LawAnswer *answer, LawAmount amount) {
    size_t at = answer->amount_count++;
    while (at > 0 && amount_before(&amount, &answer->amounts[at - 1])) {
        answer->amounts[at] = answer->amounts[at - 1];
        at--;
    }
    answer->amounts[at] = amount;
}

static LawAmount amount_of(const LawWork *work, const LawCandidate *candidate) {
    bool in_kind = candidate->row->form == LAW_FORM_KILOGRAMS;
    return (LawAmount){
        .component = candidate->component,
        .programme_no = work->book->categories[candidate->row->category_no - 1].programme_no,
        .enrolment_id = law_work_enrolment(work, candidate->enrolment)->enrolment_id,
        .clause_id = candidate->row->clause_id,
        .standard_dong = in_kind ? 0 : candidate->base_dong,
        .coefficient_hundredths = candidate->hundredths,
        .amount_dong = candidate->amount_dong,
        .in_kind_grams = in_kind ? candidate->base_dong * candidate->hundredths * 10 : 0,
        .verified = candidate->verified,
    };
}

static void trace_result(const LawWork *work, const LawAmount *amount, int32_t enrolment) {
    const LawClause *clause = law_clause_find(work->book, amount->clause_id);
    LawStep step = {
        .kind = LAW_STEP_RESULT,
        .enrolment = enrolment,
        .verified = amount->verified,
        .code = law_component_name(work->book, amount->component),
        .text_vi = clause ? clause->clause_code : STR(""),
        .numbers = {amount->amount_dong, amount->in_kind_grams},
    };
    law_trace_add(work->trace, &step);
}

static size_t paid_count(const LawWork *work) {
    size_t count = 0;
    for (size_t i = 0; i < work->candidate_count; i++) {
        count += work->candidates[i].reason == LAW_REASON_PAID;
    }
    return count;
}

static void answer_fill(LawWork *work, LawAnswer *answer) {
    bool paid[LAW_RIGHT_MAX] = {false};
    answer->amount_count = 0;
    for (size_t i = 0; i < work->candidate_count; i++) {
        const LawCandidate *candidate = &work->candidates[i];
        if (candidate->reason != LAW_REASON_PAID) {
            if (!paid[candidate->enrolment]) {
                work->reasons[candidate->enrolment] = candidate->reason;
            }
            continue;
        }
        paid[candidate->enrolment] = true;
        work->reasons[candidate->enrolment] = LAW_REASON_PAID;
        LawAmount amount = amount_of(work, candidate);
        answer_add(answer, amount);
        if (work->trace) {
            trace_result(work, &amount, candidate->enrolment);
        }
    }
    for (size_t i = 0; i < work->right_count; i++) {
        answer->reasons[i] = work->reasons[i];
        answer->categories[i] = law_work_enrolment(work, (int32_t)i)->category_no;
    }
    answer->right_count = work->right_count;
}

Status law_answer(Ctx *ctx, const LawBook *book, const LawQuestion *question,
                  LawAnswer *ret_answer) {
    LawWork work;
    if (question->person->enrolment_count > LAW_ENROLMENT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "a person with %zu enrolments",
                        question->person->enrolment_count);
    }
    /* Not zeroed as a whole: a country asks this four million times a month. */
    work.book = book;
    work.person = question->person;
    work.question = question;
    work.trace = question->trace;
    work.known_at = question->known_at;
    work.candidate_count = 0;
    TRY(registers_add(ctx, &work));
    TRY(rights_find(ctx, &work));
    TRY(law_combine(ctx, &work));
    if (paid_count(&work) > LAW_AMOUNT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "more than %d amounts of one person", LAW_AMOUNT_MAX);
    }
    if (work.right_count == 0 && work.trace) {
        trace_nothing(&work, -1, LAW_REASON_NO_CATEGORY);
    }
    answer_fill(&work, ret_answer);
    return OK;
}

Status law_amounts(Ctx *ctx, const LawBook *book, const LawPerson *person, Period period,
                   LawAmount ret_amounts[LAW_AMOUNT_MAX], size_t *ret_count) {
    LawQuestion question = {.person = person, .period = period, .known_at = LAW_ALL_KNOWN};
    LawAnswer answer;
    TRY(law_answer(ctx, book, &question, &answer));
    for (size_t i = 0; i < answer.amount_count; i++) {
        ret_amounts[i] = answer.amounts[i];
    }
    *ret_count = answer.amount_count;
    return OK;
}

/* The national standard of social assistance, which law/standard.yaml calls social_standard. */
static const LawValue *standard_value(const LawBook *book, Period period) {
    int64_t day = period_first_day(period);
    for (size_t i = 0; i < book->value_count; i++) {
        const LawValue *value = &book->values[i];
        if (str_equal(book->parameters[value->parameter].name, STR("social_standard")) &&
            str_is_empty(value->source.area) && value->of < 0 &&
            law_source_holds(&value->source, day, LAW_ALL_KNOWN)) {
            return value;
        }
    }
    return NULL;
}

Status law_standard(Ctx *ctx, const LawBook *book, Period period, int64_t *ret_standard_dong) {
    const LawValue *value = standard_value(book, period);
    if (!value) {
        return ctx_fail(ctx, E_LAW_NO_STANDARD, "month %lld", (long long)period.number);
    }
    *ret_standard_dong = value->value;
    return OK;
}

bool law_standard_is_verified(const LawBook *book, Period period) {
    const LawValue *value = standard_value(book, period);
    return value && value->source.verified;
}
