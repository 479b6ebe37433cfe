/*
 * law_values.h -- words and values of the law: facts, names, parameters, tables, and the source of
 * a row.
 *
 * Floor 2. Inside law/ only. Every row carries its source: file and line, article, and the two
 * times, from when it pays and from when it was known.
 */
#ifndef LAW_LAW_VALUES_H
#define LAW_LAW_VALUES_H

#include "law/law.h"

enum { LAW_WORD_MAX = 16 };

/* Where a row stands, what it cites, and its two times. */
typedef struct LawSource {
    const char *file;
    size_t line;
    Str article;
    Str area; /* empty = national */
    int64_t pays_from;
    int64_t pays_to;
    int64_t known_from;
    bool verified;
    bool is_reform;
} LawSource;

typedef enum LawFactKind { LAW_FACT_FLAG = 1, LAW_FACT_WORD = 2, LAW_FACT_NUMBER = 3 } LawFactKind;

typedef struct LawFact {
    LawFactKind kind;
    Str name;
    Str text_vi;
    Str text_en;
    Str words[LAW_WORD_MAX];
    size_t word_count;
} LawFact;

typedef struct LawName {
    int32_t id;
    Str name;
    Str text_vi;
    Str text_en;
} LawName;

typedef struct LawParameter {
    Str name;
    Str text_vi;
    Str text_en;
    LawSource source;
    size_t first; /* its values are values[first] .. values[last - 1] */
    size_t last;
} LawParameter;

typedef struct LawValue {
    LawSource source;
    Str text; /* the decree */
    int32_t parameter;
    int64_t value;      /* of its own, or ... */
    int32_t of;         /* ... of another parameter (-1 = none) ... */
    int64_t hundredths; /* ... times this */
} LawValue;

typedef struct LawCell {
    int64_t from; /* of the key, both included */
    int64_t to;
    int64_t dong;
} LawCell;

typedef struct LawTable {
    Str name;
    int32_t key; /* fact */
    LawSource source;
    size_t first;
    size_t last;
} LawTable;

typedef struct LawTableRow {
    LawSource source;
    int32_t table;
    size_t first_cell;
    size_t cell_count;
} LawTableRow;

#endif
