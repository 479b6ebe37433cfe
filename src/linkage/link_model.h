/*
 * link_model.h -- how much each level of each comparison speaks for "the same person".
 *
 * Floor 2, linkage. Pure and deterministic. Fellegi and Sunter (1969): a level reached by a share m
 * of the matches and a share u of all pairs weighs log2(m / u) bits. u is counted over all pairs of
 * values, exactly where the values are few and else on a fixed sample; m by expectation and
 * maximisation on pattern counts, rule by rule, on the comparisons that the rule does not fix.
 *
 * A pattern is one number: the level of each comparison times its stride.
 *   LM1  missing weighs nothing, in training and in deciding
 *   LM2  a comparison that another one implies weighs nothing when that one is at its first level
 *   LM3  nothing here knows the truth: only the records and the spec
 */
#ifndef LINKAGE_LINK_MODEL_H
#define LINKAGE_LINK_MODEL_H

#include "linkage/link_level.h"

enum { LINK_PATTERNS_MAX = 1 << 24, LINK_LEVELS_ALL = LINK_LEVEL_MAX + 1 };

typedef struct LinkModel {
    const LinkTable *table;
    int32_t comparison_count;
    uint32_t stride[LINK_COMPARISON_MAX];
    uint32_t pattern_count;
    double m[LINK_COMPARISON_MAX][LINK_LEVELS_ALL]; /* by level from 1 */
    double u[LINK_COMPARISON_MAX][LINK_LEVELS_ALL];
    bool trained[LINK_COMPARISON_MAX];
    double trained_weight[LINK_COMPARISON_MAX]; /* matches that spoke, over all rules */
    double prior;                               /* share of matches among all pairs */
    double prior_bits;                          /* log2 of its odds */
    double total_pairs;
    double *weight;     /* by pattern, prior included */
    double *bonus_most; /* by pattern: what rare values can add at most */
    bool *may_keep;     /* by pattern: with its rarest values it is as likely as the spec keeps */
    double *frequency_bits[LINK_COMPARISON_MAX]; /* by value; NULL where values do not count */
} LinkModel;

/* u, and all that the spec gives. E_LINK_SIZE when there are too many patterns. */
Status link_model_new(Ctx *ctx, const LinkTable *table, const LinkLevels *levels,
                      LinkModel *ret_model) MUST_CHECK;
uint8_t link_pattern_level(const LinkModel *model, uint32_t pattern, int32_t comparison);
/* m of the comparisons that `rule` does not fix, from the counts of all its pairs. */
Status link_model_train(Ctx *ctx, LinkModel *model, const LinkRule *rule,
                        const uint64_t *counts) MUST_CHECK;
/* The prior from the counts of all pairs looked at, then the weights. */
Status link_model_finish(Ctx *ctx, LinkModel *model, const uint64_t *counts) MUST_CHECK;
/* Bits of a pair: weight of its pattern and of rare values. */
double link_model_bits(const LinkModel *model, uint32_t pattern, uint32_t a, uint32_t b);
double link_probability(double bits);
/* The bits of a probability; of 0 and 1 those of the nearest that can be told apart. */
double link_bits_of(double probability);
/* Bits of a level without the prior. */
double link_level_bits(const LinkModel *model, int32_t comparison, uint8_t level);

#endif
