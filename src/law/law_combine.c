/*
 * Several rights of one person (LW3). What no rule names is added up; rules are applied in the
 * order excludes, at most, highest, and last come the sums that multiply what is then paid.
 */
#include "law/law_work.h"

#include "base/checked.h"
#include "value/money.h"

static const LawEnrolment *enrolment_of(const LawWork *work, const LawCandidate *candidate) {
    return law_work_enrolment(work, candidate->enrolment);
}

static int32_t programme_of(const LawWork *work, const LawCandidate *candidate) {
    return work->book->categories[candidate->row->category_no - 1].programme_no;
}

/* Whether a rule speaks of a candidate that is still paid. */
static bool rule_has(const LawWork *work, const LawCombination *rule,
                     const LawCandidate *candidate) {
    return candidate->reason == LAW_REASON_PAID &&
           (rule->components >> candidate->component & 1U) != 0 &&
           (rule->programmes >> programme_of(work, candidate) & 1U) != 0 &&
           law_set_has(&rule->categories, candidate->row->category_no);
}

/* Higher amount wins; among equals the earlier category of the law, then the earlier decision. */
static bool candidate_beats(const LawWork *work, const LawCandidate *a, const LawCandidate *b) {
    if (!a || !b) {
        return a != NULL;
    }
    if (a->amount_dong != b->amount_dong) {
        return a->amount_dong > b->amount_dong;
    }
    if (a->row->category_no != b->row->category_no) {
        return a->row->category_no < b->row->category_no;
    }
    return enrolment_of(work, a)->enrolment_id < enrolment_of(work, b)->enrolment_id;
}

static void lose(LawWork *work, LawCandidate *loser, LawReason reason, const LawCombination *rule,
                 const LawCandidate *winner) {
    LawStep step = {
        .kind = LAW_STEP_COMBINED,
        .enrolment = loser->enrolment,
        .outcome = (int32_t)reason,
        .verified = rule->source.verified,
        .code = work->book->categories[loser->row->category_no - 1].category_code,
        .text_vi =
            winner ? work->book->categories[winner->row->category_no - 1].category_code : STR(""),
        .article = rule->source.article,
        .numbers = {loser->amount_dong, winner ? winner->amount_dong : 0},
    };
    loser->reason = reason;
    law_trace_add(work->trace, &step);
}

static void apply_excludes(LawWork *work, const LawCombination *rule) {
    const LawCandidate *winner = NULL;
    for (size_t i = 0; i < work->candidate_count && !winner; i++) {
        const LawCandidate *candidate = &work->candidates[i];
        if (candidate->reason == LAW_REASON_PAID &&
            law_set_has(&rule->winners, candidate->row->category_no)) {
            winner = candidate;
        }
    }
    for (size_t i = 0; winner && i < work->candidate_count; i++) {
        if (rule_has(work, rule, &work->candidates[i]) && &work->candidates[i] != winner) {
            lose(work, &work->candidates[i], LAW_REASON_EXCLUDED, rule, winner);
        }
    }
}

static void apply_at_most(LawWork *work, const LawCombination *rule) {
    uint64_t members = 0; /* LAW_CANDIDATE_MAX is 64 */
    for (size_t i = 0; i < work->candidate_count; i++) {
        members |= (uint64_t)rule_has(work, rule, &work->candidates[i]) << i;
    }
    for (size_t i = 0; i < work->candidate_count; i++) {
        LawCandidate *candidate = &work->candidates[i];
        const LawCandidate *better = NULL;
        size_t beaten_by = 0;
        for (size_t j = 0; (members >> i & 1U) != 0 && j < work->candidate_count; j++) {
            const LawCandidate *other = &work->candidates[j];
            if (i != j && (members >> j & 1U) != 0 && candidate_beats(work, other, candidate)) {
                beaten_by++;
                better = other;
            }
        }
        if (beaten_by >= rule->count) {
            lose(work, candidate, LAW_REASON_LOST, rule, better);
        }
    }
}

typedef struct Best {
    LawCandidate *beside; /* nd20/6.2: clause 4 */
    LawCandidate *with;   /* clauses 5, 6, 8 */
    LawCandidate *other;
} Best;

static Best best_find(LawWork *work, const LawCombination *rule) {
    Best best = {NULL, NULL, NULL};
    for (size_t i = 0; i < work->candidate_count; i++) {
        LawCandidate *candidate = &work->candidates[i];
        LawCandidate **place = &best.other;
        if (!rule_has(work, rule, candidate)) {
            continue;
        }
        if (rule->beside_component != 0 &&
            law_set_has(&rule->winners, candidate->row->category_no)) {
            place = &best.beside;
        } else if (rule->beside_component != 0 &&
                   law_set_has(&rule->with, candidate->row->category_no)) {
            place = &best.with;
        }
        if (candidate_beats(work, candidate, *place)) {
            *place = candidate;
        }
    }
    return best;
}

/* One, the highest; or two that may stand beside each other, when they give as much or more. */
static void apply_highest(LawWork *work, const LawCombination *rule) {
    Best best = best_find(work, rule);
    const LawCandidate *main = best.other;
    LawCandidate *beside = NULL;
    int64_t other_dong = best.other ? best.other->amount_dong : 0;
    if (best.beside && best.with &&
        best.beside->amount_dong + best.with->amount_dong >= other_dong) {
        main = best.with;
        beside = best.beside;
    } else {
        main = candidate_beats(work, best.with, main) ? best.with : main;
        main = candidate_beats(work, best.beside, main) ? best.beside : main;
    }
    for (size_t i = 0; i < work->candidate_count; i++) {
        LawCandidate *candidate = &work->candidates[i];
        if (rule_has(work, rule, candidate) && candidate != main && candidate != beside) {
            lose(work, candidate, LAW_REASON_LOST, rule, main);
        }
    }
    if (beside) {
        beside->component = rule->beside_component;
        beside->verified = beside->verified && rule->source.verified;
    }
}

/* Sums that are a multiple of what is owed in the same month (three months on death). */
static Status apply_of_paid(Ctx *ctx, LawWork *work) {
    for (size_t i = 0; i < work->candidate_count; i++) {
        LawCandidate *candidate = &work->candidates[i];
        int64_t sum_dong = 0;
        if (candidate->row->form != LAW_FORM_OF_PAID) {
            continue;
        }
        for (size_t j = 0; j < work->candidate_count; j++) {
            const LawCandidate *other = &work->candidates[j];
            if (other->row->form != LAW_FORM_OF_PAID && other->reason == LAW_REASON_PAID &&
                programme_of(work, other) == programme_of(work, candidate) &&
                (candidate->row->paid_components >> other->component & 1U) != 0) {
                if (ckd_add(&sum_dong, sum_dong, other->amount_dong)) {
                    return ctx_fail(ctx, E_MONEY_OVERFLOW, "sum of a month");
                }
                candidate->verified = candidate->verified && other->verified;
            }
        }
        Money amount;
        TRY(money_times_hundredths(ctx, (Money){sum_dong}, candidate->hundredths,
                                   (MoneyRounding)candidate->row->rounding, &amount));
        candidate->base_dong = sum_dong;
        candidate->amount_dong = amount.dong;
        candidate->reason = amount.dong > 0 ? candidate->reason : LAW_REASON_CONDITION;
        LawStep step = {.kind = LAW_STEP_AMOUNT,
                        .enrolment = candidate->enrolment,
                        .outcome = (int32_t)LAW_FORM_OF_PAID,
                        .verified = candidate->verified,
                        .code = law_component_name(work->book, candidate->component),
                        .numbers = {sum_dong, candidate->hundredths, amount.dong}};
        law_trace_add(work->trace, &step);
    }
    return OK;
}

static void apply(LawWork *work, LawCombinationKind kind) {
    int64_t day = period_first_day(work->question->period);
    for (size_t i = 0; i < work->book->combination_count; i++) {
        const LawCombination *rule = &work->book->combinations[i];
        if (rule->kind != kind || !law_source_holds(&rule->source, day, work->known_at)) {
            continue;
        }
        if (kind == LAW_COMBINE_EXCLUDES) {
            apply_excludes(work, rule);
        } else if (kind == LAW_COMBINE_AT_MOST) {
            apply_at_most(work, rule);
        } else {
            apply_highest(work, rule);
        }
    }
}

Status law_combine(Ctx *ctx, LawWork *work) {
    if (work->candidate_count > 1) {
        apply(work, LAW_COMBINE_EXCLUDES);
        apply(work, LAW_COMBINE_AT_MOST);
        apply(work, LAW_COMBINE_HIGHEST);
    }
    return apply_of_paid(ctx, work);
}
