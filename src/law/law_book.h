/*
 * law_book.h -- the inside of a LawBook, shared by the files of this folder only.
 *
 * Floor 2. Rows of one thing lie together, those that supersede first: whoever looks from the front
 * takes the first one that holds (LW1).
 */
#ifndef LAW_LAW_BOOK_H
#define LAW_LAW_BOOK_H

#include "law/law_rows.h"

struct LawBook {
    Str hash;
    size_t fact_count;
    LawFact facts[LAW_FACT_MAX];
    size_t component_count;
    LawName components[LAW_COMPONENT_MAX + 1];
    size_t programme_count;
    LawName programmes[LAW_PROGRAMME_MAX];
    size_t clause_count;
    LawClause clauses[LAW_CLAUSE_MAX];
    size_t parameter_count;
    LawParameter parameters[LAW_PARAMETER_MAX];
    size_t value_count;
    LawValue values[LAW_VALUE_MAX];
    size_t table_count;
    LawTable tables[LAW_TABLE_MAX];
    size_t table_row_count;
    LawTableRow table_rows[LAW_TABLE_ROW_MAX];
    size_t cell_count;
    LawCell cells[LAW_CELL_MAX];
    size_t test_count;
    LawTest tests[LAW_TEST_MAX];
    size_t category_count;
    LawCategory categories[LAW_CATEGORY_MAX]; /* [category_no - 1] */
    LawWho who[LAW_CATEGORY_MAX];
    size_t row_count;
    LawRow rows[LAW_ROW_MAX];
    size_t start_count;
    LawStartRule starts[LAW_START_MAX];
    size_t stop_count;
    LawStopRule stops[LAW_STOP_MAX];
    size_t suspension_count;
    LawSuspension suspensions[LAW_STOP_MAX];
    size_t end_count;
    LawEnd ends[LAW_END_MAX];
    size_t combination_count;
    LawCombination combinations[LAW_COMBINATION_MAX];
    int32_t
        degree_fact; /* facts that the engine counts or reads by itself; -1 = not in the words */
    int32_t children_fact;
    int32_t small_children_fact;
};

bool law_set_has(const LawSet *set, int32_t category_no);
void law_set_add(LawSet *set, int32_t category_no);

/* Orders rows and values so that what supersedes comes first. */
Status law_book_order(Ctx *ctx, LawBook *book) MUST_CHECK;
/* E_LAW_CONFLICT (LW1). */
Status law_book_check(Ctx *ctx, LawBook *book) MUST_CHECK;
Status law_book_check_rows(Ctx *ctx, const LawBook *book) MUST_CHECK;
Status law_book_check_rules(Ctx *ctx, const LawBook *book) MUST_CHECK;

/* The rule for a category: one by category goes before one by programme. */
bool law_scope_has(const LawBook *book, LawScope scope, int32_t category_no);
const LawStartRule *law_start_rule(const LawBook *book, int32_t category_no, int64_t decision_date);
const LawStopRule *law_stop_rule(const LawBook *book, int32_t category_no, LawStopOn on);
const LawSuspension *law_suspension_rule(const LawBook *book, int32_t category_no,
                                         int64_t known_at);

/* Whether a row was known on the day of knowledge, and holds on a day. */
bool law_source_holds(const LawSource *source, int64_t day, int64_t known_at);

#endif
