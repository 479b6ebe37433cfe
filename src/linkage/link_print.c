#include "linkage/link_print.h"

#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 1024, REPORT_BYTES = 1 << 16 };

/* Text that grows in a buffer of the arena; what does not fit is left off. */
typedef struct Page {
    char *bytes;
    size_t size;
    size_t len;
} Page;

static Status page_new(Ctx *ctx, size_t size, Page *ret_page) {
    void *memory = NULL;
    TRY(ctx_alloc(ctx, size, &memory));
    *ret_page = (Page){memory, size, 0};
    return OK;
}

#define page_add(page, ...)                                                                        \
    page_took((page),                                                                              \
              snprintf((page)->bytes + (page)->len, (page)->size - (page)->len, __VA_ARGS__))

static void page_took(Page *page, int written) {
    size_t room = page->size - page->len;
    size_t took = written < 0 ? 0 : (size_t)written;
    page->len += took < room ? took : room - 1;
}

static Str page_text(const Page *page) {
    return (Str){page->bytes, page->len};
}

static bool is_implied(const LinkModel *model, uint32_t pattern, int32_t at) {
    int32_t by = model->table->spec->comparisons[at].implied_by;
    return by >= 0 && link_pattern_level(model, pattern, by) == 1;
}

/* What one comparison of a pair weighs, rare values included. */
static double bits_of(const LinkModel *model, uint32_t pattern, int32_t at, uint32_t record) {
    uint8_t level = link_pattern_level(model, pattern, at);
    if (level == LINK_MISSING || is_implied(model, pattern, at)) {
        return 0;
    }
    const LinkComparison *comparison = &model->table->spec->comparisons[at];
    uint32_t value = model->table->columns[comparison->column].codes[record];
    double rare = model->frequency_bits[at] && level == 1 ? model->frequency_bits[at][value] : 0;
    return link_level_bits(model, at, level) + rare;
}

Status link_print_pair_head(Ctx *ctx, const LinkJob *job, Str *ret_text) {
    Page page;
    TRY(page_new(ctx, LINE_BYTES, &page));
    page_add(&page, ",probability,bits");
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        Str name = job->table->spec->comparisons[i].name;
        page_add(&page, ",level_%.*s,bits_%.*s", STR_ARG(name), STR_ARG(name));
    }
    page_add(&page, "\n");
    *ret_text = page_text(&page);
    return OK;
}

Status link_print_pair(Ctx *ctx, const LinkJob *job, const LinkPair *pair, Str *ret_text) {
    Page page;
    TRY(page_new(ctx, LINE_BYTES, &page));
    page_add(&page, ",%.9f,%.3f", link_probability(pair->bits), pair->bits);
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        page_add(&page, ",%d,%.3f", link_pattern_level(job->model, pair->pattern, i),
                 bits_of(job->model, pair->pattern, i, pair->a));
    }
    page_add(&page, "\n");
    *ret_text = page_text(&page);
    return OK;
}

Status link_print_probability(Ctx *ctx, const LinkPair *pair, Str *ret_text) {
    return ctx_print(ctx, ret_text, "%.9f", link_probability(pair->bits));
}

static void print_level_name(Page *page, const LinkComparison *comparison, int32_t level) {
    if (level > comparison->level_count) {
        page_add(page, "else");
        return;
    }
    const LinkLevel *of = &comparison->levels[level - 1];
    page_add(page, "%.*s", STR_ARG(of->text));
    if (of->measure == LINK_JARO_WINKLER) {
        page_add(page, " %.2f", of->least);
    } else if (of->measure != LINK_EXACT && of->measure != LINK_LIKENESS) {
        page_add(page, " %d", of->most);
    }
}

Status link_print_model(Ctx *ctx, const LinkJob *job, Str *ret_text) {
    const LinkModel *model = job->model;
    Page page;
    TRY(page_new(ctx, REPORT_BYTES, &page));
    page_add(&page, "prior: one pair of %.0f (%.1f bits)\n\n", 1 / model->prior, model->prior_bits);
    page_add(&page, "| comparison | level | m | u | bits |\n|---|---|---|---|---|\n");
    for (int32_t i = 0; i < model->comparison_count; i++) {
        const LinkComparison *comparison = &job->table->spec->comparisons[i];
        for (int32_t level = 1; level <= comparison->level_count + 1; level++) {
            page_add(&page, "| %.*s%s | ", STR_ARG(comparison->name),
                     comparison->has_m || model->trained[i] ? "" : " (m not estimated)");
            print_level_name(&page, comparison, level);
            page_add(&page, " | %.6f | %.9f | %.2f |\n", model->m[i][level], model->u[i][level],
                     link_level_bits(model, i, (uint8_t)level));
        }
    }
    *ret_text = page_text(&page);
    return OK;
}

Status link_print_thresholds(Ctx *ctx, const LinkJob *job, const uint64_t *counts, Str *ret_text) {
    static const double AT[] = {0.01, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999};
    enum { AT_COUNT = sizeof AT / sizeof AT[0] };
    double pairs[AT_COUNT] = {0};
    double matches[AT_COUNT] = {0};
    double all = 0;
    Page page;
    for (uint32_t pattern = 0; pattern < job->model->pattern_count; pattern++) {
        double p = link_probability(job->model->weight[pattern]);
        double count = (double)counts[pattern];
        all += count * p;
        for (int i = 0; i < AT_COUNT && p >= AT[i]; i++) {
            pairs[i] += count;
            matches[i] += count * p;
        }
    }
    TRY(page_new(ctx, REPORT_BYTES, &page));
    page_add(&page,
             "| probability | pairs | expected precision | expected recall |\n|---|---|---|---|\n");
    for (int i = 0; i < AT_COUNT; i++) {
        page_add(&page, "| %.4f | %.0f | %.4f | %.4f |\n", AT[i], pairs[i],
                 pairs[i] > 0 ? matches[i] / pairs[i] : 1, all > 0 ? matches[i] / all : 1);
    }
    *ret_text = page_text(&page);
    return OK;
}

Status link_print_pattern(Ctx *ctx, const LinkJob *job, uint32_t pattern, uint64_t count,
                          Str *ret_text) {
    Page page;
    TRY(page_new(ctx, LINE_BYTES, &page));
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        page_add(&page, "%d\t", link_pattern_level(job->model, pattern, i));
    }
    page_add(&page, "%llu\n", (unsigned long long)count);
    *ret_text = page_text(&page);
    return OK;
}

static Status reason_add(Ctx *ctx, LinkReason *reason, Str comparison, double bits) {
    *reason = (LinkReason){.comparison = comparison};
    return ctx_print(ctx, &reason->bits, "%+.2f", bits);
}

static Status reason_of(Ctx *ctx, const LinkJob *job, uint32_t pattern, int32_t at,
                        const uint32_t records[2], LinkReason *ret_reason) {
    const LinkComparison *comparison = &job->table->spec->comparisons[at];
    const LinkValues *values = &job->table->columns[comparison->column];
    uint8_t level = link_pattern_level(job->model, pattern, at);
    Page page;
    TRY(reason_add(ctx, ret_reason, comparison->name,
                   bits_of(job->model, pattern, at, records[0])));
    ret_reason->left = values->texts[values->codes[records[0]]];
    ret_reason->right = values->texts[values->codes[records[1]]];
    TRY(page_new(ctx, LINE_BYTES, &page));
    if (level == LINK_MISSING) {
        page_add(&page, "missing");
    } else if (is_implied(job->model, pattern, at)) {
        page_add(&page, "implied");
    } else {
        print_level_name(&page, comparison, level);
    }
    ret_reason->level = page_text(&page);
    return OK;
}

Status link_explain_pair(Ctx *ctx, const LinkJob *job, uint32_t a, uint32_t b,
                         LinkReason ret_reasons[LINK_COMPARISON_MAX + 4], size_t *ret_count) {
    uint32_t pattern = link_pattern_of(job, a, b);
    const uint32_t records[2] = {a, b};
    double bits = link_model_bits(job->model, pattern, a, b);
    size_t count = 0;
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        TRY(reason_of(ctx, job, pattern, i, records, &ret_reasons[count++]));
    }
    TRY(reason_add(ctx, &ret_reasons[count++], STR("prior"), job->model->prior_bits));
    TRY(reason_add(ctx, &ret_reasons[count], STR("sum"), bits));
    TRY(ctx_print(ctx, &ret_reasons[count++].level, "probability %.9f", link_probability(bits)));
    *ret_count = count;
    return OK;
}
