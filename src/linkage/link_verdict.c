/* A forest of persons joined by "same"; "different" are edges between its roots, sorted. */
#include "linkage/link_verdict.h"

#include <stdlib.h>

typedef struct Edge {
    size_t from;
    size_t to;
} Edge;

struct LinkVerdicts {
    int64_t *persons; /* sorted, each once */
    size_t person_count;
    size_t *parents; /* by person; roots are their own */
    Edge *edges;     /* from < to, or equal where verdicts contradict one another */
    size_t edge_count;
};

static int persons_compare(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int edges_compare(const void *left, const void *right) {
    const Edge *a = left;
    const Edge *b = right;
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return (a->to > b->to) - (a->to < b->to);
}

/* SIZE_MAX when nobody has said anything of that person. */
static size_t person_at(const LinkVerdicts *verdicts, int64_t person) {
    if (verdicts->person_count == 0) {
        return SIZE_MAX;
    }
    const int64_t *found =
        bsearch(&person, verdicts->persons, verdicts->person_count, sizeof person, persons_compare);
    return found ? (size_t)(found - verdicts->persons) : SIZE_MAX;
}

static size_t root_of(const LinkVerdicts *verdicts, size_t at) {
    while (verdicts->parents[at] != at) { /* ends: parents are smaller */
        at = verdicts->parents[at];
    }
    return at;
}

static Edge edge_of(size_t a, size_t b) {
    return a < b ? (Edge){a, b} : (Edge){b, a};
}

static void persons_gather(LinkVerdicts *verdicts, const LinkVerdict *list, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        verdicts->persons[2 * i] = list[i].a;
        verdicts->persons[2 * i + 1] = list[i].b;
    }
    qsort(verdicts->persons, 2 * count, sizeof(int64_t), persons_compare);
    for (size_t i = 0; i < 2 * count; i++) {
        if (kept == 0 || verdicts->persons[kept - 1] != verdicts->persons[i]) {
            verdicts->persons[kept++] = verdicts->persons[i];
        }
    }
    verdicts->person_count = kept;
}

static void persons_join(LinkVerdicts *verdicts, const LinkVerdict *verdict) {
    size_t a = root_of(verdicts, person_at(verdicts, verdict->a));
    size_t b = root_of(verdicts, person_at(verdicts, verdict->b));
    Edge edge = edge_of(a, b);
    verdicts->parents[edge.to] = edge.from;
}

Status link_verdicts_new(Ctx *ctx, const LinkVerdict *list, size_t count,
                         LinkVerdicts **ret_verdicts) {
    LinkVerdicts *verdicts = NULL;
    void *memory = NULL;
    TRY(ctx_alloc(ctx, sizeof *verdicts, &memory));
    verdicts = memory;
    if (count > 0) {
        TRY(ctx_alloc_array(ctx, 2 * count, sizeof(int64_t), &verdicts->persons));
        TRY(ctx_alloc_array(ctx, 2 * count, sizeof(size_t), &verdicts->parents));
        TRY(ctx_alloc_array(ctx, count, sizeof(Edge), &verdicts->edges));
        persons_gather(verdicts, list, count);
    }
    for (size_t i = 0; i < verdicts->person_count; i++) {
        verdicts->parents[i] = i;
    }
    for (size_t i = 0; i < count; i++) {
        if (list[i].same) {
            persons_join(verdicts, &list[i]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (!list[i].same) {
            verdicts->edges[verdicts->edge_count++] =
                edge_of(root_of(verdicts, person_at(verdicts, list[i].a)),
                        root_of(verdicts, person_at(verdicts, list[i].b)));
        }
    }
    if (verdicts->edge_count > 0) {
        qsort(verdicts->edges, verdicts->edge_count, sizeof(Edge), edges_compare);
    }
    *ret_verdicts = verdicts;
    return OK;
}

LinkSaid link_verdicts_say(const LinkVerdicts *verdicts, int64_t a, int64_t b) {
    size_t at = person_at(verdicts, a);
    size_t other = person_at(verdicts, b);
    if (at == SIZE_MAX || other == SIZE_MAX) {
        return LINK_SAID_NOTHING;
    }
    Edge edge = edge_of(root_of(verdicts, at), root_of(verdicts, other));
    if (verdicts->edge_count > 0 &&
        bsearch(&edge, verdicts->edges, verdicts->edge_count, sizeof edge, edges_compare)) {
        return LINK_SAID_DIFFERENT;
    }
    return edge.from == edge.to ? LINK_SAID_SAME : LINK_SAID_NOTHING;
}
