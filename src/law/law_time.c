/* First and last months: start rules by the day of the decision, stop rules, ends of categories. */
#include "law/law_book.h"

Period law_last_period(int64_t day) {
    return (Period){day / 100};
}

bool law_scope_has(const LawBook *book, LawScope scope, int32_t category_no) {
    if (scope.category_no != 0) {
        return scope.category_no == category_no;
    }
    return scope.programme_no == book->categories[category_no - 1].programme_no;
}

/* The rule of the day of the decision; of a decision older than all rules the oldest one. */
const LawStartRule *law_start_rule(const LawBook *book, int32_t category_no,
                                   int64_t decision_date) {
    const LawStartRule *found = NULL;
    const LawStartRule *oldest = NULL;
    for (size_t i = 0; i < book->start_count; i++) {
        const LawStartRule *rule = &book->starts[i];
        if (!law_scope_has(book, rule->scope, category_no)) {
            continue;
        }
        bool nearer = !found || rule->scope.category_no != 0;
        if (rule->decided_from <= decision_date && decision_date <= rule->decided_to && nearer) {
            found = rule;
        }
        if (!oldest || rule->decided_from < oldest->decided_from ||
            (rule->decided_from == oldest->decided_from && rule->scope.category_no != 0)) {
            oldest = rule;
        }
    }
    return found ? found : oldest;
}

const LawStopRule *law_stop_rule(const LawBook *book, int32_t category_no, LawStopOn on) {
    const LawStopRule *found = NULL;
    for (size_t i = 0; i < book->stop_count; i++) {
        const LawStopRule *rule = &book->stops[i];
        if ((rule->on & on) != 0 && law_scope_has(book, rule->scope, category_no) &&
            (!found || rule->scope.category_no != 0)) {
            found = rule;
        }
    }
    return found;
}

const LawSuspension *law_suspension_rule(const LawBook *book, int32_t category_no,
                                         int64_t known_at) {
    for (size_t i = 0; i < book->suspension_count; i++) {
        const LawSuspension *rule = &book->suspensions[i];
        if (law_scope_has(book, rule->scope, category_no) &&
            (known_at == LAW_ALL_KNOWN || rule->source.known_from <= known_at)) {
            return rule;
        }
    }
    return NULL;
}

int64_t law_category_last_day(const LawBook *book, int32_t category_no, int64_t known_at) {
    int64_t last_day = book->categories[category_no - 1].pays_to;
    int64_t known_from = 0;
    for (size_t i = 0; i < book->end_count; i++) {
        const LawEnd *end = &book->ends[i];
        bool known = known_at == LAW_ALL_KNOWN || end->source.known_from <= known_at;
        if (end->category_no == category_no && known && end->source.known_from >= known_from) {
            known_from = end->source.known_from;
            last_day = end->last_day;
        }
    }
    return last_day;
}

static Status start_by_age(Ctx *ctx, const LawBook *book, const LawStart *start,
                           Period *ret_period) {
    Date birth;
    int32_t months = book->who[start->category_no - 1].ages.from_months;
    Period period;
    TRY(date_from_number(ctx, start->birth_date, &birth));
    TRY(date_age_period(ctx, birth, months / 12, &period));
    *ret_period = period_add_months(period, months % 12);
    return OK;
}

Status law_start_period(Ctx *ctx, const LawBook *book, const LawStart *start, Period *ret_period) {
    if (!law_category_at(book, start->category_no)) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "category number %d", (int)start->category_no);
    }
    const LawStartRule *rule = law_start_rule(book, start->category_no, start->decision_date);
    int64_t day = start->decision_date;
    Period period;
    if (rule && rule->month == LAW_START_AGE && start->birth_date != 0) {
        return start_by_age(ctx, book, start, ret_period);
    }
    if (rule && rule->month == LAW_START_CERTIFICATE && start->certificate_date != 0) {
        day = start->certificate_date;
    }
    if (rule && rule->month == LAW_START_EVENT && start->event_date != 0) {
        day = start->event_date;
    }
    TRY(period_from_day(ctx, day, &period));
    *ret_period = period_add_months(period, rule ? rule->plus_months : 0);
    return OK;
}
