#include "linkage/link_model.h"

#include <math.h>
#include <string.h>

enum {
    EM_STEPS = 300,
    PRIOR_STEPS = 200,
};

static const double SAMPLE_PAIRS = 1 << 21;
static const double RARE_BITS_MAX = 20;
static const double SHARE_LEAST = 1e-7; /* of a level never seen: its weight stays finite */
static const double EM_STILL = 1e-9;
static const double CANNOT_BITS = -200;

uint8_t link_pattern_level(const LinkModel *model, uint32_t pattern, int32_t comparison) {
    uint32_t radix = (uint32_t)link_level_total(&model->table->spec->comparisons[comparison]);
    return (uint8_t)(pattern / model->stride[comparison] % radix);
}

/* ---- u ---- */

static double all_pairs(const LinkTable *table) {
    double left = table->left_count;
    double all = table->record_count;
    return table->left_count == table->record_count ? all * (all - 1) / 2 : left * (all - left);
}

static void u_from_sums(double *u, const double *sums, int32_t else_level) {
    double whole = 0;
    for (int32_t level = 1; level <= else_level; level++) {
        whole += sums[level];
    }
    for (int32_t level = 1; level <= else_level; level++) {
        double share = whole > 0 ? sums[level] / whole : 1.0 / else_level;
        u[level] = share > SHARE_LEAST ? share : SHARE_LEAST;
    }
}

/* Pairs of equal values, exactly; of both files when there are two. */
static void frequencies_by_side(const LinkTable *table, const LinkValues *values, uint32_t *left) {
    for (uint32_t i = 0; i < table->left_count; i++) {
        left[values->codes[i]]++;
    }
}

static double equal_share(const LinkValues *values, const uint32_t *left, bool is_match) {
    double equal = 0;
    double lefts = 0;
    double rights = 0;
    for (uint32_t value = 1; value <= values->count; value++) {
        double of_left = left[value];
        double of_all = values->frequency[value];
        double of_right = is_match ? of_all - of_left : of_all - 1;
        equal += of_left * of_right;
        lefts += of_left;
        rights += is_match ? of_right : of_all;
    }
    double whole = is_match ? lefts * rights : lefts * (lefts - 1);
    return whole > 0 ? equal / whole : SHARE_LEAST;
}

static void u_exact(const LinkLevels *levels, const uint32_t *left, bool is_match, double *sums) {
    const LinkValues *values = levels->values;
    for (uint32_t a = 1; a <= values->count; a++) {
        const uint8_t *row = levels->table + (size_t)a * levels->width;
        if (left[a] == 0) {
            continue;
        }
        for (uint32_t b = 1; b <= values->count; b++) {
            double right = is_match ? (double)values->frequency[b] - left[b] : values->frequency[b];
            sums[row[b]] += (double)left[a] * right;
        }
    }
}

/* The i-th pair of a fixed sequence that spreads over all pairs. */
static void sampled_pair(const LinkTable *table, uint64_t i, uint32_t *ret_a, uint32_t *ret_b) {
    uint64_t x = link_mix(i * UINT64_C(0x9E3779B97F4A7C15) + 1);
    uint64_t y = link_mix(x);
    bool is_match = table->left_count != table->record_count;
    uint32_t right_from = is_match ? table->left_count : 0;
    *ret_a = (uint32_t)((x >> 32) * table->left_count >> 32);
    *ret_b = right_from + (uint32_t)((y >> 32) * (table->record_count - right_from) >> 32);
}

static void u_sampled(const LinkTable *table, const LinkLevels *levels, double *sums) {
    double all = all_pairs(table);
    uint64_t count = (uint64_t)(all < SAMPLE_PAIRS ? all : SAMPLE_PAIRS);
    const uint32_t *codes = levels->values->codes;
    for (uint64_t i = 0; i < count; i++) {
        uint32_t a = 0;
        uint32_t b = 0;
        sampled_pair(table, i, &a, &b);
        if (a != b) {
            sums[link_level_of(levels, codes[a], codes[b])]++;
        }
    }
}

/* The first level is counted exactly (equal values, where that is all that it holds). */
static void put_equal_share(double *sums, double equal, int32_t else_level) {
    double rest = 0;
    for (int32_t level = 2; level <= else_level; level++) {
        rest += sums[level];
    }
    sums[1] = rest > 0 && equal < 1 ? rest * equal / (1 - equal) : 1;
}

static bool first_level_is_equality(const LinkComparison *comparison) {
    const LinkLevel *first = &comparison->levels[0];
    return first->measure == LINK_EXACT ||
           (first->measure == LINK_LIKENESS && first->likenesses == 2);
}

static Status u_of(Ctx *ctx, LinkModel *model, const LinkLevels *levels, int32_t at) {
    const LinkTable *table = model->table;
    const LinkComparison *comparison = levels->comparison;
    bool is_match = table->left_count != table->record_count;
    double sums[LINK_LEVELS_ALL + 1] = {0};
    void *memory = NULL;
    int32_t else_level = comparison->level_count + 1;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc(ctx, ((size_t)levels->values->count + 1) * sizeof(uint32_t), &memory));
    uint32_t *left = memory;
    frequencies_by_side(table, levels->values, left);
    double equal = equal_share(levels->values, left, is_match);
    if (levels->is_whole) {
        u_exact(levels, left, is_match, sums);
    } else {
        u_sampled(table, levels, sums);
    }
    if (first_level_is_equality(comparison)) {
        put_equal_share(sums, equal, else_level);
    }
    arena_rewind(ctx->arena, mark);
    u_from_sums(model->u[at], sums, else_level);
    return OK;
}

/* Rare values: log2 of the usual share of equal pairs to that of this value. */
static Status frequency_bits(Ctx *ctx, LinkModel *model, const LinkLevels *levels, int32_t at) {
    const LinkValues *values = levels->values;
    double known = 0;
    TRY(ctx_alloc_array(ctx, (size_t)values->count + 1, sizeof(double),
                        &model->frequency_bits[at]));
    for (uint32_t value = 1; value <= values->count; value++) {
        known += values->frequency[value];
    }
    for (uint32_t value = 1; value <= values->count; value++) {
        double share = (double)values->frequency[value] / known;
        double bits = log2(model->u[at][1] / share);
        model->frequency_bits[at][value] = bits > RARE_BITS_MAX ? RARE_BITS_MAX : bits;
    }
    return OK;
}

/* ---- beginning ---- */

static void m_begin(const LinkComparison *comparison, double *m) {
    int32_t else_level = comparison->level_count + 1;
    double rest = 1;
    for (int32_t level = 1; level < else_level; level++) {
        m[level] = rest * 0.8;
        rest -= m[level];
    }
    m[else_level] = rest;
}

Status link_model_new(Ctx *ctx, const LinkTable *table, const LinkLevels *levels,
                      LinkModel *ret_model) {
    const LinkSpec *spec = table->spec;
    uint64_t patterns = 1;
    *ret_model = (LinkModel){.table = table,
                             .comparison_count = spec->comparison_count,
                             .total_pairs = all_pairs(table)};
    for (int32_t i = 0; i < spec->comparison_count; i++) {
        const LinkComparison *comparison = &spec->comparisons[i];
        ret_model->stride[i] = (uint32_t)patterns;
        patterns *= (uint64_t)link_level_total(comparison);
        if (patterns > LINK_PATTERNS_MAX) {
            return ctx_fail(ctx, E_LINK_SIZE, "more than %d patterns: take fewer levels",
                            LINK_PATTERNS_MAX);
        }
        m_begin(comparison, ret_model->m[i]);
        if (comparison->has_m) {
            memcpy(ret_model->m[i], comparison->m, sizeof comparison->m);
        }
        if (comparison->has_u) {
            memcpy(ret_model->u[i], comparison->u, sizeof comparison->u);
        } else {
            TRY(u_of(ctx, ret_model, &levels[i], i));
        }
        TRY(comparison->frequency ? frequency_bits(ctx, ret_model, &levels[i], i) : OK);
    }
    ret_model->pattern_count = (uint32_t)patterns;
    return OK;
}

/* ---- m ---- */

/* A pattern that occurs, taken apart. */
typedef struct Seen {
    double count;
    uint8_t levels[LINK_COMPARISON_MAX];
} Seen;

typedef struct Em {
    const LinkModel *model;
    const Seen *seen;
    size_t seen_count;
    uint32_t speaking; /* bits of the comparisons that the rule does not fix */
    double share;      /* of matches */
    double m[LINK_COMPARISON_MAX][LINK_LEVELS_ALL];
    double matches;
} Em;

static bool speaks(const LinkModel *model, const Seen *seen, int32_t at) {
    int32_t implied_by = model->table->spec->comparisons[at].implied_by;
    return seen->levels[at] != LINK_MISSING && (implied_by < 0 || seen->levels[implied_by] != 1);
}

static Status seen_list(Ctx *ctx, const LinkModel *model, const uint64_t *counts, Seen **ret_seen,
                        size_t *ret_count) {
    size_t count = 0;
    void *memory = NULL;
    for (uint32_t pattern = 0; pattern < model->pattern_count; pattern++) {
        count += counts[pattern] != 0;
    }
    TRY(ctx_alloc(ctx, (count + 1) * sizeof(Seen), &memory));
    Seen *seen = memory;
    count = 0;
    for (uint32_t pattern = 0; pattern < model->pattern_count; pattern++) {
        if (counts[pattern] == 0) {
            continue;
        }
        seen[count].count = (double)counts[pattern];
        for (int32_t i = 0; i < model->comparison_count; i++) {
            seen[count].levels[i] = link_pattern_level(model, pattern, i);
        }
        count++;
    }
    *ret_seen = seen;
    *ret_count = count;
    return OK;
}

static double posterior(const Em *em, const Seen *seen) {
    double odds = em->share / (1 - em->share);
    for (int32_t i = 0; i < em->model->comparison_count; i++) {
        if ((em->speaking >> i & 1) && speaks(em->model, seen, i)) {
            odds *= em->m[i][seen->levels[i]] / em->model->u[i][seen->levels[i]];
        }
    }
    return odds / (1 + odds);
}

/* One step; how much the share of matches moved. */
static double em_step(Em *em) {
    double sums[LINK_COMPARISON_MAX][LINK_LEVELS_ALL] = {{0}};
    double matches = 0;
    double pairs = 0;
    for (size_t k = 0; k < em->seen_count; k++) {
        double expected = em->seen[k].count * posterior(em, &em->seen[k]);
        matches += expected;
        pairs += em->seen[k].count;
        for (int32_t i = 0; i < em->model->comparison_count; i++) {
            if (speaks(em->model, &em->seen[k], i)) {
                sums[i][em->seen[k].levels[i]] += expected;
            }
        }
    }
    for (int32_t i = 0; i < em->model->comparison_count; i++) {
        if (em->speaking >> i & 1) {
            u_from_sums(em->m[i], sums[i], em->model->table->spec->comparisons[i].level_count + 1);
        }
    }
    double share = pairs > 0 ? matches / pairs : 0;
    share = share < 1e-9 ? 1e-9 : share > 1 - 1e-9 ? 1 - 1e-9 : share;
    double moved = fabs(share - em->share);
    em->share = share;
    em->matches = matches;
    return moved;
}

static uint32_t speaking_beside(const LinkModel *model, const LinkRule *rule) {
    uint32_t speaking = 0;
    for (int32_t i = 0; i < model->comparison_count; i++) {
        const LinkComparison *comparison = &model->table->spec->comparisons[i];
        bool fixed = false;
        for (int32_t k = 0; k < rule->part_count; k++) {
            fixed = fixed || rule->parts[k].column == comparison->column;
        }
        speaking |= fixed ? 0 : UINT32_C(1) << i;
    }
    return speaking;
}

/* The new estimate joins those of earlier rules by the number of matches behind each. */
static void m_join(LinkModel *model, const Em *em) {
    for (int32_t i = 0; i < model->comparison_count; i++) {
        const LinkComparison *comparison = &model->table->spec->comparisons[i];
        if (!(em->speaking >> i & 1) || comparison->has_m) {
            continue;
        }
        double before = model->trained[i] ? model->trained_weight[i] : 0;
        double whole = before + em->matches;
        for (int32_t level = 1; level <= comparison->level_count + 1; level++) {
            model->m[i][level] =
                (model->m[i][level] * before + em->m[i][level] * em->matches) / whole;
        }
        model->trained[i] = true;
        model->trained_weight[i] = whole;
    }
}

Status link_model_train(Ctx *ctx, LinkModel *model, const LinkRule *rule, const uint64_t *counts) {
    Seen *seen = NULL;
    Em em = {.model = model, .speaking = speaking_beside(model, rule), .share = 0.1};
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(seen_list(ctx, model, counts, &seen, &em.seen_count));
    em.seen = seen;
    for (int32_t i = 0; i < model->comparison_count; i++) {
        const LinkComparison *comparison = &model->table->spec->comparisons[i];
        m_begin(comparison, em.m[i]);
        if (comparison->has_m) {
            memcpy(em.m[i], comparison->m, sizeof comparison->m);
            em.speaking |= UINT32_C(1) << i;
        }
    }
    for (int step = 0; step < EM_STEPS && em.seen_count != 0; step++) {
        if (em_step(&em) < EM_STILL) {
            break;
        }
    }
    if (em.matches > 1) {
        m_join(model, &em);
    }
    arena_rewind(ctx->arena, mark);
    return OK;
}

/* ---- weights ---- */

double link_level_bits(const LinkModel *model, int32_t comparison, uint8_t level) {
    return level == LINK_MISSING ? 0
                                 : log2(model->m[comparison][level] / model->u[comparison][level]);
}

static double seen_bits(const LinkModel *model, const Seen *seen) {
    double bits = 0;
    for (int32_t i = 0; i < model->comparison_count; i++) {
        bits += speaks(model, seen, i) ? link_level_bits(model, i, seen->levels[i]) : 0;
    }
    return bits;
}

/* The share of matches that makes itself: expected matches among the pairs looked at, over all. */
static void prior_estimate(LinkModel *model, const Seen *seen, const double *bits, size_t count) {
    double prior = 1e-6;
    for (int step = 0; step < PRIOR_STEPS; step++) {
        double matches = 0;
        double odds = prior / (1 - prior);
        for (size_t k = 0; k < count; k++) {
            double own = odds * exp2(bits[k]);
            matches += seen[k].count * own / (1 + own);
        }
        double next = matches / model->total_pairs;
        next = next < 1e-15 ? 1e-15 : next > 0.5 ? 0.5 : next;
        if (fabs(next - prior) < prior * 1e-9) {
            break;
        }
        prior = next;
    }
    model->prior = prior;
}

static bool cannot_be_same(const LinkModel *model, const Seen *seen) {
    uint32_t cannot = model->table->spec->cannot_link;
    bool all = cannot != 0;
    for (int32_t i = 0; i < model->comparison_count; i++) {
        int32_t else_level = model->table->spec->comparisons[i].level_count + 1;
        all = all && (!(cannot >> i & 1) || seen->levels[i] == else_level);
    }
    return all;
}

static double most_bonus(const LinkModel *model, const double *rarest, const Seen *seen) {
    double most = 0;
    for (int32_t i = 0; i < model->comparison_count; i++) {
        if (model->frequency_bits[i] && seen->levels[i] == 1 && speaks(model, seen, i)) {
            most += rarest[i];
        }
    }
    return most;
}

static void weights_fill(LinkModel *model) {
    double rarest[LINK_COMPARISON_MAX] = {0};
    double least_bits = link_bits_of(model->table->spec->keep);
    for (int32_t i = 0; i < model->comparison_count; i++) {
        const double *bits = model->frequency_bits[i];
        uint32_t column = (uint32_t)model->table->spec->comparisons[i].column;
        for (uint32_t value = 1; bits && value <= model->table->columns[column].count; value++) {
            rarest[i] = bits[value] > rarest[i] ? bits[value] : rarest[i];
        }
    }
    for (uint32_t pattern = 0; pattern < model->pattern_count; pattern++) {
        Seen seen = {.count = 0};
        for (int32_t i = 0; i < model->comparison_count; i++) {
            seen.levels[i] = link_pattern_level(model, pattern, i);
        }
        model->weight[pattern] = cannot_be_same(model, &seen)
                                     ? CANNOT_BITS
                                     : model->prior_bits + seen_bits(model, &seen);
        model->bonus_most[pattern] = most_bonus(model, rarest, &seen);
        model->may_keep[pattern] =
            model->weight[pattern] + model->bonus_most[pattern] >= least_bits;
    }
}

Status link_model_finish(Ctx *ctx, LinkModel *model, const uint64_t *counts) {
    double given = model->table->spec->prior;
    TRY(ctx_alloc_array(ctx, model->pattern_count, sizeof(double), &model->weight));
    TRY(ctx_alloc_array(ctx, model->pattern_count, sizeof(double), &model->bonus_most));
    TRY(ctx_alloc_array(ctx, model->pattern_count, sizeof(bool), &model->may_keep));
    model->prior = given;
    if (given <= 0) {
        Seen *seen = NULL;
        double *bits = NULL;
        size_t count = 0;
        ArenaMark mark = arena_mark(ctx->arena);
        TRY(seen_list(ctx, model, counts, &seen, &count));
        TRY(ctx_alloc_array(ctx, count + 1, sizeof(double), &bits));
        for (size_t k = 0; k < count; k++) {
            bits[k] = seen_bits(model, &seen[k]);
        }
        prior_estimate(model, seen, bits, count);
        arena_rewind(ctx->arena, mark);
    }
    model->prior_bits = log2(model->prior / (1 - model->prior));
    weights_fill(model);
    return OK;
}

double link_model_bits(const LinkModel *model, uint32_t pattern, uint32_t a, uint32_t b) {
    double bits = model->weight[pattern];
    if (model->bonus_most[pattern] > 0 || bits > CANNOT_BITS) {
        for (int32_t i = 0; i < model->comparison_count; i++) {
            const LinkComparison *comparison = &model->table->spec->comparisons[i];
            if (model->frequency_bits[i] == NULL || link_pattern_level(model, pattern, i) != 1 ||
                (comparison->implied_by >= 0 &&
                 link_pattern_level(model, pattern, comparison->implied_by) == 1)) {
                continue;
            }
            const uint32_t *codes = model->table->columns[comparison->column].codes;
            uint32_t value = codes[a];
            bits += value == codes[b] ? model->frequency_bits[i][value] : 0;
        }
    }
    return bits;
}

double link_probability(double bits) {
    return bits > 60 ? 1 : bits < -60 ? 0 : 1 / (1 + exp2(-bits));
}

double link_bits_of(double probability) {
    return probability <= 1e-18       ? -60
           : probability >= 1 - 1e-15 ? 50
                                      : log2(probability / (1 - probability));
}
