#include "law/law_book.h"

#include <stdlib.h>

bool law_set_has(const LawSet *set, int32_t category_no) {
    uint32_t i = (uint32_t)category_no - 1;
    return (set->bits[i / 64] >> (i % 64) & 1U) != 0;
}

void law_set_add(LawSet *set, int32_t category_no) {
    uint32_t i = (uint32_t)category_no - 1;
    set->bits[i / 64] |= 1ULL << (i % 64);
}

bool law_source_holds(const LawSource *source, int64_t day, int64_t known_at) {
    return source->pays_from <= day && day <= source->pays_to &&
           (known_at == LAW_ALL_KNOWN || source->known_from <= known_at);
}

/* Later law first: reforms, then by the day of knowledge, then by the first day of payment. */
static int source_compare(const LawSource *a, const LawSource *b) {
    if (a->is_reform != b->is_reform) {
        return a->is_reform ? -1 : 1;
    }
    if (a->known_from != b->known_from) {
        return a->known_from > b->known_from ? -1 : 1;
    }
    return (a->pays_from < b->pays_from) - (a->pays_from > b->pays_from);
}

/* Of equal ones the order of the files, so that the order is one and the same everywhere. */
static int place_compare(const LawRow *a, const LawRow *b) {
    return (a > b) - (a < b);
}

static int row_compare(const void *a, const void *b) {
    const LawRow *x = *(const LawRow *const *)a;
    const LawRow *y = *(const LawRow *const *)b;
    if (x->category_no != y->category_no) {
        return x->category_no < y->category_no ? -1 : 1;
    }
    if (x->component != y->component) {
        return x->component < y->component ? -1 : 1;
    }
    int order = source_compare(&x->source, &y->source);
    return order != 0 ? order : place_compare(x, y);
}

static int value_compare(const void *a, const void *b) {
    const LawValue *x = a;
    const LawValue *y = b;
    if (x->parameter != y->parameter) {
        return x->parameter < y->parameter ? -1 : 1;
    }
    return source_compare(&x->source, &y->source);
}

static int table_row_compare(const void *a, const void *b) {
    const LawTableRow *x = a;
    const LawTableRow *y = b;
    if (x->table != y->table) {
        return x->table < y->table ? -1 : 1;
    }
    return source_compare(&x->source, &y->source);
}

static Status rows_order(Ctx *ctx, LawBook *book) {
    const LawRow **order = NULL;
    LawRow *rows = NULL;
    if (book->row_count == 0) {
        return OK;
    }
    TRY(ctx_alloc(ctx, book->row_count * sizeof *order, (void **)&order));
    TRY(ctx_alloc(ctx, book->row_count * sizeof *rows, (void **)&rows));
    for (size_t i = 0; i < book->row_count; i++) {
        order[i] = &book->rows[i];
    }
    qsort(order, book->row_count, sizeof order[0], row_compare);
    for (size_t i = 0; i < book->row_count; i++) {
        rows[i] = *order[i];
    }
    size_t row = 0;
    for (size_t i = 0; i < book->row_count; i++) {
        book->rows[i] = rows[i];
    }
    for (size_t i = 0; i < book->category_count; i++) {
        book->who[i].first_row = row;
        while (row < book->row_count && book->rows[row].category_no == (int32_t)i + 1) {
            row++;
        }
        book->who[i].last_row = row;
    }
    return OK;
}

Status law_book_order(Ctx *ctx, LawBook *book) {
    TRY(rows_order(ctx, book));
    qsort(book->values, book->value_count, sizeof book->values[0], value_compare);
    qsort(book->table_rows, book->table_row_count, sizeof book->table_rows[0], table_row_compare);
    size_t at = 0;
    for (size_t i = 0; i < book->parameter_count; i++) {
        book->parameters[i].first = at;
        while (at < book->value_count && book->values[at].parameter == (int32_t)i) {
            at++;
        }
        book->parameters[i].last = at;
    }
    at = 0;
    for (size_t i = 0; i < book->table_count; i++) {
        book->tables[i].first = at;
        while (at < book->table_row_count && book->table_rows[at].table == (int32_t)i) {
            at++;
        }
        book->tables[i].last = at;
    }
    return OK;
}

Str law_book_hash(const LawBook *book) {
    return book->hash;
}

int64_t law_known_rows(const LawBook *book, int64_t known_at) {
    int64_t count = 0;
    for (size_t i = 0; i < book->value_count; i++) {
        count += book->values[i].source.known_from <= known_at;
    }
    for (size_t i = 0; i < book->row_count; i++) {
        count += book->rows[i].source.known_from <= known_at;
    }
    for (size_t i = 0; i < book->end_count; i++) {
        count += book->ends[i].source.known_from <= known_at;
    }
    for (size_t i = 0; i < book->table_row_count; i++) {
        count += book->table_rows[i].source.known_from <= known_at;
    }
    for (size_t i = 0; i < book->category_count; i++) {
        count += book->categories[i].known_from <= known_at;
    }
    return count;
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

static const LawName *name_find(const LawName *names, size_t count, int32_t id) {
    for (size_t i = 0; i < count; i++) {
        if (names[i].id == id) {
            return &names[i];
        }
    }
    return NULL;
}

Str law_component_name(const LawBook *book, int32_t component) {
    const LawName *name = name_find(book->components, book->component_count, component);
    return name ? name->name : STR("");
}

Str law_programme_code(const LawBook *book, int32_t programme_no) {
    const LawName *name = name_find(book->programmes, book->programme_count, programme_no);
    return name ? name->name : STR("");
}

Str law_fact_name(const LawBook *book, int32_t fact_no) {
    size_t i = (size_t)fact_no;
    return fact_no >= 0 && i < book->fact_count ? book->facts[i].name : STR("");
}

const char *law_reason_code(LawReason reason) {
    static const char *const CODES[] = {"PAID",       "NOT_STARTED", "ENDED",        "DEAD",
                                        "SUSPENDED",  "AGE",         "CONDITION",    "NOT_KNOWN",
                                        "LOST",       "EXCLUDED",    "FACT_MISSING", "NO_ROW",
                                        "NO_CATEGORY"};
    return (size_t)reason < sizeof CODES / sizeof CODES[0] ? CODES[reason] : "";
}
