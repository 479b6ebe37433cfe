/*
 * link_level.h -- which level of a comparison two values reach.
 *
 * Floor 2, linkage. Pure. Levels of distinct values are worked out once and kept in a table where
 * the values are few enough; many threads may ask at once, and whoever asks first or last gets the
 * same.
 */
#ifndef LINKAGE_LINK_LEVEL_H
#define LINKAGE_LINK_LEVEL_H

#include "linkage/compare.h"
#include "linkage/link_narrow.h"

enum {
    LEVEL_TABLE_WHOLE_MAX = 2048, /* values: the whole table is filled at once */
    LEVEL_TABLE_MAX = 12288,      /* values: the table is filled as it is asked */
    LEVEL_UNKNOWN = 255
};

typedef struct LinkLevels {
    const LinkComparison *comparison;
    const LinkValues *values;
    LinkKind kind;
    uint32_t width; /* values + 1; 0 = there is no table */
    uint8_t *table; /* width x width */
    bool is_whole;
    bool is_equality;         /* equal, not equal, missing: no table is needed */
    const LinkNarrow *narrow; /* NULL: not of that kind */
    uint8_t of_likeness[16];  /* DateLikeness or DigitLikeness -> level */
} LinkLevels;

/* For each comparison of the spec; after the last record is in the table. */
Status link_levels_new(Ctx *ctx, const LinkTable *table, LinkLevels *ret_levels) MUST_CHECK;
/* The level of two values of the comparison's column: LINK_MISSING, 1.., else. */
uint8_t link_level_of(const LinkLevels *levels, uint32_t a, uint32_t b);
uint8_t link_level_of_records(const LinkTable *table, const LinkLevels *levels, uint32_t a,
                              uint32_t b);

#endif
