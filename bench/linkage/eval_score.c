/* Counting. All sums are whole numbers; only the ratios at the end are not. */
#include "eval.h"

#include <stdlib.h>
#include <string.h>

const double EVAL_BIN_FROM[EVAL_BINS + 1] = {0,   0.01, 0.05, 0.2,   0.5,
                                             0.8, 0.95, 0.99, 0.999, 1.0000001};

static uint64_t pairs_of(uint64_t n) {
    return n * (n - 1) / 2 * (n > 0);
}

static bool in_group(const Truth *truth, uint32_t id, int group) {
    return group < 0 || (truth->groups[id] & 1U << group) != 0;
}

static bool pair_in_group(const Truth *truth, const Pair *pair, int group) {
    return in_group(truth, pair->a, group) || (!truth->links && in_group(truth, pair->b, group));
}

/* Records with the same key lie together; those of the group are counted apart. */
typedef struct Member {
    uint64_t key;
    bool inside;
} Member;

static int member_order(const void *a, const void *b) {
    const Member *one = a;
    const Member *two = b;
    return one->key < two->key ? -1 : one->key > two->key;
}

/* Pairs of one key in which at least one is of the group. */
static uint64_t pairs_within(Member *members, size_t count) {
    uint64_t sum = 0;
    qsort(members, count, sizeof *members, member_order);
    for (size_t i = 0; i < count;) {
        uint64_t all = 0;
        uint64_t outside = 0;
        uint64_t key = members[i].key;
        for (; i < count && members[i].key == key; i++) {
            all++;
            outside += !members[i].inside;
        }
        sum += pairs_of(all) - pairs_of(outside);
    }
    return sum;
}

static Member *members_new(size_t count) {
    Member *members = calloc(count + 1, sizeof *members);
    if (members == NULL) {
        fprintf(stderr, "evaluate: no memory for %zu records\n", count);
        exit(2);
    }
    return members;
}

uint64_t true_pairs(const Truth *truth, int group) {
    uint64_t sum = 0;
    size_t count = truth->ids.count;
    if (truth->links) {
        for (uint32_t i = 0; i < count; i++) {
            sum += truth->entity[i] != EVAL_NONE && in_group(truth, i, group);
        }
        return sum;
    }
    Member *members = members_new(count);
    for (uint32_t i = 0; i < count; i++) {
        members[i] = (Member){truth->entity[i], in_group(truth, i, group)};
    }
    sum = pairs_within(members, count);
    free(members);
    return sum;
}

static int key_order(const Pair *one, const Pair *two) {
    if (one->a != two->a) {
        return one->a < two->a ? -1 : 1;
    }
    if (one->b != two->b) {
        return one->b < two->b ? -1 : 1;
    }
    if (one->b == EVAL_NONE && one->other != two->other) {
        return one->other < two->other ? -1 : 1;
    }
    return 0;
}

static int by_key(const void *a, const void *b) {
    const Pair *one = a;
    const Pair *two = b;
    int order = key_order(one, two);
    return order != 0                            ? order
           : one->probability > two->probability ? -1
                                                 : one->probability < two->probability;
}

static int by_probability(const void *a, const void *b) {
    const Pair *one = a;
    const Pair *two = b;
    return one->probability > two->probability   ? -1
           : one->probability < two->probability ? 1
                                                 : key_order(one, two);
}

void pairs_prepare(Pairs *pairs) {
    size_t kept = 0;
    if (pairs->count == 0) {
        return;
    }
    qsort(pairs->row, pairs->count, sizeof *pairs->row, by_key);
    for (size_t i = 0; i < pairs->count; i++) {
        if (i == 0 || key_order(&pairs->row[kept - 1], &pairs->row[i]) != 0) {
            pairs->row[kept++] = pairs->row[i];
        }
    }
    pairs->count = kept;
    qsort(pairs->row, pairs->count, sizeof *pairs->row, by_probability);
}

Score score_pairs(const Truth *truth, const Pairs *pairs, double threshold, int group) {
    Score score = {.actual = true_pairs(truth, group)};
    for (size_t i = 0; i < pairs->count && pairs->row[i].probability >= threshold; i++) {
        if (pair_in_group(truth, &pairs->row[i], group)) {
            score.predicted++;
            score.found += pairs->row[i].is_true;
        }
    }
    return score;
}

Score score_best(const Truth *truth, const Pairs *pairs, double *ret_threshold) {
    Score score = {.actual = true_pairs(truth, -1)};
    Score best = score;
    double threshold = 1;
    for (size_t i = 0; i < pairs->count; i++) {
        const Pair *pair = &pairs->row[i];
        score.predicted++;
        score.found += pair->is_true;
        bool last = i + 1 == pairs->count || pairs->row[i + 1].probability < pair->probability;
        if (last && f1_of(score) > f1_of(best)) { /* equal probabilities stand or fall together */
            best = score;
            threshold = pair->probability;
        }
    }
    *ret_threshold = threshold;
    return best;
}

Score score_clusters(const Truth *truth, const uint32_t *cluster, int group) {
    size_t count = truth->ids.count;
    Score score = {.actual = true_pairs(truth, group)};
    Member *members = members_new(count);
    for (uint32_t i = 0; i < count; i++) {
        members[i] = (Member){cluster[i], in_group(truth, i, group)};
    }
    score.predicted = pairs_within(members, count);
    for (uint32_t i = 0; i < count; i++) {
        members[i] =
            (Member){(uint64_t)cluster[i] << 32 | truth->entity[i], in_group(truth, i, group)};
    }
    score.found = pairs_within(members, count);
    free(members);
    return score;
}

/* Position in `links` of the best link of each id, plus 1; links are in falling order. */
static uint32_t *best_links(const Truth *truth, const Pairs *links) {
    uint32_t *best = calloc((size_t)truth->ids.count + 1, sizeof *best);
    if (best == NULL) {
        fprintf(stderr, "evaluate: no memory for %u records\n", truth->ids.count);
        exit(2);
    }
    for (size_t i = 0; i < links->count; i++) {
        if (best[links->row[i].a] == 0) {
            best[links->row[i].a] = (uint32_t)i + 1;
        }
    }
    return best;
}

Score score_links(const Truth *truth, const Pairs *links, double threshold, int group) {
    Score score = {.actual = true_pairs(truth, group)};
    uint32_t *best = best_links(truth, links);
    for (uint32_t id = 0; id < truth->ids.count; id++) {
        if (best[id] != 0 && links->row[best[id] - 1].probability >= threshold &&
            in_group(truth, id, group)) {
            score.predicted++;
            score.found += links->row[best[id] - 1].is_true;
        }
    }
    free(best);
    return score;
}

Automatic score_automatic(const Truth *truth, const Pairs *links, double accept, double reject,
                          int group) {
    Automatic sum = {.rows = 0};
    uint32_t *best = best_links(truth, links);
    for (uint32_t id = 0; id < truth->ids.count; id++) {
        const Pair *link = best[id] == 0 ? NULL : &links->row[best[id] - 1];
        if (!in_group(truth, id, group)) {
            continue;
        }
        Decision decision = link == NULL ? DECISION_NO : link->decision;
        if (decision == DECISION_UNKNOWN) {
            decision = link->probability >= accept   ? DECISION_LINK
                       : link->probability >= reject ? DECISION_REVIEW
                                                     : DECISION_NO;
        }
        sum.rows++;
        sum.linked += decision == DECISION_LINK;
        sum.linked_right += decision == DECISION_LINK && link->is_true;
        sum.reviewed += decision == DECISION_REVIEW;
        sum.refused += decision == DECISION_NO;
        sum.refused_wrongly += decision == DECISION_NO && truth->entity[id] != EVAL_NONE;
    }
    free(best);
    return sum;
}

void calibrate(const Pairs *pairs, double from, Bin ret_bins[EVAL_BINS]) {
    memset(ret_bins, 0, EVAL_BINS * sizeof *ret_bins);
    for (size_t i = 0; i < pairs->count; i++) {
        const Pair *pair = &pairs->row[i];
        int bin = 0;
        while (pair->probability >= EVAL_BIN_FROM[bin + 1]) { /* ends: the last border is above 1 */
            bin++;
        }
        if (pair->probability >= from) {
            ret_bins[bin].count++;
            ret_bins[bin].true_count += pair->is_true;
            ret_bins[bin].probability_sum += pair->probability;
        }
    }
}

double calibration_error(const Bin bins[EVAL_BINS]) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < EVAL_BINS; i++) {
        double off = bins[i].probability_sum - (double)bins[i].true_count;
        sum += off < 0 ? -off : off;
        count += (double)bins[i].count;
    }
    return count > 0 ? sum / count : 0;
}

double precision_of(Score score) {
    return score.predicted == 0 ? 1 : (double)score.found / (double)score.predicted;
}

double recall_of(Score score) {
    return score.actual == 0 ? 1 : (double)score.found / (double)score.actual;
}

double f1_of(Score score) {
    uint64_t both = score.predicted + score.actual;
    return both == 0 ? 1 : 2 * (double)score.found / (double)both;
}
