/*
 * law_rows_list.h -- the rows of a book one after the other, for those who review the law.
 *
 * Floor 2. Values, amounts, categories, ends and rules, in the order of the book.
 */
#ifndef LAW_LAW_ROWS_LIST_H
#define LAW_LAW_ROWS_LIST_H

#include "law/law.h"

typedef struct LawRowView {
    const char *file;
    size_t line;
    const char *kind; /* "value", "amount", "category", "end", "start", "stop", "combination" */
    Str name;
    Str article;
    int64_t pays_from;
    int64_t known_from;
    bool verified;
} LawRowView;

/* False past the end. */
bool law_row_at(const LawBook *book, size_t i, LawRowView *ret_row);

#endif
