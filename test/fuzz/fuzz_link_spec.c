/* Specs of the linkage: YAML that people write. One that reads names only what it has. */
#include "fuzz_file.h"
#include "linkage/link_spec.h"

static void comparison_check(const LinkSpec *spec, const LinkComparison *comparison) {
    FUZZ_CHECK(comparison->column >= 0 && comparison->column < spec->column_count);
    FUZZ_CHECK(comparison->level_count >= 1 && comparison->level_count < LINK_LEVEL_MAX);
    FUZZ_CHECK(comparison->implied_by >= -1 && comparison->implied_by < spec->comparison_count);
    FUZZ_CHECK(link_level_total(comparison) == comparison->level_count + 2);
    bool is_text = spec->columns[comparison->column].kind == LINK_TEXT;
    for (int32_t i = 0; i < comparison->level_count; i++) {
        LinkMeasure measure = comparison->levels[i].measure;
        FUZZ_CHECK(measure >= LINK_EXACT && measure <= LINK_LIKENESS);
        FUZZ_CHECK(!is_text || measure != LINK_LIKENESS);
    }
}

static void rule_check(const LinkSpec *spec, const LinkRule *rule) {
    FUZZ_CHECK(rule->part_count >= 1 && rule->part_count <= LINK_PART_MAX);
    for (int32_t i = 0; i < rule->part_count; i++) {
        const LinkPart *part = &rule->parts[i];
        FUZZ_CHECK(part->column >= 0 && part->column < spec->column_count);
        bool of_date = part->kind == LINK_PART_YEAR || part->kind == LINK_PART_DAY;
        FUZZ_CHECK(!of_date || spec->columns[part->column].kind == LINK_DATE);
    }
}

void fuzz_one(Ctx *ctx, Str input) {
    const LinkSpec *spec = NULL;
    Status status = link_spec_read(ctx, "fuzz.yaml", input, &spec);
    if (status != OK) {
        FUZZ_CHECK(spec == NULL && ctx->failure.detail[0] != '\0');
        return;
    }
    FUZZ_CHECK(spec->id_count >= 1 && spec->id_count <= LINK_ID_MAX);
    FUZZ_CHECK(spec->column_count >= 1 && spec->column_count <= LINK_COLUMN_MAX);
    FUZZ_CHECK(spec->comparison_count >= 1 && spec->comparison_count <= LINK_COMPARISON_MAX);
    FUZZ_CHECK(spec->rule_count >= 1 && spec->rule_count <= LINK_RULE_MAX);
    for (int32_t i = 0; i < spec->comparison_count; i++) {
        comparison_check(spec, &spec->comparisons[i]);
    }
    for (int32_t i = 0; i < spec->rule_count; i++) {
        rule_check(spec, &spec->rules[i]);
    }
}
