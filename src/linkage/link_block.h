/*
 * link_block.h -- which pairs are looked at: records that agree on the key of a rule, no pair
 * twice.
 *
 * Floor 2, linkage. Pure. For each rule every record has the number of its block, 0 for none (a
 * part of the key is missing, it stands alone, or the block has more pairs than may be looked at:
 * those are reported). A pair belongs to the first rule on whose block both agree.
 */
#ifndef LINKAGE_LINK_BLOCK_H
#define LINKAGE_LINK_BLOCK_H

#include "linkage/link_table.h"

typedef struct LinkBlocks {
    const LinkRule *rule;
    uint32_t *block_of; /* by record */
    uint32_t *records;  /* block after block, each in ascending order of records */
    uint32_t *starts;   /* of block n (from 1): records[starts[n - 1]] .. records[starts[n] - 1] */
    uint32_t *lefts;    /* of block n: how many of them belong to the left file */
    uint32_t block_count;
    uint32_t largest;
    uint64_t pair_count;
    uint32_t left_out_blocks; /* too large */
    uint64_t left_out_pairs;
    uint32_t left_out_largest; /* records of the largest of them */
    uint32_t left_out_record;  /* one of its records: shows the value */
} LinkBlocks;

Status link_blocks_new(Ctx *ctx, const LinkTable *table, int32_t rule,
                       LinkBlocks *ret_blocks) MUST_CHECK;
/* Pairs of block n: all within one file, or left with right. */
uint64_t link_block_pairs(const LinkTable *table, const LinkBlocks *blocks, uint32_t n);

#endif
