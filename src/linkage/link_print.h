/*
 * link_print.h -- numbers of the linkage as text, for files and screens.
 *
 * Floor 2, linkage. Pure. Each function writes into the arena of ctx; the same numbers give the
 * same text on every machine.
 */
#ifndef LINKAGE_LINK_PRINT_H
#define LINKAGE_LINK_PRINT_H

#include "base/strbuf.h"
#include "linkage/link_decide.h"

/* The head of pairs.csv behind id_l and id_r, and one pair of it: probability, bits, levels,
 * weights. */
Status link_print_pair_head(Ctx *ctx, const LinkJob *job, StrBuf *out) MUST_CHECK;
Status link_print_pair(Ctx *ctx, const LinkJob *job, const LinkPair *pair, StrBuf *out) MUST_CHECK;
Status link_print_probability(Ctx *ctx, const LinkPair *pair, StrBuf *out) MUST_CHECK;
/* The same in millionths. */
int64_t link_probability_ppm(const LinkPair *pair);
/* m and u by comparison and level, with the weight in bits. */
Status link_print_model(Ctx *ctx, const LinkJob *job, StrBuf *out) MUST_CHECK;
/* Expected precision and recall at thresholds, from the counts of patterns. */
Status link_print_thresholds(Ctx *ctx, const LinkJob *job, const uint64_t *counts,
                             StrBuf *out) MUST_CHECK;
/* One line a pattern: levels by comparison, tab, count; in the order of patterns. */
Status link_print_pattern(Ctx *ctx, const LinkJob *job, uint32_t pattern, uint64_t count,
                          StrBuf *out) MUST_CHECK;

/* Why two records are, or are not, one: one entry a comparison. */
typedef struct LinkReason {
    Str comparison;
    Str left;
    Str right;
    Str level; /* as the spec words it; "missing", "else", "implied" */
    Str bits;
} LinkReason;
/* The sum stands behind the last comparison: prior, rare values, whole, probability. */
Status link_explain_pair(Ctx *ctx, const LinkJob *job, uint32_t a, uint32_t b,
                         LinkReason ret_reasons[LINK_COMPARISON_MAX + 4],
                         size_t *ret_count) MUST_CHECK;

#endif
