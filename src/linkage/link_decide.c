#include "linkage/link_decide.h"

#include <math.h>
#include <string.h>

enum { ALL_WITH_ALL_MAX = 2500 };

static const double TIGHTEN_BITS = 2;

/* One pair says at most this much for or against a whole cluster. */
static const double SAY_MOST = 12;

/* ---- components ---- */

static uint32_t root_of(uint32_t *parent, uint32_t record) {
    while (parent[record] != record) { /* ends: parents are smaller */
        parent[record] = parent[parent[record]];
        record = parent[record];
    }
    return record;
}

static void join(uint32_t *parent, uint32_t a, uint32_t b) {
    uint32_t x = root_of(parent, a);
    uint32_t y = root_of(parent, b);
    if (x < y) {
        parent[y] = x;
    } else {
        parent[x] = y;
    }
}

/* ---- average linkage in one component ---- */

typedef struct Group {
    const LinkJob *job;
    const uint32_t *records;
    uint32_t count;
    double least_bits;
    double *sums; /* count x count: bits between what has become of i and of j */
    uint32_t *sizes;
    uint32_t *into; /* i was joined into this one; itself while it lives */
    bool *final;
} Group;

static double say(const LinkJob *job, uint32_t a, uint32_t b) {
    uint32_t pattern = link_pattern_of(job, a, b);
    double bits = link_model_bits(job->model, pattern, a, b);
    return bits > SAY_MOST ? SAY_MOST : bits < -SAY_MOST ? (bits < -100 ? bits : -SAY_MOST) : bits;
}

static void sums_fill(Group *group) {
    for (uint32_t i = 0; i < group->count; i++) {
        group->sums[(size_t)i * group->count + i] = 0;
        for (uint32_t j = 0; j < i; j++) {
            double bits = say(group->job, group->records[j], group->records[i]);
            group->sums[(size_t)i * group->count + j] = bits;
            group->sums[(size_t)j * group->count + i] = bits;
        }
    }
}

static double mean_bits(const Group *group, uint32_t i, uint32_t j) {
    return group->sums[(size_t)i * group->count + j] /
           ((double)group->sizes[i] * (double)group->sizes[j]);
}

/* The nearest living neighbour; the first of equals. */
static uint32_t nearest(const Group *group, uint32_t i, double *ret_bits) {
    uint32_t best = i;
    double best_bits = -HUGE_VAL;
    for (uint32_t j = 0; j < group->count; j++) {
        if (j != i && group->into[j] == j && !group->final[j]) {
            double bits = mean_bits(group, i, j);
            if (bits > best_bits) {
                best_bits = bits;
                best = j;
            }
        }
    }
    *ret_bits = best_bits;
    return best;
}

static void merge(Group *group, uint32_t to, uint32_t from) {
    for (uint32_t j = 0; j < group->count; j++) {
        if (group->into[j] == j && j != to && j != from) {
            double sum = group->sums[(size_t)to * group->count + j] +
                         group->sums[(size_t)from * group->count + j];
            group->sums[(size_t)to * group->count + j] = sum;
            group->sums[(size_t)j * group->count + to] = sum;
        }
    }
    group->sizes[to] += group->sizes[from];
    group->into[from] = to;
}

/*
 * Nearest-neighbour chain (Murtagh 1983): average linkage is reducible, so that neighbours of each
 * other may be joined at once, and what has no neighbour near enough will never have one.
 */
static void chain(Group *group, uint32_t *stack) {
    for (uint32_t start = 0; start < group->count; start++) {
        uint32_t depth = 0;
        if (group->into[start] != start || group->final[start]) {
            continue;
        }
        stack[depth++] = start;
        while (depth > 0) { /* ends: each round makes the chain longer, or a group fewer */
            double bits = 0;
            uint32_t top = stack[depth - 1];
            uint32_t next = nearest(group, top, &bits);
            if (next == top || bits < group->least_bits) {
                group->final[top] = true;
                depth--;
            } else if (depth >= 2 && (next == stack[depth - 2] ||
                                      mean_bits(group, top, stack[depth - 2]) >= bits)) {
                uint32_t other = stack[depth - 2];
                depth -= 2;
                merge(group, top < other ? top : other, top < other ? other : top);
            } else {
                stack[depth++] = next;
            }
        }
        if (group->into[start] == start && !group->final[start]) {
            start--; /* it grew: look at it again */
        }
    }
}

static uint32_t lives_in(const Group *group, uint32_t i) {
    while (group->into[i] != i) { /* ends: groups are joined into smaller numbers */
        i = group->into[i];
    }
    return i;
}

static Status take_apart(Ctx *ctx, const LinkJob *job, const uint32_t *records, uint32_t count,
                         double least_bits, LinkClusters *clusters) {
    Group group = {.job = job, .records = records, .count = count, .least_bits = least_bits};
    uint32_t *stack = NULL;
    uint32_t alive = 0;
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc_array(ctx, (size_t)count * count, sizeof(double), &group.sums));
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &group.sizes));
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &group.into));
    TRY(ctx_alloc_array(ctx, count, sizeof(bool), &group.final));
    TRY(ctx_alloc_array(ctx, (size_t)count + 2, sizeof(uint32_t), &stack));
    for (uint32_t i = 0; i < count; i++) {
        group.sizes[i] = 1;
        group.into[i] = i;
    }
    sums_fill(&group);
    chain(&group, stack);
    for (uint32_t i = 0; i < count; i++) {
        clusters->of[records[i]] = records[lives_in(&group, i)];
        alive += group.into[i] == i;
    }
    clusters->taken_apart += alive > 1;
    arena_rewind(ctx->arena, mark);
    return OK;
}

/* ---- all components ---- */

typedef struct Parts {
    uint32_t *parent;
    uint32_t *records; /* component after component */
    uint32_t *starts;  /* by root: where its component stands */
    uint32_t *sizes;   /* by root */
} Parts;

static Status parts_new(Ctx *ctx, uint32_t count, Parts *ret_parts) {
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &ret_parts->parent));
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &ret_parts->records));
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &ret_parts->starts));
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &ret_parts->sizes));
    for (uint32_t i = 0; i < count; i++) {
        ret_parts->parent[i] = i;
    }
    return OK;
}

static void parts_order(Parts *parts, uint32_t count) {
    uint32_t next = 0;
    memset(parts->sizes, 0, count * sizeof *parts->sizes);
    for (uint32_t i = 0; i < count; i++) {
        parts->sizes[root_of(parts->parent, i)]++;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (parts->parent[i] == i) {
            parts->starts[i] = next;
            next += parts->sizes[i];
            parts->sizes[i] = 0;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = root_of(parts->parent, i);
        parts->records[parts->starts[root] + parts->sizes[root]++] = i;
    }
}

/* Components that are too large fall apart at a tighter bound, again and again. */
static Status parts_find(Ctx *ctx, const LinkPairs *pairs, uint32_t count, double least_bits,
                         Parts *parts, LinkClusters *clusters) {
    double *bound = NULL;
    bool any_too_large = true;
    TRY(ctx_alloc_array(ctx, count, sizeof(double), &bound));
    for (uint32_t i = 0; i < count; i++) {
        bound[i] = least_bits;
    }
    while (any_too_large) { /* ends: bounds rise, and beyond all pairs every record stands alone */
        any_too_large = false;
        for (uint32_t i = 0; i < count; i++) {
            parts->parent[i] = i;
        }
        for (size_t k = 0; k < pairs->count; k++) {
            const LinkPair *pair = &pairs->pairs[k];
            if (pair->bits >= bound[pair->a]) {
                join(parts->parent, pair->a, pair->b);
            }
        }
        parts_order(parts, count);
        for (uint32_t i = 0; i < count; i++) {
            uint32_t root = root_of(parts->parent, i);
            if (parts->sizes[root] > ALL_WITH_ALL_MAX) {
                bound[i] += TIGHTEN_BITS;
                any_too_large = true;
                clusters->tightened += i == root;
            }
        }
    }
    return OK;
}

static void count_clusters(LinkClusters *clusters, uint32_t *sizes, uint32_t count) {
    memset(sizes, 0, count * sizeof *sizes);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t size = ++sizes[clusters->of[i]];
        clusters->largest = size > clusters->largest ? size : clusters->largest;
        clusters->cluster_count += size == 1;
    }
}

Status link_cluster(Ctx *ctx, const LinkJob *job, const LinkPairs *pairs,
                    LinkClusters *ret_clusters) {
    uint32_t count = job->table->record_count;
    double least_bits = link_bits_of(job->table->spec->match);
    Parts parts;
    *ret_clusters = (LinkClusters){.cluster_count = 0};
    TRY(ctx_alloc_array(ctx, count, sizeof(uint32_t), &ret_clusters->of));
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(parts_new(ctx, count, &parts));
    TRY(parts_find(ctx, pairs, count, least_bits, &parts, ret_clusters));
    for (uint32_t i = 0; i < count; i++) {
        if (parts.parent[i] != i) {
            continue;
        }
        if (parts.sizes[i] <= 2) {
            for (uint32_t k = 0; k < parts.sizes[i]; k++) {
                ret_clusters->of[parts.records[parts.starts[i] + k]] = i;
            }
            continue;
        }
        TRY(take_apart(ctx, job, parts.records + parts.starts[i], parts.sizes[i], least_bits,
                       ret_clusters));
    }
    count_clusters(ret_clusters, parts.sizes, count);
    arena_rewind(ctx->arena, mark);
    return OK;
}

/* ---- two files ---- */

typedef struct Best {
    double bits;
    double second_bits;
    size_t pair; /* + 1; 0 = none */
} Best;

static void best_offer(Best *best, double bits, size_t pair) {
    if (best->pair == 0 || bits > best->bits) {
        best->second_bits = best->pair ? best->bits : -HUGE_VAL;
        best->bits = bits;
        best->pair = pair + 1;
    } else if (bits > best->second_bits) {
        best->second_bits = bits;
    }
}

static LinkOutcome outcome_of(const LinkJob *job, const Best *best, const Best *of_right,
                              double least_bits) {
    if (best->pair == 0 || best->bits < least_bits) {
        return LINK_NONE;
    }
    if (of_right->pair != best->pair) {
        return LINK_CONTESTED;
    }
    double margin = job->table->spec->margin_bits;
    bool tie = best->bits - best->second_bits < margin;
    return tie ? LINK_NEAR_TIE : LINK_MATCHED;
}

Status link_choose(Ctx *ctx, const LinkJob *job, const LinkPairs *pairs, LinkChoice **ret_choices) {
    const LinkTable *table = job->table;
    double least_bits = link_bits_of(table->spec->match);
    Best *bests = NULL;
    TRY(ctx_alloc_array(ctx, table->left_count, sizeof(LinkChoice), ret_choices));
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(ctx_alloc_array(ctx, table->record_count, sizeof(Best), &bests));
    for (size_t k = 0; k < pairs->count; k++) {
        const LinkPair *pair = &pairs->pairs[k];
        best_offer(&bests[pair->a], pair->bits, k);
        best_offer(&bests[pair->b], pair->bits, k);
    }
    for (uint32_t i = 0; i < table->left_count; i++) {
        const Best *best = &bests[i];
        const Best *of_right = best->pair ? &bests[pairs->pairs[best->pair - 1].b] : best;
        (*ret_choices)[i] = (LinkChoice){outcome_of(job, best, of_right, least_bits),
                                         best->pair ? best->pair - 1 : 0};
    }
    arena_rewind(ctx->arena, mark);
    return OK;
}
