#include "linkage/link_print.h"

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

Status link_print_pair_head(Ctx *ctx, const LinkJob *job, StrBuf *out) {
    TRY(strbuf_print(ctx, out, ",probability,bits"));
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        Str name = job->table->spec->comparisons[i].name;
        TRY(strbuf_print(ctx, out, ",level_%.*s,bits_%.*s", STR_ARG(name), STR_ARG(name)));
    }
    return strbuf_print(ctx, out, "\n");
}

Status link_print_pair(Ctx *ctx, const LinkJob *job, const LinkPair *pair, StrBuf *out) {
    TRY(strbuf_print(ctx, out, ",%.9f,%.3f", link_probability(pair->bits), pair->bits));
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        TRY(strbuf_print(ctx, out, ",%d,%.3f", link_pattern_level(job->model, pair->pattern, i),
                         bits_of(job->model, pair->pattern, i, pair->a)));
    }
    return strbuf_print(ctx, out, "\n");
}

Status link_print_probability(Ctx *ctx, const LinkPair *pair, StrBuf *out) {
    return strbuf_print(ctx, out, "%.9f", link_probability(pair->bits));
}

int64_t link_probability_ppm(const LinkPair *pair) {
    return (int64_t)(link_probability(pair->bits) * 1e6 + 0.5);
}

/* As the spec words it. */
static Status level_name(Ctx *ctx, const LinkComparison *comparison, int32_t level, Str *ret_name) {
    if (level > comparison->level_count) {
        *ret_name = STR("else");
        return OK;
    }
    const LinkLevel *of = &comparison->levels[level - 1];
    if (of->measure == LINK_JARO_WINKLER) {
        return ctx_print(ctx, ret_name, "%.*s %.2f", STR_ARG(of->text), of->least);
    }
    if (of->measure != LINK_EXACT && of->measure != LINK_LIKENESS) {
        return ctx_print(ctx, ret_name, "%.*s %d", STR_ARG(of->text), of->most);
    }
    *ret_name = of->text;
    return OK;
}

Status link_print_model(Ctx *ctx, const LinkJob *job, StrBuf *out) {
    const LinkModel *model = job->model;
    TRY(strbuf_print(ctx, out, "prior: one pair of %.0f (%.1f bits)\n\n", 1 / model->prior,
                     model->prior_bits));
    TRY(strbuf_print(ctx, out, "| comparison | level | m | u | bits |\n|---|---|---|---|---|\n"));
    for (int32_t i = 0; i < model->comparison_count; i++) {
        const LinkComparison *comparison = &job->table->spec->comparisons[i];
        for (int32_t level = 1; level <= comparison->level_count + 1; level++) {
            Str name;
            TRY(level_name(ctx, comparison, level, &name));
            TRY(strbuf_print(
                ctx, out, "| %.*s%s | %.*s | %.6f | %.9f | %.2f |\n", STR_ARG(comparison->name),
                comparison->has_m || model->trained[i] ? "" : " (m not estimated)", STR_ARG(name),
                model->m[i][level], model->u[i][level], link_level_bits(model, i, (uint8_t)level)));
        }
    }
    return OK;
}

Status link_print_thresholds(Ctx *ctx, const LinkJob *job, const uint64_t *counts, StrBuf *out) {
    static const double AT[] = {0.01, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999};
    enum { AT_COUNT = sizeof AT / sizeof AT[0] };
    double pairs[AT_COUNT] = {0};
    double matches[AT_COUNT] = {0};
    double all = 0;
    for (uint32_t pattern = 0; pattern < job->model->pattern_count; pattern++) {
        double p = link_probability(job->model->weight[pattern]);
        double count = (double)counts[pattern];
        all += count * p;
        for (int i = 0; i < AT_COUNT && p >= AT[i]; i++) {
            pairs[i] += count;
            matches[i] += count * p;
        }
    }
    TRY(strbuf_print(
        ctx, out,
        "| probability | pairs | expected precision | expected recall |\n|---|---|---|---|\n"));
    for (int i = 0; i < AT_COUNT; i++) {
        TRY(strbuf_print(ctx, out, "| %.4f | %.0f | %.4f | %.4f |\n", AT[i], pairs[i],
                         pairs[i] > 0 ? matches[i] / pairs[i] : 1, all > 0 ? matches[i] / all : 1));
    }
    return OK;
}

Status link_print_pattern(Ctx *ctx, const LinkJob *job, uint32_t pattern, uint64_t count,
                          StrBuf *out) {
    for (int32_t i = 0; i < job->model->comparison_count; i++) {
        TRY(strbuf_print(ctx, out, "%d\t", link_pattern_level(job->model, pattern, i)));
    }
    return strbuf_print(ctx, out, "%llu\n", (unsigned long long)count);
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
    TRY(reason_add(ctx, ret_reason, comparison->name,
                   bits_of(job->model, pattern, at, records[0])));
    ret_reason->left = values->texts[values->codes[records[0]]];
    ret_reason->right = values->texts[values->codes[records[1]]];
    if (level == LINK_MISSING) {
        ret_reason->level = STR("missing");
        return OK;
    }
    if (is_implied(job->model, pattern, at)) {
        ret_reason->level = STR("implied");
        return OK;
    }
    return level_name(ctx, comparison, level, &ret_reason->level);
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
