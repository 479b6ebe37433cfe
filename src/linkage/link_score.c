#include "linkage/link_score.h"

#include <string.h>

#include "linkage/link_kernel.h"

enum { SLICE_PAIRS = 1 << 20, SLICES_LEAST_ROOM = 64, PAIRS_LEAST_ROOM = 1024 };

/* ---- slices ---- */

static Status slice_add(Ctx *ctx, LinkJob *job, size_t *room, LinkSlice slice) {
    if (job->slice_count == *room) {
        void *memory = NULL;
        size_t wider = *room ? *room * 2 : SLICES_LEAST_ROOM;
        TRY(ctx_alloc(ctx, wider * sizeof(LinkSlice), &memory));
        if (job->slice_count) {
            memcpy(memory, job->slices, job->slice_count * sizeof(LinkSlice));
        }
        job->slices = memory;
        *room = wider;
    }
    job->slices[job->slice_count++] = slice;
    return OK;
}

Status link_job_new(Ctx *ctx, const LinkTable *table, const LinkLevels *levels,
                    const LinkBlocks *blocks, LinkJob *ret_job) {
    size_t room = 0;
    *ret_job = (LinkJob){
        .table = table, .levels = levels, .blocks = blocks, .kernel = link_kernel_widest()};
    for (int32_t rule = 0; rule < table->spec->rule_count; rule++) {
        LinkSlice slice = {rule, 1, 0};
        uint64_t pairs = 0;
        for (uint32_t n = 1; n <= blocks[rule].block_count; n++) {
            pairs += link_block_pairs(table, &blocks[rule], n);
            slice.last_block = n;
            if (pairs >= SLICE_PAIRS || n == blocks[rule].block_count) {
                TRY(slice_add(ctx, ret_job, &room, slice));
                slice.first_block = n + 1;
                pairs = 0;
            }
        }
    }
    return OK;
}

/* ---- one block ---- */

/* The columns of a block's records side by side. */
typedef struct Scan {
    const LinkJob *job;
    const LinkSlice *slice;
    uint32_t size;
    uint32_t left;
    const uint32_t *records;
    uint32_t *codes[LINK_COMPARISON_MAX];
    uint32_t *dates[LINK_COMPARISON_MAX];
    uint64_t *digits[LINK_COMPARISON_MAX];
    uint32_t *blocks[LINK_RULE_MAX]; /* of earlier rules */
    NarrowBlock narrow[LINK_COMPARISON_MAX];
    uint32_t *patterns;
    uint8_t *levels; /* of one comparison */
    uint8_t *seen;
} Scan;

static Status narrow_room(Ctx *ctx, const LinkNarrow *narrow, size_t room, uint32_t *codes,
                          NarrowBlock *block) {
    block->codes = codes;
    TRY(ctx_alloc_array(ctx, room, sizeof(uint64_t), &block->letters));
    TRY(ctx_alloc_array(ctx, room, sizeof(uint8_t), &block->unlike));
    for (uint32_t i = 0; i < narrow->length; i++) {
        TRY(ctx_alloc_array(ctx, room, sizeof(uint8_t), &block->at[i]));
    }
    return OK;
}

static Status scan_new(Ctx *ctx, const LinkJob *job, const LinkSlice *slice, Scan *ret_scan) {
    size_t room = job->blocks[slice->rule].largest + (size_t)NARROW_PAD;
    *ret_scan = (Scan){.job = job, .slice = slice};
    TRY(ctx_alloc_array(ctx, room, sizeof(uint8_t), &ret_scan->levels));
    for (int32_t i = 0; i < job->table->spec->comparison_count; i++) {
        TRY(ctx_alloc_array(ctx, room, sizeof(uint32_t), &ret_scan->codes[i]));
        if (job->levels[i].kind == LINK_DATE) {
            TRY(ctx_alloc_array(ctx, room, sizeof(uint32_t), &ret_scan->dates[i]));
        } else if (job->levels[i].kind == LINK_DIGITS) {
            TRY(ctx_alloc_array(ctx, room, sizeof(uint64_t), &ret_scan->digits[i]));
        }
        if (job->levels[i].narrow) {
            ret_scan->narrow[i].levels = ret_scan->levels;
            TRY(narrow_room(ctx, job->levels[i].narrow, room, ret_scan->codes[i],
                            &ret_scan->narrow[i]));
        }
    }
    for (int32_t rule = 0; rule < slice->rule; rule++) {
        TRY(ctx_alloc_array(ctx, room, sizeof(uint32_t), &ret_scan->blocks[rule]));
    }
    TRY(ctx_alloc_array(ctx, room, sizeof(uint32_t), &ret_scan->patterns));
    return ctx_alloc_array(ctx, room, sizeof(uint8_t), &ret_scan->seen);
}

static void scan_load(Scan *scan, uint32_t n) {
    const LinkJob *job = scan->job;
    const LinkBlocks *blocks = &job->blocks[scan->slice->rule];
    uint32_t start = blocks->starts[n - 1];
    scan->size = blocks->starts[n] - start;
    scan->left = blocks->lefts[n];
    scan->records = blocks->records + start;
    for (int32_t i = 0; i < job->table->spec->comparison_count; i++) {
        const LinkValues *values = job->levels[i].values;
        for (uint32_t k = 0; k < scan->size; k++) {
            scan->codes[i][k] = values->codes[scan->records[k]];
        }
        for (uint32_t k = 0; scan->dates[i] && k < scan->size; k++) {
            scan->dates[i][k] = (uint32_t)values->packed[scan->codes[i][k]];
        }
        for (uint32_t k = 0; scan->digits[i] && k < scan->size; k++) {
            scan->digits[i][k] = values->packed[scan->codes[i][k]];
        }
        for (uint32_t k = 0; job->levels[i].narrow && k < scan->size; k++) {
            narrow_block_put(job->levels[i].narrow, &scan->narrow[i], k, scan->codes[i][k]);
        }
    }
    for (int32_t rule = 0; rule < scan->slice->rule; rule++) {
        for (uint32_t k = 0; k < scan->size; k++) {
            scan->blocks[rule][k] = job->blocks[rule].block_of[scan->records[k]];
        }
    }
}

/* Values that are too many for a whole table: what is known of them at once, the rest by asking. */
static void levels_by_asking(const Scan *scan, const KernelAdd *add, int32_t at, uint32_t i,
                             uint32_t from) {
    const LinkLevels *levels = &scan->job->levels[at];
    const uint32_t *codes = scan->codes[at];
    bool any_asked = true;
    if (levels->width != 0) {
        any_asked = kernel_look_up(add, scan->levels + from, codes + from, scan->size - from,
                                   levels->table + (size_t)codes[i] * levels->width);
    } else if (levels->narrow == NULL || !narrow_levels(levels->narrow, add->kernel,
                                                        &scan->narrow[at], i, from, scan->size)) {
        memset(scan->levels + from, LEVEL_UNKNOWN, scan->size - from);
    }
    for (uint32_t k = from; any_asked && k < scan->size; k++) {
        if (scan->levels[k] == LEVEL_UNKNOWN) {
            scan->levels[k] = link_level_of(levels, codes[i], codes[k]);
        }
    }
    kernel_levels(add, scan->patterns + from, scan->levels + from, scan->size - from);
}

/* Patterns of record i with all from `from` on, and which of those pairs an earlier rule has. */
static void scan_one(const Scan *scan, uint32_t i, uint32_t from) {
    const LinkJob *job = scan->job;
    size_t count = scan->size - from;
    memset(scan->patterns + from, 0, count * sizeof *scan->patterns);
    memset(scan->seen + from, 0, count);
    for (int32_t at = 0; at < job->table->spec->comparison_count; at++) {
        const LinkLevels *levels = &job->levels[at];
        const KernelAdd add = {job->kernel, job->model->stride[at], levels->of_likeness};
        uint32_t *patterns = scan->patterns + from;
        if (levels->kind == LINK_DATE) {
            kernel_dates(&add, patterns, scan->dates[at] + from, count, scan->dates[at][i]);
        } else if (levels->kind == LINK_DIGITS) {
            kernel_digits(&add, patterns, scan->digits[at] + from, count, scan->digits[at][i]);
        } else if (levels->is_whole) {
            kernel_table(&add, patterns, scan->codes[at] + from, count,
                         levels->table + (size_t)scan->codes[at][i] * levels->width);
        } else if (levels->is_equality) {
            if (scan->codes[at][i] != 0) {
                kernel_equal(&add, patterns, scan->codes[at] + from, count, scan->codes[at][i]);
            }
        } else {
            levels_by_asking(scan, &add, at, i, from);
        }
    }
    for (int32_t rule = 0; rule < scan->slice->rule; rule++) {
        if (scan->blocks[rule][i] != 0) {
            kernel_seen(scan->seen + from, scan->blocks[rule] + from, count, scan->blocks[rule][i]);
        }
    }
}

/* ---- counting and scoring ---- */

typedef struct Sink {
    uint64_t *rule_counts;
    uint64_t *once_counts;
    double least_bits;
    LinkPairs *pairs;
} Sink;

static void count_row(const Scan *scan, uint32_t from, const Sink *sink) {
    for (uint32_t k = from; k < scan->size; k++) {
        if (sink->rule_counts) {
            sink->rule_counts[scan->patterns[k]]++;
        }
        if (sink->once_counts && !scan->seen[k]) {
            sink->once_counts[scan->patterns[k]]++;
        }
    }
}

static Status pairs_add(Ctx *ctx, LinkPairs *pairs, const LinkPair *pair) {
    if (pairs->count == pairs->room) {
        void *memory = NULL;
        size_t room = pairs->room ? pairs->room * 2 : PAIRS_LEAST_ROOM;
        TRY(ctx_alloc(ctx, room * sizeof(LinkPair), &memory));
        if (pairs->count) {
            memcpy(memory, pairs->pairs, pairs->count * sizeof(LinkPair));
        }
        pairs->pairs = memory;
        pairs->room = room;
    }
    pairs->pairs[pairs->count++] = *pair;
    return OK;
}

static Status pair_offer(Ctx *ctx, const Scan *scan, uint32_t i, uint32_t k, const Sink *sink) {
    uint32_t pattern = scan->patterns[k];
    LinkPair pair = {scan->records[i], scan->records[k], pattern, 0};
    pair.bits = link_model_bits(scan->job->model, pattern, pair.a, pair.b);
    return pair.bits >= sink->least_bits ? pairs_add(ctx, sink->pairs, &pair) : OK;
}

/* Counts of a scored row are of pairs that no earlier rule has. */
static Status score_row(Ctx *ctx, const Scan *scan, uint32_t i, uint32_t from, const Sink *sink) {
    const bool *may_keep = scan->job->model->may_keep;
    uint64_t looked_at = 0;
    for (uint32_t k = from; k < scan->size; k++) {
        uint32_t pattern = scan->patterns[k];
        uint64_t is_new = !scan->seen[k];
        looked_at += is_new;
        if (sink->once_counts) {
            sink->once_counts[pattern] += is_new;
        }
        if (may_keep[pattern] && is_new) {
            TRY(pair_offer(ctx, scan, i, k, sink));
        }
    }
    sink->pairs->looked_at += looked_at;
    return OK;
}

static Status scan_slice(Ctx *ctx, const LinkJob *job, size_t slice, const Sink *sink) {
    Scan scan;
    bool is_match = job->table->left_count != job->table->record_count;
    TRY(scan_new(ctx, job, &job->slices[slice], &scan));
    for (uint32_t n = job->slices[slice].first_block; n <= job->slices[slice].last_block; n++) {
        scan_load(&scan, n);
        uint32_t last = is_match ? scan.left : scan.size;
        for (uint32_t i = 0; i < last; i++) {
            uint32_t from = is_match ? scan.left : i + 1;
            scan_one(&scan, i, from);
            if (sink->pairs) {
                TRY(score_row(ctx, &scan, i, from, sink));
            } else {
                count_row(&scan, from, sink);
            }
        }
    }
    return OK;
}

Status link_job_count(Ctx *ctx, const LinkJob *job, size_t slice, uint64_t *rule_counts,
                      uint64_t *once_counts) {
    Sink sink = {.rule_counts = rule_counts, .once_counts = once_counts};
    ArenaMark mark = arena_mark(ctx->arena);
    TRY(scan_slice(ctx, job, slice, &sink));
    arena_rewind(ctx->arena, mark);
    return OK;
}

Status link_job_score(Ctx *ctx, const LinkJob *job, size_t slice, uint64_t *once_counts,
                      LinkPairs *ret_pairs) {
    *ret_pairs = (LinkPairs){.count = 0};
    Sink sink = {.least_bits = link_bits_of(job->table->spec->keep),
                 .once_counts = once_counts,
                 .pairs = ret_pairs};
    return scan_slice(ctx, job, slice, &sink);
}

uint32_t link_pattern_of(const LinkJob *job, uint32_t a, uint32_t b) {
    uint32_t pattern = 0;
    for (int32_t at = 0; at < job->table->spec->comparison_count; at++) {
        pattern +=
            job->model->stride[at] * link_level_of_records(job->table, &job->levels[at], a, b);
    }
    return pattern;
}
