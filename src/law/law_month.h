/*
 * law_month.h -- the table of a month, seen by those who fill it and those who read it.
 *
 * Floor 2. Ages fall into classes: months of age between which no cell of any category changes, so
 * that the part of the table that a country needs stays in the nearest cache.
 */
#ifndef LAW_LAW_MONTH_H
#define LAW_LAW_MONTH_H

#include "law/law_batch.h"
#include "law/law_work.h"

enum {
    LAW_AGE_MONTHS = 1441,    /* the last stands for all above */
    LAW_CELL_NONE = 0,        /* gives nothing */
    LAW_CELL_NEEDS_MORE = 1,  /* the columns cannot say */
    LAW_CELL_FIRST = 2,       /* of those that give */
    LAW_CELL_MASK = 0xFFFF,   /* of an entry of the table: which cell */
    LAW_CELL_COUNTS = 1 << 16 /* of an entry: times the number of children */
};

/* What one category gives at some degree and ages, per child where it counts children. */
typedef struct LawMonthCell {
    const LawRow *row;
    int64_t base_dong;
    int64_t hundredths;
    int64_t unit_dong;
    bool counts;
    bool verified;
} LawMonthCell;

struct LawMonth {
    const LawBook *book;
    Period period;
    int64_t known_at;
    int32_t number;
    int32_t known_number; /* deaths of later months are not known */
    int32_t kind_count;
    int32_t class_count;
    size_t place_count; /* 1 + those named */
    size_t cell_count;
    size_t cell_size;
    LawMonthCell *cells; /* [cell * place_count + place] */
    int64_t *units;      /* of the cells: what the run reads */
    int32_t *class_of;   /* [age in months], LAW_AGE_MONTHS of them */
    int32_t *table;      /* [kind * class_count + class]: the cell, and LAW_CELL_COUNTS */
};

/* One right with nothing but its category, degree and age, asked as any other. */
typedef struct LawProbe {
    LawPerson person;
    LawPlaceOfLife place;
    LawQuestion question;
    LawWork work;
} LawProbe;

void law_probe_begin(const LawMonth *month, const LawPlaces *places, size_t place, LawProbe *probe);

#endif
