#include "law_reading.h"

#include <stddef.h>
#include <string.h>

typedef struct Standard {
    int64_t from_period; /* paid from this month on */
    int64_t in_force_on; /* known and binding from this day on */
    int64_t dong;
} Standard;

/*
 * Newest first. Decree 335/2026 (540,000) was read in secondary copies only [v2]: it is in force
 * from 5 October 2026 and pays back to July; a list made before that day rightly has 500,000.
 */
static const Standard STANDARDS[] = {
    {202607, 20261005, 540000}, /* Decree 335/2026 Article 4 [v2] */
    {202407, 20240701, 500000}, /* Decree 76/2024 */
    {202107, 20210701, 360000}, /* Decree 20/2021 Article 4.2 */
    {201501, 20150101, 270000}, /* Decree 136/2013 */
};

bool law_standard_fits(int64_t period, int64_t made_on, int64_t standard_dong) {
    const size_t count = sizeof(STANDARDS) / sizeof(*STANDARDS);
    for (size_t i = 0; i < count; i++) {
        if (period < STANDARDS[i].from_period) {
            continue;
        }
        if (standard_dong == STANDARDS[i].dong) {
            return true;
        }
        /* The standard before it is right only for a list made before the new one was in force. */
        return made_on < STANDARDS[i].in_force_on && i + 1 < count &&
               standard_dong == STANDARDS[i + 1].dong;
    }
    return false;
}

enum { COEFFICIENT_MAX = 4, PER_CHILD = -1, NO_END = 999912 };

typedef struct ClauseRow {
    const char *code;  /* the point of Article 6.1, or Article 20 */
    int64_t to_period; /* last month paid */
    int64_t hundredths[COEFFICIENT_MAX];
} ClauseRow;

/*
 * Decree 20/2021 Articles 6.1 and 20. Coefficient 1.0 of point 6.1.đ is that of the elderly of
 * points 5.5.b and 5.5.c, which ended on 1 July 2025, when the social pension of Decree 176/2025
 * took over [v2].
 */
static const ClauseRow CLAUSES[] = {
    {"nd20/6.1.a", NO_END, {250, 150}},      {"nd20/6.1.b", NO_END, {150}},
    {"nd20/6.1.c", NO_END, {250, 200}},      {"nd20/6.1.d", NO_END, {PER_CHILD}},
    {"nd20/6.1.đ", NO_END, {150, 200, 300}}, {"nd20/6.1.đ", 202506, {100}},
    {"nd20/6.1.e", NO_END, {200, 250, 150}}, {"nd20/6.1.g", NO_END, {150}},
    {"nd20/20.1", NO_END, {250, 150}},       {"nd20/20.2.a", NO_END, {150, 200}},
    {"nd20/20.2.c", NO_END, {100}},          {"nd20/20.2.d", NO_END, {150, 250}},
    {"nd20/25.1", NO_END, {500, 400}},
};

static bool clause_has(const ClauseRow *row, int64_t hundredths) {
    for (int i = 0; i < COEFFICIENT_MAX; i++) {
        if (row->hundredths[i] == hundredths ||
            (row->hundredths[i] == PER_CHILD && hundredths % 100 == 0)) {
            return hundredths > 0;
        }
    }
    return false;
}

LawVerdict law_coefficient_fits(const char *clause_code, int64_t period, int64_t hundredths) {
    LawVerdict verdict = LAW_CLAUSE_UNKNOWN;
    for (size_t i = 0; i < sizeof(CLAUSES) / sizeof(*CLAUSES); i++) {
        const ClauseRow *row = &CLAUSES[i];
        if (strcmp(clause_code, row->code) != 0) {
            continue;
        }
        if (!clause_has(row, hundredths)) {
            verdict = verdict == LAW_CLAUSE_UNKNOWN ? LAW_DIFFERS : verdict;
        } else if (period <= row->to_period) {
            return LAW_FITS;
        } else {
            verdict = LAW_CLAUSE_ENDED;
        }
    }
    return verdict;
}
