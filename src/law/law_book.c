#include "law/law_book.h"

extern const char data_law_nd20_2021[];
extern const char data_law_nd20_2021_end[];
extern const char data_law_standard[];
extern const char data_law_standard_end[];

size_t law_files_embedded(LawFile ret_files[LAW_FILE_MAX]) {
    ret_files[0] =
        (LawFile){"law/nd20-2021.yaml",
                  {data_law_nd20_2021, (size_t)(data_law_nd20_2021_end - data_law_nd20_2021)}};
    ret_files[1] =
        (LawFile){"law/standard.yaml",
                  {data_law_standard, (size_t)(data_law_standard_end - data_law_standard)}};
    return 2;
}

Str law_book_hash(const LawBook *book) {
    return book->hash;
}

size_t law_clause_count(const LawBook *book) {
    return book->clause_count;
}

const LawClause *law_clause_at(const LawBook *book, size_t i) {
    return i < book->clause_count ? &book->clauses[i] : NULL;
}

const LawClause *law_clause_find(const LawBook *book, int64_t clause_id) {
    for (size_t i = 0; i < book->clause_count; i++) {
        if (book->clauses[i].clause_id == clause_id) {
            return &book->clauses[i];
        }
    }
    return NULL;
}

size_t law_category_count(const LawBook *book) {
    return book->category_count;
}

const LawCategory *law_category_at(const LawBook *book, int32_t category_no) {
    if (category_no < 1 || (size_t)category_no > book->category_count) {
        return NULL;
    }
    return &book->categories[category_no - 1];
}

int32_t law_category_no(const LawBook *book, Str category_code) {
    for (size_t i = 0; i < book->category_count; i++) {
        if (str_equal(book->categories[i].category_code, category_code)) {
            return (int32_t)i + 1;
        }
    }
    return 0;
}

Period law_last_period(int64_t day) {
    return (Period){day / 100};
}

/* The rule of the day of the decision; of a decision older than all rules the oldest one. */
static const LawStartRule *start_rule_find(const LawBook *book, int32_t category_no,
                                           int64_t decision_date) {
    const LawStartRule *oldest = NULL;
    for (size_t i = 0; i < book->start_count; i++) {
        const LawStartRule *rule = &book->starts[i];
        if (rule->category_no != category_no) {
            continue;
        }
        if (rule->decided_from <= decision_date && decision_date <= rule->decided_to) {
            return rule;
        }
        if (!oldest || rule->decided_from < oldest->decided_from) {
            oldest = rule;
        }
    }
    return oldest;
}

static Status start_by_age(Ctx *ctx, const LawBook *book, const LawStart *start,
                           Period *ret_period) {
    Date birth;
    TRY(date_from_number(ctx, start->birth_date, &birth));
    return date_age_period(ctx, birth, book->categories[start->category_no - 1].age_from,
                           ret_period);
}

Status law_start_period(Ctx *ctx, const LawBook *book, const LawStart *start, Period *ret_period) {
    if (!law_category_at(book, start->category_no)) {
        return ctx_fail(ctx, E_ENROLMENT_CATEGORY, "category number %d", (int)start->category_no);
    }
    Period decision;
    TRY(period_from_day(ctx, start->decision_date, &decision));
    const LawStartRule *rule = start_rule_find(book, start->category_no, start->decision_date);
    if (rule && rule->month == LAW_START_AGE && start->birth_date != 0) {
        return start_by_age(ctx, book, start, ret_period);
    }
    if (rule && rule->month == LAW_START_CERTIFICATE && start->certificate_date != 0) {
        return period_from_day(ctx, start->certificate_date, ret_period);
    }
    *ret_period = decision;
    return OK;
}
