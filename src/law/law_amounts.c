/*
 * The amounts of a month. Each enrolment that reaches into the month gives at most one candidate:
 * the coefficient row of its category, degree and age. Care support stands alone; of the others the
 * highest remains (nd20/6.2), unless clause 4 may stand beside it.
 */
#include "law/law_book.h"

#include "value/money.h"

typedef struct Candidate {
    const LawEnrolment *enrolment; /* NULL = none */
    const LawRow *row;
    int64_t hundredths;
    bool verified;
} Candidate;

/* The highest candidate of each kind that the rule of the highest only tells apart. */
typedef struct Best {
    Candidate beside; /* clause 4 */
    Candidate with;   /* clauses 5, 6, 8 */
    Candidate other;
    Candidate care;
} Best;

/* What of a person does not change from enrolment to enrolment. */
typedef struct Month {
    const LawBook *book;
    Period period;
    int64_t age_months;  /* full months from the month of birth */
    bool birth_is_exact; /* at least the month is known */
} Month;

static const LawStandardRow *standard_row(const LawBook *book, Period period) {
    int64_t day = period_first_day(period);
    for (size_t i = book->standard_count; i-- > 0;) {
        const LawStandardRow *row = &book->standards[i];
        if (row->applies_from <= day && day <= row->applies_to) {
            return row;
        }
    }
    return NULL;
}

Status law_standard(Ctx *ctx, const LawBook *book, Period period, int64_t *ret_standard_dong) {
    const LawStandardRow *row = standard_row(book, period);
    if (!row) {
        return ctx_fail(ctx, E_LAW_NO_STANDARD, "month %lld", (long long)period.number);
    }
    *ret_standard_dong = row->dong;
    return OK;
}

bool law_standard_is_verified(const LawBook *book, Period period) {
    const LawStandardRow *row = standard_row(book, period);
    return row && row->verified;
}

/* A birth year alone counts as 1 January (assumed; Decree 158/2025/NĐ-CP Article 12 says so of
 * pensions). */
static Period birth_period(int64_t birth_date) {
    int64_t month = birth_date / 100;
    return (Period){month % 100 == 0 ? month + 1 : month};
}

/*
 * The full years that count for coefficients, or -1 outside the category. The month in which the
 * upper age is reached is still paid, at the coefficient of before: it ends from the month after.
 */
static int32_t category_age(const LawCategory *category, const Month *month) {
    int64_t below = category->age_below;
    int64_t months = month->age_months;
    if (months < 0 || (category->age_from > 0 && months < (int64_t)category->age_from * 12)) {
        return -1;
    }
    if (below >= 0 && months > below * 12) {
        return -1;
    }
    if (below >= 0 && months == below * 12) {
        return (int32_t)below - 1;
    }
    return (int32_t)(months / 12);
}

static const LawRow *row_find(const LawBook *book, const LawEnrolment *enrolment, int32_t age,
                              int64_t day) {
    size_t category = (size_t)enrolment->category_no - 1;
    for (size_t i = book->first_row[category]; i < book->first_row[category + 1]; i++) {
        const LawRow *row = &book->rows[i];
        if (row->age_from <= age && age < row->age_below && row->applies_from <= day &&
            day <= row->applies_to && (row->degrees >> enrolment->degree & 1U) != 0) {
            return row;
        }
    }
    return NULL;
}

static bool enrolment_reaches(const LawEnrolment *enrolment, Period period) {
    return !enrolment->paused && enrolment->from_period.number <= period.number &&
           (enrolment->to_period.number == 0 || period.number <= enrolment->to_period.number);
}

/* Whether the age decided: then a birth year read as 1 January makes the amount unverified. */
static bool age_matters(const LawCategory *category, const LawRow *row) {
    return category->age_from > 0 || category->age_below >= 0 || row->age_from > 0 ||
           row->age_below < LAW_AGE_OPEN;
}

static Candidate candidate_of(const Month *month, const LawEnrolment *enrolment) {
    const LawCategory *category = &month->book->categories[enrolment->category_no - 1];
    int64_t day = period_first_day(month->period);
    Candidate none = {.enrolment = NULL};
    if (!enrolment_reaches(enrolment, month->period) || day < category->applies_from ||
        day > category->applies_to || enrolment->degree < 0 ||
        enrolment->degree > LAW_DEGREE_EXCEPTIONAL) {
        return none;
    }
    int32_t age = category_age(category, month);
    const LawRow *row = age < 0 ? NULL : row_find(month->book, enrolment, age, day);
    int64_t times = category->counts ? enrolment->child_count : 1;
    if (!row || times <= 0) {
        return none;
    }
    bool verified = category->verified && row->verified &&
                    (month->birth_is_exact || !age_matters(category, row));
    return (Candidate){enrolment, row, row->hundredths * times, verified};
}

/* Higher coefficient wins; among equals the earlier row of the law, then the earlier enrolment. */
static bool candidate_beats(const Candidate *a, const Candidate *b) {
    if (!a->enrolment || !b->enrolment) {
        return a->enrolment != NULL;
    }
    if (a->hundredths != b->hundredths) {
        return a->hundredths > b->hundredths;
    }
    if (a->enrolment->category_no != b->enrolment->category_no) {
        return a->enrolment->category_no < b->enrolment->category_no;
    }
    return a->enrolment->enrolment_id < b->enrolment->enrolment_id;
}

static void best_take(Best *best, const LawBook *book, Candidate candidate) {
    if (!candidate.enrolment) {
        return;
    }
    LawSide side = book->sides[candidate.enrolment->category_no - 1];
    Candidate *place = &best->other;
    if (candidate.row->component == LAW_COMPONENT_CARE) {
        place = &best->care;
    } else if (side == LAW_SIDE_BESIDE) {
        place = &best->beside;
    } else if (side == LAW_SIDE_WITH) {
        place = &best->with;
    }
    if (candidate_beats(&candidate, place)) {
        *place = candidate;
    }
}

static Status amount_add(Ctx *ctx, const Month *month, const Candidate *candidate,
                         LawComponent component, LawAmount *amounts, size_t *count) {
    const LawStandardRow *standard = standard_row(month->book, month->period);
    if (!standard) {
        return ctx_fail(ctx, E_LAW_NO_STANDARD, "month %lld", (long long)month->period.number);
    }
    Money amount;
    /* All sums of today are whole; the law names no rounding, so half a đồng would go to the
     * person. */
    TRY(money_times_hundredths(ctx, (Money){standard->dong}, candidate->hundredths,
                               MONEY_ROUND_HALF_UP_DONG, &amount));
    amounts[(*count)++] = (LawAmount){
        .component = component,
        .enrolment_id = candidate->enrolment->enrolment_id,
        .clause_id = candidate->row->clause_id,
        .standard_dong = standard->dong,
        .coefficient_hundredths = candidate->hundredths,
        .amount_dong = amount.dong,
        .verified = candidate->verified && standard->verified,
    };
    return OK;
}

/* nd20/6.2: the highest only, or clause 4 together with the highest of clauses 5, 6 and 8. */
static Status amounts_of_best(Ctx *ctx, const Month *month, const Best *best, LawAmount *amounts,
                              size_t *count) {
    const Candidate *main = &best->other;
    const Candidate *beside = NULL;
    bool both = best->beside.enrolment && best->with.enrolment;
    if (both && best->beside.hundredths + best->with.hundredths >= best->other.hundredths) {
        main = &best->with;
        beside = &best->beside;
    } else {
        if (candidate_beats(&best->with, main)) {
            main = &best->with;
        }
        if (candidate_beats(&best->beside, main)) {
            main = &best->beside;
        }
    }
    if (main->enrolment) {
        TRY(amount_add(ctx, month, main, LAW_COMPONENT_ALLOWANCE, amounts, count));
    }
    if (beside) {
        TRY(amount_add(ctx, month, beside, month->book->beside_component, amounts, count));
    }
    if (best->care.enrolment) {
        TRY(amount_add(ctx, month, &best->care, LAW_COMPONENT_CARE, amounts, count));
    }
    return OK;
}

Status law_amounts(Ctx *ctx, const LawBook *book, const LawPerson *person, Period period,
                   LawAmount ret_amounts[LAW_AMOUNT_MAX], size_t *ret_count) {
    size_t count = 0;
    if (person->enrolment_count > LAW_ENROLMENT_MAX) {
        return ctx_fail(ctx, E_ARGUMENT, "a person with %zu enrolments", person->enrolment_count);
    }
    if (person->death_date != 0 && law_last_period(person->death_date).number < period.number) {
        *ret_count = 0;
        return OK;
    }
    Month month = {
        .book = book,
        .period = period,
        .age_months = period_months_between(birth_period(person->birth_date), period),
        .birth_is_exact = person->birth_date / 100 % 100 != 0,
    };
    Best best = {.care = {.enrolment = NULL}};
    for (size_t i = 0; i < person->enrolment_count; i++) {
        const LawEnrolment *enrolment = &person->enrolments[i];
        if (enrolment->category_no < 1 || (size_t)enrolment->category_no > book->category_count) {
            return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "category number %d",
                            (int)enrolment->category_no);
        }
        best_take(&best, book, candidate_of(&month, enrolment));
    }
    LawAmount amounts[LAW_AMOUNT_MAX] = {{.enrolment_id = 0}};
    TRY(amounts_of_best(ctx, &month, &best, amounts, &count));
    for (size_t i = 0; i < count; i++) {
        ret_amounts[i] = amounts[i];
    }
    *ret_count = count;
    return OK;
}
