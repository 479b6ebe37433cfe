#include "payment/difference.h"

/* The monthly part of a person's lines, folded so that two months can be compared. */
typedef struct Monthly {
    int64_t amount_dong; /* the law's: with what is withheld */
    int64_t withheld_dong;
    int64_t standard_dong;
    int64_t coefficient_hundredths;
    int64_t enrolment_mark; /* changes when a line of another enrolment comes in or goes */
    int64_t clause_mark;
    size_t count;
} Monthly;

static bool is_monthly(const Obligation *line, int64_t period) {
    return line->period == period && line->component != COMPONENT_ARREARS;
}

static Monthly monthly_of(PersonLines lines) {
    Monthly monthly = {0};
    for (size_t i = 0; i < lines.count; i++) {
        const Obligation *line = &lines.lines[i];
        if (!is_monthly(line, lines.period)) {
            continue;
        }
        monthly.amount_dong += line->amount_dong + line->withheld_dong;
        monthly.withheld_dong += line->withheld_dong;
        monthly.coefficient_hundredths += line->coefficient_hundredths;
        monthly.enrolment_mark += line->enrolment_id * (line->component + 1);
        monthly.clause_mark += line->clause_id * (line->component + 1);
        if (line->standard_dong > monthly.standard_dong) {
            monthly.standard_dong = line->standard_dong;
        }
        monthly.count++;
    }
    return monthly;
}

int64_t person_lines_sum(PersonLines lines) {
    int64_t sum = 0;
    for (size_t i = 0; i < lines.count; i++) {
        sum += lines.lines[i].amount_dong;
    }
    return sum;
}

static Reason reason_of_coming(const DifferenceFacts *facts) {
    if (facts->undecided_before) {
        return REASON_UNHELD;
    }
    if (facts->paused_before) {
        return REASON_RESUMED;
    }
    return facts->moved_in ? REASON_MOVED_IN : REASON_NEW;
}

static Reason reason_of_going(const DifferenceFacts *facts) {
    if (facts->dead) {
        return REASON_STOPPED_DEATH;
    }
    if (!facts->in_area) {
        return REASON_MOVED_OUT;
    }
    if (facts->paused) {
        return REASON_SUSPENDED;
    }
    return facts->undecided ? REASON_HELD : REASON_STOPPED;
}

Reason difference_reason(const DifferenceFacts *facts, PersonLines before, PersonLines now) {
    int64_t sum_before = person_lines_sum(before);
    int64_t sum_now = person_lines_sum(now);
    if (sum_before == sum_now) {
        return REASON_NONE;
    }
    Monthly then = monthly_of(before);
    Monthly here = monthly_of(now);
    if (then.count == 0 && here.count > 0) {
        return reason_of_coming(facts);
    }
    if (here.count == 0 && then.count > 0) {
        return reason_of_going(facts);
    }
    if (then.amount_dong == here.amount_dong && then.withheld_dong != here.withheld_dong) {
        return here.withheld_dong > then.withheld_dong ? REASON_WITHHELD : REASON_WITHHELD_LESS;
    }
    if (then.amount_dong == here.amount_dong) {
        return sum_now > sum_before ? REASON_ARREARS_ADDED : REASON_ARREARS_ENDED;
    }
    if (then.count != here.count || then.enrolment_mark != here.enrolment_mark) {
        return REASON_CATEGORY_CHANGE;
    }
    if (then.coefficient_hundredths != here.coefficient_hundredths) {
        return REASON_AGE_CHANGE;
    }
    if (then.clause_mark != here.clause_mark) {
        return REASON_CATEGORY_CHANGE;
    }
    return here.standard_dong > then.standard_dong ? REASON_STANDARD_RAISED : REASON_CORRECTED;
}
