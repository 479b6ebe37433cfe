/*
 * link_narrow.h -- Jaro-Winkler of one value with many, for columns of short values over few
 * letters: card numbers, dates as they are written, postal codes.
 *
 * Floor 2, linkage, friends only. Where all values have at most 16 letters of at most 16 kinds, a
 * value is one word of 64 bits, and the search for letters in common is done for 16 or 32 records
 * at once. What can reach no level is told by the number of letters in common; the rest is counted
 * out. Gives exactly what compare_jaro_winkler() and its bounds give.
 *
 * Values of another length than the usual one of their column are not told apart here: `unlike`.
 */
#ifndef LINKAGE_LINK_NARROW_H
#define LINKAGE_LINK_NARROW_H

#include <stdbool.h>

#include "linkage/link_table.h"

enum {
    NARROW_LETTERS = 16,     /* of a value, and kinds of letters in a column */
    NARROW_PREFIX_MAX = 4,   /* that Winkler counts */
    NARROW_NO_LETTER = 0x90, /* stands where a block has no value: no letter of any value */
    NARROW_PAD = 64          /* records that may be read behind the last of a block */
};

typedef struct LinkNarrow {
    uint32_t length;   /* the usual one */
    uint64_t *letters; /* by value, four bits a letter, the first one lowest */
    bool *unlike;      /* by value: another length, or missing */
    uint8_t else_level;
    uint8_t least[NARROW_PREFIX_MAX + 1]; /* letters in common that reach a level, by prefix */
    uint8_t level[NARROW_LETTERS + 1][NARROW_LETTERS / 2 + 1][NARROW_PREFIX_MAX + 1];
} LinkNarrow;

/* NULL in ret_narrow when the column or the comparison is not of that kind. */
Status link_narrow_new(Ctx *ctx, const LinkValues *values, const LinkComparison *comparison,
                       const LinkNarrow **ret_narrow) MUST_CHECK;

/* The records of a block, for one comparison; all arrays with NARROW_PAD more. */
typedef struct NarrowBlock {
    uint32_t *codes;
    uint64_t *letters;
    uint8_t *unlike;
    uint8_t *at[NARROW_LETTERS]; /* letter at each place, by record */
    uint8_t *levels;             /* the answer, by record */
} NarrowBlock;

void narrow_block_put(const LinkNarrow *narrow, NarrowBlock *block, size_t k, uint32_t code);
/*
 * block->levels[k] of record i with each k from `from` to `to`. Those that the caller must ask for
 * are UINT8_MAX: of another length, or missing. False when this machine cannot, or record i is
 * unlike.
 */
bool narrow_levels(const LinkNarrow *narrow, int kernel, const NarrowBlock *block, size_t i,
                   size_t from, size_t to);

#endif
